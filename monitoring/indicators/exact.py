"""Reported figures as whole numbers of their smallest unit, and products that never overflow. It compares nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

# Whole numbers; 0.01 ㎡ and 0.01 万元; 元 in 万元; 分 in 万元. Nothing that an office reports is finer.
SCALES = (1, 100, 10_000, 1_000_000)
# A stored decimal is off by half a float's last digit, a sum of many by a little more: far below the smallest unit.
NOISE = 1e-9
RELATIVE_NOISE = 2e-15
LARGEST = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Exact:
    """
    A column of figures: value = units ÷ scale.

    Attributes:
        units: int64, unlimited where they would not fit; where a figure is not known it is 0 and must not be read.
        known: which figures were reported.
        scale: how many units make 1.
        largest: the largest of the units, regardless of sign.
    """

    units: np.ndarray
    known: np.ndarray
    scale: int
    largest: int


def exact(reported: np.ndarray) -> Exact:
    """
    Turn floats that stand for decimals into whole numbers of the largest unit that holds them all.

    >>> column = exact(np.array([0.1, 2.35, np.nan]))
    >>> column.units.tolist(), column.known.tolist(), column.scale
    ([10, 235, 0], [True, True, False], 100)
    """
    known = ~np.isnan(reported)
    filled = reported if known.all() else np.where(known, reported, 0.0)
    for scale in SCALES:
        scaled = filled * scale
        units = np.rint(scaled)
        largest = max(units.max(initial=0), -units.min(initial=0))
        off = np.abs(np.subtract(scaled, units, out=scaled), out=scaled)
        # Each by its own size: one absurd figure must not blur the others.
        if off.max(initial=0) <= NOISE or (off <= NOISE + RELATIVE_NOISE * np.abs(units)).all():
            break
    return Exact(_whole(units, largest), known, scale, int(largest))


def _whole(units: np.ndarray, largest: float) -> np.ndarray:
    return units.astype(np.int64) if largest < LARGEST else np.array([int(unit) for unit in units], dtype=object)


def fits(*bounds: int) -> bool:
    """
    Return whether a product whose factors are at most `bounds` fits into 64 bits.

    >>> fits(10**9, 10**9), fits(10**10, 10**9)
    (True, False)
    """
    product = 1
    for bound in bounds:
        product *= max(1, bound)
    return product <= LARGEST


def wide(array: np.ndarray, *bounds: int) -> np.ndarray:
    """Return the array; as unlimited whole numbers where a product with these bounds would not fit into 64 bits."""
    return array if fits(*bounds) else array.astype(object)


def times(array: np.ndarray, largest: int, factor: int) -> np.ndarray:
    """Return whole numbers, the largest given, times a factor; the array itself where that is 1. It never overflows."""
    return array if factor == 1 else wide(array, largest, abs(factor)) * factor
