"""信息化与班班通: how many classrooms are in use, where the funnel narrows, who is late and when the rest is done."""

import streamlit as st

from components.drawing import messages
from components.frame import drawn, filters, list_exports
from components.progress import doubts, funnel, late, network, rooms, schools, small_map, towns
from components.progress import view as progress_view
from monitoring.figures import count
from monitoring.findings import dates
from monitoring.findings.progress import page as findings


@drawn.once
def draw_head(view: progress_view.View) -> None:
    """The headline over all parts."""
    messages.headline(
        findings.headline(view.total, view.where, view.ledger.no_plan),
        findings.line(
            view.ledger.plan,
            view.total,
            view.ledger.all_connected,
            view.ledger.no_plan,
            view.stage,
            findings.absent_line(view.ledger.absent, len(view.ledger.rooms)),
            due_unreported=view.ledger.due_unreported,
            strangers=dates.strangers(
                f"{count(view.ledger.beyond)} 间教室", view.ledger.beyond_names, view.choice.period
            ),
        ),
    )


@drawn.once
def draw(view: progress_view.View, tab: str) -> None:
    """A part of the page, of those that offer nothing to choose."""
    choice = view.choice
    if tab == "funnel":
        with st.container(key="stack_pair"):
            left, right = st.columns([1, 1.72], gap="medium")
        with left:
            funnel.draw_funnel(view)
            funnel.draw_stops(view)
        with right:
            towns.draw(view)
        with right if choice.township else left:  # of one township there is one panel, and room under it
            if choice.period is not None:
                small_map.draw(choice)
    if tab == "forecast":
        late.draw_forecasts(view)
        schools.draw(view)
    if tab == "late":
        late.draw_late(view)
    if tab == "doubts":
        doubts.draw(view)


choice = filters.choose(without=("standard",), needs_schools=False)
view = progress_view.open_view(choice)
has_schools = choice.period is not None
if view is None:
    late.draw_absent(choice)
    if has_schools:
        network.draw(choice)
    st.stop()

draw_head(view)
if view.ledger.rooms.empty:
    if has_schools:
        network.draw(choice)
    st.stop()
tab = progress_view.tab()
progress_view.draw_tabs(choice, tab)
if tab == "network" and has_schools:
    network.draw(choice)
elif tab == "network":
    messages.nothing(f"{dates.no_schools(choice.on)}。")
else:
    rooms.draw(view) if tab == "rooms" else draw(view, tab)
    list_exports.rooms(view)
