"""Makes schools and parts (school × stage) of the rows of an import, in one order for every frame that follows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from monitoring.schools.campuses import JOINED, ORDER, merge
from monitoring.schools.columns import COMPULSORY, Splitting, first_of_each, numbered
from monitoring.schools.shares import split

IN_ORDER = ["county_code", "township_code", "school_code"]
# Where workbooks differ in these, the lowest stage's table counts.
OF_THE_SCHOOL = ["school_name", "kind", "county_code", "county", "township_code", "township"]
FACTS = [
    "school_code",
    "school_name",
    "county_code",
    "county",
    "township_code",
    "township",
    "kind",
    "sponsor",
    "urban",
    "longitude",
    "latitude",
    "location",
    "is_boarding",
    "is_centre",
    "year_built",
    "campuses",
    "main_missing",
]


@dataclass(frozen=True)
class Prepared:
    """
    What an import's rows say about schools.

    Attributes:
        rows: as they were given.
        merged: one row a school × stage of all stages, campuses merged, by school code and stage.
        schools: one row a school with a primary or junior stage, in the order of the parts; `stages`
            joined by "|", `pupils` of both.
        parts: one row a school × stage, primary and junior; shared fields hold the whole school's figure, share_num ÷
            share_den says which part of it belongs to this stage.
        shared: which fields are shared.
    """

    rows: pd.DataFrame
    merged: pd.DataFrame
    schools: pd.DataFrame
    parts: pd.DataFrame
    shared: frozenset[str]


def prepare(rows: pd.DataFrame, splitting: Splitting) -> Prepared:
    """
    Merge campuses, split shared resources, and put everything in one order: county, township, school, stage.

    Args:
        rows: the frame rows of any number of counties, senior stages included: they take their part of what is shared.
        splitting: how campuses are merged and shared resources split.

    Raises:
        ValueError: one school stands twice in one stage.
    """
    merged = merge(rows, splitting.columns)
    order = merged["stage"].map(ORDER)
    merged = merged.assign(order=order).sort_values(["school_code", "order"], kind="stable")
    first = first_of_each(merged["school_code"])
    lowest = first[numbered(first, len(merged))]
    for name in OF_THE_SCHOOL:
        merged[name] = merged[name].array.take(lowest)
    parts = split(merged, splitting)
    parts = parts[parts["stage"].isin(COMPULSORY)].sort_values([*IN_ORDER, "order"], kind="stable")
    parts = parts.drop(columns="order").reset_index(drop=True)
    return Prepared(rows, merged.drop(columns="order"), _schools(parts), parts, frozenset(splitting.columns.shared))


def _schools(parts: pd.DataFrame) -> pd.DataFrame:
    """One row a school, in the order of the parts, of which each school has one or both stages."""
    first = first_of_each(parts["school_code"])
    schools = parts[FACTS].take(first).reset_index(drop=True)
    if not len(parts):
        return schools.assign(stages=pd.Series(dtype="str"), pupils=pd.Series(dtype=float))
    has = [np.logical_or.reduceat((parts["stage"] == stage).to_numpy(), first) for stage in COMPULSORY]
    words = pd.array(["", *COMPULSORY, JOINED.join(COMPULSORY)], dtype="str")
    schools["stages"] = words.take(has[0] + 2 * has[1])
    schools["pupils"] = np.add.reduceat(parts["pupils"].to_numpy(float), first)
    return schools
