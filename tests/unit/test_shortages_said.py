"""短板 in sentences and in the workbook: what is said of money, teachers, blanks, and what the sheets hold."""

import io
from datetime import date

import numpy as np
import openpyxl

from monitoring.findings import gaps as findings
from monitoring.reports.shortages import Heading, shortages_workbook
from monitoring.shortages import shortages, way_out
from tests.support.shortages import INDICATORS, SETTINGS, judged, said, school, view_of

# —— sentences


def test_money_and_teachers_stand_apart_in_the_headline():
    """Teachers of different requirements are named one by one, and the line says why they are not added."""
    headline, line = said(view_of(school("1", L7=2, L2=1, L3=3), school("2")))

    assert "除教师外补齐缺口约需 9 万元；教师另缺骨干 1 人、体育艺术 3 人。" == headline
    assert (
        "2 所参评学校中 1 所至少有一项不足 · 一人可兼几项教师要求，两个数不相加 · 单价含示例 · 含未核实的限值"
    ) == line


def test_with_teachers_alone_no_money_is_said():
    """No unit cost, no money; one kind of teacher needs no warning."""
    headline, line = said(view_of(school("1", L2=1)), examples=True)

    assert "教师缺骨干 1 人。" == headline
    assert "1 所参评学校中 1 所至少有一项不足 · 含未核实的限值" == line


def test_what_has_no_unit_cost_is_said_beside_the_money():
    """“全部” is said only where everything but teachers has a price."""
    headline, _ = said(view_of(school("1", L7=2, L4=3)))

    assert "补齐有单价的缺口约需 9 万元；教学及辅助用房还差 3.0 ㎡。" == headline


def test_what_must_be_none_is_to_be_removed():
    """The gap of count = 0 is the number to remove."""
    headline, line = said(view_of(school("1", verdict="not_judged", why="incomplete", J2=6), standard="js-2015"))

    assert "超标准班额的班要消除 6 班。" == headline
    assert line.endswith("标准不全，只看各项，不评定学校 · 含未核实的限值")


def test_no_gap_is_said_only_where_everything_is_reported():
    """With a blank among the cells nobody may say that all is reached."""
    assert "全县 2 所学校各项要求都已达到，没有缺口。" == said(view_of(school("1"), school("2")))[0]
    blank = view_of(school("1"), school("2", L7="no_data"))
    assert "甲镇已填报的没有缺口，另有 1 所次没有填报全。" == said(blank, "甲镇")[0]


def test_requirements_that_nobody_reported_say_nothing_of_a_single_school():
    """They are named once; a school is called incomplete only where others did report."""
    view = view_of(school("1", L6="no_data", L7=1), school("2", L6="no_data"))

    assert ("教学仪器设备",) == view.silent
    assert "L6" not in view.reported
    assert [0, 0] == view.parts["unknown"].tolist()
    assert "另有 1 项各校都未填报" in said(view)[1]


def test_with_nothing_reported_no_gap_is_denied():
    """Whoever reported nothing may lack everything."""
    blank = dict.fromkeys(("L1", "L2", "L3", "L4", "L5", "L6", "L7"), "no_data")

    assert "全县还没有填报优质均衡七项要看的各项，看不出缺口。" == said(view_of(school("1", **blank)))[0]


def test_no_judged_school_is_said():
    """A township without a school in scope has no figures."""
    empty = view_of(school("1"), township="乙镇")

    assert "乙镇没有要按优质均衡七项来看的学校。" == said(empty, "乙镇")[0]


def test_a_standard_without_thresholds_has_no_gaps_to_speak_of():
    """The eight of 2012 judge the spread alone."""
    view = view_of(school("1"), standard="moe-2012-3")

    assert not findings.has_thresholds(view)
    assert said(view)[0].startswith("基本均衡八项不给学校定达标线")


def test_a_chosen_stage_counts_parts_of_schools():
    """所次 with a stage, 所 without; the place is said first."""
    parts = [school("1", L7=1), school("1", "junior", L7=1), school("2", "junior")]
    headline, line = said(view_of(*parts, stage="junior"), "初中", "junior")

    assert headline.startswith("初中：补齐全部缺口约需")
    assert line.startswith("2 所次参评中 1 所次至少有一项不足")


def test_the_way_out_is_said_with_what_it_spares():
    """Six of seven: one may stay at 85 %."""
    paths = [("1", "primary", "fewest_teachers", "L7", "")]
    results = judged(school("1", verdict="not_met", L7=3, L6=1), paths=paths)
    view = shortages(results, INDICATORS)

    line = said(view, way=way_out(view, results))[1]

    assert "1 所先求达标（留 1 项不低于 85%）约需 14 万元" in line


def test_the_requirement_that_most_lack_is_named():
    """Level ones are named together, up to three; with none lacking the title names its topic."""
    assert "缺口最多的是骨干教师，2 所次" == findings.requirements_title(
        view_of(school("1", L2=1), school("2", L2=1, L7=1))
    )
    assert "缺口最多的是骨干教师、网络多媒体教室，各 1 所次" == findings.requirements_title(
        view_of(school("1", L2=1, L7=1))
    )
    assert "缺什么，缺多少" == findings.requirements_title(view_of(school("1")))


def test_money_is_called_concentrated_only_where_two_places_hold_half():
    """Below half, or with two places in all, the title names its topic."""
    towns = [school(str(n), township=f"{n}镇", L7=n) for n in (1, 1 + 1, 3, 4)]
    told = findings.places_title(view_of(*towns).townships, "township", "", "各乡镇的缺口")
    assert "4镇、3镇占补齐费用的七成" == told

    level = [school(str(n), township=f"{n}镇", L7=1) for n in range(6)]
    assert "各乡镇的缺口" == findings.places_title(view_of(*level).townships, "township", "", "各乡镇的缺口")

    one = [school("1", L7=1), school("2", township="乙镇")]
    assert "补齐费用都在甲镇" == findings.places_title(view_of(*one).townships, "township", "", "各乡镇的缺口")


def test_the_matrix_says_how_many_lack_half():
    """Four of seven and more is said only where somebody lacks so many."""
    many = school("1", L1=1, L2=1, L3=1, L4=1)

    assert "2 所次中 1 所次至少缺一项，1 所次缺 4 项以上" == findings.matrix_title(view_of(many, school("2")))
    assert "2 所次中 1 所次至少缺一项" == findings.matrix_title(view_of(school("1", L1=1), school("2")))
    assert "1 所次至少缺一项" == findings.matrix_title(view_of(school("1", L1=1)))
    assert "2 所次没有一项不足" == findings.matrix_title(view_of(school("1"), school("2")))


def test_the_matrix_denies_no_gap_that_a_blank_may_hide():
    """What is not reported is not in order."""
    nothing = dict.fromkeys(("L1", "L2", "L3", "L4", "L5", "L6", "L7"), "no_data")

    assert "1 所次各项都没有填报，看不出缺口" == findings.matrix_title(view_of(school("1", **nothing)))
    assert "2 所次已填报的没有发现不足，另有 1 所次没有填报全" == findings.matrix_title(
        view_of(school("1", L7="no_data"), school("2"))
    )
    assert "1 所次已填报的没有发现不足，另有 1 项各校都未填报" == findings.matrix_title(
        view_of(school("1", L7="no_data"))
    )


def test_one_requirement_says_who_lacks_it_and_who_did_not_report():
    """Not reported and not asked are said beside, never among those that meet."""
    view = view_of(school("1", L7=1), school("2", L7="no_data"), school("3", L7="not_applicable"), school("4"))

    assert "网络多媒体教室：4 所次中 1 所次不足，1 所次未填报，1 所次不适用" == findings.matrix_title(view, "L7")


# —— the workbook


def sheets(view, before=None, since=None):
    heading = Heading("清渚县", date(2026, 9, 30), "", since, costs_are_examples=True)
    content = shortages_workbook(view, heading, before or {}, SETTINGS.unit_costs)
    return openpyxl.load_workbook(io.BytesIO(content))


def table_of(sheet):
    """Rows of a sheet as mappings, by the frozen heading."""
    head = sheet.freeze_panes and int(sheet.freeze_panes[1:]) - 1
    names = [cell.value for cell in sheet[head]]
    return [dict(zip(names, (cell.value for cell in line), strict=True)) for line in sheet.iter_rows(min_row=head + 1)]


def test_the_workbook_holds_real_numbers_and_says_what_it_is():
    """County, date, standard and the example prices stand above every sheet; figures are numbers."""
    book = sheets(view_of(school("1", L7=2, L2=1), school("2", L7="no_data")), {"L7": 3}, date(2026, 3, 31))

    assert ["短板汇总", "乡镇汇总", "学校与要求", "缺口清单"] == book.sheetnames
    notes = [line[0].value for line in book["短板汇总"].iter_rows(max_row=5)]
    assert "清渚县设施短板 · 数据截至 2026-09-30 · 全县，全部学段" == notes[0]
    assert any("单价含示例" in note for note in notes)
    assert "含未核实的限值：7 项都是，判定规则" in notes
    rooms = next(line for line in table_of(book["短板汇总"]) if line["要求"] == "每百名学生拥有网络多媒体教室数")
    assert (1, 1, 2, 9, -2) == (
        rooms["不足（所次）"], rooms["未填报（所次）"], rooms["还差"], rooms["估算（万元）"], rooms["比 2026-03-31"]
    )  # fmt: skip


def test_the_matrix_sheet_tells_the_four_states_apart():
    """A gap is a number; met, not reported and not asked are words."""
    book = sheets(view_of(school("1", L7=2, L6="no_data", L5="not_applicable")))

    line = table_of(book["学校与要求"])[0]

    assert (2, "未填报", "不适用", "达标") == (
        line["网络多媒体教室（间）"], line["教学仪器设备（元）"], line["体育运动场馆（㎡）"], line["骨干教师（人）"]
    )  # fmt: skip


def test_a_hostile_name_starts_no_formula():
    """A name that begins with = is text in the export."""
    results = judged(school("1", L7=1))
    results.assessment["school_name"] = "=1+1"

    book = sheets(shortages(results, INDICATORS))

    assert "'=1+1" == table_of(book["缺口清单"])[0]["学校"]


def test_a_view_without_a_judged_school_holds_empty_tables():
    """No division by none, no figure out of nothing: titles name their topics, the workbook its headings."""
    view = view_of(school("1"), township="乙镇")

    assert 0 == view.schools_judged == view.parts_judged
    assert view.parts.empty
    assert view.townships.empty
    assert np.isnan(view.cost_yuan)
    assert "缺什么，缺多少" == findings.requirements_title(view)
    assert "没有要看的学校" == findings.matrix_title(view)
    assert 4 == len(sheets(view).sheetnames)
