"""How a figure of the network is written: on screens, in sentences, and in what a colour goes by."""

from __future__ import annotations

import math

from monitoring.figures import MISSING, cut, is_missing, threshold, up
from monitoring.network.rules import Measure

MOST_PCT = 100
NO_MACHINE = "没有机器"


def had(measure: Measure, figure: float) -> str:
    """
    Write what a school has, never so that a miss reads like a pass; a share above 100 % as 100 %.

    >>> from monitoring.network import load_network_rules
    >>> of = load_network_rules().measures
    >>> had(of["wireless"], 99.96), had(of["pupils_per_computer"], 10.01), had(of["uplink"], 1000.0)
    ('99.9%', '10.1:1', '1,000 Mbps')
    >>> had(of["multimedia"], 104.2), had(of["pupils_per_computer"], math.inf), had(of["wireless"], math.nan)
    ('100.0%', '没有机器', '—')
    """
    if is_missing(figure):
        return MISSING
    if math.isinf(figure):
        return NO_MACHINE
    if measure.unit == "%":
        return f"{_ratio(measure, figure)}%"
    if measure.unit == "n:1":
        return f"{_ratio(measure, figure)}:1"
    return f"{threshold(figure, '间')} {measure.unit}"


def written(measure: Measure, figure: float) -> float:
    """
    Return the number that `had` writes of a share or a ratio, so that a colour or a difference never says another.

    >>> from monitoring.network import load_network_rules
    >>> of = load_network_rules().measures
    >>> written(of["pupils_per_computer"], 7.95), written(of["wireless"], 39.99), written(of["wireless"], math.nan)
    (8.0, 39.9, nan)
    """
    return float(_ratio(measure, figure).replace(",", "")) if math.isfinite(figure) else figure


def _ratio(measure: Measure, figure: float) -> str:
    if measure.unit == "%":
        return cut(min(figure, MOST_PCT), 1)
    return up(figure, 1) if measure.less_is_better else cut(figure, 1)
