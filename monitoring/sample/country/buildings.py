"""
The columns on land, buildings, rooms and equipment of the schools of an invented county, areas in hundredths of a ㎡
until they are written, so that sums are exact.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from monitoring.sample.country.plan import Plan, apportioned, between, between_each, by_land, read_country, stream
from monitoring.sample.country.resources import Holdings
from monitoring.sample.country.roster import Roster

HUNDREDTHS = 100


def building_columns(
    code: str, schools: Roster, held: Holdings, pupils: np.ndarray, classes: np.ndarray, teachers: np.ndarray
) -> Mapping[str, np.ndarray]:
    """
    Return the columns on land, buildings and rooms.

    Args:
        pupils, classes, teachers: of the whole school, (dates, s).

    Returns:
        name → (dates, s); ㎡ and numbers of rooms.
    """
    plan = read_country()
    spec, rng, size = plan["buildings"], stream(code, "buildings"), len(schools.kind)
    has_hall = rng.random(size) < by_land(spec["has_hall"])[schools.land]
    hall = np.where(has_hall, np.rint(between(rng, spec["hall_m2"], size) * HUNDREDTHS), 0)
    area = held["teaching_area"]
    counts, areas = _rooms(area, np.maximum.accumulate(classes), rng, plan)
    areas["indoor_sports"], counts["indoor_sports"] = hall + 0 * area, has_hall + 0 * area
    areas["public"] += hall
    counts["public"] += has_hall
    living = _living(schools, pupils, rng, plan)
    office = np.rint(teachers * between(rng, spec["office_m2_per_teacher"], size) * HUNDREDTHS)
    other = np.rint(area * between(rng, spec["other_share"], size))
    buildings = area + hall + sum(living.values()) + office + other
    ground = np.maximum(held["sports_area"] - hall, 0)
    green = np.rint(pupils[0] * between_each(rng, by_land(spec["green_m2_per_pupil"])[schools.land]) * HUNDREDTHS)
    danger = between(rng, spec["danger_share"], size) * (rng.random(size) < by_land(spec["in_danger"])[schools.land])
    grown = np.diff(area, axis=0, prepend=area[:1])
    areas |= living | {
        "land": ground + green + np.rint(buildings * between(rng, spec["footprint"], size)),
        "green": green + 0 * area,
        "sports_ground": ground,
        "buildings": buildings,
        "dangerous": np.rint(buildings * danger),
        "new_built": np.where(grown > area * spec["new_from"], grown, 0),
        "teaching_area": area + hall,
        "office": office,
        "living": sum(living.values()),
        "other_buildings": other,
    }
    counts["classrooms"] = counts["ordinary"] + counts["special"]
    columns = {f"{name}_m2": figures / HUNDREDTHS for name, figures in areas.items()}
    rooms = {f"{name}_rooms": figures for name, figures in counts.items() if name != "classrooms"}
    return columns | rooms | {"classrooms": counts["classrooms"]}


def _rooms(
    area: np.ndarray, classes: np.ndarray, rng: np.random.Generator, plan: Plan
) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """How many rooms and how much of the teaching area: 普通教室, then 专用教室 and 公共教学用房 by their kinds."""
    spec, size = plan["buildings"], area.shape[1]
    ordinary = classes + np.floor(classes * spec["spare_share"] * rng.random(size))
    wanted = np.rint(ordinary * between(rng, spec["ordinary_m2"], size) * HUNDREDTHS)
    areas = {"ordinary": np.minimum(wanted, np.rint(area * spec["ordinary_most"]))}
    counts = {"ordinary": ordinary}
    areas["special"] = np.rint((area - areas["ordinary"]) * between(rng, spec["special_share"], size))
    areas["public"] = area - areas["ordinary"] - areas["special"]
    for group in ("special", "public"):
        weights = np.array(spec[f"{group}_weights"]) * between(rng, (1 / 2, 1), (size, len(spec[group])))
        parts = apportioned(areas[group], weights)
        usual = np.array([spec["room_m2"][name] for name in spec[group]]) * HUNDREDTHS
        rooms = np.ceil(parts / (2 * usual))  # rather large rooms than many
        counts[group] = rooms.sum(axis=2)
        areas |= {name: parts[..., place] for place, name in enumerate(spec[group])}
        counts |= {name: rooms[..., place] for place, name in enumerate(spec[group])}
    return counts, areas


def _living(schools: Roster, pupils: np.ndarray, rng: np.random.Generator, plan: Plan) -> dict[str, np.ndarray]:
    """生活用房, built for the pupils of the first date."""
    spec, size = plan["buildings"], len(schools.kind)
    first, none = pupils[0], np.zeros_like(pupils)
    has_flats = rng.random(size) < by_land(spec["has_flats"])[schools.land]
    canteen = first * between(rng, spec["canteen_m2_per_pupil"], size)
    toilets = np.maximum(
        between(rng, spec["toilets_m2"], size), first * between(rng, spec["toilets_m2_per_pupil"], size)
    )
    areas = {
        "dormitory": first * between(rng, spec["dormitory_m2_per_pupil"], size) * schools.is_boarding,
        "teacher_dormitory": between(rng, spec["flats_m2"], size) * has_flats,
        "canteen": canteen * (schools.is_boarding | (first >= spec["canteen_from"])),
        "toilets": toilets,
    }
    return {name: np.rint(area * HUNDREDTHS) + none for name, area in areas.items()}


def equipment_columns(
    code: str, schools: Roster, held: Holdings, rooms: Mapping[str, np.ndarray], teachers: np.ndarray
) -> Mapping[str, np.ndarray]:
    """Return the columns on books, machines, assets and the network: name → (dates, s)."""
    spec, rng, size = read_country()["equipment"], stream(code, "equipment"), len(schools.kind)
    machines = held["machines"]
    has_tablets = rng.random(size) < spec["has_tablets"]
    of_pupils = np.rint(machines * between(rng, spec["pupil_share"], size))
    of_teachers = np.rint(teachers * between(rng, spec["machines_per_teacher"], size))
    office = np.rint(teachers * spec["office_machines_per_teacher"])
    worth = np.rint(rooms["buildings_m2"] * between(rng, spec["yuan_per_m2"], size) / HUNDREDTHS)
    return {
        "books": held["books"],
        "computers": np.maximum(machines, of_pupils + of_teachers) + office,
        "teaching_computers": machines,
        "tablets": np.rint(machines * between(rng, spec["tablet_share"], size) * has_tablets),
        "pupil_terminals": of_pupils,
        "teacher_terminals": of_teachers,
        "assets_wan_yuan": (held["equipment"] + worth) / HUNDREDTHS,
        "equipment_wan_yuan": held["equipment"] / HUNDREDTHS,
        **_network(schools, held, rooms["classrooms"], rng),
    }


def _network(
    schools: Roster, held: Holdings, classrooms: np.ndarray, rng: np.random.Generator
) -> dict[str, np.ndarray]:
    spec, size = read_country()["equipment"], len(schools.kind)
    ladder = by_land(spec["bandwidth"])
    dates = np.arange(len(classrooms))[:, None]
    step = rng.integers(0, ladder.shape[1], size) + dates // spec["periods_per_step"]
    multimedia = np.minimum(held["multimedia"], classrooms)
    networked = multimedia + np.rint((classrooms - multimedia) * between(rng, spec["networked"], size))
    fast, wireless = (
        np.minimum(1, between(rng, spec[name], size) + dates * spec["gain"]) for name in ("fast", "wireless")
    )
    return {
        "multimedia_rooms": multimedia,
        "bandwidth_mbps": ladder[schools.land, np.minimum(step, ladder.shape[1] - 1)].astype(float),
        "networked_rooms": networked,
        "rooms_100mbps": np.rint(networked * fast),
        "wireless_rooms": np.rint(classrooms * wireless),
    }
