"""
Brings a database to today's form, step by step; all missing steps and their records are one transaction.

A step is a frozen `upgrade(connection)` in a file of its own: it knows only the tables as they were then, so that no
later change of `storage/tables.py` changes what it does. A new step is one file and one line here.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    Integer,
    MetaData,
    String,
    Table,
    func,
    insert,
    inspect,
    select,
)

from monitoring.errors import UserError
from monitoring.storage.migrations import (
    m0001_imports,
    m0002_reports,
    m0003_photos,
    m0004_checksums,
    m0005_kinds,
)

STEPS = (
    (1, "imports and snapshots", m0001_imports.upgrade),
    (2, "weekly reports", m0002_reports.upgrade),
    (3, "photos of projects", m0003_photos.upgrade),
    (4, "checksums of stored tables", m0004_checksums.upgrade),
    (5, "tables by kind and date, events", m0005_kinds.upgrade),
)
"""Number, what it brings, the step."""

migrations = Table(
    "migrations",
    MetaData(),
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
    """
    Take the steps that are missing, inside the caller's transaction.

    Of two processes one waits, as of any two writers (Storage.write), and finds nothing left to do.
    """
    migrations.create(connection, checkfirst=True)
    for number, name, upgrade in STEPS[_done(connection) :]:
        upgrade(connection)
        connection.execute(insert(migrations).values(number=number, name=name))


def _done(connection: Connection) -> int:
    if not inspect(connection).has_table(migrations.name):
        return 0
    return connection.scalar(select(func.count()).select_from(migrations))
