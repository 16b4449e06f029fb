"""Forecasts and courses of the classroom ledger: known answers, and every group judged a second time plainly."""

from __future__ import annotations

import math
from collections import Counter
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitoring import classrooms
from monitoring.classrooms.flags import day_number
from monitoring.classrooms.forecasts import horizon
from monitoring.classrooms.late import plan
from monitoring.classrooms.rules import ClassroomRules
from tests.support.classrooms import ON, a_ledger, accepted
from tests.support.rules import RULEBOOK

RULES = RULEBOOK.classrooms

TOWNS = ("990121001", "990121102")
DAYS = st.none() | st.integers(-120, 30)


def one(ledger):
    return classrooms.forecasts(ledger, ON, RULES, None).iloc[0]


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


def test_without_a_planned_date_nothing_is_missed():
    """Open rooms that nobody planned have a forecast, and no date to miss."""
    found = one(accepted([5] * 12, left=3, planned=None))

    assert (False, 0, 0) == (found["misses"], found["overdue"], found["weeks_overdue"])
    assert pd.isna(found["planned_on"])
    assert "2026-04-21" == str(found["forecast_on"].date())


def test_not_due_yet_is_not_overdue_and_on_the_day_not_missed():
    """A forecast on the very day that was planned keeps it; a day earlier in the plan, it misses."""
    found = one(accepted([5] * 12, left=3, planned="2026-04-21"))

    assert (0, False) == (found["overdue"], found["misses"])
    assert one(accepted([5] * 12, left=3, planned="2026-04-20"))["misses"]


def test_only_open_rooms_have_a_date_to_miss():
    """The plan of an accepted room, however late, does not excuse the open ones."""
    ledger = accepted([5] * 12, left=3, planned="2026-04-01")
    ledger.loc[0, "planned_on"] = pd.Timestamp("2027-12-31")

    assert "2026-04-01" == str(one(ledger)["planned_on"].date())
    assert one(ledger)["misses"]


@pytest.mark.parametrize(("planned", "weeks"), [("2026-03-25", 0), ("2026-03-24", 1), ("2026-03-17", 2)])
def test_whole_weeks_overdue(planned, weeks):
    """Six days late are no week yet, seven are one."""
    assert weeks == one(accepted([], left=1, planned=planned))["weeks_overdue"]


@pytest.mark.parametrize(
    ("on", "expected"), [(date(2024, 2, 29), "2024-03-07"), (date(2026, 2, 28), "2026-03-07"),
                         (date(2025, 12, 31), "2026-01-07")],
)  # fmt: skip
def test_weeks_pass_the_ends_of_months_and_years(on, expected):
    """One week from the last of February, in a leap year too, and from the last of December."""
    ledger = a_ledger(*["eca"] * 12, "", on=on)

    assert expected == str(classrooms.forecasts(ledger, on, RULES, None).iloc[0]["forecast_on"].date())


def test_so_slow_that_the_calendar_ends():
    """120,000 rooms left and one in twelve weeks: the last day there is, and the plan is missed."""
    left = pd.concat([accepted([5], left=1)] + [accepted([], left=1)] * 2, ignore_index=True)
    rooms = left.loc[[0, *[1] * 120_000]].reset_index(drop=True)
    found = one(rooms)

    assert "9999-12-31" == str(found["forecast_on"].date())
    assert found["misses"]


def test_a_slow_block_is_never_a_date_in_the_past():
    """110,000 rooms at one in four weeks end beyond the calendar, not before today."""
    done = accepted([5] * 50 + [35] * 50 + [80], left=1)
    rooms = done.loc[[*range(101), *[101] * 110_000]].reset_index(drop=True)
    found = one(rooms)

    assert found["earliest_on"] < found["forecast_on"] < found["latest_on"]


def plainly(rooms, on):
    """Judge one group a second time, room by room, in whole days."""
    gone = [
        (on - room["accepted_on"].date()).days
        for room in rooms
        if not pd.isna(room["accepted_on"]) and room["accepted_on"].date() <= on
    ]
    blocks = Counter(days // 28 for days in gone if days < 84)
    still = [room for room in rooms if pd.isna(room["accepted_on"]) or room["accepted_on"].date() > on]
    plans = [room["planned_on"].date() for room in still if not pd.isna(room["planned_on"])]
    late = [(on - plan).days for plan in plans if plan < on]

    def after(done, weeks):
        return on + timedelta(weeks=math.ceil(len(still) * weeks / done)) if still and done else None

    each = [blocks[place] for place in range(3)]
    forecast = after(sum(each), 12)
    return {
        "rooms": len(rooms), "accepted": len(gone), "remaining": len(still), "pace": sum(each) / 12,
        "forecast_on": forecast, "earliest_on": after(max(each), 4), "latest_on": after(min(each), 4),
        "planned_on": max(plans, default=None),
        "misses": bool(forecast and plans and forecast > max(plans)),
        "overdue": len(late), "weeks_overdue": max(late, default=0) // 7, "is_stalled": bool(still and not sum(each)),
    }  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(TOWNS), DAYS, DAYS), min_size=1, max_size=30))
def test_every_group_judged_a_second_time(rooms):
    """Townships beside one another and the county as a whole, with rooms accepted after the report date among them."""
    dates = {
        name: pd.to_datetime([None if room[place] is None else ON + timedelta(days=room[place]) for room in rooms])
        for place, name in ((1, "accepted_on"), (2, "planned_on"))
    }
    ledger = a_ledger(*["ec"] * len(rooms)).assign(township_code=[room[0] for room in rooms], **dates)
    records = ledger.to_dict("records")
    groups = {code: [one for one in records if one["township_code"] == code] for code in TOWNS}
    expected = {code: plainly(own, ON) for code, own in groups.items() if own} | {"county": plainly(records, ON)}
    found = pd.concat(
        [
            classrooms.forecasts(ledger, ON, RULES),
            classrooms.forecasts(ledger, ON, RULES, None),
        ]
    )

    assert list(expected) == found.index.tolist()
    for code, row in found.iterrows():
        as_told = {
            name: (None if pd.isna(value) else value.date()) if name.endswith("_on") else value
            for name, value in row.to_dict().items()
        }
        assert expected[code] == as_told


def test_blocks_are_equal_parts():
    """Thirteen weeks have no three equal parts: said at once, not counted wrongly."""
    with pytest.raises(ValueError, match="weeks = 13"):
        ClassroomRules(class_mbps=100, weeks=13, blocks=3, named_years=10, use_weeks=4)


def test_a_forecast_is_named_up_to_ten_years_away():
    """The same day of the tenth year still is; of a 29th of February the 28th; never beyond the calendar."""
    assert [date(2036, 3, 31), date(2034, 2, 28), date(9999, 5, 1)] == [
        horizon(day, RULES) for day in (ON, date(2024, 2, 29), date(9995, 5, 1))
    ]


# —— 曲线 the course


def test_the_course_of_acceptance():
    """Cumulative: what was due, and what of it was accepted; nobody knows what is accepted after the report date."""
    ledger = accepted([0, 7, 8], left=2).assign(planned_on=pd.Timestamp("2026-03-25"))
    days = day_number(ON) + np.array([-14, -7, 0, 7])

    planned, done = classrooms.course(ledger, ON, days, None)["county"]

    assert [0, 0, 5, 5] == planned.tolist()
    assert [0, 0, 3] == done[:-1].tolist()
    assert math.isnan(done[-1])


def test_the_course_ends_with_the_figures_of_the_plan():
    """Planned for the report date itself is not due; accepted before it was due counts once it is."""
    ledger = accepted([0, 10, 40, 60], left=3).assign(
        township_code=TOWNS[0],
        planned_on=pd.to_datetime(
            ["2026-03-30", "2026-03-31", "2026-03-20", "2026-06-30", "2026-03-31", "2026-03-30", None]
        ),
    )
    due, done = (line.tolist() for line in classrooms.course(ledger, ON, day_number(ON) + np.arange(-30, 2))[TOWNS[0]])
    figures = plan(ledger, ON, RULES).iloc[0]

    assert (3, 2) == (figures["due"], figures["done"]) == (due[-2], done[-2])
    assert 1 == figures["overdue"] == due[-2] - done[-2]
    assert 5 == due[-1]
    assert all(here <= there for here, there in zip(done[:-1], due[:-1], strict=True))


def test_rooms_without_a_plan_are_in_no_course():
    """Accepted or not, they are not set against a plan that does not know them."""
    days = day_number(ON) + np.array([0, 100])

    planned, done = classrooms.course(accepted([0, 7], left=1), ON, days)[TOWNS[0]]

    assert [0, 1] == planned.tolist()
    assert 0 == done[0]


def test_the_course_of_each_township_and_of_the_county():
    """The county is the sum of its townships, and ends with what is accepted."""
    ledger = accepted([0, 10, 100, 300], left=2).assign(
        township_code=[*TOWNS * 3], planned_on=pd.Timestamp("2026-03-01")
    )
    days = day_number(ON) - 7 * np.arange(26, -1, -1)
    towns, county = classrooms.course(ledger, ON, days), classrooms.course(ledger, ON, days, None)["county"]

    assert list(TOWNS) == list(towns)
    for place, line in enumerate(county):
        assert sum(town[place] for town in towns.values()).tolist() == line.tolist()
    assert [2, 2] == [done[-1] for _, done in towns.values()]
    assert all((np.diff(done) >= 0).all() for _, done in towns.values())
