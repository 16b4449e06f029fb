"""Schools as points of the map: where they are, how many pupils, and the state of what is looked at."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from monitoring.assessment.statuses import STATUSES, STATUSES_WORST_FIRST, VERDICTS, VERDICTS_WORST_FIRST
from monitoring.schools.names import short_name
from monitoring.standing import ALL, COMPULSORY, Count

MET, NOT_MET, UNKNOWN, OUTSIDE = range(4)
STATES = {word: place for words in (VERDICTS, STATUSES) for place, word in enumerate(words)}
WORST_FIRST = {
    word: place for words in (VERDICTS_WORST_FIRST, STATUSES_WORST_FIRST) for place, word in enumerate(words)
}
"""Of several stages the first of these states is the school's."""


def short_names(schools: pd.DataFrame) -> dict[str, str]:
    """Return the schools' names without county and township, by code."""
    own = schools[["school_code", "school_name", "county", "township"]].itertuples()
    return {row.school_code: short_name(row.school_name, row.county, row.township) for row in own}


def worst_states(rows: pd.DataFrame) -> pd.DataFrame:
    """
    Return one state a school: the worst of its stages; its pupils added up, not reported where one stage's are not.

    Args:
        rows: school_code, status, pupils, one row per school × stage.
    """
    ranked = rows.assign(rank=rows["status"].map(WORST_FIRST)).sort_values("rank", kind="stable")
    by = ranked.groupby("school_code", sort=False)
    roll = by["pupils"].sum().where(by["pupils"].count() == by.size())
    return pd.DataFrame({"status": by["status"].first(), "pupils": roll}).reset_index()


def township_names(frame: pd.DataFrame) -> dict[str, str]:
    """Return the townships that stand in a frame (township_code, township), by code."""
    named = frame.drop_duplicates("township_code")
    return dict(zip(named["township_code"], named["township"], strict=True))


def stages_of(stage: str) -> tuple[str, ...]:
    """
    Return the stages that are shown with one chosen, or all.

    >>> stages_of("all"), stages_of("junior")
    (('primary', 'junior'), ('junior',))
    """
    return COMPULSORY if stage == ALL else (stage,)


def everyone(schools: pd.DataFrame, parts: pd.DataFrame, stage: str) -> pd.DataFrame:
    """Return the schools of a stage as points, none of them judged yet."""
    own = parts.loc[parts["stage"].isin(stages_of(stage)), ["school_code", "pupils"]]
    return school_points(schools, worst_states(own.assign(status="not_applicable")), short_names(schools))


def school_points(schools: pd.DataFrame, states: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """
    Return the schools that the map draws.

    Args:
        schools: the frame of that name (docs/architecture.md).
        states: school_code, status (a verdict or a requirement's status), pupils; other schools are left out.
        names: short names by school code.

    Returns:
        code, name, township, latitude, longitude (NaN: cannot be placed), pupils (NaN: not reported), state (0 met,
        1 not met, 2 not known, 3 not judged), in the order of schools.
    """
    here = schools.merge(states[["school_code", "status"]].assign(roll=states["pupils"]), on="school_code")
    return pd.DataFrame(
        {
            "code": here["school_code"],
            "name": here["school_code"].map(names),
            "township": here["township_code"],
            "latitude": here["latitude"],
            "longitude": here["longitude"],
            "pupils": here["roll"],
            "state": here["status"].map(STATES).astype(int),
        }
    )


def counts(points: pd.DataFrame, names: Mapping[str, str]) -> dict[str, Count]:
    """
    Return the counts of every township by the state its points have; those not asked are in no total.

    Args:
        names: of the townships, by code.
    """
    return {
        row.Index: Count(names[row.Index], int(row.judged), int(row.met), int(row.unknown))
        for row in tallies(points).sort_index().itertuples()
    }


def tallies(points: pd.DataFrame) -> pd.DataFrame:
    """Return judged, met, unknown (schools) by township, in the order in which the townships first stand there."""
    state = points["state"]
    told = pd.DataFrame({"judged": state != OUTSIDE, "met": state == MET, "unknown": state == UNKNOWN})
    return told.groupby(points["township"], sort=False).sum()
