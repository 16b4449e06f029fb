"""Whether the sums that a document prints add up; both numbers are shown, none is corrected. Exact decimals."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd

from monitoring.projects.plans import PolicyPlan, PrintedShare, PrintedSum

COLUMNS = ["plan", "place", "what", "unit", "printed", "computed", "adds_up", "note"]
PERCENT = "%"


def adds_up(plans: Iterable[PolicyPlan]) -> pd.DataFrame:
    """
    Return one row a printed sum or share, in the order of the documents.

    Returns:
        plan (id), place, what, unit, printed, computed (both Decimal: the sum of the parts, or part ÷ whole × 100),
        adds_up (bool: the computed one, rounded as the printed one is, equals it), note.
    """
    rows = []
    for plan in plans:
        for each in plan.sums:
            given = (each.printed, _sum(each), _rounded(_sum(each), each.step) == each.printed, each.note)
            rows.append((plan.id, each.place, each.what, each.unit, *given))
        for each in plan.shares:
            computed = _share(each)
            given = (each.printed_pct, computed, _rounded(computed, each.step) == each.printed_pct, "")
            rows.append((plan.id, each.place, each.what, PERCENT, *given))
    return pd.DataFrame(rows, columns=COLUMNS)


def wrong_sums(plans: Iterable[PolicyPlan]) -> pd.DataFrame:
    """Return only the rows of `adds_up` that do not."""
    rows = adds_up(plans)
    return rows[~rows["adds_up"].astype(bool)].reset_index(drop=True)


def _sum(given: PrintedSum) -> Decimal:
    return sum((figure for _, figure in given.parts), Decimal(0))


def _share(given: PrintedShare) -> Decimal:
    return 100 * given.part / given.whole


def _rounded(figure: Decimal, step: Decimal) -> Decimal:
    """
    >>> _rounded(Decimal("21895.87"), Decimal(1)), _rounded(Decimal("36734.7"), Decimal(100))
    (Decimal('21896'), Decimal('36700'))
    """
    return (figure / step).quantize(Decimal(1), rounding=ROUND_HALF_UP) * step
