"""信息化与班班通, below: what does not fit together in the ledger, counted by kind, then room by room."""

from __future__ import annotations

import streamlit as st

from components import cached, messages, tables
from components.progress_view import View
from monitoring.findings import progress as findings
from monitoring.findings.sentences import short_name

HEIGHT = 330  # px of the list


def draw(view: View) -> None:
    """Say what does not fit together and name the classrooms; nothing where all fits."""
    county = view.choice.county_name
    projects = cached.snapshot(view.choice.snapshot).lists.get("projects")
    names = {} if projects is None else {row.project: short_name(row.name, county) for row in projects.itertuples()}
    lines = findings.doubt_lines(view.doubts, view.unaccepted, names)
    if not lines:
        return
    said = findings.doubts_of(view.doubts, view.rooms["project"], view.unaccepted, view.accepted)
    rooms = view.rooms.assign(said=said)[said != ""]
    with messages.block("doubts", findings.doubts_title(len(rooms)), "照填的计入，请核实；下面一间一行"):
        messages.panels(lines)
        shown = rooms.assign(school=[short_name(name, county) for name in rooms["school_name"]])
        text = st.column_config.TextColumn
        columns = {
            "school": text("学校"),
            "township": text("乡镇"),
            "grade": text("年级", width="small"),
            "class": text("班", width="small"),
            "said": text("哪里对不上", width="large"),
            "project": text("项目编号"),
        }
        tables.data(shown, "台账里对不上的教室", columns, key="progress_doubts", height=HEIGHT)
