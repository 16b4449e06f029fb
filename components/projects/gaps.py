"""工程项目: gaps that no project closes, by requirement, and projects that close no gap."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from markupsafe import Markup

from components.drawing import messages, tables
from components.frame import cached, filters
from components.frame.filters import standard_label
from components.projects.view import View
from monitoring.figures import count
from monitoring.findings.projects import gaps as findings
from monitoring.findings.projects.one import why_none
from monitoring.projects.aims import Expected


def draw_without(view: View, expected: Expected) -> None:
    """
    Draw a row a requirement, which opens the shortages of that requirement, and below them every gap without a project.

    Township and stage narrow both.
    """
    standard = cached.standards()[view.rules.standard]
    results = cached.results(view.choice.snapshot, standard.id)
    judged, gaps = _here(view, results.assessment), _here(view, results.gaps)
    without, closing, unsure = (_here(view, rows) for rows in (expected.without, expected.closing, expected.unsure))
    table = findings.by_requirement(gaps, without, closing, unsure)
    names = {asked.key: asked.short for asked in standard.requirements}
    schools, statuses = without["school_code"].nunique(), judged["status"].tolist()
    title = findings.without_title(table, schools, names, statuses, view.place)
    with messages.block("without", title, findings.without_line(standard_label(standard), is_listed=len(without) > 0)):
        if table.empty:
            return
        tables.draw(
            _columns(names, int(table["gaps"].max()), has_unsure=bool(table["unsure"].any())),
            tables.records(findings.in_groups(table)),
            label="没有项目的缺口",
            address=lambda row: _shortages(view, row),
            style="compact",
        )
        for note in (findings.unsure_note(table), findings.in_use_note(table)):
            if note:
                messages.note(note)
        if len(without):
            _one_by_one(view, gaps, without, names)


def _shortages(view: View, row: tables.Row) -> str:
    """The shortages of a requirement; a sum opens nothing."""
    if row["is_sum"]:
        return ""
    asked = row["requirement"]
    return filters.address("gaps", view.choice, standard=view.rules.standard, requirement=asked, show="gaps")


def _one_by_one(view: View, gaps: pd.DataFrame, without: pd.DataFrame, names: dict[str, str]) -> None:
    """Every gap without a project, to sort and copy; what all rows share has no column."""
    choice, places = view.choice, cached.places(view.choice.snapshot)
    townships = {code: places.townships.get(township, "") for code, township in places.township_of.items()}
    schools = places.short_names(choice.county_name)
    indicators, asked = cached.indicators(), cached.standards()[view.rules.standard].requirements
    shared = {each.key for each in asked if not indicators[each.indicator].fixed}
    table = findings.one_by_one(gaps, without, names, schools, townships, shared)
    columns = {
        "school": tables.Column("学校", lambda row: row["school"]),
        "township": tables.Column("乡镇", lambda row: row["township"], style="quiet nowrap"),
        "stage": tables.Column("学段", lambda row: row["stage"], style="nowrap"),
        "requirement": tables.Column("要求", lambda row: row["requirement"]),
        "missing": tables.Column(findings.WHOLE, _amount, is_number=True, hint=findings.WHOLE_HINT),
        "unit": tables.Column("单位", lambda row: row["unit"], style="nowrap"),
        "cost": tables.Column("万元", _cost, is_number=True, hint=findings.COST_HINT),
    }
    shown = [column for name, column in columns.items() if name != "township" or not choice.township]
    messages.note(findings.whole_note(table))
    tables.draw_list(
        shown,
        tables.records(table),
        label="没有项目的缺口，逐项",
        address=lambda row: filters.address("school", choice, school=row["school_code"], standard=view.rules.standard),
    )


def _amount(row: tables.Row) -> Markup | str:
    """What a stage of the same school needs more of is built once."""
    if row["within"]:
        return tables.toned(findings.contained(row["within"]), "quiet nowrap")
    return f"{row['missing']:,.10g}"


def _cost(row: tables.Row) -> Markup | str:
    return tables.dash("") if row["within"] or pd.isna(row["cost"]) else f"{row['cost']:,.10g}"


def _columns(names: dict[str, str], most: int, *, has_unsure: bool) -> list[tables.Column]:
    def number(name: str) -> Callable[[tables.Row], Markup | str]:
        return lambda row: tables.dash(count(row[name]) if row[name] else "")

    unsure = [tables.Column("不知道", number("unsure"), is_number=True)] if has_unsure else []
    return [
        tables.Column("要求", lambda row: _name(row, names), style="nowrap"),
        tables.Column("", lambda row: "" if row["is_sum"] else _bar(row, most), width="24%"),
        tables.Column("缺口 项", number("gaps"), is_number=True),
        tables.Column("有项目", number("covered"), is_number=True),
        tables.Column("没有项目", _without, is_number=True),
        *unsure,
    ]


def _name(row: tables.Row, names: dict[str, str]) -> Markup:
    key = row["requirement"]
    return tables.toned(findings.SUMS[key], "strong") if row["is_sum"] else tables.toned(names.get(key, key), "after")


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
    """The rows of the township that is looked at."""
    choice = view.choice
    if not choice.township:
        return rows
    return rows[rows["school_code"].map(cached.places(choice.snapshot).township_of) == choice.township]


def draw_idle(view: View, expected: Expected) -> None:
    """Draw the projects under way that close no gap, and why."""
    under_way = expected.under_way & view.projects
    idle = expected.idle[expected.idle["project"].isin(under_way)]
    standard = cached.standards()[view.rules.standard]
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
            address=lambda row: view.address_of_project(row["project"]),
            style="compact",
        )
