"""工程项目, what was told of one project: every statement, who and when, what replaced it; each can be withdrawn."""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import streamlit as st
from markupsafe import Markup

from components.drawing import messages, tables
from components.frame import cached, filters
from components.imports.uploads import LOCAL
from components.projects.view import View
from monitoring import figures
from monitoring.errors import NotFound
from monitoring.findings.projects import entries as findings
from monitoring.projects.told import PROGRESS
from monitoring.snapshots import withdraw_entry

WITHDRAW = "withdraw"  # the address's key: the entry that is to be withdrawn, until that is confirmed
DONE = "entry done"
NEWEST = 6  # entries that stand open


def draw(view: View, project: str) -> None:
    """Draw the statements, those of the newest day first, and below them what is to be confirmed."""
    told = told_of(view, project)
    entries = findings.entries(told, view.on, view.works.answers)
    with messages.block("reports", findings.title(entries, view.on), findings.LINE):
        if entries.empty:
            messages.nothing("这个项目还没有周进度。")
        else:
            _list(_columns(view, project), tables.records(findings.folded(entries)))
        _confirmation(view, project, told)


def _list(columns: list[tables.Column], rows: list[tables.Row]) -> None:
    """The newest as they are; what is older stands behind a line that opens it."""
    newest, older = rows[:NEWEST], rows[NEWEST:]
    parts = [tables.table(columns, newest, label="周进度", style="compact reports")]
    if older:
        listed = tables.table(columns, older, label="更早的周进度", style="compact reports")
        said = findings.older(len(older))
        parts += [Markup('<details class="older"><summary>{}</summary>{}</details>').format(said, listed)]
    st.html(Markup("").join(parts))


def told_of(view: View, project: str) -> pd.DataFrame:
    """Return what was told of a project, the newest entry first."""
    entries = view.works.entries
    return entries[entries["project"] == project]


def _columns(view: View, project: str) -> list[tables.Column]:
    return [
        tables.Column("日期", lambda row: _dated(row, view.on), style="nowrap", width="15%"),
        tables.Column("进度 %", _percent, is_number=True, width="10%"),
        tables.Column("进展", _said, width="23%"),
        tables.Column("存在问题", lambda row: _toned(row["problem"], row), width="21%"),
        tables.Column("谁、何时", _who, style="quiet", width="23%"),
        tables.Column("", lambda row: _withdrawal(view, project, row), style="nowrap", width="8%"),
    ]


def _percent(row: tables.Row) -> Markup | str:
    return _toned(figures.cut(row["amount"], 0) if row["statement"] == PROGRESS else "", row)


def _said(row: tables.Row) -> Markup:
    """What was done that week, or the statement in words; below it what a list says of it since."""
    text = _toned(row["work"] if row["statement"] == PROGRESS else row["said"], row)
    tone = "" if row["is_odd"] else "quiet"
    since = Markup('<em class="{}">{}</em>').format(tone, row["listed"]) if row["listed"] else ""
    return Markup("{}{}").format(text, since)


def _toned(text: str, row: tables.Row) -> Markup | str:
    """What was replaced stands in grey and struck."""
    if not text:
        return tables.dash("")
    look = "quiet" if row["is_listed"] else ""
    return tables.toned(text, look if row["counts"] else "quiet struck")


def _dated(row: tables.Row, on) -> Markup:
    day = _toned(f"{row['reported_on']:%Y-%m-%d}", row)
    later = row["reported_on"] > pd.Timestamp(on)
    return Markup("{}{}").format(day, Markup('<em class="quiet">晚于所看的日期</em>') if later else "")


def _who(row: tables.Row) -> Markup:
    place = f"，{row['file']}" if row["file"] else "，本页填写"
    again = Markup('<em class="quiet">{}</em>').format(findings.said_again(row["again"])) if row["again"] else ""
    replaced = Markup("<em>{}</em>").format(row["replaces"]) if row["replaces"] else ""
    return Markup('<span title="{}">{} {}</span>{}{}').format(
        f"{row['entered_by']}{place}", row["entered_by"], f"{row['entered_at']:%m-%d %H:%M}", again, replaced
    )


def _withdrawal(view: View, project: str, row: tables.Row) -> Markup:
    return messages.link("撤回", view.address(project=project, view="project", **{WITHDRAW: str(row["id"])}))


def _confirmation(view: View, project: str, told: pd.DataFrame) -> None:
    """Ask before an entry is withdrawn; the address names it."""
    asked = filters.asked(WITHDRAW, ["", *map(str, told["id"])])
    if not asked:
        return
    said = next(row for row in told.itertuples() if str(row.id) == asked)
    messages.notice(findings.withdrawing(said, view.on))
    with st.container(key="entry_withdrawal", horizontal=True, vertical_alignment="center", gap="small"):
        st.button("撤回这一条", type="primary", on_click=_withdraw, args=(project, said, view.on))
        messages.actions(messages.link("不撤回", view.address_of_project(project), button="plain"))


def _withdraw(project: str, said, on) -> None:
    """For callbacks."""
    try:
        withdraw_entry(cached.storage(), said.id, LOCAL, datetime.now())
    except NotFound as gone:
        say(project, str(gone))
    else:
        say(project, findings.withdrawn(said, on))
    filters.forget(WITHDRAW)


def say(project: str, sentence: str, *, is_failure: bool = False) -> None:
    """Keep what the next run says once of a project, in place of what was said before."""
    st.session_state[DONE] = project, sentence, is_failure


def draw_said(project: str) -> None:
    """Say once what was kept or withdrawn, or why it was not."""
    about, sentence, is_failure = st.session_state.pop(DONE, ("", "", False))
    if about != project:
        return
    if is_failure:
        messages.notice(sentence, is_failure=True)
    else:
        messages.panel(sentence)
