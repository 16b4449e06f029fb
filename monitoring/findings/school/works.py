"""学校档案, projects and classrooms: what each project of the school closes, or why nothing; which gaps have none."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

import pandas as pd

from monitoring.figures import count, is_missing
from monitoring.findings.progress.page import USED
from monitoring.findings.projects.gaps import no_gaps
from monitoring.findings.projects.page import FORECAST_LINE, LIGHTS, expected, is_awaited
from monitoring.findings.sentences import Sentence, listed
from monitoring.projects.aims import (
    GAP,
    JOINED,
    NO_CATEGORY,
    NO_DATA,
    NO_GAP,
    NO_REQUIREMENT,
    NOT_JUDGED,
    PARTLY_JUDGED,
)
from monitoring.projects.rules import ProjectRules
from monitoring.standards.vocabulary import vocabulary
from monitoring.words import DUE_UNREPORTED


def own(
    projects: pd.DataFrame, rooms: pd.DataFrame | None, codes: Collection[str], rules: ProjectRules
) -> pd.DataFrame:
    """
    Return the projects of a school, the worst light first.

    Args:
        projects: of projects_table.
        rooms: the frame rooms; None: no ledger. 信息化 is where rooms name it (rules.by_rooms).
        codes: the school's code and its campuses'.

    >>> listed_ = pd.DataFrame({"project": ["A", "B", "C"], "category": ["改造提升", "信息化", "改造提升"],
    ...     "school_code": ["1", "", "2"], "light": ["green", "red", "red"]})
    >>> from monitoring.projects import load_project_rules
    >>> rooms = pd.DataFrame({"school_code": ["1"], "project": ["B"]})
    >>> own(listed_, rooms, ["1"], load_project_rules())["project"].tolist()
    ['B', 'A']
    """
    named = set() if rooms is None else set(rooms.loc[rooms["school_code"].isin(codes), "project"])
    by_rooms = projects["category"].isin(rules.by_rooms)
    theirs = projects[(by_rooms & projects["project"].isin(named)) | (~by_rooms & projects["school_code"].isin(codes))]
    order = {light: place for place, light in enumerate(LIGHTS)}
    return theirs.sort_values("light", key=lambda lights: lights.map(order), kind="stable", ignore_index=True)


def title(projects: int, statuses: Sequence[str], without: int, unsure: int = 0) -> Sentence:
    """
    Count a school's projects, and its gaps that none of them is expected to close.

    Args:
        statuses: of the assessment, of every stage and requirement of the school.
        without: gaps that no project is for; unsure: of which that is not known, a project does not say its 工程类别.

    >>> title(2, ["gap", "gap", "gap", "met"], 0)
    [('这所学校的工程项目：2 个', ''), ('，3 个缺口都有项目预计解决', '')]
    """
    gaps = statuses.count(GAP)
    start = (f"这所学校的工程项目：{count(projects)} 个" if projects else "这所学校没有工程项目", "")
    if not gaps:
        return [start, (f"，{no_gaps(statuses)}", "")]
    every = f"{count(gaps)} 个缺口{'都' if gaps > 1 else ''}"
    if unsure and not without:
        some = every if unsure == gaps else f"{count(gaps)} 个缺口中 {count(unsure)} 个"
        return [start, (f"，{some}不知道有没有项目预计解决", "")]
    if not without:
        return [start, (f"，{every}有项目预计解决", "")]
    which = every if without == gaps else f"{count(gaps)} 个缺口中 {count(without)} 个"
    maybe = [(f"，{count(unsure)} 个不知道", "")] if unsure else []
    return [start, (f"，{which}没有项目预计解决", "fail"), *maybe]


def line(rules: ProjectRules, *, has_ledger: bool) -> str:
    """Say how the list is read; without a ledger, which projects cannot be in it."""
    said = f"预计解决：按工程类别对应的要求，不说解决多少；{FORECAST_LINE}；钱是万元；点一行看这个项目"
    kinds = "、".join(sorted(rules.by_rooms))
    return said if has_ledger else f"{said}。没有班班通台账，不知道{kinds}项目在哪些学校，没有列"


NOTHING = {
    NO_DATA: "这项有未填报的，还不知道有没有缺口",
    NOT_JUDGED: "这项不评定",
    PARTLY_JUDGED: "评定的没有这项缺口",
    NO_GAP: "没有这项缺口",
}
"""Why a project of the school closes no gap of it, after what it is for."""


def purpose(closing: pd.DataFrame, idle: Mapping, shorts: Mapping[str, str]) -> Sentence:
    """
    Say which of the school's gaps a project is expected to close, or why none.

    Args:
        closing: the project's rows of projects.aims.Expected.closing, of this school.
        idle: its row of Expected.idle, of this school; empty where it is not there.
        shorts: requirement → its short name.
    """
    gaps = "、".join(gap_name(row, shorts) for row in closing.to_dict("records"))
    if len(closing):
        return [(f"已启用，{gaps}的缺口还在", "fail")] if closing["is_in_use"].all() else [(gaps, "")]
    if idle["why"] == NO_CATEGORY:
        return [("没有填工程类别，不知道对应哪一项要求", "quiet")]
    if idle["why"] == NO_REQUIREMENT:
        return [("这类工程不对应任何一项要求", "quiet")]
    asked = "、".join(shorts.get(key, key) for key in idle["closes"].split(JOINED))
    return [(f"对应{asked}，{NOTHING[idle['why']]}", "quiet")]


def gap_name(gap: Mapping, shorts: Mapping[str, str]) -> str:
    """
    Name a gap by its stage and requirement.

    >>> gap_name({"stage": "primary", "requirement": "L4"}, {"L4": "教学及辅助用房"})
    '小学教学及辅助用房'
    """
    return f"{vocabulary().stages[gap['stage']]}{shorts.get(gap['requirement'], gap['requirement'])}"


def without(gaps: pd.DataFrame, shorts: Mapping[str, str]) -> str:
    """
    Name the gaps that no project under way closes; "" where there is none.

    Args:
        gaps: of projects.aims.Expected.without.
    """
    names = [gap_name(gap, shorts) for gap in gaps.to_dict("records")]
    return f"没有项目预计解决：{listed(names, '个缺口', most=len(names))}" if names else ""


def opening(actual: pd.Timestamp, forecast: pd.Timestamp, on: date, state: str = "") -> str:
    """
    Say when a project is in use: the day it was, else the forecast, seen from the report date.

    Args:
        state: of milestone_table.

    >>> day = pd.Timestamp
    >>> opening(pd.NaT, day(2026, 12, 1), date(2026, 9, 30)), opening(day(2026, 3, 1), pd.NaT, date(2026, 9, 30))
    ('预计 2026-12-01', '2026-03-01')
    >>> opening(pd.NaT, day(2026, 9, 30), date(2026, 9, 30)), opening(pd.NaT, pd.NaT, date(2026, 9, 30))
    ('不早于 2026-09-30', '未知')
    >>> opening(pd.NaT, day(2026, 10, 5), date(2026, 10, 9), "due_unreported")
    '到期待报'
    """
    if not pd.isna(actual):
        return f"{actual:%Y-%m-%d}"
    if is_awaited(state, forecast, on):
        return DUE_UNREPORTED
    said = expected(forecast, on)
    if not said:
        return "未知"
    return f"预计 {said}" if forecast > pd.Timestamp(on) else said


def rooms_title(rooms: int, used: float, overdue: float, due_unreported: int = 0) -> Sentence:
    """
    Say how many of the school's classrooms are in use, and how many are past their date; NaN: not reported.

    Args:
        due_unreported: rooms that are 到期待报.

    >>> rooms_title(12, 9, 0)
    [('12 间教室 9 间验收后常态使用“班班通”', '')]
    """
    late = [(f"，{count(overdue)} 间逾期", "fail")] if overdue else []
    if is_missing(overdue):
        late = [("，逾期未填报", "")]
    late += [(f"，{count(due_unreported)} 间{DUE_UNREPORTED}", "")] if due_unreported else []
    in_use = f"{USED}未填报" if is_missing(used) else f"{count(used)} 间{USED}“班班通”"
    return [(f"{count(rooms)} 间教室 {in_use}", ""), *late]
