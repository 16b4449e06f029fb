"""信息化与班班通: what the page looks at, from the address: the classrooms of a stage and a township."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from components import cached
from components.choice import ALL, Choice, stage_label
from monitoring import classrooms
from monitoring.classrooms.late import late_schools, plan
from monitoring.projects.rules import rules


@dataclass(frozen=True)
class View:
    """
    What is looked at.

    Attributes:
        rooms: the classrooms of the choice.
        funnel: classrooms.funnel by township.
        plan: classrooms.late.plan; late: classrooms.late.late_schools; forecasts: by township.
        all_connected: schools whose rooms are all connected; no_plan: rooms without a planned date.
        unaccepted: classrooms.started_unaccepted; accepted: whether each room is.
    """

    choice: Choice
    rooms: pd.DataFrame
    funnel: pd.DataFrame
    plan: pd.DataFrame
    late: pd.DataFrame
    forecasts: pd.DataFrame
    doubts: pd.DataFrame
    unaccepted: pd.DataFrame
    accepted: np.ndarray
    all_connected: int
    no_plan: int

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

    @property
    def townships(self) -> dict[str, str]:
        """Township code → name."""
        return dict(zip(self.plan["township_code"], self.plan["township"], strict=True))


def now(choice: Choice) -> View | None:
    """Return what is looked at; None where the period has no ledger."""
    lists = cached.snapshot(choice.snapshot).lists
    rooms = lists.get("rooms")
    if rooms is None:
        return None
    inside = rooms["township_code"].isin([choice.township]) | (choice.township == "")
    rooms = rooms[inside & (rooms["stage"].isin([choice.stage]) | (choice.stage == ALL))].reset_index(drop=True)
    by_school = classrooms.funnel(rooms, choice.period, "school_code").iloc[:-1]
    found = classrooms.flags(classrooms.rooms_of(rooms), choice.period)
    return View(
        choice=choice,
        rooms=rooms,
        funnel=classrooms.funnel(rooms, choice.period),
        plan=plan(rooms, choice.period),
        late=late_schools(rooms, choice.period),
        forecasts=classrooms.forecasts(rooms, choice.period),
        doubts=classrooms.doubts(rooms, choice.period),
        unaccepted=classrooms.started_unaccepted(rooms, choice.period, reported_in_use(lists.get("projects"))),
        accepted=found.accepted,
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
