"""Writes a sheet in the formats that other programs hand out, from its cells alone; nothing of the reader is used."""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from html import escape
from typing import Any

import openpyxl

from tests.support.made_files import archive

OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
Area = tuple[int, int, int, int]


@dataclass(frozen=True)
class Sheet:
    """Rows of values, None blank; merged ranges as top, left, bottom, right, from 0; hidden rows."""

    name: str
    rows: list[list[Any]]
    merged: list[Area]
    hidden: frozenset[int] = frozenset()

    @classmethod
    def of(cls, content: bytes) -> Sheet:
        """Take the first sheet of an .xlsx, and a cell's number as it is shown in a text."""
        sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
        merged = [(area.min_row - 1, area.min_col - 1, area.max_row - 1, area.max_col - 1)
                  for area in sheet.merged_cells.ranges]  # fmt: skip
        hidden = frozenset(number - 1 for number, about in sheet.row_dimensions.items() if about.hidden)
        return cls(sheet.title, [list(row) for row in sheet.iter_rows(values_only=True)], merged, hidden)

    def spans(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Return the first cell of each merged range → rows and columns it spans."""
        return {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in self.merged}

    def covered(self) -> set[tuple[int, int]]:
        """Return the other cells of merged ranges."""
        every = {
            (row, column)
            for top, left, bottom, right in self.merged
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        }
        return every - self.spans().keys()


def ods(sheet: Sheet, *, flat: bool = False, formulas: dict[tuple[int, int], str] | None = None) -> bytes:
    """Return OpenDocument as LibreOffice writes it: blanks repeated, the sheet filled to its end with blank rows."""
    spans, covered = sheet.spans(), sheet.covered()
    rows = []
    for number, row in enumerate(sheet.rows):
        cells = []
        for column, value in enumerate(row):
            if formula := (formulas or {}).get((number, column)):
                cells.append(f'<table:table-cell table:formula="{formula}"/>')
                continue
            down, across = spans.get((number, column), (1, 1))
            about = f' table:number-columns-spanned="{across}"' + f' table:number-rows-spanned="{down}"'
            tag = "table:covered-table-cell" if (number, column) in covered else "table:table-cell"
            cells.append(f"<{tag}{about}{_ods_value(value)}</{tag}>")
        cells.append('<table:table-cell table:number-columns-repeated="900"/>')
        state = ' table:visibility="collapse"' if number in sheet.hidden else ""
        rows.append(f"<table:table-row{state}>{''.join(cells)}</table:table-row>")
    blank = '<table:table-cell table:number-columns-repeated="1024"/>'
    rows.append(f'<table:table-row table:number-rows-repeated="1040000">{blank}</table:table-row>')
    table = f'<table:table table:name="{sheet.name}">{"".join(rows)}</table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    spaces = " ".join(f'xmlns:{name}="{OFFICE}:{name}:1.0"' for name in ("office", "table", "text"))
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    if flat:
        return f'<office:document {spaces} office:mimetype="{kind}">{body}</office:document>'.encode()
    content = f"<office:document-content {spaces}>{body}</office:document-content>"
    return archive({"mimetype": kind, "content.xml": content})


def _ods_value(value: Any) -> str:
    if value is None:
        return ">"
    if isinstance(value, int | float):
        return f' office:value-type="float" office:value="{value!r}"><text:p>{value}</text:p>'
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
    return f' office:value-type="string">{lines}<office:annotation><text:p>批注</text:p></office:annotation>'


def html(sheet: Sheet, encoding: str = "gb2312", *, closes: bool = True) -> bytes:
    """Return a page as a provincial system writes it; many leave out the ends of cells and rows."""
    spans, covered = sheet.spans(), sheet.covered()
    end_cell, end_row = ("</td>", "</tr>") if closes else ("", "")
    rows = []
    for number, row in enumerate(sheet.rows):
        cells = []
        for column, value in enumerate(row):
            if (number, column) not in covered:
                down, across = spans.get((number, column), (1, 1))
                text = "" if value is None else escape(str(value)).replace("\n", "<br>")
                cells.append(f"<td rowspan={down} colspan='{across}' class=x>\r\n  {text} {end_cell}")
        rows.append(f"<tr>{''.join(cells)}{end_row}\n")
    page = (
        f'<html><head><meta http-equiv=Content-Type content="text/html; charset={encoding}"><style>td {{}}</style>'
        f"<title>导出</title></head><body><div><table border=1>{''.join(rows)}</table></div></body></html>"
    )
    return page.encode("gb18030" if encoding.startswith("gb") else encoding)


def xml_2003(sheet: Sheet) -> bytes:
    """Return XML Spreadsheet 2003: blanks left out, places said instead."""
    spans, covered = sheet.spans(), sheet.covered()
    rows = []
    for number, row in enumerate(sheet.rows):
        cells = []
        for column, value in enumerate(row):
            if value is None and (number, column) not in spans or (number, column) in covered:
                continue
            down, across = spans.get((number, column), (1, 1))
            kind = "Number" if isinstance(value, int | float) else "String"
            cells.append(
                f'<Cell ss:Index="{column + 1}" ss:MergeAcross="{across - 1}" ss:MergeDown="{down - 1}">'
                f'<Data ss:Type="{kind}">{escape(str(value))}</Data></Cell>'
            )
        hidden = ' ss:Hidden="1"' if number in sheet.hidden else ""
        rows.append(f'<Row ss:Index="{number + 1}"{hidden}>{"".join(cells)}</Row>')
    return (
        f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="{SPREADSHEET}" '
        f'xmlns:ss="{SPREADSHEET}"><Worksheet ss:Name="{sheet.name}"><Table>{"".join(rows)}</Table>'
        "</Worksheet></Workbook>"
    ).encode()


def xlsb(sheet: Sheet) -> bytes:
    """Return a binary workbook ([MS-XLSB]): texts in the cells themselves, no styles."""
    width = max(map(len, sheet.rows))
    data = _record(148, struct.pack("<4I", 0, len(sheet.rows) - 1, 0, width - 1)) + _record(145)
    for number, row in enumerate(sheet.rows):
        flags = 0x10 if number in sheet.hidden else 0
        data += _record(0, struct.pack("<IIHBBBI", number, 0, 300, 0, flags, 0, 0))
        for column, value in enumerate(row):
            if isinstance(value, int | float):
                data += _record(5, struct.pack("<IId", column, 0, value))
            elif value is not None:
                data += _record(6, struct.pack("<II", column, 0) + _wide(str(value)))
    merged = b"".join(
        _record(176, struct.pack("<4I", top, bottom, left, right)) for top, left, bottom, right in sheet.merged
    )
    data += _record(146) + _record(177, struct.pack("<I", len(sheet.merged))) + merged + _record(178)
    bundle = _record(143) + _record(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide(sheet.name)) + _record(144)
    link = f'<Relationship Id="rId1" Type="{SHEET_LINK}" Target="worksheets/sheet1.bin"/>'
    return archive(
        {
            "xl/workbook.bin": _record(131) + bundle + _record(132),
            "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{LINKS}">{link}</Relationships>',
            "xl/worksheets/sheet1.bin": _record(129) + data + _record(130),
        }
    )


def _wide(text: str) -> bytes:
    encoded = text.encode("utf-16-le")
    return struct.pack("<I", len(encoded) // 2) + encoded


def _record(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = b"", len(content)
    while True:
        size += bytes([length & 0x7F | (0x80 if length > 0x7F else 0)])
        length >>= 7
        if not length:
            return head + size + content
