"""Which figures of a table add up to which: the complete breakdowns of rules 2, as far as its columns go."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from monitoring.validation.entries import Entry, Findings
from monitoring.workbook import RawTable
from monitoring.workbook.stages import GRADES

AREA_TOLERANCE = 0.02  # ㎡, rules 2: areas are typed with two decimals
COUNT_TOLERANCE = 1e-6
DECIMALS = 6  # of a figure; what lies behind them is dust of binary fractions
FEWEST_ROWS = 10  # of which most contradict, before the columns are held to mean something else
DEGREES = ("doctor", "master", "bachelor", "college", "high_school")
DEGREES_TOGETHER = ("graduate", "bachelor", "college", "high_school")
TITLES = ("full_senior", "senior", "middle", "assistant", "junior_title", "no_title")
COURSES = (
    "chinese", "maths", "foreign", "morality", "science", "pe", "music", "fine_art", "arts", "it", "practice", "other",
)  # fmt: skip
ARTS_TOTAL, ARTS_PARTS = "teachers_arts_total", ("teachers_music", "teachers_fine_art", "teachers_arts")
ROOMS = ("music", "fine_art", "science", "computer", "other_special")
PUBLIC = ("reading", "indoor_sports", "counselling", "other_public")
NUMERALS = dict(enumerate("零一二三四五六"))
SIXTH = 6  # the grade that a 5+4 system gives to 初中


@dataclass(frozen=True)
class Breakdown:
    """A total and the parts that make it up in full; `name` as people call it."""

    total: str
    parts: tuple[str, ...]
    name: str


def tolerance_of(name: str) -> float:
    """Return how far two figures of a field may be apart and still be the same."""
    return AREA_TOLERANCE if name.endswith("_m2") else COUNT_TOLERANCE


def differs(one: float, other: float, name: str) -> bool:
    """
    Return whether two figures of a field are not the same.

    >>> differs(1027.65, 1027.63, "ordinary_m2"), differs(1027.66, 1027.63, "ordinary_m2"), differs(7, 8, "pupils")
    (False, True, True)
    """
    return round(abs(one - other), DECIMALS) > tolerance_of(name)


def grades_of(tables: Sequence[RawTable]) -> Mapping[str, range]:
    """Return the grades of each stage: where 初中 has the sixth, 小学 ends with the fifth (五四学制)."""
    juniors = [table.places.keys() for table in tables if table.stage == "junior"]
    if any({f"pupils_g{SIXTH}", f"classes_g{SIXTH}"} & places for places in juniors):
        return {**GRADES, "primary": range(1, SIXTH), "junior": range(SIXTH, GRADES["junior"].stop)}
    return GRADES


def breakdowns(table: RawTable, grades: range) -> list[list[Breakdown]]:
    """Return the breakdowns that a table has in full, one list a total, the innermost totals first."""
    places = table.places.keys()
    courses = tuple(f"teachers_{course}" for course in COURSES)
    if ARTS_TOTAL in places:
        courses = (*(name for name in courses if name not in ARTS_PARTS), ARTS_TOTAL)
    degrees = DEGREES if {"teachers_doctor", "teachers_master"} <= places else DEGREES_TOGETHER
    of_grades = f"{NUMERALS[len(grades)]}个年级"
    groups = [
        [Breakdown("special_m2", tuple(f"{room}_m2" for room in ROOMS), "各专用教室")],
        [Breakdown("special_rooms", tuple(f"{room}_rooms" for room in ROOMS), "各专用教室")],
        [Breakdown("public_m2", tuple(f"{room}_m2" for room in PUBLIC), "各公共教学用房")],
        [Breakdown("public_rooms", tuple(f"{room}_rooms" for room in PUBLIC), "各公共教学用房")],
        [Breakdown("teaching_area_m2", ("ordinary_m2", "special_m2", "public_m2"), "普通、专用、公共三类用房")],
        [Breakdown("buildings_m2", ("teaching_area_m2", "office_m2", "living_m2", "other_buildings_m2"), "四类用房")],
        [Breakdown("classes", tuple(f"classes_g{grade}" for grade in grades), of_grades)],
        [Breakdown("pupils", tuple(f"pupils_g{grade}" for grade in grades), of_grades)],
        [
            Breakdown("teachers", tuple(f"teachers_{degree}" for degree in degrees), "学历"),
            Breakdown("teachers", tuple(f"teachers_{title}" for title in TITLES), "职称"),
            Breakdown("teachers", courses, "课程"),
        ],
    ]
    kept = [[group for group in same if _is_whole(group, table)] for same in groups]
    return [same for same in kept if same]


def _is_whole(group: Breakdown, table: RawTable) -> bool:
    """Whether a table has every part of a breakdown, and no part beside them that is none of ours (物理)."""
    if not {group.total, *group.parts} <= table.places.keys():
        return False
    paths = {column.index: tuple(column.header.split("›")) for column in table.columns}
    parts = [paths[table.column(part).index] for part in group.parts]
    base = _shared(parts)
    total = paths[table.column(group.total).index]
    own = {path[: len(base) + 1] for path in parts} | {total[: len(base) + 1]}
    below = [column for column in table.columns if base and paths[column.index][: len(base)] == base]
    known = {paths[column.index][: len(base) + 1] for column in below if column.field}
    if total[:-1] == base and known - own:
        return True  # 女 among the grades: what is written there need be no part
    return all(column.field or paths[column.index][: len(base) + 1] in known for column in below)


def _shared(paths: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """The headings above all of some columns: 专任教师›按课程分."""
    above = [path[:-1] for path in paths]
    depth = next(
        (place for place, level in enumerate(zip(*above, strict=False)) if len(set(level)) > 1), min(map(len, above))
    )
    return above[0][:depth]


def without_other_meanings(
    table: RawTable, entries: Sequence[Entry], groups: list[list[Breakdown]], findings: Findings
) -> list[list[Breakdown]]:
    """
    Leave out breakdowns that most schools of a table contradict: then the columns mean something else here.

    Told once for the whole column instead of school by school.
    """
    kept = []
    for same in groups:
        meant = [group for group in same if not _means_otherwise(entries, group)]
        for group in same:
            if group not in meant:
                letter = table.column(group.total).letter
                findings.on_table(table, "breakdown_off", f"{letter}列", f"多数学校的{group.name}之和与它不等")
        kept.append(meant)
    return [same for same in kept if same]


def _means_otherwise(entries: Sequence[Entry], group: Breakdown) -> bool:
    differences = [
        abs(math.fsum(entry.number(part) for part in group.parts) - entry.number(group.total)) for entry in entries
    ]
    known = [difference for difference in differences if not math.isnan(difference)]
    wrong = sum(differs(difference, 0, group.total) for difference in known)
    return len(known) >= FEWEST_ROWS and wrong * 2 > len(known)
