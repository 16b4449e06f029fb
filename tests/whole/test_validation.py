"""The rules for doubtful cells (rules 2), one sentence after another, each with the cell that shows it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support.small_tables import (
    ASSETS,
    BACKBONE,
    BANDWIDTH,
    BOOKS,
    CODE,
    EQUIPMENT,
    MISSING,
    PUPILS,
    REPAIR,
    Error,
    address,
    checked,
    found,
    letter,
    missing,
    only,
    typed,
    value,
    workbook,
)
from tests.support.wholesale import a_set

# —— 规范 notes


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("23,267", 23267), ("23，267", 23267), ("２３２６７", 23267), (" 23267 ", 23267), ("23267册", 23267),
        ("23 267", 23267), ("023267", 23267), ("23267本", 23267), ("'23267", 23267), ("23267.0", 23267),
        ("23267。", 23267),
    ],
)  # fmt: skip
def test_what_is_read_without_loss_is_a_note(text, number):
    """Full width, separators, blanks, units and padding change no value: done, listed, no decision asked."""
    result = typed(BOOKS, text)

    assert number == value(result, "books")
    assert ("note", address(BOOKS, 0), text) == (lambda one: (one.severity, one.cell, one.found))(
        only(result, "number_as_text")
    )


@pytest.mark.parametrize("text", ["194.18万元", "194.18万", "１９４．１８ 万元"])
def test_wan_in_a_wan_yuan_column_is_that_unit(text):
    """万 behind a figure in a 万元 column is the column's own unit, not ten thousand times it."""
    assert 194.18 == value(typed(EQUIPMENT, text), "equipment_wan_yuan")


@pytest.mark.parametrize(("text", "number"), [("200M", 200), ("1G", 1000), ("100兆", 100), ("1000Mbps", 1000)])
def test_a_speed_with_a_unit_is_read(text, number):
    """A digit with a unit is read: 1G, 200M."""
    assert number == value(typed(BANDWIDTH, text), "bandwidth_mbps")


@pytest.mark.parametrize(
    ("text", "year"),
    [("2020年", 2020), ("2020年9月", 2020), ("2020-09", 2020), ("2020.9", 2020), (date(2020, 9, 1), 2020)],
)
def test_a_year_is_read_from_any_date(text, year):
    """建校年份 may be typed as a date."""
    result = typed("建校年份", text)

    assert year == value(result, "year_built")


def test_a_stored_formula_result_is_the_value():
    """=SUM(…) with a stored result counts as its result."""
    result = a_set("A", "2026年3月")
    problem = next(one for one in found(result, "stored_result") if one.cell == "AI91")

    assert ("note", "=SUM(AN91:AS91)", "数字 241") == (problem.severity, problem.found, problem.expected)


@pytest.mark.parametrize("code", [2142991003, "2142991003 ", "　2142991003", "２１４２９９１００３", "'2142991003"])
def test_a_padded_or_numeric_code_is_the_same_code(code):
    """Codes are text; a number or blanks around it do not make another school."""
    result = typed(CODE, code)

    assert "2142991003" == value(result, "school_code")
    assert "note" == only(result, "code_form").severity


def test_many_notes_of_one_kind_are_told_once_a_column():
    """A bureau whose system exports text must not read its own table again, cell by cell."""
    result = checked(workbook({(BOOKS, school): f"{1000 + school}" for school in range(20)}, schools=20))
    note = only(result, "number_as_text")

    assert (f"{letter(BOOKS)}列", "这一列 20 格同样处理") == (note.cell, note.treatment)
    assert 1019 == value(result, "books", 19)


# —— 未填报 not reported


@pytest.mark.parametrize("text", ["/", "—", "－", "-", "不详", "待报", "未统计", "N/A"])
def test_a_placeholder_is_not_reported(text):
    """A placeholder is missing, never zero."""
    result = typed(BACKBONE, text)

    assert missing(value(result, "backbone_teachers"))
    assert ("warning", "按未填报入库") == (only(result, "placeholder").severity, only(result, "placeholder").treatment)


@pytest.mark.parametrize("text", ["#N/A", "#REF!"])
def test_an_excel_error_is_not_reported(text):
    """An Excel error is missing data."""
    result = typed(BACKBONE, Error(text))

    assert missing(value(result, "backbone_teachers"))
    assert ("warning", text) == (only(result, "excel_error").severity, only(result, "excel_error").found)


def test_a_blank_is_not_reported_and_not_filled_from_parts():
    """A blank total stays blank, though the grades add up."""
    result = typed(PUPILS, None)

    assert missing(value(result, "pupils", decision=REPAIR))
    assert ("warning", "数（人）") == (only(result, "blank").severity, only(result, "blank").expected)


def test_wu_in_a_number_cell_is_none():
    """无 in a number cell means none here: 0, with a warning."""
    result = typed("教学及辅助用房›室内体育用房", "无")

    assert 0.0 == value(result, "indoor_sports_m2")
    assert "warning" == only(result, "none_is_zero").severity


def test_a_word_that_is_no_number_is_not_reported():
    """A text without a number in it holds nothing to decide."""
    result = typed(BACKBONE, "见备注")

    assert missing(value(result, "backbone_teachers", decision=REPAIR))
    assert "warning" == only(result, "unreadable").severity


def test_a_column_of_blanks_is_told_once():
    """Nobody fills in 绿化用地: one line, not one a school."""
    result = checked(workbook({("占地面积›绿化用地面积", school): None for school in range(4)}))

    assert not found(result, "blank")
    assert f"{letter('占地面积›绿化用地面积')}列" == only(result, "blank_column").cell


def test_one_number_inside_other_words_is_read_with_a_warning():
    """县配套804.73 is 804.73."""
    result = typed(ASSETS, "县配套804.73")

    assert 804.73 == value(result, "assets_wan_yuan")
    assert ("warning", "按 804.73 入库") == (
        only(result, "number_inside").severity,
        only(result, "number_inside").treatment,
    )


# —— 须判断 needs judgement


@pytest.mark.parametrize(
    ("text", "number"),
    [("四百二", 420), ("约300", 300), ("300左右", 300), ("1.1万册", 11000), ("近三百", 300), ("300多册", 300)],
)
def test_what_needs_judgement_waits_for_the_officer(text, number):
    """An estimate or numerals in words stop: the number read is proposed, or the cell is not reported."""
    result = typed(BOOKS, text)
    stop = only(result, "judgement")

    assert ("stop", address(BOOKS, 0), text, str(number)) == (stop.severity, stop.cell, stop.found, stop.proposal)
    assert number == value(result, "books", decision=REPAIR)
    assert missing(value(result, "books", decision=MISSING))
    assert missing(value(result, "books"))


def test_a_speed_in_words_needs_judgement():
    """百兆 has no digit."""
    assert "100" == only(typed(BANDWIDTH, "百兆"), "judgement").proposal


@pytest.mark.parametrize("text", ["300-350", "12+3", "30亩", "12 13", "80%", "不足"])
def test_a_number_that_cannot_be_told_is_never_guessed(text):
    """Two numbers, or another unit: nothing to propose."""
    result = typed(BOOKS, text)

    assert missing(value(result, "books", decision=REPAIR))


def test_a_doubtful_total_with_a_complete_breakdown_is_its_sum():
    """约300 pupils, and the grades add up to 504: the sum is proposed, and its parts shown."""
    result = typed(PUPILS, "约300")
    stop = only(result, "judgement")
    parts = [text for _, text in stop.neighbours[-6:]]

    assert ("504", "数（人）；六个年级之和 504") == (stop.proposal, stop.expected)
    assert ["83", "93", "81", "87", "73", "87"] == parts
    assert 504 == value(result, "pupils", decision=REPAIR)


def test_neighbours_are_the_cells_above_and_below():
    """The officer sees what stands around the doubtful cell."""
    result = checked(workbook({(BOOKS, 1): "约300"}))
    near = [cell for cell, _ in only(result, "judgement").neighbours]

    assert [address(BOOKS, 0), address(BOOKS, 1), address(BOOKS, 2)] == near


def test_a_formula_without_a_result_is_computed():
    """=SUM(…) that was never calculated: its sum is proposed."""
    first, last = address("计算机数›学生终端", 0), address("计算机数›教师终端", 0)
    result = typed("计算机数›计", f"=SUM({first}:{last})")

    assert "51" == only(result, "judgement").proposal
    assert missing(value(result, "computers", decision=MISSING))
