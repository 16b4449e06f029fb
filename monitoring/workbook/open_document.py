"""Spreadsheets of LibreOffice and others: .ods, or the same XML in one file (.fods)."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime
from typing import Any

from monitoring.workbook.dated import from_old_reader
from monitoring.workbook.grids import BLANK, Grid
from monitoring.workbook.laid import Laid
from monitoring.workbook.packages import FOREIGN_ERRORS
from monitoring.workbook.parsing import parse
from monitoring.workbook.source import ZIP, SourceFile, damaged, locked

CONTENT, MANIFEST = "content.xml", "META-INF/manifest.xml"
NUMBERS = frozenset({"float", "percentage", "currency"})
PLACES = re.compile(r"\[\.?([^\]]*)\]")  # [.C5:.C8] of a formula
CELLS = ("table:table-cell", "table:covered-table-cell")
UNREAD = ("office:annotation", "table:tracked-changes", "draw:frame", "table:shapes")
"""What stands in or beside cells and is no part of them: comments, what was before a change, pictures."""
COLLAPSED = ("collapse", "filter")


def read_open_document(source: SourceFile) -> list[Grid]:
    """
    Return the sheets.

    Raises:
        ImportRefused: encrypted, damaged, or larger than any program can handle.
    """
    try:
        book = _Book(source.name)
        book.read(_content(source))
    except (*FOREIGN_ERRORS, RecursionError) as error:
        raise damaged(source.name) from error
    return [sheet.grid(is_hidden=style in book.hidden_styles) for sheet, style in book.sheets]


def _content(source: SourceFile) -> bytes:
    if not source.content.startswith(ZIP):
        return source.content
    with zipfile.ZipFile(io.BytesIO(source.content)) as archive:
        if MANIFEST in archive.namelist() and b"encryption-data" in archive.read(MANIFEST):
            raise locked(source.name)
        return archive.read(CONTENT)


class _Book:
    """Reads the XML of all sheets, cell by cell."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.sheets: list[tuple[Laid, str]] = []
        self.hidden_styles: set[str] = set()
        self.style = ""
        self.cell: dict[str, str] | None = None
        self.lines: list[str] = []
        self.unread = 0
        self.is_in_text = False

    def read(self, xml: bytes) -> None:
        parse(xml, self._start, self._end, self._characters)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in UNREAD or self.unread:
            self.unread += 1
        elif tag in CELLS:
            self.cell, self.lines = attributes, []
        elif tag == "text:p":
            self.lines.append("")
            self.is_in_text = True
        elif tag in ("text:s", "text:tab") and self.lines:
            self.lines[-1] += " " * min(int(attributes.get("text:c", 1)), 100)
        elif tag == "text:line-break" and self.lines:
            self.lines.append("")
        elif tag == "table:table-row" and self.sheets:
            self.sheets[-1][0].begin_row(
                repeat=int(attributes.get("table:number-rows-repeated", 1)),
                is_hidden=attributes.get("table:visibility") in COLLAPSED,
            )
        elif tag == "table:table":
            name = attributes.get("table:name", "")
            sheet = Laid(self.file, name, skips_spans=False)
            self.sheets.append((sheet, attributes.get("table:style-name", "")))
        elif tag == "style:style":
            self.style = attributes.get("style:name", "")
        elif tag == "style:table-properties" and attributes.get("table:display") == "false":
            self.hidden_styles.add(self.style)

    def _characters(self, text: str) -> None:
        if self.is_in_text and not self.unread and self.lines:
            self.lines[-1] += text

    def _end(self, tag: str) -> None:
        if self.unread:
            self.unread -= 1
        elif tag == "text:p":
            self.is_in_text = False
        elif tag in CELLS and self.cell is not None and self.sheets:
            self._put(self.cell)
            self.cell = None

    def _put(self, cell: dict[str, str]) -> None:
        text = "\n".join(self.lines)
        is_error = cell.get("calcext:value-type") == "error"
        self.sheets[-1][0].put(
            BLANK if is_error else _value(cell, text),
            across=int(cell.get("table:number-columns-spanned", 1)),
            down=int(cell.get("table:number-rows-spanned", 1)),
            repeat=int(cell.get("table:number-columns-repeated", 1)),
            formula=_formula(cell.get("table:formula", "")),
            error=text if is_error else "",
        )


def _value(cell: dict[str, str], text: str) -> Any:
    kind = cell.get("office:value-type", "")
    if kind in NUMBERS:
        return float(cell["office:value"])
    if kind == "boolean":
        return cell["office:boolean-value"] == "true"
    if kind == "date":
        moment = datetime.fromisoformat(cell["office:date-value"])
        day: date = moment if moment.time() != moment.min.time() else moment.date()
        return from_old_reader(day)
    return text or cell.get("office:string-value", "")


def _formula(text: str) -> str:
    """
    Return a formula as an office program shows it.

    >>> _formula("of:=SUM([.C5:.C8])*2"), _formula("")
    ('=SUM(C5:C8)*2', '')
    """
    return PLACES.sub(lambda match: match[1].replace(":.", ":"), text[text.find("=") :]) if "=" in text else ""
