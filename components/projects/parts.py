"""工程项目: what is drawn of a choice once, for everyone who asks the same: headline, list, the part that is open."""

from __future__ import annotations

import streamlit as st

from components.drawing import messages
from components.frame import cached, drawn
from components.projects import curve, falls, gaps, groups, listing, money, slippage, timeline
from components.projects.view import View
from monitoring.findings import dates
from monitoring.findings.projects import page as findings

WIDTHS = [1.7, 1]


@drawn.once
def draw_head(view: View) -> None:
    """What is said above all parts."""
    due, strangers = view.due_unreported, view.strangers
    messages.headline(
        findings.headline(view.table, view.where, due),
        findings.line(view.table, view.rules, due, strangers),
    )


@drawn.once
def draw_list(view: View) -> None:
    """The projects as a table."""
    listing.draw(view, falls.named(view, cached.falls(view.choice)))


@drawn.once
def draw(view: View) -> None:
    """The part that is open, of those that compare projects."""
    choice = view.choice
    left, right = st.columns(WIDTHS, gap="medium")
    if view.tab == "timeline":
        with left:
            timeline.draw(view)
        with right:
            money.draw_counts(view)
    if view.tab == "money":
        with left:
            curve.draw(view, cached.course_of(choice, view.table["project"]))
        with right:
            money.draw_funds(view)
            groups.draw(view)
    if view.tab == "delay":
        course = cached.course_of(choice, view.table["project"])
        with left:
            slippage.draw_townships(view, course.by_township)
        with right:
            slippage.draw_milestones(course.by_milestone)
            falls.draw(view, cached.falls(choice))
    if view.tab == "gaps":
        expected = cached.expected(choice)
        if expected is None:
            messages.nothing(f"{dates.no_schools(choice.on)}。")
            return
        with left:
            gaps.draw_without(view, expected)
        with right:
            gaps.draw_idle(view, expected)
