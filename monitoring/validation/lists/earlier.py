"""Lists against the report date before: cumulative figures that fell, dates that were taken back; all kept as typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from monitoring.projects import ProjectRules, fell, withdrawn
from monitoring.validation.catalogue.problem import shown
from monitoring.validation.entries import Entry, Findings
from monitoring.validation.known import Earlier, Known
from monitoring.validation.lists.money import decided_frames
from monitoring.workbook import ORIGIN

KEYS = {"projects": ("project",), "funds": ("project", "source")}


def compare_earlier(
    lists: Mapping[str, Sequence[Entry]],
    homes: Mapping[str, str],
    known: Known,
    dates: Mapping[str, date],
    findings: Findings,
    rules: ProjectRules,
) -> None:
    """
    Tell what the projects of every county had more of in the list before, and in an earlier week.

    Args:
        homes: project → code of its county.
        dates: kind of list → its date.
    """
    homes = {project: code for project, code in homes.items() if project and code}
    own = {kind: lists[kind] for kind in ("projects", "funds", "reports") if kind in lists}
    frames = decided_frames(own, findings, rules) if own else {}
    for county in sorted(set(homes.values())):
        of_county = {
            name: frame[frame["project"].map(homes) == county].reset_index(drop=True) for name, frame in frames.items()
        }
        for kind in KEYS:
            before = known.earlier(county, kind, dates[kind]) if kind in own else None
            if before:
                _tell_fallen(own, of_county, kind, before, findings)
            if before and kind == "projects":
                _tell_withdrawn(own, of_county, before, findings, rules)
        if "reports" in own:
            told = known.entries(county, dates["reports"])
            weekly = told[told["statement"] == "progress"].rename(columns={"amount": "progress_pct"})
            weekly = weekly.drop_duplicates(["project", "reported_on"])
            _tell_reports(own["reports"], of_county["reports"], weekly, findings)


def _tell_fallen(
    own: Mapping[str, Sequence[Entry]],
    frames: Mapping[str, pd.DataFrame],
    kind: str,
    before: Earlier,
    findings: Findings,
) -> None:
    keys = KEYS[kind]
    entries = _by(own[kind], keys)
    for row in fell(before.lists[kind], frames[kind]).itertuples():
        entry = entries[tuple(getattr(row, name) for name in keys)]
        findings.at(entry, row.figure, "fell", on=before.dated, value=shown(row.before))


def _tell_withdrawn(
    own: Mapping[str, Sequence[Entry]],
    frames: Mapping[str, pd.DataFrame],
    before: Earlier,
    findings: Findings,
    rules: ProjectRules,
) -> None:
    """A cell that is blank now; one that cannot be read is told by itself."""
    entries = _by(own["projects"], KEYS["projects"])
    names = {"actual_on": "actual"}
    gone = withdrawn(before.lists["milestones"].rename(columns=names), frames["milestones"].rename(columns=names))
    for row in gone.itertuples():
        entry, name = entries[row.project,], f"actual_{rules.milestones.index(row.milestone) + 1}"
        if entry.table.column(name) and not entry.raw(name).strip():
            findings.at(entry, name, "withdrawn", on=before.dated, value=row.actual_before.date())


def _tell_reports(entries: Sequence[Entry], own: pd.DataFrame, stored: pd.DataFrame, findings: Findings) -> None:
    """A week's percent below that of the last week before it, in this file or stored; a day reported anew replaces."""
    columns = ["project", "reported_on", "progress_pct"]
    places = {(entry.table.file, entry.table.sheet, entry.row.number): entry for entry in entries}
    rows = pd.concat([stored[columns], own[[*columns, *ORIGIN]]], ignore_index=True)
    rows = rows.dropna(subset=columns).drop_duplicates(["project", "reported_on"], keep="last")
    rows = rows.sort_values(["project", "reported_on"])
    last = rows.groupby("project")[["reported_on", "progress_pct"]].shift()
    fallen = rows.assign(day=last["reported_on"], before=last["progress_pct"])
    for row in fallen[(fallen["progress_pct"] < fallen["before"]) & fallen["file"].notna()].itertuples():
        entry = places[row.file, row.sheet, int(row.row)]
        findings.at(entry, "progress_pct", "report_fell", on=row.day.date(), value=shown(row.before))


def _by(entries: Sequence[Entry], keys: Sequence[str]) -> dict[tuple[str, ...], Entry]:
    return {tuple(entry.values[name] for name in keys): entry for entry in entries if not entry.is_left_out}
