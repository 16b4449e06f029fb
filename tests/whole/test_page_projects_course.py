"""工程项目 without a browser: the course, programmes, delays, gaps and what went backwards; and lists with holes."""

import json
import re
from dataclasses import replace
from datetime import date, datetime

import pytest
import streamlit as st

from components.frame import cached
from components.projects.view import TABS
from monitoring import snapshots
from monitoring.settings import load_settings
from monitoring.storage import Storage
from monitoring.workbook import SourceFile
from tests.support.holes import (
    ONE,
    in_use_though_paused,
    with_five_sources,
    without_categories,
    without_dates,
    without_dates_of_one,
    without_funds,
    without_money,
    without_progress,
    without_rooms,
    without_rows,
    without_schools,
)
from tests.support.pages import bodies, headline, listed, looks_whole, open_page, titles, words
from tests.support.rules import RULEBOOK

PERIODS = (("2026年3月", date(2026, 3, 31)), ("2026年9月", date(2026, 9, 30)))


@pytest.fixture(scope="module")
def two_periods(tmp_path_factory, data):
    """A database file with March and September of the clean county; only to be read."""
    path = tmp_path_factory.mktemp("both") / "both.db"
    storage = Storage(f"sqlite:///{path}")
    for month, day in PERIODS:
        files = [SourceFile(each.name, each.read_bytes()) for each in sorted((data / "A_clean" / month).glob("*.xlsx"))]
        proposal = snapshots.propose(storage, load_settings(), RULEBOOK.projects, files, day)
        decisions = {stop.id: "repair" for stop in proposal.stops}
        snapshots.save(storage, proposal, decisions, "本机", datetime(2026, 10, 1, 9))
    return path


@pytest.fixture
def both(two_periods, monkeypatch):
    """The settings name that database."""
    monkeypatch.setenv("MONITORING_DATABASE", f"sqlite:///{two_periods}")


@pytest.fixture
def holes(monkeypatch):
    """Change the lists of every snapshot before the page sees them: holes(change)."""
    load = snapshots.load

    def made(change):
        def changed(*given, **more):
            held = load(*given, **more)
            return replace(held, lists=change(dict(held.lists)))

        monkeypatch.setattr(snapshots, "load", changed)
        st.cache_resource.clear()

    yield made
    st.cache_resource.clear()


# —— the course


@pytest.mark.usefixtures("both")
def test_the_reported_work_is_compared_with_the_plan_and_the_money_with_the_work():
    visit = open_page("projects.py", view="money")

    looks_whole(visit)
    title = "已报进度 67.4%，按计划应 87.4%，落后 20.0 个百分点；已支付 46.7%，比进度少 20.7 个百分点"
    assert title in titles(visit)
    said = words(visit)
    assert "节点权重为示例：立项 2%、招标 8%、合同 15%" in said
    assert "26 周有该报而没有报的周进度" in said
    assert "实线断开" in said


def without_progress_of_one(lists):
    rows = lists["projects"]
    return lists | {"projects": rows.assign(progress_pct=rows["progress_pct"].mask(rows["project"] == ONE))}


@pytest.mark.usefixtures("both")
def test_the_lines_end_at_the_figures_of_the_title_and_who_is_left_out_is_said(monkeypatch, holes):
    none = snapshots.entries(Storage(load_settings().database), "990121").iloc[:0]
    monkeypatch.setattr(snapshots, "entries", lambda *_: none)
    holes(without_progress_of_one)
    visit = open_page("projects.py", view="money")

    title = next(each for each in titles(visit) if each.startswith("可比的 44 个项目已报进度 "))
    assert "另有 1 个项目没有计划资金、首末节点的计划日期或进度，标题和图里都没有" in words(visit)
    chart = next(each for each in visit.get("plotly_chart") if each.proto.alt.startswith(title))
    drawn = json.loads(chart.proto.spec)
    ends = [each["text"] for each in drawn["layout"]["annotations"] if "%" in each["text"] and " " in each["text"]]
    assert 3 == len(ends)
    assert all(re.search(r"[\d.]+%", each).group() in title for each in ends)


@pytest.mark.usefixtures("both")
def test_the_course_follows_the_filters():
    visit = open_page("projects.py", view="money", category="信息化")

    looks_whole(visit)
    assert any(title.startswith("已报进度 ") and "67.4%" not in title for title in titles(visit))


@pytest.mark.usefixtures("both")
def test_of_the_first_period_nothing_is_compared_with_one_before():
    visit = open_page("projects.py", view="delay", period="2026-03-31")

    looks_whole(visit)
    assert "变小" not in words(visit)


# —— programmes


@pytest.mark.usefixtures("both")
def test_without_a_document_the_categories_group_the_projects():
    visit = open_page("projects.py", view="money")

    assert "黄灯、红灯最多的是仪器装备：6 个项目中 2 个" in titles(visit)
    assert any('href="./projects?' in body and "category=" in body for body in bodies(visit))


@pytest.mark.usefixtures("both")
def test_a_document_groups_them_in_its_own_words_and_its_wrong_sums_are_told_with_both_numbers():
    visit = open_page("projects.py", view="money", plan="gansu-quanmiangaibo")

    looks_whole(visit)
    assert "黄灯、红灯最多的是设备购置：22 个项目中 3 个" in titles(visit)
    said = words(visit)
    assert "会宁县，已投入资金：印作 36,900 万元，各部分相加是 36,734.7 万元" in said
    assert "临洮县，2014—2018 年规划项目：印作 313 个，各部分相加是 319 个" in said
    assert "不在这些工程里" in said


@pytest.mark.usefixtures("both")
def test_a_programme_narrows_the_page_and_stays_in_the_address():
    query = {"plan": "gansu-quanmiangaibo", "programme": "设备购置"}
    visit = open_page("projects.py", view="money", **query)

    looks_whole(visit)
    assert {"仪器装备", "信息化"} == set(listed(open_page("projects.py", view="list", **query), "项目清单")["类别"])
    assert headline(visit).startswith("设备购置：22 个项目")
    assert any("programme=%E6%A0%A1%E5%9B%AD" in body for body in bodies(visit))


@pytest.mark.usefixtures("both")
def test_projects_in_no_programme_can_be_looked_at():
    visit = open_page("projects.py", view="list", plan="linyi-2018", programme="outside")

    assert {"教师周转宿舍"} == set(listed(visit, "项目清单")["类别"])
    assert headline(visit).startswith("不在这些工程里：3 个项目")


@pytest.mark.usefixtures("both")
def test_a_programme_of_which_no_category_is_has_no_projects():
    visit = open_page("projects.py", view="money", plan="linyi-2018", programme="学校内涵管理提升工程")

    looks_whole(visit)
    assert "学校内涵管理提升工程：没有这样的项目。" == headline(visit)


@pytest.mark.usefixtures("both")
def test_a_document_whose_sums_add_up_has_no_note():
    assert "对不上" not in words(open_page("projects.py", view="money", plan="linyi-2018"))


# —— delays, gaps, falls


@pytest.mark.usefixtures("both")
def test_delays_name_the_worst_milestone_and_township():
    found = titles(open_page("projects.py", view="delay"))

    assert "未完成的节点在安装/主体晚得最久：3 个，平均 19.0 周" in found
    assert "未完成的节点在通津镇晚得最久：2 个，平均 53.3 周" in found


@pytest.mark.usefixtures("both")
def test_gaps_without_a_project_are_counted_and_open_the_shortages():
    visit = open_page("projects.py", view="gaps")

    assert "66 所学校的 146 项缺口没有项目，其中 64 项是教师（不靠工程解决）" in titles(visit)
    assert "可由项目解决" in words(visit)
    assert any("./gaps?" in body and "requirement=L2" in body for body in bodies(visit))
    assert "还没启用的 14 个项目中 8 个不对应任何缺口" in titles(visit)
    assert "这类工程不对应七项指标中的任何一项" in words(visit)


def gaps_listed(visit):
    """The table of the gaps without a project, empty where it is not there."""
    return listed(visit, "没有项目的缺口，逐项")


@pytest.mark.usefixtures("both")
def test_gaps_without_a_project_are_listed_one_by_one_and_narrowed():
    """As many as the title says; of one township only its own, of whatever stage: projects have none."""
    every = gaps_listed(open_page("projects.py", view="gaps"))
    township, here = next(iter(every.groupby("乡镇")))
    storage = Storage(load_settings().database)
    held = snapshots.load(storage, snapshots.newest(storage, "990121"), RULEBOOK.projects)
    code = held.rows.loc[held.rows["township"] == township, "township_code"].iloc[0]
    narrowed = gaps_listed(open_page("projects.py", view="gaps", township=code, stage="primary"))

    assert 146 == len(every)
    assert "还差" not in every.columns
    assert "不是设施短板里本学段分摊的“还差”" in words(open_page("projects.py", view="gaps"))
    twice = every[every["按全校补"].str.startswith("含在")]
    there = {(row.学校, row.乡镇, row.要求, f"含在{row.学段}那行里") for row in every.drop(twice.index).itertuples()}
    assert 0 < len(twice)
    assert {(row.学校, row.乡镇, row.要求, row.按全校补) for row in twice.itertuples()} <= there
    assert {"—"} == set(twice["万元"])
    assert 64 == (every["单位"] == "人").sum()
    assert every.tail(64)["单位"].eq("人").all()
    assert sorted(here["学校"]) == sorted(narrowed["学校"])


@pytest.mark.usefixtures("both")
@pytest.mark.parametrize(
    ("page", "offered"),
    [("projects.py", (False, False)), ("progress.py", (True, False)), ("gaps.py", (True, True))],
)
def test_a_page_offers_only_the_filters_that_it_goes_by(page, offered):
    """What it does not go by stays in the addresses that it links to."""
    visit = open_page(page, stage="primary", standard="js-2015")
    labels = {element.label for kind in ("segmented_control", "selectbox") for element in visit.get(kind)}

    assert offered == ("学段" in labels, "标准" in labels)
    assert "stage=primary&amp;standard=js-2015" in "".join(bodies(visit))


@pytest.mark.usefixtures("both")
def test_where_no_gap_is_without_a_project_none_is_listed(monkeypatch):
    whole = cached.expected
    monkeypatch.setattr(
        cached, "expected", lambda choice: replace(whole(choice), without=whole(choice).without.iloc[:0])
    )
    visit = open_page("projects.py", view="gaps")

    assert gaps_listed(visit).empty
    assert any(title.endswith("项缺口都有项目") for title in titles(visit))


@pytest.mark.usefixtures("both")
def test_what_went_backwards_names_both_values_and_both_dates():
    visit = open_page("projects.py", view="delay")

    assert "2026-03-31 到 2026-09-30，1 个项目的累计数变小，1 个项目撤回已完成的节点" in titles(visit)
    said = words(visit)
    assert "项目清单，2026-03-31 → 2026-09-30：到位 25.23 万元 → 23.25 万元" in said
    assert "中央到位 9.31 万元 → 8.73 万元" in said
    assert "2026-03-31 填了实际完成日期，2026-09-30 没有了：验收 2025-10-06，启用 2025-10-21" in said
    assert "项目清单：45 个，1 个要提醒" in titles(open_page("projects.py", view="list"))


@pytest.mark.usefixtures("both")
def test_projects_that_did_not_go_backwards_are_not_accused():
    visit = open_page("projects.py", view="delay", category="信息化")

    assert "2026-03-31 到 2026-09-30，没有变小的累计数，也没有撤回的节点" in titles(visit)


# —— lists with holes


@pytest.mark.usefixtures("both")
@pytest.mark.parametrize(
    "change",
    [
        without_money,
        without_dates,
        without_dates_of_one,
        without_progress,
        without_categories,
        without_schools,
        without_funds,
        without_rooms,
        without_rows,
    ],  # fmt: skip
)
@pytest.mark.parametrize("query", [{}, {"plan": "taian", "programme": "“班班通”工程"}])
def test_lists_with_holes_leave_the_page_whole(holes, change, query):
    holes(change)

    for view in ("timeline", "money", "list") if query else TABS:
        looks_whole(open_page("projects.py", view=view, **query))


@pytest.mark.usefixtures("both")
def test_without_a_single_report_the_lists_alone_are_known(monkeypatch, holes):
    none = snapshots.entries(Storage(load_settings().database), "990121").iloc[:0]
    monkeypatch.setattr(snapshots, "entries", lambda *_: none)
    holes(dict)

    visit = open_page("projects.py", view="money")

    looks_whole(visit)
    assert "该报而没有报" not in words(visit)


@pytest.mark.usefixtures("both")
def test_without_money_no_curve_is_drawn_and_that_is_said(holes):
    holes(without_money)

    assert "画不出曲线" in words(open_page("projects.py", view="money"))


@pytest.mark.usefixtures("both")
def test_where_no_date_is_filled_nobody_is_said_to_be_in_time(holes):
    holes(without_dates)
    visit = open_page("projects.py")

    assert headline(visit).startswith("45 个项目都没有填节点的计划日期，不知道逾期没有；")
    assert 2 == titles(visit).count("没有填节点的计划日期")
    assert "没有逾期" not in words(visit)


@pytest.mark.usefixtures("both")
def test_sums_that_are_whole_are_not_rounded_up_to_one_more(holes):
    holes(with_five_sources)
    listed_as = listed(open_page("projects.py", view="list"), "项目清单").set_index("项目")["计划 万元"]
    visit = open_page("projects.py", project=ONE)

    assert "计划 988 万元" in words(visit)
    assert "988" == listed_as[next(name for name in listed_as.index if any(name in title for title in titles(visit)))]


@pytest.mark.usefixtures("both")
def test_projects_under_way_are_counted_by_the_day_of_use_as_the_gaps_count_them(holes):
    """14 of 45 are not in use; one that is 暂停 with a day of use is no longer one of them."""
    holes(in_use_though_paused)

    assert any(title.startswith("还没启用的 13 个项目中 ") for title in titles(open_page("projects.py", view="gaps")))


@pytest.mark.usefixtures("both")
def test_a_project_without_a_school_is_not_said_to_be_missing_in_the_ledger(holes):
    holes(without_schools)
    said = words(open_page("projects.py", project="CH-2025-021"))

    assert "对应教学及辅助用房，没有填学校标识码，不知道是哪所学校" in said
    assert "没有填学校" in said
