"""
Layers of informatization on the map: how each looks, and what a snapshot gives it to show.

Pure. A provider (rooms, network, values) makes layers; whoever draws asks none where they come from.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import pandas as pd

from monitoring.layers.classes import Measure, measures
from monitoring.layers.points import school_points, short_names, worst_states
from monitoring.settings import DATA
from monitoring.standing import ALL, COMPULSORY, Count

ROOMS, NETWORK = "rooms", "network"
VALUES = "values"  # the network's measures that nobody is judged by, as data/map.toml calls them
OVERDUE = "rooms.overdue"


@dataclass(frozen=True)
class Look:
    """
    How a layer is named and coloured.

    Attributes:
        key: in the address, "rooms.accepted": its provider and what it shows.
        name: as it is chosen; ground: the legend's title of the townships' colours.
        measure: their classes.
        states: the legend's words of a school's four states; "" does not occur.
        is_value: it shows what places have; nobody is judged, nothing is done or not.
    """

    key: str
    name: str
    ground: str
    measure: Measure
    states: tuple[str, ...]
    is_value: bool = False

    @property
    def provider(self) -> str:
        """Where it comes from: "rooms" or "network"."""
        return self.key.partition(".")[0]

    @property
    def part(self) -> str:
        """What it shows, as its provider calls it: "accepted"."""
        return self.key.partition(".")[2]

    @property
    def subject(self) -> str:
        """
        What it shows, as sentences name it.

        >>> looks()["rooms.accepted"].subject
        '验收'
        """
        return self.name.partition("：")[2]


@dataclass(frozen=True)
class Layer:
    """
    A layer of a snapshot.

    Attributes:
        points: points.school_points; values: code, value, text, figure of every township, as the map draws them.
        places: what is counted (rooms, schools) by township: all, those that are as they should be (by value: that
            report), those unknown.
        towns, schools: the figures behind, by township code and by school code.
    """

    look: Look
    points: pd.DataFrame
    values: pd.DataFrame
    places: Mapping[str, Count]
    towns: pd.DataFrame
    schools: pd.DataFrame


def is_layer(measure: str) -> bool:
    """
    Return whether a measure of the address is a layer's, and no requirement's.

    >>> is_layer("rooms.in_use"), is_layer("L4"), is_layer("share")
    (True, False, False)
    """
    return measure.startswith((f"{ROOMS}.", f"{NETWORK}."))


@cache
def looks() -> Mapping[str, Look]:
    """Return how the layers of the classroom ledger look, by key, in their order."""
    return {key: _look(key, entry) for key, entry in _entries().items() if key not in (NETWORK, VALUES)}


def network_look(measure: str, name: str) -> Look:
    """
    Return how the layer of a measure of the network looks.

    >>> network_look("uplink", "千兆进校").key, network_look("uplink", "千兆进校").ground
    ('network.uplink', '底色：千兆进校达标率')
    """
    return _look(f"{NETWORK}.{measure}", _entries()[NETWORK], name)


def value_look(measure: str, name: str, unit: str) -> Look | None:
    """
    Return how the layer of a measure looks that nobody is judged by; None: data/map.toml has no classes for its unit.

    >>> value_look("multimedia", "多媒体教室占比", "%").measure.name, value_look("own", "生机", "n:1").measure.name
    ('达标率', '生机比')
    >>> value_look("own", "端口", "个") is None
    True
    """
    entry = _entries()[VALUES]
    classes = measure if measure in measures() else entry["measure"].get(unit)
    if classes is None:
        return None
    return replace(_look(f"{NETWORK}.{measure}", entry | {"measure": classes}, name), is_value=True)


@cache
def _entries() -> Mapping[str, Any]:
    return tomllib.loads((DATA / "map.toml").read_text(encoding="utf-8"))["layers"]


def _look(key: str, entry: Mapping[str, Any], name: str = "") -> Look:
    named, ground = (entry[text].format(name=name) for text in ("name", "ground"))
    return Look(key, named, ground, measures()[entry["measure"]], tuple(entry["states"]))


def everyone(schools: pd.DataFrame, parts: pd.DataFrame, stage: str) -> pd.DataFrame:
    """Return the schools of a stage as points (map_data.school_points), none of them judged yet."""
    stages = COMPULSORY if stage == ALL else (stage,)
    own = parts.loc[parts["stage"].isin(stages), ["school_code", "pupils"]].assign(status="not_applicable")
    return school_points(schools, worst_states(own), short_names(schools))
