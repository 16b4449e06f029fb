"""Merges campuses (是否计校数 = 否) into their main school; figures add up, everything else is the main school's."""

from __future__ import annotations

import numpy as np
import pandas as pd

from monitoring.schools.columns import STAGES, Columns, replaced

JOINED = "|"
ORDER = {stage: place for place, stage in enumerate(STAGES)}


def merge(rows: pd.DataFrame, fields: Columns) -> pd.DataFrame:
    """
    Merge campuses into their main schools.

    A figure of the stage is the sum over the main school and its campuses at that stage. A shared figure is the whole
    school's: the main school's plus each campus's, in every stage's table; of a campus that stands in no table of that
    stage, the figure of its own lowest stage. A missing part makes the sum missing.

    Args:
        rows: the frame rows (docs/architecture.md).
        fields: which figures are the stage's, and which the whole school's.

    Returns:
        One row a school × stage, with `campuses` (codes joined by "|") and `main_missing` (a campus whose main school
        is in no table: it stays a row of its own and is not judged).

    Raises:
        ValueError: one school stands twice in one stage: an import must not let that through.
    """
    twice = rows.duplicated(["school_code", "stage"])
    if twice.any():
        raise ValueError(f"school twice in one stage: {rows.loc[twice, 'school_code'].tolist()}")
    is_campus = (rows["is_counted"] == 0).to_numpy()
    has_main = rows["main_school_code"].isin(set(rows.loc[~is_campus, "school_code"])).to_numpy()
    merged = is_campus & has_main
    mains = rows[~merged].assign(campuses="", main_missing=(is_campus & ~has_main)[~merged])
    if not merged.any():
        return mains.reset_index(drop=True)
    campuses = rows[merged].sort_values("stage", key=lambda stage: stage.map(ORDER), kind="stable")
    mains = _with_stages_of_campuses_alone(mains, campuses, fields)
    return _added(mains, campuses.reset_index(drop=True), fields)


def merged_into(schools: pd.DataFrame) -> dict[str, str]:
    """
    Return campus → the main school it is merged into.

    Args:
        schools: the frame schools: school_code, campuses.

    >>> merged_into(pd.DataFrame({"school_code": ["1", "2"], "campuses": ["8|9", ""]}))
    {'8': '1', '9': '1'}
    """
    pairs = zip(schools["school_code"], schools["campuses"], strict=True)
    return {campus: code for code, campuses in pairs for campus in campuses.split(JOINED) if campus}


def _with_stages_of_campuses_alone(mains: pd.DataFrame, campuses: pd.DataFrame, fields: Columns) -> pd.DataFrame:
    """Add rows for stages that only a campus runs: the main school's lowest row, with nothing of its own there."""
    own = mains[mains["school_code"].isin(campuses["main_school_code"])]
    known = set(zip(own["school_code"], own["stage"], strict=True))
    wanted = campuses[["main_school_code", "stage"]].drop_duplicates()
    wanted = wanted[[pair not in known for pair in zip(*wanted.to_numpy().T, strict=True)]]
    if wanted.empty:
        return mains.reset_index(drop=True)
    lowest = own.sort_values("stage", key=lambda stage: stage.map(ORDER), kind="stable").drop_duplicates("school_code")
    alone = lowest.set_index("school_code", drop=False).loc[wanted["main_school_code"]]
    # Nothing of its own: the main school has no pupils, classes or teachers at a stage that it does not run.
    alone = replaced(alone.assign(stage=wanted["stage"].to_numpy()), fields.of_stage, 0.0)
    return pd.concat([mains, alone], ignore_index=True)


def _added(mains: pd.DataFrame, campuses: pd.DataFrame, fields: Columns) -> pd.DataFrame:
    """Add the campuses' figures to their main schools' rows."""
    keys = list(zip(campuses["school_code"], campuses["stage"], strict=True))
    at = {key: place for place, key in enumerate(keys)}
    lowest = {code: place for place, (code, _) in reversed(list(enumerate(keys)))}
    of_main: dict[str, list[str]] = {}
    for main, code in zip(campuses["main_school_code"], campuses["school_code"], strict=True):
        if code not in of_main.setdefault(main, []):
            of_main[main].append(code)
    to, shared_from, stage_to, stage_from = [], [], [], []
    joined = np.full(len(mains), "", dtype=object)
    places = np.flatnonzero(mains["school_code"].isin(list(of_main)))
    own = mains[["school_code", "stage"]].take(places)
    for place, main, stage in zip(places, own["school_code"], own["stage"], strict=True):
        joined[place] = JOINED.join(sorted(of_main[main]))
        for code in of_main[main]:
            to.append(place)
            shared_from.append(at.get((code, stage), lowest[code]))
            if (code, stage) in at:
                stage_to.append(place)
                stage_from.append(at[code, stage])
    sums = [
        _sums(mains, campuses, fields.shared, to, shared_from),
        _sums(mains, campuses, fields.of_stage, stage_to, stage_from),
    ]
    mains = replaced(mains, (*fields.shared, *fields.of_stage), np.hstack(sums))
    return mains.assign(campuses=joined)


def _sums(
    mains: pd.DataFrame, campuses: pd.DataFrame, fields: tuple[str, ...], to: list[int], source: list[int]
) -> np.ndarray:
    figures = mains[list(fields)].to_numpy(float, copy=True)
    np.add.at(figures, to, campuses[list(fields)].to_numpy(float)[source])
    return figures
