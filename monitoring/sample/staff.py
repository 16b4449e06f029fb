"""The columns on pupils, classes and teachers of one stage of a school of the sample county; all breakdowns add up."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping

from monitoring.sample.enrolment import Grade
from monitoring.sample.plan import SamplePlan, stream
from monitoring.sample.progress import Amounts
from monitoring.sample.roster import School

SIZES = (25, 30, 35, 40, 45, 50, 55, 60, 65)  # upper ends of the columns of class sizes
LARGEST = 66


def pupil_columns(school: School, stage: str, grades: tuple[Grade, ...], plan: SamplePlan) -> dict[str, int]:
    """班级数, 班额, 在校生数 of one stage."""
    columns = {"classes": sum(len(grade.classes) for grade in grades), "pupils": sum(grade.pupils for grade in grades)}
    columns |= {f"classes_g{grade.number}": len(grade.classes) for grade in grades}
    columns |= {f"pupils_g{grade.number}": grade.pupils for grade in grades}
    columns |= class_sizes([size for grade in grades for size in grade.classes])
    rng = stream(plan.seed, "shares", school.key, stage)
    shares = plan.spreads["enrolment"]["shares"]
    spreads = {
        "pupils_female": shares["female"],
        "pupils_boarding": shares["boarding"][stage] if school.boarding else [0, 0],
        "pupils_migrant": shares["migrant"][school.land],
        "pupils_left_behind": shares["left_behind"][school.land],
    }
    return columns | {name: round(columns["pupils"] * rng.uniform(*spread)) for name, spread in spreads.items()}


def class_sizes(sizes: list[int]) -> dict[str, int]:
    """
    Classes by the columns of their size.

    >>> {name: count for name, count in class_sizes([25, 26, 65, 66, 70]).items() if count}
    {'classes_size_to_25': 1, 'classes_size_to_30': 1, 'classes_size_to_65': 1, 'classes_size_from_66': 2}
    """
    columns = {}
    for above, upto in zip((0, *SIZES), SIZES, strict=False):
        columns[f"classes_size_to_{upto}"] = sum(above < size <= upto for size in sizes)
    return columns | {f"classes_size_from_{LARGEST}": sum(size >= LARGEST for size in sizes)}


def teacher_columns(
    school: School, stage: str, staff: Amounts, columns: Mapping[str, int], plan: SamplePlan
) -> dict[str, int]:
    """专任教师 by 学历, 职称 and 课程, and 骨干教师, of one stage."""
    spec = plan.spreads["staff"]
    rng = stream(plan.seed, "staff", school.key, stage)
    higher = staff["higher_degree_teachers"]
    teachers = math.ceil(higher / rng.uniform(*spec["higher_share"][stage]))
    pe_arts = min(staff["pe_arts_teachers"], round(teachers * spec["pe_arts_limit"]))
    physical = math.ceil(pe_arts * spec["pe_share"])
    music = math.ceil((pe_arts - physical) * spec["music_share"])
    counts = {
        "teachers": teachers,
        "teachers_female": round(teachers * rng.uniform(*spec["female"][stage])),
        **_by(higher, spec["higher"][stage], spec["differ"], rng),
        **_by(teachers - higher, spec["lower"][stage], spec["differ"], rng),
        **_by(teachers, spec["title"], spec["differ"], rng),
        **_by(teachers - pe_arts, spec["course"][stage], spec["differ"], rng),
        "teachers_pe": physical,
        "teachers_music": music,
        "teachers_fine_art": pe_arts - physical - music,
        "teachers_arts_total": pe_arts - physical,
        "backbone_teachers": min(staff["backbone_teachers"], round(teachers * spec["backbone_limit"])),
    }
    return dict.fromkeys(spec["columns"], 0) | counts if columns["pupils"] else dict.fromkeys(counts, 0)


def _by(total: int, weights: Mapping[str, float], differ: float, rng: random.Random) -> dict[str, int]:
    shaken = [weight * (1 + rng.uniform(-differ, differ)) for weight in weights.values()]
    return {f"teachers_{name}": count for name, count in zip(weights, apportioned(total, shaken), strict=True)}


def apportioned(total: int, weights: list[float]) -> list[int]:
    """
    Whole numbers that add up to `total` and stand to each other as the weights do (largest remainders).

    >>> apportioned(10, [1, 1, 1])
    [4, 3, 3]
    """
    exact = [total * weight / sum(weights) for weight in weights]
    counts = [math.floor(amount) for amount in exact]
    by_remainder = sorted(range(len(weights)), key=lambda place: (counts[place] - exact[place], place))
    for place in by_remainder[: total - sum(counts)]:
        counts[place] += 1
    return counts
