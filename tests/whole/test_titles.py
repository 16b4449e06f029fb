"""A title that names another year than the report date's: the file may be the wrong one."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support.small_tables import checked, found, only, workbook

SEPTEMBER = date(2026, 9, 30)


def titled(title, period=date(2026, 3, 31)):
    """Check a small table under a title, whose second line says no date."""
    return checked(
        workbook(texts={"A1": title, "A2": "填报单位：澄湖县教育局　报出日期：2025年4月20日"}), period=period
    )


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("澄湖县2025年小学综合报表", "2025年"),
        ("澄湖县2025年度小学综合报表", "2025年"),
        ("澄湖县二〇二五年小学综合报表", "2025年"),
        ("澄湖县2024-2025学年初小学综合报表", "2024-2025学年"),
        ("澄湖县2024—2025学年小学综合报表", "2024-2025学年"),
        ("澄湖县2024/25学年小学综合报表", "2024/25学年"),
        ("澄湖县2026-2027学年初小学综合报表", "2026-2027学年"),
    ],
)
def test_a_title_of_another_year_is_a_warning(title, said):
    """Kept: only the officer knows which of the two is a slip."""
    problem = only(titled(title), "title_year")

    assert ("warning", "第1行", said) == (problem.severity, problem.cell, problem.found)
    assert "2026年或2025-2026学年：这次导入的统计时点是 2026-03-31" == problem.expected


@pytest.mark.parametrize(
    "title",
    [
        "澄湖县2026年小学综合报表", "澄湖县2025-2026学年小学综合报表", "澄湖县2025学年小学综合报表",
        "澄湖县2025-2026学年小学综合报表（2025年口径）", "澄湖县小学综合报表（2017年版指标）",
        "小学表（教督〔2017〕6号）",
        "澄湖县2021-2026年小学综合报表", "澄湖县小学综合报表",
    ],
)  # fmt: skip
def test_a_title_that_names_the_report_dates_year_is_none(title):
    """One of several years is enough; a date of printing is no year of the table."""
    assert [] == found(titled(title), "title_year")


def test_a_school_year_begins_in_september():
    """Of 2026-09-30 the school year is 2026-2027, no longer 2025-2026."""
    assert [] == found(titled("澄湖县2026-2027学年初小学综合报表", SEPTEMBER), "title_year")
    assert 1 == len(found(titled("澄湖县2025-2026学年小学综合报表", SEPTEMBER), "title_year"))
