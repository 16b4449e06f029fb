"""A boundary as GeoJSON: whole, to be kept in the database, and small, to be drawn by a browser."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import shapely
from shapely.geometry import mapping, shape

from monitoring.townships.model import Boundary, Note, Shape

DRAWN_DECIMALS = 5  # of a degree: about a metre, finer than a pixel at any zoom
FIRST_TOLERANCE_DEG, COARSER = 0.0002, 1.25  # about 20 m, less than a county's map shows of a bend; and the next try
FEWEST_TOWNSHIPS, BYTES_PER_TOWNSHIP = 24, 900  # of borders: 24 townships or fewer, with names, in 25 KB
KEPT = ("file", "datum", "declared", "derived")


def to_bytes(boundary: Boundary) -> bytes:
    """
    Return a boundary as GeoJSON in UTF-8, every figure kept; the same boundary gives the same bytes.

    >>> from shapely import box
    >>> boundary = Boundary("镇.geojson", {"990121107": box(113, 30, 114, 31)}, {"990121107": "毛嘴镇"}, {}, "WGS-84")
    >>> from_bytes(to_bytes(boundary)) == boundary
    True
    """
    import geopandas as gpd  # here: the first page reads shapes, and writes none

    levels = {"township": boundary.townships, "county": boundary.outlines, "uncoded": boundary.uncoded}
    listed = [(level, code, whole) for level, shapes in levels.items() for code, whole in shapes.items()]
    features = gpd.GeoDataFrame(listed, columns=["level", "code", "geometry"], geometry="geometry")
    document = {
        "type": "FeatureCollection",
        **{key: getattr(boundary, key) for key in KEPT},
        "notes": [vars(note) for note in boundary.notes],
        "names": dict(boundary.names),
        "places": dict(boundary.places),
        "features": features.to_geo_dict(drop_id=True)["features"],
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def from_bytes(content: bytes) -> Boundary:
    """Return the boundary that `to_bytes` wrote."""
    document = json.loads(content)
    shapes: dict[str, dict[str, Shape]] = {}
    for feature in document["features"]:
        of = feature["properties"]
        shapes.setdefault(of["level"], {})[of["code"]] = shape(feature["geometry"])
    return Boundary(
        **{key: document[key] for key in KEPT},
        townships=shapes.get("township", {}),
        outlines=shapes.get("county", {}),
        uncoded=shapes.get("uncoded", {}),
        names=document["names"],
        places=document["places"],
        notes=tuple(Note(**note) for note in document["notes"]),
    )


def map_shapes(boundary: Boundary) -> dict[str, Any]:
    """
    Return the townships as small GeoJSON for a browser: neighbours keep one border; 25 KB up to 24 townships.

    Args:
        boundary: in WGS-84.

    Returns:
        A FeatureCollection, townships in the order of their codes, each with code, name and the label's place
        (longitude, latitude; inside its largest part). "outline" beside the features is the counties' border, a
        geometry, or None. "derived" says that the shapes are 示意.

    >>> from shapely import box
    >>> boundary = Boundary("", {"990121107": box(113, 30, 114, 31)}, {"990121107": "毛嘴镇"}, {}, "WGS-84")
    >>> map_shapes(boundary)["features"][0]["properties"]
    {'code': '990121107', 'name': '毛嘴镇', 'longitude': 113.5, 'latitude': 30.5}
    """
    codes = sorted(boundary.townships)
    towns = [boundary.townships[code] for code in codes]
    outline = boundary.outline
    rest = [] if outline is None else [outline.difference(shapely.union_all(towns))]
    drawn = _small([*towns, *(each for each in rest if not each.is_empty)], len(towns))
    together = shapely.transform(shapely.union_all(drawn, grid_size=10**-DRAWN_DECIMALS), _rounded)
    features = [
        {"type": "Feature", "properties": _properties(code, boundary, small), "geometry": mapping(small)}
        for code, small in zip(codes, drawn, strict=False)
        if not small.is_empty
    ]
    border = None if outline is None else mapping(together)
    return {"type": "FeatureCollection", "derived": boundary.derived, "outline": border, "features": features}


def _properties(code: str, boundary: Boundary, small: Shape) -> dict[str, Any]:
    longitude, latitude = _label(small)
    return {"code": code, "name": boundary.names.get(code, ""), "longitude": longitude, "latitude": latitude}


def _small(shapes: list[Shape], townships: int) -> np.ndarray:
    """Simplified together, so that no gap opens between neighbours, until they are small enough."""
    tolerance, budget = FIRST_TOLERANCE_DEG, BYTES_PER_TOWNSHIP * max(townships, FEWEST_TOWNSHIPS)
    while True:
        small = shapely.transform(shapely.coverage_simplify(shapes, tolerance), _rounded)
        size = sum(len(json.dumps(mapping(each), separators=(",", ":"))) for each in small)
        if size <= budget or tolerance > 1:
            return small
        tolerance *= COARSER


def _rounded(pairs: np.ndarray) -> np.ndarray:
    return np.round(pairs, DRAWN_DECIMALS)


def _label(whole: Shape) -> tuple[float, float]:
    """The middle of the largest circle that fits into the largest part."""
    largest = max(shapely.get_parts(whole), key=lambda part: part.area)
    spoke = shapely.maximum_inscribed_circle(shapely.make_valid(largest))
    longitude, latitude = spoke.coords[0]
    return round(longitude, DRAWN_DECIMALS), round(latitude, DRAWN_DECIMALS)
