"""What was imported before: a line an import and county, the newest first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd
import streamlit as st
from markupsafe import Markup

from components.drawing import messages, tables
from components.frame import cached, drawn, empty
from components.frame.choice import address_of
from components.imports import record, uploads
from monitoring import snapshots
from monitoring.findings import brought, dates
from monitoring.findings import events as event_words
from monitoring.findings import imports as findings

WHAT = (
    "小学、初中、高中综合报表、班班通台账、工程项目进度（.xlsx .xls .et .xlsb .ods .csv）"
    "和乡镇边界（GeoJSON、GeoPackage、Shapefile 压缩包）；"
    "不用改表头，数据只存在本机"
)


PAGES = {"rooms": ("看班班通", "progress"), "boundary": ("看地图", "map")}
WORKS = ("看工程项目", "projects")


def draw_saved(stored: tuple[int, list[str], Mapping[str, date]]) -> None:
    """Draw what was just stored (uploads.saved), and the way to the page that shows it."""
    number, keys, days = stored
    with_schools, rows = uploads.saved_lists()
    schools = {cached.snapshot(key).county_name: cached.schools(key) if with_schools else 0 for key in keys}
    messages.headline(findings.saved(schools, days, rows), findings.saved_line(number, rows, with_schools=with_schools))
    counties = [cached.snapshot(key) for key in keys]
    counties_brought = {each.county_name: snapshots.brought(cached.storage(), each.county, number) for each in counties}
    for sentence in brought.said(counties_brought):
        messages.note(sentence)
    messages.actions(messages.link(*_shown(cached.snapshot(keys[0]).county, days), button="primary"))


def _shown(county: str, days: Mapping[str, date]) -> tuple[str, str]:
    """The words and the address of the page that shows tables of these kinds."""
    keys = {"county": county}
    if "schools" in days:
        return "看总览", address_of("", keys | {"period": days["schools"].isoformat()})
    word, page = next((PAGES[kind] for kind in PAGES if kind in days), WORKS)
    return word, address_of(page, keys)


def draw(history: pd.DataFrame) -> None:
    """Draw the imports, each with a link to what it shows; where there was none, which table lights which page."""
    if history.empty:
        empty.draw_files()
        return
    with messages.block("history", "导入记录", "同一种表、同一天导入两次，以后一次为准"):
        _imports(history)
        _withdraw(history)
    _events()


@drawn.once
def _imports(history: pd.DataFrame) -> None:
    columns = [
        tables.Column("编号", lambda row: str(row["id"]), is_number=True, width="5%"),
        tables.Column("县", lambda row: row["county_name"], style="nowrap", width="7%"),
        tables.Column("日期", lambda row: dates.dated(row["dates"]), width="14%"),
        tables.Column("文件", lambda row: row["files"]),
        tables.Column("入库时间", lambda row: row["saved_at"].strftime("%Y-%m-%d %H:%M"), style="nowrap", width="10%"),
        tables.Column("谁", lambda row: row["saved_by"], style="nowrap", width="4%"),
        tables.Column("状态", lambda row: row["standing"], style="nowrap", width="8%"),
        tables.Column("", _record, style="nowrap", width="6%"),
        tables.Column("各页用的是", _link, style="nowrap", width="8%"),
    ]
    rows = tables.records(history.assign(standing=standing(history), counts=_instead(history)))
    tables.draw(columns, rows, label="导入记录")


def standing(history: pd.DataFrame) -> list[str]:
    """
    Return what each import counts for: 有效, 已撤回, or which later one of the same kinds and dates replaced it.

    >>> rows = pd.DataFrame({"id": [9, 8, 7], "county": "990121", "state": "current", "tables": [
    ...     [("rooms", "", 1)], [("rooms", "", 2)], [("rooms", "", 1), ("funds", "", 1)]]})
    >>> standing(rows), standing(rows.assign(tables=[[("funds", "", 1)]] * 3))
    (['有效', '有效', '部分被 9 替代'], ['有效', '已被 9 替代', '已被 9 替代'])
    """
    newest = _counting(history)
    words = []
    for row in history.itertuples():
        later = [newest.get((row.county, *table), row.id) for table in row.tables]
        replaced = [number for number in later if number != row.id]
        if row.state == "withdrawn":
            words.append("已撤回")
        elif not replaced:
            words.append("有效")
        else:
            words.append(f"{'已' if len(replaced) == len(later) else '部分'}被 {max(replaced)} 替代")
    return words


def _counting(history: pd.DataFrame) -> dict[tuple, int]:
    """County, kind, stage and date → the import that its pages show; weekly reports are added, not replaced."""
    used = history[history["state"] == "current"].sort_values("id")
    return {(row.county, *table): row.id for row in used.itertuples() for table in row.tables if table[0] != "reports"}


def _instead(history: pd.DataFrame) -> pd.Series:
    """Of each import the one whose tables the pages show: itself, where any of its own counts; None: none."""
    newest = _counting(history)
    imports = []
    for row in history.itertuples():
        of = [newest.get((row.county, *table), row.id if row.state == "current" else None) for table in row.tables]
        known = [number for number in of if number is not None]
        imports.append(row.id if row.id in known else max(known, default=None))
    return pd.Series(imports, index=history.index, dtype=object)  # a column of numbers would turn None into nan


@drawn.once
def _events() -> None:
    """操作记录: who did what, the newest first."""
    log = cached.events()
    with messages.block("events", "操作记录", "导入、撤回、填报、照片和设置的每一次改动，只增不改"):
        if log.empty:
            messages.nothing("还没有操作。")
            return
        columns = [
            tables.Column("时间", lambda row: row["at"].strftime("%Y-%m-%d %H:%M"), style="nowrap", width="14%"),
            tables.Column("谁", lambda row: row["who"], style="nowrap", width="10%"),
            tables.Column("做了什么", lambda row: event_words.KINDS[row["kind"]], style="nowrap", width="12%"),
            tables.Column("哪一项", lambda row: event_words.about(row["kind"], row["subject"], row["details"])),
        ]
        tables.draw_list(columns, tables.records(log), label="操作记录")


def _withdraw(history: pd.DataFrame) -> None:
    """Let an import be withdrawn, or a withdrawn one be used again."""
    named = history.drop_duplicates("id")
    done = uploads.changed()
    if done:
        messages.notice(findings.state_changed(*done))
    out = {"withdrawn": "（已撤回）"}
    words = {
        row.id: f"{row.id} · {row.county_name} {dates.dated(row.dates)}{out.get(row.state, '')}"
        for row in named.itertuples()
    }
    states = dict(zip(named["id"], named["state"], strict=True))
    place = st.expander("撤回或恢复一次导入：撤回的数据仍在库里，只是各页不再使用")
    with place.container(horizontal=True, vertical_alignment="center", gap="small"):
        number = st.selectbox(
            "哪一次", list(words), format_func=words.__getitem__, label_visibility="collapsed", width=320
        )
        is_out = states[number] == "withdrawn"
        rests = [] if is_out else snapshots.resting_on(cached.storage(), int(number))
        st.button(
            "恢复" if is_out else "撤回",
            on_click=uploads.set_state,
            args=(int(number), "current" if is_out else "withdrawn"),
        )
    said = findings.resting([(other, dates.KINDS[kind], day, then) for other, kind, day, then in rests])
    if said:
        with place:
            messages.note(said)


def _record(row: tables.Row) -> Markup:
    return messages.link("问题清单", record.address(row["id"]))


def _link(row: tables.Row) -> Markup:
    """A link to what this import shows; one that no page shows has none, and says what they show instead."""
    if row["counts"] == row["id"]:
        days = row["dates"]
        when = {"period": days["schools"].isoformat()} if "schools" in days else {"on": max(days.values()).isoformat()}
        word = "看这一期" if "schools" in days else "看这一天"
        return messages.link(word, address_of("", {"county": row["county"]} | when))
    return Markup('<span class="quiet">{}</span>').format(findings.shown_instead(row["counts"]))
