"""The one call that makes every frame of an import under a standard. It calls, in order; rules stand lower down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from monitoring.assessment import VERDICTS, assessment, compile_standard, evaluate, verdicts
from monitoring.assessment.evaluation import Evaluation
from monitoring.assessment.verdict import Decided, decide, judges_schools, whole
from monitoring.balance import balance
from monitoring.gaps import gaps, paths
from monitoring.indicators import figures
from monitoring.results.class_sizes import class_sizes
from monitoring.results.rules import ResultRules
from monitoring.results.townships import townships
from monitoring.schools import Prepared
from monitoring.schools.columns import first_of_each
from monitoring.standards import Indicator, Standard


@dataclass(frozen=True)
class Results:
    """
    The frames of docs/architecture.md, by name; nobody changes one.

    Attributes:
        standard: by which the schools were judged.
        schools: with a column verdict, of the whole school.
    """

    standard: Standard
    rows: pd.DataFrame
    parts: pd.DataFrame
    schools: pd.DataFrame
    assessment: pd.DataFrame
    verdicts: pd.DataFrame
    gaps: pd.DataFrame
    paths: pd.DataFrame
    balance: pd.DataFrame
    townships: pd.DataFrame
    class_sizes: pd.DataFrame


def judge(
    prepared: Prepared,
    standard: Standard,
    indicators: Mapping[str, Indicator],
    rules: ResultRules,
    unit_costs: Mapping[str, float],
) -> Results:
    """
    Judge schools by a standard.

    Args:
        prepared: the schools of any number of counties (schools.prepare).
        standard, indicators: what is asked, and how it is computed.
        rules: the class sizes that are counted.
        unit_costs: indicator → yuan a unit; a gap of one that is not named has no cost.
    """
    parts, evaluation = prepared.parts, _evaluated(prepared, standard, indicators)
    decided = decide(evaluation)
    of_parts = verdicts(parts, evaluation, decided)
    schools = _with_verdicts(prepared, decided)
    lacking = gaps(parts, evaluation, unit_costs)
    return Results(
        standard=standard,
        rows=prepared.rows,
        parts=parts,
        schools=schools,
        assessment=assessment(parts, evaluation),
        verdicts=of_parts,
        gaps=lacking,
        paths=paths(parts, lacking, evaluation, decided, unit_costs),
        balance=balance(parts, evaluation),
        townships=townships(parts, schools, of_parts, judges_schools(standard)),
        class_sizes=class_sizes(prepared.rows, rules.class_sizes),
    )


@dataclass(frozen=True)
class Outline:
    """Of Results what lines over the report dates ask of each: the frames townships and balance."""

    townships: pd.DataFrame
    balance: pd.DataFrame


def judge_outline(prepared: Prepared, standard: Standard, indicators: Mapping[str, Indicator]) -> Outline:
    """Judge schools by a standard, in a third of the time of `judge`, which finds the same."""
    parts, evaluation = prepared.parts, _evaluated(prepared, standard, indicators)
    decided = decide(evaluation)
    of_parts, schools = verdicts(parts, evaluation, decided), _with_verdicts(prepared, decided)
    return Outline(townships(parts, schools, of_parts, judges_schools(standard)), balance(parts, evaluation))


def _evaluated(prepared: Prepared, standard: Standard, indicators: Mapping[str, Indicator]) -> Evaluation:
    compiled = compile_standard(standard, indicators)
    return evaluate(compiled, figures(prepared.parts, compiled.fields, prepared.shared))


def _with_verdicts(prepared: Prepared, decided: Decided) -> pd.DataFrame:
    """The frame schools with the verdict of each as a whole."""
    of_schools = whole(decided.status, first_of_each(prepared.parts["school_code"]))
    return prepared.schools.assign(verdict=np.array(VERDICTS, dtype=object)[of_schools])
