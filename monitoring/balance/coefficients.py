"""
The coefficient of variation of per-pupil figures, every school weighted by its pupils, and the frame balance.

Source: 教督〔2012〕3号 附件; facts, 1.3. Without the weights another number comes out (facts, S14: a public program).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from monitoring.assessment import IN_SCOPE, Evaluation
from monitoring.balance.limits import settled, squared
from monitoring.indicators import Ratio, values
from monitoring.schools.columns import COMPULSORY

COMPOSITE = "composite"
COLUMNS = ["county_code", "stage", "requirement", "n", "pupils", "mean", "sd", "cv", "limit", "status"]


def coefficient_of_variation(total: ArrayLike, pupils: ArrayLike) -> float:
    """
    Return the pupil-weighted coefficient of variation of a per-pupil resource.

    Args:
        total: (n,) what each school holds, in any unit.
        pupils: (n,) pupils on the roll of each school, all > 0.

    Returns:
        A pure number ≥ 0; NaN without schools, or when the county holds none of the resource.

    Raises:
        ValueError: a school has no pupils, or no total. Leave it out before, and say so.

    The worked example that circulates with the method, books in five schools (facts, 8.1):

    >>> round(coefficient_of_variation([279, 137, 935, 160, 402], [45, 37, 89, 76, 55]), 6)
    0.515257
    """
    total, pupils = np.asarray(total, dtype=float), np.asarray(pupils, dtype=float)
    if np.isnan(total).any() or not (pupils > 0).all():
        raise ValueError("every school needs a total and pupils")
    _, sd, mean = spread(total / pupils, pupils)
    return float(sd / mean) if mean else np.nan


def spread(per_pupil: np.ndarray, pupils: np.ndarray) -> tuple[float, float, float]:
    """Return pupils, weighted standard deviation and county mean: total ÷ total, not the mean of the values."""
    weight = pupils.sum()
    if weight == 0:
        return 0.0, np.nan, np.nan
    mean = (per_pupil * pupils).sum() / weight
    return weight, np.sqrt((pupils * (per_pupil - mean) ** 2).sum() / weight), mean


def balance(parts: pd.DataFrame, evaluation: Evaluation) -> pd.DataFrame:
    """
    Return one row a county × stage × requirement, and a composite where the document limits it.

    Columns: county_code, stage, requirement, n and pupils (schools in scope that have a value), mean, sd, cv, limit
    (NaN without), status (met | not_met | no_data; "" without a limit). Judged unrounded, beside the limit in whole
    numbers (monitoring.balance.limits). The composite is the mean of the coefficients, NaN when one is missing.

    Returns:
        An empty frame where the document judges no coefficients.
    """
    if evaluation.compiled.standard.balance is None:
        return pd.DataFrame(columns=COLUMNS)
    per_pupil = [values(judged.ratio) for judged in evaluation.judged]
    counties, stages = parts["county_code"].to_numpy(), parts["stage"].to_numpy()
    rows: list[dict[str, Any]] = []
    for county in sorted(set(counties)):
        for stage in (stage for stage in COMPULSORY if stage in evaluation.compiled.standard.scope.stages):
            here = (counties == county) & (stages == stage) & (evaluation.scope == IN_SCOPE)
            for row in _of_stage(stage, here, per_pupil, parts["pupils"].to_numpy(float), evaluation):
                rows.append({"county_code": county, "stage": stage} | row)
    return pd.DataFrame(rows, columns=COLUMNS)


def _of_stage(
    stage: str, here: np.ndarray, per_pupil: list[np.ndarray], pupils: np.ndarray, evaluation: Evaluation
) -> Iterator[dict[str, Any]]:
    limits = evaluation.compiled.standard.balance
    coefficients, exactly = [], []
    for judged, figures in zip(evaluation.judged, per_pupil, strict=True):
        counted = here & ~np.isnan(figures) & (pupils > 0)
        weight, sd, mean = spread(figures[counted], pupils[counted])
        coefficients.append(sd / mean if mean else np.nan)
        exactly.append(partial(_squared, judged.ratio, pupils, counted))
        row = {"requirement": judged.asked.requirement.key, "n": float(counted.sum()), "pupils": weight}
        yield row | {"mean": mean, "sd": sd} | _judged(coefficients[-1:], exactly[-1:], limits.cv_limit, stage)
    if limits.composite_limit:
        nothing = dict.fromkeys(("n", "pupils", "mean", "sd"), np.nan)
        yield {"requirement": COMPOSITE} | nothing | _judged(coefficients, exactly, limits.composite_limit, stage)


def _squared(ratio: Ratio, pupils: np.ndarray, counted: np.ndarray) -> Fraction:
    """The exact square of a coefficient; what all schools are multiplied by alike changes it not."""
    sides = (ratio.above.units, ratio.below.units, pupils)
    rows = [[int(number) for number in side[counted]] for side in sides]
    return squared((Fraction(above * number, below) for above, below, number in zip(*rows, strict=True)), rows[-1])


def composite(coefficients: Sequence[float]) -> float:
    """
    Return 综合差异系数: the mean of the unrounded coefficients, NaN when one of them is missing.

    >>> round(composite([0.437, 0.419, 0.255, 0.188, 0.171, 0.263, 0.263, 0.42]), 3)
    0.302
    """
    return float(np.mean(coefficients))


def _judged(
    coefficients: Sequence[float],
    exactly: Sequence[Callable[[], Fraction]],
    limits: Mapping[str, Decimal],
    stage: str,
) -> dict[str, Any]:
    most = limits.get(stage)
    cv = settled(composite(coefficients), most, lambda: [square() for square in exactly])
    limit = np.nan if most is None else float(most)
    return {"cv": cv, "limit": limit, "status": status(cv, limit)}


def status(cv: float, limit: float) -> str:
    """
    Judge an unrounded coefficient: met, not_met, no_data where there is none, "" without a limit.

    >>> status(0.501787, 0.50), status(0.50, 0.50), status(np.nan, 0.50), status(0.3, np.nan)
    ('not_met', 'met', 'no_data', '')
    """
    if np.isnan(limit):
        return ""
    return "no_data" if np.isnan(cv) else "met" if cv <= limit else "not_met"
