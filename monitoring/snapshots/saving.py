"""Stores a decided proposal: one import, one transaction; of each county one immutable table a kind it brings."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime

import pandas as pd
from sqlalchemy import Connection, insert, select, update

from monitoring.errors import DecisionsNeeded, NotFound
from monitoring.events import IMPORT, RESTORATION, WITHDRAWAL, Event, record
from monitoring.snapshots.entered import add_reports
from monitoring.snapshots.integrity import SHAPES
from monitoring.snapshots.proposal import Proposal
from monitoring.snapshots.reading import COLUMNS, FRAMES, RAW, newest
from monitoring.snapshots.selection import BOUNDARY, CURRENT, REPORTS, SCHOOLS, WITHDRAWN
from monitoring.storage import Storage, frame_to_bytes
from monitoring.storage.tables import boundaries, imports, problems, stored_tables, table_parts
from monitoring.townships import to_bytes
from monitoring.workbook import ORIGIN

PROBLEM_COLUMNS = (
    "id", "file", "sheet", "cell", "severity", "code", "school_code", "school", "field", "found", "expected",
    "proposal", "treatment",
)  # fmt: skip
Sheets = set[tuple[str, str]]


def save(storage: Storage, proposal: Proposal, decisions: Mapping[str, str], who: str, at: datetime) -> list[str]:
    """
    Store a proposal, all of it or nothing.

    Args:
        decisions: problem id → "repair" or "missing", for every stop.
        who: the signed-in name, else 本机.
        at: the moment, by the office's clock.

    Returns:
        The key of what is known of each county on the import's newest date, in the order of proposal.counties.

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
    files = [_description(file) for file in proposal.files]
    with storage.write() as connection:
        number = _insert(
            connection,
            imports,
            saved_at=at,
            saved_by=who,
            files=json.dumps(files, ensure_ascii=False),
            state=CURRENT,
        )
        if proposal.problems:
            connection.execute(insert(problems), _problem_rows(proposal, decisions, number))
        for code in proposal.counties:
            _County(connection, proposal, code, number).save(rows, lists)
        details = {"files": [file["name"] for file in files],
                   "dates": {kind: day.isoformat() for kind, day in proposal.dates.items()}}  # fmt: skip
        record(connection, Event(IMPORT, who, at, str(number), next(iter(proposal.counties), ""), details))
    on = max(proposal.dates.values())
    return [newest(storage, code, on=on) for code in proposal.counties]


def set_state(storage: Storage, number: int, state: str, who: str, at: datetime) -> None:
    """
    Withdraw an import or take it back into use: exactly what it brought; nothing of it is deleted or changed.

    Args:
        number: of the import.
        state: "withdrawn" or "current".
        who, at: of whom the event tells.

    Raises:
        NotFound: there is no such import; nothing was changed.
    """
    if state not in (CURRENT, WITHDRAWN):
        raise ValueError(f"no such state: {state}")
    with storage.write() as connection:
        before = connection.scalar(select(imports.c.state).where(imports.c.id == number))
        if before is None:
            raise NotFound(f"导入记录里没有编号 {number}；没有改动任何数据。")
        if before == state:
            return
        connection.execute(update(imports).where(imports.c.id == number).values(state=state))
        own = select(stored_tables.c.county_code).where(stored_tables.c.import_id == number)
        county = connection.scalar(own.order_by(stored_tables.c.id).limit(1)) or ""
        kind = WITHDRAWAL if state == WITHDRAWN else RESTORATION
        record(connection, Event(kind, who, at, str(number), county))


class _County:
    """What one import stores of one county."""

    def __init__(self, connection: Connection, proposal: Proposal, code: str, number: int) -> None:
        self.connection, self.proposal, self.code, self.number = connection, proposal, code, number

    def save(self, rows: pd.DataFrame, lists: Mapping[str, pd.DataFrame]) -> None:
        checked = self.proposal.checked
        own = rows[rows["county_code"] == self.code] if len(rows) else rows
        for stage, of_stage in own.groupby("stage", sort=False):
            raw = of_stage[ORIGIN].merge(checked.raw, on=ORIGIN)
            columns = checked.columns[checked.columns["stage"] == stage]
            parts = {"rows": of_stage, RAW: raw, COLUMNS: columns}
            self._keep(SCHOOLS, stage, len(of_stage), _sheets(of_stage), parts)
        mine = of_county(lists, self.proposal, self.code)
        for kind, names in FRAMES.items():
            if kind in mine:
                parts = {name: mine[name] for name in names}
                parts |= {
                    RAW: mine[kind][ORIGIN].merge(checked.list_raw[kind], on=ORIGIN),
                    COLUMNS: self._columns(kind),
                }
                self._keep(kind, "", len(mine[kind]), self._sheets(kind), parts)
        if REPORTS in mine:
            add_reports(self.connection, mine[REPORTS], self.code, self.number)
            parts = {COLUMNS: self._columns(REPORTS)}
            self._keep(REPORTS, "", len(mine[REPORTS]), self._sheets(REPORTS), parts)
        if self.code in self.proposal.brought:
            self._keep_shapes()

    def _sheets(self, kind: str) -> Sheets:
        return {(entry.table.file, entry.table.sheet) for entry in self.proposal.checked.lists[kind]}

    def _columns(self, kind: str) -> pd.DataFrame:
        columns, sheets = self.proposal.checked.columns, self._sheets(kind)
        places = zip(columns["file"], columns["sheet"], columns["stage"], strict=True)
        return columns[[(file, sheet) in sheets and not stage for file, sheet, stage in places]]

    def _keep(self, kind: str, stage: str, rows: int, sheets: Sheets, parts: Mapping[str, pd.DataFrame]) -> None:
        number = self._head(kind, stage, rows, sheets)
        self._parts(number, ((name, frame_to_bytes(frame)) for name, frame in parts.items()))

    def _keep_shapes(self) -> None:
        shapes = self.proposal.shapes[self.code]
        number = self._head(BOUNDARY, "", 1, {(shapes.file, "")})
        self._parts(number, [(SHAPES, to_bytes(shapes))])
        named = {"file": shapes.file, "datum": shapes.datum, "is_derived": shapes.derived}
        self.connection.execute(insert(boundaries).values(table_id=number, **named))

    def _head(self, kind: str, stage: str, rows: int, sheets: Sheets) -> int:
        return _insert(
            self.connection,
            stored_tables,
            import_id=self.number,
            county_code=self.code,
            county=self.proposal.counties[self.code],
            kind=kind,
            stage=stage,
            dated=self.proposal.dates.get(kind, self.proposal.period),
            row_count=rows,
            sheets=json.dumps(sorted(sheets), ensure_ascii=False),
        )

    def _parts(self, number: int, contents: Iterable[tuple[str, bytes]]) -> None:
        values = [
            {"table_id": number, "name": name, "content": content, "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in contents
        ]
        self.connection.execute(insert(table_parts), values)


def of_county(lists: Mapping[str, pd.DataFrame], proposal: Proposal, county: str) -> dict[str, pd.DataFrame]:
    """Return the rows of lists that belong to a county; what names neither school nor project goes to the first."""
    first, home = next(iter(proposal.counties)), proposal.checked.homes
    own = {}
    for name, frame in lists.items():
        code = frame["county_code"] if "county_code" in frame else frame["project"].map(home)
        is_known = code.isin(proposal.counties)
        own[name] = frame[code.where(is_known, first) == county].reset_index(drop=True)
    return own


def _sheets(rows: pd.DataFrame) -> Sheets:
    return set(zip(rows["file"], rows["sheet"], strict=True))


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
