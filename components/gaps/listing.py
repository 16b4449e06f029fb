"""设施短板, right, with one requirement chosen: the schools behind its figure, those that reach least first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from components.drawing import messages, tables
from components.gaps.matrix import MOST_ROWS
from monitoring import figures
from monitoring.findings import gaps as findings
from monitoring.reports.columns import by_key
from monitoring.reports.shortages import GAP, PUPILS, SCHOOL
from monitoring.shortages import Shortages
from monitoring.standards import Requirement

OF = by_key([*SCHOOL, PUPILS, *GAP])
SCALE = 1.5  # a bar ends at one and a half times the requirement
STATUS_OF = {"gaps": "gap", "unknown": "no_data"}


def draw(
    view: Shortages, requirement: str, shown: str, names: Mapping[str, str], address: Callable[[str], str]
) -> None:
    """
    Draw the schools of one requirement.

    Args:
        shown: "all", "gaps" (those that lack it) or "unknown" (those that did not report it).
        names: of the schools, by code (Places.short_names).
        address: school code → its page.
    """
    cells = view.of(requirement)
    if shown in STATUS_OF:
        cells = cells[cells["status"] == STATUS_OF[shown]]
    if cells.empty:
        messages.nothing("没有这样的学校。")
        return
    listed = tables.table(
        _columns(view, findings.asked_of(view, requirement), names),
        tables.records(cells.head(MOST_ROWS)),
        label="这一项的学校",
        address=lambda row: address(row["school_code"]),
        style="compact gaps-list",
    )
    st.html(Markup('<div class="matrix-window alone" tabindex="0">{}</div>').format(listed))
    if len(cells) > MOST_ROWS:
        messages.note(f"只列前 {MOST_ROWS} 行，共 {figures.count(len(cells))} 行：选一个乡镇，或导出表格看全部。")


def _columns(view: Shortages, asked: Requirement, names: Mapping[str, str]) -> list[tables.Column]:
    indicator = view.indicators[asked.indicator]
    columns = [
        tables.shown(OF["school_name"], cell=lambda row: _school(row, names), style="nowrap"),
        tables.shown(OF["township"], style="quiet nowrap"),
        tables.shown(OF["stage"], style="quiet nowrap"),
        tables.shown(OF["pupils"]),
    ]
    if not asked.is_yes_no:
        columns += [
            tables.shown(OF["value"], cell=lambda row: _value(row, asked), head=f"{OF['value'].head}（{asked.unit}）"),
            tables.shown(OF["required"], cell=lambda row: figures.threshold(row["required"], asked.unit)),
            tables.Column("达到标准的", lambda row: _reached(row, view), width="20%"),
        ]
    columns.append(tables.shown(OF["missing"], cell=_missing, style="strong"))
    if not indicator.fixed and (view.cells["missing"] != view.cells["missing_whole"]).any():
        columns.append(tables.shown(OF["missing_whole"], cell=_whole))
    if view.lacks.loc[view.lacks["requirement"] == asked.key, "cost_yuan"].notna().any():
        columns.append(tables.shown(OF["cost"], cell=_cost))
    return columns


def _school(row: Mapping[str, Any], names: Mapping[str, str]) -> Markup:
    return messages.mark(row["status"]) + names[row["school_code"]]


def _value(row: Mapping[str, Any], asked: Requirement) -> Any:
    if row["status"] == "no_data":
        return Markup('<span class="hatched-word">未填报</span>')
    if row["status"] == "gap" and pd.isna(row["value"]):
        return tables.toned("无", "fail")  # none at all to share: no quotient
    text = figures.value(row["value"], asked.unit, row["required"], less_is_better=asked.operator != ">=")
    return tables.toned(text, "fail" if row["status"] == "gap" else "")


def _reached(row: Mapping[str, Any], view: Shortages) -> Any:
    if pd.isna(row["reached"]):
        return ""
    ticks = {"limit": 100 / SCALE}
    if view.standard.verdict.floor_pct is not None:
        ticks["floor"] = float(view.standard.verdict.floor_pct) / SCALE
    state = "fail" if row["status"] == "gap" else "met"
    bar = tables.bar(100 * row["reached"] / SCALE, state=state, ticks=ticks)
    return Markup('<div class="reached">{}<span>{}</span></div>').format(bar, figures.percent(100 * row["reached"], 0))


def _missing(row: Mapping[str, Any]) -> Any:
    if row["status"] != "gap":
        return tables.dash("")
    return tables.toned(figures.quantity(row["missing"], row["gap_unit"]), "fail")


def _whole(row: Mapping[str, Any]) -> Any:
    """What the whole school needs, where that is more than the stage's own part."""
    is_more = row["status"] == "gap" and row["missing_whole"] > row["missing"]
    return figures.quantity(row["missing_whole"], row["gap_unit"]) if is_more else ""


def _cost(row: Mapping[str, Any]) -> Any:
    return tables.dash("") if figures.is_missing(row["cost_yuan"]) else figures.wan(row["cost_yuan"], 1)
