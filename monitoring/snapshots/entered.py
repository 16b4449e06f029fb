"""
What is told of projects between their lists: rows that are only ever added; a wrong one is withdrawn by a further row.

An entry is one statement of one day (rules 7): 形象进度 with what was done, a milestone done, money arrived or paid
to date, paused, resumed. Of one statement the newest by its date counts, of one date the newest typed.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd
from sqlalchemy import Connection, func, insert, or_, select

from monitoring.errors import NotFound
from monitoring.events import ENTRY, ENTRY_WITHDRAWAL, Event, record
from monitoring.snapshots.selection import CURRENT
from monitoring.storage import Storage
from monitoring.storage.tables import entries as entries_table
from monitoring.storage.tables import entry_withdrawals, imports
from monitoring.validation.cells.date_words import possible_days

PROGRESS, MILESTONE, ARRIVED, PAID, PAUSED, RESUMED = "progress", "milestone", "arrived", "paid", "paused", "resumed"
STATEMENTS = (PROGRESS, MILESTONE, ARRIVED, PAID, PAUSED, RESUMED)


@dataclass(frozen=True)
class Statement:
    """
    One statement about a project.

    Attributes:
        reported_on: the day that it is of.
        amount: 形象进度 in percent, or money to date in 万元; NaN: not reported.
        work: what was done, or why it was paused.
        statement: one of STATEMENTS.
        subject: the milestone; of money its source, "" in total.
        done_on: the day on which the milestone was done.
    """

    county: str
    project: str
    reported_on: date
    amount: float = math.nan
    work: str = ""
    problem: str = ""
    statement: str = PROGRESS
    subject: str = ""
    done_on: date | None = None


def enter(storage: Storage, statements: Sequence[Statement], who: str, at: datetime) -> list[int]:
    """
    Add what somebody typed in, all of it or nothing; an earlier statement of the same day stays in the history.

    Args:
        who: the signed-in name, else 本机.

    Returns:
        The numbers of the entries.
    """
    numbers = []
    with storage.write() as connection:
        for each in statements:
            if each.statement not in STATEMENTS:
                raise ValueError(f"no such statement: {each.statement}")
            values = _values(each) | {"entered_at": at, "entered_by": who, "file": "", "sheet": ""}
            numbers.append(connection.execute(insert(entries_table).values(**values)).inserted_primary_key[0])
            details = {"entry": numbers[-1], "statement": each.statement, "subject": each.subject,
                       "reported_on": each.reported_on.isoformat(), "amount": _or_none(each.amount),
                       "done_on": each.done_on.isoformat() if each.done_on else None}  # fmt: skip
            record(connection, Event(ENTRY, who, at, each.project, each.county, details))
    return numbers


def withdraw_entry(storage: Storage, number: int, who: str, at: datetime) -> None:
    """
    Withdraw an entry: it counts no more; its row stays.

    Raises:
        NotFound: there is none of that number, or it was withdrawn before; nothing was changed.
    """
    with storage.write() as connection:
        row = connection.execute(_counting().where(entries_table.c.id == number)).first()
        if row is None:
            raise NotFound(f"没有编号为 {number} 的填报，或已经撤回；没有改动任何数据。")
        connection.execute(insert(entry_withdrawals).values(entry_id=number, withdrawn_at=at, withdrawn_by=who))
        details = {"entry": number, "statement": row.statement, "reported_on": row.reported_on.isoformat()}
        record(connection, Event(ENTRY_WITHDRAWAL, who, at, row.project, row.county_code, details))


def add_reports(connection: Connection, frame: pd.DataFrame, county: str, number: int) -> None:
    """Add the frame `reports` of an import, inside its transaction; rows without a date or a project cannot be kept."""
    head = connection.execute(select(imports).where(imports.c.id == number)).one()
    records = [
        _values(
            Statement(county, row.project, row.reported_on.date(), row.progress_pct, row.work, row.problem)
        )
        | {
            "entered_at": head.saved_at,
            "entered_by": head.saved_by,
            "import_id": number,
            "file": row.file,
            "sheet": row.sheet,
            "row": int(row.row),
        }
        for row in frame[frame["reported_on"].notna() & (frame["project"] != "")].itertuples()
    ]  # fmt: skip
    if records:
        connection.execute(insert(entries_table), records)


def entries(storage: Storage, county: str) -> pd.DataFrame:
    """
    Return every entry of a county that counts or was replaced, the newest first; withdrawn ones are left out.

    Returns:
        id, project, reported_on, statement, subject, amount, done_on, work, problem, entered_at, entered_by,
        import_id, file, sheet, row.
    """
    query = _counting().where(entries_table.c.county_code == county).order_by(entries_table.c.id.desc())
    with storage.read() as connection:
        rows = connection.execute(query).all()
    table = pd.DataFrame(rows, columns=list(query.selected_columns.keys())).drop(columns="county_code")
    return table.astype({"reported_on": "datetime64[s]", "done_on": "datetime64[s]", "amount": "float64"})


def report_history(storage: Storage, county: str) -> pd.DataFrame:
    """
    Return every weekly report of a county (形象进度), the newest entry first: those that were replaced, too.

    Returns:
        id, project, reported_on, progress_pct, work, problem, entered_at, entered_by, import_id, file, sheet, row.
    """
    return weekly(entries(storage, county))


def weekly(told: pd.DataFrame) -> pd.DataFrame:
    """Return the weekly reports among entries, with the columns of `report_history`."""
    own = told[told["statement"] == PROGRESS].drop(columns=["statement", "subject", "done_on"])
    return own.rename(columns={"amount": "progress_pct"})


def reports(storage: Storage, county: str, until: date) -> pd.DataFrame:
    """Return the reports that count up to a date: of each project and day the newest, by project and day."""
    return counted_reports(report_history(storage, county), until)


def counted_reports(history: pd.DataFrame, until: date) -> pd.DataFrame:
    """Return of weekly reports (`report_history`) those that count up to a date, by project and day."""
    counted = history[history["reported_on"] <= pd.Timestamp(until)].drop_duplicates(["project", "reported_on"])
    return counted.sort_values(["project", "reported_on"], ignore_index=True)


def newest_entry(connection: Connection, county: str) -> date | None:
    """Return the newest day that an entry of a county is of; None where there is none."""
    query = _counting().where(
        entries_table.c.county_code == county, entries_table.c.reported_on.between(*possible_days())
    )
    return connection.scalar(select(func.max(query.subquery().c.reported_on)))


def entered(storage: Storage, county: str) -> str:
    """Return which entries of a county count, as one word: figures are kept by it, since an entry can be withdrawn."""
    query = _counting().with_only_columns(entries_table.c.id).where(entries_table.c.county_code == county)
    with storage.read() as connection:
        numbers = connection.scalars(query.order_by(entries_table.c.id)).all()
    return hashlib.sha256(",".join(map(str, numbers)).encode()).hexdigest()[:16]


def _counting():
    """The entries that were not withdrawn, by themselves or with their import."""
    return (
        select(entries_table)
        .join(imports, entries_table.c.import_id == imports.c.id, isouter=True)
        .join(entry_withdrawals, entry_withdrawals.c.entry_id == entries_table.c.id, isouter=True)
        .where(or_(entries_table.c.import_id.is_(None), imports.c.state == CURRENT))
        .where(entry_withdrawals.c.entry_id.is_(None))
    )


def _values(said: Statement) -> dict[str, object]:
    return {
        "county_code": said.county,
        "project": said.project,
        "reported_on": said.reported_on,
        "statement": said.statement,
        "subject": said.subject,
        "amount": _or_none(said.amount),
        "done_on": said.done_on,
        "work": said.work,
        "problem": said.problem,
    }


def _or_none(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
