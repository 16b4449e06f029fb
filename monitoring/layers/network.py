"""
网络 on the map: which schools reach each measure of data/network.toml that has a threshold in force.

Pure. Schools as wholes, as network.assess judges them: a stage narrows which schools are shown, never their figures.
"""

from __future__ import annotations

import pandas as pd

from monitoring.layers.grounds import requirement_shares
from monitoring.layers.kinds import Network, Reach
from monitoring.layers.model import Known
from monitoring.layers.points import OUTSIDE, STATES, counts, township_names
from monitoring.layers.rules import Look
from monitoring.network import Measure, NetworkRules, had

PROVIDER = FAMILY = "network"


def looks(known: Known) -> dict[str, Look]:
    """Return a layer for every measure that is asked of schools and that one of them has reported."""
    measures = in_force(known.assessed, known.network_rules)
    possible = (known.map_rules.look(PROVIDER, f"{FAMILY}.{measure.key}", measure.name) for measure in measures)
    return {look.key: look for look in possible}


def layer(known: Known, look: Look) -> Reach:
    """Return one of them."""
    points, network = known.points, known_of(known)
    own = network.rows[network.rows["measure"] == look.part]
    states = own["status"].map(STATES)
    points = points.assign(state=[int(states.get(code, OUTSIDE)) for code in points["code"]])
    measure = known.network_rules.measures[look.part]
    told = own[["status"]].assign(text=[had(measure, value) for value in own["value"]])
    places = counts(points, township_names(known.judged.schools))
    return Reach(look, points, requirement_shares(points), places, told, network)


def known_of(known: Known) -> Network:
    """Return all that is known of the schools' network."""
    rows, by = known.assessed, known.network_rules
    return Network(rows.set_index("school_code"), by, (*in_force(rows, by), *without_limit(rows, by)))


def in_force(assessed: pd.DataFrame, by: NetworkRules) -> list[Measure]:
    """Return the measures with a threshold that one school at least has a figure for."""
    told = set(assessed.loc[assessed["status"].isin(["met", "gap"]), "measure"])
    return [measure for measure in by.measures.values() if measure.limit() and measure.key in told]


def without_limit(assessed: pd.DataFrame, by: NetworkRules) -> list[Measure]:
    """Return the measures of two figures without a threshold that one school at least reports."""
    measures = [measure for measure in by.measures.values() if measure.below and not measure.limit()]
    return [measure for measure in measures if len(reported(assessed, measure.key))]


def reported(assessed: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Return the rows of a measure that have both of its figures."""
    rows = assessed[assessed["measure"] == measure]
    return rows[rows["above"].notna() & rows["below"].notna()]
