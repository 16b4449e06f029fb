"""Below the requirements: which project is to close each gap; beside them: the school's classrooms."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from components import cached, filters, messages, progress_rooms
from components.school.view import SchoolView
from monitoring import classrooms
from monitoring.findings import progress as progress_words
from monitoring.findings import school_works as findings
from monitoring.findings.sentences import short_name
from monitoring.projects.aims import expected_to_close
from monitoring.projects.rules import rules


def draw_closing(view: SchoolView) -> None:
    """Draw which project is expected to close each gap; nothing without projects, or under another standard."""
    projects, lists = cached.projects(view.choice), view.snapshot.lists
    if projects is None or view.judged.standard.id != rules().standard:
        return
    gaps = view.judged.gaps
    own = gaps[(gaps["school_code"] == view.file.code) & gaps["stage"].isin([part.stage for part in view.parts])]
    main_of = dict.fromkeys(view.file.campuses, view.file.code)
    found = expected_to_close(lists["projects"], lists.get("rooms"), own, projects.milestones, main_of=main_of)
    county = view.choice.county_name
    names = {row.project: short_name(row.name, county) for row in lists["projects"].itertuples()}
    shorts = {asked.key: asked.short for asked in view.judged.standard.requirements}
    line = "预计可解决：按工程类别对应的要求，不说解决多少；日期是启用的预计日期"
    with messages.block("closing", findings.title(len(own), len(found.without)), line):
        if own.empty:
            messages.nothing("这所学校没有缺口。")
        for gap in own.to_dict("records"):
            keys = (found.closing["stage"] == gap["stage"]) & (found.closing["requirement"] == gap["requirement"])
            words = findings.gap_line(gap, shorts[gap["requirement"]], found.closing[keys], names)
            projects_of = found.closing.loc[keys, "project"].unique()
            links = [
                messages.link(f"看 {project}", filters.address("projects", view.choice, project=project))
                for project in projects_of
            ]
            st.html(Markup('<p class="closing">{} {}</p>').format(messages.html(words), Markup(" ").join(links)))


def draw_rooms(view: SchoolView) -> None:
    """Draw the school's classrooms, its campuses' too; nothing where the ledger names none."""
    rooms = view.snapshot.lists.get("rooms")
    if rooms is None:
        return
    own = rooms[rooms["school_code"].isin([view.file.code, *view.file.campuses])]
    if own.empty:
        return
    total = classrooms.funnel(own, view.choice.period, "school_code").iloc[-1]
    title = findings.rooms_title(len(own), int(total["in_use"]), int(total["overdue"]))
    with messages.block("rooms", title, progress_words.ROOMS_LINE):
        st.html(progress_rooms.cells(own, view.choice.period))
