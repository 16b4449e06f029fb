"""项目清单 as it is shown and exported: one row a project, everything that is known of it side by side."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

import pandas as pd

from monitoring.projects.aims import closes
from monitoring.projects.funds import as_typed, planned_money
from monitoring.projects.lights import lights, money_ahead, silent
from monitoring.projects.milestones import milestone_table
from monitoring.projects.rules import ProjectRules
from monitoring.projects.states import states

COLUMNS = [
    "project", "name", "category", "school_code", "school_name", "township_code", "township", "state",
    "reason", "contradicts", "planned", "arrived", "paid", "progress_pct", "light", "days_late", "silent",
    "money_ahead", "closes", "is_dated",
]  # fmt: skip


def projects_table(
    projects: pd.DataFrame,
    milestones: pd.DataFrame,
    sources: pd.DataFrame,
    reports: pd.DataFrame,
    on: date,
    rules: ProjectRules,
    rooms: pd.DataFrame | None = None,
    unheard: Collection[str] | None = (),
    reckoned: Mapping[str, date] | None = None,
    listed_on: date | None = None,
) -> pd.DataFrame:
    """
    Return one row a project, in their order.

    Args:
        projects, milestones, sources, reports: the frames of those names.
        on: the day.
        rooms: the frame rooms, or None where no ledger is imported: 信息化 then closes nothing that is known.
        unheard: projects with a weekly report that could not be read; None: nobody knows which.
        reckoned: of told.Told: project → the day at which it is reckoned; None: all at `on`.
        listed_on: of lights.silent.

    Returns:
        project, name, category, school_code, school_name, township_code, township; state, reason, contradicts (see
        states); planned (sum of the sources), arrived, paid in 万元; progress_pct; light, days_late (see lights);
        silent, money_ahead (1.0, 0.0, NaN unknown); closes (requirements joined by "|"); is_dated (bool: a milestone
        has a planned date; without one nothing can be said of being late).
    """
    listed = projects.reset_index(drop=True)
    table = milestone_table(milestones, listed, on, rules, reckoned)
    stood = states(listed, table, rules)
    lit = lights(stood, table, rules)
    planned = planned_money(listed, sources)
    return listed.assign(
        state=stood["state"],
        reason=stood["reason"],
        contradicts=stood["contradicts"],
        planned=planned,
        arrived=as_typed(listed["arrived_wan_yuan"]),
        paid=as_typed(listed["paid_wan_yuan"]),
        light=lit["light"],
        days_late=lit["days_late"],
        silent=silent(listed, table, reports, on, rules, unheard, listed_on),
        money_ahead=money_ahead(planned, listed["paid_wan_yuan"], listed["progress_pct"], rules),
        closes=closes(listed, rooms, rules),
        is_dated=listed["project"].isin(table.loc[table["planned"].notna(), "project"]),
    )[COLUMNS]
