"""信息化与班班通, left: the funnel with the loss of each step, and where the late rooms stopped."""

from __future__ import annotations

from components.drawing import charts, messages, theme
from components.progress.view import View
from monitoring.figures import count, is_missing, share
from monitoring.findings.progress import late as findings_late
from monitoring.findings.progress import page as findings
from monitoring.findings.sentences import plain
from monitoring.words import NOT_REPORTED

ROW = 30  # px
HALF = 0.31  # of a row: half a bar's height
BARS = (0.24, 0.66)  # of the width
SHARE_AT, LOST_AT, ALONE_AT = 0.78, 0.9, 1.0
INSIDE = 0.2  # of the whole: a bar at least so long carries its figure
LATE_BARS = (0.2, 0.9)
FUNNEL_LINE = f"教室间数；每一步都要求前面各步已完成，“单看”不管前面各步（最后一行单看是“{findings.USED_ALONE}”）"


def draw_funnel(view: View, *, rates: bool = True) -> None:
    """Draw the six steps: nested, and each flag alone beside it; below them 开通率 and 应用率, unless told not to."""
    total, steps = view.total, list(findings.STEPS.items())
    whole, worst = max(int(total["classrooms"]), 1), findings.widest(total)
    title = findings.funnel_title(total)
    with messages.block("funnel", title, FUNNEL_LINE):
        chart = charts.figure(len(steps), xaxis=BARS)
        chart.update_layout(xaxis={"range": [0, whole]})
        charts.row_heads(chart, {SHARE_AT: "占教室", LOST_AT: "比上一步", ALONE_AT: "单看"})
        before = whole
        for row, (name, word) in enumerate(steps):
            if is_missing(total[name]):
                _not_reported(chart, row, word, total[f"any_{name}"])
                before = total[name]
                continue
            value = int(total[name])
            _bar(chart, row, whole, theme.TRACK)
            _bar(chart, row, value, theme.ACCENT if row else theme.TOTALS)
            is_long = value >= INSIDE * whole
            colour = theme.PAPER if is_long and row else theme.INK
            look = {"xref": "x", "anchor": "right" if is_long else "left", "shift_x": -6 if is_long else 6}
            charts.text(chart, value, row, count(value), bold=True, colour=colour, **look)
            charts.row_text(chart, row, word, {SHARE_AT: share(value, whole)} if row else {})
            if row and is_missing(before):
                charts.text(chart, ALONE_AT, row, count(total[f"any_{name}"]), anchor="right", colour=theme.MUTED)
            elif row:
                lost = before - value
                colour = theme.FAIL_TEXT if name == worst else theme.MUTED
                charts.text(
                    chart, LOST_AT, row, f"−{count(lost)}" if lost else "·", anchor="right", colour=colour,
                    bold=name == worst,
                )  # fmt: skip
                charts.text(chart, ALONE_AT, row, count(total[f"any_{name}"]), anchor="right", colour=theme.MUTED)
            before = value
        charts.draw(chart, "progress_funnel", plain(title), height=ROW * (len(steps) + 1))
        if rates:
            messages.note(findings.rates_line(total, view.ledger.on, view.ledger.rules))


def _not_reported(chart: charts.Chart, row: int, word: str, alone: float) -> None:
    """A step of which nothing can be said: no bar, not even an empty one."""
    charts.row_text(chart, row, word, {})
    charts.text(chart, 0, row, NOT_REPORTED, xref="x", anchor="left", shift_x=6, colour=theme.MUTED)
    charts.text(chart, ALONE_AT, row, count(alone), anchor="right", colour=theme.MUTED)


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
