"""Which field a column holds: its heading path against the words of the column file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product

from monitoring.workbook.headers import Header, Path
from monitoring.workbook.letters import letters_of
from monitoring.workbook.wording import (
    ALL_BRACKETS,
    GROUP,
    UNIT_TOKENS,
    Field,
    Wording,
    heading,
    plain,
    without_remarks,
)

MOST_READINGS = 64  # of one heading path
COUNT, AREA, TOTAL = "COUNT", "AREA", "TOTAL"
IN_SQUARE_METRES = frozenset({"BUILDINGS", "TEACHING_AREA", "SPECIAL_ROOM", "PUBLIC_ROOM", "LIVING", "LAND"})
"""Groups whose columns are areas where neither 间数 nor 面积 nor a unit says otherwise."""
ARTS, ARTS_TOTAL, UNDER_ARTS = "teachers_arts", "teachers_arts_total", ("teachers_music", "teachers_fine_art")


@dataclass(frozen=True)
class Column:
    """
    One column of a sheet.

    Attributes:
        index: from 0; letter: as the office program shows it.
        header: its path, joined by "›".
        field: what it holds; None: not one of ours.
        factor: what a figure is multiplied by to be in the field's unit: 0.0001 where 万元 are given in 元, 1000 for G.
        unit: in which the figures are said to be, "" nowhere; said_by: "heading", "table" (a title line, a 注), "".
        rival: another unit that the table says as well, "" none.
        tokens: the words of its path.
        repeats: letter of the column that holds the same and counts; "" none.
        remark: words in brackets that may change what the column means, so that it is not read; "" none.
        adds: indexes of columns whose figures are added to this one's, each with its factor: 独立使用 to 学校产权.
        is_last_year: it says 上年, or stands below it.
        is_weak: found without the heading to its left, or beside a group's word: another column's claim may be better.
    """

    index: int
    letter: str
    header: str
    field: Field | None
    factor: float = 1.0
    tokens: frozenset[str] = frozenset()
    repeats: str = ""
    is_weak: bool = False
    unit: str = ""
    said_by: str = ""
    rival: str = ""
    remark: str = ""
    is_last_year: bool = False
    adds: tuple[tuple[int, float], ...] = ()


def match_columns(header: Header, words: Wording) -> list[Column]:
    """Return the columns with a heading, in order; of two columns that say the same the first counts."""
    matched = [
        _first_match(index, paths, words, guess=guess, is_one_row=header.first == header.last)
        for guess in (False, True)
        for index, paths in enumerate(header.paths)
        if paths[0]
    ]
    half = len(matched) // 2
    said = {column.field.name for column in matched[:half] if column.field}
    columns = [
        exact if exact.field or not guessed.field or guessed.field.name in said else guessed
        for exact, guessed in zip(matched[:half], matched[half:], strict=True)
    ]
    paths = [paths for paths in header.paths if paths[0]]
    return [
        _left_out(column, every, words)
        for column, every in zip(each_once(_with_owned(_with_arts(columns, words), header, words)), paths, strict=True)
    ]


def _with_owned(columns: Sequence[Column], header: Header, words: Wording) -> list[Column]:
    """
    An area of which only 学校产权 and 非学校产权独立使用 are given is the two together; 共同使用 is not counted.

    Where the area has a column of its own, its 计, that counts.
    """
    names = {column.field.name for column in columns if column.field}
    owned, alone = {}, {}
    for column in columns if words.owned else ():
        which, area = _of_owner(column, header, words)
        if area and area.field.name not in names:
            (owned if which == words.owned else alone).setdefault(area.field.name, area)
    read = {}
    for name, area in owned.items():
        if name in alone:
            read[area.index] = replace(area, adds=((alone[name].index, alone[name].factor),))
        elif name in words.owned_only:
            read[area.index] = area
    return [read.get(column.index, column) for column in columns]


def _of_owner(column: Column, header: Header, words: Wording) -> tuple[str, Column | None]:
    """Which of the two a column is, and the column as if it were its area."""
    if column.field or column.repeats:
        return "", None
    path = header.paths[column.index][0]
    for tokens, said, units in _readings(path, words, header.first == header.last):
        which = words.used_alone if words.used_alone in tokens else words.owned if words.owned in tokens else ""
        rest = tokens - {words.owned, words.used_alone}
        if which == words.used_alone:
            rest -= words.not_counted
        field = _known(rest, said, words) or _guessed(rest, said, words) if which else None
        if field and field.kind == "area":
            return which, in_unit(replace(column, field=field, tokens=rest), units, words)
    return "", None


def _left_out(column: Column, paths: Sequence[Path], words: Wording) -> Column:
    """A column that is none of ours: why, where its headings say so."""
    if column.field or column.repeats:
        return column
    if words.last_year and any(_says_last_year(text, words) for text in paths[0]):
        return replace(column, is_last_year=True)
    bare = tuple(without_remarks(text, words) for text in paths[0])
    remarks = [text for text, cut in zip(paths[0], bare, strict=True) if plain(text).translate(ALL_BRACKETS) != cut]
    is_ours = remarks and _first_match(column.index, (bare,), words, guess=False, is_one_row=len(bare) == 1).field
    return replace(column, remark=remarks[-1]) if is_ours else column


def _says_last_year(text: str, words: Wording) -> bool:
    cuts = heading(text, words)[0]
    return bool(words.last_year and cuts) and all(words.last_year in cut for cut in cuts)


def each_once(columns: Sequence[Column]) -> list[Column]:
    """所在地区划四级 and 所在乡镇 may stand side by side; of anything else the second is told and not read."""
    known: dict[str, str] = {
        column.field.name: column.letter for column in reversed(columns) if column.field and not column.is_weak
    }
    once = []
    for column in columns:
        name = column.field.name if column.field else ""
        if known.get(name, column.letter) != column.letter and name != "township":
            once.append(replace(column, field=None, repeats=known[name]))
            continue
        if name:
            known.setdefault(name, column.letter)
        once.append(column)
    return once


def _with_arts(columns: Sequence[Column], words: Wording) -> list[Column]:
    """An 艺术›计 above 音乐 and 美术 contains them, an 艺术 beside them does not."""
    fields = {field.name: field for field in words.fields}
    if ARTS_TOTAL not in fields:
        return list(columns)
    names = {column.field.name for column in columns if column.field}
    is_above = any(column.field and column.field.name in UNDER_ARTS and "ARTS" in column.tokens for column in columns)
    wrong, right = (ARTS, ARTS_TOTAL) if is_above else (ARTS_TOTAL, ARTS)
    if wrong not in names or right in names:
        return list(columns)
    return [
        replace(column, field=fields[right]) if column.field and column.field.name == wrong else column
        for column in columns
    ]


def _first_match(index: int, paths: Sequence[Path], words: Wording, *, guess: bool, is_one_row: bool) -> Column:
    named = Column(index, letters_of(index + 1), "›".join(paths[0]), None)
    tries = [(path, False) for path in paths if path == paths[0] or not _leaves_out_unknown(paths[0], path, words)]
    for path, mixed in [*tries, *((path, True) for path in paths if is_one_row)]:
        for tokens, said, units in _readings(path, words, mixed):
            field = _guessed(tokens, said, words) if guess else _known(tokens, said, words)
            if field and not _is_of_another_kind(field, path[-1], words):
                is_weak = mixed or len(path) < len(paths[0]) or bool(tokens & words.weak)
                column = replace(named, header="›".join(path), field=field, tokens=tokens, is_weak=is_weak)
                return in_unit(column, units, words)
    return named


def _leaves_out_unknown(full: Path, path: Path, words: Wording) -> bool:
    """Whether a shorter path is only ours because it drops a heading that is not: 上年同期 above 图书."""
    left_out = [text for text in full if text not in path]
    return any(not heading(text, words)[0] or _says_last_year(text, words) for text in left_out)


def _readings(path: Path, words: Wording, mixed: bool) -> Iterator[tuple[frozenset[str], str, list[str]]]:
    """
    The ways to read a path: its tokens, COUNT, AREA … where only a unit says so (the innermost), and its units.

    `mixed`: a group's word may stand in one cell with others, as where all headings are one row (信息化出口带宽).
    """
    cuts, units = [], []
    for text in path:
        own_cuts, in_brackets = heading(text, words)
        cuts.append(own_cuts)
        units += in_brackets
    told = [UNIT_TOKENS[words.units[unit]] for unit in units if words.units[unit] in UNIT_TOKENS]
    if cuts and all(cut == {GROUP} for cut in cuts[-1]):
        return  # a group's word below a column, 其中：学生, is a part of it that is none of ours
    if not mixed:  # 教师图书, 学校体育 are other things than 图书, 体育
        cuts = [[cut for cut in own_cuts if GROUP not in cut or cut == {GROUP}] for own_cuts in cuts]
    for ways in islice(product(*cuts), MOST_READINGS):
        tokens = frozenset().union(*ways) - {GROUP, words.this_year}
        yield tokens, "" if tokens & {COUNT, AREA} or not told else told[-1], units


def _known(tokens: frozenset[str], said: str, words: Wording) -> Field | None:
    """The field of a path; a 计 below a heading that has no total of its own in our words is that heading itself."""
    return _best(tokens, said, words) or (_best(tokens - {TOTAL}, said, words) if TOTAL in tokens else None)


def _best(tokens: frozenset[str], said: str, words: Wording) -> Field | None:
    """The field that needs most of the words, all of which it knows, and whose unit is the one that is said."""
    fitting = [
        field
        for field in words.fields
        if (field.needs <= tokens or field.needs <= tokens | {said})
        and tokens <= field.needs | field.may
        and {said, field.kind} not in ({COUNT, "area"}, {AREA, "count"})
    ]
    return max(fitting, key=lambda field: len(field.needs), default=None)


def _guessed(tokens: frozenset[str], said: str, words: Wording) -> Field | None:
    """A room in a group of areas, with nothing that says 间数 or 面积, is an area."""
    if said or tokens & {COUNT, AREA} or not tokens & IN_SQUARE_METRES:
        return None
    return _best(tokens | {AREA}, "", words)


def _is_of_another_kind(field: Field, leaf: str, words: Wording) -> bool:
    """图书（万元） is what the books are worth: no number of books. 个 counts anything."""
    own = plain(field.unit)
    units = {words.units[unit] for unit in heading(leaf, words)[1] if unit in words.factors}
    if not units or own not in words.factors or own in units:
        return False
    anything = words.counts[0]
    return not (anything in {own, *units} and {own, *units} <= set(words.counts))


def in_unit(column: Column, units: Sequence[str], words: Wording) -> Column:
    """
    Return a column in the unit of its heading, the innermost of those that measure its field.

    固定资产总值(万元)›教学仪器设备资产值(元) is in 元.
    """
    known = [unit for unit in units if unit in words.factors and words.units[unit] == plain(column.field.unit)]
    return replace(column, unit=known[-1], factor=words.factors[known[-1]], said_by="heading") if known else column
