"""Judges arrays: every requirement over all parts at once, in exact whole numbers. Builds no frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property

import numpy as np

from monitoring.assessment.compiled import Asked, Compiled
from monitoring.assessment.scope import scope_of
from monitoring.assessment.statuses import GAP, IN_SCOPE, MET, NO_DATA, NOT_APPLICABLE, SCOPE_UNKNOWN
from monitoring.assessment.thresholds import Threshold, threshold
from monitoring.indicators import Figures, Ratio, ratios
from monitoring.indicators.exact import wide

WHOLE = Fraction(1)
BLOCK = 16_384
"""Parts judged at once: as many as stay in a processor's cache. It changes no figure."""


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
    """
    A standard over n parts.

    Attributes:
        scope: of each part IN_SCOPE, or why it is not judged.
        status: (requirements, n) int8.
        below_floor: (requirements, n) bool: gaps that do not reach the floor either.
    """

    compiled: Compiled
    figures: Figures
    scope: np.ndarray
    status: np.ndarray
    below_floor: np.ndarray

    @cached_property
    def judged(self) -> tuple[Judged, ...]:
        """The requirements in their order, with the figures that decided; made when they are first asked for."""
        of, needs = _compared(self.compiled, self.figures)
        return tuple(map(Judged, self.compiled.asked, of, needs, self.status, self.below_floor))


def evaluate(compiled: Compiled, figures: Figures) -> Evaluation:
    """
    Judge every part by every requirement, a block of parts at a time.

    Args:
        compiled: the compiled standard.
        figures: the arrays of any number of parts, with all of compiled.fields that the tables carry.
    """
    blocks = [_judge(compiled, block) for block in figures.blocks(BLOCK)]
    scope, status, below_floor = blocks[0] if len(blocks) == 1 else map(np.hstack, zip(*blocks, strict=True))
    return Evaluation(compiled, figures, scope, status, below_floor)


def _judge(compiled: Compiled, figures: Figures) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return scope, status and below_floor of some parts."""
    scope, floor = scope_of(compiled.standard.scope, figures), compiled.floor
    of, needs = _compared(compiled, figures)
    status = _status(compiled, of, needs, (scope != IN_SCOPE) & (scope != SCOPE_UNKNOWN))
    below_floor = status == GAP
    if floor is None:
        below_floor[:] = False
    else:
        below_floor &= ~_all_pass(compiled, of, needs, floor)
    return scope, status, below_floor


def _compared(compiled: Compiled, figures: Figures) -> tuple[list[Ratio], list[Threshold]]:
    """Return what each requirement measures, and what it asks."""
    made = ratios((asked.indicator for asked in compiled.asked), figures)
    needs = [threshold(asked, figures) for asked in compiled.asked]
    return [made[asked.indicator.key] for asked in compiled.asked], needs


def _status(compiled: Compiled, of: Sequence[Ratio], needs: Sequence[Threshold], outside: np.ndarray) -> np.ndarray:
    """
    Put together what each requirement finds, in order: not reported counts before not asked, out of scope before all.

    A requirement without thresholds is never asked, but says where its figure is missing.
    """
    known = np.array([ratio.known for ratio in of])
    is_asked = np.array([threshold.is_asked for threshold in needs])
    is_open = np.array([threshold.is_open for threshold in needs])
    is_shown = np.array([[not asked.requirement.cases] for asked in compiled.asked])
    status = np.where(_all_pass(compiled, of, needs, WHOLE), np.int8(MET), np.int8(GAP))
    np.copyto(status, NOT_APPLICABLE, where=~(is_asked & np.array(list(map(_divides, compiled.asked, of)))))
    np.copyto(status, NO_DATA, where=((is_asked | is_shown) & ~known) | is_open)
    np.copyto(status, NOT_APPLICABLE, where=outside)
    return status


def _divides(asked: Asked, of: Ratio) -> np.ndarray:
    """Where there is something to divide by. No computers are too few; of a share of nobody nothing is asked."""
    return of.below.known if asked.indicator.gap_in == "denominator" else of.below.is_not_zero


def _all_pass(compiled: Compiled, of: Sequence[Ratio], needs: Sequence[Threshold], floor: Fraction) -> np.ndarray:
    """(requirements, n): where each is reached, or its floor."""
    return np.array([_passes(*each, floor) for each in zip(compiled.asked, of, needs, strict=True)])


def _passes(asked: Asked, of: Ratio, needs: Threshold, floor: Fraction) -> np.ndarray:
    """
    Compare times × above ÷ below with floor × threshold, both sides multiplied out.

    A floor lowers what must be reached and raises what must not be exceeded; a count that must be 0 has no floor.
    """
    operator = asked.requirement.operator
    if operator == "==":
        target = needs.units * of.above.scale
        return of.above.units == target * of.share_den
    above, below = factors(of, needs, floor, operator)
    left = wide(of.above.units, of.above.largest, above) * above
    right = wide(of.below.units, of.below.largest, needs.largest, below) * needs.units * below
    return left >= right if operator == ">=" else left <= right


def factors(of: Ratio, needs: Threshold, floor: Fraction, operator: str) -> tuple[int, int]:
    """
    Return the smallest whole numbers with which above.units, and below.units × threshold.units, can be compared.

    value ÷ threshold = (above × times ÷ above.scale) ÷ (below ÷ below.scale) ÷ (units ÷ scale)
    """
    scales = (of.above.scale, of.below.scale, needs.scale)
    return _factors(of.times.as_integer_ratio(), floor.as_integer_ratio(), operator, scales)


@cache
def _factors(
    times: tuple[int, int], floor: tuple[int, int], operator: str, scales: tuple[int, int, int]
) -> tuple[int, int]:
    above, below, threshold = scales
    part = Fraction(*floor) if operator == ">=" else 1 / Fraction(*floor)
    return (Fraction(*times) * below * threshold / (part * above)).as_integer_ratio()
