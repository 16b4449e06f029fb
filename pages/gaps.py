"""设施短板: what is short, where the money goes, and every school against every requirement."""

import streamlit as st

from components.drawing import messages
from components.frame import cached, corrected, filters
from components.gaps import listing, matrix, table
from components.gaps import view as gaps_view
from monitoring.findings import gaps as findings
from monitoring.shortages import way_out

choice = filters.choose()
view = gaps_view.open_view(choice)
day, earlier = gaps_view.before(choice)
way = way_out(view, cached.results(choice.snapshot, choice.standard))
examples = cached.settings().unit_costs_are_examples

messages.headline(
    findings.headline(view, gaps_view.where(choice)),
    findings.counts(view, choice.stage, way, costs_are_examples=examples),
)
if not findings.has_thresholds(view):
    spread = messages.link("看校际均衡", filters.address("balance", choice), button="primary")
    messages.actions(spread, *gaps_view.other_standards(choice))
    st.stop()


def school(code: str) -> str:
    """The page of a school."""
    return filters.address("school", choice, school=code)


with st.container(key="stack_pair"):
    left, right = st.columns([1, 2.02], gap="medium")
with right, st.container(key="gaps_side", gap=None):
    with st.container(key="gaps_tools", horizontal=True, gap="small"):
        narrowed = gaps_view.tools(view)
        gaps_view.export(view, choice, day, earlier)
    here = gaps_view.address_of(choice, narrowed)
    with messages.block(
        "matrix", findings.matrix_title(view, narrowed.requirement), matrix.how_to_read(narrowed.requirement)
    ):
        if narrowed.requirement:
            listing.draw(view, narrowed.requirement, narrowed.shown, choice.county_name, school)
        else:
            matrix.draw(view, narrowed.shown, choice.county_name, school)
with left:
    since = gaps_view.since(day, choice)
    table.draw(
        view,
        earlier,
        since,
        narrowed.requirement,
        lambda key: here(requirement=key),
        corrected.before(choice, since),
    )
    places, title = gaps_view.places(view, choice)
    table.draw_places(
        places,
        title,
        lambda row: school(row["school_code"]) if choice.township else here(township=row["township_code"]),
    )
