"""What is true of each classroom on a day: plain arrays, millions of rooms at once. Adds up nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from monitoring.classrooms.rules import rules

NEVER = np.iinfo(np.int32).max
"""A day that was not reported: after every report date."""
EPOCH = date(1970, 1, 1)
DATES = ("equipped_on", "connected_on", "accepted_on", "started_on", "planned_on")


@dataclass(frozen=True)
class Rooms:
    """
    The ledger of n classrooms as arrays.

    Attributes:
        equipped_on … planned_on: int32, days since 1970-01-01; NEVER where not reported.
        mbps, hours: float, 32 or 64 bits; NaN where not reported.
    """

    equipped_on: np.ndarray
    connected_on: np.ndarray
    accepted_on: np.ndarray
    started_on: np.ndarray
    planned_on: np.ndarray
    mbps: np.ndarray
    hours: np.ndarray

    def __len__(self) -> int:
        return len(self.mbps)


@dataclass(frozen=True)
class Flags:
    """
    Of n classrooms, each flag alone (contract 5).

    Attributes:
        overdue: planned before the day and not accepted by then; no_plan: never overdue, counted apart.
        hours_unknown: nobody says whether it is used, started or not.
    """

    equipped: np.ndarray
    connected: np.ndarray
    at_100mbps: np.ndarray
    accepted: np.ndarray
    started: np.ndarray
    in_use: np.ndarray
    overdue: np.ndarray
    no_plan: np.ndarray
    hours_unknown: np.ndarray


def day_number(day: date) -> int:
    """
    Return a day as the arrays count it.

    >>> day_number(date(1970, 1, 8))
    7
    """
    return (day - EPOCH).days


def rooms_of(frame: pd.DataFrame) -> Rooms:
    """Return the frame `rooms` (docs/architecture.md) as arrays."""
    return Rooms(
        *(_days(frame[name]) for name in DATES),
        mbps=frame["mbps"].to_numpy(float),
        hours=frame["hours"].to_numpy(float),
    )


def _days(column: pd.Series) -> np.ndarray:
    days = column.to_numpy("datetime64[D]")
    counted = np.where(np.isnat(days), NEVER, days.astype(np.int64))
    return counted.astype(np.int32)


def flags(rooms: Rooms, on: date) -> Flags:
    """
    Return what is true of each classroom on a day; what happens later has not happened.

    >>> ledger = pd.DataFrame({name: pd.to_datetime(["2026-03-01", None]) for name in DATES} | {"mbps": [100.0, None],
    ...     "hours": [12.0, None]})
    >>> found = flags(rooms_of(ledger), date(2026, 3, 31))
    >>> found.in_use.tolist(), found.no_plan.tolist(), found.overdue.tolist()
    ([True, False], [False, True], [False, False])
    """
    today = day_number(on)
    accepted, started = rooms.accepted_on <= today, rooms.started_on <= today
    return Flags(
        equipped=rooms.equipped_on <= today,
        connected=rooms.connected_on <= today,
        at_100mbps=rooms.mbps >= rules().class_mbps,
        accepted=accepted,
        started=started,
        in_use=started & (rooms.hours > 0),
        overdue=(rooms.planned_on < today) & ~accepted,
        no_plan=rooms.planned_on == NEVER,
        hours_unknown=np.isnan(rooms.hours),
    )
