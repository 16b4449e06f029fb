"""工程项目, below: the projects as a table to sort, search and copy."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from components.drawing import messages, tables
from components.projects.lights import light
from components.projects.view import View
from monitoring import figures
from monitoring.findings.projects import page as a


def draw(view: View, fallen: frozenset[str] = frozenset()) -> None:
    """
    Draw the table, the longest overdue first, then by light; what is not reported is a dash.

    Args:
        fallen: projects of which a cumulative figure fell or a milestone was taken back.
    """
    table = view.table.sort_values("days_late", ascending=False, kind="stable", ignore_index=True)
    shown = table.assign(
        weeks=table["days_late"] // a.WEEK.days,
        reminders=a.reminders(table, fallen),
    )
    columns = [
        tables.Column("项目", lambda row: row["title"]),
        tables.Column("类别", lambda row: tables.dash(row["category"]), style="quiet"),
        tables.Column("乡镇", lambda row: tables.dash(row["township"]), style="quiet"),
        tables.Column("状态", lambda row: tables.dash(row["state"]), style="nowrap"),
        tables.Column("灯", lambda row: light(row["light"]), style="nowrap"),
        tables.Column("逾期天数", _days, is_number=True, hint="未完成的节点中最多逾期的天数"),
        tables.Column("满几周", lambda row: _whole(row["weeks"]), is_number=True),
        tables.Column("计划 万元", lambda row: figures.up(row["planned"], 0), is_number=True),
        tables.Column("到位 万元", lambda row: figures.cut(row["arrived"], 0), is_number=True),
        tables.Column("支付 万元", lambda row: figures.cut(row["paid"], 0), is_number=True),
        tables.Column("形象进度 %", lambda row: _whole(row["progress_pct"]), is_number=True),
        tables.Column("提醒", lambda row: tables.dash(row["reminders"]), style="after"),
    ]
    with messages.block("list", a.list_title(table, fallen), "点一行打开项目，点表头排序；逾期最久的在上面"):
        rows = tables.records(shown)
        tables.draw_list(columns, rows, label="项目清单", address=lambda row: view.address_of_project(row["project"]))


def _days(row: tables.Row) -> Markup | str:
    return tables.toned(_whole(row["days_late"]), "fail strong" if row["days_late"] > 0 else "")


def _whole(number: float) -> Markup | str:
    return figures.MISSING if pd.isna(number) else f"{number:,.10g}"
