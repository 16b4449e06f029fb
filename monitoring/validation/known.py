"""What an import may ask of the database while it is checked; validation itself knows no storage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import pandas as pd

Lists = Mapping[str, pd.DataFrame]
"""Name → frame: projects, milestones, sources, funds (docs/architecture.md); what was never imported is absent."""


ENTRIES = ("id", "project", "reported_on", "statement", "subject", "amount", "done_on", "import_id")
"""Columns of what was told of projects, as far as an import asks for them (snapshots.entries)."""


@dataclass(frozen=True)
class Earlier:
    """The frames of a list of one kind as it stood before."""

    dated: date
    lists: Lists


class Known(Protocol):
    """What is stored: all of it counts, nothing was withdrawn."""

    def schools(self, on: date) -> tuple[pd.DataFrame, Mapping[str, date]]:
        """
        Return the rows of every county's schools that a list of a day is read against, and county → their date.

        Those known on the day, else the earliest later ones; empty without any.
        """

    def lists(self, on: date, *, exactly: bool = False) -> Mapping[str, Lists]:
        """Return county → its lists known on a day; `exactly`: those alone that are dated on it."""

    def earlier(self, county: str, kind: str, on: date) -> Earlier | None:
        """Return a county's last list of a kind dated before a day; None where there is none."""

    def entries(self, county: str, on: date) -> pd.DataFrame:
        """Return what was told of a county's projects up to a day (snapshots.entries), the newest first."""


class Nothing:
    """
    An empty database.

    >>> Nothing().lists(date(2026, 3, 31)), Nothing().earlier("990121", "projects", date(2026, 3, 31))
    ({}, None)
    """

    def schools(self, on: date) -> tuple[pd.DataFrame, Mapping[str, date]]:  # noqa: ARG002 (as Known)
        return pd.DataFrame(), {}

    def lists(self, on: date, *, exactly: bool = False) -> Mapping[str, Lists]:  # noqa: ARG002 (as Known)
        return {}

    def earlier(self, county: str, kind: str, on: date) -> None:  # noqa: ARG002 (as Known)
        return None

    def entries(self, county: str, on: date) -> pd.DataFrame:  # noqa: ARG002 (as Known)
        return pd.DataFrame({name: [] for name in ENTRIES})
