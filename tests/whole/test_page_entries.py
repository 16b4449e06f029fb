"""
What somebody types into a project's page (rules 7): on the page, on 总览 and in the exports at once, and withdrawn.

The example county of September, looked at on 25 November, when it is typed in.
"""

from __future__ import annotations

import io
import re
import shutil
from dataclasses import replace
from datetime import date, datetime

import pandas as pd
import pytest

from components.projects import report as projects_report
from monitoring import snapshots
from monitoring.reports.list_sheets import projects_workbook
from monitoring.reports.lists import list_table
from monitoring.settings import load_settings
from monitoring.situation import situation
from monitoring.snapshots import Statement
from monitoring.storage import Storage
from tests.support.lists import projects_of
from tests.support.pages import bodies, field, headline, listed, looks_whole, open_page, titles, words
from tests.support.rules import RULEBOOK

COUNTY, PROJECT, OTHER = "990121", "CH-2025-001", "CH-2025-009"
PAID, ACCEPTED = 14, 26  # columns of 项目清单: 累计支付, 验收 actual
NOVEMBER = date(2026, 11, 20)
AT = datetime(2026, 11, 25, 9)


@pytest.fixture
def storage(clean_database, database_url, monkeypatch):
    """The test's own copy of the clean county, to write into on 25 November."""
    monkeypatch.setattr(projects_report, "today", lambda: date(2026, 11, 25))
    shutil.copy(clean_database, database_url.removeprefix("sqlite:///"))
    return Storage(load_settings().database)


def box(visit, label):
    return next(each for each in visit.selectbox if each.label == label)


def press(visit, label):
    next(each for each in visit.button if each.label == label).click().run()
    return visit


def told(project=PROJECT, day="2026-11-20", pause="", milestone="", source="", **texts):
    """Type into the form what is given, by the labels of its fields, and save it."""
    visit = open_page("projects.py", project=project, view="project")
    for label, text in {"日期": day, **texts}.items():
        field(visit, label.replace("_", " ")).set_value(text)
    if milestone:
        box(visit, "节点").set_value(milestone)
    if source:
        box(visit, "谁的钱").set_value(source)
    if pause:
        visit.segmented_control[-1].set_value(pause)
    press(visit, "保存这次填报")
    looks_whole(visit)
    return visit


def page(project=PROJECT, **asked):
    visit = open_page("projects.py", project=project, view="project", **asked)
    looks_whole(visit)
    return visit


def withdrawn(project=PROJECT, place=0):
    """Follow the link of an entry, the newest first, and confirm."""
    table = next(body for body in bodies(page(project)) if 'aria-label="周进度"' in body)
    number = re.findall(r"withdraw=(\d+)", table)[place]
    visit = page(project, withdraw=number)
    assert "撤回 11月20日填报的“" in words(visit)
    press(visit, "撤回这一条")
    looks_whole(visit)
    return visit


def known(storage, **options):
    return situation(storage, RULEBOOK, snapshots.newest(storage, COUNTY, **options))


def exported(storage, table, project=PROJECT, **options):
    rows = list_table(table, known(storage, **options))
    return rows[rows["project"] == project]


def milestone(storage, name, **options):
    rows = exported(storage, "milestones", **options).set_index("milestone")
    return rows.loc[name, ["actual", "days_late", "state"]].tolist()


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


# —— lists that come later


def store(storage, file):
    proposal = snapshots.propose(storage, load_settings(), RULEBOOK.projects, [file])
    snapshots.save(storage, proposal, {stop.id: "repair" for stop in proposal.stops}, "本机", AT)
    return proposal


def paid_450(sheet):
    """The list of 27 November: 450 paid, the day of acceptance blank."""
    row = next(cells for cells in sheet.iter_rows() if cells[0].value == PROJECT)
    row[PAID - 1].value, row[ACCEPTED - 1].value = 450, None


def test_the_worked_example_of_the_rules(storage):
    told(milestone="验收", 完成日期="2026-11-18", 累计支付_万元="500")
    proposal = store(storage, projects_of("2026年11月27日", paid_450))
    then, now = {"on": date(2026, 11, 25)}, {"on": date(2026, 11, 30)}
    done = [pd.Timestamp(2026, 11, 18), 79.0, "done_late"]

    assert [done, 500.0] == [milestone(storage, "验收", **then), exported(storage, "projects", **then)["paid"].item()]
    assert [done, 450.0] == [milestone(storage, "验收", **now), exported(storage, "projects", **now)["paid"].item()]
    found = {problem.code: problem for problem in proposal.problems if problem.code.startswith("told")}
    assert {"told_kept": "warning", "told_fell": "warning"} == {name: each.severity for name, each in found.items()}
    assert "2026-11-18" in found["told_kept"].expected
    assert "500 万元" in found["told_fell"].expected
    said = words(page(on="2026-11-30"))
    assert "11-27 的清单里空着，仍按这条" in said
    assert "11-27 起以清单为准：450 万元，比这条小，请核实" in said
    assert "清单" not in listed(page(on="2026-11-25"), "周进度")["进展"].iloc[0]


STATE, PROGRESS = 30, 29  # columns of 项目清单: 状态, 形象进度


@pytest.mark.parametrize(
    ("state", "progress", "codes"),
    [
        ("在建", 10, {"reported_state": "told_differs", "progress_pct": "told_fell"}),
        ("", None, {"reported_state": "told_kept", "progress_pct": "told_kept"}),
        ("暂停", 99, {}),
    ],
)
def test_a_list_tells_where_it_differs_from_what_was_typed_in(storage, state, progress, codes):
    """A pause and a percent of 20 November, money of a source; the list is of the 27th, its funds have less."""
    said = [
        Statement(COUNTY, OTHER, NOVEMBER, 50.0),
        Statement(COUNTY, OTHER, NOVEMBER, statement="paused", work="资金未到位"),
        Statement(COUNTY, PROJECT, NOVEMBER, 9000.0, statement="paid", subject="中央"),
    ]
    snapshots.enter(storage, said, "本机", AT)

    def change(sheet):
        row = next(cells for cells in sheet.iter_rows() if cells[0].value == OTHER)
        row[STATE - 1].value, row[PROGRESS - 1].value = state or None, progress

    proposal = snapshots.propose(storage, load_settings(), RULEBOOK.projects, [projects_of("2026年11月27日", change)])
    found = {(each.field, each.code) for each in proposal.problems if each.code.startswith("told")}

    assert {*codes.items(), ("paid_wan_yuan", "told_fell")} == found


def test_what_one_list_replaced_does_not_come_back_with_the_next_that_is_blank(storage):
    """Withdrawn, the list between no longer answers, and what was told is in force again."""
    told(累计支付_万元="500")
    store(storage, projects_of("2026年11月21日", paid_450))

    def blank(sheet):
        paid_450(sheet)
        next(cells for cells in sheet.iter_rows() if cells[0].value == PROJECT)[PAID - 1].value = None

    store(storage, projects_of("2026年11月24日", blank))

    assert pd.isna(exported(storage, "projects")["paid"].item())
    between = snapshots.imports(storage).sort_values("id")["id"].iloc[1]
    snapshots.set_state(storage, int(between), "withdrawn", "本机", AT)
    assert 500.0 == exported(storage, "projects")["paid"].item()


# —— 到期待报 and silence


def test_milestones_that_fell_due_since_stand_apart_on_every_page(storage):
    day = "2026-11-25"
    count = int((known(storage, on=date(2026, 11, 25)).works.milestones["state"] == "due_unreported").sum())
    visit = open_page("projects.py", on=day)
    looks_whole(visit)
    counts = listed(visit, "节点")

    assert count > 0
    assert f"另有 {count} 个节点到期待报" in words(visit)
    assert count == counts["到期待报"].astype(int).sum()
    timeline = next(body for body in bodies(visit) if 'class="table timeline"' in body)
    assert count == timeline.count('class="dot awaited"')
    assert headline(open_page("projects.py")).split("；")[0] == headline(visit).split("；")[0]  # nobody later than told
    assert "到期待报" in words(open_page("overview.py", on=day))
    assert "到期待报" not in words(open_page("projects.py"))
    assert "到期待报" not in listed(open_page("projects.py"), "节点").columns


def test_the_exports_name_what_waits_for_word(storage):
    held = known(storage, on=date(2026, 11, 25))
    rows = list_table("milestones", held)
    waiting = rows[rows["state"] == "due_unreported"]

    assert len(waiting) > 0
    assert waiting["days_late"].isna().all()
    assert set() == set(list_table("milestones", known(storage))["state"]) & {"due_unreported"}
    sheet = projects_workbook(held.works.table, held.works.milestones, None, held.on, "", RULEBOOK.projects)
    states = pd.read_excel(io.BytesIO(sheet), sheet_name="节点", header=None)
    assert len(waiting) == (states == "到期待报").sum().sum()


def test_a_room_that_fell_due_since_is_counted_apart(storage):
    held = known(storage, on=date(2027, 1, 29)).ledger()
    visit = open_page("progress.py", on="2027-01-29")
    looks_whole(visit)

    assert f"另有 {held.due_unreported} 间计划在台账日期之后到期，待报" in words(visit)
    assert "待报" not in words(open_page("progress.py"))
    assert headline(visit) == headline(open_page("progress.py"))


def silent(storage, day):
    table = known(storage, on=day).works.table
    return set(table.loc[table["silent"] == 1, "project"])


def test_silence_is_reckoned_at_the_day_that_is_looked_at(storage):
    """A weekly list is word of every project in it; after two weeks without any, those under way are silent."""
    store(storage, projects_of("2026年11月20日"))
    under_way = silent(storage, date(2026, 12, 5))

    assert OTHER in under_way
    assert set() == silent(storage, date(2026, 12, 4))
    [number] = snapshots.enter(storage, [Statement(COUNTY, OTHER, date(2026, 11, 28), 97.0)], "本机", AT)
    assert under_way - {OTHER} == silent(storage, date(2026, 12, 5))
    snapshots.withdraw_entry(storage, number, "本机", AT)
    assert under_way == silent(storage, date(2026, 12, 5))


def test_an_entry_of_any_kind_is_word_of_its_project_and_of_no_other(storage):
    before = silent(storage, NOVEMBER)
    snapshots.enter(storage, [Statement(COUNTY, OTHER, NOVEMBER, 120.0, statement="paid")], "本机", AT)

    assert OTHER in before
    assert before - {OTHER} == silent(storage, NOVEMBER)


def test_a_list_is_old_though_something_was_told_since(storage):
    """One project was told of; the list of all of them is as old as it was."""
    told(累计支付_万元="500")

    assert {"rooms": 51, "projects": 51} == dict(known(storage).old)
    assert "项目清单是 51 天前的" in words(page())


# —— schools that no table has any more


def test_projects_and_rooms_of_a_school_without_a_table_are_counted_and_named(storage):
    held = known(storage)
    code, name = held.works.table.set_index("project").loc[PROJECT, ["school_code", "school_name"]]
    rows = held.snapshot.rows
    fewer = replace(held.snapshot, key=f"{held.snapshot.key}.0", rows=rows[rows["school_code"] != code])
    later = replace(held, snapshot=fewer)
    alone = replace(held, snapshot=replace(fewer, key=f"{fewer.key}.0", rows=rows.head(0), period=None))

    assert ({}, 0) == (dict(held.works.beyond), held.ledger().beyond)
    assert {PROJECT: name}.items() <= later.works.beyond.items()
    assert (int((held.rooms["school_code"] == code).sum()), (name,)) == (
        later.ledger().beyond,
        later.ledger().beyond_names,
    )
    assert {} == dict(alone.works.beyond)  # where no school table is known, none is missing in it
