"""What tests/bench.py measures."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

TIMES = 7


@dataclass(frozen=True)
class Measure:
    """One promise: what, in which unit, at most how much, and what was measured."""

    what: str
    unit: str
    promised: float
    measured: float

    @property
    def ratio(self) -> float:
        """Measured over promised: 1 is the promise."""
        return self.measured / self.promised


def seconds(action: Callable[[], object], times: int = TIMES) -> float:
    """The median of several runs."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)
