"""Makes schools and parts (school × stage) of the rows of an import, in one order for every frame that follows."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from monitoring.schools.campuses import ORDER, merge
from monitoring.schools.columns import COMPULSORY, Splitting
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
        schools: one row a school with a primary or junior stage; `stages` joined by "|", `pupils` of both.
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
    lowest = merged.drop_duplicates("school_code").set_index("school_code")
    merged[OF_THE_SCHOOL] = lowest.loc[merged["school_code"], OF_THE_SCHOOL].to_numpy()
    parts = split(merged, splitting)
    parts = parts[parts["stage"].isin(COMPULSORY)].sort_values([*IN_ORDER, "order"], kind="stable")
    parts = parts.drop(columns="order").reset_index(drop=True)
    return Prepared(rows, merged.drop(columns="order"), _schools(parts), parts, frozenset(splitting.columns.shared))


def _schools(parts: pd.DataFrame) -> pd.DataFrame:
    grouped = parts.groupby("school_code", sort=False)
    schools = grouped.head(1)[FACTS].set_index("school_code", drop=False)
    schools["stages"] = grouped["stage"].agg("|".join)
    schools["pupils"] = grouped["pupils"].sum(skipna=False)
    return schools.reset_index(drop=True)
