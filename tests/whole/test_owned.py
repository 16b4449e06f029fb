"""学校产权, 非学校产权独立使用 and 共同使用 below an area, as the official tables have them."""

from __future__ import annotations

import math

import pytest

from tests.support.headings import table
from tests.support.small_tables import checked, found, only, value

OWN, ALONE, TOGETHER = "学校产权", "非学校产权独立使用", "共同使用"


def below(area, *figures, words=(OWN, ALONE, TOGETHER)):
    """The three columns below an area."""
    return {f"{area}›{word}": figure for word, figure in zip(words, figures, strict=True)}


def test_with_a_total_the_total_counts():
    """计 is what the table says the area is."""
    result = checked(table({"占地面积›计": 18500, **below("占地面积", 18000, 200, 300)}))

    assert 18500 == value(result, "land_m2")
    assert not found(result, "owned_added", "column_twice")


@pytest.mark.parametrize(
    "words",
    [
        (OWN, ALONE, TOGETHER), (OWN, "非学校产权›独立使用", "非学校产权›共同使用"),
        (OWN, "非学校产权（独立使用）", "非学校产权（共同使用）"),
        ("其中：学校产权", "独立使用", "共同使用"), ("学校产权›计", ALONE, TOGETHER),
    ],
)  # fmt: skip
def test_without_a_total_the_first_two_are_added(words):
    """Told once a sheet, whichever areas it were."""
    columns = {
        **below("占地面积", 18000, 200, 300, words=words),
        **below("校舍建筑面积", 4000, 100, 50, words=words),
        **below("教学及辅助用房›普通教室", 900, 50, 7, words=words),
        **below("行政办公用房（㎡）", 300, 0, 0, words=words),
    }
    result = checked(table(columns))

    assert (18200, 4100, 950, 300) == tuple(
        value(result, name) for name in ("land_m2", "buildings_m2", "ordinary_m2", "office_m2")
    )
    note = only(result, "owned_added")
    assert ("note", "工作表") == (note.severity, note.cell)
    assert all(label in note.found for label in ("占地面积", "校舍建筑面积", "普通教室面积", "行政办公用房面积"))


def test_leaves_of_the_same_words_beside_each_other_belong_to_the_areas_above_them():
    """占地面积 and 校舍建筑面积 each stand once, above the first of their three leaves, in 亩 and in ㎡."""
    columns = {**below("占地面积（亩）", 27, 3, 1), **below("校舍建筑面积（㎡）", 4000, 100, 50)}
    result = checked(table(columns))

    assert (20000, 4100) == (value(result, "land_m2"), value(result, "buildings_m2"))
    assert 1 == len(found(result, "unit_converted"))


def test_what_stands_below_the_schools_own_alone_is_read():
    """危房 and 当年新增 stand below 学校产权 only."""
    columns = {
        "校舍建筑面积›学校产权›计": 4000,
        "校舍建筑面积›学校产权›其中：危房": 30,
        "校舍建筑面积›非学校产权›独立使用": 100,
    }
    result = checked(table(columns))

    assert (4100, 30) == (value(result, "buildings_m2"), value(result, "dangerous_m2"))


@pytest.mark.parametrize("blank", [OWN, ALONE])
def test_a_blank_part_leaves_the_area_not_reported(blank):
    """Missing is never zero."""
    columns = {**below("占地面积", 18000, 200, 300), f"占地面积›{blank}": [None, 200, 200]}
    result = checked(table(columns))

    assert math.isnan(value(result, "land_m2"))
    assert not math.isnan(value(result, "land_m2", 1))


def test_the_schools_own_alone_is_not_the_whole():
    """Land that is the school's own, without a word of other land: nothing is guessed."""
    result = checked(table({"占地面积›学校产权": 18000, "占地面积›非学校产权共同使用": 300}))

    assert math.isnan(value(result, "land_m2"))


def test_texts_and_estimates_are_read_as_in_any_cell():
    """18,000 is a number; 约200 needs judgement, for the sum."""
    columns = {"占地面积›学校产权": ["18,000", 18000, 18000], "占地面积›独立使用": [200, "约200", "见备注"]}
    result = checked(table(columns))

    assert 18200 == value(result, "land_m2")
    assert "18200" == only(result, "judgement").proposal
    assert math.isnan(value(result, "land_m2", 2))


def test_a_sum_row_is_not_held_against_a_part():
    """The 合计 of 学校产权 is not that of the area."""
    columns = below("占地面积", 18000, 200, 300)

    assert not found(checked(table(columns, below=["合计||||||54000|600|900"])), "sums_row")
