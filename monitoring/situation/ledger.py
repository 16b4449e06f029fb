"""The classroom ledger of a day: funnel, plan, who is late, when the rest is done, what does not fit together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from monitoring import classrooms
from monitoring.classrooms import ClassroomRules
from monitoring.classrooms.late import due_unreported, late_schools, plan
from monitoring.workbook import list_label


@dataclass(frozen=True)
class Ledger:
    """
    The classrooms of a place and a stage.

    Attributes:
        on: the ledger's date, at which everything is reckoned.
        rules: by which they are judged.
        rooms: the classrooms.
        funnel: classrooms.funnel by township.
        plan: classrooms.late.plan; late: classrooms.late.late_schools; forecasts: by township.
        doubts: classrooms.doubts; unaccepted: classrooms.started_unaccepted.
        flags: of these rooms; absent: label of a column → the rooms whose sheet does not have it.
        all_connected: schools whose rooms are all connected; no_plan: rooms without a planned date.
        due_unreported: 到期待报: rooms planned since the ledger's date, of which nobody told.
        beyond: rooms whose school is in no school table that is known; names of these schools in beyond_names.
    """

    on: date
    rules: ClassroomRules
    rooms: pd.DataFrame
    funnel: pd.DataFrame
    plan: pd.DataFrame
    late: pd.DataFrame
    forecasts: pd.DataFrame
    doubts: pd.DataFrame
    unaccepted: pd.DataFrame
    flags: classrooms.Flags
    absent: Mapping[str, int]
    all_connected: int
    no_plan: int
    due_unreported: int
    beyond: int
    beyond_names: tuple[str, ...]


def ledger(
    rooms: pd.DataFrame, on: date, until: date, rules: ClassroomRules, in_use: set[str], beyond: Mapping[str, str]
) -> Ledger:
    """
    Return the ledger of some classrooms.

    Args:
        rooms: the frame rooms, narrowed.
        on: the ledger's date; until: the day that is looked at.
        rules: thresholds and spans.
        in_use: the projects whose reported state is 已启用.
        beyond: schools that a list names and no school table (places.Places).
    """
    by_school = classrooms.funnel(rooms, on, rules, "school_code").iloc[:-1]
    arrays = classrooms.rooms_of(rooms)
    flagged = classrooms.flags(arrays, on, rules)
    strangers = rooms[rooms["school_code"].isin(beyond)]
    return Ledger(
        on=on,
        rules=rules,
        rooms=rooms,
        funnel=classrooms.funnel(rooms, on, rules),
        plan=plan(rooms, on, rules),
        late=late_schools(rooms, on, rules),
        forecasts=classrooms.forecasts(rooms, on, rules),
        doubts=classrooms.doubts(rooms, on, rules),
        unaccepted=classrooms.started_unaccepted(rooms, on, rules, in_use),
        flags=flagged,
        absent={list_label(name): int(holds.sum()) for name, holds in arrays.absent.items()},
        all_connected=int((by_school["any_connected"] == by_school["classrooms"]).sum()),
        no_plan=int(flagged.no_plan.sum()),
        due_unreported=int(due_unreported(rooms, on, until, rules).sum()),
        beyond=len(strangers),
        beyond_names=tuple(dict.fromkeys(strangers["school_name"])),
    )


def reported_in_use(projects: pd.DataFrame | None, word: str) -> set[str]:
    """
    Return the projects whose reported state is 已启用, whatever their dates say; none where no list is known.

    Args:
        word: 已启用, as the rules of projects write it.

    >>> reported = pd.DataFrame({"project": ["A", "B"], "reported_state": ["已启用", "已验收"]})
    >>> reported_in_use(reported, "已启用"), reported_in_use(None, "已启用")
    ({'A'}, set())
    """
    if projects is None:
        return set()
    return set(projects.loc[projects["reported_state"] == word, "project"])
