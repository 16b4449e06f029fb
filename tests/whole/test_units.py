"""Units: in the heading, in a title line, in a 注; what is said twice or cannot be true is decided once a column."""

from __future__ import annotations

import math

import pytest

from monitoring.workbook.units import units_said
from monitoring.workbook.wording import wording
from tests.support.headings import PUPILS, TITLE, table
from tests.support.small_tables import MISSING, REPAIR, checked, found, only, value

LAND = (27.25, 19.5, 12.0)  # 亩: 36, 33 and 27 ㎡ a pupil
MU = 2000 / 3
EQUIPMENT = (1_500_000, 1_000_000, 900_000)  # 元: 3000, 2500, 3000 a pupil


def in_m2(mu):
    """亩 as they are stored."""
    return round(mu * MU, 6)


def is_missing(number):
    """Whether a figure is not reported."""
    return math.isnan(number)


# —— 表里说的单位 what a table says


@pytest.mark.parametrize(
    "above",
    [
        ["{t}|||单位：元"],
        ["{t}（单位：元）"],
        ["{t}(单位:元)"],
        ["{t}（元）"],
        ["{t}", "金额单位：元"],
        ["{t}", "计量单位：人、元"],
        ["{t}", "填报单位：澄湖县教育局　　单 位：元"],
        ["{t}", "填报单位：澄湖县教育局", "||货币单位：人民币元"],
        ["{t}【单位：元】"],
        ["{t}", "单位：|元"],
        ["{t}", "单位：人、所、平方米、元、册、台"],
        ["{t}", "单位：人/平方米/元/册"],
        ["{t}", "本表金额以元为单位"],
        ["{t}", "单位：面积（平方米）、金额（元）"],
        ["{t}", "单位：面积：平方米；金额：元"],
        ["{t}", "单位：平方米（面积）、元（金额）"],
        ["{t}", "计量单位：人　平方米　元　册"],
    ],
)
def test_a_title_line_says_the_unit_of_money(above):
    """元 are converted, and that is told once with the factor."""
    result = checked(table({"教学仪器设备资产值": list(EQUIPMENT)}, [line.format(t=TITLE) for line in above]))
    note = only(result, "unit_converted")

    assert [150, 100, 90] == [value(result, "equipment_wan_yuan", school) for school in range(3)]
    assert ("note", "按 1 元 = 0.0001 万元折算入库") == (note.severity, note.treatment.replace("人民币", ""))
    assert not found(result, "unit_impossible", "unit_contradicts")


@pytest.mark.parametrize(
    "below",
    [
        "注：金额单位为元",
        "注：1.数据为虚构。2.表中金额单位均为元。",
        "注：金额单位：元；占地面积单位为亩",
        "金额单位：元",
        "备注：资产按元填报",
        "说明：金额以元计。",
    ],
)
def test_a_note_says_the_unit_of_money(below):
    result = checked(table({"教学仪器设备资产值": list(EQUIPMENT)}, below=[below]))

    assert 150 == value(result, "equipment_wan_yuan")


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("计量单位：人、亩（占地）、平方米（校舍）", ""),
        ("计量单位：人、平方米、万元", "注：占地面积单位为亩"),
        ("土地单位：亩　校舍单位：平方米", ""),
        ("单位：人、亩、平方米、万元", ""),
        ("", "注：占地面积以亩计"),
        ("单位：占地（亩）、校舍（㎡）", ""),
        ("", "注：用地面积按亩填报，校舍建筑面积按平方米填报"),
    ],
)
def test_a_unit_of_the_land_is_the_lands_alone(above, below):
    """The buildings stay in ㎡."""
    columns = {"占地面积": list(LAND), "校舍建筑面积": 4000, "教学及辅助用房面积": 2000}
    result = checked(table(columns, [TITLE, above], [below]))

    assert [in_m2(mu) for mu in LAND] == [value(result, "land_m2", school) for school in range(3)]
    assert (4000, 2000) == (value(result, "buildings_m2"), value(result, "teaching_area_m2"))
    assert ["按 1 亩 = 666.666667 ㎡折算入库"] == [one.treatment for one in found(result, "unit_converted")]


def test_a_unit_of_areas_is_no_unit_of_money():
    """面积单位 to areas only, 金额单位 to money only."""
    columns = {"占地面积": list(LAND), "固定资产总值": 2000, "图书": 9000}
    result = checked(table(columns, [TITLE, "面积单位：亩　金额单位：千元"]))

    assert (in_m2(27.25), 200, 9000) == tuple(value(result, name) for name in ("land_m2", "assets_wan_yuan", "books"))


def test_a_column_that_says_its_own_unit_keeps_it():
    """Its heading goes before the title."""
    columns = {"固定资产总值（万元）": 600, "其中：教学仪器设备资产值": list(EQUIPMENT), "占地面积(㎡)": 18000}
    result = checked(table(columns, [TITLE, "单位：元、亩"]))

    assert (600, 150, 18000) == tuple(
        value(result, name) for name in ("assets_wan_yuan", "equipment_wan_yuan", "land_m2")
    )


def test_books_in_tens_of_thousands():
    """单位：万册; the books of a school are whole."""
    result = checked(table({"图书": [1.25, 1.1, 0.8]}, [TITLE, "单位：人、万册"]))

    assert [12500, 11000, 8000] == [value(result, "books", school) for school in range(3)]


@pytest.mark.parametrize(
    "line",
    [
        "单位：清渚县教育局",
        "填报单位：元氏县教育局",
        "填表单位：万元镇中心学校",
        "单位负责人：王某",
        "注：生均经费单位为元/生",
        "单位：人民政府办公室",
        "注：工资单位为元",
        "报送单位（盖章）：亩",
        "注：1亩约等于666.67平方米",
        "",
    ],
)
def test_what_is_no_unit_of_the_columns_changes_nothing(line):
    columns = {"教学仪器设备资产值": 150, "占地面积": 18000}
    result = checked(table(columns, [TITLE, line], [line]))

    assert (150, 18000) == (value(result, "equipment_wan_yuan"), value(result, "land_m2"))
    assert not found(result, "unit_converted", "unit_impossible", "unit_contradicts")


def test_two_units_for_one_column_wait_for_the_officer():
    """单位：万元 above, 金额单位为元 below: the figures say which, and nothing is stored unasked."""
    columns = {"教学仪器设备资产值": list(EQUIPMENT), "占地面积": 18000}
    result = checked(table(columns, [f"{TITLE}（单位：万元）"], ["注：金额单位为元"]))
    stop = only(result, "unit_contradicts")

    assert ("stop", "G列", "按“元”读") == (stop.severity, stop.cell, stop.proposal)
    assert (
        "一种单位；表里写了“万元”和“元”，像是“元”；按“万元”读，一般每生 3000 万元；按“元”读，一般每生 0.3 万元"
        == stop.expected
    )
    assert 150 == value(result, "equipment_wan_yuan", decision=REPAIR)
    for decision in (MISSING, ""):
        assert is_missing(value(result, "equipment_wan_yuan", decision=decision))


def test_the_same_unit_said_twice_is_one():
    """平方米 above, ㎡ below."""
    result = checked(table({"占地面积": 18000}, [TITLE, "单位：平方米"], ["注：面积单位为㎡"]))

    assert 18000 == value(result, "land_m2")
    assert not found(result, "unit_contradicts", "unit_converted")


# —— 表头里的单位 what a heading says


@pytest.mark.parametrize(
    ("heading", "typed", "field", "stored", "told"),
    [
        ("占地面积（亩）", 27.25, "land_m2", 18166.666667, "1 亩 = 666.666667 ㎡"),
        ("占地面积(市亩)", 27, "land_m2", 18000, "1 市亩 = 666.666667 ㎡"),
        ("占地面积（公顷）", 1.8167, "land_m2", 18167, "1 公顷 = 10000 ㎡"),
        ("占地面积/亩", 27, "land_m2", 18000, "1 亩 = 666.666667 ㎡"),
        ("占地面积（单位：亩）›运动场地", 12, "sports_ground_m2", 8000, "1 亩 = 666.666667 ㎡"),
        ("占地面积（亩）›运动场地面积（㎡）", 8000, "sports_ground_m2", 8000, ""),
        ("校舍建筑面积（万平方米）", 0.62, "buildings_m2", 6200, "1 万平方米 = 10000 ㎡"),
        ("校舍建筑面积（万㎡）", 0.62, "buildings_m2", 6200, "1 万㎡ = 10000 ㎡"),
        ("图书（万册）", 1.25, "books", 12500, "1 万册 = 10000 册"),
        ("图书(千册)", 12.5, "books", 12500, "1 千册 = 1000 册"),
        ("固定资产总值（千元）", 6000, "assets_wan_yuan", 600, "1 千元 = 0.1 万元"),
        ("固定资产总值（百元）", 60000, "assets_wan_yuan", 600, "1 百元 = 0.01 万元"),
        ("固定资产总值（亿元）", 0.06, "assets_wan_yuan", 600, "1 亿元 = 10000 万元"),
        ("固定资产总值（人民币：元）", 6000000, "assets_wan_yuan", 600, "1 元 = 0.0001 万元"),
        ("出口带宽（G）", 1, "bandwidth_mbps", 1000, "1 G = 1000 Mbps"),
        ("出口带宽（Gbps）", 0.5, "bandwidth_mbps", 500, "1 Gbps = 1000 Mbps"),
        ("占地面积（㎡）", 18000, "land_m2", 18000, ""),
    ],
)
def test_a_unit_in_the_heading_is_converted_and_told(heading, typed, field, stored, told):
    """Never dropped."""
    result = checked(table({heading: typed}))

    assert stored == value(result, field)
    assert [told and f"按 {told}折算入库"] == [one.treatment for one in found(result, "unit_converted")] or not told


@pytest.mark.parametrize(
    "heading", ["图书（万元）", "占地面积（万元）", "固定资产总值（册）", "县级及以上骨干教师（%）"]
)
def test_a_unit_of_another_kind_is_another_column(heading):
    """图书（万元） is what the books are worth."""
    result = checked(table({heading: 12}))

    assert heading in [one.found for one in found(result, "unknown_column")]


@pytest.mark.parametrize(
    ("heading", "typed", "field", "stored"),
    [
        ("占地面积（亩）", "27亩", "land_m2", 18000),
        ("占地面积（亩）", "18000平方米", "land_m2", 18000),
        ("图书（万册）", "1.25万册", "books", 12500),
        ("图书（万册）", "1.25万", "books", 12500),
        ("图书（万册）", "12500册", "books", 12500),
        ("固定资产总值（元）", "600万元", "assets_wan_yuan", 600),
    ],
)
def test_a_cell_may_name_its_own_unit(heading, typed, field, stored):
    """27亩 under 占地面积（亩） is 27 亩, 18000平方米 there is ㎡."""
    result = checked(table({heading: typed}))

    assert stored == value(result, field)
    assert not found(result, "judgement")


# —— 没有说单位 nothing says the unit


def test_equipment_in_yuan_without_a_word_is_stopped_once():
    """3000 万元 a pupil is impossible, 3000 元 is usual: one stop for the column, both readings in it."""
    result = checked(table({"教学仪器设备资产值": list(EQUIPMENT)}))
    stop = only(result, "unit_impossible")

    assert ("stop", "G列", "按“元”读") == (stop.severity, stop.cell, stop.proposal)
    assert stop.expected.startswith("没有写单位，像是“元”；按“万元”读，一般每生 3000 万元；按“元”读，一般每生 0.3 万元")
    assert [150, 100, 90] == [value(result, "equipment_wan_yuan", school, REPAIR) for school in range(3)]
    assert all(is_missing(value(result, "equipment_wan_yuan", school, MISSING)) for school in range(3))
    assert [("G4", "1500000"), ("G5", "1000000"), ("G6", "900000")] == list(stop.neighbours)


def test_land_in_mu_without_a_word_is_stopped_once():
    """0.05 ㎡ a pupil."""
    result = checked(table({"占地面积": list(LAND), "校舍建筑面积": 4000}))

    assert "按“亩”读" == only(result, "unit_impossible").proposal
    assert in_m2(27.25) == value(result, "land_m2", decision=REPAIR)
    assert 4000 == value(result, "buildings_m2", decision=REPAIR)


def test_where_no_other_unit_is_usual_the_column_is_not_reported():
    """0.00002 ㎡ a pupil is nothing known: neither switch stores a figure."""
    result = checked(table({"占地面积": [0.01, 0.01, 0.01]}))
    stop = only(result, "unit_impossible")

    assert ("", True) == (stop.proposal, "看不出是哪一种" in stop.expected)
    for decision in (REPAIR, MISSING):
        assert is_missing(value(result, "land_m2", decision=decision))


def test_one_odd_school_is_no_odd_column():
    """A slip in one cell stays the cell's."""
    result = checked(table({"教学仪器设备资产值": [1_500_000, 100, 90], "固定资产总值": 500}))

    assert not found(result, "unit_impossible")
    assert "150" == only(result, "wan_yuan").proposal


def test_a_said_unit_that_cannot_be_true_is_stopped_too():
    """单位：亩 over buildings in ㎡: 8 hectares a pupil."""
    columns = {"占地面积": list(LAND), "校舍建筑面积›计": 4000, "教学及辅助用房›普通教室›面积": 900}
    result = checked(table(columns, [f"{TITLE}（单位：亩）"]))
    stops = {one.field: one.proposal for one in found(result, "unit_impossible")}

    assert {"buildings_m2": "按“㎡”读", "ordinary_m2": "按“㎡”读"} == stops
    assert (in_m2(27.25), 4000, 900) == tuple(
        value(result, name, decision=REPAIR) for name in ("land_m2", "buildings_m2", "ordinary_m2")
    )


def test_a_doubtful_cell_of_such_a_column_is_decided_with_it():
    """约1500000 in a column of 元: one decision, for all its cells."""
    result = checked(table({"教学仪器设备资产值": ["约1500000", 1_000_000, 900_000]}))

    assert ["unit_impossible"] == [one.code for one in result.problems if one.severity == "stop"]
    assert 150 == value(result, "equipment_wan_yuan", decision=REPAIR)
    assert is_missing(value(result, "equipment_wan_yuan", decision=MISSING))


def test_a_part_in_yuan_is_held_against_its_total_once_repaired():
    """150 of 600 万元: no second stop; 700 of 600: the part above its total."""
    columns = {"固定资产总值": 600, "教学仪器设备资产值": list(EQUIPMENT)}
    above = {**columns, "教学仪器设备资产值": [7_000_000, 4_000_000, 3_000_000]}

    assert ["unit_impossible"] == [one.code for one in checked(table(columns)).problems if one.severity == "stop"]
    assert "H4" not in [one.cell for one in found(checked(table(columns)), "part_above_total")]
    assert "H4" == only(checked(table(above)), "part_above_total").cell


def test_a_sum_row_of_such_a_column_is_not_held_against_it():
    """合计 in 元 against schools in 万元 would differ by construction."""
    columns = {"教学仪器设备资产值": list(EQUIPMENT)}
    total = f"合计|||||{sum(PUPILS)}|{sum(EQUIPMENT)}"

    assert not found(checked(table(columns, below=[total])), "sums_row")
    assert not found(checked(table(columns, [TITLE, "单位：元"], below=[total])), "sums_row")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("单位：人、所、平方米、万元、册、台", ["人", "所", "平方米", "万元", "册", "台"]),
        ("（单位：万元）", ["万元"]),
        ("单位：万元 填报日期：2026年4月3日", ["万元"]),
        ("单位:万元。", ["万元"]),
        ("计量单位：人、间、m²、册、台、万元、Mbps", ["人", "间", "m2", "册", "台", "万元", "Mbps"]),
        ("单位：元/生", []),
        ("单位：元氏县", []),
        ("建设单位：人", []),
    ],
)
def test_the_units_of_a_line(line, expected):
    assert expected == [one.unit for one in units_said(line, wording())]
