"""The schools to choose from, worst first, while none is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from components.drawing import messages, tables
from components.frame import cached, drawn, filters
from components.frame.choice import ALL, Choice, stage_label
from components.school import papers_bar
from monitoring import figures
from monitoring.assessment.verdict import judges_schools
from monitoring.dossier.listing import listing
from monitoring.findings.school import listing as findings
from monitoring.findings.standards import resting_on_unsure
from monitoring.schools.names import short_name
from monitoring.standards.vocabulary import vocabulary

FIELD = Markup(
    '<div class="narrowed"><input type="search" aria-label="按学校名称、标识码查找" autocomplete="off" '
    'maxlength="40" placeholder="按学校名称、标识码查找，如 第六小学">'
    '<span class="narrow-said" role="status" data-nothing="{}"></span>'
    '<div class="school-window" tabindex="0">{}</div></div>'
)
"""The list under a field that hides, as one types, every row that does not hold what is typed (static/find.js)."""


def draw(choice: Choice) -> None:
    """Draw the list: a row a school, narrowed by township, stage and what is typed into the search field."""
    schools = listing(cached.results(choice.snapshot, choice.standard), township=choice.township, stage=choice.stage)
    _headline(choice, schools)
    if not schools.empty:
        papers_bar.draw(choice, len(schools))
        _schools(choice, schools)


@drawn.once
def _headline(choice: Choice, schools: pd.DataFrame) -> None:
    where = _where(choice)
    stage = "" if choice.stage == ALL else stage_label(choice.stage)
    judges = _judges(choice)
    unsure = resting_on_unsure(cached.standards()[choice.standard]) if len(schools) else []
    line = [*findings.line(schools, judges=judges), *unsure]
    messages.headline(findings.headline(schools, where, stage, judges=judges), line)


@drawn.once
def _schools(choice: Choice, schools: pd.DataFrame) -> None:
    judges = _judges(choice)
    title, how = findings.title(judges=judges), "点一行打开档案；有几个学段的学校，各学段的项数相加"
    with messages.block("schools", title, how, aside=messages.legend() if judges else ""):
        listed = tables.table(
            _columns(choice, judges),
            tables.records(schools),
            label="学校",
            address=lambda row: filters.address("school", choice, school=row["school_code"]),
            style="compact schools",
            sorts=True,
        )
        st.html(FIELD.format(findings.nothing_found("{}", _where(choice)), listed))


def _where(choice: Choice) -> str:
    return cached.places(choice.snapshot).townships.get(choice.township, choice.county_name)


def _judges(choice: Choice) -> bool:
    return judges_schools(cached.standards()[choice.standard])


def _columns(choice: Choice, judges: bool) -> list[tables.Column]:
    kinds = vocabulary().kinds
    columns = [
        tables.Column("学校", lambda row: short_name(row["school_name"], choice.county_name), style="nowrap"),
        tables.Column("乡镇", lambda row: row["township"], style="quiet nowrap"),
        tables.Column("办学类型", lambda row: kinds.get(row["kind"], ""), style="quiet nowrap"),
        tables.Column("在校生 人", lambda row: figures.count(row["pupils"]), is_number=True),
        tables.Column("未达标 项", lambda row: _count(row, "gaps"), is_number=True),
        tables.Column("未填报 项", lambda row: _count(row, "unknown"), is_number=True),
    ]
    if not judges:
        columns.append(tables.Column("已填报 项", lambda row: _count(row, "reported"), is_number=True))
    else:
        columns.insert(1, tables.Column("结论", lambda row: messages.state(row["verdict"]), style="nowrap"))
    return columns


def _count(row: Mapping[str, Any], column: str) -> Any:
    return tables.dash(figures.count(row[column]) if row[column] else "")
