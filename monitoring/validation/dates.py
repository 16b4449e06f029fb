"""What a cell that should hold a date says: read without loss, read with a warning, left to judgement, or no date."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from monitoring.validation.numbers import BAD, BLANK, DOUBT, ERROR, NOTE, PLACEHOLDER, PLAIN, words
from monitoring.workbook import plain

ODD, MONTH, NO_YEAR, SHORT_YEAR, NO_SUCH_DAY, FUTURE = "odd", "month", "no_year", "short_year", "no_such_day", "future"
MARK = r"[./\-年月]"
FULL = re.compile(rf"(\d{{4}}){MARK}(\d{{1,2}}){MARK}(\d{{1,2}})([日号]?)")
COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
YEAR_MONTH = re.compile(r"(\d{4})[./\-年](\d{1,2})月?(?:份|底)?")
MONTH_DAY = re.compile(r"(\d{1,2})(?:月(\d{1,2})[日号]?|[./\-](\d{1,2})日?)")
SHORT = re.compile(rf"(\d\d){MARK}(\d{{1,2}}){MARK}(\d{{1,2}})[日号]?")
TIME = re.compile(r"(?<=\d)(?:T|日)?\d{1,2}:\d\d(?::\d\d)?$")
EPOCH = date(1899, 12, 30)  # of the office program's serial numbers
FIRST_SERIAL, LAST_SERIAL = 20_000, 80_000  # 1954 to 2119
FIRST_YEAR, LAST_YEAR = 1900, 2100
CENTURY = 2000


@dataclass(frozen=True)
class DateReading:
    """
    What a cell says.

    Attributes:
        how: plain, note, odd (2024-6-12日), month, no_year, short_year, doubt, no_such_day, future, blank, placeholder,
            error, bad.
        value: the date; None where there is none, or where it does not count.
    """

    how: str
    value: date | None = None


def read_date(value: Any, on: date, *, is_planned: bool, error: str = "") -> DateReading:
    """
    Read a cell that should hold a date.

    Args:
        on: the report date: what happened later has not happened; a date without a year is the latest not after it.
        is_planned: a plan may lie ahead; its month is its last day, and without a year it needs judgement.

    >>> report = date(2026, 3, 31)
    >>> read_date("2025年11月20日", report, is_planned=False)
    DateReading(how='note', value=datetime.date(2025, 11, 20))
    >>> read_date("2026年3月", report, is_planned=False)
    DateReading(how='month', value=datetime.date(2026, 3, 31))
    >>> read_date("3月6日", report, is_planned=False)
    DateReading(how='no_year', value=datetime.date(2026, 3, 6))
    >>> [read_date(text, report, is_planned=False).how for text in ("2025/13/16", "2026-04-01", "", "—", 45245.0)]
    ['no_such_day', 'future', 'blank', 'placeholder', 'note']
    """
    if error or (isinstance(value, str) and value.strip().startswith("#")):
        return DateReading(ERROR)
    reading = _reading(value, on, is_planned)
    if reading.value and not is_planned and reading.value > on:
        return DateReading(MONTH, on) if reading.how == MONTH and _is_this_month(reading.value, on) else _future()
    return reading


def _future() -> DateReading:
    return DateReading(FUTURE)


def _is_this_month(last: date, on: date) -> bool:
    """A month counts as its last day, at most the report date."""
    return (last.year, last.month) == (on.year, on.month)


def _reading(value: Any, on: date, is_planned: bool) -> DateReading:
    if isinstance(value, datetime):
        return DateReading(PLAIN, value.date())
    if isinstance(value, date):
        return DateReading(PLAIN, value)
    if isinstance(value, bool):
        return DateReading(BAD)
    if isinstance(value, float):
        if FIRST_SERIAL <= value <= LAST_SERIAL:
            return DateReading(NOTE, EPOCH + timedelta(days=int(value)))
        value = str(int(value)) if value.is_integer() else str(value)
    return _from_text(plain(value), on, is_planned)


def _from_text(text: str, on: date, is_planned: bool) -> DateReading:
    if not text:
        return DateReading(BLANK)
    if text in words()["placeholders"] or text in words()["none"]:
        return DateReading(PLACEHOLDER)
    text = TIME.sub("", text)
    for pattern in (FULL, COMPACT):
        match = pattern.fullmatch(text)
        if match:
            is_stray = pattern is FULL and match[4] and "月" not in text
            return _day(*map(int, match.groups()[:3]), ODD if is_stray else NOTE)
    match = SHORT.fullmatch(text)
    if match:
        return _day(CENTURY + int(match[1]), int(match[2]), int(match[3]), SHORT_YEAR)
    match = YEAR_MONTH.fullmatch(text)
    if match:
        year, month = int(match[1]), int(match[2])
        return _day(year, month, calendar.monthrange(year, month)[1] if 1 <= month <= 12 else 1, MONTH)  # noqa: PLR2004
    match = MONTH_DAY.fullmatch(text)
    return _without_year(int(match[1]), int(match[2] or match[3]), on, is_planned) if match else DateReading(BAD)


def _without_year(month: int, day: int, on: date, is_planned: bool) -> DateReading:
    if is_planned:
        return DateReading(DOUBT)
    for year in range(on.year, on.year - 5, -1):  # 2月29日 comes every fourth year
        reading = _day(year, month, day, NO_YEAR)
        if reading.value and reading.value <= on:
            return reading
    return DateReading(NO_SUCH_DAY)


def _day(year: int, month: int, day: int, how: str) -> DateReading:
    try:
        return DateReading(how, date(year, month, day)) if FIRST_YEAR <= year <= LAST_YEAR else DateReading(NO_SUCH_DAY)
    except ValueError:
        return DateReading(NO_SUCH_DAY)
