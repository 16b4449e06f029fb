"""
A second judge in plain fractions, one school at a time: written from the documents, not from the engine.

It shares only what is data: standards and indicators. A school is a mapping of what it reported; what is not in it was
not reported. Of a shared figure the stage is allotted `share`.
"""

import math
from fractions import Fraction

from monitoring.standards import load_indicators
from monitoring.standards.vocabulary import vocabulary

INDICATORS = load_indicators()
UNKNOWN = "unknown"
ONE = Fraction(1)
STAGE_FIELDS = ("classes", "pupils", "teachers", "backbone")


def is_shared(field):
    """Whether a figure is the whole school's: everything but classes, pupils and teachers, and single facts."""
    is_fact = vocabulary().fields[field].kind == "yes_no" if field in vocabulary().fields else True
    of_stage = field.startswith(STAGE_FIELDS) and field not in (
        "teacher_terminals",
        "teacher_dormitory_m2",
        "classrooms",
    )
    return not of_stage and not is_fact


def holds(when, school):
    """Return True, False, or None where the condition asks for a fact that the school did not report."""
    asked = [
        (when.urban, "urban", lambda code: code in when.urban),
        (when.kinds, "kind", lambda code: code in when.kinds),
        (when.boarding is not None, "is_boarding", lambda flag: bool(flag) == when.boarding),
        (when.centre is not None, "is_centre", lambda flag: bool(flag) == when.centre),
        (when.built_before is not None, "year_built", lambda year: year < when.built_before),
        (when.built_from is not None, "year_built", lambda year: year >= when.built_from),
        (when.pupils_below is not None, "pupils", lambda pupils: pupils < when.pupils_below),
        (when.pupils_from is not None, "pupils", lambda pupils: pupils >= when.pupils_from),
        (when.classes_to is not None, "classes", lambda classes: classes <= when.classes_to),
        (when.classes_from is not None, "classes", lambda classes: classes >= when.classes_from),
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
    """Return the threshold of a case that holds."""
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


def figure(field, school, share):
    """Return the stage's part of a figure."""
    return Fraction(school[field]) * (share if is_shared(field) else ONE)


def parts(indicator, stage, school, share=ONE):
    """Return numerator and denominator as fractions, or None where one of them is not reported."""
    share = ONE if indicator.fixed or indicator.whole else share
    for terms in indicator.alternatives(stage):
        if all(term.field in school for term in terms):
            if indicator.per != "school" and indicator.per not in school:
                return None
            above = sum(term.sign * figure(term.field, school, share) for term in terms)
            return above, ONE if indicator.per == "school" else figure(indicator.per, school, share)
    return None


def passes(operator, indicator, above, below, required, floor=ONE):
    """Compare a value with its threshold, or with the floor; without dividing, so that no computers are too few."""
    left, right = above * Fraction(indicator.times), required * below
    if operator == "==":
        return left == right
    return left >= floor * right if operator == ">=" else left * floor <= right


def missing(indicator, required, operator, above, below, share=ONE):
    """
    Return the smallest whole number of steps that closes the gap, in the unit gaps are counted in.

    share: what arrives at the stage of one that is added; 1 counts in the stage's part.
    """
    times, step = Fraction(indicator.times), Fraction(indicator.gap_step)
    if indicator.yes_no:
        return ONE
    if operator == "==":
        lacks = above - required
    elif indicator.gap_in == "denominator":
        lacks = above * times / required - below
    else:
        lacks = (required * below / times - above) * (1 if operator == ">=" else -1)
    return math.ceil(lacks / share * Fraction(indicator.gap_times) / step) * step


def judged(requirement, stage, school, share=ONE):
    """Judge one requirement of one school."""
    indicator = INDICATORS[requirement.indicator]
    required, reported = threshold(requirement, stage, school), parts(indicator, stage, school, share)
    if not requirement.cases:
        return {"status": "no_data" if reported is None else "not_applicable"}
    if required is None:
        return {"status": "not_applicable"}
    if required == UNKNOWN or reported is None:
        return {"status": "no_data"}
    above, below = reported
    if below == 0 and indicator.gap_in != "denominator":
        return {"status": "not_applicable"}
    good = passes(requirement.operator, indicator, above, below, required)
    result = {"status": "met" if good else "gap", "required": required, "above": above, "below": below}
    if below:
        result["value"] = above * Fraction(indicator.times) / below
    return result if good else result | {"missing": missing(indicator, required, requirement.operator, above, below)}


def verdict(standard, results):
    """Judge a school by the document's rule: met, not_met or undetermined."""
    rule = standard.verdict
    if not standard.complete or rule.rule == "none":
        return "not_judged"
    may_fail = {"all": 0, "at_least": rule.of - (rule.at_least or 0), "at_most_unmet": rule.at_most_unmet}[rule.rule]
    statuses = [result["status"] for result in results.values()]
    unmet, unknown = statuses.count("gap"), statuses.count("no_data")
    if unmet > may_fail or any(below_floor(standard, key, result) for key, result in results.items()):
        return "not_met"
    if unknown == 0:
        return "met"
    could_fail = unmet + unknown > may_fail or rule.floor_pct is not None
    return "undetermined" if could_fail else "met"


def below_floor(standard, key, result):
    """Tell whether a gap does not even reach the floor."""
    if result["status"] != "gap" or standard.verdict.floor_pct is None:
        return False
    requirement = next(r for r in standard.requirements if r.key == key)
    floor = Fraction(standard.verdict.floor_pct) / 100
    indicator = INDICATORS[requirement.indicator]
    return not passes(requirement.operator, indicator, result["above"], result["below"], result["required"], floor)
