"""资金 against 项目清单: two tables of the same money, neither filled from the other; a difference is a warning."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from monitoring.projects import ProjectRules, planned_money
from monitoring.validation.catalogue.problem import shown
from monitoring.validation.entries import Entry, Findings
from monitoring.validation.known import Lists
from monitoring.validation.lists.frames import list_frames
from monitoring.workbook import list_file, plain

CENT = 0.005  # of a 万元: what two decimals may be off
PLANNED = "planned_wan_yuan"
TOTALS = {PLANNED: "total_wan_yuan", "arrived_wan_yuan": "arrived_wan_yuan", "paid_wan_yuan": "paid_wan_yuan"}
"""Field of 资金, summed over the sources → the field of 项目清单 that says the same."""


@dataclass(frozen=True)
class Difference:
    """One figure of a project that the two tables state differently, 万元; source: "" the sum of all sources."""

    project: str
    source: str
    figure: str
    listed: float
    funds: float


def decided_frames(
    entries: Mapping[str, Sequence[Entry]], findings: Findings, rules: ProjectRules
) -> dict[str, pd.DataFrame]:
    """Return the frames of lists; a figure that an officer has yet to decide counts as not reported."""
    figures = ((entry, name) for entry, name in findings.touched if not isinstance(entry.values.get(name), str))
    return list_frames(entries, dict.fromkeys(figures, math.nan), rules)


def compare_funds(
    lists: Mapping[str, Sequence[Entry]],
    stored: Mapping[str, Lists],
    dates: Mapping[str, date],
    findings: Findings,
    rules: ProjectRules,
) -> None:
    """
    Tell every figure that 资金 and 项目清单 state differently; both stay as typed.

    Args:
        lists: those that come in; stored: county → lists: the one of the two that does not come in is taken from there.
        dates: kind of list → its date; two of different dates are not compared, money goes on.
    """
    if {"projects", "funds"} <= lists.keys() and dates["projects"] != dates["funds"]:
        return
    own = {kind: lists[kind] for kind in ("projects", "funds") if kind in lists}
    if not own:
        return
    frames = _stored(stored) | decided_frames(own, findings, rules)
    if {"projects", "sources", "funds"} <= frames.keys():
        for each in differences(frames["projects"], frames["sources"], frames["funds"]):
            _tell(each, own, findings)


def differences(projects: pd.DataFrame, sources: pd.DataFrame, funds: pd.DataFrame) -> list[Difference]:
    """
    Return what the tables state differently: planned source by source where both name it, then the sums of a project.

    A cent a source may be lost by rounding. A figure with a part that is not reported is compared with nothing; the
    planned sum is told only where no source differs.

    >>> listed = pd.DataFrame({"project": ["A"], "total_wan_yuan": [9.0], "arrived_wan_yuan": [5.0],
    ...     "paid_wan_yuan": [1.0]})
    >>> parts = pd.DataFrame({"project": ["A"], "source": ["省"], "planned_wan_yuan": [9.0]})
    >>> money = pd.DataFrame({"project": ["A"], "source": ["省"], "planned_wan_yuan": [9.0],
    ...     "arrived_wan_yuan": [4.0], "paid_wan_yuan": [float("nan")]})
    >>> differences(listed, parts, money)
    [Difference(project='A', source='', figure='arrived_wan_yuan', listed=5.0, funds=4.0)]
    """
    of_source = {
        (row.project, plain(row.source)): row.planned_wan_yuan for row in sources.itertuples(index=False)
    }  # fmt: skip
    differing = [
        Difference(row.project, row.source, PLANNED, of_source[key], row.planned_wan_yuan)
        for row in funds.itertuples(index=False)
        if (key := (row.project, plain(row.source))) in of_source and abs(of_source[key] - row.planned_wan_yuan) > CENT
    ]
    told = {each.project for each in differing}
    sums = projects.assign(total_wan_yuan=planned_money(projects, sources))
    listed = sums.drop_duplicates("project").set_index("project")
    for project, cells in funds.groupby("project", sort=False):
        if not project or project not in listed.index:
            continue
        for figure, name in TOTALS.items():
            total, stated = math.fsum(cells[figure]), float(listed.at[project, name])
            if abs(total - stated) > CENT * len(cells) and not (figure == PLANNED and project in told):
                differing.append(Difference(project, "", figure, stated, round(total, 6)))
    return differing


def _stored(stored: Mapping[str, Lists]) -> dict[str, pd.DataFrame]:
    """The stored lists of all counties together."""
    tables = {}
    for name in ("projects", "sources", "funds"):
        frames = [lists[name] for lists in stored.values() if name in lists]
        if frames:
            tables[name] = pd.concat(frames, ignore_index=True)
    return tables


def _tell(each: Difference, own: Mapping[str, Sequence[Entry]], findings: Findings) -> None:
    """At the cell of 资金, or on the project's first row there; without 资金 at the cell of 项目清单."""
    kind = "funds" if "funds" in own else "projects"
    entries = [entry for entry in own[kind] if entry.values["project"] == each.project and not entry.is_left_out]
    if kind == "funds":
        words = {"where": list_file("projects").title, "value": shown(each.listed)}
        if each.source:
            at = next(entry for entry in entries if entry.values["source"] == each.source)
            findings.at(at, each.figure, "funds_differ", **words)
        else:
            label = entries[0].table.column(each.figure).field.label
            findings.on_row(entries[0], "funds_sum_differs", f"{label} {shown(each.funds)}", **words)
        return
    words = {"where": list_file("funds").title, "value": shown(each.funds)}
    for entry in entries:
        name = _cell_of(each, entry)
        if name:
            findings.at(entry, name, "funds_differ", **words)
        else:
            findings.on_row(entry, "funds_differ", f"计划 {shown(each.listed)}", **words)


def _cell_of(each: Difference, entry: Entry) -> str:
    """The field of 项目清单 that a difference is told at; "" where the table has no such column."""
    if not each.source:
        return TOTALS[each.figure] if entry.table.column(TOTALS[each.figure]) else ""
    columns = [(name, entry.table.column(name).field.label) for name in entry.table.places]
    return next((name for name, label in columns if name.startswith("source_") and label == each.source), "")
