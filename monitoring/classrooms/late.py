"""Rooms past their planned date, where they stopped, school by school; and the plan against what is accepted."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from monitoring.classrooms.flags import day_number, flags, rooms_of
from monitoring.classrooms.rules import DAYS_A_WEEK

STOPS = ("not_equipped", "not_connected", "not_accepted")
"""At which step an overdue room stopped: no set, a set without network, network without acceptance."""


def stops(rooms: pd.DataFrame, on: date) -> pd.DataFrame:
    """Return for each classroom, in the ledger's order, whether it is overdue and where it stopped: bool."""
    found = flags(rooms_of(rooms), on)
    return pd.DataFrame(
        {
            "not_equipped": found.overdue & ~found.equipped,
            "not_connected": found.overdue & found.equipped & ~found.connected,
            "not_accepted": found.overdue & found.equipped & found.connected,
        },
        index=rooms.index,
    )


def late_schools(rooms: pd.DataFrame, on: date) -> pd.DataFrame:
    """
    Return one row a school with overdue rooms, the most rooms first, then the longest overdue.

    Returns:
        school_code, school_name, township_code, township, overdue (rooms), where they stopped (STOPS), planned_on
        (the earliest planned date of these rooms), weeks (whole weeks since), project (joined by "、").
    """
    stopped = stops(rooms, on)
    late = rooms.assign(**{name: stopped[name] for name in STOPS})[stopped.any(axis=1)]
    table = late.groupby("school_code", sort=True).agg(
        school_name=("school_name", "first"),
        township_code=("township_code", "first"),
        township=("township", "first"),
        overdue=("grade", "size"),
        **{name: (name, "sum") for name in STOPS},
        planned_on=("planned_on", "min"),
        project=("project", lambda names: "、".join(sorted(set(names) - {""}))),
    )
    weeks = (pd.Timestamp(on) - table["planned_on"]).dt.days // DAYS_A_WEEK
    table = table.assign(weeks=weeks).reset_index()
    return table.sort_values(["overdue", "weeks", "school_code"], ascending=[False, False, True], ignore_index=True)


def plan(rooms: pd.DataFrame, on: date) -> pd.DataFrame:
    """
    Return one row a township: what was due before the report date, and how much of that is accepted.

    Returns:
        township_code, township, planned (rooms with a planned date), due, done (of those due), overdue, rooms; the
        most overdue first, then by code.
    """
    found = flags(rooms_of(rooms), on)
    due = rooms_of(rooms).planned_on < day_number(on)
    table = (
        rooms.assign(planned=~found.no_plan, due=due, done=due & found.accepted, overdue=found.overdue)
        .groupby("township_code", sort=True)
        .agg(
            township=("township", "first"), planned=("planned", "sum"), due=("due", "sum"), done=("done", "sum"),
            overdue=("overdue", "sum"), rooms=("due", "size"),
        )
        .reset_index()
    )  # fmt: skip
    return table.sort_values(["overdue", "due", "township_code"], ascending=[False, False, True], ignore_index=True)


def course_of_plan(rooms: pd.DataFrame, on: date, days: np.ndarray) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """
    Return, of the rooms with a planned date, how many were to be accepted and are, cumulative, by township.

    Args:
        days: as flags.day_number counts them, rising.

    Returns:
        Township code → (planned, accepted) at these days; accepted is NaN after the report date.
    """
    arrays = rooms_of(rooms)
    planned = ~flags(arrays, on).no_plan
    group, codes = pd.factorize(rooms["township_code"], sort=True)
    found = {}
    for place, code in enumerate(codes):
        own = planned & (group == place)
        wanted = np.searchsorted(np.sort(arrays.planned_on[own]), days, side="right")
        accepted = np.searchsorted(np.sort(arrays.accepted_on[own]), days, side="right").astype(float)
        accepted[days > day_number(on)] = np.nan
        found[code] = wanted, accepted
    return found
