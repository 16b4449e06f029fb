"""Brings a database to the newest form, step by step, each in one transaction with the record of itself."""

from __future__ import annotations

from sqlalchemy import Column, Connection, DateTime, Integer, String, Table, func, insert, inspect, select

from monitoring.errors import UserError
from monitoring.storage import m0001_imports, m0002_reports, m0003_photos, m0004_checksums
from monitoring.storage.metadata import METADATA

STEPS = (
    (1, "imports and snapshots", m0001_imports.TABLES),
    (2, "weekly reports", m0002_reports.TABLES),
    (3, "photos of projects", m0003_photos.TABLES),
    (4, "checksums of stored tables", m0004_checksums.TABLES),
)
"""Number, what it brings, its tables. A new table is one file and one line here."""
FILLS = {4: m0004_checksums.fill}
"""Number → what writes into its tables what can be known of older rows."""

migrations = Table(
    "migrations",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", String(100), nullable=False),
    Column("done_at", DateTime, nullable=False, server_default=func.now()),
)


class NewerDatabaseError(UserError):
    """The database was written by a newer program."""


def pending(connection: Connection) -> bool:
    """Return whether a step is missing; refuse a database that is ahead of this program."""
    done = _done(connection)
    if done > len(STEPS):
        raise NewerDatabaseError(
            f"数据库已升级到第 {done} 版，本程序只认到第 {len(STEPS)} 版。请换用新版程序；没有改动任何数据。"
        )
    return done < len(STEPS)


def migrate(connection: Connection) -> None:
    """Take the steps that are missing, inside the caller's transaction."""
    migrations.create(connection, checkfirst=True)
    for number, name, tables in STEPS[_done(connection) :]:
        METADATA.create_all(connection, tables=tables, checkfirst=False)
        if number in FILLS:
            FILLS[number](connection)
        connection.execute(insert(migrations).values(number=number, name=name))


def _done(connection: Connection) -> int:
    if not inspect(connection).has_table(migrations.name):
        return 0
    return connection.scalar(select(func.count()).select_from(migrations))
