"""The rules for doubtful cells (rules 2), one sentence after another, each with the cell that shows it."""

from __future__ import annotations

import math
from datetime import date

import pytest

from monitoring.errors import ImportRefused
from tests.support.small_tables import (
    MISSING,
    REPAIR,
    Error,
    Text,
    address,
    checked,
    found,
    letter,
    only,
    value,
    workbook,
)
from tests.support.wholesale import a_set

BOOKS, PUPILS, CLASSES, TEACHERS = "图书", "在校生数›合计", "班级数›计", "专任教师›合计"
ROOMS, MULTIMEDIA, ASSETS = "教室间数", "网络多媒体教室间数", "固定资产总值›计"
EQUIPMENT, SPORTS, TOWN = "固定资产总值›教学仪器设备资产值", "占地面积›运动场地面积", "所在地区划四级"
BACKBONE, NAME, CODE, BANDWIDTH = "县级及以上骨干教师", "学校(机构)名称", "学校标识码", "信息化›出口带宽"
TEACHING, SPECIAL, ORDINARY = "教学及辅助用房›面积计", "教学及辅助用房›专用教室面积小计", "教学及辅助用房›普通教室›面积"
MUSIC = "教学及辅助用房›音乐专用教室›面积"


def typed(label, text, **options):
    """Check a table in which the first school has a text in one cell."""
    return checked(workbook({(label, 0): text}, **options))


def missing(number):
    """Whether a figure is not reported."""
    return math.isnan(number)


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


# —— 各表之间 between the workbooks

NINE_YEAR = ("312", "九年一贯制")


def both(primary=None, junior=None):
    """Check a nine-year school's two tables."""
    return checked(
        workbook(primary, kinds=NINE_YEAR, schools=2),
        workbook(junior, stage="junior", kinds=NINE_YEAR, schools=2),
    )


def test_a_shared_figure_that_differs_between_workbooks_waits_for_the_officer():
    """The lowest stage's, or not reported in all; a pair gives two rows, decided once."""
    result = both(junior={(BOOKS, 0): 18606})
    first, second = found(result, "shared_differs")
    stop, twin = (first, second) if second.twin else (second, first)

    assert ("综合报表_初中.xlsx", "小学表填 24097", "24097") == (stop.file, stop.expected, stop.proposal)
    assert ("综合报表_小学.xlsx", stop.id) == (twin.file, twin.twin)
    assert (24097, 24097) == (value(result, "books", decision=REPAIR), value(result, "books", 0, REPAIR, "junior"))
    assert missing(value(result, "books", decision=MISSING))
    assert missing(value(result, "books", 0, MISSING, "junior"))


def test_a_shared_figure_missing_in_one_table_is_no_difference_and_not_filled():
    """Each stage uses its own table's cell."""
    result = both(junior={(BOOKS, 0): None})

    assert not found(result, "shared_differs")
    assert missing(value(result, "books", 0, REPAIR, "junior"))
    assert 24097 == value(result, "books")


def test_a_doubtful_shared_figure_is_decided_once():
    """约18000 in one table, 24097 in the other: one stop, and the plain figure is proposed."""
    result = both(junior={(BOOKS, 0): "约18000"})

    assert not found(result, "shared_differs")
    assert "24097" == only(result, "judgement").proposal
    assert 24097 == value(result, "books", 0, REPAIR, "junior")
    assert 24097 == value(result, "books", decision=MISSING)


def test_a_shared_figure_that_agrees_once_repaired_is_no_second_problem():
    """Teaching area wrong in one table only: the sum repairs it, and the tables agree."""
    result = both(junior={(SPECIAL, 0): 9999})

    assert ["total_contradicts"] == [one.code for one in result.problems if one.severity == "stop"]


@pytest.mark.parametrize(
    ("label", "field", "text"), [(NAME, "school_name", "甲校"), ("办学类型", "kind", "311-初级中学")]
)
def test_a_name_or_kind_that_differs_between_workbooks_is_the_lowest_stages(label, field, text):
    """Warning, the lowest stage's."""
    result = both(junior={(label, 0): text})

    assert value(result, field) == value(result, field, 0, "", "junior")
    assert "warning" == only(result, "facts_differ").severity


def test_a_stage_that_a_split_needs_and_no_table_has_is_told():
    """Without the senior table's pupils nothing of a complete secondary school can be split."""
    result = checked(workbook(stage="junior", kinds=("341", "完全"), schools=1))

    assert ("warning", "没有高中一行") == (only(result, "stage_missing").severity, only(result, "stage_missing").found)


# —— 列 columns


def test_an_absent_column_is_told_and_not_read_from_its_neighbour():
    """Its cells are not reported; the columns beside it keep their places."""
    result = checked(workbook(drop=["计算机数›学生终端"]))

    assert "缺列 学生终端" == only(result, "absent_column").cell
    assert missing(value(result, "pupil_terminals"))
    assert (45, 14) == (value(result, "teaching_computers"), value(result, "teacher_terminals"))


@pytest.mark.parametrize(
    ("label", "said"),
    [(CODE, "学校标识码"), (NAME, "学校名称"), ("办学类型", "办学类型"), (PUPILS, "在校生数›合计")],
)
def test_without_a_key_column_the_whole_import_is_refused(label, said):
    """Whatever the switches; the sentence names the column."""
    with pytest.raises(ImportRefused, match=f"缺少必需的列：{said}。.*没有保存任何数据"):
        checked(workbook(drop=[label]))


def test_area_code_or_township_is_a_key_column():
    """One of the two must be there."""
    assert 4 == len(checked(workbook(drop=[TOWN])).rows({}))
    with pytest.raises(ImportRefused, match="所在地区划代码或所在地区划四级"):
        checked(workbook(drop=[TOWN, "所在地区划代码"]))


# —— 日期 dates


def test_the_period_must_be_the_files_own():
    """A date that contradicts stops the import."""
    with pytest.raises(ImportRefused, match="写的统计时点是 2026-03-31，这次导入的报告期是 2026-09-30"):
        checked(workbook(), period=date(2026, 9, 30))


def test_files_of_different_dates_do_not_go_together():
    """The second file says another date."""
    other = workbook(stage="junior", texts={"A1": "澄湖县初中", "A2": "统计时点：2026年9月30日"})
    with pytest.raises(ImportRefused, match="写的统计时点是 2026-09-30"):
        checked(workbook(), other, period=None)


def test_a_file_that_says_two_dates_is_refused():
    """The title's month against the 统计时点."""
    with pytest.raises(ImportRefused, match="写了两个日期"):
        checked(workbook(texts={"A1": "澄湖县2026年9月小学综合报表"}))


def test_without_any_date_one_must_be_given():
    """报出日期 never counts."""
    undated = workbook(texts={"A1": "澄湖县小学综合报表", "A2": "报出日期：2026年4月15日"})

    assert date(2026, 3, 31) == checked(undated).period
    with pytest.raises(ImportRefused, match="没有写统计时点，请给出报告期"):
        checked(undated, period=None)


# —— 县 counties


def test_another_county_than_asked_for_is_refused():
    """--county says where the rows do not say; it must not contradict them."""
    with pytest.raises(ImportRefused, match="属于 990121，这次导入的县是 990122"):
        checked(workbook(), county="990122")


# —— 稳定 stable


def test_the_same_file_gives_the_same_ids():
    """A decision survives a second upload."""
    files = [workbook({(BOOKS, 0): "约300", (TEACHERS, 1): 99}) for _ in range(2)]
    ids = [[one.id for one in checked(file).problems] for file in files]

    assert ids[0] == ids[1]
    assert len(set(ids[0])) == len(ids[0])


def test_problems_come_in_order():
    """By severity, then from top to bottom."""
    result = checked(workbook({(BOOKS, 2): "约300", (BOOKS, 0): "约300", (BACKBONE, 1): None, (ROOMS, 3): "25间"}))

    assert [address(BOOKS, 0), address(BOOKS, 2), address(BACKBONE, 1), address(ROOMS, 3)] == [
        one.cell for one in result.problems
    ]


def test_decisions_are_taken_one_by_one():
    """One repaired, one not reported."""
    result = checked(workbook({(BOOKS, 0): "约300", (BOOKS, 1): "约400"}))
    first, second = found(result, "judgement")
    rows = result.rows({first.id: REPAIR, second.id: MISSING})

    assert 300 == rows["books"].iloc[0]
    assert missing(rows["books"].iloc[1])


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


@pytest.mark.parametrize("title", ["澄湖县2025年9月30日小学综合报表", "小学综合报表（2025-09-30）"])
def test_another_full_date_in_the_title_stops(title):
    """The title says another day than 统计时点."""
    with pytest.raises(ImportRefused, match="写了两个日期"):
        checked(workbook(texts={"A1": title}))


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
