"""Judges arrays: every requirement over all parts at once, in exact whole numbers. Builds no frame."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from monitoring.assessment.plan import Asked, Plan
from monitoring.assessment.scope import scope_of
from monitoring.assessment.statuses import GAP, IN_SCOPE, MET, NO_DATA, NOT_APPLICABLE, SCOPE_UNKNOWN
from monitoring.assessment.thresholds import Threshold, threshold
from monitoring.indicators import Figures, Ratio, ratio
from monitoring.indicators.exact import wide


@dataclass(frozen=True)
class Judged:
    """
    One requirement over n parts.

    Attributes:
        status: int8, see monitoring.assessment.statuses.
        below_floor: gaps that do not reach the floor either; nowhere where the document has none.
    """

    asked: Asked
    ratio: Ratio
    threshold: Threshold
    status: np.ndarray
    below_floor: np.ndarray


@dataclass(frozen=True)
class Evaluation:
    """A standard over n parts: `scope` of each part (IN_SCOPE or why not), and its requirements in their order."""

    plan: Plan
    figures: Figures
    scope: np.ndarray
    judged: tuple[Judged, ...]

    @property
    def status(self) -> np.ndarray:
        """(n, requirements) int8."""
        return np.stack([judged.status for judged in self.judged], axis=1)


def evaluate(plan: Plan, figures: Figures) -> Evaluation:
    """
    Judge every part by every requirement.

    Args:
        plan: the compiled standard.
        figures: the arrays of any number of parts, with all of plan.fields that the tables carry.
    """
    scope = scope_of(plan.standard.scope, figures)
    is_judged = (scope == IN_SCOPE) | (scope == SCOPE_UNKNOWN)
    ratios = {key: ratio(indicator, figures) for key, indicator in _indicators(plan).items()}
    judged = tuple(
        _judged(asked, ratios[asked.indicator.key], threshold(asked, figures), is_judged, plan.floor)
        for asked in plan.asked
    )
    return Evaluation(plan, figures, scope, judged)


def _indicators(plan: Plan) -> dict:
    return {asked.indicator.key: asked.indicator for asked in plan.asked}


def _judged(asked: Asked, of: Ratio, needs: Threshold, is_judged: np.ndarray, floor: Fraction | None) -> Judged:
    known = of.known
    passes, divides = _passes(asked, of, needs, Fraction(1)), of.below.units != 0
    comparable = known & needs.is_asked & (divides | _is_judged_without(asked))
    status = np.full(len(known), NOT_APPLICABLE, dtype=np.int8)
    status[comparable & passes] = MET
    status[comparable & ~passes] = GAP
    asks = needs.is_asked if asked.requirement.cases else np.ones(len(known), dtype=bool)
    status[(asks & ~known) | needs.is_open] = NO_DATA
    status[~is_judged] = NOT_APPLICABLE
    below_floor = np.zeros(len(known), dtype=bool)
    if floor is not None:
        below_floor = (status == GAP) & ~_passes(asked, of, needs, floor)
    return Judged(asked, of, needs, status, below_floor)


def _is_judged_without(asked: Asked) -> bool:
    """Whether a denominator of 0 can be judged: no computers are too few; of a share of nobody nothing is asked."""
    return asked.indicator.gap_in == "denominator"


def _passes(asked: Asked, of: Ratio, needs: Threshold, floor: Fraction) -> np.ndarray:
    """
    Compare times × above ÷ below with floor × threshold, both sides multiplied out.

    A floor lowers what must be reached and raises what must not be exceeded; a count that must be 0 has no floor.
    """
    operator = asked.requirement.operator
    if operator == "==":
        target = needs.units * of.above.scale
        return of.above.units == target * of.share_den
    left, right = sides(of, needs, floor if operator == ">=" else 1 / floor)
    return left >= right if operator == ">=" else left <= right


def sides(of: Ratio, needs: Threshold, part: Fraction) -> tuple[np.ndarray, np.ndarray]:
    """
    Return two whole numbers a part whose order is that of value and part × threshold.

    value ÷ threshold = (above × times ÷ above.scale) ÷ (below ÷ below.scale) ÷ (units ÷ scale)
    """
    above, below = factors(of, needs, part)
    left = wide(of.above.units, of.above.largest, above) * above
    right = wide(of.below.units, of.below.largest, needs.largest, below) * needs.units * below
    return left, right


def factors(of: Ratio, needs: Threshold, part: Fraction) -> tuple[int, int]:
    """Return the smallest whole numbers that above.units and below.units × threshold.units are multiplied with."""
    scaled = of.times * of.below.scale * needs.scale / (part * of.above.scale)
    return scaled.numerator, scaled.denominator
