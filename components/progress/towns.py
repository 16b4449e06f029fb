"""信息化与班班通, right: a small panel a township, what was due day by day and what of it was accepted; HTML."""

from __future__ import annotations

from urllib.parse import quote

import numpy as np
import streamlit as st
from markupsafe import Markup

from components.drawing import messages, theme
from components.frame import filters
from components.progress.view import View
from monitoring import classrooms
from monitoring.classrooms.flags import NEVER, day_number, rooms_of
from monitoring.figures import count
from monitoring.findings.progress import page as findings
from monitoring.words import NOT_REPORTED

WIDTH, HEIGHT = 300, 60  # of a panel's picture, which is stretched to its room
BEFORE, AFTER = 26, 12  # days shown before the first plan and after the last
POINTS = 160  # days drawn in one panel
ROOM = 1.06  # of the most: how much higher the picture is


def draw(view: View) -> None:
    """Draw the panels, those that are furthest behind first; each opens its township."""
    shown = view.ledger.plan[view.ledger.plan["planned"] > 0]
    days = _days(view)
    with messages.block("towns", findings.towns_title(view.ledger.plan), findings.TOWNS_LINE):
        if shown.empty:
            why = f"计划完成日期{NOT_REPORTED}" if view.ledger.plan["planned"].isna().any() else findings.NO_PLAN
            messages.nothing(f"{why}，画不出计划线。")
            return
        lines = classrooms.course(view.ledger.rooms, view.ledger.on, days)
        today = day_number(view.ledger.on)
        panels = Markup("").join(
            _panel(view, town, *lines[town.township_code], days, today) for town in shown.itertuples()
        )
        st.html(Markup('<div class="towns{}">{}</div>').format(" alone" if len(shown) == 1 else "", panels))


def _days(view: View) -> np.ndarray:
    """The days that the panels span: from the first plan to the last, with the report date in between."""
    today = day_number(view.ledger.on)
    planned = rooms_of(view.ledger.rooms).planned_on
    planned = planned[planned != NEVER]
    first = int(planned.min(initial=today)) - BEFORE
    last = max(int(planned.max(initial=today)), today) + AFTER
    return np.unique(np.concatenate([np.linspace(first, last, POINTS).astype(int), [today]]))


def _panel(view: View, town, due: np.ndarray, done: np.ndarray, days: np.ndarray, today: int) -> Markup:
    figures = f"{count(town.done)}/{count(town.due)}" if town.due else f"未到期 {count(town.planned)} 间"
    behind = Markup('<b class="fail">落后 {}</b>').format(count(town.overdue)) if town.overdue > 0 else ""
    picture = _picture(due, done, days, today, max(town.planned, 1) * ROOM)
    said = f"{town.township}：到期 {count(town.due)} 间，其中已验收 {count(town.done)} 间"
    address = filters.address("progress", view.choice, township=town.township_code)
    return Markup(
        '<a href="{}"><span><b>{}</b>{}<em>{}</em></span><img alt="{}" src="{}"></a>'
    ).format(address, town.township, behind, figures, said, picture)  # fmt: skip


def _picture(due: np.ndarray, done: np.ndarray, days: np.ndarray, today: int, top: float) -> str:
    """Dashed what was due, solid what of it is accepted up to the report date, which is a thin line."""

    def across(day: float) -> float:
        return round((day - days[0]) / max(days[-1] - days[0], 1) * WIDTH, 1)

    def path(points: list[tuple[int, float]]) -> str:
        x, y = zip(*[(across(day), round(HEIGHT - number / top * HEIGHT, 1)) for day, number in points], strict=True)
        return f"M{x[0]} {y[0]}" + "".join(f"H{right}V{level}" for right, level in zip(x[1:], y[1:], strict=True))

    solid = path(steps(days[~np.isnan(done)], done[~np.isnan(done)])) if (~np.isnan(done)).any() else ""
    look = 'fill="none" vector-effect="non-scaling-stroke"'
    parts = [
        f'<path d="{solid}V{HEIGHT}H0Z" fill="{theme.ACCENT_TINTS[3]}"/>' if solid else "",
        f'<path d="M0 {HEIGHT - 0.5}H{WIDTH}" stroke="{theme.LINE}" stroke-width="1" {look}/>',
        f'<path d="M{across(today)} 0V{HEIGHT}" stroke="{theme.TICK}" stroke-width="1" {look}/>',
        f'<path d="{solid}" stroke="{theme.ACCENT}" stroke-width="1.8" {look}/>' if solid else "",
        f'<path d="{path(steps(days, due))}" stroke="{theme.INK}" stroke-width="1.2" stroke-dasharray="4,3" {look}/>',
    ]
    box = f'viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none"'
    picture = f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{"".join(parts)}</svg>'
    return f"data:image/svg+xml,{quote(picture)}"


def steps(days: np.ndarray, counts: np.ndarray) -> list[tuple[int, float]]:
    """
    Return the days on which a line rises, and its two ends: between them it lies where it was.

    >>> steps(np.array([1, 2, 3, 4]), np.array([0, 0, 5, 5]))
    [(1, 0), (3, 5), (4, 5)]
    """
    rises = np.diff(counts, prepend=np.nan) != 0  # the first too: nothing stands before it
    rises[-1:] = True
    return list(zip(days[rises].tolist(), counts[rises].tolist(), strict=True))
