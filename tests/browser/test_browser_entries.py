"""工程项目 in a real browser: a figure that cannot be is refused in Chinese, and what is kept is the newest day."""

from __future__ import annotations

import shutil

import pytest

from tests.support.browser import OFFICE, serve, window

PROJECT = "CH-2025-001"


@pytest.fixture
def own(tmp_path, clean_database):
    """A database of the test's own, to write into."""
    path = tmp_path / "own.db"
    shutil.copy(clean_database, path)
    return f"sqlite:///{path}"


def test_a_percent_is_refused_and_then_kept_and_every_part_of_the_page_knows(browser, own):
    with serve(own) as url, window(browser, url, OFFICE) as seen:
        seen.open(f"/projects?view=project&project={PROJECT}")
        page, button = seen.page, seen.page.get_by_role("button", name="保存这次填报")
        day = page.get_by_label("日期", exact=True).last
        day.fill("2026-11-20")
        page.get_by_label("形象进度 %").fill("150")
        button.click()
        page.get_by_text("形象进度填的是“150”，应是 0 到 100 的数字，如 66，请改正，这次没有保存。").wait_for()
        assert "150" == page.get_by_label("形象进度 %").input_value()

        page.get_by_label("形象进度 %").fill("66")
        button.click()
        page.get_by_text("11月20日 66% 已存入（本机）。").wait_for()
        seen.settle()

        assert 0 == page.get_by_text("这次没有保存").count()
        assert 1 == page.get_by_text("已存入").count()
        assert "" == page.get_by_label("形象进度 %").input_value()
        assert "项目 11-20" in page.locator(".asof").inner_text()
        assert "最新（11-20）" in page.locator(".st-key-filters input").evaluate_all(
            "all => all.map(each => each.value)"
        )
        assert ([], [], []) == (seen.errors, seen.refused, seen.outside)
