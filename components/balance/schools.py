"""校际均衡, right: the schools behind one coefficient, where each stands, and what the coefficient is without it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from components.balance.strip import strip
from components.balance.table import moved
from components.balance.view import View
from components.drawing import charts, messages, tables
from components.frame import filters
from monitoring import figures
from monitoring.findings import balance as findings
from monitoring.schools.names import short_name

MOST_ROWS = 9
HEIGHT = 170  # px of the strip


def draw(view: View) -> None:
    """Draw the schools of the opened coefficient, the one without which it would fall most first."""
    row, behind = view.row, view.behind()
    names = [short_name(each.school_name, view.choice.county_name) for each in behind.itertuples()]
    schools = behind.assign(name=names)
    with messages.block("behind", findings.drivers_title(row, behind, names), _line(row, view)):
        if schools.empty:
            messages.nothing(findings.cannot(row))
            return
        if not row["is_composite"]:
            _strip(view, row, schools)
        listed = schools[schools["change"] < 0].head(MOST_ROWS)
        tables.draw(
            _columns(row),
            tables.records(listed),
            label="拉大差异的学校",
            address=lambda school: filters.address("school", view.choice, school=school["school_code"]),
            style="compact behind",
        )
        messages.note(_listed(len(listed), len(schools), findings.cannot(row)))


def _listed(shown: int, total: int, left_out: str) -> str:
    start = f"列出拉大差异最多的 {shown} 所，共 {total} 所次" if shown else f"没有一所学校拉大差异，共 {total} 所次"
    return f"{start}；{left_out}" if left_out else start


def _line(row: pd.Series, view: View) -> str:
    if row["is_composite"]:
        return "不算某一所学校时各单项系数的平均；各校的数，点左边的单项看"
    chosen = f"；深色是{view.township}的学校" if view.township else ""
    return f"一个圆是一所学校，大小是在校生数；横向是{row['unit']}{chosen}"


def _strip(view: View, row: pd.Series, schools: pd.DataFrame) -> None:
    chart = strip(schools, mean=row["mean"], unit=row["unit"], township=view.choice.township, height=HEIGHT)
    topic = findings.named(row)
    charts.draw(chart, "strip", f"{topic}：{len(schools)} 所学校的数和全县平均值", height=HEIGHT)


def _columns(row: pd.Series) -> list[tables.Column]:
    columns = [
        tables.Column("学校", lambda school: school["name"], style="nowrap"),
        tables.Column("在校生", lambda school: figures.count(school["pupils"]), is_number=True),
    ]
    if not row["is_composite"]:
        columns += [
            tables.Column(row["unit"], lambda school: figures.value(school["value"], row["unit"]), is_number=True),
            tables.Column("是均值的", _times, is_number=True),
        ]
    columns += [
        tables.Column("不算它", lambda school: _without(school, row), is_number=True),
        tables.Column("变化", lambda school: moved(school["change"]), is_number=True),
    ]
    return columns


def _times(school: Mapping[str, Any]) -> str:
    return figures.percent(100 * school["value"] / school["mean"], 0)


def _without(school: Mapping[str, Any], row: pd.Series) -> Any:
    text = figures.coefficient_against(school["cv_without"], row["limit"])
    return tables.toned(text, "fail" if ">" in text else "")
