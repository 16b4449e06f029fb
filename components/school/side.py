"""Beside the requirements: the school's figures, each opening to its cells; doubtful cells; its place on the map."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from components.drawing import charts, messages
from components.drawing.charts.place import place
from components.frame import cached
from components.school.trace import cell, record_link
from components.school.view import View
from monitoring import figures
from monitoring.dossier import Fact
from monitoring.dossier.origins import Doubt
from monitoring.findings.school import facts as fact_words
from monitoring.findings.school import figures as figure_words
from monitoring.standards.vocabulary import vocabulary

PLACE_HEIGHT = 230
MOST_DOUBTS = 6  # shown at once; the others open


def draw_facts(view: View) -> None:
    """Draw the school's figures."""
    with messages.block(
        "facts", "学校情况", fact_words.facts_line(view.file, view.snapshot.saved_at.date(), view.snapshot.saved_by)
    ):
        entries = Markup("").join(_fact(view, fact) for fact in view.file.facts)
        st.html(Markup('<dl class="facts">{}</dl>').format(entries))


def _fact(view: View, fact: Fact) -> Markup:
    several = len(fact.by_stage) > 1 or bool(view.file.campuses)
    cells = Markup("").join(
        Markup('<span class="weight">{} {}{}</span>').format(
            vocabulary().stages[stage] if several else "",
            figures.cut(figure, 0) if several else "",
            Markup("").join(cell(each, several=several) for each in view.origins.cells(fact.field, stage)),
        )
        for stage, figure in fact.by_stage.items()
    )
    return Markup(
        '<div><dt>{}</dt><dd><details><summary title="点开看出自哪一格">{}<span>{}</span></summary>'
        '<div class="origin">{}</div></details></dd></div>'
    ).format(fact.label, figures.cut(fact.value, 0), fact.unit, cells)


def draw_doubts(view: View) -> None:
    """Draw what the import found doubtful in the school's rows; nothing where it found nothing."""
    doubts = [doubt for doubt in view.origins.doubts if doubt.severity != "note"]
    notes = len(view.origins.doubts) - len(doubts)
    if not view.origins.doubts:
        return
    title, line = fact_words.doubts_title(len(doubts), notes), fact_words.doubts_line(len(doubts), notes)
    with messages.block("doubts", title, line):
        lines = [_doubt(doubt) for doubt in doubts]
        shown, more = lines[:MOST_DOUBTS], lines[MOST_DOUBTS:]
        st.html(Markup('<div class="doubts">{}{}</div>').format(Markup("").join(shown), _more(more)))


def _doubt(doubt: Doubt) -> Markup:
    return Markup("<p><em>{}</em>{} {}</p>").format(
        figure_words.doubt_place(doubt), figure_words.doubt(doubt), record_link(doubt)
    )


def _more(lines: list[Markup]) -> Markup:
    if not lines:
        return Markup("")
    return Markup("<details><summary>其余 {} 处</summary>{}</details>").format(len(lines), Markup("").join(lines))


def draw_place(view: View) -> None:
    """Draw where the school lies."""
    file = view.file
    school = (file.longitude, file.latitude) if file.is_located else None
    shapes = cached.shapes(view.choice.snapshot)
    chart = place(shapes, file.township_code, school, status=file.verdict, name=file.township)
    with messages.block("place", "位置", fact_words.place_line(file)):
        if chart is None:
            messages.nothing("还没有乡镇边界，画不出位置；在“数据导入”页导入边界文件即可。")
        else:
            charts.draw(chart, "school place", f"{view.name}在{file.township}", height=PLACE_HEIGHT)
