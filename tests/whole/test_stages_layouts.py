"""Several stages in one sheet must come to the same rows as one table a stage, or be refused with a sentence."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitoring.errors import ImportRefused
from monitoring.settings import load_settings
from monitoring.validation import check
from monitoring.workbook import SourceFile
from tests.support.rules import RULEBOOK
from tests.support.strange_stages import Mixed, separate, together

ORIGIN = ["file", "sheet", "row", "serial"]
CALM = {"sheet_skipped", "sheet_incomplete", "kind_of_no_stage"}
"""What sheets beside the table and kindergartens among the schools are told as."""


def read(*files):
    """Check files."""
    return check([SourceFile(name, content) for name, content in files], load_settings(), RULEBOOK.projects)


def stored(checked):
    """Return what would be stored, in an order of its own."""
    rows = checked.rows({problem.id: "repair" for problem in checked.problems})
    return rows.drop(columns=ORIGIN).sort_values(["stage", "school_code"]).reset_index(drop=True)


@cache
def truth():
    """Return the rows of one table a stage."""
    return stored(read(*separate(Mixed())))


def assert_same(checked):
    """The rows are those of separate tables, and nothing needs a decision."""
    rows = stored(checked)

    assert len(truth()) == len(rows)
    assert [] == [name for name in truth().columns if not truth()[name].equals(rows[name])]
    assert {problem.code for problem in checked.problems} <= CALM


def changed(mixed, *cells):
    """Return the set in one sheet with some cells typed over: (row, column, value)."""
    name, content = together(mixed)
    book = openpyxl.load_workbook(io.BytesIO(content))
    for row, column, value in cells:
        book["Sheet1"].cell(row, column).value = value
    out = io.BytesIO()
    book.save(out)
    return name, out.getvalue()


def test_a_column_of_stages_is_read_row_by_row():
    """学段: each row is one stage of a school, the grades of other stages are blank there."""
    assert_same(read(together(Mixed(mixed=True))))


@pytest.mark.parametrize("words", ["ordinary", "part", "number"])
def test_a_stage_is_written_in_many_ways(words):
    """普通小学, 小学段, 1."""
    assert_same(read(together(Mixed(words=words))))


@pytest.mark.parametrize("zeros", [0, "—"])
def test_other_stages_grades_may_hold_a_zero_or_a_dash(zeros):
    """Nobody is in them."""
    assert_same(read(together(Mixed(zeros=zeros, sums="both"))))


@pytest.mark.parametrize("sums", ["each", "all", "both"])
def test_lines_between_the_schools_part_a_table(sums):
    """中小学 in the title, 一、小学 and 二、初中 in lines of their own; sums stand for what they are the sums of."""
    assert_same(read(together(Mixed(way="sections", sums=sums))))


def test_a_sum_over_all_stages_is_held_against_all_rows():
    """One warning a sheet, which names the column."""
    mixed = Mixed(sums="all")
    whole = openpyxl.load_workbook(io.BytesIO(together(mixed)[1]))["Sheet1"]
    column = next(cell.column for cell in whole[3] if cell.value == "图书(册)" or cell.value == "图书")
    checked = read(changed(mixed, (whole.max_row, column, 1)))

    assert ["sums_row"] == [problem.code for problem in checked.problems]
    assert "不符的列：图书" in checked.problems[0].treatment


def test_tables_stand_one_below_the_other():
    """Each with a title and headings of its own."""
    assert_same(read(together(Mixed(way="below", sums="each"))))


def test_a_stage_may_go_on_below_another():
    """小学, 初中, and 小学 again under its own title: one table, in the same columns."""
    name, content = together(Mixed(way="below"))
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["Sheet1"]
    first = [[cell.value for cell in row] for row in sheet.iter_rows(max_row=FIRST - 1)]
    moved = [cell.value for cell in sheet[FIRST]]
    sheet.delete_rows(FIRST)
    for line in [*first, moved]:
        sheet.append(line)
    out = io.BytesIO()
    book.save(out)

    assert_same(read((name, out.getvalue())))


def test_a_line_of_units_with_dashes_hides_no_column():
    """—, —, 人, 人, 平方米 below the headings."""
    assert_same(read(together(Mixed(units=True))))


def test_sheets_that_are_no_tables_are_left_out_with_a_note():
    """学校名录, 指标解释, 填表说明 hold the word 学校标识码."""
    checked = read(together(Mixed(extra=True)))

    assert_same(checked)
    assert {"学校名录": "sheet_incomplete", "指标解释": "sheet_skipped", "填表说明": "sheet_skipped"} == {
        problem.sheet: problem.code for problem in checked.problems
    }
    assert {"note"} == {problem.severity for problem in checked.problems}


# —— 看不出、说不拢 refused

FIRST, STAGE, NAME = 6, 1, 2
"""The first school's row, and the columns 学段 and 学校名称."""


def test_a_stage_that_cannot_be_read_stops_and_its_row_is_left_out():
    """九年一贯制 is no stage: nobody guesses which half is meant."""
    checked = read(changed(Mixed(), (FIRST, STAGE, "九年一贯制"), (FIRST + 1, STAGE, None)))
    stops = [problem for problem in checked.problems if problem.code == "stage_unreadable"]

    assert [("stop", "第6行", "九年一贯制"), ("stop", "第7行", "（空白）")] == [
        (stop.severity, stop.cell, stop.found) for stop in stops
    ]
    assert all(stop.school.startswith("澄湖县") for stop in stops)
    assert len(truth()) - 2 == len(checked.rows({stop.id: "repair" for stop in stops}))


def test_a_column_of_stages_that_is_mostly_blank_is_refused():
    """学段 in the first row of each block alone: which rows it holds for is a guess."""
    with pytest.raises(ImportRefused, match="学段列（A列）有 11 行看不出学段.*没有保存任何数据"):
        read(changed(Mixed(), *((row, STAGE, None) for row in range(FIRST + 1, FIRST + 12))))


def test_figures_in_the_grade_of_another_stage_are_refused():
    """A row of 小学 with pupils in 七年级."""
    name, content = together(Mixed())
    headings = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(content))["Sheet1"][5]]
    names = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(content))["Sheet1"][4]]
    column = max(place for row in (headings, names) for place, text in enumerate(row, 1) if text == "七年级")

    with pytest.raises(ImportRefused, match="学段列写小学，七年级却有数（[A-Z]+6）"):
        read(changed(Mixed(), (FIRST, column, 45)))


@pytest.mark.parametrize("way", ["column", "sections"])
def test_a_title_of_one_stage_above_rows_of_several_is_refused(way):
    """小学 in the title, 初中 below: the sentence names both."""
    with pytest.raises(ImportRefused, match="标题写小学，第 .* 行.*却写初中"):
        read(together(Mixed(way=way, title="澄湖县小学综合报表")))


def test_schools_above_the_first_line_that_parts_are_refused():
    """Nothing says of which stage they are."""
    with pytest.raises(ImportRefused, match="第 7 行等 4 行在“二、初中”这一行上面，看不出是小学、初中还是高中"):
        read(changed(Mixed(way="sections"), (FIRST, 1, None)))


def test_schools_below_a_line_that_names_a_kind_are_refused():
    """九年一贯制学校 in a line of its own: the rows below are no longer 小学 alone."""
    with pytest.raises(ImportRefused, match="在“二、九年一贯制学校”下面"):
        read(changed(Mixed(way="sections"), (FIRST + 5, 1, "二、九年一贯制学校")))


def test_stages_in_one_table_without_a_word_are_refused():
    """Grades of all stages, and nothing says of which a row is: the largest stage is no guess to make."""
    mixed = Mixed(way="none", title="澄湖县中小学综合报表")
    with pytest.raises(ImportRefused, match="年级列有一年级.*加一列“学段”"):
        read(together(mixed))


MIXED = st.builds(
    Mixed,
    way=st.sampled_from(["column", "sections", "below"]),
    words=st.sampled_from(["short", "ordinary", "part", "number"]),
    kinds=st.sampled_from(["both", "code", "label", "turned", "behind"]),
    seed=st.integers(1, 1000),
    zeros=st.sampled_from(["", 0, "—"]),
    sums=st.sampled_from(["", "each", "all", "both"]),
    units=st.booleans(),
    extra=st.booleans(),
    kindergartens=st.integers(0, 2),
)


@settings(max_examples=12, deadline=None)
@given(MIXED, st.booleans())
def test_any_mixture_comes_to_the_same_rows(mixed, is_shuffled):
    """Whatever is combined."""
    is_free = mixed.way == "column" and mixed.sums in ("", "all") and not mixed.kindergartens
    if mixed.way == "below" and mixed.sums in ("all", "both"):
        mixed = replace(mixed, sums="each")

    assert_same(read(together(replace(mixed, mixed=is_shuffled and is_free))))
