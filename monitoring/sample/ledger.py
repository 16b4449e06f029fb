"""
The classroom ledger of the sample county: one row a classroom of 小学 and 初中, facts up to the ledger's date only.

A room keeps its dates for good; which class sits in it changes, as a ledger's numbers do. A class more is a room more,
a class less takes away the room that came last.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from monitoring.sample.county import County, History
from monitoring.sample.plan import SamplePlan, stream
from monitoring.sample.roster import School, schools_at

Row = dict[str, Any]
DATES = ("equipped_on", "connected_on", "accepted_on", "started_on")


@dataclass(frozen=True)
class Room:
    """
    What happens to one room, told to its end; None: never.

    Attributes:
        number: within its school and stage, from 0; the later ones are accepted later.
        is_unused: accepted, and nobody teaches in it.
        withdrawn_on: from when on its acceptance does not count any more.
        ordered: from when on another planned date counts, and that date; None: the plan stays.
    """

    school: str
    stage: str
    number: int
    equipment: str
    mbps: int
    equipped_on: date
    connected_on: date
    accepted_on: date | None
    started_on: date | None
    planned_on: date | None = None
    project: str = ""
    is_unused: bool = False
    withdrawn_on: date = date.max
    ordered: tuple[date, date] | None = None


def ledger(day: date, of: County) -> list[Row]:
    """
    Return the rows of the ledger on a day, by the column names of data/columns/rooms.toml.

    Between report dates the schools and their classes are those of the last one.

    >>> from monitoring.sample.county import sample_county
    >>> of = sample_county()
    >>> days = (of.plan.periods[0], of.plan.periods[-1], of.plan.ledger_weeks[-1])
    >>> [sum(row["accepted_on"] != "" for row in ledger(day, of)) for day in days]
    [470, 1324, 1357]
    """
    number = of.plan.period(day)
    rooms = {(room.school, room.stage, room.number): room for room in every_room(of)}
    rows = []
    for school in schools_at(of.plan.periods[number], of.schools, of.plan):
        history = of.history[school.key]
        for stage in _stages(school, of.plan):
            seats = _seats(history, number, stage)
            order = list(range(len(seats)))
            stream(of.plan.seed, "ledger", "classes", school.key, stage).shuffle(order)
            for (grade, class_number), place in zip(seats, order, strict=True):
                room = rooms[school.key, stage, place]
                named = {"grade": of.plan.lists["grades"][grade - 1], "class": class_number}
                rows.append(_identity(school) | named | _facts(room, day, of.plan))
    return rows


@cache
def every_room(of: County) -> tuple[Room, ...]:
    """Return every room that the county ever had, township by township."""
    courses = {course["township"]: course for course in of.plan.ledger["course"]}
    rooms = []
    for township in of.plan.townships:
        own = [school for school in of.schools if school.township.code == township.code]
        rng = stream(of.plan.seed, "ledger", township.code)
        rng.shuffle(own)
        for school in own:
            rooms += _of_school(school, own.index(school) / len(own), 1 / len(own), courses[township.code], of)
    for each in of.plan.ledger["withdrawn"]:
        of_school = [place for place, room in enumerate(rooms) if room.school == each["school"] and room.project]
        for place in of_school[: each["rooms"]]:
            rooms[place] = replace(rooms[place], withdrawn_on=each["from"], ordered=(each["ordered"], each["due"]))
    return tuple(rooms)


def _of_school(school: School, since: float, share: float, course: Mapping[str, Any], of: County) -> Iterator[Room]:
    """The rooms of a school, whose turn in its township begins `since` and takes `share` of the whole time."""
    history = of.history[school.key]
    periods = range(history.first, len(of.plan.periods))
    for stage in _stages(school, of.plan):
        most = max(len(_seats(history, number, stage)) for number in periods)
        old = 0 if school.opened else round(most * course["old"])
        for number in range(most):
            rng = stream(of.plan.seed, "ledger", "room", school.key, stage, number)
            if number < old:
                yield _old_room(school, stage, number, rng, of.plan)
                continue
            turn = since + share * (number - old) / (most - old)
            yield _room(school, stage, number, turn, course, rng, of.plan)


def _old_room(school: School, stage: str, number: int, rng: random.Random, plan: SamplePlan) -> Room:
    """Equipped before the programme: no plan, no project."""
    spec = plan.ledger["old"]
    first, last = spec["accepted"]
    accepted = first + timedelta(days=rng.randint(0, (last - first).days))
    return Room(
        school=school.key,
        stage=stage,
        number=number,
        equipment=rng.choice(spec["equipment"]),
        mbps=rng.choice(spec["mbps"]),
        **_steps(accepted, rng, plan),
        is_unused=rng.random() < plan.ledger["odd"]["unused"],
    )


def _room(
    school: School,
    stage: str,
    number: int,
    turn: float,
    course: Mapping[str, Any],
    rng: random.Random,
    plan: SamplePlan,
) -> Room:
    """A room of the programme, whose turn is a share of the township's time."""
    spec, odd = plan.ledger["new"], plan.ledger["odd"]
    first = max(course["first"], school.opened or course["first"])
    accepted = first + timedelta(days=round(turn * (course["last"] - first).days) + rng.randint(*_days(plan, "jitter")))
    steps = _steps(accepted, rng, plan)
    speeds = spec["slow_mbps"] if rng.random() < odd["slow"] else spec["mbps"]
    if rng.random() < odd["early_use"]:
        steps["started_on"] = _later(steps["connected_on"], "started_after_connected", rng, plan)
    is_never = rng.random() < course["never"]
    if is_never or accepted >= course.get("stopped", date.max):
        steps |= {"accepted_on": None, "started_on": None}
    room = Room(
        school=school.key,
        stage=stage,
        number=number,
        equipment=rng.choice(spec["equipment"]),
        mbps=rng.choice(speeds),
        **steps,
        is_unused=rng.random() < odd["unused"],
    )
    if rng.random() < course["unplanned"]:
        return room
    batches = course["planned"]
    return replace(room, planned_on=batches[int(turn * len(batches))], project=course["project"])


def _steps(accepted: date, rng: random.Random, plan: SamplePlan) -> dict[str, Any]:
    """The dates of a room that goes its way, none on a weekend."""
    equipped = _workday(accepted - timedelta(days=rng.randint(*_days(plan, "equipped_before_accepted"))), plan)
    return {
        "equipped_on": equipped,
        "connected_on": _later(equipped, "connected_after_equipped", rng, plan),
        "accepted_on": _workday(accepted, plan),
        "started_on": _later(accepted, "started_after_accepted", rng, plan),
    }


def _later(day: date, what: str, rng: random.Random, plan: SamplePlan) -> date:
    return _workday(day + timedelta(days=rng.randint(*_days(plan, what))), plan)


def _workday(day: date, plan: SamplePlan) -> date:
    """The day itself, or the Monday after a weekend."""
    spec = plan.ledger["days"]
    return day + timedelta(days=spec["week"] - day.weekday() if day.weekday() > spec["last_weekday"] else 0)


def _days(plan: SamplePlan, what: str) -> tuple[int, int]:
    return tuple(plan.ledger["days"][what])


def _stages(school: School, plan: SamplePlan) -> list[str]:
    spec = plan.ledger
    return [stage for stage in school.pupils if stage in spec["stages"] and school.kind not in spec["without"]]


def _seats(history: History, number: int, stage: str) -> list[tuple[int, int]]:
    """Grade and class of every class of a stage at a period."""
    grades = history.rolls[number - history.first][stage]
    return [(grade.number, place) for grade in grades for place, _ in enumerate(grade.classes, start=1)]


def _identity(school: School) -> Row:
    return {"school_code": school.code, "school_name": school.name, "township": school.township.name}


def _facts(room: Room, day: date, plan: SamplePlan) -> Row:
    """What the ledger says of a room: what has happened by its date, and the plan."""
    known = {name: done if (done := getattr(room, name)) and done <= day else "" for name in DATES}
    if room.withdrawn_on <= day:
        known["accepted_on"] = ""
    is_ordered = room.ordered is not None and room.ordered[0] <= day
    return known | {
        "equipment": room.equipment if known["equipped_on"] else "",
        "mbps": room.mbps if known["connected_on"] else "",
        "hours": _hours(room, day, plan) if known["started_on"] else "",
        "planned_on": room.ordered[1] if is_ordered else room.planned_on or "",
        "project": room.project,
    }


def _hours(room: Room, day: date, plan: SamplePlan) -> int | str:
    """近四周使用课时: 0 where nobody uses it, "" where the clerk left it blank, until the next report date."""
    period, which = plan.periods[plan.period(day)], (room.school, room.stage, room.number)
    rng = stream(plan.seed, "ledger", "hours", *which, period)
    if rng.random() < plan.ledger["odd"]["blank_hours"]:
        return ""
    hours = rng.randint(*plan.ledger["new" if room.project else "old"]["hours"])
    if room.is_unused or day == period:
        return 0 if room.is_unused else hours
    spec = plan.ledger["weeks"]
    taught = min((day - room.started_on).days + 1, spec["hours_days"])
    differ = stream(plan.seed, "ledger", "hours", *which, day).randint(-spec["hours_differ"], spec["hours_differ"])
    return max(1, round(hours * taught / spec["hours_days"]) + differ)
