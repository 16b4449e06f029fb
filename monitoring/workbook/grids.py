"""Sheets as grids of values: what stands in each cell, and what only the file knows: merges, hidden rows, formulas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from functools import cached_property
from typing import Any

from monitoring.workbook.details import Place
from monitoring.workbook.wording import INVISIBLE, plain

BLANK = ""
NOTHING: Mapping[int, str] = {}


@dataclass(frozen=True)
class Grid:
    """
    One sheet.

    Attributes:
        name: of the sheet; of a .csv the file's name without its ending.
        values: rows from the sheet's first; "" a blank cell; numbers are floats.
        merged: first and last cell of each merged range.
        hidden: hidden rows.
        formulas: cell → formula as typed.
        errors: cell → "#N/A" …
        is_hidden: the whole sheet.
        typed: cell → its text with the characters without a width that `values` are without.
        is_text: every figure is text, as in a .csv.
        is_partly_read: too large for what only its XML knows: hidden rows, formulas.
    """

    name: str
    values: list[list[Any]]
    merged: tuple[tuple[Place, Place], ...] = ()
    hidden: frozenset[int] = frozenset()
    formulas: Mapping[Place, str] = field(default_factory=dict)
    errors: Mapping[Place, str] = field(default_factory=dict)
    is_hidden: bool = False
    typed: Mapping[Place, str] = field(default_factory=dict)
    is_text: bool = False
    is_partly_read: bool = False

    def raw(self, row: int, column: int) -> str:
        """Return what is typed in a cell, as text: a formula where there is one, "" where it is blank."""
        typed = self.typed_in(row)
        return typed[column] if column in typed else as_text(self.value(row, column))

    @cached_property
    def _typed(self) -> dict[int, dict[int, str]]:
        texts: dict[int, dict[int, str]] = {}
        for places in (self.typed, self.errors, self.formulas):  # a formula before its error
            for (row, column), text in places.items():
                texts.setdefault(row, {})[column] = text
        return texts

    def typed_in(self, row: int) -> Mapping[int, str]:
        """Return the cells of a row that hold something else than their value says: column → what is typed."""
        return self._typed.get(row, NOTHING)

    @cached_property
    def _texts(self) -> dict[int, dict[int, str]]:
        return {}

    def texts(self, row: int) -> Mapping[int, str]:
        """Return `texts_in` of a heading row, read once: every row below is held against it."""
        if row not in self._texts:
            self._texts[row] = texts_in(self.values[row])
        return self._texts[row]

    def value(self, row: int, column: int) -> Any:
        """Return a cell's value, "" outside the grid."""
        line = self.values[row] if row < len(self.values) else []
        return line[column] if column < len(line) else ""


def texts_in(values: list[Any]) -> dict[int, str]:
    """
    Return what stands in a row, for comparing, by its place.

    >>> texts_in(["学校 名称", "", 12.0, " "])
    {0: '学校名称', 2: '12'}
    """
    filled = enumerate(map(as_text, values))
    return {place: plain(text) for place, text in filled if text and not text.isspace()}


def as_text(value: Any) -> str:
    """
    Return a value as it was typed: whole numbers without a point.

    >>> as_text(2142991134.0), as_text(7194.07), as_text(None), as_text(" 约300")
    ('2142991134', '7194.07', '', ' 约300')
    """
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return str(value)


def is_blank(line: list[Any]) -> bool:
    """
    Return whether a row holds nothing at all; 0 is something.

    >>> is_blank(["", ""]), is_blank([]), is_blank(["", 0.0])
    (True, True, False)
    """
    return line.count(BLANK) == len(line)


def without_blank_ends(values: list[list[Any]]) -> list[list[Any]]:
    """
    Return rows without the blank ones at the end, each without what no row has at its end.

    >>> without_blank_ends([["", "", ""], ["a", "", ""], [0.0, "b", ""], ["", "", ""]])
    [['', ''], ['a', ''], [0.0, 'b']]
    """
    last = len(values)
    while last and is_blank(values[last - 1]):
        last -= 1
    width = 0
    for line in values[:last]:
        end = len(line)
        while end > width and line[end - 1] == BLANK:
            end -= 1
        width = max(width, end)
    return [line[:width] for line in values[:last]]


def take_out_invisible(values: list[list[Any]]) -> dict[Place, str]:
    """Take characters without a width out of every text; return what was typed where more than they stood."""
    typed: dict[Place, str] = {}
    for row, line in enumerate(values):
        for column, text in enumerate(line):
            if isinstance(text, str) and not text.isascii() and INVISIBLE.search(text):
                line[column] = INVISIBLE.sub("", text)
                if line[column].strip():
                    typed[row, column] = text
    return typed
