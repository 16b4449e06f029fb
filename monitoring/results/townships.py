"""The frame townships: how many schools meet, of each township and stage; with all stages whole schools are counted."""

from __future__ import annotations

import numpy as np
import pandas as pd

from monitoring.assessment.statuses import OF_THE_STANDARD
from monitoring.schools.columns import COMPULSORY, first_of_each, numbered

ALL = "all"
STAGES = [*COMPULSORY, ALL]
MET, OPEN = "met", "undetermined"
TOWNSHIP_COLUMNS = ["county_code", "township_code", "township"]


def townships(parts: pd.DataFrame, schools: pd.DataFrame, verdicts: pd.DataFrame, judges_schools: bool) -> pd.DataFrame:
    """
    Return one row a township × stage, primary, junior and all.

    Columns: county_code, township_code, township, stage, schools (in scope, undetermined included), met, undetermined,
    share (met ÷ schools, NaN at 0 schools). Stage all counts schools (所), the others parts of schools (所次). Of a
    standard that judges no school met, undetermined and share are NaN.

    Args:
        schools: with the column verdict, in the order of the parts.
    """
    places = schools[TOWNSHIP_COLUMNS].drop_duplicates("township_code").sort_values(TOWNSHIP_COLUMNS[:2])
    counted = verdicts["why"].isin(OF_THE_STANDARD).to_numpy()
    school = numbered(first_of_each(parts["school_code"]), len(parts))[counted]
    is_counted = np.bincount(school, minlength=len(schools)) > 0
    town, codes = pd.factorize(schools["township_code"])
    town = pd.Index(places["township_code"]).get_indexer(codes)[town]
    stage = (parts["stage"] != STAGES[0]).to_numpy()[counted]  # of two
    cells = np.concatenate([town[school] * len(STAGES) + stage, town[is_counted] * len(STAGES) + STAGES.index(ALL)])
    frame = places.loc[places.index.repeat(len(STAGES))].reset_index(drop=True)
    frame["stage"] = pd.Series(STAGES * len(places), dtype="str")
    frame["schools"] = np.bincount(cells, minlength=len(frame)).astype(float)
    for word in (MET, OPEN):
        is_so = np.concatenate([(verdicts["status"] == word)[counted], (schools["verdict"] == word)[is_counted]])
        frame[word] = np.bincount(cells[is_so], minlength=len(frame)).astype(float)
    if not judges_schools:
        frame[["met", "undetermined"]] = np.nan
    frame["share"] = (frame["met"] / frame["schools"]).where(frame["schools"] > 0)
    return frame.astype({"schools": "int64"})
