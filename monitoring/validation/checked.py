"""What an import would store: the frames of its tables under the decisions, and where every value stands."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from monitoring.projects import ProjectRules
from monitoring.validation.catalogue.problem import REPAIR, Problem
from monitoring.validation.cells.date_words import possible_days
from monitoring.validation.cells.reading import NUMBERS
from monitoring.validation.entries import Entry, Findings, tables_of
from monitoring.validation.lists.frames import list_frames, raw_frames
from monitoring.workbook import ORIGIN, RawTable, SourceFile, wording


@dataclass(frozen=True)
class Checked:
    """
    The tables of one import, checked.

    Attributes:
        dates: "schools", "rooms", … → the date of each kind of table that comes in.
        counties: code → name.
        problems: in the order of files; of a file stops first, then warnings, then notes, each from top to bottom.
        remarks: notes of a sheet by (file, sheet), for the geography.
        lists: rooms, projects, reports, funds → their rows; a kind that no file holds is absent.
        homes: project → code of its county; the stored projects where no list of them comes in.
        sources: the files whose tables count, their names apart.
        decided: what lists of problems that came back decide: problem id → "repair" or "missing".
        corrections: name of each such list → how many cells it fills in anew.
        unsure_of_day: files whose lists name a month or no date.
        rules: of the projects, by which their lists were checked.
        kept: stored rows of the same date and counties, of the stages that do not come in: they stay.
        aliases: (file, sheet) → those of older files that it replaces: what was decided there still holds.
    """

    dates: Mapping[str, date]
    counties: Mapping[str, str]
    problems: tuple[Problem, ...]
    tables: tuple[RawTable, ...]
    remarks: Mapping[tuple[str, str], str]
    entries: tuple[Entry, ...]
    findings: Findings
    lists: Mapping[str, tuple[Entry, ...]]
    homes: Mapping[str, str]
    sources: tuple[SourceFile, ...]
    aliases: Mapping[tuple[str, str], tuple[tuple[str, str], ...]]
    decided: Mapping[str, str]
    corrections: Mapping[str, int]
    rules: ProjectRules
    unsure_of_day: tuple[str, ...] = ()
    kept: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def period(self) -> date:
        """The date that names the import: the report date of its school tables, else its newest list's."""
        return self.dates["schools"] if "schools" in self.dates else max(self.dates.values())

    def rows(self, decisions: Mapping[str, str]) -> pd.DataFrame:
        """
        Return the frame `rows` (docs/architecture.md) under the decisions.

        Args:
            decisions: problem id → "repair" or "missing"; what is not decided counts as not reported.
        """
        changed = self.changed(decisions)
        records = [_record(entry, changed) for entry in self.entries if not entry.is_left_out]
        return pd.DataFrame(records, columns=list(_columns())).astype(_columns())

    def changed(self, decisions: Mapping[str, str]) -> dict[tuple[Entry, str], Any]:
        """Return what the decisions make of values: (row, field) → value."""
        changed: dict[tuple[Entry, str], Any] = {}
        for problem, effects in self.findings.effects.items():
            repair = decisions.get(problem) == REPAIR
            changed |= {(effect.entry, effect.field): effect.repair if repair else effect.missing for effect in effects}
        return changed | dict.fromkeys(self.findings.dropped, math.nan)

    def list_frames(self, decisions: Mapping[str, str]) -> dict[str, pd.DataFrame]:
        """Return the frames of the lists (docs/architecture.md) under the decisions; what no file holds is absent."""
        return list_frames(self.lists, self.changed(decisions), self.rules)

    @cached_property
    def list_raw(self) -> dict[str, pd.DataFrame]:
        """Return kind of list → what is typed in every cell."""
        return raw_frames(self.lists)

    @cached_property
    def raw(self) -> pd.DataFrame:
        """What is typed in every cell: file, sheet, row, then a column a field; "" blank or no such column."""
        names = [name for name in dict.fromkeys(field.name for field in wording().fields) if name != "stage"]
        records = [
            [entry.table.file, entry.table.sheet, entry.row.number, *(entry.raw(name) for name in names)]
            for entry in self.entries
        ]
        return pd.DataFrame(records, columns=[*ORIGIN, *names])

    @cached_property
    def columns(self) -> pd.DataFrame:
        """Where every field stands: file, sheet, field, letter, header, and of which stage's table ("" of a list)."""
        records = [
            (table.file, table.sheet, name, table.columns[place].letter, table.columns[place].header, table.stage)
            for table in (*self.tables, *self._list_tables)
            for name, place in table.places.items()
            if (table.file, table.sheet, name) not in self.findings.unread
        ]
        return pd.DataFrame(records, columns=["file", "sheet", "field", "letter", "header", "stage"])

    @property
    def _list_tables(self) -> list[RawTable]:
        return [table for entries in self.lists.values() for table in tables_of(entries)]


def shapes_alone(stored: pd.DataFrame, today: date | None, rules: ProjectRules) -> Checked:
    """
    Return an import of townships' shapes alone: of the day of import, of the counties whose schools are stored.

    Args:
        stored: rows of the schools that are known.
        today: the day of import; None: nobody says, and it is the last of all boundaries.
    """
    counties = dict(zip(stored["county_code"], stored["county"], strict=True)) if len(stored) else {}
    dates = {"boundary": today or possible_days()[1]}
    return Checked(dates, counties, (), (), {}, (), Findings(), {}, {}, (), {}, {}, {}, rules)


def empty_rows() -> pd.DataFrame:
    """Return the frame `rows` without a row: a county of which only lists are known."""
    types = _columns() | {"location": "object"}
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in types.items()})


def _columns() -> dict[str, str]:
    """The columns of the frame and their types."""
    types = {"stage": "object", "county_code": "object", "township_code": "object"}
    for each in wording().fields:
        types.setdefault(each.name, "float64" if each.kind in NUMBERS or each.kind == "yes_no" else "object")
    return types | {
        "longitude_raw": "object", "latitude_raw": "object", "file": "object", "sheet": "object", "row": "int64",
    }  # fmt: skip


def _record(entry: Entry, changed: Mapping[tuple[Entry, str], Any]) -> dict[str, Any]:
    record = {name: math.nan if kind == "float64" else "" for name, kind in _columns().items()}
    record |= {name: value for name, value in entry.values.items() if name in record}
    record |= {name: changed[entry, name] for name in entry.values if (entry, name) in changed}
    return record | {
        "stage": entry.table.stage, "file": entry.table.file, "sheet": entry.table.sheet, "row": entry.row.number,
    }  # fmt: skip
