"""The layers of a standard: the schools' verdicts, what closing the gaps costs, pupils, and each requirement alone."""

from __future__ import annotations

import pandas as pd

from monitoring import standing
from monitoring.assessment.verdict import judges_schools
from monitoring.layers import grounds
from monitoring.layers.kinds import Money, Pupils, Requirement, Verdicts
from monitoring.layers.model import Known, Layer
from monitoring.layers.points import counts, school_points, short_names, stages_of, township_names, worst_states
from monitoring.layers.rules import Look
from monitoring.results import Results
from monitoring.standing import ALL

SHARE, MONEY, PUPILS = "share", "money", "pupils"


def looks(known: Known) -> dict[str, Look]:
    """
    Return what may colour the map by a standard, the default first.

    The verdict's share where schools are judged, else the first requirement that the tables can answer; a requirement
    that no table holds colours nothing, nor does money where nothing is asked.
    """
    standard = known.judged.standard
    share, money, pupils = ({key: known.map_rules.look(f"standard.{key}", key)} for key in (SHARE, MONEY, PUPILS))
    single = {
        asked.key: known.map_rules.look("standard.requirement", asked.key, asked.short)
        for asked in standard.requirements
        if asked.cases and known.indicators[asked.indicator].in_tables
    }
    if judges_schools(standard):
        return share | money | pupils | single
    return single | (money if single else {}) | pupils


def layer(known: Known, look: Look) -> Layer:
    """Return one of them."""
    judged, stage = known.judged, known.stage
    names = township_names(judged.schools)
    if look.subject:
        points = _points(judged, stage, look.key)
        return Requirement(look, points, grounds.requirement_shares(points), counts(points, names))
    points, places = _points(judged, stage), standing.townships(judged, stage)
    if look.key == MONEY:
        return Money(look, points, grounds.costs(known.lacking), places, known.lacking)
    if look.key == PUPILS:
        return Pupils(look, points, grounds.pupils(points), places, grounds.rolls(points, names))
    return Verdicts(look, points, grounds.verdict_shares(judged.townships, stage), places)


def _points(judged: Results, stage: str, requirement: str = "") -> pd.DataFrame:
    """The schools with their verdict, or with the state of one requirement."""
    if not requirement and stage == ALL:
        states = judged.schools.rename(columns={"verdict": "status"})
    else:
        rows = judged.verdicts
        if requirement:
            rows = judged.assessment[judged.assessment["requirement"] == requirement]
        pupils = judged.parts[["school_code", "stage", "pupils"]]
        rows = rows[rows["stage"].isin(stages_of(stage))].drop(columns="pupils", errors="ignore")
        states = worst_states(rows.merge(pupils, on=["school_code", "stage"]))
    return school_points(judged.schools, states, short_names(judged.schools))
