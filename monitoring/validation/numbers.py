"""What a cell that should hold a number says: read without loss, left to judgement, or no number at all."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from monitoring.workbook import plain
from monitoring.workbook.grids import as_text

PLACEHOLDERS = frozenset(
    {"/", "\\", "-", "--", "---", "不详", "待报", "未报", "未填", "暂无", "空", "?", "...", "…", "*"}
)
NONE = frozenset({"无", "没有"})
GROUPED = re.compile(r"[+-]?\d{1,3}(?:[,']\d{3})+(?:\.\d+)?")
SIMPLE = re.compile(r"[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?")
NUMBER_IN_FRONT = re.compile(rf"({GROUPED.pattern}|{SIMPLE.pattern})(\D.*)")
ABOUT = re.compile(r"(?:大?约|近|估计|大概|不足|超过?)?(.+?)(?:左右|上下|多|余|来|以上|以内)?")
SAME_UNITS = {
    "人": ("人", "名", "位"), "间": ("间", "个"), "册": ("册", "本"), "台": ("台", "套", "部"),
    "个": ("个", "班", "个班"), "㎡": ("平方米", "m2", "平方", "平米", "米2"), "年": ("年",), "度": ("度", "°"),
}  # fmt: skip
"""What may stand behind a number in a column of that unit; another unit needs judgement."""
ALL_UNITS = tuple(sorted({unit for units in SAME_UNITS.values() for unit in units}, key=len, reverse=True))
SPEEDS = {"m": 1.0, "mb": 1.0, "mbps": 1.0, "兆": 1.0, "m/s": 1.0, "g": 1000.0, "gb": 1000.0, "gbps": 1000.0}
SPEED_WORDS = {"百兆": 100.0, "千兆": 1000.0, "万兆": 10000.0}
WAN = 10_000
DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
TIMES = {"十": 10, "百": 100, "千": 1000, "万": 10000}


@dataclass(frozen=True)
class Reading:
    """
    What a cell says.

    Attributes:
        how: "plain"; "note" (read without loss); "doubt" (needs judgement); "blank", "placeholder", "error", "none"
            (无), "bad" (no number).
        value: the number; NaN where there is none. Of a doubt the number that it most likely means.
    """

    how: str
    value: float = math.nan


def read_number(value: Any, kind: str, error: str = "", unit: str = "") -> Reading:
    """
    Read a cell that should hold a number.

    Args:
        value: as the workbook gives it.
        kind: of the field: "count", "area", "wan_yuan", "number".
        error: an Excel error that stands there.
        unit: of the field; "Mbps" lets 200M and 1G be read.

    >>> read_number("23,267", "count"), read_number("８间", "count", unit="间")
    (Reading(how='note', value=23267.0), Reading(how='note', value=8.0))
    >>> read_number("约300", "count"), read_number("四百二", "area"), read_number("1.1万册", "count")
    (Reading(how='doubt', value=300.0), Reading(how='doubt', value=420.0), Reading(how='doubt', value=11000.0))
    >>> read_number("194.18万元", "wan_yuan"), read_number("无", "area").how, read_number("—", "area").how
    (Reading(how='note', value=194.18), 'none', 'placeholder')
    >>> read_number("千兆", "number", unit="Mbps"), read_number("1G", "number", unit="Mbps")
    (Reading(how='doubt', value=1000.0), Reading(how='note', value=1000.0))
    """
    if error or (isinstance(value, str) and value.strip().startswith("#")):
        return Reading("error")
    if isinstance(value, bool):
        return Reading("bad")
    if isinstance(value, float):
        return Reading("plain", value) if math.isfinite(value) else Reading("bad")
    if isinstance(value, date):
        return Reading("note", float(value.year)) if unit == "年" else Reading("bad")
    return _from_text(plain(as_text(value)), kind, unit)


def _from_text(text: str, kind: str, unit: str) -> Reading:
    if not text:
        return Reading("blank")
    if text in PLACEHOLDERS:
        return Reading("placeholder")
    if text in NONE:
        return Reading("none", 0.0)
    number = _number(text)
    if number is not None:
        return Reading("note", number)
    if unit == "年" and re.fullmatch(r"(1[89]|20)\d\d年?(\D.*|\d{1,2}月.*)?", text):
        return Reading("note", float(text[:4]))
    known = _with_unit(text, kind, unit)
    if known is not None:
        return known
    guess = _guess(text, kind, unit)
    return Reading("bad") if guess is None else Reading("doubt", guess)


def _number(text: str) -> float | None:
    text = text.removeprefix("'")
    if GROUPED.fullmatch(text):
        return float(text.replace(",", "").replace("'", ""))
    if not SIMPLE.fullmatch(text):
        return None
    number = float(text)
    return number if math.isfinite(number) else None


def _with_unit(text: str, kind: str, unit: str) -> Reading | None:
    """A number and its unit: 12间, 194.18万, 200M."""
    match = NUMBER_IN_FRONT.fullmatch(text)
    number = _number(match[1]) if match else None
    if number is None:
        return None
    said = match[2].lower()
    if unit == "Mbps" and said in SPEEDS:
        return Reading("note", number * SPEEDS[said])
    if kind == "wan_yuan":
        return (
            Reading("note", number)
            if said in ("万", "万元")
            else Reading("note", number / WAN)
            if said == "元"
            else None
        )
    if said in SAME_UNITS.get(unit, ()):
        return Reading("note", number)
    return None


def _guess(text: str, kind: str, unit: str) -> float | None:
    """The number that words around it, or Chinese numerals, most likely mean."""
    if unit == "Mbps" and text.rstrip("带宽光纤") in SPEED_WORDS:
        return SPEED_WORDS[text.rstrip("带宽光纤")]
    core = ABOUT.fullmatch(text)[1]
    if core.endswith("亩"):
        return None  # another unit altogether: the number would be hundreds of times too small
    for ending in ("元", *ALL_UNITS):
        core = core.removesuffix(ending)
    core = ABOUT.fullmatch(core)[1] if core else core
    if core.endswith("万"):
        number = _number(core[:-1])
        return None if number is None else number if kind == "wan_yuan" else number * WAN
    number = _number(core)
    return chinese_number(core) if number is None else number


def chinese_number(text: str) -> float | None:
    """
    Read Chinese numerals, colloquial ones too; None where it is none.

    >>> chinese_number("四百二"), chinese_number("一百二十"), chinese_number("三千零五"), chinese_number("十二")
    (420.0, 120.0, 3005.0, 12.0)
    >>> chinese_number("二〇二六"), chinese_number("很多")
    (2026.0, None)
    """
    if not text or any(sign not in DIGITS and sign not in TIMES for sign in text):
        return None
    if not any(sign in TIMES for sign in text):
        return float("".join(str(DIGITS[sign]) for sign in text))
    total = section = 0
    digit, last = None, 1
    for sign in text:
        if sign in DIGITS:
            digit = DIGITS[sign] or None
            continue
        last = TIMES[sign]
        if last == WAN:
            total, section = (total + section + (digit or 0)) * last, 0
        else:
            section += (1 if digit is None else digit) * last
        digit = None
    if digit is not None:
        # 四百二 is 420: a digit right after a power stands for the next smaller one.
        section += digit * (last // 10 if last > 10 and not _after_zero(text) else 1)
    return float(total + section)


def _after_zero(text: str) -> bool:
    return text[-2:-1] in ("零", "〇")
