"""
Where each school is: every pair of cells tried in every reading against its own township's shape.

What fits as given is left alone; what fits only when exchanged or read as text is read so; another datum is proposed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from monitoring.townships.datums import BD09, GCJ02, METRES_PER_DEGREE, WGS84, in_china, to_wgs84
from monitoring.townships.ground import Ground
from monitoring.townships.model import AS_GIVEN, NOT_LOCATABLE, Boundary, Finding, Located, Reading
from monitoring.townships.readings import Pair, pairs
from monitoring.townships.remarks import declared
from monitoring.townships.settle import settle
from monitoring.townships.workbooks import apart

BORDER_DEG = 50 / METRES_PER_DEGREE
"""A point within 50 m of the county is in it (rules 2: ±50 m for points): drawn borders are no finer."""

ALIKE_DECIMALS = 6  # of a degree, a tenth of a metre: readings that differ less are one place


def locate(
    rows: pd.DataFrame, boundary: Boundary | None, remarks: Mapping[tuple[str, str], str] | None = None
) -> Located:
    """
    Return where every row's school is, and what was found doubtful. Points are never moved between datums.

    Args:
        rows: school_code, township_code, township, stage, longitude, latitude (degrees, NaN: no number was read),
            longitude_raw, latitude_raw (as typed, "" blank; the numbers stand in where the columns are absent),
            file, sheet, row; any index.
        boundary: as read or settled; None or without shapes: only whether a point lies in China is known.
        remarks: the notes (注) of a sheet by (file, sheet).

    >>> rows = pd.DataFrame({"school_code": ["2142991050"], "township_code": ["990121103"], "township": ["芦洲镇"],
    ...                      "stage": ["primary"], "longitude": [30.166989], "latitude": [113.246976],
    ...                      "file": ["小学.xlsx"], "sheet": ["小学"], "row": [44]})
    >>> located = locate(rows, None)
    >>> located.location[0], float(located.longitude[0]), located.findings[0].kind
    ('swapped', 113.246976, 'applied')
    """
    boundary = settle(boundary, rows) if boundary else None
    typed = _typed(rows)
    cells = _Cells(rows, typed, Ground(rows, boundary))
    findings = [*cells.classify()]
    points = cells.points(rows.index)
    findings = declared(rows, typed, points, remarks or {}, findings)
    findings += apart(rows, typed, points, findings)
    findings.sort(key=lambda finding: finding.position)
    return Located(points["longitude"], points["latitude"], points["location"], tuple(findings), boundary)


def _typed(rows: pd.DataFrame) -> list[tuple[str, str]]:
    """The texts of each pair; the number's where there are none."""
    sides = []
    for side in ("longitude", "latitude"):
        numbers = ["" if math.isnan(number) else repr(number) for number in rows[side].astype(float).tolist()]
        raw = [str(text).strip() for text in rows[f"{side}_raw"]] if f"{side}_raw" in rows else numbers
        sides.append([text or number for text, number in zip(raw, numbers, strict=True)])
    return list(zip(*sides, strict=True))


@dataclass(frozen=True)
class _Tried:
    """Readings of many rows side by side."""

    position: np.ndarray
    pair: list[Pair]
    longitude: np.ndarray
    latitude: np.ndarray
    precision: np.ndarray


class _Cells:
    def __init__(self, rows: pd.DataFrame, typed: list[tuple[str, str]], ground: Ground) -> None:
        self.typed, self.ground = typed, ground
        self.places = list(rows[["file", "sheet", "row", "school_code"]].itertuples(index=False, name=None))
        self.longitude = rows["longitude"].to_numpy(dtype=float).copy()
        self.latitude = rows["latitude"].to_numpy(dtype=float).copy()
        self.location = np.full(len(rows), AS_GIVEN, dtype=object)

    def points(self, index: pd.Index) -> pd.DataFrame:
        """Longitude, latitude and location, once `classify` has gone through the rows."""
        return pd.DataFrame(
            {"longitude": self.longitude, "latitude": self.latitude, "location": self.location}, index=index
        )

    def classify(self) -> list[Finding]:
        """Decide each row's point and return what is doubtful about it."""
        positions = np.arange(len(self.typed))
        fits = in_china(self.longitude, self.latitude)
        fits[fits] = self.ground.inside(positions[fits], self.longitude[fits], self.latitude[fits])
        fits &= np.array(["," not in x + y for x, y in self.typed], dtype=bool)  # a comma may stand for a point
        findings, doubtful = [], []
        for position in positions[~fits].tolist():
            kind = self._empty(position)
            if kind:
                findings.append(self._unplaced(position, kind))
            else:
                doubtful.append(position)
        return findings + self._with_townships(self._read_otherwise(doubtful))

    def _empty(self, position: int) -> str:
        if "" in self.typed[position]:
            return "blank"
        return "zero" if 0 in (self.longitude[position], self.latitude[position]) else ""

    def _read_otherwise(self, positions: list[int]) -> list[Finding]:
        every = {position: self._pairs(position) for position in positions}
        tried = _side_by_side(every)
        plain = self.ground.near(tried.position, tried.longitude, tried.latitude, tried.precision)
        in_wgs84 = _by_row(tried, plain, WGS84, tried.longitude, tried.latitude)
        elsewhere: dict[int, list[Reading]] = {}
        for datum in (GCJ02, BD09):
            moved = to_wgs84(datum, tried.longitude, tried.latitude)
            fits = self.ground.near(tried.position, *moved, tried.precision) & self.ground.has_shape[tried.position]
            for position, readings in _by_row(tried, fits, datum, *moved).items():
                elsewhere.setdefault(position, []).extend(readings)
        findings = []
        for position in positions:
            fitting = in_wgs84.get(position, [])
            if fitting and fitting[0].form == AS_GIVEN:
                self._place(position, fitting[0])
            elif len(fitting) == 1:
                self._place(position, fitting[0])
                findings.append(self._finding(position, "applied", readings=tuple(fitting)))
            elif fitting:
                findings.append(self._unplaced(position, "several", readings=tuple(fitting)))
            else:
                findings.append(self._misfit(position, every[position], tuple(elsewhere.get(position, []))))
        return findings

    def _with_townships(self, findings: list[Finding]) -> list[Finding]:
        """Say of every point outside its own township in which other one it lies."""
        away = [finding.position for finding in findings if finding.kind in ("other_datum", "other_township")]
        if not away:
            return findings
        codes = self.ground.townships_at(self.longitude[away], self.latitude[away])
        lies_in = dict(zip(away, codes, strict=True))
        return [replace(finding, township=lies_in.get(finding.position, "")) for finding in findings]

    def _pairs(self, position: int) -> list[Pair]:
        return pairs(*self.typed[position], self.longitude[position], self.latitude[position])

    def _misfit(self, position: int, tried: list[Pair], elsewhere: tuple[Reading, ...]) -> Finding:
        """A point that no reading in WGS-84 brings into its own township."""
        given = next((pair for pair in tried if pair.form == AS_GIVEN), None)
        if given is None or not in_china(given.longitude, given.latitude):
            kind = "other_datum" if elsewhere else "outside_county" if tried else "unreadable"
            return self._unplaced(position, kind, readings=elsewhere)
        reading = Reading(AS_GIVEN, WGS84, given.longitude, given.latitude)
        place = (given.longitude, given.latitude)
        if any(other.form == AS_GIVEN for other in elsewhere):
            self._place(position, reading)
            metres = self.ground.metres_to_own(position, *place)
            return self._finding(position, "other_datum", elsewhere, metres)
        within = np.array([max(given.precision, BORDER_DEG)])
        if self.ground.in_county(np.array([position]), *(np.array([side]) for side in place), within)[0]:
            self._place(position, reading)
            metres = self.ground.metres_to_own(position, *place)
            return self._finding(position, "other_township", metres=metres)
        metres = self.ground.metres_to_county(position, *place)
        return self._unplaced(position, "outside_county", readings=elsewhere, metres=metres)

    def _place(self, position: int, reading: Reading) -> None:
        self.longitude[position], self.latitude[position] = reading.longitude, reading.latitude
        self.location[position] = reading.form

    def _unplaced(self, position: int, kind: str, readings: tuple[Reading, ...] = (), metres: float = 0.0) -> Finding:
        self.longitude[position] = self.latitude[position] = math.nan
        self.location[position] = NOT_LOCATABLE
        return self._finding(position, kind, readings, metres=metres)

    def _finding(self, position: int, kind: str, readings: tuple[Reading, ...] = (), metres: float = 0.0) -> Finding:
        file, sheet, row, school_code = self.places[position]
        return Finding(
            kind=kind,
            file=file,
            sheet=sheet,
            row=int(row),
            position=position,
            school_code=school_code,
            found=self.typed[position],
            readings=readings,
            metres=metres,
        )


def _side_by_side(every: Mapping[int, list[Pair]]) -> _Tried:
    """Only what lies in China is a reading of a place in China."""
    kept = [
        (position, pair)
        for position, tried in every.items()
        for pair in tried
        if in_china(pair.longitude, pair.latitude)
    ]
    return _Tried(
        position=np.array([position for position, _ in kept], dtype=np.int64),
        pair=[pair for _, pair in kept],
        longitude=np.array([pair.longitude for _, pair in kept], dtype=float),
        latitude=np.array([pair.latitude for _, pair in kept], dtype=float),
        precision=np.array([pair.precision for _, pair in kept], dtype=float),
    )


def _by_row(
    tried: _Tried, fits: np.ndarray, datum: str, longitude: np.ndarray, latitude: np.ndarray
) -> dict[int, list[Reading]]:
    """The readings that fit, by row, as given first, each place once."""
    by_row: dict[int, dict[tuple[float, float], Reading]] = {}
    for place in np.flatnonzero(fits).tolist():
        reading = Reading(tried.pair[place].form, datum, float(longitude[place]), float(latitude[place]))
        at = round(reading.longitude, ALIKE_DECIMALS), round(reading.latitude, ALIKE_DECIMALS)
        by_row.setdefault(int(tried.position[place]), {}).setdefault(at, reading)
    return {position: list(readings.values()) for position, readings in by_row.items()}
