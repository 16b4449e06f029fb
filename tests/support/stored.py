"""Databases as an earlier program, or a bench, wrote them: what stands in the tables now is what was stored."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import Connection, select, update

from monitoring import snapshots
from monitoring.storage import Storage
from monitoring.storage.tables import stored_tables, table_parts

AT = datetime(2026, 10, 9, 9)  # noqa: DTZ001 (wall clock)


def as_stored(connection: Connection) -> None:
    """Make the checksums of every part anew, inside the transaction that changed them."""
    for part in connection.execute(select(table_parts)).all():
        digest = hashlib.sha256(part.content).hexdigest()
        where = (table_parts.c.table_id == part.table_id) & (table_parts.c.name == part.name)
        connection.execute(update(table_parts).where(where).values(sha256=digest))


def part_of(connection: Connection, kind: str, name: str, stage: str = ""):
    """Return the condition that names a part of the newest table of a kind: for selects and updates of table_parts."""
    query = select(stored_tables.c.id).where(stored_tables.c.kind == kind)
    query = query.where(stored_tables.c.stage == stage) if stage else query
    number = connection.scalar(query.order_by(stored_tables.c.id.desc()).limit(1))
    return (table_parts.c.table_id == number) & (table_parts.c.name == name)


def withdraw(storage: Storage, number: int) -> None:
    """Withdraw an import."""
    snapshots.set_state(storage, number, "withdrawn", "本机", AT)
