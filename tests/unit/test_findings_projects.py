"""工程项目: every sentence where it is true and where it is not."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from monitoring.findings import dates
from monitoring.findings.projects import one as findings_one
from monitoring.findings.projects import page as findings
from monitoring.findings.sentences import plain
from monitoring.words import MILESTONE_WORDS
from tests.support.rules import RULEBOOK

NAN = float("nan")
NAMES = {"L4": "教学及辅助用房"}


def row(project="A", **given):
    usual = {
        "project": project, "name": "甲小学运动场", "category": "运动场地", "state": "在建", "reason": "",
        "contradicts": False, "planned": 100.0, "arrived": 80.0, "paid": 40.0, "progress_pct": 50.0, "light": "green",
        "days_late": NAN, "silent": 0.0, "money_ahead": 0.0, "closes": "L4", "is_dated": True,
    }  # fmt: skip
    return usual | given


def table(*rows):
    return pd.DataFrame(list(rows))


def headline(*rows, where=""):
    return plain(findings.headline(table(*rows), where))


def counts(awaited=0, **overdue):
    """Four were due of each milestone; `awaited`: of the first, how many are 到期待报."""
    rows = [
        (name, 4, 3, 1, 2, number, awaited if not place else 0) for place, (name, number) in enumerate(overdue.items())
    ]
    columns = ["milestone", "planned", "done", "done_on_time", "done_late", "overdue", "due_unreported"]
    return pd.DataFrame(rows, columns=columns)


def sources(*rows):
    columns = ["source", "planned", "arrived", "paid", "planned_missing", "arrived_missing", "paid_missing"]
    return pd.DataFrame(list(rows), columns=columns)


# —— the headline


def test_late_projects_are_counted_with_the_longest_and_what_is_paid():
    said = headline(row(days_late=54.0, light="red"), row("B", days_late=6.0), row("C"))

    assert "3 个项目中 2 个有节点逾期，最长 54 天；已支付 120 万元，占计划 40.0%。" == said


def test_where_nobody_is_late_that_is_said():
    assert headline(row(), row("B")).startswith("2 个项目都没有逾期的节点；")
    assert headline(row()).startswith("1 个项目没有逾期的节点；已支付 40 万元")


def test_paid_money_is_cut_and_never_rounded_into_all_of_it():
    assert "已支付 99 万元，占计划 99.9%" in headline(row(paid=99.99))


def test_a_project_that_does_not_report_is_in_neither_sum_and_counted():
    assert "已支付 40 万元，占计划 40.0%，另有 1 个项目未填报计划或支付。" in headline(row(), row("B", paid=NAN))
    assert headline(row(paid=NAN)).endswith("；支付没有填报。")


def test_paid_money_is_said_where_only_the_plan_is_not_reported():
    assert headline(row(planned=NAN), row("B", planned=NAN)).endswith("；已支付 80 万元，计划没有填报齐。")
    assert headline(row(planned=NAN), row("B", paid=NAN)).endswith(
        "；已支付 40 万元，这些项目的计划没有填报齐，另有 1 个项目未填报支付。"
    )


def test_nobody_is_said_not_to_be_late_where_no_date_is_filled():
    blank = row(is_dated=False, light="")

    assert headline(blank).startswith("1 个项目没有填节点的计划日期，不知道逾期没有；")
    assert headline(blank, row("B", is_dated=False)).startswith("2 个项目都没有填节点的计划日期，不知道逾期没有；")
    assert headline(row(), blank).startswith(
        "2 个项目中 1 个没有填节点的计划日期，不知道逾期没有，其余没有逾期的节点；"
    )
    assert all("met" != tone for _, tone in findings.headline(table(row(), blank)))
    assert "没有填节点的计划日期" == findings.counts_title(counts(立项=0).assign(planned=0), is_dated=False)
    assert "没有填节点的计划日期" == findings.timeline_title(counts(立项=0), is_dated=False)


def test_a_township_is_named_and_one_without_projects_says_so():
    assert headline(row(), where="毛嘴镇").startswith("毛嘴镇：1 个项目")
    assert "毛嘴镇：没有这样的项目。" == plain(findings.headline(table(row()).iloc[:0], "毛嘴镇"))
    assert "没有这样的项目。" == plain(findings.headline(table(row()).iloc[:0]))


# —— lights and warnings


def test_lights_are_counted_the_worst_first_with_their_thresholds():
    said = plain(findings.line(table(row(), row("B", light="red"), row("C", light="amber")), RULEBOOK.projects))

    assert "红灯 1（逾期超过 42 天） · 黄灯 1（逾期超过 14 天） · 绿灯 1" == said


def test_warnings_are_counted_where_there_are_some():
    said = plain(findings.line(table(row(silent=1.0, money_ahead=1.0, contradicts=True)), RULEBOOK.projects))

    assert said.endswith("两周未报 1 · 支付超前 1 · 状态与日期不符 1")


def test_what_is_unknown_warns_of_nothing():
    assert ["", "两周未报、支付超前"] == findings.reminders(
        table(row(money_ahead=np.nan), row("B", silent=1.0, money_ahead=1.0))
    )
    assert [""] == findings.reminders(table(row()))


@pytest.mark.parametrize(("days", "said"), [(54.0, "逾期 7 周"), (13.0, "逾期 1 周"), (6.0, "逾期 6 天"), (NAN, "")])
def test_late_is_said_in_whole_weeks(days, said):
    assert said == findings.late(days)


# —— 到期待报: due since the list's date, nothing told


def test_the_headline_says_what_waits_for_word_where_nobody_is_late_and_the_line_where_somebody_is():
    quiet, late = table(row(), row("B")), table(row(), row("B", days_late=6.0))
    said = {
        name: [
            plain(findings.headline(each, due_unreported=3)),
            plain(findings.line(each, RULEBOOK.projects, due_unreported=3)),
        ]
        for name, each in (("quiet", quiet), ("late", late))
    }

    assert said["quiet"][0].startswith("2 个项目都没有逾期的节点，另有 3 个节点到期待报；已支付")
    assert [True, False] == ["到期待报" in text for text in said["quiet"]]
    assert [False, True] == ["到期待报" in text for text in said["late"]]
    assert said["late"][1].endswith(" · 另有 3 个节点到期待报")
    line = [*findings.line(quiet, RULEBOOK.projects), *findings.line(late, RULEBOOK.projects)]
    assert "到期待报" not in plain([*findings.headline(quiet), *line])


def test_titles_count_what_waits_for_word_and_never_call_it_done_or_late():
    assert "没有逾期未完成的节点；另有 1 个节点到期待报" == findings.timeline_title(counts(1, 合同=0))
    assert "逾期最多的节点：验收，7 个项目；另有 1 个节点到期待报" == findings.timeline_title(counts(1, 合同=1, 验收=7))
    assert "到期的 4 个节点中 1 个按时，1 个到期待报" == findings.counts_title(counts(1, 立项=0))
    assert "到期的 8 个节点中 2 个按时，1 个逾期未完成，1 个到期待报" == findings.counts_title(
        counts(1, 立项=0, 验收=1)
    )
    assert "虚线" in findings.timeline_line(has_awaited=True)
    assert "虚线" not in findings.timeline_line()


def test_a_project_whose_milestones_wait_for_word_says_so():
    assert "甲：在建，1 个节点到期待报" == findings_one.project_title(row(), "甲", 1)
    assert "甲：在建，逾期 2 周，1 个节点到期待报" == findings_one.project_title(row(days_late=20.0), "甲", 1)


def test_what_waits_for_word_has_no_light_of_its_own_and_is_not_toned():
    assert "到期待报" == MILESTONE_WORDS["due_unreported"]
    assert not {"到期待报"} & set(findings.LIGHTS.values())


def test_projects_of_schools_that_no_table_has_are_counted_and_named_in_the_line():
    said = dates.strangers("2 个项目", ["甲小学", "乙小学"], date(2026, 9, 30))

    assert "其中 2 个项目的学校不在 2026-09-30 的综合报表里：甲小学、乙小学" == said
    assert plain(findings.line(table(row()), RULEBOOK.projects, strangers=said)).endswith(f"绿灯 1 · {said}")
    assert "" == dates.strangers("0 个项目", [], date(2026, 9, 30))
    assert "" == dates.strangers("2 个项目", ["甲小学"], None)


# —— titles


def test_the_milestone_with_most_overdue_is_named():
    assert "逾期最多的节点：验收，7 个项目" == findings.timeline_title(counts(合同=1, 验收=7))
    assert "逾期最多的节点：合同、验收，各 2 个项目" == findings.timeline_title(counts(合同=2, 验收=2))


def test_without_overdue_milestones_none_is_named():
    assert "没有逾期未完成的节点" == findings.timeline_title(counts(合同=0))


def test_the_source_of_which_least_has_arrived_is_named():
    said = findings.funds_title(sources(("省", 10.0, 9.0, 1.0, 0, 0, 0), ("县", 10.0, 5.0, 1.0, 0, 0, 0)))

    assert "县资金到位比例最低：50.0%" == said


def test_sources_with_cells_that_are_not_reported_are_not_compared():
    assert "资金按来源" == findings.funds_title(
        sources(("省", 10.0, 9.0, 1.0, 0, 0, 0), ("县", 10.0, 5.0, 1.0, 0, 1, 0))
    )
    assert "资金按来源" == findings.funds_title(sources(("省", 10.0, 9.0, 1.0, 0, 0, 0)))
    assert "资金按来源" == findings.funds_title(
        sources(("省", 10.0, 5.0, 1.0, 0, 0, 0), ("县", 20.0, 10.0, 1.0, 0, 0, 0))
    )


def test_sources_of_which_the_same_part_has_arrived_are_not_ranked_by_a_floats_error():
    """0.3 of 0.9 and 0.1 of 0.3 are both a third."""
    assert "资金按来源" == findings.funds_title(sources(("省", 0.9, 0.3, 0.1, 0, 0, 0), ("县", 0.3, 0.1, 0.1, 0, 0, 0)))


def test_cells_that_are_not_reported_are_counted():
    assert "另有 3 格未填报，未计入" == findings.unreported(sources(("省", 10.0, NAN, NAN, 0, 1, 2)))
    assert "" == findings.unreported(sources(("省", 10.0, 1.0, 1.0, 0, 0, 0)))


def test_due_milestones_are_counted():
    assert "到期的 8 个节点中 2 个按时，1 个逾期未完成" == findings.counts_title(counts(立项=0, 验收=1))
    assert "到期的 4 个节点都已完成，其中 1 个按时" == findings.counts_title(counts(立项=0))
    assert "还没有到期的节点" == findings.counts_title(counts(立项=0).assign(planned=0))


def test_the_list_says_how_many_warn():
    assert "项目清单：2 个，1 个要提醒" == findings.list_title(table(row(), row("B", silent=1.0)))
    assert "项目清单：1 个，没有要提醒的" == findings.list_title(table(row()))


# —— one project


def test_a_project_is_told_by_its_state_and_how_late_it_is():
    assert "甲：在建，逾期 2 周" == findings_one.project_title(row(days_late=20.0), "甲")
    assert "甲：在建" == findings_one.project_title(row(), "甲")


def test_the_reason_of_a_pause_is_said_and_of_nothing_else():
    assert "暂停原因：征地" == findings_one.paused(row(light="paused", reason="征地"))
    assert "暂停，没有填写原因" == findings_one.paused(row(light="paused"))
    assert "" == findings_one.paused(row(reason="征地"))


def test_money_is_whole_and_what_is_not_reported_is_said():
    assert "计划 101 万元，到位 80 万元，支付未填报" == findings_one.money(row(planned=100.2, arrived=80.9, paid=NAN))


def closing(gaps, *, is_awaited=False, **idle):
    columns = ["school_code", "stage", "requirement", "project", "by", "is_in_use"]
    return findings_one.closing(
        pd.DataFrame(gaps, columns=columns), idle, NAMES, {"1": "甲小学"}, date(2026, 9, 30), is_awaited=is_awaited
    )


def test_a_gap_is_expected_to_close_when_the_project_is_in_use():
    day = pd.Timestamp(2027, 3, 2)

    assert ["教学及辅助用房：甲小学，预计 2027-03-02 启用"] == closing([("1", "primary", "L4", "A", day, False)])


def test_a_forecast_on_the_report_date_is_no_promise():
    """The milestone is overdue: it is in use on that day or later, nobody knows when."""
    day = pd.Timestamp(2026, 9, 30)

    assert ["教学及辅助用房：甲小学，预计不早于 2026-09-30 启用"] == closing([("1", "primary", "L4", "A", day, False)])
    assert "不早于 2026-09-30" == findings.expected(day, date(2026, 9, 30))
    assert "2026-10-01" == findings.expected(pd.Timestamp(2026, 10, 1), date(2026, 9, 30))


def test_an_opening_that_waits_for_word_is_no_promise_of_a_day_gone_by():
    """Planned since the project was told of: it may be in use by now."""
    gaps = [("1", "primary", "L4", "A", pd.Timestamp(2026, 9, 25), False)]
    later = [("1", "primary", "L4", "A", pd.Timestamp(2026, 10, 5), False)]

    assert ["教学及辅助用房：甲小学，启用到期待报"] == closing(gaps, is_awaited=True)
    assert ["教学及辅助用房：甲小学，预计 2026-10-05 启用"] == closing(later, is_awaited=True)
    assert ["教学及辅助用房：甲小学，预计不早于 2026-09-25 启用"] == closing(gaps)


def test_without_a_forecast_the_day_is_unknown():
    assert ["教学及辅助用房：甲小学，启用日期未知"] == closing([("1", "primary", "L4", "A", pd.NaT, False)])


def test_a_project_in_use_with_the_gap_still_there_does_not_promise():
    day = pd.Timestamp(2026, 3, 2)

    assert ["教学及辅助用房：甲小学，已启用，缺口仍在"] == closing([("1", "primary", "L4", "A", day, True)])


@pytest.mark.parametrize(
    ("idle", "said"),
    [
        (("", "no_requirement", False), "这类工程不对应七项指标中的任何一项"),
        (("L4", "no_school", False), "对应教学及辅助用房，没有填学校标识码，不知道是哪所学校"),
        (("L4", "no_school", True), "对应教学及辅助用房，已启用，没有填学校标识码，不知道是哪所学校"),
        (("L4", "no_room", False), "对应教学及辅助用房，还不知道是哪些学校：班班通台账里没有教室写着这个项目编号"),
        (("L4", "no_ledger", False), "对应教学及辅助用房，还不知道是哪些学校：没有导入班班通台账"),
        (("L4", "no_data", False), "对应教学及辅助用房，项目学校这一项有未填报的，还不知道有没有缺口"),
        (("L4", "not_judged", False), "对应教学及辅助用房，项目学校这一项不评定"),
        (("L4", "partly_judged", False), "对应教学及辅助用房，项目学校评定了这一项的没有缺口"),
        (("L4", "no_gap", False), "对应教学及辅助用房，项目学校这一项没有缺口"),
        (("L4|L5", "no_gap", True), "对应教学及辅助用房、L5，已启用，项目学校这几项没有缺口"),
    ],
)
def test_a_project_that_closes_nothing_says_why(idle, said):
    assert [said] == closing([], **dict(zip(("closes", "why", "is_in_use"), idle, strict=True)))


def test_the_number_of_a_project_stands_below_its_name_with_what_is_known():
    assert "A，运动场地，甲镇" == findings_one.named(row(township="甲镇"))
    assert "A，运动场地" == findings_one.named(row(township=""))
