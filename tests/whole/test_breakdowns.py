"""Which unknown columns hide a breakdown: a part beside the parts does, what lies below one of them does not."""

from __future__ import annotations

import pytest

from tests.support.headings import table
from tests.support.small_tables import checked, found, only, value

ROOMS = {
    "教学及辅助用房›普通教室›面积": 638.89,
    "教学及辅助用房›专用教室›计›面积": 562.12,
    "教学及辅助用房›公共教学用房›计›面积": 240.17,
}


def with_total(total, **more):
    """Check rooms whose parts add up to 1441.18 under a total, beside other columns."""
    columns = {"教学及辅助用房›面积计": [total, 1441.18, 1441.18], **ROOMS, **more}
    return checked(table(columns))


@pytest.mark.parametrize(
    "heading",
    [
        "教学及辅助用房›专用教室›沙盘›间数", "教学及辅助用房›专用教室›其中：租借›面积",
        "教学及辅助用房›普通教室›面积›其中租借",
        "教学及辅助用房›公共教学用房›展览›面积", "外单位借用›面积",
    ],
)  # fmt: skip
def test_an_unknown_column_below_a_part_hides_no_breakdown(heading):
    """14411.8 of 1441.18: a slip of the point, whatever else stands below 专用教室."""
    result = with_total(14411.8, **{heading: 5})
    stop = only(result, "total_contradicts")

    assert ("stop", "1441.18") == (stop.severity, stop.proposal)
    assert 1441.18 == value(result, "teaching_area_m2", decision="repair")


def test_an_unknown_column_beside_the_parts_hides_it():
    """风雨长廊 may be the fourth part: then the three are no breakdown."""
    result = with_total(1500, **{"教学及辅助用房›风雨长廊›面积": 58.82})

    assert not found(result, "total_contradicts", "breakdown_contradicts")
    assert 1500 == value(result, "teaching_area_m2")


def test_a_wrong_part_does_not_pull_the_whole_after_it():
    """校舍建筑面积 fits once 教学及辅助用房 is repaired: it is not touched."""
    more = {
        "校舍建筑面积›计": 2441.18, "行政办公用房": 500, "生活用房›计": 300, "其他用房": 200,
        "教学及辅助用房›专用教室›沙盘›间数": 1,
    }  # fmt: skip
    result = with_total(14411.8, **more)

    assert "1441.18" == only(result, "total_contradicts").proposal
    assert 2441.18 == value(result, "buildings_m2", decision="repair")


def test_a_negative_total_with_a_breakdown_is_its_sum():
    """Stop, not a figure dropped with a warning."""
    result = with_total(-1441.18, **{"教学及辅助用房›专用教室›沙盘›间数": 1})

    assert "1441.18" == only(result, "total_contradicts").proposal
    assert not found(result, "negative")


def test_courses_with_one_of_a_bureaus_own_are_no_breakdown():
    """劳动 beside 语文 may hold the missing teacher."""
    courses = [
        "语文",
        "数学",
        "外语",
        "道德与法治",
        "科学",
        "体育",
        "音乐",
        "美术",
        "艺术",
        "信息科技",
        "综合实践",
        "其他",
    ]
    columns = {"专任教师›合计": 13, **{f"专任教师›按课程分›{course}": 1 for course in courses}}

    assert not found(checked(table({**columns, "专任教师›按课程分›劳动": 1})), "total_contradicts")
    assert 3 == len(found(checked(table({**columns, "专任教师›按年龄分›劳动": 1})), "total_contradicts"))


def test_a_mixed_class_may_be_a_part_of_the_classes():
    """复式班 beside 一年级 … 六年级 is counted in the total."""
    numerals = "一二三四五六"
    columns = {"班级数›计": 7, **{f"班级数›{numeral}年级": 1 for numeral in numerals}}

    assert 3 == len(found(checked(table(columns)), "total_contradicts"))
    assert not found(checked(table({**columns, "班级数›复式班": 1})), "total_contradicts")
