"""
What the schools of the sample county have, period by period: a start, projects that close shortages, setbacks.

Quantities are kept unrounded per school; staff.py, buildings.py and equipment.py turn them into the columns of a table.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from monitoring.sample.enrolment import Roll
from monitoring.sample.plan import SamplePlan, stream
from monitoring.sample.roster import School

Amounts = Mapping[str, float]


@dataclass(frozen=True)
class Holdings:
    """
    What a school has at one period.

    Attributes:
        staff: stage → measure of unit "person" → teachers.
        shared: measure of any other unit → ㎡, 元, 间, 台, 册 of the whole school.
        built_m2: 教学及辅助用房 added since the last period.
    """

    staff: Mapping[str, Amounts]
    shared: Amounts
    built_m2: float = 0


def holdings(school: School, rolls: list[Roll], plan: SamplePlan) -> Iterator[Holdings]:
    """
    Yield what a school has at each period, from the one in which it appears on.

    Args:
        rolls: its pupils at each of those periods, the last of which is the county's last.
    """
    held = _at_first(school, rolls[0], plan)
    yield held
    for number in range(1, len(rolls)):
        rng = stream(plan.seed, "progress", school.key, number)
        is_autumn = plan.periods[number - len(rolls)].month == plan.spreads["enrolment"]["term_begins"]
        held = _moved(replace(held, built_m2=0), school, rolls[number], is_autumn, plan, rng)
        yield held


def _at_first(school: School, roll: Roll, plan: SamplePlan) -> Holdings:
    spec = plan.spreads["start"]
    rng = stream(plan.seed, "start", school.key)
    quality = school.township.level + rng.gauss(0, 1) * spec["quality"]
    size = max(-spec["size_limit"], min(spec["size_limit"], math.log(school.total / spec["typical"])))

    def amount(name: str, stages: list[str]) -> float:
        measure = plan.spreads["measure"][name]
        noise = max(-spec["noise_limit"], min(spec["noise_limit"], rng.gauss(0, 1)))
        level = measure["level"] * quality + measure["size"] * size + measure["spread"] * noise
        classes = sum(len(grade.classes) for stage in stages for grade in roll[stage])
        return max(
            _enough(name, roll, stages, plan) * math.exp(measure["centre"] + level),
            classes * measure["least_per_class"],
        )

    staff = {stage: {name: round(amount(name, [stage])) for name in _names(plan, True)} for stage in roll}
    return Holdings(staff, {name: amount(name, list(roll)) for name in _names(plan, False)})


def _moved(
    held: Holdings, school: School, roll: Roll, is_autumn: bool, plan: SamplePlan, rng: random.Random
) -> Holdings:
    """One half-year on: what the year brings, then perhaps a setback, then perhaps a project."""
    if is_autumn:
        held = _every_year(held, roll, plan, rng)
    setbacks = plan.spreads["setbacks"]
    usual = school.township.setbacks
    if rng.random() < (setbacks["usual"] if usual is None else usual):
        name = rng.choice(sorted(setbacks["left"]))
        held = _changed(held, name, lambda amount, _stage: amount * setbacks["left"][name])
    if rng.random() < school.township.momentum * plan.spreads["projects"]["pace"]:
        held = _after_project(held, roll, plan, rng)
    return held


def _every_year(held: Holdings, roll: Roll, plan: SamplePlan, rng: random.Random) -> Holdings:
    """Small gains and losses; where there is more than plenty, some of it is written off or sent to other schools."""
    for name, (least, most) in plan.spreads["yearly"]["change"].items():
        growth = rng.uniform(least, most)
        held = _changed(held, name, lambda amount, _stages, growth=growth: amount * growth)
    plenty = plan.spreads["yearly"]["plenty"]
    for name, left in plan.spreads["yearly"]["left_of_plenty"].items():
        held = _changed(held, name, lambda amount, stages, name=name, left=left: amount * (
            left if amount > plenty * _enough(name, roll, stages, plan) else 1))  # fmt: skip
    return held


def _after_project(held: Holdings, roll: Roll, plan: SamplePlan, rng: random.Random) -> Holdings:
    """The worst shortages are closed, as far as a project can close them."""
    projects = plan.spreads["projects"]
    short = sorted((ratio, name) for name, ratio in _ratios(held, roll, plan).items() if ratio < 1)
    for _, name in short[: rng.randint(*projects["lifts"])]:
        upto = rng.uniform(*projects["reach"])
        if rng.random() < projects["ease"][name]:
            before = held.shared.get(name)
            held = _changed(held, name, lambda amount, stages, name=name, upto=upto: max(
                amount, math.ceil(upto * _enough(name, roll, stages, plan))))  # fmt: skip
            if name == "teaching_area":
                held = replace(held, built_m2=held.shared[name] - before)
    return held


def _ratios(held: Holdings, roll: Roll, plan: SamplePlan) -> dict[str, float]:
    """How much of enough a school has, measure by measure; of a measure by stage, the worst stage's."""
    ratios = {name: amount / _enough(name, roll, list(roll), plan) for name, amount in held.shared.items()}
    for name in _names(plan, True):
        ratios[name] = min(held.staff[stage][name] / _enough(name, roll, [stage], plan) for stage in roll)
    return ratios


def _changed(held: Holdings, name: str, change: Any) -> Holdings:
    """The holdings with `change(amount, stages)` in place of every amount of a measure."""
    if name in held.shared:
        return replace(held, shared={**held.shared, name: change(held.shared[name], list(held.staff))})
    staff = {stage: {**amounts, name: round(change(amounts[name], [stage]))} for stage, amounts in held.staff.items()}
    return replace(held, staff=staff)


def _enough(name: str, roll: Roll, stages: list[str], plan: SamplePlan) -> float:
    aim = plan.spreads["measure"][name]["aim"]
    return sum(aim[stage] * sum(grade.pupils for grade in roll[stage]) for stage in stages)


def _names(plan: SamplePlan, of_staff: bool) -> list[str]:
    return [name for name, measure in plan.spreads["measure"].items() if (measure["unit"] == "person") == of_staff]
