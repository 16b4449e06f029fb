"""A school like this must show these results: every scenario judged a second time, in plain fractions."""

# ruff: noqa: SIM300  the expected value stands on the left

import math
import tomllib
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from monitoring.settings import load_settings
from monitoring.standards import load_indicators, load_standards
from monitoring.standards.vocabulary import vocabulary

FILES = sorted((Path(__file__).parent / "scenarios").glob("*.toml"))
SCENARIOS = {path.stem: tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal) for path in FILES}
INDICATORS = load_indicators()
UNKNOWN = "unknown"


def holds(when, school):
    """Return True, False, or None where the condition asks for a fact that the school did not report."""
    asked = [
        (when.urban, "urban", lambda code: code in when.urban),
        (when.kinds, "kind", lambda code: code in when.kinds),
        (when.boarding is not None, "is_boarding", lambda flag: bool(flag) == when.boarding),
        (when.centre is not None, "is_centre", lambda flag: bool(flag) == when.centre),
        (when.built_before, "year_built", lambda year: year < when.built_before),
        (when.built_from, "year_built", lambda year: year >= when.built_from),
        (when.pupils_below, "pupils", lambda pupils: pupils < when.pupils_below),
        (when.pupils_from, "pupils", lambda pupils: pupils >= when.pupils_from),
        (when.classes_to, "classes", lambda classes: classes <= when.classes_to),
        (when.classes_from, "classes", lambda classes: classes >= when.classes_from),
    ]
    answers = [test(school[field]) if field in school else None for is_asked, field, test in asked if is_asked]
    return False if False in answers else None if None in answers else True


def threshold(requirement, stage, school):
    """Return the threshold, None where nothing is asked, or UNKNOWN where a fact is missing."""
    for case in requirement.cases:
        if case.stage in (None, stage):
            answer = holds(case.when, school)
            if answer:
                return size(case, school)
            if answer is None:
                return UNKNOWN
    return None


def size(case, school):
    if case.value is not None:
        return Fraction(case.value)
    if case.by is not None:
        classes = school.get(case.by)
        if classes is None:
            return UNKNOWN
        return next((Fraction(least) for upto, least in case.bands if classes <= upto), None)
    if case.per not in school:
        return UNKNOWN
    return math.ceil(Fraction(school[case.per]) / case.every) * Fraction(case.each)


def parts(indicator, stage, school):
    """Return numerator and denominator as fractions, or None where one of them is not reported."""
    for terms in indicator.alternatives(stage):
        if all(term.field in school for term in terms):
            below = 1 if indicator.per == "school" else school.get(indicator.per)
            above = sum(term.sign * Fraction(school[term.field]) for term in terms)
            return None if below is None else (above, Fraction(below))
    return None


def missing(indicator, required, operator, above, below):
    """Return the smallest whole number of steps that closes the gap, in the unit gaps are counted in."""
    times, step = Fraction(indicator.times), Fraction(indicator.gap_step)
    if operator == "==":
        return above
    if indicator.gap_in == "denominator":
        lacks = above * times / required - below
    else:
        lacks = (required * below / times - above) * Fraction(indicator.gap_times)
    return math.ceil(lacks / step) * step


def judged(requirement, stage, school):
    """Judge one requirement of one school."""
    indicator = INDICATORS[requirement.indicator]
    required, reported = threshold(requirement, stage, school), parts(indicator, stage, school)
    if required is None:
        return {"status": "not_applicable"}
    if required == UNKNOWN or reported is None:
        return {"status": "no_data"}
    above, below = reported
    value = above * Fraction(indicator.times) / below
    passes = {">=": value >= required, "<=": value <= required, "==": value == required}[requirement.operator]
    result = {"status": "met" if passes else "gap", "value": value, "required": required}
    return result if passes else result | {"missing": missing(indicator, required, requirement.operator, above, below)}


def verdict(standard, results):
    """Judge a school by "at least k, each of the rest at the floor": met, not_met or undetermined."""
    rule = standard.verdict
    if not standard.complete or rule.rule == "none":
        return "not_judged"
    floor = Fraction(rule.floor_pct) / 100
    unknown = sum(result["status"] == "no_data" for result in results.values())
    met = sum(result["status"] == "met" for result in results.values())
    below_floor = any(r["status"] == "gap" and r["value"] < r["required"] * floor for r in results.values())
    if below_floor or met + unknown < rule.at_least:
        return "not_met"
    return "undetermined" if unknown else "met"


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_school_like_this_shows_these_results(name):
    """Status, value, threshold and gap, and the verdict, as the scenario says."""
    scenario = SCENARIOS[name]
    standard = load_standards(load_settings())[scenario["standard"]]
    results = {r.key: judged(r, scenario["stage"], scenario["school"]) for r in standard.requirements}

    for key, expected in scenario["expected"].items():
        assert expected == {part: results[key].get(part) for part in expected}, key
    assert scenario["verdict"] == verdict(standard, results)


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_uses_the_fields_of_the_tables(name):
    """A misspelt field would be a blank and pass unseen."""
    assert set() == set(SCENARIOS[name]["school"]) - set(vocabulary().fields)
