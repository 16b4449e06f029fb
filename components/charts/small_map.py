"""
A small map of townships in their classes' colours: shapes as one picture, names and figures as links over it.

For pages where the map is a glance; the map itself is components/maps.py.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from components import map_marks, theme
from components.map_marks import without_shape

WIDTH = 600  # units of the picture: a tenth of one is finer than any screen shows it
EDGE = 4
SUFFIXES = ("街道", "镇", "乡", "办事处")
Corner = tuple[float, float]


def small_map(
    layer: Mapping[str, Any],
    *,
    address: Callable[[str], str],
    classes: Sequence[tuple[str, str]],
    chosen: str,
    label: str,
) -> Markup:
    """
    Return the map as HTML; "" where there is no shape.

    Args:
        layer: GeoJSON of the townships: code, name, figure, colour and the label's place (map_view.townships).
        address: of a township's code.
        classes: colour and label of the legend, from weak to strong.
        chosen: code of the township that is outlined; "" none.
        label: what the map shows, for screen readers.
    """
    drawn = [feature for feature in layer["features"] if feature["geometry"]]
    if not drawn:
        return Markup("")
    place = _projection([corner for feature in drawn for ring in _rings(feature) for corner in ring])
    names = Markup("").join(_name(feature["properties"], place, address) for feature in drawn)
    steps = Markup("").join(
        Markup('<span><i style="background:{}"></i>{}</span>').format(colour, words)
        for colour, words in reversed(classes)
    )
    return Markup(
        '<div class="small-map"><div class="small-map-legend">{}</div>'
        '<div class="small-map-frame" style="aspect-ratio:{} / {}"><img alt="{}" src="{}">{}</div></div>'
    ).format(steps, WIDTH, round(place.height), label, _picture(drawn, place, chosen), names)


def not_drawn(layer: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Say which townships have no shape on a map that has some, and what stands for them; "" where all have one."""
    drawn = {feature["properties"]["code"] for feature in layer["features"] if feature["geometry"]}
    marked = [names[code] for code in map_marks.marked(layer) if code in names]
    absent = [name for code, name in names.items() if drawn and code not in drawn]
    return without_shape(marked, absent)


class _projection:  # noqa: N801 (a function that remembers its frame)
    """Longitude and latitude → the picture's units, true to shape at the county's own latitude."""

    def __init__(self, corners: Sequence[Corner]) -> None:
        longitudes, latitudes = zip(*corners, strict=True)
        self._west, self._north = min(longitudes), max(latitudes)
        self._shrink = math.cos(math.radians((min(latitudes) + max(latitudes)) / 2))
        across = max((max(longitudes) - self._west) * self._shrink, 1e-9)
        self._scale = (WIDTH - 2 * EDGE) / across
        self.height = (self._north - min(latitudes)) * self._scale + 2 * EDGE

    def __call__(self, corner: Corner) -> Corner:
        x = EDGE + (corner[0] - self._west) * self._shrink * self._scale
        y = EDGE + (self._north - corner[1]) * self._scale
        return x, y


def _rings(feature: Mapping[str, Any]) -> Iterable[Sequence[Corner]]:
    geometry = feature["geometry"]
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return (ring for polygon in polygons for ring in polygon)


def _path(feature: Mapping[str, Any], place: _projection) -> str:
    rings = []
    for ring in _rings(feature):
        corners = [f"{x:.1f} {y:.1f}" for x, y in map(place, ring)]
        rings.append(
            f"M{'L'.join(corner for at, corner in enumerate(corners) if not at or corner != corners[at - 1])}Z"
        )
    return "".join(rings)


def _picture(features: Sequence[Mapping[str, Any]], place: _projection, chosen: str) -> str:
    def shape(feature: Mapping[str, Any], edge: str, width: float) -> str:
        look = f'fill="{feature["properties"]["colour"]}" stroke="{edge}" stroke-width="{width}" fill-rule="evenodd"'
        if feature["properties"].get("mark") and edge == theme.PAPER:  # no boundary: its edge is drawn, and broken
            look = look.replace(f'stroke="{edge}"', f'stroke="{theme.TEXT}" stroke-dasharray="6 6"')
        return f'<path d="{_path(feature, place)}" {look} stroke-linejoin="round"/>'

    below = [shape(each, theme.PAPER, 2) for each in features if each["properties"]["code"] != chosen]
    above = [shape(each, theme.INK, 4) for each in features if each["properties"]["code"] == chosen]
    box = f"0 0 {WIDTH} {round(place.height)}"
    picture = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{"".join(below + above)}</svg>'
    return f"data:image/svg+xml,{quote(picture, safe=' =/:;,.')}"


def _name(town: Mapping[str, Any], place: _projection, address: Callable[[str], str]) -> Markup:
    x, y = place((town["longitude"], town["latitude"]))
    return Markup('<a href="{}" style="left:{}%;top:{}%">{}<b>{}</b></a>').format(
        address(town["code"]),
        f"{100 * x / WIDTH:.1f}",
        f"{100 * y / place.height:.1f}",
        short(town["name"]),
        town["figure"],
    )


def short(name: str) -> str:
    """
    Return a township's name without its kind, where something is left.

    >>> short("毛嘴镇"), short("湖滨街道"), short("河乡")
    ('毛嘴', '湖滨', '河乡')
    """
    for suffix in SUFFIXES:
        rest = name.removesuffix(suffix)
        if rest != name and len(rest) > 1:
            return rest
    return name
