"""Which schools a stage's table may hold, and of which stage a table is: read, or refused with a sentence."""

from __future__ import annotations

import io

import openpyxl
import pytest
from openpyxl.utils import column_index_from_string

from monitoring.errors import ImportRefused
from monitoring.workbook import SourceFile
from tests.support.small_tables import MISSING, REPAIR, checked, found, letter, only, value, workbook

KIND, PUPILS = "办学类型", "在校生数›合计"
NINE_YEAR = ("312", "九年")
AS_SHEET1 = {"sheet_name": "Sheet1"}


def of_kind(kind, stage="primary", school=1):
    """Check a small table in which one school is of another kind."""
    return checked(workbook({(KIND, school): kind}, stage=stage))


# —— 办学类型与学段 kinds and stages


@pytest.mark.parametrize("kind", ["111-幼儿园", "幼儿园", "附设幼儿班(119)", "221-职工小学", "中职", "362"])
def test_a_school_of_no_stage_is_left_out_and_told_once(kind):
    """A kindergarten among the primary schools is judged nowhere; one warning counts and names it."""
    result = of_kind(kind)
    warning = only(result, "kind_of_no_stage")

    assert 3 == len(result.rows({}))
    assert ("warning", "H列") == (warning.severity, warning.cell)
    assert "1 行不入库：澄湖县" in warning.treatment
    assert not [problem for problem in result.problems if problem.severity == "stop"]


def test_several_schools_of_no_stage_are_one_warning():
    """Counted by kind, named one by one."""
    result = checked(workbook({(KIND, 0): "幼儿园", (KIND, 1): "111", (KIND, 2): "附设幼儿班"}))
    warning = only(result, "kind_of_no_stage")

    assert "幼儿园 2 行、附设幼儿班 1 行" == warning.found
    assert 2 == warning.treatment.count("、")
    assert 1 == len(result.rows({}))


@pytest.mark.parametrize(
    ("stage", "kind"),
    [("primary", "311-初级中学"), ("primary", "完全中学"), ("junior", "小学"), ("junior", "342"), ("senior", "312")],
)
def test_a_school_of_another_stage_stops(stage, kind):
    """A junior school in the table of primary schools: either switch leaves the row out, neither judges it."""
    result = of_kind(kind, stage)
    stop = only(result, "kind_of_other_stage")

    assert ("stop", kind, "不导入这一行") == (stop.severity, stop.found, stop.proposal)
    assert len(result.rows({stop.id: REPAIR})) == len(result.rows({stop.id: MISSING})) == len(result.entries) - 1


@pytest.mark.parametrize(
    ("stage", "kinds"),
    [
        ("primary", ("211", "218", "219", "312", "345", "514")),
        ("junior", ("311", "312", "319", "321", "341", "345", "371", "512")),
        ("senior", ("341", "342", "345", "349", "513")),
    ],
)
def test_every_kind_of_a_stage_is_taken(stage, kinds):
    """And special schools in any."""
    for kind in kinds:
        result = of_kind(kind, stage)

        assert kind == value(result, "kind", 1, stage=stage)
        assert not found(result, "kind_of_other_stage", "kind_of_no_stage")


@pytest.mark.parametrize("kind", ["411", "411-大学", "某类学校", "211-初级中学", "初中（完全中学）"])
def test_a_kind_that_is_unknown_or_says_two_things_stops(kind):
    """211 beside 初级中学 is a slip in one of the two: nobody can tell in which."""
    assert "stop" == only(of_kind(kind), "row_unidentified").severity


@pytest.mark.parametrize(
    ("stage", "word", "code"),
    [
        ("primary", "完小", "211"), ("primary", "完全小学", "211"), ("primary", "小学(211)", "211"),
        ("primary", "完全小学（211）", "211"), ("primary", "教学点", "218"), ("primary", "九年一贯制学校", "312"),
        ("primary", "九年制学校", "312"), ("primary", "九年一贯制学校（小学部）", "312"),
        ("junior", "初中", "311"), ("junior", "初级中学", "311"), ("junior", "初中（311）", "311"),
        ("junior", "完中", "341"), ("junior", "完全中学", "341"), ("junior", "341-完全中学", "341"),
        ("senior", "高中", "342"), ("senior", "高级中学", "342"), ("senior", "完中(341)", "341"),
    ],
)  # fmt: skip
def test_kinds_are_read_in_the_words_people_use(stage, word, code):
    """完小, 完中, 九年制学校 …, with their code behind them or without."""
    assert code == value(of_kind(word, stage), "kind", 1, stage=stage)


def test_a_table_whose_schools_are_of_another_stage_is_refused():
    """The title says 小学, its schools are junior: the sentence names both."""
    with pytest.raises(ImportRefused, match="标题写小学，学校的办学类型却多是311-初级中学 3 行.*没有保存任何数据"):
        checked(workbook({(KIND, place): "311-初级中学" for place in range(3)}))


# —— 说不拢的表 what contradicts


def test_a_title_that_contradicts_the_grades_is_refused():
    """小学 in the title, 七年级 to 九年级 in the headings."""
    with pytest.raises(ImportRefused, match="标题写小学，年级列却是七至九年级.*没有保存任何数据"):
        checked(workbook(stage="junior", kinds=NINE_YEAR, schools=1, texts={"A1": "澄湖县小学综合报表"}, **AS_SHEET1))


def test_a_title_that_contradicts_the_sheets_name_is_refused():
    """小学 in the title, a sheet called 初中: one of them was copied and not changed."""
    with pytest.raises(ImportRefused, match="标题写小学，工作表名却是初中"):
        checked(workbook(sheet_name="初中"))


def test_a_sheets_name_that_contradicts_the_grades_is_refused():
    """No title; the sheet is called 小学, its grades are 七至九年级."""
    with pytest.raises(ImportRefused, match="工作表名写小学，年级列却是七至九年级"):
        checked(workbook(stage="junior", texts={"A1": "澄湖县综合报表"}, sheet_name="小学"))


@pytest.mark.parametrize(("stage", "kinds"), [("primary", ("312", "九年")), ("junior", ("312", "九年"))])
def test_nine_year_schools_fit_both_stages_in_a_sheet_of_any_name(stage, kinds):
    """Sheet1, and every school a 九年一贯制: the title says the stage, nothing contradicts it."""
    result = checked(workbook(stage=stage, kinds=kinds, schools=2, **AS_SHEET1))

    assert [stage] == list(result.rows({})["stage"].unique())
    assert "note" == only(result, "sheet_renamed").severity


def test_the_sixth_grade_may_be_of_either_stage():
    """五四学制: 六年级 to 九年级 are 初中, one to five 小学."""
    six = workbook(stage="junior", texts={"R4": "六年级", "AF4": "六年级"}, schools=2)
    whole = checked(six)

    assert ["junior"] == list(whole.rows({})["stage"].unique())


def test_an_explanation_above_the_headings_is_no_title():
    """注：初中部分填入初中表 says nothing of this table."""
    result = checked(workbook(texts={"A2": "说明：九年一贯制学校的初中部分填入初中表；统计时点：2026年3月31日"}))

    assert ["primary"] == list(result.rows({})["stage"].unique())


# —— 不是这张表的工作表 other sheets


def beside(*, title="", drop=(), sheet="名录", **more):
    """Check a table with another sheet beside it: a copy without some columns."""
    book = openpyxl.load_workbook(io.BytesIO(workbook(**more).content))
    other = book.copy_worksheet(book.active)
    other.title = sheet
    other["A1"] = title
    for label in sorted(drop, key=lambda label: column_index_from_string(letter(label)), reverse=True):
        other.delete_cols(column_index_from_string(letter(label)))
    out = io.BytesIO()
    book.save(out)
    return SourceFile("全县.xlsx", out.getvalue())


def test_a_list_of_names_beside_the_table_of_its_stage_is_left_out():
    """It has no pupils; the table that has is there."""
    result = checked(beside(title="澄湖县小学名录", drop=[PUPILS]))
    note = only(result, "sheet_incomplete")

    assert ("note", "名录", "缺少在校生数›合计") == (note.severity, note.sheet, note.found)
    assert 4 == len(result.rows({}))


def test_a_table_that_lost_a_key_column_is_still_refused_where_its_stage_has_no_other():
    """Leaving it out would lose the stage."""
    with pytest.raises(ImportRefused, match="工作表“名录”缺少必需的列：在校生数›合计"):
        checked(beside(title="澄湖县初中综合报表", drop=[PUPILS]))


def of_kindergartens(kind):
    """Return a workbook with a sheet 幼儿园 whose schools are of some kind."""
    book = openpyxl.load_workbook(io.BytesIO(beside(title="澄湖县幼儿园综合报表", sheet="幼儿园").content))
    for row in range(6, 10):
        book["幼儿园"][f"{letter(KIND)}{row}"] = kind
    out = io.BytesIO()
    book.save(out)
    return SourceFile("全县.xlsx", out.getvalue())


def test_a_table_of_kindergartens_is_left_out_with_a_warning():
    """幼儿园 in its title: it is of no stage here."""
    result = checked(of_kindergartens("111-幼儿园"))
    warning = only(result, "sheet_of_no_stage")

    assert ("warning", "是幼儿园的表，4 行都不入库") == (warning.severity, warning.treatment)
    assert 4 == len(result.rows({}))


def test_a_table_of_kindergartens_with_primary_schools_in_it_is_refused():
    """Its title was copied: leaving it out would lose schools."""
    with pytest.raises(ImportRefused, match="标题写幼儿园，学校的办学类型却有211-小学"):
        checked(of_kindergartens("211-小学"))


def test_a_blank_form_beside_the_table_is_left_out():
    """Headings and no school: a sheet to fill in."""
    book = openpyxl.load_workbook(io.BytesIO(workbook().content))
    form = book.copy_worksheet(book.active)
    form.title, form["A1"] = "空白表样", "综合报表（样表）"
    form.delete_rows(6, 10)
    for row in range(3, 6):
        for column in range(1, form.max_column + 1):
            if "年级" in str(form.cell(row, column).value):
                form.cell(row, column).value = None
    out = io.BytesIO()
    book.save(out)
    result = checked(SourceFile("小学.xlsx", out.getvalue()))

    assert 4 == len(result.rows({}))
    assert "空白表样" == only(result, "sheet_skipped").sheet
