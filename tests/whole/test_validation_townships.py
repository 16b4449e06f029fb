"""Townships and counties of rows (rules 1 and 2): by code, by name, and what contradicts."""

from __future__ import annotations

import pytest

from monitoring.errors import ImportRefused
from tests.support.small_tables import (
    TOWN,
    checked,
    found,
    only,
    typed,
    value,
    workbook,
)

# —— 乡镇 townships


@pytest.mark.parametrize("name", ["澄阳", "澄湖县澄阳街道", "澄阳街道办事处", "澄阳 街道"])
def test_a_townships_form_is_a_note(name):
    """Suffix missing, the county before it, 办事处 for 街道: the same township, by its code."""
    result = typed(TOWN, name)

    assert "澄阳街道" == value(result, "township")
    assert not found(result, "township_variant", "township_contradicts")


def test_another_name_for_the_same_code_is_a_warning():
    """The code says which township it is; the commonest name of the code is kept."""
    result = typed(TOWN, "澄羊街道")

    assert "澄阳街道" == value(result, "township")
    assert ("warning", "澄阳街道（按代码）") == (
        only(result, "township_variant").severity, only(result, "township_variant").expected,
    )  # fmt: skip


def test_an_area_code_that_contradicts_a_valid_township_counts():
    """The name of another township of the tables: warning, the code."""
    result = checked(workbook({("所在地区划代码", 0): "990121002005"}, schools=14))

    assert ("990121002", "湖滨街道") == (value(result, "township_code"), value(result, "township"))
    assert "warning" == only(result, "township_contradicts").severity


def test_a_second_code_for_one_township_is_told():
    """A slip in the code, and no other row has it: the code counts, and the officer is told."""
    result = checked(workbook({("所在地区划代码", 0): "990121003005"}))

    assert ("990121003", "澄阳街道") == (value(result, "township_code"), value(result, "township"))
    assert ("warning", "同名乡镇的区划代码都以 990121001 开头") == (
        only(result, "township_twice").severity, only(result, "township_twice").expected,
    )  # fmt: skip


def test_a_blank_township_is_filled_from_the_code():
    """A blank township is filled from the code."""
    result = typed(TOWN, None)

    assert "澄阳街道" == value(result, "township")
    assert "按区划代码填 澄阳街道" == only(result, "township_filled").treatment


def test_a_blank_area_code_is_matched_by_the_name():
    """Without a code the township is the one of that name."""
    result = typed("所在地区划代码", None)

    assert ("990121001", "990121") == (value(result, "township_code"), value(result, "county_code"))
    assert "warning" == only(result, "area_code_unreadable").severity


def test_one_area_cell_may_hold_code_and_name():
    """990121001005新河社区."""
    result = typed("所在地区划代码", "990121001005新河社区")

    assert "990121001" == value(result, "township_code")


def test_a_countys_own_code_says_no_township():
    """990121000000: the township is the one of that name."""
    assert "990121001" == value(typed("所在地区划代码", "990121000000"), "township_code")


def test_a_table_without_area_codes_takes_them_from_the_others():
    """Its townships are those of the same name."""
    junior = workbook(stage="junior", drop=["所在地区划代码"])
    result = checked(workbook(schools=20), junior)

    assert "990121001" == value(result, "township_code", 0, "", "junior")
    assert {"990121"} == set(result.rows({})["county_code"])


def test_the_countys_name_may_stand_in_the_title_only():
    """填报单位：澄湖县教育局."""
    result = checked(workbook(drop=["所在地区划三级", "统计三级"]))

    assert {"990121": "澄湖县"} == dict(result.counties)


def test_a_slip_in_the_county_part_opens_no_second_county():
    """A row whose 三级 names the county of all others belongs to it."""
    result = checked(workbook({("所在地区划代码", 0): "990112001005"}, schools=30))

    assert {"990121": "澄湖县"} == dict(result.counties)
    assert "990121001" == value(result, "township_code")
    assert "warning" == only(result, "county_contradicts").severity


# —— 县 counties


def test_another_county_than_asked_for_is_refused():
    """--county says where the rows do not say; it must not contradict them."""
    with pytest.raises(ImportRefused, match="属于 990121，这次导入的县是 990122"):
        checked(workbook(), county="990122")


def test_a_township_name_that_two_counties_share_is_no_alarm_and_moves_no_school():
    """A row of the second county without a code stays in its county."""
    third, code, town = "所在地区划三级", "所在地区划代码", TOWN
    other = {
        (label, school): text
        for school in (2, 3)
        for label, text in ((third, "湖澄县"), ("统计三级", "湖澄县"), (code, "990122001001"), (town, "澄阳街道"))
    }
    result = checked(workbook(other | {(code, 3): None, (town, 0): "澄阳街道", (code, 0): "990121001001"}))
    rows = result.rows({})

    assert ["990122", "990122"] == rows["county_code"].iloc[2:].tolist()
    assert not found(result, "township_twice")
