"""
Where a figure of a school comes from: the cells of the workbooks, what was typed there, and what was done with it.

A view of a snapshot's frames (rows, raw, columns, problems); it reads no file and decides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from monitoring.figures import is_missing
from monitoring.schools.columns import STAGES, columns
from monitoring.validation.catalogue.problem import REPAIR, is_question
from monitoring.validation.schools.marks import says_nothing
from monitoring.workbook import ORIGIN

CONTRADICTED = "按 0 读与合计或另一张表不符，按未填报入库"
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
        by: who decided it; "" where nothing was decided, or the import does not say.
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
    by: str = ""

    @property
    def is_question(self) -> bool:
        """Whether it is about a whole column: what its blanks or dashes mean."""
        return is_question(self.code)


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
        keys = own[ORIGIN]
        places = set(keys.itertuples(index=False, name=None))
        near = raw[raw["row"].isin(keys["row"])].to_dict("records")
        self._raw = {place: row for row in near if (place := tuple(row[part] for part in ORIGIN)) in places}
        sheets = columns[columns["file"].isin(own["file"])]
        self._columns: dict[tuple[str, str, str, str], tuple[str, str]] = {}
        for stage in STAGES:  # an import made before a sheet could hold several stages says none
            own_sheets = sheets
            if "stage" in sheets:
                own_sheets = sheets[sheets["stage"].isin(["", stage]) | sheets["stage"].isna()]
            parts = (own_sheets[name] for name in ("file", "sheet", "field", "letter", "header"))
            for file, sheet, field, letter, header in zip(*parts, strict=True):
                self._columns.setdefault((file, sheet, stage, field), (letter, header))
        own_problems = _own(problems, set(codes), places)
        doubts = [_doubt(row) for row in own_problems.to_dict("records")]
        self._doubts = tuple(doubt for doubt in doubts if not doubt.is_question or self._asks(doubt))

    def _asks(self, doubt: Doubt) -> bool:
        """Whether a question about a column is one about a cell of this school."""
        cells = [typed.get(doubt.field) for place, typed in self._raw.items() if place[:2] == (doubt.file, doubt.sheet)]
        return any(says_nothing(cell, doubt.code) for cell in cells if isinstance(cell, str))

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
        cells = []
        for code in self._codes:
            row = self._rows.get((code, stage))
            if row is None and field not in columns().of_stage:
                row = next((self._rows[code, each] for each in STAGES if (code, each) in self._rows), None)
            if row is not None:
                cells.append(self._cell(field, row))
        return tuple(cells)

    def _cell(self, field: str, row: dict[str, Any]) -> Cell:
        file, sheet, number = (row[part] for part in ORIGIN)
        letter, header = self._columns.get((file, sheet, row["stage"], field), ("", ""))
        address = f"{letter}{int(number)}" if letter else ""
        raw = self._raw.get((file, sheet, number), {}).get(field)
        typed, stored = raw if isinstance(raw, str) else "", float(row.get(field, float("nan")))
        about = [each for each in self._doubts if _is_about(each, (file, sheet), address, letter, field)]
        return Cell(
            school=row["school_name"],
            stage=row["stage"],
            file=file,
            sheet=sheet,
            address=address,
            header=header,
            raw=typed,
            stored=stored,
            doubts=tuple(
                _as_stored(each, stored) for each in about if not each.is_question or says_nothing(typed, each.code)
            ),
        )


def _own(problems: pd.DataFrame, codes: set[str], places: set[tuple]) -> pd.DataFrame:
    """The problems of a school's rows: by its codes, or by an address in one of the rows."""
    rows = problems["cell"].str.extract(r"(\d+)行?$")[0].astype(float)
    keyed = zip(problems["file"], problems["sheet"], rows, strict=True)
    is_here = np.array([key in places for key in keyed], dtype=bool)
    sheets = {place[:2] for place in places}
    is_asked = np.array(
        [
            is_question(code) and (file, sheet) in sheets
            for code, file, sheet in zip(problems["code"], problems["file"], problems["sheet"], strict=True)
        ],
        dtype=bool,
    )
    return problems[problems["school_code"].isin(codes) | is_here | is_asked]


def _as_stored(doubt: Doubt, stored: float) -> Doubt:
    """A blank that was to be 0 and contradicts its total stayed not reported, whatever was decided of its column."""
    is_left = doubt.is_question and doubt.done == REPAIR and is_missing(stored)
    return replace(doubt, done="", by="", treatment=CONTRADICTED) if is_left else doubt


def _is_about(doubt: Doubt, place: tuple[Any, Any], address: str, letter: str, field: str) -> bool:
    """Whether a problem was found in this cell: at its address, or of the field in the same sheet's column or row."""
    if (doubt.file, doubt.sheet) != place:
        return False
    if ADDRESS.match(doubt.cell):
        return doubt.cell == address
    is_field, is_column = doubt.field == field, doubt.cell == f"{letter}列"
    return is_field and is_column if doubt.is_question else is_field or is_column


def _doubt(row: dict[str, Any]) -> Doubt:
    keys = ("file", "sheet", "cell", "severity", "code", "field", "found", "expected", "proposal", "treatment")
    number, done, by = row.get("import_id", 0), row.get("decision", ""), row.get("decided_by", "")
    return Doubt(
        done=done,
        school_code=row.get("school_code", ""),
        record=0 if pd.isna(number) else int(number),
        by=by if done and isinstance(by, str) else "",
        **{key: row[key] for key in keys},
    )
