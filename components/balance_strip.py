"""A strip of schools: a circle each, its area the pupils, along what it has per pupil; the county's mean is a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from components import charts, theme
from monitoring import figures

FARTHEST = 3  # times the mean: what lies beyond is drawn at the edge
LARGEST, SMALLEST = 15, 2.5  # px, radii
WIDTH = 540  # px that the chart is drawn for; wider, and the circles only stand looser
GAP = 1  # px between circles
STEP = 2  # px by which a circle is moved until it touches none
HEAD = 22  # px for the words above
NAME_ROOM = 0.7  # of the width: names of schools beyond it stand at the left of their circle


def strip(schools: pd.DataFrame, *, mean: float, unit: str, township: str, height: int) -> go.Figure:
    """
    Return the chart.

    Args:
        schools: name, pupils, value, township_code; the strongest driver, which is named, first.
        mean: of the county, in `unit`.
        township: the code of the chosen one, its schools are darker; "" none.
        height: px.
    """
    end = min(FARTHEST * mean, schools["value"].max()) * (1 + LARGEST / WIDTH) if mean else 1
    places = schools["value"].clip(upper=FARTHEST * mean) if mean else schools["value"]
    radii = (schools["pupils"] / schools["pupils"].max()) ** 0.5 * LARGEST
    radii = radii.clip(lower=SMALLEST)
    tall = height - HEAD
    levels = packed(list(places / end * WIDTH), list(radii), tall / 2)
    chart = charts.figure(1, heads=0, xaxis=(0, 1))
    chart.update_layout(yaxis={"range": [tall / 2, -tall / 2 - HEAD]})
    chart.update_xaxes(range=[-end * LARGEST / WIDTH, end])
    chart.add_scatter(
        x=places,
        y=levels,
        mode="markers",
        marker={
            "size": 2 * radii,
            "color": _colours(schools, township),
            "opacity": 1,
            "line": {"color": theme.PAPER, "width": 1},
        },
        text=[_hover(row, unit) for row in schools.to_dict("records")],
        hovertemplate="%{text}<extra></extra>",
    )
    _mean(chart, mean, unit, tall, end)
    _name(chart, schools["name"].iloc[0], places.iloc[0], levels[0], radii.iloc[0], end)
    return chart


def packed(places: Sequence[float], radii: Sequence[float], room: float) -> list[float]:
    """
    Return how far each circle is moved from the middle so that none covers another, the largest first in the middle.

    Args:
        places: px from the left.
        radii: px.
        room: px above and below the middle; a circle that finds no place there stays at the edge.

    >>> packed([0, 1, 100], [5, 5, 5], 40)
    [0.0, 12.0, 0.0]
    """
    levels = [0.0] * len(places)
    done: list[int] = []
    for own in sorted(range(len(places)), key=lambda place: -radii[place]):
        near = [other for other in done if abs(places[other] - places[own]) < radii[other] + radii[own] + GAP]
        most = max(0.0, room - radii[own])
        tried = (sign * STEP * number for number in range(int(most / STEP) + 1) for sign in (1, -1))
        levels[own] = next((float(level) for level in tried if _is_free(own, level, near, places, radii, levels)), most)
        done.append(own)
    return levels


def _is_free(own: int, level: float, near: Sequence[int], places, radii, levels) -> bool:
    return all(
        (places[own] - places[other]) ** 2 + (level - levels[other]) ** 2 >= (radii[own] + radii[other] + GAP) ** 2
        for other in near
    )


def _colours(schools: pd.DataFrame, township: str) -> list[str]:
    _, *others = schools["township_code"]
    plain = [theme.ACCENT_TINTS[0] if code == township else theme.DOT for code in others]
    return [theme.ACCENT, *plain]


def _hover(row: Mapping[str, Any], unit: str) -> str:
    return f"{row['name']}：{figures.value(row['value'], unit)} {unit}，{figures.count(row['pupils'])} 人"


def _mean(chart: go.Figure, mean: float, unit: str, tall: float, end: float) -> None:
    line = {"color": theme.INK, "width": 1.6, "dash": "4px,3px"}
    chart.add_shape(type="line", x0=mean, x1=mean, y0=-tall / 2 - 1, y1=tall / 2, line=line, layer="above")
    words = f"全县平均 {figures.cut(mean, figures.decimals_of(unit))}"
    look = {"anchor": "center", "level": "bottom", "size": charts.base.HEAD_SIZE, "xref": "x"}
    charts.text(chart, mean, -tall / 2 - 1, words, **look)
    if end >= FARTHEST * mean:
        look |= {"anchor": "right", "colour": theme.MUTED}
        charts.text(chart, end, -tall / 2 - 1, f"{FARTHEST} 倍及以上", **look)


def _name(chart: go.Figure, name: str, place: float, level: float, radius: float, end: float) -> None:
    is_right = place < NAME_ROOM * end
    shift = radius + 3
    look = {"anchor": "left" if is_right else "right", "shift_x": shift if is_right else -shift, "xref": "x"}
    charts.text(chart, place, level, name, size=12, bold=True, colour=theme.ACCENT, **look)
    chart.layout.annotations[-1].update(bgcolor=theme.PAPER, borderpad=1)  # readable over the circles around it
