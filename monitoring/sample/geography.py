"""
The land of the sample county: township borders that look natural and share their edges exactly.

Seeded cores make Voronoi cells inside a drawn outline; every arc between two junctions is then roughened once, by
midpoint displacement, and where two banks of the river meet it meanders. Villages, roads and lakes are left out.
"""

from __future__ import annotations

import json
import math
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from shapely import MultiPoint, MultiPolygon, line_merge, unary_union, voronoi_polygons
from shapely.affinity import affine_transform
from shapely.geometry import LineString, Point, Polygon, mapping
from shapely.ops import polygonize

from monitoring.sample.plan import Plan, Township, stream

KM_PER_DEGREE = 111.32  # of latitude; of longitude times the cosine
Place = tuple[float, float]


@dataclass(frozen=True)
class Geography:
    """The shapes in WGS-84 degrees: `cells` of all townships by code, `townships` without the shapeless, `outline`."""

    cells: Mapping[str, Polygon]
    townships: Mapping[str, Polygon]
    outline: Polygon


def draw_county(plan: Plan, seed: int) -> Geography:
    """
    Draw the county: cells that do not overlap, tile the outline, and meet in the very same vertices.

    Args:
        plan: land and townships.
        seed: moves the cores a little and draws every border anew.

    >>> from monitoring.sample.plan import read_plan
    >>> geography = draw_county(read_plan(), seed=1)
    >>> len(geography.cells), len(geography.townships)
    (17, 16)
    """
    cores = {township.code: _core(township, plan, seed) for township in plan.townships}
    banks = {cores[township.code]: township.bank for township in plan.townships}
    arcs = _arcs(list(cores.values()), plan)
    roughness = plan.land["roughness"]
    while True:
        cells = _cells([_natural(arc, banks, roughness, plan, seed) for arc in arcs], cores, plan)
        if cells is not None:
            break
        roughness /= 2  # two borders touched: draw the same county a little calmer
    shapes = {township.code: cells[township.code] for township in plan.townships if township.shape}
    outline = Polygon(unary_union(list(cells.values())).exterior)
    return Geography(MappingProxyType(cells), MappingProxyType(shapes), outline)


def boundary_geojson(geography: Geography, plan: Plan) -> str:
    """The boundary file as a bureau would hand it over: the county's outline and its townships, keys sorted."""
    names = {township.code: township.name for township in plan.townships} | {plan.code: plan.name}
    shapes = {plan.code: geography.outline, **geography.townships}
    features = [
        {
            "type": "Feature",
            "properties": {"XZQDM": code, "XZQMC": names[code], "备注": plan.label},
            "geometry": mapping(shape),
        }
        for code, shape in sorted(shapes.items())
    ]
    collection = {
        "type": "FeatureCollection",
        "name": f"{plan.name}乡镇边界（{plan.label}）",
        "coord_system": "CGCS2000",
        "note": plan.land["note"],
        "features": features,
    }
    return json.dumps(collection, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def spread_points(cell: Polygon, count: int, plan: Plan, rng: random.Random) -> list[Place]:
    """
    Places for schools in a cell, each as far from the others as one of a dozen tries allows; the first near the core.

    Returns:
        (longitude, latitude) pairs inside the cell, away from its border, rounded as the boundary file is.
    """
    room = cell.buffer(-plan.land["clearance_km"] / KM_PER_DEGREE)
    decimals = plan.land["decimals"]
    places = [_rounded(room.representative_point().coords[0], decimals)]
    while len(places) < count:
        tries = [_inside(room, rng) for _ in range(plan.land["tries"])]
        far = max(tries, key=lambda place: min(math.dist(place, other) for other in places))
        places.append(_rounded(far, decimals))
    return places[:count]


def _core(township: Township, plan: Plan, seed: int) -> Place:
    rng = stream(seed, "core", township.code)
    jitter = plan.land["jitter_km"]
    return tuple(round(at + rng.uniform(-jitter, jitter), 3) for at in township.at)


def _arcs(cores: list[Place], plan: Plan) -> list[LineString]:
    """The straight-edged borders, one line from junction to junction."""
    radii = plan.land["outline_km"]
    angles = [2 * math.pi * place / len(radii) for place in range(len(radii))]
    outline = Polygon([(r * math.cos(angle), r * math.sin(angle)) for angle, r in zip(angles, radii, strict=True)])
    cells = voronoi_polygons(MultiPoint(cores), extend_to=outline.buffer(max(radii)), only_edges=True)
    lines = unary_union([cells.intersection(outline), outline.exterior], grid_size=0.001)
    merged = line_merge(lines)
    return sorted(merged.geoms, key=lambda arc: arc.coords[:])


def _natural(
    arc: LineString, banks: Mapping[Place, str], roughness: float, plan: Plan, seed: int
) -> list[tuple[float, float]]:
    """One arc with bends: drawn once, so that its two neighbours share every vertex."""
    places = list(arc.coords)
    rng = stream(seed, "arc", places[0], places[-1])
    if _is_river(arc, banks):
        places = _meander(arc, plan.land, rng)
    rough = places[:1]
    for start, end in zip(places, places[1:], strict=False):
        rough += _displaced(start, end, roughness, plan.land["finest_km"], rng)
    return rough


def _is_river(arc: LineString, banks: Mapping[Place, str]) -> bool:
    """Whether the arc lies between the two banks; an arc of the outline bends around one core only."""
    if len(arc.coords) > 2:
        return False
    middle = arc.interpolate(0.5, normalized=True)
    first, second = sorted(banks, key=lambda core: middle.distance(Point(core)))[:2]
    between = math.isclose(middle.distance(Point(first)), middle.distance(Point(second)), abs_tol=0.01)
    return between and banks[first] != banks[second]


def _meander(arc: LineString, land: Mapping[str, float], rng: random.Random) -> list[Place]:
    (x0, y0), (x1, y1) = arc.coords
    waves = max(1, round(arc.length / land["river_wave_km"]))
    steps = 8 * waves  # eight points draw one wave well enough
    swing = land["river_bend_km"] * rng.choice((-1, 1))
    places = []
    for step in range(steps + 1):
        along = step / steps
        off = swing * math.sin(math.tau * waves * along) * math.sin(math.pi * along)  # calm where it meets others
        places.append((x0 + (x1 - x0) * along - off * (y1 - y0) / arc.length,
                       y0 + (y1 - y0) * along + off * (x1 - x0) / arc.length))  # fmt: skip
    return places


def _displaced(start: Place, end: Place, roughness: float, finest: float, rng: random.Random) -> list[Place]:
    """The points after `start` up to `end`, by midpoint displacement."""
    if math.dist(start, end) < finest:
        return [end]
    off = rng.gauss(0, roughness)
    middle = ((start[0] + end[0]) / 2 - off * (end[1] - start[1]), (start[1] + end[1]) / 2 + off * (end[0] - start[0]))
    return _displaced(start, middle, roughness, finest, rng) + _displaced(middle, end, roughness, finest, rng)


def _cells(arcs: Iterable[list[Place]], cores: Mapping[str, Place], plan: Plan) -> dict[str, Polygon] | None:
    """The cells in degrees, or None where borders cross: then a core has no cell or a cell has no core."""
    longitude, latitude = plan.land["centre"]
    per_km = 1 / KM_PER_DEGREE
    to_degrees = (per_km / math.cos(math.radians(latitude)), 0, 0, per_km, longitude, latitude)
    decimals = plan.land["decimals"]
    lines = [
        [_rounded(place, decimals) for place in affine_transform(LineString(arc), to_degrees).coords] for arc in arcs
    ]
    if not unary_union([LineString(line) for line in lines]).is_valid:
        return None
    polygons = list(polygonize(lines))
    if len(polygons) != len(cores) or not MultiPolygon(polygons).is_valid:
        return None
    cells = {}
    for code, core in cores.items():
        point = affine_transform(Point(core), to_degrees)
        cells |= {code: polygon for polygon in polygons if polygon.contains(point)}
    return cells if len(cells) == len(cores) else None


def _inside(room: Polygon, rng: random.Random) -> Place:
    west, south, east, north = room.bounds
    while True:
        place = (rng.uniform(west, east), rng.uniform(south, north))
        if room.contains(Point(place)):
            return place


def _rounded(place: Place, decimals: int) -> Place:
    return round(place[0], decimals), round(place[1], decimals)
