"""工程项目: the curve of plan and fact: dashed what was planned, solid what is reported, dots what is paid."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from components.drawing import charts, messages, theme
from components.projects.view import View
from monitoring.figures import percent
from monitoring.findings.projects import curve as findings
from monitoring.projects.over_time import Course

HEIGHT = 270  # px
LEFT, RIGHT = 0.075, 0.995  # of the width: the lines stand between, the axis's figures at their left
LINES, MISSED = (0.2, 1.0), (0.0, 0.07)  # of the height: the lines; the weeks without reports
TOP = 112  # percent: above the whole there is room for a name
LABEL = 8.5  # percent: what a line of words needs
BESIDE = 0.16  # of the weeks shown: room for a name at the right of the report date
STEPS = (0, 50, 100)  # percent that have a line
NEAR = 0.12  # of the time shown: a year that begins so near the day has no room for its number beside it


def draw(view: View, course: Course) -> None:
    """Draw the curve of the projects that are looked at."""
    weeks, title = course.weeks, findings.curve_title(course.now)
    with messages.block("curve", title, findings.curve_line(course.now, view.rules)):
        if weeks.empty or weeks["planned_pct"].isna().all():
            messages.nothing(findings.NO_CURVE)
            return
        alt = f"{title}。按周的计划和已报进度，各报告期的已支付"
        paid = course.paid.dropna(subset="of_all")
        chart = _chart(weeks, paid, pd.Timestamp(view.on))
        _labels(chart, findings.ends(course.now, weeks, paid, view.on), pd.Timestamp(view.on))
        charts.draw(chart, "projects_curve", alt, height=HEIGHT)
        for note in findings.curve_notes(weeks):
            messages.note(note)


def _chart(weeks: pd.DataFrame, paid: pd.DataFrame, on: pd.Timestamp) -> charts.Chart:
    chart = charts.figure(1, heads=0, xaxis=(LEFT, RIGHT))
    first, on_or_after = weeks["week"].min(), max(weeks["week"].max(), on)
    span = [first, max(on_or_after, on + (on - first) * BESIDE / (1 - BESIDE))]
    chart.update_xaxes(range=span, type="date")
    chart.update_layout(
        yaxis={"range": [0, TOP], "domain": LINES},
        yaxis2={"range": [0, max(1, int(weeks["gaps"].max()))], "domain": MISSED, "anchor": "x"},
    )
    chart.update_yaxes(visible=False, fixedrange=True)
    _ground(chart, span, on)
    _plan(chart, weeks)
    _reported(chart, weeks)
    _dots(chart, paid["on"], paid["of_all"], "已支付", color=theme.PAPER, line={"color": theme.WARN, "width": 2})
    last = weeks[weeks["week"] == on]
    _dots(chart, last["week"], last["reported_of_all_pct"], "已报", color=theme.ACCENT)
    _missed(chart, weeks)
    return chart


def _days(days: pd.Series) -> list[str]:
    """Days as plotly reads them fastest."""
    return days.dt.strftime("%Y-%m-%d").tolist()


def _ground(chart: charts.Chart, span: list[pd.Timestamp], on: pd.Timestamp) -> None:
    """The steps of the axis, the years, and the report date as a line."""
    small = {"size": charts.base.HEAD_SIZE, "colour": theme.MUTED}
    for step in STEPS:
        colour = theme.LINE if step else theme.INK
        chart.add_shape(
            type="line",
            xref="paper",
            x0=LEFT,
            x1=RIGHT,
            y0=step,
            y1=step,
            layer="below",
            line={"color": colour, "width": 1},
        )
        charts.text(chart, LEFT, step, f"{step}%", anchor="right", shift_x=-6, **small)
    for start in pd.date_range(span[0], span[1], freq="YS"):
        chart.add_shape(
            type="line", x0=start, x1=start, y0=0, y1=TOP, layer="below", line={"color": theme.LINE_SOFT, "width": 1}
        )
        if abs(start - on) > NEAR * (span[1] - span[0]):
            charts.text(chart, start, 0, f"{start.year}", xref="x", level="top", shift_x=3, **small)
    line = {"color": theme.INK, "width": 1.2}
    chart.add_shape(type="line", x0=on, x1=on, y0=0, y1=TOP, line=line)
    charts.text(
        chart, on, 0, f"{on.month}月{on.day}日", xref="x", level="top", anchor="center", bold=True,
        size=charts.base.HEAD_SIZE,
    )  # fmt: skip


def _plan(chart: charts.Chart, weeks: pd.DataFrame) -> None:
    dashed = {"color": theme.INK, "width": 1.6, "dash": "4px,3px"}
    hover = "%{x|%Y-%m-%d} 计划 %{y:.1f}%<extra></extra>"
    chart.add_scatter(
        x=_days(weeks["week"]), y=weeks["planned_pct"].tolist(), mode="lines", line=dashed, hovertemplate=hover
    )


def _reported(chart: charts.Chart, weeks: pd.DataFrame) -> None:
    """The last known values: pale where begun projects have none, broken where one was due and no figure came."""
    known = weeks[weeks["reported_of_all_pct"].notna()]
    values = known["reported_of_all_pct"].where((known["gaps"] == 0) | (known["came"] > 0))
    is_partial = known["silent"] > 0
    # A pale stretch reaches the first week after it, or the line would have a hole where it changes its colour.
    pale = values.where(is_partial | is_partial.shift(1, fill_value=False))
    hover = "%{x|%Y-%m-%d} 已报 %{y:.1f}%<extra></extra>"
    for figures, colour in ((pale, theme.ACCENT_TINTS[1]), (values.where(~is_partial), theme.ACCENT)):
        chart.add_scatter(
            x=_days(known["week"]), y=figures.tolist(), mode="lines", line={"color": colour, "width": 2.4},
            hovertemplate=hover, connectgaps=False,
        )  # fmt: skip


def _dots(chart: charts.Chart, days: pd.Series, values: pd.Series, word: str, **look) -> None:
    chart.add_scatter(
        x=_days(days), y=values.tolist(), mode="markers", marker={"size": 8, "opacity": 1, **look}, cliponaxis=False,
        hovertemplate=f"%{{x|%Y-%m-%d}} {word} %{{y:.1f}}%<extra></extra>",
    )  # fmt: skip


def _missed(chart: charts.Chart, weeks: pd.DataFrame) -> None:
    """A short line a week in which a report that was due did not come, as high as projects are silent."""
    missed = weeks[weeks["gaps"] > 0]
    if missed.empty:
        return
    x = [place for week in _days(missed["week"]) for place in (week, week, None)]
    y = [level for number in missed["gaps"] for level in (0, int(number), None)]
    words = [findings.missed_words(row.week, row.gaps) for row in missed.itertuples() for _ in range(3)]
    chart.add_scatter(
        x=x, y=y, yaxis="y2", mode="lines", line={"color": theme.FAIL, "width": 2}, text=words,
        hovertemplate="%{text}<extra></extra>",
    )  # fmt: skip
    charts.text(chart, 0, 0, "缺周报", yref="paper", level="bottom", size=charts.base.HEAD_SIZE, colour=theme.MUTED)


def _labels(chart: charts.Chart, ends: Mapping[str, float], on: pd.Timestamp) -> None:
    """Names at the marks: the plan at its left, what is reported and paid at the right of the report date."""
    if "计划" in ends:
        word = f"计划 {percent(ends['计划'])}"
        charts.text(chart, on, ends["计划"], word, xref="x", anchor="right", level="bottom", shift_x=-8, bold=True)
    colours = {"已报": theme.ACCENT, "已支付": theme.WARN_TEXT}
    said = sorted(((ends[name], name) for name in colours if name in ends), reverse=True)
    levels = [level for level, _ in said]
    if len(levels) > 1 and levels[0] - levels[1] < LABEL:
        middle = max(LABEL, (levels[0] + levels[1]) / 2)
        levels = [middle + LABEL / 2, middle - LABEL / 2]
    for level, (value, name) in zip(levels, said, strict=True):
        charts.text(chart, on, level, f"{name} {percent(value)}", xref="x", shift_x=9, colour=colours[name], bold=True)
