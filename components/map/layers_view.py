"""What a view of the map draws, whichever provider it comes from, and what may colour it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from typing import Any

import pandas as pd

from components.drawing import theme
from components.frame import cached
from components.frame.choice import ALL
from components.map import data
from components.map import view as map_view
from components.map.view import MapView
from monitoring.layers.looks import Layer, is_layer
from monitoring.settings import DATA, load_settings

RULES = ("map.toml", "informatization.toml", "network.toml")  # files that decide what a layer shows


def layer(view: MapView) -> Layer | None:
    """Return the layer of informatization that a view shows; None: it shows a measure of the standard."""
    return cached.layers(view).get(view.measure) if is_layer(view.measure) else None


def measure_names(number: int, standard: str) -> dict[str, str]:
    """Return what may colour the map, key → words: by the standard, then the layers that the snapshot has data for."""
    found = map_view.measure_names(cached.standards()[standard], cached.indicators())
    shown = cached.layers(MapView(number, standard, ALL, ""))
    return found | {key: each.look.name for key, each in shown.items()}


def points(view: MapView) -> pd.DataFrame:
    """Return the schools of a view (layers.points.school_points)."""
    shown = layer(view)
    return shown.points if shown else cached.points(view)


def townships(view: MapView) -> Mapping[str, Any]:
    """Return the townships of a view as GeoJSON, each with its figure and colour."""
    shown = layer(view)
    if shown is None:
        return cached.township_layer(view)
    names = cached.places(view.snapshot).townships
    colours = (*data.ramp(shown.look.measure), theme.EMPTY)
    return data.features(cached.shapes(view.snapshot), shown.values, names, shown.look.measure, colours)


def rules(view: MapView) -> str:
    """Return what stands in the data's address for every rule that decides what a view shows."""
    if not is_layer(view.measure):
        return cached.fingerprint()
    return hashlib.sha256(f"{cached.fingerprint()} {_own_rules()}".encode()).hexdigest()[:16]


@cache
def _own_rules() -> str:
    """Read once: so are the rules themselves, and the limits that config.toml chooses."""
    chosen = repr(sorted(load_settings().network_limits.items())).encode()
    files = [(DATA / name).read_bytes() for name in RULES if (DATA / name).is_file()]
    return hashlib.sha256(b"".join([*files, chosen])).hexdigest()
