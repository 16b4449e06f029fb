"""Fourth migration: a SHA-256 for every stored table and boundary, so that no flipped bit changes a figure unseen."""

from __future__ import annotations

import hashlib

from sqlalchemy import Column, Connection, ForeignKey, String, Table, insert, select

from monitoring.storage.m0001_imports import boundaries, snapshot_tables
from monitoring.storage.metadata import METADATA

BOUNDARY = "boundary"

table_checksums = Table(
    "table_checksums",
    METADATA,
    Column("snapshot_id", ForeignKey("snapshots.id"), primary_key=True),
    Column("name", String(20), primary_key=True, comment="of snapshot_tables; boundary: boundaries.shapes"),
    Column("sha256", String(64), nullable=False, comment="of the bytes as stored"),
)

TABLES = (table_checksums,)


def fill(connection: Connection) -> None:
    """Give what was stored before its checksum."""
    for snapshot in connection.scalars(select(snapshot_tables.c.snapshot_id).distinct()).all():
        stored = select(snapshot_tables.c.name, snapshot_tables.c.parquet).where(
            snapshot_tables.c.snapshot_id == snapshot
        )
        shapes = select(boundaries.c.shapes).where(boundaries.c.snapshot_id == snapshot)
        contents = {row.name: row.parquet for row in connection.execute(stored)}
        boundary = connection.scalar(shapes)
        if boundary is not None:
            contents[BOUNDARY] = boundary
        keep_checksums(connection, snapshot, contents)


def keep_checksums(connection: Connection, snapshot: int, contents: dict[str, bytes]) -> None:
    """Write the checksums of a snapshot's tables, inside the transaction that writes these."""
    if contents:
        connection.execute(
            insert(table_checksums),
            [{"snapshot_id": snapshot, "name": name, "sha256": sha256(each)} for name, each in contents.items()],
        )


def sha256(content: bytes) -> str:
    """Return the SHA-256 of a content, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()
