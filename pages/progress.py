"""信息化与班班通: how many classrooms are in use, where the funnel narrows, who is late and when the rest is done."""

import streamlit as st

from components import (
    filters,
    list_exports,
    messages,
    progress_doubts,
    progress_funnel,
    progress_late,
    progress_map,
    progress_network,
    progress_rooms,
    progress_schools,
    progress_towns,
    progress_view,
)
from monitoring.findings import progress as findings

choice = filters.choose(without=("standard",))
view = progress_view.now(choice)
if view is None:
    progress_late.draw_absent(choice)
    progress_network.draw(choice)
    st.stop()

messages.headline(
    findings.headline(view.total, view.where, view.no_plan),
    findings.line(
        view.plan,
        view.total,
        view.all_connected,
        view.no_plan,
        view.stage,
        findings.absent_line(view.absent, len(view.rooms)),
    ),
)
if view.rooms.empty:
    progress_network.draw(choice)
    st.stop()
tab = progress_view.tab()
progress_view.draw_tabs(choice, tab)
if tab == "funnel":
    with st.container(key="stack_pair"):
        left, right = st.columns([1, 1.72], gap="medium")
    with left:
        progress_funnel.draw_funnel(view)
        progress_funnel.draw_stops(view)
    with right:
        progress_towns.draw(view)
    with right if choice.township else left:  # of one township there is one panel, and room under it
        progress_map.draw(choice)
if tab == "forecast":
    progress_late.draw_forecasts(view)
    progress_schools.draw(view)
if tab == "late":
    progress_late.draw_late(view)
if tab == "doubts":
    progress_doubts.draw(view)
if tab == "rooms":
    progress_rooms.draw(view)
if tab == "network":
    progress_network.draw(choice)
else:
    list_exports.rooms(view)
