"""The ledger as it is exported: one row a classroom with the last nested step that it reached."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from monitoring.classrooms.flags import flags, rooms_of
from monitoring.classrooms.funnels import nested

COLUMNS = [
    "school_code", "school_name", "township_code", "grade", "class", "equipped_on", "connected_on", "mbps",
    "accepted_on", "started_on", "hours", "planned_on", "project",
]  # fmt: skip
STEPS = ("none", "equipped", "connected", "at_100mbps", "accepted", "in_use")
"""The last nested step, by how many are reached."""


def steps_done(rooms: pd.DataFrame, on: date) -> np.ndarray:
    """Return how many nested steps each classroom has reached, 0 to 5."""
    return sum(step.astype(np.int64) for step in nested(flags(rooms_of(rooms), on)).values())


def ledger(rooms: pd.DataFrame, on: date) -> pd.DataFrame:
    """
    Return the table classrooms of contract 4: as reported, then step (none, equipped … in_use) and overdue (1, 0).
    """
    done, found = steps_done(rooms, on), flags(rooms_of(rooms), on)
    return rooms[COLUMNS].assign(step=np.array(STEPS, dtype=object)[done], overdue=found.overdue.astype(np.int64))
