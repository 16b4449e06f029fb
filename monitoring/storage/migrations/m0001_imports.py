"""First migration: imports, their snapshots, what was found doubtful in them, and the townships' shapes."""

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
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
imports = Table(
    "imports",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("saved_at", DateTime, nullable=False),
    Column("saved_by", String(100), nullable=False),
    Column("period", Date, nullable=False),
    Column("files", Text, nullable=False, comment="JSON: name, sha256, bytes of each file"),
    Column("state", String(20), nullable=False, comment="current, withdrawn"),
)

snapshots = Table(
    "snapshots",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("import_id", ForeignKey("imports.id"), nullable=False, index=True),
    Column("county_code", String(6), nullable=False),
    Column("county", String(100), nullable=False),
    Column("period", Date, nullable=False),
)
Index("snapshots_by_county", snapshots.c.county_code, snapshots.c.period)

snapshot_tables = Table(
    "snapshot_tables",
    METADATA,
    Column("snapshot_id", ForeignKey("snapshots.id"), primary_key=True),
    Column("name", String(20), primary_key=True, comment="rows, raw, columns"),
    Column("parquet", LargeBinary, nullable=False, comment="python -m monitoring export rows shows it as a table"),
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

boundaries = Table(
    "boundaries",
    METADATA,
    Column("snapshot_id", ForeignKey("snapshots.id"), primary_key=True),
    Column("shapes", LargeBinary, nullable=False),
    Column("file", Text, nullable=False, comment="empty where the shapes are derived"),
    Column("datum", String(20), nullable=False),
    Column("is_derived", Boolean, nullable=False),
)

TABLES = (imports, snapshots, snapshot_tables, problems, boundaries)


def upgrade(connection: Connection) -> None:
    """Make the tables."""
    METADATA.create_all(connection, tables=TABLES, checkfirst=False)
