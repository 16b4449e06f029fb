"""
The coefficient of variation of per-pupil figures, every school weighted by its pupils, and the frame balance.

Source: 教督〔2012〕3号 附件; facts, 1.3. Without the weights another number comes out (facts, S14: a public program).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from monitoring.assessment import Evaluation
from monitoring.balance.groups import Groups, county_stages
from monitoring.balance.limits import NEAR, settled, squared
from monitoring.indicators import Ratio, values

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
    limits = evaluation.compiled.standard.balance
    if limits is None or not len(parts):
        return pd.DataFrame(columns=COLUMNS)
    groups, ratios = county_stages(parts, evaluation), [judged.ratio for judged in evaluation.judged]
    figures = list(map(values, ratios))
    spreads = list(map(groups.spread, figures))
    exactly = [partial(_squared, *of, groups) for of in zip(ratios, figures, strict=True)]
    blocks = [
        {"requirement": judged.asked.requirement.key, "n": of.n, "pupils": of.pupils, "mean": of.mean, "sd": of.sd}
        | _limited(of.cv, [square], limits.cv_limit, groups)
        for judged, of, square in zip(evaluation.judged, spreads, exactly, strict=True)
    ]
    if limits.composite_limit:
        mean = composite(np.stack([of.cv for of in spreads], axis=1))
        nothing = dict.fromkeys(("n", "pupils", "mean", "sd"), np.nan)
        blocks.append({"requirement": COMPOSITE} | nothing | _limited(mean, exactly, limits.composite_limit, groups))
    counties, stages = groups.names
    frame = pd.concat([pd.DataFrame({"county_code": counties, "stage": stages} | block) for block in blocks])
    return frame.sort_index(kind="stable").reset_index(drop=True)


def _squared(ratio: Ratio, figures: np.ndarray, groups: Groups, group: int) -> Fraction:
    """The exact square of a coefficient; what all schools are multiplied by alike changes it not."""
    counted = groups.counted(figures, group)
    sides = (ratio.above.units[counted], ratio.below.units[counted], groups.pupils[counted])
    rows = [[int(number) for number in side] for side in sides]
    return squared((Fraction(above * number, below) for above, below, number in zip(*rows, strict=True)), rows[-1])


def _limited(
    cv: np.ndarray, exactly: Sequence[Callable[[int], Fraction]], limits: Mapping[str, Decimal], groups: Groups
) -> dict[str, np.ndarray]:
    """Coefficients of all groups that stand on the right side of their limits, the limits, and the states."""
    limit, cv = groups.by_stage(limits), cv.copy()
    for group in np.flatnonzero(np.abs(cv - limit) <= NEAR):
        most = limits[groups.names[1][group]]
        cv[group] = settled(float(cv[group]), most, lambda group=group: [square(group) for square in exactly])
    return {"cv": cv, "limit": limit, "status": _statuses(cv, limit)}


def _statuses(cv: np.ndarray, limit: np.ndarray) -> np.ndarray:
    """Of many what `status` says of one."""
    words = [np.full(len(cv), word, dtype=object) for word in ("", "no_data", "met", "not_met")]
    return np.select([np.isnan(limit), np.isnan(cv), cv <= limit], words[:3], words[3])


def composite(coefficients: ArrayLike) -> np.ndarray:
    """
    Return 综合差异系数: the mean of the unrounded coefficients along the last axis, NaN when one of them is missing.

    >>> float(composite([0.437, 0.419, 0.255, 0.188, 0.171, 0.263, 0.263, 0.42]).round(3))
    0.302
    """
    return np.mean(coefficients, axis=-1)


def status(cv: float, limit: float) -> str:
    """
    Judge an unrounded coefficient: met, not_met, no_data where there is none, "" without a limit.

    >>> status(0.501787, 0.50), status(0.50, 0.50), status(np.nan, 0.50), status(0.3, np.nan)
    ('not_met', 'met', 'no_data', '')
    """
    if np.isnan(limit):
        return ""
    return "no_data" if np.isnan(cv) else "met" if cv <= limit else "not_met"
