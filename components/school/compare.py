"""One school among others: all schools of its stage in every requirement, and its peers, state by state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from components.drawing import charts, messages, tables, theme
from components.drawing.charts.strip import Strip, strip
from components.frame import cached, filters
from components.school.view import View
from monitoring import figures
from monitoring.dossier import Part
from monitoring.dossier.others import Standing, standings
from monitoring.dossier.peers import Peers, peers
from monitoring.findings.school import peers as findings
from monitoring.schools.names import short_name
from monitoring.standards import Requirement

STATES = ("met", "gap", "no_data", "not_applicable")
ROW, HEAD = 33, 28  # px of a row, and of the heads above the first


def draw_strip(view: View, part: Part) -> None:
    """Draw where the school stands among all schools of the stage; nothing where no requirement has a scale."""
    ranked = standings(view.judged, view.file.code, part)
    if not ranked:
        return
    floor = view.file.standard.verdict.floor_pct
    rows = [_strip(view, each) for each in ranked]
    title = findings.strip_title(part, view.month)
    with messages.block(f"strip_{part.stage}", title, findings.strip_line(part, ranked, view.name, view.month)):
        chart = strip(
            rows,
            school=view.name,
            month=view.month,
            full="标准 100%" if ranked[0].base == "standard" else "全县平均 100%",
            floor=float(floor) if floor is not None and view.file.judges_schools else None,
        )
        charts.draw(chart, f"strip {part.stage}", findings.strip_alt(part, ranked), height=HEAD + ROW * len(rows))


def _strip(view: View, each: Standing) -> Strip:
    others = zip(each.others["school_name"], each.others["place"], strict=True)
    return Strip(
        name=each.line.asked.short,
        others=[(short_name(name, view.choice.county_name), place) for name, place in others],
        own=each.own,
        before=None if figures.is_missing(each.before) else each.before,
        status=each.line.status,
        rank=findings.rank(each),
    )


def draw_peers(view: View, part: Part) -> None:
    """Draw the school and its peers, a row each, a mark for every requirement."""
    rules = cached.rulebook().results
    compared = peers(view.judged, view.file, part, rules)
    line, legend = (
        (findings.peers_line(rules), _legend(view)) if compared.rows else (findings.no_peers(part, rules), "")
    )
    with messages.block(f"peers_{part.stage}", findings.peers_title(part, compared), line, aside=legend):
        if not compared.rows:
            return
        tables.draw(
            _columns(view, compared),
            compared.rows,
            label="同类学校",
            address=lambda row: filters.address("school", view.choice, township="", school=row["school_code"]),
            is_chosen=lambda row: row["school_code"] == view.file.code,
            style="compact peers",
        )


def _legend(view: View) -> str:
    """The four states, where the document asks for anything."""
    return messages.legend(STATES) if any(asked.cases for asked in view.file.standard.requirements) else ""


def _columns(view: View, compared: Peers) -> list[tables.Column]:
    marks = [
        tables.Column(
            Markup('<span title="{}">{}</span>').format(asked.name, compared.heads[asked.key]),
            lambda row, asked=asked: _mark(row, asked.key) if asked.cases else _value(row, asked),
            style="mark-cell" if asked.cases else "",
            is_number=not asked.cases,
        )
        for asked in view.file.standard.requirements
    ]
    return [
        tables.Column("学校", lambda row: short_name(row["school_name"], view.choice.county_name), style="nowrap"),
        tables.Column("乡镇", lambda row: row["township"], style="quiet nowrap"),
        tables.Column("在校生", lambda row: figures.count(row["pupils"]), is_number=True),
        *marks,
        tables.Column("结论", lambda row: messages.state(row["verdict"]), style="nowrap"),
    ]


def _mark(row: Mapping[str, Any], key: str) -> Markup:
    status = row["states"][key]
    return Markup('<span title="{}">{}</span>').format(theme.STATES[status].word, messages.mark(status))


def _value(row: Mapping[str, Any], asked: Requirement) -> object:
    return (
        tables.dash("")
        if figures.is_missing(row["values"][asked.key])
        else figures.value(row["values"][asked.key], asked.unit)
    )
