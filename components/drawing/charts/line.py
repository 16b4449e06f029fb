"""One figure over the report dates as a line: first and last value named, dates below; HTML, the line as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from markupsafe import Markup

from components.drawing import theme

WIDTH, HEIGHT = 300, 60  # of the picture, which is stretched to its room
MOST_DATES = 7  # below the line: of more every second, third … is written
LOWEST_BELOW = 75  # percent of the way down: there is room for the first value below the line, which climbs above it
TOP = 1.08  # of the largest value: how much higher the picture is


@dataclass(frozen=True)
class LinePoint:
    """One report date: its value (from 0 up), and as it is written."""

    day: date
    value: float
    words: str


def line(points: Sequence[LinePoint], *, label: str) -> Markup:
    """
    Return the chart as HTML; "" where there are fewer than two dates.

    Args:
        points: in the order of their dates.
        label: what the chart shows, for screen readers.
    """
    if len(points) < 1 + 1:
        return Markup("")
    first, last = points[0].day, points[-1].day
    most = TOP * max(max(point.value for point in points), 1e-9)
    places = [
        (100 * (point.day - first).days / (last - first).days, 100 - 100 * point.value / most) for point in points
    ]
    every = -(-len(points) // MOST_DATES)
    parts = []
    for at, (point, (across, down)) in enumerate(zip(points, places, strict=True)):
        parts.append(
            Markup('<i style="left:{}%;top:{}%" title="{}"></i>').format(
                f"{across:.1f}", f"{down:.1f}", f"{point.day.isoformat()}：{point.words}"
            )
        )
        edge = "start" if at == 0 else "end" if at == len(points) - 1 else ""
        if edge:
            is_climbing = at == 0 and LOWEST_BELOW > down > places[1][1]
            parts.append(
                Markup('<b class="{}" style="left:{}%;top:{}%">{}</b>').format(
                    f"{edge} below" if is_climbing else edge, f"{across:.1f}", f"{down:.1f}", point.words
                )
            )
        if edge or (at % every == 0 and at + every < len(points)):
            parts.append(Markup('<em style="left:{}%">{}</em>').format(f"{across:.1f}", short_date(point.day)))
    return Markup('<div class="course"><div><img alt="{}" src="{}">{}</div></div>').format(
        label, _picture(places), Markup("").join(parts)
    )


def short_date(day: date) -> str:
    """
    Return a report date as it stands below the line.

    >>> short_date(date(2026, 9, 30))
    '2026年9月'
    """
    return f"{day.year}年{day.month}月"


def _picture(places: Sequence[tuple[float, float]]) -> str:
    corners = " ".join(f"{across * WIDTH / 100:.1f},{down * HEIGHT / 100:.1f}" for across, down in places)
    look = 'fill="none" vector-effect="non-scaling-stroke"'
    drawn = (
        f'<path d="M0 {HEIGHT - 0.5}H{WIDTH}" stroke="{theme.LINE}" stroke-width="1" {look}/>'
        f'<polyline points="{corners}" stroke="{theme.MET}" stroke-width="2" {look}/>'
    )
    box = f'viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none"'
    return f"data:image/svg+xml,{quote(f'<svg xmlns={chr(34)}http://www.w3.org/2000/svg{chr(34)} {box}>{drawn}</svg>')}"
