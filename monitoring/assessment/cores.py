"""Runs work on arrays on all processors of the machine: NumPy computes outside Python's lock. It knows no rule."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

FEW = 2
"""So few pieces are done sooner than threads have started."""


def on_all_cores(work: Callable[[Any], Any], pieces: Sequence[Any]) -> list[Any]:
    """
    Return what a function makes of each piece, in their order; the pieces must not depend on one another.

    Raises:
        Whatever the function raises for the first piece that it refuses.

    >>> on_all_cores(lambda number: number * number, range(5))
    [0, 1, 4, 9, 16]
    """
    if len(pieces) <= FEW or cores() == 1:
        return [work(piece) for piece in pieces]
    with ThreadPoolExecutor(min(cores(), len(pieces))) as pool:
        return list(pool.map(work, pieces))


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
