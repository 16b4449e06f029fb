"""Weekly reports of projects: rows that are only ever added, outside snapshots; of two for one day the newer counts."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd
from sqlalchemy import Connection, insert, or_, select

from monitoring.snapshots.reading import CURRENT
from monitoring.storage import Storage
from monitoring.storage.m0001_imports import imports
from monitoring.storage.m0002_reports import weekly_reports


@dataclass(frozen=True)
class Report:
    """One weekly report, as typed in: progress_pct in percent, NaN not reported."""

    county: str
    project: str
    reported_on: date
    progress_pct: float
    work: str = ""
    problem: str = ""


def enter_report(storage: Storage, report: Report, who: str, at: datetime) -> int:
    """
    Add a report that somebody typed in, and return its number; an earlier one of the same day stays in the history.

    Args:
        who: the signed-in name, else 本机.
    """
    with storage.write() as connection:
        return connection.execute(
            insert(weekly_reports).values(
                county_code=report.county,
                project=report.project,
                reported_on=report.reported_on,
                progress_pct=_or_none(report.progress_pct),
                work=report.work,
                problem=report.problem,
                entered_at=at,
                entered_by=who,
                file="",
                sheet="",
            )
        ).inserted_primary_key[0]


def add_reports(connection: Connection, frame: pd.DataFrame, county: str, number: int) -> None:
    """Add the frame `reports` of an import, inside its transaction; rows without a date or a project cannot be kept."""
    head = connection.execute(select(imports).where(imports.c.id == number)).one()
    records = [
        {
            "county_code": county,
            "project": row.project,
            "reported_on": row.reported_on.date(),
            "progress_pct": _or_none(row.progress_pct),
            "work": row.work,
            "problem": row.problem,
            "entered_at": head.saved_at,
            "entered_by": head.saved_by,
            "import_id": number,
            "file": row.file,
            "sheet": row.sheet,
            "row": int(row.row),
        }
        for row in frame[frame["reported_on"].notna() & (frame["project"] != "")].itertuples()
    ]
    if records:
        connection.execute(insert(weekly_reports), records)


def report_history(storage: Storage, county: str) -> pd.DataFrame:
    """
    Return every report of a county, the newest entry first: those that were replaced, too.

    Returns:
        id, project, reported_on, progress_pct, work, problem, entered_at, entered_by, import_id, file, sheet, row;
        reports of a withdrawn import are left out.
    """
    query = (
        select(weekly_reports)
        .join(imports, weekly_reports.c.import_id == imports.c.id, isouter=True)
        .where(weekly_reports.c.county_code == county)
        .where(or_(weekly_reports.c.import_id.is_(None), imports.c.state == CURRENT))
        .order_by(weekly_reports.c.id.desc())
    )
    with storage.read() as connection:
        rows = connection.execute(query).all()
    table = pd.DataFrame(rows, columns=list(query.selected_columns.keys())).drop(columns="county_code")
    return table.astype({"reported_on": "datetime64[s]", "progress_pct": "float64"})


def reports(storage: Storage, county: str, until: date) -> pd.DataFrame:
    """Return the reports that count up to a date: of each project and day the newest, by project and day."""
    known = report_history(storage, county)
    counted = known[known["reported_on"] <= pd.Timestamp(until)].drop_duplicates(["project", "reported_on"])
    return counted.sort_values(["project", "reported_on"], ignore_index=True)


def _or_none(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
