"""工程项目: which projects are late and how long, what is paid, what is said of it week by week."""

import streamlit as st

from components import (
    cached,
    filters,
    messages,
    projects_curve,
    projects_empty,
    projects_falls,
    projects_gaps,
    projects_groups,
    projects_list,
    projects_money,
    projects_one,
    projects_slippage,
    projects_timeline,
    projects_view,
)
from monitoring.findings import projects as findings

WIDTHS = [1.7, 1]

choice = filters.choose()
found = cached.projects(choice)
if found is None:
    projects_empty.draw(choice)
    st.stop()

above = st.container(gap=None)
left, right = st.columns(WIDTHS, gap="medium")
with left, st.container(key="projects_left", gap=None):
    view = projects_view.now(choice, found)
    projects_timeline.draw(view)
with above:
    messages.headline(findings.headline(view.table, view.where), findings.line(view.table))
if view.table.empty:
    st.stop()
with right:
    projects_money.draw_funds(view)
    projects_money.draw_counts(view)

course = cached.course_of(choice, found, view.table["project"])
left, right = st.columns(WIDTHS, gap="medium")
with left:
    projects_curve.draw(view, course)
with right:
    projects_groups.draw(view)

expected = cached.expected(choice)
left, right = st.columns(WIDTHS, gap="medium")
with left:
    projects_slippage.draw_townships(view, course.by_township)
    projects_gaps.draw_idle(view, expected)
with right:
    projects_slippage.draw_milestones(course.by_milestone)
    projects_gaps.draw_without(view, expected)
    fallen = projects_falls.draw(view, cached.falls(choice))

projects_list.draw(view, fallen)
projects_one.draw(view)
