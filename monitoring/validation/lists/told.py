"""Lists of projects against what was told before (rules 7): they replace it, a blank cell leaves it in force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import pandas as pd

from monitoring.projects import ProjectRules
from monitoring.projects.told import MILESTONE, MONEY, PAUSED, PROGRESS, RESUMED, STANDING
from monitoring.validation.catalogue.problem import shown
from monitoring.validation.entries import Entry, Findings
from monitoring.validation.known import Known
from monitoring.words import STANDING_WORDS

PERCENT, WAN_YUAN = "%", " 万元"
FIGURES = {PROGRESS: ("progress_pct", PERCENT), **{name: (column, WAN_YUAN) for name, column in MONEY.items()}}
"""Statement → the field that says the same, and its unit."""


def compare_told(
    lists: Mapping[str, Sequence[Entry]],
    homes: Mapping[str, str],
    known: Known,
    dates: Mapping[str, date],
    findings: Findings,
    rules: ProjectRules,
) -> None:
    """
    Tell where 项目清单, or 资金 of a source, leaves blank, or contradicts, what was typed in up to its date.

    Args:
        homes: project → code of its county.
        dates: kind of list → its date.
    """
    projects = {entry.values["project"]: entry for entry in _used(lists.get("projects", ()))}
    sources = {(entry.values["project"], entry.values["source"]): entry for entry in _used(lists.get("funds", ()))}
    number = {name: f"actual_{place}" for place, name in enumerate(rules.milestones, start=1)}
    for county in sorted({code for code in homes.values() if code}):
        for kind in ("projects", "funds"):
            for row in _told(known, county, dates[kind]) if kind in lists else ():
                of_source = row.statement in MONEY and row.subject != ""
                if of_source != (kind == "funds"):
                    continue
                entry = sources.get((row.project, row.subject)) if of_source else projects.get(row.project)
                if entry is None:
                    continue
                if row.statement in FIGURES:
                    _compare_figure(entry, *FIGURES[row.statement], row, findings)
                elif row.statement == MILESTONE and row.subject in number:
                    _compare_day(entry, number[row.subject], row, findings)
                elif row.statement in STANDING:
                    _compare_state(entry, row, rules.paused, findings)


def _used(entries: Sequence[Entry]) -> Iterator[Entry]:
    return (entry for entry in entries if not entry.is_left_out)


def _told(known: Known, county: str, day: date) -> Iterator:
    """What was typed in up to a day, of each statement the one that counts; what a workbook told is a list's own."""
    told = known.entries(county, day)
    told = told[told["import_id"].isna() & (told["statement"].ne(PROGRESS) | told["amount"].notna())]
    about = told.assign(about=told["statement"].replace(RESUMED, PAUSED))
    newest = about.sort_values(["reported_on", "id"], ascending=False)
    return newest.drop_duplicates(["project", "about", "subject"]).itertuples()


def _compare_day(entry: Entry, name: str, row, findings: Findings) -> None:
    if not entry.table.column(name):
        return
    listed, told = entry.values.get(name, pd.NaT), row.done_on
    if pd.isna(listed) and not entry.raw(name).strip():
        findings.at(entry, name, "told_kept", on=row.reported_on.date(), value=told.date())
    elif not pd.isna(listed) and pd.Timestamp(listed) != told:
        findings.at(entry, name, "told_differs", on=row.reported_on.date(), value=told.date())


def _compare_figure(entry: Entry, name: str, unit: str, row, findings: Findings) -> None:
    if not entry.table.column(name):
        return
    listed = entry.number(name)
    if pd.isna(listed) and not entry.raw(name).strip():
        findings.at(entry, name, "told_kept", on=row.reported_on.date(), value=f"{shown(row.amount)}{unit}")
    elif listed < row.amount:
        findings.at(entry, name, "told_fell", on=row.reported_on.date(), value=f"{shown(row.amount)}{unit}")


def _compare_state(entry: Entry, row, paused: str, findings: Findings) -> None:
    """A blank state leaves a pause in force; that work goes on is what a blank says anyway."""
    name = "reported_state"
    if not entry.table.column(name):
        return
    listed, is_paused = entry.values.get(name, ""), row.statement == PAUSED
    if not listed and not entry.raw(name).strip() and is_paused:
        findings.at(entry, name, "told_kept", on=row.reported_on.date(), value=STANDING_WORDS[PAUSED])
    elif listed and (listed == paused) != is_paused:
        findings.at(entry, name, "told_differs", on=row.reported_on.date(), value=STANDING_WORDS[row.statement])
