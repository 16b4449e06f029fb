"""
Where a figure of a school comes from: the cells of the workbooks, what was typed there, and what was done with it.

A view of a snapshot's frames (rows, raw, columns, problems); it reads no file and decides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from monitoring.schools.columns import STAGES, columns

PLACE = ["file", "sheet", "row"]
ADDRESS = re.compile(r"^[A-Z]+\d+$")


@dataclass(frozen=True)
class Doubt:
    """
    What the import found doubtful in a cell.

    Attributes:
        severity: stop, warning, note.
        found, expected: what stands there and what was expected.
        done: what was stored: "repair" the proposal, "missing" not reported, "" what `treatment` says.
        school_code: whose row it is; record: number of the import that found it, 0 unknown.
        proposal, treatment: in words; proposal "" is not reported.
    """

    file: str
    sheet: str
    cell: str
    severity: str
    code: str
    field: str
    found: str
    expected: str
    done: str
    proposal: str
    treatment: str
    school_code: str = ""
    record: int = 0


@dataclass(frozen=True)
class Cell:
    """
    One cell of a workbook.

    Attributes:
        school: the name in its row: of the school, or of one of its campuses.
        address: "BV11"; "" where the workbook has no such column.
        header: the path of the column's header.
        raw: the text as typed; "" blank.
        stored: what was stored; NaN not reported.
        doubts: what was found doubtful in it.
    """

    school: str
    stage: str
    file: str
    sheet: str
    address: str
    header: str
    raw: str
    stored: float
    doubts: tuple[Doubt, ...]


class Origins:
    """The cells of one school and its campuses in a snapshot."""

    def __init__(
        self, codes: Sequence[str], rows: pd.DataFrame, raw: pd.DataFrame, columns: pd.DataFrame, problems: pd.DataFrame
    ) -> None:
        """
        Narrow a snapshot to a school.

        Args:
            codes: of the school, then of its campuses.
            rows, raw, columns, problems: as docs/architecture.md has them.
        """
        own = rows[rows["school_code"].isin(codes)]
        self._rows = {(row["school_code"], row["stage"]): row for row in own.to_dict("records")}
        self._codes = tuple(codes)
        keys = own[PLACE]
        places = set(keys.itertuples(index=False, name=None))
        near = raw[raw["row"].isin(keys["row"])].to_dict("records")
        self._raw = {place: row for row in near if (place := tuple(row[part] for part in PLACE)) in places}
        sheets = columns[columns["file"].isin(own["file"])]
        named = zip(sheets["file"], sheets["sheet"], sheets["field"], sheets["letter"], sheets["header"], strict=True)
        self._columns: dict[tuple[str, str, str], tuple[str, str]] = {}
        for file, sheet, field, letter, header in named:
            self._columns.setdefault((file, sheet, field), (letter, header))
        found = _own(problems, set(codes), places)
        self._doubts = tuple(_doubt(row) for row in found.to_dict("records"))

    @property
    def files(self) -> tuple[str, ...]:
        """The workbooks that the school's rows stand in, in the order of the stages."""
        in_order = sorted(self._rows.values(), key=lambda row: STAGES.index(row["stage"]))
        return tuple(dict.fromkeys(row["file"] for row in in_order))

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """Everything that the import found doubtful in this school's rows, the gravest first."""
        grave = {"stop": 0, "warning": 1, "note": 2}
        return tuple(sorted(self._doubts, key=lambda doubt: grave[doubt.severity]))

    def cells(self, field: str, stage: str) -> tuple[Cell, ...]:
        """
        Return the cells that a field of a stage was read from: the school's own, then one a campus.

        A campus that is in no table of that stage lends the figure of its lowest stage (monitoring.schools.campuses);
        that holds for shared fields, and a field of the stage has no cell there.
        """
        found = []
        for code in self._codes:
            row = self._rows.get((code, stage))
            if row is None and field not in columns().of_stage:
                row = next((self._rows[code, each] for each in STAGES if (code, each) in self._rows), None)
            if row is not None:
                found.append(self._cell(field, row))
        return tuple(found)

    def _cell(self, field: str, row: dict[str, Any]) -> Cell:
        file, sheet, number = (row[part] for part in PLACE)
        letter, header = self._columns.get((file, sheet, field), ("", ""))
        address = f"{letter}{int(number)}" if letter else ""
        raw = self._raw.get((file, sheet, number), {}).get(field)
        return Cell(
            school=row["school_name"],
            stage=row["stage"],
            file=file,
            sheet=sheet,
            address=address,
            header=header,
            raw=raw if isinstance(raw, str) else "",
            stored=float(row.get(field, float("nan"))),
            doubts=tuple(each for each in self._doubts if _is_about(each, (file, sheet), address, letter, field)),
        )


def _own(problems: pd.DataFrame, codes: set[str], places: set[tuple]) -> pd.DataFrame:
    """The problems of a school's rows: by its codes, or by an address in one of the rows."""
    rows = problems["cell"].str.extract(r"(\d+)行?$")[0].astype(float)
    keyed = zip(problems["file"], problems["sheet"], rows, strict=True)
    is_here = np.array([key in places for key in keyed], dtype=bool)
    return problems[problems["school_code"].isin(codes) | is_here]


def _is_about(doubt: Doubt, place: tuple[Any, Any], address: str, letter: str, field: str) -> bool:
    """Whether a problem was found in this cell: at its address, or of the field in the same sheet's column or row."""
    if (doubt.file, doubt.sheet) != place:
        return False
    if ADDRESS.match(doubt.cell):
        return doubt.cell == address
    return doubt.field == field or doubt.cell == f"{letter}列"


def _doubt(row: dict[str, Any]) -> Doubt:
    keys = ("file", "sheet", "cell", "severity", "code", "field", "found", "expected", "proposal", "treatment")
    number = row.get("import_id", 0)
    return Doubt(
        done=row.get("decision", ""),
        school_code=row.get("school_code", ""),
        record=0 if pd.isna(number) else int(number),
        **{key: row[key] for key in keys},
    )
