"""校际均衡, below: how every coefficient went over the periods, one small panel each, on one scale."""

from __future__ import annotations

from datetime import date

import pandas as pd

from components.drawing import charts, messages, theme
from components.frame.choice import stage_label
from monitoring.findings import balance as findings

HEIGHT = 178  # px
BETWEEN = 0.012  # of the width, between two panels
LETTERS = {"primary": "小", "junior": "初"}
COLOURS = {"primary": theme.ACCENT, "junior": theme.TICK}
NAMES = {"primary": "蓝线", "junior": "灰线"}
LABEL_ROOM = 0.24  # of a panel's periods, at the right for the stage's letter
EDGE_ROOM = 0.06  # of a panel's periods, at the left for half a mark
HEAD_ROOM = 1.24  # of the largest figure: the panels' names stand above
FOOT_ROOM = 0.14
APART = 0.11  # of the largest figure: two letters at the end of lines


def draw(rows: pd.DataFrame) -> None:
    """
    Draw the panels.

    Args:
        rows: spreads.course.
    """
    days = sorted(rows["period"].unique())
    lines = [f"{NAMES[stage]}是{stage_label(stage)}" for stage in rows["stage"].unique()]
    line = "，".join(lines + (["虚线是限值"] if rows["limit"].notna().any() else []))
    with messages.block("course", findings.course_title(rows), line):
        if len(days) < 1 + 1:
            messages.nothing("导入下一期后，这里画出每个系数的变化。")
            return
        charts.draw(_panels(rows, days), "course", findings.course_title(rows), height=HEIGHT)


def _panels(rows: pd.DataFrame, days: list[date]) -> charts.Chart:
    names = rows.drop_duplicates("requirement")[["requirement", "short"]]
    width = (1 - BETWEEN * (len(names) - 1)) / len(names)
    domains = {
        f"xaxis{number or ''}".replace("xaxis1", "xaxis"): (_start(place, width), _start(place, width) + width)
        for place, number in enumerate(range(1, len(names) + 1))
    }
    top = max(rows["cv"].max(), rows["limit"].max()) if rows["cv"].notna().any() else 1
    chart = charts.figure(1, heads=0, **domains)
    chart.update_layout(yaxis={"range": [-FOOT_ROOM * top, HEAD_ROOM * top]})
    last = len(days) - 1
    chart.update_xaxes(range=[-EDGE_ROOM * last, last * (1 + LABEL_ROOM)])
    for number, asked in enumerate(names.itertuples(), start=1):
        axis = "x" if number == 1 else f"x{number}"
        of_it = rows[rows["requirement"] == asked.requirement]
        _panel(chart, axis, of_it, days)
        _letters(chart, axis, of_it, days, top)
        charts.text(chart, 0, HEAD_ROOM * top, asked.short, xref=axis, level="top", size=12)
        look = {"xref": axis, "size": charts.base.HEAD_SIZE, "colour": theme.MUTED, "level": "bottom"}
        charts.text(chart, 0, -FOOT_ROOM * top, _month(days[0]), **look)
        charts.text(chart, last, -FOOT_ROOM * top, _month(days[-1]), anchor="right", **look)
    return chart


def _panel(chart: charts.Chart, axis: str, rows: pd.DataFrame, days: list[date]) -> None:
    ground = {"color": theme.LINE_SOFT, "width": 1}
    chart.add_shape(type="line", xref=axis, x0=0, x1=len(days) - 1, y0=0, y1=0, line=ground, layer="below")
    for stage, line in rows.groupby("stage", sort=False):
        values = line.set_index("period")["cv"].reindex(days)
        limit, colour = line["limit"].iloc[-1], COLOURS[stage]
        if pd.notna(limit):
            dashed = {"color": colour, "width": 1, "dash": "3px,3px"}
            chart.add_shape(type="line", xref=axis, x0=0, x1=len(days) - 1, y0=limit, y1=limit, line=dashed)
        _line(chart, axis, values, limit, colour)


def _letters(chart: charts.Chart, axis: str, rows: pd.DataFrame, days: list[date], top: float) -> None:
    """Write each stage's letter at the end of its line, apart where two lines end together."""
    ends = rows[(rows["period"] == days[-1]) & rows["cv"].notna()].sort_values("cv")
    levels: list[float] = []
    for end in ends.itertuples():
        level = max(end.cv, levels[-1] + APART * top) if levels else end.cv
        levels.append(level)
        look = {"xref": axis, "size": charts.base.HEAD_SIZE, "colour": COLOURS[end.stage], "shift_x": 7}
        charts.text(chart, len(days) - 1, level, LETTERS[end.stage], **look)


def _line(chart: charts.Chart, axis: str, values: pd.Series, limit: float, colour: str) -> None:
    over = values > limit
    chart.add_scatter(
        x=list(range(len(values))),
        y=values,
        xaxis=axis,
        mode="lines+markers",
        line={"color": colour, "width": 2},
        marker={
            "opacity": 1,
            "size": [9 if is_over else 5 for is_over in over],
            "color": [theme.FAIL if is_over else colour for is_over in over],
            "symbol": ["diamond" if is_over else "circle" for is_over in over],
        },
        text=[f"{day:%Y-%m-%d}" for day in values.index],
        hovertemplate="%{text}　%{y:.3f}<extra></extra>",
    )


def _start(place: int, width: float) -> float:
    return place * (width + BETWEEN)


def _month(day: date) -> str:
    return f"{day:%y}.{day.month}"
