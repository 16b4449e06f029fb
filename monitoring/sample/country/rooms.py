"""
The classroom ledger of an invented county: one row a classroom of 小学 and 初中, facts up to the ledger's date only.

A room keeps its dates from ledger to ledger; which class sits in it changes, as in any county.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from monitoring.arrow import AS_OBJECTS as TEXT
from monitoring.sample.country.enrolment import GRADES, WIDEST, Rows
from monitoring.sample.country.frames import number_words
from monitoring.sample.country.places import County
from monitoring.sample.country.plan import STAGES, read_country, stream
from monitoring.sample.country.roster import SENIOR, SPECIAL, Roster

STORED_DAYS = "datetime64[ms]"
NEVER = np.datetime64("NaT", "D")


@dataclass(frozen=True, eq=False)
class Rooms:
    """What happens to every room of a county, told to its end; (n,) arrays, days as datetime64[D], NaT never."""

    row: np.ndarray
    number: np.ndarray
    equipment: np.ndarray
    project: np.ndarray
    mbps: np.ndarray
    hours: np.ndarray
    days: dict[str, np.ndarray]
    planned: np.ndarray


def room_frames(county: County, schools: Roster, of: Rows) -> dict[date, pd.DataFrame]:
    """Return the frame rooms of every date of which there is a ledger."""
    plan = read_country()
    numbers = {day: plan["periods"].index(day) for day in plan["ledgers"]}
    most = of.classes[list(numbers.values())].sum(axis=2).max(axis=0).astype(int)
    most[~_has_ledger(schools, of)] = 0
    rooms = _rooms(county.code, schools, of, most)
    return {day: _frame(county, schools, of, rooms, day, number) for day, number in numbers.items()}


def _has_ledger(schools: Roster, of: Rows) -> np.ndarray:
    """The rows of 小学 and 初中 that are no special school."""
    return (of.stage < STAGES.index("senior")) & ~np.isin(schools.kind[of.school], [SENIOR, SPECIAL])


def _rooms(code: str, schools: Roster, of: Rows, most: np.ndarray) -> Rooms:
    plan = read_country()
    spec, rng = plan["rooms"], stream(code, "rooms")
    row = np.repeat(np.arange(len(most)), most)
    number = np.arange(len(row)) - np.repeat(np.cumsum(most) - most, most)
    township, size = schools.township[of.school][row], len(row)
    of_township = len(schools.townships.codes)
    old_share = spec["old"][0] + (spec["old"][1] - spec["old"][0]) * rng.random(of_township)
    is_old = number < np.rint(most[row] * old_share[township])
    first, length = _days(rng, spec["first"], of_township), _whole(rng, spec["days"], of_township)
    turn = rng.random(len(schools.kind))[of.school][row] * 9 / 10 + rng.random(size) / 10
    due = first[township] + np.rint(turn * length[township]).astype(int)
    batch = first[township] + (np.ceil(turn * length[township] / spec["batch"]) * spec["batch"]).astype(int)
    accepted = np.where(is_old, _days(rng, spec["old_accepted"], size), due + _whole(rng, spec["late"], size))
    equipped = accepted - _whole(rng, spec["equipped_before_accepted"], size)
    connected = equipped + _whole(rng, spec["connected_after_equipped"], size)
    started = accepted + _whole(rng, spec["started_after_accepted"], size)
    is_early = ~is_old & (rng.random(size) < spec["early_use"])
    started = np.where(is_early, connected + _whole(rng, spec["started_after_connected"], size), started)
    is_never = ~is_old & (rng.random(size) < spec["never"])
    accepted[is_never], started[is_never & ~is_early] = NEVER, NEVER
    is_planned = ~is_old & (rng.random(size) >= spec["unplanned"])
    codes = np.array([spec["project"].format(county=code, township=place + 1) for place in range(of_township)], object)
    old_hours, new_hours = (_whole(rng, spec["hours"][name], size) for name in ("old", "new"))
    hours = np.where(is_old, old_hours, new_hours).astype(float)
    hours[rng.random(size) < spec["unused"]] = 0
    hours[rng.random(size) < spec["blank_hours"]] = np.nan
    mbps = np.where(is_old, rng.choice(spec["mbps"]["old"], size), rng.choice(spec["mbps"]["new"], size))
    is_slow = ~is_old & (rng.random(size) < spec["slow"])
    mbps = np.where(is_slow, rng.choice(spec["mbps"]["slow"], size), mbps).astype(float)
    kinds = spec["equipment"]
    return Rooms(
        row=row,
        number=number,
        equipment=np.where(is_old, _one_of(rng, kinds["old"], size), _one_of(rng, kinds["new"], size)),
        project=np.where(is_planned, codes[township], ""),
        mbps=mbps,
        hours=hours,
        days={"equipped_on": equipped, "connected_on": connected, "accepted_on": accepted, "started_on": started},
        planned=np.where(is_planned, batch, NEVER),
    )


def _frame(county: County, schools: Roster, of: Rows, rooms: Rooms, day: date, number: int) -> pd.DataFrame:
    """The ledger of a date: as many rooms as there are classes, the first of the school's."""
    plan = read_country()
    spec = plan["files"]
    is_there = _has_ledger(schools, of) & (schools.first <= number)[of.school] & (number <= schools.last)[of.school]
    classes = np.where(is_there[:, None], of.classes[number], 0).astype(int)
    in_row, grade = np.divmod(np.repeat(np.arange(classes.size), classes.ravel()), WIDEST)
    seat = np.arange(len(in_row)) - np.searchsorted(in_row, in_row)
    place = in_row * WIDEST + grade
    many = classes.sum(axis=1)[in_row]
    turned = (seat + in_row + number) % many  # no grade has the first rooms everywhere
    room = np.searchsorted(rooms.row, in_row) + turned
    school = of.school[in_row]
    date_of = {name: _known(days[room], day) for name, days in rooms.days.items()}
    is_equipped, is_connected, is_started = (
        ~np.isnat(date_of[name]) for name in ("equipped_on", "connected_on", "started_on")
    )
    eldest = np.array([numbers[0] for numbers in GRADES])[of.stage[in_row]]
    townships, township = schools.townships, schools.township[school]
    size, file = len(room), spec["rooms"].format(county=county.name, year=day.year, month=day.month)
    columns = {
        "school_code": _text(schools.code[school]),
        "school_name": _text(schools.name[school]),
        "county_code": _text(np.full(size, county.code, dtype=object)),
        "township_code": _text(townships.codes[township]),
        "township": _text(townships.names[township]),
        "stage": _text(np.array(STAGES, dtype=object)[of.stage[in_row]]),
        "grade": _text(np.array(spec["grades"], dtype=object)[eldest + grade - 1]),
        "class": _text(number_words(np.arange(size) - np.searchsorted(place, place))),
        "equipment": _text(np.where(is_equipped, rooms.equipment[room], "")),
        "equipped_on": _stored(date_of["equipped_on"]),
        "connected_on": _stored(date_of["connected_on"]),
        "mbps": np.where(is_connected, rooms.mbps[room], np.nan),
        "accepted_on": _stored(date_of["accepted_on"]),
        "started_on": _stored(date_of["started_on"]),
        "hours": np.where(is_started, rooms.hours[room], np.nan),
        "planned_on": _stored(rooms.planned[room]),
        "project": _text(rooms.project[room]),
        "file": _text(np.full(size, file, dtype=object)),
        "sheet": _text(np.full(size, spec["ledger"], dtype=object)),
        "row": np.arange(size) + spec["first_row"]["rooms"],
    }
    return pd.DataFrame(columns)


def _known(days: np.ndarray, on: date) -> np.ndarray:
    """What had happened by a day."""
    return np.where(days <= np.datetime64(on, "D"), days, NEVER)


def _stored(days: np.ndarray) -> np.ndarray:
    return days.astype(STORED_DAYS)


def _text(words: np.ndarray) -> pd.api.extensions.ExtensionArray:
    return pd.array(words, dtype=TEXT)


def _days(rng: np.random.Generator, spread: list[date], size: int) -> np.ndarray:
    first, last = (np.datetime64(day, "D") for day in spread)
    return first + rng.integers(0, (last - first).astype(int) + 1, size)


def _whole(rng: np.random.Generator, spread: list[int], size: int) -> np.ndarray:
    return rng.integers(spread[0], spread[1] + 1, size)


def _one_of(rng: np.random.Generator, words: list[str], size: int) -> np.ndarray:
    return np.array(words, dtype=object)[rng.integers(0, len(words), size)]
