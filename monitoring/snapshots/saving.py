"""Stores a decided proposal: one import, one transaction, one immutable snapshot a county."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime

import pandas as pd
from sqlalchemy import Connection, insert, select, update

from monitoring.errors import DecisionsNeeded
from monitoring.snapshots.contents import contents, of_county
from monitoring.snapshots.entered import add_reports
from monitoring.snapshots.integrity import whole_shapes
from monitoring.snapshots.proposal import Proposal
from monitoring.snapshots.reading import CURRENT, WITHDRAWN
from monitoring.storage import Storage
from monitoring.storage.m0001_imports import boundaries, imports, problems, snapshot_tables, snapshots
from monitoring.storage.m0004_checksums import BOUNDARY, keep_checksums
from monitoring.townships import to_bytes

PROBLEM_COLUMNS = (
    "id", "file", "sheet", "cell", "severity", "code", "school_code", "school", "field", "found", "expected",
    "proposal", "treatment",
)  # fmt: skip


def save(storage: Storage, proposal: Proposal, decisions: Mapping[str, str], who: str, at: datetime) -> list[int]:
    """
    Store a proposal, all of it or nothing.

    Args:
        decisions: problem id → "repair" or "missing", for every stop.
        who: the signed-in name, else 本机.
        at: the moment, by the office's clock.

    Returns:
        The number of each county's snapshot, in the order of proposal.counties.

    Raises:
        DecisionsNeeded: a stop is open; nothing was stored.
    """
    left = proposal.undecided(decisions)
    if left:
        first = left[0]
        raise DecisionsNeeded(
            f"还有 {len(left)} 处须处理没有定，第一处是“{first.file}”{first.sheet} {first.cell}。没有保存任何数据。"
        )
    rows = proposal.rows(decisions)
    lists = proposal.checked.list_frames(decisions)
    with storage.write() as connection:
        number = _insert(
            connection,
            imports,
            saved_at=at,
            saved_by=who,
            period=proposal.period,
            files=json.dumps([_description(file) for file in proposal.files], ensure_ascii=False),
            state=CURRENT,
        )
        if proposal.problems:
            connection.execute(insert(problems), _problem_rows(proposal, decisions, number))
        return [_save_county(connection, proposal, rows, lists, code, number) for code in proposal.counties]


def set_state(storage: Storage, number: int, state: str) -> None:
    """
    Withdraw an import or take it back into use; nothing of it is deleted or changed.

    Args:
        number: of the import.
        state: "withdrawn" or "current".
    """
    if state not in (CURRENT, WITHDRAWN):
        raise ValueError(f"no such state: {state}")
    with storage.write() as connection:
        connection.execute(update(imports).where(imports.c.id == number).values(state=state))


def _save_county(
    connection: Connection,
    proposal: Proposal,
    rows: pd.DataFrame,
    lists: Mapping[str, pd.DataFrame],
    code: str,
    number: int,
) -> int:
    tables, base = contents(connection, proposal, rows, lists, code)
    snapshot = _insert(
        connection,
        snapshots,
        import_id=number,
        county_code=code,
        county=proposal.counties[code],
        period=proposal.period,
    )
    connection.execute(
        insert(snapshot_tables),
        [{"snapshot_id": snapshot, "name": name, "parquet": content} for name, content in tables.items()],
    )
    if "reports" in lists:
        add_reports(connection, of_county(lists, proposal, code)["reports"], code, number)
    shapes = _shapes(connection, proposal, code, base)
    if shapes:
        connection.execute(insert(boundaries).values({**shapes, "snapshot_id": snapshot}))
        tables = {**tables, BOUNDARY: shapes["shapes"]}
    keep_checksums(connection, snapshot, tables)
    return snapshot


def _shapes(connection: Connection, proposal: Proposal, code: str, base: int | None) -> dict[str, object] | None:
    """The columns of a snapshot's boundary: that of the proposal, or where lists come alone the one there was."""
    shapes = proposal.shapes.get(code)
    if shapes:
        named = {"file": shapes.file, "datum": shapes.datum, "is_derived": shapes.derived}
        return {"shapes": to_bytes(shapes), **named}
    if base is None or proposal.checked.tables:
        return None
    kept = connection.execute(select(boundaries).where(boundaries.c.snapshot_id == base)).first()
    return dict(whole_shapes(connection, kept)._mapping) if kept else None


def _insert(connection: Connection, table, **values) -> int:
    return connection.execute(insert(table).values(**values)).inserted_primary_key[0]


def _description(file) -> dict[str, object]:
    return {"name": file.name, "sha256": hashlib.sha256(file.content).hexdigest(), "bytes": len(file.content)}


def _problem_rows(proposal: Proposal, decisions: Mapping[str, str], number: int) -> list[dict[str, object]]:
    return [
        {name: getattr(problem, name) for name in PROBLEM_COLUMNS}
        | {"import_id": number, "decision": decisions.get(problem.twin or problem.id, "")}
        for problem in proposal.problems
    ]
