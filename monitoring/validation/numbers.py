"""What a cell that should hold a number says: read without loss, left to judgement, or no number at all."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from monitoring.settings import DATA
from monitoring.validation.numerals import WAN, chinese_number
from monitoring.workbook import plain, wording

CELLS = DATA / "columns" / "cells.toml"
GROUPED = re.compile(r"[+-]?\d{1,3}(?:[,']\d{3})+(?:\.\d+)?")
SIMPLE = re.compile(r"[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?")
NUMBER_IN_FRONT = re.compile(rf"({GROUPED.pattern}|{SIMPLE.pattern})(\D.*)")
UNSIGNED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
APART = re.compile(r"\d\s+\d")
BY_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:\s\d{3})+(?:\.\d+)?")
YEAR = re.compile(r"(1[89]\d\d|20\d\d)(?:年|[-./年]\d{1,2}(?:[-./月]\d{1,2}日?|月)?)")
TRAILING = ".。,;、"
PLAIN, NOTE, INSIDE, DOUBT = "plain", "note", "inside", "doubt"
BLANK, PLACEHOLDER, ERROR, NONE, BAD = "blank", "placeholder", "error", "none", "bad"


@dataclass(frozen=True)
class Reading:
    """
    What a cell says.

    Attributes:
        how: "plain"; "note" (read without loss); "inside" (one number inside other words); "doubt" (needs judgement);
            "blank", "placeholder", "error", "none" (无), "bad" (no number).
        value: the number; NaN where there is none. Of a doubt the number that it most likely means.
        has_unit: the cell names its own unit of money or speed, so that the heading's does not count.
    """

    how: str
    value: float = math.nan
    has_unit: bool = False


@cache
def words() -> Mapping[str, Any]:
    """
    Return the words that may stand in a number's cell, read once.

    >>> "不详" in words()["placeholders"]
    True
    """
    return tomllib.loads(CELLS.read_text(encoding="utf-8"))


def read_number(value: Any, kind: str, error: str = "", unit: str = "") -> Reading:
    """
    Read a cell that should hold a number.

    Args:
        value: as the workbook gives it.
        kind: of the field: "count", "area", "wan_yuan", "number".
        error: an Excel error that stands there.
        unit: of the field; "Mbps" lets 200M and 1G be read.

    >>> read_number("23,267", "count").value, read_number("８间", "count", unit="间").value
    (23267.0, 8.0)
    >>> [read_number(text, "count").value for text in ("约300", "四百二", "1.1万册")]
    [300.0, 420.0, 11000.0]
    >>> read_number("194.18万元", "wan_yuan").value, read_number("县配套804.73", "wan_yuan").how
    (194.18, 'inside')
    >>> read_number("千兆", "number", unit="Mbps").how, read_number("1G", "number", unit="Mbps").value
    ('doubt', 1000.0)
    >>> [read_number(text, "count").how for text in ("", "—", "#N/A", "无", "见备注", "300-350")]
    ['blank', 'placeholder', 'error', 'none', 'bad', 'doubt']
    """
    if error or (isinstance(value, str) and value.strip().startswith("#")):
        return Reading(ERROR)
    if isinstance(value, bool):
        return Reading(BAD)
    if isinstance(value, float) and unit == "年" and YEAR.fullmatch(str(value)) and not value.is_integer():
        return Reading(NOTE, math.floor(value))  # 2020.9 is a month of 2020
    if isinstance(value, float):
        return Reading(PLAIN, value) if math.isfinite(value) else Reading(BAD)
    if isinstance(value, date):
        # 3-5 becomes a date by itself: what was meant cannot be told.
        return Reading(NOTE, float(value.year)) if unit == "年" else Reading(DOUBT)
    return _from_text(str(value), kind, unit)


def _from_text(typed: str, kind: str, unit: str) -> Reading:
    text = plain(typed)
    if not text:
        return Reading(BLANK)
    if text in words()["placeholders"]:
        return Reading(PLACEHOLDER)
    if text in words()["none"]:
        return Reading(NONE, 0.0)
    if APART.search(typed.strip()) and not BY_THOUSANDS.fullmatch(typed.strip()):
        return Reading(DOUBT)  # "12 13" is two numbers, not 1213
    if unit == "年" and YEAR.fullmatch(text):
        return Reading(NOTE, float(YEAR.fullmatch(text)[1]))
    number = _number(text.rstrip(TRAILING) or text)
    if number is not None:
        return Reading(NOTE, number)
    return _with_unit(text, kind, unit) or _guess(text, kind, unit)


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
    if unit == "Mbps" and said in words()["speeds"]:
        return Reading(NOTE, number * words()["speeds"][said], has_unit=True)
    factor = wording().factors.get("万元" if said == "万" else said)
    if kind == "wan_yuan" and factor:
        return Reading(NOTE, number / WAN if said == "元" else number * factor, has_unit=True)
    return Reading(NOTE, number) if said == unit or said in words()["units"].get(unit, ()) else None


def _guess(text: str, kind: str, unit: str) -> Reading:
    """The number that words around it, or Chinese numerals, most likely mean."""
    speed = words()["speed_words"].get(text.rstrip("带宽光纤"))
    if unit == "Mbps" and speed:
        return Reading(DOUBT, speed)
    core = _bare(text)
    if core.endswith("万"):
        number = _number(core[:-1])
        if number is not None:
            is_money = kind == "wan_yuan"
            return Reading(DOUBT, number if is_money else number * WAN, has_unit=is_money)
    number = _number(core)
    number = chinese_number(core) if number is None else number
    if number is not None:
        return Reading(DOUBT, number)
    found = UNSIGNED.findall(text)
    if len(found) == 1 and _is_about_nothing_else(text.replace(found[0], ""), kind):
        return Reading(INSIDE, float(found[0].replace(",", "")))
    return Reading(DOUBT) if found else Reading(BAD)


def _bare(text: str) -> str:
    """A text without the words of an estimate, and without a unit."""
    units = sorted({"元", *(unit for units in words()["units"].values() for unit in units)}, key=len, reverse=True)
    for before, behind in (
        ((), words()["about_behind"]),
        (words()["about_before"], units),
        ((), words()["about_behind"]),
    ):
        text = text.removeprefix(next((word for word in before if text.startswith(word)), ""))
        text = text.removesuffix(next((word for word in behind if text.endswith(word)), ""))
    return text


def _is_about_nothing_else(others: str, kind: str) -> bool:
    """Whether the words around a number leave it as it is: 县配套, but not 亩 or 不足."""
    if kind == "wan_yuan":
        others = others.removesuffix("万元")
    about = (*words()["about_before"], *words()["about_behind"], *words()["other_quantity"])
    return not any(word in others for word in about) and "-" not in others
