"""Other bureaus' layouts of the same tables must come to the same rows, figure by figure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitoring.settings import load_settings
from monitoring.validation import check
from monitoring.workbook import SourceFile
from tests.support.rules import RULEBOOK
from tests.support.strange_layouts import STAGES, Layout, texts, workbooks
from tests.support.wholesale import a_set

PERIOD = date(2026, 3, 31)
ORIGIN = ["file", "sheet", "row", "serial"]
PLAIN = Layout(shuffled=False)


def read(files, **options):
    """Check files in a layout."""
    return check([SourceFile(name, content) for name, content in files], load_settings(), RULEBOOK.projects, **options)


def stored(checked):
    """Return what would be stored, in an order of its own."""
    rows = checked.rows({problem.id: "repair" for problem in checked.problems})
    return rows.drop(columns=ORIGIN).sort_values(["stage", "school_code"]).reset_index(drop=True)


@cache
def truth():
    """Return the rows of the first layout."""
    return stored(read(workbooks(PLAIN)))


def assert_same(checked, *codes):
    """The rows are those of the first layout, and nothing but some kinds of notes is told."""
    rows = stored(checked)
    differing = [name for name in truth().columns if not truth()[name].equals(rows[name])]

    assert [] == differing
    assert set(codes) == {problem.code for problem in checked.problems}


@pytest.mark.parametrize("seed", range(1, 7))
def test_columns_are_found_by_their_words_in_any_order(seed):
    """Another order, other words, other groups, other brackets."""
    assert_same(read(workbooks(Layout(seed=seed))))


@pytest.mark.parametrize("seed", [0, 3])
def test_headings_without_merged_cells_are_read(seed):
    """A group's name stands once, blanks to its right belong to it."""
    assert_same(read(workbooks(Layout(seed=seed, shuffled=bool(seed), merged=False))))


@pytest.mark.parametrize("seed", [0, 5])
def test_one_row_of_headings_is_read(seed):
    """专任教师-按学历分-本科 in one cell."""
    assert_same(read(workbooks(Layout(seed=seed, depth=1))))


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("gb18030", ","), ("utf-8-sig", ","), ("utf-8", ";"), ("utf-16", "\t")]
)
def test_csv_is_read_in_every_encoding(encoding, delimiter):
    """GB18030 as Chinese systems write it, UTF-8, and the office program's “Unicode text”."""
    assert_same(read(texts(Layout(seed=2), encoding, delimiter)))


@pytest.mark.parametrize("dashes", ["～", "—", "-", "－", "~", "–", "至"])
def test_class_sizes_are_read_with_any_dash(dashes):
    """26-30人, 26～30人, 26—30人."""
    assert_same(read(workbooks(replace(PLAIN, dashes=dashes))))


@pytest.mark.parametrize("codes", ["both", "code", "label", "turned"])
def test_kinds_are_read_as_code_label_or_both(codes):
    """211-小学, 小学, 211, 小学(211)."""
    assert_same(read(workbooks(replace(PLAIN, codes=codes))))


@pytest.mark.parametrize("yes", [(1, 0), ("1", "0"), ("√", "×"), ("Y", "N")])
def test_yes_and_no_are_read_in_every_form(yes):
    """是/否 or 1/0."""
    assert_same(read(workbooks(replace(PLAIN, yes=yes))))


@pytest.mark.parametrize("numbering", ["numbers", "letters", "mixed"])
def test_rows_of_column_numbers_are_no_schools(numbering):
    """1 2 3 …, A B C …, 甲 乙 (1) (2) …"""
    assert_same(read(workbooks(replace(PLAIN, numbering=numbering))))


def test_what_is_printed_around_the_schools_is_left_out():
    """序号, 小计, 合计, blank rows, headings on every page, blank columns at the end."""
    layout = Layout(seed=4, serial=True, sub_sums=True, blank_rows=True, repeat_after=5, trailing=7)

    assert_same(read(workbooks(layout)), "repeated_header")


@pytest.mark.parametrize(
    "dated",
    [
        "数据截至2026年3月31日", "统计时点：2026-03-31", "截至2026.3.31", "2026年3月", "报告期：2026年03月",
        "统计时点：二〇二六年三月三十一日", "统计时点:2026/3/31", "（截止日期：2026年3月31日）", "统计时间 20260331",
        "",
    ],
)  # fmt: skip
def test_the_report_date_is_read_in_every_spelling(dated):
    """A month is its last day; without any date the one that was asked for."""
    checked = read(workbooks(replace(PLAIN, dated=dated)), period=PERIOD)

    assert PERIOD == checked.period
    assert_same(checked)


def test_a_note_may_say_the_report_date():
    """注：数据截至…"""
    assert PERIOD == read(workbooks(replace(PLAIN, dated="", note="注：1.数据截至2026年3月31日。2.略。"))).period


def test_a_renamed_sheet_is_a_note():
    """The title says the stage."""
    assert_same(read(workbooks(replace(PLAIN, sheet="Sheet1"))), "sheet_renamed")


def test_without_title_and_name_the_grades_say_the_stage():
    """一年级 … 六年级 are 小学."""
    files = workbooks(replace(PLAIN, title=False, sheet="Sheet1"))

    assert_same(read(files, period=PERIOD), "sheet_renamed")


def test_three_stages_in_one_file_with_a_cover():
    """A cover is told, an empty sheet is not."""
    assert_same(read(workbooks(replace(PLAIN, one_file=True, cover=True))), "sheet_skipped")


def test_figures_as_text_are_told_once_a_sheet():
    """A system that exports text."""
    assert_same(read(workbooks(replace(PLAIN, as_text=True))), "figures_as_text")


@pytest.mark.parametrize("units_at", ["heading", "title", "beside", "note"])
@pytest.mark.parametrize(
    ("money", "area", "books"),
    [("元", "平方米", "册"), ("万元", "亩", "册"), ("千元", "公顷", "万册"), ("元", "亩", "万册")],
)
def test_units_are_read_wherever_they_stand(units_at, money, area, books):
    """In the headings, a line of their own, right of the title, in a 注: the same figures, and what was converted."""
    layout = replace(PLAIN, units_at=units_at, money=money, area=area, books=books)

    assert_same(read(workbooks(layout)), "unit_converted")


@pytest.mark.parametrize("units_at", ["title", "beside", "note"])
def test_units_that_convert_nothing_are_not_told(units_at):
    """计量单位：人、㎡、册、万元 is what the columns are in."""
    assert_same(read(workbooks(replace(PLAIN, units_at=units_at, area="㎡"))))


def test_the_old_excel_format_says_the_same(data):
    """The .xls of the damaged set, but for what an .xls does not show."""
    path = data / "A" / "其他格式" / "2026年3月_综合报表_初中.xls"
    old = check([SourceFile(path.name, path.read_bytes())], load_settings(), RULEBOOK.projects).rows({})
    rows = a_set("A", "2026年3月").rows({})
    new = rows[rows["stage"] == "junior"].drop(columns=[*ORIGIN, "books"]).reset_index(drop=True)

    assert [] == [name for name in new.columns if not new[name].equals(old[name])]


def test_numbers_in_brackets_below_one_row_of_headings_are_no_headings():
    """序号, then 甲 乙 (1) (2) …: a row of brackets alone says nothing."""
    layout = Layout(seed=5628, depth=1, numbering="mixed", serial=True, repeat_after=4)

    assert_same(read(workbooks(layout)), "repeated_header")


LAYOUTS = st.builds(
    Layout,
    seed=st.integers(1, 10_000),
    depth=st.sampled_from([None, None, 1]),
    merged=st.booleans(),
    codes=st.sampled_from(["both", "code", "label", "turned"]),
    yes=st.sampled_from([("是", "否"), (1, 0)]),
    dashes=st.sampled_from(["-", "～", "—"]),
    numbering=st.sampled_from(["", "numbers", "letters", "mixed"]),
    serial=st.booleans(),
    sub_sums=st.booleans(),
    repeat_after=st.sampled_from([0, 4]),
    blank_rows=st.booleans(),
    units_at=st.sampled_from(["heading", "title", "beside", "note"]),
    money=st.sampled_from(["万元", "元", "千元"]),
    area=st.sampled_from(["平方米", "㎡", "亩", "公顷"]),
    books=st.sampled_from(["册", "万册"]),
    one_file=st.booleans(),
    trailing=st.integers(0, 3),
)


@settings(max_examples=15, deadline=None)
@given(LAYOUTS, st.booleans())
def test_any_layout_comes_to_the_same_rows(layout, is_csv):
    """Whatever is combined."""
    checked = read(texts(layout) if is_csv else workbooks(layout))
    rows = stored(checked)

    assert [] == [name for name in truth().columns if not truth()[name].equals(rows[name])]
    assert [] == [problem for problem in checked.problems if problem.severity != "note"]
    assert len(STAGES) == rows["stage"].nunique()
