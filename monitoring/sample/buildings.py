"""
The columns on land, buildings and rooms of a school of the sample county, in hundredths of a ㎡ so that sums are exact.

What a school keeps (the size of its rooms, its hall) is drawn once; the rest follows from its teaching and sports area.
"""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from typing import Any

from monitoring.sample.enrolment import Roll
from monitoring.sample.plan import SamplePlan, stream
from monitoring.sample.progress import Holdings
from monitoring.sample.roster import School


def building_columns(
    school: School, rolls: list[Roll], held: Holdings, teachers: int, plan: SamplePlan
) -> dict[str, float]:
    """
    Return 占地, 校舍 and rooms of the whole school.

    Args:
        rolls: from the first period to this one: a room once made for a class stays an ordinary room.
        teachers: of all stages; offices are sized for them.
    """
    spec = plan.spreads["buildings"]
    rng = stream(plan.seed, "buildings", school.key)
    classes = max(_classes(roll) for roll in rolls)
    pupils = sum(grade.pupils for grades in rolls[-1].values() for grade in grades)
    hall = _hundredths(rng.uniform(*spec["hall_m2"])) if rng.random() < spec["has_hall"][school.land] else 0
    area = _hundredths(held.shared["teaching_area"])
    rooms = _rooms(area, classes, rng, spec)
    rooms["indoor_sports"] = (1 if hall else 0, hall)
    special = [rooms[name] for name in (*spec["special"], "other_special")]
    public = [rooms[name] for name in ("reading", "counselling", "other_public", "indoor_sports")]
    living = _living(school, pupils, rng, spec)
    office = _hundredths(teachers * rng.uniform(*spec["office_m2_per_teacher"]))
    other = round(area * rng.uniform(*spec["other_share"]))
    buildings = area + hall + sum(living.values()) + office + other
    ground = max(_hundredths(held.shared["sports_area"]) - hall, 0)
    green = _hundredths(pupils * rng.uniform(*spec["green_m2_per_pupil"][school.land]))
    in_danger = rng.random() < spec["in_danger"][school.land]
    areas = {
        "land": ground + green + round(buildings * rng.uniform(*spec["footprint"])),
        "green": green,
        "sports_ground": ground,
        "buildings": buildings,
        "dangerous": round(buildings * rng.uniform(*spec["danger_share"])) if in_danger else 0,
        "new_built": _hundredths(held.built_m2),
        "teaching_area": area + hall,
        "special": sum(m2 for _, m2 in special),
        "public": sum(m2 for _, m2 in public),
        "office": office,
        "living": sum(living.values()),
        "other_buildings": other,
        **living,
        **{name: m2 for name, (_, m2) in rooms.items()},
    }
    counts = {
        "special_rooms": sum(count for count, _ in special),
        "public_rooms": sum(count for count, _ in public),
        **{f"{name}_rooms": count for name, (count, _) in rooms.items()},
    }
    counts["classrooms"] = counts["ordinary_rooms"] + counts["special_rooms"]
    return {f"{name}_m2": amount / 100 for name, amount in areas.items()} | counts


def _rooms(area: int, classes: int, rng: random.Random, spec: Mapping[str, Any]) -> dict[str, tuple[int, int]]:
    """Rooms and their area, by kind: 普通教室 first, the rest between 专用教室 and 公共教学用房."""
    ordinary = classes + (rng.random() < spec["spare_room"]) * math.ceil(classes * spec["spare_share"])
    each = min(rng.uniform(*spec["ordinary_m2"]), spec["ordinary_most"] * area / 100 / ordinary)
    rooms = {"ordinary": (ordinary, ordinary * _hundredths(each))}
    left = area - rooms["ordinary"][1]
    for_special = round(left * rng.uniform(*spec["special_share"]))
    left -= for_special
    for name, kind in spec["special"].items():
        size = _hundredths(rng.uniform(*kind["m2"]))
        wanted = math.ceil(classes / kind["classes_per_room"])
        count = min(wanted, for_special // size)
        rooms[name] = (count, count * size)
        for_special -= count * size
    if for_special < _hundredths(spec["least_room_m2"]):
        left, for_special = left + for_special, 0
    rooms["other_special"] = _some(for_special, "other_special", spec)
    counselling = _hundredths(rng.uniform(*spec["counselling_m2"]))
    has_counselling = left > spec["counselling_from"] * counselling
    rooms["counselling"] = (1, counselling) if has_counselling else (0, 0)
    left -= rooms["counselling"][1]
    reading = round(left * rng.uniform(*spec["reading_share"]))
    rooms["reading"] = _some(reading, "reading", spec)
    rooms["other_public"] = _some(left - reading, "other_public", spec)
    return rooms


def _some(area: int, kind: str, spec: Mapping[str, Any]) -> tuple[int, int]:
    """As many rooms of the usual size as an area makes; one at least, where there is any area."""
    return (max(1, round(area / _hundredths(spec["usual_room_m2"][kind]))), area) if area else (0, 0)


def _living(school: School, pupils: int, rng: random.Random, spec: Mapping[str, Any]) -> dict[str, int]:
    boards = school.boarding * pupils
    flats = rng.random() < spec["has_flats"][school.land]
    eats = school.boarding or school.total >= spec["canteen_from"]
    return {
        "dormitory": _hundredths(boards * rng.uniform(*spec["dormitory_m2_per_pupil"])),
        "teacher_dormitory": _hundredths(rng.uniform(*spec["flats_m2"])) if flats else 0,
        "canteen": _hundredths(pupils * rng.uniform(*spec["canteen_m2_per_pupil"])) if eats else 0,
        "toilets": _hundredths(pupils * rng.uniform(*spec["toilets_m2_per_pupil"]) + rng.uniform(*spec["toilets_m2"])),
    }


def _classes(roll: Roll) -> int:
    return sum(len(grade.classes) for grades in roll.values() for grade in grades)


def _hundredths(square_metres: float) -> int:
    return round(square_metres * 100)
