"""Invented rows for tests of the engine: a school reports what a test writes, and nothing else."""

import dataclasses
from collections.abc import Mapping
from decimal import Decimal
from functools import cache

import pandas as pd

from monitoring.assessment import Evaluation, compile_standard, evaluate
from monitoring.indicators import figures
from monitoring.results import Results, judge
from monitoring.schools import prepare
from monitoring.schools.columns import columns
from monitoring.standards import Case, Requirement, Scope, Standard, Verdict
from tests.support.rules import RULEBOOK

NOT_REPORTED = float("nan")
FACTS = {"is_counted": 1.0} | dict.fromkeys(
    ("is_boarding", "is_centre", "longitude", "latitude", "year_built"), NOT_REPORTED
)
TEXT = {
    "school_name": "虚构学校",
    "county_code": "990122",
    "county": "清渚县",
    "township_code": "990122001",
    "township": "清渚街道",
    "kind": "211",
    "sponsor": "831",
    "urban": "",
    "location": "as_given",
    "main_school_code": "",
}
BOTH = ("primary", "junior")
SHARED = frozenset(RULEBOOK.splitting.columns.shared)


def row(code: str = "2199000001", stage: str = "primary", **reported) -> dict:
    """Return one row of the frame rows; None: not reported."""
    measured = dict.fromkeys((*columns().of_stage, *columns().shared, "bandwidth_mbps"), NOT_REPORTED)
    given = {key: NOT_REPORTED if value is None else value for key, value in reported.items()}
    unknown = set(given) - set(measured) - set(FACTS) - set(TEXT)
    assert not unknown, unknown
    cells = measured | FACTS | TEXT | given
    return {"school_code": code, "stage": stage} | {
        key: value if isinstance(value, str) else float(value) for key, value in cells.items()
    }


def frame(*rows: Mapping) -> pd.DataFrame:
    """Return rows as the frame rows."""
    return pd.DataFrame(list(rows))


def parts_of(*rows: Mapping) -> pd.DataFrame:
    """Return the frame parts of rows."""
    return prepare(frame(*rows), RULEBOOK.splitting).parts


@cache
def standards() -> dict[str, Standard]:
    return dict(RULEBOOK.standards)


@cache
def indicators():
    return dict(RULEBOOK.indicators)


def judged(*rows: Mapping, standard: str | Standard = "moe-2017-6") -> Results:
    """Judge rows by a standard."""
    asked = standards()[standard] if isinstance(standard, str) else standard
    prepared = prepare(frame(*rows), RULEBOOK.splitting)
    return judge(prepared, asked, indicators(), RULEBOOK.results, RULEBOOK.unit_costs)


def evaluated(parts: pd.DataFrame, standard: Standard) -> Evaluation:
    """Judge parts as arrays."""
    compiled = compile_standard(standard, indicators())
    return evaluate(compiled, figures(parts, compiled.fields, SHARED))


def standard_of(*requirements: Requirement, verdict: Verdict | None = None, scope: Scope | None = None) -> Standard:
    """Return an invented document of these requirements, fully encoded; by default all must be met."""
    return dataclasses.replace(
        standards()["moe-2017-6"],
        id="invented",
        requirements=requirements,
        verdict=verdict or Verdict("all", of=len(requirements)),
        scope=scope or Scope(BOTH),
        balance=None,
    )


def requirement(
    indicator: str, operator: str = ">=", value: str | None = None, *, key: str = "A", **case
) -> Requirement:
    """Return an invented requirement with one case: a number, or another shape in `case`."""
    asked = indicators()[indicator]
    cases = (Case(value=None if value is None else Decimal(value), **case),)
    return Requirement(key, "", "", "", indicator, operator, cases, asked.unit, asked.yes_no, "copy", "", "")
