"""
A day that is typed on a page: read as the date of a cell is, or said to be none.

Leaves out days in files (validation.dates) and whether the day has come yet: what is asked says so itself.
"""

from __future__ import annotations

from datetime import date

from monitoring.validation.cells.date_words import possible_days
from monitoring.validation.cells.dates import NOTE, ODD, read_date
from monitoring.validation.cells.numbers import PLAIN

WHOLE = (PLAIN, NOTE, ODD)
"""The readings that name year, month and day."""


def day_of(typed: str) -> date | None:
    """
    Return the day that is typed; None where it is no whole date, or of a year that cannot be meant.

    >>> day_of("2026-09-25"), day_of(" 2026.9.25 "), day_of("2026年9月25日")
    (datetime.date(2026, 9, 25), datetime.date(2026, 9, 25), datetime.date(2026, 9, 25))
    >>> day_of("下周五"), day_of("9月25日"), day_of("2026-09"), day_of("1985-09-25"), day_of("")
    (None, None, None, None, None)
    """
    reading = read_date(typed, possible_days()[1], is_planned=False)
    return reading.value if reading.how in WHOLE else None


def not_a_day(field: str, typed: str) -> str:
    """
    Say that a field holds no day.

    >>> not_a_day("日期", "下周五")
    '日期填的是“下周五”，应为 1990 年以后的日期，写成 2026-09-25 这样；这次没有保存。'
    >>> not_a_day("拍摄日期", " ")
    '拍摄日期是空的，应为 1990 年以后的日期，写成 2026-09-25 这样；这次没有保存。'
    """
    stands = f"填的是“{typed.strip()}”" if typed.strip() else "是空的"
    return f"{field}{stands}，应为 {possible_days()[0].year} 年以后的日期，写成 2026-09-25 这样；这次没有保存。"
