"""An indicator over all parts at once: above ÷ below in whole numbers, of shared figures the stage's part."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property, partial, reduce

import numpy as np

from monitoring.indicators.exact import times, wide
from monitoring.indicators.figures import Figures
from monitoring.schools.columns import COMPULSORY
from monitoring.standards import Indicator, Term

WHOLE_SCHOOL = "school"


@dataclass(frozen=True)
class Side:
    """
    Numerator or denominator: figure = units ÷ (scale × share_den).

    Attributes:
        units, known: of n parts; units are not to be read where not known.
        scale: how many units make 1, before the split.
        largest: no unit is larger, regardless of sign.
        is_shared: whether what is added to it is shared by the stages of a school.
    """

    units: np.ndarray
    known: np.ndarray
    scale: int
    largest: int
    is_shared: bool

    @cached_property
    def is_not_zero(self) -> np.ndarray:
        """Where it can be divided by, if it is known."""
        return self.units != 0


@dataclass(frozen=True)
class Ratio:
    """
    An indicator of n parts: value = times × (above ÷ above.scale) ÷ (below ÷ below.scale).

    Attributes:
        share_num, share_den: of n parts, or 1 and 1 where the indicator splits nothing; both sides are counted in
            1 ÷ share_den, so that it cancels in the value.
    """

    above: Side
    below: Side
    times: Decimal
    share_num: np.ndarray
    share_den: np.ndarray

    @cached_property
    def known(self) -> np.ndarray:
        """Where both sides are reported."""
        return self.above.known & self.below.known


def ratios(indicators: Iterable[Indicator], figures: Figures) -> dict[str, Ratio]:
    """
    Make the numerators and the denominators of indicators, by their keys; a side that several share is made once.

    A figure that no table carries is not known. Of several ways to make the numerator the first that is reported in
    full is used. `fixed` and `whole` indicators are made of the figures as they stand.
    """
    side = cache(partial(_side, figures))
    by_key = {indicator.key: indicator for indicator in indicators}
    return {key: _ratio(indicator, figures, side) for key, indicator in by_key.items()}


def _ratio(indicator: Indicator, figures: Figures, side: Callable[..., Side]) -> Ratio:
    is_split = not (indicator.fixed or indicator.whole) and not indicator.fields.isdisjoint(figures.shared)
    per = () if indicator.per == WHOLE_SCHOOL else (Term(indicator.per, 1),)
    return Ratio(
        above=_by_stage([side(indicator.alternatives(stage), is_split) for stage in _own(indicator)], figures),
        below=side((per,), is_split),
        times=indicator.times,
        share_num=figures.share_num if is_split else figures.ones,
        share_den=figures.share_den if is_split else figures.ones,
    )


def values(of: Ratio) -> np.ndarray:
    """Return the values as floats for the eye; NaN where not reported, or where nothing can be divided by."""
    is_usable = of.known & of.below.is_not_zero
    above = of.above.units.astype(float) * float(of.times) * of.below.scale
    below = of.below.units.astype(float) * float(of.above.scale)
    return np.divide(above, below, out=np.full(len(above), np.nan), where=is_usable)


def _own(indicator: Indicator) -> tuple[str, ...]:
    """The stages whose numerators are their own; one where all have the same."""
    differ = len({indicator.alternatives(stage) for stage in COMPULSORY}) > 1
    return COMPULSORY if differ else COMPULSORY[:1]


def _by_stage(sides: Sequence[Side], figures: Figures) -> Side:
    """Take each part's numerator from its own stage."""
    first, *others = sides
    for place, side in enumerate(others, start=1):
        first = _either(figures.stage != place, first, side)
    return first


def _side(figures: Figures, alternatives: tuple[tuple[Term, ...], ...], is_split: bool) -> Side:
    """Add up the first alternative that is reported in full, part by part."""
    if not alternatives:
        return _unknown(figures)
    side, *others = (_sum(terms, figures, is_split) for terms in alternatives)
    for other in others:
        side = _either(side.known, side, other)
    return side


def _unknown(figures: Figures) -> Side:
    return Side(figures.ones, figures.nowhere, 1, 1, False)


def _either(choose: np.ndarray, one: Side, other: Side) -> Side:
    scale = max(one.scale, other.scale)  # powers of 100: the larger is a multiple of the smaller
    return Side(
        np.where(choose, _at(one, scale), _at(other, scale)),
        np.where(choose, one.known, other.known),
        scale,
        max(one.largest * (scale // one.scale), other.largest * (scale // other.scale)),
        one.is_shared or other.is_shared,
    )


def _at(side: Side, scale: int) -> np.ndarray:
    return times(side.units, side.largest, scale // side.scale)


def _sum(terms: Sequence[Term], figures: Figures, is_split: bool) -> Side:
    """Add up fields; without terms it is 1, what an absolute figure is divided by."""
    columns = [figures.columns.get(term.field) for term in terms]
    if None in columns:
        return _unknown(figures)
    scale = max((column.scale for column in columns), default=1)
    sums: dict[bool, np.ndarray] = {}
    for term, column in zip(terms, columns, strict=True):
        is_shared = is_split and term.field in figures.shared
        figure = times(column.units, column.largest, term.sign * (scale // column.scale))
        sums[is_shared] = sums[is_shared] + figure if is_shared in sums else figure
    if not terms:
        sums[False] = figures.ones
    known = reduce(np.logical_and, (column.known for column in columns), figures.everywhere)
    most = sum(column.largest * (scale // column.scale) for column in columns) if columns else 1
    if not is_split:
        return Side(sums[False], known, scale, most, False)
    largest = most * figures.largest_share
    shares = ((False, figures.share_den), (True, figures.share_num))
    allotted = [wide(sums[is_shared], largest) * share for is_shared, share in shares if is_shared in sums]
    return Side(reduce(np.add, allotted), known, scale, largest, True in sums)
