"""Which parts (school × stage) a standard judges, and why not the others."""

from __future__ import annotations

import numpy as np

from monitoring.assessment.statuses import (
    IN_SCOPE,
    KIND,
    MAIN_MISSING,
    NO_PUPILS,
    PRIVATE,
    SCOPE_UNKNOWN,
    STAGE,
    TEACHING_POINT,
)
from monitoring.indicators import NO_CODE, Figures, is_one_of
from monitoring.schools.columns import COMPULSORY
from monitoring.standards import Scope

PRIVATE_SPONSOR = 999
"""民办 in data/columns/codes.toml."""


def scope_of(scope: Scope, figures: Figures) -> np.ndarray:
    """
    Return for each part IN_SCOPE, SCOPE_UNKNOWN or the reason why it is not judged (monitoring.assessment.statuses).

    A part without pupils is not judged; one whose pupils are not reported is, but for a teaching point where the number
    of its pupils decides whether it is: of that nothing is known.
    """
    pupils = figures.columns["pupils"]
    points = is_one_of(figures.kind, scope.teaching_points)
    fewest = scope.teaching_point_min_pupils
    reasons = [
        (STAGE, ~np.array([stage in scope.stages for stage in COMPULSORY])[figures.stage]),
        (MAIN_MISSING, figures.main_missing),
        (KIND, is_one_of(figures.kind, scope.exclude_kinds)),
        (PRIVATE, (figures.sponsor == PRIVATE_SPONSOR) & scope.public_only),
        (NO_PUPILS, pupils.known & (pupils.units == 0)),
        (TEACHING_POINT, points & scope.exclude_teaching_points),
        (TEACHING_POINT, points & pupils.known & (pupils.units < (fewest or 0) * pupils.scale)),
        (SCOPE_UNKNOWN, points & ~pupils.known & (fewest is not None)),
        (SCOPE_UNKNOWN, (figures.sponsor == NO_CODE) & scope.public_only),
    ]
    result = np.full(len(figures), IN_SCOPE, dtype=np.int8)
    for reason, holds in reversed(reasons):
        result[holds] = reason
    return result
