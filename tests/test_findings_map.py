"""The sentences above the map: each says only what its counts decide."""

import math

import pytest

from monitoring.findings import map as findings
from monitoring.findings.sentences import plain
from monitoring.standing import Count

NOBODY = Count("农场", 0, 0, 0)


def test_the_headline_names_the_townships_where_no_school_meets():
    """Two at nothing, one ahead; a farm without a judged school is neither."""
    places = [Count("甲镇", 6, 0, 0), Count("乙镇", 5, 0, 1), Count("丙镇", 6, 5, 0), NOBODY]

    assert "甲镇、乙镇无一所达标；丙镇达标率最高（83%）。" == plain(findings.county_headline(places))


def test_the_headline_says_lowest_where_some_meet_everywhere():
    """1 of 3 is 33 %, cut."""
    places = [Count("甲镇", 3, 1, 0), Count("丙镇", 3, 2, 0)]

    assert "甲镇达标率最低（33%）；丙镇达标率最高（66%）。" == plain(findings.county_headline(places))


def test_shares_that_print_alike_are_still_told_apart():
    """1/3 and 333/1000 are both 33 %: the lower one alone is called lowest."""
    places = [Count("甲镇", 1000, 333, 0), Count("乙镇", 3, 1, 0), Count("丙镇", 3, 2, 0)]

    assert plain(findings.county_headline(places)).startswith("甲镇达标率最低")


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
    headline = findings.money_headline("初中", ["甲镇", "乙镇"], [81_200.0, math.nan])

    assert "补齐初中缺口约需 9 万元，甲镇最多，9 万元。" == plain(headline)
    assert "没有折算得出费用的缺口。" == plain(findings.money_headline("", ["乙镇"], [math.nan]))


def test_pupils_that_were_not_reported_are_said():
    assert "在校生 1,500 人，甲镇最多，1,000 人；2 所学校没有填报。" == plain(
        findings.pupils_headline(["甲镇", "乙镇"], [1000, 500], 2)
    )


def test_the_line_adds_the_county_up():
    line = findings.county_line(Count("全县", 102, 44, 2), "所", "")

    assert line.startswith("全县 102 所参评，44 所达标，56 所未达标，2 所待定。")
    assert findings.county_line(Count("全县", 0, 0, 0), "所次", "初中").startswith("全县初中没有学校参评。")
