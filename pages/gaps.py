"""设施短板: what is short, where the money goes, and every school against every requirement."""

import streamlit as st

from components.frame import filters
from components.gaps import parts
from components.gaps import view as gaps_view
from monitoring.findings import gaps as findings

choice = filters.choose()
view = gaps_view.open_view(choice)
parts.draw_head(view, choice)
if not findings.has_thresholds(view):
    st.stop()
with st.container(key="stack_pair"):
    left, right = st.columns([1, 2.02], gap="medium")
with right, st.container(key="gaps_side", gap=None):
    with st.container(key="gaps_tools", horizontal=True, gap="small"):
        narrowed = gaps_view.tools(view)
        gaps_view.export(view, choice)
    parts.draw_schools(view, choice, narrowed)
with left:
    parts.draw_sums(view, choice, narrowed)
