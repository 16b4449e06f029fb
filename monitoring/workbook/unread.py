"""Sheets of a workbook that are not read: without a table, without a key column, or of no stage here."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass

from monitoring.workbook.wording import plain

MANY_LINES = 5  # rows of figures or dates that make a sheet look like a list
DAY = re.compile(r"(?:19|20)\d\d[-./年]\d{1,2}|第?[一二三四五\d]{1,2}周")
FIGURE = re.compile(r"[-+]?[\d,]+(?:\.\d+)?[%％]?|(?:19|20)\d\d[-./年]\d{1,2}.*")


@dataclass(frozen=True)
class Incomplete:
    """
    A sheet with schools that cannot be imported.

    Attributes:
        stage: as far as it says one; "" not known. kinds: what its 办学类型 column holds.
        absent: what the missing columns are called.
    """

    file: str
    sheet: str
    stage: str
    kinds: frozenset[str]
    absent: tuple[str, ...]


@dataclass(frozen=True)
class Elsewhere:
    """A sheet of schools of no stage here: what it says they are, its rows, and what its 办学类型 column holds."""

    file: str
    sheet: str
    what: str
    rows: int
    kinds: frozenset[str]


@dataclass(frozen=True)
class Skipped:
    """
    A sheet that is none of ours: a cover, an explanation, or a list whose headings nobody knows.

    Attributes:
        lines: the texts of its rows that hold several filled cells.
        school: the first code of a school that any of its cells names, as the title of a sheet about one; "" none.
    """

    name: str
    lines: tuple[tuple[str, ...], ...]
    school: str = ""

    @property
    def is_like_data(self) -> bool:
        """Whether many of its rows hold figures or dates beside words, as those of a list do."""
        filled = _filled(self.lines)
        return filled >= MANY_LINES and 2 * filled >= len(self.lines)

    def has_rows_below(self, headings: Container[str]) -> bool:
        """
        Return whether figures or dates stand below a row that holds one of some headings, however few they are.

        Figures within words are none: 56-65人 is a heading of an empty form.
        """
        for place, line in enumerate(self.lines):
            if any(plain(text) in headings for text in line):
                below = self.lines[place + 1 :]
                told = sum(any(FIGURE.fullmatch(text.strip()) for text in line[1:]) for line in below)
                return bool(below) and 2 * told >= len(below)
        return False

    @property
    def has_days(self) -> bool:
        """Whether its rows name days, as those of weekly reports do."""
        return any(DAY.search(text) for line in self.lines for text in line)


def _filled(lines: Sequence[tuple[str, ...]]) -> int:
    """How many rows hold figures or dates beside their first cell."""
    return sum(any(sign.isdigit() for text in line[1:] for sign in text) for line in lines)
