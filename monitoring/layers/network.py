"""
网络 on the map: which schools reach each measure of data/network.toml that has a threshold in force; then the others.

Pure. Schools as wholes, as network.assess judges them: a stage narrows which schools are shown, never their figures.
"""

from __future__ import annotations

import pandas as pd

from monitoring.layers import points as map_data
from monitoring.layers import values
from monitoring.layers.grounds import requirement_shares
from monitoring.layers.looks import NETWORK, Layer, Look, everyone, network_look
from monitoring.network import Measure, NetworkRules


def layers(
    assessed: pd.DataFrame, stage: str, schools: pd.DataFrame, parts: pd.DataFrame, rules: NetworkRules
) -> dict[str, Layer]:
    """
    Return a layer for every measure that is asked of schools and that one of them has reported, by key; then those of
    the measures that nobody is judged by (values).

    Args:
        assessed: of network.assess.
        stage: "all", or the one whose schools are shown.
        schools, parts: of the same snapshot.
    """
    points = everyone(schools, parts, stage)
    names = dict(zip(schools["township_code"], schools["township"], strict=True))
    own = assessed.set_index("school_code")
    judged = {
        f"{NETWORK}.{measure.key}": _layer(network_look(measure.key, measure.name), points, own, names)
        for measure in in_force(assessed, rules)
    }
    return judged | values.layers(own, points, names, rules)


def in_force(assessed: pd.DataFrame, rules: NetworkRules) -> list[Measure]:
    """Return the measures with a threshold that one school at least has a figure for."""
    told = set(assessed.loc[assessed["status"].isin(["met", "gap"]), "measure"])
    return [measure for measure in rules.measures.values() if measure.limit() and measure.key in told]


def _layer(look: Look, points: pd.DataFrame, own: pd.DataFrame, names: dict[str, str]) -> Layer:
    states = own.loc[own["measure"] == look.part, "status"].map(map_data.STATES)
    known = points.assign(state=[int(states.get(code, map_data.OUTSIDE)) for code in points["code"]])
    places = map_data.counts(known, names)
    return Layer(look, known, requirement_shares(known), places, towns=own.iloc[:0], schools=own)
