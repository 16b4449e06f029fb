"""短板 added up: shared things count once, teachers by stage, places and stages narrow, the workbook holds it all."""

import numpy as np
import pytest

from monitoring.findings import gaps as findings
from monitoring.shortages import shortages, way_out
from tests.support.shortages import INDICATORS, ROOM_YUAN, judged, row, said, school, view_of

# —— adding up


def test_a_shared_resource_of_two_stages_counts_once_the_larger():
    """小学 needs 3 rooms of the whole school and 初中 5: five rooms close both, at the price of five."""
    view = view_of(school("1", L7=3), school("1", "junior", L7=5))

    assert 2 == row(view, "L7")["gaps"]
    assert 1 == row(view, "L7")["schools"]
    assert 5 == row(view, "L7")["missing"]
    assert 5 * ROOM_YUAN == view.cost_yuan


def test_teachers_add_up_over_stages_and_cost_no_money():
    """A teacher of 小学 does not teach in 初中."""
    view = view_of(school("1", L2=3), school("1", "junior", L2=5))

    assert 8 == row(view, "L2")["missing"]
    assert np.isnan(view.cost_yuan)
    assert row(view, "L2")["is_staff"]


def test_what_is_not_reported_is_neither_a_gap_nor_met():
    """A blank counts as asked and unknown."""
    view = view_of(school("1", L7="no_data"), school("2", L7=1))

    assert (2, 1, 1) == tuple(row(view, "L7")[["judged", "gaps", "unknown"]])


def test_schools_out_of_scope_are_counted_apart():
    """A school of which nothing is asked stands in no total."""
    outside = dict.fromkeys(("L1", "L2", "L3", "L4", "L5", "L6", "L7"), "not_applicable")

    view = view_of(school("1", verdict="not_judged", why="kind", **outside), school("2"))

    assert 1 == view.outside
    assert 1 == view.schools_judged
    assert ["2"] == view.parts["school_code"].tolist()


def test_a_school_of_unknown_scope_is_listed_but_not_counted():
    """A teaching point without pupils is undetermined and in no share."""
    view = view_of(school("1", verdict="undetermined", why="scope_unknown", L1="no_data"), school("2"))

    assert 1 == view.schools_judged
    assert 1 == view.parts_judged
    assert 2 == len(view.parts)


def test_who_lacks_is_counted_among_the_judged_alone():
    """Of 2 judged one lacks; a school of unknown scope lacks, too, and is in neither number, but in the list."""
    view = view_of(
        school("1", verdict="undetermined", why="scope_unknown", L1="no_data", L7=1),
        school("2", L7=1), school("3"),
    )  # fmt: skip

    assert (2, 1) == (view.schools_judged, view.schools_short)
    assert (2, 1, 1) == (view.parts_judged, view.parts_short, view.parts_unsure)
    assert said(view)[1].startswith("2 所参评学校中 1 所至少有一项不足")
    assert said(view, stage="primary")[1].startswith("2 所次参评中 1 所次至少有一项不足")
    assert "3 所次（含 1 所次是否参评不知道）中 2 所次至少缺一项" == findings.matrix_title(view)


def test_township_and_stage_narrow_every_figure():
    """Money, schools and parts are those of the chosen place alone."""
    parts = [school("1", L7=1), school("2", township="乙镇", L7=2), school("3", "junior", "乙镇", L7=4)]

    assert 6 * ROOM_YUAN == view_of(*parts, township="乙镇").cost_yuan
    assert 4 * ROOM_YUAN == view_of(*parts, township="乙镇", stage="junior").cost_yuan
    assert ["乙镇"] == view_of(*parts, township="乙镇").townships["township"].tolist()


def test_townships_stand_dearest_first_and_those_without_a_gap_last():
    """A township whose schools lack nothing is listed with no money, not with nought."""
    view = view_of(school("1", L7=1), school("2", township="乙镇", L7=2), school("3", township="丙镇"))

    assert ["乙镇", "甲镇", "丙镇"] == view.townships["township"].tolist()
    assert [1, 1, 0] == view.townships["schools"].tolist()
    assert np.isnan(view.townships["cost_yuan"].iloc[-1])


def test_the_worst_school_stands_first():
    """Not met before undetermined before met; more gaps first, then more pupils."""
    view = view_of(
        school("met", pupils=900.0),
        school("unknown", verdict="undetermined", L7="no_data"),
        school("small", verdict="not_met", pupils=10.0, L1=1, L2=1),
        school("large", verdict="not_met", pupils=20.0, L1=1, L2=1),
        school("worst", verdict="not_met", L1=1, L2=1, L3=1),
    )

    assert ["worst", "large", "small", "unknown", "met"] == view.parts["school_code"].tolist()


def test_one_requirement_lists_its_schools_farthest_first():
    """Those that lack it, then those that did not report it, then those that meet."""
    results = judged(school("1"), school("2", L7="no_data"), school("3", L7=1), school("4", L7=2))
    is_fourth = (results.assessment["school_code"] == "4") & (results.assessment["requirement"] == "L7")
    results.assessment.loc[is_fourth, "value"] = 0.5

    cells = shortages(results, INDICATORS).of("L7")

    assert ["4", "3", "2", "1"] == cells["school_code"].tolist()
    assert [0.25, 0.5] == cells["reached"].iloc[:2].tolist()


def test_a_school_that_has_nothing_at_all_stands_farthest():
    """No computer for any pupil is no blank: there is no quotient, and nothing of the threshold is reached."""
    results = judged(school("1", G1=2), school("2", G1="no_data"), school("3", G1=1), standard="gs-2012")
    first = (results.assessment["school_code"] == "1") & (results.assessment["requirement"] == "G1")
    results.assessment.loc[first, "value"] = np.nan

    cells = shortages(results, INDICATORS).of("G1")

    assert ["1", "3", "2"] == cells["school_code"].tolist()
    assert 0 == cells["reached"].iloc[0]
    assert np.isnan(cells["reached"].iloc[2])


# —— the way out


def test_the_way_out_buys_a_shared_room_once():
    """小学 closes 3 rooms, 初中 lifts 5 to the floor of 4: four rooms do for both, a teacher costs no money."""
    paths = [("1", "primary", "fewest_teachers", "L7|L2", ""), ("1", "junior", "fewest_teachers", "", "L7")]
    results = judged(school("1", L7=3, L2=1), school("1", "junior", L7=5), paths=paths)

    way = way_out(shortages(results, INDICATORS), results)

    assert 1 == way.schools
    assert 4 * ROOM_YUAN == pytest.approx(way.cost_yuan)


def way_of(*parts, paths):
    """The way out of invented schools, and the line that says it."""
    results = judged(*parts, paths=paths)
    view = shortages(results, INDICATORS)
    way = way_out(view, results)
    return way, said(view, way=way)[1]


def test_a_school_with_a_stage_without_a_way_is_not_counted():
    """Its 初中 lacks data: no way is known for the school; the other one is counted, and paid for, alone."""
    paths = [("1", "primary", "fewest_teachers", "L7", ""), ("2", "primary", "fewest_teachers", "L7", "")]
    one, two = school("1", verdict="not_met", L7=3), school("2", verdict="not_met", L7=1)
    blank = school("1", "junior", verdict="not_met", L7=1, L3="no_data")
    undetermined = school("1", "junior", verdict="undetermined", L3="no_data")

    assert 2 == way_of(one, two, paths=paths)[0].schools
    for junior in (blank, undetermined):
        way, _ = way_of(one, two, junior, paths=paths)
        assert (1, ROOM_YUAN) == (way.schools, way.cost_yuan)


def test_the_way_out_says_what_is_in_no_sum():
    """Teachers beside the money, things without a unit cost by 有单价的; never 0 万元."""
    lacking = school("1", verdict="not_met", L7=2, L2=3, L4=5)

    def line(close, teachers):
        return way_of(lacking, paths=[("1", "primary", "fewest_teachers", close, "", teachers)])[1]

    start = "1 所先求达标（留 1 项不低于 85%）"
    assert f"{start}约需 9 万元 ·" in line("L7", 0)
    assert f"{start}约需 9 万元，另增教师至少 3 人 ·" in line("L7|L2", 3)
    assert f"{start}，有单价的约需 9 万元 ·" in line("L7|L4", 0)
    assert f"{start}要增教师至少 3 人 ·" in line("L2", 3)
    assert f"{start}要增教师至少 3 人，其余没有单价 ·" in line("L2|L4", 3)
    assert f"{start}所补的没有单价 ·" in line("L4", 0)
    assert np.isnan(way_of(lacking, paths=[("1", "primary", "fewest_teachers", "L2", "", 3)])[0].cost_yuan)


def test_a_standard_that_judges_no_school_has_no_way_out():
    """Incomplete standards judge requirements only."""
    results = judged(school("1", P2=1), standard="gd-2unmet")

    assert way_out(shortages(results, INDICATORS), results) is None
