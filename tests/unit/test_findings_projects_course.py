"""工程项目 over time, by programme, against the gaps: every sentence where it is true and where it is not."""

from datetime import date

import pandas as pd

from monitoring.findings.projects import curve as projects_curve
from monitoring.findings.projects import groups as projects_groups
from monitoring.findings.projects import slippage as projects_slippage
from monitoring.projects.curve import ABREAST, CURVE, course, curve
from monitoring.projects.plans import PolicyPlan, Programme
from monitoring.projects.sums import wrong_sums
from tests.support.projects import milestones, reports
from tests.support.rules import RULEBOOK

RULES = RULEBOOK.projects

NAN = float("nan")
ON = date(2026, 9, 30)


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
