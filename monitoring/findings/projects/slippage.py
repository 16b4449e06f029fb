"""延误 in sentences: at which milestone, or in which township, work is late the most weeks."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from monitoring.figures import count, cut, is_missing, up
from monitoring.findings.sentences import listed

NO_TOWNSHIP = "不分乡镇"
SLIPPAGE_LINE = "节点个数和平均晚几周；提前完成的为负，未完成的算到数据日期"


def slippage_title(table: pd.DataFrame, by: str, counted: str) -> str:
    """
    Name where open milestones are late the most weeks on average; where none is open, where done ones were.

    Args:
        table: of projects.slippage.slippage.
        by: the column that names a row: milestone, township.
        counted: what a row is, with its measure word: "个节点", "个乡镇".
    """
    if not len(table) or not (table["done"].sum() or table["overdue"].sum()):
        return "没有可以和计划日期比较的节点"
    still = _worst(table, by, counted, "weeks_late_overdue", "overdue")
    if still:
        return f"未完成的节点{still}"
    done = _worst(table, by, counted, "weeks_late_done", "done")
    return f"没有逾期未完成的；已完成的节点{done}" if done else "没有逾期未完成的，已完成的节点平均不晚于计划"


def _worst(table: pd.DataFrame, by: str, counted: str, mean: str, number: str) -> str:
    """Where the mean is the largest, with how many milestones it is of; "" where nobody is late."""
    most = table[mean].max()
    if not most > 0:
        return ""
    worst = table[table[mean] == most]
    where = listed([name or f"{NO_TOWNSHIP}的项目" for name in worst[by]], counted)
    many = f"{count(worst[number].sum())} 个" if len(worst) == 1 else f"共 {count(worst[number].sum())} 个"
    return f"在{where}晚得最久：{many}，平均 {mean_weeks(most)} 周"


def mean_weeks(weeks: float) -> str:
    """
    Write a mean of weeks, rounded up: late is never less than it is.

    >>> mean_weeks(13.31), mean_weeks(-0.57), mean_weeks(float("nan"))
    ('13.4', '−0.5', '—')
    """
    return up(weeks, 1)


def most_weeks(weeks: float) -> str:
    """
    Write the longest delay in whole weeks, as the list and the timeline do.

    >>> most_weeks(32.43), most_weeks(0.57), most_weeks(-1.5), most_weeks(float("nan"))
    ('32', '不到 1', '没有', '—')
    """
    if is_missing(weeks):
        return cut(weeks, 0)
    if weeks <= 0:
        return "没有"
    return cut(weeks, 0) if weeks >= 1 else "不到 1"


def is_late(row: Mapping, figure: str) -> bool:
    """
    Return whether a mean says late.

    >>> is_late({"weeks_late_overdue": 4.0}, "weeks_late_overdue"), is_late({"x": float("nan")}, "x")
    (True, False)
    """
    return not is_missing(row[figure]) and row[figure] > 0
