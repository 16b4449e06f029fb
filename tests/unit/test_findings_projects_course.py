"""工程项目 over time, by programme, against the gaps: every sentence where it is true and where it is not."""

from datetime import date

import pandas as pd
import pytest

from monitoring.findings.projects import curve as projects_curve
from monitoring.findings.projects import falls as projects_falls
from monitoring.findings.projects import gaps as projects_gaps
from monitoring.findings.projects import groups as projects_groups
from monitoring.findings.projects import page as findings
from monitoring.findings.projects import slippage as projects_slippage
from monitoring.projects.curve import ABREAST, CURVE, course, curve
from monitoring.projects.plans import PolicyPlan, Programme
from monitoring.projects.sums import wrong_sums
from tests.support.projects import milestones, reports
from tests.support.rules import RULEBOOK

RULES = RULEBOOK.projects

NAN = float("nan")
NAMES = {"L4": "教学及辅助用房", "L5": "体育运动场馆"}
SINCE, ON = date(2026, 3, 31), date(2026, 9, 30)


# —— the curve


def now_of(
    projects=2, planned=60.0, reported=50.0, compared=2, work=50.0, paid=40.0, left_out=0, earlier=0, since=pd.NaT
):
    figures = (projects, planned, reported, compared, work, paid, left_out, earlier, since)
    return dict(zip(ABREAST, figures, strict=True))


def title(**given):
    return projects_curve.curve_title(now_of(**given))


def test_work_behind_the_plan_and_money_behind_the_work():
    said = "已报进度 50.0%，按计划应 60.0%，落后 10.0 个百分点；已支付 40.0%，比进度少 10.0 个百分点"

    assert said == title()


def test_work_ahead_of_the_plan_and_money_ahead_of_the_work():
    assert "超前 10.0 个百分点；已支付 80.0%，比进度多 10.0 个百分点" in title(reported=70.0, work=70.0, paid=80.0)


def test_the_same_is_said_as_the_same_and_almost_is_not():
    assert "与计划相同；已支付 60.0%，与进度相同" in title(reported=60.0, work=60.0, paid=60.0)
    assert "落后不到 0.1 个百分点" in title(planned=60.04, reported=60.0)
    assert "与计划相同" not in title(planned=60.04, reported=60.0)


def test_where_some_told_before_the_day_the_plan_is_said_to_be_that_of_their_own_days():
    """Of all, or of some; where everybody told on the day nothing is said."""
    since = pd.Timestamp(2026, 9, 30)
    all_of_them, one = now_of(earlier=2, since=since), now_of(earlier=1, since=since)

    assert "已报进度 50.0%，到各自报数那天按计划应 60.0%，落后" in title(earlier=1, since=since)
    assert projects_curve.curve_line(all_of_them, RULES).startswith(
        "这些项目的进度最后报到更早的日子（最早 2026-09-30）"
    )
    assert projects_curve.curve_line(one, RULES).startswith("有 1 个项目的进度最后报到更早的日子（最早 2026-09-30）")
    assert "更早的日子" not in projects_curve.curve_line(now_of(), RULES)
    assert {"计划": 61, "已报": 50, "已支付": 40} == projects_curve.ends(one, ENDS, DOTS, ON)


def test_money_that_is_not_reported_is_said():
    assert title(compared=0, work=NAN, paid=NAN).endswith("；这些项目的支付都没有填报")
    assert "；填了支付的 1 个项目进度 55.0%，已支付 40.0%，比进度少 15.0 个百分点" in title(compared=1, work=55.0)


def test_without_comparable_projects_nothing_is_compared():
    assert "计划与进度：没有可以对比的项目" == title(projects=0, planned=NAN, reported=NAN, compared=0)


def test_the_weights_are_said_to_be_examples():
    assert "节点权重为示例：立项 2%" in projects_curve.curve_line(now_of(), RULES)


def test_projects_that_are_left_out_are_said_at_once_and_the_title_counts_the_others():
    assert title(left_out=3).startswith("可比的 2 个项目已报进度 50.0%")
    assert projects_curve.curve_line(now_of(left_out=3), RULES).startswith("另有 3 个项目没有计划资金")


def test_where_none_is_left_out_or_none_compared_nobody_is_said_to_be():
    assert "可比" not in title()
    assert "另有" not in projects_curve.curve_line(now_of(), RULES)
    assert "另有" not in projects_curve.curve_line(now_of(projects=0, compared=0, left_out=3), RULES)


def test_the_dots_are_said_to_be_of_those_that_report_their_payments():
    assert "报告期的已支付（1 个填了的项目）" in projects_curve.curve_line(now_of(compared=1), RULES)
    assert projects_curve.curve_line(now_of(), RULES).endswith("报告期的已支付")


ENDS = pd.DataFrame({"week": [pd.Timestamp(ON)], "planned_pct": 61.0})
DOTS = pd.DataFrame({"on": [pd.Timestamp(ON)], "of_all": 41.0})


def test_the_figures_at_the_lines_are_those_of_the_title():
    assert {"计划": 60, "已报": 50, "已支付": 40} == projects_curve.ends(now_of(), ENDS, DOTS, ON)
    assert {"计划": 60, "已报": 50} == projects_curve.ends(now_of(compared=0, paid=NAN), ENDS, DOTS, ON)


def test_where_nothing_is_compared_what_is_drawn_is_named():
    none = now_of(projects=0, planned=NAN, reported=NAN, compared=0, paid=NAN)

    assert {"计划": 61, "已支付": 41} == projects_curve.ends(none, ENDS, DOTS, ON)
    assert {} == projects_curve.ends(none, ENDS.iloc[:0], DOTS.iloc[:0], ON)


COURSE_DATES = {"M1": ("2026-03-03", "2026-03-03"), "M4": ("2026-03-10", "2026-03-03"), "M7": ("2026-03-31", "")}


def weeks(*rows):
    """Weeks of (day, reported, gaps, came, silent)."""
    blank = dict.fromkeys(CURVE, NAN)
    keys = ("week", "reported_pct", "gaps", "came", "silent")
    return pd.DataFrame([blank | dict(zip(keys, (pd.Timestamp(row[0]), *row[1:]), strict=True)) for row in rows])


def test_weeks_without_reports_are_counted_with_the_worst():
    said = projects_curve.curve_notes(weeks(("2026-03-03", 4.0, 1, 3, 0), ("2026-03-10", 4.0, 5, 0, 0)))

    assert [
        "2 周有该报而没有报的周进度，最多的一周（到 2026-03-10）缺 5 个项目；其中 1 周没有一个项目报进度数，实线断开"
    ] == said


def test_a_week_of_reports_without_a_figure_is_not_said_to_be_a_week_without_reports():
    """Two projects, one of which writes a text every week: a report came, a figure did not."""
    dates = pd.concat([milestones(code, **COURSE_DATES) for code in "AB"])
    made = reports(("A", "2026-03-10", 20.0), *(("B", f"2026-03-{day:02}", NAN) for day in (10, 17, 24, 31)))
    found = curve(course(dates, made, date(2026, 3, 31), RULES), {"A": 1.0, "B": 1.0})

    said = projects_curve.curve_notes(found)[0]

    assert said.endswith("；其中 3 周没有一个项目报进度数，实线断开")


def test_a_line_that_is_not_broken_is_not_said_to_be():
    said = projects_curve.curve_notes(weeks(("2026-03-03", 4.0, 1, 3, 0)))

    assert "断开" not in said[0]


def test_silent_projects_are_said_where_there_are_some():
    said = projects_curve.curve_notes(weeks(("2026-03-03", 4.0, 0, 3, 1)))

    assert said[0].startswith("浅色段：")
    assert [] == projects_curve.curve_notes(weeks(("2026-03-03", NAN, 0, 0, 1)))


# —— programmes

PLAN = PolicyPlan(
    "x", "某文", "某文件", "某处", (Programme("甲工程", ("信息化",), ""), Programme("乙工程", (), "没有对应")), (), ()
)


def groups(*rows):
    blank = dict.fromkeys(("planned", "arrived", "paid"), NAN) | dict.fromkeys(
        ("planned_missing", "arrived_missing", "paid_missing", "in_use"), 0
    )
    return pd.DataFrame([blank | {"programme": name, "projects": many, "late": late} for name, many, late in rows])


def test_the_programme_with_most_in_the_yellow_or_red_is_named():
    assert "黄灯、红灯最多的是甲工程：5 个项目中 3 个" == projects_groups.groups_title(
        groups(("甲工程", 5, 3), ("", 9, 1)), PLAN
    )
    assert "黄灯、红灯最多的是甲工程、不在这些工程里：各 3 个项目" == projects_groups.groups_title(
        groups(("甲工程", 5, 3), ("", 9, 3)), PLAN
    )


def test_where_no_light_is_yellow_or_red_none_is_named():
    assert "没有亮黄灯或红灯的项目" == projects_groups.groups_title(groups(("甲工程", 5, 0)), PLAN)
    assert "没有亮黄灯或红灯的项目" == projects_groups.groups_title(groups().reindex(columns=["late"]), None)


def test_the_grouping_is_said_to_be_the_programs_own():
    assert "某文件" in projects_groups.groups_line(PLAN)
    assert "是本程序的归并" in projects_groups.groups_line(PLAN)
    assert "归并" not in projects_groups.groups_line(None).split("；")[0]


def test_what_the_table_of_programmes_leaves_open_is_said():
    table = groups(("甲工程", 5, 0)).assign(paid_missing=2)

    said = projects_groups.group_notes(table, PLAN, 4)
    assert ["另有 2 格未填报，未计入", "有的项目同时算在几项工程里，各行不能相加", "乙工程：没有对应"] == said[:3]
    assert [] == projects_groups.group_notes(groups(("信息化", 5, 0)), None, 5)


def test_a_printed_sum_that_does_not_add_up_is_told_with_both_numbers_and_the_document():
    plan = RULEBOOK.plans["gansu-quanmiangaibo"]
    wrong = wrong_sums([plan])

    assert projects_groups.sums_title(wrong, plan).startswith("“全面改善贫困地区义务教育薄弱学校基本办学条件")
    assert "印出的合计有 2 处对不上，照原样列出，没有改" in projects_groups.sums_title(wrong, plan)
    assert "会宁县，已投入资金：印作 36,900 万元，各部分相加是 36,734.7 万元（原文印作 3.69 亿元）" in (
        projects_groups.sum_lines(wrong)
    )


def test_sums_that_add_up_are_not_told():
    plan = RULEBOOK.plans["linyi-2018"]

    assert "" == projects_groups.sums_title(wrong_sums([plan]), plan)
    assert [] == projects_groups.sum_lines(wrong_sums([plan]))


# —— delays


def slipped(*rows):
    columns = ["milestone", "done", "overdue", "weeks_late_done", "weeks_late_overdue", "most_weeks_late"]
    return pd.DataFrame(list(rows), columns=columns)


def said_of(*rows):
    return projects_slippage.slippage_title(slipped(*rows), "milestone", "个节点")


def test_the_milestone_whose_open_ones_are_late_longest_is_named_with_mean_and_count():
    assert "未完成的节点在验收晚得最久：2 个，平均 4.5 周" == said_of(
        ("立项", 9, 0, 8.0, NAN, 9.0), ("验收", 1, 2, 1.0, 4.42, 9.0), ("启用", 1, 5, 1.0, 3.0, 9.0)
    )
    assert "未完成的节点在验收、启用晚得最久：共 3 个，平均 4.0 周" == said_of(
        ("验收", 1, 2, 1.0, 4.0, 9.0), ("启用", 1, 1, 1.0, 4.0, 9.0)
    )


def test_where_nothing_is_open_the_done_ones_are_named():
    assert "没有逾期未完成的；已完成的节点在验收晚得最久：3 个，平均 2.0 周" == said_of(("验收", 3, 0, 2.0, NAN, 4.0))


def test_where_nothing_was_late_nobody_is_named():
    assert "没有逾期未完成的，已完成的节点平均不晚于计划" == said_of(("验收", 3, 0, -1.0, NAN, 0.0))
    assert "没有可以和计划日期比较的节点" == said_of(("验收", 0, 0, NAN, NAN, NAN)) == said_of()


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
