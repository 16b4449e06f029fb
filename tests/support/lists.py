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
