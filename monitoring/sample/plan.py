"""
The plan of the sample county: data/sample/*.toml as frozen objects, and the random streams that fill it in.

It holds no figure of its own: what the county looks like is in the files.
"""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from monitoring.settings import DATA

FOLDER = DATA / "sample"


@dataclass(frozen=True)
class Township:
    """A township as planned: `at` is its core in km east and north of the county's centre; level 0 is middling."""

    code: str
    name: str
    at: tuple[float, float]
    bank: str
    level: float
    momentum: float
    shape: bool = True
    centre_pupils: int = 0
    villages: int = 0
    points: int = 0
    secondary: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """What county.toml and spreads.toml say; sections that one module alone reads stay mappings."""

    code: str
    name: str
    label: str
    seed: int
    province_prefix: str
    first_serial: int
    periods: tuple[date, ...]
    townships: tuple[Township, ...]
    schools: tuple[dict[str, Any], ...]
    events: tuple[dict[str, Any], ...]
    land: dict[str, Any]
    names: dict[str, Any]
    spreads: dict[str, Any]

    def township(self, code: str) -> Township:
        """The township of a nine-digit code."""
        return next(township for township in self.townships if township.code == code)


def read_plan(folder: Path = FOLDER) -> Plan:
    """
    Read the plan of the sample county.

    Args:
        folder: where county.toml and spreads.toml are.

    Raises:
        FileNotFoundError, KeyError: a file of the program itself is damaged; a mistake of ours, not of the user.

    >>> plan = read_plan()
    >>> plan.name, len(plan.periods), len(plan.townships)
    ('清渚县', 6, 17)
    """
    county = tomllib.loads((folder / "county.toml").read_text(encoding="utf-8"))
    spreads = tomllib.loads((folder / "spreads.toml").read_text(encoding="utf-8"))
    townships = tuple(Township(**{**township, "at": tuple(township["at"])}) for township in county["township"])
    plain = ("code", "name", "label", "seed", "province_prefix", "first_serial", "land", "names")
    return Plan(
        **{key: county[key] for key in plain},
        periods=tuple(county["periods"]),
        townships=townships,
        schools=tuple(county["school"]),
        events=tuple(county["event"]),
        spreads=spreads,
    )


def stream(seed: int, *topic: object) -> random.Random:
    """
    A stream of random numbers of its own for every topic, so that one more school changes no other.

    >>> stream(1, "a").random() == stream(1, "a").random() != stream(1, "b").random()
    True
    """
    return random.Random("/".join(map(str, (seed, *topic))))
