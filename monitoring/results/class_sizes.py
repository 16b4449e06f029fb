"""The frame class_sizes: classes above the standard size, counted from the buckets that the tables report."""

from __future__ import annotations

import numpy as np
import pandas as pd

from monitoring.results.rules import ClassSizes
from monitoring.schools.columns import COMPULSORY

COLUMNS = ["county_code", "stage", "classes", "standard", "over_standard", "ge56", "ge66", "not_reported"]


def class_sizes(rows: pd.DataFrame, rules: ClassSizes) -> pd.DataFrame:
    """
    Return one row a county × stage.

    Columns: county_code, stage, classes (all buckets), standard (largest standard size), over_standard, ge56, ge66,
    not_reported (rows with a bucket that is not reported: what they report is counted, nothing is put in its place).

    Args:
        rows: the frame rows: every row of a stage counts, campuses and teaching points too, special schools do not.
    """
    counted = rows[rows["stage"].isin(COMPULSORY) & ~rows["kind"].isin(rules.excluded_kinds)]
    counts = []
    for (county, stage), of in counted.groupby(["county_code", "stage"]):
        largest = rules.standard[stage]
        counts.append(
            {
                "county_code": county,
                "stage": stage,
                "classes": _from(of, 0, rules),
                "standard": largest,
                "over_standard": _from(of, largest + 1, rules),
                "ge56": _from(of, rules.large, rules),
                "ge66": _from(of, rules.oversized, rules),
                "not_reported": int(of[list(rules.buckets)].isna().any(axis=1).sum()),
            }
        )
    order = {stage: place for place, stage in enumerate(COMPULSORY)}
    counts.sort(key=lambda row: (row["county_code"], order[row["stage"]]))
    return pd.DataFrame(counts, columns=COLUMNS)


def _from(of: pd.DataFrame, smallest: int, rules: ClassSizes) -> float:
    """Classes of at least this size; NaN where no row reports any."""
    fields = [field for field, from_size in rules.buckets.items() if from_size >= smallest]
    figures = of[fields].to_numpy(float)
    return float(np.nansum(figures)) if np.isfinite(figures).any() else np.nan
