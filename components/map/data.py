"""
What the map shows, as plain data: schools as points or, where they are too many, as cells; townships by a measure.

Pure: frames and shapes in, what becomes JSON out. Nothing is judged here, nothing drawn. A missing figure stays None.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from monitoring import figures
from monitoring.schools.names import short_name
from monitoring.settings import DATA
from monitoring.standing import Count

MET, NOT_MET, UNKNOWN, OUTSIDE = range(4)
STATES = {
    "met": MET, "not_met": NOT_MET, "undetermined": UNKNOWN, "not_judged": OUTSIDE,
    "gap": NOT_MET, "no_data": UNKNOWN, "not_applicable": OUTSIDE,
}  # fmt: skip
WORST_FIRST = (NOT_MET, UNKNOWN, MET, OUTSIDE)  # of several stages the state that counts for the school
TILE_PX = 256  # the side of a Web Mercator tile at zoom 0
WAN = 10_000
STAFF_ONLY = "只缺教师"


@dataclass(frozen=True)
class Measure:
    """What colours a township: the lower limits of its fixed classes, the last one open, with their labels."""

    name: str
    ground: str
    unit: str
    limits: tuple[float, ...]
    labels: tuple[str, ...]

    @property
    def ranges(self) -> tuple[str, ...]:
        """
        What each class holds.

        >>> Measure("", "", "%", (0, 50), ()).ranges, Measure("", "", "人", (0, 500), ()).ranges
        (('0–49%', '50–100%'), ('0–499', '500 以上'))
        >>> Measure("", "", "间", (0, 1, 5), ()).ranges
        ('0', '1–4', '5 以上')
        """
        unit = "%" if self.unit == "%" else ""
        last = f"{self.limits[-1]:,}–100%" if unit else f"{self.limits[-1]:,} 以上"
        pairs = [(low, high - 1) for low, high in zip(self.limits, self.limits[1:], strict=False)]
        return (*(f"{low:,}–{high:,}{unit}" if low < high else f"{low:,}{unit}" for low, high in pairs), last)

    def class_of(self, value: float | None) -> int | None:
        """
        Return the class a value falls into; None where there is none.

        >>> Measure("", "", "%", (0, 20, 40), ()).class_of(39.99)
        1
        """
        if value is None or math.isnan(value):
            return None
        return int(np.searchsorted(self.limits, value, side="right")) - 1


@cache
def measures() -> Mapping[str, Measure]:
    """Return the measures of data/map.toml."""
    return {
        key: Measure(entry["name"], entry["ground"], entry["unit"], tuple(entry["limits"]), tuple(entry["labels"]))
        for key, entry in _file()["measures"].items()
    }


def most_schools() -> int:
    """Return how many schools are drawn one by one; more become cells."""
    return int(_file()["view"]["most_schools"])


def largest_zoom() -> int:
    """Return the largest zoom level that is asked for."""
    return int(_file()["view"]["largest_zoom"])


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads((DATA / "map.toml").read_text(encoding="utf-8"))


# —— schools


def short_names(schools: pd.DataFrame) -> dict[str, str]:
    """Return the schools' names without county and township, by code."""
    own = schools[["school_code", "school_name", "county", "township"]].itertuples()
    return {row.school_code: short_name(row.school_name, row.county, row.township) for row in own}


def worst_states(rows: pd.DataFrame) -> pd.DataFrame:
    """
    Return one state a school: the worst of its stages; its pupils added up, not reported where one stage's are not.

    Args:
        rows: school_code, status, pupils, one row per school × stage.
    """
    rank = {status: WORST_FIRST.index(state) for status, state in STATES.items()}
    ranked = rows.assign(rank=rows["status"].map(rank)).sort_values("rank", kind="stable")
    by = ranked.groupby("school_code", sort=False)
    roll = by["pupils"].sum().where(by["pupils"].count() == by.size())
    return pd.DataFrame({"status": by["status"].first(), "pupils": roll}).reset_index()


def school_points(schools: pd.DataFrame, states: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """
    Return the schools that the map draws.

    Args:
        schools: the frame of that name (docs/architecture.md).
        states: school_code, status (a verdict or a requirement's status), pupils; other schools are left out.
        names: short names by school code.

    Returns:
        code, name, township, latitude, longitude (NaN: cannot be placed), pupils (NaN: not reported), state (0 met,
        1 not met, 2 not known, 3 not judged), in the order of schools.
    """
    here = schools.merge(states[["school_code", "status"]].assign(roll=states["pupils"]), on="school_code")
    return pd.DataFrame(
        {
            "code": here["school_code"],
            "name": here["school_code"].map(names),
            "township": here["township_code"],
            "latitude": here["latitude"],
            "longitude": here["longitude"],
            "pupils": here["roll"],
            "state": here["status"].map(STATES).astype(int),
        }
    )


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


def cells(points: pd.DataFrame, zoom: int, colours: Iterable[str]) -> dict[str, Any]:
    """
    Return points gathered into a square grid of the screen at a zoom level: counts, shares and the middle of each cell.

    Args:
        points: placed points, any number.
        zoom: level of Web Mercator; the grid is fixed to the earth, so that neighbouring views agree.
        colours: of the classes of the measure "share", then of a cell where no school is judged.
    """
    x, y = _mercator(points["longitude"].to_numpy(), points["latitude"].to_numpy())
    per_side = TILE_PX * 2**zoom / _file()["view"]["cell_px"]
    grid = np.floor(x * per_side).astype(np.int64) << 32 | np.floor(y * per_side).astype(np.int64)
    _, position, schools = np.unique(grid, return_inverse=True, return_counts=True)
    state = points["state"].to_numpy()
    met = np.bincount(position, weights=state == MET)
    judged = np.bincount(position, weights=state != OUTSIDE)
    latitude = np.bincount(position, weights=points["latitude"]) / schools
    longitude = np.bincount(position, weights=points["longitude"]) / schools
    *ramp, none = colours
    share = measures()["share"]
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


def view(
    points: pd.DataFrame, box: tuple[float, float, float, float] | None, zoom: int, colours: Iterable[str]
) -> dict[str, Any]:
    """
    Return what a window shows: every school where they are few enough, else cells.

    A county that fits is sent whole, once; a larger set is asked for window by window (`partial`).
    """
    if len(points) <= most_schools():
        return columns(points)
    seen = within(points, box) if box else points
    if box and len(seen) <= most_schools():
        return {**columns(seen), "partial": True}
    return cells(seen, zoom, colours)


def box_of(points: pd.DataFrame) -> tuple[float, float, float, float]:
    """Return west, south, east, north of at least one placed point."""
    longitude, latitude = points["longitude"], points["latitude"]
    return float(longitude.min()), float(latitude.min()), float(longitude.max()), float(latitude.max())


def zoom_for(box: tuple[float, float, float, float]) -> int:
    """Return the level at which a box is about as wide as a window of four tiles: for a first view without a zoom."""
    west, _, east, _ = box
    return max(1, min(largest_zoom(), math.floor(math.log2(4 * 360 / max(east - west, 1e-6)))))


# —— townships


def verdict_shares(townships: pd.DataFrame, stage: str) -> pd.DataFrame:
    """
    Return the share of schools that meet the standard, by township.

    Args:
        townships: the frame of that name: township_code, stage, schools (judged), met.

    Returns:
        code, value (percent; NaN where no school is judged), text ("2/5 达标"), figure ("40%", "" where none).
    """
    rows = townships[townships["stage"] == stage]
    return _shares(rows["township_code"], rows["met"], rows["schools"])


def requirement_shares(points: pd.DataFrame) -> pd.DataFrame:
    """
    Return the share of schools that meet one requirement, by township; a school without the figure is in the total.

    Args:
        points: schools with the state of that requirement.
    """
    counted = points[points["state"] != OUTSIDE]
    by = counted.groupby("township")["state"]
    total = by.size().reindex(points["township"].unique(), fill_value=0)
    met = by.agg(lambda states: (states == MET).sum()).reindex(total.index, fill_value=0)
    return _shares(pd.Series(total.index), met, total)


def counts(points: pd.DataFrame, names: Mapping[str, str]) -> dict[str, Count]:
    """
    Return the counts of every township by the state its points have; those not asked are in no total.

    Args:
        names: of the townships, by code.
    """
    by = points.groupby("township")["state"]
    return {
        code: Count(
            names[code], int((states != OUTSIDE).sum()), int((states == MET).sum()), int((states == UNKNOWN).sum())
        )
        for code, states in by
    }


def money(townships: pd.DataFrame, staff_only: Collection[str] = ()) -> pd.DataFrame:
    """
    Return what it costs to close the gaps, by township, in 万元.

    Args:
        townships: of shortages.Shortages: township_code, schools (that lack anything), unknown (cells not reported),
            cost_yuan (NaN: nothing priced).
        staff_only: codes of those that lack nothing but teachers.

    Returns:
        code, value (万元, unrounded; NaN where something is lacking and nothing of it has a unit cost, or where nothing
        is known to be lacking and something is not reported), text and figure (rounded up; 0 where nothing is lacking).
    """
    lacks_nothing = (townships["schools"] == 0) & (townships["unknown"] == 0)
    cost = townships["cost_yuan"].mask(townships["cost_yuan"].isna() & lacks_nothing, 0)
    staff = townships["township_code"].isin(staff_only)
    figure = [STAFF_ONLY if only else figures.wan(yuan) for yuan, only in zip(cost, staff, strict=True)]
    open_words = ["没有单价" if lacking else "没有填报全" for lacking in townships["schools"]]
    text = [
        why if shown == figures.MISSING else shown if shown == STAFF_ONLY else f"{shown} 万元"
        for shown, why in zip(figure, open_words, strict=True)
    ]
    return pd.DataFrame({"code": townships["township_code"], "value": cost / WAN, "text": text, "figure": figure})


def pupils(points: pd.DataFrame) -> pd.DataFrame:
    """
    Return pupils by township; where a school did not report, the text says "≥".

    >>> two = pd.DataFrame({"township": ["990121107", "990121107"], "pupils": [416.0, float("nan")]})
    >>> pupils(two)["text"].tolist()
    ['≥ 416 人']
    """
    by = points.groupby("township")["pupils"]
    total, missing = by.sum(), by.agg(lambda roll: roll.isna().any())
    figure = [f"{'≥ ' if less else ''}{figures.count(roll)}" for roll, less in zip(total, missing, strict=True)]
    text = [f"{number} 人" for number in figure]
    return pd.DataFrame({"code": total.index, "value": total.to_numpy(), "text": text, "figure": figure})


def features(
    shapes: Mapping[str, Any], values: pd.DataFrame, names: Mapping[str, str], measure: Measure, colours: Iterable[str]
) -> dict[str, Any]:
    """
    Return the townships as GeoJSON, each with its name, its figure in words and the colour of its class.

    Args:
        shapes: GeoJSON whose features have code, name and the label's place (longitude, latitude).
        values: code, value, text, figure (the text as short as a small map needs it).
        names: names by code, as the tables have them; they win over the boundary file's.
        colours: of the measure's classes, then of a township without a value.
    """
    known = values.set_index("code")
    *ramp, none = colours
    drawn = []
    for feature in shapes["features"]:
        properties = feature["properties"]
        code = properties["code"]
        step = measure.class_of(known["value"].get(code))
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


def _shares(code: pd.Series, met: pd.Series, schools: pd.Series) -> pd.DataFrame:
    # Under a standard without verdicts met is missing, not zero.
    schools = schools.to_numpy() * met.notna().to_numpy()
    met = met.to_numpy()
    value = [100 * part / whole if whole else math.nan for part, whole in zip(met, schools, strict=True)]
    text = [f"{part:.0f}/{whole} 达标" if whole else "不评定" for part, whole in zip(met, schools, strict=True)]
    figure = [figures.share(part, whole, 0) if whole else "" for part, whole in zip(met, schools, strict=True)]
    return pd.DataFrame({"code": code.to_numpy(), "value": value, "text": text, "figure": figure})


def _mercator(longitude: np.ndarray, latitude: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Web Mercator, 0 to 1 from the date line east and from 85.05° north south."""
    sine = np.sin(np.radians(latitude))
    return (longitude + 180) / 360, 0.5 - np.log((1 + sine) / (1 - sine)) / (4 * math.pi)
