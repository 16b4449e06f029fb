"""What pages say that compare with an earlier report date whose school tables were corrected."""

from __future__ import annotations

from components.frame import cached
from components.frame.choice import Choice
from monitoring.findings import dates
from monitoring.situation import corrected


def before(choice: Choice, since: str) -> str:
    """
    Say what was corrected of the report date before; "" nothing, or there is none.

    Args:
        since: its name, as figures.month writes it.
    """
    found = corrected(cached.earlier(choice))
    return dates.corrected(since, found.stages) if found else ""
