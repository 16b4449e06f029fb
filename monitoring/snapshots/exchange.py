"""Tables as they are stored, taken out of one database and put into another: for a lake (monitoring.lake)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import insert, select

from monitoring.errors import FileError
from monitoring.events import IMPORT, Event, record
from monitoring.snapshots.integrity import whole_parts
from monitoring.snapshots.selection import BOUNDARY, CURRENT, Head, heads
from monitoring.storage import Storage
from monitoring.storage.tables import boundaries, imports, stored_tables, table_parts


@dataclass(frozen=True)
class StoredTable:
    """
    One table with its content.

    Attributes:
        head: what it is; its numbers are those of the database that it is from.
        parts: name → Parquet, or shapes.
        sheets: file and sheet of each that it was read from.
        shapes: of a boundary, its file, datum and whether it was derived.
    """

    head: Head
    parts: Mapping[str, bytes]
    sheets: Sequence[tuple[str, str]] = ()
    shapes: Mapping[str, object] | None = None


def in_use(storage: Storage, kinds: Iterable[str]) -> list[Head]:
    """Return the tables of some kinds that have a row: of one county, kind, stage and date the newest import's."""
    wanted = set(kinds)
    with storage.read() as connection:
        newest = {(each.county, each.kind, each.stage, each.dated): each for each in heads(connection)}
    return [each for each in newest.values() if each.rows and each.kind in wanted]


def taken(storage: Storage, tables: Iterable[Head]) -> Iterator[StoredTable]:
    """
    Yield tables with what they hold, one after another.

    Raises:
        DamagedData: one is not what was stored.
    """
    for head in tables:
        with storage.read() as connection:
            parts, shapes = whole_parts(connection, head.id), None
            if head.kind == BOUNDARY:
                row = connection.execute(select(boundaries).where(boundaries.c.table_id == head.id)).one()
                shapes = {"file": row.file, "datum": row.datum, "is_derived": row.is_derived}
        yield StoredTable(head, parts, shapes=shapes)


def put(
    storage: Storage, tables: Iterable[StoredTable], own: Sequence[Head], file: Mapping[str, object], who: str,
    at: datetime,
) -> int:  # fmt: skip
    """
    Store tables, all of them or none; those that follow each other with one date are one import.

    Args:
        tables: in the order of their dates; asked for while they are stored.
        own: their heads.
        file: name, sha256 and bytes of what they come from.
        who, at: of whom the events tell.

    Returns:
        How many were stored.

    Raises:
        FileError: the database has a table of the same county, kind, stage and date; nothing was stored.
    """
    stored = 0
    with storage.write() as connection:
        _refuse_known(heads(connection), own)
        for dated, of_day in groupby(tables, key=lambda each: each.head.dated):
            values = {"saved_at": at, "saved_by": who, "files": _json([file]), "state": CURRENT}
            number = connection.execute(insert(imports).values(**values)).inserted_primary_key[0]
            dates, county = {}, ""
            for each in of_day:
                _put(connection, number, each)
                stored, county = stored + 1, county or each.head.county
                dates[each.head.kind] = dated.isoformat()
            record(connection, Event(IMPORT, who, at, str(number), county, {"files": [file["name"]], "dates": dates}))
    return stored


def _put(connection, number: int, each: StoredTable) -> None:
    head = each.head
    values = {
        "import_id": number,
        "county_code": head.county,
        "county": head.county_name,
        "kind": head.kind,
        "stage": head.stage,
        "dated": head.dated,
        "row_count": head.rows,
        "sheets": _json(each.sheets),
    }
    table = connection.execute(insert(stored_tables).values(**values)).inserted_primary_key[0]
    parts = [
        {"table_id": table, "name": name, "content": content, "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in each.parts.items()
    ]
    connection.execute(insert(table_parts), parts)
    if each.shapes is not None:
        connection.execute(insert(boundaries).values(table_id=table, **each.shapes))


def _refuse_known(stored: Iterable[Head], own: Sequence[Head]) -> None:
    known = {(each.county, each.kind, each.stage, each.dated) for each in stored}
    twice = [each for each in own if (each.county, each.kind, each.stage, each.dated) in known]
    if twice:
        first = twice[0]
        raise FileError(
            f"数据库里已有 {first.county_name} {first.dated} 的表（{first.kind}），数据湖里也有，共 {len(twice)} 张。"
            "请读进一个空的数据库，或先撤回那次导入；没有保存任何数据。"
        )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
