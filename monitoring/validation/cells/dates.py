"""What a cell that should hold a date says: read without loss, read with a warning, left to judgement, or no date."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from monitoring.validation.cells.date_words import date_words, in_digits, is_possible
from monitoring.validation.cells.numbers import BAD, BLANK, DOUBT, ERROR, NOTE, PLACEHOLDER, PLAIN, words
from monitoring.workbook import plain

ODD, MONTH, NO_YEAR, SHORT_YEAR, NO_SUCH_DAY, FUTURE = "odd", "month", "no_year", "short_year", "no_such_day", "future"
YEAR, QUARTER, OUTSIDE = "year", "quarter", "outside"
MARK = r"[./\-,、·•‧・。\\_年月]"
FULL = re.compile(rf"(\d{{4}}){MARK}(\d{{1,2}}){MARK}(\d{{1,2}})([日号]?)")
WITHIN = re.compile(r"(?<!\d)(\d{4})[./\-年](\d{1,2})[./\-月](\d{1,2})(?!\d)[日号]?")
COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
YEAR_MONTH = re.compile(r"(\d{4})[./\-,、·。年](\d{1,2})月?(?:份|底)?")
COMPACT_MONTH = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])")
QUARTERS = "一二三四"
YEAR_QUARTER = re.compile(r"(\d{4})(?:年度?)?[\-./]?(?:第?([一二三四1-4])季度?|q([1-4]))[末底]?", re.IGNORECASE)
YEAR_ALONE = re.compile(r"(?:19|20)\d\d(?:年度?|年[初底内])?")
MONTH_DAY = re.compile(r"(\d{1,2})(?:月(\d{1,2})[日号]?|[./\-](\d{1,2})日?)")
SHORT = re.compile(rf"(\d\d){MARK}(\d{{1,2}}){MARK}(\d{{1,2}})[日号]?")
TIME = re.compile(r"(?<=\d)(?:T|日)?\d{1,2}:\d\d(?::\d\d)?$")
EPOCH = date(1899, 12, 30)  # of the office program's serial numbers
SERIAL = re.compile(r"\d{5}")
LAST_SERIAL = 80_000  # 2119
FIRST_TYPED, LAST_TYPED = 1900, 2100  # a number in a cell formatted as a date that may be a year
CENTURY = 2000


@dataclass(frozen=True)
class DateReading:
    """
    What a cell says.

    Attributes:
        how: plain, note, odd (2024-6-12日), month, quarter (of a plan), year (alone: no date), outside (of the years
            that are possible), no_year, short_year, doubt, no_such_day, future, blank, placeholder, error, bad.
        value: the date; None where there is none, or where it does not count.
    """

    how: str
    value: date | None = None


def read_date(value: Any, on: date, *, is_planned: bool, error: str = "") -> DateReading:
    """
    Read a cell that should hold a date.

    Args:
        on: the report date: what happened later has not happened; a date without a year is the latest not after it.
        is_planned: a plan may lie ahead; its month or quarter is its last day, and without a year it needs judgement.

    >>> report = date(2026, 3, 31)
    >>> read_date("2025年11月20日", report, is_planned=False)
    DateReading(how='note', value=datetime.date(2025, 11, 20))
    >>> read_date("2026年3月", report, is_planned=False)
    DateReading(how='month', value=datetime.date(2026, 3, 31))
    >>> read_date("3月6日", report, is_planned=False)
    DateReading(how='no_year', value=datetime.date(2026, 3, 6))
    >>> read_date("2026年三季度", report, is_planned=True)
    DateReading(how='quarter', value=datetime.date(2026, 9, 30))
    >>> [read_date(text, report, is_planned=False).how for text in ("2025/13/16", "2026-04-01", "", "—", 45245.0)]
    ['no_such_day', 'future', 'blank', 'placeholder', 'note']
    >>> [read_date(text, report, is_planned=False).how for text in (2026.0, "2026年", date(1905, 7, 18), "1985-09-01")]
    ['year', 'year', 'year', 'outside']
    >>> [read_date(text, report, is_planned=True).how for text in ("9999-12-31", date(9999, 12, 31), "1900年1月")]
    ['outside', 'outside', 'outside']
    """
    if error or (isinstance(value, str) and value.strip().startswith("#")):
        return DateReading(ERROR)
    reading = _reading(value, on, is_planned)
    if reading.value and not is_possible(reading.value):
        return DateReading(OUTSIDE)
    if reading.value and not is_planned and reading.value > on:
        return _ahead(reading, on)
    return reading


def _ahead(reading: DateReading, on: date) -> DateReading:
    """What is said to have happened after the report date; 30/9/26 may name the day first: it is not read."""
    if reading.how == MONTH and _is_this_month(reading.value, on):
        return DateReading(MONTH, on)
    return DateReading(BAD if reading.how == SHORT_YEAR else FUTURE)


def _is_this_month(last: date, on: date) -> bool:
    """A month counts as its last day, at most the report date."""
    return (last.year, last.month) == (on.year, on.month)


def _reading(value: Any, on: date, is_planned: bool) -> DateReading:
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return _of_cell(value)
    if isinstance(value, bool):
        return DateReading(BAD)
    if isinstance(value, float):
        if _is_serial(value):
            return DateReading(NOTE, _day_of(value))
        value = str(int(value)) if value.is_integer() else str(value)
    return _from_text(value, on, is_planned)


def _of_cell(day: date) -> DateReading:
    """A cell formatted as a date, in which somebody may have typed 2026 or 202603: it shows 1905-07-18, 2454-09-14."""
    typed = (day - EPOCH).days
    if FIRST_TYPED <= typed <= LAST_TYPED:
        return DateReading(YEAR)
    match = None if is_possible(day) else COMPACT_MONTH.fullmatch(str(typed))
    return _month(int(match[1]), int(match[2])) if match else DateReading(PLAIN, day)


def _is_serial(number: float) -> bool:
    """Whether a number is the office program's count of days: from the earliest likely year on, 20263 is none."""
    return (date(date_words()["earliest_year"], 1, 1) - EPOCH).days <= number <= LAST_SERIAL


def _day_of(serial: float) -> date:
    return EPOCH + timedelta(days=int(serial))


def _from_text(typed: str, on: date, is_planned: bool) -> DateReading:
    text = plain(typed)
    if not text:
        return DateReading(BLANK)
    if text in words()["placeholders"] or text in words()["none"] or _is_not_yet(text):
        return DateReading(PLACEHOLDER)
    text = in_digits(TIME.sub("", text) if TIME.search(text) else typed)
    if SERIAL.fullmatch(text) and _is_serial(int(text)):
        return DateReading(NOTE, _day_of(int(text)))
    quarter = YEAR_QUARTER.fullmatch(text) if is_planned else None  # nothing happened “in a quarter”: a day is asked
    if quarter:
        return _quarter(int(quarter[1]), quarter[2] or quarter[3])
    return _whole(text) or _partial(text) or _inside(text) or _without_year(text, on, is_planned)


def _is_not_yet(text: str) -> bool:
    """未验收, 否: it has not happened, in words."""
    return text.startswith(tuple(date_words()["not_yet"])) and not any(sign.isdigit() for sign in text)


def _inside(text: str) -> DateReading | None:
    """One whole date inside other words, 已验收(2026-03-07); none where they may mean another thing."""
    matches = list(WITHIN.finditer(text))
    if len(matches) != 1:
        return None
    (match,) = matches
    beside = text[: match.start()] + text[match.end() :]
    if any(sign.isdigit() for sign in beside) or any(word in beside for word in date_words()["not_done"]):
        return None
    return _day(*map(int, match.groups()), ODD)


def _whole(text: str) -> DateReading | None:
    """Year, month and day."""
    for pattern in (FULL, COMPACT):
        match = pattern.fullmatch(text)
        if match:
            is_stray = pattern is FULL and match[4] and "月" not in text
            return _day(*map(int, match.groups()[:3]), ODD if is_stray else NOTE)
    match = SHORT.fullmatch(text)
    return _day(CENTURY + int(match[1]), int(match[2]), int(match[3]), SHORT_YEAR) if match else None


def _partial(text: str) -> DateReading | None:
    """Year and month, or a year alone, which is no date."""
    match = YEAR_MONTH.fullmatch(text) or COMPACT_MONTH.fullmatch(text)
    if match:
        return _month(int(match[1]), int(match[2]))
    return DateReading(YEAR) if YEAR_ALONE.fullmatch(text) else None


def _month(year: int, month: int) -> DateReading:
    """The last day of a month."""
    return _day(year, month, calendar.monthrange(year, month)[1] if 1 <= month <= 12 else 1, MONTH)  # noqa: PLR2004


def _quarter(year: int, said: str) -> DateReading:
    """The last day of a quarter."""
    number = QUARTERS.find(said) + 1 or int(said)
    return replace(_month(year, 3 * number), how=QUARTER)


def _without_year(text: str, on: date, is_planned: bool) -> DateReading:
    match = MONTH_DAY.fullmatch(text)
    if not match:
        return DateReading(BAD)
    if is_planned:
        return DateReading(DOUBT)
    for year in range(on.year, on.year - 5, -1):  # 2月29日 comes every fourth year
        reading = _day(year, int(match[1]), int(match[2] or match[3]), NO_YEAR)
        if reading.value and reading.value <= on:
            return reading
    return DateReading(NO_SUCH_DAY)


def _day(year: int, month: int, day: int, how: str) -> DateReading:
    try:
        return DateReading(how, date(year, month, day))
    except ValueError:
        return DateReading(NO_SUCH_DAY)
