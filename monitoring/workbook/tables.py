"""Tables of schools as they stand: stage, columns, rows, notes. What the cells mean is validation's to say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from monitoring.errors import ImportRefused
from monitoring.workbook.blocks import blocks
from monitoring.workbook.columns import Column, match_columns
from monitoring.workbook.corrections import Correction, find_corrections
from monitoring.workbook.crossed import is_of_others, named
from monitoring.workbook.grids import Grid, as_text, is_blank, texts_in
from monitoring.workbook.headers import Header, differs_from, is_same_heading
from monitoring.workbook.letters import letters_of
from monitoring.workbook.lists import FoundList, find_lists, kind_of_list_row, nearly_a_list
from monitoring.workbook.opening import read_grids
from monitoring.workbook.parts import Draft, grades_held, parts
from monitoring.workbook.raw import RawTable, places_of
from monitoring.workbook.rows import HEADER, NOTE, NOTHING, SCHOOL, SUM, Remark, Row, filled_down, kind_of_row, row_of
from monitoring.workbook.source import NOTHING_SAVED, SourceFile, is_named_workbook, only_text
from monitoring.workbook.stages import said, stage_said
from monitoring.workbook.units import with_units_said
from monitoring.workbook.unread import Elsewhere, Incomplete, Skipped
from monitoring.workbook.wording import Wording, wording

SEVERAL = 3  # filled cells of a row that a skipped sheet is judged by
MOST_LINES = 5_000  # of a skipped sheet that are looked at
MOST_HEAD = 20  # in which a sheet about one school names it
CODE = re.compile(r"(?<!\d)\d{10}(?!\d)")
MOST_SCHOOLS, MOST_LISTED = 5_000, 50_000
"""Rows of a sheet of schools, and of a list: several times what the largest county has; more is another file."""


@dataclass(frozen=True)
class Workbook:
    """
    One file.

    Attributes:
        tables: its tables of schools, one a stage; lists: its lists of classrooms, projects, weekly reports, funds.
        skipped: other sheets in which anything stands: covers, explanations.
        corrections: the rows of a list of problems that comes back; None where the file is none.
        incomplete: sheets with schools that lack a key column: a list of names, or a table somebody cut.
        elsewhere: sheets whose table is of a stage that is none of ours: 幼儿园.
    """

    tables: tuple[RawTable, ...]
    lists: tuple[RawTable, ...]
    skipped: tuple[Skipped, ...]
    corrections: tuple[Correction, ...] | None = None
    incomplete: tuple[Incomplete, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()


def read(source: SourceFile, upload_mb: int, unpacked_mb: int) -> Workbook:
    """
    Read every sheet of a file.

    Args:
        upload_mb, unpacked_mb: the largest file, and the most it may unpack to, of config.toml.

    Raises:
        ImportRefused: the file cannot be opened, or holds nothing that is recognised.
    """
    words = wording()
    tables, lists, skipped, incomplete, elsewhere = [], [], [], [], []
    corrections = None
    grids = read_grids(source, upload_mb, unpacked_mb)
    for grid in grids:
        handed_back = find_corrections(source.name, grid)
        if handed_back is not None:
            corrections = (*(corrections or ()), *handed_back)
            continue
        own_lists = find_lists(grid)
        below = [] if own_lists else blocks(grid, words)
        drafts = [_draft(source.name, piece, header, words) for piece, header in below]
        if own_lists:
            lists += [_list(source.name, grid, one) for one in own_lists]
        elif drafts and _is_elsewhere(drafts[0]):
            elsewhere.append(_elsewhere(drafts[0]))
        elif drafts and not _is_unread(drafts[0]):
            _check_no_list(source.name, grid)
            if drafts[0].absent:
                incomplete.append(_incomplete(drafts[0]))
            else:
                tables += _of_stages(drafts, grid)
        elif any(as_text(value).strip() for row in grid.values for value in row):
            if drafts:
                _check_no_list(source.name, grid)
            skipped.append(Skipped(grid.name, tuple(_lines(grid)), _school(grid)))
    if not (tables or lists or incomplete or elsewhere) and corrections is None:
        if all(grid.is_text for grid in grids) and is_named_workbook(source.name):
            raise only_text(source.name)
        raise ImportRefused(
            f"文件“{source.name}”里没有找到“学校标识码”这一列的表头，认不出是综合报表，也不是班班通台账、工程项目进度。"
            f"请核对文件，不要删表头；{NOTHING_SAVED}"
        )
    return Workbook(tuple(tables), tuple(lists), tuple(skipped), corrections, tuple(incomplete), tuple(elsewhere))


def _is_elsewhere(draft: Draft) -> bool:
    """Whether a table is of a stage that is none of ours: 幼儿园."""
    return bool(draft.about.elsewhere) and not draft.has_stages


def _elsewhere(draft: Draft) -> Elsewhere:
    table = draft.table
    return Elsewhere(table.file, table.sheet, draft.about.elsewhere, len(table.rows), draft.kinds)


def _is_unread(draft: Draft) -> bool:
    """Whether a sheet only holds the words of a table: an explanation of 学校标识码, a form that says no stage."""
    return not draft.has_schools and bool(draft.absent or not stage_said(draft.about)[0])


def _incomplete(draft: Draft) -> Incomplete:
    table = draft.table
    return Incomplete(table.file, table.sheet, stage_said(draft.about)[0], draft.kinds, draft.absent)


def _of_stages(drafts: Sequence[Draft], grid: Grid) -> list[RawTable]:
    """
    The tables of a sheet, one a stage; of several one below the other each is of another stage, or in the same columns.

    Raises:
        ImportRefused: they are neither; or a table's stage cannot be told.
    """
    tables: list[RawTable] = []
    for place, draft in enumerate(drafts):
        if place and (draft.absent or not draft.has_schools):
            raise _below(draft, drafts[place - 1], grid)
        for table in parts(draft if not place else replace(draft, about=replace(draft.about, sheet=frozenset()))):
            at = next((at for at, one in enumerate(tables) if one.stage == table.stage), None)
            if at is None:
                tables.append(table)
            elif _letters(tables[at]) == _letters(table):
                tables[at] = _continued(tables[at], table)
            else:
                raise _below(draft, drafts[place - 1], grid)
    return tables


def _continued(table: RawTable, below: RawTable) -> RawTable:
    """A table and its second half; the 合计 of each is of its own half alone, and is held against nothing."""
    return replace(
        table,
        rows=table.rows + below.rows,
        sums=(),
        texts=table.texts + below.texts,
        remarks=table.remarks + below.remarks,
        formulas={**table.formulas, **below.formulas},
    )


def _letters(table: RawTable) -> dict[str, str]:
    return {name: table.columns[place].letter for name, place in table.places.items()}


def _below(draft: Draft, above: Draft, grid: Grid) -> ImportRefused:
    """Name the first heading of a lower table that does not stand in its column above."""
    row = row_of(grid, draft.header.first, draft.table.columns, {})
    for number in range(draft.header.first, draft.header.last + 1):
        row = row_of(grid, number, draft.table.columns, {})
        other = _first_other(grid, row, above.header)
        if other:
            return _another_table(draft.table.file, grid, row, other)
    return _another_table(draft.table.file, grid, row, draft.table.columns[0].header)


def _lines(grid: Grid) -> Iterable[tuple[str, ...]]:
    for row in grid.values[:MOST_LINES]:
        texts = tuple(as_text(value).strip() for value in row)
        line = tuple(text for text in texts if text)
        if len(line) >= SEVERAL:
            yield line


def _school(grid: Grid) -> str:
    """The first code of a school that is named anywhere in the first rows of a sheet."""
    texts = (as_text(value) for row in grid.values[:MOST_HEAD] for value in row)
    return next((match[0] for text in texts if (match := CODE.search(text))), "")


def _list(file: str, grid: Grid, listed: FoundList) -> RawTable:
    """A list as it stands; rows without what the list is about are sums and notes."""
    places = places_of(listed.columns)
    body = range(listed.header.last + 1, len(grid.values))
    filled, merged = filled_down(grid, body, listed.columns)
    rows: dict[str, list[Row]] = {SCHOOL: [], SUM: [], NOTE: [], HEADER: [], NOTHING: []}
    for number in _filled(grid, body, filled):
        row = row_of(grid, number, listed.columns, filled)
        kind = kind_of_list_row(row, listed, places, grid)
        if listed.source and kind == SCHOOL:
            kind = NOTHING if is_of_others(row, listed.columns[:-1], listed.others, grid) else SCHOOL
            row = named(row, listed.source)
        rows[kind].append(row)
        if len(rows[SCHOOL]) > MOST_LISTED:
            raise _too_many(file, grid, MOST_LISTED, "行", listed.file.title)
    _check_other_headings(file, grid, listed.header, rows[HEADER], listed.file.words)
    for row in rows[HEADER]:
        if not is_same_heading(texts_in(grid.values[row.number - 1]), listed.header, grid):
            raise _another_table(file, grid, row, _first_other(grid, row, listed.header))
    above = tuple(_texts(grid, range(listed.header.first)))
    below = tuple(_texts(grid, [row.number - 1 for row in rows[NOTE]]))
    return RawTable(
        file=file,
        sheet=grid.name,
        stage="",
        stage_from="",
        columns=_in_units(listed.columns, above, below, listed.file.words),
        rows=tuple(rows[SCHOOL]),
        sums=tuple(rows[SUM]),
        texts=above + below,
        remarks=(
            *(remark for row in rows[SCHOOL] for remark in merged.get(row.number - 1, ())),
            *(Remark("repeated_header", f"第{row.number}行", "表头") for row in rows[HEADER]),
            *_partly_read(grid),
        ),
        first_row=listed.header.first + 1,
        formulas=_formulas(grid, body, listed.columns),
        is_text=grid.is_text,
        is_hidden=grid.is_hidden,
        kind=listed.file.kind,
    )


def _draft(file: str, grid: Grid, header: Header, words: Wording) -> Draft:
    """A table as it stands, before anything is known of its stages."""
    columns = tuple(match_columns(header, words))
    places = places_of(columns)
    body = range(header.last + 1, len(grid.values))
    filled, merged = filled_down(grid, body, columns)
    by_kind: dict[str, list[Row]] = {SCHOOL: [], SUM: [], NOTE: [], HEADER: []}
    for number in _filled(grid, body, filled):
        row = row_of(grid, number, columns, filled)
        kind = kind_of_row(row, columns, places, grid, header, words)
        by_kind.setdefault(kind, []).append(row)
        if len(by_kind[SCHOOL]) > MOST_SCHOOLS:
            raise _too_many(file, grid, MOST_SCHOOLS, "所学校", "综合报表")
    schools = [row.number - 1 for row in by_kind[SCHOOL]]
    _check_other_headings(file, grid, header, by_kind[HEADER], words)
    above = tuple(_texts(grid, range(header.first)))
    notes = tuple(_texts(grid, [row.number - 1 for row in by_kind[NOTE]]))
    table = RawTable(
        file=file,
        sheet=grid.name,
        stage="",
        stage_from="",
        columns=_in_units(columns, above, notes, words),
        rows=tuple(by_kind[SCHOOL]),
        sums=tuple(by_kind[SUM]),
        texts=above + notes,
        remarks=(
            *(remark for number in schools for remark in merged.get(number, ())),
            *(Remark("repeated_header", f"第{row.number}行", "表头") for row in by_kind[HEADER]),
            *_without_heading(grid, schools, columns),
            *_partly_read(grid),
        ),
        first_row=header.first + 1,
        formulas=_formulas(grid, body, columns),
        is_text=grid.is_text,
        is_hidden=grid.is_hidden,
    )
    lines = [text for _, text in above]
    return Draft(table, header, said(lines, grid.name, *grades_held(table)), notes)


def _in_units(
    columns: Sequence[Column], above: Iterable[tuple[int, str]], below: Iterable[tuple[int, str]], words: Wording
) -> tuple[Column, ...]:
    return with_units_said(columns, [text for _, text in above], [text for _, text in below], words)


def _check_no_list(file: str, grid: Grid) -> None:
    """
    Refuse a list that lacks the column that tells its rows apart: as a table of schools it would make no sense.

    Raises:
        ImportRefused: names the column.
    """
    near = nearly_a_list(grid)
    if near:
        raise ImportRefused(
            f"文件“{file}”工作表“{grid.name}”像是{near[0].title}，缺少必需的列：{near[1]}。"
            f"请补上这一列再导入；{NOTHING_SAVED}"
        )


def _check_other_headings(file: str, grid: Grid, header: Header, rows: Iterable[Row], words: Wording) -> None:
    """
    Refuse a second table below the first: its figures stand under other headings.

    Raises:
        ImportRefused: names the row.
    """
    for row in rows:
        other = differs_from(grid.values[row.number - 1], header, grid, words)
        if other:
            raise _another_table(file, grid, row, other)


def _first_other(grid: Grid, row: Row, header: Header) -> str:
    """The first heading of a row that does not stand in its column above."""
    above = [grid.values[place] for place in range(header.first, header.last + 1)]
    texts = [
        (place, as_text(value)) for place, value in enumerate(grid.values[row.number - 1]) if as_text(value).strip()
    ]
    return next((text for place, text in texts if not any(text in line[place : place + 1] for line in above)), "")


def _another_table(file: str, grid: Grid, row: Row, other: str) -> ImportRefused:
    return ImportRefused(
        f"文件“{file}”工作表“{grid.name}”第 {row.number} 行又有一行表头，其中“{other}”与上面的不同，"
        f"像是另一张表。请把每张表放在单独的工作表里再导入；{NOTHING_SAVED}"
    )


def _too_many(file: str, grid: Grid, most: int, counted: str, title: str) -> ImportRefused:
    return ImportRefused(
        f"文件“{file}”工作表“{grid.name}”超过 {most:,} {counted}，不像一个县的{title}。"
        f"请只导出本县、删去重复的行再导入；{NOTHING_SAVED}"
    )


def _filled(grid: Grid, body: range, filled: Mapping[tuple[int, int], Any]) -> Iterable[int]:
    """The rows in which anything stands, were it only a formula, an error or the value of a merged range."""
    others = {row for places in (grid.formulas, grid.errors, filled) for row, _ in places}
    return (row for row in body if row in others or not is_blank(grid.values[row]))


def _partly_read(grid: Grid) -> Iterable[Remark]:
    if grid.is_partly_read:
        yield Remark("only_values", "工作表", grid.name)


def _without_heading(grid: Grid, schools: Sequence[int], columns: Iterable[Column]) -> Iterable[Remark]:
    """Columns among the schools in which something stands, but no heading above it."""
    named = {column.index for column in columns}
    unnamed: dict[int, str] = {}
    for row in schools:
        for index, value in enumerate(grid.values[row]):
            if index in named or index in unnamed or value == "" and (row, index) not in grid.formulas:
                continue
            if grid.raw(row, index).strip():
                unnamed[index] = grid.raw(row, index)
    for index in sorted(unnamed):
        yield Remark("column_without_heading", f"{letters_of(index + 1)}列", unnamed[index])


def _texts(grid: Grid, rows: Iterable[int]) -> Iterable[tuple[int, str]]:
    """What stands in rows that are no schools, a line a row: 报出日期 and its date may stand in two cells."""
    for row in rows:
        texts = dict.fromkeys(as_text(value).strip() for value in grid.values[row])
        line = "　".join(text for text in texts if text)
        if line:
            yield row + 1, line


def _formulas(grid: Grid, body: range, columns: Iterable[Column]) -> dict[str, str]:
    letters = {column.index: column.letter for column in columns}
    return {
        f"{letters[index]}{row + 1}": text
        for (row, index), text in grid.formulas.items()
        if row in body and index in letters
    }
