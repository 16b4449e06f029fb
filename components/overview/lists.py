"""The last row of 总览: how far 班班通 and the 工程项目 are, each with the way to its page."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from components.drawing import messages
from components.frame import cached, filters
from components.overview.view import View
from components.progress import funnel as progress_funnel
from components.progress import view as progress_view
from components.projects import money as projects_money
from components.projects import view as projects_view
from monitoring.findings.progress import page as progress_findings
from monitoring.findings.projects import page as projects_findings
from monitoring.findings.projects import works as works_findings
from monitoring.findings.sentences import Piece, plain

PROGRESS, PROJECTS = "信息化与班班通", "工程项目"


def progress(view: View) -> None:
    """Draw the funnel of the classrooms in view; without a ledger, or without a room in it, a sentence."""
    choice = view.choice
    seen = progress_view.open_view(choice)
    if seen is None:
        _, line = progress_findings.absent(choice.county_name, choice.on)
        _absent("progress", PROGRESS, line)
        return
    if seen.ledger.rooms.empty:
        with messages.block("progress", PROGRESS):
            messages.nothing(progress_findings.headline(seen.total, seen.where))
    else:
        progress_funnel.draw_funnel(seen, rates=False)
    _open("progress", PROGRESS, view)


def projects(view: View) -> None:
    """
    Draw what became of the milestones of the projects in view; without projects, a sentence.

    A chosen stage does not narrow them, and that is said: a project has no stage, the packages of 信息化 go to schools
    of both, and 工程项目, which the link opens, counts them all: two numbers of projects for one choice would be wrong.
    """
    choice = view.choice
    works = cached.projects(choice)
    if works is None:
        _absent("projects", PROJECTS, works_findings.absent(choice.on))
        return
    seen = projects_view.whole(choice, works)
    said: list[Piece] = projects_findings.headline(seen.table, seen.where, seen.due_unreported)
    if seen.table.empty:
        with messages.block("projects", PROJECTS):
            messages.nothing(said)
    else:
        projects_money.draw_counts(seen, plain(said).removesuffix("。"))
    _open("projects", PROJECTS, view, works_findings.every_stage(view.seen.stage))


def _absent(key: str, title: str, sentence: str) -> None:
    with messages.block(key, title):
        messages.nothing([(f"{sentence}。", "")])
        _way(messages.link("导入", "./import"))


def _open(page: str, name: str, view: View, remark: str = "") -> None:
    before = f"{remark}。" if remark else ""
    _way(messages.link(f"打开{name}", filters.address(page, view.choice)), before)


def _way(link: Markup, before: str = "") -> None:
    st.html(Markup('<p class="note">{}{}</p>').format(before, link))
