"""A standard compiled once: which figures it needs, its thresholds in whole numbers. It has seen no school yet."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

import numpy as np

from monitoring.schools.columns import COMPULSORY
from monitoring.standards import Case, Indicator, Requirement, Standard

CONDITIONS: Mapping[str, tuple[str, Callable[[np.ndarray, int], np.ndarray]]] = MappingProxyType(
    {
        "boarding": ("is_boarding", np.equal),
        "centre": ("is_centre", np.equal),
        "built_before": ("year_built", np.less),
        "built_from": ("year_built", np.greater_equal),
        "pupils_below": ("pupils", np.less),
        "pupils_from": ("pupils", np.greater_equal),
        "classes_to": ("classes", np.less_equal),
        "classes_from": ("classes", np.greater_equal),
    }
)
"""What a condition may ask of a figure: the field, and how the figure compares with the number of the condition."""


@dataclass(frozen=True)
class Bands:
    """
    Thresholds by size.

    Attributes:
        limits: of each band the largest size that it holds for, as numerator and denominator.
        units: threshold × scale of each band.
    """

    limits: tuple[tuple[int, int], ...]
    units: np.ndarray


@dataclass(frozen=True)
class Asked:
    """
    One requirement, ready to be asked of arrays.

    Attributes:
        scale: every threshold × scale is a whole number.
        by_stage: where every case is a plain number without a condition, threshold × scale of each stage, None where
            nothing is asked of it; else None, and the cases are gone through one by one.
        bands: of each case, None where it has another shape.
    """

    requirement: Requirement
    indicator: Indicator
    scale: int
    by_stage: tuple[int | None, ...] | None
    bands: tuple[Bands | None, ...]


@dataclass(frozen=True)
class Compiled:
    """A standard, its requirements compiled, and the fields that judging it reads."""

    standard: Standard
    asked: tuple[Asked, ...]
    fields: frozenset[str]

    @property
    def floor(self) -> Fraction | None:
        """The part of the threshold that an unmet requirement must still reach, e.g. 17/20; None without a floor."""
        percent = self.standard.verdict.floor_pct
        return None if percent is None else Fraction(percent) / 100


def compile_standard(standard: Standard, indicators: Mapping[str, Indicator]) -> Compiled:
    """
    Compile a standard.

    >>> from monitoring.settings import load_settings
    >>> from monitoring.standards import load_indicators, load_standards
    >>> compiled = compile_standard(load_standards(load_settings())["moe-2017-6"], load_indicators())
    >>> compiled.asked[3].by_stage, compiled.asked[3].scale
    ((45, 58), 10)
    """
    asked = tuple(_asked(requirement, indicators[requirement.indicator]) for requirement in standard.requirements)
    fields = {"pupils"}
    for one in asked:
        fields |= one.indicator.fields
        for case in one.requirement.cases:
            fields |= _fields(case)
    return Compiled(standard, asked, frozenset(fields))


def numbers(case: Case) -> tuple[Decimal, ...]:
    """Return every threshold that a case holds."""
    if case.value is not None:
        return (case.value,)
    return tuple(least for _, least in case.bands) or (case.each,)


def _asked(requirement: Requirement, indicator: Indicator) -> Asked:
    scale = math.lcm(*(Fraction(number).denominator for case in requirement.cases for number in numbers(case)))
    is_plain = all(case.value is not None and case.when.is_always for case in requirement.cases)
    by_stage = _by_stage(requirement.cases, scale) if is_plain else None
    return Asked(requirement, indicator, scale, by_stage, tuple(_bands(case, scale) for case in requirement.cases))


def _by_stage(cases: tuple[Case, ...], scale: int) -> tuple[int | None, ...]:
    """The first case of each stage."""
    first = [next((case for case in cases if case.stage in (None, stage)), None) for stage in COMPULSORY]
    return tuple(None if case is None else int(case.value * scale) for case in first)


def _bands(case: Case, scale: int) -> Bands | None:
    if not case.bands:
        return None
    limits = tuple(limit.as_integer_ratio() for limit, _ in case.bands)
    return Bands(limits, np.array([int(least * scale) for _, least in case.bands], dtype=np.int64))


def _fields(case: Case) -> set[str]:
    """Fields that a case asks about: of its size and of its condition."""
    asked = {field for part, (field, _) in CONDITIONS.items() if getattr(case.when, part) is not None}
    return asked | {field for field in (case.by, case.per) if field is not None}
