"""Writes lines of cells as a workbook; a cover and an empty sheet may stand before them."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter


def xlsx(sheets: list[tuple[str, list[list[Any]], list]], *, has_cover: bool) -> bytes:
    """Return a workbook of sheets: name, lines, ranges to merge (top, left, bottom, right, counted from 0)."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        if has_cover:
            cover = book.add_worksheet("封面")
            cover.write(2, 2, "澄湖县教育局 2026年3月报表")
            book.add_worksheet("空表")
        for name, lines, merges in sheets:
            sheet = book.add_worksheet(name)
            for row, line in enumerate(lines):
                for column, value in enumerate(line):
                    if value != "":
                        sheet.write(row, column, value)
            for top, left, bottom, right in merges:
                sheet.merge_range(top, left, bottom, right, lines[top][left])
    return out.getvalue()
