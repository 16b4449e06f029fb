"""项目清单 against what was told before it (contract 7): a list replaces that, a blank cell leaves it in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from monitoring.projects import ProjectRules
from monitoring.validation.catalogue.problem import shown
from monitoring.validation.entries import Entry, Findings
from monitoring.validation.known import Known

MONEY = {"arrived": "arrived_wan_yuan", "paid": "paid_wan_yuan"}


def compare_told(
    lists: Mapping[str, Sequence[Entry]],
    homes: Mapping[str, str],
    known: Known,
    dates: Mapping[str, date],
    findings: Findings,
    rules: ProjectRules,
) -> None:
    """
    Tell where 项目清单 leaves blank, or contradicts, what was told of a project up to its date.

    Args:
        homes: project → code of its county.
        dates: kind of list → its date.
    """
    if "projects" not in lists:
        return
    own = {entry.values["project"]: entry for entry in lists["projects"] if not entry.is_left_out}
    number = {name: f"actual_{place}" for place, name in enumerate(rules.milestones, start=1)}
    for county in sorted({code for code in homes.values() if code}):
        told = known.entries(county, dates["projects"]).sort_values(["reported_on", "id"], ascending=False)
        for row in told.drop_duplicates(["project", "statement", "subject"]).itertuples():
            entry = own.get(row.project)
            if entry is None:
                continue
            if row.statement == "milestone" and row.subject in number:
                _compare_day(entry, number[row.subject], row, findings)
            elif row.statement in MONEY and not row.subject:
                _compare_money(entry, MONEY[row.statement], row, findings)


def _compare_day(entry: Entry, name: str, row, findings: Findings) -> None:
    if not entry.table.column(name):
        return
    listed, told = entry.values.get(name, pd.NaT), row.done_on
    if pd.isna(listed) and not entry.raw(name).strip():
        findings.at(entry, name, "told_kept", on=row.reported_on.date(), value=told.date())
    elif not pd.isna(listed) and pd.Timestamp(listed) != told:
        findings.at(entry, name, "told_differs", on=row.reported_on.date(), value=told.date())


def _compare_money(entry: Entry, name: str, row, findings: Findings) -> None:
    if not entry.table.column(name):
        return
    listed = entry.number(name)
    if pd.isna(listed) and not entry.raw(name).strip():
        findings.at(entry, name, "told_kept", on=row.reported_on.date(), value=f"{shown(row.amount)} 万元")
    elif listed < row.amount:
        findings.at(entry, name, "told_fell", on=row.reported_on.date(), value=f"{shown(row.amount)} 万元")
