"""A boundary file read: which feature is which township, what its name is, what had to be put right on the way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from monitoring.townships.codes import TOWNSHIP_DIGITS, serial_of, tidy_code
from monitoring.townships.formats import UNPACKED_MB, UPLOAD_MB, open_source, refused
from monitoring.townships.model import Boundary, Note, Shape, polygons
from monitoring.townships.systems import are_degrees, is_in_china
from monitoring.townships.words import words

MOST_CORNERS = 1_000_000  # of all borders: ten times as fine as a survey draws a county
MOST_CROSSED = 100_000  # of one border that crosses itself: mending a finer one takes minutes and gigabytes
OUTLINE_SHARE = 0.9  # an outline is as large as all townships together, but for what two files draw differently


def read_boundary(name: str, content: bytes, upload_mb: int = UPLOAD_MB, unpacked_mb: int = UNPACKED_MB) -> Boundary:
    """
    Return what a boundary file holds, its shapes still in the file's own datum (see Boundary).

    Args:
        name: name of the file, for sentences and for the record.
        content: its bytes: GeoJSON, GeoPackage, or a zip with a Shapefile.
        upload_mb, unpacked_mb: limits, in megabytes.

    Raises:
        ImportRefused: not a boundary file, too big, no areas in it, or not in China.

    >>> import json
    >>> square = {"type": "Polygon", "coordinates": [[[113, 30], [114, 30], [114, 31], [113, 31], [113, 30]]]}
    >>> town = {"type": "Feature", "properties": {"XZQDM": 990121201, "XZQMC": "荷塘乡"}, "geometry": square}
    >>> boundary = read_boundary("乡镇.geojson", json.dumps({"type": "FeatureCollection", "features": [town]}).encode())
    >>> dict(boundary.names), boundary.notes[0].where, boundary.notes[0].expected
    ({'990121201': '荷塘乡'}, 'XZQMC=荷塘乡', '990121201')
    """
    source = open_source(name, content, upload_mb, unpacked_mb)
    _check_corners(name, source.features)
    notes = [Note("reprojected", "", source.converted_from, "经纬度")] if source.converted_from else []
    known = _known(source.features, notes)
    if known.empty:
        raise refused(name, "里没有面（乡镇或县的范围）", "以面表示乡镇、带乡镇代码的边界")
    known = _axes_in_order(name, known, notes)
    _fold_numbers(notes, len(source.features))
    coded, uncoded = known[known["code"] != ""], known[known["code"] == ""]
    if len(uncoded) == 1 and uncoded.area.sum() >= OUTLINE_SHARE * coded.area.sum():
        # The one feature without a code is the outline, unless the townships show that it is one of them.
        coded, uncoded = pd.concat([coded, uncoded]), uncoded[:0]
    first = coded.drop_duplicates("code").set_index("code")
    shapes = first.geometry.to_dict() | _joined(coded, notes)
    return Boundary(
        file=name,
        townships={code: shape for code, shape in shapes.items() if len(code) == TOWNSHIP_DIGITS},
        outlines={code: shape for code, shape in shapes.items() if len(code) != TOWNSHIP_DIGITS},
        names=first["name"].to_dict(),
        declared=source.declared,
        notes=tuple(notes),
        uncoded=uncoded.dissolve("name", sort=False).geometry.map(polygons).to_dict(),
        places=first["place"].drop("", errors="ignore").to_dict(),
    )


def _check_corners(name: str, features: gpd.GeoDataFrame) -> None:
    """Refuse borders finer than any map, and such that would take minutes to mend."""
    corners = features.count_coordinates()
    if corners.sum() > MOST_CORNERS:
        raise refused(
            name, f"的界线有 {corners.sum():,} 个点", f"不超过 {MOST_CORNERS:,} 个点的边界（可在地图软件里简化）"
        )
    fine = features[corners > MOST_CROSSED]
    for own in corners[fine.index[~fine.is_valid]]:
        expected = f"不自己相交的范围，或界线不超过 {MOST_CROSSED:,} 个点"
        raise refused(name, f"里有一个范围的界线自己相交，有 {own:,} 个点", expected)


def _known(features: gpd.GeoDataFrame, notes: list[Note]) -> gpd.GeoDataFrame:
    """The features with an area: `code` ("" none), `name`, `place` (see Boundary) and shape."""
    rows = []
    for properties, geometry in zip(features["properties"], features.geometry, strict=True):
        name_key, name = _name(properties)
        code_key, code, found = _code(properties)
        place = f"{code_key}={found}" if code or not name else f"{name_key}={name}"
        shape = _shape(geometry, place, code, notes)
        if shape is None:
            continue
        serial = serial_of(properties[code_key]) if found and not code and not name else ""
        if found and not code and not serial:
            notes.append(Note("code_unreadable", place, found, "九位乡镇代码"))
        elif code and not (isinstance(properties[code_key], str) and found.isascii() and found.isdigit()):
            notes.append(Note("code_as_number", f"{name_key}={name}" if name else place, found, code, code))
        rows.append((code, name or serial, f"{code_key}={code}", shape))
    return gpd.GeoDataFrame(rows, columns=["code", "name", "place", "geometry"], geometry="geometry")


def _shape(geometry: shapely.Geometry | None, place: str, code: str, notes: list[Note]) -> Shape | None:
    if geometry is None or geometry.is_empty or not np.isfinite(geometry.bounds).all():
        notes.append(Note("shape_unreadable", place, "没有可用的范围", code=code))
        return None
    whole = geometry
    if not geometry.is_valid:
        try:
            whole = shapely.make_valid(geometry, method="structure")
        except shapely.errors.GEOSException:
            notes.append(Note("shape_unreadable", place, shapely.is_valid_reason(geometry), "面", code))
            return None
        notes.append(Note("shape_repaired", place, shapely.is_valid_reason(geometry), code=code))
    areas = polygons(whole)
    if areas.is_empty:
        notes.append(Note("shape_unreadable", place, geometry.geom_type, "面", code))
        return None
    return areas


def _fold_numbers(notes: list[Note], features: int) -> None:
    """Say once that every code of the file is a number, as in any file with a numeric column."""
    numbers = [note for note in notes if note.kind == "code_as_number"]
    if 1 < len(numbers) == features:
        kept = [note for note in notes if note.kind != "code_as_number"]
        notes[:] = [*kept, Note("code_as_number", "", numbers[0].found, numbers[0].expected)]


def _joined(coded: gpd.GeoDataFrame, notes: list[Note]) -> dict[str, Shape]:
    """The shapes of the codes that several features carry."""
    several = coded[coded.duplicated("code", keep=False)]
    joined = several.dissolve("code", sort=False, aggfunc={"place": "first", "name": "count"})
    for code, place, features in joined[["place", "name"]].itertuples(name=None):
        notes.append(Note("code_twice", place, str(features), "1", code))
    return joined.geometry.map(polygons).to_dict()


def _axes_in_order(name: str, known: gpd.GeoDataFrame, notes: list[Note]) -> gpd.GeoDataFrame:
    """The features with exchanged axes where latitude stands first; refused where they are not in China either way."""
    west, south, east, north = known.total_bounds
    if is_in_china(known.total_bounds):
        return known
    if not are_degrees(known.total_bounds):
        raise refused(
            name,
            f"的坐标不是中国境内的经纬度（横 {west:.0f}～{east:.0f}，纵 {south:.0f}～{north:.0f}）",
            "以度为单位的经纬度，或带坐标系说明（.prj）的投影坐标",
        )
    notes.append(Note("axes_exchanged", "", "纬度在前", "经度在前"))
    return known.set_geometry(known.geometry.transform(lambda pairs: pairs[:, ::-1]))


def _code(properties: Mapping[str, Any]) -> tuple[str, str, str]:
    """Property, code and text as found: a township's code before a county's; a text that is no code is still found."""
    entries = [(key, tidy_code(value), _text(value)) for key, value in _wanted(properties, "code")]
    entries = [entry for entry in entries if entry[2]]
    for wanted in (lambda code: len(code) == TOWNSHIP_DIGITS, bool):
        for entry in entries:
            if wanted(entry[1]):
                return entry
    return entries[0] if entries else ("", "", "")


def _name(properties: Mapping[str, Any]) -> tuple[str, str]:
    for key, value in _wanted(properties, "name"):
        if _text(value).strip():
            return key, _text(value).strip()
    return "", ""


def _wanted(properties: Mapping[str, Any], what: str) -> list[tuple[str, Any]]:
    """The properties that carry a code or a name, by the file's own key, best first."""
    keys = {str(key).strip().casefold(): key for key in properties}
    return [
        (keys[word.casefold()], properties[keys[word.casefold()]])
        for word in words("properties")[what]
        if word.casefold() in keys
    ]


def _text(value: Any) -> str:
    """A cell of a file as text; "" for an empty one (a number that is not there is NaN or None)."""
    if value is None or isinstance(value, float) and np.isnan(value):
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
