"""Small school tables to damage cell by cell: the clean set's headings above a few of its schools."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

import openpyxl
from openpyxl.utils import column_index_from_string, get_column_letter

from monitoring.settings import load_settings
from monitoring.validation import Checked, Problem, check
from monitoring.workbook import SourceFile
from tests.support.rules import RULEBOOK
from tests.support.strange_layouts import CLEAN, FIRST_SCHOOL, HEADING_ROWS, STAGES, clean_table

PERIOD = date(2026, 3, 31)
REPAIR, MISSING = "repair", "missing"
KIND = ("办学类型",)

BOOKS, PUPILS, CLASSES, TEACHERS = "图书", "在校生数›合计", "班级数›计", "专任教师›合计"
ROOMS, MULTIMEDIA, ASSETS = "教室间数", "网络多媒体教室间数", "固定资产总值›计"
EQUIPMENT, SPORTS, TOWN = "固定资产总值›教学仪器设备资产值", "占地面积›运动场地面积", "所在地区划四级"
BACKBONE, NAME, CODE, BANDWIDTH = "县级及以上骨干教师", "学校(机构)名称", "学校标识码", "信息化›出口带宽"
TEACHING, SPECIAL, ORDINARY = "教学及辅助用房›面积计", "教学及辅助用房›专用教室面积小计", "教学及辅助用房›普通教室›面积"
MUSIC = "教学及辅助用房›音乐专用教室›面积"
"""Heading paths of the clean set, joined by "›"."""


class Error(str):
    """An Excel error value."""


class Text(str):
    """A text that begins with "=" and is no formula."""


def letter(label: str, stage: str = "primary") -> str:
    """Return the column letter of a heading path of the clean set, joined by "›"."""
    return get_column_letter(clean_table(stage).paths.index(tuple(label.split("›"))) + 1)


def address(label: str, school: int, stage: str = "primary") -> str:
    """Return the cell of a column and a school, counted from 0."""
    return f"{letter(label, stage)}{FIRST_SCHOOL + school}"


@cache
def _trimmed(stage: str, kinds: tuple[str, ...], schools: int) -> bytes:
    """The clean table's headings, a group's name over each of its columns, and the first schools of some kinds."""
    whole = openpyxl.load_workbook(CLEAN / f"综合报表_{STAGES[stage]}.xlsx").active
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = STAGES[stage]
    for row in whole.iter_rows(max_row=FIRST_SCHOOL - 1, values_only=True):
        sheet.append(row)
    for area in whole.merged_cells.ranges:
        if area.min_row in HEADING_ROWS:
            for row in range(area.min_row, area.max_row + 1):
                for column in range(area.min_col, area.max_col + 1):
                    sheet.cell(row, column).value = whole.cell(area.min_row, area.min_col).value
    kind = clean_table(stage).paths.index(KIND)
    for row in [row for row in clean_table(stage).schools if str(row[kind]).startswith(kinds)][:schools]:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def workbook(
    cells: Mapping[tuple[str, int], Any] | None = None,
    *,
    stage: str = "primary",
    kinds: tuple[str, ...] = ("211", "小学", "311", "初级", "342", "高级"),
    schools: int = 4,
    repeat: Sequence[int] = (),
    hide: Sequence[int] = (),
    merge: str = "",
    drop: Sequence[str] = (),
    sums: Mapping[str, Any] | None = None,
    texts: Mapping[str, str] | None = None,
    sheet_name: str = "",
    name: str = "",
) -> SourceFile:
    """
    Return a small table.

    Args:
        cells: (heading path, school from 0) → what is typed there.
        repeat: schools that are written once more at the end, before `cells` are typed.
        hide: schools whose row is hidden.
        merge: a range to merge; drop: columns to delete; sums: 合计 row, heading path → value.
        texts: address → text above the headings.
    """
    book = openpyxl.load_workbook(io.BytesIO(_trimmed(stage, kinds, schools)))
    sheet = book.active
    for school in repeat:
        sheet.append([cell.value for cell in sheet[FIRST_SCHOOL + school]])
    if sums is not None:
        row = sheet.max_row + 1
        sheet.cell(row, 1).value = "合计"
        for label, value in sums.items():
            sheet[f"{letter(label, stage)}{row}"] = value
    for (label, school), value in (cells or {}).items():
        cell = sheet[address(label, school, stage)]
        cell.value = value
        if isinstance(value, Text):
            cell.data_type = "s"
        if isinstance(value, Error):
            cell.data_type = "e"
    for place, value in (texts or {}).items():
        sheet[place] = value
    for school in hide:
        sheet.row_dimensions[FIRST_SCHOOL + school].hidden = True
    if merge:
        sheet.merge_cells(merge)
    for column in sorted((column_index_from_string(letter(label, stage)) for label in drop), reverse=True):
        sheet.delete_cols(column)
    sheet.title = sheet_name or sheet.title
    out = io.BytesIO()
    book.save(out)
    return SourceFile(name or f"综合报表_{STAGES[stage]}.xlsx", out.getvalue())


def checked(*files: SourceFile, **options: Any) -> Checked:
    """Check small tables under the project's own settings."""
    return check(files, load_settings(), RULEBOOK.projects, options.pop("period", PERIOD), **options)


def found(result: Checked, *codes: str) -> list[Problem]:
    """Return the problems of some kinds."""
    return [problem for problem in result.problems if problem.code in codes]


def only(result: Checked, code: str) -> Problem:
    """Return the one problem of a kind; there must be one."""
    problems = found(result, code)
    assert 1 == len(problems), [(problem.code, problem.cell, problem.found) for problem in result.problems]
    return problems[0]


def value(result: Checked, field: str, school: int = 0, decision: str = "", stage: str = "primary") -> Any:
    """Return what is stored of a school under one decision for everything."""
    rows = result.rows({problem.id: decision for problem in result.problems if decision})
    return rows[rows["stage"] == stage][field].iloc[school]


def typed(label: str, text: Any, **options: Any) -> Checked:
    """Check a table in which the first school has a text in one cell."""
    return checked(workbook({(label, 0): text}, **options))


def missing(number: float) -> bool:
    """Return whether a figure is not reported."""
    return math.isnan(number)
