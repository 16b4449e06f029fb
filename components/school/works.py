"""Below the requirements: the school's projects and what each closes; beside them: the school's classrooms."""

from __future__ import annotations

import pandas as pd
import streamlit as st
from markupsafe import Markup

from components.drawing import messages, tables
from components.frame import cached, filters
from components.progress import rooms as progress_rooms
from components.projects.lights import light
from components.school.view import View
from monitoring import classrooms, figures
from monitoring.classrooms.late import due_unreported
from monitoring.findings.progress import page as progress_words
from monitoring.findings.projects import page as projects_words
from monitoring.findings.projects import works as works_words
from monitoring.findings.school import works as findings
from monitoring.projects.aims import Expected, expected_to_close
from monitoring.schools.names import local_name


def draw_closing(view: View) -> None:
    """Draw the school's projects, those that close a gap first; nothing without projects, or by another standard."""
    projects, rules = cached.projects(view.choice), cached.rulebook().projects
    if projects is None or view.judged.standard.id != rules.standard:
        return
    rooms = projects.lists.get("rooms")
    own = findings.own(projects.table, rooms, [view.file.code, *view.file.campuses], rules)
    expected = _expected(view, own, projects.milestones)
    shorts = {asked.key: asked.short for asked in view.judged.standard.requirements}
    own = own.assign(is_other=~own["project"].isin(expected.closing["project"])).sort_values("is_other", kind="stable")
    title = findings.title(len(own), _judged(view)["status"].tolist(), len(expected.without), len(expected.unsure))
    with messages.block("closing", title, findings.line(rules, has_ledger=rooms is not None)):
        if len(own):
            _draw_table(view, own, expected, projects.milestones, shorts)
        left = findings.without(expected.without, shorts)
        if left:
            messages.note([(f"{left}。", "fail")])
        if len(view.parts) < len(view.file.parts):
            messages.note(f"{works_words.every_stage(filters.stage_label(view.choice.stage))}，缺口也是。")


def _judged(view: View) -> pd.DataFrame:
    """The assessment of every stage of the school: a project is of all of them."""
    rows, stages = view.judged.assessment, [part.stage for part in view.file.parts]
    return rows[(rows["school_code"] == view.file.code) & rows["stage"].isin(stages)]


def _expected(view: View, own: pd.DataFrame, milestones: pd.DataFrame) -> Expected:
    """What they are expected to do at this school alone: rooms of others are left out."""
    main_of, rooms = dict.fromkeys(view.file.campuses, view.file.code), view.snapshot.lists.get("rooms")
    here = None if rooms is None else rooms[rooms["school_code"].isin([view.file.code, *view.file.campuses])]
    return expected_to_close(own, here, _judged(view), milestones, cached.rulebook().projects, main_of)


def _draw_table(
    view: View, own: pd.DataFrame, expected: Expected, milestones: pd.DataFrame, shorts: dict[str, str]
) -> None:
    opened = cached.rulebook().projects.milestones[-1]
    last = milestones[milestones["milestone"] == opened].set_index("project")

    def name(row: tables.Row) -> Markup:
        words = local_name(row["name"], view.choice.county_name, view.local_name)
        return Markup("{}<em>{}</em>").format(words, row["project"])

    def purpose(row: tables.Row) -> Markup:
        closing, idle = (rows[rows["project"] == row["project"]] for rows in (expected.closing, expected.idle))
        return messages.html(findings.purpose(closing, next(iter(tables.records(idle)), {}), shorts))

    def opening(row: tables.Row) -> str:
        none = {"actual": pd.NaT, "forecast": pd.NaT, "state": ""}
        days = last.loc[row["project"]] if row["project"] in last.index else none
        return findings.opening(days["actual"], days["forecast"], view.choice.on, days["state"])

    columns = [
        tables.Column("项目", name),
        tables.Column("预计解决", purpose),
        tables.Column("灯", lambda row: light(row["light"]), style="nowrap"),
        tables.Column("逾期", lambda row: tables.dash(projects_words.late(row["days_late"])), style="nowrap"),
        tables.Column("状态", lambda row: row["state"], style="nowrap"),
        tables.Column("启用", opening, style="nowrap"),
        tables.Column("计划", lambda row: figures.up(row["planned"], 0), is_number=True),
        tables.Column("支付", lambda row: figures.cut(row["paid"], 0), is_number=True),
    ]
    tables.draw(
        columns,
        tables.records(own),
        label="这所学校的工程项目",
        address=lambda row: filters.address("projects", view.choice, township="", project=row["project"]),
        style="works",
    )


def draw_rooms(view: View) -> None:
    """Draw the school's classrooms, its campuses' too; nothing where the ledger names none."""
    held = cached.situation(view.choice.snapshot)
    rooms, on, rules = held.rooms, held.rooms_on, held.rulebook.classrooms
    if rooms is None:
        return
    own = rooms[rooms["school_code"].isin([view.file.code, *view.file.campuses])]
    if own.empty:
        return
    total = classrooms.funnel(own, on, rules, "school_code").iloc[-1]
    awaited = int(due_unreported(own, on, view.choice.on, rules).sum())
    title = findings.rooms_title(len(own), total["in_use"], total["overdue"], awaited)
    with messages.block("rooms", title, progress_words.rooms_line(has_awaited=awaited > 0)):
        st.html(progress_rooms.cells(own, on, view.choice.on, rules))
        messages.note(progress_words.rates_line(total, on, rules))
