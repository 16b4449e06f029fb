"""The frame paths: the cheapest way to pass of every part (school × stage) that does not yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from monitoring.assessment import GAP, Evaluation
from monitoring.assessment.evaluation import Judged
from monitoring.assessment.statuses import NOT_MET
from monitoring.assessment.verdict import Decided, allowance
from monitoring.gaps.ways import Lack, Money, ways

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
    allowed = allowance(evaluation.compiled.standard.verdict)
    codes, stages = parts["school_code"].to_numpy(), parts["stage"].to_numpy()
    rows = [
        {"school_code": codes[row], "stage": stages[row]} | way
        for row, lacking in lacks.items()
        for way in ways(lacking, allowed)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


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
