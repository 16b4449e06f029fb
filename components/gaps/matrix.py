"""设施短板, right: every school × stage against every requirement. What is missing is loud, what is in order quiet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from components.drawing import messages, theme
from components.frame.choice import stage_label
from monitoring import figures
from monitoring.reports.shortages import PUPILS, SCHOOL
from monitoring.shortages import Shortages
from monitoring.standards import Requirement

SHOWN = {"all": "全部所次", "gaps": "只看缺的", "unknown": "只看未填报的"}
MOST_ROWS = 600  # a page of more is slow to draw: a township, or the export, has the rest
OWN = [column.head for column in SCHOOL if column.key != "school_code"]
STAGE_LETTERS = {"primary": "小", "junior": "初"}


@dataclass(frozen=True)
class Head:
    """A column of the matrix: a requirement, and what is required at each stage in view."""

    asked: Requirement
    thresholds: str


def rows_of(view: Shortages, shown: str) -> pd.DataFrame:
    """Return the school × stage that are listed: all, those that lack anything, or those that left a cell blank."""
    column = {"gaps": "gaps", "unknown": "unknown"}.get(shown)
    return view.parts[view.parts[column] > 0] if column else view.parts


def heads_of(view: Shortages) -> list[Head]:
    """Return the columns: the requirements that any school reported, the most lacking first."""
    known = {asked.key: asked for asked in view.standard.requirements}
    return [Head(known[key], _thresholds(view, known[key])) for key in view.reported]


def draw(view: Shortages, shown: str, names: Mapping[str, str], address: Callable[[str], str]) -> None:
    """
    Draw the matrix; it scrolls inside the window under its head.

    Args:
        shown: a key of SHOWN.
        names: of the schools, by code (Places.short_names).
        address: school code → its page.
    """
    parts = rows_of(view, shown)
    if parts.empty:
        messages.nothing("没有这样的学校。")
        return
    heads = heads_of(view)
    first = parts.head(MOST_ROWS)
    cells = _cells(view, first, shown)
    body = Markup("").join(
        _row(row, heads, cells, names[row.school_code], address(row.school_code), mark)
        for row, mark in zip(first.itertuples(), _marks(view, first), strict=True)
    )
    st.html(
        key(view)
        + Markup(
            '<div class="matrix-window" tabindex="0"><table class="table matrix" aria-label="学校对各项要求">'
            "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>"
        ).format(_head(heads), body)
    )
    if len(parts) > MOST_ROWS:
        messages.note(f"只列前 {MOST_ROWS} 行，共 {figures.count(len(parts))} 行：选一个乡镇，或导出表格看全部。")


def how_to_read(requirement: str) -> str:
    """Return the line under the title: how the list is to be read."""
    if requirement:
        return "离标准最远的在前；点一所学校打开它的档案"
    return "缺项多的在前；◆ 后是还差的数量，按学段分摊；浅色是已达标的实际值"


def key(view: Shortages) -> Markup:
    """Return what the cells mean, in one line."""
    floor = view.standard.verdict.floor_pct
    near, far = Markup('<i class="swatch near"></i>'), Markup('<i class="swatch far"></i>')
    entries = [messages.mark("met") + "达标", messages.mark("gap") + "还差多少"]
    if floor is not None:
        entries += [near + f"标准的 {floor}%–100%", far + f"不到 {floor}%"]
    entries.append(messages.mark("no_data") + "未填报")
    if view.outside:
        outside = "不评定" if view.judges_schools else "不在评定范围"
        entries.append(
            Markup('<span class="quiet">{}的 {} 所次不列</span>').format(outside, figures.count(view.outside))
        )
    return Markup('<p class="matrix-key">{}</p>').format(
        Markup("").join(Markup("<span>{}</span>").format(entry) for entry in entries)
    )


def amount(missing: float, unit: str) -> str:
    """
    Write how much is missing in as little room as there is: whole ㎡, 元 as 万, things and persons whole.

    >>> amount(342.1, "㎡"), amount(148000, "元"), amount(2, "间")
    ('343㎡', '14.8万', '2间')
    """
    if unit == "元":
        return f"{figures.wan(missing, 1)}万"
    return f"{figures.up(missing, 0)}{unit}"


def _cells(view: Shortages, parts: pd.DataFrame, shown: str) -> dict[tuple[str, str, str], Markup]:
    """The content of each cell by school, stage and requirement."""
    wanted = view.cells.merge(parts[["school_code", "stage"]], on=["school_code", "stage"])
    less = {asked.key for asked in view.standard.requirements if asked.operator != ">="}
    only = shown == "gaps"
    return {
        (row.school_code, row.stage, row.requirement): _cell(row, row.requirement in less, only)
        for row in wanted.itertuples()
    }


def _cell(row: Any, less_is_better: bool, only_gaps: bool) -> Markup:
    if row.status == "gap":
        near = "far" if row.below_floor else "near"
        return Markup('<td class="gap {}">{}{}</td>').format(
            near, messages.mark("gap"), amount(row.missing, row.gap_unit)
        )
    if row.status == "no_data":
        return Markup('<td class="unknown">{}</td>').format(theme.STATES["no_data"].word)
    if only_gaps:
        return Markup('<td class="in-order"></td>')
    if row.status == "not_applicable":
        return Markup('<td class="in-order">{}</td>').format(theme.STATES["not_applicable"].word)
    text = figures.value(row.value, row.unit, row.required, less_is_better=less_is_better)
    return Markup('<td class="in-order">{}</td>').format(text)


def _head(heads: Sequence[Head]) -> Markup:
    names = Markup("").join(Markup('<th scope="col">{}</th>').format(name) for name in OWN)
    own = names + Markup('<th scope="col" class="number">{}</th>').format(PUPILS.head)
    asked = (
        Markup('<th scope="col" class="number" title="{}">{}<span>{}</span></th>').format(
            head.asked.name, head.asked.short, head.thresholds
        )
        for head in heads
    )
    return own + Markup("").join(asked)


def _marks(view: Shortages, parts: pd.DataFrame) -> list[Markup | str]:
    """The verdicts before the schools' names; none under a standard that gives no verdict."""
    return [messages.mark(verdict) if view.judges_schools else "" for verdict in parts["verdict"]]


def _row(row: Any, heads: Sequence[Head], cells: dict, name: str, address: str, mark: Markup | str) -> Markup:
    own = Markup(
        '<td class="school" title="{}"><a href="{}" target="_self">{}{}</a></td>'
        '<td class="quiet">{}</td><td class="quiet">{}</td><td class="number">{}</td>'
    ).format(
        row.school_name, address, mark, name, row.township, stage_label(row.stage), figures.count(row.pupils)
    )  # fmt: skip
    row_cells = (cells[row.school_code, row.stage, head.asked.key] for head in heads)
    return Markup("<tr>{}{}</tr>").format(own, Markup("").join(row_cells))


def _thresholds(view: Shortages, asked: Requirement) -> str:
    """What is required, in the head: one figure, one a stage, or the lowest and highest where schools differ."""
    if asked.is_yes_no:
        return "须做到"
    cells = view.cells[(view.cells["requirement"] == asked.key) & view.cells["required"].notna()]
    sign = {">=": "≥", "<=": "≤", "==": "应为"}[asked.operator]
    by_stage = {stage: _range(group, asked.unit) for stage, group in cells.groupby("stage", sort=False)["required"]}
    texts = list(dict.fromkeys(by_stage.values()))
    if len(texts) <= 1:
        return f"{sign} {texts[0]}" if texts else ""
    ordered = [stage for stage in STAGE_LETTERS if stage in by_stage]
    both = " ".join(f"{STAGE_LETTERS[stage]} {by_stage[stage]}" for stage in ordered)
    return both if asked.operator == ">=" else f"{sign} {both}"


def _range(required: pd.Series, unit: str) -> str:
    low, high = required.min(), required.max()
    if low == high:
        return figures.threshold(low, unit)
    return f"{figures.threshold(low, unit)}–{figures.threshold(high, unit)}"
