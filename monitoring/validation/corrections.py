"""What was typed into a list of problems becomes the value of its cell, and is checked as if it stood there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from monitoring.validation.problem import MISSING, REPAIR, Problem, problem
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
    tables = {_key(table): table for file in files for table in file.all}
    told: list[Problem] = []
    for one in (one for file in files for one in file.corrections or () if one.text and one.text not in DECISIONS):
        done, found = _apply(one, _holding(one, tables.values()))
        told.append(found)
        if done:
            tables[_key(done)] = done
    told += [
        problem("corrections_empty", file.name, "", "整个文件", "问题清单")
        for file in files
        if file.corrections is not None and not any(one.text for one in file.corrections)
    ]
    return tuple(
        replace(
            file,
            tables=tuple(tables[_key(table)] for table in file.tables),
            lists=_lists(file, tables),
        )
        for file in files
    ), told


def decided(files: Sequence[Loaded], stops: Sequence[Problem]) -> dict[str, str]:
    """Return the decisions that lists of problems bring back: problem id → "repair" or "missing"."""
    said = {_place(one): DECISIONS.get(one.text) or DECISIONS.get(one.treatment, "") for one in _all(files)}
    found = {
        stop.id: said.get((stop.file, stop.sheet, stop.cell, text), "")
        for stop in stops
        for text in (f"'{stop.found.strip()}", stop.found.strip())
        if (stop.file, stop.sheet, stop.cell, text) in said
    }
    return {name: decision for name, decision in found.items() if decision}


def typed_in(files: Sequence[Loaded]) -> dict[str, int]:
    """Return name of each list of problems → how many corrections are typed in it."""
    return {
        file.name: sum(bool(one.text) for one in file.corrections) for file in files if file.corrections is not None
    }


def _all(files: Sequence[Loaded]) -> list[Correction]:
    return [one for file in files for one in file.corrections or ()]


def _place(one: Correction) -> Place:
    return one.file, one.sheet, one.cell, one.found


def _key(table: RawTable) -> tuple[str, str, str]:
    """A table's place: a sheet may hold a table of each stage."""
    return table.file, table.sheet, table.stage


def _holding(one: Correction, tables: Iterable[RawTable]) -> RawTable | None:
    """The table of a correction's sheet that has its row; else any of the sheet."""
    own = [table for table in tables if (table.file, table.sheet) == (one.file, one.sheet)]
    address = ADDRESS.fullmatch(one.cell)
    number = int(address[2]) if address else 0
    return next((table for table in own if any(row.number == number for row in table.rows)), own[0] if own else None)


def _lists(file: Loaded, tables: Mapping[tuple[str, str, str], RawTable]) -> tuple[RawTable, ...]:
    """Several lists of one sheet (funds by source) cannot be told apart by a cell's place: they stay as they are."""
    sheets = [table.sheet for table in file.lists]
    return tuple(tables[_key(table)] if sheets.count(table.sheet) == 1 else table for table in file.lists)


def _apply(one: Correction, table: RawTable | None) -> tuple[RawTable | None, Problem]:
    address = ADDRESS.fullmatch(one.cell)
    if not address:
        return None, _refused("correction_not_a_cell", one)
    place = next((at for at, each in enumerate(table.columns) if each.letter == address[1]), None) if table else None
    at = next((at for at, row in enumerate(table.rows) if row.number == int(address[2])), None) if table else None
    if place is None or at is None:
        return None, _refused("correction_no_place", one)
    row = table.rows[at]
    now = row.raw[place].strip()
    if one.found not in (now, f"'{now}"):
        return None, _refused("correction_stale", one, value=now or "（空白）")
    values = (*row.values[:place], one.value, *row.values[place + 1 :])
    raw = (*row.raw[:place], as_text(one.value), *row.raw[place + 1 :])
    rows = (*table.rows[:at], replace(row, values=values, raw=raw), *table.rows[at + 1 :])
    formulas = {cell: text for cell, text in table.formulas.items() if cell != one.cell}
    field = table.columns[place].field
    codes, names = (table.places.get(name) for name in ("school_code", "school_name"))
    words = {"value": one.text, "by": one.by, "by_cell": one.by_cell}
    told = problem(
        "corrected", table.file, table.sheet, one.cell, one.found, words=words, field=field.name if field else "",
        school_code="" if codes is None else row.raw[codes].strip(), school="" if names is None else row.raw[names],
    )  # fmt: skip
    return replace(table, rows=rows, formulas=formulas), told


def _refused(code: str, one: Correction, **words: str) -> Problem:
    words |= {"file": one.file, "sheet": one.sheet, "cell": one.cell, "found": one.found or "（空白）"}
    return problem(code, one.by, one.by_sheet, one.by_cell, one.text, words=words)
