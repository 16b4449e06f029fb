"""What an import found doubtful and how it was decided, read back after it was stored."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select

from monitoring.errors import NotFound
from monitoring.storage import Storage
from monitoring.storage.tables import imports, problems, stored_tables
from monitoring.validation import Problem, in_order
from monitoring.validation.catalogue.listing import place_of
from monitoring.validation.catalogue.problem import STOP, is_question


@dataclass(frozen=True)
class Record:
    """
    One import as it was stored.

    Attributes:
        dates: kind of table → its date.
        counties: their names; files: their names.
        state: current, withdrawn.
        problems: as the officer saw them; of a pair of cells the second names the first as its twin.
        decisions: problem id → "repair" or "missing".
    """

    number: int
    dates: Mapping[str, date]
    counties: tuple[str, ...]
    files: tuple[str, ...]
    saved_at: datetime
    saved_by: str
    state: str
    problems: tuple[Problem, ...]
    decisions: Mapping[str, str]


def record(storage: Storage, number: int) -> Record:
    """
    Return an import with its list of problems.

    Raises:
        NotFound: no such number.
    """
    with storage.read() as connection:
        head = connection.execute(select(imports).where(imports.c.id == number)).first()
        if head is None:
            raise NotFound(f"导入记录里没有编号 {number}。请从导入记录里点“问题清单”打开。")
        tables = connection.execute(
            select(stored_tables).where(stored_tables.c.import_id == number).order_by(stored_tables.c.id)
        ).all()
        query = select(problems).where(problems.c.import_id == number).order_by(problems.c.id)
        rows = connection.execute(query).mappings().all()
    files = tuple(file["name"] for file in json.loads(head.files))
    kept = [{key: row[key] for key in row if key not in ("import_id", "decision")} for row in rows]
    each = (Problem(**row, is_question=is_question(row["code"])) for row in kept)
    told = in_order(sorted(each, key=lambda one: (one.file, one.sheet)), files)
    return Record(
        number=number,
        dates={row.kind: row.dated for row in tables},
        counties=tuple(dict.fromkeys(row.county for row in tables)),
        files=files,
        saved_at=head.saved_at,
        saved_by=head.saved_by,
        state=head.state,
        problems=tuple(_paired(told)),
        decisions={row["id"]: row["decision"] for row in rows if row["decision"]},
    )


def _paired(problems: Iterable[Problem]) -> Iterable[Problem]:
    """The second cell of a pair is decided with the first: of a point, or one figure in two tables."""
    first: dict[tuple, str] = {}
    for one in problems:
        if one.field in ("longitude", "latitude"):
            key = (one.file, one.sheet, one.code, place_of(one.cell)[0] or one.cell[-1:])
        elif one.code == "shared_differs":
            key = (one.severity == STOP, one.code, one.school_code, one.field)
        else:
            key = (one.id,)
        twin = first.setdefault(key, one.id)
        yield replace(one, twin="" if twin == one.id else twin)
