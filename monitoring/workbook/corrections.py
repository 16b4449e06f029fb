"""A list of problems that comes back: what somebody typed in its last column, to be the value of the cell it names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from monitoring.workbook.grids import Grid, as_text
from monitoring.workbook.letters import letters_of

FILE, SHEET, CELL, SEVERITY, FOUND, TREATMENT, CORRECTED = (
    "文件", "工作表", "单元格", "级别", "填的是", "处理", "更正为",
)  # fmt: skip
"""The headings by which a list of problems is known again; monitoring.reports.problems writes them."""
FIRST_ROWS = 10


@dataclass(frozen=True)
class Correction:
    """
    One row of a list of problems.

    Attributes:
        file, sheet, cell, found: the problem's place, and what stood there, maybe behind a ' that kept a spreadsheet
            from taking it for a formula.
        treatment: what is done with it: a decision of the officer, or a sentence.
        value: what is typed under 更正为, as the workbook gives it; text: as it was typed, "" nothing.
        by, by_sheet, by_cell: where that is typed.
    """

    file: str
    sheet: str
    cell: str
    found: str
    treatment: str
    value: Any
    text: str
    by: str
    by_sheet: str
    by_cell: str


def find_corrections(name: str, grid: Grid) -> tuple[Correction, ...] | None:
    """Return the rows of a sheet that is a list of problems; None where it is none."""
    for head in range(min(FIRST_ROWS, len(grid.values))):
        texts = [as_text(value).strip() for value in grid.values[head]]
        if {FILE, SHEET, CELL, FOUND, TREATMENT, CORRECTED} <= set(texts):
            places = {text: place for place, text in reversed(list(enumerate(texts)))}
            rows = range(head + 1, len(grid.values))
            return tuple(_correction(name, grid, row, places) for row in rows if _text(grid, row, places[CELL]))
    return None


def _correction(name: str, grid: Grid, row: int, places: dict[str, int]) -> Correction:
    file, sheet, cell, found, treatment = (
        _text(grid, row, places[head]) for head in (FILE, SHEET, CELL, FOUND, TREATMENT)
    )
    place = places[CORRECTED]
    return Correction(
        file, sheet, cell, found, treatment, grid.value(row, place), _text(grid, row, place),
        name, grid.name, f"{letters_of(place + 1)}{row + 1}",
    )  # fmt: skip


def _text(grid: Grid, row: int, column: int) -> str:
    return grid.raw(row, column).strip()
