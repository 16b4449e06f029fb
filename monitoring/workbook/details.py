"""What only the XML of an .xlsx knows: hidden rows, formulas, errors, dates, how far the filled cells reach."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from monitoring.workbook.letters import column_of, letters_of
from monitoring.workbook.parsing import parse

Place = tuple[int, int]
"""Row and column, both from 0."""

ADDRESS = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
MOST_WRITTEN_OUT = 20_000  # shared formulas that are written out for each cell that shares them
LONG_FORMULA = 100  # characters: a longer one counts as several


@dataclass
class Details:
    """
    Of one sheet.

    Attributes:
        hidden: rows, from 0.
        formulas: cell → formula, beginning with "=".
        errors: cell → "#N/A" …
        last: the farthest row and column in which anything stands.
        dates: cell with a number that is shown as a date → whether as a time span.
        is_1904: the workbook counts its days from 1904.
    """

    hidden: set[int] = field(default_factory=set)
    formulas: dict[Place, str] = field(default_factory=dict)
    errors: dict[Place, str] = field(default_factory=dict)
    last: Place = (0, 0)
    dates: dict[Place, bool] = field(default_factory=dict)
    is_1904: bool = False


def read_details(xml: bytes, styles: Mapping[str, bool], *, is_1904: bool) -> Details:
    """
    Return the details of a sheet.

    Args:
        xml: of the sheet.
        styles: those that show a number as a date (monitoring.workbook.dated.date_styles).

    Raises:
        expat.ExpatError, ValueError: the sheet is not built as the standard says.
    """
    return _Sheet(styles, is_1904).read(xml)


def _local(name: str) -> str:
    return name[name.find(":") + 1 :]


class _Sheet:
    """Reads the XML of one sheet, cell by cell."""

    def __init__(self, styles: Mapping[str, bool], is_1904: bool) -> None:
        self.details = Details(is_1904=is_1904)
        self.styles = styles
        self.row = self.column = -1
        self.cell: dict[str, str] = {}
        self.text = ""
        self.is_filled = False
        self.shared: dict[str, tuple[str, str]] = {}
        self.formula: dict[str, Any] | None = None
        self.left = MOST_WRITTEN_OUT

    def read(self, xml: bytes) -> Details:
        parse(xml, self._start, self._end, self._characters)
        return self.details

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name if ":" not in name else _local(name)
        self.text = ""
        if tag == "c":
            self.cell, self.is_filled = attributes, False
            address = ADDRESS.fullmatch(attributes.get("r", ""))
            if address:  # which says more than the row it stands in
                letters, number = address.groups()
                self.column, self.row = column_of(letters) - 1, int(number) - 1
            else:
                self.column += 1
        elif tag == "row":
            self.row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
            self.column = -1
            if attributes.get("hidden") in ("1", "true"):
                self.details.hidden.add(self.row)
        elif tag == "f":
            self.formula = attributes

    def _characters(self, text: str) -> None:
        self.text += text

    def _end(self, name: str) -> None:
        tag = name if ":" not in name else _local(name)
        if tag == "v" and self.text:
            self.is_filled = True
            kind = self.cell.get("t", "n")
            if kind == "e":
                self.details.errors[self.row, self.column] = self.text
            elif kind == "n" and self.cell.get("s") in self.styles:
                self.details.dates[self.row, self.column] = self.styles[self.cell["s"]]
        elif tag == "t" and self.text:
            self.is_filled = True
        elif tag == "f" and self.formula is not None:
            self._end_formula(self.formula)
            self.formula = None
        elif tag == "c" and self.is_filled:
            row, column = self.details.last
            if self.row > row or self.column > column:
                self.details.last = max(row, self.row), max(column, self.column)

    def _end_formula(self, attributes: dict[str, str]) -> None:
        """A formula that many cells share is written out in the first of them only."""
        here = f"{letters_of(self.column + 1)}{self.row + 1}"
        key = attributes.get("si", "")
        text = "=" + self.text
        if attributes.get("t") == "shared":
            if self.text:
                self.shared[key] = text, here
            elif key in self.shared:
                text = self._moved(*self.shared[key], here)
        self.details.formulas[self.row, self.column] = text
        self.is_filled = True

    def _moved(self, first: str, origin: str, here: str) -> str:
        """A shared formula as another cell has it; the first cell's own once very many were written out."""
        from openpyxl.formula.translate import Translator, TranslatorError  # half a second, and few workbooks need it

        self.left -= 1 + len(first) // LONG_FORMULA
        if self.left < 0:
            return first
        try:
            return Translator(first, origin=origin).translate_formula(here)
        except (TranslatorError, ValueError, IndexError):
            return first
