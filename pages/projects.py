"""工程项目: which projects are late and how long, what is paid, what is said of it week by week."""

import streamlit as st

from components import (
    cached,
    filters,
    messages,
    projects_empty,
    projects_list,
    projects_money,
    projects_one,
    projects_timeline,
    projects_view,
)
from monitoring.findings import projects as findings

choice = filters.choose()
found = cached.projects(choice)
if found is None:
    projects_empty.draw(choice)
    st.stop()

above = st.container(gap=None)
left, right = st.columns([1.7, 1], gap="medium")
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
projects_list.draw(view)
projects_one.draw(view)
