"""
预计可解决: which requirement a project is for, and which gap it is expected to close by when.

No quantity: a project says what it is for, not how much of a gap it takes away.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from monitoring.projects.rules import ProjectRules

JOINED = "|"
AIMS = ["project", "school_code", "requirement"]
CLOSING = ["school_code", "stage", "requirement", "project", "by", "is_in_use"]
IDLE = ["project", "category", "closes", "why", "is_in_use"]
KEYS = ["school_code", "stage", "requirement"]
NO_REQUIREMENT, NO_SCHOOL, NO_ROOM, NO_LEDGER = "no_requirement", "no_school", "no_room", "no_ledger"
NO_DATA, NOT_JUDGED, PARTLY_JUDGED, NO_GAP = "no_data", "not_judged", "partly_judged", "no_gap"
NO_CATEGORY = "no_category"
MET, GAP = "met", "gap"  # with no_data: statuses of the frame assessment


@dataclass(frozen=True)
class Expected:
    """
    What the projects are expected to do about the gaps.

    closing: one row a gap × project that is for it: school_code, stage, requirement, project, by (forecast of 启用;
    NaT while 暂停 or without dates), is_in_use (True: already in use and the gap still there: it will not close it).
    without: the rows of the assessment with a gap that no project still under way closes.
    unsure: those of which that is not known: a project at the school, still under way, does not say its 工程类别.
    idle: one row a project that closes no gap: project, category, closes, why, is_in_use. why: no_requirement (it is
    for none of the standard's), no_category (its 工程类别 is not reported); no_school (it names none), no_room (no room
    of the ledger names it), no_ledger; no_data (not reported at one of its schools, a gap may be there), not_judged (at
    none of its schools), partly_judged (met wherever it is judged), no_gap (judged and met at all of its schools).
    """

    closing: pd.DataFrame
    without: pd.DataFrame
    idle: pd.DataFrame
    unsure: pd.DataFrame

    @property
    def under_way(self) -> frozenset[str]:
        """The projects that are not in use yet."""
        left = (rows.loc[~rows["is_in_use"].astype(bool), "project"] for rows in (self.closing, self.idle))
        return frozenset(pd.concat(left))


def requirements_of(project: str, category: str, rules: ProjectRules) -> tuple[str, ...]:
    """
    Return the requirements that a project is for, by its 工程类别 unless the rules name the project itself.

    >>> from monitoring.projects.rules import load_project_rules
    >>> rules = load_project_rules()
    >>> requirements_of("CH-2025-001", "改造提升", rules), requirements_of("CH-2025-002", "教师周转宿舍", rules)
    (('L4',), ())
    """
    return rules.closes_of_project.get(project, rules.closes.get(category, ()))


def aims(
    projects: pd.DataFrame,
    rooms: pd.DataFrame | None,
    rules: ProjectRules,
    main_of: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """
    Return one row a project × school × requirement: project, school_code, requirement.

    Args:
        projects: the frame projects: project, category, school_code.
        rooms: the frame rooms: project, school_code; None: no ledger. 信息化 works at the schools whose rooms name it.
        main_of: campus → the school it is merged into.
    """
    main_of = main_of or {}
    at_rooms: dict[str, list[str]] = {}
    if rooms is not None:
        named = rooms.loc[rooms["project"] != "", ["project", "school_code"]].drop_duplicates()
        at_rooms = named.groupby("project", sort=False)["school_code"].agg(list).to_dict()
    meant = []
    for row in projects.itertuples():
        places = at_rooms.get(row.project, []) if row.category in rules.by_rooms else [row.school_code]
        schools = dict.fromkeys(main_of.get(code, code) for code in places if code)
        asked = requirements_of(row.project, row.category, rules)
        meant += [(row.project, code, requirement) for code in schools for requirement in asked]
    return pd.DataFrame(meant, columns=AIMS)


def closes(projects: pd.DataFrame, rooms: pd.DataFrame | None, rules: ProjectRules) -> pd.Series:
    """
    Return each project's requirements joined by "|", in the order of the projects; "" where it is for none.

    They follow from its category, whether or not its school is known; those of 信息化 from a room that names it.
    """
    named = set() if rooms is None else set(rooms.loc[rooms["school_code"] != "", "project"])
    words = [
        JOINED.join(requirements_of(row.project, row.category, rules))
        if row.category not in rules.by_rooms or row.project in named
        else ""
        for row in projects.itertuples()
    ]
    return pd.Series(words, index=projects.index, dtype=object, name="closes")


def expected_to_close(
    projects: pd.DataFrame,
    rooms: pd.DataFrame | None,
    assessment: pd.DataFrame,
    table: pd.DataFrame,
    rules: ProjectRules,
    main_of: Mapping[str, str] | None = None,
) -> Expected:
    """
    Say which gap has which project and by when, which gaps have none, and which projects close none.

    Args:
        projects: the frame projects.
        rooms: the frame rooms, or None.
        assessment: the frame assessment, judged by the standard of the rules (moe-2017-6): school_code, stage,
            requirement, status.
        table: of milestone_table: the forecast of 启用, and whether it is done.
        main_of: campus → the school it is merged into.
    """
    meant = aims(projects, rooms, rules, main_of)
    last = table[table["milestone"] == rules.milestones[-1]].set_index("project")
    in_use = frozenset(last.index[last["actual"].notna()])
    gaps = assessment[assessment["status"] == GAP]
    closing = gaps[KEYS].merge(meant, on=["school_code", "requirement"])
    closing = closing.assign(
        by=pd.to_datetime(closing["project"].map(last["forecast"].to_dict())),
        is_in_use=closing["project"].isin(in_use),
    )[CLOSING]
    under_way = closing[~closing["is_in_use"]]
    covered = pd.MultiIndex.from_frame(gaps[KEYS]).isin(pd.MultiIndex.from_frame(under_way[KEYS]))
    left = projects[~projects["project"].isin(closing["project"])]
    statuses = _statuses(assessment, meant)
    idle = [
        (row.project, row.category, JOINED.join(asked), why, row.project in in_use)
        for row in left.itertuples()
        for asked in [requirements_of(row.project, row.category, rules)]
        for why in [_why(asked, statuses.get(row.project, []), row.category) or _nowhere(row.category, rooms, rules)]
    ]
    maybe = ~covered & _may_have_one(gaps, projects[~projects["project"].isin(in_use)], rooms, rules, main_of or {})
    without, unsure = (gaps[rows].reset_index(drop=True) for rows in (~covered & ~maybe, maybe))
    return Expected(closing, without, pd.DataFrame(idle, columns=IDLE), unsure)


def _may_have_one(
    gaps: pd.DataFrame,
    under_way: pd.DataFrame,
    rooms: pd.DataFrame | None,
    rules: ProjectRules,
    main_of: Mapping[str, str],
) -> pd.Series:
    """Whether a project of unknown 工程类别 is at the gap's school, and the gap one that some project could close."""
    unknown = under_way[(under_way["category"] == "") & ~under_way["project"].isin(rules.closes_of_project)]
    at_rooms = rooms.loc[rooms["project"].isin(unknown["project"]), "school_code"] if rooms is not None else []
    schools = {main_of.get(code, code) for code in (*unknown["school_code"], *at_rooms) if code}
    some = {asked for each in (*rules.closes.values(), *rules.closes_of_project.values()) for asked in each}
    return gaps["school_code"].isin(schools) & gaps["requirement"].isin(some)


def by_gap(closing: pd.DataFrame) -> pd.DataFrame:
    """
    Return one row a gap that projects under way are to close: school_code, stage, requirement, project, project_by.

    Args:
        closing: of Expected.

    Returns:
        project: their numbers joined by "|"; project_by: when the last of them is expected in use (forecast of 启用),
        NaT where that is not known of all of them.

    >>> day = pd.Timestamp(2026, 12, 1)
    >>> rows = [("1", "primary", "L4", "A", day, False), ("1", "primary", "L4", "B", pd.NaT, True)]
    >>> by_gap(pd.DataFrame(rows, columns=CLOSING)).values.tolist()
    [['1', 'primary', 'L4', 'A', Timestamp('2026-12-01 00:00:00')]]
    """
    under_way = closing[~closing["is_in_use"].astype(bool)]
    same = under_way.assign(is_known=under_way["by"].notna()).groupby(KEYS, sort=False)
    gaps = same.agg(project=("project", JOINED.join), project_by=("by", "max"), is_known=("is_known", "all"))
    return gaps.assign(project_by=gaps["project_by"].where(gaps["is_known"])).drop(columns="is_known").reset_index()


def _statuses(assessment: pd.DataFrame, meant: pd.DataFrame) -> dict[str, list[frozenset[str]]]:
    """Of each project, for every school × requirement that it is for, the statuses of the school's stages."""
    keys = ["school_code", "requirement"]
    there = assessment[assessment["school_code"].isin(meant["school_code"])]
    known = there.groupby(keys)["status"].agg(frozenset).to_dict()
    statuses: dict[str, list[frozenset[str]]] = {}
    for row in meant.itertuples():
        statuses.setdefault(row.project, []).append(known.get((row.school_code, row.requirement), frozenset()))
    return statuses


def _why(asked: tuple[str, ...], statuses: list[frozenset[str]], category: str) -> str:
    """Why a project closes no gap, by what its schools report; "" where none is known."""
    if not asked:
        return NO_REQUIREMENT if category else NO_CATEGORY
    if any(NO_DATA in each for each in statuses):
        return NO_DATA
    met = [MET in each for each in statuses]
    return NO_GAP if met and all(met) else PARTLY_JUDGED if any(met) else NOT_JUDGED if met else ""


def _nowhere(category: str, rooms: pd.DataFrame | None, rules: ProjectRules) -> str:
    if category not in rules.by_rooms:
        return NO_SCHOOL
    return NO_LEDGER if rooms is None else NO_ROOM
