"""In which unit a column is typed: what was converted is told, what cannot be true or is said twice is decided once."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from monitoring.settings.kept import kept
from monitoring.validation.catalogue.problem import shown
from monitoring.validation.entries import Effect, Entry, Findings
from monitoring.validation.schools.breakdowns import DECIMALS
from monitoring.workbook import Column, RawTable, plain, wording
from monitoring.workbook.wording import unit_words

HEADING = "heading"
PER = {"pupils": "每生", "school": "每校"}


@dataclass(frozen=True)
class Bounds:
    """
    Between which figures a column must lie for most schools.

    Attributes:
        per: "pupils" or "school".
        below, above: a figure beyond them is impossible; usual: where another reading must lie.
        others: units that may be meant.
        group: columns without bounds of their own that go with this one (data/columns/units.toml), "" none.
    """

    per: str
    below: float
    above: float
    usual: tuple[float, float]
    others: tuple[str, ...]
    group: str = ""


@kept
def bounds() -> Mapping[str, Bounds]:
    """
    Return field → its bounds.

    >>> bounds()["equipment_wan_yuan"].above, bounds()["land_m2"].below
    (10, 1)
    """
    return {
        one["field"]: Bounds(
            one["per"], one["below"], one["above"], tuple(one["usual"]), tuple(map(plain, one["others"])),
            one.get("with", ""),
        )
        for one in unit_words()["bounds"]
    }  # fmt: skip


def settle_list_units(table: RawTable, entries: Sequence[Entry], findings: Findings) -> None:
    """Tell the columns of a list that were converted; of two units that are said the officer decides."""
    for column in table.columns:
        if column.field and column.rival:
            _stop(table, column, entries, "", findings)
        elif column.field and column.factor != 1:
            _tell(table, column, findings)


def settle_units(table: RawTable, entries: Sequence[Entry], findings: Findings) -> None:
    """
    Hold the columns of a table of schools against their bounds.

    A column that cannot be true in its unit, or for which two are said, is stopped once: the unit that makes its
    figures usual is proposed where there is exactly one, else nothing. What a heading says itself is not doubted.
    Every other column that was converted is told.
    """
    meant = {}
    for name, own in bounds().items():
        column = table.column(name)
        if column and (column.rival or (column.said_by != HEADING and _is_impossible(entries, name, own))):
            meant[name] = _meant(entries, column, own)
    for column in table.columns:
        if column.field is None:
            continue
        name = column.field.name
        leader = name if name in meant else _leader(table, column, meant)
        if leader or column.rival:
            _stop(table, column, entries, meant.get(leader, ""), findings)
        elif column.factor != 1:
            _tell(table, column, findings)


def _tell(table: RawTable, column: Column, findings: Findings) -> None:
    """One note a column, with the factor."""
    unit = _written(column.unit)
    words = {"unit": unit, "factor": shown(column.factor), "base": column.field.unit}
    findings.on_column(table, column, "unit_converted", f"{column.header}：{unit}", **words)


def _leader(table: RawTable, column: Column, wrong: Iterable[str]) -> str:
    """The stopped column whose unit is also that of one without bounds: all areas of buildings are in one unit."""
    if column.field.name in bounds() or column.said_by == HEADING:
        return ""
    fields = {group["name"]: group["fields"] for group in unit_words()["said"]["group"]}
    for name in wrong:
        first = table.column(name)
        if column.field.name in fields.get(bounds()[name].group, ()) and first.unit == column.unit:
            return name
    return ""


def _per(entries: Sequence[Entry], name: str, own: Bounds, times: float = 1.0) -> list[float]:
    """The figures above 0, each a pupil or a school."""
    figures = []
    for entry in entries:
        number = _number(entry, name)
        base = entry.number("pupils") if own.per == "pupils" else 1.0
        if number > 0 and base > 0:
            figures.append(number * (1.0 if name in entry.own_units else times) / base)
    return figures


def _number(entry: Entry, name: str) -> float:
    """A figure as it was read, also one that is doubtful, or impossible in the unit that is assumed."""
    for known in (entry.doubts, entry.impossible, entry.values):
        if name in known:
            return known[name]
    return math.nan


def _is_impossible(entries: Sequence[Entry], name: str, own: Bounds) -> bool:
    """Whether most schools' figures are beyond the bounds, all on the same side."""
    figures = _per(entries, name, own)
    too_small, too_large = sum(one < own.below for one in figures), sum(one > own.above for one in figures)
    return max(too_small, too_large) * 2 > len(figures)


def _meant(entries: Sequence[Entry], column: Column, own: Bounds) -> str:
    """The unit in which the figures are usual; "" where none is, or several are."""
    factors = wording().factors
    candidates = [column.unit, column.rival] if column.rival else own.others
    times = {unit: factors[unit] / column.factor for unit in candidates}
    fitting = {}
    for unit, factor in times.items():
        figures = _per(entries, column.field.name, own, factor)
        is_another = factor != 1 or column.rival
        if figures and is_another and own.usual[0] <= median(figures) <= own.usual[1]:
            fitting[factors[unit]] = unit
    return next(iter(fitting.values())) if len(fitting) == 1 else ""


def _stop(table: RawTable, column: Column, entries: Sequence[Entry], meant: str, findings: Findings) -> None:
    """Stop a column once: in the unit that is meant, or not reported."""
    name = column.field.name
    readings = _readings(column, entries)
    times = wording().factors[meant] / column.factor if meant else math.nan
    for entry in entries:
        number = _number(entry, name)
        if math.isnan(number):
            continue
        number = number if name in entry.own_units else round(number * times, DECIMALS)
        entry.doubts.pop(name, None)
        entry.impossible.pop(name, None)
        entry.values[name] = math.nan
        if number < 0 or (column.field.kind == "count" and not math.isnan(number) and not number.is_integer()):
            entry.impossible[name] = number
            continue
        entry.values[name] = number
        entry.unsettled.add(name)
    effects = [Effect(entry, name, entry.values[name], math.nan) for entry in entries if name in entry.unsettled]
    guess = f"像是“{_written(meant)}”" if meant else "看不出是哪一种"
    said = f"表里写的是“{_written(column.unit)}”，对不上" if column.unit else "没有写单位"
    findings.on_column(
        table, column, "unit_contradicts" if column.rival else "unit_impossible", column.header,
        proposal=f"按“{_written(meant)}”读" if meant else "", effects=effects, said=said,
        units=f"“{_written(column.unit)}”和“{_written(column.rival)}”", meant=guess, readings=readings,
    )  # fmt: skip


def _readings(column: Column, entries: Sequence[Entry]) -> str:
    """What a column comes to in the unit that is assumed and in those that may be meant."""
    own = bounds().get(column.field.name)
    if own is None:
        return ""
    factors = wording().factors
    assumed = column.unit or plain(column.field.unit)
    said = []
    for unit in dict.fromkeys([assumed, *([column.rival] if column.rival else own.others)]):
        figures = _per(entries, column.field.name, own, factors[unit] / column.factor)
        if figures:
            amount = f"{_rounded(median(figures))} {column.field.unit}"
            said.append(f"；按“{_written(unit)}”读，一般{PER[own.per]} {amount}")
    return "".join(said)


@kept
def _spellings() -> Mapping[str, str]:
    """A unit for comparing → as it is written first: m2 is ㎡."""
    return {plain(unit): unit for units in unit_words()["measures"].values() for unit in reversed(units)}


def _written(unit: str) -> str:
    return _spellings().get(unit, unit)


def _rounded(number: float) -> str:
    """Three digits are enough to see which of two readings is meant."""
    return shown(float(f"{number:.3g}"))
