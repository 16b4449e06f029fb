"""Reads a lake: what its index says is checked before a row is taken."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from monitoring.arrow import COUNTY, framed
from monitoring.errors import FileError, reason
from monitoring.lake.schema import FORM
from monitoring.lake.writing import INDEX, PART, PROVINCE
from monitoring.snapshots.selection import Head


@dataclass(frozen=True)
class Lake:
    """
    A lake that stands.

    Attributes:
        schemas: kind → the columns that it must have, as the program has them today.
        tables: kind, dated, county_code, county, stage, rows of every table.
    """

    folder: Path
    schemas: Mapping[str, pa.Schema]
    tables: tuple[Mapping[str, object], ...]

    @cached_property
    def heads(self) -> Mapping[str, tuple[Head, ...]]:
        """County → its tables, as the rules of what is known on a day take them (snapshots.selection)."""
        of = defaultdict(list)
        for number, each in enumerate(self.tables, start=1):
            code = str(each["county_code"])
            dated = date.fromisoformat(each["dated"])
            head = Head(number, 1, code, each["county"], each["kind"], each["stage"], dated, each["rows"])
            of[code].append(head)
        return {code: tuple(heads) for code, heads in sorted(of.items())}

    def file(self, kind: str, dated: date, province: str) -> Path:
        """Return where a partition lies; it need not be there."""
        return self.folder / f"kind={kind}" / f"dated={dated}" / f"province={province}" / PART

    def rows(self, kind: str, dated: date, province: str, counties: Sequence[str] | None = None) -> pa.Table:
        """
        Return the rows of a partition.

        Args:
            counties: of these alone; None: all.

        Raises:
            FileError: the file is not there, is damaged, or has other columns than the program.
        """
        file = self.file(kind, dated, province)
        try:
            # Not as a data set: the folders' names are no columns. A cluster writes several files.
            files = [file] if file.exists() else sorted(file.parent.glob("*.parquet")) or [file]
            table = pa.concat_tables(pq.ParquetFile(each).read() for each in files)
        except OSError as error:
            raise FileError(f"数据湖里读不了 {file}：{reason(error)}。请重新写出这个文件夹；没有读入数据。") from error
        except pa.ArrowInvalid as error:
            raise FileError(f"数据湖里的 {file} 已损坏，不是写出时的样子。请重新写出；没有读入数据。") from error
        if not table.schema.equals(self.schemas[kind]):
            raise FileError(f"数据湖里 {file} 的列和 {INDEX} 说的不一样。请重新写出这个文件夹；没有读入数据。")
        return table if counties is None else table.filter(pc.is_in(table[COUNTY], pa.array(counties)))

    def frame(self, kind: str, dated: date, counties: Sequence[str]) -> pd.DataFrame:
        """Return the rows of some counties of one province as a frame of docs/architecture.md."""
        return framed(self.rows(kind, dated, counties[0][:PROVINCE], counties))


def open_lake(folder: Path, schemas: Mapping[str, pa.Schema]) -> Lake:
    """
    Open a lake.

    Args:
        schemas: kind → the columns that the program has today.

    Raises:
        FileError: no lake stands there, it is of a later form, or its columns are not the program's.
    """
    try:
        index = json.loads((folder / INDEX).read_text(encoding="utf-8"))
        form, columns, tables = index["form"], index["columns"], index["tables"]
    except OSError as error:
        raise FileError(
            f"{folder} 不是写完的数据湖：里面没有读得了的 {INDEX}（{reason(error)}）。"
            "请用 lake write 重新写出；没有读入数据。"
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise FileError(f"{folder / INDEX} 已损坏。请用 lake write 重新写出；没有读入数据。") from error
    if form != FORM:
        raise FileError(f"{folder} 的格式是第 {form} 版，本程序读第 {FORM} 版。请用同一版程序写出；没有读入数据。")
    for kind, given in columns.items():
        expected = {each.name: str(each.type) for each in schemas[kind]} if kind in schemas else None
        if given != expected:
            raise FileError(_differs(folder, kind, given, expected))
    return Lake(folder, schemas, tuple(tables))


def _differs(folder: Path, kind: str, given: Mapping[str, str], expected: Mapping[str, str] | None) -> str:
    if expected is None:
        return f"{folder} 里有本程序不认识的一种表“{kind}”。请用同一版程序写出；没有读入数据。"
    odd = sorted(set(given.items()) ^ set(expected.items()))
    named = "、".join(dict.fromkeys(name for name, _ in odd))
    return f"{folder} 里“{kind}”的列和本程序的不一样：{named}。请用同一版程序写出；没有读入数据。"
