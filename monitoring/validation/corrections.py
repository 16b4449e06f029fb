"""What was typed into a list of problems becomes the value of its cell, and is checked as if it stood there."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from monitoring.validation.catalogue.problem import MISSING, REPAIR, Problem, problem
from monitoring.validation.versions import Loaded
from monitoring.workbook import RawTable
from monitoring.workbook.corrections import Correction
from monitoring.workbook.grids import as_text

ADDRESS = re.compile(r"([A-Z]{1,3})(\d+)")
DECISIONS = {"采用建议值": REPAIR, "按未填报": MISSING}
"""What the list writes for a decision (monitoring.reports.problems), and what it means."""
Place = tuple[str, str, str, str]


def corrected(files: Sequence[Loaded]) -> tuple[tuple[Loaded, ...], list[Problem]]:
    """
    Return the files with every correction in its cell, and what became of each: done, or refused with a sentence.

    A correction is refused where its cell is not there, or holds something else than the list says.
    """
    tables = [table for file in files for table in file.all]
    told: list[Problem] = []
    for one in (one for file in files for one in file.corrections or () if one.text and one.text not in DECISIONS):
        done, outcome = _apply(one, tables)
        told.append(outcome)
        tables = done
    told += [
        problem("corrections_empty", file.name, "", "整个文件", "问题清单")
        for file in files
        if file.corrections is not None and not any(one.text for one in file.corrections)
    ]
    left = iter(tables)
    return tuple(
        replace(
            file,
            tables=tuple(itertools.islice(left, len(file.tables))),
            lists=tuple(itertools.islice(left, len(file.lists))),
        )
        for file in files
    ), told


def decided(files: Sequence[Loaded], stops: Sequence[Problem]) -> dict[str, str]:
    """Return the decisions that lists of problems bring back: problem id → "repair" or "missing"."""
    said = {_place(one): DECISIONS.get(one.text) or DECISIONS.get(one.treatment, "") for one in _all(files)}
    decisions = {
        stop.id: said.get((stop.file, stop.sheet, stop.cell, text), "")
        for stop in stops
        for text in (f"'{stop.found.strip()}", stop.found.strip())
        if (stop.file, stop.sheet, stop.cell, text) in said
    }
    return {name: decision for name, decision in decisions.items() if decision}


def typed_in(files: Sequence[Loaded]) -> dict[str, int]:
    """Return name of each list of problems → how many corrections are typed in it."""
    return {
        file.name: sum(bool(one.text) for one in file.corrections) for file in files if file.corrections is not None
    }


def _all(files: Sequence[Loaded]) -> list[Correction]:
    return [one for file in files for one in file.corrections or ()]


def _place(one: Correction) -> Place:
    return one.file, one.sheet, one.cell, one.found


def _apply(one: Correction, tables: list[RawTable]) -> tuple[list[RawTable], Problem]:
    """The tables with the correction in its cell, in each that reads it: a sheet may hold several side by side."""
    address = ADDRESS.fullmatch(one.cell)
    if not address:
        return tables, _refused("correction_not_a_cell", one)
    letter, number = address[1], int(address[2])
    own = {at: place for at, table in enumerate(tables) if (place := _place_in(table, one, letter, number))}
    if not own:
        return tables, _refused("correction_no_place", one)
    now = {tables[at].rows[row].raw[column].strip() for at, (row, column) in own.items()}
    if not now & {one.found, one.found.removeprefix("'")}:
        return tables, _refused("correction_stale", one, value=now.pop() or "（空白）")
    done = [_typed_over(table, one, *own[at]) if at in own else table for at, table in enumerate(tables)]
    at, (row, column) = next(iter(own.items()))
    table, raw, field = tables[at], tables[at].rows[row].raw, tables[at].columns[column].field
    codes, names = (table.places.get(name) for name in ("school_code", "school_name"))
    told = problem(
        "corrected", table.file, table.sheet, one.cell, one.found,
        words={"value": one.text, "by": one.by, "by_cell": one.by_cell}, field=field.name if field else "",
        school_code="" if codes is None else raw[codes].strip(), school="" if names is None else raw[names],
    )  # fmt: skip
    return done, told


def _place_in(table: RawTable, one: Correction, letter: str, number: int) -> tuple[int, int] | None:
    """Where a table has the cell of a correction: which of its rows and columns, or nowhere."""
    if (table.file, table.sheet) != (one.file, one.sheet):
        return None
    column = next((at for at, each in enumerate(table.columns) if each.letter == letter), None)
    row = next((at for at, each in enumerate(table.rows) if each.number == number), None)
    return None if row is None or column is None else (row, column)


def _typed_over(table: RawTable, one: Correction, at: int, place: int) -> RawTable:
    row = table.rows[at]
    values = (*row.values[:place], one.value, *row.values[place + 1 :])
    raw = (*row.raw[:place], as_text(one.value), *row.raw[place + 1 :])
    rows = (*table.rows[:at], replace(row, values=values, raw=raw), *table.rows[at + 1 :])
    formulas = {cell: text for cell, text in table.formulas.items() if cell != one.cell}
    return replace(table, rows=rows, formulas=formulas)


def _refused(code: str, one: Correction, **words: str) -> Problem:
    words |= {"file": one.file, "sheet": one.sheet, "cell": one.cell, "found": one.found or "（空白）"}
    return problem(code, one.by, one.by_sheet, one.by_cell, one.text, words=words)
