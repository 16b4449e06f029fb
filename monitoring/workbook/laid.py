"""Cells that a file gives one after the other, with repeats and spans, laid out as the rows and columns of a sheet."""

from __future__ import annotations

from typing import Any

from monitoring.workbook.details import Place
from monitoring.workbook.grids import BLANK, Grid, take_out_invisible, without_blank_ends
from monitoring.workbook.source import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, too_far

MOST_ACROSS, MOST_DOWN = 1000, 65_534  # that one cell may span, by the HTML standard


class Laid:
    """
    A sheet that is filled cell by cell, from the left and from the top.

    >>> sheet = Laid("a.html", "小学")
    >>> sheet.begin_row(), sheet.put("乡镇", down=2), sheet.put("学校", across=2), sheet.begin_row(), sheet.put("名称")
    (None, None, None, None, None)
    >>> sheet.grid().values, sheet.grid().merged
    ([['乡镇', '学校', ''], ['', '名称', '']], (((0, 0), (1, 0)), ((0, 1), (0, 2))))
    """

    def __init__(self, file: str, name: str, *, skips_spans: bool = True) -> None:
        """
        Begin a sheet.

        Args:
            skips_spans: a cell that another one spans from above is left out, as in a web page.
        """
        self.file, self.name, self.skips_spans = file, name, skips_spans
        self.rows: dict[int, dict[int, Any]] = {}
        self.row, self.column, self.repeat = -1, 0, 1
        self.next_row = 0
        self.merged: list[tuple[Place, Place]] = []
        self.hidden: set[int] = set()
        self.formulas: dict[Place, str] = {}
        self.errors: dict[Place, str] = {}
        self.spanned_until: dict[int, int] = {}  # column → the last row that a cell above it spans
        self.left = MOST_CELLS

    def begin_row(self, *, repeat: int = 1, at: int | None = None, is_hidden: bool = False) -> None:
        """Begin a row, counted from 0 where its place is said; `repeat` rows hold the same."""
        self.row = self.next_row if at is None else at
        self.column, self.repeat = 0, repeat
        self.next_row = self.row + repeat
        if is_hidden and self.row < MOST_ROWS:
            self.hidden.update(range(self.row, min(self.next_row, MOST_ROWS)))

    def put(
        self,
        value: Any,
        *,
        across: int = 1,
        down: int = 1,
        repeat: int = 1,
        at: int | None = None,
        formula: str = "",
        error: str = "",
    ) -> None:
        """
        Put a value into the next cell, or into `repeat` cells.

        Raises:
            ImportRefused: so far outside that no program could handle it.
        """
        self.column = self.column if at is None else at
        while self.skips_spans and self.spanned_until.get(self.column, -1) >= self.row:
            self.column += 1
        if value != BLANK or formula or error:
            self._fill(value, repeat, formula, error)
        across, down = max(1, min(across, MOST_ACROSS)), max(1, min(down, MOST_DOWN))
        if across > 1 or down > 1:
            self.merged.append(((self.row, self.column), (self.row + down - 1, self.column + across - 1)))
        if down > 1:
            self.spanned_until.update(dict.fromkeys(range(self.column, self.column + across), self.row + down - 1))
        self.column += across if self.skips_spans else repeat

    def _fill(self, value: Any, repeat: int, formula: str, error: str) -> None:
        self.left -= repeat * self.repeat
        if self.left < 0 or self.next_row > MOST_ROWS or self.column + repeat > MOST_COLUMNS:
            raise too_far(self.file, self.name, self.next_row, self.column + repeat)
        for row in range(self.row, self.next_row):
            line = self.rows.setdefault(row, {})
            for column in range(self.column, self.column + repeat):
                line[column] = value
                if formula:
                    self.formulas[row, column] = formula
                if error:
                    self.errors[row, column] = error

    def grid(self, *, is_text: bool = False, is_hidden: bool = False) -> Grid:
        """
        Return the sheet as it is filled.

        Raises:
            ImportRefused: it is larger than any program can handle.
        """
        rows = max(self.rows, default=-1) + 1
        width = max((max(line) + 1 for line in self.rows.values()), default=0)
        for (_, _), (bottom, right) in self.merged:
            if bottom < rows:
                width = max(width, min(right + 1, MOST_COLUMNS))
        if rows * width > MOST_CELLS:
            raise too_far(self.file, self.name, rows, width)
        blank = [BLANK] * width
        values = [list(blank) for _ in range(rows)]
        for row, line in self.rows.items():
            for column, value in line.items():
                values[row][column] = value
        values = values if self.merged else without_blank_ends(values)
        return Grid(
            name=self.name,
            values=values,
            merged=tuple(self.merged),
            hidden=frozenset(self.hidden),
            formulas=self.formulas,
            errors=self.errors,
            is_hidden=is_hidden,
            typed=take_out_invisible(values),
            is_text=is_text,
        )
