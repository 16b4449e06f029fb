"""Databases as an earlier program, or a bench, wrote them: what stands in the tables now is what was stored."""

from __future__ import annotations

from sqlalchemy import Connection, delete

from monitoring.storage.tables import fill, table_checksums


def as_stored(connection: Connection) -> None:
    """Make the checksums of every table anew, inside the transaction that changed them."""
    connection.execute(delete(table_checksums))
    fill(connection)
