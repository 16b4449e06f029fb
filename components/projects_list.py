"""工程项目, below: the projects as a table to sort, search and copy."""

from __future__ import annotations

import numpy as np
import streamlit as st

from components import messages, tables
from components.projects_view import View
from monitoring.findings import projects as findings

ROW, MOST_ROWS = 32, 14
TITLE, REMINDERS = 300, 150  # px


def draw(view: View, fallen: frozenset[str] = frozenset()) -> None:
    """
    Draw the table, the longest overdue first, then by light; what is not reported is a dash.

    Args:
        fallen: projects of which a cumulative figure fell or a milestone was taken back.
    """
    table = view.table.sort_values("days_late", ascending=False, kind="stable", ignore_index=True)
    shown = table.assign(
        light_word=table["light"].map(findings.LIGHTS),
        weeks=table["days_late"] // findings.WEEK.days,
        reminders=[words or None for words in findings.reminders(table, fallen)],
    )
    number = st.column_config.NumberColumn
    text = st.column_config.TextColumn
    columns = {
        "title": text("项目", width=TITLE),
        "category": text("类别"),
        "township": text("乡镇", width="small"),
        "state": text("状态", width="small"),
        "light_word": text("灯", width="small"),
        "days_late": number("逾期天数", format="localized", width="small", help="未完成的节点中最多逾期的天数"),
        "weeks": number("满几周", format="localized", width="small"),
        "planned": number("计划 万元", format="localized", width="small"),
        "arrived": number("到位 万元", format="localized", width="small"),
        "paid": number("支付 万元", format="localized", width="small"),
        "progress_pct": number("形象进度 %", format="localized", width="small"),
        "reminders": text("提醒", width=REMINDERS),
    }
    whole = {"planned": np.ceil(shown["planned"])} | {name: np.floor(shown[name]) for name in ("arrived", "paid")}
    with messages.block("list", findings.list_title(table, fallen), "点表头排序；逾期最久的在上面"):
        height = ROW * (1 + min(len(table), MOST_ROWS)) + 2
        tables.data(shown.assign(**whole), "项目清单", columns, key="projects list", height=height)
