"""Checks the tables of one import against the contract, all at once, and says what each decision would store."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from monitoring.errors import ImportRefused
from monitoring.settings import Settings
from monitoring.validation import across, identity, periods
from monitoring.validation.cells import NUMBERS, read_entries
from monitoring.validation.entries import Entry, Findings
from monitoring.validation.problem import NOTE, REPAIR, STOP, WARNING, Problem
from monitoring.validation.sums import Sums
from monitoring.workbook import NOTHING_SAVED, RawTable, SourceFile, read, wording
from monitoring.workbook.stages import GRADES

SEVERITIES = (STOP, WARNING, NOTE)
TEXTS = ("longitude_raw", "latitude_raw", "township_code", "county_code")
STAGES = ("primary", "junior", "senior")


@dataclass(frozen=True)
class Checked:
    """
    The tables of one import, checked.

    Attributes:
        period: the report date.
        counties: code → name.
        problems: in the order of files; of a file stops first, then warnings, then notes, each from top to bottom.
        later: names of files that were recognised and cannot be read yet.
        remarks: notes of a sheet by (file, sheet), for the geography.
    """

    period: date
    counties: Mapping[str, str]
    problems: tuple[Problem, ...]
    later: tuple[str, ...]
    tables: tuple[RawTable, ...]
    remarks: Mapping[tuple[str, str], str]
    entries: tuple[Entry, ...]
    findings: Findings

    def rows(self, decisions: Mapping[str, str]) -> pd.DataFrame:
        """
        Return the frame `rows` (docs/architecture.md) under the decisions.

        Args:
            decisions: problem id → "repair" or "missing"; what is not decided counts as not reported.
        """
        changed: dict[tuple[Entry, str], Any] = {}
        for problem, effects in self.findings.effects.items():
            repair = decisions.get(problem) == REPAIR
            changed |= {(effect.entry, effect.field): effect.repair if repair else effect.missing for effect in effects}
        changed |= dict.fromkeys(self.findings.dropped, math.nan)
        records = [_record(entry, changed) for entry in self.entries if not entry.is_left_out]
        return pd.DataFrame(records, columns=list(_columns())).astype(_columns())

    @cached_property
    def raw(self) -> pd.DataFrame:
        """What is typed in every cell: file, sheet, row, then a column a field; "" blank or no such column."""
        names = list(dict.fromkeys(field.name for field in wording().fields))
        records = [
            [entry.table.file, entry.table.sheet, entry.row.number, *(entry.raw(name) for name in names)]
            for entry in self.entries
        ]
        return pd.DataFrame(records, columns=["file", "sheet", "row", *names])

    @cached_property
    def columns(self) -> pd.DataFrame:
        """Where every field stands: file, sheet, field, letter, header."""
        records = [
            (table.file, table.sheet, column.field.name, column.letter, column.header)
            for table in self.tables
            for column in table.columns
            if column.field
        ]
        return pd.DataFrame(records, columns=["file", "sheet", "field", "letter", "header"])


def check(
    files: Sequence[SourceFile], settings: Settings, period: date | None = None, county: str | None = None
) -> Checked:
    """
    Check the school tables of one import.

    Args:
        files: workbooks and .csv, in any order; every table of them is read.
        period: the report date, which must be the files' own; None: as they say.
        county: six digits, where the rows do not say.

    Raises:
        ImportRefused: the import cannot be made, whatever is decided; nothing was stored.
    """
    tables, later = _tables(files, settings)
    for table in tables:
        periods.check_key_columns(table)
    report_date = periods.period_of(tables, period)
    findings = Findings()
    entries = [entry for table in tables for entry in read_entries(table, findings)]
    home = periods.default_county(entries, county, tables)
    identity.leave_out_unidentified(entries, findings)
    identity.count_once(entries, findings)
    identity.name_townships(entries, home, findings)
    identity.check_campuses(entries, findings)
    identity.check_pupils(entries, findings)
    sums = {entry: Sums(entry, findings) for entry in entries if not entry.is_left_out}
    for entry_sums in sums.values():
        entry_sums.check()
    across.compare_tables(entries, sums, findings)
    for table in tables:
        own = [entry for entry in entries if entry.table is table]
        _remark(table, findings)
        across.miss_columns(table, GRADES[table.stage], findings)
        across.compare_sums(table, own, findings)
    remarks = {(table.file, table.sheet): "\n".join(text for _, text in table.texts) for table in tables}
    names = periods.county_names(entries)
    problems = in_order(findings.problems, [file.name for file in files])
    return Checked(report_date, names, problems, later, tuple(tables), remarks, tuple(entries), findings)


def in_order(problems: Sequence[Problem], files: Sequence[str]) -> tuple[Problem, ...]:
    """Return problems in the order of files and severities, as they were found within each; each id once."""
    once = {problem.id: problem for problem in problems}
    rank = {name: place for place, name in enumerate(files)}
    return tuple(
        sorted(once.values(), key=lambda problem: (rank.get(problem.file, 0), SEVERITIES.index(problem.severity)))
    )


def _tables(files: Sequence[SourceFile], settings: Settings) -> tuple[list[RawTable], tuple[str, ...]]:
    tables, later = [], []
    for file in files:
        found, not_yet = read(file, settings.upload_mb, settings.unpacked_mb)
        tables += found
        later += [file.name] if not_yet and not found else []
    stages: dict[str, RawTable] = {}
    for table in tables:
        other = stages.setdefault(table.stage, table)
        if other is not table:
            raise ImportRefused(
                f"“{other.file}”工作表“{other.sheet}”和“{table.file}”工作表“{table.sheet}”是同一学段的表。"
                f"一个学段只能有一张，请去掉一张再导入；{NOTHING_SAVED}"
            )
    if not tables:
        names = "、".join(f"“{name}”" for name in later)
        raise ImportRefused(f"没有综合报表：{names}已认出，但本版还不读。请和综合报表一起导入；{NOTHING_SAVED}")
    return sorted(tables, key=lambda table: STAGES.index(table.stage)), tuple(later)


def _remark(table: RawTable, findings: Findings) -> None:
    name = across.STAGE_NAMES[table.stage]
    if name not in table.sheet and not table.is_text:
        findings.on_table(table, "sheet_renamed", "工作表名", table.sheet, value=name)
    for remark in table.remarks:
        findings.on_table(table, remark.kind, remark.cell, remark.found)
    for column in table.columns:
        if column.field is None:
            findings.on_table(table, "unknown_column", f"{column.letter}列", column.header)


def _columns() -> dict[str, str]:
    """The columns of the frame and their types."""
    types = {"stage": "object", "county_code": "object", "township_code": "object"}
    for field in wording().fields:
        types.setdefault(field.name, "float64" if field.kind in NUMBERS or field.kind == "yes_no" else "object")
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
