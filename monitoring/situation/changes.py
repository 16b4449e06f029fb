"""What of a county's tables was corrected after it was first told: never counted as a change (rules 7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from monitoring.projects.over_time import COMPARED
from monitoring.situation.model import SCHOOLS, Situation
from monitoring.situation.works import PROJECTS


@dataclass(frozen=True)
class Corrected:
    """
    Tables of one kind and date of which a newer import counts.

    Attributes:
        first: the same day by the tables that were imported first: what both judge differently is the correction.
        stages: those whose table was corrected, in their order; of a list "".
    """

    first: Situation
    stages: tuple[str, ...]


def corrected(held: Situation | None, kind: str = SCHOOLS) -> Corrected | None:
    """Return what was corrected of a day's tables of a kind; None where nothing was, or there is no such day."""
    if held is None:
        return None
    key, stages = held.asked.before_corrections(held.snapshot.key, kind)
    return Corrected(held.at(key), stages) if stages else None


def lists_corrected(held: Situation) -> dict[date, tuple[str, ...]]:
    """
    Return which lists of projects were corrected, of the two that `falls` holds against each other, the earlier first.

    Returns:
        The date of the list → 项目清单 and 资金 as kinds, of that day; a date of which nothing was is absent.
    """
    on = held.snapshot.dates.get(PROJECTS)
    before = held.asked.lists_before(on) if on else {}
    compared = {day: before[day] for day in [*before][-1:]} | ({on: held.snapshot.key} if on else {})
    by_day = {
        day: tuple(kind for kind in COMPARED if held.asked.before_corrections(key, kind)[1])
        for day, key in compared.items()
    }
    return {day: kinds for day, kinds in by_day.items() if kinds}
