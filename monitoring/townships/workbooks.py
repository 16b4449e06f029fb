"""One school in two workbooks, at two places: whether they lie apart as two datums do."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations, permutations

import numpy as np
import pandas as pd

from monitoring.townships.datums import DATUMS, WGS84, from_wgs84, metres, to_wgs84
from monitoring.townships.model import AS_GIVEN, NOT_LOCATABLE, Finding, Reading

SAME_M = 50.0  # rules 2: points this near are one place, and a shift this near is a datum's shift


def apart(
    rows: pd.DataFrame, typed: list[tuple[str, str]], points: pd.DataFrame, findings: Iterable[Finding]
) -> list[Finding]:
    """
    Return the schools whose points differ between two workbooks: by a datum's shift, or by more than 50 m otherwise.

    Where most schools of a workbook that also stand in another (two at least) are apart by the same shift, the columns
    are told once. A row whose point is already doubtful is not told again.

    Args:
        rows, typed, points: see `locate`.
        findings: what is already told.
    """
    told = {finding.position for finding in findings}
    books = [np.flatnonzero(mask) for mask in _books(rows, points)]
    by_place: dict[tuple[int, str, str], Finding] = {}
    for first, second in combinations(books, 2):
        for finding in _between(rows, typed, points, first, second, told):
            by_place.setdefault((finding.position, finding.file, finding.sheet), finding)
    columns = {(finding.file, finding.sheet) for finding in by_place.values() if finding.position < 0}
    return [
        finding
        for finding in by_place.values()
        if finding.kind != "shifted" or (finding.file, finding.sheet) not in columns
    ]


def _books(rows: pd.DataFrame, points: pd.DataFrame) -> list[np.ndarray]:
    located = (points["location"] != NOT_LOCATABLE).to_numpy()
    keys = (rows["file"] + "\0" + rows["sheet"]).to_numpy()
    return [located & (keys == key) for key in dict.fromkeys(keys)]


def _between(
    rows: pd.DataFrame,
    typed: list[tuple[str, str]],
    points: pd.DataFrame,
    first: np.ndarray,
    second: np.ndarray,
    told: set[int],
) -> list[Finding]:
    one, other = _shared(rows["school_code"].to_numpy(), first, second)
    if not len(one):
        return []
    east, north = points["longitude"].to_numpy(dtype=float), points["latitude"].to_numpy(dtype=float)
    here, there = (east[one], north[one]), (east[other], north[other])
    distance = metres(*here, *there)
    differ = distance > SAME_M
    findings: list[Finding] = []
    for of_one, of_other in permutations(DATUMS, 2):
        expected = from_wgs84(of_other, *to_wgs84(of_one, *here))
        shifted = differ & (metres(*expected, *there) <= SAME_M)
        if not shifted.any():
            continue
        differ &= ~shifted
        moved, still, datum = (other, one, of_other) if of_other != WGS84 else (one, other, of_one)
        if shifted.sum() > 1 and len(one) < 2 * shifted.sum():
            findings.append(_columns(rows, moved[0], still[0], datum, float(np.median(distance[shifted]))))
            continue
        for place in np.flatnonzero(shifted).tolist():
            if moved[place] not in told:
                findings.append(_one(rows, typed, points, moved[place], still[place], datum, float(distance[place])))
    for place in np.flatnonzero(differ).tolist():
        if not {int(one[place]), int(other[place])} & told:
            findings.append(_one(rows, typed, points, other[place], one[place], "", float(distance[place])))
    return findings


def _shared(codes: np.ndarray, first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Positions of the schools that stand in both, the first row of each."""
    _, here, there = np.intersect1d(codes[first].astype(str), codes[second].astype(str), return_indices=True)
    return first[here], second[there]


def _columns(rows: pd.DataFrame, moved: int, still: int, datum: str, distance: float) -> Finding:
    row = rows.iloc[int(moved)]
    where = Reading(AS_GIVEN, datum, float("nan"), float("nan"))
    return Finding(
        "column_shifted", row["file"], row["sheet"], 0, -1, "", ("", ""), (where,),
        metres=distance, other=rows.iloc[int(still)]["file"],
    )  # fmt: skip


def _one(
    rows: pd.DataFrame,
    typed: list[tuple[str, str]],
    points: pd.DataFrame,
    moved: int,
    still: int,
    datum: str,
    distance: float,
) -> Finding:
    row = rows.iloc[int(moved)]
    readings: tuple[Reading, ...] = ()
    if datum:
        longitude, latitude = to_wgs84(datum, *points.iloc[int(moved)][["longitude", "latitude"]])
        readings = (Reading(AS_GIVEN, datum, float(longitude), float(latitude)),)
    return Finding(
        kind="shifted" if datum else "apart",
        file=row["file"],
        sheet=row["sheet"],
        row=int(row["row"]),
        position=int(moved),
        school_code=row["school_code"],
        found=typed[int(moved)],
        readings=readings,
        metres=distance,
        other=rows.iloc[int(still)]["file"],
    )
