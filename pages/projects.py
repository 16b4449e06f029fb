"""工程项目: which projects are late and how long, what is paid, what is said of it week by week."""

import streamlit as st

from components.drawing import messages
from components.frame import cached, filters, list_exports, tabs
from components.projects import empty, one, parts
from components.projects import view as projects_view

choice = filters.choose(without=("stage", "standard"), needs_schools=False)
works = cached.projects(choice)
if works is None:
    empty.draw(choice)
    st.stop()

above = st.container(gap=None)
with st.container(key="bar_projects", horizontal=True, vertical_alignment="bottom", gap="small"):
    strip = st.container(gap=None)
    view = projects_view.open_view(choice, works)
with strip:
    tabs.draw(projects_view.TABS, view.tab, lambda tab: view.address(view=tab), label="工程项目的各部分")
with above:
    parts.draw_head(view)
if view.table.empty:
    messages.nothing("换一个工程类别、灯或乡镇。")
    st.stop()

if view.tab == "list":
    list_exports.projects(view)
    parts.draw_list(view)
elif view.tab == "project":
    one.draw(view)
else:
    parts.draw(view)
