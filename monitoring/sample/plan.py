"""
The plan of the sample county: data/sample/*.toml as frozen objects, and the random streams that fill it in.

It holds no figure of its own: what the county looks like is in the files.
"""

from __future__ import annotations

import random
import tomllib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from monitoring.settings import DATA

FOLDER = DATA / "sample"


@dataclass(frozen=True)
class Township:
    """
    A township as planned.

    Attributes:
        at: its core, km east and north of the county's centre.
        reach: km by which its land goes beyond that of a township without any.
        level: how well its schools are provided at first; 0 is middling, about -1 poor, 1 good.
        momentum: share of its schools that a project reaches in half a year.
        setbacks: share of its schools that lose something in half a year; None: as elsewhere.
        shape: whether the boundary file has it.
        centre_pupils: pupils of its 中心小学; 0: it has none.
        villages, points: how many 村小 and 教学点.
        secondary: its 初级中学 or 九年一贯制学校.
    """

    code: str
    name: str
    at: tuple[float, float]
    reach: float
    level: float
    momentum: float
    setbacks: float | None = None
    shape: bool = True
    centre_pupils: int = 0
    villages: int = 0
    points: int = 0
    secondary: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class SamplePlan:
    """
    What the files of data/sample say; a section that one module alone reads stays a mapping.

    Attributes:
        periods: the report dates, of which there are school tables and lists.
        weeks: the days after the last of them, of which there are lists of projects alone.
        ledger_weeks: those of them of which there is a ledger of classrooms too.
    """

    code: str
    name: str
    bureau: str
    label: str
    seed: int
    province_prefix: str
    first_serial: int
    periods: tuple[date, ...]
    weeks: tuple[date, ...]
    ledger_weeks: tuple[date, ...]
    townships: tuple[Township, ...]
    schools: Sequence[Mapping[str, Any]]
    events: Sequence[Mapping[str, Any]]
    flaws: Sequence[Mapping[str, Any]]
    land: Mapping[str, Any]
    names: Mapping[str, Any]
    spreads: Mapping[str, Any]
    layout: Mapping[str, Any]
    ledger: Mapping[str, Any]
    lists: Mapping[str, Any]
    projects: Mapping[str, Any]

    def period(self, day: date) -> int:
        """
        Return which report date a day belongs to, from 0: itself, or the last one before it.

        Raises:
            ValueError: the sample county has no files of that day.
        """
        if day not in (*self.periods, *self.weeks):
            raise ValueError(f"The sample county has no files of {day}")
        return bisect_right(self.periods, day) - 1

    def township(self, code: str) -> Township:
        """The township of a nine-digit code."""
        return next(township for township in self.townships if township.code == code)


@cache
def read_plan(folder: Path = FOLDER) -> SamplePlan:
    """
    Read the plan of the sample county.

    Raises:
        FileNotFoundError, KeyError: a file of the program itself is damaged; a mistake of ours, not of the user.

    >>> plan = read_plan()
    >>> plan.name, len(plan.periods), len(plan.townships)
    ('清渚县', 6, 17)
    """
    names = ("county", "spreads", "layout", "ledger", "lists", "projects")
    county, spreads, layout, ledger, lists, projects = (
        tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8")) for name in names
    )
    plain = ("code", "name", "bureau", "label", "seed", "province_prefix", "first_serial", "land", "names")
    return SamplePlan(
        **{key: county[key] for key in plain},
        **{key: tuple(county[key]) for key in ("periods", "weeks", "ledger_weeks")},
        townships=tuple(Township(**{**township, "at": tuple(township["at"])}) for township in county["township"]),
        schools=tuple(county["school"]),
        events=tuple(county["event"]),
        flaws=tuple(county["flaw"]),
        spreads=spreads,
        layout=layout,
        ledger=ledger,
        lists=lists,
        projects=projects,
    )


def stream(seed: int, *topic: object) -> random.Random:
    """
    Return a stream of random numbers of its own for every topic, so that one more school changes no other.

    A text seeds it through SHA-512, which is the same on every machine.

    >>> stream(1, "a").random() == stream(1, "a").random() != stream(1, "b").random()
    True
    """
    return random.Random("/".join(map(str, (seed, *topic))))
