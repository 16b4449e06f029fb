"""The sentences on a school's projects: true where one is for a gap, and where none is; and which are the school's."""

from datetime import date

import pandas as pd

from monitoring.findings.school import works as findings
from monitoring.findings.sentences import plain
from tests.support.rules import RULEBOOK

RULES = RULEBOOK.projects

SHORTS = {"L4": "教学及辅助用房", "L5": "体育运动场馆"}


def closing(*rows):
    return pd.DataFrame(rows, columns=["stage", "requirement", "is_in_use"]).astype({"is_in_use": bool})


def purpose(*rows, why="", closes="L4"):
    return plain(findings.purpose(closing(*rows), {"closes": closes, "why": why} if why else {}, SHORTS))


def projects(*rows):
    return pd.DataFrame(rows, columns=["project", "category", "school_code", "light"])


def test_a_project_that_closes_gaps():
    """Each by its stage and its name."""
    rows = (("primary", "L4", False), ("junior", "L4", False))

    assert "小学教学及辅助用房、初中教学及辅助用房" == purpose(*rows)


def test_a_project_in_use_whose_gap_is_still_there():
    assert "已启用，小学教学及辅助用房的缺口还在" == purpose(("primary", "L4", True))


def test_a_project_that_closes_no_gap_says_why():
    """The school has no such gap; or the kind of work is for no requirement."""
    assert "对应教学及辅助用房，没有这项缺口" == purpose(why="no_gap")
    assert "这类工程不对应任何一项要求" == purpose(why="no_requirement", closes="")


def test_a_requirement_that_is_not_reported_or_not_judged_is_not_said_to_have_no_gap():
    assert "对应教学及辅助用房，这项有未填报的，还不知道有没有缺口" == purpose(why="no_data")
    assert "对应教学及辅助用房，这项不评定" == purpose(why="not_judged")
    assert "对应教学及辅助用房、体育运动场馆，评定的没有这项缺口" == purpose(why="partly_judged", closes="L4|L5")


def test_the_gaps_without_a_project():
    """All by name, however many; none is not said."""
    gaps = pd.DataFrame({"stage": ["primary"] * 2 + ["junior"] * 2, "requirement": ["L4", "L5"] * 2})

    assert (
        "没有项目预计解决：小学教学及辅助用房、小学体育运动场馆、初中教学及辅助用房、初中体育运动场馆"
        == findings.without(gaps, SHORTS)
    )
    assert "" == findings.without(gaps.head(0), SHORTS)


def test_the_title_counts():
    """Projects and gaps; some, all or none of the gaps without a project; nothing of either."""
    assert [
        "这所学校的工程项目：2 个，3 个缺口都有项目预计解决", "这所学校的工程项目：1 个，1 个缺口有项目预计解决",
        "这所学校的工程项目：2 个，3 个缺口中 2 个没有项目预计解决",
        "这所学校的工程项目：1 个，3 个缺口都没有项目预计解决", "这所学校的工程项目：1 个，没有缺口",
        "这所学校没有工程项目，1 个缺口没有项目预计解决", "这所学校没有工程项目，没有缺口",
    ] == [
        plain(findings.title(projects, [*["gap"] * gaps, "met"], without))
        for projects, gaps, without in ((2, 3, 0), (1, 1, 0), (2, 3, 2), (1, 3, 3), (1, 0, 0), (0, 1, 1), (0, 0, 0))
    ]  # fmt: skip


def test_the_title_says_no_gap_only_as_far_as_the_school_was_judged():
    assert ["已填报的各项没有缺口，1 项未填报", "7 项未填报，还不知道有没有缺口", "各项都不评定"] == [
        plain(findings.title(1, statuses, 0)).removeprefix("这所学校的工程项目：1 个，")
        for statuses in (["met"] * 6 + ["no_data"], ["no_data"] * 7, ["not_applicable"] * 7)
    ]


def test_the_projects_of_a_school():
    """Its own, its campus's, and 信息化 where its rooms name it; the worst light first; of others none."""
    table = projects(
        ("A", "改造提升", "1", "green"), ("B", "信息化", "", "amber"), ("C", "运动场地", "1-campus", "red"),
        ("D", "信息化", "", "red"), ("E", "改造提升", "2", "red"),
    )  # fmt: skip
    rooms = pd.DataFrame({"school_code": ["1", "2", "1"], "project": ["B", "D", ""]})

    assert ["C", "B", "A"] == findings.own(table, rooms, ["1", "1-campus"], RULES)["project"].tolist()
    assert ["A"] == findings.own(table, None, ["1"], RULES)["project"].tolist()
    assert [] == findings.own(table, rooms, ["3"], RULES)["project"].tolist()


def test_without_a_ledger_the_list_says_what_is_not_in_it():
    assert "不知道信息化项目在哪些学校" in findings.line(RULES, has_ledger=False)
    assert "台账" not in findings.line(RULES, has_ledger=True)


def test_when_a_project_is_in_use():
    """The day it was; the forecast; 暂停 or without dates nobody knows."""
    day = pd.Timestamp("2026-12-01")

    assert ["2026-12-01", "预计 2026-12-01", "未知"] == [
        findings.opening(*days, date(2026, 9, 30)) for days in ((day, day), (pd.NaT, day), (pd.NaT, pd.NaT))
    ]


def test_a_project_expected_on_the_report_date_itself_is_not_promised():
    """It is overdue; one that is in use on that day is."""
    day = pd.Timestamp("2026-09-30")

    assert "不早于 2026-09-30" == findings.opening(pd.NaT, day, date(2026, 9, 30))
    assert "2026-09-30" == findings.opening(day, day, date(2026, 9, 30))
    assert "不早于" in findings.line(RULES, has_ledger=True)


def test_the_classrooms():
    assert "12 间教室 9 间验收后常态使用“班班通”" == plain(findings.rooms_title(12, 9, 0))
    assert "12 间教室 9 间验收后常态使用“班班通”，2 间逾期" == plain(findings.rooms_title(12, 9, 2))
    assert "12 间教室 9 间验收后常态使用“班班通”，2 间逾期，1 间到期待报" == plain(findings.rooms_title(12, 9, 2, 1))
    assert "12 间教室 9 间验收后常态使用“班班通”，1 间到期待报" == plain(findings.rooms_title(12, 9, 0, 1))


def test_an_opening_that_fell_due_since_the_project_was_told_of_waits_for_word():
    gone, to_come = pd.Timestamp("2026-09-25"), pd.Timestamp("2026-10-05")

    assert "到期待报" == findings.opening(pd.NaT, gone, date(2026, 9, 30), "due_unreported")
    assert "预计 2026-10-05" == findings.opening(pd.NaT, to_come, date(2026, 9, 30), "due_unreported")
    assert "不早于 2026-09-25" == findings.opening(pd.NaT, gone, date(2026, 9, 30), "overdue")
    assert "2026-09-25" == findings.opening(gone, gone, date(2026, 9, 30), "done_on_time")


def test_what_nobody_knows_of_a_gap_is_not_called_without_a_project():
    """A project at the school that does not say its 工程类别 may be for it."""
    assert "这所学校的工程项目：1 个，2 个缺口都不知道有没有项目预计解决" == plain(
        findings.title(1, ["gap", "gap"], 0, 2)
    )
    assert "这所学校的工程项目：1 个，3 个缺口中 1 个没有项目预计解决，2 个不知道" == plain(
        findings.title(1, ["gap"] * 3, 1, 2)
    )
