"""The sentences of the network, each where it is true and where it is not."""

import math

import pandas as pd
import pytest

from monitoring.findings import network as findings
from monitoring.findings.sentences import plain
from monitoring.network import rules

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
        ({"uplink": {"reported": 0}}, "学校的网络没有填报"),
    ],
)
def test_the_title_counts_what_is_asked_and_reported(measures, said):
    assert said == plain(findings.title(table(**measures)))


def test_the_title_says_where():
    assert "荷塘乡 10 所学校中 4 所千兆进校" == plain(findings.title(table(uplink={}), "荷塘乡"))


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
    assert said == findings.had(rules().measures[measure], figure)


def test_a_number_is_the_one_that_is_written():
    """7.95 is written 8.0: its colour is that of 8. Nothing known stays nothing; no machine is no number."""
    of = rules().measures

    assert 8.0 == findings.written(of["pupils_per_computer"], 7.95)
    assert 1234.5 == findings.written(of["pupils_per_computer"], 1234.45)
    assert 100.0 == findings.written(of["multimedia"], 104.0)
    assert math.isinf(findings.written(of["pupils_per_computer"], math.inf))
    assert math.isnan(findings.written(of["multimedia"], math.nan))


def test_what_is_asked_of_several_schools_is_one_limit_or_a_span():
    ladder = rules().measures["ladder"]

    assert "≥ 10 Mbps" == findings.asked_of_all(ladder, [10.0, math.nan])
    assert "≥ 4 至 50 Mbps" == findings.asked_of_all(ladder, [50.0, 4.0])
    assert "—" == findings.asked_of_all(ladder, [])


def test_a_limit_without_a_confirmed_source_says_so():
    measure = rules().measures["pupils_per_computer"]

    assert findings.source(measure, {"pupils_per_computer": "unnamed-8of10"}).endswith("（未核实）")
    assert not findings.source(measure, {"pupils_per_computer": "gansu-2012"}).endswith("（未核实）")
    assert not findings.source(measure)


def test_the_commonest_bandwidth_is_named_with_all_that_are_as_common():
    assert "出口带宽多在 10–99 Mbps（6 所）" == findings.bandwidth_title([(0.0, 1), (10.0, 6), (100.0, 3)], 10)
    both = findings.bandwidth_title([(0.0, 3), (10.0, 3), (100.0, 1)], 10)
    assert "出口带宽多在 10 以下、10–99 Mbps（各 3 所）；3 所未填报" == both
    assert "2 所学校的出口带宽都没有填报" == findings.bandwidth_title([(0.0, 0)], 2)


def school(**states):
    required = {key: math.nan if state == "not_applicable" else 1.0 for key, state in states.items()}
    return pd.DataFrame({"measure": list(states), "status": list(states.values()), "required": list(required.values())})


@pytest.mark.parametrize(
    ("states", "said"),
    [
        ({"uplink": "gap", "wireless": "met"}, "网络：未达到千兆进校"),
        (
            {"uplink": "gap", "wireless": "gap", "class_100mbps": "no_data"},
            "网络：未达到千兆进校、无线全覆盖；1 项未填报",
        ),
        ({"uplink": "met", "wireless": "met", "multimedia": "not_applicable"}, "网络：2 项都达到"),
        ({"uplink": "no_data"}, "网络；1 项未填报"),
    ],
)
def test_a_school_is_told_what_it_does_not_reach(states, said):
    assert said == plain(findings.school_title(school(**states)))
