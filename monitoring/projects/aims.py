"""
预计可解决: which requirement a project is for, and which gap it is expected to close by when.

No quantity: a project says what it is for, not how much of a gap it takes away.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from monitoring.projects.rules import Rules, rules

JOINED = "|"
AIMS = ["project", "school_code", "requirement"]
CLOSING = ["school_code", "stage", "requirement", "project", "by", "is_in_use"]
IDLE = ["project", "category", "closes", "why"]
NO_REQUIREMENT, NO_SCHOOL, NO_GAP = "no_requirement", "no_school", "no_gap"


@dataclass(frozen=True)
class Expected:
    """
    What the projects are expected to do about the gaps.

    closing: one row a gap × project that is for it: school_code, stage, requirement, project, by (forecast of 启用;
    NaT while 暂停 or without dates), is_in_use (True: already in use and the gap still there: it will not close it).
    without: the rows of gaps that no project still under way closes.
    idle: one row a project under way that closes no gap: project, category, closes, why (no_requirement: it is for
    none of the standard's; no_school: no school is known; no_gap: its schools have no such gap).
    """

    closing: pd.DataFrame
    without: pd.DataFrame
    idle: pd.DataFrame


def requirements_of(project: str, category: str, by: Rules | None = None) -> tuple[str, ...]:
    """
    Return the requirements that a project is for, by its 工程类别 unless the rules name the project itself.

    >>> requirements_of("CH-2025-001", "改造提升"), requirements_of("CH-2025-002", "教师周转宿舍")
    (('L4',), ())
    """
    by = by or rules()
    return by.closes_of_project.get(project, by.closes.get(category, ()))


def aims(
    projects: pd.DataFrame,
    rooms: pd.DataFrame | None,
    by: Rules | None = None,
    main_of: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """
    Return one row a project × school × requirement: project, school_code, requirement.

    Args:
        projects: the frame projects: project, category, school_code.
        rooms: the frame rooms: project, school_code; None: no ledger. 信息化 works at the schools whose rooms name it.
        main_of: campus → the school it is merged into.
    """
    by, main_of = by or rules(), main_of or {}
    at_rooms: dict[str, list[str]] = {}
    if rooms is not None:
        named = rooms.loc[rooms["project"] != "", ["project", "school_code"]].drop_duplicates()
        at_rooms = named.groupby("project", sort=False)["school_code"].agg(list).to_dict()
    found = []
    for row in projects.itertuples():
        places = at_rooms.get(row.project, []) if row.category in by.by_rooms else [row.school_code]
        schools = dict.fromkeys(main_of.get(code, code) for code in places if code)
        asked = requirements_of(row.project, row.category, by)
        found += [(row.project, code, requirement) for code in schools for requirement in asked]
    return pd.DataFrame(found, columns=AIMS)


def closes(projects: pd.DataFrame, rooms: pd.DataFrame | None, by: Rules | None = None) -> pd.Series:
    """Return each project's requirements joined by "|", in the order of the projects; "" where it is for none."""
    found = aims(projects, rooms, by).drop_duplicates(["project", "requirement"])
    joined = found.groupby("project")["requirement"].agg(JOINED.join)
    words = projects["project"].map(joined).astype(object)
    return words.where(words.notna(), "").rename("closes")


def expected_to_close(
    projects: pd.DataFrame,
    rooms: pd.DataFrame | None,
    gaps: pd.DataFrame,
    table: pd.DataFrame,
    by: Rules | None = None,
    main_of: Mapping[str, str] | None = None,
) -> Expected:
    """
    Say which gap has which project and by when, which gaps have none, and which projects close none.

    Args:
        projects: the frame projects.
        rooms: the frame rooms, or None.
        gaps: the frame gaps, judged by the standard of the rules (moe-2017-6).
        table: of milestone_table: the forecast of 启用, and whether it is done.
        main_of: campus → the school it is merged into.
    """
    by = by or rules()
    meant = aims(projects, rooms, by, main_of)
    last = table[table["milestone"] == by.milestones[-1]].set_index("project")
    closing = gaps[["school_code", "stage", "requirement"]].merge(meant, on=["school_code", "requirement"])
    closing = closing.assign(
        by=pd.to_datetime(closing["project"].map(last["forecast"].to_dict())),
        is_in_use=closing["project"].isin(last.index[last["actual"].notna()]),
    )[CLOSING]
    under_way = closing[~closing["is_in_use"]]
    keys = ["school_code", "stage", "requirement"]
    covered = pd.MultiIndex.from_frame(gaps[keys]).isin(pd.MultiIndex.from_frame(under_way[keys]))
    left = projects[~projects["project"].isin(last.index[last["actual"].notna()])]
    left = left[~left["project"].isin(under_way["project"])]
    idle = [
        (row.project, row.category, JOINED.join(asked), _why(asked, row.project, meant))
        for row in left.itertuples()
        for asked in [requirements_of(row.project, row.category, by)]
    ]
    return Expected(closing, gaps[~covered].reset_index(drop=True), pd.DataFrame(idle, columns=IDLE))


def _why(asked: tuple[str, ...], project: str, meant: pd.DataFrame) -> str:
    if not asked:
        return NO_REQUIREMENT
    return NO_GAP if (meant["project"] == project).any() else NO_SCHOOL
