"""
班班通 on the map: how many of a township's and of a school's classrooms reached each step of the ledger's funnel.

Pure. A school's rooms are its campuses' too; a township's are those of the ledger's own township, as on /progress. A
room of which speed or hours are not reported has not reached the step; a school that lacks nothing else is not known.
Where a sheet has no column that a step rests on, nothing is said of the step in that place: all its rooms are unknown.
What fell due since the ledger's date and was not told of is 到期待报, never overdue (rules 7): a state of its own.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from monitoring import classrooms, figures
from monitoring.classrooms import ClassroomRules
from monitoring.classrooms.funnels import NESTED
from monitoring.classrooms.late import due_unreported
from monitoring.layers.kinds import Late, Steps
from monitoring.layers.model import Known
from monitoring.layers.points import MET, NOT_MET, OUTSIDE, UNKNOWN, township_names
from monitoring.layers.rules import Look
from monitoring.schools import merged_into
from monitoring.standing import ALL, Count
from monitoring.words import DUE_UNREPORTED, NOT_REPORTED

PROVIDER, OVERDUE = "rooms", "overdue"
UNREPORTED = ("mbps", "hours")  # a blank date says: not done; a blank figure says nothing
Rooms = pd.DataFrame


def looks(known: Known) -> dict[str, Look]:
    """Return the layers of the ledger; {} where there is none."""
    if known.rooms is None or known.rooms.empty:
        return {}
    return {entry: known.map_rules.look(entry) for entry in known.map_rules.entries_of(PROVIDER)}


def layer(known: Known, look: Look) -> Steps:
    """Return one of them."""
    schools = known.judged.schools
    rooms = known.rooms if known.stage == ALL else known.rooms[known.rooms["stage"] == known.stage]
    names = {**township_names(rooms), **township_names(schools)}
    towns = figures_by(rooms, known.rooms_on, known.on, known.classroom_rules, "township_code")
    own = figures_by(merged(rooms, schools), known.rooms_on, known.on, known.classroom_rules, "school_code")
    own["ledger_code"] = _first_codes(rooms, schools)
    return _layer(look, known.points, towns, own, names)


def merged(rooms: Rooms, schools: pd.DataFrame) -> Rooms:
    """Return the rooms under their main school's code, where the ledger has a campus's."""
    main = merged_into(schools)
    return rooms.assign(school_code=[main.get(code, code) for code in rooms["school_code"]])


def figures_by(rooms: Rooms, on: date, until: date, rules: ClassroomRules, by: str) -> pd.DataFrame:
    """
    Return the funnel by township_code or school_code as index, and beside it what is not known.

    Args:
        on: the ledger's date; until: the day that is looked at.

    Returns:
        The columns of classrooms.funnel, NaN where a count is not reported; no_plan: rooms without a planned date;
        awaited: rooms that are 到期待报; hope_…: each nested step, were every speed and all hours that are not reported
        enough.
    """
    table = classrooms.funnel(rooms, on, rules, by).iloc[:-1].set_index(by)
    best = rooms.assign(**{name: rooms[name].where(rooms[name].notna(), math.inf) for name in UNREPORTED}, absent="")
    hoped = classrooms.funnel(best, on, rules, by).iloc[:-1].set_index(by)
    marks = {
        "no_plan": classrooms.flags(classrooms.rooms_of(rooms), on, rules).no_plan,
        "awaited": due_unreported(rooms, on, until, rules),
    }
    counted = pd.DataFrame(marks, index=rooms[by].to_numpy()).groupby(level=0).sum().reindex(table.index)
    table = table.join(counted)
    return table.join(hoped[list(NESTED)].add_prefix("hope_"))


def _first_codes(rooms: Rooms, schools: pd.DataFrame) -> pd.Series:
    """The code by which the ledger knows a school: its own, else that of a campus."""
    known = rooms.drop_duplicates("school_code")
    codes = merged(known, schools).assign(ledger_code=known["school_code"])
    codes["is_campus"] = codes["school_code"] != codes["ledger_code"]
    return (
        codes.sort_values("is_campus", kind="stable")
        .drop_duplicates("school_code")
        .set_index("school_code")["ledger_code"]
    )


def _done(table: pd.DataFrame, look: Look) -> tuple[pd.Series, pd.Series]:
    """How many rooms are as they should be, and how many are or may be: all, where it is not reported."""
    done = table["classrooms"] - table["overdue"] if look.part == OVERDUE else table[look.part]
    hoped = done if look.part == OVERDUE else table[f"hope_{look.part}"]
    return done.where(done.notna(), 0), hoped.where(done.notna(), table["classrooms"])


def _layer(look: Look, points: pd.DataFrame, towns: pd.DataFrame, own: pd.DataFrame, names: Mapping[str, str]) -> Steps:
    done, hoped = _done(towns, look)
    if own[look.part].isna().any() or towns[look.part].isna().any():
        look = _named(look, NOT_REPORTED)
    places = {
        code: Count(name, *(int(column.get(code, 0)) for column in (towns["classrooms"], done, hoped - done)))
        for code, name in sorted(names.items())
    }
    states = pd.Series(_states(own["classrooms"], *_done(own, look)), index=own.index)
    if look.part == OVERDUE and own["awaited"].any():
        unknown = NOT_REPORTED if (states == UNKNOWN).any() else ""
        look = _named(look, "或".join(word for word in (DUE_UNREPORTED, unknown) if word))
        states = states.mask((states == MET) & (own["awaited"] > 0), UNKNOWN)
    known = points.assign(state=[states.get(code, OUTSIDE) for code in points["code"]])
    return (Late if look.part == OVERDUE else Steps)(look, known, _values(look, places, towns), places, towns, own)


def _states(rooms: pd.Series, done: pd.Series, hoped: pd.Series) -> np.ndarray:
    return np.select([done == rooms, hoped == rooms], [MET, UNKNOWN], NOT_MET)


def _named(look: Look, unknown: str) -> Look:
    """The look with another word for schools of which nothing is known."""
    return replace(look, states=tuple(unknown if state == UNKNOWN else word for state, word in enumerate(look.states)))


def _values(look: Look, places: Mapping[str, Count], towns: pd.DataFrame) -> pd.DataFrame:
    rows = [(code, *_value(look, place, int(towns["awaited"].get(code, 0)))) for code, place in places.items()]
    return pd.DataFrame(rows, columns=["code", "value", "text", "figure"])


def _value(look: Look, place: Count, awaited: int) -> tuple[float, str, str]:
    if not place.judged:
        return math.nan, look.states[OUTSIDE], ""
    if place.is_open:
        return math.nan, f"{place.judged} 间，{look.states[UNKNOWN]}", ""
    if look.part == OVERDUE:
        late = figures.count(place.not_met)
        rest = f"，{figures.count(awaited)} 间{DUE_UNREPORTED}" if awaited else ""
        return place.not_met, f"{late} 间逾期{rest}", late
    share = figures.share(place.met, place.judged, 0)
    return 100 * place.met / place.judged, f"{place.met}/{place.judged} 间 · {share}", share
