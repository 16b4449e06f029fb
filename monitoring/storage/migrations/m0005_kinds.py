"""
Fifth migration: tables by kind and date in place of snapshots that copied each other's tables; entries; events.

A snapshot held what its import brought and copies of what others had brought. Here each table goes to the import that
brought it, so that a withdrawal takes back that and no more.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Row,
    String,
    Table,
    Text,
    insert,
    select,
    text,
)

BEFORE, NOW = MetaData(), MetaData()
STAGES = ("primary", "junior", "senior")
LISTS = MappingProxyType(
    {
        "rooms": ("rooms",),
        "projects": ("projects", "milestones", "sources"),
        "funds": ("funds",),
    }
)
"""Kind → the tables of a snapshot that are its parts; beside them rooms_raw and so on."""
PLACE = ("file", "sheet")
BOUNDARY = "boundary"

snapshots = Table(
    "snapshots",
    BEFORE,
    Column("id", Integer, primary_key=True),
    Column("import_id", Integer),
    Column("county_code", String(6)),
    Column("county", String(100)),
    Column("period", Date),
)
snapshot_tables = Table(
    "snapshot_tables",
    BEFORE,
    Column("snapshot_id", Integer),
    Column("name", String(20)),
    Column("parquet", LargeBinary),
)
old_boundaries = Table(
    "boundaries_before",
    BEFORE,
    Column("snapshot_id", Integer),
    Column("shapes", LargeBinary),
    Column("file", Text),
    Column("datum", String(20)),
    Column("is_derived", Boolean),
)
weekly_reports = Table(
    "weekly_reports",
    BEFORE,
    Column("id", Integer, primary_key=True),
    Column("county_code", String(6)),
    Column("project", Text),
    Column("reported_on", Date),
    Column("progress_pct", Float),
    Column("work", Text),
    Column("problem", Text),
    Column("entered_at", DateTime),
    Column("entered_by", String(100)),
    Column("import_id", Integer),
    Column("file", Text),
    Column("sheet", Text),
    Column("row", Integer),
)
old_photos = Table(
    "photos",
    BEFORE,
    Column("id", Integer, primary_key=True),
    Column("county_code", String(6)),
    Column("project", Text),
    Column("taken_on", Date),
    Column("added_at", DateTime),
    Column("added_by", String(100)),
)
old_withdrawals = Table(
    "photo_withdrawals",
    BEFORE,
    Column("photo_id", Integer),
    Column("withdrawn_at", DateTime),
    Column("withdrawn_by", String(100)),
)

imports = Table(
    "imports",
    NOW,
    Column("id", Integer, primary_key=True),
    Column("saved_at", DateTime),
    Column("saved_by", String(100)),
    Column("files", Text),
    Column("state", String(20)),
)
stored_tables = Table(
    "stored_tables",
    NOW,
    Column("id", Integer, primary_key=True),
    Column("import_id", ForeignKey("imports.id"), nullable=False, index=True),
    Column("county_code", String(6), nullable=False),
    Column("county", String(100).with_variant(Text, "postgresql"), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("stage", String(20), nullable=False),
    Column("dated", Date, nullable=False),
    Column("row_count", Integer, nullable=False),
    Column("sheets", Text, nullable=False),
)
Index("stored_tables_by_county", stored_tables.c.county_code, stored_tables.c.kind, stored_tables.c.dated)
table_parts = Table(
    "table_parts",
    NOW,
    Column("table_id", ForeignKey("stored_tables.id"), primary_key=True),
    Column("name", String(20), primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("sha256", String(64), nullable=False),
)
boundaries = Table(
    "boundaries",
    NOW,
    Column("table_id", ForeignKey("stored_tables.id"), primary_key=True),
    Column("file", Text, nullable=False),
    Column("datum", String(20), nullable=False),
    Column("is_derived", Boolean, nullable=False),
)
entries = Table(
    "entries",
    NOW,
    Column("id", Integer, primary_key=True),
    Column("county_code", String(6), nullable=False),
    Column("project", Text, nullable=False),
    Column("reported_on", Date, nullable=False),
    Column("statement", String(20), nullable=False),
    Column("subject", Text, nullable=False),
    Column("amount", Float),
    Column("done_on", Date),
    Column("work", Text, nullable=False),
    Column("problem", Text, nullable=False),
    Column("entered_at", DateTime, nullable=False),
    Column("entered_by", String(100), nullable=False),
    Column("import_id", ForeignKey("imports.id")),
    Column("file", Text, nullable=False),
    Column("sheet", Text, nullable=False),
    Column("row", Integer),
)
Index("entries_by_project", entries.c.county_code, entries.c.project)
entry_withdrawals = Table(
    "entry_withdrawals",
    NOW,
    Column("entry_id", ForeignKey("entries.id"), primary_key=True),
    Column("withdrawn_at", DateTime, nullable=False),
    Column("withdrawn_by", String(100), nullable=False),
)
events = Table(
    "events",
    NOW,
    Column("id", Integer, primary_key=True),
    Column("at", DateTime, nullable=False),
    Column("who", String(100), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("county_code", String(6), nullable=False),
    Column("subject", Text, nullable=False),
    Column("details", Text, nullable=False),
)
Index("events_by_time", events.c.at)


@dataclass
class Seen:
    """What earlier snapshots of one county and date held: a table that is the same to the byte was copied from them."""

    sums: set[tuple[str, str]] = field(default_factory=set)
    stages: set[str] = field(default_factory=set)


def upgrade(connection: Connection) -> None:
    """Make the new tables, carry everything over, drop what is carried."""
    connection.execute(text("ALTER TABLE boundaries RENAME TO boundaries_before"))
    made = (stored_tables, table_parts, boundaries, entries, entry_withdrawals, events)
    NOW.create_all(connection, tables=made, checkfirst=False)
    files = {row.id: [each["name"] for each in json.loads(row.files)] for row in connection.execute(select(imports))}
    reported = _reported(connection)
    seen: dict[tuple[str, date], Seen] = {}
    with_shapes: set[str] = set()
    for head in connection.execute(select(snapshots).order_by(snapshots.c.id)).all():
        own = files.get(head.import_id, [])
        _carry_tables(connection, head, own, reported, seen.setdefault((head.county_code, head.period), Seen()))
        if _carry_boundary(connection, head, own, is_first=head.county_code not in with_shapes):
            with_shapes.add(head.county_code)
    _carry_entries(connection)
    _tell_events(connection)
    for name in ("table_checksums", "boundaries_before", "snapshot_tables", "weekly_reports", "snapshots"):
        connection.execute(text(f"DROP TABLE {name}"))
    connection.execute(text("ALTER TABLE imports DROP COLUMN period"))


def _reported(connection: Connection) -> dict[int, set[tuple[str, str]]]:
    """Import → the sheets whose weekly reports it brought."""
    found: dict[int, set[tuple[str, str]]] = {}
    for row in connection.execute(select(weekly_reports).where(weekly_reports.c.import_id.is_not(None))):
        found.setdefault(row.import_id, set()).add((row.file, row.sheet))
    return found


def _carry_tables(
    connection: Connection, head: Row, files: list[str], reported: Mapping[int, set[tuple[str, str]]], seen: Seen
) -> None:
    stored = select(snapshot_tables.c.name, snapshot_tables.c.parquet).where(snapshot_tables.c.snapshot_id == head.id)
    contents = {row.name: row.parquet for row in connection.execute(stored)}
    columns = _read(contents["columns"])
    used: set[tuple[str, str]] = set()
    for stage, rows, raw in _stages(contents):
        used |= _sheets(raw)
        if rows.num_rows and _is_own(contents["rows"], "rows", _sheets(raw), files, seen):
            parts = {"rows": rows, "raw": raw, "columns": columns.filter(pc.equal(columns["stage"], stage))}
            _keep(connection, head, "schools", stage, _sheets(raw), rows.num_rows, parts)
        elif not rows.num_rows and stage in seen.stages and _is_own(contents["rows"], "rows", set(), files, seen):
            # An import of fewer stages replaced all that there were: what it left out stays left out.
            _keep(connection, head, "schools", stage, set(), 0, {"rows": rows, "raw": raw, "columns": columns[:0]})
    seen.stages |= set(_read(contents["rows"])["stage"].to_pylist())
    for kind, names in LISTS.items():
        if kind not in contents:
            continue
        raw = _read(contents[f"{kind}_raw"]) if f"{kind}_raw" in contents else _read(contents[kind]).select([*PLACE])
        sheets = _sheets(raw)
        used |= sheets
        if _is_own(contents[kind], kind, sheets, files, seen):
            parts = {name: _read(contents[name]) for name in names if name in contents}
            parts |= {"raw": raw, "columns": _of_sheets(columns, sheets)}
            _keep(connection, head, kind, "", sheets, parts[kind].num_rows, parts)
    left = {place for place in _sheets(columns) - used if place[0] in files} | reported.get(head.import_id, set())
    if left:
        _keep(connection, head, "reports", "", left, len(left), {"columns": _of_sheets(columns, left)})
    seen.sums |= {(name, _sha256(content)) for name, content in contents.items()}


def _stages(contents: Mapping[str, bytes]) -> Iterator[tuple[str, pa.Table, pa.Table]]:
    """The school tables of a snapshot, a stage each: its rows and what is typed in them."""
    rows, raw = _read(contents["rows"]), _read(contents["raw"])
    keys = list(zip(*(raw[name].to_pylist() for name in (*PLACE, "row")), strict=True))
    for stage in STAGES:
        own = rows.filter(pc.equal(rows["stage"], stage))
        places = set(zip(*(own[name].to_pylist() for name in (*PLACE, "row")), strict=True))
        yield stage, own, raw.filter(pa.array([key in places for key in keys], pa.bool_()))


def _is_own(content: bytes, name: str, sheets: set[tuple[str, str]], files: list[str], seen: Seen) -> bool:
    """Whether the import brought a table: nobody had it before, or it is of the import's own files."""
    is_new = (name, _sha256(content)) not in seen.sums
    return is_new or (bool(sheets) and all(file in files for file, _ in sheets))


def _carry_boundary(connection: Connection, head: Row, files: list[str], *, is_first: bool) -> bool:
    """
    Keep the shapes that an import brought itself; every other one had a copy of the last.

    Returns:
        Whether the county has shapes now.
    """
    found = connection.execute(select(old_boundaries).where(old_boundaries.c.snapshot_id == head.id)).first()
    if found is None or not (found.file in files or (is_first and not found.is_derived)):
        return False
    number = _head(connection, head, BOUNDARY, "", {(found.file, "")} if found.file else set(), 1)
    _part(connection, number, "shapes", found.shapes)
    connection.execute(
        insert(boundaries).values(table_id=number, file=found.file, datum=found.datum, is_derived=found.is_derived)
    )
    return True


def _carry_entries(connection: Connection) -> None:
    for row in connection.execute(select(weekly_reports).order_by(weekly_reports.c.id)).all():
        kept = {name: value for name, value in row._mapping.items() if name != "progress_pct"}
        said = {"statement": "progress", "subject": "", "amount": row.progress_pct, "done_on": None}
        connection.execute(insert(entries).values(**kept, **said))


def _tell_events(connection: Connection) -> None:
    """What is known of what was done: nobody kept when an import was withdrawn."""
    counties: dict[int, set[str]] = {}
    for number, county in connection.execute(select(snapshots.c.import_id, snapshots.c.county_code)):
        counties.setdefault(number, set()).add(county)
    told = [
        (row.saved_at, row.saved_by, "import", ",".join(sorted(counties.get(row.id, ()))), str(row.id),
         {"files": [each["name"] for each in json.loads(row.files)]})
        for row in connection.execute(select(imports))
    ]  # fmt: skip
    for row in connection.execute(select(entries).where(entries.c.import_id.is_(None))):
        details = {"entry": row.id, "statement": row.statement, "reported_on": row.reported_on.isoformat()}
        told.append((row.entered_at, row.entered_by, "entry", row.county_code, row.project, details))
    photos = {row.id: row for row in connection.execute(select(old_photos))}
    for row in photos.values():
        details = {"photo": row.id, "taken_on": row.taken_on.isoformat()}
        told.append((row.added_at, row.added_by, "photo", row.county_code, row.project, details))
    for row in connection.execute(select(old_withdrawals)):
        photo = photos[row.photo_id]
        details = {"photo": photo.id, "taken_on": photo.taken_on.isoformat()}
        told.append((row.withdrawn_at, row.withdrawn_by, "photo_withdrawal", photo.county_code, photo.project, details))
    for at, who, kind, county, subject, details in sorted(told, key=lambda each: each[0]):
        written = json.dumps(details, ensure_ascii=False)
        connection.execute(
            insert(events).values(at=at, who=who, kind=kind, county_code=county[:6], subject=subject, details=written)
        )


def _keep(
    connection: Connection,
    head: Row,
    kind: str,
    stage: str,
    sheets: set[tuple[str, str]],
    rows: int,
    parts: Mapping[str, pa.Table],
) -> None:
    number = _head(connection, head, kind, stage, sheets, rows)
    for name, table in parts.items():
        target = io.BytesIO()
        pq.write_table(table, target, compression="zstd")
        _part(connection, number, name, target.getvalue())


def _head(connection: Connection, head: Row, kind: str, stage: str, sheets: set[tuple[str, str]], rows: int) -> int:
    return connection.execute(
        insert(stored_tables).values(
            import_id=head.import_id,
            county_code=head.county_code,
            county=head.county,
            kind=kind,
            stage=stage,
            dated=head.period,
            row_count=rows,
            sheets=json.dumps(sorted(sheets), ensure_ascii=False),
        )
    ).inserted_primary_key[0]


def _part(connection: Connection, number: int, name: str, content: bytes) -> None:
    connection.execute(insert(table_parts).values(table_id=number, name=name, content=content, sha256=_sha256(content)))


def _read(content: bytes) -> pa.Table:
    return pq.read_table(io.BytesIO(content))


def _sheets(table: pa.Table) -> set[tuple[str, str]]:
    return set(zip(*(table[name].to_pylist() for name in PLACE), strict=True))


def _of_sheets(columns: pa.Table, sheets: set[tuple[str, str]]) -> pa.Table:
    """Where the fields of a list stand; those of school tables have a stage."""
    places = zip(columns["file"].to_pylist(), columns["sheet"].to_pylist(), columns["stage"].to_pylist(), strict=True)
    return columns.filter(
        pa.array([(file, sheet) in sheets and not stage for file, sheet, stage in places], pa.bool_())
    )


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
