"""The classroom ledger: flags, funnel, forecast and doubts, held to the examples and to plain counting."""

from __future__ import annotations

import csv
import itertools
import json
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitoring import classrooms
from monitoring.classrooms.late import late_schools, plan
from monitoring.settings import load_settings
from monitoring.validation import check
from monitoring.workbook import SourceFile
from tests.support import DATA
from tests.support.classrooms import ON, a_ledger
from tests.support.rules import RULEBOOK

RULES = RULEBOOK.classrooms

PERIODS = {"P1": ("2026年3月", date(2026, 3, 31)), "P2": ("2026年9月", date(2026, 9, 30))}
SETS = {("A_clean", "expected"): None, ("A", "expected_repair"): "repair", ("A", "expected_strict"): "missing"}
CASES = [(*names, period) for names in SETS for period in PERIODS]
NESTED = {"equipped": "equipped", "connected": "connected", "mbps100": "at_100mbps", "accepted": "accepted",
          "in_use": "in_use"}  # fmt: skip
ALONE = NESTED | {"started": "started"}


@pytest.fixture(scope="module")
def ledgers():
    """Read every set once: (folder, period) → what an import would store."""
    known = {}

    def read(folder, answers, period):
        if (folder, period) not in known:
            paths = sorted((DATA / folder / PERIODS[period][0]).glob("*.xlsx"))
            files = [SourceFile(path.name, path.read_bytes()) for path in paths]
            known[folder, period] = check(files, load_settings(), RULEBOOK.projects, PERIODS[period][1])
        checked = known[folder, period]
        return checked.list_frames({problem.id: SETS[folder, answers] for problem in checked.problems})["rooms"]

    return read


@pytest.mark.parametrize("case", CASES, ids="-".join)
def test_the_funnel_is_that_of_the_separate_answers(case, ledgers):
    """Every count of every township, nested and alone."""
    on = PERIODS[case[2]][1]
    found = classrooms.funnel(ledgers(*case), on, RULES).set_index("township")
    with (DATA / case[0] / case[1] / f"class_boards_{case[2]}.csv").open(encoding="utf-8-sig", newline="") as file:
        expected = list(csv.DictReader(file))

    assert {row["township"] for row in expected} == set(found.index)
    for row in expected:
        ours = found.loc[row["township"]]
        assert (int(row["rooms"]), int(row["count_overdue"])) == (ours["classrooms"], ours["overdue"])
        assert [int(row[f"funnel_{name}"]) for name in NESTED] == [ours[name] for name in NESTED.values()]
        assert [int(row[f"count_{name}"]) for name in ALONE] == [ours[f"any_{name}"] for name in ALONE.values()]


@pytest.mark.parametrize("case", CASES, ids="-".join)
def test_the_whole_countys_funnel(case, ledgers):
    """The last row is the county, with an empty code."""
    answers = json.loads((DATA / case[0] / case[1] / "expected.json").read_text(encoding="utf-8"))
    total = answers["periods"][case[2]]["ledger"]["total"]
    on, rooms = PERIODS[case[2]][1], ledgers(*case)
    last = classrooms.funnel(rooms, on, RULES).iloc[-1]

    assert ("", "合计") == (last["township_code"], last["township"])
    assert total["rooms"] == last["classrooms"]
    assert total["counts"]["overdue"] == last["overdue"]
    assert [total["funnel"][name] for name in NESTED] == [last[name] for name in NESTED.values()]
    assert [last.to_dict()] == classrooms.funnel(rooms, on, RULES, None).to_dict("records")


@pytest.mark.parametrize("case", CASES, ids="-".join)
def test_rates_stages_and_schools_of_the_separate_answers(case, ledgers):
    """应用率 of every township, the funnel of each stage, and the schools whose rooms are all connected."""
    answers = json.loads((DATA / case[0] / case[1] / "expected.json").read_text(encoding="utf-8"))
    expected = answers["periods"][case[2]]["ledger"]
    on, rooms = PERIODS[case[2]][1], ledgers(*case)
    towns = classrooms.funnel(rooms, on, RULES)
    use = dict(zip(towns["township"], classrooms.rates(towns)["use_share"], strict=True))
    schools = classrooms.funnel(rooms, on, RULES, "school_code").iloc[:-1]

    assert {town: counts["in_use_per_equipped"] for town, counts in expected["by_town"].items()} == pytest.approx(
        {town: use[town] for town in expected["by_town"]}, rel=1e-12
    )
    assert (expected["schools"], expected["schools_all_rooms_connected"]) == (
        len(schools), (schools["any_connected"] == schools["classrooms"]).sum(),
    )  # fmt: skip
    for stage, word in (("primary", "小学"), ("junior", "初中")):
        last = classrooms.funnel(rooms[rooms["stage"] == stage], on, RULES, None).iloc[0]
        assert expected["by_stage"][word]["rooms"] == last["classrooms"]
        assert list(expected["by_stage"][word]["funnel"].values()) == [last[name] for name in NESTED.values()]


@pytest.mark.parametrize("missing", "ecma")
def test_a_later_flag_without_an_earlier_one(missing):
    """The room falls out of the funnel at the step that it lacks, and counts in each later flag alone."""
    room = "ecmasu".replace(missing, "")
    last = classrooms.funnel(a_ledger(room), ON, RULES).iloc[-1]
    place = "ecma".index(missing)

    assert [1] * place + [0] * (5 - place) == [last[name] for name in NESTED.values()]
    assert 5 == sum(last[f"any_{name}"] for name in ALONE.values())
    assert classrooms.doubts(a_ledger(room), ON, RULES)["later_without_earlier"].tolist()[0]


def plainly(rooms, on):
    """Count the funnel a second time, room by room."""
    counts = dict.fromkeys(NESTED.values(), 0)
    for room in rooms.to_dict("records"):
        done = {
            "equipped": not pd.isna(room["equipped_on"]) and room["equipped_on"].date() <= on,
            "connected": not pd.isna(room["connected_on"]) and room["connected_on"].date() <= on,
            "at_100mbps": not pd.isna(room["mbps"]) and room["mbps"] >= 100,
            "accepted": not pd.isna(room["accepted_on"]) and room["accepted_on"].date() <= on,
            "in_use": not pd.isna(room["started_on"]) and room["started_on"].date() <= on and room["hours"] > 0,
        }
        for step in itertools.takewhile(done.get, counts):
            counts[step] += 1
    return counts


@settings(deadline=None)
@given(st.lists(st.text("ecmasu", max_size=6), min_size=1, max_size=12))
def test_the_funnel_counted_a_second_time(rooms):
    """Nested counts never rise, and none is larger than its flag alone."""
    ledger = a_ledger(*rooms)
    last = classrooms.funnel(ledger, ON, RULES).iloc[-1]
    steps = [last["classrooms"], *(last[name] for name in NESTED.values())]

    assert plainly(ledger, ON) == {name: last[name] for name in NESTED.values()}
    assert sorted(steps, reverse=True) == steps
    assert all(last[name] <= last[f"any_{name}"] for name in NESTED.values())


def test_what_is_not_reported_is_no_flag():
    """A blank speed is not 0 and no 100; blank hours are unknown, and not in use."""
    ledger = a_ledger("ecmasu").assign(mbps=np.nan, hours=np.nan)
    found = classrooms.flags(classrooms.rooms_of(ledger), ON, RULES)

    assert [False, False, True] == [found.at_100mbps[0], found.in_use[0], found.hours_unknown[0]]
    assert [True] == classrooms.doubts(ledger, ON, RULES)["use_unknown"].tolist()
    assert [False] == classrooms.doubts(ledger, ON, RULES)["never_used"].tolist()


def test_what_is_dated_after_the_report_has_not_happened():
    """The last day of the month counts, the first of the next does not."""
    dates = ["equipped_on", "connected_on", "accepted_on", "started_on"]
    on_the_day = a_ledger("ecmasu").assign(**dict.fromkeys(dates, pd.Timestamp(ON)))
    after = on_the_day.assign(**dict.fromkeys(dates, pd.Timestamp("2026-04-01")))
    alone = [f"any_{name}" for name in ALONE.values()]

    assert [1, 1, 1, 1, 1, 1] == classrooms.funnel(on_the_day, ON, RULES)[alone].iloc[-1].tolist()
    assert [0, 0, 1, 0, 0, 0] == classrooms.funnel(after, ON, RULES)[alone].iloc[-1].tolist()


def test_just_under_the_speed_is_under_it():
    """The threshold is compared with the speed as reported, not with a rounded one."""
    found = classrooms.flags(classrooms.rooms_of(a_ledger("m", "m").assign(mbps=[99.999999, 100.0])), ON, RULES)

    assert [False, True] == found.at_100mbps.tolist()


def test_a_ledger_without_rooms():
    """A stage that a township does not have: a county of nothing, no rate and no forecast."""
    none = a_ledger("e").head(0)

    assert [0] == classrooms.funnel(none, ON, RULES)["classrooms"].tolist()
    assert classrooms.rates(classrooms.funnel(none, ON, RULES)).isna().all(axis=None)
    assert [0, 0, 0, 0, 0, 0] == [
        len(found)
        for found in (
            classrooms.forecasts(none, ON, RULES), classrooms.course(none, ON, np.array([0])),
            classrooms.doubts(none, ON, RULES), classrooms.ledger(none, ON, RULES),
            plan(none, ON, RULES), late_schools(none, ON, RULES),
        )
    ]  # fmt: skip


def test_overdue_is_before_the_day_and_without_a_plan_never():
    """On the day itself it is not late; accepted, it is not either."""
    planned = pd.to_datetime(["2026-03-30", "2026-03-31", None, "2026-03-30"]).as_unit("s")
    ledger = a_ledger("", "", "", "a").assign(planned_on=planned)
    found = classrooms.flags(classrooms.rooms_of(ledger), ON, RULES)

    assert [True, False, False, False] == found.overdue.tolist()
    assert [False, False, True, False] == found.no_plan.tolist()


def test_late_schools_and_the_plan_of_their_township():
    """The most rooms first; where each stopped; the earliest date, whole weeks since, every project once."""
    ledger = a_ledger("", "ec", "e", "eca", "").assign(
        school_code=["1", "2", "2", "2", "3"],
        planned_on=pd.to_datetime(["2026-03-30", "2026-03-09", "2026-03-16", "2026-03-02", None]).as_unit("s"),
        project=["B", "B", "A", "C", ""],
    )
    late = late_schools(ledger, ON, RULES)

    assert [["2", 2, 0, 1, 1, 3, "A、B"], ["1", 1, 1, 0, 0, 0, "B"]] == late[
        ["school_code", "overdue", "not_equipped", "not_connected", "not_accepted", "weeks", "project"]
    ].to_numpy().tolist()
    assert [4, 4, 1, 3, 5] == plan(ledger, ON, RULES)[["planned", "due", "done", "overdue", "rooms"]].iloc[0].tolist()


# —— 对不上的 doubts


def test_projects_in_use_whose_rooms_are_not_accepted():
    """Counted by project, and only where it is reported 已启用."""
    ledger = a_ledger("ec", "eca", "ec").assign(project=["CH-1", "CH-1", "CH-2"])

    assert [["CH-1", 2, 1]] == classrooms.started_unaccepted(ledger, ON, RULES, {"CH-1"}).to_numpy().tolist()
    assert [] == classrooms.started_unaccepted(ledger, ON, RULES, set()).to_numpy().tolist()


def test_used_before_accepted():
    """Started before, or without, acceptance; on the same day it is in order."""
    ledger = a_ledger("ecmsu", "ecmasu", "ecmasu")
    ledger.loc[1, "started_on"] -= pd.Timedelta(days=1)

    assert [True, True, False] == classrooms.doubts(ledger, ON, RULES)["used_before_accepted"].tolist()


UNUSED = ["never_used", "used_not_started", "use_unknown"]


def test_complete_and_never_used():
    """Accepted, and 0 hours in the last four weeks, started or not."""
    assert [True, True, False, False] == classrooms.doubts(a_ledger("ecmas", "ecma", "ecmasu", "ecms"), ON, RULES)[
        "never_used"
    ].tolist()


def test_accepted_and_not_in_use_is_of_one_kind_each():
    """Blank hours are unknown, and apart, whether started or not; hours without a start are no 0 hours."""
    ledger = a_ledger(*["ecmas", "ecma"] * 3).assign(hours=[0.0, 0.0, 5.0, 5.0, np.nan, np.nan])
    found, known = (
        classrooms.doubts(ledger, ON, RULES)[UNUSED],
        classrooms.flags(classrooms.rooms_of(ledger), ON, RULES),
    )

    kinds = [[name for name in UNUSED if row[name]] for row in found.to_dict("records")]
    assert [["never_used"], ["never_used"], [], ["used_not_started"], ["use_unknown"], ["use_unknown"]] == kinds
    assert (known.accepted & ~known.in_use).tolist() == found.any(axis=1).tolist()
    assert not classrooms.doubts(ledger.assign(accepted_on=pd.NaT), ON, RULES)[UNUSED].any(axis=None)


def test_the_last_step_of_each_room():
    """As exported."""
    rooms = a_ledger("", "e", "ec", "ecm", "ecma", "ecmasu", "cmasu")

    steps = classrooms.ledger(rooms, ON, RULES)["step"].tolist()

    assert ["none", "equipped", "connected", "at_100mbps", "accepted", "in_use", "none"] == steps


def test_rates():
    """开通率 is connected ÷ rooms, 应用率 in use ÷ equipped; of nothing equipped there is no rate."""
    found = classrooms.rates(classrooms.funnel(a_ledger("ecsu", "e", "c", ""), ON, RULES))
    none = classrooms.rates(classrooms.funnel(a_ledger("c"), ON, RULES))

    assert [0.5, 0.5] == found.iloc[-1].tolist()
    assert np.isnan(none["use_share"].iloc[-1])
