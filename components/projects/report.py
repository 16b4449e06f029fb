"""工程项目, the form of one project: progress, a milestone done, money to date, paused or resumed, several at once."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd
import streamlit as st
from markupsafe import Markup

from components.drawing import messages
from components.frame import cached
from components.imports.uploads import LOCAL
from components.projects import history
from components.projects.view import View
from monitoring.findings.projects import entries as findings
from monitoring.findings.projects.entering import MONEY_WORDS, TOTAL, WAN_YUAN, EntryError, Typed, read
from monitoring.projects.told import MONEY
from monitoring.snapshots import Statement, enter
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
    above = st.container()
    newest = told["id"].max() if len(told) else 0
    with st.form(f"report {row['project']} {newest}", border=False, enter_to_submit=False):
        st.html(Markup('<h3 class="group-title">填一次<span>填哪几项存哪几项，空着的不算</span></h3>'))
        with st.container(key="entry_fields"):
            left, right = st.columns(WIDTHS, gap="small")
            day = left.text_input("日期", value=today().isoformat(), placeholder="如 2026-09-25")
            with left:
                is_sent = st.form_submit_button("保存这次填报", type="primary")
            with right:
                typed = _fields(view, row, day)
    if not is_sent:
        return
    try:
        given = read(typed, view.choice.county, row["project"], today())
    except EntryError as refusal:
        with above:
            messages.notice(str(refusal), is_failure=True)
        return
    _keep(view, row, told, given)
    st.rerun()


def _fields(view: View, row: pd.Series, day: str) -> Typed:
    """What can be told, a part each; what stands in a part that is not open counts too."""
    progress, milestone, money, standing = st.tabs(PARTS)
    with progress:
        narrow, wide, wider = st.columns([1.1, 2, 2], gap="small")
        percent = narrow.number_input(
            "形象进度 %", min_value=0.0, max_value=100.0, value=None, step=1.0, format="%.0f", placeholder="0–100"
        )
        work = wide.text_input("本周进展", placeholder="如 主体封顶", max_chars=LONGEST)
        problem = wider.text_input("存在问题", placeholder="没有就空着", max_chars=LONGEST)
    with milestone:
        wide, narrow = st.columns(2, gap="small")
        name = wide.selectbox("节点", view.rules.milestones, index=None, placeholder="哪个节点完成了")
        done_on = narrow.text_input("完成日期", placeholder="如 2026-09-25")
    with money:
        wide, *narrow = st.columns([1.2, 1, 1], gap="small")
        sources = _sources(view, row["project"])
        source = wide.selectbox("谁的钱", [TOTAL, *sources], format_func=lambda each: each or "合计")
        amounts = {
            each: column.text_input(f"{MONEY_WORDS[each]} {WAN_YUAN}", placeholder="到当天为止")
            for each, column in zip(MONEY, narrow, strict=True)
        }
    with standing:
        narrow, wide = st.columns([1.2, 2], gap="small")
        state = narrow.segmented_control("暂停还是恢复", list(STANDING_WORDS), format_func=STANDING_WORDS.get)
        reason = wide.text_input("原因", placeholder="如 资金未到位", max_chars=LONGEST)
    return Typed(
        day, percent, work.strip(), problem.strip(), name or "", done_on, source, **amounts, standing=state or "",
        reason=reason.strip(),
    )  # fmt: skip


def _sources(view: View, project: str) -> list[str]:
    """The sources that the project has: of 资金, and those for which 项目清单 plans any money."""
    lists = view.works.lists
    planned = lists["sources"][lists["sources"]["planned_wan_yuan"] > 0]
    tables = [planned, *([lists["funds"]] if "funds" in lists else [])]
    there = {name for each in tables for name in each.loc[each["project"] == project, "source"]}
    known = [name for name in view.rules.sources if name in there]
    return [*known, *sorted(there - set(known))]


def _keep(view: View, row: pd.Series, told: pd.DataFrame, given: list[Statement]) -> None:
    """Keep statements, and what the next run says of them."""
    held = cached.snapshot(view.choice.snapshot)
    enter(cached.storage(), given, LOCAL, datetime.now())
    is_seen = given[0].reported_on <= view.on or not view.choice.way
    sentence = findings.kept(
        given, told, held.lists, held.dates, row, view.works.totals, LOCAL, view.on, is_seen=is_seen
    )
    history.say(row["project"], sentence)
