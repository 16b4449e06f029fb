"""Who the schools of an invented county are: kinds, names, codes, places, pupils at first, and when they exist."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from monitoring.sample.country.places import County
from monitoring.sample.country.plan import LANDS, STAGES, Plan, by_land, read_country, stream

PRIMARY, POINT, JUNIOR, NINE_YEAR, COMPLETE, SENIOR, SPECIAL = "211", "218", "311", "312", "341", "342", "514"
CITY, TOWN, VILLAGE = range(len(LANDS))
OF_KIND = {
    PRIMARY: (0,), POINT: (0,), JUNIOR: (1,), NINE_YEAR: (0, 1), COMPLETE: (1, 2), SENIOR: (2,), SPECIAL: (0, 1),
}  # fmt: skip
"""Kind → its stages, places in STAGES."""


@dataclass(frozen=True, eq=False)
class Townships:
    """The townships of a county: (t,) codes, names, (t, 2) cores in degrees."""

    codes: np.ndarray
    names: np.ndarray
    cores: np.ndarray


@dataclass(frozen=True, eq=False)
class Roster:
    """
    Every school that a county has had, in the order of its townships; (s,) arrays.

    Attributes:
        township: place in `townships`.
        land: place in LANDS.
        main: place of the school that it is a campus of; -1 none.
        first, last: the report dates, from 0, on which it is there, both included.
        pupils: (s, 3) on the first date by stage, 0 where it has not that stage.
        points: (s, 2) longitude and latitude, NaN not given.
        condition: how well it is provided at first; 0 is middling.
    """

    townships: Townships
    kind: np.ndarray
    township: np.ndarray
    land: np.ndarray
    main: np.ndarray
    first: np.ndarray
    last: np.ndarray
    pupils: np.ndarray
    points: np.ndarray
    condition: np.ndarray
    is_boarding: np.ndarray
    is_centre: np.ndarray
    is_private: np.ndarray
    code: np.ndarray
    name: np.ndarray
    village: np.ndarray
    village_code: np.ndarray


def roster(county: County) -> Roster:
    """
    Return the schools of a county.

    >>> from monitoring.sample.country.places import counties
    >>> county = next(counties(100))
    >>> of = roster(county)
    >>> is_there = (of.last == of.last.max()) & (of.main < 0) & (of.kind != SENIOR)
    >>> int(is_there.sum()) == county.schools
    True
    """
    plan = read_country()
    rng = stream(county.code, "roster")
    townships, streets = _townships(county, plan, rng)
    kind, main, first, last = _kinds(county.schools, plan, rng)
    land = _lands(kind, main, plan, rng)
    township, is_centre = _homes(kind, main, land, streets, len(townships.codes), rng)
    # In the order of the townships; a campus stands behind its main school wherever that has gone.
    order = np.argsort(township, kind="stable")
    main = np.where(main[order] < 0, -1, np.argsort(order)[main[order]])
    kind, land, township, is_centre = kind[order], land[order], township[order], is_centre[order]
    size, land_plan = plan["size"], plan["land"]
    condition = rng.normal(0, size["level"])
    condition = condition + rng.normal(0, size["township_level"], len(townships.codes))[township]
    condition = condition + rng.normal(0, size["school_level"], len(kind))
    degrees = np.array(land_plan["degrees"])
    points = townships.cores[township] + degrees * land_plan["school_spread"] * (2 * rng.random((len(kind), 2)) - 1)
    points[rng.random(len(kind)) < land_plan["unplaced"]] = np.nan
    name, village, village_code = _names(kind, main, land, township, is_centre, townships, plan, rng)
    return Roster(
        townships=townships,
        kind=kind,
        township=township,
        land=land,
        main=main,
        first=first[order],
        last=last[order],
        pupils=_pupils(kind, main, land, plan, rng),
        points=points.round(land_plan["decimals"]),
        condition=condition,
        is_boarding=(rng.random(len(kind)) < by_land(plan["boarding"])[land]) & (kind != POINT) & (main < 0),
        is_centre=is_centre,
        is_private=(rng.random(len(kind)) < plan["urban"]["private"]) & (land == CITY) & (kind != SPECIAL) & (main < 0),
        code=_codes(county.code, kind, plan),
        name=name,
        village=village,
        village_code=village_code,
    )


def _codes(county: str, kind: np.ndarray, plan: Plan) -> np.ndarray:
    """Ten digits: kind, province, the county's number in it, the school's in the county."""
    prefecture, number = int(county[2:4]), int(county[4:])
    within = (prefecture - 1) * plan["land"]["of_prefecture"] + number
    codes = [f"{one[:2]}{county[:2]}{within:03}{place + 1:03}" for place, one in enumerate(kind)]
    return np.array(codes, dtype=object)


def _townships(county: County, plan: Plan, rng: np.random.Generator) -> tuple[Townships, int]:
    """The townships, streets first, and how many of them are streets."""
    size, names, land = plan["size"], plan["names"], plan["land"]
    number = int(np.clip(round(county.schools / size["of_township"]), *size["townships"]))
    streets = int(rng.integers(size["streets"][0], size["streets"][1] + 1))
    rural = streets + round((number - streets) * names["rural_from"])
    words = _pairs(names["township_first"], names["township_last"], number, rng)
    kinds = names["township_kinds"]
    codes, named = [], []
    for place, word in enumerate(words):
        kind = "street" if place < streets else "town" if place < rural else "rural"
        hundred = list(kinds).index(kind)
        codes.append(f"{county.code}{hundred}{place + 1:02}")
        named.append(word + kinds[kind])
    spread = np.array(land["degrees"]) * land["township_spread"]
    away = np.where(np.arange(number) < streets, land["school_spread"], 1)[:, None]  # streets lie in the middle
    cores = np.array(county.middle) + spread * away * (2 * rng.random((number, 2)) - 1)
    return Townships(np.array(codes, dtype=object), np.array(named, dtype=object), cores), streets


def _kinds(schools: int, plan: Plan, rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    """Kind, main school, first and last date of each school: so many that last, campuses, 高中, closed ones."""
    kinds, events, dates = plan["kinds"], plan["events"], len(plan["periods"])
    shares = {JUNIOR: "junior", NINE_YEAR: "nine_year", COMPLETE: "complete", POINT: "point"}
    kind = [SPECIAL] * kinds["special"]
    for code, name in shares.items():
        shaken = kinds[name] * (1 + kinds["differ"] * (2 * rng.random() - 1))
        kind += [code] * max(1, round(schools * shaken))
    lasting = [*kind, *[PRIMARY] * (schools - len(kind))]
    campuses, closed, opened, senior = (
        int(rng.integers(least, most + 1))
        for least, most in (events["campuses"], events["closed"], events["opened"], kinds["senior"])
    )
    gone = [POINT if rng.random() < 1 / 2 else PRIMARY for _ in range(closed)]
    every = np.array([*lasting, *[PRIMARY] * campuses, *[SENIOR] * senior, *gone], dtype=object)
    main, first, last = np.full(len(every), -1), np.zeros(len(every), int), np.full(len(every), dates - 1)
    # The last primary schools of the list are the large ones of the city: they have campuses, and new ones are opened.
    main[schools : schools + campuses] = schools - 1 - np.arange(campuses)
    new = schools - 1 - campuses - np.arange(opened)
    first[new] = rng.integers(1, dates, opened)
    last[len(every) - closed :] = rng.integers(0, dates - 1, closed)
    return every, main, first, last


def _lands(kind: np.ndarray, main: np.ndarray, plan: Plan, rng: np.random.Generator) -> np.ndarray:
    urban = plan["urban"]
    is_junior = np.isin(kind, [JUNIOR, NINE_YEAR])
    city, town = np.where(is_junior[:, None], urban["junior"], urban["primary"]).T
    drawn = rng.random(len(kind))
    land = np.where(drawn < city, CITY, np.where(drawn < city + town, TOWN, VILLAGE))
    land[kind == POINT] = VILLAGE
    land[np.isin(kind, [COMPLETE, SENIOR, SPECIAL])] = CITY
    land[main >= 0] = CITY
    land[np.unique(main[main >= 0])] = CITY
    return land


def _homes(
    kind: np.ndarray, main: np.ndarray, land: np.ndarray, streets: int, townships: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """The township of every school, and whether it is its 中心小学; `land` of a 中心小学 becomes town."""
    in_city = land == CITY
    township = np.where(in_city, rng.integers(0, streets, len(kind)), rng.integers(streets, townships, len(kind)))
    township = np.where(main >= 0, township[main], township)
    is_centre = np.zeros(len(kind), bool)
    centres = np.flatnonzero((kind == PRIMARY) & ~in_city)[: townships - streets]
    township[centres] = streets + np.arange(len(centres))
    is_centre[centres], land[centres] = True, TOWN
    return township, is_centre


def _pupils(kind: np.ndarray, main: np.ndarray, land: np.ndarray, plan: Plan, rng: np.random.Generator) -> np.ndarray:
    spec = plan["pupils"]
    spreads = np.array([[spec[stage][name] for name in LANDS] for stage in STAGES])  # (3, 3, 3)
    pupils = np.zeros((len(kind), len(STAGES)))
    for stage in range(len(STAGES)):
        has = np.isin(kind, [one for one, stages in OF_KIND.items() if stage in stages])
        spread = spreads[stage][land]
        spread[kind == POINT] = spec["point"]
        spread[main >= 0] = spec["campus"]
        spread[kind == SPECIAL] = spec["special"].get(STAGES[stage], spec["point"])
        least, usual, most = spread.T
        pupils[:, stage] = np.where(has, np.rint(rng.triangular(least, usual, most)), 0)
    return pupils


def _names(
    kind: np.ndarray, main: np.ndarray, land: np.ndarray, township: np.ndarray, is_centre: np.ndarray,
    townships: Townships, plan: Plan, rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:  # fmt: skip
    """Names of schools, no two the same in a county, of their villages, and the villages' three digits."""
    names = plan["names"]
    words = _pairs(names["village_first"], names["village_last"], len(kind), rng)
    inner = [names["city_words"][place] for place in rng.permutation(len(names["city_words"]))]
    named, villages, digits = [], [], []
    for place, one in enumerate(kind):
        home = townships.names[township[place]]
        is_city = land[place] == CITY and len(inner) > 0
        word = inner.pop() if is_city else words[place]
        name = names["centre"] if is_centre[place] else names["school"]
        named.append(name.format(township=home, word=word, kind=names["of_kind"][one]))
        villages.append(names["community" if land[place] == CITY else "village"].format(word=word))
        digits.append(f"{place + 1 + 100 * (land[place] == VILLAGE):03}")
    for place in np.flatnonzero(main >= 0):
        named[place] = names["campus"].format(main=named[main[place]], side=rng.choice(names["sides"]))
    return tuple(np.array(each, dtype=object) for each in (named, villages, digits))


def _pairs(first: str, last: str, number: int, rng: np.random.Generator) -> list[str]:
    """So many different words of two characters."""
    drawn = rng.choice(len(first) * len(last), number, replace=False)
    return [first[pair // len(last)] + last[pair % len(last)] for pair in drawn]
