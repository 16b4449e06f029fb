"""Other bureaus' layouts of the same lists must come to the same frames, value by value."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitoring.errors import ImportRefused
from tests.support.lists_layouts import PLAIN, assert_same, changed, read, stored, told, truth
from tests.support.strange_lists import DATES, MONEY, MONTHS, ROOMS, SPEEDS, Layout, workbooks

AFTER = {"dates_out_of_order"}
"""What may follow where a month counts as its last day."""


def test_the_clean_lists_are_read():
    """Six frames, and not a word."""
    assert list(truth()) == ["rooms", "projects", "reports", "funds", "milestones", "sources"]
    assert_same(read(workbooks(PLAIN)))


# —— 表头 headings


@pytest.mark.parametrize("order", ["reversed", "shuffled"])
def test_columns_are_found_in_any_order(order):
    """Groups in another order, and the columns of each group."""
    assert_same(read(workbooks(Layout(order=order))))


@pytest.mark.parametrize("seed", range(1, 9))
def test_columns_are_found_by_other_words(seed):
    """Other words, brackets, groups above them."""
    assert_same(read(workbooks(Layout(seed=seed, order="shuffled"))))


@pytest.mark.parametrize("seed", [0, 3])
def test_headings_without_merged_cells_are_read(seed):
    """A group's name stands once, blanks to its right belong to it."""
    assert_same(read(workbooks(Layout(seed=seed, merged=False))))


@pytest.mark.parametrize("seed", [0, 4, 7])
def test_one_row_of_headings_is_read(seed):
    """立项计划日期, 计划总投资中央(万元) in one cell."""
    assert_same(read(workbooks(Layout(seed=seed, depth=1))))


@pytest.mark.parametrize("merged", [True, False])
def test_milestones_below_planned_and_actual_are_read(merged):
    """计划日期›立项, 招标 …; 实际日期›立项, 招标 …"""
    assert_same(read(workbooks(Layout(turned=True, merged=merged))))


def test_a_forecast_beside_planned_and_actual_is_no_date_of_either():
    """预计日期 is worked out, never read: a note a column."""
    checked = read(workbooks(Layout(forecast=True)))

    assert_same(checked, "unknown_column")
    assert 7 == len(checked.problems)


@pytest.mark.parametrize("over", ["基本情况", "工程进度", "项目进度", "工程项目进度情况"])
def test_a_heading_or_a_title_above_all_columns_is_read(over):
    """A group's word is a third level; 工程进度 there is a title, though a column may be called so."""
    assert_same(read(workbooks(Layout(over=over))))


def test_columns_of_the_bureaus_own_are_kept_out():
    """A note a column: 巡检员, 批复文号."""
    assert_same(read(workbooks(Layout(own=True))), "unknown_column")


# —— 单位 units


@pytest.mark.parametrize("money", MONEY)
@pytest.mark.parametrize("units", ["brackets", "row", "above"])
def test_money_is_read_in_the_unit_that_is_said(units, money):
    """In the heading, in a row of units, in a line above: 单位：元; what was converted is told."""
    assert_same(read(workbooks(Layout(units=units, money=money))), *(["unit_converted"] if money != "万元" else []))


@pytest.mark.parametrize("speed", SPEEDS)
@pytest.mark.parametrize("units", ["brackets", "row"])
def test_speeds_are_read_in_the_unit_of_their_heading(units, speed):
    """网速(G): 0.1 is 100 Mbps."""
    told = ["unit_converted"] if SPEEDS[speed] != 1 else []

    assert_same(read(workbooks(Layout(units=units, speed=speed), ["rooms"])), *told)


@pytest.mark.parametrize(("money", "speed"), list(zip(MONEY, SPEEDS, strict=False)))
def test_units_in_the_cells_are_read(money, speed):
    """0.1357亿元, 0.1G: notes."""
    assert_same(read(workbooks(Layout(units="cells", money=money, speed=speed))), "number_as_text", "figures_as_text")


def test_a_speed_with_its_own_unit_below_a_heading_with_another():
    """1G below 网速(G) is 1000 Mbps, not a million."""

    def gigabit(lines):
        lines[1][8], lines[2][8] = "网速(G)", "1G"

    room = changed("rooms", gigabit).list_frames({})["rooms"].iloc[0]

    assert 1000 == room["mbps"]


def test_a_note_may_say_the_unit():
    """注：金额单位为元."""

    def in_yuan(lines):
        lines[1] = ["项目编号", "项目名称", "资金来源", "计划", "累计到位", "累计支付"]
        for line in lines[2:-1]:
            line[3:] = [value and round(value * 10_000, 2) for value in line[3:]]
        lines[-1] = ["注：截至2026年3月31日；金额单位为元。"]

    assert_same(changed("funds", in_yuan), "unit_converted")


@pytest.mark.parametrize("name", ["填报单位：元氏县教育局", "填表单位：万元镇中心学校"])
def test_a_bureau_whose_name_begins_like_a_unit_names_none(name):
    """元氏县 is a county."""
    checked = changed("funds", lambda lines: lines.insert(1, [name]))

    pd.testing.assert_frame_equal(truth()["funds"], stored(checked)["funds"])


# —— 日期与百分数 dates and percents


@pytest.mark.parametrize("dates", DATES)
def test_dates_are_read_in_every_spelling(dates):
    """Real dates, 2026-03-01, 2026.3.1, 2026/3/1, 2026年3月1日, 20260301: notes where they are text."""
    assert_same(read(workbooks(Layout(dates=dates))), *(["date_form"] if dates != "real" else []))


@pytest.mark.parametrize("dates", MONTHS)
def test_a_month_counts_as_its_last_day(dates):
    """A warning a cell; the running month counts to the report date."""
    checked = read(workbooks(Layout(dates=dates)))
    rooms, expected = stored(checked)["rooms"], truth()["rooms"]
    for name in ("equipped_on", "accepted_on", "planned_on"):
        last = expected[name] + pd.offsets.MonthEnd(0)
        assert last.dropna().equals(rooms[name].dropna().astype(last.dtype))
    assert {"date_month"} == {problem.code for problem in checked.problems if problem.severity == "warning"} - AFTER
    assert not [problem for problem in checked.problems if problem.severity == "stop"]


def test_percents_with_a_sign_are_read():
    """85%."""
    assert_same(read(workbooks(Layout(percent="text"))), "number_as_text", "figures_as_text")


def test_a_column_of_fractions_is_percents():
    """85% in a cell of percents is stored as 0.85: one note a sheet, and no stop, for none of them is above 1."""
    checked = read(workbooks(Layout(percent="fraction")))

    assert_same(checked, "code_form")
    assert [("项目清单", "AC列"), ("周进度", "D列")] == [(one.sheet, one.cell) for one in checked.problems]


def test_a_single_fraction_waits_for_the_officer():
    """One project at 0.5: half a percent, or half of it all?"""

    def single(lines):
        lines[2][3] = 0.5
        del lines[3:-1]

    assert [("stop", "percent_fraction", "D3")] == told(changed("reports", single))


def test_a_fraction_among_percents_waits_for_the_officer():
    """As rules 2 ask; there, too, 0.5% with its sign is what it says."""

    def fractions(lines):
        lines[2][3], lines[3][3] = 0.95, "0.5%"

    checked = changed("reports", fractions)

    assert [("stop", "percent_fraction", "D3"), ("note", "number_as_text", "D4")] == told(checked)
    assert 0.5 == checked.list_frames({})["reports"]["progress_pct"].iloc[1]  # noqa: PLR2004 (as typed)


# —— 年级和班 grades and classes


@pytest.mark.parametrize("room", ROOMS)
def test_grade_and_class_in_one_cell_are_read(room):
    """三年级2班, 三（2）班, 三年级（二）班, 3.2班, 302班."""
    assert_same(read(workbooks(Layout(room=room), ["rooms"])), "code_form")


@pytest.mark.parametrize("words", ["{}班", "（{}）班", "({})", "{:02}", "第{}班"])
def test_a_class_is_its_number(words):
    """2班 and 2 are one class."""
    assert_same(read(workbooks(Layout(class_words=words), ["rooms"])), "code_form")


@pytest.mark.parametrize("typed", ["2024级3班", "12班", "302", "三二班"])
def test_a_class_that_may_be_two_is_told(typed):
    """Which grade, which class: not guessed; the room still counts."""

    def doubtful(lines):
        lines[2][3] = typed

    checked = changed("rooms", doubtful, Layout(room="三年级2班"))
    room = checked.list_frames({})["rooms"].iloc[0]

    assert ("warning", "unreadable_fact", "D3") in told(checked)
    assert ("", "") == (room["grade"], room["class"])


def test_a_class_of_another_grade_than_its_row_is_told():
    """三年级2班 beside 七年级."""

    def contradicts(lines):
        lines[2][4], lines[3][4] = "三年级2班", "七年级2班"

    checked = changed("rooms", contradicts)

    assert [("warning", "unreadable_fact", "E3"), ("note", "code_form", "E4")] == told(checked)


# —— 表里别的行 what else stands there


@pytest.mark.parametrize("numbering", ["numbers", "letters", "mixed", "stems", "formulas"])
def test_rows_of_column_numbers_are_no_data(numbering):
    """1 2 3, A B C, 甲 乙 (1) (2), 甲 乙 丙 丁, 栏次 1 2 3=4+5."""
    assert_same(read(workbooks(Layout(numbering=numbering))))


@pytest.mark.parametrize("order", ["", "reversed"])
def test_what_is_printed_around_the_rows_is_left_out(order):
    """序号, 小计, 合计, blank rows, title and headings on every page, who filled it in."""
    layout = Layout(
        order=order, serial=True, sums=True, sub_sums=True, blank_rows=True, repeat_after=9, filled_in=True, signed=True
    )

    assert_same(read(workbooks(layout)), "repeated_header", "unknown_column")


@pytest.mark.parametrize("word", ["合计", "小计", "计"])
def test_a_projects_own_sum_is_no_source(word):
    """资金: the last row of each project is its 合计."""

    def summed(lines):
        lines.insert(6, [*lines[5][:2], word, 9999, 9999, 9999])

    checked = changed("funds", summed)

    assert () == checked.problems
    pd.testing.assert_frame_equal(truth()["funds"], stored(checked)["funds"])


def test_a_serial_called_number_beside_the_projects_number():
    """编号 1, 2, 3 in the first column and 项目编号 in the second: a warning, and the number is read."""

    def numbered(lines):
        for number, line in enumerate(lines[1:-1]):
            line.insert(0, number or "编号")

    checked = changed("funds", numbered)

    assert [("warning", "column_twice", "A列")] == told(checked)
    pd.testing.assert_frame_equal(truth()["funds"], stored(checked)["funds"])


def test_sections_of_projects_are_no_projects():
    """一 续建项目 with its sum, （二） … alone in the first cell, 合计：43个."""

    def sections(lines):
        for line in lines[1:-1]:
            line.insert(0, "")
        lines[1][0] = "序号"
        lines.insert(3, ["一", "", "续建项目", *([""] * 4), 99999])
        lines.insert(9, ["（二）2025年新建项目"])
        lines.insert(-1, ["", "合计：43个", "", *([""] * 4), 99999])

    checked = changed("projects", sections)

    assert [("note", "unknown_column", "A列")] == told(checked)
    pd.testing.assert_frame_equal(truth()["projects"], stored(checked)["projects"])


def test_a_second_table_below_the_first_is_refused():
    """Its figures stand under other headings: nothing is read from there."""

    def stacked(lines):
        lines += [["项目编号", "项目名称", "报告日期", "形象进度", "本周进展"], ["CH-1", "甲", "2026-03-01", 5, ""]]

    with pytest.raises(ImportRefused, match="又有一行表头，其中“报告日期”与上面的不同"):
        changed("funds", stacked)


def test_a_row_without_its_number_is_told():
    """A project without 项目编号, a room without school: each with its cell."""

    def nameless(lines):
        lines[3][0] = ""

    def homeless(lines):
        lines[2][0] = lines[2][1] = ""

    assert ("warning", "blank_fact", "A4") in told(changed("projects", nameless))
    assert ("warning", "school_not_found", "A3") in told(changed("rooms", homeless))


def test_a_class_written_twice_in_two_ways_is_one_room():
    """2 and 2班, everything else the same: a warning, no question."""

    def twice(lines):
        lines.insert(3, [*lines[2][:4], f"{lines[2][4]}班", *lines[2][5:]])

    checked = changed("rooms", twice)

    assert [("warning", "list_duplicate_same", "第4行")] == told(checked)


# —— 资金 money


@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_sources_side_by_side_are_rows_of_their_own(seed, merged):
    """计划›中央, 省 …, 累计到位›中央 …: a source without money is no row."""
    assert_same(read(workbooks(Layout(seed=seed, cross=True, merged=merged, sums=True, units="row"))))


def test_a_project_without_any_money_side_by_side_is_told():
    """Every source is blank: nothing is dropped in silence."""

    def blank(lines):
        lines[3][2:] = [""] * (len(lines[3]) - 2)

    checked = changed("funds", blank, Layout(cross=True))

    assert {"blank"} == {problem.code for problem in checked.problems} - {"funds_sum_differs", "funds_differ"}


def test_what_arrived_from_a_source_is_no_planned_money():
    """项目清单 with 累计到位›中央 and no planned 中央: told, not read from the heading beside it."""

    def arrived(lines):
        lines[1][6] = "累计到位"

    checked = changed("projects", arrived, Layout(merged=False))

    assert checked.list_frames({})["sources"].empty
    assert {"H列", "I列"} <= {cell for _, code, cell in told(checked) if code == "unknown_column"}


# —— 任意组合 whatever is combined

LAYOUTS = st.builds(
    Layout,
    seed=st.integers(1, 10_000),
    order=st.sampled_from(["", "reversed", "shuffled"]),
    turned=st.booleans(),
    forecast=st.booleans(),
    over=st.sampled_from(["", "基本情况"]),
    merged=st.booleans(),
    units=st.sampled_from(["brackets", "row", "above"]),
    money=st.sampled_from(list(MONEY)),
    speed=st.sampled_from(list(SPEEDS)),
    dates=st.sampled_from(list(DATES)),
    percent=st.sampled_from(["number", "text", "fraction"]),
    cross=st.booleans(),
    room=st.sampled_from(["", *ROOMS]),
    class_words=st.sampled_from(["{}", "{}班", "（{}）班"]),
    numbering=st.sampled_from(["", "numbers", "letters", "mixed", "stems", "formulas"]),
    serial=st.booleans(),
    sums=st.booleans(),
    sub_sums=st.booleans(),
    blank_rows=st.booleans(),
    repeat_after=st.sampled_from([0, 9]),
    title=st.booleans(),
    filled_in=st.booleans(),
    signed=st.booleans(),
    own=st.booleans(),
    books=st.sampled_from(["two", "one", "each"]),
)


@settings(max_examples=20, deadline=None)
@given(LAYOUTS)
def test_any_layout_comes_to_the_same_frames(layout):
    """Whatever is combined."""
    checked = read(workbooks(layout))
    frames = stored(checked)

    assert list(truth()) == list(frames)
    assert [] == [problem for problem in checked.problems if problem.severity != "note"]
    for name, frame in frames.items():
        pd.testing.assert_frame_equal(truth()[name], frame, rtol=1e-12)
