"""What was imported before: a line an import and county, the newest first."""

from __future__ import annotations

import pandas as pd
import streamlit as st
from markupsafe import Markup

from components.drawing import messages, tables
from components.frame import empty
from components.frame.choice import address_of
from components.imports import record, uploads
from monitoring.findings import imports as findings
from monitoring.snapshots import Snapshot

WHAT = (
    "小学、初中、高中综合报表、班班通台账、工程项目进度（.xlsx .xls .csv）"
    "和乡镇边界（GeoJSON、GeoPackage、Shapefile 压缩包）；"
    "不用改表头，数据只存在本机"
)


def address(snapshot: Snapshot) -> str:
    """Return the address of 总览 for a snapshot."""
    return _overview(snapshot.county, snapshot.period)


def draw(history: pd.DataFrame) -> None:
    """Draw the imports, each with a link to what it shows; where there was none, which table lights which page."""
    if history.empty:
        empty.draw_files()
        return
    with messages.block("history", "导入记录", "同一县同一期导入两次，以后一次为准"):
        columns = [
            tables.Column("编号", lambda row: str(row["id"]), is_number=True, width="5%"),
            tables.Column("县", lambda row: row["county_name"], style="nowrap", width="7%"),
            tables.Column("报告期", lambda row: row["period"].isoformat(), style="nowrap", width="8%"),
            tables.Column("文件", lambda row: row["files"]),
            tables.Column(
                "入库时间", lambda row: row["saved_at"].strftime("%Y-%m-%d %H:%M"), style="nowrap", width="10%"
            ),
            tables.Column("谁", lambda row: row["saved_by"], style="nowrap", width="4%"),
            tables.Column("状态", lambda row: row["standing"], style="nowrap", width="6%"),
            tables.Column("", _record, style="nowrap", width="6%"),
            tables.Column("各页用的是", _link, style="nowrap", width="8%"),
        ]
        newest = _counting(history)
        counts = [newest.get(pair) for pair in zip(history["county"], history["period"], strict=True)]
        rows = tables.records(history.assign(standing=standing(history)))
        rows = [{**row, "counts": number} for row, number in zip(rows, counts, strict=True)]
        tables.draw(columns, rows, label="导入记录")
        _withdraw(history)


def standing(history: pd.DataFrame) -> list[str]:
    """
    Return what each import counts for: 有效, 已撤回, or which later one of the same county and period replaced it.

    >>> rows = pd.DataFrame({"id": [9, 8, 7], "county": "990121", "period": [1, 2, 1], "state": "current"})
    >>> standing(rows)
    ['有效', '有效', '已被 9 替代']
    """
    newest = _counting(history)
    words = []
    for row in history.itertuples():
        counts = newest.get((row.county, row.period))
        replaced = f"已被 {counts} 替代" if counts != row.id else "有效"
        words.append("已撤回" if row.state == "withdrawn" else replaced)
    return words


def _counting(history: pd.DataFrame) -> dict[tuple, int]:
    """County and period → the import that its pages show."""
    used = history[history["state"] == "current"].sort_values("id")
    return {(row.county, row.period): row.id for row in used.itertuples()}


def _withdraw(history: pd.DataFrame) -> None:
    """Let an import be withdrawn, or a withdrawn one be used again."""
    named = history.drop_duplicates("id")
    done = uploads.changed()
    if done:
        messages.notice(findings.state_changed(*done))
    words = {
        row.id: f"{row.id} · {row.county_name} {row.period}{'（已撤回）' if row.state == 'withdrawn' else ''}"
        for row in named.itertuples()
    }
    states = dict(zip(named["id"], named["state"], strict=True))
    place = st.expander("撤回一次导入：数据仍在库里，只是不再使用，随时可以恢复")
    with place.container(horizontal=True, vertical_alignment="center", gap="small"):
        number = st.selectbox(
            "哪一次", list(words), format_func=words.__getitem__, label_visibility="collapsed", width=320
        )
        is_out = states[number] == "withdrawn"
        st.button(
            "恢复" if is_out else "撤回",
            on_click=uploads.set_state,
            args=(int(number), "current" if is_out else "withdrawn"),
        )


def _overview(county: str, period) -> str:
    return address_of("", {"county": county, "period": period.isoformat()})


def _record(row: tables.Row) -> Markup:
    return messages.link("问题清单", record.address(row["id"]))


def _link(row: tables.Row) -> Markup:
    """A link to what this import shows; one that no page shows has none, and says what they show instead."""
    if row["counts"] == row["id"]:
        return messages.link("看这一期", _overview(row["county"], row["period"]))
    return Markup('<span class="quiet">{}</span>').format(findings.shown_instead(row["counts"]))
