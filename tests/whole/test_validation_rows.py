"""Rows that are odd, hidden, repeated or unidentified (rules 2), and what becomes of a school."""

from __future__ import annotations

import pytest

from tests.support.small_tables import (
    BOOKS,
    CODE,
    MISSING,
    NAME,
    PUPILS,
    REPAIR,
    TOWN,
    Text,
    address,
    checked,
    found,
    missing,
    only,
    typed,
    value,
    workbook,
)

# —— 奇怪但可能 odd but possible


def test_a_school_without_pupils_is_kept():
    """Odd but possible: told, as typed."""
    cells = {(label, 0): 0 for label in (PUPILS, *(f"在校生数›按年级分›{grade}年级" for grade in "一二三四五六"))}
    cells |= {(f"在校生数›{part}", 0): 0 for part in ("女", "寄宿生", "随迁子女", "农村留守儿童")}
    result = checked(workbook(cells))

    assert 0 == value(result, "pupils")
    assert ("第6行", "入库，不评定") == (only(result, "no_pupils").cell, only(result, "no_pupils").treatment)


@pytest.mark.parametrize(
    "name",
    [
        "<img src=x onerror=alert(1)>甲校",
        Text('=HYPERLINK("http://invalid.example/","甲校")'),
        "@甲校",
        "+甲校",
        "-甲校",
    ],
)
def test_a_hostile_name_is_kept_as_text(name):
    """Names are text everywhere, kept as typed and told."""
    result = typed(NAME, name)

    assert str(name) == value(result, "school_name")
    assert "warning" == only(result, "hostile_name").severity


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("澄湖县\n实验小学", "澄湖县实验小学"), (" 澄湖县 实验小学 ", "澄湖县实验小学"),
        ("New Star 学校", "New Star 学校"), ("澄湖县（城北） 小学", "澄湖县（城北）小学"),
    ],
)  # fmt: skip
def test_blanks_between_chinese_characters_are_removed_from_names(name, kept):
    """Kept as typed, but for blanks and line breaks between Chinese characters."""
    assert kept == value(typed(NAME, name), "school_name")


# —— 行 rows


def test_a_hidden_row_is_a_school():
    """Data, with a warning."""
    result = checked(workbook(hide=[1]))

    assert 4 == len(result.rows({}))
    assert ("第7行", "照常入库") == (only(result, "hidden_row").cell, only(result, "hidden_row").treatment)


def test_a_merged_cell_is_filled_down():
    """One township over three schools, each of its cells told."""
    result = checked(workbook(merge=f"{address(TOWN, 0)}:{address(TOWN, 2)}"))

    assert ["澄阳街道"] * 3 == [value(result, "township", school) for school in range(3)]
    assert [address(TOWN, school) for school in range(3)] == [one.cell for one in found(result, "merged_cells")]


def test_one_school_twice_identical_counts_once():
    """The second row is told, not added."""
    result = checked(workbook(repeat=[1]))

    assert 4 == len(result.rows({}))
    warning = only(result, "duplicate_same")

    assert ("warning", "第10行", "只计一次") == (warning.severity, warning.cell, warning.treatment)


def test_one_school_twice_with_other_figures_waits_for_the_officer():
    """The first row, or its name and text with the differing figures not reported."""
    result = checked(workbook({(BOOKS, 4): 7200}, repeat=[0]))
    stop = only(result, "duplicate_conflict")

    assert ("stop", "第10行", "图书 7200") == (stop.severity, stop.cell, stop.found)
    assert 10068 == value(result, "books", decision=REPAIR)
    assert missing(value(result, "books", decision=MISSING))
    assert 504 == value(result, "pupils", decision=MISSING)
    assert "澄湖县实验小学" == value(result, "school_name", decision=MISSING)


def test_a_repeated_row_is_compared_as_typed_before_any_repair():
    """约10068 and 10068 are not the same, whatever the first would be repaired to."""
    assert "stop" == only(checked(workbook({(BOOKS, 4): "约10068"}, repeat=[0])), "duplicate_conflict").severity
    assert found(checked(workbook({(BOOKS, 4): "10,068"}, repeat=[0])), "duplicate_same")


@pytest.mark.parametrize("code", [None, "21429910", "2142A91003", "不详"])
def test_a_row_without_a_readable_code_is_left_out_under_either_switch(code):
    """Stop; listed, and no school."""
    result = typed(CODE, code)
    stop = only(result, "row_unidentified")

    assert ("stop", "第6行", "10 位学校标识码") == (stop.severity, stop.cell, stop.expected)
    for decision in (REPAIR, MISSING):
        assert 3 == len(result.rows({stop.id: decision}))


@pytest.mark.parametrize("kind", [None, "某类学校", "999-其他"])
def test_a_row_without_a_readable_kind_is_left_out_under_either_switch(kind):
    """办学类型 decides what is judged."""
    result = typed("办学类型", kind)
    stop = only(result, "row_unidentified")

    assert "stop" == stop.severity
    assert 3 == len(result.rows({stop.id: REPAIR})) == len(result.rows({stop.id: MISSING}))


def test_a_campus_without_its_main_school_waits_for_the_officer():
    """A school of its own, or not judged: then it stays a campus of nobody."""
    result = checked(workbook({("是否计校数", 0): "否", ("主校标识码", 0): "2142991999"}))
    stop = only(result, "campus_alone")

    assert ("stop", "2142991999") == (stop.severity, stop.found)
    assert 1.0 == value(result, "is_counted", decision=REPAIR)
    assert 0.0 == value(result, "is_counted", decision=MISSING)


def test_a_sum_row_that_differs_is_told_once_and_never_used():
    """One warning a sheet names the columns."""
    right = {PUPILS: 504 + 690 + 1153 + 714, BOOKS: 1}
    result = checked(workbook(sums=right))
    warning = found(result, "sums_row")

    assert 1 == len(warning)
    assert "图书(册)" in warning[0].treatment
    assert 10068 == value(result, "books")
