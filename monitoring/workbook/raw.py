"""One sheet of schools, or one list, as it stands: every cell with its address and raw text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from monitoring.workbook.columns import Column
from monitoring.workbook.rows import Remark, Row

SCHOOLS = "schools"
ORIGIN = ["file", "sheet", "row"]
"""Where a record of any frame came from: three columns of it."""


@dataclass(frozen=True)
class Unplaced:
    """A school whose stage cannot be read: its row, code, name, and what stands in its 学段 cell."""

    number: int
    code: str
    name: str
    found: str


@dataclass(frozen=True)
class RawTable:
    """
    One sheet: of schools, or a list (monitoring.workbook.lists).

    Attributes:
        kind: schools, rooms, projects, reports, funds.
        stage: primary, junior, senior; "" of a list.
        stage_from: "title", "sheet", "grades", "column" or "section": where the stage was read.
        columns: those with a heading, whether ours or not.
        rows: schools; sums: 合计 and 小计 rows.
        unplaced: of a sheet with several stages the schools whose stage cannot be read: of its first table alone.
        joint_sums: 合计 rows over all the stages of such a sheet: of each of its tables.
        texts: what stands above the headings and in 注 rows, by row number.
        first_row: the first row of the headings.
        remarks: merged cells, repeated headings, figures without a heading.
        formulas: address → formula, stored result or not.
        is_text: from a .csv, where every figure is text.
        is_hidden: the whole sheet is hidden.
    """

    file: str
    sheet: str
    stage: str
    stage_from: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    sums: tuple[Row, ...]
    texts: tuple[tuple[int, str], ...]
    remarks: tuple[Remark, ...]
    first_row: int = 1
    formulas: Mapping[str, str] = field(default_factory=dict)
    is_text: bool = False
    is_hidden: bool = False
    kind: str = SCHOOLS
    unplaced: tuple[Unplaced, ...] = ()
    joint_sums: tuple[Row, ...] = ()

    @cached_property
    def places(self) -> dict[str, int]:
        """Return field → its place in a row's values; of two wordings of one field the first."""
        return places_of(self.columns)

    def column(self, name: str) -> Column | None:
        """Return the column of a field, None where the table has none."""
        place = self.places.get(name)
        return None if place is None else self.columns[place]

    @property
    def is_part(self) -> bool:
        """Whether the sheet holds other stages, too, in the same columns."""
        return self.stage_from in ("column", "section")


def places_of(columns: Iterable[Column]) -> dict[str, int]:
    """Return field → its place among the columns; of two wordings of one field the first."""
    places: dict[str, int] = {}
    for place, column in enumerate(columns):
        if column.field:
            places.setdefault(column.field.name, place)
    return places
