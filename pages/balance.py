"""校际均衡: how far schools differ, against the limits, over the periods, and which schools make the difference."""

import streamlit as st

from components.balance import course, schools, table
from components.balance import view as balance_view
from components.drawing import messages
from components.frame import cached, drawn, filters
from monitoring.findings import balance as findings
from monitoring.findings.standards import resting_on_unsure


@drawn.once
def draw(choice: filters.Choice) -> None:
    """Everything under the filter row."""
    standard = cached.standards()[choice.standard]
    view = balance_view.open_view(choice)

    unsure = resting_on_unsure(standard) if len(view.rows) else []
    messages.headline(
        findings.headline(standard, view.rows),
        [*findings.line(view.rows, view.before, view.since, view.township, view.corrected), *unsure],
    )
    if view.opened is None:
        links = [
            messages.link(f"按{each.short}看", filters.address("balance", choice, standard=each.id), button="plain")
            for each in balance_view.with_balance()
        ]
        messages.actions(*links)
        return

    with st.container(key="stack"):
        left, right = st.columns([1.32, 1], gap="medium")
    with left:
        table.draw(view)
    with right:
        schools.draw(view)
    course.draw(view.course())
    with messages.block("formula", "怎样算"):
        for sentence in findings.formula(standard):
            messages.note(sentence)


draw(filters.choose())
