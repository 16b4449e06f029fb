"""The schools of each county and stage, and sums over them, all groups at once. It knows no limit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pandas as pd

from monitoring.assessment import IN_SCOPE, Evaluation
from monitoring.schools.columns import COMPULSORY


@dataclass(frozen=True)
class Spread:
    """Of each group: schools counted, their pupils, county mean, weighted standard deviation, coefficient; or NaN."""

    n: np.ndarray
    pupils: np.ndarray
    mean: np.ndarray
    sd: np.ndarray
    cv: np.ndarray


@dataclass(frozen=True)
class Groups:
    """
    Parts in scope that have pupils, by county and stage.

    Attributes:
        names: counties and stages of the groups, in the order of both; a group may have no part.
        size: how many groups there are.
        pupils: of all parts.
        place: of each part that counts, its place among all, group by group.
        group: of each part that counts, ascending.
    """

    names: tuple[np.ndarray, np.ndarray]
    pupils: np.ndarray
    place: np.ndarray
    group: np.ndarray

    @property
    def size(self) -> int:
        """Groups, empty ones included."""
        return len(self.names[0])

    def by_stage(self, limits: Mapping[str, Decimal]) -> np.ndarray:
        """Return of each group the number of its stage; NaN where there is none."""
        limit = {stage: float(limits.get(stage, np.nan)) for stage in set(self.names[1])}
        return np.array([limit[stage] for stage in self.names[1]], dtype=float)

    def counted(self, figures: np.ndarray, group: int) -> np.ndarray:
        """Return the places of a group's parts that have a figure."""
        place = self.place[self.group == group]
        return place[~np.isnan(figures[place])]

    def spread(self, figures: np.ndarray) -> Spread:
        """
        Return how far a per-pupil figure is spread in each group, every part weighted by its pupils.

        Args:
            figures: of all parts, NaN not reported.
        """
        per_pupil = figures[self.place]
        known = ~np.isnan(per_pupil)
        per_pupil, group, pupils = per_pupil[known], self.group[known], self.pupils[self.place[known]]
        sums = Sums(group, self.size)
        weight = sums.of(pupils)
        mean = _divided(sums.of(per_pupil * pupils), weight)
        sd = np.sqrt(_divided(sums.of(pupils * (per_pupil - mean[group]) ** 2), weight))
        return Spread(sums.count.astype(float), weight, mean, sd, _divided(sd, mean))


class Sums:
    """Sums by group of parts that are in the order of their groups, each the same float as `.sum()` of its slice."""

    def __init__(self, group: np.ndarray, size: int) -> None:
        self.count = np.bincount(group, minlength=size)
        self._first = np.cumsum(self.count) - self.count + np.arange(size)
        self._slot = np.arange(len(group)) + group + 1
        # reduceat adds the rest of a slice to its first number, `.sum()` adds all of it to 0: so each begins with a 0.
        self._padded = np.zeros(len(group) + size)

    def of(self, numbers: np.ndarray) -> np.ndarray:
        """Return (groups,) sums."""
        self._padded[self._slot] = numbers
        return np.add.reduceat(self._padded, self._first)


def county_stages(parts: pd.DataFrame, evaluation: Evaluation) -> Groups:
    """Return the groups of the parts: every county, with each stage that the standard judges."""
    county, counties = pd.factorize(parts["county_code"], sort=True)
    judged = [stage for stage in COMPULSORY if stage in evaluation.compiled.standard.scope.stages]
    stage = np.full(len(parts), -1)
    for place, name in enumerate(judged):
        stage[(parts["stage"] == name).to_numpy(bool)] = place
    pupils = parts["pupils"].to_numpy(float)
    counted = np.flatnonzero((evaluation.scope == IN_SCOPE) & (stage >= 0) & (pupils > 0))
    group = (county * len(judged) + stage)[counted]
    order = np.argsort(group, kind="stable")
    names = np.repeat(np.asarray(counties, dtype=object), len(judged)), np.tile(np.array(judged, object), len(counties))
    return Groups(names, pupils, counted[order], group[order])


def _divided(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    """NaN where there is nothing to divide by."""
    is_usable = (below != 0) & ~np.isnan(below)
    return np.divide(above, below, out=np.full(len(above), np.nan), where=is_usable)
