"""The line above the list of schools that makes the A4 pages of all of them, and shows how far it is."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from components.drawing import messages
from components.frame import filters
from components.frame.choice import Choice
from components.school import papers
from monitoring.findings.school import listing as findings

EVERY_S = 1.0


def draw(choice: Choice, number: int) -> None:
    """Draw the button, the progress, or the link; `number` of schools are listed."""
    job = papers.found(choice)
    if job is None:
        st.button(findings.papers(number), on_click=papers.start, args=(choice,), key="school papers")
    elif job.is_running:
        st.fragment(_progress, run_every=EVERY_S)(choice)
    else:
        words = findings.papers_done(job.total)
        messages.actions(Markup('<a class="button primary" href="{}" download>{}</a>').format(address(choice), words))


def address(choice: Choice) -> str:
    """Return the address of the archive of what is chosen; not a page, so without "./" (static/address.js)."""
    return filters.address("api/schools.zip", choice, school="").removeprefix("./")


def _progress(choice: Choice) -> None:
    job = papers.found(choice)
    if job is None or not job.is_running:
        st.rerun()
    st.progress(job.done / job.total, findings.papers_progress(job.done, job.total))
