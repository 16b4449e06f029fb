"""The frames assessment and verdicts, built of arrays at the edge."""

from __future__ import annotations

import numpy as np
import pandas as pd

from monitoring.assessment.evaluation import Evaluation, Judged
from monitoring.assessment.statuses import INCOMPLETE, NO_RULE, NOT_JUDGED, STATUSES, VERDICTS, WHY
from monitoring.assessment.verdict import Decided, judges_schools
from monitoring.indicators import values


def assessment(parts: pd.DataFrame, evaluation: Evaluation) -> pd.DataFrame:
    """
    Return one row a part × requirement, in their order.

    Columns: school_code, school_name, stage, requirement, value (NaN: not reported), required (NaN: nothing is asked),
    floor (what an unmet one must still reach, NaN without), unit, status.
    """
    judged, count = evaluation.judged, len(evaluation.judged)
    required = [required_of(one) for one in judged]
    return pd.DataFrame(
        {
            "school_code": np.repeat(parts["school_code"].to_numpy(), count),
            "school_name": np.repeat(parts["school_name"].to_numpy(), count),
            "stage": np.repeat(parts["stage"].to_numpy(), count),
            "requirement": np.tile([one.asked.requirement.key for one in judged], len(parts)).astype(object),
            "value": _interleaved([values(one.ratio) for one in judged]),
            "required": _interleaved(required),
            "floor": _interleaved([_floor(one, asks, evaluation) for one, asks in zip(judged, required, strict=True)]),
            "unit": np.tile([one.asked.indicator.unit for one in judged], len(parts)).astype(object),
            "status": np.array(STATUSES, dtype=object)[evaluation.status.T.ravel()],
        }
    )


def required_of(judged: Judged) -> np.ndarray:
    """Return the thresholds of n parts as floats; NaN where none is asked."""
    return np.where(judged.threshold.is_asked, judged.threshold.units / judged.threshold.scale, np.nan)


def _floor(judged: Judged, required: np.ndarray, evaluation: Evaluation) -> np.ndarray:
    part = evaluation.compiled.floor
    if part is None:
        return np.full(len(required), np.nan)
    if judged.asked.requirement.operator == "==":
        return required
    return required * float(part if judged.asked.requirement.operator == ">=" else 1 / part)


def _interleaved(columns: list[np.ndarray]) -> np.ndarray:
    return np.stack(columns, axis=1).ravel()


def verdicts(parts: pd.DataFrame, evaluation: Evaluation, decided: Decided) -> pd.DataFrame:
    """
    Return one row a part.

    Columns: school_code, stage, status, met, unmet, unknown (NaN where not judged), why (a word of
    monitoring.assessment.statuses, "incomplete" or "no_rule" where the standard itself judges no school).
    """
    is_judged = decided.status != NOT_JUDGED
    standard = evaluation.compiled.standard
    why = np.array(WHY, dtype=object)[evaluation.scope]
    if not judges_schools(standard):
        why[why == ""] = NO_RULE if standard.complete else INCOMPLETE
    return pd.DataFrame(
        {
            "school_code": parts["school_code"].to_numpy(),
            "stage": parts["stage"].to_numpy(),
            "status": np.array(VERDICTS, dtype=object)[decided.status],
            "met": np.where(is_judged, decided.met, np.nan),
            "unmet": np.where(is_judged, decided.unmet, np.nan),
            "unknown": np.where(is_judged, decided.unknown, np.nan),
            "why": why,
        }
    )
