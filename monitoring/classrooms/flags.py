"""What is true of each classroom on a day: plain arrays, millions of rooms at once. Adds up nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import pandas as pd

from monitoring.classrooms.rules import ClassroomRules

NEVER = np.iinfo(np.int32).max
"""A day that was not reported: after every report date."""
EPOCH = date(1970, 1, 1)
DATES = ("equipped_on", "connected_on", "accepted_on", "started_on", "planned_on")
FIGURES = ("mbps", "hours")


@dataclass(frozen=True)
class Rooms:
    """
    The ledger of n classrooms as arrays.

    Attributes:
        equipped_on … planned_on: int32, days since 1970-01-01; NEVER where not reported.
        mbps, hours: float, 32 or 64 bits; NaN where not reported.
        absent: field → rooms whose sheet has no such column; a field that every sheet has is not in it.
    """

    equipped_on: np.ndarray
    connected_on: np.ndarray
    accepted_on: np.ndarray
    started_on: np.ndarray
    planned_on: np.ndarray
    mbps: np.ndarray
    hours: np.ndarray
    absent: Mapping[str, np.ndarray] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.mbps)


@dataclass(frozen=True)
class Flags:
    """
    Of n classrooms, each flag alone (rules 5).

    Attributes:
        overdue: planned before the day and not accepted by then; no_plan: never overdue, counted apart.
        hours_unknown: nobody says whether it is used, started or not.
        unknown: flag → rooms of which it is not reported, because their sheet has no column that it rests on; the flag
            itself is False there. A flag that is known of every room is not in it.
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
    unknown: Mapping[str, np.ndarray] = field(default_factory=dict)

    def unsure(self, name: str) -> np.ndarray:
        """Return of which rooms a flag is not reported."""
        return self.unknown.get(name, np.zeros(len(self.equipped), dtype=bool))


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
        absent=_absent(frame),
    )


def _absent(frame: pd.DataFrame) -> dict[str, np.ndarray]:
    """The frame's column `absent`: fields joined by "|", few different ones in a ledger of many rooms."""
    if "absent" not in frame:
        return {}
    number, kinds = pd.factorize(frame["absent"])
    lacking = [set(kind.split("|")) for kind in kinds]
    absent = {name: np.array([name in each for each in lacking], dtype=bool) for name in (*DATES, *FIGURES)}
    return {name: holds[number] for name, holds in absent.items() if holds.any()}


def _days(column: pd.Series) -> np.ndarray:
    days = column.to_numpy("datetime64[D]")
    counted = np.where(np.isnat(days), NEVER, days.astype(np.int64))
    return counted.astype(np.int32)


def flags(rooms: Rooms, on: date, rules: ClassroomRules) -> Flags:
    """
    Return what is true of each classroom on a day; what happens later has not happened.

    >>> ledger = pd.DataFrame({name: pd.to_datetime(["2026-03-01", None]) for name in DATES} | {"mbps": [100.0, None],
    ...     "hours": [12.0, None]})
    >>> from monitoring.classrooms.rules import load_classroom_rules
    >>> flagged = flags(rooms_of(ledger), date(2026, 3, 31), load_classroom_rules())
    >>> flagged.in_use.tolist(), flagged.no_plan.tolist(), flagged.overdue.tolist()
    ([True, False], [False, True], [False, False])
    """
    today = day_number(on)
    accepted, started = rooms.accepted_on <= today, rooms.started_on <= today
    flagged = Flags(
        equipped=rooms.equipped_on <= today,
        connected=rooms.connected_on <= today,
        at_100mbps=rooms.mbps >= rules.class_mbps,
        accepted=accepted,
        started=started,
        in_use=started & (rooms.hours > 0),
        overdue=(rooms.planned_on < today) & ~accepted,
        no_plan=rooms.planned_on == NEVER,
        hours_unknown=np.isnan(rooms.hours),
    )
    return _not_reported(flagged, rooms, today) if rooms.absent else flagged


RESTS_ON = {"equipped": "equipped_on", "connected": "connected_on", "at_100mbps": "mbps", "accepted": "accepted_on",
            "started": "started_on", "no_plan": "planned_on"}  # fmt: skip
"""Flag → the one column that it rests on."""


def _not_reported(flagged: Flags, rooms: Rooms, today: int) -> Flags:
    """The flags where a sheet lacks a column: neither true nor false, but where the other columns decide alone."""
    nowhere = np.zeros(len(rooms), dtype=bool)
    no_plan, no_end, no_start, no_hours = (
        rooms.absent.get(name, nowhere) for name in ("planned_on", "accepted_on", "started_on", "hours")
    )
    unknown = {flag: rooms.absent[name] for flag, name in RESTS_ON.items() if name in rooms.absent}
    may_be_due = no_plan | (rooms.planned_on < today)
    unknown["overdue"] = may_be_due & ~flagged.accepted & (no_plan | no_end)
    may_be_used = no_hours | ~(rooms.hours <= 0)
    unknown["in_use"] = (no_start & may_be_used) | (flagged.started & no_hours)
    return replace(
        flagged,
        overdue=flagged.overdue & ~unknown["overdue"],
        no_plan=flagged.no_plan & ~no_plan,
        hours_unknown=flagged.hours_unknown & ~no_hours,
        unknown={flag: holds for flag, holds in unknown.items() if holds.any()},
    )
