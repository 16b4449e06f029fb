"""The classroom ledger: flags, funnel, forecast and doubts, held to the examples and to plain counting."""

from __future__ import annotations

import csv
import itertools
import json
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitoring import classrooms
from monitoring.settings import load_settings
from monitoring.validation import check
from monitoring.workbook import SourceFile

DATA = Path(__file__).parent / "data"
PERIODS = {"P1": ("2026年3月", date(2026, 3, 31)), "P2": ("2026年9月", date(2026, 9, 30))}
SETS = {("A_clean", "expected"): None, ("A", "expected_repair"): "repair", ("A", "expected_strict"): "missing"}
CASES = [(*names, period) for names in SETS for period in PERIODS]
ON = date(2026, 3, 31)
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
            known[folder, period] = check(files, load_settings(), PERIODS[period][1])
        checked = known[folder, period]
        return checked.list_frames({problem.id: SETS[folder, answers] for problem in checked.problems})["rooms"]

    return read


@pytest.mark.parametrize("case", CASES, ids="-".join)
def test_the_funnel_is_that_of_the_separate_answers(case, ledgers):
    """Every count of every township, nested and alone."""
    on = PERIODS[case[2]][1]
    found = classrooms.funnel(ledgers(*case), on).set_index("township")
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
    last = classrooms.funnel(ledgers(*case), PERIODS[case[2]][1]).iloc[-1]

    assert ("", "合计") == (last["township_code"], last["township"])
    assert total["rooms"] == last["classrooms"]
    assert total["counts"]["overdue"] == last["overdue"]
    assert [total["funnel"][name] for name in NESTED] == [last[name] for name in NESTED.values()]


def a_ledger(*rooms, on=ON):
    """Rooms told by their flags (e c m a s u), as many as are done by the report date."""
    day = pd.Timestamp(on - timedelta(days=10))
    frame = pd.DataFrame(
        {
            "school_code": "2142990001", "school_name": "虚构小学", "township_code": "990121001",
            "township": "澄阳街道",
            "grade": "一年级", "class": [str(place) for place, _ in enumerate(rooms)], "project": "",
            "equipped_on": [day if "e" in room else pd.NaT for room in rooms],
            "connected_on": [day if "c" in room else pd.NaT for room in rooms],
            "accepted_on": [day if "a" in room else pd.NaT for room in rooms],
            "started_on": [day if "s" in room else pd.NaT for room in rooms],
            "planned_on": pd.NaT,
            "mbps": [100.0 if "m" in room else 50.0 for room in rooms],
            "hours": [8.0 if "u" in room else 0.0 for room in rooms],
        }
    )  # fmt: skip
    dates = [name for name in frame if name.endswith("_on")]
    return frame.astype(dict.fromkeys(dates, "datetime64[s]"))


@pytest.mark.parametrize("missing", "ecma")
def test_a_later_flag_without_an_earlier_one(missing):
    """The room falls out of the funnel at the step that it lacks, and counts in each later flag alone."""
    room = "ecmasu".replace(missing, "")
    last = classrooms.funnel(a_ledger(room), ON).iloc[-1]
    place = "ecma".index(missing)

    assert [1] * place + [0] * (5 - place) == [last[name] for name in NESTED.values()]
    assert 5 == sum(last[f"any_{name}"] for name in ALONE.values())
    assert classrooms.doubts(a_ledger(room), ON)["later_without_earlier"].tolist()[0]


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
    last = classrooms.funnel(ledger, ON).iloc[-1]
    steps = [last["classrooms"], *(last[name] for name in NESTED.values())]

    assert plainly(ledger, ON) == {name: last[name] for name in NESTED.values()}
    assert sorted(steps, reverse=True) == steps
    assert all(last[name] <= last[f"any_{name}"] for name in NESTED.values())


def test_what_is_not_reported_is_no_flag():
    """A blank speed is not 0 and no 100; blank hours are unknown, and not in use."""
    ledger = a_ledger("ecmasu").assign(mbps=np.nan, hours=np.nan)
    found = classrooms.flags(classrooms.rooms_of(ledger), ON)

    assert [False, False, True] == [found.at_100mbps[0], found.in_use[0], found.hours_unknown[0]]
    assert [True] == classrooms.doubts(ledger, ON)["use_unknown"].tolist()
    assert [False] == classrooms.doubts(ledger, ON)["never_used"].tolist()


def test_overdue_is_before_the_day_and_without_a_plan_never():
    """On the day itself it is not late; accepted, it is not either."""
    planned = pd.to_datetime(["2026-03-30", "2026-03-31", None, "2026-03-30"]).as_unit("s")
    ledger = a_ledger("", "", "", "a").assign(planned_on=planned)
    found = classrooms.flags(classrooms.rooms_of(ledger), ON)

    assert [True, False, False, False] == found.overdue.tolist()
    assert [False, False, True, False] == found.no_plan.tolist()


# —— 预测 forecasts


def accepted(days_ago, left, planned="2026-06-30"):
    """A ledger with rooms accepted so many days before the report date, and some left."""
    done = a_ledger(*["eca"] * len(days_ago)).assign(
        accepted_on=[pd.Timestamp(ON - timedelta(days=days)) for days in days_ago]
    )
    rest = a_ledger(*[""] * left).assign(planned_on=pd.Timestamp(planned))
    dates = dict.fromkeys(("accepted_on", "planned_on"), "datetime64[s]")
    return pd.concat([done, rest], ignore_index=True).astype(dates)


def one(ledger):
    return classrooms.forecasts(ledger, ON, None).iloc[0]


def test_a_forecast_with_a_known_answer():
    """24 rooms in twelve weeks are 2 a week; 10 left take 5 weeks. The blocks did 4, 8 and 12: 1 to 3 a week."""
    found = one(accepted([5] * 4 + [35] * 8 + [80] * 12, left=10))

    assert (2.0, 10) == (found["pace"], found["remaining"])
    assert ["2026-05-05", "2026-04-28", "2026-06-09"] == [
        str(found[name].date()) for name in ("forecast_on", "earliest_on", "latest_on")
    ]
    assert not found["misses"]
    assert one(accepted([5] * 4 + [35] * 8 + [80] * 12, left=10, planned="2026-05-04"))["misses"]


def test_84_days_to_the_report_date():
    """The 84th day back no longer counts, the report date does."""
    assert 1 / 12 == one(accepted([0, 84], left=1))["pace"]
    assert 2 / 12 == one(accepted([0, 83], left=1))["pace"]


def test_a_block_without_acceptance_leaves_the_range_open():
    """Nobody can say how late it may become."""
    found = one(accepted([5] * 12, left=3))

    assert pd.isna(found["latest_on"])
    assert "2026-04-07" == str(found["earliest_on"].date())


def test_no_acceptance_in_twelve_weeks_gives_no_date():
    """近12周无验收."""
    found = one(accepted([200, 300], left=3, planned="2026-03-01"))

    assert found["is_stalled"]
    assert pd.isna(found["forecast_on"])
    assert (3, 4) == (found["overdue"], found["weeks_overdue"])


def test_nothing_left_needs_no_forecast():
    """Done is neither stalled nor late."""
    found = one(accepted([200], left=0))

    assert (0, False, False) == (found["remaining"], found["is_stalled"], found["misses"])
    assert pd.isna(found["forecast_on"])


# —— 对不上的 doubts


def test_projects_in_use_whose_rooms_are_not_accepted():
    """Counted by project, and only where it is reported 已启用."""
    ledger = a_ledger("ec", "eca", "ec").assign(project=["CH-1", "CH-1", "CH-2"])

    assert [["CH-1", 2, 1]] == classrooms.started_unaccepted(ledger, ON, {"CH-1"}).to_numpy().tolist()
    assert [] == classrooms.started_unaccepted(ledger, ON, set()).to_numpy().tolist()


def test_used_before_accepted():
    """Started before, or without, acceptance; on the same day it is in order."""
    ledger = a_ledger("ecmsu", "ecmasu", "ecmasu")
    ledger.loc[1, "started_on"] -= pd.Timedelta(days=1)

    assert [True, True, False] == classrooms.doubts(ledger, ON)["used_before_accepted"].tolist()


def test_complete_and_never_used():
    """Accepted, and 0 hours in the last four weeks."""
    assert [True, False] == classrooms.doubts(a_ledger("ecmas", "ecmasu"), ON)["never_used"].tolist()


def test_the_course_of_acceptance():
    """Cumulative, week by week, to the report date; the plan beside it."""
    found = classrooms.course(accepted([0, 7, 8], left=2, planned="2026-03-25"), ON, weeks=2)

    assert [0, 2, 3] == found["accepted"].tolist()
    assert [0, 0, 2] == found["planned"].tolist()
    assert 5 == found["rooms"].iloc[0]


def test_the_last_step_of_each_room():
    """As exported."""
    rooms = a_ledger("", "e", "ec", "ecm", "ecma", "ecmasu", "cmasu")

    steps = classrooms.ledger(rooms, ON)["step"].tolist()

    assert ["none", "equipped", "connected", "at_100mbps", "accepted", "in_use", "none"] == steps


def test_rates():
    """开通率 is connected ÷ rooms, 应用率 in use ÷ equipped; of nothing equipped there is no rate."""
    found = classrooms.rates(classrooms.funnel(a_ledger("ecsu", "e", "c", ""), ON))
    none = classrooms.rates(classrooms.funnel(a_ledger("c"), ON))

    assert [0.5, 0.5] == found.iloc[-1].tolist()
    assert np.isnan(none["use_share"].iloc[-1])
