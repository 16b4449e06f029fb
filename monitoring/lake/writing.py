"""Writes a lake: a partition a kind, date and province, each county's rows together; beside its place, renamed last."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from uuid import uuid4

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from monitoring.arrow import COUNTY, NAME, PROVINCE, to_arrow
from monitoring.errors import FileError, reason
from monitoring.lake.schema import FORM
from monitoring.snapshots.selection import SCHOOLS

INDEX, PART = "lake.json", "part.parquet"
GROUP = 8_192
"""Rows of one row group: a county alone would make them too small to read fast."""


@contextmanager
def writing(folder: Path, schemas: Mapping[str, pa.Schema]) -> Iterator[Writer]:
    """
    Write a lake; it stands when the block ends without an error, and not before.

    Args:
        folder: where it is to stand; nothing may be there yet.
        schemas: kind → its columns (schema.schemas, or those of results).

    Raises:
        FileError: something is there already, or the disk refuses.
    """
    if folder.exists():
        raise FileError(f"{folder} 已经在了，应是一个还没有的文件夹。请换个位置，或先移走它；没有写出文件。")
    beside = folder.with_name(f".{folder.name}.{uuid4().hex[:8]}.part")
    writer = Writer(beside, schemas)
    try:
        beside.mkdir(parents=True)
        yield writer
        writer.close()
        beside.rename(folder)
    except OSError as error:
        raise FileError(f"写不了文件夹 {folder}：{reason(error)}。请换个位置再试；没有写出文件。") from error
    finally:
        writer.let_go()
        shutil.rmtree(beside, ignore_errors=True)


@dataclass
class _Partition:
    """One file under way: the rows that are not in it yet."""

    schema: pa.Schema
    file: Path
    waiting: list[pa.Table] = field(default_factory=list)
    writer: pq.ParquetWriter | None = None

    def add(self, rows: pa.Table) -> None:
        self.waiting.append(rows)
        if sum(each.num_rows for each in self.waiting) >= GROUP:
            self.flush()

    def flush(self) -> None:
        if not self.waiting:
            return
        if self.writer is None:
            self.file.parent.mkdir(parents=True)
            self.writer = pq.ParquetWriter(self.file, self.schema, compression="zstd")
        self.writer.write_table(pa.concat_tables(self.waiting), row_group_size=GROUP)
        self.waiting.clear()

    def close(self) -> None:
        if self.writer is not None:
            self.writer.close()


class Writer:
    """Takes frames, county by county in any order, and keeps no more of them than a row group a partition."""

    def __init__(self, folder: Path, schemas: Mapping[str, pa.Schema]) -> None:
        self._folder, self._schemas = folder, schemas
        self._partitions: dict[tuple[str, date, str], _Partition] = {}
        self._tables: list[dict[str, object]] = []

    def add(self, kind: str, dated: date, county_code: str, county: str, frame: pd.DataFrame, **told: str) -> None:
        """
        Add a table.

        Args:
            kind: of the schemas.
            dated: the day that it speaks of.
            county_code, county: whose it is.
            frame: its rows; of several tables of one kind, date and county all are kept.
            told: other columns that the frame lacks → their one value.
        """
        rows = to_arrow(frame, self._schemas[kind], {COUNTY: county_code, NAME: county, **told})
        self.add_rows(kind, dated, county_code[:PROVINCE], rows)
        stages = frame["stage"].value_counts(sort=False) if kind == SCHOOLS else {"": len(frame)}
        for stage, count in stages.items():
            of = {"kind": kind, "dated": dated.isoformat(), "county_code": county_code, "county": county}
            self._tables.append(of | {"stage": stage, "rows": int(count)})

    def add_rows(self, kind: str, dated: date, province: str, rows: pa.Table) -> None:
        """Add rows that are Arrow already, and tell the index nothing of them."""
        key = (kind, dated, province)
        if key not in self._partitions:
            file = self._folder / f"kind={kind}" / f"dated={dated}" / f"province={province}" / PART
            self._partitions[key] = _Partition(self._schemas[kind], file)
        self._partitions[key].add(rows)

    def close(self) -> None:
        """Write what waits, and the index last."""
        for each in self._partitions.values():
            each.flush()
            each.close()
        columns = {kind: {each.name: str(each.type) for each in schema} for kind, schema in self._schemas.items()}
        kinds = {kind for kind, _, _ in self._partitions}
        index = {"form": FORM, "columns": {kind: columns[kind] for kind in sorted(kinds)}, "tables": self._tables}
        (self._folder / INDEX).write_text(json.dumps(index, ensure_ascii=False, indent=None), encoding="utf-8")

    def let_go(self) -> None:
        """Close the files, whole or not."""
        for each in self._partitions.values():
            each.close()
