"""工程项目: a row a project, planned and actual milestones over the years, the worst first; today is a line; HTML."""

from __future__ import annotations

import pandas as pd
import streamlit as st
from markupsafe import Markup

from components.drawing import messages
from components.projects.lights import light
from components.projects.view import View
from monitoring.findings.projects import page as findings
from monitoring.projects.milestones import DONE_LATE, DUE_UNREPORTED, OVERDUE, milestone_counts
from monitoring.words import MILESTONE_WORDS

YEAR_ROOM = 0.1  # of the time shown: what a year's number needs
MARGIN = pd.Timedelta(days=25)
DATED = "%Y-%m-%d"


class Span:
    """The time shown: the first and the last day; places on it in percent of its width."""

    def __init__(self, first: pd.Timestamp, last: pd.Timestamp) -> None:
        self.first, self.last = first - MARGIN, last + MARGIN

    def place(self, day: pd.Timestamp) -> str:
        """
        Return where a day stands.

        >>> Span(pd.Timestamp("2026-01-26"), pd.Timestamp("2026-02-15")).place(pd.Timestamp("2026-02-05"))
        '50.0%'
        """
        return f"{100 * (day - self.first) / (self.last - self.first):.1f}%"

    def width(self, start: pd.Timestamp, end: pd.Timestamp) -> str:
        """Return how long the time between two days is drawn."""
        return f"{100 * (end - start) / (self.last - self.first):.1f}%"

    def years(self) -> list[pd.Timestamp]:
        """Return the first days of the years within the span."""
        return list(pd.date_range(self.first, self.last, freq="YS"))


def draw(view: View) -> None:
    """Draw the timeline in a window of its own; its head, with the years and today, stays. A row opens its project."""
    title = findings.timeline_title(milestone_counts(view.milestones, view.on, view.rules), is_dated=view.is_dated)
    line = findings.timeline_line(has_awaited=view.due_unreported > 0)
    with messages.block("timeline", title, f"{line}；点一行打开项目"):
        dated = view.milestones[["planned", "actual"]].stack().dropna()
        if dated.empty:
            messages.nothing("这些项目没有填报节点日期。")
            return
        today = pd.Timestamp(view.on)
        span = Span(min(dated.min(), today), max(dated.max(), today))
        dates = dict(list(view.milestones.groupby("project", sort=False)))
        none = view.milestones.iloc[:0]
        ground = _ground(span, today)
        body = Markup("").join(
            _row(view, row, dates.get(row.project, none), span, ground) for row in view.table.itertuples()
        )
        st.html(
            Markup(
                '<div class="list-window timeline-window" tabindex="0"><table class="table timeline" aria-label="{}">'
                '<thead><tr><th scope="col">项目</th><th scope="col" class="time"><div>{}</div></th>'
                '<th scope="col">灯</th><th scope="col" class="number">逾期</th></tr></thead>'
                "<tbody>{}</tbody></table></div>"
            ).format("各项目的计划与实际节点，最差的在上面", _head(view, span, today), body)
        )


def _head(view: View, span: Span, today: pd.Timestamp) -> Markup:
    """The years, and the report date above them."""
    room = YEAR_ROOM * (span.last - span.first)
    years = [start for start in span.years() if start + room < span.last]
    first = [] if years and span.first + room > years[0] else [span.first]
    said = [
        Markup('<span style="left:{}">{}</span>').format(span.place(start), start.year) for start in [*first, *years]
    ]
    now = Markup('<b style="left:{}">{}月{}日</b>').format(span.place(today), view.on.month, view.on.day)
    return Markup("").join([*said, now])


def _ground(span: Span, today: pd.Timestamp) -> Markup:
    """What lies behind every row: the years and, above them, the report date."""
    lines = [Markup('<i class="year" style="left:{}"></i>').format(span.place(start)) for start in span.years()]
    return Markup("").join([*lines, Markup('<i class="today" style="left:{}"></i>').format(span.place(today))])


def _row(view: View, row, dates: pd.DataFrame, span: Span, ground: Markup) -> Markup:
    late = findings.late_in_days(row.days_late)
    tone = "fail strong" if row.light == "red" else "quiet"
    return Markup(
        '<tr><td><a class="row-link" href="{}">{}</a></td><td class="time"><div>{}{}</div></td>'
        '<td class="nowrap">{}</td><td class="number nowrap {}">{}</td></tr>'
    ).format(
        view.address_of_project(row.project), row.title, ground, _marks(dates, span), light(row.light), tone, late,
    )  # fmt: skip


LOOKS = {OVERDUE: "late", DUE_UNREPORTED: "awaited"}
"""How the planned date of a milestone is marked where it is not just a date."""


def _marks(dates: pd.DataFrame, span: Span) -> Markup:
    """
    A grey line from the first date to the last, a mark a milestone; a red line as long as the longest overdue is late.
    """
    known = dates[["planned", "actual"]].stack().dropna()
    if known.empty:
        return Markup("")
    parts = [_line("span", known.min(), known.max(), span)]
    overdue = dates[dates["state"] == OVERDUE]
    if len(overdue):
        since, days = overdue["planned"].min(), pd.Timedelta(days=overdue["days_late"].max())
        parts.append(_line("overdue", since, since + days, span))
    for row in dates.itertuples():
        said = f"{row.milestone}　{{}} {{:{DATED}}}　{MILESTONE_WORDS[row.state]}"
        if not pd.isna(row.planned):
            parts.append(_mark(LOOKS.get(row.state, "planned"), row.planned, said.format("计划", row.planned), span))
        if not pd.isna(row.actual):
            look = "done-late" if row.state == DONE_LATE else "done"
            parts.append(_mark(look, row.actual, said.format("实际", row.actual), span))
    return Markup("").join(parts)


def _line(look: str, start: pd.Timestamp, end: pd.Timestamp, span: Span) -> Markup:
    return Markup('<i class="{}" style="left:{};width:{}"></i>').format(look, span.place(start), span.width(start, end))


def _mark(look: str, day: pd.Timestamp, said: str, span: Span) -> Markup:
    return Markup('<i class="dot {}" style="left:{}" title="{}"></i>').format(look, span.place(day), said)
