"""Opens a file as what it really is, and returns its sheets as grids, none of them larger than anything can handle."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

import python_calamine
from python_calamine import SheetTypeEnum, SheetVisibleEnum

from monitoring.errors import ImportRefused
from monitoring.workbook.binary import read_binary
from monitoring.workbook.dated import from_old_reader, shown_as_date
from monitoring.workbook.details import Details, Place
from monitoring.workbook.grids import BLANK, Grid, is_blank, take_out_invisible, without_blank_ends
from monitoring.workbook.open_document import read_open_document
from monitoring.workbook.packages import FOREIGN_ERRORS, ManySheetsError, TwiceNamedError, slim
from monitoring.workbook.pages import read_pages
from monitoring.workbook.separated import read_separated
from monitoring.workbook.source import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_SHEETS,
    NOTHING_SAVED,
    SourceFile,
    damaged,
    kind_of,
    locked,
    too_far,
    too_many_sheets,
)  # fmt: skip
from monitoring.workbook.xml_2003 import read_xml_2003

PLACES = tuple[tuple[Place, Place], ...]


def read_grids(source: SourceFile, upload_mb: int, unpacked_mb: int) -> list[Grid]:
    """
    Return the sheets of a file.

    Args:
        upload_mb, unpacked_mb: the largest file, and the most it may unpack to, of config.toml.

    Raises:
        ImportRefused: it cannot be read.
    """
    kind = kind_of(source, upload_mb, unpacked_mb)
    grids = READERS[kind](source)
    if len(grids) > MOST_SHEETS:
        raise too_many_sheets(source.name, len(grids))
    for grid in grids:
        _check_reach(source.name, grid.name, len(grid.values), max(map(len, grid.values), default=0))
        _check_merged(source.name, grid)
    return grids


def _from_package(source: SourceFile) -> list[Grid]:
    try:
        content, details = slim(source.content)
    except TwiceNamedError as error:
        raise ImportRefused(
            f"文件“{source.name}”里有两张工作表都叫“{error}”，分不清哪一张是哪一张。"
            f"请在表格软件里改名，另存一份再导入；{NOTHING_SAVED}"
        ) from error
    except ManySheetsError as error:
        raise too_many_sheets(source.name, error.args[0]) from error
    except FOREIGN_ERRORS as error:
        raise damaged(source.name) from error
    for name, known in (details or {}).items():
        _check_reach(source.name, name, known.last[0] + 1, known.last[1] + 1)
    return _by_calamine(source.name, content, details)


def _from_binary(source: SourceFile) -> list[Grid]:
    try:
        details, merged = read_binary(source.content)
    except (*FOREIGN_ERRORS, struct.error) as error:
        raise damaged(source.name) from error
    return _by_calamine(source.name, io.BytesIO(source.content), details, merged)


def _from_old(source: SourceFile) -> list[Grid]:
    return _by_calamine(source.name, io.BytesIO(source.content), {})


def _by_calamine(
    name: str, content: io.BytesIO, details: Mapping[str, Details] | None, merged: Mapping[str, PLACES] | None = None
) -> list[Grid]:
    known, merged = details or {}, merged or {}
    try:
        with _Panics(name):
            book = python_calamine.CalamineWorkbook.from_filelike(content)
            return [
                _grid(
                    book.get_sheet_by_name(sheet.name),
                    known.get(sheet.name, Details()),
                    sheet,
                    merged.get(sheet.name, ()),
                    is_partly_read=details is None,
                )
                for sheet in book.sheets_metadata
                if sheet.typ == SheetTypeEnum.WorkSheet
            ]
    except python_calamine.PasswordError as error:
        raise locked(name) from error
    except (python_calamine.CalamineError, OSError, ValueError, OverflowError) as error:
        raise damaged(name) from error


@dataclass(frozen=True)
class _Panics:
    """Some damaged .xls make the reader, which is Rust, panic: an exception without a name that can be imported."""

    file: str

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        if kind and kind.__name__ == "PanicException":
            raise damaged(self.file) from error


def _grid(
    sheet: python_calamine.CalamineSheet,
    known: Details,
    about: python_calamine.SheetMetadata,
    merged: PLACES,
    *,
    is_partly_read: bool,
) -> Grid:
    lines = without_blank_ends(sheet.to_python(skip_empty_area=False))
    values = [
        line if is_blank(line) else [value if type(value) is str else _plain(value) for value in line] for line in lines
    ]
    for (row, column), is_span in known.dates.items():
        number = values[row][column] if row < len(values) and column < len(values[row]) else BLANK
        if isinstance(number, float):
            values[row][column] = shown_as_date(number, is_span=is_span, is_1904=known.is_1904)
    return Grid(
        name=sheet.name,
        values=values,
        merged=tuple(sorted(sheet.merged_cell_ranges or merged)),
        hidden=frozenset(known.hidden),
        formulas=known.formulas,
        errors=known.errors,
        is_hidden=about.visible != SheetVisibleEnum.Visible,
        typed=take_out_invisible(values),
        is_partly_read=is_partly_read,
    )


def _check_reach(file: str, sheet: str, rows: int, columns: int) -> None:
    if rows * columns > MOST_CELLS or columns > MOST_COLUMNS:
        raise too_far(file, sheet, rows, columns)


def _check_merged(file: str, grid: Grid) -> None:
    """Refuse merged ranges that lie upon each other: together they are larger than the sheet, which takes for ever."""
    rows, columns = len(grid.values), max(map(len, grid.values), default=0)
    if sum(_cells(area, rows, columns) for area in grid.merged) > rows * columns:
        raise ImportRefused(
            f"文件“{file}”工作表“{grid.name}”的合并单元格互相重叠，文件可能已损坏。"
            f"请在表格软件里取消合并，另存一份再导入；{NOTHING_SAVED}"
        )


def _cells(area: tuple[Place, Place], rows: int, columns: int) -> int:
    """How many cells of a sheet lie in a range."""
    (top, left), (bottom, right) = area
    return max(0, min(bottom + 1, rows) - top) * max(0, min(right + 1, columns) - left)


def _plain(value: Any) -> Any:
    """Whole numbers become floats like the others; times are text: no table asks for one."""
    if isinstance(value, (str, bool)):
        return value
    if isinstance(value, (int, float)):
        return float(value)
    if isinstance(value, (date, timedelta)):
        return from_old_reader(value)
    return str(value) if isinstance(value, time) else value


READERS: Mapping[str, Callable[[SourceFile], Sequence[Grid]]] = {
    "xlsx": _from_package,
    "xlsb": _from_binary,
    "xls": _from_old,
    "ods": read_open_document,
    "xml_2003": read_xml_2003,
    "html": read_pages,
    "csv": read_separated,
}
