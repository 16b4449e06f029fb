"""The rows of all tables while they are checked: values as they will be stored, doubts, and what decisions change."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from monitoring.validation.catalogue.problem import STOP, Problem, problem, sentence, shown
from monitoring.workbook import Column, RawTable, Row

SHOWN_OF_COLUMN = 3  # cells that are shown of a column to be decided


@dataclass(eq=False)
class Entry:
    """
    One school's row in one table.

    Attributes:
        values: field → value without any decision: NaN or "" not reported.
        doubts: field → the number that a doubtful cell most likely means; NaN where none can be read.
        impossible: field → a number below 0, which stands in no total and no part of one.
        own_units: fields whose cell names its unit itself.
        unsettled: fields of columns whose unit is to be decided: their values are those under the repair.
        is_left_out: not a school of its own (a repeated row), or not identified.
    """

    table: RawTable
    row: Row
    values: dict[str, Any] = field(default_factory=dict)
    doubts: dict[str, float] = field(default_factory=dict)
    impossible: dict[str, float] = field(default_factory=dict)
    own_units: set[str] = field(default_factory=set)
    unsettled: set[str] = field(default_factory=set)
    is_left_out: bool = False

    @property
    def code(self) -> str:
        """The school's code; "" not identified."""
        return self.values.get("school_code", "")

    @property
    def name(self) -> str:
        """The school's name; of a project that names no school its own."""
        return self.values.get("school_name", "") or self.values.get("name", "")

    def number(self, name: str) -> float:
        """Return a figure, NaN where it is not reported or the table has no such column."""
        return self.values.get(name, math.nan)

    def has(self, name: str) -> bool:
        """Return whether a figure is reported."""
        return not math.isnan(self.number(name))

    def cell(self, name: str) -> str:
        """Return the address of a field's cell."""
        return f"{self.table.column(name).letter}{self.row.number}"

    def raw(self, name: str) -> str:
        """Return what is typed in a field's cell, "" where the table has no such column."""
        place = self.table.places.get(name)
        return "" if place is None else self.row.raw[place]


@dataclass(frozen=True)
class Effect:
    """What a decision does to one value of one row."""

    entry: Entry
    field: str
    repair: Any
    missing: Any


class Findings:
    """
    What was found so far.

    Attributes:
        problems: in the order in which they were found.
        effects: problem id → what its decision changes.
        touched: values that a decision changes; dropped: values that are not reported whatever is decided.
        unread: (file, sheet, field) of columns of dates that hold none, as good as not there.
    """

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.effects: dict[str, list[Effect]] = defaultdict(list)
        self.touched: set[tuple[Entry, str]] = set()
        self.dropped: set[tuple[Entry, str]] = set()
        self.unread: set[tuple[str, str, str]] = set()

    def at(
        self, entry: Entry, name: str, code: str, *, proposal: str = "", effects=(), parts: Iterable[str] = (), **words
    ) -> Problem:
        """Add a problem of one cell; `parts` are the fields whose sum it is held against."""
        near = neighbours(entry, entry.table.column(name)) + tuple(
            (entry.cell(part), entry.raw(part)) for part in parts
        )
        return self._add(
            code, entry, entry.cell(name), entry.raw(name), name, proposal, effects, words, neighbours=near
        )

    def on_row(self, entry: Entry, code: str, found: str, *, proposal: str = "", effects=(), **words) -> Problem:
        """Add a problem of a whole row."""
        return self._add(code, entry, f"第{entry.row.number}行", found, "", proposal, effects, words)

    def on_table(self, table: RawTable, code: str, cell: str, found: str, **words) -> None:
        """Add a problem of a sheet, a column or a row that is no school."""
        self.problems.append(problem(code, table.file, table.sheet, cell, found, words=words))

    def on_column(
        self, table: RawTable, column: Column, code: str, found: str, *, proposal: str = "", effects=(), **words
    ) -> None:
        """Add a problem of a whole column, which is decided once for all its rows."""
        near = [(f"{column.letter}{row.number}", row.raw[table.places[column.field.name]]) for row in table.rows]
        about = {"field": column.field.name, "proposal": proposal, "neighbours": tuple(near[:SHOWN_OF_COLUMN])}
        added = problem(code, table.file, table.sheet, f"{column.letter}列", found, words=words, **about)
        self.problems.append(added)
        self.effects[added.id].extend(effects)
        self.touched |= {(effect.entry, effect.field) for effect in effects}

    def forget(self, entry: Entry) -> None:
        """Drop what was found in the cells of a row that is left out as a whole."""
        self.forget_cells([entry], entry.table.places)

    def forget_cells(self, entries: Iterable[Entry], names: Iterable[str]) -> None:
        """Drop what was found in the cells of some fields of rows of one sheet: it is told together."""
        names = list(names)
        cells = {(entry.table.file, entry.table.sheet, entry.cell(name)) for entry in entries for name in names}
        self.problems = [one for one in self.problems if (one.file, one.sheet, one.cell) not in cells]

    def settle(self, entry: Entry, name: str, repaired: float, code: str, **words) -> None:
        """Propose another value for a cell that is already to be decided: a cell is decided once."""
        for key, effects in self.effects.items():
            at = [place for place, effect in enumerate(effects) if (effect.entry, effect.field) == (entry, name)]
            for place in at:
                effects[place] = replace(effects[place], repair=repaired)
            if at:
                self.problems = [
                    replace(one, proposal=shown(repaired), expected=f"{one.expected}；{sentence(code, words)}")
                    if one.id == key
                    else one
                    for one in self.problems
                ]

    def also(self, entry: Entry, name: str, effect: Effect) -> None:
        """Let the decision of a cell change another value, too."""
        for effects in self.effects.values():
            if any((one.entry, one.field) == (entry, name) for one in effects):
                effects.append(effect)
                return

    def second_row(self, first: Problem, entry: Entry, name: str, expected: str) -> None:
        """Add the other cell of a pair that is decided once."""
        twin = problem(
            first.code, entry.table.file, entry.table.sheet, entry.cell(name), entry.raw(name),
            words={"reason": expected}, school_code=entry.code, school=entry.name, field=name,
            proposal=first.proposal, neighbours=neighbours(entry, entry.table.column(name)), twin=first.id,
        )  # fmt: skip
        self.problems.append(twin)

    def _add(self, code, entry, cell, found, name, proposal, effects, words, neighbours=()) -> Problem:
        found_problem = problem(
            code, entry.table.file, entry.table.sheet, cell, found, words=words,
            school_code=entry.code, school=entry.name, field=name, proposal=proposal, neighbours=neighbours,
        )  # fmt: skip
        self.problems.append(found_problem)
        for effect in effects:
            self.effects[found_problem.id].append(effect)
            self.touched.add((effect.entry, effect.field))
        if found_problem.severity == STOP and name:
            self.touched.add((entry, name))
        return found_problem


def neighbours(entry: Entry, column: Column) -> tuple[tuple[str, str], ...]:
    """Return the addresses and texts of a cell and those right above and below it among the schools."""
    rows = entry.table.rows
    place = entry.table.places[column.field.name]
    at = rows.index(entry.row)
    near = rows[max(at - 1, 0) : at + 1 + 1]
    return tuple((f"{column.letter}{row.number}", row.raw[place]) for row in near)


def tables_of(entries: Iterable[Entry]) -> list[RawTable]:
    """Return the tables of rows, each once, in their order."""
    return list({id(entry.table): entry.table for entry in entries}.values())


def by_code(entries: list[Entry]) -> Mapping[str, list[Entry]]:
    """Return the rows of each school that count, the lowest stage first."""
    order = {"primary": 0, "junior": 1, "senior": 1 + 1}
    rows: dict[str, list[Entry]] = defaultdict(list)
    for entry in sorted(entries, key=lambda entry: order[entry.table.stage]):
        if not entry.is_left_out:
            rows[entry.code].append(entry)
    return rows
