"""Cuts a sheet into its tables of schools where several stand one below the other, each with headings of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from monitoring.workbook.grids import Grid, as_text, texts_in
from monitoring.workbook.headers import Header, differs_from, find_header, is_heading, is_same_heading
from monitoring.workbook.rows import CODE_LIKE, NOTE_STARTS, is_sum
from monitoring.workbook.stages import stages_in
from monitoring.workbook.wording import Wording, plain, says

CODE = "CODE"
MOST_IN_LINE = 4  # texts of a line of titles: 填报单位, 统计时点, 计量单位, 报出日期
LONGEST_CODE_HEADING = 20  # characters


def blocks(grid: Grid, words: Wording) -> list[tuple[Grid, Header]]:
    """
    Return the tables of a sheet, each with its headings; [] where no row looks like headings.

    Rows keep their numbers: of each table the rows of the others are blank. Headings that are repeated as on printed
    pages begin no table, unless a line above them names another stage.
    """
    tables: list[tuple[Grid, Header]] = []
    start, header = 0, find_header(grid, words)
    while header:
        stop = _next_table(grid, header, start, words)
        tables.append((_between(grid, start, stop), header))
        below = _between(grid, stop, len(grid.values))
        start, header = stop, find_header(below, words) if stop < len(grid.values) else None
    return tables


def _between(grid: Grid, start: int, stop: int) -> Grid:
    """The sheet with nothing but the rows of one table."""
    if start == 0 and stop == len(grid.values):
        return grid
    merged = tuple(area for area in grid.merged if start <= area[0][0] < stop)
    return replace(grid, values=[*([] for _ in range(start)), *grid.values[start:stop]], merged=merged)


def _next_table(grid: Grid, header: Header, start: int, words: Wording) -> int:
    """The first row of the next table; the end of the sheet where none follows."""
    place = _code_place(grid, header, words)
    own = stages_in(_lines(grid, range(start, header.first)))
    for row in range(header.last + 1, len(grid.values)):
        values = grid.values[row]
        if place is None or CODE_LIKE.fullmatch(_plain(values, place)) or not _says_code(values, words):
            continue
        first = _first_line(grid, row, header.last, words)
        is_repeated = is_same_heading(texts_in(values), header, grid) and not differs_from(values, header, grid, words)
        said = stages_in(_lines(grid, range(first, row)))
        if not is_repeated or (len(said) == 1 and said != own):
            return first
    return len(grid.values)


def _code_place(grid: Grid, header: Header, words: Wording) -> int | None:
    """The column of 学校标识码."""
    for row in range(header.first, header.last + 1):
        for place, value in enumerate(grid.values[row]):
            if says(as_text(value), CODE, words):
                return place
    return None


def _says_code(values: Sequence, words: Wording) -> bool:
    return any(
        isinstance(value, str) and len(value) <= LONGEST_CODE_HEADING and says(value, CODE, words) for value in values
    )


def _first_line(grid: Grid, row: int, above: int, words: Wording) -> int:
    """The first of the lines that belong to headings in `row`: titles, but no notes of the table before."""
    first = row
    while first - 1 > above and is_heading(grid.values[first - 1], words):
        first -= 1
    while first - 1 > above and _is_line(grid.values[first - 1]):
        first -= 1
    while first < row and (_is_blank(grid.values[first]) or _texts(grid.values[first])[0].startswith(NOTE_STARTS)):
        first += 1
    return first


def _lines(grid: Grid, rows: range) -> list[str]:
    return ["　".join(_texts(grid.values[row])) for row in rows if _is_line(grid.values[row])]


def _texts(values: Sequence) -> list[str]:
    return [text for text in map(plain, map(as_text, values)) if text]


def _is_blank(values: Sequence) -> bool:
    return not _texts(values)


def _is_line(values: Sequence) -> bool:
    """A blank row, or a few texts none of which is a figure, a code or 合计."""
    texts = _texts(values)
    is_figure = any(isinstance(value, float) for value in values)
    return not is_figure and len(texts) <= MOST_IN_LINE and not any(CODE_LIKE.fullmatch(t) or is_sum(t) for t in texts)


def _plain(values: Sequence, place: int) -> str:
    return plain(as_text(values[place])) if place < len(values) else ""
