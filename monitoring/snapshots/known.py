"""Answers what an import asks of the database while it is checked (validation.known)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from monitoring.snapshots.entered import reports
from monitoring.snapshots.reading import counties, lists_of, newest, periods, schools_of
from monitoring.storage import Storage
from monitoring.validation.known import Earlier, Lists


class Stored:
    """What a database knows."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage

    def schools(self, on: date) -> pd.DataFrame:
        """Return the rows of every county's schools at a report date; empty without any."""
        return schools_of(self.storage, on)

    def lists(self, on: date) -> Mapping[str, Lists]:
        """Return county → its lists at a report date."""
        there = [county for county in counties(self.storage) if on in periods(self.storage, county)]
        return {county: lists_of(self.storage, newest(self.storage, county, on)) for county in there}

    def earlier(self, county: str, on: date) -> Earlier | None:
        """Return a county's lists at its last report date before; None where there is none."""
        before = [period for period in periods(self.storage, county) if period < on]
        if not before:
            return None
        return Earlier(before[-1], lists_of(self.storage, newest(self.storage, county, before[-1])))

    def reports(self, county: str, on: date) -> pd.DataFrame:
        """Return a county's weekly reports up to a day: project, reported_on, progress_pct."""
        return reports(self.storage, county, on)[["project", "reported_on", "progress_pct"]]
