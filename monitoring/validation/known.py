"""What an import may ask of the database while it is checked; validation itself knows no storage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import pandas as pd

Lists = Mapping[str, pd.DataFrame]
"""Name → frame: projects, milestones, sources, funds (docs/architecture.md); what was never imported is absent."""


@dataclass(frozen=True)
class Earlier:
    """A county's lists as they stood at the report date before."""

    period: date
    lists: Lists


class Known(Protocol):
    """What is stored: all of it counts, nothing was withdrawn."""

    def schools(self, on: date) -> pd.DataFrame:
        """Return the rows of every county's schools at a report date; empty without any."""

    def lists(self, on: date) -> Mapping[str, Lists]:
        """Return county → its lists at a report date."""

    def earlier(self, county: str, on: date) -> Earlier | None:
        """Return a county's lists at its last report date before; None where there is none."""

    def reports(self, county: str, on: date) -> pd.DataFrame:
        """Return a county's weekly reports up to a day: project, reported_on, progress_pct."""


class Nothing:
    """
    An empty database.

    >>> Nothing().lists(date(2026, 3, 31)), Nothing().earlier("990121", date(2026, 3, 31))
    ({}, None)
    """

    def schools(self, on: date) -> pd.DataFrame:  # noqa: ARG002 (as Known)
        return pd.DataFrame()

    def lists(self, on: date) -> Mapping[str, Lists]:  # noqa: ARG002 (as Known)
        return {}

    def earlier(self, county: str, on: date) -> None:  # noqa: ARG002 (as Known)
        return None

    def reports(self, county: str, on: date) -> pd.DataFrame:  # noqa: ARG002 (as Known)
        return pd.DataFrame({"project": [], "reported_on": [], "progress_pct": []})
