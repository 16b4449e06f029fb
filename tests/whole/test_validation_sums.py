"""Totals against their breakdowns and their parts (rules 2): what is repaired, and what is not reported."""

from __future__ import annotations

import pytest

from tests.support.small_tables import (
    BACKBONE,
    BOOKS,
    EQUIPMENT,
    MISSING,
    MULTIMEDIA,
    MUSIC,
    NAME,
    ORDINARY,
    PUPILS,
    REPAIR,
    SPECIAL,
    SPORTS,
    TEACHERS,
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

# —— 分项 breakdowns


def test_a_total_against_breakdowns_that_agree_is_repaired_by_the_sum():
    """Three breakdowns add up to the same, the total does not."""
    result = typed(TEACHERS, 49)
    stop = only(result, "total_contradicts")

    assert ("stop", "学历、职称、课程三组之和 27", "27") == (stop.severity, stop.expected, stop.proposal)
    assert 27 == value(result, "teachers", decision=REPAIR)
    assert missing(value(result, "teachers", decision=MISSING))
    assert 21 == value(result, "teachers_bachelor", decision=MISSING)


def test_a_breakdown_against_a_confirmed_total_is_not_reported():
    """学历 contradicts, 职称 and 课程 confirm the total: 学历 is not reported, cell by cell."""
    result = typed("专任教师›按学历分›本科", 30)
    cells = {problem.cell for problem in found(result, "breakdown_contradicts")}

    assert not found(result, "total_contradicts")
    assert {
        address(f"专任教师›按学历分›{one}", 0) for one in ("博士研究生", "硕士研究生", "本科", "专科", "高中阶段及以下")
    } == cells
    assert missing(value(result, "teachers_bachelor", decision=REPAIR))
    assert 27 == value(result, "teachers", decision=REPAIR)


def test_breakdowns_that_contradict_the_total_and_each_other_are_not_reported():
    """None fits: nothing of them is reported, whatever is decided."""
    result = checked(
        workbook({
            ("专任教师›按学历分›本科", 0): 30, ("专任教师›按职称分›中级", 0): 1, ("专任教师›按课程分›语文", 0): 1,
        })
    )  # fmt: skip
    stop = only(result, "all_contradict")

    assert ("stop", address(TEACHERS, 0), "") == (stop.severity, stop.cell, stop.proposal)
    for decision in (REPAIR, MISSING):
        for field in ("teachers", "teachers_bachelor", "teachers_middle", "teachers_chinese", "teachers_pe"):
            assert missing(value(result, field, decision=decision))
    assert 15 == value(result, "teachers_female", decision=REPAIR)


def test_a_subtotal_that_fits_its_own_total_is_confirmed():
    """A room's area is wrong; 专用教室 fits 教学及辅助用房: the rooms are not reported, the subtotal is."""
    result = typed(MUSIC, 900)

    assert missing(value(result, "music_m2"))
    assert 607.97 == value(result, "special_m2")
    assert 1999.8 == value(result, "teaching_area_m2")
    assert not found(result, "total_contradicts")


def test_breakdowns_are_repaired_from_the_innermost_out():
    """专用教室 is wrong by its rooms and by its total: repaired, and then the outer sum fits again."""
    result = typed(SPECIAL, 6079.7)
    stop = only(result, "total_contradicts")

    assert (address(SPECIAL, 0), "607.97") == (stop.cell, stop.proposal)
    assert (607.97, 1999.8) == (
        value(result, "special_m2", decision=REPAIR), value(result, "teaching_area_m2", decision=REPAIR),
    )  # fmt: skip


def test_areas_may_be_off_by_two_hundredths():
    """0.02 ㎡ is rounding, 0.03 is not."""
    assert not found(typed(ORDINARY, 1027.65), "total_contradicts", "breakdown_contradicts")
    assert found(typed(ORDINARY, 1027.66), "total_contradicts", "breakdown_contradicts")


def test_a_part_of_a_complete_breakdown_falls_under_its_rule_only():
    """A grade above the total is a contradiction of the sum, not a part above its total."""
    result = typed("在校生数›按年级分›一年级", 900)

    assert not found(result, "part_above_total")
    assert "1321" == only(result, "total_contradicts").proposal


def test_a_negative_total_is_repaired_by_its_breakdown():
    """A cell of a complete breakdown falls under the breakdown's rows only."""
    result = typed(TEACHERS, -27)

    assert not found(result, "negative")
    assert "27" == only(result, "total_contradicts").proposal


def test_a_breakdown_with_a_blank_is_not_complete():
    """A blank grade is not zero: the total stands."""
    result = checked(workbook({("在校生数›按年级分›一年级", 0): None, (PUPILS, 0): 504}))

    assert not found(result, "total_contradicts")
    assert 504 == value(result, "pupils")


def test_where_junior_schools_begin_with_the_sixth_grade_primary_ends_with_the_fifth():
    """五四学制: five grades make up 小学, and no 六年级 is missed there."""
    grade = letter("班级数›七年级", "junior")
    junior = workbook(stage="junior", texts={f"{grade}{row}": "六年级" for row in (4, 5)})
    sixth = ["班级数›六年级", "在校生数›按年级分›六年级"]
    result = checked(workbook({(PUPILS, 0): 504 - 87}, drop=sixth), junior)

    assert not [one for one in found(result, "absent_column") if one.file == "综合报表_小学.xlsx"]
    assert not [one for one in found(result, "total_contradicts") if one.cell == address(PUPILS, 0)]


def test_columns_that_most_schools_contradict_mean_something_else():
    """One line for the column, not a stop a school; every figure is kept."""
    result = checked(workbook({("专任教师›按学历分›本科", school): 99 for school in range(12)}, schools=12))

    assert f"{letter(TEACHERS)}列" == only(result, "breakdown_off").cell
    assert not found(result, "breakdown_contradicts", "total_contradicts")
    assert 99 == value(result, "teachers_bachelor")


def test_class_sizes_that_do_not_add_up_are_kept():
    """班额 buckets against 班级数: a warning on each filled one, as typed."""
    result = typed("班额›46-50人", 5)
    cells = {problem.cell for problem in found(result, "class_sizes_differ")}

    assert address("班额›46-50人", 0) in cells
    assert 5 == value(result, "classes_size_to_50")


# —— 元 typed for 万元


def test_yuan_typed_for_wan_yuan_is_divided():
    """Greater than all assets, and a ten-thousandth of it is not."""
    result = typed(EQUIPMENT, 925300)
    stop = only(result, "wan_yuan")

    assert ("stop", "万元；像是按“元”填的", "92.53") == (stop.severity, stop.expected, stop.proposal)
    assert 92.53 == value(result, "equipment_wan_yuan", decision=REPAIR)
    assert missing(value(result, "equipment_wan_yuan", decision=MISSING))


def test_equipment_a_little_above_all_assets_is_to_be_decided():
    """700 of 649.42 may be 元 or a slip: ÷10,000 fits, so it is proposed and nothing is stored unasked."""
    result = typed(EQUIPMENT, 700)

    assert "0.07" == only(result, "wan_yuan").proposal
    assert missing(value(result, "equipment_wan_yuan", decision=MISSING))


# —— 不可能 impossible


@pytest.mark.parametrize(
    ("label", "number", "field"),
    [
        ("在校生数›女", 600, "pupils_female"), ("在校生数›寄宿生", 600, "pupils_boarding"),
        (MULTIMEDIA, 60, "multimedia_rooms"), ("计算机数›教学用计算机›计", 60, "teaching_computers"),
        (SPORTS, 99999, "sports_ground_m2"),
    ],
)  # fmt: skip
def test_a_part_above_its_total_is_not_reported(label, number, field):
    """女, 寄宿 in 在校生; 多媒体 in 教室; 教学用 in 计算机: the part."""
    result = typed(label, number)

    assert missing(value(result, field, decision=REPAIR))
    assert ("warning", address(label, 0)) == (
        only(result, "part_above_total").severity, only(result, "part_above_total").cell,
    )  # fmt: skip


def test_a_negative_number_is_not_reported():
    """Never its absolute value."""
    result = typed(SPORTS, -1953.82)

    assert missing(value(result, "sports_ground_m2", decision=REPAIR))
    assert ("warning", "0 以上的数") == (only(result, "negative").severity, only(result, "negative").expected)


@pytest.mark.parametrize("number", [12.5, 1e12])
def test_what_no_school_has_is_not_reported(number):
    """Half a teacher, a million million books."""
    result = typed(BACKBONE, number)

    assert missing(value(result, "backbone_teachers", decision=REPAIR))
    assert "warning" == only(result, "impossible").severity


# —— 几处一起 several at once


def test_a_part_above_its_total_is_told_where_the_breakdown_has_a_blank():
    """室内体育用房 of 99999 ㎡ in a school of hundreds: not stored, though 图书阅览室 is blank and nothing adds up."""
    hall, reading = "教学及辅助用房›室内体育用房", "教学及辅助用房›图书阅览室"
    result = checked(workbook({(hall, 0): 99999, (reading, 0): None}))

    assert missing(value(result, "indoor_sports_m2"))
    assert address(hall, 0) in {problem.cell for problem in found(result, "part_above_total")}


@pytest.mark.parametrize(
    ("label", "field"), [(BACKBONE, "backbone_teachers"), ("信息化›百兆到班教室数", "rooms_100mbps")]
)
def test_other_parts_cannot_be_more_than_their_total_either(label, field):
    """骨干教师 in 专任教师, rooms with a network in 教室."""
    result = typed(label, 9999)

    assert address(label, 0) == only(result, "part_above_total").cell
    assert missing(value(result, field))


def test_a_doubtful_part_above_its_total_is_decided_once():
    """约9999 multimedia rooms: one stop, whose proposal is what is stored: not reported."""
    result = typed(MULTIMEDIA, "约9999")

    assert "" == only(result, "judgement").proposal
    assert not found(result, "part_above_total")
    assert missing(value(result, "multimedia_rooms", decision=REPAIR))


def test_half_a_pupil_in_a_total_is_repaired_from_the_grades():
    """300.5 with six complete grades: a stop that proposes their sum, like any other contradiction."""
    result = typed(PUPILS, 300.5)

    assert not found(result, "impossible")
    assert float(only(result, "total_contradicts").proposal) == value(result, "pupils", decision=REPAIR)


@pytest.mark.parametrize("name", ["合计（4所）", "澄湖县合计", "小学合计"])
def test_a_sum_in_other_words_is_a_sum_and_held_against_the_schools(name):
    """No school of that name, and one warning where it differs."""
    file = workbook({(NAME, 4): name}, sums={BOOKS: 1})
    result = checked(file)

    assert 4 == len(result.rows({}))
    assert "图书" in only(result, "sums_row").treatment
