"""A strip of schools: a circle each, its area the pupils, along what it has per pupil; the county's mean is a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from components.drawing import charts, theme
from monitoring import figures

FARTHEST = 3  # times the mean: what lies beyond is drawn at the edge
LARGEST = (15, 12, 10, 8, 6)  # px, radius of the largest school: the first with which all find room
SMALLEST = 2.5  # px, radius
WIDTH = 540  # px that the chart is drawn for; wider, and the circles only stand looser
GAP = 1  # px between circles
STEP = 2  # px by which a circle is moved until it touches none
HEAD = 22  # px for the words above
NAME_SIZE = 12  # px


@dataclass(frozen=True)
class Circle:
    """A school's circle, in px."""

    x: float
    y: float
    radius: float


def strip(schools: pd.DataFrame, *, mean: float, unit: str, township: str, height: int) -> charts.Chart:
    """
    Return the chart.

    Args:
        schools: name, pupils, value, township_code; the strongest driver, which is named, first.
        mean: of the county, in `unit`.
        township: the code of the chosen one, its schools are darker; "" none.
        height: px.
    """
    tall = height - HEAD
    values = schools["value"].clip(upper=FARTHEST * mean) if mean else schools["value"]
    low, high = min(values.min(), mean), max(values.max(), mean)
    margin = ((high - low) or 1) * LARGEST[0] / WIDTH
    start, end = low - margin, high + margin
    circles = placed(list((values - start) / (end - start) * WIDTH), list(schools["pupils"]), tall / 2)
    chart = charts.figure(1, heads=0, xaxis=(0, 1))
    chart.update_layout(yaxis={"range": [tall / 2, -tall / 2 - HEAD]})
    chart.update_xaxes(range=[0, WIDTH])
    chart.add_scatter(
        x=[circle.x for circle in circles],
        y=[circle.y for circle in circles],
        mode="markers",
        marker={
            "size": [2 * circle.radius for circle in circles],
            "color": _colours(schools, township),
            "opacity": 1,
            "line": {"color": theme.PAPER, "width": 1},
        },
        text=[_hover(row, unit) for row in schools.to_dict("records")],
        hovertemplate="%{text}<extra></extra>",
    )
    _mean(
        chart, (mean - start) / (end - start) * WIDTH, f"全县平均 {figures.cut(mean, figures.decimals_of(unit))}", tall
    )
    if mean and schools["value"].max() >= FARTHEST * mean:
        look = {"anchor": "right", "colour": theme.MUTED, "level": "bottom", "size": charts.base.HEAD_SIZE, "xref": "x"}
        charts.text(chart, WIDTH, -tall / 2 - 1, f"{FARTHEST} 倍及以上", **look)
    _name(chart, schools["name"].iloc[0], circles)
    return chart


def placed(places: Sequence[float], pupils: Sequence[float], room: float) -> list[Circle]:
    """
    Return a circle for each school, its area the pupils, none covering another where there is room for that.

    Args:
        places: px from the left.
        room: px above and below the middle.
    """
    most = max(pupils)
    for largest in LARGEST:
        radii = [max(SMALLEST, largest * (number / most) ** 0.5) for number in pupils]
        levels = packed(places, radii, room)
        if None not in levels:
            break
    spots = zip(places, levels, radii, strict=True)
    return [Circle(x, room - radius if level is None else level, radius) for x, level, radius in spots]


def packed(places: Sequence[float], radii: Sequence[float], room: float) -> list[float | None]:
    """
    Return how far each circle is moved from the middle so that none covers another, the largest first in the middle.

    Returns:
        Px below the middle, None for a circle that finds no room.

    >>> packed([0, 1, 100], [5, 5, 5], 40), packed([0, 1], [5, 5], 6)
    ([0.0, 12.0, 0.0], [0.0, None])
    """
    levels: list[float | None] = [None] * len(places)
    done: list[int] = []
    for own in sorted(range(len(places)), key=lambda place: -radii[place]):
        near = [other for other in done if abs(places[other] - places[own]) < radii[other] + radii[own] + GAP]
        steps = range(int(max(0.0, room - radii[own]) / STEP) + 1)
        tried = (float(sign * STEP * number) for number in steps for sign in (1, -1))
        levels[own] = next((level for level in tried if _is_free(own, level, near, places, radii, levels)), None)
        if levels[own] is not None:
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


def _mean(chart: charts.Chart, place: float, words: str, tall: float) -> None:
    line = {"color": theme.INK, "width": 1.6, "dash": "4px,3px"}
    chart.add_shape(type="line", x0=place, x1=place, y0=-tall / 2 - 1, y1=tall / 2, line=line, layer="above")
    look = {"anchor": "center", "level": "bottom", "size": charts.base.HEAD_SIZE, "xref": "x"}
    charts.text(chart, place, -tall / 2 - 1, words, **look)


def _name(chart: charts.Chart, name: str, circles: Sequence[Circle]) -> None:
    """Write the first school's name beside, above or below its circle, where it covers no other; else over white."""
    own, *others = circles
    wide, beside, over = NAME_SIZE * len(name), own.radius + 3, own.radius + NAME_SIZE / 2
    spots = [
        (side, level, shift)
        for level, shift in ((0.0, beside), (-over, 0.0), (over, 0.0))
        for side, start in (("left", own.x + shift), ("right", own.x - shift - wide))
        if start > 0 and start + wide < WIDTH and not _covers(others, start, start + wide, own.y + level)
    ]
    inward = "left" if own.x < WIDTH / 2 else "right"
    side, level, shift = spots[0] if spots else (inward, 0.0, beside)
    look = {"anchor": side, "shift_x": shift if side == "left" else -shift, "xref": "x"}
    charts.text(chart, own.x, own.y + level, name, size=NAME_SIZE, bold=True, colour=theme.ACCENT, **look)
    if not spots:
        chart.layout["annotations"][-1].update(bgcolor=theme.PAPER, borderpad=1)


def _covers(circles: Sequence[Circle], start: float, stop: float, level: float) -> bool:
    """Whether words from start to stop at a level cover any circle."""
    return any(
        start - circle.radius < circle.x < stop + circle.radius
        and abs(circle.y - level) < circle.radius + NAME_SIZE / 2
        for circle in circles
    )
