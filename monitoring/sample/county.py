"""
The tables of the sample county: one row a school and stage, by the column names of data/columns/schools.toml.

How a table looks on paper is in layout.py; what is wrong in it on purpose in flaws.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from monitoring.sample.buildings import building_columns
from monitoring.sample.enrolment import Roll, roll_of, together
from monitoring.sample.equipment import equipment_columns
from monitoring.sample.flaws import flawed
from monitoring.sample.geography import Geography, draw_county
from monitoring.sample.plan import SamplePlan, read_plan
from monitoring.sample.progress import Holdings, holdings
from monitoring.sample.roster import School, received, roster, schools_at
from monitoring.sample.staff import pupil_columns, teacher_columns

Row = dict[str, Any]


@dataclass(frozen=True)
class History:
    """What a school was and had, from the period in which it appears on."""

    first: int
    rolls: list[Roll]
    held: list[Holdings]


@dataclass(frozen=True, eq=False)
class County:
    """The whole county: its land, every school it ever had, and their history by key. Equal only to itself."""

    plan: SamplePlan
    geography: Geography
    schools: list[School]
    history: Mapping[str, History]


@cache
def sample_county() -> County:
    """
    Return the sample county, made once.

    >>> len(sample_county().schools)
    124
    """
    plan = read_plan()
    geography = draw_county(plan)
    schools = roster(plan, geography)
    return County(plan, geography, schools, {school.key: _history(school, schools, plan) for school in schools})


def tables(number: int, of: County) -> dict[str, list[Row]]:
    """
    Return the rows of one period by stage, as the schools filled them in.

    Args:
        number: of the period, from 0.
    """
    rows: dict[str, list[Row]] = {"primary": [], "junior": [], "senior": []}
    there = schools_at(of.plan.periods[number], of.schools, of.plan)
    codes = {school.key: school.code for school in there}
    for school in there:
        for stage, row in _rows(school, number, of, codes).items():
            rows[stage].append(flawed(school.key, row, of.plan.periods[number], of.plan))
    return rows


def _history(school: School, schools: list[School], plan: SamplePlan) -> History:
    first = sum(school.opened is not None and period < school.opened for period in plan.periods)
    rolls = [
        together([roll_of(one, period, plan) for one in (school, *received(school, period, schools, plan))])
        for period in plan.periods[first:]
    ]
    return History(first, rolls, list(holdings(school, rolls, plan)))


def _rows(school: School, number: int, of: County, codes: Mapping[str, str]) -> dict[str, Row]:
    """The rows of one school, by stage; the whole school's columns stand in each."""
    plan, history = of.plan, of.history[school.key]
    since = number - history.first
    roll, held = history.rolls[since], history.held[since]
    own = {}
    for stage in school.pupils:
        pupils = pupil_columns(school, stage, roll[stage], plan)
        own[stage] = pupils | teacher_columns(school, stage, held.staff[stage], pupils, plan)
    teachers = sum(columns["teachers"] for columns in own.values())
    rooms = building_columns(school, history.rolls[: since + 1], held, teachers, plan)
    whole = rooms | equipment_columns(school, number, held, rooms, teachers, plan)
    facts = _facts(school, codes, plan)
    return {stage: facts | columns | whole for stage, columns in own.items()}


def _facts(school: School, codes: Mapping[str, str], plan: SamplePlan) -> Row:
    return {
        "school_code": school.code,
        "school_name": school.name,
        "county_stat": plan.name,
        "county": plan.name,
        "township": school.township.name,
        "village": school.village,
        "area_code": school.area_code,
        "kind": school.kind,
        "sponsor": school.sponsor,
        "urban": school.urban,
        "is_counted": not school.main,
        "main_school_code": codes[school.main] if school.main else "",
        "is_boarding": school.boarding,
        "is_centre": school.centre,
        "longitude": school.place[0],
        "latitude": school.place[1],
        "year_built": school.year_built,
        "remarks": school.remark,
    }
