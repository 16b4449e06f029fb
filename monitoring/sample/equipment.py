"""The columns on books, computers, assets, network and services of a school of the sample county."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from monitoring.sample.plan import SamplePlan, stream
from monitoring.sample.progress import Holdings
from monitoring.sample.roster import School


def equipment_columns(
    school: School, number: int, held: Holdings, rooms: Mapping[str, float], teachers: int, plan: SamplePlan
) -> dict[str, Any]:
    """
    Return the columns for the whole school.

    Args:
        number: of the period, from 0: networks grow with time.
        rooms: the columns of buildings.py.
        teachers: of all stages.
    """
    spec = plan.spreads["equipment"]
    rng = stream(plan.seed, "equipment", school.key)
    teaching = round(held.shared["teaching_computers"])
    tablets = round(teaching * rng.uniform(*spec["tablet_share"])) if rng.random() < spec["has_tablets"] else 0
    pupil = round(teaching * rng.uniform(*spec["pupil_share"]))
    teacher = round(teachers * rng.uniform(*spec["machines_per_teacher"]))
    equipment = round(held.shared["equipment"] / 100)  # hundredths of a 万元, as the column has two decimals
    assets = equipment + round(rooms["buildings_m2"] * rng.uniform(*spec["yuan_per_m2"]) / 100)
    return {
        "books": round(held.shared["books"]),
        "computers": max(teaching, pupil + teacher) + round(teachers * spec["office_machines_per_teacher"]),
        "teaching_computers": teaching,
        "tablets": tablets,
        "pupil_terminals": pupil,
        "teacher_terminals": teacher,
        "assets_wan_yuan": assets / 100,
        "equipment_wan_yuan": equipment / 100,
        **_network(school, number, held, rooms, plan),
        "has_power": "是",
        **_services(school, number, rooms, plan),
    }


def _network(
    school: School, number: int, held: Holdings, rooms: Mapping[str, float], plan: SamplePlan
) -> dict[str, int]:
    spec = plan.spreads["network"]
    rng = stream(plan.seed, "network", school.key)
    classrooms = int(rooms["classrooms"])
    multimedia = min(round(held.shared["multimedia_rooms"]), classrooms)
    step = rng.randrange(len(spec["steps"][school.land])) + number // spec["periods_per_step"]
    fast, wireless = (min(1, rng.uniform(*spec[name]) + number * spec["gain"]) for name in ("fast", "wireless"))
    networked = multimedia + round((classrooms - multimedia) * rng.uniform(*spec["networked"]))
    return {
        "multimedia_rooms": multimedia,
        "bandwidth_mbps": spec["steps"][school.land][min(step, len(spec["steps"][school.land]) - 1)],
        "networked_rooms": networked,
        "rooms_100mbps": round(networked * fast),
        "wireless_rooms": round(classrooms * wireless),
    }


def _services(school: School, number: int, rooms: Mapping[str, float], plan: SamplePlan) -> dict[str, str]:
    spec = plan.spreads["services"]
    rng = stream(plan.seed, "services", school.key)
    own_well = rng.random() < spec["own_well"][school.land]
    dry_until = rng.randrange(len(plan.periods)) if rng.random() < spec["dry_toilet"][school.land] else 0
    return {
        "water_supply": "自备水源" if own_well else "自来水",
        "toilet_kind": "卫生旱厕" if number < dry_until else "水冲式",
        "has_canteen": "有" if rooms["canteen_m2"] else "无",
        "has_counselling": "有" if rooms["counselling_rooms"] else "无",
    }
