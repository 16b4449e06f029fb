"""信息化与班班通, left: the funnel with the loss of each step, and where the late rooms stopped."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import streamlit as st

from components.drawing import charts, messages, tables, theme
from components.drawing.charts.steps import Step, steps
from components.progress.view import View
from monitoring.figures import count, is_missing, share
from monitoring.findings.progress import late as findings_late
from monitoring.findings.progress import page as findings
from monitoring.findings.sentences import plain

ROW = 30  # px
HALF = 0.31  # of a row: half a bar's height
LATE_BARS = (0.2, 0.9)
FUNNEL_LINE = f"教室间数；每一步都要求前面各步已完成，“单看”不管前面各步（最后一行单看是“{findings.USED_ALONE}”）"


def draw_funnel(view: View, *, rates: bool = True) -> None:
    """Draw the six steps: nested, and each flag alone beside it; below them 开通率 and 应用率, unless told not to."""
    total = view.total
    title = findings.funnel_title(total)
    with messages.block("funnel", title, FUNNEL_LINE):
        st.html(steps(list(_rows(total)), ("占教室", "比上一步", "单看"), label=plain(title)))
        if rates:
            messages.note(findings.rates_line(total, view.ledger.on, view.ledger.rules))


def _rows(total: pd.Series) -> Iterator[Step]:
    """The six steps, each with what it lost against the one before and with the flag alone."""
    whole, worst, before = max(int(total["classrooms"]), 1), findings.widest(total), None
    for name, word in findings.STEPS.items():
        alone = tables.toned(count(total[f"any_{name}"]), "quiet") if before is not None else ""
        if is_missing(total[name]):
            yield Step(word, None, ("", "", alone))
            before = total[name]
            continue
        value = int(total[name])
        is_first = before is None
        lost = None if is_first or is_missing(before) else before - value
        said = "" if lost is None else tables.toned(f"−{count(lost)}" if lost else "·", _tone(name, worst))
        yield Step(word, value, ("" if is_first else share(value, whole), said, alone))
        before = value


def _tone(name: str, worst: str) -> str:
    return "fail strong" if name == worst else "quiet"


def draw_stops(view: View) -> None:
    """Draw at which step the overdue rooms stopped."""
    late = {name: int(view.ledger.late[name].sum()) for name in findings.STOPS}
    most = max(late.values(), default=0)
    with messages.block("stops", "逾期的教室停在哪一步", "过了计划日期还没验收，间"):
        if view.late_unknown:
            messages.note(findings_late.title(view.ledger.late.head(0), view.late_unknown))
        if not most:
            if not view.late_unknown:
                messages.nothing(findings_late.none_stopped(view.ledger.due_unreported))
            return
        if view.ledger.due_unreported:
            messages.note(f"{findings.awaited(view.ledger.due_unreported)}。")
        chart = charts.figure(len(late), heads=0, xaxis=LATE_BARS)
        chart.update_layout(xaxis={"range": [0, most]})
        for row, (name, value) in enumerate(late.items()):
            _bar(chart, row, value, theme.FAIL)
            charts.row_text(chart, row, findings.STOPS[name], {})
            charts.text(chart, value, row, count(value), xref="x", shift_x=6, bold=True, colour=theme.FAIL_TEXT)
        charts.draw(chart, "progress_stops", "逾期的教室停在哪一步", height=ROW * len(late))


def _bar(chart: charts.Chart, row: int, value: int, colour: str) -> None:
    chart.add_shape(
        type="rect", xref="x", x0=0, x1=value, y0=row - HALF, y1=row + HALF, fillcolor=colour, line={"width": 0},
        layer="below",
    )  # fmt: skip
