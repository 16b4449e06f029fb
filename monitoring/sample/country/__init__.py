"""
An invented province or country, county by county, as the frames that imports store: to try what is made for hundreds
of thousands of schools. No workbook is written, and nothing is checked or imported.

Made from data/sample/country.toml. A county is made by its code alone, so it is the same whatever else is made.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pandas as pd

from monitoring.sample.country.enrolment import rows
from monitoring.sample.country.frames import school_frames
from monitoring.sample.country.places import County, counties
from monitoring.sample.country.plan import read_country
from monitoring.sample.country.resources import holdings
from monitoring.sample.country.rooms import room_frames
from monitoring.sample.country.roster import roster

__all__ = ["FEWEST", "MOST", "ROOMS", "SCHOOLS", "Table", "counties", "tables", "tables_of"]

FEWEST, MOST = (read_country()["schools"][name] for name in ("least", "most"))
SCHOOLS, ROOMS = "schools", "rooms"


@dataclass(frozen=True, eq=False)
class Table:
    """
    One table of one county and date.

    Attributes:
        kind: SCHOOLS or ROOMS.
        frame: the frame rows, of all stages, or the frame rooms (docs/architecture.md), as stored.
    """

    kind: str
    county_code: str
    county: str
    dated: date
    frame: pd.DataFrame


def tables(schools: int) -> Iterator[Table]:
    """
    Yield the tables of whole counties until they have so many schools together (with 小学 or 初中, on the last date).

    Raises:
        ValueError: fewer than FEWEST or more than MOST are asked for.

    >>> first = next(tables(FEWEST))
    >>> first.kind, first.county, first.dated.isoformat()
    ('schools', '青渚区', '2024-03-31')
    """
    if not FEWEST <= schools <= MOST:
        raise ValueError(f"{schools} schools")
    for county in counties(schools):
        yield from tables_of(county)


def tables_of(county: County) -> Iterator[Table]:
    """Yield the tables of one county: date by date the school tables, then the ledgers."""
    schools = roster(county)
    of = rows(county.code, schools)
    held = holdings(county.code, schools, of)
    for kind, frames in (
        (SCHOOLS, school_frames(county, schools, of, held)),
        (ROOMS, room_frames(county, schools, of)),
    ):
        for day, frame in frames.items():
            yield Table(kind, county.code, county.name, day, frame)
