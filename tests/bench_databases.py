"""What a database on a server costs against a file: an import, a county read, an import undone. For tests/bench.py."""

from __future__ import annotations

import hashlib
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd
from sqlalchemy import Connection, insert

from monitoring import snapshots
from monitoring.snapshots import Snapshot
from monitoring.storage import Storage, frame_to_bytes
from monitoring.storage.tables import boundaries, imports, stored_tables, table_parts
from tests.support.measures import Measure
from tests.support.postgres import Postgres
from tests.support.rules import RULEBOOK

COUNTY = "990122"
SIZES = (300, 20_000)  # schools
TIMES = 9
AT = datetime(2026, 10, 8)


@dataclass(frozen=True)
class ManySchools:
    """A county of many schools: the sample's over and over, each a little apart. `typed` are the frame raw."""

    of: Snapshot
    rows: pd.DataFrame
    typed: pd.DataFrame


def many_schools(sample: Storage, schools: int) -> ManySchools:
    """Return a county of so many schools."""
    snapshot = snapshots.load(sample, snapshots.newest(sample, COUNTY), RULEBOOK.projects)
    own = snapshot.rows["school_code"].nunique()
    copies, typed = [], []
    rng = np.random.default_rng(0)
    for number in range(-(-schools // own)):
        copy = snapshot.rows.copy()
        copy["school_code"] = [f"{int(code) + 10_000 * number:010d}" for code in copy["school_code"]]
        main = [f"{int(code) + 10_000 * number:010d}" if code else "" for code in copy["main_school_code"]]
        copy = copy.assign(main_school_code=main, row=copy["row"] + 1000 * number)
        shift = {code: rng.normal(0, 0.01, 2) for code in copy["school_code"]}
        copy["longitude"] += [shift[code][0] for code in copy["school_code"]]
        copy["latitude"] += [shift[code][1] for code in copy["school_code"]]
        copies.append(copy)
        typed.append(snapshot.raw.assign(row=snapshot.raw["row"] + 1000 * number))
    rows = pd.concat(copies, ignore_index=True)
    rows = rows[rows["school_code"].isin(rows["school_code"].unique()[:schools])]
    return ManySchools(snapshot, rows, pd.concat(typed, ignore_index=True))


def store(storage: Storage, many: ManySchools) -> int:
    """Store a county as an import stores it, one transaction; returns the import's number."""
    with storage.write() as connection:
        number = connection.execute(
            insert(imports).values(saved_at=AT, saved_by="本机", files="[]", state="current")
        ).inserted_primary_key[0]
        for stage, own in many.rows.groupby("stage", sort=False):
            of_stage = many.typed.merge(own[["file", "sheet", "row"]], on=["file", "sheet", "row"])
            columns = many.of.columns[many.of.columns["stage"] == stage]
            parts = {"rows": own, "raw": of_stage, "columns": columns}
            _store(connection, number, many.of, ("schools", stage), {k: frame_to_bytes(v) for k, v in parts.items()})
        made = _store(connection, number, many.of, ("boundary", ""), {"shapes": many.of.boundary})
        named = {"file": many.of.boundary_file, "datum": many.of.boundary_datum, "is_derived": False}
        connection.execute(insert(boundaries).values(table_id=made, **named))
    return number


def _store(
    connection: Connection, number: int, snapshot: Snapshot, kind: tuple[str, str], parts: dict[str, bytes]
) -> int:
    """One table of an import, and its parts."""
    head = {"import_id": number, "county_code": COUNTY, "county": snapshot.county_name, "dated": snapshot.period}
    head |= {"kind": kind[0], "stage": kind[1], "row_count": 1, "sheets": "[]"}
    made = connection.execute(insert(stored_tables).values(**head)).inserted_primary_key[0]
    for name, content in parts.items():
        digest = hashlib.sha256(content).hexdigest()
        connection.execute(insert(table_parts).values(table_id=made, name=name, content=content, sha256=digest))
    return made


def on_a_server(folder: Path, sample: Storage) -> Iterator[Measure]:
    """PostgreSQL, as safe against a power cut as SQLite, on the same disk: how many times SQLite's time it takes."""
    server = Postgres(is_safe=True)
    try:
        for schools in SIZES:
            many = many_schools(sample, schools)
            kinds = [Storage(f"sqlite:///{folder / f'against{schools}.db'}"), Storage(server.new())]
            numbers = [store(storage, many) for storage in kinds]
            deeds: dict[str, Callable[[Storage, int], object]] = {
                "import": lambda storage, _, many=many: store(storage, many),
                "load": lambda storage, _: _load(storage),
                "undo of an import": _undo,
            }
            for name, deed in deeds.items():
                file, on_server = _in_turn(deed, list(zip(kinds, numbers, strict=True)))
                took = f"{1000 * on_server:.0f} ms against {1000 * file:.0f}"
                yield Measure(f"PostgreSQL over SQLite, {name}, {schools:,} schools: {took}", "×", 2, on_server / file)
    finally:
        server.close()


def _load(storage: Storage) -> Snapshot:
    return snapshots.load(storage, snapshots.newest(storage, COUNTY), RULEBOOK.projects)


def _undo(storage: Storage, number: int) -> None:
    """Withdraw an import; it is taken back into use by the next one, so that there is always one to withdraw."""
    for state in ("withdrawn", "current"):
        snapshots.set_state(storage, number, state, "本机", AT)


def _in_turn(deed: Callable[[Storage, int], object], on: list[tuple[Storage, int]]) -> list[float]:
    """Seconds of a deed on each database, the median; one after the other, so that both see the same machine."""
    taken: list[list[float]] = [[] for _ in on]
    for _ in range(TIMES):
        for own, (storage, number) in zip(taken, on, strict=True):
            start = time.perf_counter()
            deed(storage, number)
            own.append(time.perf_counter() - start)
    return [statistics.median(own) for own in taken]
