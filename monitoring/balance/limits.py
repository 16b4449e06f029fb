"""A coefficient beside its limit: where a float cannot tell them apart, whole numbers decide. Pure arithmetic."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from decimal import Context, Decimal
from fractions import Fraction

import numpy as np

NEAR = 1e-9
"""So near to a limit a float's own error could decide; everywhere else floats do."""
DIGITS = 50


def squared(totals: Iterable[Fraction], pupils: Iterable[int]) -> Fraction:
    """
    Return the square of the pupil-weighted coefficient of variation, without an error.

    Args:
        totals: what each school holds; together more than 0.
        pupils: of each school, > 0.

    >>> squared([Fraction(1915), Fraction(5745)], [317, 317])
    Fraction(1, 4)
    """
    pairs = list(zip(totals, pupils, strict=True))
    whole, everybody = sum(total for total, _ in pairs), sum(number for _, number in pairs)
    return everybody * sum(total * total / number for total, number in pairs) / whole**2 - 1


def keeps(squares: Sequence[Fraction], limit: Fraction) -> bool:
    """
    Return whether the mean of the roots is at most the limit; exactly at it is kept.

    Roots that are not all fractions never add up to one, so that enough digits decide.

    >>> keeps([Fraction(1, 4), Fraction(1, 16)], Fraction(3, 8)), keeps([Fraction(2)], Fraction(141421356, 10**8))
    (True, False)
    """
    most = limit * len(squares)
    roots = [_root(square) for square in squares]
    if None not in roots:
        return sum(roots) <= most
    digits = DIGITS
    while True:
        context = Context(prec=digits)
        total = sum(Fraction(context.sqrt(_quotient(square, context))) for square in squares)
        error = Fraction(len(squares) * (1 + math.ceil(total)), 10 ** (digits - 2))
        if abs(total - most) > error:
            return total < most
        digits *= 2


def _root(square: Fraction) -> Fraction | None:
    """The root, None where it is not a fraction."""
    above, below = math.isqrt(square.numerator), math.isqrt(square.denominator)
    return Fraction(above, below) if above**2 == square.numerator and below**2 == square.denominator else None


def _quotient(number: Fraction, context: Context) -> Decimal:
    return context.divide(Decimal(number.numerator), Decimal(number.denominator))


def settled(cv: float, limit: Decimal | None, squares: Callable[[], Sequence[Fraction]]) -> float:
    """
    Return a coefficient as a float that stands on the right side of its limit.

    Args:
        cv: as floats have it; NaN where there is none.
        limit: None where there is none.
        squares: makes the exact squares whose roots' mean it is; asked for only near the limit.

    >>> settled(0.5000000000000001, Decimal("0.5"), lambda: [Fraction(1, 4)])
    0.5
    """
    if limit is None or not abs(cv - float(limit)) <= NEAR:
        return cv
    at = float(limit)
    return min(cv, at) if keeps(squares(), Fraction(limit)) else max(cv, float(np.nextafter(at, np.inf)))
