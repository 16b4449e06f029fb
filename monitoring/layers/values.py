"""
网络 on the map, by value: what a township's schools have together of each measure that no threshold is in force for.

Pure. Schools as wholes; those that report both figures of a measure are in its sums, and nobody is judged. A township's
colour is that of its figure as it is written.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from monitoring.layers.kinds import Values
from monitoring.layers.model import Known
from monitoring.layers.network import FAMILY, known_of, reported, without_limit
from monitoring.layers.points import OUTSIDE, UNKNOWN, township_names
from monitoring.layers.pooled import Pooled, figure, ground_text, pooled
from monitoring.layers.rules import Look, MapRules
from monitoring.network import Measure, written
from monitoring.standing import Count

PROVIDER = "values"
SUMS = ["schools", "reported", "above", "below"]


def looks(known: Known) -> dict[str, Look]:
    """Return a layer for every ratio and share that is not asked of schools and that one of them has reported."""
    possible = (_look(measure, known.map_rules) for measure in without_limit(known.assessed, known.network_rules))
    return {look.key: look for look in possible if look}


def layer(known: Known, look: Look) -> Values:
    """Return one of them."""
    measure, network = known.network_rules.measures[look.part], known_of(known)
    told, names = reported(network.rows, look.part)[["above", "below", "value"]], township_names(known.judged.schools)
    is_told = known.points["code"].isin(told.index)
    points = known.points.assign(state=[OUTSIDE if each else UNKNOWN for each in is_told])
    sums = points.assign(
        schools=1, reported=is_told.astype(int), above=points["code"].map(told["above"]),
        below=points["code"].map(told["below"]),
    )  # fmt: skip
    sums = sums.groupby("township")[SUMS].sum()
    together = {code: pooled(measure, names[code], row) for code, row in sums.iterrows()}
    places = {code: Count(each.name, each.schools, each.reported, each.missing) for code, each in together.items()}
    return Values(look, points, _values(measure, together), places, measure, sums, told, network)


def _look(measure: Measure, rules: MapRules) -> Look | None:
    """None where data/map.toml has no classes for its unit; classes of the measure's own name come before."""
    by_unit = rules.entries[PROVIDER]["classes"]
    classes = measure.key if measure.key in rules.classes else by_unit.get(measure.unit)
    return rules.look(PROVIDER, f"{FAMILY}.{measure.key}", measure.name, classes) if classes else None


def _values(measure: Measure, pooled: Mapping[str, Pooled]) -> pd.DataFrame:
    rows = [
        (
            code,
            written(measure, each.value),
            ground_text(measure, each),
            figure(measure, each.value, is_reported=each.reported > 0),
        )
        for code, each in pooled.items()
    ]
    return pd.DataFrame(rows, columns=["code", "value", "text", "figure"])
