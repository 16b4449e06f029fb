"""Numbers in cells formatted as dates: a date only where it can be one, else the number that is stored."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from monitoring.workbook.parsing import parse

STYLES = "xl/styles.xml"
BUILT_IN = {str(number): "yyyy-mm-dd" for number in (*range(14, 23), *range(27, 37), 45, 47, *range(50, 59))}
"""Formats of dates and times that have a number and no text; 27 to 36 and 50 to 58 are those of a Chinese program."""
SPAN = {"46": "[h]:mm:ss"}
NO_LETTERS = re.compile(r'".*?"|\[(?!hh?\]|mm?\]|ss?\])[^\]]*\]', re.IGNORECASE)
"""Words, colours and places in a format."""
DATE_LETTERS = re.compile(r"(?<![_\\])[dmhys]", re.IGNORECASE)
SPAN_LETTERS = re.compile(r"\[(?:hh?|mm?|ss?)\]", re.IGNORECASE)
EPOCH, EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 (a workbook's date has no zone)
FIRST_DAY, LAST_DAY = 20_000, 80_000  # 1954 to 2119: what lies outside was never typed as a date
LAST_YEAR = 2100
FIRST_SURE = 61  # 1900-03-01: before it the office program counts a day that never was
DAY = timedelta(days=1)


class Dated(float):
    """A number that stands in a cell formatted as a date or a time, and is none of our dates."""

    @property
    def year(self) -> float:
        """
        The year that it most likely means: itself, or that of an early date.

        >>> Dated(2003).year, Dated(19_238).year  # 1952-09-01
        (2003.0, 1952.0)
        """
        is_day = LAST_YEAR < self < FIRST_DAY
        return float((EPOCH + timedelta(days=float(self))).year) if is_day else float(self)


def date_styles(xml: bytes) -> dict[str, bool]:
    """
    Return the styles of xl/styles.xml that show a number as a date: number of the style → whether as a time span.

    >>> date_styles(b'<s><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="46"/></cellXfs></s>')
    {'1': False, '2': True}
    """
    formats = BUILT_IN | SPAN
    ids: list[str] = []
    inside: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "numFmt" and inside[-1:] == ["numFmts"]:
            formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif tag == "xf" and inside[-1:] == ["cellXfs"]:
            ids.append(attributes.get("numFmtId", "0"))
        inside.append(tag)

    parse(xml, start, lambda _: inside.pop())
    codes = {str(place): formats.get(one, "").split(";")[0] for place, one in enumerate(ids)}
    return {
        place: SPAN_LETTERS.search(code) is not None
        for place, code in codes.items()
        if DATE_LETTERS.search(NO_LETTERS.sub("", code))
    }


def shown_as_date(number: float, *, is_span: bool, is_1904: bool) -> date | Dated:
    """
    Return what a number means in a cell formatted as a date, or as a time span.

    >>> shown_as_date(46112.0, is_span=False, is_1904=False), shown_as_date(504.0, is_span=False, is_1904=False)
    (datetime.date(2026, 3, 31), 504.0)
    """
    if is_span or not FIRST_DAY <= number <= LAST_DAY:
        return Dated(number)
    epoch = EPOCH_1904 if is_1904 else EPOCH
    if number.is_integer():
        return epoch.date() + timedelta(days=number)
    return epoch + timedelta(seconds=round(number * DAY.total_seconds()))


def from_old_reader(value: date | timedelta) -> date | Dated:
    """
    Return the number behind what the reader of .xls shows as a date or a time span; a date that can be one as it is.

    >>> from_old_reader(date(1905, 6, 25)), from_old_reader(timedelta(days=504)), from_old_reader(date(2026, 3, 31))
    (2003.0, 504.0, datetime.date(2026, 3, 31))
    """
    if isinstance(value, timedelta):
        return Dated(value / DAY)
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001
    number = (moment - EPOCH) / DAY
    return value if number < FIRST_SURE or FIRST_DAY <= number <= LAST_DAY else Dated(number)
