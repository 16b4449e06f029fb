"""What is read is what was stored: tables and boundaries are held against their SHA-256 before anyone uses them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from sqlalchemy import Connection, select

from monitoring.errors import DamagedData, UserError
from monitoring.snapshots.photos import photo_path
from monitoring.storage import Storage, frame_from_bytes
from monitoring.storage.m0001_imports import boundaries, snapshot_tables, snapshots
from monitoring.storage.m0003_photos import photos
from monitoring.storage.m0004_checksums import BOUNDARY, sha256, table_checksums

LABELS = {
    "rows": "学校各项数据", "raw": "报表原样文字", "columns": "报表列名", "problems": "沿用的问题清单",
    BOUNDARY: "乡镇边界",
    "rooms": "班班通台账", "projects": "项目清单", "milestones": "项目节点", "sources": "项目资金来源", "funds": "资金",
    "rooms_raw": "班班通台账原样文字", "projects_raw": "项目清单原样文字", "funds_raw": "资金原样文字",
}  # fmt: skip
"""A stored table → what an officer calls it."""


@dataclass(frozen=True)
class Verified:
    """What was looked at, in counts, and a sentence for everything that is damaged."""

    snapshots: int
    tables: int
    photos: int
    damaged: tuple[str, ...]


def stored_tables(connection: Connection, snapshot: int, names: Collection[str] = ()) -> dict[str, bytes]:
    """
    Return the tables of a snapshot as they were stored.

    Args:
        names: of the tables; none: all.

    Raises:
        DamagedData: one is not what was stored.
    """
    query = select(snapshot_tables).where(snapshot_tables.c.snapshot_id == snapshot)
    if names:
        query = query.where(snapshot_tables.c.name.in_(names))
    tables = {table.name: table.parquet for table in connection.execute(query)}
    checksums = _checksums(connection, snapshot)
    for name, content in tables.items():
        _compare(connection, snapshot, name, content, checksums)
    return tables


def whole_shapes(connection: Connection, boundary):
    """Return a row of boundaries, or None, as given. Raises DamagedData where its shapes are not what was stored."""
    if boundary is not None:
        checksums = _checksums(connection, boundary.snapshot_id)
        _compare(connection, boundary.snapshot_id, BOUNDARY, boundary.shapes, checksums)
    return boundary


def verify(storage: Storage, folder: Path) -> Verified:
    """
    Look at everything that is stored; nothing is changed.

    Args:
        folder: of what is stored beside the database (settings.folder).
    """
    damaged: list[str] = []
    with _noted(damaged):
        damaged += [f"数据库文件：{fault}" for fault in storage.faults()]
    names: list[tuple[int, str]] = []
    held: list = []
    with _noted(damaged), storage.read() as connection:
        names = [
            tuple(row) for row in connection.execute(select(snapshot_tables.c.snapshot_id, snapshot_tables.c.name))
        ]
        names += [(number, BOUNDARY) for number in connection.scalars(select(boundaries.c.snapshot_id))]
        held = connection.execute(
            select(photos.c.county_code, photos.c.project, photos.c.taken_on, photos.c.sha256)
        ).all()
    for snapshot, name in names:
        with _noted(damaged), storage.read() as connection:
            _look_at(connection, snapshot, name)
    for photo in held:
        path = photo_path(folder, photo.sha256)
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != photo.sha256:
            damaged.append(
                f"{photo.county_code} 项目 {photo.project} {photo.taken_on} 的照片不在或已损坏：{path}。"
                "请从备份放回这个文件。"
            )
    return Verified(len({number for number, _ in names}), len(names), len(held), tuple(damaged))


def _look_at(connection: Connection, snapshot: int, name: str) -> None:
    if name == BOUNDARY:
        whole_shapes(
            connection, connection.execute(select(boundaries).where(boundaries.c.snapshot_id == snapshot)).one()
        )
        return
    [content] = stored_tables(connection, snapshot, [name]).values()
    try:
        frame_from_bytes(content)
    except (pa.ArrowException, OSError, ValueError):
        raise _damaged(connection, snapshot, name) from None


@contextmanager
def _noted(damaged: list[str]) -> Iterator[None]:
    """What cannot be read is noted; the rest is looked at all the same."""
    try:
        yield
    except UserError as error:
        damaged.append(str(error))


def _checksums(connection: Connection, snapshot: int) -> dict[str, str]:
    query = select(table_checksums.c.name, table_checksums.c.sha256).where(table_checksums.c.snapshot_id == snapshot)
    return {row.name: row.sha256 for row in connection.execute(query)}


def _compare(connection: Connection, snapshot: int, name: str, content: bytes, checksums: dict[str, str]) -> None:
    if sha256(content) != checksums.get(name):
        raise _damaged(connection, snapshot, name)


def _damaged(connection: Connection, snapshot: int, name: str) -> DamagedData:
    of = connection.execute(select(snapshots).where(snapshots.c.id == snapshot)).one()
    return DamagedData(
        f"{of.county} {of.period} 的“{LABELS.get(name, name)}”（快照 {snapshot}）读出来与入库时不同，可能已损坏，"
        "没有用它计算。请用备份恢复：python -m monitoring restore 备份文件 --replace；"
        "或在“数据导入”页撤回这次导入，再导入原来的文件。"
        "python -m monitoring verify 列出全部损坏之处。"
    )
