"""
The tables of the database as they are today. What a database of an earlier program had is told by migrations/.

An import brings, of every county in its files, tables of several kinds, each with a date of its own; nothing is copied
from one to another: what is known on a day is looked up (monitoring.snapshots).
"""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

METADATA = MetaData()
AS_REPORTED = String(100).with_variant(Text, "postgresql")
"""What a sheet says, of any length: SQLite never held it to a hundred letters, PostgreSQL would refuse the import."""

imports = Table(
    "imports",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("saved_at", DateTime, nullable=False),
    Column("saved_by", String(100), nullable=False),
    Column("files", Text, nullable=False, comment="JSON: name, sha256, bytes of each file"),
    Column("state", String(20), nullable=False, comment="current, withdrawn"),
)

stored_tables = Table(
    "stored_tables",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("import_id", ForeignKey("imports.id"), nullable=False, index=True),
    Column("county_code", String(6), nullable=False),
    Column("county", AS_REPORTED, nullable=False),
    Column("kind", String(20), nullable=False, comment="schools, rooms, projects, funds, reports, boundary"),
    Column("stage", String(20), nullable=False, comment="of school tables: primary, junior, senior; else empty"),
    Column("dated", Date, nullable=False, comment="the day that the table speaks of"),
    Column("row_count", Integer, nullable=False, comment="0: of that date there is none of that stage any more"),
    Column("sheets", Text, nullable=False, comment="JSON: file and sheet of each sheet that it was read from"),
)
Index("stored_tables_by_county", stored_tables.c.county_code, stored_tables.c.kind, stored_tables.c.dated)

table_parts = Table(
    "table_parts",
    METADATA,
    Column("table_id", ForeignKey("stored_tables.id"), primary_key=True),
    Column("name", String(20), primary_key=True, comment="rows, raw, columns; rooms; projects, milestones, sources …"),
    Column("content", LargeBinary, nullable=False, comment="Parquet; of a boundary its shapes"),
    Column("sha256", String(64), nullable=False, comment="of the content as stored"),
)

boundaries = Table(
    "boundaries",
    METADATA,
    Column("table_id", ForeignKey("stored_tables.id"), primary_key=True),
    Column("file", Text, nullable=False),
    Column("datum", String(20), nullable=False),
    Column("is_derived", Boolean, nullable=False, comment="the file had only the county's outline"),
)

problems = Table(
    "problems",
    METADATA,
    Column("import_id", ForeignKey("imports.id"), primary_key=True),
    Column("id", String(200), primary_key=True),
    Column("file", Text, nullable=False),
    Column("sheet", Text, nullable=False),
    Column("cell", Text, nullable=False),
    Column("severity", String(10), nullable=False, comment="stop, warning, note"),
    Column("code", String(60), nullable=False),
    Column("school_code", Text, nullable=False),
    Column("school", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("found", Text, nullable=False),
    Column("expected", Text, nullable=False),
    Column("proposal", Text, nullable=False),
    Column("treatment", Text, nullable=False),
    Column("decision", String(10), nullable=False, comment="repair, missing; empty where nothing was to decide"),
)

entries = Table(
    "entries",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("county_code", String(6), nullable=False),
    Column("project", Text, nullable=False),
    Column("reported_on", Date, nullable=False, comment="the day that the statement is of"),
    Column("statement", String(20), nullable=False, comment="progress, milestone, arrived, paid, paused, resumed"),
    Column("subject", Text, nullable=False, comment="the milestone; the source of money, empty: in total"),
    Column("amount", Float, comment="percent of progress, or 万元; empty: not reported"),
    Column("done_on", Date, comment="of a milestone"),
    Column("work", Text, nullable=False, comment="what was done; why it was paused"),
    Column("problem", Text, nullable=False),
    Column("entered_at", DateTime, nullable=False),
    Column("entered_by", String(100), nullable=False),
    Column("import_id", ForeignKey("imports.id"), comment="empty: typed in"),
    Column("file", Text, nullable=False),
    Column("sheet", Text, nullable=False),
    Column("row", Integer, comment="of the sheet; empty: typed in"),
)
Index("entries_by_project", entries.c.county_code, entries.c.project)

entry_withdrawals = Table(
    "entry_withdrawals",
    METADATA,
    Column("entry_id", ForeignKey("entries.id"), primary_key=True),
    Column("withdrawn_at", DateTime, nullable=False),
    Column("withdrawn_by", String(100), nullable=False),
)

photos = Table(
    "photos",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("county_code", String(6), nullable=False),
    Column("project", Text, nullable=False),
    Column("taken_on", Date, nullable=False),
    Column("caption", Text, nullable=False),
    Column("sha256", String(64), nullable=False, index=True, comment="of the stored file, which it names"),
    Column("width", Integer, nullable=False, comment="pixels"),
    Column("height", Integer, nullable=False, comment="pixels"),
    Column("bytes", Integer, nullable=False),
    Column("added_at", DateTime, nullable=False),
    Column("added_by", String(100), nullable=False),
)
Index("photos_by_project", photos.c.county_code, photos.c.project)

photo_withdrawals = Table(
    "photo_withdrawals",
    METADATA,
    Column("photo_id", ForeignKey("photos.id"), primary_key=True),
    Column("withdrawn_at", DateTime, nullable=False),
    Column("withdrawn_by", String(100), nullable=False),
)

events = Table(
    "events",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("at", DateTime, nullable=False),
    Column("who", String(100), nullable=False),
    Column("kind", String(20), nullable=False, comment="import, withdrawal, restoration, entry, photo, setting …"),
    Column("county_code", String(6), nullable=False, comment="empty: of no county"),
    Column("subject", Text, nullable=False, comment="number of an import, project, key of config.toml"),
    Column("details", Text, nullable=False, comment="JSON: what it was and what it is"),
)
Index("events_by_time", events.c.at)
