"""Beside the map, of a layer of informatization: what it says of a township or a school; of classrooms, their lists."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from markupsafe import Markup

from components.drawing import messages, tables
from components.frame import cached, filters
from components.map import values_panel
from components.map.page import MapPage
from components.map.ways import draw_school_list, draw_way
from monitoring import figures
from monitoring.findings import network
from monitoring.findings.map import layers as findings
from monitoring.findings.map import values
from monitoring.layers import lists
from monitoring.layers import values as layers_values
from monitoring.layers.looks import NETWORK, OVERDUE, Layer
from monitoring.layers.network import in_force
from monitoring.layers.values import without_limit
from monitoring.network import Measure, had
from monitoring.words import NOT_REPORTED

NESTED = "每一步都要求前面各步已完成"


def draw_place(page: MapPage, layer: Layer) -> None:
    """Say how far the classrooms of the chosen school, or else of the township, are, with the way to their page."""
    if layer.look.is_value:
        draw_network(page, layer)
        return
    school, town = page.choice.school, page.choice.township
    name = page.school_name() if school else page.township
    counts = _counts(layer.schools, school) if school else _counts(layer.towns, town)
    with messages.block("layer", f"{name}：班班通", f"间数；{NESTED}"):
        messages.panel(findings.rooms_sentence(name, counts))
        links = [
            messages.link("全镇进度和逾期清单", filters.address("progress", page.choice, school=""), button="plain")
        ]
        if school and counts is not None:
            address = filters.address("progress", page.choice, room_school=counts["ledger_code"])
            links.insert(0, messages.link("看这所学校的教室", address, button="primary"))
        messages.actions(*links)


def draw_network(page: MapPage, layer: Layer) -> None:
    """Say what the chosen school has and what is asked of it; or else of the township, and how many schools reach."""
    if page.choice.school:
        _own_network(page, layer)
        return
    shown = [each for each in cached.layers(page.view).values() if each.look.provider == NETWORK]
    reach = {each.look.subject: each.places.get(page.choice.township) for each in shown if not each.look.is_value}
    own = [(cached.rulebook().network.measures[each.look.part], each) for each in shown if each.look.is_value]
    have = [(measure, layers_values.places(measure, each).get(page.choice.township)) for measure, each in own]
    said = [findings.network_sentence(page.township, reach)] if reach else []
    with messages.block("layer", f"{page.township}：网络", findings.NETWORK_LINE):
        messages.panels([*said, values.sentence(page.township, have)] if have else said)
        draw_way(page, "全镇的网络和班班通")


def _own_network(page: MapPage, layer: Layer) -> None:
    rows = layer.schools[layer.schools.index == page.choice.school]
    rules = cached.rulebook().network
    measures = [*in_force(layer.schools, rules), *without_limit(layer.schools, rules)]
    shown = [measure for measure in measures if measure.key in set(rows["measure"])]
    of = rows.set_index("measure").to_dict("index")

    def asked(measure: Measure) -> str:
        return network.asked(measure, of[measure.key]["required"]) if measure.limit() else ""

    def concluded(measure: Measure) -> Markup:
        status = of[measure.key]["status"]
        return messages.state(status) if measure.limit() or status == "no_data" else tables.toned("不判断", "quiet")

    columns = [
        tables.Column("项目", lambda each: each.name),
        tables.Column("实际", lambda each: had(each, of[each.key]["value"]), is_number=True, style="strong"),
        tables.Column("要求", lambda each: tables.dash(asked(each)), is_number=True),
        tables.Column("结论", concluded, style="verdict"),
    ]  # fmt: skip
    title = [(f"{page.school_name()}的", ""), *network.school_title(rows.reset_index(), rules)]
    with messages.block("layer", title, findings.NETWORK_LINE):
        tables.draw(columns, shown, label="网络", style="compact")
        draw_way(page, "全镇的网络和班班通")


def value_column(layer: Layer) -> tables.Column:
    """Return the column of what each school has of the network's measure."""
    measure = cached.rulebook().network.measures[layer.look.part]
    own = layer.schools[layer.schools["measure"] == layer.look.part]
    return tables.Column("实际", lambda row: had(measure, own["value"].get(row["code"])), is_number=True)


def _counts(table: pd.DataFrame, code: str) -> Mapping | None:
    return table.loc[code].to_dict() if code in table.index else None


# —— townships


def draw_townships(page: MapPage, layer: Layer) -> None:
    """Draw the townships, those that are furthest behind first."""
    if layer.look.is_value:
        values_panel.draw_townships(page)
        return
    by_late = layer.look.key == OVERDUE
    rows = lists.room_townships(layer.places, page.places_before, by_late=by_late)
    order = "逾期多的在前" if by_late else f"做到“{layer.look.subject}”比例低的在前"
    how = "过了计划日期还没验收，间" if by_late else f"教室间数；{NESTED}；竖线是{_county_share(page, 1)}"
    with messages.block("townships", f"{len(rows)} 个乡镇，{order}", f"{how}；点一行进入"):
        tables.draw(
            _late_columns(page) if by_late else _step_columns(page), tables.records(rows), label=order,
            style="compact", address=lambda row: page.here(township=row["code"]),
        )  # fmt: skip
        draw_way(page, "信息化与班班通")


def _county_share(page: MapPage, decimals: int, *, named: bool = True) -> str:
    share = NOT_REPORTED if page.county.is_open else figures.share(page.county.met, page.county.judged, decimals)
    return f"{page.choice.county_name} {share}" if named else share


def _step_columns(page: MapPage) -> list[tables.Column]:
    ticks = {"floor": 100 * page.county.share} if page.county.judged and not page.county.is_open else {}

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
            f"全县 {_county_share(page, 0, named=False)}",
            lambda row: tables.bar(100 * row["done"] / row["rooms"], ticks=ticks) if is_told(row) else "",
            width="20%",
        ),
    ]
    if page.places_before:
        columns.append(
            tables.Column(
                f"比{page.since}", lambda row: tables.difference(figures.change(row["change"])), is_number=True
            )
        )
    if page.county.undetermined:
        columns.append(tables.Column("未填报", lambda row: tables.dash(row["unknown"]), is_number=True))
    return columns


def _late_columns(page: MapPage) -> list[tables.Column]:
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
    if page.places_before:
        columns.append(tables.Column(f"比{page.since}", _more_late, is_number=True))
    return columns


def _more_late(row: tables.Row) -> Markup:
    """More is worse here."""
    change = figures.change(row["change"])
    return tables.toned(change, {"+": "fail", "−": "met"}.get(change[:1], "quiet"))


# —— a township's schools


def draw_schools(page: MapPage, layer: Layer) -> None:
    """Draw the schools of the township, those that are behind first."""
    if layer.look.is_value:
        values_panel.draw_schools(page, layer)
        return
    points = layer.points[layer.points["township"] == page.choice.township]
    by_late = layer.look.key == OVERDUE
    rows = lists.room_schools(points, layer.schools, layer.look.part)
    columns = [
        tables.Column("学校", lambda row: row["name"]),
        tables.Column("在校生", lambda row: figures.count(row["pupils"]), is_number=True),
        tables.Column(
            "逾期/教室" if by_late else "做到/教室",
            lambda row: tables.dash(f"{figures.count(row['done'])}/{row['rooms']}" if row["rooms"] else ""),
            is_number=True,
        ),
        tables.Column(
            layer.look.subject, lambda row: messages.state(row["status"], layer.look.states[row["state"]]),
            style="verdict",
        ),
    ]  # fmt: skip
    draw_school_list(page, columns, tables.records(rows), f"{page.township}：{len(rows)} 所学校")
