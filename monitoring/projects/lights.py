"""灯 and warnings of a project: how late, silent, paid ahead of the work. The thresholds are data/projects.toml's."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from fractions import Fraction

import numpy as np
import pandas as pd

from monitoring.projects.funds import exact
from monitoring.projects.milestones import OVERDUE, UNTOLD
from monitoring.projects.rules import ProjectRules

GREEN, AMBER, RED, NONE, PAUSED = "green", "amber", "red", "none", "paused"


def lights(states: pd.DataFrame, table: pd.DataFrame, rules: ProjectRules) -> pd.DataFrame:
    """
    Return one row a project, in the order of `states`: project, light, days_late.

    days_late is the largest of the project's open overdue milestones (NaN: none). light: red, amber, green by it;
    none for 已启用, paused for 暂停; "" where no open milestone has a planned date, so that nothing can be said; untold
    where a milestone is, unless those that are known make it red.

    Args:
        states: of states.states.
        table: of milestone_table.

    >>> from monitoring.projects.rules import load_project_rules
    >>> stood = pd.DataFrame({"project": ["A"], "state": ["在建"]})
    >>> late = pd.DataFrame({"project": ["A"], "state": ["overdue"], "days_late": [15.0], "actual": [pd.NaT],
    ...     "planned": [pd.Timestamp(2026, 3, 1)]})
    >>> lights(stood, late, load_project_rules()).values.tolist()
    [['A', 'amber', 15.0]]
    """
    late = table[table["state"] == OVERDUE]
    days = states["project"].map(late.groupby("project")["days_late"].max()).astype(float)
    told = states["project"].isin(table.loc[table["actual"].isna() & table["planned"].notna(), "project"])
    light = np.select(
        [
            states["state"] == rules.paused,
            states["state"] == rules.in_use,
            days > rules.red_over_days,
            states["project"].isin(table.loc[table["state"] == UNTOLD, "project"]),
            days > rules.amber_over_days,
            told,
        ],
        [PAUSED, NONE, RED, UNTOLD, AMBER, GREEN],
        "",
    )
    return pd.DataFrame({"project": states["project"], "light": light.astype(object), "days_late": days})


def silent(
    projects: pd.DataFrame,
    table: pd.DataFrame,
    reports: pd.DataFrame,
    on: date,
    rules: ProjectRules,
    unheard: Collection[str] | None = (),
    listed_on: date | None = None,
) -> pd.Series:
    """
    Return whether a report is due and has been missing for more than two weeks: 1.0 or 0.0 a project, in their order.

    NaN where that is not known: the list has no column for the dates that decide, or a report could not be read.

    Reports are due from 到货/开工 until 启用, while 暂停 too; the two weeks begin at the later of the start and of the
    latest report. Where only a later milestone's date is known, the earliest of these is the start.

    Args:
        projects: the frame projects.
        table: of milestone_table, for the same day.
        reports: the frame reports: project, reported_on; one after `on` has not been made.
        unheard: projects with a report that could not be read; None: nobody knows which.
        listed_on: the day on which a list spoke of all of them; None: no list but those that reports go with.
    """
    today = pd.Timestamp(on)
    first, last = rules.milestones.index(rules.reports_from), rules.milestones.index(rules.reports_until)
    done = table[table["actual"].notna()]
    begun = done[done["milestone"].isin(rules.milestones[first:last])].groupby("project")["actual"].min()
    finished = done.loc[done["milestone"] == rules.reports_until, "project"]
    heard = reports[reports["reported_on"] <= today].groupby("project")["reported_on"].max()
    start, latest = (pd.to_datetime(projects["project"].map(days.to_dict())) for days in (begun, heard))
    if listed_on is not None:
        latest = latest.fillna(pd.Timestamp(listed_on)).clip(lower=pd.Timestamp(listed_on))
    since = pd.concat([start, latest], axis=1).max(axis=1).where(start.notna())
    quiet = (today - since).dt.days > rules.silent_over_days
    is_silent = (quiet & ~projects["project"].isin(finished)).astype(float).rename("silent")
    untold = table[(table["state"] == UNTOLD) & table["milestone"].isin(rules.milestones[first : last + 1])]
    may_be_done = projects["project"].isin(untold.loc[untold["milestone"] == rules.reports_until, "project"])
    may_have_begun = start.isna() & projects["project"].isin(untold["project"])
    lately = (today - latest).dt.days <= rules.silent_over_days
    unsure = (may_be_done & (is_silent == 1)) | (may_have_begun & ~lately & ~projects["project"].isin(finished))
    unsure |= (is_silent == 1) & (projects["project"].isin(unheard) if unheard is not None else True)
    return is_silent.where(~unsure)


def money_ahead(planned: pd.Series, paid: pd.Series, progress_pct: pd.Series, rules: ProjectRules) -> pd.Series:
    """
    Return whether money is ahead of the work: paid ÷ planned in percent − 形象进度 > 20 points, decided exactly.

    Args:
        planned, paid: 万元, one a project; planned is the sum of its sources.
        progress_pct: 形象进度, 0–100.

    Returns:
        1.0 or 0.0; NaN where one of the three is not reported, or nothing is planned.

    >>> from monitoring.projects.rules import load_project_rules
    >>> planned, paid, done = pd.Series([100.0, 100.0, np.nan]), pd.Series([60.0, 60.1, 60.0]), pd.Series([40.0] * 3)
    >>> money_ahead(planned, paid, done, load_project_rules()).tolist()
    [0.0, 1.0, nan]
    """
    over = Fraction(str(rules.ahead_over_points))
    is_ahead = []
    for figures in zip(planned, paid, progress_pct, strict=True):
        if np.isnan(figures).any() or figures[0] <= 0:
            is_ahead.append(np.nan)
            continue
        whole, part, progress = (Fraction(exact(figure)) for figure in figures)
        is_ahead.append(float(100 * part / whole - progress > over))
    return pd.Series(is_ahead, index=planned.index, dtype=float, name="money_ahead")
