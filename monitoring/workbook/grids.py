"""Sheets as grids of values: what stands in each cell, and what only the file knows: merges, hidden rows, formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

import python_calamine
from python_calamine import SheetTypeEnum, SheetVisibleEnum

from monitoring.errors import ImportRefused
from monitoring.workbook.dated import from_old_reader, shown_as_date, without_styles
from monitoring.workbook.details import FOREIGN_ERRORS, Details, Place, read_details
from monitoring.workbook.source import NOTHING_SAVED, UTF_16, SourceFile, damaged
from monitoring.workbook.wording import INVISIBLE

MOST_CELLS = 20_000_000  # from A1 to the farthest filled cell: the reader holds them all, filled or not
MOST_COLUMNS = 16_384  # of a sheet, XFD
ENCODINGS = ("utf-8-sig", "gb18030")
DELIMITERS = ",\t;|"


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
        is_hidden: the whole sheet.
        typed: cell → its text with the characters without a width that `values` are without.
    """

    name: str
    values: list[list[Any]]
    merged: tuple[tuple[Place, Place], ...] = ()
    hidden: frozenset[int] = frozenset()
    formulas: Mapping[Place, str] = field(default_factory=dict)
    errors: Mapping[Place, str] = field(default_factory=dict)
    is_hidden: bool = False
    typed: Mapping[Place, str] = field(default_factory=dict)

    def raw(self, row: int, column: int) -> str:
        """Return what is typed in a cell, as text: a formula where there is one, "" where it is blank."""
        place = row, column
        if place in self.formulas:
            return self.formulas[place]
        if place in self.errors:
            return self.errors[place]
        if place in self.typed:
            return self.typed[place]
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
    grids = [_from_csv(source)] if kind == "csv" else _from_workbook(source, kind)
    for grid in grids:
        _check_reach(source.name, grid.name, len(grid.values), max(map(len, grid.values), default=0))
    return grids


def _from_csv(source: SourceFile) -> Grid:
    text = _decoded(source)
    name = source.name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    delimiter = max(DELIMITERS, key=text.count)
    try:
        rows = [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    except csv.Error as error:
        raise damaged(source.name) from error
    return Grid(name, rows, typed=_take_out_invisible(rows))


def _decoded(source: SourceFile) -> str:
    for encoding in ("utf-16",) if source.content.startswith(UTF_16) else ENCODINGS:
        try:
            return source.content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise damaged(source.name)


def _from_workbook(source: SourceFile, kind: str) -> list[Grid]:
    try:
        details = read_details(source.content) if kind == "xlsx" else {}
        content = without_styles(source.content) if kind == "xlsx" else source.content
    except FOREIGN_ERRORS as error:
        raise damaged(source.name) from error
    for name, known in details.items():
        _check_reach(source.name, name, known.last[0] + 1, known.last[1] + 1)
    return _by_calamine(SourceFile(source.name, content), details)


def _by_calamine(source: SourceFile, details: Mapping[str, Details]) -> list[Grid]:
    try:
        with _Panics(source.name):
            book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(source.content))
            return [
                _grid(book.get_sheet_by_name(sheet.name), details.get(sheet.name, Details()), sheet)
                for sheet in book.sheets_metadata
                if sheet.typ == SheetTypeEnum.WorkSheet
            ]
    except (python_calamine.CalamineError, OSError, ValueError, OverflowError) as error:
        raise damaged(source.name) from error


@dataclass(frozen=True)
class _Panics:
    """Some damaged .xls make the reader, which is Rust, panic: an exception without a name that can be imported."""

    file: str

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        if kind and kind.__name__ == "PanicException":
            raise damaged(self.file) from error


def _grid(sheet: python_calamine.CalamineSheet, known: Details, about: python_calamine.SheetMetadata) -> Grid:
    values = [[_plain(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    for (row, column), is_span in known.dates.items():
        number = values[row][column] if row < len(values) and column < len(values[row]) else ""
        if isinstance(number, float):
            values[row][column] = shown_as_date(number, is_span=is_span, is_1904=known.is_1904)
    return Grid(
        name=sheet.name,
        values=values,
        merged=tuple(sorted(sheet.merged_cell_ranges or ())),
        hidden=frozenset(known.hidden),
        formulas=known.formulas,
        errors=known.errors,
        is_hidden=about.visible != SheetVisibleEnum.Visible,
        typed=_take_out_invisible(values),
    )


def _take_out_invisible(values: list[list[Any]]) -> dict[Place, str]:
    """Take characters without a width out of every text; return what was typed where more than they stood."""
    typed: dict[Place, str] = {}
    for row, line in enumerate(values):
        for column, text in enumerate(line):
            if isinstance(text, str) and not text.isascii() and INVISIBLE.search(text):
                line[column] = INVISIBLE.sub("", text)
                if line[column].strip():
                    typed[row, column] = text
    return typed


def _check_reach(file: str, sheet: str, rows: int, columns: int) -> None:
    if rows * columns > MOST_CELLS or columns > MOST_COLUMNS:
        raise ImportRefused(
            f"文件“{file}”工作表“{sheet}”有内容的单元格一直排到第 {rows} 行、第 {columns} 列，不像综合报表。"
            f"请删去表外的内容再导入；{NOTHING_SAVED}"
        )


def _plain(value: Any) -> Any:
    """Whole numbers become floats like the others; times are text: no table asks for one."""
    if isinstance(value, str | bool):
        return value
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, date | timedelta):
        return from_old_reader(value)
    return str(value) if isinstance(value, time) else value
