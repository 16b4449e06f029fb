"""
Which columns the sheet of a row did not have: a ledger without 验收日期 says of no classroom that it is not accepted.

A blank cell of a column that is there keeps its meaning (not yet); what rests on a column that is not is not reported.
The answer is made of the table `columns` of a snapshot when it is read, so it holds for old snapshots, too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from monitoring.validation.cells.date_words import possible_days
from monitoring.workbook import list_words

ABSENT, JOINED = "absent", "|"
KINDS = ("rooms", "projects", "funds")
DATED = {"planned_on": "planned", "actual_on": "actual"}
"""Column of the frame milestones → how the columns of 项目清单 begin that it is made of."""


def with_absent(
    lists: Mapping[str, pd.DataFrame], columns: pd.DataFrame, milestones: Sequence[str]
) -> dict[str, pd.DataFrame]:
    """
    Return lists with a column `absent` each: the fields that the row's sheet has no column for, joined by "|".

    Args:
        lists: rooms, projects, milestones, sources, funds (docs/architecture.md).
        columns: file, sheet, field: where every field stands; a sheet that is not in it lacks nothing that is known.
        milestones: their names in their order, as the columns of 项目清单 are numbered.
    """
    had = columns.groupby(["file", "sheet"])["field"].agg(set).to_dict()
    frames = {name: _possible(frame) for name, frame in lists.items()}
    for kind in KINDS:
        if kind in frames:
            frames[kind] = frames[kind].assign(**{ABSENT: _absent(kind, frames[kind], had)})
    if "milestones" in frames and "projects" in frames:
        frames["milestones"] = frames["milestones"].assign(**{ABSENT: _of_milestones(frames, had, milestones)})
    return frames


def _absent(kind: str, frame: pd.DataFrame, had: Mapping[tuple[str, str], set[str]]) -> list[str]:
    names = list_words(kind).labels()
    of = {
        place: JOINED.join(name for name in names if name not in fields and not _is_source(name))
        for place, fields in had.items()
    }
    return [of.get(place, "") for place in zip(frame["file"], frame["sheet"], strict=True)]


def _is_source(name: str) -> bool:
    return name.startswith("source_")


def _of_milestones(
    lists: Mapping[str, pd.DataFrame], had: Mapping[tuple[str, str], set[str]], names: Sequence[str]
) -> list[str]:
    projects, milestones = lists["projects"], lists["milestones"]
    places = zip(projects["project"], projects["file"], projects["sheet"], strict=True)
    home = {project: (file, sheet) for project, file, sheet in places}
    number = {name: place for place, name in enumerate(names, start=1)}
    absent = {}
    for project, milestone in zip(milestones["project"], milestones["milestone"], strict=True):
        fields, at = had.get(home.get(project)), number.get(milestone)
        lacking = [] if fields is None else [name for name, of in DATED.items() if f"{of}_{at}" not in fields]
        absent[project, milestone] = JOINED.join(lacking)
    return [absent[place] for place in zip(milestones["project"], milestones["milestone"], strict=True)]


def _possible(frame: pd.DataFrame) -> pd.DataFrame:
    """The dates of a snapshot older than the check of their years: an impossible one is not reported."""
    first, last = map(pd.Timestamp, possible_days())
    dates = frame.select_dtypes("datetime")
    wrong = {name: dates[name].where(dates[name].between(first, last)) for name in dates}
    return frame.assign(**wrong) if wrong else frame
