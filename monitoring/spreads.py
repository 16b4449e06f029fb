"""
校际均衡: a county's coefficients beside what they leave out, their course over the periods, and who drives them.

Views of judgements; the coefficients themselves are made in monitoring.balance.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from monitoring.assessment.statuses import IN_SCOPE, INCOMPLETE, NO_RULE, WHY
from monitoring.balance import drivers
from monitoring.balance.coefficients import COMPOSITE
from monitoring.results import Results
from monitoring.standards import Standard

ALL = "all"
COMPOSITE_NAME = "综合差异系数"
ERROR = 1e-12
COUNTED = (WHY[IN_SCOPE], INCOMPLETE, NO_RULE)


def coefficients(judged: Results, stage: str = ALL) -> pd.DataFrame:
    """
    Return one row a coefficient, the composites first, then in the document's order.

    Args:
        judged: one county, judged by one standard.
        stage: "primary" or "junior"; "all" every stage that the document is about.

    Returns:
        The columns of the frame balance, and: short, unit, schools (school × stage in scope, 0 where there is none),
        asked (the same), unreported (of them without a value, and so left out); both NaN for a composite. Empty where
        the document judges no coefficients.
    """
    table = _named(judged.balance, judged.standard, stage)
    scope = judged.verdicts[judged.verdicts["why"].isin(COUNTED)].groupby("stage").size()
    schools = table["stage"].map(lambda word: float(scope.get(word, 0)))
    asked = schools.where(~table["is_composite"])
    return table.assign(schools=schools, asked=asked, unreported=asked - table["n"])


def schools_behind(judged: Results, requirement: str, stage: str) -> pd.DataFrame:
    """
    Return the schools that a coefficient is made of, the one without which it would fall most first.

    For a composite, the coefficient without a school is the mean of the coefficients without it.

    Returns:
        school_code, school_name, township_code, township, pupils, value and mean (of the county; both NaN for a
        composite), cv_without (the coefficient without the school), change (cv_without − cv).
    """
    if requirement == COMPOSITE:
        table = _behind_composite(judged, stage)
    else:
        table = drivers(judged.parts, judged.assessment, judged.verdicts, requirement, stage)
    table["cv_without"] = _beside_its_limit(table["cv_without"], judged, requirement, stage)
    places = judged.schools[["school_code", "township_code", "township"]]
    return table.merge(places, on="school_code", how="left")


def _beside_its_limit(row: pd.Series, judged: Results, requirement: str, stage: str) -> pd.Series:
    """What is a float's own error away from the limit is the limit; no more than that is said of what would be."""
    rows = judged.balance
    limits = rows.loc[(rows["requirement"] == requirement) & (rows["stage"] == stage), "limit"].dropna().unique()
    for limit in limits:
        row = row.where((row - limit).abs() > ERROR, limit)
    return row


def _behind_composite(judged: Results, stage: str) -> pd.DataFrame:
    """The schools that have every figure: without one of them, every coefficient and so their mean is known."""
    each = pd.concat(
        [
            drivers(judged.parts, judged.assessment, judged.verdicts, asked.key, stage)
            for asked in judged.standard.requirements
        ]
    )
    schools = each.groupby(["school_code", "school_name", "pupils"], as_index=False)
    table = schools.agg(figures=("cv_without", "count"), cv_without=("cv_without", "mean"), cv=("cv", "mean"))
    whole = table[table["figures"] == len(judged.standard.requirements)].drop(columns="figures")
    behind = whole.assign(value=np.nan, mean=np.nan, change=whole["cv_without"] - whole["cv"])
    return behind.sort_values(["change", "school_code"], ignore_index=True)


def course(periods: Mapping[date, pd.DataFrame], standard: Standard, stage: str = ALL) -> pd.DataFrame:
    """
    Return the coefficients of several periods, one row a period × coefficient, the earliest first, in each those of
    `coefficients`: period, stage, requirement, short, cv, limit.

    Args:
        periods: report date → the frame balance of the county, judged by the standard.
        stage: "primary" or "junior"; "all" every stage that the document is about.
    """
    tables = [_named(periods[day], standard, stage).assign(period=day) for day in sorted(periods)]
    columns = ["period", "stage", "requirement", "short", "cv", "limit"]
    return pd.concat(tables, ignore_index=True)[columns] if tables else pd.DataFrame(columns=columns)


def _named(balance: pd.DataFrame, standard: Standard, stage: str) -> pd.DataFrame:
    """The coefficients of a stage with what each is about, the composites first."""
    rows = balance if stage == ALL else balance[balance["stage"] == stage]
    names = {asked.key: asked.short for asked in standard.requirements} | {COMPOSITE: COMPOSITE_NAME}
    units = {asked.key: asked.unit for asked in standard.requirements} | {COMPOSITE: ""}
    table = rows.assign(
        short=rows["requirement"].map(names),
        unit=rows["requirement"].map(units),
        is_composite=rows["requirement"] == COMPOSITE,
    )
    return table.sort_values("is_composite", ascending=False, kind="stable").reset_index(drop=True)
