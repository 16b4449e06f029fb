"""A boundary tied to the tables: its features matched to their townships, its datum found, its shapes in WGS-84."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
import shapely

from monitoring.townships.codes import county_of, serial_of
from monitoring.townships.datums import DATUMS, WGS84, from_wgs84, in_china, to_wgs84
from monitoring.townships.model import Boundary, Note, Shape
from monitoring.townships.names import same_township_name

FEWEST_SCHOOLS = 3  # all of them outside say that the file is wrong; one or two may be misplaced themselves


def settle(boundary: Boundary, rows: pd.DataFrame) -> Boundary:
    """
    Return a boundary in WGS-84, with the datum in which most schools fall into their own township.

    Equal counts are decided by what the file declares, else WGS-84. A boundary already settled is returned as it is.

    Args:
        boundary: as read.
        rows: school_code, township_code, township, longitude, latitude (docs/architecture.md); schools count once.
    """
    if boundary.datum:
        return boundary
    townships = township_names(rows)
    boundary = _matched(boundary, townships)
    if not any(code in boundary.townships for code in townships):
        boundary = replace(boundary, townships={}, notes=(*boundary.notes, *_foreign(boundary, townships)))
    fits = _fits(boundary, rows)
    if fits[""] >= FEWEST_SCHOOLS and not any(fits[datum] for datum in DATUMS):
        notes = (*boundary.notes, Note("no_school_inside", "", boundary.file))
        return replace(boundary, townships={}, outlines={}, uncoded={}, datum=WGS84, notes=notes)
    datum = _datum(boundary, fits)
    notes = [*boundary.notes, *_name_notes(boundary, townships), *_coverage_notes(boundary, townships)]
    if boundary.declared and boundary.declared != datum:
        notes.append(Note("datum", "", boundary.declared, datum))
    turned = _turner(datum)
    return replace(
        boundary,
        townships={code: turned(shape) for code, shape in boundary.townships.items()},
        outlines={code: turned(shape) for code, shape in boundary.outlines.items()},
        uncoded={},
        datum=datum,
        notes=tuple(notes),
    )


def township_names(rows: pd.DataFrame) -> dict[str, str]:
    """
    Return the townships of the tables: the commonest name of each code, the first of several; no code, no township.

    >>> rows = pd.DataFrame({"township_code": ["990121107"] * 3, "township": ["毛咀镇", "毛嘴镇", "毛嘴镇"]})
    >>> township_names(rows)
    {'990121107': '毛嘴镇'}
    """
    known = rows.loc[rows["township_code"] != "", ["township_code", "township"]]
    by = known.groupby("township_code", sort=False)["township"]
    return {code: str(names.value_counts().index[0]) for code, names in by}


def _matched(boundary: Boundary, townships: Mapping[str, str]) -> Boundary:
    """Features without a code, or with one unknown to the tables, given to the one shapeless township so named."""
    shapes, names, places = dict(boundary.townships), dict(boundary.names), dict(boundary.places)
    notes = list(boundary.notes)
    unknown = {code: names.get(code, "") for code in shapes if code not in townships}
    by_code = [(name, shapes[code], places.get(code, code), code) for code, name in unknown.items()]
    by_serial = _codes_by_serial(boundary.uncoded, townships)
    uncoded = [(name, shape, f"name={name}" if name else "", "") for name, shape in boundary.uncoded.items()]
    for name, shape, where, old in [*by_code, *uncoded]:
        free = {
            code: other
            for code, other in townships.items()
            if code not in shapes and county_of(old) in ("", county_of(code))
        }
        code = _code_by_name(name, free)
        if not code and by_serial.get(name) in free:
            code = by_serial[name]
            shapes[code], places[code] = shape, f"code={name}"
            notes.append(Note("code_as_number", f"code={name}", name, code, code))
        elif code:
            for known in (shapes, names, places):
                known.pop(old, None)
            shapes[code], names[code], places[code] = shape, name, where
            notes.append(Note("matched_by_name", where, name, f"{townships[code]}（{code}）", code))
        elif not old:
            notes.append(Note("unmatched", where, name, "表中的乡镇"))
    return replace(boundary, townships=shapes, names=names, places=places, notes=tuple(notes))


def _codes_by_serial(uncoded: Mapping[str, Shape], townships: Mapping[str, str]) -> dict[str, str]:
    """
    The last three digits of a code → the code, for features that have nothing else; {} where they are no such digits.

    Every one of them has to be a township's, in tables of one county: numbers that only count the features are not.
    """
    counties, serials = {county_of(code) for code in townships}, [name for name in uncoded if serial_of(name) == name]
    if len(counties) != 1:
        return {}
    codes = {serial: f"{next(iter(counties))}{serial}" for serial in serials if serial}
    return codes if all(code in townships for code in codes.values()) else {}


def _code_by_name(name: str, townships: Mapping[str, str]) -> str:
    """The only township that is alike enough; "" for none or several."""
    for likeness in ("same", "form", "variant"):
        alike = [code for code, other in townships.items() if same_township_name(name, other) == likeness]
        if alike:
            return alike[0] if len(alike) == 1 else ""
    return ""


def _fits(boundary: Boundary, rows: pd.DataFrame) -> dict[str, int]:
    """How many schools lie in their own township (or county, without townships), by datum; "": of how many."""
    schools = rows.drop_duplicates("school_code")
    longitude, latitude = schools["longitude"].to_numpy(dtype=float), schools["latitude"].to_numpy(dtype=float)
    exchanged = in_china(latitude, longitude)
    longitude, latitude = np.where(exchanged, latitude, longitude), np.where(exchanged, longitude, latitude)
    shapes = _own_shapes(boundary, schools["township_code"])
    given = in_china(longitude, latitude) & shapely.is_geometry(shapes)
    longitude, latitude, shapes = longitude[given], latitude[given], shapes[given]
    shapely.prepare(shapes)
    # The points are moved instead of the shapes: the same test, and a hundred times fewer figures.
    return {
        datum: int(shapely.contains_xy(shapes, *from_wgs84(datum, longitude, latitude)).sum()) for datum in DATUMS
    } | {"": int(given.sum())}


def _own_shapes(boundary: Boundary, codes: pd.Series) -> np.ndarray:
    if boundary.townships:
        return codes.map(boundary.townships).to_numpy(dtype=object)
    outlines = codes.map(county_of).map(boundary.outlines)
    return outlines.where(outlines.notna(), boundary.outlines.get("")).to_numpy(dtype=object)


def _datum(boundary: Boundary, fits: Mapping[str, int]) -> str:
    best = [datum for datum in DATUMS if fits[datum] == max(fits[datum] for datum in DATUMS)]
    return boundary.declared if boundary.declared in best else WGS84 if WGS84 in best else best[0]


def _turner(datum: str) -> Callable[[Shape], Shape]:
    if datum == WGS84:
        return lambda shape: shape
    return lambda shape: shapely.transform(shape, lambda x, y: to_wgs84(datum, x, y), interleaved=False)


def _name_notes(boundary: Boundary, townships: Mapping[str, str]) -> list[Note]:
    told = {note.where for note in boundary.notes if note.kind == "matched_by_name"}
    notes = []
    for code, name in boundary.names.items():
        ours = townships.get(code, "")
        likeness = same_township_name(name, ours) if name and ours else "same"
        if likeness != "same" and boundary.places.get(code, code) not in told:
            notes.append(Note(f"name_{likeness}", boundary.places.get(code, code), name, ours, code))
    return notes


def _coverage_notes(boundary: Boundary, townships: Mapping[str, str]) -> list[Note]:
    lacking = [code for code in townships if code not in boundary.townships] if boundary.townships else []
    return [Note("township_without_shape", code, "", townships[code], code) for code in lacking]


def _foreign(boundary: Boundary, townships: Mapping[str, str]) -> list[Note]:
    """The townships of a file for other tables; a file with an outline alone is none."""
    if not boundary.townships:
        return []
    return [Note("no_township_matches", "", "、".join(sorted(boundary.townships)), "、".join(sorted(townships)))]
