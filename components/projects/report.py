"""工程项目, the form of one project: progress, a milestone done, money to date, paused or resumed, several at once."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime

import pandas as pd
import streamlit as st
from markupsafe import Markup

from components.drawing import messages
from components.frame import cached
from components.imports.uploads import LOCAL
from components.projects import history
from components.projects.view import View
from monitoring.errors import UserError
from monitoring.findings.projects import entries as findings
from monitoring.findings.projects.entering import MONEY_WORDS, TOTAL, WAN_YUAN, Typed, read
from monitoring.findings.projects.one import paused_note
from monitoring.projects.told import MONEY
from monitoring.snapshots import enter
from monitoring.words import STANDING_WORDS

LONGEST = 200  # characters of a text
PARTS = ("进度", "节点完成", "资金", "暂停、恢复")
WIDTHS = [1, 3.6]


def today() -> date:
    """Return the day on which a report is typed in."""
    return date.today()


def draw(view: View, row: pd.Series) -> None:
    """Draw what was told of a project, and the form."""
    project = row["project"]
    history.draw(view, project)
    history.draw_said(project)
    _form(view, row, history.told_of(view, project))


def _form(view: View, row: pd.Series, told: pd.DataFrame) -> None:
    """Draw the form; once an entry is kept its key changes, so that the next one begins blank."""
    newest = told["id"].max() if len(told) else 0
    form = f"report {row['project']} {newest}"
    with st.form(form, border=False, enter_to_submit=False):
        st.html(Markup('<h3 class="group-title">填一次<span>填哪几项存哪几项，空着的不算</span></h3>'))
        if paused_note(row):
            messages.note(paused_note(row))
        with st.container(key="entry_fields"):
            left, right = st.columns(WIDTHS, gap="small")
            left.text_input("日期", value=today().isoformat(), placeholder="如 2026-09-25", key=f"{form} day")
            with right:
                _fields(view, row, form)
            left.form_submit_button("保存这次填报", type="primary", on_click=_save, args=(view, row, told, form))


def _fields(view: View, row: pd.Series, form: str) -> None:
    """What can be told, a part each; what stands in a part that is not open counts too."""
    progress, milestone, money, standing = st.tabs(PARTS)
    with progress:
        narrow, wide, wider = st.columns([1.1, 2, 2], gap="small")
        narrow.text_input("形象进度 %", placeholder="0–100", key=f"{form} percent")
        wide.text_input("本周进展", placeholder="如 主体封顶", max_chars=LONGEST, key=f"{form} work")
        wider.text_input("存在问题", placeholder="没有就空着", max_chars=LONGEST, key=f"{form} problem")
    with milestone:
        wide, narrow = st.columns(2, gap="small")
        wide.selectbox("节点", view.rules.milestones, index=None, placeholder="哪个节点完成了", key=f"{form} milestone")
        narrow.text_input("完成日期", placeholder="如 2026-09-25", key=f"{form} done_on")
    with money:
        wide, *narrow = st.columns([1.2, 1, 1], gap="small")
        sources = [TOTAL, *_sources(view, row["project"])]
        wide.selectbox("谁的钱", sources, format_func=lambda each: each or "合计", key=f"{form} source")
        for each, column in zip(MONEY, narrow, strict=True):
            column.text_input(f"{MONEY_WORDS[each]} {WAN_YUAN}", placeholder="到当天为止", key=f"{form} {each}")
    with standing:
        narrow, wide = st.columns([1.2, 2], gap="small")
        narrow.segmented_control(
            "暂停还是恢复", list(STANDING_WORDS), format_func=STANDING_WORDS.get, key=f"{form} standing"
        )
        wide.text_input("原因", placeholder="如 资金未到位", max_chars=LONGEST, key=f"{form} reason")


def _sources(view: View, project: str) -> list[str]:
    """The sources that the project has: of 资金, and those for which 项目清单 plans any money."""
    lists = view.works.lists
    planned = lists["sources"][lists["sources"]["planned_wan_yuan"] > 0]
    tables = [planned, *([lists["funds"]] if "funds" in lists else [])]
    there = {name for each in tables for name in each.loc[each["project"] == project, "source"]}
    known = [name for name in view.rules.sources if name in there]
    return [*known, *sorted(there - set(known))]


def _save(view: View, row: pd.Series, told: pd.DataFrame, form: str) -> None:
    """For callbacks: keep what was typed, and say so or why not; the whole page then runs with what is known now."""
    texts = {each.name: (st.session_state.get(f"{form} {each.name}") or "").strip() for each in fields(Typed)}
    try:
        given = read(Typed(**texts), view.choice.county, row["project"], today())
        held = cached.snapshot(view.choice.snapshot)
        enter(cached.storage(), given, LOCAL, datetime.now())
    except UserError as refusal:
        history.say(row["project"], str(refusal), is_failure=True)
        return
    is_seen = given[0].reported_on <= view.on or not view.choice.way
    sentence = findings.kept(
        given, told, held.lists, held.dates, row, view.works.totals, LOCAL, view.on, is_seen=is_seen
    )
    history.say(row["project"], sentence)
