"""
Township shapes made from schools' points: every place goes to the township of its nearest school, inside the outline.

On 2,668 real schools such shapes overlapped the real ones by 74 %: they are 示意 and never say where a school is.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import shapely
from shapely import MultiPoint, STRtree

from monitoring.townships.codes import county_of
from monitoring.townships.datums import WGS84
from monitoring.townships.model import Boundary, Note, Shape, polygons
from monitoring.townships.settle import township_names

FAIR_SCHOOLS = 4  # a township; the measurement above had about so many, with fewer a shape says little
GRID_DEG = 1e-7  # a centimetre: borders are cut on one grid, so that neighbours keep the same vertices


def derive(schools: pd.DataFrame, outline: Shape) -> Boundary:
    """
    Return shapes by which every located school lies in the township that it declares.

    Args:
        schools: school_code, township_code, township, longitude, latitude (WGS-84; NaN: takes no part).
        outline: of the county, in WGS-84. Schools outside it take no part.

    Returns:
        A boundary with `derived` set. A township without a located school has no shape, and a note says so; another
        note names those with fewer than four. The same schools in any order give the same shapes.

    >>> outline = shapely.box(113, 30, 114, 31)
    >>> schools = pd.DataFrame({"school_code": ["1", "2"], "township_code": ["990121101", "990121102"],
    ...                         "township": ["金滩镇", "通津镇"], "longitude": [113.2, 113.6], "latitude": 30.5})
    >>> derive(schools, outline).townships["990121101"].bounds
    (113.0, 30.0, 113.4, 31.0)
    """
    names = township_names(schools)
    counties = {county_of(code) for code in names}
    sites = _sites(schools, outline)
    shapes = _shapes(sites, outline) if len(sites) else {}
    return Boundary(
        file="",
        townships=shapes,
        names={code: names[code] for code in shapes},
        outlines={counties.pop() if len(counties) == 1 else "": outline},
        datum=WGS84,
        derived=True,
        notes=tuple(_notes(names, sites)),
    )


def _sites(schools: pd.DataFrame, outline: Shape) -> pd.DataFrame:
    """One row a place, in order; of two townships at one place the one with more schools, or the lower code."""
    shapely.prepare(outline)
    known = schools[(schools["township_code"] != "") & schools["longitude"].notna() & schools["latitude"].notna()]
    known = known[shapely.contains_xy(outline, known["longitude"], known["latitude"])].drop_duplicates(
        ["school_code", "longitude", "latitude"]
    )
    counted = known.groupby(["longitude", "latitude", "township_code"]).size().rename("schools").reset_index()
    order = ["longitude", "latitude", "schools", "township_code"]
    return counted.sort_values(order, ascending=[True, True, False, True]).drop_duplicates(["longitude", "latitude"])


def _shapes(sites: pd.DataFrame, outline: Shape) -> dict[str, Shape]:
    import geopandas as gpd  # here: the start needs no shapes

    # Degrees of longitude are shorter than those of latitude: cells are cut where both are equally long.
    narrow = float(np.cos(np.radians(shapely.get_y(outline.centroid))))
    flat = shapely.transform(outline, lambda pairs: pairs * (narrow, 1))
    places = np.column_stack([sites["longitude"] * narrow, sites["latitude"]])
    codes, township = np.unique(sites["township_code"].to_numpy(dtype=str), return_inverse=True)
    faces, owner, peopled = _faces(places, township, flat)
    owner = _islands_given_away(faces, owner, peopled)
    pieces = gpd.GeoDataFrame({"code": codes[owner]}, geometry=faces)
    return pieces.dissolve("code", grid_size=GRID_DEG).geometry.map(lambda whole: _widened(whole, narrow)).to_dict()


def _faces(places: np.ndarray, township: np.ndarray, flat: Shape) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The pieces into which cells and outline cut the county, whose each is, and whether a school is in it."""
    points = shapely.points(places)
    if len(points) == 1:
        cells = np.array([shapely.box(*flat.bounds)])
    else:
        cells = shapely.get_parts(shapely.voronoi_polygons(MultiPoint(points), extend_to=flat, ordered=True))
    regions = [shapely.coverage_union_all(cells[township == number]) for number in range(township.max() + 1)]
    lines = shapely.union_all([*shapely.boundary(regions), flat.boundary], grid_size=GRID_DEG)
    faces = shapely.get_parts(shapely.polygonize([lines]))
    inside = shapely.point_on_surface(faces)
    faces = faces[shapely.contains(flat, inside)]
    inside = shapely.point_on_surface(faces)
    owner = township[STRtree(points).nearest(inside)]
    face, _ = STRtree(points).query(faces, predicate="intersects")
    return faces, owner, np.isin(np.arange(len(faces)), face)


def _islands_given_away(faces: np.ndarray, owner: np.ndarray, peopled: np.ndarray) -> np.ndarray:
    """A piece without a school, cut off by the outline, goes to the neighbour with the longest border."""
    owner = owner.copy()
    tree = STRtree(faces)
    for face in np.flatnonzero(~peopled).tolist():
        touching = [other for other in sorted(tree.query(faces[face], predicate="intersects")) if peopled[other]]
        borders = [faces[face].boundary.intersection(faces[other].boundary).length for other in touching]
        if borders and max(borders) > 0:
            owner[face] = owner[touching[int(np.argmax(borders))]]
    return owner


def _widened(shape: shapely.Geometry, narrow: float) -> Shape:
    wide = shapely.transform(shape, lambda pairs: np.round(pairs / (narrow, 1), 7))
    return polygons(shapely.make_valid(wide))


def _notes(names: Mapping[str, str], sites: pd.DataFrame) -> list[Note]:
    located = sites["township_code"].value_counts()
    lacking = [Note("no_school", code, "0", name, code) for code, name in names.items() if code not in located]
    few = [
        Note("few_schools", code, str(located[code]), names[code], code)
        for code in names
        if code in located and located[code] < FAIR_SCHOOLS
    ]
    return lacking + few
