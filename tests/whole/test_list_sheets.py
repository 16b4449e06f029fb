"""班班通 and 工程项目 as workbooks, the project beside its gap, and how every sheet is printed."""

import io
from dataclasses import replace
from datetime import date, datetime

import openpyxl
import pytest

from components.frame import cached
from components.frame.choice import read
from components.gaps import view as gaps_view
from monitoring import snapshots
from monitoring.projects.aims import by_gap
from monitoring.projects.listing import projects_table
from monitoring.projects.milestones import milestone_table
from monitoring.reports.list_sheets import projects_workbook, rooms_workbook
from monitoring.reports.sheets import Sheet, workbook
from monitoring.reports.shortages import Heading, shortages_workbook
from monitoring.storage import Storage
from tests.support.pages import forget_other_databases, open_page
from tests.support.rules import RULEBOOK

RULES = RULEBOOK.projects

ON = date(2026, 9, 30)


@pytest.fixture(scope="module")
def county(clean_database):
    storage = Storage(f"sqlite:///{clean_database}")
    return snapshots.load(storage, snapshots.newest(storage, "990121"), RULEBOOK.projects), snapshots.reports(
        storage, "990121", ON
    )


def sheet_of(content, name):
    return openpyxl.load_workbook(io.BytesIO(content))[name]


def table(content, name):
    """Heading → values of a sheet, notes above left out."""
    sheet = sheet_of(content, name)
    top = int(sheet.freeze_panes[1:]) - 1
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=top)]
    return {head: [row[place] for row in rows[1:]] for place, head in enumerate(rows[0])}


def test_the_rooms_are_there_with_real_numbers_and_dates(county):
    """One row a classroom; the townships add up to the last row."""
    lists = county[0].lists
    content = rooms_workbook(lists["rooms"], ON, "澄湖县", RULEBOOK.classrooms)
    every, towns, schools = (table(content, name) for name in ("教室明细", "乡镇进度", "学校进度"))

    assert len(lists["rooms"]) == len(every["学校"])
    assert {datetime} == {type(value) for value in every["设备到位日期"] if value is not None}
    assert "合计" == towns["乡镇"][-1]
    assert sum(towns["教室"][:-1]) == towns["教室"][-1] == len(lists["rooms"])
    assert "合计" == schools["学校"][-1]
    assert sum(schools["教室"][:-1]) == schools["教室"][-1]
    assert {"未开始", "设备到位", "联网", "百兆到班（台账）", "验收", "验收后常态使用"} >= set(every["做到哪一步"])


def test_the_projects_are_there_with_their_milestones_and_money(county):
    """Planned money as a number; the words of the page for lights and states; funds only where there are any."""
    found, reports = county
    lists = found.lists
    projects = projects_table(
        lists["projects"], lists["milestones"], lists["sources"], reports, ON, RULES, lists["rooms"]
    )
    milestones = milestone_table(lists["milestones"], lists["projects"], ON, RULES)
    content = projects_workbook(projects, milestones, lists["funds"], ON, "澄湖县", RULES)
    listed, dates, money = (table(content, name) for name in ("项目", "节点", "资金来源"))

    assert len(projects) == len(listed["项目编号"])
    assert sum(projects["planned"]) == pytest.approx(sum(listed["计划总投资（万元）"]))
    assert {"红灯", "黄灯", "绿灯", "暂停", "已启用", "无计划日期"} >= set(listed["灯"])
    assert 7 * len(projects) == len(dates["项目编号"])
    assert {"按时完成", "逾期完成", "逾期未完成", "未到期", "无计划日期"} >= set(dates["状态"])
    assert "中央" == money["来源"][0]
    alone = projects_workbook(projects.head(1), milestones, None, ON, "澄湖县", RULES)
    assert ["项目", "节点"] == openpyxl.load_workbook(io.BytesIO(alone)).sheetnames
    assert 7 == len(table(alone, "节点")["节点"])


def test_every_sheet_is_set_up_to_be_printed():
    """A4, the headings on every page, as wide as the paper, on its side where it is wide; & is no code."""
    narrow = Sheet("缺口", ["学校", "还差（台）"], [["第六小学", 12]], ["甲&乙县 · 数据截至 2026-09-30", "标准：国标"])
    wide = Sheet("宽", [f"很长很长的列名{place}" for place in range(12)], [[1] * 12], title="宽表")
    book = openpyxl.load_workbook(io.BytesIO(workbook([narrow, wide])))

    for sheet in book:
        assert ("9", True, True, 0) == (
            str(sheet.page_setup.paperSize), sheet.sheet_properties.pageSetUpPr.fitToPage,
            sheet.page_setup.fitToWidth in (None, 1), sheet.page_setup.fitToHeight,
        )  # fmt: skip
    assert ("$3:$3", "$1:$1") == tuple(sheet.print_title_rows for sheet in book)
    assert ("portrait", "landscape") == tuple(sheet.page_setup.orientation for sheet in book)
    assert "甲&&乙县 · 数据截至 2026-09-30" == book["缺口"].oddHeader.left.text
    assert "标准：国标" == book["缺口"].oddFooter.left.text
    assert "第 &P 页，共 &N 页" == book["缺口"].oddFooter.right.text
    assert "宽表" == book["宽"].oddHeader.left.text


def test_the_pages_have_a_button_for_their_workbook(clean, monkeypatch):  # noqa: ARG001 (its database)
    """班班通 and the list of projects; what the button would save is what the page shows."""
    assert "导出 Excel：班班通" in [button.label for button in open_page("progress.py").get("download_button")]
    assert "导出 Excel：工程项目" in [
        button.label for button in open_page("projects.py", view="list").get("download_button")
    ]


def test_the_list_of_gaps_names_the_projects_under_way(clean):  # noqa: ARG001 (its database)
    """For each gap that a project is to close its number and the day it is expected; the others stay empty."""
    forget_other_databases()
    choice = read({}, cached)[0]
    view, standard = gaps_view.open_view(choice), choice.standard
    heading = Heading("澄湖县", ON, "", None, costs_are_examples=True)
    expected = gaps_view.expected(choice)
    gaps = table(shortages_workbook(view, heading, {}, {}, expected), "缺口清单")
    none = table(shortages_workbook(view, heading, {}, {}), "缺口清单")

    assert "moe-2017-6" == standard
    assert set(by_gap(expected.closing)["project"]) >= {name.replace("、", "|") for name in gaps["在建项目"] if name}
    assert any(gaps["在建项目"])
    assert not all(gaps["在建项目"])
    assert {datetime} == {type(day) for day in gaps["预计完成"] if day}
    assert {""} | {None} >= set(none["在建项目"])


def test_a_gap_whose_project_does_not_say_what_it_is_for_is_not_known(clean):  # noqa: ARG001 (its database)
    """Neither empty, which would say that there is none, nor named: the page says 不知道 too."""
    forget_other_databases()
    choice = read({}, cached)[0]
    view, expected = gaps_view.open_view(choice), gaps_view.expected(choice)
    some = expected.without.head(1)
    heading = Heading("澄湖县", ON, "", None, costs_are_examples=True)
    doubted = replace(expected, unsure=some, without=expected.without.iloc[1:])
    gaps = table(shortages_workbook(view, heading, {}, {}, doubted), "缺口清单")

    assert ["不知道"] == [name for name in gaps["在建项目"] if name and "CH-" not in name]
    place = list(gaps["在建项目"]).index("不知道")
    assert (some["school_code"].iloc[0], None) == (gaps["学校标识码"][place], gaps["预计完成"][place])
