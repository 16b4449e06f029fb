"""元 typed for 万元 in lists: a total, its sources, or what arrived and was paid is ten thousand times too large."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Sequence

from monitoring.settings import DATA
from monitoring.settings.kept import kept
from monitoring.validation.catalogue.problem import shown
from monitoring.validation.cells.numerals import WAN
from monitoring.validation.entries import Effect, Entry, Findings
from monitoring.validation.lists.money import CENT
from monitoring.workbook import SOURCE

TOTAL = "total_wan_yuan"
SPENT = ("arrived_wan_yuan", "paid_wan_yuan")


@kept
def _times() -> float:
    """From how many times the planned money on a figure may be one in 元 (data/columns/funds.toml)."""
    return tomllib.loads((DATA / "columns" / "funds.toml").read_text(encoding="utf-8"))["typed_in_yuan"]["times"]


def sources_of(entry: Entry) -> list[str]:
    """Return the fields of a project's sources of money."""
    return [name for name in entry.table.places if name.startswith(SOURCE)]


def check_total(entry: Entry, findings: Findings) -> None:
    """合计 is only checked against its sources: a difference touches 合计 alone, but for a source typed in 元."""
    total, parts = entry.number(TOTAL), sources_of(entry)
    whole = math.fsum(entry.number(part) for part in parts)
    most = CENT * len(parts)
    if not parts or math.isnan(total) or math.isnan(whole) or abs(total - whole) <= most:
        return
    if abs(total / WAN - whole) <= most:
        _stop(entry, TOTAL, findings, parts)
        return
    mistyped = in_yuan({part: entry.number(part) for part in parts}, total, most)
    for part in mistyped:
        _stop(entry, part, findings, [TOTAL, *(other for other in parts if other != part)])
    if not mistyped:
        repaired = round(whole, 6)
        effects = [Effect(entry, TOTAL, repaired, math.nan)]
        words = {"value": shown(repaired), "parts": parts}
        findings.at(entry, TOTAL, "sources_differ", proposal=shown(repaired), effects=effects, **words)


def in_yuan(amounts: dict[str, float], total: float, most: float) -> tuple[str, ...]:
    """
    Return the sources that were typed in 元: those above the total, or one, or all, if only then the sum is the total.

    Args:
        most: what rounding may leave between the sum and the total.

    >>> in_yuan({"中央": 1457000.0, "省": 224.28}, 369.98, 0.01), in_yuan({"中央": 500.0, "省": 639.87}, 639.92, 0.01)
    (('中央',), ('中央',))
    >>> in_yuan({"中央": 1457000.0, "省": 2242800.0}, 369.98, 0.01), in_yuan({"中央": 300.0, "省": 50.0}, 400.0, 0.01)
    (('中央', '省'), ())
    """
    filled = tuple(name for name, amount in amounts.items() if amount)
    above = tuple(name for name in filled if amounts[name] > total)
    candidates = dict.fromkeys([above, *((name,) for name in filled), filled])
    fitting = [each for each in candidates if each and abs(_sum(amounts, each) - total) <= most]
    return fitting[0] if len(fitting) == 1 or (fitting and fitting[0] == above) else ()


def _sum(amounts: dict[str, float], in_yuan: Sequence[str]) -> float:
    return math.fsum(amount / WAN if name in in_yuan else amount for name, amount in amounts.items())


def check_spent(entry: Entry, planned: float, findings: Findings) -> None:
    """What arrived or was paid is a part of what is planned: far above it, and below it when divided, it is in 元."""
    for name in SPENT:
        value = entry.number(name)
        if value > planned * _times() and value / WAN <= planned:
            _stop(entry, name, findings, [])


def planned_of(entry: Entry) -> float:
    """Return a project's planned money, the smaller of 合计 and its sources' sum; NaN where neither is reported."""
    parts = sources_of(entry)
    sums = (entry.number(TOTAL), math.fsum(entry.number(part) for part in parts) if parts else math.nan)
    return min((each for each in sums if not math.isnan(each)), default=math.nan)


def _stop(entry: Entry, name: str, findings: Findings, parts: Sequence[str]) -> None:
    repaired = round(entry.number(name) / WAN, 6)
    effects = [Effect(entry, name, repaired, math.nan)]
    findings.at(entry, name, "wan_yuan", proposal=shown(repaired), effects=effects, parts=parts)
