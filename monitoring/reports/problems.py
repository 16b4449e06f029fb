"""The list of problems of an import as a workbook: one row each, to correct and hand back."""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from monitoring.reports.columns import Column
from monitoring.reports.sheets import sheet, workbook
from monitoring.validation import Problem
from monitoring.validation.catalogue.problem import catalogue
from monitoring.words import SEVERITY_WORDS
from monitoring.workbook import list_label, wording
from monitoring.workbook.corrections import CELL, CORRECTED, FILE, FOUND, SEVERITY, SHEET, TREATMENT


@dataclass(frozen=True)
class Told:
    """
    A row of the list.

    Attributes:
        decision: what was decided of the problem, "" nothing; field: how the field that it is about is called.
    """

    problem: Problem
    decision: str
    field: str = ""


COLUMNS = (
    Column("file", FILE, of=lambda told: told.problem.file),
    Column("sheet", SHEET, of=lambda told: told.problem.sheet),
    Column("cell", CELL, of=lambda told: told.problem.cell),
    Column("severity", SEVERITY, of=lambda told: SEVERITY_WORDS[told.problem.severity]),
    Column("code", "代码", of=lambda told: catalogue()[told.problem.code]["name"]),
    Column("school", "学校", of=lambda told: told.problem.school),
    Column("found", FOUND, of=lambda told: told.problem.found, is_number=True),
    Column("expected", "应为", of=lambda told: told.problem.expected),
    Column("proposal", "建议值", of=lambda told: told.problem.proposal),
    Column("treatment", TREATMENT, of=lambda told: treatment(told.problem, told.decision)),
    Column("field", "列", of=lambda told: told.field),
    Column("corrected", CORRECTED, of=lambda told: None),  # noqa: ARG005 (whoever knows better fills it in)
)
"""In the order of rules 4; 更正为 is left for whoever knows better, and read in again."""
UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
"""What no file on Windows may be called."""
LONGEST_NAME = 40


def problem_list(problems: Iterable[Problem], decisions: Mapping[str, str], title: str = "问题清单") -> bytes:
    """
    Return the list of problems as .xlsx, one row a problem (rules 4).

    Args:
        decisions: problem id → "repair" or "missing"; a stop without one stays 待处理.
        title: printed above every page.
    """
    labels = wording().labels()
    rows = [
        Told(
            problem,
            decisions.get(problem.twin or problem.id, ""),
            labels.get(problem.field, list_label(problem.field)),
        )
        for problem in problems
    ]
    made = sheet("问题清单", COLUMNS, rows)
    return workbook([replace(made, title=title)])


def problem_lists_by_school(problems: Iterable[Problem], decisions: Mapping[str, str]) -> bytes:
    """
    Return a .zip with one list a school or project, to hand back, and one of what is about none.

    The same problems give the same bytes.
    """
    by_school: dict[tuple[str, str], list[Problem]] = defaultdict(list)
    for one in problems:
        by_school[one.school_code or one.school, one.school].append(one)
    names: dict[str, list[Problem]] = defaultdict(list)
    for (code, school), own in by_school.items():
        name = UNSAFE.sub("_", school or "整张表")[:LONGEST_NAME]
        names[f"{name}_{code}" if code and code != school else name] += own
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, own in names.items():
            archive.writestr(zipfile.ZipInfo(f"{name}.xlsx"), problem_list(own, decisions))
    return out.getvalue()


def treatment(problem: Problem, decision: str) -> str:
    """Say what is done with a problem: what the officer decided, or what the rules do by themselves."""
    if problem.severity != "stop" and not (problem.is_question and decision):
        return problem.treatment
    return {"repair": "采用建议值", "missing": "按未填报", "": "待处理"}[decision]
