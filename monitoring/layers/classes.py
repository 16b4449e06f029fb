"""The fixed classes of data/map.toml: periods and counties stay comparable."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from monitoring.settings import DATA


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


def cell_px() -> int:
    """Return the side of a cell, in pixels of the screen."""
    return int(_file()["view"]["cell_px"])


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads((DATA / "map.toml").read_text(encoding="utf-8"))
