"""
A mark for every township without a shape, where its schools are: it can be seen, named and clicked like the others.

Pure. A circle is no boundary and is drawn otherwise (`mark` in its properties); where no school of a township has a
place there is none, and the pages say so.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from monitoring.findings.sentences import listed

CORNERS = 24
PART = 0.018  # of the county's width: the radius of a circle
DECIMALS = 5


def with_marks(shapes: Mapping[str, Any], schools: pd.DataFrame) -> dict[str, Any]:
    """
    Return shapes with a circle for every township that has none and a school with a place.

    Args:
        shapes: of cached.shapes: GeoJSON whose features have code, name, longitude, latitude.
        schools: township_code, township, longitude, latitude (NaN: no place).

    Returns:
        The same, the circles last (drawn over the others), `mark` True in their properties. Without any shape nothing
        is added: there is no map to put a mark on.

    >>> box = {"type": "Polygon", "coordinates": [[[113.0, 30.0], [114.0, 30.0], [114.0, 31.0], [113.0, 30.0]]]}
    >>> town = {"code": "1", "name": "甲镇", "longitude": 113.5, "latitude": 30.5}
    >>> map = {"features": [{"type": "Feature", "properties": town, "geometry": box}]}
    >>> schools = pd.DataFrame({"township_code": ["2", "2", "3"], "township": ["农场", "农场", "丙镇"],
    ...     "longitude": [113.2, 113.4, None], "latitude": [30.2, 30.2, None]})
    >>> [each["properties"]["name"] for each in with_marks(map, schools)["features"]]
    ['甲镇', '农场']
    """
    features = list(shapes["features"])
    drawn = {feature["properties"]["code"] for feature in features}
    if not features:
        return dict(shapes)
    corners = np.array([corner for feature in features for corner in _corners(feature["geometry"]["coordinates"])])
    radius = PART * float(np.ptp(corners[:, 0]))
    without = schools[
        ~schools["township_code"].isin(drawn) & schools["longitude"].notna() & schools["latitude"].notna()
    ]
    for (code, name), own in without.groupby(["township_code", "township"]):
        features.append(_circle(str(code), str(name), own["longitude"].median(), own["latitude"].median(), radius))
    return {**shapes, "features": features}


def marked(shapes: Mapping[str, Any]) -> list[str]:
    """Return the codes of the townships that only a circle stands for."""
    return [each["properties"]["code"] for each in shapes["features"] if each["properties"].get("mark")]


def without_shape(marked: Sequence[str], absent: Sequence[str]) -> str:
    """
    Say which townships have no shape: a circle stands for them, or nothing, where no school of theirs has a place.

    >>> without_shape(["东湖农场"], []), without_shape([], ["甲镇", "乙镇"]), without_shape([], [])
    ('东湖农场没有边界，圆圈画在学校所在处', '甲镇、乙镇没有边界，学校也没有坐标，不在图上', '')
    """
    said = [f"{listed(marked, '个乡镇')}没有边界，圆圈画在学校所在处"] if marked else []
    said += [f"{listed(absent, '个乡镇')}没有边界，学校也没有坐标，不在图上"] if absent else []
    return "；".join(said)


def _circle(code: str, name: str, longitude: float, latitude: float, radius: float) -> dict[str, Any]:
    height = radius * math.cos(math.radians(latitude))  # a degree of latitude is longer
    turns = [2 * math.pi * step / CORNERS for step in range(CORNERS + 1)]
    ring = [
        [round(longitude + radius * math.cos(turn), DECIMALS), round(latitude + height * math.sin(turn), DECIMALS)]
        for turn in turns
    ]
    properties = {"code": code, "name": name, "longitude": longitude, "latitude": latitude, "mark": True}
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def _corners(coordinates: list) -> list[list[float]]:
    if isinstance(coordinates[0], (int, float)):
        return [coordinates[:2]]
    return [corner for inner in coordinates for corner in _corners(inner)]
