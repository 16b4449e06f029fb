"""The course of acceptance: what was due day by day, and what of it was accepted; by county, township or school."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from monitoring.classrooms.flags import NEVER, day_number, rooms_of
from monitoring.classrooms.groups import groups


def course(
    rooms: pd.DataFrame, on: date, days: np.ndarray, by: str | None = "township_code"
) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """
    Return how many rooms were due on each day, and how many of those were accepted by then, by group.

    The rule is that of late.plan: due is what is planned before the day; a room accepted earlier counts once it is due.
    So on the report date the two are its due and done, and what lies between them is overdue.

    Args:
        rooms: the frame rooms.
        on: the report date.
        days: (d,) as flags.day_number counts them, rising.
        by: township_code, school_code; None: the whole ledger, as groups.COUNTY.

    Returns:
        Code → (due, done), (d,) each; done is NaN after the report date, and where a sheet of the group has no column
        for it. Rooms without a planned date are in neither.

    >>> ledger = pd.DataFrame({name: pd.to_datetime(["2026-02-20", None]) for name in ("equipped_on", "connected_on",
    ...     "accepted_on", "started_on")} | {"planned_on": pd.Timestamp("2026-03-01"), "mbps": 100.0, "hours": 0.0})
    >>> first = day_number(date(2026, 3, 1))
    >>> [line.tolist() for line in course(ledger, date(2026, 3, 2), first + np.arange(3), None)["county"]]
    [[0, 2, 2], [0.0, 1.0, nan]]
    """
    arrays = rooms_of(rooms)
    planned = arrays.planned_on != NEVER
    group, codes = groups(rooms, by)
    courses = {}
    for place, code in enumerate(codes):
        own = planned & (group == place)
        due_on = arrays.planned_on[own] + 1
        done_on = np.maximum(due_on, arrays.accepted_on[own])
        due, done = (np.searchsorted(np.sort(each), days, side="right") for each in (due_on, done_on))
        is_said = not (own & arrays.absent.get("accepted_on", False)).any()
        courses[code] = due, np.where((days > day_number(on)) | (not is_said), np.nan, done)
    return courses
