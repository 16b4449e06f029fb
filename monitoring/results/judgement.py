"""The one call that makes every frame of an import under a standard. It calls, in order; rules stand lower down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from monitoring.assessment import assessment, compile_standard, evaluate, verdicts
from monitoring.assessment.evaluation import Evaluation
from monitoring.assessment.verdict import Decided, decide, judges_schools, whole
from monitoring.balance import balance
from monitoring.gaps import gaps, paths
from monitoring.indicators import figures
from monitoring.results.class_sizes import class_sizes
from monitoring.results.rules import ResultRules
from monitoring.results.townships import townships
from monitoring.schools import Splitting, prepare
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
    rows: pd.DataFrame,
    standard: Standard,
    indicators: Mapping[str, Indicator],
    splitting: Splitting,
    rules: ResultRules,
    unit_costs: Mapping[str, float],
) -> Results:
    """
    Judge the rows of an import by a standard.

    Args:
        rows: the frame rows, of any number of counties.
        standard, indicators: what is asked, and how it is computed.
        splitting: how what a school's stages share is split among them.
        rules: the class sizes that are counted.
        unit_costs: indicator → yuan a unit; a gap of one that is not named has no cost.

    Raises:
        ValueError: one school stands twice in one stage.
    """
    parts, evaluation, decided, of_parts, schools = _decided(rows, standard, indicators, splitting)
    lacking = gaps(parts, evaluation, unit_costs)
    return Results(
        standard=standard,
        rows=rows,
        parts=parts,
        schools=schools,
        assessment=assessment(parts, evaluation),
        verdicts=of_parts,
        gaps=lacking,
        paths=paths(parts, lacking, evaluation, decided, unit_costs),
        balance=balance(parts, evaluation),
        townships=townships(parts, schools, of_parts, judges_schools(standard)),
        class_sizes=class_sizes(rows, rules.class_sizes),
    )


@dataclass(frozen=True)
class Outline:
    """Of Results what lines over the report dates ask of each: the frames townships and balance."""

    townships: pd.DataFrame
    balance: pd.DataFrame


def judge_outline(
    rows: pd.DataFrame, standard: Standard, indicators: Mapping[str, Indicator], splitting: Splitting
) -> Outline:
    """Judge the rows of an import by a standard, in a third of the time of `judge`, which finds the same."""
    parts, evaluation, _, of_parts, schools = _decided(rows, standard, indicators, splitting)
    return Outline(townships(parts, schools, of_parts, judges_schools(standard)), balance(parts, evaluation))


def _decided(
    rows: pd.DataFrame, standard: Standard, indicators: Mapping[str, Indicator], splitting: Splitting
) -> tuple[pd.DataFrame, Evaluation, Decided, pd.DataFrame, pd.DataFrame]:
    """The parts, how each was evaluated and decided, their verdicts, and the schools with their own."""
    prepared = prepare(rows, splitting)
    parts = prepared.parts
    compiled = compile_standard(standard, indicators)
    evaluation = evaluate(compiled, figures(parts, compiled.fields))
    decided = decide(evaluation)
    of_parts = verdicts(parts, evaluation, decided)
    of_stages = of_parts.groupby("school_code", sort=False)["status"].agg(lambda stages: whole(set(stages)))
    schools = prepared.schools.assign(verdict=of_stages.loc[prepared.schools["school_code"]].to_numpy())
    return parts, evaluation, decided, of_parts, schools
