"""
Who the schools of the sample county are: names, codes, kinds and places, and which of them exist at a date.

What they have is in progress.py; here is only what a school keeps, and what the county's events change of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from monitoring.sample.geography import Geography, Place, between, spread_points
from monitoring.sample.plan import SamplePlan, Township, stream

SEATS = ("121", "210")  # 镇中心区, 乡中心区: schools that stand near the township's seat
GRADES = {"primary": range(1, 7), "junior": range(7, 10), "senior": range(10, 13)}


@dataclass(frozen=True)
class School:
    """
    A school, a 教学点 or a campus.

    Attributes:
        key: names it for good: streams and events go by it, whatever its name becomes.
        area_code: 12 digits, township and village.
        pupils: on the first day it is seen, by stage.
        opened: None for a school that was there before the first period.
        main: key of the school that it is a campus of, "" for a school of its own.
    """

    key: str
    name: str
    kind: str
    township: Township
    pupils: Mapping[str, int]
    code: str = ""
    sponsor: str = "831"
    urban: str = "220"
    village: str = ""
    area_code: str = ""
    place: Place = (0.0, 0.0)
    year_built: int = 0
    boarding: bool = False
    centre: bool = False
    opened: date | None = None
    main: str = ""
    remark: str = ""

    @property
    def land(self) -> str:
        """`city`, `town` or `village`, by 城乡分类."""
        return {"11": "city", "12": "town"}.get(self.urban[:2], "village")

    @property
    def total(self) -> int:
        """Pupils of all stages on the first day."""
        return sum(self.pupils.values())


def roster(plan: SamplePlan, geography: Geography) -> list[School]:
    """
    Return every school that the county ever had, as it was at first, in the order of the tables.

    >>> from monitoring.sample.geography import draw_county
    >>> from monitoring.sample.plan import read_plan
    >>> schools = roster(read_plan(), draw_county(read_plan()))
    >>> schools[0].name, schools[0].code, schools[0].area_code[:9]
    ('清渚县实验小学', '2137992001', '990122001')
    """
    schools = []
    for township in plan.townships:
        own = [*_listed(township, plan), *_usual(township, plan)]
        rng = stream(plan.seed, "places", township.code)
        places = spread_points(geography.cells[township.code], len(own), plan, rng)
        near = plan.land["near_seat"]
        for school, place in zip(own, places, strict=True):
            share = near if school.urban in SEATS else 1
            schools.append(replace(school, place=between(places[0], place, share, plan)))
    return [_registered(school, plan.first_serial + number, plan) for number, school in enumerate(schools)]


def schools_at(period: date, schools: list[School], plan: SamplePlan) -> list[School]:
    """The schools that exist at a date, under the names they bear then."""
    there = {school.key: school for school in schools if school.opened is None or school.opened <= period}
    for event in plan.events:
        if event["period"] <= period:
            key, old = _key(event), there[_key(event)]
            changes = {"remark": event["remark"].format(old=old.name)}
            if event["what"] == "closed":
                del there[key]
                key = centre_of(old.township)
            if event["what"] == "merged":
                changes["main"] = centre_of(old.township)
            if "name" in event:
                changes["name"] = event["name"].format(village=old.village.removesuffix("村"))
            there[key] = replace(there[key], **changes)
    return list(there.values())


def received(school: School, period: date, schools: list[School], plan: SamplePlan) -> list[School]:
    """The closed schools whose pupils go to this one."""
    gone = {_key(event) for event in plan.events if event["what"] == "closed" and event["period"] <= period}
    return [closed for closed in schools if closed.key in gone and centre_of(closed.township) == school.key]


def centre_of(township: Township) -> str:
    """The key of a township's 中心小学."""
    return f"{township.code}/centre"


def _listed(township: Township, plan: SamplePlan) -> Iterator[School]:
    """The schools that the plan names one by one."""
    names = plan.names["communities"]
    for number, given in enumerate(entry for entry in plan.schools if entry["township"] == township.code):
        spot = number % len(names)
        yield School(
            key=given["name"],
            name=given["name"],
            kind=given["kind"],
            township=township,
            pupils=given["pupils"],
            sponsor=given.get("sponsor", "831"),
            urban=given.get("urban", "111"),
            village=names[spot],
            area_code=f"{township.code}{spot + 1:03}",
            boarding=given.get("boarding", False),
            opened=given.get("opened"),
            main=given.get("campus_of", ""),
        )


def _usual(township: Township, plan: SamplePlan) -> Iterator[School]:
    """What every township has: 中心小学, a secondary school, 村小, 教学点."""
    names, sizes = plan.names, plan.spreads["pupils"]
    seat = "121" if township.name.endswith("镇") else "210"
    middle = {"township": township, "urban": seat, "village": names["seat"], "area_code": f"{township.code}001"}
    if township.centre_pupils:
        name = names["centre"].format(township=township.name)
        pupils = {"primary": township.centre_pupils}
        yield School(key=centre_of(township), name=name, kind="211", pupils=pupils, centre=True, **middle)
    if township.secondary:
        yield _secondary(township, plan, middle)
    rng = stream(plan.seed, "villages", township.code)
    surnames = rng.sample(names["surnames"], township.villages + township.points)
    for number, surname in enumerate(surnames):
        is_point = number >= township.villages
        what = "point" if is_point else "village"
        village = surname + rng.choice(names["places"])
        yield School(
            key=f"{township.code}/{what}/{number - township.villages * is_point + 1}",
            name=names[what].format(township=township.name, village=village),
            kind="218" if is_point else "211",
            township=township,
            pupils={"primary": round(rng.triangular(*sizes[what]))},
            village=f"{village}村",
            area_code=f"{township.code}{names['first_village'] + number:03}",
        )


def _secondary(township: Township, plan: SamplePlan, middle: Mapping[str, Any]) -> School:
    given = township.secondary
    usual = plan.names["nine_year" if given["kind"] == "312" else "junior"].format(township=township.name)
    pupils = {"junior": given["pupils"]}
    if given["kind"] == "312":
        pupils = {"primary": round(given["pupils"] * plan.spreads["pupils"]["nine_year_primary"]), **pupils}
    return School(
        key=f"{township.code}/secondary",
        name=given.get("name", usual),
        kind=given["kind"],
        pupils=pupils,
        boarding=given["boarding"],
        **middle,
    )


def _registered(school: School, serial: int, plan: SamplePlan) -> School:
    """With its code, and the year in which it was built."""
    rng = stream(plan.seed, "year", school.key)
    year = school.opened.year if school.opened else round(rng.triangular(*plan.spreads["year_built"]))
    return replace(school, code=f"{school.kind[:2]}{plan.province_prefix}{serial}", year_built=year)


def _key(event: Mapping[str, Any]) -> str:
    """The school that an event is about."""
    what = "village" if "village" in event else "point"
    return f"{event['township']}/{what}/{event[what]}"
