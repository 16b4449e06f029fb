"""Fourth migration: a SHA-256 for every stored table and boundary, so that no flipped bit changes a figure unseen."""

from __future__ import annotations

import hashlib

from sqlalchemy import Column, Connection, ForeignKey, Integer, LargeBinary, MetaData, String, Table, insert, select

METADATA = MetaData()
Table("snapshots", METADATA, Column("id", Integer, primary_key=True))  # this and the next two as they were left
snapshot_tables = Table(
    "snapshot_tables",
    METADATA,
    Column("snapshot_id", Integer),
    Column("name", String(20)),
    Column("parquet", LargeBinary),
)
boundaries = Table("boundaries", METADATA, Column("snapshot_id", Integer), Column("shapes", LargeBinary))
BOUNDARY = "boundary"

table_checksums = Table(
    "table_checksums",
    METADATA,
    Column("snapshot_id", ForeignKey("snapshots.id"), primary_key=True),
    Column("name", String(20), primary_key=True, comment="of snapshot_tables; boundary: boundaries.shapes"),
    Column("sha256", String(64), nullable=False, comment="of the bytes as stored"),
)


def upgrade(connection: Connection) -> None:
    """Make the table, and give what was stored before its checksum."""
    METADATA.create_all(connection, tables=[table_checksums], checkfirst=False)
    names = connection.execute(select(snapshot_tables.c.snapshot_id, snapshot_tables.c.name)).all()
    for snapshot, name in names:
        stored = select(snapshot_tables.c.parquet).where(
            snapshot_tables.c.snapshot_id == snapshot, snapshot_tables.c.name == name
        )
        _keep(connection, snapshot, name, connection.scalars(stored).one())
    for snapshot, shapes in connection.execute(select(boundaries.c.snapshot_id, boundaries.c.shapes)).all():
        _keep(connection, snapshot, BOUNDARY, shapes)


def _keep(connection: Connection, snapshot: int, name: str, content: bytes) -> None:
    digest = hashlib.sha256(content).hexdigest()
    connection.execute(insert(table_checksums).values(snapshot_id=snapshot, name=name, sha256=digest))
