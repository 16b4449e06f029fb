"""Tables against each other (rules 1 and 2): shared figures, columns, dates, and the list of problems itself."""

from __future__ import annotations

from datetime import date

import pytest

from monitoring.errors import ImportRefused
from tests.support.small_tables import (
    BACKBONE,
    BOOKS,
    CODE,
    MISSING,
    NAME,
    PUPILS,
    REPAIR,
    ROOMS,
    SPECIAL,
    TEACHERS,
    TOWN,
    address,
    checked,
    found,
    missing,
    only,
    value,
    workbook,
)

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


@pytest.mark.parametrize("title", ["澄湖县2025年9月30日小学综合报表", "小学综合报表（2025-09-30）"])
def test_another_full_date_in_the_title_stops(title):
    """The title says another day than 统计时点."""
    with pytest.raises(ImportRefused, match="写了两个日期"):
        checked(workbook(texts={"A1": title}))


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
