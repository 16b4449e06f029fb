"""Layers of informatization on the map: what they make of small ledgers and of a few schools' network."""

from __future__ import annotations

import math
import sys
from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from types import ModuleType, SimpleNamespace

import pandas as pd
import pytest

from components.map.panel import PANELS
from monitoring.findings.map.said import SAID, Seen, said
from monitoring.findings.sentences import plain
from monitoring.layers import catalogue, kinds, network, rooms
from monitoring.layers import lists as map_lists
from monitoring.layers import points as map_data
from monitoring.layers.grounds import requirement_shares
from monitoring.layers.points import counts, township_names
from monitoring.standing import Count
from tests.support.classrooms import ON, a_ledger
from tests.support.layers import OTHER, TOWN, Found, all_of, county, states
from tests.support.rules import RULEBOOK


def ledger_of(**rooms):
    """A ledger by school: s1=("ecmau", "e"): two rooms of school s1, told by their flags."""
    own = [a_ledger(*each).assign(school_code=code, stage="primary") for code, each in rooms.items()]
    return pd.concat(own, ignore_index=True)


def layers_of(ledger, schools, stage="all", on=ON):
    """Every layer of the ledger."""
    return all_of(rooms, Found(*schools, stage=stage, rooms_on=on, rooms=ledger))


def layer(key, ledger, schools, stage="all"):
    """One layer of the ledger."""
    return layers_of(ledger, schools, stage)[key]


def network_layers(assessed, stage, *schools):
    """Every layer of what is asked of schools' network."""
    return all_of(network, Found(*schools, stage=stage, assessed=assessed))


def steps():
    """How the layers of the ledger look, by key."""
    return rooms.looks(Found(*SCHOOLS, rooms=LEDGER))


# —— classrooms

SCHOOLS = county(("s1", TOWN, ""), ("s2", TOWN, ""), ("s3", OTHER, ""))
LEDGER = ledger_of(s1=("ecmasu", "ecmasu"), s2=("ecmasu", "ecma", "e", ""))


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("rooms.equipped", "5/6 间 · 83%"),
        ("rooms.connected", "4/6 间 · 66%"),
        ("rooms.at_100mbps", "4/6 间 · 66%"),
        ("rooms.accepted", "4/6 间 · 66%"),
        ("rooms.in_use", "3/6 间 · 50%"),
    ],
)
def test_a_step_is_rooms_that_reached_it_of_all_rooms(key, text):
    """Cut, never rounded up; a school whose rooms all reached it is met, one without a room is outside."""
    shown = layer(key, LEDGER, SCHOOLS)

    assert text == shown.values.set_index("code").at[TOWN, "text"]
    assert {"s1": map_data.MET, "s2": map_data.NOT_MET, "s3": map_data.OUTSIDE} == states(shown)


def test_a_township_without_a_room_has_no_value_and_says_so():
    """0 of 0 is no share, and 没有学校 would be wrong."""
    value = layer("rooms.in_use", LEDGER, SCHOOLS).values.set_index("code").loc[OTHER]

    assert math.isnan(value["value"])
    assert "台账里没有" == value["text"]


def test_a_later_step_without_an_earlier_one_is_not_reached():
    """The funnel is nested: accepted without speed stops before 百兆到班."""
    shown = layer("rooms.accepted", ledger_of(s1=("eca",)), SCHOOLS)

    assert map_data.NOT_MET == states(shown)["s1"]


def test_a_school_that_lacks_nothing_but_a_figure_is_not_known():
    """Hours not reported: not 0 hours. It stays in the total of its township."""
    rooms = ledger_of(s1=("ecmasu", "ecmas")).assign(hours=[8.0, math.nan])

    shown = layer("rooms.in_use", rooms, SCHOOLS)

    assert map_data.UNKNOWN == states(shown)["s1"]
    assert Count("澄阳街道", 2, 1, 1) == shown.places[TOWN]
    assert "1/2 间 · 50%" == shown.values.set_index("code").at[TOWN, "text"]


def test_a_blank_figure_does_not_hide_that_a_room_is_behind():
    """One room's speed is blank and another has no set: surely not all."""
    rooms = ledger_of(s1=("ecmasu", "")).assign(mbps=[math.nan, math.nan])

    assert map_data.NOT_MET == states(layer("rooms.in_use", rooms, SCHOOLS))["s1"]


def late(rooms, *places):
    """The ledger with a planned date before the report date in these rows, after it in the last, none elsewhere."""
    planned = pd.Series(pd.NaT, index=rooms.index, dtype="datetime64[s]")
    planned.iloc[list(places)] = pd.Timestamp("2026-03-01")
    return rooms.assign(planned_on=planned)


def test_overdue_is_a_count_and_no_date_is_never_late():
    """Planned before the day and not accepted: two of s2's; an accepted one and those without a date are not."""
    shown = layer("rooms.overdue", late(LEDGER, 0, 4, 5), SCHOOLS)

    assert (2, "2 间逾期", "2") == tuple(shown.values.set_index("code").loc[TOWN, ["value", "text", "figure"]])
    assert {"s1": map_data.MET, "s2": map_data.NOT_MET, "s3": map_data.OUTSIDE} == states(shown)
    assert 3 == shown.towns.at[TOWN, "no_plan"]


def test_what_fell_due_since_the_ledger_is_a_state_of_its_own():
    """Two rooms of s2 were due on the ledger's day, looked at a week later; the accepted one of s1 is done."""
    planned = pd.Series(pd.NaT, index=LEDGER.index, dtype="datetime64[s]")
    planned.iloc[[0, 4, 5]] = pd.Timestamp(ON)
    known = Found(*SCHOOLS, rooms=LEDGER.assign(planned_on=planned), on=ON + timedelta(days=7))
    shown = all_of(rooms, known)["rooms.overdue"]

    assert {"s1": map_data.MET, "s2": map_data.UNKNOWN, "s3": map_data.OUTSIDE} == states(shown)
    assert ("没有逾期", "有逾期", "到期待报", "台账里没有") == shown.look.states
    assert (0, "0 间逾期，2 间到期待报", "0") == tuple(
        shown.values.set_index("code").loc[TOWN, ["value", "text", "figure"]]
    )
    assert [2, 0] == [shown.towns["awaited"].get(code, 0) for code in (TOWN, OTHER)]
    assert Count("澄阳街道", 6, 6, 0) == shown.places[TOWN]
    for day in (ON, ON + timedelta(days=7)):
        accepted = all_of(rooms, Found(*SCHOOLS, rooms=known.rooms, on=day))["rooms.accepted"]
        assert "到期待报" not in accepted.look.states
    then = all_of(rooms, Found(*SCHOOLS, rooms=known.rooms))["rooms.overdue"]
    assert ({"s1": 0, "s2": 0, "s3": 3}, "") == (states(then), then.look.states[map_data.UNKNOWN])


def test_what_is_late_stays_late_beside_what_fell_due_since():
    planned = pd.Series(pd.NaT, index=LEDGER.index, dtype="datetime64[s]")
    planned.iloc[[4, 5]] = [pd.Timestamp("2026-03-01"), pd.Timestamp(ON)]
    shown = all_of(rooms, Found(*SCHOOLS, rooms=LEDGER.assign(planned_on=planned), on=ON + timedelta(days=7)))
    late = shown["rooms.overdue"]
    rows = map_lists.room_schools(late.points, late.schools, "overdue").set_index("code")
    towns = map_lists.room_townships(late.places, None, by_late=True, awaited=late.towns["awaited"]).set_index("code")

    assert map_data.NOT_MET == states(late)["s2"]
    assert [1, 1] == rows.loc["s2", ["done", "awaited"]].tolist()
    assert [1, 1] == towns.loc[TOWN, ["late", "awaited"]].tolist()


def test_without_a_column_of_acceptance_nobody_knows_and_that_is_said_too():
    """s1's sheet has no column for 验收: nobody knows whether its rooms are late; s2's room fell due since."""
    planned = pd.Series(pd.NaT, index=LEDGER.index, dtype="datetime64[s]")
    planned.iloc[[0, 4]] = [pd.Timestamp("2026-03-01"), pd.Timestamp(ON)]
    absent = ["accepted_on" if code == "s1" else "" for code in LEDGER["school_code"]]
    table = LEDGER.assign(planned_on=planned, absent=absent)
    table.loc[table["school_code"] == "s1", "accepted_on"] = pd.NaT
    shown = all_of(rooms, Found(*SCHOOLS, rooms=table, on=ON + timedelta(days=7)))["rooms.overdue"]

    assert {"s1": map_data.UNKNOWN, "s2": map_data.UNKNOWN, "s3": map_data.OUTSIDE} == states(shown)
    assert "到期待报或未填报" == shown.look.states[map_data.UNKNOWN]


def test_classes_of_overdue_begin_with_none():
    """0, then 1 to 4: a township without a late room never looks like one with some."""
    measure = steps()["rooms.overdue"].classes

    assert [0, 1, 1, 2, 4] == [measure.class_of(rooms) for rooms in (0, 1, 4, 5, 20)]
    assert ("0", "1–4") == measure.ranges[:2]


def test_a_campus_of_the_ledger_counts_at_its_main_school():
    """The point is the merged school's; the link to its rooms uses a code that the ledger knows."""
    shown = layer("rooms.equipped", ledger_of(c1=("e", "")), county(("s1", TOWN, "c1|c2")))

    assert {"s1": map_data.NOT_MET} == states(shown)
    assert (2, 1, "c1") == tuple(shown.schools.loc["s1", ["classrooms", "equipped", "ledger_code"]])


def test_a_stage_narrows_rooms_and_schools():
    """Rooms of 小学 alone; a school without that stage is not drawn."""
    rooms = LEDGER.assign(stage=["primary"] * 2 + ["junior"] * 4)
    schools, parts = SCHOOLS
    parts = parts.assign(stage=["primary", "junior", "primary"])

    shown = layer("rooms.in_use", rooms, (schools, parts), stage="primary")

    assert {"s1": map_data.MET, "s3": map_data.OUTSIDE} == states(shown)
    assert "2/2 间 · 100%" == shown.values.set_index("code").at[TOWN, "text"]


@pytest.mark.parametrize("ledger", [None, LEDGER.iloc[:0]])
def test_without_a_ledger_there_is_no_layer(ledger):
    assert {} == layers_of(ledger, SCHOOLS)


def test_a_stage_without_a_room_keeps_its_layers():
    """What may be chosen does not change with the stage; everybody is outside."""
    found = layers_of(LEDGER, (SCHOOLS[0], SCHOOLS[1].assign(stage="junior")), "junior")

    assert list(steps()) == list(found)
    assert {map_data.OUTSIDE} == set(found["rooms.in_use"].points["state"])


def test_the_legend_says_what_every_state_that_occurs_means():
    """No word of a verdict; a state that occurs has a word."""
    for look in steps().values():
        assert 4 == len(look.states)
        assert not [word for word in look.states if "达标" in word or "评定" in word]
        assert all(look.states[state] for state in (map_data.MET, map_data.NOT_MET, map_data.OUTSIDE))


# —— lists


def test_townships_by_a_step_put_the_lowest_share_first():
    """Those without a room come last; a change is of rooms that reached it."""
    now = {"1": Count("甲镇", 0, 0, 0), "2": Count("乙镇", 10, 9, 0), "3": Count("丙镇", 10, 2, 1)}

    rows = map_lists.room_townships(now, {"2": Count("乙镇", 8, 4, 0), "3": Count("丙镇", 0, 0, 0)})

    assert ["丙镇", "乙镇", "甲镇"] == rows["name"].tolist()
    assert 5 == rows["change"][1]
    assert rows["change"].isna().tolist() == [True, False, True]


def test_townships_by_lateness_put_the_most_first():
    """A change is of late rooms."""
    now = {"1": Count("甲镇", 10, 9, 0), "2": Count("乙镇", 10, 4, 0)}

    rows = map_lists.room_townships(now, {"2": Count("乙镇", 10, 8, 0)}, by_late=True)

    assert [("乙镇", 6), ("甲镇", 1)] == list(zip(rows["name"], rows["late"], strict=True))
    assert 4 == rows["change"][0]


def test_schools_that_are_behind_stand_first_with_their_rooms():
    shown = layer("rooms.in_use", LEDGER, SCHOOLS)

    rows = map_lists.room_schools(shown.points, shown.schools, "in_use")

    assert [("s2", 1, 4), ("s1", 2, 2), ("s3", 0, 0)] == rows[["code", "done", "rooms"]].apply(tuple, axis=1).tolist()


# —— network


def network_county():
    """s1 reaches 1000 Mbps, s2 has 500, s3 has not reported, all in one township."""
    schools, parts = county(("s1", TOWN, ""), ("s2", TOWN, ""), ("s3", TOWN, ""))
    values = [("s1", 1000.0, "met"), ("s2", 500.0, "gap"), ("s3", math.nan, "no_data")]
    rows = [
        {"school_code": code, "township_code": TOWN, "measure": "uplink", "above": value, "below": math.nan,
         "value": value, "required": 1000.0, "status": status}
        for code, value, status in values
    ]  # fmt: skip
    return pd.DataFrame(rows), schools, parts


def test_a_measure_counts_schools_without_the_figure():
    """One of three, not one of two."""
    assessed, schools, parts = network_county()

    shown = network_layers(assessed, "all", schools, parts)

    assert ["network.uplink"] == list(shown)
    found = shown["network.uplink"]
    assert "1/3 达标" == found.values.set_index("code").at[TOWN, "text"]
    assert Count("澄阳街道", 3, 1, 1) == found.places[TOWN]
    assert {"s1": map_data.MET, "s2": map_data.NOT_MET, "s3": map_data.UNKNOWN} == states(found)
    assert "网络：千兆进校" == found.look.name


def test_a_measure_without_a_threshold_or_a_figure_colours_nothing():
    """ladder is not in force; uplink that nobody reported is not offered either."""
    assessed, schools, parts = network_county()
    silent = assessed.assign(status="no_data")
    ladder = assessed.assign(measure="ladder", status="not_applicable", required=math.nan)

    assert {} == network_layers(silent, "all", schools, parts)
    assert {} == network_layers(ladder, "all", schools, parts)


def test_a_stage_narrows_which_schools_are_shown_of_the_network():
    assessed, schools, parts = network_county()
    parts = parts.assign(stage=["primary", "junior", "junior"])

    shown = network_layers(assessed, "junior", schools, parts)["network.uplink"]

    assert {"s2": map_data.NOT_MET, "s3": map_data.UNKNOWN} == states(shown)


def test_a_new_layer_is_one_module_and_one_entry(monkeypatch):
    """Which schools board: offered last, made by its module, and spoken of as any that schools reach."""
    boarding = ModuleType("monitoring.layers.boarding")

    def looks(known):
        return {"boarding": known.map_rules.look("boarding")}

    def layer(known, look):
        points = known.points.assign(state=[0, 1, 1])
        schools = pd.DataFrame({"text": ["有", "没有", "没有"], "status": ["met", "gap", "gap"]}, index=points["code"])
        names = township_names(known.judged.schools)
        return kinds.Reach(look, points, requirement_shares(points), counts(points, names), schools)

    boarding.looks, boarding.layer = looks, layer
    monkeypatch.setitem(sys.modules, boarding.__name__, boarding)
    entry = {"name": "寄宿", "ground": "底色：寄宿", "subject": "寄宿", "classes": "share", "states": "requirement"}
    by = replace(RULEBOOK.map, entries={"rooms.in_use": RULEBOOK.map.entries["rooms.in_use"], "boarding": entry})
    known = Found(*SCHOOLS, rooms=LEDGER, map_rules=by)

    found = catalogue.layer(known, "boarding")

    assert ["rooms.in_use", "boarding"] == list(catalogue.looks(known))
    assert "1/2 达标" == found.values.set_index("code").at[TOWN, "text"]
    assert "寄宿：湖滨街道无一所达标；澄阳街道达标率最高（50%）。" == plain(
        said(found, Seen(SimpleNamespace(), "虚构县"))[0]
    )


def test_a_layer_that_is_not_there_is_none():
    assert catalogue.layer(Found(*SCHOOLS, map_rules=replace(RULEBOOK.map, entries={})), "rooms.in_use") is None


def test_every_kind_of_layer_has_its_sentences_and_its_lists():
    every = {kind for kind in vars(kinds).values() if isinstance(kind, type) and issubclass(kind, kinds.Layer)}

    assert every - {kinds.Layer} == set(SAID) == set(PANELS)


def test_every_entry_names_a_module_that_makes_its_layers():
    for name in RULEBOOK.map.providers:
        provider = import_module(f"monitoring.layers.{name}")
        assert callable(provider.looks) and callable(provider.layer)


def test_what_happens_after_the_report_date_has_not_happened():
    """The day before it was equipped, a room is not."""
    ledger = ledger_of(s1=("e",))
    before = ledger["equipped_on"].iloc[0].date() - timedelta(days=1)

    assert map_data.MET == states(layer("rooms.equipped", ledger, SCHOOLS))["s1"]
    found = layers_of(ledger, SCHOOLS, on=before)["rooms.equipped"]
    assert map_data.NOT_MET == states(found)["s1"]
