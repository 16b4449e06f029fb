"""
What somebody types into a project's page (rules 7): on the page, on 总览 and in the exports at once, and withdrawn.

The example county of September, looked at on 25 November, when it is typed in.
"""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from monitoring import snapshots
from monitoring.reports.lists import list_table
from tests.support.entries import (
    AT,
    COUNTY,
    OTHER,
    PROJECT,
    box,
    copied,
    exported,
    known,
    milestone,
    page,
    press,
    told,
    withdrawn,
)
from tests.support.pages import field, headline, listed, open_page, titles, words

storage = pytest.fixture(copied)


# —— each statement, and its withdrawal


def test_a_milestone_that_was_done_is_done_on_every_page(storage):
    before = milestone(storage, "验收")
    visit = told(milestone="验收", 完成日期="2026-11-18")

    assert "overdue" == before[2]
    assert "11月20日的填报已存入（本机）：验收 11-18 完成。" in words(visit)
    assert "11月20日填报：验收 11-18 完成" in titles(visit)
    assert ["2026-08-31", "—", "2026-11-18", "79", "逾期完成"] == listed(visit, "节点").set_index("节点").loc[
        "验收"
    ].tolist()
    assert [pd.Timestamp(2026, 11, 18), 79.0, "done_late"] == milestone(storage, "验收")
    assert before == milestone(storage, "验收", period=date(2026, 9, 30))
    assert [pd.Timestamp(2026, 11, 18), 79.0, "done_late"] == milestone(storage, "验收", on=date(2026, 12, 20))

    visit = withdrawn()
    assert "已撤回 11月20日填报的“验收 11-18 完成”，各页不再计入。" in words(visit)
    assert before == milestone(storage, "验收")
    assert date(2026, 9, 30) == known(storage).on


def test_money_in_total_changes_the_project_and_the_county(storage):
    paid = exported(storage, "projects")["paid"].item()
    before, overview = headline(page()), titles(open_page("overview.py"))
    visit = told(累计支付_万元="500", 累计到位_万元="1,600")

    assert "累计到位 1,600 万元、累计支付 500 万元" in words(visit)
    assert "支付 500 万元" in words(visit)
    assert f"已支付 {10602 - paid + 500:,.0f} 万元" in headline(visit)
    there = open_page("overview.py")
    assert any(f"已支付 {10602 - paid + 500:,.0f} 万元" in title for title in titles(there))
    assert [500.0, 1600.0] == exported(storage, "projects")[["paid", "arrived"]].iloc[0].tolist()

    withdrawn(place=0)
    withdrawn(place=0)
    assert before == headline(page())
    assert overview == titles(open_page("overview.py"))


def test_money_of_a_source_is_counted_into_the_total_and_not_into_the_funds(storage):
    funds = known(storage).works.lists["funds"]
    source, own = funds.loc[funds["project"] == PROJECT, ["source", "paid_wan_yuan"]].iloc[0]
    before = exported(storage, "projects")["paid"].item()
    table = list_table("funds", known(storage))
    visit = told(source=source, 累计支付_万元=f"{own + 20.5}")

    assert f"累计支付 {own + 20.5:,.10g} 万元（{source}）" in words(visit)
    assert "合计没有跟着变" not in words(visit)
    assert round(before + 20.5, 6) == round(exported(storage, "projects")["paid"].item(), 6)
    assert table.equals(list_table("funds", known(storage)))
    assert "1 个项目在资金表之后按来源填报过，这里仍是资金表的数" in words(open_page("projects.py", view="money"))

    withdrawn()
    assert before == exported(storage, "projects")["paid"].item()
    assert "按来源填报过" not in words(open_page("projects.py", view="money"))


def test_what_a_told_total_has_more_than_its_sources_is_said_to_be_of_none(storage):
    works = known(storage).works
    sources = works.lists["funds"].query("project == @PROJECT")["paid_wan_yuan"].sum()
    told(累计支付_万元=f"{sources + 30}")

    assert "填报的合计里未分来源：支付 30 万元" in words(open_page("projects.py", view="money"))
    assert "未分来源" not in words(open_page("projects.py", view="money", period="2026-09-30"))


def test_a_pause_and_its_end_move_the_light(storage):
    light = exported(storage, "projects", OTHER)["light"].item()
    visit = told(OTHER, pause="paused", 原因="资金未到位")

    assert "暂停：资金未到位" in words(visit)
    assert "暂停原因：资金未到位" in words(visit)
    assert "这个项目现在是暂停。填进度照样存入，项目仍算暂停" in words(visit)
    assert ["paused", "暂停"] == exported(storage, "projects", OTHER)[["light", "state"]].iloc[0].tolist()
    told(OTHER, day="2026-11-24", pause="resumed")
    assert "paused" != exported(storage, "projects", OTHER)["light"].item() != ""
    assert "这个项目现在是暂停" not in words(page(OTHER))
    assert "paused" == exported(storage, "projects", OTHER, on=date(2026, 11, 23))["light"].item()

    told(OTHER, day="2026-11-24", pause="paused", 原因="又停了")
    for entry in snapshots.entries(storage, COUNTY).query("statement in ['paused', 'resumed']")["id"]:
        snapshots.withdraw_entry(storage, int(entry), "本机", AT)
    assert light == exported(storage, "projects", OTHER)["light"].item()


def test_progress_moves_the_list_and_the_warning_of_money_ahead(storage):
    visit = open_page("projects.py", project=OTHER, view="project")
    field(visit, "形象进度 %").set_value("97")
    field(visit, "日期").set_value("2026-11-20")
    press(visit, "保存这次填报")

    assert "周进度：11月20日报 97%" in titles(visit)
    assert 97.0 == exported(storage, "projects", OTHER)["progress_pct"].item()


@pytest.mark.both_databases
def test_one_save_holds_several_statements_each_withdrawn_by_itself(storage):
    visit = told(milestone="验收", 完成日期="2026-11-18", 累计支付_万元="500", 本周进展="交付")

    assert "11月20日填报：验收 11-18 完成、累计支付 500 万元" in titles(visit)
    assert "11月20日的填报已存入（本机）：验收 11-18 完成、累计支付 500 万元。" in words(visit)
    assert ["累计支付 500 万元", "验收 11-18 完成", "交付"] == listed(visit, "周进度")["进展"].tolist()[:3]
    withdrawn(place=1)
    assert ["累计支付 500 万元", "交付"] == listed(page(), "周进度")["进展"].tolist()[:2]
    assert ["overdue", 500.0] == [milestone(storage, "验收")[2], exported(storage, "projects")["paid"].item()]


# —— the form


@pytest.mark.usefixtures("storage")
def test_what_cannot_be_meant_is_refused_and_what_was_typed_stays():
    visit = open_page("projects.py", project=PROJECT, view="project")
    field(visit, "日期").set_value("2026-11-20")
    field(visit, "累计支付 万元").set_value("约500")
    press(visit, "保存这次填报")

    assert "累计支付填的是“约500”，应填数字（万元），如 500，请改正，这次没有保存。" in words(visit)
    assert "约500" == field(visit, "累计支付 万元").value
    assert "周进度：9月25日报 21%" in titles(visit)


@pytest.mark.usefixtures("storage")
def test_a_refusal_stands_in_place_of_what_was_said_before():
    visit = told(累计支付_万元="500")
    field(visit, "形象进度 %").set_value("150")
    press(visit, "保存这次填报")

    assert "形象进度填的是“150”，应是 0 到 100 的数字，如 66，请改正，这次没有保存。" in words(visit)
    assert "已存入" not in words(visit)
    field(visit, "形象进度 %").set_value("97")
    press(visit, "保存这次填报")
    assert "97% 已存入" in words(visit)
    assert "没有保存" not in words(visit)


@pytest.mark.both_databases
@pytest.mark.usefixtures("storage")
def test_the_newest_day_of_the_filters_is_that_of_what_was_just_kept():
    assert "最新（9-30）" in box(page(), "日期").options
    visit = told(day="2026-11-20", 累计支付_万元="500")

    assert "最新（11-20）" in box(visit, "日期").options
    assert "" == box(visit, "日期").value
    assert 1 == words(visit).count("已存入")
    assert "已存入" not in words(visit.run())


@pytest.mark.usefixtures("storage")
def test_the_sources_that_are_offered_are_those_of_the_project():
    assert ["合计", "中央", "省", "市", "县"] == box(page(), "谁的钱").options


@pytest.mark.usefixtures("storage")
def test_odd_but_possible_is_kept_with_a_warning():
    visit = told(累计支付_万元="9,999")

    assert "累计支付 9,999 万元多于累计到位" in words(visit)
    assert "多于计划" in words(visit)
    assert "已按填的存入，请核实。" in words(visit)


@pytest.mark.both_databases
@pytest.mark.usefixtures("storage")
def test_an_older_day_that_is_looked_at_does_not_know_it_and_says_so():
    visit = open_page("projects.py", project=PROJECT, view="project", period="2026-09-30")
    field(visit, "日期").set_value("2026-11-20")
    field(visit, "累计支付 万元").set_value("500")
    press(visit, "保存这次填报")

    assert "现在看的是 2026-09-30 的数据，这次填的还不在里面，日期选“最新”就能看到。" in words(visit)
    assert "晚于所看的日期" in words(visit)
    assert "支付 500 万元，" not in words(visit)


@pytest.mark.usefixtures("storage")
def test_an_entry_that_the_list_of_its_day_already_answers_says_so():
    visit = told(day="2026-09-25", 累计支付_万元="500")

    assert "9月30日的清单里有累计支付，各页以清单为准。" in words(visit)
    assert "9-30 起以清单为准：" in words(visit)


@pytest.mark.both_databases
def test_an_entry_can_be_withdrawn_once_and_asked_about_before(storage):
    told(累计支付_万元="500")
    number = int(snapshots.entries(storage, COUNTY)["id"].iloc[0])
    visit = page(withdraw=str(number))

    assert "撤回 11月20日填报的“累计支付 500 万元”？" in words(visit)
    assert 500.0 == exported(storage, "projects")["paid"].item()
    snapshots.withdraw_entry(storage, number, "李明", AT)
    press(visit, "撤回这一条")
    assert f"没有编号为 {number} 的填报，或已经撤回" in words(visit)
    assert "撤回 11月20日" not in words(page(withdraw=str(number)))
