"""
The land of the sample county: township borders that look natural and share their edges exactly.

Cores make Voronoi cells inside a drawn outline; every border between two junctions is then roughened once, so that both
neighbours hold the very same vertices. Rivers, roads and villages are left out.
"""

from __future__ import annotations

import json
import math
import random
from collections.abc import Mapping
from dataclasses import dataclass

from shapely import MultiPoint, line_merge, node, unary_union, voronoi_polygons
from shapely.geometry import LineString, MultiLineString, Point, Polygon, mapping
from shapely.ops import polygonize

from monitoring.sample.plan import SamplePlan, Township, stream

KM_PER_DEGREE = 111.32  # of latitude; of longitude times the cosine
Place = tuple[float, float]


@dataclass(frozen=True)
class Geography:
    """The shapes in degrees, by township code: all `cells`, the `outline` round them."""

    cells: Mapping[str, Polygon]
    outline: Polygon


def draw_county(plan: SamplePlan) -> Geography:
    """
    Draw the county: cells that tile the outline without overlapping.

    Raises:
        ValueError: no drawing without crossing borders was found; the plan's cores stand too close.

    >>> from monitoring.sample.plan import read_plan
    >>> len(draw_county(read_plan()).cells)
    17
    """
    land = _straight_land(plan)
    middles = {code: shape.representative_point() for code, shape in land.items()}
    borders = line_merge(unary_union([shape.boundary for shape in land.values()])).geoms
    calmer = plan.land["calmer"]
    for times in range(plan.land["drawings"]):
        lines = [_roughened(border, plan, calmer**times) for border in borders]
        cells = _cells(lines, middles)
        if cells is not None:
            degrees = {code: _in_degrees(cell, plan) for code, cell in cells.items()}
            return Geography(degrees, Polygon(unary_union(list(degrees.values())).exterior))
    raise ValueError("The borders cross in every drawing: move the townships' cores apart.")


def boundary_geojson(geography: Geography, plan: SamplePlan) -> str:
    """The boundary file as a bureau would hand it over: the county's outline and the townships that have a shape."""
    shapes = {plan.code: (plan.name, geography.outline)}
    shapes |= {town.code: (town.name, geography.cells[town.code]) for town in plan.townships if town.shape}
    features = [
        {
            "type": "Feature",
            "properties": {"XZQDM": code, "XZQMC": name, "BZ": plan.label},
            "geometry": mapping(shape),
        }
        for code, (name, shape) in shapes.items()
    ]
    collection = {
        "type": "FeatureCollection",
        "name": f"{plan.name}乡镇界（{plan.label}）",
        "coord_system": "CGCS2000",
        "note": plan.land["note"],
        "features": features,
    }
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":"))


def spread_points(cell: Polygon, count: int, plan: SamplePlan, rng: random.Random) -> list[Place]:
    """
    Return places for `count` schools in a cell: the first in its middle, the others far from each other.

    Returns:
        (longitude, latitude) pairs inside the cell and away from its border.
    """
    room = cell.buffer(-plan.land["clearance_km"] / KM_PER_DEGREE)
    room = max(getattr(room, "geoms", [room]), key=lambda part: part.area)
    places = [room.representative_point().coords[0]]
    while len(places) < count:
        tries = [_inside(room, rng) for _ in range(plan.land["tries"])]
        places.append(max(tries, key=lambda place: min(math.dist(place, other) for other in places)))
    return [_rounded(place, plan) for place in places]


def between(start: Place, end: Place, share: float, plan: SamplePlan) -> Place:
    """The place that lies a share of the way from one place to another."""
    return _rounded((start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])), plan)


def _core(township: Township, plan: SamplePlan) -> Place:
    rng = stream(plan.seed, "core", township.code)
    jitter = plan.land["jitter_km"]
    return tuple(at + rng.uniform(-jitter, jitter) for at in township.at)


def _straight_land(plan: SamplePlan) -> dict[str, Polygon]:
    """The townships in km, made of whole villages, still with straight borders."""
    cores = {township.code: _core(township, plan) for township in plan.townships}
    outline = Polygon(_outline(plan))
    land: dict[str, list[Polygon]] = {}
    for village in voronoi_polygons(MultiPoint(_villages(plan))).geoms:
        if outline.contains(village.centroid):
            land.setdefault(_nearest(village.centroid.coords[0], cores, plan), []).append(village)
    return {code: unary_union(villages) for code, villages in land.items()}


def _villages(plan: SamplePlan) -> list[Place]:
    """A village every few km, in rows that are shifted and shaken."""
    rng = stream(plan.seed, "villages")
    apart, shake = plan.land["village_km"], plan.land["shake"]
    steps = math.ceil(max(plan.land["outline_km"]) / apart) + 1
    return [
        (apart * (east + north % 2 / 2 + rng.uniform(-shake, shake)), apart * (north + rng.uniform(-shake, shake)))
        for north in range(-steps, steps + 1)
        for east in range(-steps, steps + 1)
    ]


def _nearest(place: Place, cores: Mapping[str, Place], plan: SamplePlan) -> str:
    """The township that a village belongs to: the nearest, a township with a longer reach counting as nearer."""
    return min(plan.townships, key=lambda town: math.dist(place, cores[town.code]) ** 2 - town.reach**2).code


def _outline(plan: SamplePlan) -> list[Place]:
    radii = plan.land["outline_km"]
    angles = [math.tau * place / len(radii) for place in range(len(radii))]
    return [(r * math.cos(angle), r * math.sin(angle)) for angle, r in zip(angles, radii, strict=True)]


def _roughened(border: LineString, plan: SamplePlan, calm: float) -> list[Place]:
    """One border with bends, drawn once; `calm` below 1 draws the same bends flatter."""
    places = border.coords[:]
    rng = stream(plan.seed, "border", *(f"{at:.2f}" for place in (places[0], places[-1]) for at in place))
    rough = places[:1]
    for start, end in zip(places, places[1:], strict=False):
        rough += _displaced(start, end, calm * plan.land["roughness"], plan.land["finest_km"], rng)
    return rough


def _displaced(start: Place, end: Place, roughness: float, finest: float, rng: random.Random) -> list[Place]:
    """The points after `start` up to `end`, by midpoint displacement."""
    if math.dist(start, end) < finest:
        return [end]
    off = max(-2, min(2, rng.gauss(0, 1))) * roughness  # never more than two deviations: no needles
    middle = ((start[0] + end[0]) / 2 - off * (end[1] - start[1]), (start[1] + end[1]) / 2 + off * (end[0] - start[0]))
    return _displaced(start, middle, roughness, finest, rng) + _displaced(middle, end, roughness, finest, rng)


def _cells(lines: list[list[Place]], middles: Mapping[str, Point]) -> dict[str, Polygon] | None:
    """The cells in km by township code, or None where borders cross: then there are more pieces than townships."""
    pieces = list(polygonize(node(MultiLineString(lines)).geoms))
    cells = {code: piece for code, middle in middles.items() for piece in pieces if piece.contains(middle)}
    return cells if len(pieces) == len(cells) == len(set(cells.values())) else None


def _in_degrees(cell: Polygon, plan: SamplePlan) -> Polygon:
    longitude, latitude = plan.land["centre"]
    wide = KM_PER_DEGREE * math.cos(math.radians(latitude))
    return Polygon(
        [_rounded((longitude + x / wide, latitude + y / KM_PER_DEGREE), plan) for x, y in cell.exterior.coords]
    )


def _inside(room: Polygon, rng: random.Random) -> Place:
    west, south, east, north = room.bounds
    while True:
        place = (rng.uniform(west, east), rng.uniform(south, north))
        if room.contains(Point(place)):
            return place


def _rounded(place: Place, plan: SamplePlan) -> Place:
    return round(place[0], plan.land["decimals"]), round(place[1], plan.land["decimals"])
