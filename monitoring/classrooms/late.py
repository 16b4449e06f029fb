"""Rooms past their planned date, where they stopped, school by school; and the plan against what is accepted."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from monitoring.classrooms.flags import day_number, flags, rooms_of
from monitoring.classrooms.groups import counter, groups
from monitoring.classrooms.rules import DAYS_A_WEEK, ClassroomRules

STOPS = ("not_equipped", "not_connected", "not_accepted")
"""At which step an overdue room stopped: no set, a set without network, network without acceptance."""


def stops(rooms: pd.DataFrame, on: date, rules: ClassroomRules) -> pd.DataFrame:
    """
    Return for each classroom, in the ledger's order, whether it is overdue and where it stopped: bool.

    An overdue room of whose steps something is not reported stopped at none that is known.
    """
    flagged = flags(rooms_of(rooms), on, rules)
    return pd.DataFrame(
        {
            "not_equipped": flagged.overdue & ~flagged.equipped & ~flagged.unsure("equipped"),
            "not_connected": flagged.overdue & flagged.equipped & ~flagged.connected & ~flagged.unsure("connected"),
            "not_accepted": flagged.overdue & flagged.equipped & flagged.connected,
        },
        index=rooms.index,
    )


def due_unreported(rooms: pd.DataFrame, on: date, until: date, rules: ClassroomRules) -> np.ndarray:
    """
    Return of which rooms, in the ledger's order, acceptance was planned since the ledger's date and nobody told of it.

    到期待报 (rules 7): not overdue, since the ledger could not know.

    Args:
        on: the ledger's date; until: the day that is looked at.
    """
    arrays = rooms_of(rooms)
    planned, flagged = arrays.planned_on, flags(arrays, on, rules)
    may_be_accepted = flagged.accepted | flagged.unsure("accepted")
    return (planned >= day_number(on)) & (planned < day_number(until)) & ~may_be_accepted


def late_schools(rooms: pd.DataFrame, on: date, rules: ClassroomRules) -> pd.DataFrame:
    """
    Return one row a school with overdue rooms, the most rooms first, then the longest overdue.

    Returns:
        school_code, school_name, township_code, township, overdue (rooms), where they stopped (STOPS), planned_on
        (the earliest planned date of these rooms), weeks (whole weeks since), project (joined by "、").
    """
    stopped, is_late = stops(rooms, on, rules), flags(rooms_of(rooms), on, rules).overdue
    late, stopped = rooms[is_late], stopped[is_late]
    group, codes = groups(late, "school_code")
    counted = counter(group, len(codes))
    names = late.drop_duplicates("school_code").set_index("school_code").loc[codes]
    earliest = late["planned_on"].groupby(group).min()
    table = pd.DataFrame(
        {
            "school_code": codes,
            **{name: names[name].to_numpy() for name in ("school_name", "township_code", "township")},
            "overdue": counted(np.ones(len(late), dtype=bool)),
            **{name: counted(stopped[name].to_numpy()) for name in STOPS},
            "planned_on": earliest.to_numpy(),
            "project": np.array(_projects(late["project"], group, len(codes)), dtype=object),
            "weeks": (pd.Timestamp(on) - earliest).dt.days.to_numpy() // DAYS_A_WEEK,
        }
    )
    return table.sort_values(["overdue", "weeks", "school_code"], ascending=[False, False, True], ignore_index=True)


def _projects(names: pd.Series, group: np.ndarray, size: int) -> list[str]:
    projects: list[set[str]] = [set() for _ in range(size)]
    for name, place in zip(names.tolist(), group.tolist(), strict=True):
        projects[place].add(name)
    return ["、".join(sorted(each - {""})) for each in projects]


def plan(rooms: pd.DataFrame, on: date, rules: ClassroomRules) -> pd.DataFrame:
    """
    Return one row a township: what was due before the report date, and how much of that is accepted.

    Returns:
        township_code, township, planned (rooms with a planned date), due, done (of those due), overdue, rooms; the
        most overdue first, then by code. NaN where it is not reported of a room: its sheet has no such column.
    """
    arrays = rooms_of(rooms)
    flagged, due = flags(arrays, on, rules), arrays.planned_on < day_number(on)
    group, codes = groups(rooms, "township_code")
    counted = counter(group, len(codes))
    names = rooms.drop_duplicates("township_code").set_index("township_code")["township"]
    table = pd.DataFrame(
        {
            "township_code": codes,
            "township": names.loc[codes].to_numpy(),
            "planned": counted(~flagged.no_plan, flagged.unsure("no_plan")),
            "due": counted(due, flagged.unsure("no_plan")),
            "done": counted(due & flagged.accepted, flagged.unsure("no_plan") | (due & flagged.unsure("accepted"))),
            "overdue": counted(flagged.overdue, flagged.unsure("overdue")),
            "rooms": counted(np.ones(len(rooms), dtype=bool)),
        }
    )
    return table.sort_values(["overdue", "due", "township_code"], ascending=[False, False, True], ignore_index=True)
