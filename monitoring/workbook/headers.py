"""Where the headings of a sheet stand, and the path of headings above each column, at any depth."""

from __future__ import annotations

from dataclasses import dataclass

from monitoring.workbook.grids import Grid, as_text
from monitoring.workbook.wording import Wording, heading, plain

FIRST_ROWS = 80  # a heading further down is none
KNOWN_SHARE = 0.6  # of a heading row's texts: others are columns of the bureau's own
Path = tuple[str, ...]


@dataclass(frozen=True)
class Header:
    """
    The heading rows of a sheet.

    Attributes:
        first, last: rows, from 0.
        paths: for each column the paths to try: the fullest first, then without what was only taken from the left.
    """

    first: int
    last: int
    paths: tuple[tuple[Path, ...], ...]


def find_header(grid: Grid, words: Wording) -> Header | None:
    """Return the headings of a sheet of schools; None where no cell says 学校标识码."""
    for row in range(min(FIRST_ROWS, len(grid.values))):
        if any(heading(as_text(value), words)[0] == {"CODE"} for value in grid.values[row] if value != ""):
            break
    else:
        return None
    first = last = row
    while first and _is_heading(grid.values[first - 1], words):
        first -= 1
    while last + 1 < len(grid.values) and _is_heading(grid.values[last + 1], words):
        last += 1
    return Header(first, last, _paths(grid, first, last))


def _is_heading(values: list, words: Wording) -> bool:
    """A row of texts most of which are known words; a number or a code makes it a row of data."""
    texts = [plain(as_text(value)) for value in values if as_text(value).strip()]
    if not texts or any(text.replace(".", "").isdigit() for text in texts):
        return False
    known = sum(heading(text, words)[0] is not None for text in texts)
    return known >= KNOWN_SHARE * len(texts) and (len(texts) > 1 or known == 1)


def _paths(grid: Grid, first: int, last: int) -> tuple[tuple[Path, ...], ...]:
    width = max(len(row) for row in grid.values[first : last + 1])
    levels = [[as_text(grid.value(row, column)).strip() for column in range(width)] for row in range(first, last + 1)]
    for (top, left), (bottom, right) in grid.merged:
        if first <= top <= last:
            for row in range(top, min(bottom, last) + 1):
                for column in range(left, min(right + 1, width)):
                    levels[row - first][column] = levels[top - first][left]
    taken = _take_from_left(levels)
    return tuple(_options(levels, taken, column) for column in range(width))


def _take_from_left(levels: list[list[str]]) -> list[list[bool]]:
    """Where no merged range says it: a blank above a heading belongs to the group that began to its left."""
    taken = [[False] * len(row) for row in levels]
    for depth, row in enumerate(levels[:-1]):
        for column in range(1, len(row)):
            below = any(lower[column] for lower in levels[depth + 1 :])
            left_below = any(
                lower[column - 1] and lower[column - 1] != row[column - 1] for lower in levels[depth + 1 :]
            )
            same_group = all(upper[column] == upper[column - 1] for upper in levels[:depth])
            if not row[column] and row[column - 1] and below and left_below and same_group:
                row[column] = row[column - 1]
                taken[depth][column] = True
    return taken


def _options(levels: list[list[str]], taken: list[list[bool]], column: int) -> tuple[Path, ...]:
    full = _path([row[column] for row in levels])
    own = _path([row[column] for row, flags in zip(levels, taken, strict=True) if not flags[column]])
    return (full,) if own == full else (full, own)


def _path(texts: list[str]) -> Path:
    """The texts from the top, each once: a merged heading stands in several rows."""
    path: list[str] = []
    for text in texts:
        if text and (not path or plain(path[-1]) != plain(text)):
            path.append(text)
    return tuple(path)
