"""Web pages that a system hands out as .xls: every table in them is a sheet, the lines above it are its title."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

from monitoring.errors import ImportRefused
from monitoring.workbook.grids import Grid
from monitoring.workbook.laid import Laid
from monitoring.workbook.source import NOTHING_SAVED, UTF_16, SourceFile, damaged

CHARSET = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
CHINESE = ("gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk", "hz-gb-2312")
HEAD_BYTES = 4096  # in which a page says how it is written
NAMES = re.compile(r"<x:Name>([^<]{1,100})</x:Name>")  # how an office program names the sheets of a page
NEW_LINE = frozenset({"p", "div", "h1", "h2", "h3", "h4", "center", "br", "li", "caption", "table"})
SILENT = frozenset({"script", "style", "head", "noscript", "select"})
MOST_TABLES = 500  # of a page: more are drawn by a program that lays out everything with tables
MOST_LINES_ABOVE = 20  # of a page that belong to the table below them
BLANKS = re.compile(r"[ \t\r\n\f]+")


def read_pages(source: SourceFile) -> list[Grid]:
    """
    Return the tables of a page.

    Raises:
        ImportRefused: there is none, or it cannot be read.
    """
    text = _decoded(source)
    page = _Page(source.name)
    page.feed(text)
    page.close()
    page.end()
    if not page.sheets:
        raise ImportRefused(
            f"文件“{source.name}”其实是网页，里面没有表格。"
            f"请用表格软件打开它，另存为 .xlsx 再导入；没有表格的，请重新导出；{NOTHING_SAVED}"
        )
    names = [unescape(name) for name in NAMES.findall(text)]
    if len(names) == len(page.sheets):
        for sheet, name in zip(page.sheets, names, strict=True):
            sheet.name = name
    return [sheet.grid(is_text=True) for sheet in page.sheets]


def _decoded(source: SourceFile) -> str:
    if source.content.startswith(UTF_16):
        encodings = ["utf-16"]
    else:
        match = CHARSET.search(source.content[:HEAD_BYTES])
        said = match[1].decode("ascii").lower() if match else ""
        encodings = ["gb18030", "utf-8-sig"] if said in CHINESE else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return source.content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise damaged(source.name)


class _Page(HTMLParser):
    """Lays out the tables of a page; a table inside a cell is a sheet of its own."""

    def __init__(self, file: str) -> None:
        super().__init__(convert_charrefs=True)
        self.file = file
        self.sheets: list[Laid] = []
        self.open: list[_Table] = []
        self.above: list[str] = []
        self.text = ""
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self.silent += 1
        table = self.open[-1] if self.open else None
        if table is None or tag == "table":
            if tag in NEW_LINE:
                self._end_line()
            if tag == "table":
                self._begin_table()
        elif tag == "tr":
            table.begin_row(dict(attrs))
        elif tag in ("td", "th"):
            table.begin_cell(dict(attrs))
        elif tag in NEW_LINE:
            table.text += "\n"

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT and self.silent:
            self.silent -= 1
        if tag == "table" and self.open:
            self.open.pop().end_cell()
        elif not self.open and tag in NEW_LINE:
            self._end_line()
        elif self.open and tag in ("td", "th", "tr"):
            self.open[-1].end_cell()

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        text = BLANKS.sub(" ", data)
        if self.open:
            self.open[-1].text += text
        else:
            self.text += text

    def end(self) -> None:
        """Take what stands below the last table as its notes."""
        while self.open:
            self.open.pop().end_cell()
        self._end_line()
        for line in self.above if self.sheets else ():
            self.sheets[-1].begin_row()
            self.sheets[-1].put(line)

    def _begin_table(self) -> None:
        if len(self.sheets) == MOST_TABLES:
            raise ImportRefused(
                f"文件“{self.file}”是网页，里面的表格超过 {MOST_TABLES} 张，不像综合报表。"
                f"请用表格软件打开它，只把要导入的表另存为 .xlsx 再导入；{NOTHING_SAVED}"
            )
        name = self.file.rsplit("/", 1)[-1].rsplit(".", 1)[0]
        sheet = Laid(self.file, name if not self.sheets else f"{name}（第{len(self.sheets) + 1}张表）")
        for line in self.above[-MOST_LINES_ABOVE:]:
            sheet.begin_row()
            sheet.put(line)
        self.above = []
        self.sheets.append(sheet)
        self.open.append(_Table(sheet))

    def _end_line(self) -> None:
        if line := self.text.strip():
            self.above.append(line)
        self.text = ""


class _Table:
    """A table that is open, and its cell that is."""

    def __init__(self, sheet: Laid) -> None:
        self.sheet = sheet
        self.text = ""
        self.cell: dict[str, str | None] | None = None

    def begin_row(self, attributes: dict[str, str | None]) -> None:
        self.end_cell()
        self.sheet.begin_row(is_hidden="display:none" in (attributes.get("style") or "").replace(" ", "").lower())

    def begin_cell(self, attributes: dict[str, str | None]) -> None:
        self.end_cell()
        if self.sheet.row < 0:
            self.sheet.begin_row()
        self.cell = attributes

    def end_cell(self) -> None:
        """A cell ends with its row, with the next cell, or with the table: many pages close none."""
        if self.cell is not None:
            spans = (_span(self.cell.get("colspan")), _span(self.cell.get("rowspan")))
            lines = (line.strip() for line in self.text.split("\n"))
            self.sheet.put("\n".join(line for line in lines if line), across=spans[0], down=spans[1])
        self.cell, self.text = None, ""


def _span(said: str | None) -> int:
    """
    Return how many columns or rows a cell spans.

    >>> _span("3"), _span(None), _span("100%"), _span("9" * 5000)
    (3, 1, 1, 1)
    """
    text = (said or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1  # noqa: PLR2004 (digits)
