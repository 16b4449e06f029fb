"""工程项目: gaps that no project closes, by requirement, and projects that close no gap."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from markupsafe import Markup

from components import cached, filters, messages, tables
from components.choice import ALL
from components.filters import standard_label
from components.projects_view import View
from monitoring.figures import count
from monitoring.findings import projects_gaps as findings
from monitoring.findings.projects_one import why_none
from monitoring.projects.aims import GAP, Expected
from monitoring.projects.rules import rules


def draw_without(view: View, found: Expected) -> None:
    """Draw a row a requirement; it opens the shortages of that requirement. Township and stage narrow it."""
    standard = cached.standards()[rules().standard]
    judged = _here(view, cached.results(view.choice.snapshot, standard.id).assessment)
    gaps = judged[judged["status"] == GAP]
    without, closing = _here(view, found.without), _here(view, found.closing)
    table = findings.by_requirement(gaps, without, closing)
    names = {asked.key: asked.short for asked in standard.requirements}
    schools, statuses = without["school_code"].nunique(), judged["status"].tolist()
    title = findings.without_title(table, schools, names, statuses, _where(view))
    with messages.block("without", title, findings.without_line(standard_label(standard))):
        if table.empty:
            return
        tables.draw(
            _columns(names, int(table["gaps"].max())),
            tables.records(table.sort_values("without", ascending=False, kind="stable")),
            label="没有项目的缺口",
            address=lambda row: filters.address(
                "gaps", view.choice, standard=standard.id, requirement=row["requirement"], show="gaps"
            ),
            style="compact",
        )
        note = findings.in_use_note(table)
        if note:
            messages.note(note)


def _columns(names: dict[str, str], most: int) -> list[tables.Column]:
    def number(name: str) -> Callable[[tables.Row], Markup | str]:
        return lambda row: tables.dash(count(row[name]) if row[name] else "")

    return [
        tables.Column("要求", lambda row: names.get(row["requirement"], row["requirement"]), style="nowrap"),
        tables.Column("", lambda row: _bar(row, most), width="26%"),
        tables.Column("缺口 项", number("gaps"), is_number=True),
        tables.Column("有项目", number("covered"), is_number=True),
        tables.Column("没有项目", _without, is_number=True),
    ]


def _bar(row: tables.Row, most: int) -> Markup:
    """A track as long as there are gaps, in it those without a project."""
    parts = [
        Markup('<i class="{}" style="width:{}%"></i>').format(look, f"{100 * row[name] / most:.1f}")
        for look, name in (("planned", "gaps"), ("without", "without"))
    ]
    return Markup('<div class="money">{}</div>').format(Markup("").join(parts))


def _without(row: tables.Row) -> Markup | str:
    return tables.toned(count(row["without"]), "fail strong") if row["without"] else tables.dash("")


def _here(view: View, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of the township and the stage that are looked at."""
    choice = view.choice
    if choice.township:
        rows = rows[rows["school_code"].map(cached.places(choice.snapshot).township_of) == choice.township]
    return rows if choice.stage == ALL else rows[rows["stage"] == choice.stage]


def _where(view: View) -> str:
    return view.place + ("" if view.choice.stage == ALL else filters.stage_label(view.choice.stage))


def draw_idle(view: View, found: Expected) -> None:
    """Draw the projects under way that close no gap, and why."""
    under_way = found.under_way & view.projects
    idle = found.idle[found.idle["project"].isin(under_way)]
    standard = cached.standards()[rules().standard]
    names = {asked.key: asked.short for asked in standard.requirements}
    titles = dict(zip(view.table["project"], view.table["title"], strict=True))
    with messages.block("idle", findings.idle_title(idle, len(under_way)), findings.idle_line(standard.short)):
        if idle.empty:
            return
        columns = [
            tables.Column("项目", lambda row: titles[row["project"]]),
            tables.Column("类别", lambda row: row["category"], style="nowrap"),
            tables.Column("为什么", lambda row: why_none(row, names), style="quiet"),
        ]
        tables.draw(
            columns,
            tables.records(idle),
            label="不对应缺口的项目",
            address=lambda row: view.address(project=row["project"]),
            style="compact",
        )
