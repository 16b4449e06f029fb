"""Figures with multipliers, units and words around them: nothing that changes a value is read past."""

from __future__ import annotations

import io
import math

import openpyxl
import pytest

from monitoring.workbook import SourceFile
from tests.support.lists import MARCH, schools
from tests.support.small_tables import MISSING, REPAIR, checked, found, only, value, workbook

BOOKS, ROOMS, MULTIMEDIA = "图书", "教室间数", "网络多媒体教室间数"
BANDWIDTH, SPORTS = "信息化›出口带宽", "占地面积›运动场地面积"
EQUIPMENT = "固定资产总值›教学仪器设备资产值"


def typed(label, text):
    """Check a table in which the first school has a text in one cell."""
    return checked(workbook({(label, 0): text}))


@pytest.mark.parametrize(
    ("text", "number"), [("1G光纤", 1000), ("光纤1G", 1000), ("1000Mbps专线", 1000), ("电信100兆", 100)]
)
def test_a_speed_inside_words_is_read_with_its_unit(text, number):
    """1G光纤 is 1000 Mbps: read with a warning, never 1."""
    result = typed(BANDWIDTH, text)

    assert number == value(result, "bandwidth_mbps")
    assert "warning" == only(result, "number_inside").severity


@pytest.mark.parametrize(
    ("label", "field", "text", "number"),
    [
        (BANDWIDTH, "bandwidth_mbps", "512K", 0.512), (BANDWIDTH, "bandwidth_mbps", "约1G", 1000),
        (BOOKS, "books", "12k", 12000), (BOOKS, "books", "12K册", 12000), (BOOKS, "books", "3千", 3000),
        (BOOKS, "books", "5千册", 5000), (BOOKS, "books", "1万2千", 12000), (BOOKS, "books", "1万零68", 10068),
        (BOOKS, "books", "壹万贰仟", 12000), (BOOKS, "books", "廿", 20), (SPORTS, "sports_ground_m2", "4k", 4000),
        (SPORTS, "sports_ground_m2", "1.2w", 12000), (SPORTS, "sports_ground_m2", "～4537.89", 4537.89),
        (SPORTS, "sports_ground_m2", "4537.89~", 4537.89), (SPORTS, "sports_ground_m2", "~4537.89㎡", 4537.89),
        (EQUIPMENT, "equipment_wan_yuan", "1万2千元", 1.2), (EQUIPMENT, "equipment_wan_yuan", "约3万", 3),
    ],
)  # fmt: skip
def test_a_multiplier_or_an_estimate_waits_with_the_number_that_it_means(label, field, text, number):
    """Letters, numerals in words and the sign for roughly: a stop that proposes the number."""
    result = typed(label, text)

    assert "stop" == only(result, "judgement").severity
    assert number == value(result, field, decision=REPAIR)
    assert math.isnan(value(result, field, decision=MISSING))


@pytest.mark.parametrize(
    ("label", "field", "text"),
    [
        (BOOKS, "books", "l0068"), (BOOKS, "books", "200箱"), (SPORTS, "sports_ground_m2", "250米跑道"),
        (SPORTS, "sports_ground_m2", "篮球场2个"), (BANDWIDTH, "bandwidth_mbps", "100M+100M"),
    ],
)  # fmt: skip
def test_a_letter_or_another_unit_at_a_number_is_never_read_past(label, field, text):
    """What the number counts cannot be told: a stop without a proposal."""
    result = typed(label, text)

    assert ("stop", "") == (only(result, "judgement").severity, only(result, "judgement").proposal)
    assert math.isnan(value(result, field, decision=REPAIR))


def test_a_multiplier_without_a_number_is_not_reported():
    """万 alone is no 0."""
    result = typed(BOOKS, "万")

    assert "warning" == only(result, "unreadable").severity
    assert math.isnan(value(result, "books", decision=REPAIR))


@pytest.mark.parametrize(
    ("text", "number"), [("县配套804.73", 804.73), ("县配套8047300元", 804.73), ("县配套804.73万元", 804.73)]
)
def test_money_inside_words_is_read_in_its_own_unit(text, number):
    """元 among words counts as 元."""
    result = typed("固定资产总值›计", text)

    assert number == value(result, "assets_wan_yuan")
    assert found(result, "number_inside")


def test_an_estimated_total_costs_its_part_only_where_it_is_stored():
    """教室 约10, 网络多媒体教室 13: the part is above the estimate, and stays where that is not reported."""
    result = checked(workbook({(ROOMS, 0): "约10", (MULTIMEDIA, 0): 13}))

    assert (10, 13) == (value(result, "classrooms", decision=REPAIR), 13)
    assert math.isnan(value(result, "multimedia_rooms", decision=REPAIR))
    assert math.isnan(value(result, "classrooms", decision=MISSING))
    assert 13 == value(result, "multimedia_rooms", decision=MISSING)


def test_a_repaired_total_costs_its_part_only_where_it_is_stored():
    """在校生 1504 for 504: 600 girls are above the sum of the grades, not above a total that is not reported."""
    result = checked(workbook({("在校生数›合计", 0): 1504, ("在校生数›女", 0): 600}))

    assert "504" == only(result, "total_contradicts").proposal
    assert math.isnan(value(result, "pupils_female", decision=REPAIR))
    assert (True, 600) == (
        math.isnan(value(result, "pupils", decision=MISSING)), value(result, "pupils_female", decision=MISSING),
    )  # fmt: skip


def test_a_doubtful_part_of_an_estimated_total_stays_undecided():
    """约13 of 约10: either both numbers are stored, or none; the part cannot be."""
    result = checked(workbook({(ROOMS, 0): "约10", (MULTIMEDIA, 0): "约13"}))

    assert math.isnan(value(result, "multimedia_rooms", decision=REPAIR))
    assert math.isnan(value(result, "multimedia_rooms", decision=MISSING))


@pytest.mark.parametrize(
    ("name", "sheet", "heading", "text", "code", "number"),
    [
        ("班班通台账.xlsx", "台账", "网速", "1G光纤", "number_inside", 1000),
        ("班班通台账.xlsx", "台账", "网速", "512K", "judgement", 0.512),
        ("工程项目进度.xlsx", "项目清单", "形象进度", "约80%", "judgement", 80),
    ],
)
def test_lists_read_their_figures_alike(name, sheet, heading, text, code, number):
    """网速 of a classroom and 形象进度 of a project."""
    book = openpyxl.load_workbook(MARCH / name)
    cells = [cell for row in book[sheet].iter_rows(max_row=6) for cell in row]
    first = next(cell for cell in cells if str(cell.value or "").startswith(heading))
    column = (book[sheet].cell(row, first.column) for row in range(first.row + 1, book[sheet].max_row))
    below = next(cell for cell in column if isinstance(cell.value, int | float))
    below.value = text
    out = io.BytesIO()
    book.save(out)
    result = checked(*schools(), SourceFile(name, out.getvalue()))
    told = next(problem for problem in result.problems if problem.cell == below.coordinate)
    frames = result.list_frames({problem.id: REPAIR for problem in result.problems})
    kept = frames["rooms" if heading == "网速" else "projects"]

    assert (code, text) == (told.code, told.found)
    assert number == kept.loc[kept["row"] == below.row, "mbps" if heading == "网速" else "progress_pct"].iloc[0]
