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
    if not len(counted):
        return pd.DataFrame(columns=COLUMNS)
    county, counties = pd.factorize(counted["county_code"], sort=True)
    stage = pd.Index(COMPULSORY).get_indexer(counted["stage"])
    groups, group = np.unique(county * len(COMPULSORY) + stage, return_inverse=True)
    figures = counted[list(rules.buckets)].to_numpy(float)
    count = _Count(np.array(list(rules.buckets.values())), figures, group, len(groups))
    stages = [COMPULSORY[place] for place in groups % len(COMPULSORY)]
    standard = np.array([rules.standard[each] for each in stages])
    return pd.DataFrame(
        {
            "county_code": np.asarray(counties, dtype=object)[groups // len(COMPULSORY)],
            "stage": stages,
            "classes": count.of_at_least(np.zeros_like(standard)),
            "standard": standard,
            "over_standard": count.of_at_least(standard + 1),
            "ge56": count.of_at_least(np.full_like(standard, rules.large)),
            "ge66": count.of_at_least(np.full_like(standard, rules.oversized)),
            "not_reported": np.bincount(group[np.isnan(figures).any(axis=1)], minlength=len(groups)),
        }
    )


class _Count:
    """Classes by group and bucket: how many are reported, and whether any row reports them."""

    def __init__(self, smallest: np.ndarray, figures: np.ndarray, group: np.ndarray, size: int) -> None:
        is_known = np.isfinite(figures)
        # Classes are whole numbers, whose sums are exact in any order.
        sums = [np.bincount(group, weights=column, minlength=size) for column in np.where(is_known, figures, 0).T]
        known = [np.bincount(group[column], minlength=size) for column in is_known.T]
        self.smallest, self.sums, self.known = smallest, np.array(sums).T, np.array(known).T

    def of_at_least(self, size: np.ndarray) -> np.ndarray:
        """Classes of at least a size of each group; NaN where no row reports any."""
        asked = self.smallest >= size[:, None]
        return np.where((self.known * asked).any(axis=1), (self.sums * asked).sum(axis=1), np.nan)
