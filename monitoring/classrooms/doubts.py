"""What does not fit together in a ledger: complete and never used, used before accepted, reported done and not."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import numpy as np
import pandas as pd

from monitoring.classrooms.flags import flags, rooms_of
from monitoring.classrooms.funnels import NESTED, nested, nested_unknown
from monitoring.classrooms.groups import counter, groups
from monitoring.classrooms.rules import ClassroomRules


def doubts(rooms: pd.DataFrame, on: date, rules: ClassroomRules) -> pd.DataFrame:
    """
    Return for each classroom, in the ledger's order, what does not fit (rules 5).

    Returns:
        bool. Accepted and not in use, three kinds apart: never_used (0 hours in the last four weeks), used_not_started
        (hours, and no day of 启用), use_unknown (hours blank, whether started or not). used_before_accepted (started
        before, or without, acceptance); later_without_earlier (a later flag holds without an earlier one).
        What rests on a column that is not there is no doubt.
    """
    arrays = rooms_of(rooms)
    flagged = flags(arrays, on, rules)
    steps, unsure = nested(flagged), nested_unknown(flagged)
    nowhere = np.zeros(len(arrays), dtype=bool)
    unused, has_hours = flagged.accepted & ~flagged.in_use & ~flagged.unsure("in_use"), arrays.hours > 0
    return pd.DataFrame(
        {
            "never_used": unused & (arrays.hours <= 0),
            "used_not_started": unused & has_hours,
            "use_unknown": unused & flagged.hours_unknown,
            "used_before_accepted": (
                flagged.started & (arrays.started_on < arrays.accepted_on) & ~flagged.unsure("accepted")
            ),
            "later_without_earlier": sum(
                getattr(flagged, name) & ~steps[name] & ~unsure.get(name, nowhere) for name in NESTED
            )
            > 0,
        },
        index=rooms.index,
    )


def started_unaccepted(rooms: pd.DataFrame, on: date, rules: ClassroomRules, in_use: Collection[str]) -> pd.DataFrame:
    """
    Return the projects reported 已启用 whose rooms are not all accepted: the flag of its own (rules 5).

    Args:
        in_use: numbers of the projects whose reported state is 已启用, whatever their dates say.

    Returns:
        project, rooms, unaccepted; the most unaccepted first.
    """
    own = rooms[rooms["project"].isin(in_use)]
    group, codes = groups(own, "project")
    counted = counter(group, len(codes))
    known = flags(rooms_of(own), on, rules)
    unaccepted = ~known.accepted & ~known.unsure("accepted")
    table = pd.DataFrame(
        {"project": codes, "rooms": np.bincount(group, minlength=len(codes)), "unaccepted": counted(unaccepted)}
    )
    late = table[table["unaccepted"] > 0]
    return late.sort_values(["unaccepted", "project"], ascending=[False, True], ignore_index=True)
