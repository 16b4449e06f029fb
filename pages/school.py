"""学校档案: one school's verdict, what it lacks at what cost, where it stands, where every figure comes from."""

import streamlit as st

from components.frame import cached, drawn, filters
from components.school import compare, head, listing, network, side, table, works
from components.school.view import open_view
from monitoring.findings.school import ways


@drawn.once
def draw(choice: filters.Choice) -> None:
    """The file of the school that is chosen."""
    view = open_view(choice)
    head.draw(view)
    prices = ways.cost_note(are_examples=cached.settings().unit_costs_are_examples)
    with st.container(key="stack_side"):
        left, right = st.columns([2.32, 1], gap="medium")
    with left:
        for part in view.parts:
            table.draw(view.file, part, view.traces(part), note=prices)
        works.draw_closing(view)
        for part in view.parts:
            compare.draw_strip(view, part)
            compare.draw_peers(view, part)
    with right:
        side.draw_facts(view)
        works.draw_rooms(view)
        network.draw(view)
        side.draw_doubts(view)
        side.draw_place(view)


choice = filters.choose(with_school=True)
if choice.school:
    draw(choice)
else:
    listing.draw(choice)
