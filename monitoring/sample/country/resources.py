"""
What the schools of an invented county have of the measures that standards ask for, date by date: what is short is
closed now and then, some of the rest wears out. What else a school has follows from it (buildings.py, staff.py).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from monitoring.sample.country.enrolment import Rows
from monitoring.sample.country.plan import STAGES, between, read_country, stream
from monitoring.sample.country.roster import Roster

Holdings = Mapping[str, np.ndarray]
"""Measure → (dates, r) of stages or (dates, s) of schools, in whole smallest units (hundredths of a ㎡, of a 万元)."""


def holdings(code: str, schools: Roster, of: Rows) -> Holdings:
    """
    Return what there is of every measure of the plan on every date.

    A few schools of one stage have on the last date exactly what is asked of `exact` measures.
    """
    plan = read_country()
    rng = stream(code, "resources")
    pupils = of.pupils.sum(axis=2)
    stages = np.bincount(of.school, minlength=len(schools.kind))
    is_exact = (rng.random(len(stages)) < plan["course"]["exact_schools"]) & (stages == 1)
    held = {}
    for name, spec in plan["measure"].items():
        need = pupils * np.array(spec["aim"])[of.stage]
        total, condition = pupils, schools.condition[of.school]
        if spec["by"] == "school":
            need, total, condition = of_schools(need, of, stages), of_schools(pupils, of, stages), schools.condition
        held[name] = np.rint(_course(name, need, total[0], condition, rng))
        if name in plan["course"]["exact"]:
            held[name][-1] = np.where(is_exact, np.rint(need[-1]), held[name][-1])
    return held


def of_schools(figures: np.ndarray, of: Rows, stages: np.ndarray) -> np.ndarray:
    """Return the sums over the stages of each school: (dates, r) → (dates, s)."""
    sums = np.zeros((len(figures), len(stages)))
    for stage in range(len(STAGES)):
        own = of.stage == stage
        sums[:, of.school[own]] += figures[:, own]
    return sums


def _course(
    name: str, need: np.ndarray, pupils: np.ndarray, condition: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """What there is of one measure on every date; `pupils` on the first."""
    plan = read_country()
    spec, start, course = plan["measure"][name], plan["start"], plan["course"]
    size = np.log(np.maximum(pupils, 1) / start["typical"]).clip(-start["size_limit"], start["size_limit"])
    noise = rng.standard_normal(len(pupils)).clip(-start["noise_limit"], start["noise_limit"])
    share = np.exp(spec["centre"] + spec["level"] * condition + spec["size"] * size + spec["spread"] * noise)
    amounts = [need[0] * share]
    for asked in need[1:]:
        before = amounts[-1]
        is_closed = (before < asked) & (rng.random(len(asked)) < course["pace"] * spec["ease"])
        kept = before * between(rng, course["drift"][name], len(asked))
        amounts.append(np.where(is_closed, asked * between(rng, course["reach"], len(asked)), kept))
    return np.array(amounts)
