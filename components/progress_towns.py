"""信息化与班班通, right: a small panel a township, what was due day by day and what of it was accepted."""

from __future__ import annotations

import numpy as np
import pandas as pd

from components import charts, messages, theme
from components.progress_view import View
from monitoring import classrooms
from monitoring.classrooms.flags import NEVER, day_number, rooms_of
from monitoring.figures import count
from monitoring.findings import progress as findings
from monitoring.findings.sentences import plain

COLUMNS = 4
GAP, HEAD = 0.03, 0.36  # of the width between panels; of a panel's height for its words
ROW = 112  # px
BEFORE, AFTER = 26, 12  # days shown before the first plan and after the last
POINTS = 160  # days drawn in one panel


def draw(view: View) -> None:
    """Draw the panels, those that are furthest behind first."""
    shown = view.plan[view.plan["planned"] > 0]
    title = findings.towns_title(view.plan)
    days = _days(view)
    with messages.block("towns", title, findings.TOWNS_LINE):
        if shown.empty:
            why = f"计划完成日期{findings.NOT_REPORTED}" if view.plan["planned"].isna().any() else findings.NO_PLAN
            messages.nothing(f"{why}，画不出计划线。")
            return
        lines = classrooms.course(view.rooms, view.on, days)
        rows = -(-len(shown) // COLUMNS)
        chart = _panels(shown, lines, days, day_number(view.on), rows)
        charts.draw(chart, "progress_towns", plain(title), height=rows * ROW)


def _days(view: View) -> np.ndarray:
    """The days that the panels span: from the first plan to the last, with the report date in between."""
    today = day_number(view.on)
    planned = rooms_of(view.rooms).planned_on
    planned = planned[planned != NEVER]
    first = int(planned.min(initial=today)) - BEFORE
    last = max(int(planned.max(initial=today)), today) + AFTER
    days = np.unique(np.concatenate([np.linspace(first, last, POINTS).astype(int), [today]]))
    return days


def _panels(shown: pd.DataFrame, lines: dict, days: np.ndarray, today: int, rows: int) -> charts.Chart:
    width, height = (1 - GAP * (COLUMNS - 1)) / COLUMNS, 1 / rows
    chart = charts.figure(1, heads=0)
    for place, town in enumerate(shown.itertuples()):
        number = "" if place == 0 else str(place + 1)
        left, top = (place % COLUMNS) * (width + GAP), 1 - (place // COLUMNS) * height
        x, y = f"x{number}", f"y{number}"
        plain_axis = {"visible": False, "fixedrange": True}
        bottom = top - height * (1 - 0.08)
        ends = {"range": [days[0], days[-1]], "domain": [left, left + width], "anchor": y}
        chart.update_layout(
            **{
                f"xaxis{number}": plain_axis | ends,
                f"yaxis{number}": plain_axis
                | {"range": [0, max(town.planned, 1) * 1.06], "domain": [bottom, top - height * HEAD], "anchor": x},
            }
        )
        _panel(chart, x, y, lines[town.township_code], days, today)
        _words(chart, town, left, left + width, top)
    return chart


def _panel(chart: charts.Chart, x: str, y: str, lines: tuple, days: np.ndarray, today: int) -> None:
    due, done = lines
    past = ~np.isnan(done)
    step = {"xaxis": x, "yaxis": y, "mode": "lines", "hoverinfo": "skip"}
    steps = {"done": _steps(days[past], done[past]), "due": _steps(days, due)}
    chart.add_scatter(
        **steps["done"], fill="tozeroy", fillcolor=theme.ACCENT_TINTS[3],
        line={"color": theme.ACCENT, "width": 1.8, "shape": "hv"}, **step,
    )  # fmt: skip
    dashed = {"color": theme.INK, "width": 1.2, "dash": "4px,3px", "shape": "hv"}
    chart.add_scatter(**steps["due"], line=dashed, **step)
    top = float(max(due.max(), 1)) * 1.06
    look = {"type": "line", "xref": x, "yref": y, "layer": "below"}
    chart.add_shape(x0=today, x1=today, y0=0, y1=top, line={"color": theme.TICK, "width": 1}, **look)
    chart.add_shape(x0=days[0], x1=days[-1], y0=0, y1=0, line={"color": theme.LINE, "width": 1}, **look)


def _steps(days: np.ndarray, counts: np.ndarray) -> dict[str, list[float]]:
    """The days on which a line rises, and its two ends: between them it lies where it was (`shape` hv)."""
    rises = np.diff(counts, prepend=np.nan) != 0  # the first too: nothing stands before it
    rises[-1:] = True
    return {"x": days[rises].tolist(), "y": counts[rises].tolist()}


def _words(chart: charts.Chart, town, left: float, right: float, top: float) -> None:
    look = {"yref": "paper", "level": "top"}
    charts.text(chart, left, top, town.township, bold=True, **look)
    figures = f"{count(town.done)}/{count(town.due)}" if town.due else f"未到期 {count(town.planned)} 间"
    charts.text(chart, right, top, figures, anchor="right", colour=theme.MUTED, **look)
    if town.overdue > 0:
        charts.text(
            chart, right, top, f"落后 {count(town.overdue)}", anchor="right", colour=theme.FAIL_TEXT, bold=True,
            shift_x=-(len(figures) * 7 + 6), **look,
        )  # fmt: skip
