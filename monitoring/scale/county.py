"""
Judges counties of a lake: frames in, frames out. What it needs of rules is handed to it; it opens no file.

The same call runs here and on every worker of a cluster.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from monitoring.classrooms import funnel
from monitoring.errors import UserError
from monitoring.results import Results, judge
from monitoring.rulebook import Rulebook
from monitoring.scale.frames import COLUMNS, ERRORS, STANDARD
from monitoring.schools import prepare
from monitoring.schools.homes import at_home

OF_SCHOOLS = ("assessment", "verdicts", "gaps")
OF_COUNTIES = ("balance", "townships")
STAGES = {"primary": 0, "junior": 1, "senior": 2}
Frames = dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Known:
    """
    A county on a day.

    Attributes:
        schools, rooms: the dates of its tables; None: none is known.
        is_at_home: whether the ledger's schools are read from the school tables that are known.
    """

    county: str
    name: str
    schools: date | None
    rooms: date | None
    is_at_home: bool


@dataclass(frozen=True)
class Handed:
    """
    What a worker is given: the rulebook, the standards that are asked, and what is known of each county.

    Attributes:
        standards: ids.
        known: code → county.
    """

    rulebook: Rulebook
    standards: tuple[str, ...]
    known: Mapping[str, Known] = field(default_factory=dict)


def judged(county: str, rows: pd.DataFrame, rooms: pd.DataFrame, handed: Handed) -> Frames:
    """
    Judge one county, whatever its rows are.

    Args:
        rows: the frame rows; empty where no school table is known. rooms: the ledger, likewise.

    Returns:
        Kind of scale.frames → its frame; of a county that cannot be judged one row of errors, with its sentence.
    """
    return _or_error(county, lambda: _judged([county], rows, rooms, handed)[county])


def judged_together(counties: Sequence[str], rows: pd.DataFrame, rooms: pd.DataFrame, handed: Handed) -> dict:
    """
    Judge many counties in one go: what `judged` finds of each, in a fraction of the time.

    Where one cannot be judged, or two share a school's code, these are judged alone.

    Returns:
        County → frames.
    """
    alone = _entangled(rows)
    together = [county for county in counties if county not in alone]
    found: dict[str, Frames] = {}
    try:
        found = _judged(together, _of(rows, together), _of(rooms, together), handed) if together else {}
    except ValueError:  # whose rows are wrong is found below, with its sentence
        alone = set(counties)
    for county in counties:
        if county in alone:
            found[county] = judged(county, _of(rows, [county]), _of(rooms, [county]), handed)
    return found


def _entangled(rows: pd.DataFrame) -> set[str]:
    """The counties that name a school of another one, as its own or as a main school: apart each means its own."""
    owners = rows[["school_code", "of_county"]].drop_duplicates()
    shared = owners.loc[owners["school_code"].duplicated(keep=False), "of_county"]
    home = owners.drop_duplicates("school_code").set_index("school_code")["of_county"]
    main = rows["main_school_code"].map(home)
    abroad = main.notna() & (main != rows["of_county"])
    return {*shared, *rows.loc[abroad, "of_county"], *main[abroad]}


def _of(frame: pd.DataFrame, counties: Sequence[str]) -> pd.DataFrame:
    return frame[frame["of_county"].isin(counties)].reset_index(drop=True)


def _or_error(county: str, make: Callable[[], Frames]) -> Frames:
    try:
        return make()
    except UserError as error:
        return {ERRORS: _error(str(error))}
    except ValueError as error:  # one county must not end the others
        sentence = (
            f"{county} 没有算：表里的数据不合规则（{type(error).__name__}：{error}）。请核对这个县的表，重新写出。"
        )
        return {ERRORS: _error(sentence)}


def _error(sentence: str) -> pd.DataFrame:
    return pd.DataFrame({STANDARD: [""], "error": [sentence]})


def _judged(counties: Sequence[str], rows: pd.DataFrame, rooms: pd.DataFrame, handed: Handed) -> dict[str, Frames]:
    book = handed.rulebook
    found: dict[str, Frames] = {county: {} for county in counties}
    if len(rows):
        prepared = prepare(_ordered(rows).drop(columns="of_county"), book.splitting)
        home = rows.drop_duplicates("school_code").set_index("school_code")["of_county"]
        for name in handed.standards:
            results = judge(prepared, book.standards[name], book.indicators, book.results, book.unit_costs)
            _take(found, results, home, name)
        _share(found, "class_sizes", results.class_sizes, results.class_sizes["county_code"], "")
    for county, own in _ordered(rooms).groupby("of_county", sort=False):
        known = handed.known[county]
        schools = rows[rows["of_county"] == county]
        ledger = own.drop(columns="of_county").reset_index(drop=True)
        ledger = at_home(ledger, schools) if known.is_at_home else ledger
        counted = funnel(ledger, known.rooms, book.classrooms)
        found[county]["funnel"] = counted.assign(**{STANDARD: ""})
    return found


def _ordered(frame: pd.DataFrame) -> pd.DataFrame:
    """As the sheets have them, in whatever order a cluster hands the rows out."""
    if frame.empty:
        return frame
    keyed = frame.assign(_stage=frame["stage"].map(STAGES))
    keys = ["of_county", "_stage", "file", "sheet", "row"]
    return keyed.sort_values(keys, kind="stable").drop(columns="_stage").reset_index(drop=True)


def _take(found: dict[str, Frames], results: Results, home: pd.Series, standard: str) -> None:
    for name in OF_SCHOOLS:
        frame = getattr(results, name)
        _share(found, name, frame, frame["school_code"].map(home), standard)
    for name in OF_COUNTIES:
        frame = getattr(results, name)
        _share(found, name, frame, frame["county_code"], standard)


def _share(found: dict[str, Frames], name: str, frame: pd.DataFrame, county: pd.Series, standard: str) -> None:
    """Give each county its rows; frames of several standards stand one below the other."""
    frame = frame[list(COLUMNS[name])].assign(**{STANDARD: standard})
    for code, own in frame.groupby(county.to_numpy(), sort=False):
        before = found[code].get(name)
        found[code][name] = own if before is None else pd.concat([before, own], ignore_index=True)
