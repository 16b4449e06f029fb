"""工程项目: which projects are late and how long, what is paid, what is said of it week by week."""

import streamlit as st

from components.drawing import messages
from components.frame import cached, drawn, filters, list_exports, tabs
from components.projects import curve, empty, falls, gaps, groups, listing, money, one, slippage, timeline
from components.projects import view as projects_view
from monitoring.findings import dates
from monitoring.findings.projects import page as findings

WIDTHS = [1.7, 1]


@drawn.once
def draw_heads(view: projects_view.View) -> None:
    """What is said above all parts."""
    due, strangers = view.due_unreported, view.strangers
    messages.headline(
        findings.headline(view.table, view.where, due),
        findings.line(view.table, view.rules, due, strangers),
    )


@drawn.once
def draw_list(view: projects_view.View) -> None:
    """The projects as a table."""
    listing.draw(view, falls.named(view, cached.falls(view.choice)))


@drawn.once
def draw(view: projects_view.View) -> None:
    """The part that is open, of those that compare projects."""
    choice = view.choice
    left, right = st.columns(WIDTHS, gap="medium")
    if view.tab == "timeline":
        with left:
            timeline.draw(view)
        with right:
            money.draw_counts(view)
    if view.tab == "money":
        with left:
            curve.draw(view, cached.course_of(choice, view.table["project"]))
        with right:
            money.draw_funds(view)
            groups.draw(view)
    if view.tab == "delay":
        course = cached.course_of(choice, view.table["project"])
        with left:
            slippage.draw_townships(view, course.by_township)
        with right:
            slippage.draw_milestones(course.by_milestone)
            falls.draw(view, cached.falls(choice))
    if view.tab == "gaps":
        expected = cached.expected(choice)
        if expected is None:
            messages.nothing(f"{dates.no_schools(choice.on)}。")
            return
        with left:
            gaps.draw_without(view, expected)
        with right:
            gaps.draw_idle(view, expected)


choice = filters.choose(without=("stage", "standard"), needs_schools=False)
works = cached.projects(choice)
if works is None:
    empty.draw(choice)
    st.stop()

above = st.container(gap=None)
with st.container(key="bar_projects", horizontal=True, vertical_alignment="bottom", gap="small"):
    parts = st.container(gap=None)
    view = projects_view.open_view(choice, works)
with parts:
    tabs.draw(projects_view.TABS, view.tab, lambda tab: view.address(view=tab), label="工程项目的各部分")
with above:
    draw_heads(view)
if view.table.empty:
    messages.nothing("换一个工程类别、灯或乡镇。")
    st.stop()

if view.tab == "list":
    list_exports.projects(view)
    draw_list(view)
elif view.tab == "project":
    one.draw(view)
else:
    draw(view)
