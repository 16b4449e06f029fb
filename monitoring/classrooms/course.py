"""The course of acceptance: what was to be accepted day by day, against what is; by county, township or school."""

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
    Return, of the rooms with a planned date, how many were to be accepted and are, cumulative, by group.

    Args:
        rooms: the frame rooms.
        on: the report date.
        days: (d,) as flags.day_number counts them, rising.
        by: township_code, school_code; None: the whole ledger, as groups.COUNTY.

    Returns:
        Code → (planned, accepted), (d,) each; accepted is NaN after the report date.

    >>> ledger = pd.DataFrame({name: pd.to_datetime(["2026-03-02", None]) for name in ("equipped_on", "connected_on",
    ...     "accepted_on", "started_on")} | {"planned_on": pd.Timestamp("2026-03-01"), "mbps": 100.0, "hours": 0.0})
    >>> first = day_number(date(2026, 3, 1))
    >>> [line.tolist() for line in course(ledger, date(2026, 3, 2), first + np.arange(3), None)["county"]]
    [[2, 2, 2], [0.0, 1.0, nan]]
    """
    arrays = rooms_of(rooms)
    planned = arrays.planned_on != NEVER
    group, codes = groups(rooms, by)
    found = {}
    for place, code in enumerate(codes):
        own = planned & (group == place)
        wanted = np.searchsorted(np.sort(arrays.planned_on[own]), days, side="right")
        accepted = np.searchsorted(np.sort(arrays.accepted_on[own]), days, side="right").astype(float)
        accepted[days > day_number(on)] = np.nan
        found[code] = wanted, accepted
    return found
