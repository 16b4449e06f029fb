"""Where the headings of a sheet stand, and the path of headings above each column, at any depth."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from monitoring.workbook.grids import Grid, as_text
from monitoring.workbook.wording import GROUP, Wording, heading, plain, says, without_remarks

FIRST_ROWS = 80  # a heading further down is none
KNOWN_SHARE = 0.6  # of a heading row's texts: others are columns of the bureau's own
MANY_KNOWN = 6  # known words in one row make it headings, also where 学校标识码 is not among them
DEEPEST = 4  # rows that merged headings reach below the last one with known words
SHORTEST_HEADING, LONGEST_HEADING = 2, 20  # characters: no letter of a numbered column, no note
NO_HEADING = ("注", "说明", "备注", "填", "单位", "审核")
NOTHING_SAID = re.compile(r"[-/\\.·*…]+")
KEYS, NAMES = frozenset({"CODE"}), frozenset({"NAME", "PROJECT_NAME"})
SUMS = ("合计", "总计", "小计", "共计")
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


def find_header(grid: Grid, words: Wording, keys: frozenset[str] = KEYS) -> Header | None:
    """
    Return the headings of a sheet; None where no row looks like headings.

    Args:
        keys: tokens one of which tells what a row is about.
    """
    row = _key_row(grid, words, keys)
    if row is None:
        return None
    first = last = row
    while first and _belongs(grid, first - 1, first, words) and not _is_title(grid.values[first - 1], words):
        first -= 1
    while last + 1 < len(grid.values) and is_heading(grid.values[last + 1], words):
        last += 1
    last = _to_the_bottom(grid, first, last, words, keys)
    return Header(first, last, _paths(grid, first, last))


def _to_the_bottom(grid: Grid, first: int, last: int, words: Wording, keys: frozenset[str]) -> int:
    """The last heading row, where its words are all a bureau's own: 其中:师范类 in a row of its own."""
    reaching = [bottom for (top, _), (bottom, _) in grid.merged if first <= top <= last < bottom <= last + DEEPEST]
    last = max([last, *reaching])
    key_places = {
        place
        for row in grid.values[first : last + 1]
        for place, value in enumerate(row)
        if any(says(as_text(value), key, words) for key in keys | NAMES)
    }
    below = last + 1
    if below < len(grid.values) and _is_small_heading(grid.values[below], key_places):
        return below
    return last


def _is_small_heading(values: list, keys: set[int]) -> bool:
    """A row right below the headings that names no school and holds no figure, only words that are no note."""
    texts = {place: plain(as_text(value)) for place, value in enumerate(values) if as_text(value).strip()}
    texts = {place: text for place, text in texts.items() if not is_dash(text)}
    if not texts or keys & texts.keys() or any(any(sign.isdigit() for sign in text) for text in texts.values()):
        return False
    is_words = all(SHORTEST_HEADING <= len(text) <= LONGEST_HEADING for text in texts.values())
    return is_words and not any(text.startswith(NO_HEADING) or text.endswith(SUMS) for text in texts.values())


def _key_row(grid: Grid, words: Wording, keys: frozenset[str]) -> int | None:
    """The row that says 学校标识码, else the first with many known words: a table that lacks its key is no cover."""
    top = next((place for place, row in enumerate(grid.values) if any(value != "" for value in row)), 0)
    rows = [[as_text(value) for value in row if value != ""] for row in grid.values[: top + FIRST_ROWS]]
    with_code = (
        place for place, texts in enumerate(rows) if any(says(text, key, words) for text in texts for key in keys)
    )
    with_many = (
        place for place, texts in enumerate(rows)
        if sum(bool(heading(text, words)[0]) for text in texts) >= MANY_KNOWN
    )  # fmt: skip
    row = next(with_code, None)
    return next(with_many, None) if row is None else row


def is_same_heading(texts: Mapping[int, str], header: Header, grid: Grid) -> bool:
    """Return whether a row, by its texts_in, repeats one of the heading rows, as printed pages do."""
    return _repeats(texts, grid, range(header.first, header.last + 1))


def is_same_above(texts: Mapping[int, str], header: Header, grid: Grid) -> bool:
    """Return whether a row of several texts repeats one above the headings: a line of groups nobody knows."""
    return len(texts) > 1 and _repeats(texts, grid, range(header.first))


def _repeats(texts: Mapping[int, str], grid: Grid, rows: range) -> bool:
    least = KNOWN_SHARE * len(texts)
    return bool(texts) and any(
        sum(above.get(place) == text for place, text in texts.items()) >= least for above in map(grid.texts, rows)
    )


def differs_from(values: list, header: Header, grid: Grid, words: Wording) -> str:
    """Return the first known heading of a repeated row that does not stand in its column above, "" where all do."""
    for place, value in enumerate(values):
        text = plain(as_text(value))
        above = {plain(as_text(grid.value(row, place))) for row in range(header.first, header.last + 1)}
        if text and text not in above and heading(text, words)[0]:
            return as_text(value)
    return ""


def is_heading(values: list, words: Wording) -> bool:
    """Return whether a row holds texts most of which are known words; a number or a code makes it a row of data."""
    texts = [plain(as_text(value)) for value in values if as_text(value).strip()]
    texts = [text for text in texts if not is_dash(text)]
    if not texts or any(text.replace(".", "").isdigit() for text in texts):
        return False
    known = sum(_is_known(text, words) for text in texts)
    return known >= KNOWN_SHARE * len(texts) and (len(texts) > 1 or known == 1)


def is_dash(text: str) -> bool:
    """
    Return whether a text in headings stands for nothing: — in a line of units, where a column has none.

    >>> is_dash("—"), is_dash("/"), is_dash("人"), is_dash("")
    (True, True, False, False)
    """
    return bool(NOTHING_SAID.fullmatch(plain(text)))


def _belongs(grid: Grid, above: int, row: int, words: Wording) -> bool:
    """
    Whether the row above headings is one, too: most of its words are known.

    Or a known one stands where the row below is blank: it is the only heading of its column.
    """
    values = grid.values[above]
    if is_heading(values, words):
        return True
    texts = {place: as_text(value) for place, value in enumerate(values) if as_text(value).strip()}
    if len(texts) == 1 or any(plain(text).replace(".", "").isdigit() for text in texts.values()):
        return False
    alone = (text for place, text in texts.items() if not as_text(grid.value(row, place)).strip())
    return any(cut - {GROUP} for text in alone for cut in heading(text, words)[0])


def _is_known(text: str, words: Wording) -> bool:
    """Whether a heading is known, with or without what stands in its brackets; (1) numbers a column."""
    bare = without_remarks(text, words)
    return bool(heading(text, words)[0] or (bare and heading(bare, words)[0]))


def _is_title(values: list, words: Wording) -> bool:
    """工程进度 alone in the first cell above all columns; a group's word there, 基本情况, is a heading."""
    texts = {place: as_text(value) for place, value in enumerate(values) if as_text(value).strip()}
    return texts.keys() == {0} and not any(cut <= {GROUP} for cut in heading(texts[0], words)[0])


def _paths(grid: Grid, first: int, last: int) -> tuple[tuple[Path, ...], ...]:
    width = max(len(row) for row in grid.values[first : last + 1])
    levels = [[as_text(grid.value(row, column)).strip() for column in range(width)] for row in range(first, last + 1)]
    levels = [["" if is_dash(text) else text for text in row] for row in levels]
    for (top, left), (bottom, right) in grid.merged:
        if first <= top <= last:
            for row in range(top, min(bottom, last) + 1):
                for column in range(left, min(right + 1, width)):
                    levels[row - first][column] = levels[top - first][left]
    readings = [_take_from_left(levels, loosely=False), levels, _take_from_left(levels, loosely=True)]
    return tuple(
        tuple(dict.fromkeys(_path([row[column] for row in reading]) for reading in readings)) for column in range(width)
    )


def _take_from_left(levels: list[list[str]], *, loosely: bool) -> list[list[str]]:
    """
    Where no merged range says it: a blank above a heading belongs to the group that began to its left.

    Args:
        loosely: also where the left column has nothing below the group's name: it is the group's own total.
    """
    filled = [list(row) for row in levels]
    for depth, row in enumerate(filled[:-1]):
        for column in range(1, len(row)):
            below = any(lower[column] for lower in levels[depth + 1 :])
            left_below = loosely or any(
                lower[column - 1] and lower[column - 1] != row[column - 1] for lower in levels[depth + 1 :]
            )
            same_group = all(upper[column] == upper[column - 1] for upper in filled[:depth])
            if not row[column] and row[column - 1] and below and left_below and same_group:
                row[column] = row[column - 1]
    return filled


def _path(texts: list[str]) -> Path:
    """The texts from the top, each once: a merged heading stands in several rows."""
    path: list[str] = []
    for text in texts:
        if text and (not path or plain(path[-1]) != plain(text)):
            path.append(text)
    return tuple(path)
