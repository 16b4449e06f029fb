"""工程项目, one project: its milestones, its school and what it is to close, its weekly reports and photos."""

from __future__ import annotations

import pandas as pd
import streamlit as st
from markupsafe import Markup

from components.drawing import messages, tables
from components.frame import cached, filters
from components.projects import photos, report
from components.projects.lights import light
from components.projects.view import View, opened
from monitoring.findings import dates
from monitoring.findings.projects import one as findings_one
from monitoring.findings.projects import page as findings
from monitoring.projects.milestones import DUE_UNREPORTED, OVERDUE
from monitoring.reports.columns import by_key
from monitoring.reports.list_sheets import MILESTONES
from monitoring.schools.names import short_name
from monitoring.words import MILESTONE_WORDS

OF = by_key(MILESTONES)


def draw(view: View) -> None:
    """Draw the project that is chosen, left what is planned and what it is for, right what is reported."""
    with st.container(key="projects_one", gap="small"):
        row = opened(view)
        with st.container(key="stack_project"):
            left, right = st.columns([1, 1.15], gap="medium")
        with left:
            _milestones(view, row)
        with right, st.container(key="project_told", gap="xsmall"):
            report.draw(view, row)
        photos.draw(view, row["project"])


def _milestones(view: View, row: pd.Series) -> None:
    dates = view.milestones[view.milestones["project"] == row["project"]]
    columns = [
        tables.shown(OF["milestone"], style="nowrap"),
        tables.shown(OF["planned"], look=tables.dash),
        tables.shown(OF["forecast"], cell=lambda each: tables.dash(_expected(each, view))),
        tables.shown(OF["actual"], look=tables.dash),
        tables.shown(OF["days_late"], look=tables.dash),
        tables.shown(OF["state"], cell=_state, style="nowrap after"),
    ]
    subtitle = f"{findings_one.named(row)}；{findings.FORECAST_LINE}；提前完成的逾期天数为负"
    title = findings_one.project_title(row, row["title"], int((dates["state"] == DUE_UNREPORTED).sum()))
    with messages.block("one", title, subtitle, aside=light(row["light"])):
        tables.draw(columns, tables.records(dates), label="节点", style="compact")
        st.html(Markup('<dl class="terms">{}</dl>').format(Markup("").join(_terms(view, row))))


def _terms(view: View, row: pd.Series) -> list[Markup]:
    said = [("资金", findings_one.money(row)), ("学校", _school(view, row))]
    said += [(name, words) for name, words in (("状态", findings_one.paused(row)),) if words]
    said += [("预计可解决", Markup("<br>").join(_closing(view, row)))]
    reminders = findings.reminders(row.to_frame().T)[0]
    said += [("提醒", tables.toned(reminders, "fail"))] if reminders else []
    return [Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(*each) for each in said]


def _school(view: View, row: pd.Series) -> Markup | str:
    code, name = row["school_code"], short_name(row["school_name"], view.choice.county_name)
    if code in cached.places(view.choice.snapshot).schools:
        return messages.link(name, filters.address("school", view.choice, school=code, township=""))
    at_schools = row["category"] in view.rules.by_rooms
    return name or f"{row['township']}，{'不是一所学校的项目' if at_schools else '没有填学校'}"


def _closing(view: View, row: pd.Series) -> list[str]:
    """What the project is expected to close, judged by the standard that the rules name."""
    expected = cached.expected(view.choice)
    if expected is None:
        return [f"{dates.no_schools(view.on)}。"]
    closing = expected.closing[expected.closing["project"] == row["project"]]
    names = {asked.key: asked.short for asked in cached.standards()[view.rules.standard].requirements}
    places = cached.places(view.choice.snapshot).schools
    schools = {code: short_name(name, view.choice.county_name) for code, name in places.items()}
    idle = next(iter(tables.records(expected.idle[expected.idle["project"] == row["project"]])), {})
    states = dict(zip(view.milestones["project"], view.milestones["state"], strict=True))  # of the last milestone
    is_awaited = states.get(row["project"]) == DUE_UNREPORTED
    return findings_one.closing(closing, idle, names, schools, view.on, is_awaited=is_awaited)


def _expected(each: tables.Row, view: View) -> str:
    """The forecast of what is open; of what is 到期待报 none that has gone by: nobody told what became of it."""
    if not pd.isna(each["actual"]) or findings.is_awaited(each["state"], each["forecast"], view.on):
        return ""
    return findings.expected(each["forecast"], view.on)


def _state(row: tables.Row) -> Markup | str:
    word = MILESTONE_WORDS[row["state"]]
    return tables.toned(word, "fail strong" if row["state"] == OVERDUE else "")
