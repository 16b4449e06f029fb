"""One thing that is doubtful in an import, and what is done with it: the sentences stand in data/problems.toml."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from monitoring.settings import DATA
from monitoring.settings.kept import kept

CATALOGUE = DATA / "problems.toml"
STOP, WARNING, NOTE = "stop", "warning", "note"
REPAIR, MISSING = "repair", "missing"
NOT_REPORTED = ""


@dataclass(frozen=True)
class Problem:
    """
    One doubtful place.

    Attributes:
        id: the same for the same file, place and content, so that a decision survives a second upload.
        cell: "AI93", "第32行", "DN列", "缺列 学生终端" or "town_code=…".
        severity: stop, warning, note.
        school_code, school, field: what it is about; "" where it is about none.
        found, expected: as typed; what should stand there.
        proposal: what --accept-repairs stores, as text; "" = not reported.
        treatment: what is done with it; "" of a stop, which the officer decides.
        neighbours: (address, text) of the cells above and below, and of the parts of a sum.
        is_question: it may be decided and need not be: undecided, it is done as `treatment` says.
        twin: id of the problem whose second row this is (a pair gives two rows, decided once); "" a row of its own.
    """

    id: str
    file: str
    sheet: str
    cell: str
    severity: str
    code: str
    school_code: str = ""
    school: str = ""
    field: str = ""
    found: str = ""
    expected: str = ""
    proposal: str = ""
    treatment: str = ""
    neighbours: tuple[tuple[str, str], ...] = ()
    twin: str = ""
    is_question: bool = False


@kept
def catalogue() -> Mapping[str, Mapping[str, Any]]:
    """
    Return the kinds of problems: code → severity, expected, treatment.

    >>> catalogue()["blank"]["severity"]
    'warning'
    """
    return tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))


def problem(
    code: str, file: str, sheet: str, cell: str, found: str, *, words: Mapping[str, object] | None = None, **about
) -> Problem:
    """
    Build a problem of the catalogue.

    Args:
        words: fill the braces of its sentences.
        about: school_code, school, field, proposal, neighbours, twin.
    """
    entry = catalogue()[code]
    filled = {key: entry[key].format(**(words or {})) for key in ("expected", "treatment")}
    return Problem(
        id=identity(file, sheet, cell, code, found),
        file=file,
        sheet=sheet,
        cell=cell,
        severity=entry["severity"],
        code=code,
        found=found,
        is_question=is_question(code),
        **filled,
        **about,
    )


def identity(*place: str) -> str:
    """
    Return the id of a problem: of file, sheet, cell, code and what is found there, whatever else is handed in.

    >>> identity("小学.xlsx", "小学", "AI93", "judgement", "一百二")
    '98d6812b057508fe'
    """
    return hashlib.sha256("\0".join(place).encode()).hexdigest()[:16]


def is_question(code: str) -> bool:
    """
    Return whether a kind of problem may be decided and need not be.

    >>> is_question("blank_is_no"), is_question("blank")
    (True, False)
    """
    return bool(catalogue()[code].get("is_question")) if code in catalogue() else False


def sentence(code: str, words: Mapping[str, object]) -> str:
    """Return what a kind of problem expects, its braces filled."""
    return catalogue()[code]["expected"].format(**words)


def shown(value: float) -> str:
    """
    Write a number as a cell would hold it.

    >>> shown(120.0), shown(249.46), shown(float("nan"))
    ('120', '249.46', '')
    """
    if value != value:
        return NOT_REPORTED
    return str(int(value)) if float(value).is_integer() else str(round(value, 6))
