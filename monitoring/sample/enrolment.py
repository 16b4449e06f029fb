"""
Pupils and classes of the sample county: every grade moves up each September, in the classes it was formed in.

Transfers between schools are not followed: a grade gains or loses a few pupils and nobody asks where they went.
"""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from monitoring.sample.plan import SamplePlan, stream
from monitoring.sample.roster import GRADES, School

TEACHING_POINT = "218"


@dataclass(frozen=True)
class Grade:
    """One grade of one school: its number (1–12), its pupils, and the pupils of each class."""

    number: int
    classes: tuple[int, ...]

    @property
    def pupils(self) -> int:
        """Of all classes."""
        return sum(self.classes)


Roll = Mapping[str, tuple[Grade, ...]]
"""The grades of a school, by stage."""


def roll_of(school: School, period: date, plan: SamplePlan) -> Roll:
    """
    Return the pupils of a school, class by class.

    >>> from monitoring.sample.geography import draw_county
    >>> from monitoring.sample.plan import read_plan
    >>> from monitoring.sample.roster import roster
    >>> plan = read_plan()
    >>> school = roster(plan, draw_county(plan))[0]
    >>> [len(roll_of(school, period, plan)["primary"][0].classes) for period in plan.periods[::3]]
    [7, 8]
    """
    return {stage: tuple(_grades(school, stage, period, plan)) for stage in school.pupils}


def together(rolls: list[Roll]) -> Roll:
    """
    Return the roll of a school that has taken in others; their pupils fill up its classes.

    >>> one, other = {"primary": (Grade(1, (30, 30)),)}, {"primary": (Grade(1, (5,)),)}
    >>> together([one, other])["primary"][0].classes
    (33, 32)
    """
    first, *others = rolls
    if not others:
        return first
    return {
        stage: tuple(
            Grade(
                grade.number,
                _even(
                    sum(roll[stage][place].pupils for roll in rolls if stage in roll),
                    max(1, len(grade.classes)),
                ),
            )
            for place, grade in enumerate(grades)
        )
        for stage, grades in first.items()
    }


def _grades(school: School, stage: str, period: date, plan: SamplePlan) -> list[Grade]:
    spec = plan.spreads["enrolment"]
    year = _school_year(period, plan) - _school_year(plan.periods[0], plan)
    numbers = GRADES[stage]
    taught = spec["point_grades"] if school.kind == TEACHING_POINT else len(numbers)
    trend = 1 + spec["entry_trend"][school.land][stage]
    entry = school.pupils[stage] / sum(trend**-grade for grade in range(taught))
    grades = []
    for grade, number in enumerate(numbers):
        if grade >= taught:
            grades.append(Grade(number, ()))
            continue
        entered = year - grade  # the year of entry, 0 in the first period
        rng = stream(plan.seed, "cohort", school.key, stage, entered)
        cohort = entry * trend**entered * (1 + rng.uniform(-1, 1) * spec["cohort_noise"])
        moved = stream(plan.seed, "transfers", school.key, stage, entered, period)
        stayed = spec["stay"][school.land] ** grade * (1 + moved.uniform(-1, 1) * spec["transfers"])
        limit = _class_limit(stage, entered, spec) + rng.randint(*spec["class_limit"]["off"])
        pupils = max(1, round(cohort * stayed))
        classes = math.ceil(cohort / limit)
        grades.append(Grade(number, _shuffled(_even(pupils, classes), spec["class_sizes_differ"], moved)))
    return grades


def _school_year(period: date, plan: SamplePlan) -> int:
    return period.year - (period.month < plan.spreads["enrolment"]["term_begins"])


def _class_limit(stage: str, entered: int, spec: Mapping) -> int:
    return [limit for since, limit in spec["class_limit"][stage] if since <= entered][-1]


def _even(pupils: int, classes: int) -> tuple[int, ...]:
    """
    Pupils over classes, as evenly as whole pupils can be.

    >>> _even(100, 3)
    (34, 33, 33)
    """
    least, more = divmod(pupils, classes)
    return (least + 1,) * more + (least,) * (classes - more)


def _shuffled(sizes: tuple[int, ...], differ: int, rng: random.Random) -> tuple[int, ...]:
    """The same pupils, a few of them moved from one class to the next."""
    moved = list(sizes)
    for place in range(len(moved) - 1):
        some = min(rng.randint(0, differ), moved[place] - 1)
        moved[place], moved[place + 1] = moved[place] - some, moved[place + 1] + some
    return tuple(moved)
