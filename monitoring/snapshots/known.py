"""Answers what an import asks of the database while it is checked (validation.known)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from monitoring.snapshots.entered import entries
from monitoring.snapshots.reading import counties, list_before, lists_of, schools_known
from monitoring.storage import Storage
from monitoring.validation.known import Earlier, Lists


class Stored:
    """What a database knows."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage

    def schools(self, on: date) -> tuple[pd.DataFrame, Mapping[str, date]]:
        """Return the rows of every county's schools that a list of a day is read against, and county → their date."""
        return schools_known(self.storage, on)

    def lists(self, on: date, *, exactly: bool = False) -> Mapping[str, Lists]:
        """Return county → its lists known on a day; `exactly`: those alone that are dated on it."""
        return {county: lists_of(self.storage, county, on, exactly=exactly) for county in counties(self.storage)}

    def earlier(self, county: str, kind: str, on: date) -> Earlier | None:
        """Return a county's last list of a kind dated before a day; None where there is none."""
        found = list_before(self.storage, county, kind, on)
        return Earlier(*found) if found else None

    def entries(self, county: str, on: date) -> pd.DataFrame:
        """Return what was told of a county's projects up to a day, the newest first."""
        told = entries(self.storage, county)
        return told[told["reported_on"] <= pd.Timestamp(on)]
