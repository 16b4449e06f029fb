"""Which schools drive a coefficient: what it would be without each of them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from monitoring.assessment.statuses import OF_THE_STANDARD
from monitoring.balance.coefficients import spread

COLUMNS = ["county_code", "school_code", "school_name", "pupils", "value", "mean", "cv", "cv_without", "change"]


def without_each(per_pupil: np.ndarray, pupils: np.ndarray) -> np.ndarray:
    """
    Return the coefficient of variation without each school; NaN where nothing is left, or what is left holds nothing.

    Each is computed anew: sums less one school's term leave the last digits of large numbers where small ones belong.

    >>> books, pupils = np.array([279, 137, 935, 160, 402]), np.array([45, 37, 89, 76, 55])
    >>> without_each(books / pupils, pupils).round(4).tolist()
    [0.5564, 0.4957, 0.477, 0.321, 0.5841]
    """
    return np.array([_cv(np.delete(per_pupil, place), np.delete(pupils, place)) for place in range(len(pupils))])


def _cv(per_pupil: np.ndarray, pupils: np.ndarray) -> float:
    _, sd, mean = spread(per_pupil, pupils)
    return sd / mean if mean else np.nan


def drivers(
    parts: pd.DataFrame, assessment: pd.DataFrame, verdicts: pd.DataFrame, requirement: str, stage: str
) -> pd.DataFrame:
    """
    Return the schools behind one coefficient, of each county the strongest driver first.

    Columns: county_code, school_code, school_name, pupils, value, mean (of the county), cv, cv_without (the coefficient
    without this school), change (cv_without − cv: the most negative drives it most). Only schools in scope that have a
    value.

    Args:
        parts, assessment, verdicts: the frames of those names.
        requirement: its key, e.g. "L5".
        stage: "primary" or "junior".
    """
    asked = assessment[assessment["requirement"] == requirement]
    pupils, figures = parts["pupils"].to_numpy(float), asked["value"].to_numpy(float)
    in_scope = verdicts["why"].isin(OF_THE_STANDARD).to_numpy()
    counted = in_scope & (parts["stage"] == stage).to_numpy() & ~np.isnan(figures) & (pupils > 0)
    columns = ["county_code", "school_code", "school_name", "pupils"]
    frame = parts.loc[counted, columns].assign(value=figures[counted])
    counties = [_of_county(county) for _, county in frame.groupby("county_code")]
    if not counties:
        return frame.reindex(columns=COLUMNS)
    return pd.concat(counties).reset_index(drop=True)[COLUMNS]


def _of_county(schools: pd.DataFrame) -> pd.DataFrame:
    figures, pupils = schools["value"].to_numpy(), schools["pupils"].to_numpy()
    _, _, mean = spread(figures, pupils)
    cv = _cv(figures, pupils)
    without = without_each(figures, pupils)
    table = schools.assign(mean=mean, cv=cv, cv_without=without, change=without - cv)
    return table.sort_values(["change", "school_code"])
