"""工程项目: what the page looks at, from the address: the projects of a township, a programme and a light."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import pandas as pd
import streamlit as st

from components.drawing import messages
from components.frame import cached, filters, tabs
from components.frame.choice import Choice
from monitoring.figures import count
from monitoring.findings import dates
from monitoring.findings.projects.groups import group_name
from monitoring.findings.projects.page import LIGHTS
from monitoring.projects.milestones import DUE_UNREPORTED
from monitoring.projects.plans import PolicyPlan, Programme
from monitoring.projects.rules import ProjectRules
from monitoring.schools.names import local_name
from monitoring.situation import Works

ANY = "any"
OUTSIDE = "outside"  # stands in the address for the projects that no programme of the plan is for
BY_CATEGORY = "按工程类别"
TABS = {
    "timeline": "进度", "money": "资金", "delay": "延误", "gaps": "与缺口对照", "list": "项目清单",
    "project": "单个项目",
}  # fmt: skip
NO_LIGHT = "unknown"  # stands in the address for the light "", of which nothing can be said


@dataclass(frozen=True)
class View:
    """
    What is looked at.

    Attributes:
        table: of projects_table, narrowed, the worst first, with `title`: the name as it is shown.
        wide: the same before it is narrowed to a programme or category: what the programmes are compared in.
        known: every project of the county, number → its name as it is shown.
        place: the township; "" the county.
        tab: the part of the page that is open, of TABS.
        plan: the document that groups the projects into programmes; None: their categories do.
        group: the programme or category that is looked at, as the address says it; ANY all of them.
        own: what the page alone adds to an address.
        milestones: of milestone_table, of these projects.
        funds: the frame funds of these projects; None where it was never imported.
        works: everything that is known of the county's projects.
        where: what it is narrowed to, as "毛嘴镇、信息化"; "" nothing.
    """

    choice: Choice
    table: pd.DataFrame
    milestones: pd.DataFrame
    funds: pd.DataFrame | None
    works: Works
    where: str
    wide: pd.DataFrame
    known: Mapping[str, str]
    place: str = ""
    tab: str = "timeline"
    plan: PolicyPlan | None = None
    group: str = ANY
    own: Mapping[str, str] = field(default_factory=dict)

    @property
    def on(self) -> date:
        """The day that is looked at."""
        return self.choice.on

    @property
    def rules(self) -> ProjectRules:
        """The rules of the projects."""
        return cached.rulebook().projects

    @property
    def projects(self) -> frozenset[str]:
        """The numbers of the projects that are looked at."""
        return frozenset(self.table["project"])

    @property
    def due_unreported(self) -> int:
        """How many milestones are 到期待报."""
        return int((self.milestones["state"] == DUE_UNREPORTED).sum())

    @property
    def strangers(self) -> str:
        """Which projects are of a school that is in no school table; "" none."""
        named = [name for project, name in self.works.beyond.items() if project in self.projects]
        return dates.strangers(f"{count(len(named))} 个项目", list(dict.fromkeys(named)), self.choice.period)

    @property
    def is_dated(self) -> bool:
        """Whether any milestone has a planned date; without a project nothing is missing."""
        return self.table.empty or bool(self.milestones["planned"].notna().any())

    def address(self, **changes: str) -> str:
        """Return this page's address with a change; what the page alone is narrowed to is kept."""
        return filters.address("projects", self.choice, **(dict(self.own) | changes))

    def address_of_project(self, number: str) -> str:
        """Return the page with one project open."""
        return self.address(project=number, view="project")

    def address_of_group(self, name: str) -> str:
        """Return the page narrowed to a group by the name that by_programme gives it; again: no longer narrowed."""
        value = name or OUTSIDE
        return self.address(**{_group_key(self.plan): "" if value == self.group else value})


def open_view(choice: Choice, works: Works) -> View:
    """Draw what narrows the page, and return what is looked at."""
    here = whole(choice, works)
    plan, group, light = _tools(here.table)
    lit = here.table[(here.table["light"] == light) | (light == ANY)].reset_index(drop=True)
    narrowed = lit if group == ANY else lit[_is_in(lit, plan, group)].reset_index(drop=True)
    group_word = "" if group == ANY else group_name("" if group == OUTSIDE else group, plan)
    names = (here.where, group_word, "" if light == ANY else LIGHTS[light])
    view = _view(choice, works, narrowed, "、".join(name for name in names if name))
    own = {"plan": plan.id if plan else "", _group_key(plan): "" if group == ANY else group}
    own["light"] = "" if light == ANY else light or NO_LIGHT
    tab = tabs.opened(TABS, hints={"project": "project"})
    own |= {tabs.VIEW: tab, "project": filters.asked("project", ["", *view.known])}
    return replace(view, wide=lit, place=here.where, tab=tab, plan=plan, group=group, own=own)


def whole(choice: Choice, works: Works) -> View:
    """Return every project of the township, or of the county, without drawing what narrows it further."""
    table = works.table
    order = {light: place for place, light in enumerate(LIGHTS)}
    table = table.assign(
        title=[local_name(name, choice.county_name) for name in table["name"]], place=table["light"].map(order)
    )
    table = table.sort_values(["place", "days_late"], ascending=[True, False], kind="stable").drop(columns="place")
    here = table if not choice.township else table[table["township_code"] == choice.township]
    township = cached.places(choice.snapshot).townships[choice.township] if choice.township else ""
    return _view(choice, works, here.reset_index(drop=True), township)


def _view(choice: Choice, works: Works, table: pd.DataFrame, where: str) -> View:
    funds = works.lists.get("funds")
    return View(
        choice,
        table,
        works.milestones[works.milestones["project"].isin(table["project"])],
        None if funds is None else funds[funds["project"].isin(table["project"])],
        works,
        where,
        table,
        {
            row.project: local_name(row.name, choice.county_name)
            for row in works.table[["project", "name"]].itertuples(index=False)
        },
    )


def groups_of(table: pd.DataFrame, plan: PolicyPlan | None, rules: ProjectRules) -> PolicyPlan:
    """Return what groups the projects: the plan, or a programme for each category, in the order of the rules."""
    if plan:
        return plan
    own = tuple(Programme(name, (name,), "") for name in _categories(table, rules))
    return PolicyPlan("", BY_CATEGORY, BY_CATEGORY, "", own, (), ())


def _categories(table: pd.DataFrame, rules: ProjectRules) -> list[str]:
    """The categories that the projects name."""
    there = set(table["category"]) - {""}
    known = [name for name in rules.closes if name in there]
    return [*known, *sorted(there - set(known))]


def _is_in(table: pd.DataFrame, plan: PolicyPlan | None, group: str) -> pd.Series:
    """Which projects a group holds."""
    programmes = groups_of(table, plan, cached.rulebook().projects).programmes
    if group == OUTSIDE:
        return ~table["category"].isin([name for each in programmes for name in each.categories])
    return table["category"].isin([name for each in programmes if each.name == group for name in each.categories])


def _group_key(plan: PolicyPlan | None) -> str:
    """The address's key of a group: a document's programme, or a category."""
    return "programme" if plan else "category"


def _tools(table: pd.DataFrame) -> tuple[PolicyPlan | None, str, str]:
    """Offer what groups the projects, a group of it, and the lights that there are; all stay in the address."""
    plans = cached.rulebook().plans
    documents = {ANY: BY_CATEGORY} | {plan.id: f"按{plan.short}" for plan in plans.values()}
    lights = {ANY: "全部灯"} | {name or NO_LIGHT: word for name, word in LIGHTS.items() if name in set(table["light"])}
    with st.container(key="projects_tools", horizontal=True, gap="xsmall"):
        plan = plans.get(filters.pick("plan", "按什么归并", documents, width=140))
        group = filters.pick(_group_key(plan), "工程" if plan else "工程类别", _groups(table, plan), width=150)
        light = filters.pick("light", "灯", lights, width=112)
    return plan, group, "" if light == NO_LIGHT else light


def _groups(table: pd.DataFrame, plan: PolicyPlan | None) -> dict[str, str]:
    """The programmes of a document, all of them, or the categories that there are; value → word."""
    names = [each.name for each in groups_of(table, plan, cached.rulebook().projects).programmes]
    all_of_them = {ANY: "全部工程" if plan else "全部工程类别"} | {name: name for name in names}
    has_others = plan is not None or bool((table["category"] == "").any())
    return all_of_them | ({OUTSIDE: group_name("", plan)} if has_others else {})


def opened(view: View) -> pd.Series:
    """Offer the projects and return the chosen one, the worst where the address names none of them."""
    names = {row.project: f"{row.title}（{row.project}）" for row in view.table.itertuples()}
    asked = filters.asked("project", ["", *view.known])
    if filters.names("project") and not asked:
        messages.notice("地址里的项目编号不在这一期的项目清单里，下面是另一个项目。")
    if asked and asked not in names:
        messages.notice(f"{view.known[asked]}（{asked}）不在所选的范围里，下面是另一个项目。")
    chosen = filters.pick("project", "项目", names, width=520, searches=True)
    return view.table.set_index("project", drop=False).loc[chosen]
