"""
少增教师的最省办法 of one school: which requirements it may leave at the floor, and what closing the others takes.

A reading of the rule, not its text. Teacher gaps of different requirements are never added: one person closes several.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

FEWEST_TEACHERS = "fewest_teachers"
LEAST_MONEY = "least_money"


@dataclass(frozen=True)
class Money:
    """An amount in yuan, and how many things in it have no unit cost: fewer of these come first, then fewer yuan."""

    unpriced: int
    yuan: float

    @property
    def known_yuan(self) -> float:
        """The amount; NaN where something in it has no unit cost."""
        return np.nan if self.unpriced else self.yuan

    @property
    def order(self) -> tuple[int, float]:
        """What amounts are compared by."""
        return (self.unpriced, self.yuan)


@dataclass(frozen=True)
class Lack:
    """
    One unmet requirement of a part.

    Attributes:
        place: of the requirement in the document.
        teachers, money: what closing it takes; floor_teachers, floor_money: what lifting it to the floor takes.
        is_below_floor: it has to be lifted before it may be left.
        reaches_pct: percent of the threshold that it reaches when left, lifted to the floor where it has to be.
    """

    place: int
    requirement: str
    teachers: int
    floor_teachers: int
    money: Money
    floor_money: Money
    is_below_floor: bool
    reaches_pct: float

    @property
    def saving(self) -> tuple[int, float]:
        """What leaving it saves: things without a unit cost first, then yuan."""
        return (self.money.unpriced - self.floor_money.unpriced, self.money.yuan - self.floor_money.yuan)


def ways(lacking: Sequence[Lack], allowed: int) -> Iterator[dict[str, Any]]:
    """Yield the way with the fewest teachers and, where it costs less, the one with the least money."""
    fewest = _way(FEWEST_TEACHERS, lacking, _fewest_teachers(lacking, allowed))
    least = _way(LEAST_MONEY, lacking, _least_money(lacking, allowed))
    for way in (fewest, least) if least["money"].order < fewest["money"].order else (fewest,):
        yield {name: value for name, value in way.items() if name != "money"} | {"cost_yuan": way["money"].known_yuan}


def _fewest_teachers(lacking: Sequence[Lack], allowed: int, least: int = 0) -> set[int]:
    """
    Return the places of the requirements to leave.

    The fewest teachers with which it can be done decide which requirements must be left; what may be left besides is
    what saves most money, the lowest number first.

    Args:
        least: teachers that are needed whatever is left.
    """
    wanted = {lack.teachers for lack in lacking} | {lack.floor_teachers for lack in lacking}
    for most in sorted({least} | {teachers for teachers in wanted if teachers > least}):
        forced = [lack for lack in lacking if lack.teachers > most]
        if len(forced) <= allowed and all(lack.floor_teachers <= most for lack in forced):
            break
    free = sorted((lack for lack in lacking if lack not in forced), key=lambda lack: (_most(lack.saving), lack.place))
    return {lack.place for lack in [*forced, *free][:allowed]}


def _least_money(lacking: Sequence[Lack], allowed: int) -> set[int]:
    """Return the places to leave: what saves most money; of what saves as much, what takes the fewest teachers."""
    if not 0 < allowed < len(lacking):
        return {lack.place for lack in lacking[:allowed]}
    last = sorted((lack.saving for lack in lacking), reverse=True)[allowed - 1]
    surely = [lack for lack in lacking if lack.saving > last]
    level = [lack for lack in lacking if lack.saving == last]
    closed = [lack for lack in lacking if lack.saving < last]
    least = max([lack.floor_teachers for lack in surely] + [lack.teachers for lack in closed], default=0)
    return {lack.place for lack in surely} | _fewest_teachers(level, allowed - len(surely), least)


def _most(saving: tuple[int, float]) -> tuple[int, float]:
    return (-saving[0], -saving[1])


def _way(way: str, lacking: Sequence[Lack], places: set[int]) -> dict[str, Any]:
    kept = [lack for lack in lacking if lack.place in places]
    closed = [lack for lack in lacking if lack.place not in places]
    spent = [lack.money for lack in closed] + [lack.floor_money for lack in kept]
    persons = [lack.teachers for lack in closed] + [lack.floor_teachers for lack in kept]
    return {
        "way": way,
        "kept": "|".join(lack.requirement for lack in kept),
        "kept_pct": min((lack.reaches_pct for lack in kept), default=np.nan),
        "close": "|".join(lack.requirement for lack in closed),
        "to_floor": "|".join(lack.requirement for lack in kept if lack.is_below_floor),
        "teachers": max(persons, default=0),
        "money": _sum(spent),
        "all_cost_yuan": _sum([lack.money for lack in lacking]).known_yuan,
    }


def _sum(amounts: Sequence[Money]) -> Money:
    return Money(sum(amount.unpriced for amount in amounts), sum(amount.yuan for amount in amounts))
