"""Sheets as grids of values: what stands in each cell, and what only the file knows: merges, hidden rows, formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl
import python_calamine
from openpyxl.utils.exceptions import InvalidFileException

from monitoring.workbook.source import MEGABYTE, SourceFile, damaged

Place = tuple[int, int]
"""Row and column, both from 0."""

LARGEST_FOR_DETAILS = 4 * MEGABYTE  # packed; openpyxl is twenty times slower and would take minutes beyond
MOST_COLUMNS = 16_384  # of a sheet
ENCODINGS = ("utf-8-sig", "gb18030", "utf-16")


@dataclass(frozen=True)
class Grid:
    """
    One sheet.

    Attributes:
        name: of the sheet; of a .csv the file's name without its ending.
        values: rows from the sheet's first; "" a blank cell; numbers are floats.
        merged: first and last cell of each merged range.
        hidden: hidden rows.
        formulas: cell → formula as typed.
        errors: cell → "#N/A" …
    """

    name: str
    values: list[list[Any]]
    merged: tuple[tuple[Place, Place], ...] = ()
    hidden: frozenset[int] = frozenset()
    formulas: Mapping[Place, str] = field(default_factory=dict)
    errors: Mapping[Place, str] = field(default_factory=dict)

    def raw(self, row: int, column: int) -> str:
        """Return what is typed in a cell, as text: a formula where there is one, "" where it is blank."""
        place = row, column
        if place in self.formulas:
            return self.formulas[place]
        if place in self.errors:
            return self.errors[place]
        return as_text(self.value(row, column))

    def value(self, row: int, column: int) -> Any:
        """Return a cell's value, "" outside the grid."""
        line = self.values[row] if row < len(self.values) else []
        return line[column] if column < len(line) else ""


def as_text(value: Any) -> str:
    """
    Return a value as it was typed: whole numbers without a point.

    >>> as_text(2142991134.0), as_text(7194.07), as_text(None), as_text(" 约300")
    ('2142991134', '7194.07', '', ' 约300')
    """
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return str(value)


def read_grids(source: SourceFile, kind: str) -> list[Grid]:
    """
    Return the sheets of a file.

    Raises:
        ImportRefused: it cannot be read.
    """
    return [_from_csv(source)] if kind == "csv" else _from_workbook(source, kind)


def _from_csv(source: SourceFile) -> Grid:
    text = _decoded(source)
    name = source.name.rsplit(".", 1)[0]
    try:
        sample = text[: text.find("\n", MEGABYTE // 100) + 1] or text
        dialect = csv.Sniffer().sniff(sample, delimiters=",\t;")
    except csv.Error:
        dialect = csv.excel
    try:
        rows = [list(row) for row in csv.reader(io.StringIO(text), delimiter=dialect.delimiter)]
    except csv.Error as error:
        raise damaged(source.name) from error
    return Grid(name, rows)


def _decoded(source: SourceFile) -> str:
    for encoding in ENCODINGS:
        try:
            return source.content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise damaged(source.name)


def _from_workbook(source: SourceFile, kind: str) -> list[Grid]:
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(source.content))
        sheets = [book.get_sheet_by_name(name) for name in book.sheet_names]
        grids = [(sheet.name, _values(sheet), _ranges(sheet)) for sheet in sheets]
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise damaged(source.name) from error
    details = _details(source) if kind == "xlsx" and len(source.content) <= LARGEST_FOR_DETAILS else {}
    return [Grid(name, values, merged, *details.get(name, ())) for name, values, merged in grids]


def _values(sheet: python_calamine.CalamineSheet) -> list[list[Any]]:
    return [[_plain(value) for value in row[:MOST_COLUMNS]] for row in sheet.to_python(skip_empty_area=False)]


def _plain(value: Any) -> Any:
    """Whole numbers become floats like the others; times and durations are text: no table asks for one."""
    if isinstance(value, bool | str | float):
        return value
    if isinstance(value, int):
        return float(value)
    return value if isinstance(value, date) else str(value) if isinstance(value, time | timedelta) else value


def _ranges(sheet: python_calamine.CalamineSheet) -> tuple[tuple[Place, Place], ...]:
    return tuple(sorted(sheet.merged_cell_ranges or ()))


def _details(source: SourceFile) -> dict[str, tuple]:
    """Return for each sheet: hidden rows, formulas, errors."""
    try:
        book = openpyxl.load_workbook(io.BytesIO(source.content), keep_links=False)
    except (InvalidFileException, KeyError, ValueError, TypeError, AttributeError, IndexError) as error:
        # Only a rebuilt workbook will do: without hidden rows and formulas half of it would go untold.
        raise damaged(source.name) from error
    return {sheet.title: _details_of(sheet) for sheet in book.worksheets}


def _details_of(sheet) -> tuple[frozenset[int], dict[Place, str], dict[Place, str]]:
    hidden = frozenset(number - 1 for number, row in sheet.row_dimensions.items() if row.hidden)
    formulas, errors = {}, {}
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                formulas[cell.row - 1, cell.column - 1] = str(getattr(cell.value, "text", cell.value))
            elif cell.data_type == "e":
                errors[cell.row - 1, cell.column - 1] = str(cell.value)
    return hidden, formulas, errors
