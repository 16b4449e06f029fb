"""What is required of each part: the first case whose stage and condition fit, in whole numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from monitoring.assessment.compiled import CONDITIONS, Asked, Bands
from monitoring.indicators import NO_CODE, Figures, is_one_of
from monitoring.schools.columns import COMPULSORY
from monitoring.standards import Case, Condition


@dataclass(frozen=True)
class Threshold:
    """
    What one requirement asks of n parts.

    Attributes:
        units: threshold × scale, of each part, or a single one that holds for all; only to be read where is_asked.
        is_asked: a threshold holds.
        is_open: a fact decides it that is not reported.
        scale, largest: as in Exact.
    """

    units: np.ndarray
    is_asked: np.ndarray
    is_open: np.ndarray
    scale: int
    largest: int


def threshold(asked: Asked, figures: Figures) -> Threshold:
    """Return what a requirement asks of each part; where neither is_asked nor is_open, it does not apply."""
    if asked.by_stage is not None:
        return _stage_by_stage(asked, figures)
    return _case_by_case(asked, figures)


def _stage_by_stage(asked: Asked, figures: Figures) -> Threshold:
    primary, junior = asked.by_stage
    largest = max(primary or 0, junior or 0)
    if primary is None or junior is None or primary == junior:
        if primary is junior is None:
            here = figures.nowhere
        else:
            here = figures.is_of[primary is None] if None in asked.by_stage else figures.everywhere
        return Threshold(np.array([largest]), here, figures.nowhere, asked.scale, largest)
    # Arithmetic of two stages is much faster than looking each part's up.
    units = figures.stage * (junior - primary) + primary
    return Threshold(units, figures.everywhere, figures.nowhere, asked.scale, largest)


def _case_by_case(asked: Asked, figures: Figures) -> Threshold:
    units = np.zeros(1, dtype=np.int64)
    is_asked, is_open, left = figures.nowhere, figures.nowhere, figures.everywhere
    for case, bands in zip(asked.requirement.cases, asked.bands, strict=True):
        here = left if case.stage is None else left & figures.is_of[COMPULSORY.index(case.stage)]
        yes, unknown = _holds(case.when, figures)
        size, size_known, applies = _size(case, bands, asked.scale, figures)
        takes = here & yes
        holds = takes & size_known & applies
        is_open = is_open | (here & unknown) | (takes & ~size_known)
        is_asked = is_asked | holds
        units = np.where(holds, size, units)
        left = left & ~(here & (yes | unknown))
    return Threshold(units, is_asked, is_open, asked.scale, int(units.max(initial=0)))


def _size(case: Case, bands: Bands | None, scale: int, figures: Figures) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return threshold × scale, where its size is known, and where the document has a threshold for that size."""
    everywhere = figures.everywhere
    if case.value is not None:
        return np.array([int(case.value * scale)]), everywhere, everywhere
    field = case.by or case.per
    units, denominator = figures.part(field)
    known = figures.columns[field].known
    if case.per is not None:
        whole = -(-units // (denominator * case.every))  # ⌈ field ÷ every ⌉
        return whole * int(case.each * scale), known, everywhere
    # Between two bands the next larger holds: the first band that the size does not exceed.
    band = np.zeros(len(figures), dtype=np.int16)
    for above, below in bands.limits:
        band += ((units if below == 1 else units * below) > above * denominator).view(np.int8)
    return bands.units.take(band, mode="clip"), known, band < len(bands.limits)


def _holds(when: Condition, figures: Figures) -> tuple[np.ndarray, np.ndarray]:
    """Return where a condition surely holds, and where a fact decides that is not reported."""
    if when.is_always:
        return figures.everywhere, figures.nowhere
    holds, fails = figures.everywhere, figures.nowhere
    for answer, known in _answers(when, figures):
        holds = holds & answer & known
        fails = fails | (~answer & known)
    return holds, ~holds & ~fails


def _answers(when: Condition, figures: Figures) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield, for each thing that a condition asks, the answers and where the fact is reported."""
    for codes, facts in ((when.urban, figures.urban), (when.kinds, figures.kind)):
        if codes:
            yield is_one_of(facts, codes), facts != NO_CODE
    for part, (field, compare) in CONDITIONS.items():
        asked = getattr(when, part)
        if asked is not None:
            fact = figures.columns[field]
            yield compare(fact.units, int(asked) * fact.scale), fact.known
