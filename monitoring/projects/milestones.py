"""
节点: planned, forecast and actual dates of every project's milestones, and who is late.

A day is an argument: a date after it has not happened. A project is reckoned at the day of which it was last told;
what was planned between that day and today is 到期待报, not late: silence is no lateness. Deliberately no lights and no
words here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from monitoring.projects.rules import ProjectRules

COLUMNS = ["project", "milestone", "planned", "forecast", "actual", "days_late", "state"]
COUNTS = ["milestone", "planned", "done", "done_on_time", "done_late", "overdue", "due_unreported"]
DONE_ON_TIME, DONE_LATE, OVERDUE, NOT_DUE = "done_on_time", "done_late", "overdue", "not_due"
DUE_UNREPORTED = "due_unreported"
"""到期待报: planned since the project was last told of, and nobody said what became of it."""
UNTOLD = "untold"
"""The list of projects has no column of actual dates for it: whether it is done is not reported."""


def milestone_table(
    milestones: pd.DataFrame,
    projects: pd.DataFrame,
    on: date,
    rules: ProjectRules,
    reckoned: Mapping[str, date] | None = None,
) -> pd.DataFrame:
    """
    Return one row a project × milestone, in the order of the projects and of the milestones.

    Source: rules 6. days_late: actual − planned when done (negative: early); on − planned when open and past due;
    else NaN. forecast: the actual date; else the later of `on` and planned + max(0, days_late of the project's last
    milestone done); NaT for what is open while the project is 暂停, and where a date that it takes is not reported.

    Args:
        milestones: the frame milestones: project, milestone, planned_on, actual_on; absent where a list lacks columns.
        projects: the frame projects: project, reported_state.
        on: the day; an actual date after it has not happened.
        reckoned: project → the day at which it is reckoned, at most `on`; None: all at `on`.

    Returns:
        project, milestone, planned, forecast, actual (datetime64), days_late (float), state (done_on_time | done_late
        | overdue | due_unreported | not_due; "" without a planned date, which is never overdue; untold). While
        something is untold of a project nothing is forecast of it.

    >>> from monitoring.projects.rules import load_project_rules
    >>> day, rules = pd.Timestamp, load_project_rules()
    >>> dates = pd.DataFrame({"project": "A", "milestone": ["立项", "招标"],
    ...     "planned_on": [day(2026, 3, 1), day(2026, 3, 20)], "actual_on": [day(2026, 3, 5), pd.NaT]})
    >>> listed = pd.DataFrame({"project": ["A"], "reported_state": ["前期"]})
    >>> table = milestone_table(dates, listed, date(2026, 3, 21), rules)
    >>> table["days_late"].tolist(), table["state"].tolist(), str(table["forecast"].iloc[1].date())
    ([4.0, 1.0], ['done_late', 'overdue'], '2026-03-24')
    """
    rows = _in_order(milestones, projects, rules)
    today = pd.to_datetime(rows["project"].map(dict(reckoned or {}))).fillna(pd.Timestamp(on))
    planned = rows["planned_on"]
    actual = rows["actual_on"].where(rows["actual_on"] <= pd.Timestamp(on))
    untold = _untold(rows) & actual.isna()
    done, open_late = actual.notna(), actual.isna() & (planned < today) & ~untold
    late = (actual.where(done, today) - planned).dt.days.astype(float).where(done | open_late)
    paused = rows["project"].isin(projects.loc[projects["reported_state"] == rules.paused, "project"])
    paused |= rows["project"].isin(rows.loc[untold, "project"])
    table = pd.DataFrame(
        {
            "project": rows["project"],
            "milestone": rows["milestone"],
            "planned": planned,
            "forecast": actual.where(done, _expected(rows["project"], planned, late, done, today).where(~paused)),
            "actual": actual,
            "days_late": late,
            "state": np.select(
                [untold, planned.isna(), done & (late <= 0), done, open_late, planned < pd.Timestamp(on)],
                [UNTOLD, "", DONE_ON_TIME, DONE_LATE, OVERDUE, DUE_UNREPORTED],
                NOT_DUE,
            ).astype(object),
        }
    )
    return table[COLUMNS]


def _untold(rows: pd.DataFrame) -> pd.Series:
    """Of which milestones the list has no column of actual dates."""
    if "absent" not in rows:
        return pd.Series(False, index=rows.index)
    return rows["absent"].map(lambda lacking: "actual_on" in lacking.split("|")).astype(bool)


def _in_order(milestones: pd.DataFrame, projects: pd.DataFrame, rules: ProjectRules) -> pd.DataFrame:
    """The milestones by project, as the projects stand, then as the rules order them."""
    place = {name: number for number, name in enumerate(dict.fromkeys([*projects["project"], *milestones["project"]]))}
    order = {name: number for number, name in enumerate(rules.milestones)}
    keys = pd.DataFrame({"p": milestones["project"].map(place), "m": milestones["milestone"].map(order)})
    places = np.lexsort((keys["m"], keys["p"]))
    return milestones.iloc[places].reset_index(drop=True)


def _expected(project: pd.Series, planned: pd.Series, late: pd.Series, done: pd.Series, today: pd.Series) -> pd.Series:
    """When an open milestone is to be expected. The slip is unknown where the last one done had no planned date."""
    last = late[done].groupby(project[done]).nth(-1)
    slip = pd.Series(last.clip(lower=0).to_numpy(), index=project[last.index].to_numpy(), dtype=float)
    days = project.map(slip).where(project.isin(slip.index), 0)
    return (planned + pd.to_timedelta(days, unit="D")).clip(lower=today)


def milestone_counts(table: pd.DataFrame, on: date, rules: ProjectRules) -> pd.DataFrame:
    """
    Return one row a milestone, in order: planned (due before the day), and of these done (by then), done on time, done
    late, overdue, due_unreported; what became of them is NaN where it is not reported of one.

    Args:
        table: of milestone_table, for the same day.
    """
    due = table[table["planned"] < pd.Timestamp(on)]
    rows = []
    for name in rules.milestones:
        states = due.loc[due["milestone"] == name, "state"]
        on_time, late = int((states == DONE_ON_TIME).sum()), int((states == DONE_LATE).sum())
        became = (on_time + late, on_time, late, int((states == OVERDUE).sum()), int((states == DUE_UNREPORTED).sum()))
        rows.append((name, len(states), *([float("nan")] * len(became) if (states == UNTOLD).any() else became)))
    return pd.DataFrame(rows, columns=COUNTS)


def overdue(table: pd.DataFrame) -> pd.DataFrame:
    """
    Return every overdue milestone, the longest first: project, milestone, planned, days.

    Args:
        table: of milestone_table. A later milestone done does not close an earlier one.
    """
    rows = table[table["state"] == OVERDUE].sort_values(["planned", "project"], kind="stable")
    late = rows[["project", "milestone", "planned"]].assign(days=rows["days_late"])
    return late.reset_index(drop=True)


def first_overdue(table: pd.DataFrame) -> pd.DataFrame:
    """Return the longest overdue milestone of each project that has one; columns and order of `overdue`."""
    return overdue(table).drop_duplicates("project").reset_index(drop=True)
