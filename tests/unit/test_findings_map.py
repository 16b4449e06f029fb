"""The sentences above the map: each says only what its counts decide."""

import math
from types import SimpleNamespace

import pandas as pd
import pytest

from monitoring.findings.map import page as findings
from monitoring.findings.sentences import plain
from monitoring.standing import Count

NOBODY = Count("农场", 0, 0, 0)


def test_the_headline_names_the_townships_where_no_school_meets():
    """Two at nothing, one ahead; a farm without a judged school is neither."""
    places = [Count("甲镇", 6, 0, 0), Count("乙镇", 5, 0, 1), Count("丙镇", 6, 5, 0), NOBODY]

    assert "甲镇、乙镇无一所达标（1 所待定）；丙镇达标率最高（83%）。" == plain(findings.county_headline(places))


def test_the_headline_says_lowest_where_some_meet_everywhere():
    """1 of 3 is 33 %, cut."""
    places = [Count("甲镇", 3, 1, 0), Count("丙镇", 3, 2, 0)]

    assert "甲镇达标率最低（33%）；丙镇达标率最高（66%）。" == plain(findings.county_headline(places))


def test_a_township_that_is_wholly_undetermined_is_not_called_failed():
    """Undetermined is not failed: named apart, in no red; of a requirement the word is 未填报."""
    places = [Count("甲镇", 6, 0, 0), Count("乙镇", 6, 0, 6), Count("丙镇", 6, 5, 0)]

    headline = findings.county_headline(places)

    assert "甲镇无一所达标；丙镇达标率最高（83%）；乙镇全部待定。" == plain(headline)
    assert "甲镇无一所达标；乙镇全部未填报。" == plain(findings.county_headline(places[:2], "图书"))[3:]


def test_where_nothing_is_known_no_township_is_behind():
    """Every school blank: nobody failed."""
    places = [Count("甲镇", 6, 0, 6), Count("乙镇", 5, 0, 5)]

    assert [("2 个乡镇全部待定。", "")] == findings.county_headline(places)
    assert [("甲镇全部待定。", "")] == findings.county_headline(places[:1])
    partly = [Count("甲镇", 1, 0, 0), Count("乙镇", 6, 0, 5)]
    assert "2 个乡镇无一所达标（5 所待定）。" == plain(findings.county_headline(partly))


def test_a_small_share_is_not_none():
    """1 of 200 is 0 % when cut: somebody meets all the same."""
    places = [Count("甲镇", 200, 1, 0), Count("乙镇", 200, 1, 0)]

    assert "2 个乡镇达标率都是 0.5%。" == plain(findings.county_headline(places))
    assert "甲镇达标率最低（0.5%）；丙镇达标率最高（50.0%）。" == plain(
        findings.county_headline([places[0], Count("丙镇", 2, 1, 0)])
    )


def test_shares_that_print_alike_are_still_told_apart():
    """1/3 and 333/1000 are both 33 %: the lower one alone is called lowest."""
    places = [Count("甲镇", 1000, 333, 0), Count("乙镇", 3, 1, 0), Count("丙镇", 3, 2, 0)]

    assert plain(findings.county_headline(places)).startswith("甲镇达标率最低")
    close = [Count("甲镇", 100, 66, 0), Count("乙镇", 3, 2, 0)]
    assert "甲镇达标率最低（66.0%）；乙镇达标率最高（66.6%）。" == plain(findings.county_headline(close))


@pytest.mark.parametrize(
    ("places", "sentence"),
    [
        ([NOBODY], "没有学校参评。"),
        ([Count("甲镇", 3, 1, 0)], "甲镇达标率 33%。"),
        ([Count("甲镇", 3, 0, 0), Count("乙镇", 2, 0, 0)], "2 个乡镇无一所达标。"),
        ([Count("甲镇", 3, 3, 0), Count("乙镇", 2, 2, 0)], "2 个乡镇全部达标。"),
        ([Count("甲镇", 2, 1, 0), Count("乙镇", 4, 2, 0)], "2 个乡镇达标率都是 50%。"),
    ],
)
def test_where_all_are_alike_nobody_is_lowest_or_highest(places, sentence):
    assert sentence == plain(findings.county_headline(places))


def test_with_one_requirement_its_name_stands_before():
    places = [Count("甲镇", 6, 0, 0), Count("乙镇", 6, 6, 0)]

    assert "骨干教师：甲镇无一所次达标；乙镇达标率最高（100%）。" == plain(
        findings.county_headline(places, "骨干教师", "所次")
    )


def test_a_townships_headline_counts_the_undetermined():
    """They are in the total and said so."""
    headline = findings.township_headline(Count("毛嘴镇", 6, 0, 1), "所", "卢湾小学还差 3 项")

    assert "毛嘴镇 6 所参评学校，0 所达标，1 所待定；卢湾小学还差 3 项。" == plain(headline)
    assert "fail" == headline[1][1]


def test_what_is_not_reported_of_one_requirement_is_called_so():
    headline = findings.township_headline(Count("毛嘴镇", 6, 5, 1), "所", "", "图书")

    assert "图书：毛嘴镇 6 所参评学校，5 所达标，1 所未填报。" == plain(headline)


def test_a_township_without_a_judged_school_has_no_share():
    assert "农场没有参评学校；甲教学点不评定。" == plain(findings.township_headline(NOBODY, "所", "甲教学点不评定"))


def test_money_that_is_not_known_is_in_no_sum():
    """81.2 and nothing priced: 8.2 万元 is rounded up to 9, of both sentence parts alike."""
    headline = findings.money_headline("初中", dear(81_200.0, math.nan, things=[81_200.0]))

    assert "补齐初中全部缺口约需 9 万元，都在1镇。" == plain(headline)
    with_teachers = dear(81_200.0, math.nan, things=[81_200.0], teachers=1)
    assert plain(findings.money_headline("初中", with_teachers)).startswith("除教师外补齐初中缺口约需 9 万元")
    assert "没有折算得出费用的缺口。" == plain(findings.money_headline("", dear(math.nan)))


def test_no_cost_is_denied_where_nothing_is_reported():
    """A blank may hide a gap."""
    unpriced = [math.nan]

    assert "各项都没有填报，看不出缺口。" == plain(
        findings.money_headline("", dear(math.nan, things=unpriced, unknown=9))
    )
    assert "已填报的没有折算得出费用的缺口，另有 1 所次没有填报全。" == plain(
        findings.money_headline("", dear(math.nan, things=unpriced, unknown=1))
    )


def dear(*costs, things=(), teachers=0, unknown=0):
    """What is read of Shortages: the cost of every township, of every thing that is lacking, kinds of teachers."""
    rows = [(1, False, cost, 9, unknown) for cost in things] + [(1, True, math.nan, 9, unknown)] * teachers
    return SimpleNamespace(
        townships=pd.DataFrame({"township": [f"{n}镇" for n in range(1, len(costs) + 1)], "cost_yuan": costs}),
        requirements=pd.DataFrame(rows, columns=["gaps", "is_staff", "cost_yuan", "judged", "unknown"]),
        reported=() if unknown == 9 else tuple(str(cost) for cost in things),
        silent=tuple(str(cost) for cost in things) if unknown == 9 else (),
        parts=pd.DataFrame({"unknown": [1] * unknown}, dtype=int),
    )


@pytest.mark.parametrize(
    ("things", "teachers", "scope"),
    [
        ([9.0], 0, "补齐全部缺口"),
        ([9.0, math.nan], 0, "补齐有单价的缺口"),
        ([9.0], 1, "除教师外补齐缺口"),
        ([9.0, math.nan], 1, "除教师外补齐有单价的缺口"),
    ],
)
def test_money_says_what_it_is_for(things, teachers, scope):
    """What has no unit cost, and teachers, are in no sum."""
    view = dear(90_000.0, 10_000.0, things=things, teachers=teachers)

    assert f"{scope}约需 10 万元，1镇最多，9 万元。" == plain(findings.money_headline("", view))


def test_two_dearest_townships_are_both_named():
    view = dear(50_000.0, 50_000.0, 10_000.0, things=[9.0])

    assert "补齐全部缺口约需 11 万元，1镇、2镇最多，各 5 万元。" == plain(findings.money_headline("", view))


def test_pupils_that_were_not_reported_are_said():
    assert "在校生 1,500 人，甲镇最多，1,000 人；2 所学校没有填报。" == plain(
        findings.pupils_headline(["甲镇", "乙镇"], [1000, 500], 2)
    )
    assert "在校生 1,000 人，都在甲镇。" == plain(findings.pupils_headline(["甲镇"], [1000], 0))


def test_pupils_that_nobody_reported_are_not_none():
    assert "2 所学校都没有填报在校生。" == plain(findings.pupils_headline([], [], 2))
    assert "甲镇 2 所学校，在校生都没有填报。" == plain(findings.plain_township("甲镇", 2, 0, 2))
    assert "甲镇 2 所学校，在校生 30 人，1 所没有填报。" == plain(findings.plain_township("甲镇", 2, 30, 1))


def test_the_line_adds_the_county_up():
    line = findings.county_line(Count("全县", 102, 44, 2), "所", "")

    assert line.startswith("全县 102 所参评，44 所达标，56 所未达标，2 所待定。")
    assert findings.county_line(Count("全县", 0, 0, 0), "所次", "初中").startswith("全县初中没有学校参评。")
