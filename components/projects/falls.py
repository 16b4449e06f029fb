"""工程项目: what went backwards since the report date before: figures that fell, acceptances that were taken back."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from components.drawing import messages
from components.frame import corrected
from components.projects.view import View
from monitoring.findings.projects import falls as findings
from monitoring.projects.over_time import Falls


def named(view: View, falls: Falls | None) -> frozenset[str]:
    """Return the projects of which anything went backwards."""
    if falls is None:
        return frozenset()
    return frozenset({*falls.figures["project"], *falls.acceptances["project"]} & view.projects)


def draw(view: View, falls: Falls | None) -> None:
    """Draw a paragraph a project, every line with both values and both dates; nothing where nothing came before."""
    if falls is None:
        return
    names = dict(zip(view.table["project"], view.table["title"], strict=True))
    figures = falls.figures[falls.figures["project"].isin(view.projects)]
    acceptances = falls.acceptances[falls.acceptances["project"].isin(view.projects)]
    title = findings.falls_title(figures, acceptances, falls.since, view.on)
    said = findings.fall_lines(figures, acceptances, names, falls.since, view.on)
    with messages.block("falls", title, findings.FALLS_LINE if said else ""):
        for name, lines in said:
            body = Markup("<br>").join(lines)
            st.html(Markup('<p class="fell"><b>{}</b><br>{}</p>').format(name, body))
        for remark in corrected.lists_compared(view.choice):
            messages.note(f"{remark}。")
