"""校际均衡, left: every coefficient of a stage against its limit, with what it is made of. A row opens its schools."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from components.balance.view import View, name_of
from components.drawing import messages, tables
from components.frame.choice import stage_label
from monitoring import figures
from monitoring.findings import balance as findings

ROOM = 1.06  # of the largest coefficient: how much longer the scale is
SHARED = "越小越均衡；点一行看是哪些学校拉大的"


def draw(view: View) -> None:
    """Draw one table a stage; all share one scale from 0."""
    known = pd.concat([view.rows["cv"], view.rows["limit"], view.before["cv"]]).dropna()
    scale = ROOM * known.max() if len(known) else 1
    rows = view.rows.assign(moved=findings.moves(view.rows, view.before), earlier=_earlier(view))
    ring = f"；空心圈是{view.since}" if view.since else ""
    for stage, group in rows.groupby("stage", sort=False):
        with messages.block(f"stage_{stage}", findings.stage_title(stage_label(stage), group), SHARED + ring):
            tables.draw(
                _columns(view, scale, group),
                tables.records(group),
                label=f"{stage_label(stage)}的差异系数",
                address=view.address,
                is_chosen=lambda row: name_of(row) == name_of(view.row),
                style="dots compact coefficients",
            )


def _earlier(view: View) -> pd.Series:
    return view.rows["cv"] - findings.moves(view.rows, view.before)


def _columns(view: View, scale: float, group: pd.DataFrame) -> list[tables.Column]:
    columns = [
        tables.Column("要求", _name, style="nowrap", width="25%"),
        tables.Column(_limit_name(group, scale), lambda row: _track(row, scale), style="track", width="20%"),
        tables.Column("差异系数", _coefficient, is_number=True, width="15%"),
        tables.Column("均值", lambda row: _figure(row, "mean"), is_number=True, width="8%"),
        tables.Column("标准差", lambda row: _figure(row, "sd"), is_number=True, width="8%"),
        tables.Column("所次", _schools, is_number=True, width="9%"),
        tables.Column("在校生", lambda row: figures.count(row["pupils"]), is_number=True, width="8%"),
    ]
    if view.since:
        columns.insert(3, tables.Column(f"比{view.since}", lambda row: moved(row["moved"]), is_number=True, width="8%"))
    return columns


def _name(row: Mapping[str, Any]) -> Markup:
    return Markup('{}<span class="unit-name">{}</span>').format(row["short"], row["unit"])


def _limit_name(group: pd.DataFrame, scale: float) -> Markup | str:
    limits = group["limit"].dropna().unique()
    if len(limits) != 1:
        return ""
    return Markup('<span class="limit-name" style="left:{}">限值 {}</span>').format(
        _percent(limits[0], scale), figures.limit(limits[0])
    )


def _track(row: Mapping[str, Any], scale: float) -> Markup:
    limit = Markup("")
    if not figures.is_missing(row["limit"]):
        limit = Markup('<i class="limit" style="left:{}"></i>').format(_percent(row["limit"], scale))
    if figures.is_missing(row["cv"]):
        return Markup('<div>{}<span class="cannot">{}</span></div>').format(limit, findings.cannot(row))
    exceeds = not figures.is_missing(row["limit"]) and row["cv"] > row["limit"]
    tone, shape = ("fail", "diamond") if exceeds else ("met", "disc")
    before = Markup("")
    if not figures.is_missing(row["earlier"]):
        before = Markup('<i class="before" style="left:{}"></i>').format(_percent(row["earlier"], scale))
    place = _percent(row["cv"], scale)
    return Markup(
        '<div>{}<i class="stem {}" style="width:{}"></i>{}<i class="mark {}" style="left:{}"></i></div>'
    ).format(limit, tone, place, before, shape, place)


def _coefficient(row: Mapping[str, Any]) -> Markup:
    text = figures.coefficient_against(row["cv"], row["limit"])
    exceeds = not figures.is_missing(row["limit"]) and row["cv"] > row["limit"]
    return Markup('<span class="{}">{}</span>').format("fail strong-figure" if exceeds else "", text)


def moved(change: float) -> Markup:
    """
    Write a change of a coefficient: smaller is better, a dot for none that shows.

    >>> str(moved(-0.0123)), str(moved(0.0001)), str(moved(float("nan")))
    ('<span class="met">−0.012</span>', '<span class="quiet">·</span>', '<span class="quiet">—</span>')
    """
    text = figures.coefficient(abs(change))
    if figures.is_missing(change):
        return tables.toned(figures.MISSING, "quiet")
    if text == figures.coefficient(0):
        return tables.toned(figures.NO_CHANGE, "quiet")
    return tables.toned(f"{figures.MINUS if change < 0 else '+'}{text}", "met" if change < 0 else "fail")


def _figure(row: Mapping[str, Any], column: str) -> str:
    decimals = figures.decimals_of(row["unit"])
    return figures.MISSING if row["is_composite"] else figures.cut(row[column], decimals)


def _schools(row: Mapping[str, Any]) -> Markup | str:
    if figures.is_missing(row["n"]):
        return figures.MISSING
    if not row["unreported"]:
        return figures.count(row["n"])
    return Markup('<span title="{}">{}<span class="unreported">{}缺 {}</span></span>').format(
        findings.cannot(row), figures.count(row["n"]), messages.mark("no_data"), figures.count(row["unreported"])
    )


def _percent(value: float, scale: float) -> str:
    return f"{100 * value / scale:.1f}%"
