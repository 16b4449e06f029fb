"""Workbooks of the clean county's projects with some of their sheets, changed as a test wants it."""

from __future__ import annotations

import io
from functools import cache

import openpyxl

from monitoring.workbook import SourceFile
from tests.support import DATA

MARCH = DATA / "A_clean" / "2026年3月"


def projects_workbook(*kept, change=None):
    """Return 工程项目进度.xlsx with some of its sheets, after a change of the book."""
    book = openpyxl.load_workbook(MARCH / "工程项目进度.xlsx")
    for sheet in book.sheetnames:
        if sheet not in kept:
            del book[sheet]
    if change:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return SourceFile("工程项目进度.xlsx", out.getvalue())


@cache
def schools():
    """Return the clean county's three school tables."""
    return [SourceFile(path.name, path.read_bytes()) for path in sorted(MARCH.glob("综合报表*.xlsx"))]


SEPTEMBER = DATA / "A_clean" / "2026年9月"


def projects_of(day, change=None):
    """
    Return 工程项目进度.xlsx of September with another day in every title and note, after a change of its 项目清单.

    Args:
        day: as "2026年11月27日".
    """
    book = openpyxl.load_workbook(SEPTEMBER / "工程项目进度.xlsx")
    for sheet in book:
        for row in (*sheet.iter_rows(max_row=2), *sheet.iter_rows(min_row=sheet.max_row)):
            for cell in row:
                if isinstance(cell.value, str) and "2026年9月" in cell.value:
                    bare = cell.value.replace("截至2026年9月30日", "").replace("2026年9月", "")
                    cell.value = f"{bare}截至{day}"
    if change:
        change(book["项目清单"])
    out = io.BytesIO()
    book.save(out)
    return SourceFile("工程项目进度.xlsx", out.getvalue())
