"""What pages say that compare with an earlier report date, or list, whose tables were corrected."""

from __future__ import annotations

from collections.abc import Collection

from components.frame import cached
from components.frame.choice import Choice
from monitoring.findings import dates
from monitoring.situation import corrected, lists_corrected

ROOMS = "rooms"


def before(choice: Choice, since: str, stages: Collection[str] | None = None) -> str:
    """
    Say which school tables were corrected of the report date before; "" none, or there is no date before.

    Args:
        since: its name, as figures.month writes it.
        stages: those that are looked at; None: all.
    """
    correction = corrected(cached.earlier(choice))
    return (
        dates.corrected(since, [each for each in correction.stages if stages is None or each in stages])
        if correction
        else ""
    )


def ledger_before(choice: Choice, since: str) -> str:
    """Say that the ledger was corrected that was known on the report date before; "" it was not."""
    return dates.corrected(since, (), (ROOMS,)) if corrected(cached.earlier(choice), ROOMS) else ""


def lists_compared(choice: Choice) -> list[str]:
    """Say which lists of projects were corrected, of the two that are compared; [] none."""
    days = lists_corrected(cached.situation(choice.snapshot))
    return [dates.corrected(f"{day.isoformat()} ", (), kinds) for day, kinds in days.items()]
