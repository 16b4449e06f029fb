"""Sheets and rows of lists that are not read: told as what they are, and nobody is blamed for what stands there."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pandas as pd
import pytest

from monitoring.errors import ImportRefused
from monitoring.projects import milestone_table, silent
from tests.support.lists_layouts import PLAIN, changed, read, saved, told
from tests.support.projects import milestones, project, projects, reports
from tests.support.rules import RULEBOOK
from tests.support.strange_lists import workbooks

RULES = RULEBOOK.projects

ON = date(2026, 3, 31)


def with_sheet(lines, *kinds):
    """Check the lists with one more sheet in the first of their workbooks."""
    (name, content), *others = workbooks(PLAIN, kinds or ("projects", "reports", "funds"))
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.create_sheet("进度表")
    for line in lines:
        sheet.append(line)
    return read([(name, saved(book)), *others])


def a_report(heading, numbers=("CH-2024-001", "CH-2024-002")):
    rows = [[numbers[at % len(numbers)], "2026-03-20", 40 + at, "主体施工"] for at in range(12)]
    return [["工程进度周报"], heading, *rows]


def first_projects():
    ((_, content), *_) = workbooks(PLAIN, ("projects",))
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return [row[0] for row in sheet.iter_rows(min_row=5, max_row=6, values_only=True)]


def test_a_sheet_of_weekly_reports_that_nobody_knows_is_a_warning():
    """It was a note: 已规范, and its projects were called silent."""
    checked = with_sheet(a_report(["甲项", "乙项", "丙项", "丁项"], first_projects()))

    assert [("warning", "sheet_unread", "工作表")] == told(checked)


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (a_report(["甲项", "乙项", "丙项", "丁项"], ["X1", "X2"]), ("warning", "sheet_like_data")),
        ([["填表说明"], ["一间教室一行", "一个项目一行"], ["1", "编号按项目库", "必填"]], ("note", "sheet_skipped")),
    ],
)
def test_what_is_no_report_is_told_as_what_it_is(lines, code):
    """Many rows of figures are worth a look, an explanation is not."""
    assert [(*code, "工作表")] == told(with_sheet(lines))


@pytest.mark.parametrize("heading", ["3月第{}周", "2026-03-0{}", "第{}周"])
@pytest.mark.parametrize("key", ["项目编号", "项目名称"])
def test_weeks_as_columns_are_told_however_few_the_projects(heading, key):
    """Such a sheet was 已规范 with less than five projects, and they were called silent."""
    lines = [["工程进度周报"], [key, *(heading.format(week) for week in (1, 2, 3))], ["教学楼", 10, 20, 30]]

    assert [("warning", "sheet_unread", "工作表")] == told(with_sheet(lines))


@pytest.mark.parametrize(
    "lines",
    [
        [["澄湖县实验小学（2142991003）办学条件"], ["指标", "数"], ["在校生数", 300]],
        [
            ["澄湖县实验小学班班通台账"],
            ["学校标识码：2142991003"],
            ["年级", "班级", "设备"],
            ["一年级", "1班", "一体机"],
        ],
        [["学校标识码", 2142991003.0], ["占地面积", 2000]],
    ],
)
def test_a_sheet_about_one_school_is_told_with_its_code(lines):
    """It was 已规范: whole schools went unread without a word."""
    checked = with_sheet(lines)

    assert [("warning", "sheet_of_school", "工作表")] == told(checked)
    assert "学校标识码 2142991003 只写在标题里，整张没有读" in checked.problems[-1].treatment


def test_rooms_of_a_school_without_its_code_are_told():
    """The name of the sheet alone says which."""
    lines = [["年级", "班级", "设备到位日期"], ["一年级", "1班", "2025-09-01"]]

    assert [("warning", "sheet_like_data", "工作表")] == told(with_sheet(lines))


def test_a_cover_beside_a_ledger_is_a_note():
    """Whatever stands in it."""
    assert [("note", "sheet_skipped", "工作表")] == told(with_sheet([["封面"], ["澄湖县教育局"]], "rooms"))


def test_a_report_without_its_date_is_told_and_its_project_is_not_silent():
    """The row cannot be kept by day; that it was handed in is known."""

    def undated(lines):
        place = lines[1].index("报告日期")
        lines[2][place] = ""

    checked = changed("reports", undated)
    (one,) = [problem for problem in checked.problems if problem.code == "report_undated"]

    assert ("warning", "第3行") == (one.severity, one.cell)
    assert one.found


def test_who_may_have_reported_is_not_called_silent():
    """Of one project a row was not read; of a sheet that was not, nobody knows whose rows it held."""
    listed = projects(project("A"), project("B"))
    dates = pd.concat([milestones(one, M4=("2026-01-01", "2026-01-05")) for one in ("A", "B")], ignore_index=True)
    table = milestone_table(dates, listed, ON, RULES)

    assert [1.0, 1.0] == silent(listed, table, reports(), ON, RULES).tolist()
    assert [None, 1.0] == [
        None if pd.isna(one) else one for one in silent(listed, table, reports(), ON, RULES, unheard=["A"])
    ]
    assert silent(listed, table, reports(), ON, RULES, unheard=None).isna().all()
    heard = reports(("A", "2026-03-30", 40.0), ("B", "2026-03-30", 40.0))
    assert [0.0, 0.0] == silent(listed, table, heard, ON, RULES, unheard=None).tolist()


@pytest.mark.parametrize(
    ("typed", "codes"), [("自筹财政", ["source_unknown"]), ("县级及学校自筹", []), ("中央财政", ["source_form"])]
)
def test_an_unknown_source_of_money_is_a_note(typed, codes):
    """A source of its own, as it is typed; several known ones together are one."""

    def other(lines):
        lines[2][lines[1].index("资金来源")] = typed

    checked = changed("funds", other)

    assert [("note", code) for code in codes] == [(severity, code) for severity, code, _ in told(checked)][: len(codes)]
    assert bool(codes) == any(code in ("source_unknown", "source_form") for _, code, _ in told(checked))


@pytest.mark.parametrize(
    ("kind", "label", "said"),
    [("projects", "项目编号", "像是项目清单，缺少必需的列：项目编号"), ("rooms", "年级", "缺少必需的列：年级")],
)
def test_a_list_without_its_key_is_refused_as_what_it_is(kind, label, said):
    """It was asked for its stage, as a table of schools."""

    def cut(lines):
        place = lines[1].index(label)
        return [line[:place] + line[place + 1 :] if len(line) > place else line for line in lines]

    with pytest.raises(ImportRefused, match=said):
        changed(kind, cut)
