"""
A small map of townships in their classes' colours: shapes as one picture, names and figures as links over it.

For pages where the map is a glance; the map itself is components/map/frame.py.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from components.drawing import theme
from components.map import marks as map_marks
from components.map.marks import without_shape

WIDTH = 600  # units of the picture: a tenth of one is finer than any screen shows it
EDGE = 4
FRAME = 226  # px: how high the style sheet makes it on a laptop
LETTER, FIGURE_SHARE, LINE = 11, 0.62, 13.75  # px: a character, a digit's part of it, a line
SHIFTS = (0, -6, 6, -12, 12, -18, 18, -25, 25)  # px that a name may move
SUFFIXES = ("街道", "镇", "乡", "办事处")
Corner = tuple[float, float]
Box = tuple[float, float, float, float]


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
        layer: GeoJSON of the townships: code, name, figure, colour and the label's place (map.data.townships).
        address: of a township's code.
        classes: colour and label of the legend, from weak to strong.
        chosen: code of the township that is outlined; "" none.
        label: what the map shows, for screen readers.
    """
    drawn = [feature for feature in layer["features"] if feature["geometry"]]
    if not drawn:
        return Markup("")
    place = _projection([corner for feature in drawn for ring in _rings(feature) for corner in ring])
    names = _names([feature["properties"] for feature in drawn], place, address)
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


def _names(towns: Sequence[Mapping[str, Any]], place: _projection, address: Callable[[str], str]) -> Markup:
    """
    Names with their figures, none over another: one that finds no room moves up or down, else its figure is left out.

    What is left out is said where the mouse is, and to screen readers. The longest are placed last: they give way.
    """
    scale = FRAME / place.height
    ordered = sorted(range(len(towns)), key=lambda at: _width(towns[at], with_figure=True))
    taken: list[Box] = []
    made: dict[int, Markup] = {}
    for at in ordered:
        town = towns[at]
        x, y = (scale * each for each in place((town["longitude"], town["latitude"])))
        shift, lines = _room(town, x, y, taken)
        half = _width(town, with_figure=lines > 1) / 2
        taken.append((x - half, y + shift - lines * LINE / 2, x + half, y + shift + lines * LINE / 2))
        said = f"{town['name']} {town['figure']}"
        made[at] = Markup('<a href="{}" title="{}" aria-label="{}" style="left:{}%;top:{}%">{}{}</a>').format(
            address(town["code"]), said, said, f"{100 * x / scale / WIDTH:.1f}",
            f"{100 * (y + shift) / scale / place.height:.1f}", short(town["name"]) if lines else "·",
            Markup("<b>{}</b>").format(town["figure"]) if lines > 1 else "",
        )  # fmt: skip
    return Markup("").join(made[at] for at in range(len(towns)))


def _room(town: Mapping[str, Any], x: float, y: float, taken: Sequence[Box]) -> tuple[float, int]:
    """How far a name is moved from its place, and in how many lines it is written: the first way without a clash."""
    for lines in (2, 1):
        half = _width(town, with_figure=lines > 1) / 2
        for shift in SHIFTS:
            top, bottom = y + shift - lines * LINE / 2, y + shift + lines * LINE / 2
            if not any(x - half < right and left < x + half and top < low and high < bottom
                       for left, high, right, low in taken):  # fmt: skip
                return shift, lines
    return 0, 0


def _width(town: Mapping[str, Any], *, with_figure: bool) -> float:
    """How wide a name is written, in px of a laptop's screen."""
    figure = LETTER * FIGURE_SHARE * len(str(town["figure"])) if with_figure else 0
    return max(LETTER * len(short(town["name"])), figure)


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
