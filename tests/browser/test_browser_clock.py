"""A week's lists on top of the sample's school tables: lights and funnel move, the schools of 总览 stay."""

from __future__ import annotations

import io
import re
import shutil
from datetime import date, datetime

import openpyxl
import pytest

from monitoring import sample
from tests.support.browser import OFFICE, serve, window

WEEK = "2026年12月4日"
LISTS = ("班班通台账", "工程项目进度")


@pytest.fixture
def week(tmp_path):
    """The lists of September, of another day: every room that is connected is accepted, one project is done."""
    paths = []
    for name, content in sample.files(date(2026, 9, 30)):
        if not any(part in name for part in LISTS):
            continue
        book = openpyxl.load_workbook(io.BytesIO(content))
        for sheet in book:
            for row in sheet.iter_rows():
                for cell in row:
                    if isinstance(cell.value, str) and re.search(r"2026年9月(30日)?", cell.value):
                        cell.value = re.sub(r"2026年9月(30日)?", WEEK, cell.value)
            heads = {str(cell.value): cell.column for row in sheet.iter_rows(max_row=4) for cell in row if cell.value}
            accepted = next((column for head, column in heads.items() if head.startswith("验收日期")), None)
            connected = next((column for head, column in heads.items() if head.startswith("联网日期")), None)
            if accepted and connected:
                for row in range(3, sheet.max_row):
                    if isinstance(sheet.cell(row, connected).value, datetime) and not sheet.cell(row, accepted).value:
                        sheet.cell(row, accepted).value = datetime(2026, 12, 1)
        path = tmp_path / name.replace("2026年9月", WEEK)
        book.save(path)
        paths.append(str(path))
    assert 1 + 1 == len(paths)
    return paths


def headline(seen) -> str:
    return seen.page.locator("h1.headline").inner_text()


def dates(seen) -> str:
    return seen.page.locator(".asof").inner_text()


def test_a_week_is_imported_on_top_of_the_school_tables(browser, sample_database, tmp_path, week):
    database = tmp_path / "own.db"
    shutil.copy(sample_database, database)
    with serve(f"sqlite:///{database}") as url, window(browser, url, OFFICE) as seen:
        seen.open("/")
        schools = headline(seen)
        seen.open("/progress")
        rooms = headline(seen)
        seen.open("/import")
        seen.page.locator("input[type=file]").first.set_input_files(week)
        seen.page.get_by_role("button", name="入库", exact=True).wait_for()
        seen.settle()
        seen.page.get_by_role("button", name="入库", exact=True).click()
        seen.page.get_by_text("已入库").first.wait_for()
        seen.settle()

        seen.open("/")
        assert schools == headline(seen)
        assert "学校 9-30 · 班班通 12-4 · 项目 12-4" == dates(seen)
        seen.open("/progress")
        assert rooms != headline(seen)
        seen.open("/projects")
        assert "项目 12-4" in dates(seen)
        seen.open("/progress?period=2026-09-30")
        assert "数据截至 2026-09-30" in dates(seen)
        assert [] == seen.errors
