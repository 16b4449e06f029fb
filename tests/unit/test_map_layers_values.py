"""Layers of the map by value, of a few schools: sums, colours, who is counted, and when there is a verdict instead."""

from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd
import pytest

from components.map import data as map_data
from monitoring.layers import network, points, values
from monitoring.layers.kinds import Reach
from monitoring.rulebook import load_rulebook
from monitoring.standing import Count
from tests.support.layers import OTHER, TOWN, Found, all_of, county, states
from tests.support.rules import RULEBOOK

RATIO, SHARE, STAFF = "network.pupils_per_computer", "network.multimedia", "network.teachers_per_computer"
NAN = math.nan


def assessed(measure, *figures, status="not_applicable"):
    """What network.assess says of schools: (code, above, below) of one measure that nobody is judged by."""
    return pd.DataFrame(
        [
            {"school_code": code, "township_code": TOWN, "measure": measure, "above": above, "below": below,
             "value": NAN, "required": NAN, "status": "no_data" if math.isnan(above + below) else status}
            for code, above, below in figures
        ]
    )  # fmt: skip


SCHOOLS = county(("s1", TOWN, ""), ("s2", TOWN, ""), ("s3", TOWN, ""), ("s4", OTHER, ""))
UPLINK = assessed("uplink", ("s1", 1000.0, NAN), status="met").assign(status="met", value=1000.0)
MACHINES = assessed("pupils_per_computer", ("s1", 100.0, 20.0), ("s2", 59.0, 0.0), ("s3", NAN, 900.0), ("s4", NAN, NAN))


def layers(rows=MACHINES, stage="all", schools=SCHOOLS, rules=RULEBOOK.network):
    known = Found(*schools, stage=stage, assessed=rows, network_rules=rules)
    return all_of(network, known) | all_of(values, known)


def value(shown, town=TOWN):
    return shown.values.set_index("code").loc[town]


def test_a_township_is_its_sums_over_the_schools_that_report_both_figures():
    """159 ÷ 20 is 7.95, written 8.0: a school without a machine is in it, one without its pupils is not."""
    found = layers()

    assert [RATIO] == list(found)
    assert "8.0:1 · 2/3 所" == value(found[RATIO])["text"]
    assert Count("澄阳街道", 3, 2, 1) == found[RATIO].places[TOWN]
    assert ("网络：生机比", "底色：生机比") == (found[RATIO].look.name, found[RATIO].look.ground)


def test_a_colour_is_that_of_the_figure_as_it_is_written():
    """7.95 is written 8.0, and 8.0 begins a class."""
    classes = layers()[RATIO].look.classes

    assert 8.0 == value(layers()[RATIO])["value"]
    assert classes.class_of(7.95) < classes.class_of(8.0)


def test_a_township_that_reports_nothing_has_no_colour():
    nothing = value(layers()[RATIO], OTHER)

    assert math.isnan(nothing["value"])
    assert "未填报 · 0/1 所" == nothing["text"]


def test_a_township_without_a_machine_has_the_last_colour():
    """People and no machine at all is worse than any ratio; nobody and nothing is no figure."""
    rows = assessed("pupils_per_computer", ("s1", 50.0, 0.0), ("s4", 0.0, 0.0))
    shown = layers(rows)[RATIO]

    assert "没有机器 · 1/3 所" == value(shown)["text"]
    assert len(map_data.ramp(shown.look.classes)) - 1 == shown.look.classes.class_of(value(shown)["value"])
    assert "除数是 0，算不出 · 1/1 所" == value(shown, OTHER)["text"]
    assert shown.look.classes.class_of(value(shown, OTHER)["value"]) is None


def test_a_school_has_reported_or_not_and_is_never_judged():
    shown = layers()[RATIO]

    assert {"s1": points.OUTSIDE, "s2": points.OUTSIDE, "s3": points.UNKNOWN, "s4": points.UNKNOWN} == states(shown)
    assert ("", "", "未填报", "已填报") == shown.look.states


def test_a_share_is_cut_and_its_ramp_is_that_of_shares():
    shown = layers(assessed("multimedia", ("s1", 2.0, 3.0)))[SHARE]

    assert "66.6% · 1/3 所" == value(shown)["text"]
    assert map_data.ramp(shown.look.classes) == map_data.ramp(layers(UPLINK)["network.uplink"].look.classes)
    assert map_data.ramp(shown.look.classes) != map_data.ramp(layers()[RATIO].look.classes)


def test_a_stage_narrows_whose_figures_are_added():
    schools, parts = SCHOOLS
    parts = parts.assign(stage=["junior", "primary", "junior", "primary"])

    shown = layers(stage="junior", schools=(schools, parts))[RATIO]

    assert "5.0:1 · 1/2 所" == value(shown)["text"]
    assert OTHER not in shown.places


def test_the_county_is_the_sums_of_all_and_not_the_mean_of_its_townships():
    shown = layers(assessed("pupils_per_computer", ("s1", 100.0, 10.0), ("s4", 300.0, 60.0)))[RATIO]

    assert 400 / 70 == shown.whole("虚构县").value
    assert [10.0, 5.0] == [each.value for each in shown.pooled.values()]


def test_what_nobody_reports_and_what_is_absolute_is_not_offered():
    """Half of it is not enough; the ladder has one figure only."""
    assert {} == layers(assessed("multimedia", ("s1", NAN, 3.0), ("s2", 2.0, NAN)))
    assert {} == layers(assessed("ladder", ("s1", 100.0, NAN)))


def test_a_measure_with_a_limit_in_force_is_judged_as_ever():
    """pupils_per_computer = "gansu-2012" of config.toml: 达标率, not a value."""
    judged = MACHINES.assign(status=["met", "gap", "no_data", "no_data"], required=12.0)
    measures = dict(RULEBOOK.network.measures)
    measures["pupils_per_computer"] = replace(measures["pupils_per_computer"], chosen="gansu-2012")

    shown = layers(judged, rules=replace(RULEBOOK.network, measures=measures))

    assert [RATIO] == list(shown)
    assert isinstance(shown[RATIO], Reach)
    assert ("1/3 达标", "底色：生机比达标率") == (value(shown[RATIO])["text"], shown[RATIO].look.ground)


@pytest.mark.parametrize(("measure", "labels"), [(RATIO, "10:1"), (STAFF, "2:1"), (SHARE, "80%")])
def test_every_measure_has_as_many_classes_as_colours(measure, labels):
    part = measure.partition(".")[2]
    classes = layers(assessed(part, ("s1", 2.0, 3.0)))[measure].look.classes

    assert len(map_data.ramp(classes)) == len(classes.limits) == len(classes.labels)
    assert labels == classes.labels[-1]


def test_a_unit_without_classes_is_no_layer():
    """端口 has a figure and no colours."""
    measures = {"own": replace(RULEBOOK.network.measures["multimedia"], key="own", unit="个")}

    assert {} == layers(assessed("own", ("s1", 2.0, 3.0)), rules=replace(RULEBOOK.network, measures=measures))


def test_the_address_of_the_data_changes_with_the_limits_chosen(settings):
    """Else the browser would keep showing values where there is a verdict now."""
    chosen = replace(settings, network_limits={"pupils_per_computer": "gansu-2012"})

    assert load_rulebook(settings).fingerprint != load_rulebook(chosen).fingerprint
