"""Answers what an import asks of the database while it is checked (validation.known)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from monitoring.snapshots.entered import entries
from monitoring.snapshots.integrity import whole_parts
from monitoring.snapshots.reading import FRAMES, counties, rows_from, schools_of_list
from monitoring.snapshots.selection import heads, known_on
from monitoring.storage import Storage, frame_from_bytes
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
        last = list_before(self.storage, county, kind, on)
        return Earlier(*last) if last else None

    def entries(self, county: str, on: date) -> pd.DataFrame:
        """Return what was told of a county's projects up to a day, the newest first."""
        told = entries(self.storage, county)
        return told[told["reported_on"] <= pd.Timestamp(on)]


def schools_known(storage: Storage, on: date) -> tuple[pd.DataFrame, dict[str, date]]:
    """
    Return the rows of every county's schools that a list of a day is read against, and of which date they are.

    Known on the day, else the earliest later ones (rules 7).

    Returns:
        The rows, empty without any; county → date.
    """
    frames, days = [], {}
    with storage.read() as connection:
        every = heads(connection)
        for county in sorted({each.county for each in every}):
            known = schools_of_list([each for each in every if each.county == county], on)
            if known:
                days[county] = known[0].dated
                own = [whole_parts(connection, each.id, ["rows"])["rows"] for each in known]
                frames.append(rows_from(own))
    return (pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()), days


def lists_of(storage: Storage, county: str, on: date, *, exactly: bool = False) -> dict[str, pd.DataFrame]:
    """
    Return a county's lists known on a day, without its schools: rooms, projects, milestones, sources, funds.

    Args:
        exactly: those alone that are dated on the day.
    """
    lists: dict[str, pd.DataFrame] = {}
    with storage.read() as connection:
        for each in known_on(heads(connection, county), on):
            if each.kind in FRAMES and (each.dated == on or not exactly):
                parts = whole_parts(connection, each.id, FRAMES[each.kind])
                lists |= {name: frame_from_bytes(content) for name, content in parts.items()}
    return lists


def list_before(storage: Storage, county: str, kind: str, on: date) -> tuple[date, dict[str, pd.DataFrame]] | None:
    """Return the last list of a kind that is dated before a day: its date and its frames; None where there is none."""
    with storage.read() as connection:
        earlier = [each for each in heads(connection, county) if each.kind == kind and each.dated < on]
        if not earlier:
            return None
        last = max(earlier, key=lambda each: (each.dated, each.import_id, each.id))
        parts = whole_parts(connection, last.id, FRAMES[kind])
    return last.dated, {name: frame_from_bytes(content) for name, content in parts.items()}
