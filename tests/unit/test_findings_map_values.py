"""The sentences of the map's layers by value: each where it is true, and what stands there where it is not."""

import math
from dataclasses import replace

import pytest

from monitoring.findings.map import values as findings
from monitoring.findings.sentences import plain
from monitoring.layers.pooled import Pooled, ground_text
from tests.support.rules import RULEBOOK

RATIO, SHARE = RULEBOOK.network.measures["pupils_per_computer"], RULEBOOK.network.measures["multimedia"]
COUNTY = Pooled("澄湖县", 20, 19, 8.31)
SILENT, EMPTY = Pooled("农场", 3, 0, math.nan), Pooled("渔场", 0, 0, math.nan)
HIGH, LOW = Pooled("甲镇", 6, 6, 12.3), Pooled("乙镇", 7, 6, 5.1)
BARE = Pooled("丙镇", 2, 2, math.inf)


@pytest.mark.parametrize(
    ("places", "sentence"),
    [
        ([LOW, HIGH, SILENT], "生机比：甲镇最高（12.3:1），乙镇最低（5.1:1）；全县 8.4:1。"),
        ([LOW, BARE], "生机比：丙镇没有机器，乙镇最低（5.1:1）；全县 8.4:1。"),
        ([HIGH, replace(HIGH, name="丁镇", value=12.21), LOW],
         "生机比：甲镇、丁镇最高（12.3:1），乙镇最低（5.1:1）；全县 8.4:1。"),
        ([replace(HIGH, name=name) for name in "甲乙丙"] + [LOW],
         "生机比：3 个乡镇最高（12.3:1），乙镇最低（5.1:1）；全县 8.4:1。"),
        ([HIGH, LOW, replace(LOW, name="丁镇")], "生机比：甲镇最高（12.3:1），2 个乡镇最低（5.1:1）；全县 8.4:1。"),
        ([HIGH, SILENT], "生机比：甲镇 12.3:1。"),
        ([HIGH, replace(LOW, value=12.3)], "生机比：甲镇、乙镇都是 12.3:1。"),
        ([BARE, SILENT], "生机比：丙镇没有机器。"),
        ([BARE, replace(BARE, name="丁镇")], "生机比：丙镇、丁镇没有机器。"),
    ],
)  # fmt: skip
def test_the_headline_of_a_ratio_begins_with_the_highest(places, sentence):
    """More pupils a machine is worse; those that did not report are neither end, and nobody is judged."""
    said = findings.headline(RATIO, places, COUNTY)

    assert sentence == plain(said)
    assert not {"fail", "met"} & {tone for _, tone in said}


def test_the_headline_of_a_share_begins_with_the_lowest():
    """A share is cut, never rounded up."""
    places = [Pooled("甲镇", 6, 6, 78.39), Pooled("乙镇", 7, 6, 24.0)]

    assert "多媒体教室占比：乙镇最低（24.0%），甲镇最高（78.3%）；全县 69.9%。" == plain(
        findings.headline(SHARE, places, replace(COUNTY, value=69.99))
    )


def test_where_nobody_reports_nobody_is_highest():
    assert "生机比：没有学校填报。" == plain(findings.headline(RATIO, [SILENT, EMPTY], replace(COUNTY, reported=0)))
    nothing = Pooled("甲镇", 2, 2, math.nan)
    assert "多媒体教室占比：除数是 0，算不出。" == plain(findings.headline(SHARE, [nothing], nothing))


@pytest.mark.parametrize(
    ("county", "stage", "start"),
    [
        (COUNTY, "", "学生 ÷ 教学用计算机；澄湖县 20 所学校，1 所未填报；没有门槛，只看数，不判断。"),
        (
            replace(COUNTY, reported=20),
            "小学",
            "学生 ÷ 教学用计算机；澄湖县有小学的 20 所学校，都已填报；没有门槛，只看数，不判断。",
        ),
        (replace(COUNTY, schools=0, reported=0), "初中", "澄湖县没有初中。"),
    ],
)
def test_the_line_says_what_is_divided_and_who_did_not_report(county, stage, start):
    assert start + findings.DOOR == findings.line(RATIO, county, stage)


@pytest.mark.parametrize(
    ("place", "school", "sentence"),
    [
        (HIGH, "", "生机比：甲镇 12.3:1，全县 8.4:1。"),
        (LOW, "卢湾小学未填报", "生机比：乙镇 5.1:1（1 所未填报），全县 8.4:1；卢湾小学未填报。"),
        (SILENT, "", "生机比：农场 3 所学校都未填报，全县 8.4:1。"),
        (replace(SILENT, schools=1), "", "生机比：农场 1 所学校未填报，全县 8.4:1。"),
        (EMPTY, "", "生机比：渔场没有学校，全县 8.4:1。"),
        (BARE, "", "生机比：丙镇没有机器，全县 8.4:1。"),
    ],
)
def test_a_township_stands_beside_the_county(place, school, sentence):
    assert sentence == plain(findings.township(RATIO, place, COUNTY, school))


def test_a_school_has_a_figure_or_a_reason_why_there_is_none():
    """Rounded up where less is better: never better than it is; no machine and not reported are two things."""
    said = [
        findings.school_clause("卢湾小学", RATIO, value, is_reported=is_reported)
        for value, is_reported in ((7.101, True), (math.inf, True), (math.nan, False), (math.nan, True))
    ]

    assert ["卢湾小学 7.2:1", "卢湾小学没有机器", "卢湾小学未填报", "卢湾小学除数是 0，算不出"] == said


def test_a_panel_says_every_measure():
    """A measure that no school of the township reports says so; without a school there is nothing to say."""
    both = [(SHARE, SILENT), (RATIO, LOW)]

    assert "乙镇合计：多媒体教室占比未填报，生机比 5.1:1（1 所未填报）。" == plain(findings.sentence("乙镇", both))
    assert "渔场没有学校。" == plain(findings.sentence("渔场", [(SHARE, EMPTY), (RATIO, None)]))


def test_a_change_is_that_of_the_figures_as_they_are_written():
    """8.01 and 8.1 are both written 8.1; what is not there has no change."""
    assert ["·", "+0.1", "−1.0", "—", "—"] == [
        findings.change(RATIO, *pair)
        for pair in ((8.01, 8.1), (8.11, 8.1), (7.0, 8.0), (math.nan, 8.0), (8.0, math.inf))
    ]
    assert "+12.3" == findings.change(SHARE, 62.39, 50.09)


def test_the_ground_says_how_many_report():
    assert ["5.1:1 · 6/7 所", "未填报 · 0/3 所", "没有机器 · 2/2 所"] == [
        ground_text(RATIO, place) for place in (LOW, SILENT, BARE)
    ]
