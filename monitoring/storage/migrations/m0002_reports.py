"""Second migration: weekly reports of projects, only ever added; the newest entry of a project and day counts."""

from sqlalchemy import (
    Column,
    Connection,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

METADATA = MetaData()
Table("imports", METADATA, Column("id", Integer, primary_key=True))  # as the first migration left it

weekly_reports = Table(
    "weekly_reports",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("county_code", String(6), nullable=False),
    Column("project", Text, nullable=False),
    Column("reported_on", Date, nullable=False),
    Column("progress_pct", Float, comment="empty: not reported"),
    Column("work", Text, nullable=False),
    Column("problem", Text, nullable=False),
    Column("entered_at", DateTime, nullable=False),
    Column("entered_by", String(100), nullable=False),
    Column("import_id", ForeignKey("imports.id"), comment="empty: typed in"),
    Column("file", Text, nullable=False),
    Column("sheet", Text, nullable=False),
    Column("row", Integer, comment="of the sheet; empty: typed in"),
)
Index("weekly_reports_by_project", weekly_reports.c.county_code, weekly_reports.c.project)

TABLES = (weekly_reports,)


def upgrade(connection: Connection) -> None:
    """Make the tables."""
    METADATA.create_all(connection, tables=TABLES, checkfirst=False)
