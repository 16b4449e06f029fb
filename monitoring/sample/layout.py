"""How a table of the sample county looks as a workbook: title, merged headers, 合计 row, schools, notes."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from io import BytesIO
from itertools import groupby
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from monitoring.sample.plan import SamplePlan
from monitoring.sample.roster import GRADES
from monitoring.settings import DATA

Row = Mapping[str, Any]
CODED = ("kind", "sponsor", "urban")


@dataclass(frozen=True)
class Column:
    """A column: the words above it from top to bottom, and the field below them."""

    path: tuple[str, ...]
    field: str


@dataclass(frozen=True)
class Looks:
    """The formats of one workbook."""

    title: Format
    plain: Format
    header: Format
    text: Format
    number: Format
    area: Format
    place: Format


def workbook(stage: str, rows: Sequence[Row], period: date, plan: SamplePlan) -> tuple[str, bytes]:
    """
    Return the name and the bytes of one stage's workbook; the same rows make the same bytes.

    Args:
        rows: in the order of the sheet.
    """
    layout = plan.layout
    words = {
        "county": plan.name,
        "bureau": plan.bureau,
        "label": plan.label,
        "stage": layout["stages"][stage],
        "year": period.year,
        "month": period.month,
        "day": period.day,
    }
    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    # The report date stands in for the clock, which would make other bytes every time.
    book.set_properties({"author": layout["author"], "created": datetime.combine(period, datetime.min.time())})
    sheet = book.add_worksheet(layout["sheet"].format(**words))
    columns = list(_columns(stage, plan))
    looks = looks_of(book)
    first = _head(sheet, columns, words, layout, looks)
    _total(sheet, first, columns, rows, layout, looks)
    for number, row in enumerate(rows, start=1):
        _school(sheet, first + number, columns, {"serial": number} | row, layout, looks)
    for number, note in enumerate(layout["notes"], start=first + len(rows) + 1):
        sheet.write_string(number, 0, note.format(**words), looks.plain)
    book.close()
    return layout["file"].format(**words), content.getvalue()


def _columns(stage: str, plan: SamplePlan) -> Iterator[Column]:
    for header, field, *only in plan.layout["columns"]["all"]:
        if only and stage not in only:
            continue
        if "{grade}" not in header:
            yield Column(tuple(header.split("›")), field)
            continue
        for number in GRADES[stage]:
            words = header.format(grade=plan.layout["grades"][str(number)])
            yield Column(tuple(words.split("›")), field.format(number=number))


def _head(sheet: Worksheet, columns: Sequence[Column], words: Row, layout: Mapping[str, Any], looks: Looks) -> int:
    """Write what stands above the figures and return the row that follows."""
    depth = max(len(column.path) for column in columns)
    for row, text in enumerate((layout["title"], layout["subtitle"])):
        sheet.merge_range(row, 0, row, len(columns) - 1, text.format(**words), looks.title if row == 0 else looks.plain)
    top = row + 1
    headers(sheet, columns, 0, top, top, depth, looks)
    for place, column in enumerate(columns):
        sheet.write_number(top + depth, place, place + 1, looks.header)  # a row of column numbers
        sheet.set_column(place, place, layout["widths"].get(column.field, layout["widths"]["usual"]))
    sheet.freeze_panes(top + depth + 1, [column.field for column in columns].index("school_name") + 1)
    return top + depth + 1


def headers(
    sheet: Worksheet, columns: Sequence[Column], left: int, top: int, row: int, depth: int, looks: Looks
) -> None:
    """Write one level of headers: neighbours with the same words share a cell, the last ones reach to the figures."""
    level = row - top
    place = left
    for words, group in groupby(columns, key=lambda column: column.path[: level + 1]):
        below = list(group)
        last = len(words) == len(below[0].path)
        end = top + depth - 1 if last else row
        right = place + len(below) - 1
        if (end, right) == (row, place):
            sheet.write_string(row, place, words[-1], looks.header)
        else:
            sheet.merge_range(row, place, end, right, words[-1], looks.header)
        if not last:
            headers(sheet, below, place, top, row + 1, depth, looks)
        place = right + 1


def _total(
    sheet: Worksheet, row: int, columns: Sequence[Column], rows: Sequence[Row], layout: Mapping[str, Any], looks: Looks
) -> None:
    for place, column in enumerate(columns):
        numbers = [row[column.field] for row in rows if _is_number(row.get(column.field))]
        if column.field == "school_name":
            sheet.write_string(row, place, layout["total"], looks.text)
        elif numbers and column.field not in layout["columns"]["unsummed"]:
            sheet.write_number(row, place, round(sum(numbers), 2), _look(column.field, looks))  # ㎡, 万元: hundredths
        else:
            sheet.write_string(row, place, layout["unplaced"], looks.text)


def _school(
    sheet: Worksheet, row: int, columns: Sequence[Column], values: Row, layout: Mapping[str, Any], looks: Looks
) -> None:
    for place, column in enumerate(columns):
        value = values[column.field]
        if _is_number(value):
            sheet.write_number(row, place, value, _look(column.field, looks))
        elif value == "":
            sheet.write_blank(row, place, None, looks.text)
        else:
            sheet.write_string(row, place, _written(column.field, value, layout["words"]), looks.text)


def _written(field: str, value: Any, words: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return words["yes"] if value else words["no"]
    return words[field].format(code=value, label=_labels()[field][value]) if field in CODED else value


@cache
def _labels() -> dict[str, Mapping[str, str]]:
    codes = tomllib.loads((DATA / "columns" / "codes.toml").read_text(encoding="utf-8"))
    return {"kind": codes["kinds"], "sponsor": codes["sponsors"], "urban": codes["urban"]}


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _look(field: str, looks: Looks) -> Format:
    if field in ("longitude", "latitude"):
        return looks.place
    return looks.area if field.endswith(("_m2", "_wan_yuan")) else looks.number


def looks_of(book: xlsxwriter.Workbook) -> Looks:
    """Return the formats of a workbook."""

    def look(**more: Any) -> Format:
        return book.add_format({"font_name": "宋体", "font_size": 10, "valign": "vcenter", **more})

    return Looks(
        title=look(font_size=16, bold=True, align="center"),
        plain=look(),
        header=look(bold=True, align="center", text_wrap=True, border=1),
        text=look(border=1),
        number=look(border=1, num_format="0"),
        area=look(border=1, num_format="0.00"),
        place=look(border=1, num_format="0.000000"),
    )
