"""How much is missing: the smallest whole number of steps with which a requirement passes, in exact integers."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import numpy as np
import pandas as pd

from monitoring.assessment import GAP, Evaluation
from monitoring.assessment.evaluation import WHOLE, Judged, factors


def gaps(parts: pd.DataFrame, evaluation: Evaluation, unit_costs: Mapping[str, float]) -> pd.DataFrame:
    """
    Return one row for every requirement with status gap, in the order of parts × requirements.

    Columns: school_code, stage, requirement, missing (to be added to the part allotted to the stage),
    missing_to_floor (0 where the floor is reached, NaN where the document has none), missing_whole and
    missing_to_floor_whole (to be added to the whole school's figure), unit, cost_yuan (missing_whole × unit cost; NaN
    without one).

    Args:
        unit_costs: yuan for one unit of an indicator, by the indicator's key.
    """
    frames = [_of(judged, place, parts, evaluation, unit_costs) for place, judged in enumerate(evaluation.judged)]
    frame = pd.concat(frames).sort_index(kind="stable")
    return frame.reset_index(drop=True)


def _of(
    judged: Judged, place: int, parts: pd.DataFrame, evaluation: Evaluation, unit_costs: Mapping[str, float]
) -> pd.DataFrame:
    rows = np.flatnonzero(judged.status == GAP)
    indicator = judged.asked.indicator
    amounts = missing(judged, rows, evaluation.compiled.floor)
    cost = unit_costs.get(indicator.key, np.nan)
    return pd.DataFrame(
        {
            "school_code": parts["school_code"].to_numpy()[rows],
            "stage": parts["stage"].to_numpy()[rows],
            "requirement": judged.asked.requirement.key,
            **amounts,
            "unit": indicator.gap_unit,
            "cost_yuan": amounts["missing_whole"] * cost,
        },
        index=rows * len(evaluation.judged) + place,
    )


def missing(judged: Judged, rows: np.ndarray, floor: Fraction | None) -> dict[str, np.ndarray]:
    """
    Return what the given rows lack, all of which have a gap: to the threshold and to the floor, of part and whole.

    A yes or no lacks one item. With no floor in the document the amounts to it are NaN; a gap that reaches it lacks 0.
    """
    no_floor = np.full(len(rows), np.nan)
    return {
        "missing": _amounts(judged, rows, WHOLE, of_whole=False),
        "missing_to_floor": no_floor if floor is None else _amounts(judged, rows, floor, of_whole=False),
        "missing_whole": _amounts(judged, rows, WHOLE, of_whole=True),
        "missing_to_floor_whole": no_floor if floor is None else _amounts(judged, rows, floor, of_whole=True),
    }


def _amounts(judged: Judged, rows: np.ndarray, part: Fraction, *, of_whole: bool) -> np.ndarray:
    step = Fraction(judged.asked.indicator.gap_step)
    steps = _steps(judged, rows, part, of_whole)
    return (steps * step.numerator).astype(float) / step.denominator


def _steps(judged: Judged, rows: np.ndarray, part: Fraction, of_whole: bool) -> np.ndarray:
    """
    Return ⌈ what is lacking ÷ step ⌉ as unlimited whole numbers.

    With lack = |below × threshold − above × times|, all multiplied out (factors), a numerator lacks lack ÷ (times × …)
    of its own unit; a denominator lacks lack ÷ threshold of its own. Of the whole school's figure only share_num in
    share_den arrives at the stage, so that more must be added to it.
    """
    indicator, operator = judged.asked.indicator, judged.asked.requirement.operator
    if indicator.yes_no:
        return np.ones(len(rows), dtype=object)
    above, below, units, num, den = (
        array[rows].astype(object)
        for array in (
            judged.ratio.above.units,
            judged.ratio.below.units,
            judged.threshold.units,
            judged.ratio.share_num,
            judged.ratio.share_den,
        )
    )
    side = judged.ratio.below if indicator.gap_in == "denominator" else judged.ratio.above
    share = num if of_whole and side.is_shared else den
    per_unit = Fraction(indicator.gap_times) / (Fraction(indicator.gap_step) * side.scale)
    if operator == "==":
        lack, each = above, per_unit
    else:
        times, threshold = factors(judged.ratio, judged.threshold, part, operator)
        difference = below * units * threshold - above * times
        lack = np.maximum(difference if operator == ">=" else -difference, 0)
        each = per_unit / threshold if indicator.gap_in == "denominator" else per_unit / times
        share = share * units if indicator.gap_in == "denominator" else share
    return -(-(lack * each.numerator) // (share * each.denominator))
