"""Workbooks for people: real numbers, frozen headings, and no cell that starts a formula. It knows no school."""

from __future__ import annotations

import io
import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pandas as pd
import xlsxwriter

from monitoring.reports.columns import Column

STARTS_FORMULA = ("=", "+", "-", "@")
STARTS_CELL = ("\t", "\r", "\n")
BLANKS = "".join(sign for sign in map(chr, range(0x10000)) if sign.isspace()) + "\u200b\u2060\ufeff"
"""What may stand before a sign unseen: every blank, and what has no width."""
NARROWEST, WIDEST = 8, 46  # characters; a longer text wraps
FONT = "Microsoft YaHei"
A4 = 9  # the number of the paper in the format
PORTRAIT = 90  # characters that stand side by side on upright A4 in a size that can be read
MARGIN = 0.4  # inches
LONGEST_PRINTED = 90
CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 (the same table gives the same bytes; a workbook's date has no zone)


@dataclass(frozen=True)
class Sheet:
    """
    One sheet of a workbook.

    Attributes:
        name: at most 31 characters.
        columns: headings, units in them.
        rows: cells: text, numbers (None and NaN: an empty cell), dates.
        notes: lines above the headings: what it is, of which day, under which standard.
        decimals: digits after the point by column heading; others show as stored.
        title: printed above every page, the first of the notes where it is not given.
    """

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    notes: Sequence[str] = ()
    decimals: dict[str, int] = field(default_factory=dict)
    title: str = ""


def sheet(name: str, columns: Sequence[Column], rows: Iterable[Any], notes: Sequence[str] = ()) -> Sheet:
    """
    Return a sheet of a workbook: every column, a line a row.

    >>> made = sheet("资金来源", [Column("paid", "支付", "支付（万元）", decimals=1)], [{"paid": float("nan")}])
    >>> made.columns, made.rows, made.decimals
    (['支付（万元）'], [[None]], {'支付（万元）': 1})
    """
    return Sheet(
        name,
        [column.name for column in columns],
        [values(columns, row) for row in rows],
        notes,
        {column.name: column.decimals for column in columns if column.decimals is not None},
    )


def values(columns: Iterable[Column], row: Any) -> list[Any]:
    """Return what a row holds as a sheet takes it: a day without its midnight, None where nothing is known."""
    return [_cell(column.value(row)) for column in columns]


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return value
    if pd.isna(value):
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value


def safe(text: str) -> str:
    """
    Return a text that no spreadsheet takes for a formula, also after it was saved as CSV and opened again.

    Some programs read full width signs as plain ones and skip blanks before them: these count too.

    >>> safe('=HYPERLINK("http://…")')
    '\\'=HYPERLINK("http://…")'
    >>> safe("＝1+1"), safe(" =1+1"), safe("第六小学")
    ("'＝1+1", "' =1+1", '第六小学')
    """
    first = unicodedata.normalize("NFKC", text.lstrip(BLANKS)[:1])
    return f"'{text}" if first in STARTS_FORMULA or text.startswith(STARTS_CELL) else text


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """
    Return an .xlsx; the same sheets give the same bytes.

    >>> workbook([Sheet("缺口", ["学校", "还差（台）"], [["第六小学", 12]])])[:2]
    b'PK'
    """
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"created": CREATED})
        for sheet in sheets:
            _write(book, sheet)
    return target.getvalue()


def _write(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
    page = book.add_worksheet(sheet.name)
    plain = book.add_format({"font_name": FONT, "valign": "top", "text_wrap": True})
    head = book.add_format({"font_name": FONT, "bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"})
    note = book.add_format({"font_name": FONT, "font_color": "#4A5563"})
    day = book.add_format({"font_name": FONT, "num_format": "yyyy-mm-dd", "align": "left", "valign": "top"})
    numbers = {
        column: book.add_format({"font_name": FONT, "valign": "top", "num_format": _digits(sheet.decimals.get(column))})
        for column in sheet.columns
    }
    for line, text in enumerate(sheet.notes):
        page.write_string(line, 0, safe(text), note)
    top = len(sheet.notes)
    page.write_row(top, 0, sheet.columns, head)
    for line, row in enumerate(sheet.rows, start=top + 1):
        for place, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
            if isinstance(value, str):
                page.write_string(line, place, safe(value), plain)
            elif isinstance(value, date):
                page.write_datetime(line, place, value, day)
            elif value is not None and not math.isnan(value):
                page.write_number(line, place, value, numbers[column])
    page.freeze_panes(top + 1, 0)
    if sheet.rows:
        page.autofilter(top, 0, top + len(sheet.rows), len(sheet.columns) - 1)
    widths = [_width([column, *(row[place] for row in sheet.rows)]) for place, column in enumerate(sheet.columns)]
    for place, width in enumerate(widths):
        page.set_column(place, place, width)
    _set_up_print(page, sheet, top, sum(widths))


def _set_up_print(page, sheet: Sheet, top: int, width: int) -> None:
    """A4, on its side where it is wide, as wide as the paper, the headings and the page's number on every page."""
    page.set_paper(A4)
    if width > PORTRAIT:
        page.set_landscape()
    page.set_margins(left=MARGIN, right=MARGIN)
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)
    title = sheet.title or next(iter(sheet.notes), "")
    source = sheet.notes[1] if len(sheet.notes) > 1 else ""
    page.set_header(f"&L{_printed(title)}&R{_printed(sheet.name)}")
    page.set_footer(f"&L{_printed(source)}&R第 &P 页，共 &N 页")


def _printed(text: str) -> str:
    """A text as a header takes it: & begins a code there, and 255 characters are all that fit."""
    return text[:LONGEST_PRINTED].replace("&", "&&")


def _digits(decimals: int | None) -> str:
    if decimals is None:
        return "General"
    return "#,##0." + "0" * decimals if decimals else "#,##0"


def _width(values: Sequence[Any]) -> int:
    longest = max(sum(1 + (ord(sign) > 0x2E7F) for sign in str(value)) for value in values)  # 0x2E80: CJK, two wide
    return max(NARROWEST, min(WIDEST, longest + 1 + 1))
