"""Reads snapshots back. Every query that returns rows of schools goes through `load`: a scope would be asked there."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd
from sqlalchemy import Connection, select

from monitoring.errors import NotFound
from monitoring.snapshots.absent import with_absent
from monitoring.snapshots.integrity import stored_tables, whole_shapes
from monitoring.standards.vocabulary import NUMERIC_KINDS
from monitoring.storage import Storage, frame_from_bytes
from monitoring.storage.m0001_imports import boundaries, problems, snapshots
from monitoring.storage.m0001_imports import imports as imports_table
from monitoring.validation.cells.date_words import possible_days
from monitoring.workbook import SourceFile, wording

CURRENT, WITHDRAWN = "current", "withdrawn"
SHEET_UNREAD, REPORT_UNDATED = "sheet_unread", "report_undated"
"""Problems of weekly reports that were handed in and not read: a sheet; a row, by its project."""
LISTS = ("rooms", "projects", "milestones", "sources", "funds")
RAW, CARRIED = "_raw", "problems"
"""Tables of a snapshot: what is typed in a list's cells; what was found in tables that another import brought."""


@dataclass(frozen=True)
class Snapshot:
    """
    One county at one report date, as it was imported.

    Attributes:
        rows, raw, columns: the frames of docs/architecture.md.
        lists: rooms, projects, milestones, sources, funds → their frames, with what their sheets lack (with_absent);
            what was never imported is absent.
        list_raw: rooms, projects, funds → what is typed in every cell.
        problems: what was found doubtful, one row each, with the officer's decision.
        boundary: the townships' shapes (townships.from_bytes); None where the county has none.
        files: names of the files it came from.
    """

    id: int
    import_id: int
    county: str
    county_name: str
    period: date
    rows: pd.DataFrame
    raw: pd.DataFrame
    columns: pd.DataFrame
    lists: Mapping[str, pd.DataFrame]
    list_raw: Mapping[str, pd.DataFrame]
    problems: pd.DataFrame
    boundary: bytes | None
    boundary_file: str
    boundary_datum: str
    files: tuple[str, ...]
    saved_at: datetime
    saved_by: str

    @property
    def unheard(self) -> frozenset[str] | None:
        """The projects with a weekly report that was not read, for want of a date; None: a whole sheet was not."""
        if (self.problems["code"] == SHEET_UNREAD).any():
            return None
        return frozenset(self.problems.loc[self.problems["code"] == REPORT_UNDATED, "found"])


def counties(storage: Storage) -> dict[str, str]:
    """Return the counties that the database holds: code → name as the newest import has it, in the order of codes."""
    query = _current(select(snapshots.c.county_code, snapshots.c.county)).order_by(snapshots.c.id)
    with storage.read() as connection:
        names = {row.county_code: row.county for row in connection.execute(query)}
    return dict(sorted(names.items()))


def periods(storage: Storage, county: str) -> list[date]:
    """Return the report dates of a county, the oldest first; [] where there is none."""
    query = _current(select(snapshots.c.period).distinct().where(snapshots.c.county_code == county))
    with storage.read() as connection:
        return sorted(connection.scalars(query))


def newest(storage: Storage, county: str, period: date | None = None) -> int:
    """
    Return the id of the snapshot that counts: of two imports of one county and period the newer.

    Args:
        period: None: the newest report date.

    Raises:
        NotFound: there is none.
    """
    with storage.read() as connection:
        found = newest_of(connection, county, period)
    if found is None:
        when = f" {period} " if period else ""
        raise NotFound(f"数据库里没有{county}{when}的数据。请先导入，或核对代码和报告期。")
    return found


def numbers(storage: Storage, county: str) -> dict[date, int]:
    """Return the snapshot that counts for each report date of a county, the oldest date first."""
    query = _current(select(snapshots.c.period, snapshots.c.id).where(snapshots.c.county_code == county))
    with storage.read() as connection:
        return {row.period: row.id for row in connection.execute(query.order_by(snapshots.c.period, snapshots.c.id))}


def newest_of(connection: Connection, county: str, period: date | None = None) -> int | None:
    """Return the id of a county's snapshot that counts, inside the caller's transaction; None where there is none."""
    query = _current(select(snapshots.c.id).where(snapshots.c.county_code == county))
    if period:
        query = query.where(snapshots.c.period == period)
    return connection.scalar(query.order_by(snapshots.c.period.desc(), snapshots.c.id.desc()).limit(1))


def problems_of(connection: Connection, snapshot: int) -> pd.DataFrame:
    """Return what the import of a snapshot found doubtful."""
    number = connection.scalar(select(snapshots.c.import_id).where(snapshots.c.id == snapshot))
    return _problems(connection, number)


def load(storage: Storage, number: int) -> Snapshot:
    """
    Return a snapshot whole.

    Raises:
        NotFound: no such number.
        DamagedData: a table is not what was stored.
    """
    with storage.read() as connection:
        head = connection.execute(
            select(snapshots, imports_table.c.saved_at, imports_table.c.saved_by, imports_table.c.files)
            .join(imports_table)
            .where(snapshots.c.id == number)
        ).first()
        if head is None:
            raise NotFound(f"数据库里没有编号 {number} 的数据。")
        tables = stored_tables(connection, number)
        found = _problems(connection, head.import_id)
        own = select(boundaries).where(boundaries.c.snapshot_id == number)
        shapes = whole_shapes(connection, connection.execute(own).first())
    frames = {name: frame_from_bytes(content) for name, content in tables.items()}
    if CARRIED in frames:
        found = pd.concat([frames[CARRIED], found], ignore_index=True)
    rows = _with_every_field(frames["rows"])
    return Snapshot(
        id=number,
        import_id=head.import_id,
        county=head.county_code,
        county_name=head.county,
        period=head.period,
        rows=rows,
        raw=frames["raw"],
        columns=frames["columns"],
        lists=with_absent({name: _at_home(frames[name], rows) for name in LISTS if name in frames}, frames["columns"]),
        list_raw={name: frames[f"{name}{RAW}"] for name in LISTS if f"{name}{RAW}" in frames},
        problems=found,
        boundary=shapes.shapes if shapes else None,
        boundary_file=shapes.file if shapes else "",
        boundary_datum=shapes.datum if shapes else "",
        files=tuple(file["name"] for file in json.loads(head.files)),
        saved_at=head.saved_at,
        saved_by=head.saved_by,
    )


def schools_of(storage: Storage, period: date) -> pd.DataFrame:
    """Return the rows of every county's schools at a report date, of two imports the newer; empty without any."""
    query = _current(select(snapshots.c.county_code).distinct().where(snapshots.c.period == period))
    with storage.read() as connection:
        codes = sorted(connection.scalars(query))
    frames = [rows_of(storage, newest(storage, code, period)) for code in codes]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()


def rows_of(storage: Storage, number: int) -> pd.DataFrame:
    """
    Return the rows of a snapshot's schools alone.

    Raises:
        NotFound: no such number.
        DamagedData: they are not what was stored.
    """
    with storage.read() as connection:
        tables = stored_tables(connection, number, ["rows"])
    if not tables:
        raise NotFound(f"数据库里没有编号 {number} 的数据。")
    return _with_every_field(frame_from_bytes(tables["rows"]))


def lists_of(storage: Storage, number: int) -> dict[str, pd.DataFrame]:
    """Return the lists of a snapshot, without its schools: rooms, projects, milestones, sources, funds."""
    with storage.read() as connection:
        tables = stored_tables(connection, number, LISTS)
    return {name: frame_from_bytes(content) for name, content in tables.items()}


def imports(storage: Storage) -> pd.DataFrame:
    """
    Return every import and county, the newest first.

    Returns:
        id, county, county_name, period, files (names), saved_at, saved_by, state (current, withdrawn), snapshot.
    """
    query = (
        select(
            imports_table.c.id,
            snapshots.c.county_code.label("county"),
            snapshots.c.county.label("county_name"),
            snapshots.c.period,
            imports_table.c.files,
            imports_table.c.saved_at,
            imports_table.c.saved_by,
            imports_table.c.state,
            snapshots.c.id.label("snapshot"),
        )
        .join(snapshots)
        .order_by(imports_table.c.id.desc(), snapshots.c.county_code)
    )
    with storage.read() as connection:
        rows = connection.execute(query).all()
    table = pd.DataFrame(rows, columns=list(query.selected_columns.keys()))
    names = ["、".join(file["name"] for file in json.loads(files)) for files in table["files"]]
    return table.assign(files=names)


def stored_before(storage: Storage, files: Sequence[SourceFile]) -> dict[str, int]:
    """Return name → number of the newest import in use that holds a file of the same bytes; others are absent."""
    query = select(imports_table.c.id, imports_table.c.files).where(imports_table.c.state == CURRENT)
    with storage.read() as connection:
        rows = connection.execute(query.order_by(imports_table.c.id)).all()
    known = {file["sha256"]: row.id for row in rows for file in json.loads(row.files)}
    found = {file.name: known.get(hashlib.sha256(file.content).hexdigest()) for file in files}
    return {name: number for name, number in found.items() if number is not None}


def latest_boundary(connection: Connection, county: str, until: date):
    """Return the row of the county's newest boundary up to a report date, else of the oldest later one."""
    query = (
        select(boundaries)
        .join(snapshots, boundaries.c.snapshot_id == snapshots.c.id)
        .join(imports_table, snapshots.c.import_id == imports_table.c.id)
        .where(snapshots.c.county_code == county, imports_table.c.state == CURRENT)
    )
    earlier = query.where(snapshots.c.period <= until).order_by(snapshots.c.period.desc(), snapshots.c.id.desc())
    later = query.where(snapshots.c.period > until).order_by(snapshots.c.period, snapshots.c.id.desc())
    found = connection.execute(earlier.limit(1)).first() or connection.execute(later.limit(1)).first()
    return whole_shapes(connection, found)


def _at_home(frame: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """A room's, or a project's, township is its school's, also where the school tables were imported again."""
    if "township_code" not in frame:
        return frame
    schools = rows.drop_duplicates("school_code").set_index("school_code")
    known = frame["school_code"].isin(schools.index)
    of = frame["school_code"].where(known)
    return frame.assign(
        **{
            name: of.map(schools[name]).where(known, frame[name]).astype(object)
            for name in ("township_code", "township")
        }
    )


def _with_every_field(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of a snapshot older than a field: nobody reported it then."""
    absent = {
        field.name: math.nan if field.kind in NUMERIC_KINDS else ""
        for field in wording().fields
        if field.name not in rows
    }
    return rows.assign(**absent).copy() if absent else rows


def _problems(connection: Connection, import_id: int) -> pd.DataFrame:
    query = (
        select(problems, imports_table.c.saved_by.label("decided_by"))
        .join(imports_table, problems.c.import_id == imports_table.c.id)
        .where(problems.c.import_id == import_id)
    )
    rows = connection.execute(query).all()
    return pd.DataFrame(rows, columns=list(query.selected_columns.keys()))


def _current(query):
    """Keep to imports that were not withdrawn, of a possible day: one of 9999 would be the newest for ever."""
    return query.join(imports_table, snapshots.c.import_id == imports_table.c.id).where(
        imports_table.c.state == CURRENT, snapshots.c.period.between(*possible_days())
    )
