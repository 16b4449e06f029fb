"""
What the map shows, as plain data: schools as points or, where they are too many, as cells; townships by a measure.

Pure: frames and shapes in, what becomes JSON out. Nothing is judged here, nothing drawn. A missing figure stays None.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from components.drawing import theme
from monitoring.layers import Classes, Layer, MapRules
from monitoring.layers.points import MET, OUTSIDE

TILE_PX = 256  # the side of a Web Mercator tile at zoom 0


# —— schools


def placed(points: pd.DataFrame) -> pd.DataFrame:
    """Return the points that have a place."""
    return points[points["latitude"].notna() & points["longitude"].notna()]


def columns(points: pd.DataFrame) -> dict[str, Any]:
    """
    Return points as compact columns: places in units of 0.00001 degrees, townships as positions in a list.

    >>> one = pd.DataFrame({"code": ["1"], "name": ["卢湾小学"], "township": ["990121107"], "latitude": [30.5],
    ...                     "longitude": [113.25], "pupils": [float("nan")], "state": [1]})
    >>> columns(one)["latitude"], columns(one)["pupils"], columns(one)["townships"]
    ([3050000], [None], ['990121107'])
    """
    townships, position = np.unique(points["township"].astype(str), return_inverse=True)
    return {
        "partial": False,
        "code": points["code"].tolist(),
        "name": points["name"].tolist(),
        "townships": townships.tolist(),
        "township": position.tolist(),
        "latitude": (points["latitude"] * 1e5).round().astype(int).tolist(),
        "longitude": (points["longitude"] * 1e5).round().astype(int).tolist(),
        "pupils": [None if math.isnan(roll) else int(roll) for roll in points["pupils"]],
        "state": points["state"].tolist(),
    }


def cells(points: pd.DataFrame, zoom: int, colours: Iterable[str], by: MapRules) -> dict[str, Any]:
    """
    Return points gathered into a square grid of the screen at a zoom level: counts, shares and the middle of each cell.

    Args:
        points: placed points, any number.
        zoom: level of Web Mercator; the grid is fixed to the earth, so that neighbouring views agree.
        colours: of the classes "share", then of a cell where no school is judged.
        by: how large a cell is, and the classes.
    """
    x, y = _mercator(points["longitude"].to_numpy(), points["latitude"].to_numpy())
    per_side = TILE_PX * 2**zoom / by.cell_px
    grid = np.floor(x * per_side).astype(np.int64) << 32 | np.floor(y * per_side).astype(np.int64)
    _, position, schools = np.unique(grid, return_inverse=True, return_counts=True)
    state = points["state"].to_numpy()
    met = np.bincount(position, weights=state == MET)
    judged = np.bincount(position, weights=state != OUTSIDE)
    latitude = np.bincount(position, weights=points["latitude"]) / schools
    longitude = np.bincount(position, weights=points["longitude"]) / schools
    *ramp, none = colours
    share = by.classes["share"]
    return {
        "partial": True,
        "cells": [
            {
                "latitude": round(float(latitude[cell]), 5),
                "longitude": round(float(longitude[cell]), 5),
                "schools": int(schools[cell]),
                "met": int(met[cell]),
                "judged": int(judged[cell]),
                "colour": ramp[share.class_of(100 * met[cell] / judged[cell])] if judged[cell] else none,
            }
            for cell in range(len(schools))
        ],
    }


def within(points: pd.DataFrame, box: tuple[float, float, float, float]) -> pd.DataFrame:
    """Return the points inside a box of west, south, east, north, its edge included."""
    west, south, east, north = box
    return points[points["longitude"].between(west, east) & points["latitude"].between(south, north)]


def window(
    points: pd.DataFrame,
    box: tuple[float, float, float, float] | None,
    zoom: int,
    colours: Iterable[str],
    by: MapRules,
) -> dict[str, Any]:
    """
    Return what a window shows: every school where they are few enough, else cells.

    A county that fits is sent whole, once; a larger set is asked for window by window (`partial`).
    """
    if len(points) <= by.most_schools:
        return columns(points)
    seen = within(points, box) if box else points
    if box and len(seen) <= by.most_schools:
        return {**columns(seen), "partial": True}
    return cells(seen, zoom, colours, by)


def box_of(points: pd.DataFrame) -> tuple[float, float, float, float]:
    """Return west, south, east, north of at least one placed point."""
    longitude, latitude = points["longitude"], points["latitude"]
    return float(longitude.min()), float(latitude.min()), float(longitude.max()), float(latitude.max())


def zoom_for(box: tuple[float, float, float, float], largest: int) -> int:
    """Return the level at which a box is about as wide as a window of four tiles: for a first view without a zoom."""
    west, _, east, _ = box
    return max(1, min(largest, math.floor(math.log2(4 * 360 / max(east - west, 1e-6)))))


# —— townships


def ramp(classes: Classes) -> tuple[str, ...]:
    """Return the colours of classes: teal where more is better, plain where it is not."""
    return theme.RAMP if classes.unit == "%" else theme.NEUTRAL_RAMP


def shades(classes: Classes) -> list[tuple[str, str]]:
    """Return colour and what it holds of every class."""
    return list(zip(ramp(classes), classes.ranges, strict=True))


def townships(layer: Layer, shapes: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return the townships of a layer as GeoJSON, in its colours (`features`)."""
    classes = layer.look.classes
    return features(shapes, layer.values, names, classes, (*ramp(classes), theme.EMPTY))


def features(
    shapes: Mapping[str, Any], values: pd.DataFrame, names: Mapping[str, str], classes: Classes, colours: Iterable[str]
) -> dict[str, Any]:
    """
    Return the townships as GeoJSON, each with its name, its figure in words and the colour of its class.

    Args:
        shapes: GeoJSON whose features have code, name and the label's place (longitude, latitude).
        values: code, value, text, figure (the text as short as a small map needs it).
        names: names by code, as the tables have them; they win over the boundary file's.
        colours: of the classes, then of a township without a value.
    """
    known = values.set_index("code")
    *ramp, none = colours
    drawn = []
    for feature in shapes["features"]:
        properties = feature["properties"]
        code = properties["code"]
        step = classes.class_of(known["value"].get(code))
        shown = {
            "code": code,
            "name": names.get(code, properties["name"]),
            "text": known["text"].get(code, "没有学校"),
            "figure": known["figure"].get(code, ""),
            "colour": none if step is None else ramp[step],
            "longitude": properties["longitude"],
            "latitude": properties["latitude"],
            **({"mark": True} if properties.get("mark") else {}),
        }
        drawn.append({"type": "Feature", "properties": shown, "geometry": feature["geometry"]})
    return {"type": "FeatureCollection", "features": drawn}


def bounds(shapes: Mapping[str, Any], points: pd.DataFrame) -> list[list[float]] | None:
    """Return south, west and north, east of the townships' shapes, else of the placed schools; None: neither."""
    corners = [corner for feature in shapes["features"] for corner in _corners(feature["geometry"]["coordinates"])]
    corners = corners or list(zip(points["longitude"], points["latitude"], strict=True))
    if not corners:
        return None
    longitude, latitude = zip(*corners, strict=True)
    return [[min(latitude), min(longitude)], [max(latitude), max(longitude)]]


def _corners(coordinates: list) -> Iterable[tuple[float, float]]:
    if isinstance(coordinates[0], (int, float)):
        yield coordinates[0], coordinates[1]
    else:
        for inner in coordinates:
            yield from _corners(inner)


def _mercator(longitude: np.ndarray, latitude: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Web Mercator, 0 to 1 from the date line east and from 85.05° north south."""
    sine = np.sin(np.radians(latitude))
    return (longitude + 180) / 360, 0.5 - np.log((1 + sine) / (1 - sine)) / (4 * math.pi)
