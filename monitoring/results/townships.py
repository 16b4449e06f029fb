"""The frame townships: how many schools meet, of each township and stage; with all stages whole schools are counted."""

from __future__ import annotations

import numpy as np
import pandas as pd

from monitoring.assessment.statuses import OF_THE_STANDARD
from monitoring.schools.columns import COMPULSORY

ALL = "all"
STAGES = [*COMPULSORY, ALL]
OPEN = "undetermined"
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
    places = schools[TOWNSHIP_COLUMNS].drop_duplicates("township_code").sort_values(TOWNSHIP_COLUMNS[:2])
    counted = verdicts["why"].isin(OF_THE_STANDARD).to_numpy()
    of_parts = parts[["township_code", "school_code", "stage"]][counted]
    is_counted = schools["school_code"].isin(of_parts["school_code"]).to_numpy()
    of_schools = schools.loc[is_counted, "township_code"]
    towns = pd.Index(places["township_code"]).get_indexer([*of_parts["township_code"], *of_schools])
    stages = pd.Index(STAGES).get_indexer([*of_parts["stage"], *[ALL] * len(of_schools)])
    verdict = np.concatenate(
        [verdicts["status"].to_numpy(object)[counted], schools["verdict"].to_numpy(object)[is_counted]]
    )
    frame = places.loc[places.index.repeat(len(STAGES))].reset_index(drop=True)
    frame["stage"] = pd.Series(STAGES * len(places), dtype="str")
    cells = towns * len(STAGES) + stages
    everyone = np.ones(len(verdict), dtype=bool)
    for column, is_so in (("schools", everyone), ("met", verdict == "met"), ("undetermined", verdict == OPEN)):
        frame[column] = np.bincount(cells[is_so], minlength=len(frame)).astype(float)
    if not judges_schools:
        frame[["met", "undetermined"]] = np.nan
    frame["share"] = (frame["met"] / frame["schools"]).where(frame["schools"] > 0)
    return frame.astype({"schools": "int64"})
