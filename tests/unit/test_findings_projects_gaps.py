"""工程项目 in sentences: gaps without a project, and what went backwards."""

from datetime import date

import pandas as pd
import pytest

from monitoring.findings.projects import falls as projects_falls
from monitoring.findings.projects import gaps as projects_gaps
from monitoring.findings.projects import page as findings

NAN = float("nan")
NAMES = {"L4": "教学及辅助用房", "L5": "体育运动场馆"}
SINCE, ON = date(2026, 3, 31), date(2026, 9, 30)


# —— gaps


def asked(*rows):
    """Rows of by_requirement; one without its last figure has nothing unsure."""
    known = [row if len(row) == len(projects_gaps.COLUMNS) else (*row, 0) for row in rows]
    return pd.DataFrame(known, columns=projects_gaps.COLUMNS)


def test_gaps_are_counted_once_a_school_stage_and_requirement():
    keys = ["school_code", "stage", "requirement"]
    gaps = pd.DataFrame([("1", "primary", "L4"), ("1", "junior", "L4"), ("2", "primary", "L5")], columns=keys)
    gaps["unit"] = ["㎡", "㎡", "人"]
    closing = pd.DataFrame([("1", "primary", "L4", "A", True), ("2", "primary", "L5", "B", False)],
                           columns=[*keys, "project", "is_in_use"])  # fmt: skip
    found = projects_gaps.by_requirement(gaps, gaps.iloc[:2], closing, gaps.iloc[:0])

    assert [("L4", 2, 0, 2, 1, False, 0), ("L5", 1, 1, 0, 0, True, 0)] == list(found.itertuples(index=False, name=None))


def test_a_gap_that_may_have_a_project_is_neither_with_nor_without_one():
    keys = ["school_code", "stage", "requirement"]
    gaps = pd.DataFrame([("1", "primary", "L4"), ("2", "primary", "L4")], columns=keys).assign(unit="㎡")
    closing = gaps.iloc[:0].assign(project="", is_in_use=False)
    found = projects_gaps.by_requirement(gaps, gaps.iloc[1:], closing, gaps.iloc[:1])
    said = projects_gaps.without_title(found, 1, NAMES, ["gap"])
    alone = projects_gaps.without_title(asked(("L4", 2, 1, 0, 0, False, 1)), 0, NAMES, ["gap"])

    assert [("L4", 2, 0, 1, 0, False, 1)] == list(found.itertuples(index=False, name=None))
    assert said.startswith("1 所学校的 1 项缺口没有项目")
    assert "2 项缺口中 1 项不知道有没有项目" == alone


def test_gaps_without_a_project_are_said_with_the_requirement_that_has_most():
    assert "甲镇：3 所学校的 5 项缺口没有项目，最多的是教学及辅助用房：4 项" == projects_gaps.without_title(
        asked(("L4", 6, 2, 4, 0, False), ("L5", 1, 0, 1, 0, False)), 3, NAMES, ["gap"], "甲镇"
    )
    each = projects_gaps.without_title(asked(("L4", 1, 0, 1, 0, False), ("L5", 1, 0, 1, 0, False)), 2, NAMES, ["gap"])
    assert each.endswith("：各 1 项")


def test_gaps_of_teachers_are_counted_apart_in_the_title():
    """None of them is built; where no teacher is missing nothing is said of them."""
    staff, works = ("L2", 40, 0, 40, 0, True), ("L4", 50, 3, 47, 0, False)

    assert "54 所学校的 87 项缺口没有项目，其中 40 项是教师（不靠工程解决）" == projects_gaps.without_title(
        asked(staff, works), 54, NAMES, ["gap"]
    )
    assert projects_gaps.without_title(asked(staff), 9, NAMES, ["gap"]).endswith("，都是教师（不靠工程解决）")
    assert "1 所学校的 1 项缺口没有项目，是教师（不靠工程解决）" == projects_gaps.without_title(
        asked(("L2", 1, 0, 1, 0, True)), 1, NAMES, ["gap"]
    )
    assert "教师" not in projects_gaps.without_title(asked(works), 9, NAMES, ["gap"])


def test_teachers_stand_after_all_others_with_a_sum_of_each():
    found = projects_gaps.in_groups(
        asked(("L2", 9, 0, 9, 0, True), ("L4", 6, 4, 2, 1, False), ("L5", 5, 0, 5, 0, False))
    )

    assert ["works", "L5", "L4", "staff", "L2"] == found["requirement"].tolist()
    assert [(11, 4, 7, 1, 0), (9, 0, 9, 0, 0)] == list(
        found.loc[found["is_sum"].astype(bool), projects_gaps.COUNTED].itertuples(index=False, name=None)
    )


def test_where_there_is_one_kind_of_gaps_no_sum_is_made():
    assert ["L5", "L4"] == projects_gaps.in_groups(asked(("L4", 6, 4, 2, 1, False), ("L5", 5, 0, 5, 0, False)))[
        "requirement"
    ].tolist()
    assert projects_gaps.in_groups(asked()).empty


GAPS = pd.DataFrame(
    [
        ("1", "primary", "L2", 3.0, "人", NAN), ("1", "primary", "L4", 120.01, "㎡", 240_020.0),
        ("2", "junior", "L6", 20_500.0, "元", 20_500.0), ("2", "junior", "L5", 9.0, "㎡", 9_000.0),
    ],
    columns=["school_code", "stage", "requirement", "missing_whole", "unit", "cost_yuan"],
)  # fmt: skip


def one_by_one(without):
    return projects_gaps.one_by_one(GAPS, without, NAMES, {"1": "甲小学", "2": "乙中学"}, {"1": "甲镇", "2": "乙镇"})


def test_gaps_without_a_project_are_listed_the_dearest_first_and_teachers_last():
    """Rounded up; money that is missing in 万元; teachers have no cost. The one with a project is not listed."""
    found = one_by_one(GAPS.iloc[:3])

    assert [
        ("1", "甲小学", "小学", "教学及辅助用房", 120.1, "㎡", 24.1, "甲镇", ""),
        ("2", "乙中学", "初中", "L6", 2.1, "万元", 2.1, "乙镇", ""),
    ] == list(found.head(2).itertuples(index=False, name=None))
    assert [3, "人", True] == [*found.iloc[2][["missing", "unit"]], pd.isna(found["cost"].iloc[2])]
    assert 3 == len(found)
    assert one_by_one(GAPS.iloc[:0]).empty


def test_what_two_stages_of_a_school_share_is_to_be_built_once():
    """The larger need counts; teachers belong to their stage, and another school is another school."""
    rows = [
        ("1", "primary", "L4", 300.0, "㎡", 1.0), ("1", "junior", "L4", 900.0, "㎡", 3.0),
        ("1", "primary", "L2", 3.0, "人", NAN), ("1", "junior", "L2", 5.0, "人", NAN),
        ("2", "junior", "L4", 50.0, "㎡", 1.0),
        ("3", "primary", "L4", 7.0, "㎡", 1.0), ("3", "junior", "L4", 7.0, "㎡", 1.0),
    ]  # fmt: skip
    gaps = pd.DataFrame(rows, columns=GAPS.columns)
    names = {str(number): str(number) for number in range(1, 4)}
    found = projects_gaps.one_by_one(gaps, gaps, NAMES, names, names, {"L4"})
    contained = found.loc[found["within"] != "", ["school", "stage", "unit", "within"]]

    assert [("1", "小学", "㎡", "初中"), ("3", "初中", "㎡", "小学")] == sorted(
        contained.itertuples(index=False, name=None)
    )
    assert len(rows) == len(found)


def test_the_list_of_gaps_is_announced_only_where_there_is_one():
    assert projects_gaps.without_line("七项", is_listed=True).endswith("；没有项目的在下面逐项列出")
    assert "逐项" not in projects_gaps.without_line("七项", is_listed=False)


def test_where_every_gap_has_a_project_or_there_is_none_that_is_said():
    assert "6 项缺口都有项目" == projects_gaps.without_title(asked(("L4", 6, 6, 0, 0, False)), 0, NAMES, ["gap"])
    assert "没有缺口" == projects_gaps.without_title(asked(), 0, NAMES, ["met"])


@pytest.mark.parametrize(
    ("statuses", "said"),
    [
        (["met", "no_data", "no_data"], "甲镇：已填报的各项没有缺口，2 项未填报"),
        (["no_data", "not_applicable"], "甲镇：1 项未填报，还不知道有没有缺口"),
        (["met", "not_applicable"], "甲镇：评定的各项没有缺口"),
        (["not_applicable"], "甲镇：各项都不评定"),
    ],
)
def test_that_there_is_no_gap_is_said_only_as_far_as_it_was_judged(statuses, said):
    assert said == projects_gaps.without_title(asked(), 0, NAMES, statuses, "甲镇")


def test_projects_that_close_no_gap_are_counted():
    idle = pd.DataFrame({"project": ["A"], "why": "no_gap"})

    assert "还没启用的 4 个项目中 1 个不对应任何缺口" == projects_gaps.idle_title(idle, 4)
    assert "还没启用的 4 个项目都对应缺口" == projects_gaps.idle_title(idle.iloc[:0], 4)
    assert "项目都已启用" == projects_gaps.idle_title(idle.iloc[:0], 0)


def test_projects_of_which_it_is_not_known_are_not_said_to_close_none():
    idle = pd.DataFrame({"project": list("ABC"), "why": ["no_gap", "no_data", "no_school"]})

    assert "还没启用的 4 个项目中 1 个不对应任何缺口，2 个还不知道对不对应缺口" == projects_gaps.idle_title(idle, 4)
    assert "还没启用的 4 个项目中 2 个还不知道对不对应缺口" == projects_gaps.idle_title(idle.iloc[1:], 4)


# —— what went backwards


def fallen(*rows):
    return pd.DataFrame(list(rows), columns=["project", "source", "figure", "before", "after"])


def taken(*rows):
    return pd.DataFrame(list(rows), columns=["project", "milestone", "actual_before"])


PAID = ("A", "", "paid_wan_yuan", 19.03, 15.37)
BY_SOURCE = ("A", "省", "arrived_wan_yuan", 7.19, 6.53)
ACCEPTED = ("A", "验收", pd.Timestamp(2025, 10, 6))


def test_what_fell_is_told_with_both_values_and_both_dates():
    (name, lines), *others = projects_falls.fall_lines(
        fallen(PAID, BY_SOURCE), taken(ACCEPTED), {"A": "甲", "B": "乙"}, SINCE, ON
    )

    assert ("甲（A）", []) == (name, others)
    assert [
        "项目清单，2026-03-31 → 2026-09-30：支付 19.03 万元 → 15.37 万元",
        "资金，2026-03-31 → 2026-09-30：省到位 7.19 万元 → 6.53 万元",
        "2026-03-31 填了实际完成日期，2026-09-30 没有了：验收 2025-10-06",
    ] == lines


def test_a_project_that_is_not_looked_at_is_not_told():
    assert [] == projects_falls.fall_lines(fallen(PAID), taken(), {"B": "乙"}, SINCE, ON)


@pytest.mark.parametrize(
    ("figures", "acceptances", "said"),
    [
        ((PAID, BY_SOURCE), (ACCEPTED,), "1 个项目的累计数变小，1 个项目撤回已完成的节点"),
        ((PAID,), (), "1 个项目的累计数变小"),
        ((), (ACCEPTED,), "1 个项目撤回已完成的节点"),
        ((), (), "没有变小的累计数，也没有撤回的节点"),
    ],
)
def test_the_title_counts_what_went_backwards(figures, acceptances, said):
    found = projects_falls.falls_title(fallen(*figures), taken(*acceptances), SINCE, ON)

    assert f"2026-03-31 到 2026-09-30，{said}" == found


def test_the_list_warns_of_projects_that_went_backwards():
    table = pd.DataFrame({"project": ["A", "B"], "silent": [1.0, 0.0], "money_ahead": 0.0, "contradicts": False})

    assert ["两周未报、比上期倒退", ""] == findings.reminders(table, {"A"})
    assert "项目清单：2 个，1 个要提醒" == findings.list_title(table.assign(silent=0.0), {"B"})
