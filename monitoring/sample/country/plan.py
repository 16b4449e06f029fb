"""What data/sample/country.toml says of the invented country, and the random streams of its counties; no figure."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np

from monitoring.settings import DATA

FILE = DATA / "sample" / "country.toml"
LANDS = ("city", "town", "village")
"""By 城乡分类; a school's land is its place in this list."""
STAGES = ("primary", "junior", "senior")

Plan = Mapping[str, Any]


@cache
def read_country() -> Plan:
    """
    Read the plan of the country.

    >>> len(read_country()["periods"]), min(read_country()["land"]["provinces"])
    (6, '91')
    """
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def stream(code: str, topic: str) -> np.random.Generator:
    """
    Return the random numbers of one topic of one county, the same whatever else is made.

    >>> stream("990101", "roster").random() == stream("990101", "roster").random()
    True
    """
    return np.random.default_rng([read_country()["seed"], int(code), *topic.encode()])


def between(rng: np.random.Generator, spread: Sequence[float], shape: int | tuple[int, ...]) -> np.ndarray:
    """Return numbers of an even spread, least and most."""
    least, most = spread
    return least + (most - least) * rng.random(shape)


def between_each(rng: np.random.Generator, spreads: np.ndarray) -> np.ndarray:
    """Return one number of each even spread: (n, 2) → (n,)."""
    return spreads[:, 0] + (spreads[:, 1] - spreads[:, 0]) * rng.random(len(spreads))


def by_land(spec: Mapping[str, Any]) -> np.ndarray:
    """Return what a section says of city, town and village, in the order of LANDS."""
    return np.array([spec[land] for land in LANDS])


def by_stage(spec: Mapping[str, Any]) -> np.ndarray:
    """Return what a section says of 小学, 初中 and 高中, in their order."""
    return np.array([spec[stage] for stage in STAGES])


def apportioned(totals: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """
    Return whole numbers that add up to each total, about as the weights have it: (…), (…, k) → (…, k).

    >>> apportioned(np.array([10.0, 3.0]), np.array([[1.0, 1.0, 2.0], [1.0, 1.0, 1.0]])).tolist()
    [[2.0, 3.0, 5.0], [1.0, 1.0, 1.0]]
    """
    shares = np.cumsum(weights, axis=-1)
    upto = np.rint(shares / shares[..., -1:] * totals[..., None])
    return np.diff(upto, axis=-1, prepend=0.0)
