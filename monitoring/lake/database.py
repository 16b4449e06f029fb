"""
Between database and lake: the tables in use, of each kind, stage and date the newest import's.

Who imported them, what was doubtful, entries, photos and events are a county's own record: they stay in its database.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from monitoring.arrow import COUNTY, framed
from monitoring.errors import NotFound
from monitoring.lake.opened import Lake
from monitoring.lake.schema import COLUMNS_OF, TABLES, TYPED_OF, schemas
from monitoring.lake.writing import INDEX, PROVINCE, Writer, writing
from monitoring.projects import ProjectRules
from monitoring.snapshots.absent import ABSENT, with_absent
from monitoring.snapshots.exchange import StoredTable, in_use, put, taken
from monitoring.snapshots.integrity import SHAPES
from monitoring.snapshots.reading import COLUMNS, COLUMNS_OF_COLUMNS, RAW
from monitoring.snapshots.selection import BOUNDARY, SCHOOLS, Head
from monitoring.storage import Storage, frame_from_bytes, frame_to_bytes
from monitoring.workbook import ORIGIN

ROWS = "rows"
KINDS = (*TABLES, BOUNDARY)
Say = Callable[[str], None]


# —— database → lake


def write_lake(storage: Storage, rules: ProjectRules, folder: Path, say: Say = lambda _: None) -> int:
    """
    Write every county's tables in use into a lake.

    Args:
        rules: of the projects, which name the milestones.
        folder: where it is to stand.
        say: is told of each table.

    Returns:
        How many tables were written.

    Raises:
        NotFound: the database holds none. FileError: see `writing`. DamagedData: a table is not what was stored.
    """
    known = in_use(storage, KINDS)
    if not known:
        raise NotFound("数据库里还没有数据。请先用 import 导入；没有写出文件。")
    with writing(folder, schemas(rules)) as target:
        for number, each in enumerate(taken(storage, known), start=1):
            _write_table(target, each, rules)
            say(f"{number}/{len(known)} {each.head.county_name} {each.head.dated} {each.head.kind}")
    return len(known)


def _write_table(target: Writer, table: StoredTable, rules: ProjectRules) -> None:
    head = table.head

    def add(kind: str, frame: pd.DataFrame, **told: str) -> None:
        target.add(kind, head.dated, head.county, head.county_name, frame, **told)

    if head.kind == BOUNDARY:
        add(BOUNDARY, pd.DataFrame([{**table.shapes, "content": table.parts[SHAPES]}]))
        return
    of = {name: frame_from_bytes(content) for name, content in table.parts.items()}
    for name, frame in _frames(head.kind, of, rules).items():
        add(name, frame)
    add(TYPED_OF.format(head.kind), _long(of[RAW]), **({"stage": head.stage} if head.kind == SCHOOLS else {}))
    add(COLUMNS_OF.format(head.kind), of[COLUMNS])


def _frames(kind: str, of: Mapping[str, pd.DataFrame], rules: ProjectRules) -> dict[str, pd.DataFrame]:
    if kind == SCHOOLS:
        return {SCHOOLS: of[ROWS]}
    return with_absent({name: of[name] for name in TABLES[kind]}, of[COLUMNS], rules.milestones)


def _long(typed: pd.DataFrame) -> pd.DataFrame:
    """
    A row a cell, in the order of the sheet.

    >>> _long(pd.DataFrame({"file": ["a"], "sheet": ["b"], "row": [5], "books": ["1,200"], "pupils": ["88"]})).values
    array([['a', 'b', 5, 'books', '1,200'],
           ['a', 'b', 5, 'pupils', '88']], dtype=object)
    """
    fields = [name for name in typed if name not in ORIGIN]
    rows = typed.index.repeat(len(fields))
    text = typed[fields].to_numpy(object).ravel()
    return typed.loc[rows, ORIGIN].reset_index(drop=True).assign(field=fields * len(typed), text=text)


# —— lake → database


def read_lake(storage: Storage, lake: Lake, who: str, at: datetime) -> int:
    """
    Store the tables of a lake, all of them or none; those of one date are one import.

    Args:
        who, at: of whom the events tell.

    Returns:
        How many tables were stored.

    Raises:
        FileError: the database already has a table of the same county, kind, stage and date; a partition is damaged.
    """
    content = (lake.folder / INDEX).read_bytes()
    file = {"name": lake.folder.name, "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    own = [each for of in lake.heads.values() for each in of if each.kind in KINDS]
    return put(storage, _tables(lake, own), own, file, who, at)


def _tables(lake: Lake, own: Iterable[Head]) -> Iterator[StoredTable]:
    """In the order of dates; of one date, kind and province the files are read once."""
    of_partition: dict[tuple[date, str, str], list[Head]] = defaultdict(list)
    for each in own:
        of_partition[each.dated, each.kind, each.county[:PROVINCE]].append(each)
    for (dated, kind, province), tables in sorted(of_partition.items(), key=lambda item: item[0]):
        names = (BOUNDARY,) if kind == BOUNDARY else (*TABLES[kind], TYPED_OF.format(kind), COLUMNS_OF.format(kind))
        names = [name for name in names if name == kind or lake.file(name, dated, province).is_file()]
        whole = {name: lake.rows(name, dated, province) for name in names}
        for head in tables:
            yield _table(head, {name: _own(rows, head) for name, rows in whole.items()})


def _own(rows: pa.Table, head: Head) -> pd.DataFrame:
    """A county's rows, of school tables those of the stage."""
    frame = framed(rows.filter(pc.equal(rows[COUNTY], head.county)))
    if head.stage and "stage" in frame:
        frame = frame[frame["stage"] == head.stage].reset_index(drop=True)
    return frame


def _table(head: Head, of: Mapping[str, pd.DataFrame]) -> StoredTable:
    first = of[head.kind]
    if head.kind == BOUNDARY:
        shapes = first.iloc[0]
        named = {"file": shapes["file"], "datum": shapes["datum"], "is_derived": bool(shapes["is_derived"])}
        return StoredTable(head, {SHAPES: shapes["content"]}, [(shapes["file"], "")], named)
    names = {SCHOOLS: ROWS}  # as the database calls the frame
    frames = {names.get(name, name): of[name].drop(columns=ABSENT, errors="ignore") for name in TABLES[head.kind]}
    if TYPED_OF.format(head.kind) in of:
        frames[RAW] = _wide(of[TYPED_OF.format(head.kind)])
    frames[COLUMNS] = of.get(COLUMNS_OF.format(head.kind), pd.DataFrame(columns=COLUMNS_OF_COLUMNS))
    sheets = sorted(set(zip(first["file"], first["sheet"], strict=True)))
    return StoredTable(head, {name: frame_to_bytes(frame) for name, frame in frames.items()}, sheets)


def _wide(typed: pd.DataFrame) -> pd.DataFrame:
    """A row a row of the sheet, a column a field, in the order in which they stand."""
    fields = list(dict.fromkeys(typed["field"]))
    rows = typed[ORIGIN].drop_duplicates()
    cells = typed.set_index([*ORIGIN, "field"])["text"].unstack().reindex(columns=fields)
    return rows.join(cells, on=ORIGIN).reset_index(drop=True).fillna("")
