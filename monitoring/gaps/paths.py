"""
少增教师的最省办法: which requirement a school may leave at the floor, and what closing the others takes.

A reading of the rule, not its text. Teacher gaps of different requirements are never added: one person closes several.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from monitoring.assessment import GAP, Evaluation
from monitoring.assessment.evaluation import Judged
from monitoring.assessment.statuses import NOT_MET
from monitoring.assessment.verdict import Decided, allowance

FEWEST_TEACHERS = "fewest_teachers"
LEAST_MONEY = "least_money"
PERSONS = "人"
COLUMNS = [
    "school_code",
    "stage",
    "way",
    "kept",
    "kept_pct",
    "close",
    "to_floor",
    "teachers",
    "cost_yuan",
    "all_cost_yuan",
]


@dataclass(frozen=True)
class Money:
    """An amount in yuan, and how many things in it have no unit cost: fewer of these come first, then fewer yuan."""

    unpriced: int
    yuan: float

    @property
    def known_yuan(self) -> float:
        """The amount; NaN where something in it has no unit cost."""
        return np.nan if self.unpriced else self.yuan

    @property
    def order(self) -> tuple[int, float]:
        """What amounts are compared by."""
        return (self.unpriced, self.yuan)


@dataclass(frozen=True)
class Lack:
    """
    One unmet requirement of a part.

    Attributes:
        place: of the requirement in the document.
        teachers, money: what closing it takes; floor_teachers, floor_money: what lifting it to the floor takes.
        is_below_floor: it has to be lifted before it may be left.
        reaches_pct: percent of the threshold that it reaches when left, lifted to the floor where it has to be.
    """

    place: int
    requirement: str
    teachers: int
    floor_teachers: int
    money: Money
    floor_money: Money
    is_below_floor: bool
    reaches_pct: float

    @property
    def saving(self) -> tuple[int, float]:
        """What leaving it saves: things without a unit cost first, then yuan."""
        return (self.money.unpriced - self.floor_money.unpriced, self.money.yuan - self.floor_money.yuan)


def paths(
    parts: pd.DataFrame,
    gaps: pd.DataFrame,
    evaluation: Evaluation,
    decided: Decided,
    unit_costs: Mapping[str, float],
) -> pd.DataFrame:
    """
    Return the cheapest way to pass of every part that is not met and of which every figure is reported.

    Fewest additional teachers first, then least money, then the lowest requirement number; a second row where another
    choice costs less money. Columns: docs/architecture.md.

    Args:
        gaps: the frame of monitoring.gaps.gaps.
    """
    can_pass = (decided.status == NOT_MET) & (decided.unknown == 0)
    lacks = _lacks(gaps, evaluation, unit_costs, can_pass)
    allowed = allowance(evaluation.plan.standard.verdict)
    codes, stages = parts["school_code"].to_numpy(), parts["stage"].to_numpy()
    rows = [
        {"school_code": codes[row], "stage": stages[row]} | way
        for row, lacking in lacks.items()
        for way in ways(lacking, allowed)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def ways(lacking: Sequence[Lack], allowed: int) -> Iterator[dict[str, Any]]:
    """Yield the way with the fewest teachers and, where it costs less, the one with the least money."""
    fewest = _way(FEWEST_TEACHERS, lacking, _fewest_teachers(lacking, allowed))
    least = _way(LEAST_MONEY, lacking, _least_money(lacking, allowed))
    for way in (fewest, least) if least["money"].order < fewest["money"].order else (fewest,):
        yield {name: value for name, value in way.items() if name != "money"} | {"cost_yuan": way["money"].known_yuan}


def _fewest_teachers(lacking: Sequence[Lack], allowed: int) -> set[int]:
    """
    Return the places of the requirements to leave.

    The fewest teachers with which it can be done decide which requirements must be left; what may be left besides is
    what saves most money, the lowest number first.
    """
    for most in sorted({0} | {lack.teachers for lack in lacking} | {lack.floor_teachers for lack in lacking}):
        forced = [lack for lack in lacking if lack.teachers > most]
        if len(forced) <= allowed and all(lack.floor_teachers <= most for lack in forced):
            break
    free = sorted((lack for lack in lacking if lack not in forced), key=lambda lack: (_most(lack.saving), lack.place))
    return {lack.place for lack in [*forced, *free][:allowed]}


def _least_money(lacking: Sequence[Lack], allowed: int) -> set[int]:
    """Return the places to leave: what saves most money, then most teachers, the lowest number first."""
    dearest = sorted(lacking, key=lambda lack: (_most(lack.saving), -lack.teachers, lack.place))
    return {lack.place for lack in dearest[:allowed]}


def _most(saving: tuple[int, float]) -> tuple[int, float]:
    return (-saving[0], -saving[1])


def _way(way: str, lacking: Sequence[Lack], places: set[int]) -> dict[str, Any]:
    kept = [lack for lack in lacking if lack.place in places]
    closed = [lack for lack in lacking if lack.place not in places]
    spent = [lack.money for lack in closed] + [lack.floor_money for lack in kept]
    persons = [lack.teachers for lack in closed] + [lack.floor_teachers for lack in kept]
    return {
        "way": way,
        "kept": "|".join(lack.requirement for lack in kept),
        "kept_pct": min((lack.reaches_pct for lack in kept), default=np.nan),
        "close": "|".join(lack.requirement for lack in closed),
        "to_floor": "|".join(lack.requirement for lack in kept if lack.is_below_floor),
        "teachers": max(persons, default=0),
        "money": _sum(spent),
        "all_cost_yuan": _sum([lack.money for lack in lacking]).known_yuan,
    }


def _sum(amounts: Sequence[Money]) -> Money:
    return Money(sum(amount.unpriced for amount in amounts), sum(amount.yuan for amount in amounts))


def _lacks(
    gaps: pd.DataFrame, evaluation: Evaluation, unit_costs: Mapping[str, float], can_pass: np.ndarray
) -> dict[int, list[Lack]]:
    """Return the unmet requirements of each part that can pass, in the order of the document."""
    lacks: dict[int, list[Lack]] = {row: [] for row in np.flatnonzero(can_pass).tolist()}
    of_requirement = dict(iter(gaps.groupby("requirement", sort=False)))
    for place, judged in enumerate(evaluation.judged):
        key = judged.asked.requirement.key
        if key not in of_requirement:
            continue
        rows = np.flatnonzero(judged.status == GAP)
        for row, lack in zip(rows.tolist(), _of(judged, place, rows, of_requirement[key], unit_costs), strict=True):
            if row in lacks:
                lacks[row].append(lack)
    return lacks


def _of(
    judged: Judged, place: int, rows: np.ndarray, gaps: pd.DataFrame, unit_costs: Mapping[str, float]
) -> Iterator[Lack]:
    indicator = judged.asked.indicator
    is_person = indicator.gap_unit == PERSONS
    cost = unit_costs.get(indicator.key)
    whole = gaps["missing_whole"].to_numpy()
    # Where the document has no floor, what is left needs nothing.
    floor = gaps["missing_to_floor_whole"].to_numpy()
    floor = np.where(np.isnan(floor), 0.0, floor)
    reached = reaches_pct(judged, rows, floor)
    for all_missing, to_floor, percent in zip(whole.tolist(), floor.tolist(), reached.tolist(), strict=True):
        yield Lack(
            place=place,
            requirement=judged.asked.requirement.key,
            teachers=int(all_missing) if is_person else 0,
            floor_teachers=int(to_floor) if is_person else 0,
            money=_priced(all_missing, cost, is_person),
            floor_money=_priced(to_floor, cost, is_person),
            is_below_floor=to_floor > 0,
            reaches_pct=percent,
        )


def _priced(amount: float, cost: float | None, is_person: bool) -> Money:
    """Posts are not bought: persons without a unit cost cost no money, other things without one an unknown sum."""
    if cost is None:
        return Money(int(amount > 0 and not is_person), 0.0)
    return Money(0, amount * cost)


def reaches_pct(judged: Judged, rows: np.ndarray, added: np.ndarray) -> np.ndarray:
    """
    Return what percent of the threshold is reached with `added` (in the gap's unit) in the whole school's figure.

    Of a count that must be 0, and of a yes or no, there is no part: 0 until it is closed.
    """
    indicator, of = judged.asked.indicator, judged.ratio
    if judged.asked.requirement.operator == "==":
        return np.zeros(len(rows))
    share = of.share_den[rows].astype(float)
    above = of.above.units[rows].astype(float) / (share * of.above.scale)
    below = of.below.units[rows].astype(float) / (share * of.below.scale)
    in_denominator = indicator.gap_in == "denominator"
    side = of.below if in_denominator else of.above
    part = of.share_num[rows] / share if side.is_shared else 1.0
    more = added * part / float(indicator.gap_times)
    is_least = judged.asked.requirement.operator == ">="
    if in_denominator:
        below = below + more
    else:
        above = above + more if is_least else above - more
    value = above * float(of.times)
    required = judged.threshold.units[rows] / judged.threshold.scale * below
    top, bottom = (value, required) if is_least else (required, value)
    return 100 * np.divide(top, bottom, out=np.zeros(len(rows)), where=bottom != 0)
