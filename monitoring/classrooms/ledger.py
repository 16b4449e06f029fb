"""The ledger as it is exported: one row a classroom with the last nested step that it reached."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from monitoring.classrooms.flags import flags, rooms_of
from monitoring.classrooms.funnels import nested, nested_unknown
from monitoring.classrooms.rules import ClassroomRules

COLUMNS = [
    "school_code", "school_name", "township_code", "grade", "class", "equipped_on", "connected_on", "mbps",
    "accepted_on", "started_on", "hours", "planned_on", "project",
]  # fmt: skip
STEPS = ("none", "equipped", "connected", "at_100mbps", "accepted", "in_use")
"""The last nested step, by how many are reached."""


def steps_done(rooms: pd.DataFrame, on: date, rules: ClassroomRules) -> np.ndarray:
    """Return how many nested steps each classroom has reached, 0 to 5."""
    return sum(step.astype(np.int64) for step in nested(flags(rooms_of(rooms), on, rules)).values())


def is_open(rooms: pd.DataFrame, on: date, rules: ClassroomRules) -> np.ndarray:
    """Return of which classrooms it is not reported whether they have reached a step beyond those that are known."""
    unsure = nested_unknown(flags(rooms_of(rooms), on, rules))
    return np.logical_or.reduce([np.zeros(len(rooms), dtype=bool), *unsure.values()])


def ledger(rooms: pd.DataFrame, on: date, rules: ClassroomRules) -> pd.DataFrame:
    """
    Return the table classrooms of rules 4: as reported, then step (none, equipped … in_use) and overdue (1, 0).

    Both are empty where a column that they rest on is not there.
    """
    done, flagged = steps_done(rooms, on, rules), flags(rooms_of(rooms), on, rules)
    step, overdue = np.array(STEPS, dtype=object)[done], flagged.overdue.astype(np.int64)
    if flagged.unknown:
        step = np.where(is_open(rooms, on, rules), "", step)
        overdue = np.where(flagged.unsure("overdue"), np.nan, overdue)
    return rooms[COLUMNS].assign(step=step, overdue=overdue)
