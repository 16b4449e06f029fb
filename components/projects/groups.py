"""工程项目: programmes of a document, or categories: projects, money, in use and late; a row narrows the page."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from markupsafe import Markup

from components.drawing import messages, tables
from components.projects.view import OUTSIDE, View, groups_of
from monitoring import figures
from monitoring.findings.projects import groups as findings
from monitoring.projects.plans import PolicyPlan, by_programme
from monitoring.projects.sums import wrong_sums


def draw(view: View) -> None:
    """Draw a row a group; below it what is open, and the sums of the document that do not add up."""
    plan = view.plan
    groups = by_programme(view.wide, groups_of(view.wide, plan, view.rules), view.rules)
    if not groups["projects"].iloc[-1]:
        groups = groups.iloc[:-1]  # nothing is left over
    with messages.block("groups", findings.groups_title(groups, plan), findings.groups_line(plan)):
        tables.draw(
            _columns(view),
            tables.records(groups),
            label="各项工程",
            address=lambda row: view.address_of_group(row["programme"]),
            is_chosen=lambda row: (row["programme"] or OUTSIDE) == view.group,
            style="compact groups",
        )
        for note in findings.group_notes(groups, plan, len(view.wide)):
            messages.note(note)
        if plan:
            _sums(plan)


def _sums(plan: PolicyPlan) -> None:
    """The printed sums that do not add up, with both numbers."""
    wrong = wrong_sums([plan])
    if len(wrong):
        body = Markup("").join(Markup("<li>{}</li>").format(line) for line in findings.sum_lines(wrong))
        st.html(Markup('<div class="sums"><b>{}</b><ul>{}</ul></div>').format(findings.sums_title(wrong, plan), body))


def _columns(view: View) -> list[tables.Column]:
    def number(name: str) -> Callable[[tables.Row], Markup | str]:
        return lambda row: tables.dash(figures.count(row[name]) if row[name] else "")

    return [
        tables.Column("工程", lambda row: findings.group_name(row["programme"], view.plan)),
        tables.Column("项目", number("projects"), is_number=True),
        tables.Column("计划", lambda row: figures.up(row["planned"], 0), is_number=True),
        tables.Column("到位", lambda row: figures.cut(row["arrived"], 0), is_number=True),
        tables.Column("支付", lambda row: figures.cut(row["paid"], 0), is_number=True),
        tables.Column("启用", number("in_use"), is_number=True),
        tables.Column("黄红灯", _late, is_number=True),
    ]


def _late(row: tables.Row) -> Markup | str:
    return tables.toned(figures.count(row["late"]), "fail strong") if row["late"] else tables.dash("")
