"""The frame townships: how many schools meet, of each township and stage; with all stages whole schools are counted."""

from __future__ import annotations

import numpy as np
import pandas as pd

from monitoring.assessment.statuses import OF_THE_STANDARD
from monitoring.schools.columns import COMPULSORY

ALL = "all"
TOWNSHIP_COLUMNS = ["county_code", "township_code", "township"]


def townships(parts: pd.DataFrame, schools: pd.DataFrame, verdicts: pd.DataFrame, judges_schools: bool) -> pd.DataFrame:
    """
    Return one row a township × stage, primary, junior and all.

    Columns: county_code, township_code, township, stage, schools (in scope, undetermined included), met, undetermined,
    share (met ÷ schools, NaN at 0 schools). Stage all counts schools (所), the others parts of schools (所次). Of a
    standard that judges no school met, undetermined and share are NaN.

    Args:
        schools: with the column verdict.
    """
    counted = verdicts["why"].isin(OF_THE_STANDARD).to_numpy()
    of_parts = parts[[*TOWNSHIP_COLUMNS, "stage", "school_code"]].assign(verdict=verdicts["status"].to_numpy())[counted]
    is_counted = schools["school_code"].isin(of_parts["school_code"])
    of_schools = schools.loc[is_counted, [*TOWNSHIP_COLUMNS, "school_code", "verdict"]].assign(stage=ALL)
    every = pd.concat([of_parts, of_schools])
    every = every.assign(schools=1, met=every["verdict"] == "met", undetermined=every["verdict"] == "undetermined")
    sums = every.groupby(["township_code", "stage"])[["schools", "met", "undetermined"]].sum()
    places = schools[TOWNSHIP_COLUMNS].drop_duplicates("township_code").sort_values(TOWNSHIP_COLUMNS[:2])
    frame = places.merge(pd.DataFrame({"stage": [*COMPULSORY, ALL]}), how="cross")
    found = sums.reindex(pd.MultiIndex.from_frame(frame[["township_code", "stage"]]), fill_value=0).to_numpy(float)
    frame[["schools", "met", "undetermined"]] = found
    if not judges_schools:
        frame[["met", "undetermined"]] = np.nan
    frame["share"] = (frame["met"] / frame["schools"]).where(frame["schools"] > 0)
    return frame.astype({"schools": "int64"})
