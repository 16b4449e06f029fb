"""工程项目 beside other things: that a county has no list of them, and that a chosen stage does not narrow them."""

from __future__ import annotations

from datetime import date


def absent(period: date) -> str:
    """
    Say that a report date has no projects, and how to get them.

    >>> absent(date(2026, 9, 30))[:31]
    '报告期 2026-09-30 的数据里没有“工程项目进度”这个'
    """
    return f"报告期 {period} 的数据里没有“工程项目进度”这个工作簿；可以单独导入，学校的各张表不变"


def every_stage(stage: str) -> str:
    """
    Say that the projects shown are those of every stage, where one is chosen; "" where none is.

    Args:
        stage: its word, "" all.

    >>> every_stage("小学"), every_stage("")
    ('工程项目不分学段，选了小学，这里仍是全部学段的', '')
    """
    return f"工程项目不分学段，选了{stage}，这里仍是全部学段的" if stage else ""
