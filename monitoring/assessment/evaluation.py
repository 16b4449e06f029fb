"""Judges arrays: every requirement over all parts at once, in exact whole numbers. Builds no frame."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, cached_property

import numpy as np

from monitoring.assessment.compiled import Asked, Compiled
from monitoring.assessment.cores import on_all_cores
from monitoring.assessment.scope import scope_of
from monitoring.assessment.statuses import GAP, IN_SCOPE, SCOPE_UNKNOWN
from monitoring.assessment.thresholds import Threshold, threshold
from monitoring.indicators import Figures, Ratio, ratios
from monitoring.indicators.exact import times, wide

WHOLE = Fraction(1)
BLOCK = 32_768
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
        of_each = (replace(each, units=np.broadcast_to(each.units, len(self.figures))) for each in needs)
        return tuple(map(Judged, self.compiled.asked, of, of_each, self.status, self.below_floor))


def evaluate(compiled: Compiled, figures: Figures) -> Evaluation:
    """
    Judge every part by every requirement, a block of parts at a time, on all processors; the blocks do not touch.

    Args:
        compiled: the compiled standard.
        figures: the arrays of any number of parts, with all of compiled.fields that the tables carry.
    """
    size = (len(compiled.asked), len(figures))
    scope, status, below_floor = np.empty(size[1], np.int8), np.empty(size, np.int8), np.zeros(size, bool)

    def judge(start: int) -> None:
        here = slice(start, start + BLOCK)
        _judge(compiled, figures.block(here), scope[here], status[:, here], below_floor[:, here])

    on_all_cores(judge, range(0, size[1], BLOCK))
    return Evaluation(compiled, figures, scope, status, below_floor)


def _judge(
    compiled: Compiled, figures: Figures, scope: np.ndarray, status: np.ndarray, below_floor: np.ndarray
) -> None:
    """Fill in scope, status and below_floor of some parts."""
    scope[:] = scope_of(compiled.standard.scope, figures)
    outside, floor = (scope != IN_SCOPE) & (scope != SCOPE_UNKNOWN), compiled.floor
    for place, (asked, ratio, needs) in enumerate(zip(compiled.asked, *_compared(compiled, figures), strict=True)):
        fails, is_below = _fails(asked, ratio, needs, floor)
        _write(status[place], asked, ratio, needs, fails, outside)
        if floor is not None:
            np.logical_and(status[place] == GAP, is_below, out=below_floor[place])


def _compared(compiled: Compiled, figures: Figures) -> tuple[list[Ratio], list[Threshold]]:
    """Return what each requirement measures, and what it asks."""
    made = ratios((asked.indicator for asked in compiled.asked), figures)
    needs = [threshold(asked, figures) for asked in compiled.asked]
    return [made[asked.indicator.key] for asked in compiled.asked], needs


def _write(
    status: np.ndarray, asked: Asked, of: Ratio, needs: Threshold, fails: np.ndarray, outside: np.ndarray
) -> None:
    """
    Put together what a requirement finds, in order: not reported counts before not asked, out of scope before all.

    A requirement without thresholds is never asked, but says where its figure is missing. A status has two bits, made
    apart: bytes that are added are many times faster than bytes that are chosen.
    """
    applies = needs.is_asked & _divides(asked, of)
    missing = ~of.known
    if asked.requirement.cases:
        missing &= needs.is_asked
    missing |= needs.is_open
    unmet = fails | ~applies
    low = unmet & ~missing | outside  # GAP, NOT_APPLICABLE
    high = missing | ~applies | outside  # NO_DATA, NOT_APPLICABLE
    np.add(high.view(np.int8), high.view(np.int8), out=status)
    status += low.view(np.int8)


def _divides(asked: Asked, of: Ratio) -> np.ndarray:
    """Where there is something to divide by. No computers are too few; of a share of nobody nothing is asked."""
    return of.below.known if asked.indicator.gap_in == "denominator" else of.below.is_not_zero


def _fails(asked: Asked, of: Ratio, needs: Threshold, floor: Fraction | None) -> tuple[np.ndarray, np.ndarray]:
    """
    Return where times × above ÷ below does not reach the threshold, and where not its floor: all is multiplied out.

    A floor lowers what must be reached and raises what must not be exceeded; a count that must be 0 has no floor.
    """
    operator = asked.requirement.operator
    if operator == "==":
        target = needs.units * of.above.scale
        fails = of.above.units != target * of.share_den
        return fails, fails
    above, below = factors(of, needs, WHOLE, operator)
    # Each with its bound.
    left = times(of.above.units, of.above.largest, above), of.above.largest * above
    per_one = wide(of.below.units, of.below.largest, needs.largest, below) * needs.units
    right = per_one if below == 1 else per_one * below, of.below.largest * needs.largest * below
    more, less = (left, right) if operator == ">=" else (right, left)
    fails = more[0] < less[0]
    if floor is None:
        return fails, fails
    return fails, times(*more, floor.denominator) < times(*less, floor.numerator)


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
