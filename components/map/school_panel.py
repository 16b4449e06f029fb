"""Beside the map, of the school chosen: what it lacks by the standard, stage by stage, and the cheapest way to pass."""

from __future__ import annotations

from markupsafe import Markup

from components.drawing import messages, tables
from components.frame import cached, filters
from components.frame.choice import stage_label
from components.map.view import View
from monitoring import figures
from monitoring.dossier import Dossier, Line, Part, dossier
from monitoring.findings.school.page import why
from monitoring.findings.school.ways import WHOLE_LINE, way


def draw(view: View, *, names_standard: bool) -> None:
    """
    Draw the gaps of the school.

    Args:
        names_standard: whether its verdict must say by which standard, since the map shows something else.
    """
    file = dossier(view.judged, cached.indicators(), view.choice.school)
    name = view.name(file.name, file.township)
    pupils = sum(part.pupils for part in file.parts)
    about = [
        file.kind,
        f"{figures.count(pupils)} 人" if not figures.is_missing(pupils) else "在校生未填报",
        f"学校标识码 {file.code}",
    ]
    said = view.school_clause() or name
    title = f"{view.standard.short}：{said}" if names_standard else said
    with messages.block("school", title, " · ".join(fact for fact in about if fact)):
        for part in file.parts:
            _part(file, part)
        if len(file.parts) > 1 and file.totals:
            _whole(file)
        messages.actions(messages.link("打开学校档案", filters.address("school", view.choice), button="primary"))


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
