"""XML Spreadsheet 2003: one XML file with all sheets, which old systems hand out under the name .xls."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from monitoring.workbook.dated import from_old_reader
from monitoring.workbook.grids import BLANK, Grid
from monitoring.workbook.laid import Laid
from monitoring.workbook.packages import FOREIGN_ERRORS
from monitoring.workbook.parsing import parse
from monitoring.workbook.source import SourceFile, damaged

SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"
MARK = " "  # between a name and the namespace in front of it


def read_xml_2003(source: SourceFile) -> list[Grid]:
    """
    Return the sheets.

    Raises:
        ImportRefused: damaged, or larger than any program can handle.
    """
    book = _Book(source.name)
    try:
        parse(source.content, book.start, book.end, book.characters, separator=MARK)
    except FOREIGN_ERRORS as error:
        raise damaged(source.name) from error
    return [sheet.grid(is_hidden=sheet.name in book.hidden) for sheet in book.sheets]


class _Book:
    """Takes the elements one after the other."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.sheets: list[Laid] = []
        self.hidden: set[str] = set()
        self.cell: dict[str, str] = {}
        self.kind = self.text = ""
        self.is_data = self.is_visibility = False

    def start(self, name: str, given: dict[str, str]) -> None:
        tag, attributes = _local(name), {_local(key): value for key, value in given.items()}
        if tag == "Worksheet":
            self.sheets.append(Laid(self.file, attributes.get("Name", ""), skips_spans=False))
        elif tag == "Visible":
            self.is_visibility, self.text = True, ""
        elif tag == "Row" and self.sheets:
            self.sheets[-1].begin_row(
                at=_place(attributes), repeat=int(attributes.get("Span", 0)) + 1,
                is_hidden=attributes.get("Hidden") == "1",
            )  # fmt: skip
        elif tag == "Cell":
            self.cell, self.kind, self.text = attributes, "", ""
        elif tag == "Data":
            self.kind, self.text, self.is_data = attributes.get("Type", "String"), "", True

    def characters(self, text: str) -> None:
        if self.is_data or self.is_visibility:
            self.text += text

    def end(self, name: str) -> None:
        tag = _local(name)
        if tag == "Data":
            self.is_data = False
        elif tag == "Visible":
            self.is_visibility = False
            if "Hidden" in self.text and self.sheets:
                self.hidden.add(self.sheets[-1].name)
        elif tag == "Cell" and self.sheets:
            self._put()

    def _put(self) -> None:
        across = int(self.cell.get("MergeAcross", 0)) + 1
        sheet = self.sheets[-1]
        sheet.put(
            self._value(),
            across=across,
            down=int(self.cell.get("MergeDown", 0)) + 1,
            at=_place(self.cell),
            formula=self.cell.get("Formula", ""),
            error=self.text if self.kind == "Error" else "",
        )
        sheet.column += across - 1  # the cells that it spans are left out

    def _value(self) -> Any:
        if self.kind == "Number":
            return float(self.text)
        if self.kind == "Boolean":
            return self.text.strip() == "1"
        if self.kind == "DateTime":
            moment = datetime.fromisoformat(self.text.strip())
            return from_old_reader(moment.date() if moment.time() == moment.min.time() else moment)
        return BLANK if self.kind in ("", "Error") else self.text


def _local(name: str) -> str:
    return name.rpartition(MARK)[2]


def _place(attributes: dict[str, str]) -> int | None:
    return int(attributes["Index"]) - 1 if "Index" in attributes else None
