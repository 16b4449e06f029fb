"""What a cell that should hold a number says: read without loss, left to judgement, or no number at all."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from monitoring.settings import DATA
from monitoring.settings.kept import kept
from monitoring.validation.cells.numerals import WAN, chinese_number
from monitoring.workbook import plain, wording
from monitoring.workbook.dated import Dated

CELLS = DATA / "columns" / "cells.toml"
GROUPED = re.compile(r"[+-]?\d{1,3}(?:[,']\d{3})+(?:\.\d+)?")
SIMPLE = re.compile(r"[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?")
NUMBER_IN_FRONT = re.compile(rf"({GROUPED.pattern}|{SIMPLE.pattern})(\D.*)")
UNSIGNED = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
ROUGHLY = re.compile(r"^\s*[~～〜∼]+(?=.*\d)|(?<=\S)[~～〜∼]+\s*$")
LATIN = re.compile(r"[A-Za-z]")
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


@kept
def words() -> Mapping[str, Any]:
    """
    Return the words that may stand in a number's cell, read once.

    >>> "不详" in words()["placeholders"]
    True
    """
    return tomllib.loads(CELLS.read_text(encoding="utf-8"))


def read_number(value: Any, kind: str, error: str = "", unit: str = "", typed_in: str = "") -> Reading:
    """
    Read a cell that should hold a number.

    Args:
        value: as the workbook gives it.
        kind: of the field: "count", "area", "wan_yuan", "number".
        error: an Excel error that stands there.
        unit: of the field; "Mbps" lets 200M and 1G be read.
        typed_in: the unit of the column, where the table says one: behind a number it changes nothing, and the field's
            own is one that the cell names itself.

    >>> read_number("23,267", "count").value, read_number("８间", "count", unit="间").value
    (23267.0, 8.0)
    >>> [read_number(text, "count", unit="册").value for text in ("约300", "四百二", "1.1万册")]
    [300.0, 420.0, 11000.0]
    >>> read_number("194.18万元", "wan_yuan").value, read_number("县配套804.73", "wan_yuan").how
    (194.18, 'inside')
    >>> read_number("千兆", "number", unit="Mbps").how, read_number("1G", "number", unit="Mbps").value
    ('doubt', 1000.0)
    >>> read_number("1G光纤", "number", unit="Mbps").value, read_number("12k册", "count", unit="册")
    (1000.0, Reading(how='doubt', value=12000.0, has_unit=False))
    >>> [read_number(text, "count").how for text in ("", "—", "#N/A", "无", "见备注", "300-350")]
    ['blank', 'placeholder', 'error', 'none', 'bad', 'doubt']
    """
    if error or (isinstance(value, str) and value.strip().startswith("#")):
        return Reading(ERROR)
    if isinstance(value, bool):
        return Reading(BAD)
    if isinstance(value, Dated):
        return Reading(NOTE, value.year if unit == "年" else float(value))
    if isinstance(value, float) and unit == "年" and YEAR.fullmatch(str(value)) and not value.is_integer():
        return Reading(NOTE, math.floor(value))  # 2020.9 is a month of 2020
    if isinstance(value, float):
        return Reading(PLAIN, value) if math.isfinite(value) else Reading(BAD)
    if isinstance(value, date):
        # 3-5 becomes a date by itself: what was meant cannot be told.
        return Reading(NOTE, float(value.year)) if unit == "年" else Reading(DOUBT)
    return _from_text(str(value), kind, unit, typed_in)


def _from_text(typed: str, kind: str, unit: str, typed_in: str) -> Reading:
    text = plain(typed)
    if not text:
        return Reading(BLANK)
    if text in words()["placeholders"]:
        return Reading(PLACEHOLDER)
    if text in words()["none"]:
        return Reading(NONE, 0.0)
    if ROUGHLY.search(typed):  # ~300 is about 300, and nothing less
        reading = _from_text(ROUGHLY.sub("", typed), kind, unit, typed_in)
        return replace(reading, how=DOUBT) if reading.how in (NOTE, INSIDE) else reading
    if APART.search(typed.strip()) and not BY_THOUSANDS.fullmatch(typed.strip()):
        return Reading(DOUBT)  # "12 13" is two numbers, not 1213
    if unit == "年" and YEAR.fullmatch(text):
        return Reading(NOTE, float(YEAR.fullmatch(text)[1]))
    number = _number(text.rstrip(TRAILING) or text)
    if number is not None:
        return Reading(NOTE, number)
    factors = _factors(kind, unit, typed_in)
    return _times(text, factors) or _guess(text, kind, unit, factors) or _inside(text, factors)


def _number(text: str) -> float | None:
    text = text.removeprefix("'")
    if GROUPED.fullmatch(text):
        return float(text.replace(",", "").replace("'", ""))
    if not SIMPLE.fullmatch(text):
        return None
    number = float(text)
    return number if math.isfinite(number) else None


@kept
def _factors(kind: str, unit: str, typed_in: str) -> Mapping[str, float | None]:
    """What may stand right behind a number, in small letters → its factor; None: the column's own unit."""
    if kind == "wan_yuan":
        money = {name: factor for name, factor in wording().factors.items() if wording().units[name] == plain(unit)}
        return {"万": 1.0, **money}
    if unit == "Mbps":
        return words()["speeds"]
    own = dict.fromkeys((plain(unit), *words()["units"].get(unit, ())))
    factor = wording().factors.get(typed_in, 1.0)
    if factor == 1:
        return own
    alike = {
        name.lower()
        for name, its in wording().factors.items()
        if its == factor and wording().units[name] == plain(unit)
    }
    short = {"万"} if typed_in.startswith("万") else set()
    return dict.fromkeys(own, 1.0) | dict.fromkeys(alike | short)


def _times(text: str, factors: Mapping[str, float | None]) -> Reading | None:
    """A number and its unit: 12间, 194.18万, 200M."""
    match = NUMBER_IN_FRONT.fullmatch(text)
    number = _number(match[1]) if match else None
    if number is None or match[2].lower() not in factors:
        return None
    factor = factors[match[2].lower()]
    return Reading(NOTE, number) if factor is None else Reading(NOTE, number * factor, has_unit=True)


def _guess(text: str, kind: str, unit: str, factors: Mapping[str, float | None]) -> Reading | None:
    """The number that words of an estimate, letters for a multiplier, or Chinese numerals most likely mean."""
    bare = _without_estimate(text)
    if unit == "Mbps":
        speed = words()["speed_words"].get(bare.rstrip("带宽光纤"))
        if speed:
            return Reading(DOUBT, speed, has_unit=True)
    exact = _times(bare, factors) or (_times(bare, words()["doubtful_speeds"]) if unit == "Mbps" else None)
    if exact:
        return replace(exact, how=DOUBT)
    units = sorted(words()["units"].get(unit, ()), key=len, reverse=True)
    core = _without_estimate(_without(bare, units)).removesuffix("元" if kind == "wan_yuan" else "")
    letter = words()["multipliers"].get(core[-1:].lower()) if unit != "Mbps" else None
    number = _number(core)
    number = chinese_number(core[:-1] + letter if letter else core) if number is None else number
    if number is None:
        return None
    names_unit = kind == "wan_yuan" and ("元" in bare or "万" in core or letter == "万")
    return Reading(DOUBT, number / WAN if names_unit else number, has_unit=names_unit)


def _without(text: str, behind: Iterable[str], before: Iterable[str] = ()) -> str:
    """A text without the first of some words that it ends with, and of some that it begins with."""
    text = text.removeprefix(next((word for word in before if text.startswith(word)), ""))
    return text.removesuffix(next((word for word in behind if text.endswith(word)), ""))


def _without_estimate(text: str) -> str:
    return _without(text, words()["about_behind"], words()["about_before"])


def _inside(text: str, factors: Mapping[str, float | None]) -> Reading:
    """One number, with its unit or without, inside other words: 县配套804.73, 1G光纤."""
    units = "|".join(map(re.escape, sorted(filter(None, factors), key=len, reverse=True))) or "(?!)"
    matches = list(re.finditer(rf"({UNSIGNED})({units})?", text, re.IGNORECASE))
    if not matches:
        return Reading(BAD)
    match, before, behind = matches[0], text[: matches[0].start()], text[matches[0].end() :]
    if len(matches) > 1 or not _is_about_nothing_else(before, behind, factors):
        return Reading(DOUBT)
    number, factor = float(match[1].replace(",", "")), factors.get((match[2] or "").lower())
    return Reading(INSIDE, number) if factor is None else Reading(INSIDE, number * factor, has_unit=True)


def _is_about_nothing_else(before: str, behind: str, own: Iterable[str]) -> bool:
    """Whether the words around a number leave it as it is: 县配套, but not 亩, 不足, another unit or 12k."""
    known = {*words()["foreign_units"], *(unit for units in words()["units"].values() for unit in units)} - {*own}
    if behind.startswith(tuple(known)) or LATIN.match(behind[:1]) or LATIN.match(before[-1:]):
        return False
    about = (*words()["about_before"], *words()["about_behind"], *words()["other_quantity"], "-")
    return not any(word in before or word in behind for word in about)
