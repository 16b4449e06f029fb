"""Beside the requirements: the school's network and machines, each figure opening to its cells and its source."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from components.drawing import messages
from components.frame import cached
from components.school.trace import cell
from components.school.view import View
from monitoring.findings import network as findings
from monitoring.findings.school.figures import exactly
from monitoring.network import Measure, had
from monitoring.schools.columns import columns
from monitoring.standards.vocabulary import vocabulary


def draw(view: View) -> None:
    """Draw each measure: what the school has, what is asked, what it lacks."""
    assessed = cached.network(view.choice.snapshot)
    own = assessed[assessed["school_code"] == view.file.code]
    rules = cached.rulebook().network
    measures = rules.measures
    entries = [
        _entry(view, measures[row["measure"]], row)
        for row in own.to_dict("records")
        if row["measure"] != "ladder" or measures["ladder"].chosen
    ]
    with messages.block("network", findings.school_title(own, rules), "全校的数；点开看出自哪一格、门槛出自哪里"):
        st.html(Markup('<dl class="facts network">{}</dl>').format(Markup("").join(entries)))


def _entry(view: View, measure: Measure, row: dict) -> Markup:
    tone = {"met": "met", "gap": "fail"}.get(row["status"], "")
    lacks = findings.lacking(measure, row["missing"])
    return Markup(
        '<div><dt>{}</dt><dd><details><summary title="点开看这个数怎么来的"><b class="{}">{}</b>{}</summary>'
        '<div class="origin">{}</div></details></dd></div>'
    ).format(
        measure.name,
        tone,
        had(measure, row["value"]),
        Markup(' <span class="fail">还差 {}</span>').format(lacks) if lacks else "",
        _origin(view, measure, row),
    )


def _origin(view: View, measure: Measure, row: dict) -> Markup:
    """The equation, the limit with its source, the cells of both figures."""
    named = [
        (field, figure) for field, figure in ((measure.above, row["above"]), (measure.below, row["below"])) if field
    ]
    sign = f" × {measure.times} ÷ " if measure.times != 1 else " ÷ "
    equation = sign.join(f"{_label(field)} {exactly(figure)}" for field, figure in named)
    source = findings.source(measure)
    limit = f"门槛 {findings.asked(measure, row['required'])}：{source}" if source else "没有选定门槛，只看数"
    cells = Markup("").join(_cells(view, field) for field, _ in named)
    return Markup("<p>{}</p><p>{}</p>{}").format(equation, limit, cells)


def _label(field: str) -> str:
    return vocabulary().fields[field].label


def _cells(view: View, field: str) -> Markup:
    """People are added over the stages, each from its own table; everything else is read from the lowest stage's."""
    stages = [stage for stage in vocabulary().stages if view.origins.cells(field, stage)]
    read = stages if field in columns().of_stage else stages[:1]
    return Markup("").join(
        Markup('<span class="weight">{} {}</span>').format(
            vocabulary().stages[stage],
            Markup("").join(cell(each, several=True) for each in view.origins.cells(field, stage)),
        )
        for stage in read
    )
