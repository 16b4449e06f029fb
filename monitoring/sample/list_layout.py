"""How a list of the sample county looks as a workbook: title, report date, headings, rows, a note; a sheet a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from monitoring.sample.layout import Column, Looks, headers, looks_of
from monitoring.sample.plan import SamplePlan

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Frame:
    """What all sheets of a workbook share."""

    layout: Mapping[str, Any]
    words: Mapping[str, Any]
    looks: Looks
    day: Format


def list_workbook(name: str, rows: Mapping[str, Sequence[Row]], day: date, plan: SamplePlan) -> tuple[str, bytes]:
    """
    Return the name and the bytes of a workbook of lists; the same rows make the same bytes.

    Args:
        name: a section of data/sample/lists.toml.
        rows: kind of list → its rows, in the order of the sheet; "" is a blank cell.
        day: its date; between report dates the file's name and the titles say it.
    """
    layout, spec = plan.lists, plan.lists[name]
    weekly = {} if day in plan.periods else layout["weekly"]
    file = weekly["file"][name] if weekly else spec["file"]
    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    book.set_properties({"author": layout["author"], "created": datetime.combine(day, datetime.min.time())})
    words = {
        "county": plan.name,
        "bureau": plan.bureau,
        "label": plan.label,
        "year": day.year,
        "month": day.month,
        "day": day.day,
    }
    frame = Frame(layout, words, looks_of(book), book.add_format({"num_format": layout["date_format"]}))
    for sheet in spec["sheet"]:
        titled = {"title": sheet["title"] + weekly.get("title_day", "")}
        _sheet(book.add_worksheet(sheet["name"]), sheet | titled, rows[sheet["kind"]], frame)
    book.close()
    return file.format(**words), content.getvalue()


def _sheet(sheet: Worksheet, spec: Mapping[str, Any], rows: Sequence[Row], frame: Frame) -> None:
    layout, words, looks = frame.layout, frame.words, frame.looks
    columns = [Column(tuple(header.split("›")), field) for header, field in spec["columns"]]
    depth = max(len(column.path) for column in columns)
    for row, text in enumerate((spec["title"], layout["subtitle"])):
        sheet.merge_range(row, 0, row, len(columns) - 1, text.format(**words), looks.title if row == 0 else looks.plain)
    top = row + 1
    headers(sheet, columns, 0, top, top, depth, looks)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, layout["widths"].get(column.field, layout["usual_width"]))
    sheet.freeze_panes(top + depth, 0)
    for number, row in enumerate(rows, start=top + depth):
        for place, column in enumerate(columns):
            _cell(sheet, number, place, row[column.field], frame)
    sheet.write_string(top + depth + len(rows), 0, layout["note"].format(**words), looks.plain)


def _cell(sheet: Worksheet, row: int, place: int, value: Any, frame: Frame) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, place, value, frame.day)
    elif isinstance(value, (int, float)):
        sheet.write_number(row, place, value)
    elif value != "":
        sheet.write_string(row, place, value)
