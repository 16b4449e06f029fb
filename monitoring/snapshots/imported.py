"""Which imports there were, what each brought, and what would become of them: 导入记录."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
from sqlalchemy import select

from monitoring.snapshots.integrity import whole_parts
from monitoring.snapshots.reading import schools_of_list
from monitoring.snapshots.selection import BOUNDARY, CURRENT, PROJECTS, REPORTS, ROOMS, heads, known_on
from monitoring.storage import Storage
from monitoring.storage.tables import imports as imports_table
from monitoring.storage.tables import stored_tables
from monitoring.workbook import SourceFile


def imports(storage: Storage) -> pd.DataFrame:
    """
    Return every import and county, the newest first.

    Returns:
        id, county, county_name, dates (kind → date), tables ((kind, stage, date) of each, as they were stored), files
        (names), saved_at, saved_by, state (current, withdrawn).
    """
    query = select(
        imports_table.c.id, stored_tables.c.county_code, stored_tables.c.county, stored_tables.c.kind,
        stored_tables.c.stage, stored_tables.c.dated, imports_table.c.files, imports_table.c.saved_at,
        imports_table.c.saved_by,
        imports_table.c.state,
    )  # fmt: skip
    query = query.join(stored_tables).order_by(
        imports_table.c.id.desc(), stored_tables.c.county_code, stored_tables.c.id
    )
    with storage.read() as connection:
        rows = connection.execute(query).all()
    by_import: dict[tuple[int, str], dict] = {}
    for row in rows:
        one = by_import.setdefault(
            (row.id, row.county_code),
            {
                "id": row.id, "county": row.county_code, "county_name": row.county, "dates": {}, "tables": [],
                "files": "、".join(file["name"] for file in json.loads(row.files)), "saved_at": row.saved_at,
                "saved_by": row.saved_by, "state": row.state,
            },
        )  # fmt: skip
        one["dates"][row.kind] = row.dated
        one["tables"].append((row.kind, row.stage, row.dated))
    names = ["id", "county", "county_name", "dates", "tables", "files", "saved_at", "saved_by", "state"]
    return pd.DataFrame(list(by_import.values()), columns=names)


def replaced_by(
    storage: Storage, county: str, coming: Sequence[tuple[str, str, date]]
) -> dict[int, list[tuple[str, str, date]]]:
    """
    Return the imports in use of which tables would no longer count, were others of the same kind and date stored.

    Args:
        coming: kind, stage and date of each table that would be stored.
    """
    with storage.read() as connection:
        tables = heads(connection, county)
    replaced: dict[int, list[tuple[str, str, date]]] = {}
    for kind, stage, day in coming:
        same = [each for each in tables if (each.kind, each.stage, each.dated) == (kind, stage, day)]
        if same and kind != REPORTS:
            replaced.setdefault(max(each.import_id for each in same), []).append((kind, stage, day))
    return replaced


def resting_on(storage: Storage, number: int) -> list[tuple[int, str, date, date | None]]:
    """
    Return the lists of other imports that are read against school tables of an import.

    Returns:
        Number of their import, kind, date, and the date of the school tables that they would be read against without
        it; None: there would be none.
    """
    with storage.read() as connection:
        every = heads(connection)
    resting = []
    for each in every:
        if each.kind not in (ROOMS, PROJECTS) or each.import_id == number:
            continue
        own = [one for one in every if one.county == each.county]
        now = schools_of_list(own, each.dated)
        then = schools_of_list([one for one in own if one.import_id != number], each.dated)
        if any(one.import_id == number for one in now) and {one.dated for one in now} != {one.dated for one in then}:
            resting.append((each.import_id, each.kind, each.dated, then[0].dated if then else None))
    return resting


@dataclass(frozen=True)
class SameFile:
    """A stored file of the same bytes: the number of the newest import in use that holds it, and its name there."""

    number: int
    name: str


def stored_before(storage: Storage, files: Sequence[SourceFile]) -> dict[str, SameFile]:
    """Return name → the stored file of the same bytes, under whatever name; what is not stored is absent."""
    query = select(imports_table.c.id, imports_table.c.files).where(imports_table.c.state == CURRENT)
    with storage.read() as connection:
        rows = connection.execute(query.order_by(imports_table.c.id)).all()
    known = {file["sha256"]: SameFile(row.id, file["name"]) for row in rows for file in json.loads(row.files)}
    stored = {file.name: known.get(hashlib.sha256(file.content).hexdigest()) for file in files}
    return {name: same for name, same in stored.items() if same}


def boundary_known(storage: Storage, county: str, on: date) -> bytes | None:
    """Return the shapes that a county's schools of a day are held against: known on it, else the earliest later."""
    with storage.read() as connection:
        shapes = [each for each in known_on(heads(connection, county), on) if each.kind == BOUNDARY]
        return whole_parts(connection, shapes[0].id)["shapes"] if shapes else None
