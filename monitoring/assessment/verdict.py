"""How requirements make a verdict: of a part (school × stage), and of a whole school."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from monitoring.assessment.evaluation import Evaluation
from monitoring.assessment.statuses import (
    GAP,
    IN_SCOPE,
    MET,
    NO_DATA,
    NOT_JUDGED,
    NOT_MET,
    SCOPE_UNKNOWN,
    UNDETERMINED,
    VERDICT_MET,
    VERDICTS,
    VERDICTS_WORST_FIRST,
)
from monitoring.standards import Standard, Verdict

WORST = np.array([VERDICTS.index(word) for word in VERDICTS_WORST_FIRST], dtype=np.int8)
HOW_BAD = np.argsort(WORST).astype(np.int8)
"""Place of a verdict in VERDICTS_WORST_FIRST."""


@dataclass(frozen=True)
class Decided:
    """Verdicts of n parts: status (int8), and how many requirements are met, unmet and not reported."""

    status: np.ndarray
    met: np.ndarray
    unmet: np.ndarray
    unknown: np.ndarray


def judges_schools(standard: Standard) -> bool:
    """Return whether a standard gives a school a verdict: it is fully encoded, and has a rule for it."""
    return standard.complete and standard.verdict.rule != "none"


def allowance(rule: Verdict) -> int:
    """
    Return how many requirements may stay unmet. A requirement that does not apply to a school is not unmet.

    >>> allowance(Verdict("at_least", of=7, at_least=6)), allowance(Verdict("all", of=7))
    (1, 0)
    """
    if rule.at_least is not None:
        return rule.of - rule.at_least
    return rule.at_most_unmet or 0


def decide(evaluation: Evaluation) -> Decided:
    """
    Give every part its verdict.

    A missing figure is neither a pass nor a failure: it leaves the verdict undetermined, unless the rest decides it:
    too many unmet, one below the floor, or few enough unmet whatever the missing ones are.
    """
    status, standard = evaluation.status, evaluation.compiled.standard
    met, unmet, unknown = ((status == word).sum(axis=0) for word in (MET, GAP, NO_DATA))
    below_floor = evaluation.below_floor.any(axis=0)
    allowed = allowance(standard.verdict)
    fails = below_floor | (unmet > allowed)
    # With a floor each missing figure could lie below it; without one only their number counts.
    worst = np.where(unknown > 0, allowed + 1, unmet) if standard.verdict.floor_pct is not None else unmet + unknown
    verdict = np.where(fails, NOT_MET, np.where(worst <= allowed, VERDICT_MET, UNDETERMINED)).astype(np.int8)
    verdict[evaluation.scope == SCOPE_UNKNOWN] = UNDETERMINED
    is_judged = (evaluation.scope == IN_SCOPE) | (evaluation.scope == SCOPE_UNKNOWN)
    verdict[~is_judged | (not judges_schools(standard))] = NOT_JUDGED
    return Decided(verdict, met, unmet, unknown)


def whole(status: np.ndarray, first: np.ndarray) -> np.ndarray:
    """
    Return the verdicts of schools from those of their parts: a school meets when each of its judged stages meets.

    Args:
        status: of n parts, those of a school together.
        first: the place of each school's first part.

    >>> words = ["met", "not_judged", "met", "undetermined", "not_judged"]
    >>> status = np.array([VERDICTS.index(word) for word in words], dtype=np.int8)
    >>> [VERDICTS[school] for school in whole(status, np.array([0, 2, 4]))]
    ['met', 'undetermined', 'not_judged']
    """
    return WORST[np.minimum.reduceat(HOW_BAD[status], first)] if len(first) else status[:0]
