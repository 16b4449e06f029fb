"""Plans of data/plans: the programmes of a document, which 工程类别 each groups, and sums that the document prints."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from monitoring.projects.funds import AMOUNTS, total
from monitoring.projects.lights import AMBER, RED
from monitoring.projects.rules import ProjectRules
from monitoring.settings import DATA

FOLDER = DATA / "plans"
COLUMNS = ["programme", "projects", *AMOUNTS, *(f"{name}_missing" for name in AMOUNTS), "in_use", "late"]


@dataclass(frozen=True)
class Programme:
    """A programme in the document's own words; `categories` are the workbook's, none where no category says so."""

    name: str
    categories: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class PrintedSum:
    """
    A total as a document prints it, beside its parts.

    `step` is what it is printed to the nearest of, in its unit (3.69亿 = 36,900 to the nearest 100 万元).
    """

    place: str
    what: str
    unit: str
    printed: Decimal
    step: Decimal
    parts: tuple[tuple[str, Decimal], ...]
    note: str


@dataclass(frozen=True)
class PrintedShare:
    """A percentage as a document prints it: part ÷ whole, to the nearest `step` points."""

    place: str
    what: str
    part: Decimal
    whole: Decimal
    printed_pct: Decimal
    step: Decimal


@dataclass(frozen=True)
class PolicyPlan:
    """One file of data/plans. The grouping of categories is this program's; no document names them."""

    id: str
    short: str
    title: str
    source: str
    programmes: tuple[Programme, ...]
    sums: tuple[PrintedSum, ...]
    shares: tuple[PrintedShare, ...]


def load_plans(folder: Path = FOLDER) -> Mapping[str, PolicyPlan]:
    """
    Read a folder of plans: id → plan, in the order of the file names.

    >>> [each.name for each in load_plans()["linyi-2018"].programmes][:2]
    ['学校新建改扩建工程', '学校改造提升工程']
    """
    read = [
        tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal) for path in sorted(folder.glob("*.toml"))
    ]
    return {given["id"]: _plan(given) for given in read}


def _plan(given: Mapping[str, Any]) -> PolicyPlan:
    return PolicyPlan(
        id=given["id"],
        short=given["short"],
        title=given["title"],
        source=given["source"],
        programmes=tuple(
            Programme(each["name"], tuple(each["categories"]), each.get("note", ""))
            for each in given.get("programme", [])
        ),
        sums=tuple(
            PrintedSum(
                each["place"],
                each["what"],
                each["unit"],
                Decimal(each["printed"]),
                Decimal(each["step"]),
                tuple((name, Decimal(figure)) for name, figure in each["parts"]),
                each.get("note", ""),
            )
            for each in given.get("sum", [])
        ),
        shares=tuple(
            PrintedShare(
                each["place"], each["what"], *(Decimal(each[key]) for key in ("part", "whole", "printed_pct", "step"))
            )
            for each in given.get("share", [])
        ),
    )


def by_programme(table: pd.DataFrame, plan: PolicyPlan, rules: ProjectRules) -> pd.DataFrame:
    """
    Return one row a programme, in the document's order, and a last one ("") for the projects that are in none.

    Args:
        table: of projects_table.
        plan: its programmes may share a category; a project is then counted in each of them.

    Returns:
        programme, projects, planned, arrived, paid (万元, of the projects that report it; NaN where none does),
        planned_missing, arrived_missing, paid_missing (projects that do not), in_use, late (amber or red).
    """
    grouped = {each.name: table["category"].isin(each.categories) for each in plan.programmes}
    anywhere = pd.concat(grouped.values(), axis=1).any(axis=1) if grouped else pd.Series(False, index=table.index)
    rows = []
    for name, here in (grouped | {"": ~anywhere}).items():
        of = table[here]
        row = {"programme": name, "projects": len(of)}
        for amount in AMOUNTS:
            row[amount], row[f"{amount}_missing"] = total(of[amount]), int(of[amount].isna().sum())
        row["in_use"], row["late"] = (
            int((of["state"] == rules.in_use).sum()),
            int(of["light"].isin([AMBER, RED]).sum()),
        )
        rows.append(row)
    return pd.DataFrame(rows, columns=COLUMNS)
