"""Where a school lies: the townships as plain shapes, its own tinted and named, the school as its state's mark."""

from __future__ import annotations

import math
from collections.abc import Mapping
from html import escape
from typing import Any

from components.drawing import theme
from components.drawing.charts import base

MARK = 13  # px
NAME_AT = (56, -26)  # px from the mark to its township's name
ROOM = 0.03  # of the county's width, left free around it


def place(
    shapes: Mapping[str, Any], township: str, school: tuple[float, float] | None, *, status: str, name: str
) -> base.Chart | None:
    """
    Return the chart; None where there is no shape.

    Args:
        shapes: the townships' shapes as GeoJSON, with `code` (cached.shapes).
        township: code of the school's.
        school: longitude and latitude; None where it cannot be located.
        status: of its verdict.
        name: of its township, written beside the mark.
    """
    rings = [(feature["properties"]["code"], ring) for feature in shapes["features"] for ring in _rings(feature)]
    if not rings:
        return None
    chart = base.figure(1, heads=0)
    for code, ring in sorted(rings, key=lambda each: each[0] == township):
        longitudes, latitudes = zip(*ring, strict=True)
        chart.add_scatter(
            x=longitudes,
            y=latitudes,
            mode="lines",
            fill="toself",
            fillcolor=theme.ACCENT_TINTS[2] if code == township else theme.TRACK,
            line={"color": theme.PAPER, "width": 1.2},
            hoverinfo="skip",
        )
    corners = [corner for _, ring in rings for corner in ring]
    _frame(chart, corners + ([school] if school else []))
    if school:
        _mark(chart, school, status, name)
    return chart


def _rings(feature: Mapping[str, Any]) -> list[list[tuple[float, float]]]:
    """The outer rings of a township."""
    geometry = feature["geometry"]
    if not geometry:
        return []
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [[(corner[0], corner[1]) for corner in polygon[0]] for polygon in polygons]


def _frame(chart: base.Chart, corners: list[tuple[float, float]]) -> None:
    longitudes, latitudes = zip(*corners, strict=True)
    west, east, south, north = min(longitudes), max(longitudes), min(latitudes), max(latitudes)
    spare = ROOM * (east - west)
    shrink = math.cos(math.radians((south + north) / 2))  # a degree of longitude is shorter than one of latitude
    chart.update_xaxes(range=[west - spare, east + spare])
    chart.update_yaxes(range=[south - spare, north + spare], scaleanchor="x", scaleratio=1 / shrink)


def _mark(chart: base.Chart, school: tuple[float, float], status: str, name: str) -> None:
    look = theme.STATES[status]
    if look.symbol:
        marker = {"symbol": look.symbol, "size": MARK, "color": look.colour}
        edge = {"line": {"color": theme.PAPER, "width": 1.5}} if look.symbol != "circle-open" else {}
        chart.add_scatter(x=[school[0]], y=[school[1]], mode="markers", marker=marker | edge, hoverinfo="skip")
    else:
        base.hatched(chart, school[0], school[1], size=MARK)
    middle = sum(chart.layout["xaxis"]["range"]) / 2
    ahead = 1 if school[0] < middle else -1
    chart.add_annotation(
        x=school[0],
        y=school[1],
        ax=ahead * NAME_AT[0],
        ay=NAME_AT[1],
        text=f"<b>{escape(name)}</b>",
        showarrow=True,
        arrowhead=0,
        arrowwidth=1,
        arrowcolor=theme.INK,
        xanchor="left" if ahead > 0 else "right",
        font={"size": base.TEXT_SIZE, "color": theme.INK, "family": theme.FONT},
        bgcolor=theme.PAPER,
    )
