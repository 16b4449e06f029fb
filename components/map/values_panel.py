"""Beside the map, of a measure of the network that nobody is judged by: what the townships and their schools have."""

from __future__ import annotations

import math

from markupsafe import Markup

from components.drawing import messages, tables
from components.frame import corrected
from components.map.network_panel import draw_network
from components.map.view import View
from components.map.ways import draw_school_list, draw_way
from monitoring import figures
from monitoring.findings.map import values as findings
from monitoring.layers.points import UNKNOWN
from monitoring.layers.pooled import Pooled, figure
from monitoring.network import Measure


def draw_townships(view: View) -> None:
    """Draw the townships, those first that have least of what is good."""
    measure = view.layer.measure
    rows = [{"code": code, "place": place} for code, place in view.layer.pooled.items()]
    rows.sort(key=lambda row: _worst_first(measure, row["place"].value))
    order = findings.order(measure)
    county = f"{view.choice.county_name} {figure(measure, _whole(view).value)}"
    title = f"{len(rows)} 个乡镇，{order}"
    said = corrected.before(view.choice, view.since) if view.before else ""
    how = f"{measure.what}，按填报的学校合计；竖线是{county}；点一行进入"
    with messages.block("townships", title, f"{how}；{said}" if said else how):
        tables.draw(
            _township_columns(view), rows, label=title, style="compact",
            address=lambda row: view.here(township=row["code"]),
        )  # fmt: skip
        draw_way(view, "信息化与班班通")


def _township_columns(view: View) -> list[tables.Column]:
    measure, full, whole = view.layer.measure, _full(view), _whole(view)
    before = view.before.pooled if view.before else {}
    ticks = {"floor": 100 * whole.value / full} if math.isfinite(whole.value) else {}

    def bar(row: tables.Row) -> Markup | str:
        value = row["place"].value
        return tables.bar(100 * value / full, state="accent", ticks=ticks) if math.isfinite(value) else ""

    def change(row: tables.Row) -> Markup:
        then = before.get(row["code"], Pooled("", 0, 0, math.nan))
        return tables.toned(findings.change(measure, row["place"].value, then.value), "quiet")

    columns = [
        tables.Column("乡镇", lambda row: row["place"].name, style="strong nowrap"),
        tables.Column("填报/学校", lambda row: f"{row['place'].reported}/{row['place'].schools}", is_number=True),
        tables.Column(measure.name, lambda row: _figure(measure, row["place"]), is_number=True, style="strong nowrap"),
        tables.Column(f"全县 {figure(measure, whole.value)}", bar, width="26%"),
    ]
    if before:
        columns.append(tables.Column(f"比{view.since}", change, is_number=True))
    return columns


def _whole(view: View) -> Pooled:
    return view.layer.whole(view.choice.county_name)


def _full(view: View) -> float:
    """What a full bar is: 100 %, or the highest ratio."""
    if view.layer.measure.unit == "%":
        return 100
    return max([1, *(place.value for place in view.layer.pooled.values() if math.isfinite(place.value))])


def _figure(measure: Measure, place: Pooled) -> Markup | str:
    return figure(measure, place.value) if place.reported else messages.state("no_data")


def _worst_first(measure: Measure, value: float) -> tuple[bool, float]:
    """The order of a list: what is not known comes last."""
    known = not math.isnan(value)
    return not known, (-value if measure.less_is_better else value) if known else 0


def draw_schools(view: View) -> None:
    """Draw the schools of the township with both figures, in the same order; those that report none come last."""
    layer, measure = view.layer, view.layer.measure
    points = layer.points[layer.points["township"] == view.choice.township]
    rows = tables.records(points.join(layer.schools, on="code"))
    rows.sort(key=lambda row: _worst_first(measure, row["value"]))

    def parts(row: tables.Row) -> Markup | str:
        if row["state"] == UNKNOWN:
            return tables.dash("")
        return f"{figures.count(row['above'])} ÷ {figures.count(row['below'])}"

    def value(row: tables.Row) -> Markup | str:
        if row["state"] == UNKNOWN:
            return messages.state("no_data")
        return figure(measure, row["value"])

    columns = [
        tables.Column("学校", lambda row: row["name"]),
        tables.Column("在校生", lambda row: figures.count(row["pupils"]), is_number=True),
        tables.Column("怎么算", parts, is_number=True, style="quiet nowrap"),
        tables.Column(measure.name, value, is_number=True, style="strong nowrap"),
    ]
    title = f"{view.township}：{len(rows)} 所学校，{findings.order(measure)}"
    draw_school_list(view, columns, rows, title, f"{measure.what}；没有门槛，不判断")
    draw_network(view)
