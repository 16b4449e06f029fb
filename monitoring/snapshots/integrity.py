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
from monitoring.storage.failures import way_back
from monitoring.storage.tables import photos, stored_tables, table_parts

LABELS = {
    "schools": "综合报表", "rooms": "班班通台账", "projects": "项目清单", "funds": "资金", "reports": "周进度",
    "boundary": "乡镇边界",
}  # fmt: skip
"""A kind of table → what an officer calls it."""
SHAPES = "shapes"


@dataclass(frozen=True)
class Verified:
    """
    What was looked at, in counts, and a sentence for everything that is damaged.

    Attributes:
        tables: of any kind; parts: what they are stored as.
    """

    tables: int
    parts: int
    photos: int
    damaged: tuple[str, ...]


def whole_parts(connection: Connection, table: int, names: Collection[str] = ()) -> dict[str, bytes]:
    """
    Return the parts of a stored table as they were stored.

    Args:
        names: of the parts; none: all.

    Raises:
        DamagedData: one is not what was stored.
    """
    query = select(table_parts).where(table_parts.c.table_id == table)
    if names:
        query = query.where(table_parts.c.name.in_(names))
    parts = {}
    for part in connection.execute(query):
        if hashlib.sha256(part.content).hexdigest() != part.sha256:
            raise _damaged(connection, table)
        parts[part.name] = part.content
    return parts


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
        parts = select(table_parts.c.table_id, table_parts.c.name)
        names = [tuple(row) for row in connection.execute(parts.order_by(table_parts.c.table_id, table_parts.c.name))]
        pictures = select(photos.c.county_code, photos.c.project, photos.c.taken_on, photos.c.sha256)
        held = connection.execute(pictures.order_by(photos.c.id)).all()
    for table, name in names:
        with _noted(damaged), storage.read() as connection:
            _look_at(connection, table, name)
    for photo in held:
        path = photo_path(folder, photo.sha256)
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != photo.sha256:
            damaged.append(
                f"{photo.county_code} 项目 {photo.project} {photo.taken_on} 的照片不在或已损坏：{path}。"
                "请从备份放回这个文件。"
            )
    return Verified(len({table for table, _ in names}), len(names), len(held), tuple(damaged))


def _look_at(connection: Connection, table: int, name: str) -> None:
    [content] = whole_parts(connection, table, [name]).values()
    try:
        if name != SHAPES:
            frame_from_bytes(content)
    except (pa.ArrowException, OSError, ValueError):
        raise _damaged(connection, table) from None


@contextmanager
def _noted(damaged: list[str]) -> Iterator[None]:
    """What cannot be read is noted; the rest is looked at all the same."""
    try:
        yield
    except UserError as error:
        damaged.append(str(error))


def _damaged(connection: Connection, table: int) -> DamagedData:
    of = connection.execute(select(stored_tables).where(stored_tables.c.id == table)).one()
    return DamagedData(
        f"{of.county} {of.dated} 的“{LABELS[of.kind]}”（编号 {of.import_id} 的导入）读出来与入库时不同，可能已损坏，"
        f"没有用它计算。{way_back(connection.dialect.name)}；"
        "或在“数据导入”页撤回这次导入，再导入原来的文件。"
        "python -m monitoring verify 列出全部损坏之处。"
    )
