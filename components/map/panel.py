"""Beside the map: the townships, one township's schools and sums, one school's gaps. The map's second door."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from components.drawing import messages, tables
from components.frame import cached, filters
from components.frame.choice import stage_label
from components.map import layers_panel, view
from components.map.page import MapPage
from components.map.ways import draw_school_list, draw_way
from monitoring import figures, standing
from monitoring.dossier import Dossier, Line, Part, dossier
from monitoring.findings.school.page import why
from monitoring.findings.school.ways import WHOLE_LINE, way
from monitoring.layers import lists
from monitoring.layers.looks import Layer

ROUNDED = "各项取整，相加可能与合计略有出入"


def draw(page: MapPage) -> None:
    """Draw what belongs to the choice: a school's gaps, its township's schools and sums; without one the townships."""
    if page.rooms:
        _rooms(page, page.rooms)
        return
    if not page.choice.township:
        _townships(page)
        if page.layer:
            draw_way(page, "信息化与班班通")
    else:
        _schools(page)
        if page.layer:
            layers_panel.draw_network(page, page.layer)
    if page.choice.school:
        _school(page)
    if not page.subject:
        _sums(page)


def _rooms(page: MapPage, layer: Layer) -> None:
    if not page.choice.township:
        layers_panel.draw_townships(page, layer)
        return
    layers_panel.draw_schools(page, layer)
    layers_panel.draw_place(page, layer)
    if page.choice.school:
        _school(page)


# —— townships


def _townships(page: MapPage) -> None:
    if not page.places or page.view.measure == "pupils":
        _pupils(page)
        return
    by_money = page.view.measure == "money"
    money = view.money(page.shortages)
    before = page.places_before if page.before else None
    rows = lists.township_rows(page.places, before, money, dearest_first=by_money)
    title = f"{len(rows)} 个乡镇，{'费用多的' if by_money else '达标率低的'}在前"
    how = f"按{page.unit}计，点一行进入{page.heads[1]}；{ROUNDED}"
    with messages.block("townships", f"{page.subject}：{title}" if page.subject else title, how):
        tables.draw(
            _township_columns(page), tables.records(rows), label=title, style="compact",
            address=lambda row: page.here(township=row["code"]),
        )  # fmt: skip


def _township_columns(page: MapPage) -> list[tables.Column]:
    ticks = {"floor": 100 * page.county.share} if page.county.judged else {}
    unknown = "未填报" if page.subject else "待定"
    columns = [
        tables.Column("乡镇", lambda row: row["name"], style="strong nowrap"),
        tables.Column(page.heads[0], lambda row: f"{row['met']}/{row['judged']}", is_number=True),
        tables.Column(
            "达标率", lambda row: figures.share(row["met"], row["judged"], 0), is_number=True, style="strong"
        ),
        tables.Column(
            f"全县 {figures.share(page.county.met, page.county.judged, 0)}",
            lambda row: tables.bar(100 * row["met"] / row["judged"], ticks=ticks) if row["judged"] else "",
            width="20%",
        ),
    ]
    if page.before:
        columns.append(tables.Column(f"比{page.since}", _difference, is_number=True))
    columns.append(tables.Column(unknown, lambda row: _dot(row["undetermined"]), is_number=True))
    if not page.subject:
        columns.append(tables.Column("补齐 万元", lambda row: row["cost"], is_number=True))
    return columns


def _difference(row: tables.Row) -> Markup:
    return tables.difference(figures.change(row["change"]))


def _amount(row: tables.Row) -> str:
    return figures.quantity(row["missing"], row["unit"])


def _dot(number: int) -> Markup | str:
    return figures.count(number) if number else tables.toned(figures.NO_CHANGE, "quiet")


def _pupils(page: MapPage) -> None:
    """Where the ground shows pupils, under a standard without verdicts, or before anything is judged."""
    by = page.points.groupby("township")
    names = cached.places(page.choice.snapshot).townships
    table = pd.DataFrame({"schools": by.size(), "pupils": by["pupils"].sum(min_count=1)}).reset_index()
    table = table.assign(name=table["township"].map(names)).sort_values("pupils", ascending=False)
    most = table["pupils"].max()
    columns = [
        tables.Column("乡镇", lambda row: row["name"], style="strong nowrap"),
        tables.Column("学校", lambda row: f"{row['schools']} 所", is_number=True),
        tables.Column("在校生 人", lambda row: figures.count(row["pupils"]), is_number=True),
        tables.Column("", lambda row: tables.bar(100 * row["pupils"] / most, state="accent"), width="40%"),
    ]
    title = f"{len(table)} 个乡镇，在校生多的在前"
    with messages.block("townships", title, "点一行进入"):
        tables.draw(
            columns, tables.records(table), label=title, style="compact",
            address=lambda row: page.here(township=row["township"]),
        )  # fmt: skip


# —— one township


def _schools(page: MapPage) -> None:
    points = page.points[page.points["township"] == page.choice.township]
    stages = {stage: stage_label(stage) for stage in standing.COMPULSORY}
    verdicts = page.judged.verdicts
    if page.stage:
        verdicts = verdicts[verdicts["stage"] == page.choice.stage]
    rows = lists.school_rows(points, verdicts, stages, page.subject)
    columns = [
        tables.Column("学校", lambda row: row["name"]),
        tables.Column("在校生", lambda row: figures.count(row["pupils"]), is_number=True),
        tables.Column(page.subject or "结论", lambda row: messages.state(row["status"]), style="verdict"),
    ]
    if page.layer:
        columns.insert(-1, layers_panel.value_column(page.layer))
    if page.judges and not page.subject:
        columns.append(tables.Column("还差", lambda row: tables.dash(row["lacking"]), is_number=True))
    draw_school_list(page, columns, tables.records(rows), f"{page.township}：{len(rows)} 所学校")


def _sums(page: MapPage) -> None:
    lacking = page.shortages.requirements
    lacking = lacking[lacking["gaps"] > 0]
    if lacking.empty:
        return
    columns = [
        tables.Column("要求", lambda row: row["short"]),
        tables.Column("不足", lambda row: f"{figures.count(row['gaps'])} 所次", is_number=True),
        tables.Column("还差", _amount, is_number=True, style="strong"),
        tables.Column("估算 万元", lambda row: figures.cost(row["cost_yuan"], row["unit"]), is_number=True),
    ]
    title = f"{page.township or page.choice.county_name}{page.stage}还差什么"
    with messages.block("sums", title, f"合计；一校几个学段共用的只计一次；{ROUNDED}"):
        tables.draw(
            columns, tables.records(lacking), label=title, style="compact",
            address=lambda row: filters.address("gaps", page.choice, requirement=row["requirement"]),
        )  # fmt: skip


# —— one school


def _school(page: MapPage) -> None:
    file = dossier(page.judged, cached.indicators(), page.choice.school)
    name = page.name(file.name, file.township)
    pupils = sum(part.pupils for part in file.parts)
    about = [
        file.kind,
        f"{figures.count(pupils)} 人" if not figures.is_missing(pupils) else "在校生未填报",
        f"学校标识码 {file.code}",
    ]
    with messages.block("school", _title(page, name), " · ".join(fact for fact in about if fact)):
        for part in file.parts:
            _part(file, part)
        if len(file.parts) > 1 and file.totals:
            _whole(file)
        messages.actions(messages.link("打开学校档案", filters.address("school", page.choice), button="primary"))


def _title(page: MapPage, name: str) -> str:
    said = page.school_clause() or name
    return f"{page.standard.short}：{said}" if page.layer else said


def _part(file: Dossier, part: Part) -> None:
    """The gaps of one stage, what it has not reported, and the cheapest way to pass."""
    stage = f"{stage_label(part.stage)} · " if len(file.parts) > 1 else ""
    lines = [line for line in part.lines if line.status in ("gap", "no_data")]
    if lines:
        columns = [
            tables.Column(f"{stage}要求", lambda line: line.asked.short),
            tables.Column("实际 / 标准", _value, is_number=True),
            tables.Column("本学段还差" if stage else "补足还差", _missing, is_number=True, style="strong"),
        ]
        tables.draw(columns, lines, label=f"{stage}缺口", style="compact")
    elif part.asked:
        messages.nothing(f"{stage}各项要求都已达到。")
    else:
        messages.nothing(f"{stage}这份标准没有对它提出要求。")
    said = why(file, part)
    if said:
        messages.panel(said)
    ways = way(file, part)
    if ways:
        messages.panels(ways)


def _whole(file: Dossier) -> None:
    """What all stages together lack: the figures that the advice goes by."""
    columns = [
        tables.Column("全校合计", lambda total: total.line.asked.short),
        tables.Column(
            "补足还差",
            lambda total: figures.quantity(total.missing, total.line.indicator.gap_unit),
            is_number=True,
            style="strong",
        ),
        tables.Column(
            "估算 万元", lambda total: figures.cost(total.cost_yuan, total.line.indicator.gap_unit), is_number=True
        ),
    ]
    tables.draw(columns, list(file.totals), label="全校合计", style="compact")
    messages.note(WHOLE_LINE)


def _value(line: Line) -> Markup:
    unit = line.indicator.unit
    required = figures.threshold(line.required, unit)
    if line.status == "no_data":
        return Markup('{} <span class="quiet">/ {}</span>').format(messages.state("no_data"), required)
    value = figures.value(line.value, unit, line.required, less_is_better=line.less_is_better)
    return Markup('<span class="fail strong">{}</span> <span class="quiet">/ {}</span>').format(value, required)


def _missing(line: Line) -> Markup | str:
    return tables.dash("" if line.status == "no_data" else figures.quantity(line.missing, line.indicator.gap_unit))
