"""What only the XML of an .xlsx knows: hidden rows, formulas, errors, dates, how far the filled cells reach."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from openpyxl.formula.translate import Translator, TranslatorError
from openpyxl.utils import column_index_from_string, get_column_letter

from monitoring.workbook.dated import STYLES, date_styles

Place = tuple[int, int]
"""Row and column, both from 0."""

BOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
FOREIGN_ERRORS = (expat.ExpatError, zipfile.BadZipFile, KeyError, LookupError, ValueError)
"""What a workbook raises that is not built as the standard says."""


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


def read_details(content: bytes) -> dict[str, Details]:
    """
    Return the details of every sheet, by its name.

    Raises:
        FOREIGN_ERRORS: the workbook is not built as the standard says.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        targets = {
            entry["Id"]: posixpath.normpath(posixpath.join("xl", entry["Target"])).lstrip("/")
            if not entry["Target"].startswith("/")
            else entry["Target"].lstrip("/")
            for entry in _elements(archive.read(RELATIONS), "Relationship")
        }
        sheets = {
            entry["name"]: targets[next((value for name, value in entry.items() if name.endswith(":id")), "")]
            for entry in _elements(archive.read(BOOK), "sheet")
        }
        styles = date_styles(archive.read(STYLES)) if STYLES in archive.namelist() else {}
        about = _elements(archive.read(BOOK), "workbookPr")
        is_1904 = any(entry.get("date1904") in ("1", "true") for entry in about)
        return {
            name: _Sheet(styles, is_1904).read(archive.read(path))
            for name, path in sheets.items()
            if path.startswith("xl/worksheets")
        }


def _elements(xml: bytes, tag: str) -> list[dict[str, str]]:
    """The attributes of every element of a name."""
    found: list[dict[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == tag:
            found.append(attributes)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.Parse(xml, True)
    return found


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

    def read(self, xml: bytes) -> Details:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.Parse(xml, True)
        return self.details

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = _local(name)
        self.text = ""
        if tag == "row":
            self.row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
            self.column = -1
            if attributes.get("hidden") in ("1", "true"):
                self.details.hidden.add(self.row)
        elif tag == "c":
            self.cell, self.is_filled = attributes, False
            address = ADDRESS.fullmatch(attributes.get("r", ""))
            self.column = column_index_from_string(address[1]) - 1 if address else self.column + 1
        elif tag == "f":
            self.formula = attributes

    def _characters(self, text: str) -> None:
        self.text += text

    def _end(self, name: str) -> None:
        tag = _local(name)
        if tag == "v" and self.text:
            self.is_filled = True
            if self.cell.get("t") == "e":
                self.details.errors[self.row, self.column] = self.text
            elif self.cell.get("t", "n") == "n" and self.cell.get("s") in self.styles:
                self.details.dates[self.row, self.column] = self.styles[self.cell["s"]]
        elif tag == "t" and self.text:
            self.is_filled = True
        elif tag == "f" and self.formula is not None:
            self._end_formula(self.formula)
            self.formula = None
        elif tag == "c" and self.is_filled:
            row, column = self.details.last
            self.details.last = max(row, self.row), max(column, self.column)

    def _end_formula(self, attributes: dict[str, str]) -> None:
        """A formula that many cells share is written out in the first of them only."""
        here = f"{get_column_letter(self.column + 1)}{self.row + 1}"
        key = attributes.get("si", "")
        text = "=" + self.text
        if attributes.get("t") == "shared":
            if self.text:
                self.shared[key] = text, here
            elif key in self.shared:
                first, origin = self.shared[key]
                try:
                    text = Translator(first, origin=origin).translate_formula(here)
                except (TranslatorError, ValueError, IndexError):
                    text = first
        self.details.formulas[self.row, self.column] = text
        self.is_filled = True
