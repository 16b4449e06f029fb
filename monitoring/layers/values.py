"""
网络 on the map, by value: what a township's schools have together of each measure that no threshold is in force for.

Pure. Schools as wholes; those that report both figures of a measure are in its sums, and nobody is judged. A township's
colour is that of its figure as it is written.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd

from monitoring.layers import points as data
from monitoring.layers.looks import Layer, Look, value_look
from monitoring.layers.pooled import Pooled, figure, ground_text
from monitoring.network import Measure, NetworkRules, written
from monitoring.standing import Count

SUMS = ["schools", "reported", "above", "below"]


def layers(own: pd.DataFrame, points: pd.DataFrame, names: Mapping[str, str], rules: NetworkRules) -> dict[str, Layer]:
    """
    Return a layer for every ratio and share that is not asked of schools and that one of them has reported, by key.

    Args:
        own: of network.assess, by school_code.
        points: the schools that are shown (points.school_points).
        names: of the townships, by code.
    """
    found = [(measure, value_look(measure.key, measure.name, measure.unit)) for measure in without_limit(own, rules)]
    return {look.key: _layer(measure, look, own, points, names) for measure, look in found if look}


def without_limit(own: pd.DataFrame, rules: NetworkRules) -> list[Measure]:
    """Return the measures of two figures without a threshold that one school at least reports."""
    measures = [measure for measure in rules.measures.values() if measure.below and not measure.limit()]
    return [measure for measure in measures if len(reported(own, measure.key))]


def reported(own: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Return the rows of a measure, by school, that have both of its figures."""
    rows = own[own["measure"] == measure]
    return rows[rows["above"].notna() & rows["below"].notna()]


def places(measure: Measure, layer: Layer) -> dict[str, Pooled]:
    """Return the figure of every township of a layer, by code."""
    return {code: pooled(measure, layer.places[code].name, row) for code, row in layer.towns.iterrows()}


def whole(measure: Measure, layer: Layer, name: str) -> Pooled:
    """Return the figure of all townships of a layer together."""
    return pooled(measure, name, layer.towns.sum())


def pooled(measure: Measure, name: str, sums: Mapping[str, float]) -> Pooled:
    """
    Return the figure of a place.

    Args:
        sums: schools, reported, and of those above and below added up.

    >>> from monitoring.network import load_network_rules
    >>> measure = load_network_rules().measures["pupils_per_computer"]
    >>> pooled(measure, "", dict(schools=2, reported=2, above=900, below=60)).value
    15.0
    >>> pooled(measure, "", dict(schools=2, reported=1, above=900, below=0)).value
    inf
    """
    above, below = sums["above"], sums["below"]
    nothing = math.inf if above > 0 and measure.less_is_better else math.nan
    return Pooled(
        name, int(sums["schools"]), int(sums["reported"]), above * measure.times / below if below > 0 else nothing
    )


def _layer(measure: Measure, look: Look, own: pd.DataFrame, points: pd.DataFrame, names: Mapping[str, str]) -> Layer:
    told = reported(own, measure.key)
    is_told = points["code"].isin(told.index)
    known = points.assign(state=[data.OUTSIDE if each else data.UNKNOWN for each in is_told])
    sums = known.assign(
        schools=1, reported=is_told.astype(int), above=points["code"].map(told["above"]),
        below=points["code"].map(told["below"]),
    )  # fmt: skip
    towns = sums.groupby("township")[SUMS].sum()
    found = {code: pooled(measure, names[code], row) for code, row in towns.iterrows()}
    counts = {code: Count(each.name, each.schools, each.reported, each.missing) for code, each in found.items()}
    return Layer(look, known, _values(measure, found), counts, towns, own)


def _values(measure: Measure, found: Mapping[str, Pooled]) -> pd.DataFrame:
    rows = [
        (
            code,
            written(measure, each.value),
            ground_text(measure, each),
            figure(measure, each.value, is_reported=each.reported > 0),
        )
        for code, each in found.items()
    ]
    return pd.DataFrame(rows, columns=["code", "value", "text", "figure"])
