"""
资金: planned, arrived and paid money, and cumulative figures that fell. A cell not reported is counted, never a zero.

资金 and 项目清单 are two tables: neither is filled from the other. Sums and comparisons are of decimals, as typed.
"""

from __future__ import annotations

import math
from decimal import Decimal

import pandas as pd

from monitoring.projects.milestones import UNTOLD
from monitoring.projects.rules import ProjectRules

AMOUNTS = ("planned", "arrived", "paid")
COLUMNS = ["source", *AMOUNTS, "planned_missing", "arrived_missing", "paid_missing"]
CUMULATIVE = ("arrived_wan_yuan", "paid_wan_yuan", "progress_pct")
FELL = ["project", "source", "figure", "before", "after"]
DIGITS = 12  # significant: more than any amount is typed with, fewer than a float's own error (of a formula) shows


def exact(amount: float) -> Decimal:
    """
    Return an amount as it was typed, as a decimal.

    >>> exact(21.04), exact(60.709999999999994), exact(300.0)
    (Decimal('21.04'), Decimal('60.71'), Decimal('300'))
    """
    return Decimal(f"{float(amount):.{DIGITS}g}")


def as_typed(amounts: pd.Series) -> pd.Series:
    """
    Return amounts without the tails that only a float's own error makes; NaN stays.

    >>> as_typed(pd.Series([60.709999999999994, math.nan])).tolist()
    [60.71, nan]
    """
    return amounts.map(lambda amount: float(exact(amount)), na_action="ignore").astype(float)


def total(amounts: pd.Series) -> float:
    """
    Return the sum of what is reported, exact in decimals; NaN where nothing is.

    >>> total(pd.Series([0.1, 0.2, math.nan, 0.3])), total(pd.Series([math.nan]))
    (0.6, nan)
    >>> total(pd.Series([21.04, 14.44, 3.42, 18.31, 3.5]))
    60.71
    """
    known = amounts.dropna()
    return float(sum(map(exact, known), Decimal(0))) if len(known) else math.nan


def funds_table(funds: pd.DataFrame, rules: ProjectRules) -> pd.DataFrame:
    """
    Return one row a source: 中央, 省, 市, 县, 自筹, then any other by name; 万元.

    Args:
        funds: the frame funds: source, planned_wan_yuan, arrived_wan_yuan, paid_wan_yuan.

    Returns:
        source, planned, arrived, paid (sums of the cells reported; NaN where none is), and how many cells of each are
        not reported. A combined source (县级及学校自筹) is a source of its own.

    >>> from monitoring.projects.rules import load_project_rules
    >>> cells = pd.DataFrame({"source": ["省", "中央"], "planned_wan_yuan": [2.0, 3.0],
    ...     "arrived_wan_yuan": [math.nan, 1.0], "paid_wan_yuan": [0.0, 1.0]})
    >>> funds_table(cells, load_project_rules())[["source", "arrived", "arrived_missing"]].values.tolist()
    [['中央', 1.0, 0], ['省', nan, 1]]
    """
    order = {name: place for place, name in enumerate(rules.sources)}
    rows = []
    for source, cells in funds.groupby("source", sort=False):
        row = {"source": source}
        for amount in AMOUNTS:
            row[amount] = total(cells[f"{amount}_wan_yuan"])
            row[f"{amount}_missing"] = int(cells[f"{amount}_wan_yuan"].isna().sum())
        rows.append(row)
    rows.sort(key=lambda row: (order.get(row["source"], len(order)), row["source"]))
    return pd.DataFrame(rows, columns=COLUMNS)


def planned_money(projects: pd.DataFrame, sources: pd.DataFrame) -> pd.Series:
    """
    Return each project's planned money in 万元: the sum of its sources; NaN where one is missing, or there is none.

    Args:
        projects: the frame projects, whose order and index hold. 合计 is not used.
        sources: the frame sources: project, planned_wan_yuan.
    """
    sums = {
        project: total(amounts) if amounts.notna().all() else math.nan
        for project, amounts in sources.groupby("project")["planned_wan_yuan"]
    }
    return projects["project"].map(sums).astype(float).rename("planned")


def fell(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """
    Return the cumulative figures (arrived, paid, 形象进度) that are smaller than in the snapshot before.

    Args:
        before, after: the frame projects of two snapshots, or the frame funds of both (compared source by source).

    Returns:
        project, source ("" for projects), figure (the column), before, after. What one of them does not report has
        not fallen.

    >>> fell(pd.DataFrame({"project": ["A"], "paid_wan_yuan": [9.0]}),
    ...      pd.DataFrame({"project": ["A"], "paid_wan_yuan": [7.0]})).values.tolist()
    [['A', '', 'paid_wan_yuan', 9.0, 7.0]]
    """
    keys = ["project", "source"] if "source" in after else ["project"]
    figures = [name for name in CUMULATIVE if name in before and name in after]
    both = after[[*keys, *figures]].merge(before[[*keys, *figures]], on=keys, suffixes=("", "_before"))
    if "source" not in both:
        both = both.assign(source="")
    falls = []
    for figure in figures:
        less = both[as_typed(both[figure]) < as_typed(both[f"{figure}_before"])]
        falls.append(
            less[["project", "source"]].assign(figure=figure, before=less[f"{figure}_before"], after=less[figure])
        )
    kept = [rows for rows in falls if len(rows)]
    return pd.concat(kept, ignore_index=True)[FELL] if kept else pd.DataFrame(columns=FELL)


def withdrawn(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """
    Return the milestones that were done in the snapshot before and are open now: project, milestone, actual_before.

    Args:
        before, after: tables of milestone_table. A project that is no longer listed has withdrawn nothing, nor has a
            list without the column of its date.
    """
    keys = ["project", "milestone"]
    after = after[after["state"] != UNTOLD] if "state" in after else after
    both = before[[*keys, "actual"]].merge(after[[*keys, "actual"]], on=keys, suffixes=("_before", ""))
    gone = both["actual_before"].notna() & both["actual"].isna()
    return both.loc[gone, [*keys, "actual_before"]].reset_index(drop=True)
