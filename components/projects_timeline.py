"""工程项目, left: a row a project, planned and actual milestones over the years, the worst first; today is a line."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components import charts, messages, theme
from components.projects_lights import LOOKS
from components.projects_view import View
from monitoring.findings import projects as findings
from monitoring.projects.milestones import DONE_LATE, OVERDUE, milestone_counts

ROW = 22  # px
HEAD = 30  # px
LAPTOP = 440  # px of the window on a laptop
NAMES, LIGHT, LATE = 0.375, 0.885, 1  # of the width: where names end, where lights begin, where figures end
WORD = 0.19  # of the lights' part: where their words begin
LONGEST = 22  # characters of a project's name
YEAR_ROOM = 0.1  # of the time shown: what a year's number needs
MARGIN = pd.Timedelta(days=25)
DATED = "%Y-%m-%d"


def draw(view: View) -> None:
    """Draw the timeline in a window of its own; its head, with the years and today, stays."""
    title = findings.timeline_title(milestone_counts(view.milestones, view.on), is_dated=view.is_dated)
    with messages.block("timeline", title, findings.timeline_line()):
        if view.table.empty:
            messages.nothing("换一个工程类别、灯或乡镇。")
            return
        dated = view.milestones[["planned", "actual"]].stack().dropna()
        if dated.empty:
            messages.nothing("这些项目没有填报节点日期。")
            return
        span = min(dated.min(), pd.Timestamp(view.on)) - MARGIN, max(dated.max(), pd.Timestamp(view.on)) + MARGIN
        needed = HEAD + ROW * len(view.table) + 2 * charts.base.EDGE
        key = (
            "projects_window_full" if needed > LAPTOP else "projects_window"
        )  # the style sheet lets it fill the window
        with st.container(key=key, height=min(needed, LAPTOP), border=False, gap=None):
            with st.container(key="projects_head"):
                charts.draw(_head(view, span), "timeline_head", "年份和数据日期", height=HEAD)
            alt = f"{title}。{len(view.table)} 个项目的计划与实际节点，最差的在上面"
            charts.draw(_rows(view, span), "timeline", alt, height=ROW * len(view.table))


def _chart(rows: int, span: tuple[pd.Timestamp, pd.Timestamp]) -> charts.Chart:
    chart = charts.figure(rows, heads=0, xaxis=(NAMES, LIGHT - 0.015))
    chart.update_xaxes(range=list(span), type="date")
    return chart


def _head(view: View, span: tuple[pd.Timestamp, pd.Timestamp]) -> charts.Chart:
    chart = _chart(1, span)
    chart.update_layout(yaxis={"range": [1, 0]})
    look = {"xref": "x", "size": charts.base.HEAD_SIZE, "level": "bottom"}
    room = YEAR_ROOM * (span[1] - span[0])
    years = [start for start in _years(span) if start + room < span[1]]
    for start in [*([] if years and span[0] + room > years[0] else [span[0]]), *years]:
        charts.text(chart, start, 1, f"{start.year}", colour=theme.MUTED, shift_x=3, **look)
    today = pd.Timestamp(view.on)
    charts.text(chart, today, 0.52, f"{view.on.month}月{view.on.day}日", anchor="center", bold=True, **look)
    look = {"size": charts.base.HEAD_SIZE, "level": "bottom", "colour": theme.MUTED}
    charts.text(chart, 0, 1, "项目", **look)
    charts.text(chart, LIGHT, 1, "灯", **look)
    charts.text(chart, LATE, 1, "逾期", anchor="right", **look)
    return chart


def _years(span: tuple[pd.Timestamp, pd.Timestamp]) -> list[pd.Timestamp]:
    """The first days of the years within the span."""
    return list(pd.date_range(span[0], span[1], freq="YS"))


def _rows(view: View, span: tuple[pd.Timestamp, pd.Timestamp]) -> charts.Chart:
    table = view.table
    chart = _chart(len(table), span)
    _row_lines(chart, len(table))
    bottom = {"y0": -0.5, "y1": len(table) - 0.5, "layer": "below"}
    for start in _years(span):
        chart.add_shape(type="line", x0=start, x1=start, line={"color": theme.LINE, "width": 1}, **bottom)
    row_of = {project: row for row, project in enumerate(table["project"])}
    dates = view.milestones.assign(row=view.milestones["project"].map(row_of))
    _spans(chart, dates)
    _overdue(chart, dates, pd.Timestamp(view.on))
    _marks(chart, dates)
    _words(chart, table)
    line = {"color": theme.INK, "width": 1.6, "dash": "4px,3px"}
    chart.add_shape(type="line", x0=view.on, x1=view.on, line=line, **(bottom | {"layer": "above"}))
    return chart


def _row_lines(chart: charts.Chart, rows: int) -> None:
    """A thin line below every row, one trace for all; it lies on the axis of the whole width."""
    chart.update_layout(xaxis4={"domain": (0, 1), "anchor": "y", "range": [0, 1], "visible": False, "fixedrange": True})
    edges = [row - charts.base.ROW_MARGIN for row in range(rows + 1)]
    chart.add_scatter(
        x=[0, 1, None] * len(edges),
        y=[level for edge in edges for level in (edge, edge, None)],
        xaxis="x4",
        mode="lines",
        line={"color": theme.LINE_FAINT, "width": 1},
        hoverinfo="skip",
    )


def _spans(chart: charts.Chart, dates: pd.DataFrame) -> None:
    """A grey line from a project's first date to its last, where it has any; one trace for all."""
    ends = dates.groupby("row")[["planned", "actual"]].agg(["min", "max"])
    first, last = ends.xs("min", axis=1, level=1).min(axis=1), ends.xs("max", axis=1, level=1).max(axis=1)
    dated = first.index[first.notna()]
    _lines(chart, [(row, first[row], last[row]) for row in dated], theme.LINE, 2)


def _overdue(chart: charts.Chart, dates: pd.DataFrame, today: pd.Timestamp) -> None:
    late = dates[dates["state"] == OVERDUE].groupby("row")["planned"].min()
    _lines(chart, [(row, planned, today) for row, planned in late.items()], theme.FAIL, 3)


def _lines(chart: charts.Chart, parts: list[tuple[int, pd.Timestamp, pd.Timestamp]], colour: str, width: float) -> None:
    x = [place for _, start, end in parts for place in (f"{start:{DATED}}", f"{end:{DATED}}", None)]
    y = [level for row, *_ in parts for level in (row, row, None)]
    chart.add_scatter(x=x, y=y, mode="lines", line={"color": colour, "width": width}, hoverinfo="skip")


def _marks(chart: charts.Chart, dates: pd.DataFrame) -> None:
    planned = dates[dates["planned"].notna()]
    is_late = planned["state"] == OVERDUE
    _dots(
        chart, planned, "planned", "计划",
        symbol=["diamond" if late else "circle" for late in is_late], size=[9 if late else 7 for late in is_late],
        color=theme.PAPER,
        line={"color": [theme.FAIL if late else theme.TICK for late in is_late], "width": 1.4},
    )  # fmt: skip
    done = dates[dates["actual"].notna()]
    colours = [theme.ACCENT_TINTS[0] if state == DONE_LATE else theme.ACCENT for state in done["state"]]
    _dots(
        chart, done, "actual", "实际", symbol="circle", size=7, color=colours, line={"color": theme.PAPER, "width": 1}
    )


def _dots(chart: charts.Chart, dates: pd.DataFrame, figure: str, word: str, **look) -> None:
    said = [
        f"{row.milestone}　{word} {getattr(row, figure):{DATED}}　{findings.STATES[row.state]}"
        for row in dates.itertuples()
    ]
    chart.add_scatter(
        x=dates[figure].dt.strftime(DATED).tolist(), y=dates["row"].tolist(), mode="markers",
        marker={"opacity": 1, **look}, text=said,
        hovertemplate="%{text}<extra></extra>",
    )  # fmt: skip


def _words(chart: charts.Chart, table: pd.DataFrame) -> None:
    """Name, light and delay of every row: three traces of words, since an annotation a word takes the server long."""
    looks = [LOOKS[name] for name in table["light"]]
    colours = [look.text for look in looks]
    axes = {"xaxis2": (LIGHT, 1), "xaxis3": (0, NAMES)}
    for axis, domain in axes.items():
        chart.update_layout(
            **{axis: {"domain": domain, "anchor": "y", "range": [0, 1], "visible": False, "fixedrange": True}}
        )
    chart.add_scatter(
        x=[0.06] * len(table), y=list(range(len(table))), xaxis="x2", mode="markers", hoverinfo="skip",
        marker={
            "symbol": [look.symbol for look in looks], "size": 9, "color": [look.colour for look in looks],
            "line": {"width": 1.4, "color": [look.colour for look in looks]}, "opacity": 1,
        },
    )  # fmt: skip
    names = [name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…" for name in table["title"]]
    _column(chart, "x3", 0, names, "middle right", size=charts.base.TEXT_SIZE, color=theme.INK)
    lights = [findings.LIGHTS[light] for light in table["light"]]
    _column(chart, "x2", WORD, lights, "middle right", size=12, color=colours)
    late = [findings.late(days).removeprefix("逾期 ") for days in table["days_late"]]
    _column(chart, "x2", 1, late, "middle left", size=12, color=colours)


def _column(chart: charts.Chart, axis: str, place: float, words: list[str], position: str, **font) -> None:
    """Words one below the other; `position` is where they stand of the place."""
    safe = [word.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for word in words]
    chart.add_scatter(
        x=[place] * len(words), y=list(range(len(words))), xaxis=axis, mode="text", text=safe, textposition=position,
        textfont={"family": theme.FONT, **font}, hoverinfo="skip", cliponaxis=False,
    )  # fmt: skip
