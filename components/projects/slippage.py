"""工程项目: how many weeks late milestones were done or have been open, by milestone and by township."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from components.drawing import messages, tables
from components.projects.view import View
from monitoring.figures import count
from monitoring.findings.projects import slippage as findings
from monitoring.words import MILESTONE_WORDS


def draw_milestones(table: pd.DataFrame) -> None:
    """Draw a row a milestone; `table` is of projects.slippage.slippage."""
    title = findings.slippage_title(table, "milestone", "个节点")
    with messages.block("slippage_milestones", title, findings.SLIPPAGE_LINE):
        name = tables.Column("节点", lambda row: row["milestone"], style="nowrap")
        tables.draw([name, *_columns()], tables.records(table), label="各节点延误", style="compact")


def draw_townships(view: View, table: pd.DataFrame) -> None:
    """Draw a row a township, those first whose open milestones are late the longest; a row narrows the page to it."""
    table = table.sort_values(
        ["weeks_late_overdue", "weeks_late_done"], ascending=False, na_position="last", kind="stable"
    )
    title = findings.slippage_title(table, "township", "个乡镇")
    with messages.block("slippage_townships", title, findings.SLIPPAGE_LINE):
        name = tables.Column("乡镇", lambda row: _name(view, row), style="nowrap")
        tables.draw([name, *_columns()], tables.records(table), label="各乡镇延误", style="compact")


def _name(view: View, row: tables.Row) -> Markup | str:
    """A township opens the page narrowed to it; projects of several townships have none to open."""
    code, name = row["township_code"], row["township"] or findings.NO_TOWNSHIP
    if not code:
        return tables.toned(name, "quiet")
    address = view.address(township="" if code == view.choice.township else code)
    return Markup('<a class="row-link" href="{}">{}</a>').format(address, name)


def _columns() -> list[tables.Column]:
    return [
        tables.Column("已完成", lambda row: count(row["done"]), is_number=True),
        tables.Column("平均晚 周", lambda row: findings.mean_weeks(row["weeks_late_done"]), is_number=True),
        tables.Column(MILESTONE_WORDS["overdue"], _overdue, is_number=True),
        tables.Column("平均晚 周", _open, is_number=True),
        tables.Column("最长 周", lambda row: findings.most_weeks(row["most_weeks_late"]), is_number=True),
    ]


def _overdue(row: tables.Row) -> Markup | str:
    return count(row["overdue"]) if row["overdue"] else tables.dash("")


def _open(row: tables.Row) -> Markup | str:
    weeks = row["weeks_late_overdue"]
    return tables.dash("") if pd.isna(weeks) else tables.toned(findings.mean_weeks(weeks), "fail strong")
