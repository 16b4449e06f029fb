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

ADDRESS = re.compile(r"^[A-Z]+\d+$")


@dataclass(frozen=True)
class Doubt:
    """
    What the import found doubtful in a cell.

    Attributes:
        severity: stop, warning, note.
        found, expected: what stands there and what was expected.
        done: what was stored: "repair" the proposal, "missing" not reported, "" what `treatment` says.
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
        order = {code: place for place, code in enumerate(codes)}
        self._rows = own.sort_values("school_code", key=lambda column: column.map(order), kind="stable")
        keys = own[["file", "sheet", "row"]]
        texts = raw.reset_index() if "file" in raw.index.names else raw
        self._raw = keys.merge(texts, on=["file", "sheet", "row"]).set_index(["file", "sheet", "row"])
        self._columns = columns.drop_duplicates(["file", "sheet", "field"]).set_index(["file", "sheet", "field"])
        self._doubts = tuple(_doubt(row) for row in self._own(problems, set(codes), keys).to_dict("records"))

    @property
    def files(self) -> tuple[str, ...]:
        """The workbooks that the school's rows stand in, in the order of the stages."""
        return tuple(
            dict.fromkeys(self._rows.sort_values("stage", key=lambda column: column.map(STAGES.index))["file"])
        )

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
        for _, rows in self._rows.groupby("school_code", sort=False):
            at_stage = rows[rows["stage"] == stage]
            if at_stage.empty and field in columns().of_stage:
                continue
            lowest = rows.sort_values("stage", key=lambda column: column.map(STAGES.index))
            found.append(self._cell(field, (at_stage if len(at_stage) else lowest).iloc[0]))
        return tuple(found)

    def _cell(self, field: str, row: pd.Series) -> Cell:
        place = (row["file"], row["sheet"])
        known = (*place, field) in self._columns.index
        column = self._columns.loc[(*place, field)] if known else {"letter": "", "header": ""}
        address = f"{column['letter']}{int(row['row'])}" if column["letter"] else ""
        raw = self._raw[field].get((*place, row["row"]), "") if field in self._raw else ""
        doubts = tuple(doubt for doubt in self._doubts if _is_about(doubt, place, address, column["letter"], field))
        return Cell(
            school=row["school_name"],
            stage=row["stage"],
            file=row["file"],
            sheet=row["sheet"],
            address=address,
            header=column["header"],
            raw=raw if isinstance(raw, str) else "",
            stored=float(row[field]) if field in row.index else float("nan"),
            doubts=doubts,
        )

    def _own(self, problems: pd.DataFrame, codes: set[str], keys: pd.DataFrame) -> pd.DataFrame:
        """The problems of these schools' rows: by code, or by an address in one of their rows."""
        rows = problems["cell"].str.extract(r"(\d+)行?$")[0].astype(float)
        places = set(keys.itertuples(index=False, name=None))
        here = np.array(
            [key in places for key in zip(problems["file"], problems["sheet"], rows, strict=True)], dtype=bool
        )
        return problems[problems["school_code"].isin(codes) | here]


def _is_about(doubt: Doubt, place: tuple[Any, Any], address: str, letter: str, field: str) -> bool:
    """Whether a problem was found in this cell: at its address, or of the field in the same sheet's column or row."""
    if (doubt.file, doubt.sheet) != place:
        return False
    if ADDRESS.match(doubt.cell):
        return doubt.cell == address
    return doubt.field == field or doubt.cell == f"{letter}列"


def _doubt(row: dict[str, Any]) -> Doubt:
    keys = ("file", "sheet", "cell", "severity", "code", "field", "found", "expected", "proposal", "treatment")
    return Doubt(done=row.get("decision", ""), **{key: row[key] for key in keys})
