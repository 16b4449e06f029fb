"""
Parts a table of schools by stage: as a 学段 column says row by row, as lines between its rows say, or as a whole.

A part is the table as if it stood alone: without columns of other stages, which must be blank there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from monitoring.errors import ImportRefused
from monitoring.workbook.columns import Column
from monitoring.workbook.headers import Header, is_dash
from monitoring.workbook.raw import RawTable, Unplaced
from monitoring.workbook.rows import Row, is_grand_total
from monitoring.workbook.source import NOTHING_SAVED
from monitoring.workbook.stages import (
    ALLOWED,
    NAMES,
    Said,
    contradicts,
    foreign_grades,
    grade_of_field,
    grades_named,
    section_of,
    stage_in_cell,
    stage_of,
    stages_in,
)
from monitoring.workbook.wording import plain

STAGE, COLUMN, SECTION = "stage", "column", "section"
ONLY_PRIMARY = frozenset({"is_centre"})
"""Asked of primary schools alone."""
KEYS = {"school_code": "学校标识码", "school_name": "学校名称", "kind": "办学类型", "pupils": "在校生数›合计"}
"""Columns without which schools cannot be told apart, and what they are called; beside them one that says where."""
PLACES, PLACES_NAMED = frozenset({"area_code", "township"}), "所在地区划代码或所在地区划四级"
MOST_ROWS = 5  # rows that a refusal names


@dataclass(frozen=True)
class Draft:
    """
    A table before its stages are known.

    Attributes:
        notes: row number and text of the lines between and below its schools.
    """

    table: RawTable
    header: Header
    about: Said
    notes: tuple[tuple[int, str], ...]

    @property
    def absent(self) -> tuple[str, ...]:
        """What the key columns that it lacks are called."""
        places = self.table.places.keys()
        absent = [label for name, label in KEYS.items() if name not in places]
        return (*absent, *([] if PLACES & places else [PLACES_NAMED]))

    @property
    def has_schools(self) -> bool:
        """Whether any row is a school."""
        return bool(self.table.rows)

    @property
    def has_stages(self) -> bool:
        """Whether a 学段 column says the stage of each row."""
        return STAGE in self.table.places

    @property
    def kinds(self) -> frozenset[str]:
        """What stands in the column 办学类型."""
        place = self.table.places.get("kind")
        return frozenset() if place is None else frozenset(row.raw[place] for row in self.table.rows) - {""}


def grades_held(table: RawTable) -> tuple[list[int], dict[int, str]]:
    """Return the grades that have a column, and those in which a school has more than 0, each with its first cell."""
    headed = {grade_of_field(name) for name in table.places} - {0}
    filled: dict[int, str] = {}
    for name, place in table.places.items():
        grade = grade_of_field(name)
        first = next((row for row in table.rows if grade and _is_figure(row.raw[place])), None)
        if first:
            filled.setdefault(grade, f"{table.columns[place].letter}{first.number}")
    return sorted(headed), filled


def _is_figure(text: str) -> bool:
    return any(sign in "123456789" for sign in plain(text))


def parts(draft: Draft) -> list[RawTable]:
    """
    Return the tables that a table is made of, one a stage, in the order of the stages.

    Raises:
        ImportRefused: a stage cannot be told, or two things say different ones.
    """
    table, about = draft.table, draft.about
    if draft.has_stages and any(row.raw[table.places[STAGE]].strip() for row in table.rows):
        return _by_column(draft)
    sections = [(row, section, text) for row, text in draft.notes if (section := section_of(text)) is not None]
    if any(section for _, section, _ in sections):
        return _by_section(draft, sections)
    stage, where = stage_of(table.file, table.sheet, about)
    return [_part(table, stage, where, table.rows, table.sums)]


def _by_column(draft: Draft) -> list[RawTable]:
    table = draft.table
    place = table.places[STAGE]
    stages = {row.number: stage_in_cell(row.raw[place]) for row in table.rows}
    blank = [row.number for row in table.rows if not row.raw[place].strip()]
    if not any(stages.values()) or len(blank) * 2 > len(table.rows):
        named = "、".join(map(str, blank[:MOST_ROWS])) or str(table.rows[0].number)
        raise ImportRefused(
            f"文件“{table.file}”工作表“{table.sheet}”的学段列（{table.columns[place].letter}列）有 "
            f"{len(blank) or len(table.rows)} 行看不出学段（第 {named} 行…）。"
            f"请每行写明小学、初中或高中，再导入；{NOTHING_SAVED}"
        )
    _check_title(draft, [(stages[row.number], f"第 {row.number} 行的学段") for row in table.rows])
    tables = _divided(draft, COLUMN, lambda row: stages[row.number], lambda row: stage_in_cell(row.raw[place]))
    unplaced = tuple(
        Unplaced(row.number, *(row.raw[table.places[name]].strip() for name in ("school_code", "school_name", STAGE)))
        for row in table.rows
        if not stages[row.number]
    )
    return [replace(tables[0], unplaced=unplaced), *tables[1:]]


def _by_section(draft: Draft, sections: Sequence[tuple[int, str, str]]) -> list[RawTable]:
    table = draft.table

    def section(number: int) -> tuple[str, str]:
        above = [(stage, text) for row, stage, text in sections if row < number]
        return above[-1] if above else ("", "")

    lost = [row.number for row in table.rows if not section(row.number)[0]]
    if lost:
        under = section(lost[0])[1]
        where = f"在“{under}”下面" if under else f"在“{sections[0][2]}”这一行上面"
        raise ImportRefused(
            f"文件“{table.file}”工作表“{table.sheet}”第 {lost[0]} 行等 {len(lost)} 行{where}，"
            f"看不出是小学、初中还是高中。请加一列“学段”，每行写明，再导入；{NOTHING_SAVED}"
        )
    _check_title(draft, [(stage, f"第 {row} 行") for row, stage, _ in sections if stage])
    return _divided(draft, SECTION, lambda row: section(row.number)[0], lambda row: _ends(row, table, section))


def _ends(row: Row, table: RawTable, section: Callable[[int], tuple[str, str]]) -> str:
    """The stage that a 合计 row without one is of: a section's own, where each section ends with one."""
    own = section(row.number)[0]
    totals = [section(one.number)[0] for one in table.sums if is_grand_total(one)]
    is_last_of_two = totals.count(own) > 1 and row is table.sums[-1]
    return own if len(set(totals)) > 1 and not is_last_of_two else ""


def _check_title(draft: Draft, stages: Sequence[tuple[str, str]]) -> None:
    """Refuse rows of another stage than the title, or else the sheet's name, says."""
    about = draft.about
    where, named = ("title", about.titles) if about.titles else ("sheet", about.sheet)
    if len(named) == 1:
        own = next(iter(named))
        other = next(((stage, place) for stage, place in stages if stage not in ("", own)), None)
        if other:
            raise contradicts(draft.table.file, draft.table.sheet, where, own, f"{other[1]}却写{NAMES[other[0]]}")


def _divided(draft: Draft, where: str, of: Callable[[Row], str], sum_of: Callable[[Row], str]) -> list[RawTable]:
    table = draft.table
    sums = {row.number: _stage_of_sum(row) or sum_of(row) for row in table.sums}
    joint = tuple(row for row in table.sums if not sums[row.number])
    rows = {stage: tuple(row for row in table.rows if of(row) == stage) for stage in NAMES}
    held = {stage: set(_held(table, stage, where, own)) for stage, own in rows.items()}
    tables = []
    for stage, own in rows.items():
        others = frozenset().union(*(grades for each, grades in held.items() if each != stage)) - held[stage]
        if own:
            own_sums = tuple(row for row in table.sums if sums[row.number] == stage)
            tables.append(_part(table, stage, where, own, own_sums, others, joint))
    return tables


def _held(table: RawTable, stage: str, where: str, rows: Sequence[Row]) -> dict[int, str]:
    """
    The grades that a stage's rows have figures in.

    Raises:
        ImportRefused: one of them is another stage's.
    """
    _, filled = grades_held(replace(table, rows=tuple(rows)))
    other = foreign_grades(stage, filled)
    if other:
        named, cell = grades_named(other[:1]), filled[other[0]]
        raise contradicts(table.file, table.sheet, where, stage, f"{named}却有数（{cell}）")
    return filled


def _stage_of_sum(row: Row) -> str:
    """The stage that a row of sums names: 小学合计."""
    stages = stages_in([text for text in row.raw if text])
    return stages.pop() if len(stages) == 1 else ""


def _part(
    table: RawTable,
    stage: str,
    where: str,
    rows: Sequence[Row],
    sums: Sequence[Row],
    others: frozenset[int] = frozenset(),
    joint: Sequence[Row] = (),
) -> RawTable:
    """One stage's rows without the columns of other stages; `others` are grades in which only those have pupils."""
    is_part = where in (COLUMN, SECTION)
    kept = [
        place for place, column in enumerate(table.columns)
        if _belongs(column, stage, others, [row.raw[place] for row in rows] if is_part else None)
    ]  # fmt: skip
    numbers = {row.number for row in rows}
    return replace(
        table,
        stage=stage,
        stage_from=where,
        columns=tuple(table.columns[place] for place in kept),
        rows=_narrowed(table, rows, kept),
        sums=_narrowed(table, sums, kept),
        joint_sums=_narrowed(table, joint, kept),
        remarks=tuple(one for one in table.remarks if not is_part or _row_of(one.cell) in (0, *numbers)),
    )


def _belongs(column: Column, stage: str, others: frozenset[int], texts: Sequence[str] | None) -> bool:
    """Whether a column is the stage's: no grade of another, nor what only another is asked and these did not say."""
    name = column.field.name if column.field else ""
    grade = grade_of_field(name)
    if name == STAGE or (grade and (grade not in ALLOWED[stage] or grade in others)):
        return False
    if texts is None:
        return True
    if grade in ALLOWED["primary"] and grade in ALLOWED["junior"] and stage == "junior":
        return any(map(_is_figure, texts))
    return name not in ONLY_PRIMARY or stage == "primary" or any(text.strip() and not is_dash(text) for text in texts)


def _narrowed(table: RawTable, rows: Sequence[Row], kept: Sequence[int]) -> tuple[Row, ...]:
    if len(kept) == len(table.columns):
        return tuple(rows)
    return tuple(
        replace(row, values=tuple(row.values[place] for place in kept), raw=tuple(row.raw[place] for place in kept))
        for row in rows
    )


def _row_of(cell: str) -> int:
    """The row of a remark's address that names one cell; 0 of a column or a whole row."""
    digits = "".join(sign for sign in cell if sign.isdigit())
    return int(digits) if digits and cell[0].isascii() and cell[0].isalpha() else 0
