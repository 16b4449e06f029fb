"""
How a figure is written: cut, never rounded into a pass; one place for screens, papers and exports. Pure text.

Where more is better a value is cut, a gap and its cost are rounded up, and a figure that would print like the limit it
misses gets as many decimals as it takes to see the difference. What is missing is a dash, never a zero.
"""

from __future__ import annotations

import math
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal

MISSING = "—"
NO_CHANGE = "·"
MINUS = "−"
STAFF = "编制"
"""Stands where teachers would cost money: posts are not bought."""

WAN = 10_000
NOISE = 12  # significant digits: more than any quotient of reported figures needs, fewer than a float's own error shows
MOST_DECIMALS = 9
WHOLE_UNITS = frozenset("人间台册套班项所张个")
DECIMALS = {"人/生": 3, "%": 1}
USUAL_DECIMALS = 2
YES_NO = "项"
STAFF_UNIT = "人"
NUMERALS = "零一二三四五六七八九"


def is_missing(value: float | None) -> bool:
    """
    Return whether there is no figure.

    >>> is_missing(None), is_missing(float("nan")), is_missing(0)
    (True, True, False)
    """
    return value is None or (isinstance(value, float) and math.isnan(value))


def count(number: float | None) -> str:
    """
    Write a whole number.

    >>> count(1399), count(-4), count(float("nan"))
    ('1,399', '−4', '—')
    """
    return MISSING if is_missing(number) else _text(_decimal(number), 0, ROUND_HALF_EVEN)


def change(number: float | None) -> str:
    """
    Write a difference of counts: signed, a dot for none, a dash where it cannot be said.

    >>> change(4), change(-1), change(0), change(None)
    ('+4', '−1', '·', '—')
    """
    if is_missing(number):
        return MISSING
    return f"+{count(number)}" if number > 0 else count(number) if number < 0 else NO_CHANGE


def cut(value: float | None, decimals: int) -> str:
    """
    Write a value of which more is better, cut to `decimals`.

    >>> cut(0.9967, 2), cut(1295.999, 0), cut(0.29, 2)
    ('0.99', '1,295', '0.29')
    """
    return MISSING if is_missing(value) else _text(_decimal(value), decimals, ROUND_FLOOR)


def up(value: float | None, decimals: int) -> str:
    """
    Write what is missing, or what it costs, rounded up to `decimals`.

    >>> up(16810.01, 1), up(4706.2, 0), up(0, 0)
    ('16,810.1', '4,707', '0')
    """
    return MISSING if is_missing(value) else _text(_decimal(value), decimals, ROUND_CEILING)


def decimals_of(unit: str) -> int:
    """
    Return how many decimals values of a unit are shown with.

    >>> decimals_of("元/生"), decimals_of("㎡/生"), decimals_of("间"), decimals_of("人/生")
    (0, 2, 0, 3)
    """
    return 0 if unit.startswith("元") or unit in WHOLE_UNITS else DECIMALS.get(unit, USUAL_DECIMALS)


def value(figure: float | None, unit: str, required: float | None = None, *, less_is_better: bool = False) -> str:
    """
    Write what a school has, beside what is required of it.

    Cut where more is better, rounded up where less is, with at least the decimals of the requirement: so a figure that
    misses it never prints like it.

    >>> value(0.9967, "人/百生", 1), value(1297.99, "元/生", 2000), value(1, "项", 1), value(None, "㎡/生", 4.5)
    ('0.99', '1,297', '有', '—')
    >>> value(8.001, "人/台", 8, less_is_better=True), value(0.1251, "㎡/生", 0.125)
    ('8.01', '0.125')
    """
    if is_missing(figure):
        return MISSING
    if unit == YES_NO:
        return "有" if figure else "无"
    decimals = max(decimals_of(unit), 0 if is_missing(required) else _printed_decimals(required))
    return _text(_decimal(figure), decimals, ROUND_CEILING if less_is_better else ROUND_FLOOR)


def threshold(required: float | None, unit: str) -> str:
    """
    Write what is required, as the documents print it.

    A whole number of one digit is written with a decimal where values have some: 1.0 beside 0.99.

    >>> threshold(4.5, "㎡/生"), threshold(1, "人/百生"), threshold(45, "人/班"), threshold(2000, "元/生")
    ('4.5', '1.0', '45', '2,000')
    >>> threshold(1, "项")
    '有'
    """
    if is_missing(required):
        return MISSING
    if unit == YES_NO:
        return "有" if required else "无"
    least = 1 if decimals_of(unit) and abs(required) < len(NUMERALS) else 0
    return _text(_decimal(required), max(_printed_decimals(required), least), ROUND_HALF_EVEN)


def quantity(missing: float | None, unit: str) -> str:
    """
    Write how much is missing, with its unit: 元 as 万元, areas with one decimal, persons and things whole.

    >>> quantity(49, "人"), quantity(16810.01, "㎡"), quantity(3293001, "元"), quantity(None, "间")
    ('49 人', '16,810.1 ㎡', '329.4 万元', '—')
    """
    if is_missing(missing):
        return MISSING
    if unit == "元":
        return f"{wan(missing, 1)} 万元"
    return f"{up(missing, 0 if unit in WHOLE_UNITS else 1)} {unit}"


def wan(yuan: float | None, decimals: int = 0) -> str:
    """
    Write money in 万元, rounded up: whole for a county, one decimal for a school.

    >>> wan(71_815_001), wan(207_400, 1), wan(None)
    ('7,182', '20.8', '—')
    """
    return MISSING if is_missing(yuan) else _text(_decimal(yuan) / WAN, decimals, ROUND_CEILING)


def cost(yuan: float | None, unit: str, decimals: int = 0) -> str:
    """
    Write what closing a gap costs in 万元: 编制 for persons, a dash where there is no unit cost.

    >>> cost(45_000, "间"), cost(None, "人"), cost(None, "班"), cost(207_400, "元", 1)
    ('5', '编制', '—', '20.8')
    """
    return STAFF if unit == STAFF_UNIT and is_missing(yuan) else wan(yuan, decimals)


def share(part: float, whole: float, decimals: int = 1) -> str:
    """
    Write a share in percent, cut; a dash where there is no whole.

    >>> share(71, 118), share(1, 1, 0), share(199, 200, 0), share(0, 0)
    ('60.1%', '100%', '99%', '—')
    """
    return percent(Decimal(100) * _decimal(part) / _decimal(whole), decimals) if whole else MISSING


def percent(value: float | Decimal | None, decimals: int = 1) -> str:
    """
    Write a percentage, cut; none and all need no decimals.

    >>> percent(96.17), percent(99.96, 0), percent(0), percent(100)
    ('96.1%', '99%', '0%', '100%')
    """
    if is_missing(value):
        return MISSING
    exact = _decimal(value)
    return f"{_text(exact, 0 if exact in (0, 100) else decimals, ROUND_FLOOR)}%"


def tenths(part: float, whole: float) -> str:
    """
    Say a share in 成, cut.

    >>> tenths(87.1, 100), tenths(60, 100), tenths(5, 100), tenths(1, 1)
    ('八成七', '六成', '不到一成', '全部')
    """
    hundredths = int(Decimal(100) * _decimal(part) / _decimal(whole))
    tens, rest = divmod(hundredths, len(NUMERALS))
    if hundredths >= 100:
        return "全部"
    return f"{NUMERALS[tens]}成{NUMERALS[rest] if rest else ''}" if tens else "不到一成"


def coefficient(cv: float | None, limit: float | None = None) -> str:
    """
    Write a coefficient of variation: three decimals, more where it is not the limit and would print like it.

    >>> coefficient(0.525), coefficient(0.50004, 0.5), coefficient(0.5, 0.5), coefficient(None)
    ('0.525', '0.50004', '0.500', '—')
    """
    if is_missing(cv):
        return MISSING
    exact, decimals = _decimal(cv), 3
    if not is_missing(limit) and exact != _decimal(limit):
        while decimals < MOST_DECIMALS and _rounded(exact, decimals, ROUND_HALF_EVEN) == _decimal(limit):
            decimals += 1
    return _text(exact, decimals, ROUND_HALF_EVEN)


def limit(value: float) -> str:
    """
    Write a limit of coefficients as the documents print it.

    >>> limit(0.5), limit(0.45)
    ('0.50', '0.45')
    """
    return _text(_decimal(value), 2, ROUND_HALF_EVEN)


def coefficient_against(cv: float | None, most: float | None) -> str:
    """
    Write a coefficient, with the limit spelled out where it is exceeded.

    >>> coefficient_against(0.501787, 0.50), coefficient_against(0.292, 0.50), coefficient_against(0.3, None)
    ('0.502 > 0.50', '0.292', '0.300')
    """
    text = coefficient(cv, most)
    exceeds = not is_missing(cv) and not is_missing(most) and cv > most
    return f"{text} > {limit(most)}" if exceeds else text


def month(day: date, seen_from: date) -> str:
    """
    Name an earlier report date by its month, with the year where it is another.

    >>> month(date(2026, 3, 31), date(2026, 9, 30)), month(date(2025, 9, 30), date(2026, 3, 31))
    ('3月', '2025年9月')
    """
    return f"{day.month}月" if day.year == seen_from.year else f"{day.year}年{day.month}月"


def _decimal(number: float | Decimal) -> Decimal:
    """The number without the last digits that only a float's error fills: 0.1 + 0.2 is 0.3."""
    return number if isinstance(number, Decimal) else Decimal(f"{float(number):.{NOISE}g}")


def _printed_decimals(number: float) -> int:
    return max(0, -_decimal(number).normalize().as_tuple().exponent)


def _rounded(number: Decimal, decimals: int, rounding: str) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-decimals), rounding=rounding)


def _text(number: Decimal, decimals: int, rounding: str) -> str:
    rounded = _rounded(number, decimals, rounding)
    sign = MINUS if rounded < 0 else ""
    return f"{sign}{abs(rounded):,.{decimals}f}"
