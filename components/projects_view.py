"""工程项目: what the page looks at, from the address: the projects of a township, a category and a light."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from components import cached, filters, messages
from components.choice import Choice
from monitoring.findings.projects import LIGHTS
from monitoring.findings.sentences import short_name
from monitoring.projects.rules import rules

ANY = "any"
NO_LIGHT = "unknown"  # stands in the address for the light "", of which nothing can be said


@dataclass(frozen=True)
class View:
    """
    What is looked at.

    Attributes:
        table: of projects_table, narrowed, the worst first, with `title`: the name as it is shown.
        milestones: of milestone_table, of these projects.
        funds: the frame funds of these projects; None where it was never imported.
        history: every weekly report of the county, the newest entry first.
        where: what it is narrowed to, as "毛嘴镇、信息化"; "" nothing.
    """

    choice: Choice
    table: pd.DataFrame
    milestones: pd.DataFrame
    funds: pd.DataFrame | None
    history: pd.DataFrame
    where: str

    @property
    def on(self) -> date:
        """The report date."""
        return self.choice.period


def now(choice: Choice, found: cached.Projects) -> View:
    """Draw what narrows the page, and return what is looked at."""
    here = whole(choice, found)
    category, light = _tools(here.table)
    narrowed = here.table[here.table["category"].isin([category]) | (category == ANY)]
    narrowed = narrowed[(narrowed["light"] == light) | (light == ANY)].reset_index(drop=True)
    names = (here.where, "" if category == ANY else category, "" if light == ANY else LIGHTS[light])
    return _view(choice, found, narrowed, "、".join(name for name in names if name))


def whole(choice: Choice, found: cached.Projects) -> View:
    """Return every project of the township, or of the county, without drawing what narrows it further."""
    table = found.table
    order = {light: place for place, light in enumerate(LIGHTS)}
    table = table.assign(
        title=[short_name(name, choice.county_name) for name in table["name"]], place=table["light"].map(order)
    )
    table = table.sort_values(["place", "days_late"], ascending=[True, False], kind="stable").drop(columns="place")
    here = table if not choice.township else table[table["township_code"] == choice.township]
    township = cached.places(choice.snapshot).townships[choice.township] if choice.township else ""
    return _view(choice, found, here.reset_index(drop=True), township)


def _view(choice: Choice, found: cached.Projects, table: pd.DataFrame, where: str) -> View:
    funds = cached.snapshot(choice.snapshot).lists.get("funds")
    return View(
        choice,
        table,
        found.milestones[found.milestones["project"].isin(table["project"])],
        None if funds is None else funds[funds["project"].isin(table["project"])],
        found.history,
        where,
    )


def _tools(table: pd.DataFrame) -> tuple[str, str]:
    """Offer the categories and lights that there are; both stay in the address."""
    known = [name for name in rules().closes if name in set(table["category"])]
    others = sorted(set(table["category"]) - set(known))
    categories = {ANY: "全部工程类别"} | {name: name or "未填类别" for name in [*known, *others]}
    lights = {ANY: "全部灯"} | {name or NO_LIGHT: word for name, word in LIGHTS.items() if name in set(table["light"])}
    with st.container(key="projects_tools", horizontal=True, gap="small"):
        category = filters.pick("category", "工程类别", categories, width=160)
        light = filters.pick("light", "灯", lights, width=130)
    return category, "" if light == NO_LIGHT else light


def opened(view: View) -> pd.Series:
    """Offer the projects and return the chosen one, the worst where the address names none of them."""
    names = {row.project: f"{row.title}（{row.project}）" for row in view.table.itertuples()}
    asked = filters.asked("project", ["", *cached.projects(view.choice).table["project"]])
    if asked and asked not in names:
        messages.notice(f"项目 {asked} 不在所选的范围里，下面是另一个项目。")
    chosen = filters.pick("project", "项目", names, width=520)
    return view.table.set_index("project", drop=False).loc[chosen]
