"""What of a county's school tables was corrected after it was first told: never counted as a change (rules 7)."""

from __future__ import annotations

from dataclasses import dataclass

from monitoring.situation.model import Situation


@dataclass(frozen=True)
class Corrected:
    """
    School tables of one date of which a newer import counts.

    Attributes:
        first: the same day by the tables that were imported first: what both judge differently is the correction.
        stages: those whose table was corrected, in their order.
    """

    first: Situation
    stages: tuple[str, ...]


def corrected(held: Situation | None) -> Corrected | None:
    """Return what was corrected of the school tables of a day; None where nothing was, or there is no such day."""
    if held is None:
        return None
    key, stages = held.asked.before_corrections(held.snapshot.key)
    return Corrected(held.at(key), stages) if stages else None
