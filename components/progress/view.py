"""信息化与班班通: what the page looks at, from the address: the classrooms of a stage and a township."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st
from markupsafe import Markup

from components.drawing import messages, tables
from components.frame import cached, filters, tabs
from components.frame.choice import ALL, Choice, stage_label
from monitoring.situation import Ledger

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
        ledger: the classrooms, and what is known of them.
    """

    choice: Choice
    ledger: Ledger

    @property
    def accepted(self) -> np.ndarray:
        """Whether each room is, or may be: nobody says that it is not."""
        return self.ledger.flags.accepted | self.ledger.flags.unsure("accepted")

    @property
    def late_unknown(self) -> int:
        """The rooms of which it is not reported whether they are overdue."""
        return int(self.ledger.flags.unsure("overdue").sum())

    @property
    def total(self) -> pd.Series:
        """The last row of the funnel."""
        return self.ledger.funnel.iloc[-1]

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
        return dict(zip(self.ledger.plan["township_code"], self.ledger.plan["township"], strict=True))


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


def open_view(choice: Choice) -> View | None:
    """Return what is looked at; None where no ledger is known."""
    ledger = cached.situation(choice.snapshot).ledger(choice.township, choice.stage)
    return View(choice, ledger) if ledger else None
