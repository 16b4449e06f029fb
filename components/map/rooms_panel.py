"""Beside the map, of classrooms: the townships, a township's schools, how far the rooms of a place are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from markupsafe import Markup

from components.drawing import messages, tables
from components.frame import corrected, filters
from components.map.view import View
from components.map.ways import draw_school_list, draw_way
from monitoring import figures
from monitoring.findings.map import layers as findings
from monitoring.layers import lists
from monitoring.layers.kinds import Late
from monitoring.standing import Count
from monitoring.words import DUE_UNREPORTED, NOT_REPORTED

NESTED = "每一步都要求前面各步已完成"


def draw_place(view: View) -> None:
    """Say how far the classrooms of the chosen school, or else of the township, are, with the way to their page."""
    layer, school, town = view.layer, view.choice.school, view.choice.township
    name = view.school_name() if school else view.township
    counts = _counts(layer.schools, school) if school else _counts(layer.towns, town)
    with messages.block("layer", f"{name}：班班通", f"间数；{NESTED}"):
        messages.panel(findings.rooms_sentence(name, counts))
        links = [
            messages.link("全镇进度和逾期清单", filters.address("progress", view.choice, school=""), button="plain")
        ]
        if school and counts is not None:
            address = filters.address("progress", view.choice, room_school=counts["ledger_code"])
            links.insert(0, messages.link("看这所学校的教室", address, button="primary"))
        messages.actions(*links)


def _counts(table: pd.DataFrame, code: str) -> Mapping | None:
    return table.loc[code].to_dict() if code in table.index else None


# —— townships


def draw_townships(view: View) -> None:
    """Draw the townships by a step, those that are furthest behind first."""
    rows = lists.room_townships(view.layer.places, _before(view))
    how = f"教室间数；{NESTED}；竖线是{_county_share(view, 1)}"
    _list(view, rows, f"做到“{view.layer.look.subject}”比例低的在前", how, _step_columns(view))


def draw_late_townships(view: View) -> None:
    """Draw the townships by their rooms past their date, the most first."""
    rows = lists.room_townships(
        view.layer.places, _before(view), by_late=True, awaited=view.layer.towns["awaited"].to_dict()
    )
    _list(view, rows, "逾期多的在前", "过了计划日期还没验收，间", _late_columns(view, rows))


def _list(view: View, rows: pd.DataFrame, order: str, how: str, columns: Sequence[tables.Column]) -> None:
    said = corrected.ledger_before(view.choice, view.since) if _before(view) else ""
    how = "；".join(part for part in (how, "点一行进入", said) if part)
    with messages.block("townships", f"{len(rows)} 个乡镇，{order}", how):
        tables.draw(
            columns, tables.records(rows), label=order, style="compact",
            address=lambda row: view.here(township=row["code"]),
        )  # fmt: skip
        draw_way(view, "信息化与班班通")


def _before(view: View) -> Mapping[str, Count]:
    return view.before.places if view.before else {}


def _county_share(view: View, decimals: int, *, named: bool = True) -> str:
    share = NOT_REPORTED if view.county.is_open else figures.share(view.county.met, view.county.judged, decimals)
    return f"{view.choice.county_name} {share}" if named else share


def _step_columns(view: View) -> list[tables.Column]:
    ticks = {"floor": 100 * view.county.share} if view.county.judged and not view.county.is_open else {}

    def is_told(row: tables.Row) -> bool:
        return bool(row["rooms"]) and row["unknown"] < row["rooms"]

    def done(row: tables.Row) -> str:
        return f"{row['done'] if is_told(row) or not row['rooms'] else figures.MISSING}/{row['rooms']}"

    def share(row: tables.Row) -> str:
        return figures.share(row["done"], row["rooms"], 0) if is_told(row) else tables.dash("")

    columns = [
        tables.Column("乡镇", lambda row: row["name"], style="strong nowrap"),
        tables.Column("做到/教室", done, is_number=True),
        tables.Column("比例", share, is_number=True, style="strong"),
        tables.Column(
            f"全县 {_county_share(view, 0, named=False)}",
            lambda row: tables.bar(100 * row["done"] / row["rooms"], ticks=ticks) if is_told(row) else "",
            width="20%",
        ),
    ]
    if _before(view):
        columns.append(
            tables.Column(
                f"比{view.since}", lambda row: tables.difference(figures.change(row["change"])), is_number=True
            )
        )
    if view.county.undetermined:
        columns.append(tables.Column("未填报", lambda row: tables.dash(row["unknown"]), is_number=True))
    return columns


def _late_columns(view: View, rows: pd.DataFrame) -> list[tables.Column]:
    columns = [
        tables.Column("乡镇", lambda row: row["name"], style="strong nowrap"),
        tables.Column("教室", lambda row: figures.count(row["rooms"]), is_number=True),
        tables.Column(
            "逾期", lambda row: NOT_REPORTED if row["unknown"] else tables.dash(row["late"]), is_number=True,
            style="strong",
        ),
        tables.Column(
            "占教室", lambda row: tables.bar(100 * row["late"] / row["rooms"], state="fail") if row["rooms"] else "",
            width="26%",
        ),
    ]  # fmt: skip
    columns += _awaited_column(rows)
    if _before(view):
        columns.append(tables.Column(f"比{view.since}", _more_late, is_number=True))
    return columns


def _awaited_column(rows: pd.DataFrame) -> list[tables.Column]:
    """How many rooms are 到期待报; no column where none is."""
    column = tables.Column(DUE_UNREPORTED, lambda row: tables.dash(row["awaited"] or ""), is_number=True, style="quiet")
    return [column] if rows["awaited"].any() else []


def _more_late(row: tables.Row) -> Markup:
    """More is worse here."""
    change = figures.change(row["change"])
    return tables.toned(change, {"+": "fail", "−": "met"}.get(change[:1], "quiet"))


# —— a township's schools


def draw_schools(view: View, counted: str = "做到/教室") -> None:
    """
    Draw the schools of the township, those that are behind first, and how far the rooms of the place are.

    Args:
        counted: the head of the column that counts.
    """
    layer = view.layer
    points = layer.points[layer.points["township"] == view.choice.township]
    rows = lists.room_schools(points, layer.schools, layer.look.part)
    columns = [
        tables.Column("学校", lambda row: row["name"]),
        tables.Column("在校生", lambda row: figures.count(row["pupils"]), is_number=True),
        tables.Column(
            counted,
            lambda row: tables.dash(f"{figures.count(row['done'])}/{row['rooms']}" if row["rooms"] else ""),
            is_number=True,
        ),
        tables.Column(
            layer.look.subject, lambda row: messages.state(row["status"], layer.look.states[row["state"]]),
            style="verdict",
        ),
    ]  # fmt: skip
    if isinstance(layer, Late):
        columns[-1:-1] = _awaited_column(rows)
    draw_school_list(view, columns, tables.records(rows), f"{view.township}：{len(rows)} 所学校")
    draw_place(view)
