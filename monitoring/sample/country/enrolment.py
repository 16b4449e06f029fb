"""Pupils and classes of an invented county: every grade moves up each September; nobody follows a single pupil."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from monitoring.sample.country.plan import (
    Plan,
    between,
    between_each,
    by_land,
    by_stage,
    read_country,
    stream,
)
from monitoring.sample.country.roster import POINT, Roster
from monitoring.sample.staff import LARGEST, SIZES

GRADES = (range(1, 7), range(7, 10), range(10, 13))
"""By stage; a grade's place in its stage is its place here."""
WIDEST = max(len(grades) for grades in GRADES)


@dataclass(frozen=True, eq=False)
class Rows:
    """
    School × stage, in the order of the tables: stage by stage, in each the schools in their order; (r,) arrays.

    Attributes:
        school, stage: places in the roster and in STAGES.
        pupils, classes: (dates, r, 6) by grade, 0 where the stage has none.
    """

    school: np.ndarray
    stage: np.ndarray
    pupils: np.ndarray
    classes: np.ndarray


def rows(code: str, schools: Roster) -> Rows:
    """Return who is taught in which stage, on every report date, whether or not the school is there."""
    plan = read_country()
    spec, rng = plan["enrolment"], stream(code, "enrolment")
    stage, school = np.nonzero(schools.pupils.T)
    base, land = schools.pupils[school, stage], schools.land[school]
    grades = np.array([len(numbers) for numbers in GRADES])[stage]
    grades[schools.kind[school] == POINT] = spec["point_grades"]
    taught = np.arange(WIDEST) < grades[:, None]
    years = np.array([day.year - (day.month < spec["term_begins"]) for day in plan["periods"]])
    years -= years[0]
    entered = years[:, None] - np.arange(WIDEST)  # (dates, 6): the year of entry, 0 on the first date
    trend = 1 + by_land(spec["entry_trend"])[land, stage]
    eldest = entered.min()
    noise = 1 + spec["cohort_noise"] * between(rng, (-1, 1), (len(stage), entered.max() - eldest + 1))
    cohort = trend[None, :, None] ** entered[:, None, :] * noise[:, entered - eldest].transpose(1, 0, 2)
    cohort *= (base / grades)[None, :, None]
    moved = 1 + spec["transfers"] * between(rng, (-1, 1), cohort.shape)
    pupils = np.where(taught, np.maximum(1, np.rint(cohort * moved)), 0)
    limit = np.rint(between_each(rng, by_stage(spec["class_limit"])[stage]))
    return Rows(school, stage, pupils, np.where(taught, np.ceil(cohort / limit[:, None]), 0))


def enrolment_columns(code: str, schools: Roster, of: Rows) -> Mapping[str, np.ndarray]:
    """Return the columns on pupils and classes: name → (dates, r)."""
    plan = read_country()
    pupils = of.pupils.sum(axis=2)
    columns = {"classes": of.classes.sum(axis=2), "pupils": pupils}
    for name, figures in (("classes", of.classes), ("pupils", of.pupils)):
        for stage, numbers in enumerate(GRADES):
            for place, number in enumerate(numbers):
                columns[f"{name}_g{number}"] = np.where(of.stage == stage, figures[:, :, place], np.nan)
    columns |= _class_sizes(of)
    rng = stream(code, "shares")
    return columns | {name: np.rint(pupils * share) for name, share in _shares(schools, of, plan, rng).items()}


def _class_sizes(of: Rows) -> dict[str, np.ndarray]:
    """Classes by the columns of their size; the pupils of a grade are spread over its classes as evenly as can be."""
    classes = np.maximum(of.classes, 1)
    size, larger = np.divmod(of.pupils, classes)
    names = [*(f"classes_size_to_{upto}" for upto in SIZES), f"classes_size_from_{LARGEST}"]
    dates, rows = of.pupils.shape[:2]
    row = np.arange(dates * rows).repeat(WIDEST)
    counts = np.zeros(dates * rows * len(names))
    for sizes, many in ((size, of.classes - larger), (size + 1, larger)):
        column = np.searchsorted(SIZES, sizes.ravel())
        counts += np.bincount(row * len(names) + column, many.ravel(), len(counts))
    return dict(zip(names, counts.reshape(dates, rows, len(names)).transpose(2, 0, 1), strict=True))


def _shares(schools: Roster, of: Rows, plan: Plan, rng: np.random.Generator) -> dict[str, np.ndarray]:
    spec, land = plan["enrolment"], schools.land[of.school]
    boarding = between_each(rng, by_stage(spec["boarding"])[of.stage]) * schools.is_boarding[of.school]
    return {
        "pupils_female": between(rng, spec["female"], len(of.stage)),
        "pupils_boarding": boarding,
        "pupils_migrant": between_each(rng, by_land(spec["migrant"])[land]),
        "pupils_left_behind": between_each(rng, by_land(spec["left_behind"])[land]),
    }
