"""A measure of the network over a place: the sum of the one figure ÷ the sum of the other, and how it is written."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from monitoring.figures import count, is_missing
from monitoring.network import Measure, had

NOTHING_TO_DIVIDE = "除数是 0，算不出"


@dataclass(frozen=True)
class Pooled:
    """
    A measure of the network over a place.

    Attributes:
        name: of the place.
        schools: all of them; reported: those that report both figures.
        value: their one sum ÷ the other, in the measure's unit; inf: people and no machine; NaN: nobody reports, or
            there is nothing to divide by.
    """

    name: str
    schools: int
    reported: int
    value: float

    @property
    def missing(self) -> int:
        """Schools that do not report it."""
        return self.schools - self.reported


def pooled(measure: Measure, name: str, sums: Mapping[str, float]) -> Pooled:
    """
    Return the figure of a place.

    Args:
        sums: schools, reported, and of those above and below added up.

    >>> from monitoring.network import load_network_rules
    >>> of = load_network_rules().measures["pupils_per_computer"]
    >>> pooled(of, "", dict(schools=2, reported=2, above=900, below=60)).value
    15.0
    >>> pooled(of, "", dict(schools=2, reported=1, above=900, below=0)).value
    inf
    """
    above, below = sums["above"], sums["below"]
    nothing = math.inf if above > 0 and measure.less_is_better else math.nan
    return Pooled(
        name, int(sums["schools"]), int(sums["reported"]), above * measure.times / below if below > 0 else nothing
    )


def figure(measure: Measure, value: float, *, is_reported: bool = True) -> str:
    """
    Write what a place or a school has, or why there is no figure.

    >>> from monitoring.network import load_network_rules
    >>> of = load_network_rules().measures["pupils_per_computer"]
    >>> nan, inf = float("nan"), float("inf")
    >>> figure(of, 8.31), figure(of, inf), figure(of, nan), figure(of, nan, is_reported=False)
    ('8.4:1', '没有机器', '除数是 0，算不出', '未填报')
    """
    if not is_reported:
        return "未填报"
    return NOTHING_TO_DIVIDE if is_missing(value) else had(measure, value)


def ground_text(measure: Measure, place: Pooled) -> str:
    """
    Write a township's figure on the map, with how many of its schools report it.

    >>> from monitoring.network import load_network_rules
    >>> ground_text(load_network_rules().measures["pupils_per_computer"], Pooled("毛嘴镇", 7, 6, 8.31))
    '8.4:1 · 6/7 所'
    """
    shown = figure(measure, place.value, is_reported=place.reported > 0)
    return f"{shown} · {count(place.reported)}/{count(place.schools)} 所"
