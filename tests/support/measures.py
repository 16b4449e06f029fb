"""What tests/bench.py measures."""

from __future__ import annotations

from dataclasses import dataclass


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
