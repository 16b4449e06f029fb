"""The frames of lists (docs/architecture.md) from their checked rows. Decides nothing."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from monitoring.projects import ProjectRules
from monitoring.validation.entries import Entry
from monitoring.workbook import ORIGIN, SOURCE, list_words
from monitoring.workbook.stages import GRADES

GRADE_WORDS = "一二三四五六七八九"
TEXT, NUMBER, DAY = "object", "float64", "datetime64[s]"
KINDS = {"date": DAY, "planned": DAY, "number": NUMBER, "wan_yuan": NUMBER, "percent": NUMBER, "count": NUMBER}
OWN = {"rooms": ("school_code", "school_name", "county_code", "township_code", "township", "stage"),
       "projects": ("school_code", "school_name", "county_code", "township_code", "township"),
       "reports": (), "funds": ()}  # fmt: skip
Value = Callable[[Entry, str], Any]


def list_frames(
    lists: Mapping[str, Sequence[Entry]], changed: Mapping[tuple[Entry, str], Any], rules: ProjectRules
) -> dict[str, pd.DataFrame]:
    """
    Return the frames rooms, projects, milestones, sources, reports, funds, as far as their lists are there.

    Args:
        changed: (row, field) → what the decisions make of its value.
    """

    def value(entry: Entry, name: str) -> Any:
        return changed.get((entry, name), entry.values.get(name))

    frames = {kind: _frame(kind, _counted(entries), value) for kind, entries in lists.items()}
    if "rooms" in frames:
        frames["rooms"] = frames["rooms"].assign(stage=frames["rooms"]["grade"].map(stage_of_grade))
    if "projects" in lists:
        projects = _counted(lists["projects"])
        frames["milestones"] = _milestones(projects, value, rules)
        frames["sources"] = _sources(projects, value)
    return frames


def raw_frames(lists: Mapping[str, Sequence[Entry]]) -> dict[str, pd.DataFrame]:
    """Return kind → what is typed in every cell: file, sheet, row, then a column a field; "" blank or absent."""
    frames = {}
    for kind, entries in lists.items():
        names = list(dict.fromkeys(name for entry in entries for name in entry.table.places))
        records = [
            [entry.table.file, entry.table.sheet, entry.row.number, *(entry.raw(name) for name in names)]
            for entry in entries
        ]
        frames[kind] = pd.DataFrame(records, columns=[*ORIGIN, *names])
    return frames


def _counted(entries: Iterable[Entry]) -> list[Entry]:
    return [entry for entry in entries if not entry.is_left_out]


def _frame(kind: str, entries: Sequence[Entry], value: Value) -> pd.DataFrame:
    apart = ("planned_", "actual_", SOURCE) if kind == "projects" else (SOURCE,)
    types = dict.fromkeys(OWN[kind], TEXT)
    for field in list_words(kind).fields:
        if not field.name.startswith(apart) or kind != "projects":
            types.setdefault(field.name, KINDS.get(field.kind, TEXT))
    data = {name: [_filled(value(entry, name), of) for entry in entries] for name, of in types.items()}
    frame = pd.DataFrame({name: pd.Series(column, dtype=types[name]) for name, column in data.items()})
    return frame.assign(
        file=[entry.table.file for entry in entries],
        sheet=[entry.table.sheet for entry in entries],
        row=pd.Series([entry.row.number for entry in entries], dtype="int64"),
    )


def _filled(value: Any, of: str) -> Any:
    """A field that the list has no column for: not reported."""
    return {TEXT: "", NUMBER: math.nan, DAY: pd.NaT}[of] if value is None else value


def _milestones(projects: Sequence[Entry], value: Value, rules: ProjectRules) -> pd.DataFrame:
    records = [
        (
            entry.values["project"],
            name,
            _filled(value(entry, f"planned_{number}"), DAY),
            _filled(value(entry, f"actual_{number}"), DAY),
        )
        for entry in projects
        for number, name in enumerate(rules.milestones, start=1)
    ]
    frame = pd.DataFrame(records, columns=["project", "milestone", "planned_on", "actual_on"])
    return frame.astype({"planned_on": DAY, "actual_on": DAY})


def _sources(projects: Sequence[Entry], value: Value) -> pd.DataFrame:
    records = [
        (entry.values["project"], entry.table.column(name).field.label, value(entry, name))
        for entry in projects
        for name in entry.table.places
        if name.startswith(SOURCE)
    ]
    return pd.DataFrame(records, columns=["project", "source", "planned_wan_yuan"]).astype({"planned_wan_yuan": NUMBER})


def stage_of_grade(grade: str) -> str:
    """
    Return the stage of a grade, "" where it is none of compulsory education.

    >>> stage_of_grade("三年级"), stage_of_grade("八年级"), stage_of_grade("学前班")
    ('primary', 'junior', '')
    """
    place = GRADE_WORDS.find(grade[:1]) + 1 if grade.endswith("年级") and len(grade) == len("一年级") else 0
    return next((stage for stage, grades in GRADES.items() if place in grades), "")
