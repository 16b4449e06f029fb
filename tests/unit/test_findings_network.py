"""The sentences of the network, each where it is true and where it is not."""

import math

import pandas as pd
import pytest

from monitoring.findings import network as findings
from monitoring.findings.sentences import plain
from monitoring.network import assess, had, written
from monitoring.schools import prepare
from monitoring.settings import load_settings
from monitoring.validation import check
from monitoring.workbook import SourceFile
from tests.support import DATA
from tests.support.rules import RULEBOOK

RULES = RULEBOOK.network

ROW = {"schools": 10, "met": 4, "asked": 10, "reported": 10}


def table(**measures):
    return pd.DataFrame({key: ROW | changes for key, changes in measures.items()}).T


@pytest.mark.parametrize(
    ("measures", "said"),
    [
        ({"uplink": {}, "wireless": {"met": 10}}, "10 所学校中 4 所千兆进校，全部无线全覆盖"),
        ({"uplink": {"met": 0}, "class_100mbps": {"asked": 0}}, "10 所学校中没有一所千兆进校"),
        ({"uplink": {"met": 10}, "wireless": {"met": 1}}, "10 所学校中全部千兆进校，1 所无线全覆盖"),
        ({"uplink": {"reported": 0}, "wireless": {"met": 1}}, "10 所学校中 1 所无线全覆盖"),
        ({"wireless": {"met": 0, "reported": 9}}, "10 所学校中没有一所无线全覆盖（1 所未填报）"),
        ({"uplink": {"reported": 0}}, "学校的网络没有填报"),
    ],
)
def test_the_title_counts_what_is_asked_and_reported(measures, said):
    assert said == plain(findings.title(table(**measures), RULES))


def test_the_title_says_where():
    assert "荷塘乡 10 所学校中 4 所千兆进校" == plain(findings.title(table(uplink={}), RULES, "荷塘乡"))


@pytest.mark.parametrize(
    ("measure", "figure", "said"),
    [
        ("wireless", 99.99, "99.9%"),
        ("wireless", 100.0, "100.0%"),
        ("wireless", 107.0, "100.0%"),
        ("pupils_per_computer", 10.001, "10.1:1"),
        ("pupils_per_computer", math.inf, "没有机器"),
        ("uplink", 999.5, "999.5 Mbps"),
        ("uplink", math.nan, "—"),
    ],
)
def test_a_miss_never_reads_like_a_pass(measure, figure, said):
    assert said == had(RULES.measures[measure], figure)


def test_a_number_is_the_one_that_is_written():
    """7.95 is written 8.0: its colour is that of 8. Nothing known stays nothing; no machine is no number."""
    of = RULES.measures

    assert 8.0 == written(of["pupils_per_computer"], 7.95)
    assert 1234.5 == written(of["pupils_per_computer"], 1234.45)
    assert 100.0 == written(of["multimedia"], 104.0)
    assert math.isinf(written(of["pupils_per_computer"], math.inf))
    assert math.isnan(written(of["multimedia"], math.nan))


def test_what_is_asked_of_several_schools_is_one_limit_or_a_span():
    ladder = RULES.measures["ladder"]

    assert "≥ 10 Mbps" == findings.asked_of_all(ladder, [10.0, math.nan])
    assert "≥ 4 至 50 Mbps" == findings.asked_of_all(ladder, [50.0, 4.0])
    assert "—" == findings.asked_of_all(ladder, [])


def test_a_limit_without_a_confirmed_source_says_so():
    measure = RULES.measures["pupils_per_computer"]

    assert findings.source(measure, {"pupils_per_computer": "unnamed-8of10"}).endswith("（未核实）")
    assert findings.source(measure, {"pupils_per_computer": "gansu-2012"}).endswith("（转载核对）")
    assert not findings.source(measure)


def test_the_commonest_bandwidth_is_named_with_all_that_are_as_common():
    assert "出口带宽 10–100 Mbps 的最多（6 所）" == findings.bandwidth_title([(0.0, 1), (10.0, 6), (100.0, 3)], 10)
    both = findings.bandwidth_title([(0.0, 3), (10.0, 3), (100.0, 1)], 10)
    assert "出口带宽不足 10、10–100 Mbps 的最多（各 3 所）；3 所未填报" == both
    assert "2 所学校的出口带宽都没有填报" == findings.bandwidth_title([(0.0, 0)], 2)


@pytest.fixture(scope="module")
def rows():
    """The rows of a school with every figure of the network, as an import has them."""
    month = DATA / "A_clean" / "2026年9月"
    source = SourceFile("综合报表_小学.xlsx", (month / "综合报表_小学.xlsx").read_bytes())
    found = check([source], load_settings(), RULEBOOK.projects).rows({}).copy().assign(location="")
    return found[found["school_code"] == "2142991003"]


FULL = {"rooms_100mbps": 18.0, "wireless_rooms": 18.0, "bandwidth_mbps": 1000.0}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "网络：3 项都达到"),
        ({"bandwidth_mbps": 999.9}, "网络：未达到千兆进校"),
        ({"bandwidth_mbps": 500.0, "wireless_rooms": math.nan}, "网络：未达到千兆进校；1 项未填报"),
        ({"wireless_rooms": math.nan}, "网络：2 项达到；1 项未填报"),
        (dict.fromkeys(FULL, math.nan), "网络：3 项未填报"),
        ({"classrooms": 0.0, "bandwidth_mbps": math.nan}, "网络：1 项未填报"),
    ],
)
def test_a_school_is_told_what_it_does_not_reach_and_what_is_blank(rows, changes, said):
    """From the school's own row: a blank is neither reached nor missed, and is counted."""
    assert 18 == rows["classrooms"].item()
    found = assess(prepare(rows.assign(**FULL).assign(**changes), RULEBOOK.splitting), RULES, RULEBOOK.splitting)

    assert said == plain(findings.school_title(found, RULES))
