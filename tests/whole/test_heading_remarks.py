"""Remarks in a heading, last year's columns beside this year's, codes that an office program made numbers of."""

from __future__ import annotations

import math

import pytest

from tests.support.headings import table
from tests.support.small_tables import MISSING, REPAIR, checked, found, only, value


@pytest.mark.parametrize(
    ("heading", "typed", "field", "stored"),
    [
        ("图书（册，不含电子图书）", 9000, "books", 9000),
        ("图书（不含电子图书）", 9000, "books", 9000),
        ("图书（册）（不含电子图书）", 9000, "books", 9000),
        ("图书（万册，不含电子图书）", 0.9, "books", 9000),
        ("图书（单位：册，不含电子图书）", 9000, "books", 9000),
        ("骨干教师（人，含学科带头人）", 5, "backbone_teachers", 5),
        ("县级及以上骨干教师（含学科带头人）", 5, "backbone_teachers", 5),
        ("计算机数（台，含平板）›计", 60, "computers", 60),
        ("计算机数（含平板电脑、台）", 60, "computers", 60),
        ("占地面积（亩，含绿化用地、运动场地）", 27, "land_m2", 18000),
        ("教学及辅助用房（建筑面积，㎡）›计", 2000, "teaching_area_m2", 2000),
    ],
)
def test_a_harmless_remark_is_read_over(heading, typed, field, stored):
    """The field with its unit."""
    result = checked(table({heading: typed}))

    assert stored == value(result, field)
    assert not found(result, "heading_remark", "unknown_column")


@pytest.mark.parametrize(
    "heading",
    [
        "计算机数（台，不含教学用）",
        "图书（电子）",
        "图书（册，借阅）",
        "教学及辅助用房›面积计（㎡，租用）",
        "专任教师（兼职）›合计",
    ],
)
def test_an_unknown_remark_leaves_the_column_out_with_a_warning(heading):
    """It may mean anything: nothing is guessed."""
    result = checked(table({heading: 60}))
    problem = only(result, "heading_remark")

    assert ("warning", "G列", heading) == (problem.severity, problem.cell, problem.found)
    for field in ("computers", "books", "teaching_area_m2", "teachers"):
        assert math.isnan(value(result, field))


def test_the_whole_beside_a_column_with_a_remark_is_read():
    """图书 is the books, 图书（电子） is not."""
    result = checked(table({"图书（电子）": 70_000, "图书（册）": 9000}))

    assert 9000 == value(result, "books")


@pytest.mark.parametrize(("this", "last"), [("本年", "上年"), ("本学年", "上学年"), ("本期", "上期"), ("今年", "去年")])
@pytest.mark.parametrize("order", [1, -1])
def test_last_years_columns_are_left_out_with_a_note(this, last, order):
    """In whatever order the two stand, above or below."""
    below = [(f"图书（册）›{this}", 9000), (f"图书（册）›{last}", 7000)][::order]
    above = [(f"{this}›占地面积", 18000), (f"{last}›占地面积", 17000)][::order]
    joined = [(f"{this}图书", 9000), (f"{last}图书", 7000)][::order]
    result = checked(table(dict(below + above)))

    assert (9000, 18000) == (value(result, "books"), value(result, "land_m2"))
    assert {f"图书（册）›{last}", f"{last}›占地面积"} == {one.found for one in found(result, "last_year")}
    assert {"note"} == {one.severity for one in found(result, "last_year")}
    assert not found(result, "unknown_column", "column_twice")
    assert 9000 == value(checked(table(dict(joined))), "books")


def test_only_last_years_column_is_no_figure_of_this_year():
    """Missing, and said to be."""
    result = checked(table({"图书›上年": 7000}))

    assert math.isnan(value(result, "books"))
    assert "缺列 图书" in [one.cell for one in found(result, "absent_column")]


def with_codes(*codes):
    return checked(table({"学校标识码": list(codes)}))


def test_a_code_whose_figures_all_stand_there_is_read():
    """A number that is shown as 2.14E+09, or a text that holds all ten figures."""
    result = with_codes(2142991003.0, "2.142991005E+09", "2142991009")

    assert ["2142991003", "2142991005", "2142991009"] == [value(result, "school_code", school) for school in range(3)]
    assert not found(result, "row_unidentified")


@pytest.mark.parametrize("code", ["2.14299E+09", "2.14299e+9", "2.14E+09"])
def test_a_code_that_lost_its_figures_stops(code):
    """Nobody can bring them back; the sentence says what happened and what to do."""
    result = with_codes(code, "2142991005", "2142991009")
    stop = only(result, "row_unidentified")

    assert ("stop", code) == (stop.severity, stop.found)
    assert "科学计数" in stop.expected and "文本" in stop.expected
    for decision in (REPAIR, MISSING):
        assert 2 == len(result.rows({stop.id: decision}))


def test_a_cut_area_code_is_no_township():
    """9.901210010E+11 holds nine figures of twelve, and not these of a township."""
    result = checked(table({"所在地区划代码": ["9.90121001E+11", "990121001002", "990121002001"]}))

    assert "990121001" == value(result, "township_code")
    assert 1 == len(found(result, "area_code_unreadable"))
