"""信息化与班班通: what the page looks at, from the address: the classrooms of a stage and a township."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import streamlit as st
from markupsafe import Markup

from components.drawing import messages, tables
from components.frame import cached, filters, tabs
from components.frame.choice import ALL, Choice, stage_label
from monitoring import classrooms
from monitoring.classrooms import ClassroomRules
from monitoring.classrooms.late import late_schools, plan
from monitoring.projects.rules import rules
from monitoring.workbook import list_label

TABS = {
    "funnel": "总进度", "forecast": "预计", "late": "逾期清单", "doubts": "台账核对", "rooms": "一所学校",
    "network": "网络",
}  # fmt: skip
LADDER, ROOM_SCHOOL = "ladder", "room_school"  # keys of the address that one part alone has


def tab() -> str:
    """Return the part of the page that is open, of TABS: a link to one school's classrooms opens them."""
    return tabs.opened(TABS, hints={ROOM_SCHOOL: "rooms", LADDER: "network"})


def draw_tabs(choice: Choice, shown: str) -> None:
    """Draw the strip of parts."""
    with st.container(key="bar_progress"):
        tabs.draw(
            TABS,
            shown,
            lambda name: filters.address("progress", choice, view=name),
            label="信息化与班班通的各部分",
        )


@dataclass(frozen=True)
class View:
    """
    What is looked at.

    Attributes:
        rooms: the classrooms of the choice; rules: by which they are judged.
        funnel: classrooms.funnel by township.
        plan: classrooms.late.plan; late: classrooms.late.late_schools; forecasts: by township.
        all_connected: schools whose rooms are all connected; no_plan: rooms without a planned date.
        unaccepted: classrooms.started_unaccepted.
        flags: of these rooms; absent: label of a column → the rooms whose sheet does not have it.
    """

    choice: Choice
    rooms: pd.DataFrame
    rules: ClassroomRules
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

    @property
    def accepted(self) -> np.ndarray:
        """Whether each room is, or may be: nobody says that it is not."""
        return self.flags.accepted | self.flags.unsure("accepted")

    @property
    def late_unknown(self) -> int:
        """The rooms of which it is not reported whether they are overdue."""
        return int(self.flags.unsure("overdue").sum())

    @property
    def total(self) -> pd.Series:
        """The last row of the funnel."""
        return self.funnel.iloc[-1]

    @property
    def on(self) -> date:
        """The report date."""
        return self.choice.period

    @property
    def stage(self) -> str:
        """The stage it is narrowed to: 小学; "" all."""
        return stage_label(self.choice.stage) if self.choice.stage != ALL else ""

    @property
    def where(self) -> str:
        """What it is narrowed to: 荷塘乡, 小学, 荷塘乡小学; "" the county."""
        chosen = self.choice.township
        town = cached.places(self.choice.snapshot).townships[chosen] if chosen else ""
        return town + self.stage

    def school(self, code: str) -> str:
        """Return the address of a school's file; "" where the ledger names one that is in no table of schools."""
        return school_address(self.choice, code)

    @property
    def townships(self) -> dict[str, str]:
        """Township code → name."""
        return dict(zip(self.plan["township_code"], self.plan["township"], strict=True))


def school_address(choice: Choice, code: str) -> str:
    """Return the address of a school's file; "" where it is in no table of schools."""
    known = code in cached.places(choice.snapshot).schools
    return filters.address("school", choice, school=code, township="") if known else ""


def project_links(choice: Choice, numbers: str) -> Markup:
    """Return the numbers of projects, joined by 、, as links where the list of projects has them."""
    listed = cached.snapshot(choice.snapshot).lists.get("projects")
    known = set() if listed is None else set(listed["project"])
    shown = (
        messages.link(number, filters.address("projects", choice, township="", project=number))
        if number in known
        else tables.dash(number)
        for number in numbers.split("、")
    )
    return Markup("、").join(shown)


def now(choice: Choice) -> View | None:
    """Return what is looked at; None where the period has no ledger."""
    lists = cached.snapshot(choice.snapshot).lists
    rooms = lists.get("rooms")
    if rooms is None:
        return None
    inside = rooms["township_code"].isin([choice.township]) | (choice.township == "")
    rooms = rooms[inside & (rooms["stage"].isin([choice.stage]) | (choice.stage == ALL))].reset_index(drop=True)
    rules = cached.rulebook().classrooms
    by_school = classrooms.funnel(rooms, choice.period, rules, "school_code").iloc[:-1]
    arrays = classrooms.rooms_of(rooms)
    found = classrooms.flags(arrays, choice.period, rules)
    return View(
        choice=choice,
        rooms=rooms,
        rules=rules,
        funnel=classrooms.funnel(rooms, choice.period, rules),
        plan=plan(rooms, choice.period, rules),
        late=late_schools(rooms, choice.period, rules),
        forecasts=classrooms.forecasts(rooms, choice.period, rules),
        doubts=classrooms.doubts(rooms, choice.period, rules),
        unaccepted=classrooms.started_unaccepted(rooms, choice.period, rules, reported_in_use(lists.get("projects"))),
        flags=found,
        absent={list_label(name): int(holds.sum()) for name, holds in arrays.absent.items()},
        all_connected=int((by_school["any_connected"] == by_school["classrooms"]).sum()),
        no_plan=int(found.no_plan.sum()),
    )


def reported_in_use(projects: pd.DataFrame | None) -> set[str]:
    """
    Return the projects whose reported state is 已启用, whatever their dates say; none where no list is imported.

    >>> reported = pd.DataFrame({"project": ["A", "B"], "reported_state": [rules().in_use, "已验收"]})
    >>> reported_in_use(reported), reported_in_use(None)
    ({'A'}, set())
    """
    if projects is None:
        return set()
    return set(projects.loc[projects["reported_state"] == rules().in_use, "project"])
