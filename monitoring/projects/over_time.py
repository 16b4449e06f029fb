"""Several projects over time: their curve, delays, and what went backwards since the report date before."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from monitoring.projects.curve import abreast, comparable, curve, paid_points
from monitoring.projects.funds import as_typed, fell, planned_money, total, withdrawn
from monitoring.projects.milestones import milestone_table
from monitoring.projects.rules import ProjectRules
from monitoring.projects.slippage import slippage

Lists = Mapping[str, pd.DataFrame]
"""The frames of a snapshot by name: projects, milestones, sources, and funds where it was imported."""

TOWNSHIP = ["township_code", "township"]
COMPARED = ("projects", "funds")


@dataclass(frozen=True)
class Course:
    """
    Some projects of a snapshot over time.

    Attributes:
        weeks: of curve, in its lines the projects that `now` compares, so that both say the same of the report date;
            where it compares none, those with money and a plan.
        now: of abreast.
        paid: of paid_points, of these projects as far as their paid money is reported today; of_all: what is paid as a
            share of all their money today.
        by_milestone, by_township: of slippage.
    """

    weeks: pd.DataFrame
    now: pd.Series
    paid: pd.DataFrame
    by_milestone: pd.DataFrame
    by_township: pd.DataFrame


@dataclass(frozen=True)
class Falls:
    """
    What went backwards since the report date before.

    Attributes:
        since: that report date.
        figures: of fell, of 项目清单 (source "") and of 资金.
        acceptances: of withdrawn.
    """

    since: date
    figures: pd.DataFrame
    acceptances: pd.DataFrame


def over_time(
    course: pd.DataFrame, held: Mapping[date, Lists], projects: Collection[str], milestones: pd.DataFrame
) -> Course:
    """
    Return some projects over time.

    Args:
        course: of curve.course, on the last of the report dates, for every project.
        held: report date → the lists of that snapshot.
        projects: those that are looked at.
        milestones: of milestone_table on that day.
    """
    on = max(held)
    now = held[on]
    listed = _of(now["projects"], projects)
    weeks = _of(course, projects)
    planned = planned_money(listed, _of(now["sources"], projects))
    money = dict(zip(listed["project"], planned, strict=True))
    table = pd.DataFrame({"project": listed["project"], "planned": planned, "paid": as_typed(listed["paid_wan_yuan"])})
    planned_at_all = weeks.loc[weeks["planned_pct"].notna(), "project"].unique()
    drawn = list(comparable(weeks, table, on).index) or [name for name in planned_at_all if money.get(name, 0) > 0]
    told = table[table["project"].isin(drawn) & table["paid"].notna()]
    lists, sources = (
        {day: _of(each[name], told["project"]) for day, each in held.items()} for name in ("projects", "sources")
    )
    paid = paid_points(lists, sources)
    dates = _of(milestones, projects).merge(listed[["project", *TOWNSHIP]], on="project")
    return Course(
        weeks=curve(weeks, {name: money[name] for name in drawn}),
        now=abreast(weeks, table, on),
        paid=paid.assign(of_all=100 * paid["paid"] / total(told["planned"])),
        by_milestone=slippage(dates),
        by_township=slippage(dates, TOWNSHIP),
    )


def _of(rows: pd.DataFrame, projects: Collection[str]) -> pd.DataFrame:
    return rows[rows["project"].isin(list(projects))]


def backwards(before: Lists, since: date, after: Lists, on: date, rules: ProjectRules) -> Falls:
    """Return what went backwards between the lists of two report dates; 资金 only where both have it."""
    compared = [fell(before[name], after[name]) for name in COMPARED if name in before and name in after]
    some = [each for each in compared if len(each)] or compared[:1]
    dates = [
        milestone_table(lists["milestones"], lists["projects"], day, rules)
        for lists, day in ((before, since), (after, on))
    ]
    return Falls(since, pd.concat(some, ignore_index=True), withdrawn(*dates))
