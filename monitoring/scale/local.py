"""Judges a lake in this process, a province at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa

from monitoring.arrow import COUNTY, framed
from monitoring.lake import Lake, writing
from monitoring.lake.writing import PROVINCE, Writer
from monitoring.scale.county import Frames, Handed, Known, judged_together
from monitoring.scale.frames import ERRORS, RESULTS
from monitoring.scale.plan import known_counties
from monitoring.snapshots.selection import ROOMS, SCHOOLS

BATCH = 200
"""Counties judged in one go: some 15,000 schools, whose frames fit any PC."""
Say = Callable[[str], None]


def evaluate_here(lake: Lake, handed: Handed, on: date, output: Path, say: Say) -> int:
    """
    Judge every county of a lake on a day, into a lake of results.

    Args:
        handed: without what is known: that is asked of the lake.
        say: is told of each batch.

    Returns:
        How many counties could not be judged: each has a row of errors.

    Raises:
        FileError: the lake is damaged, or the folder is there already.
    """
    known = known_counties(lake, on)
    handed = replace(handed, known=known)
    failed = done = 0
    with writing(output, RESULTS) as target:
        for counties in _batches(known):
            rows = rows_of(lake, SCHOOLS, {code: known[code].schools for code in counties})
            rooms = rows_of(lake, ROOMS, {code: known[code].rooms for code in counties})
            for county, frames in judged_together(counties, rows, rooms, handed).items():
                failed += ERRORS in frames
                _write(target, known[county], on, frames)
            done += len(counties)
            say(f"{done}/{len(known)} 个县，{failed} 个没有算")
    return failed


def _batches(counties: Iterable[str]) -> list[list[str]]:
    of_province = defaultdict(list)
    for code in counties:
        of_province[code[:PROVINCE]].append(code)
    return [codes[first : first + BATCH] for codes in of_province.values() for first in range(0, len(codes), BATCH)]


def rows_of(lake: Lake, kind: str, dated: Mapping[str, date | None]) -> pd.DataFrame:
    """
    Return the tables of counties of one province, each of its own date, with a column of_county.

    Args:
        dated: county → the date of its table; None: none is known.
    """
    of_day = defaultdict(list)
    for county, day in dated.items():
        if day is not None:
            of_day[day].append(county)
    tables = [_rows(lake, kind, day, counties) for day, counties in of_day.items()]
    tables = tables or [lake.schemas[kind].empty_table()]
    rows = pa.concat_tables(tables)
    return framed(rows).assign(of_county=rows[COUNTY].to_pandas())


def _rows(lake: Lake, kind: str, day: date, counties: Sequence[str]) -> pa.Table:
    return lake.rows(kind, day, counties[0][:PROVINCE], counties)


def _write(target: Writer, known: Known, on: date, frames: Frames) -> None:
    for name, frame in frames.items():
        target.add(name, on, known.county, known.name, frame)
