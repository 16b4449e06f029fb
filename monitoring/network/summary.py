"""Measures added up: how many schools reach each, by county and township; the pooled figure; bandwidth by class."""

from __future__ import annotations

import numpy as np
import pandas as pd

from monitoring.assessment.statuses import STATUSES
from monitoring.network.rules import NetworkRules

MET, GAP, NO_DATA, NOT_APPLICABLE = STATUSES


def summary(assessed: pd.DataFrame, rules: NetworkRules) -> pd.DataFrame:
    """
    Return one row a measure, in the order of the rules.

    Args:
        assessed: of `assess`, whole or narrowed.

    Returns:
        Indexed by measure: schools; met, gap, no_data, not_applicable (schools); asked (schools of which something is
        asked: met + gap + no_data, 0 where no limit is chosen); pooled (sum of the one figure ÷ sum of the other ×
        times, over the schools that report both; NaN for an absolute figure or where there are none); reported
        (schools that report); missing (what all of them lack, added up).
    """
    sums = {}
    for key, measure in rules.measures.items():
        rows = assessed[assessed["measure"] == key]
        states = {status: int((rows["status"] == status).sum()) for status in STATUSES}
        has_limit = rows["required"].notna().any()
        known = rows[rows["above"].notna() & (rows["below"].notna() | (measure.below == ""))]
        below = known["below"].sum()
        sums[key] = {
            "schools": len(rows),
            **states,
            "asked": states[MET] + states[GAP] + states[NO_DATA] if has_limit else 0,
            "pooled": known["above"].sum() * measure.times / below if measure.below and below > 0 else np.nan,
            "reported": len(known),
            "missing": rows["missing"].sum(),
        }
    return pd.DataFrame.from_dict(sums, orient="index")


def by_township(assessed: pd.DataFrame, measure: str) -> pd.DataFrame:
    """
    Return one row a township, in the order of codes: township_code, township, schools, met, gap, no_data.

    Args:
        assessed: of `assess`.
        measure: its key; schools of which nothing is asked are in no column.
    """
    rows = assessed[(assessed["measure"] == measure) & (assessed["status"] != NOT_APPLICABLE)]
    grouped = rows.groupby("township_code", sort=True)
    table = grouped.agg(township=("township", "first"), schools=("status", "size"))
    for status in (MET, GAP, NO_DATA):
        table[status] = grouped["status"].agg(lambda states, status=status: int((states == status).sum()))
    return table.reset_index()


def bandwidths(assessed: pd.DataFrame, rules: NetworkRules) -> list[tuple[float, int]]:
    """
    Return (lower limit in Mbps, schools) of each class of bandwidth; schools that report none are in no class.

    >>> one = pd.DataFrame({"measure": ["uplink"] * 3, "above": [9.0, 1000.0, float("nan")]})
    >>> from monitoring.network.rules import load_network_rules
    >>> classes = bandwidths(one, load_network_rules())
    >>> classes[0], classes[-1]
    ((0.0, 1), (1000.0, 1))
    """
    limits = rules.bandwidth_from
    figures = assessed.loc[assessed["measure"] == "uplink", "above"].dropna()
    place = np.searchsorted(limits, figures, side="right") - 1
    return list(zip(limits, np.bincount(place, minlength=len(limits)).tolist(), strict=True))
