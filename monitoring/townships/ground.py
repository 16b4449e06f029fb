"""What the point of each row is held against: its own township's shape, else its county's, else a box about China."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
import shapely
from shapely import MultiPolygon, Polygon

from monitoring.townships.codes import county_of
from monitoring.townships.datums import in_china, metres
from monitoring.townships.model import Boundary, Shape

UNDRAWN_DEG = 0.05
"""About 5 km: how far beyond the drawn townships a township without a shape may lie, where no outline says so."""


class Ground:
    """
    The shapes of every row, ready for many tests.

    Positions are places of rows in the frame, from 0; longitudes and latitudes are degrees of WGS-84, one a position.
    """

    def __init__(self, rows: pd.DataFrame, boundary: Boundary | None) -> None:
        townships = boundary.townships if boundary else {}
        codes = rows["township_code"].astype(str)
        counties = codes.map(county_of)
        if "county_code" in rows:
            counties = counties.where(counties != "", rows["county_code"])
        county_shapes = {county: _county(county, boundary) for county in counties.unique()}
        wide = {county: _wide(shape, county, boundary) for county, shape in county_shapes.items()}
        self.county = _column(county_shapes.get(county) for county in counties)
        self.own = _column(townships.get(code, wide.get(county)) for code, county in zip(codes, counties, strict=True))
        self.has_shape = codes.isin(list(townships)).to_numpy()
        self._townships = townships
        shapely.prepare(self.county)
        shapely.prepare(self.own)

    def inside(self, positions: np.ndarray, longitude: np.ndarray, latitude: np.ndarray) -> np.ndarray:
        """Return which points lie in their own shape; where there is none, which lie in China."""
        shapes = self.own[positions]
        known = shapely.is_geometry(shapes)
        return np.where(known, shapely.contains_xy(shapes, longitude, latitude), in_china(longitude, latitude))

    def near(
        self, positions: np.ndarray, longitude: np.ndarray, latitude: np.ndarray, within: np.ndarray
    ) -> np.ndarray:
        """Return which points lie in their own shape or within a distance (degrees) of it."""
        return _near(self.own[positions], longitude, latitude, within)

    def in_county(
        self, positions: np.ndarray, longitude: np.ndarray, latitude: np.ndarray, within: np.ndarray
    ) -> np.ndarray:
        """Return which points lie in their county or within a distance (degrees) of it."""
        own = _near(self.own[positions], longitude, latitude, within)
        return own | _near(self.county[positions], longitude, latitude, within)

    def townships_at(self, longitude: np.ndarray, latitude: np.ndarray) -> list[str]:
        """Return the codes of the townships in whose shapes points lie, on a border of the first one; "" none."""
        import geopandas as gpd  # here: most imports have no point to ask for

        points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(longitude, latitude))
        towns = gpd.GeoDataFrame({"code": list(self._townships)}, geometry=list(self._townships.values()))
        inside = points.sjoin(towns, predicate="intersects").sort_values("index_right", ascending=False)
        codes = dict(zip(inside.index, inside["code"], strict=True))
        return [codes.get(point, "") for point in points.index]

    def metres_to_own(self, position: int, longitude: float, latitude: float) -> float:
        """Return how far a point lies outside its own shape; 0 inside, or without a shape."""
        return _metres(self.own[position], longitude, latitude)

    def metres_to_county(self, position: int, longitude: float, latitude: float) -> float:
        """Return how far a point lies outside its county; 0 inside, or without an outline."""
        return _metres(self.county[position], longitude, latitude)


def _county(county: str, boundary: Boundary | None) -> Shape | None:
    """The outline of a county, else its townships together, holes filled."""
    if boundary is None:
        return None
    outline = boundary.outlines.get(county, boundary.outlines.get(""))
    if outline is not None:
        return outline
    parts = [shape for code, shape in boundary.townships.items() if county_of(code) == county]
    if not parts:
        return None
    whole = shapely.union_all(parts)
    return MultiPolygon([Polygon(part.exterior) for part in shapely.get_parts(whole)])


def _wide(shape: Shape | None, county: str, boundary: Boundary | None) -> Shape | None:
    """Where a township without a shape may lie."""
    if shape is None or boundary is None or county in boundary.outlines or "" in boundary.outlines:
        return shape
    return shape.convex_hull.buffer(UNDRAWN_DEG)


def _column(shapes: Iterable[Shape | None]) -> np.ndarray:
    return np.array([*shapes, None], dtype=object)[:-1]


def _near(shapes: np.ndarray, longitude: np.ndarray, latitude: np.ndarray, within: np.ndarray) -> np.ndarray:
    known = shapely.is_geometry(shapes)
    close = shapely.dwithin(shapes, shapely.points(longitude, latitude), within)
    return np.where(known, close, in_china(longitude, latitude))


def _metres(shape: Shape | None, longitude: float, latitude: float) -> float:
    if shape is None:
        return 0.0
    (east, north), _ = shapely.shortest_line(shape, shapely.Point(longitude, latitude)).coords
    return float(metres(east, north, longitude, latitude))
