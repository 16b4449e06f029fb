"""延误: how many weeks late milestones were done, or have been open, by milestone, township or both."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pandas as pd

from monitoring.projects.milestones import OVERDUE

DAYS_A_WEEK = timedelta(weeks=1).days
FIGURES = ["done", "overdue", "weeks_late_done", "weeks_late_overdue", "most_weeks_late"]


def slippage(table: pd.DataFrame, by: Sequence[str] = ("milestone",)) -> pd.DataFrame:
    """
    Return one row a group, in the order in which the groups first stand in the table.

    Args:
        table: of milestone_table; for townships with the projects' columns township_code, township joined to it.
        by: the columns that make a group: milestone, or township_code and township, or all three.

    Returns:
        `by`; done and overdue (milestones with known days), weeks_late_done and weeks_late_overdue (their means;
        done early counts negative; NaN where there are none), most_weeks_late (NaN where nothing is done or overdue).

    >>> table = pd.DataFrame({"milestone": ["立项"] * 3, "state": ["done_late", "done_on_time", "overdue"],
    ...     "days_late": [21.0, -7.0, 35.0]})
    >>> slippage(table).values.tolist()
    [['立项', 2, 1, 1.0, 5.0, 5.0]]
    """
    weeks = table["days_late"] / DAYS_A_WEEK
    is_open = table["state"] == OVERDUE
    known = table.assign(closed=weeks.where(~is_open), left=weeks.where(is_open), either=weeks)
    grouped = known.groupby(list(by), sort=False)
    figures = grouped.agg(
        done=("closed", "count"),
        overdue=("left", "count"),
        weeks_late_done=("closed", "mean"),
        weeks_late_overdue=("left", "mean"),
        most_weeks_late=("either", "max"),
    )
    return figures.reset_index()[[*by, *FIGURES]]
