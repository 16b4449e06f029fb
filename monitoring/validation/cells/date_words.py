"""Spellings of dates brought to digits, the year first: Chinese numerals, English months, the day before the year."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Any

from monitoring.settings import DATA
from monitoring.settings.kept import kept
from monitoring.validation.cells.numerals import chinese_number
from monitoring.workbook import plain

FILE = DATA / "columns" / "dates.toml"
NUMERALS = re.compile(r"[〇零○一二三四五六七八九十]+(?=[年月日号]|$)")
APART = re.compile(r"\d{4}(?:\s+\d{1,2}){1,2}")  # 2026 3 6; without its blanks it would be another number
WEEKDAY = re.compile(r"\(?(?:星期|周|礼拜)[一二三四五六日天]\)?$")
TRAILING = ".。,、;"
DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[-./, ]?([a-z]{3,9})[-./, ]{0,2}(\d{4}|\d\d)")
MONTH_DAY = re.compile(r"([a-z]{3,9})[-./, ]{0,2}(\d{1,2})(?:st|nd|rd|th)?[-./, ]{0,2}(\d{4})")
YEAR_MONTH_DAY = re.compile(r"(\d{4})[-./, ]?([a-z]{3,9})[-./, ]{0,2}(\d{1,2})")
MONTH_YEAR = re.compile(r"([a-z]{3,9})[-./, ]{0,2}(\d{4})")
YEAR_LAST = re.compile(r"(\d{1,2})[./\-](\d{1,2})[./\-](\d{4})")
CENTURY = "20"
MONTHS = 12
LETTERS = 3


@kept
def date_words() -> Mapping[str, Any]:
    """
    Return data/columns/dates.toml, read once.

    >>> date_words()["earliest_year"], len(date_words()["months"])
    (1990, 12)
    """
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def is_possible(day: date) -> bool:
    """
    Return whether a day lies within the years of data/columns/dates.toml; outside them nothing was typed as meant.

    >>> is_possible(date(1989, 12, 31)), is_possible(date(1990, 1, 1)), is_possible(date(2100, 12, 31))
    (False, True, True)
    """
    first, last = possible_days()
    return first <= day <= last


@kept
def possible_days() -> tuple[date, date]:
    """
    Return the first and the last possible day.

    >>> possible_days()
    (datetime.date(1990, 1, 1), datetime.date(2100, 12, 31))
    """
    return date(date_words()["earliest_year"], 1, 1), date(date_words()["latest_year"], 12, 31)


def in_digits(typed: str) -> str:
    """
    Return a date in digits, the year first, where its spelling leaves no doubt; anything else without blanks.

    >>> in_digits("二〇二六年三月六日"), in_digits("6-Mar-26"), in_digits("March 6, 2026"), in_digits("Mar 2026")
    ('2026年3月6日', '2026-3-6', '2026-3-6', '2026-3')
    >>> in_digits("2026 1 2"), in_digits("2026-3-6（周五）"), in_digits("16/3/2026"), in_digits("3/6/2026")
    ('2026-1-2', '2026-3-6', '2026-3-16', '3/6/2026')
    """
    text = re.sub(r"\s+", "-", typed.strip()) if APART.fullmatch(typed.strip()) else typed
    text = WEEKDAY.sub("", plain(text)).rstrip(TRAILING)
    if "年" in text or "月" in text:
        text = NUMERALS.sub(lambda match: f"{chinese_number(match[0].replace('○', '〇')):.0f}", text)
    return _english(text.lower()) or _year_first(text) or text


def _english(text: str) -> str:
    """6-Mar-26 as 2026-3-6; "" where no month is named, or the year is in doubt."""
    for pattern, order in ((DAY_MONTH, (3, 2, 1)), (MONTH_DAY, (3, 1, 2)), (YEAR_MONTH_DAY, (1, 2, 3))):
        match = pattern.fullmatch(text)
        if match and _month(match[order[1]]):
            year, month, day = (match[place] for place in order)
            return f"{year if len(year) == len('2026') else CENTURY + year}-{_month(month)}-{int(day)}"
    match = MONTH_YEAR.fullmatch(text)
    return f"{match[2]}-{_month(match[1])}" if match and _month(match[1]) else ""


def _month(word: str) -> int:
    """The number of a month, 0 where it is none."""
    names = date_words()["months"]
    numbers = [number for number, name in enumerate(names, start=1) if name[:LETTERS] == word[:LETTERS]]
    return numbers[0] if numbers and (names[numbers[0] - 1].startswith(word) or word == "sept") else 0


def _year_first(text: str) -> str:
    """16/3/2026 as 2026-3-16; "" where day and month may be exchanged."""
    match = YEAR_LAST.fullmatch(text)
    if not match:
        return ""
    first, second = int(match[1]), int(match[2])
    if first == second or first > MONTHS:
        return f"{match[3]}-{second}-{first}"
    return f"{match[3]}-{first}-{second}" if second > MONTHS else ""
