"""工程项目, weekly reports of one project: who said what when, what was replaced, and the form for the next one."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd
import streamlit as st
from markupsafe import Markup

from components.drawing import messages, tables
from components.frame import cached
from components.imports.uploads import LOCAL
from components.projects.view import View
from monitoring import figures
from monitoring.findings.projects import one as findings
from monitoring.findings.typed_days import day_of
from monitoring.snapshots import Statement, enter

LONGEST = 200  # characters of a text
UNREPORTED = float("nan")
DONE = "report done"


def today() -> date:
    """Return the day on which a report is typed in."""
    return date.today()


def draw(view: View, project: str) -> None:
    """Draw the history, the newest entry first, and the form."""
    history = view.history[view.history["project"] == project]
    entries = findings.entries(history)
    with messages.block("reports", findings.reports_title(entries, view.on), findings.REPORTS_LINE):
        if entries.empty:
            messages.nothing("这个项目还没有周进度。")
        else:
            listed = tables.table(_columns(view), tables.records(entries), label="周进度", style="compact reports")
            st.html(Markup('<div class="reports-window" tabindex="0">{}</div>').format(listed))
    _say(project)
    _form(view, project, history)


def _columns(view: View) -> list[tables.Column]:
    return [
        tables.Column("日期", lambda row: _dated(row, view.on), style="nowrap"),
        tables.Column("进度 %", lambda row: _toned(figures.cut(row["progress_pct"], 0), row), is_number=True),
        tables.Column("本周进展", lambda row: _toned(row["work"], row)),
        tables.Column("存在问题", lambda row: _toned(row["problem"], row)),
        tables.Column("谁、何时", _who, style="quiet nowrap"),
    ]


def _toned(text: str, row: tables.Row) -> Markup | str:
    """What was replaced stands in grey, struck where it says something else."""
    if not text:
        return tables.dash("")
    return tables.toned(text, "" if row["counts"] else "quiet" if row["is_repeated"] else "quiet struck")


def _dated(row: tables.Row, on: date) -> Markup:
    day = _toned(f"{row['reported_on']:%Y-%m-%d}", row)
    later = row["reported_on"] > pd.Timestamp(on)
    return Markup("{}{}").format(day, Markup('<em class="quiet">计入下一期</em>') if later else "")


def _who(row: tables.Row) -> Markup:
    place = f"，{row['file']}" if row["file"] else "，本页填写"
    look = "quiet" if row["is_again"] else ""
    replaced = Markup('<em class="{}">{}</em>').format(look, row["replaces"]) if row["replaces"] else ""
    return Markup('<span title="{}">{} {}</span>{}').format(
        f"{row['entered_by']}{place}", row["entered_by"], f"{row['entered_at']:%m-%d %H:%M}", replaced
    )


def _say(project: str) -> None:
    """Say once what was kept."""
    about, sentence = st.session_state.pop(DONE, ("", ""))
    if about == project:
        messages.panel(sentence)


def _form(view: View, project: str, history: pd.DataFrame) -> None:
    """Draw the form; once an entry is kept its key changes, so that the next one begins blank."""
    above = st.container()
    with st.form(f"report {project} {len(history)}", border=False, enter_to_submit=False):
        st.html(Markup('<h3 class="group-title">填一次周进度</h3>'))
        upper, lower = st.columns([1, 1.6], gap="small"), st.columns([1, 1.6], gap="small")
        typed = upper[0].text_input("日期", value=today().isoformat(), placeholder="如 2026-09-25")
        work = upper[1].text_input("本周进展", placeholder="如 主体封顶", max_chars=LONGEST)
        percent = lower[0].number_input(
            "形象进度 %", min_value=0.0, max_value=100.0, value=None, step=1.0, format="%.0f", placeholder="0–100，可空"
        )
        problem = lower[1].text_input("存在问题", placeholder="没有就空着", max_chars=LONGEST)
        is_sent = st.form_submit_button("保存这次填报", type="primary")
    if not is_sent:
        return
    words = [work.strip(), problem.strip()]
    refusal = findings.refused(typed, today(), percent, words)
    if refusal:
        with above:
            messages.notice(refusal, is_failure=True)
        return
    day = day_of(typed)
    given = UNREPORTED if percent is None else float(percent)
    enter(cached.storage(), [Statement(view.choice.county, project, day, given, *words)], LOCAL, datetime.now())
    st.session_state[DONE] = project, findings.kept(history, day, percent, LOCAL, view.on)
    st.rerun()
