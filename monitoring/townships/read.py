"""A boundary file read: which feature is which township, what its name is, what had to be put right on the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon

from monitoring.townships.codes import TOWNSHIP_DIGITS, tidy_code
from monitoring.townships.datums import CHINA
from monitoring.townships.formats import UNPACKED_MB, UPLOAD_MB, Feature, open_source, refused
from monitoring.townships.model import Boundary, Note, Shape
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
    corners = int(shapely.get_num_coordinates([item.geometry for item in source.features]).sum())
    if corners > MOST_CORNERS:
        raise refused(name, f"的界线有 {corners:,} 个点", f"不超过 {MOST_CORNERS:,} 个点的边界（可在地图软件里简化）")
    for item in source.features:
        own = int(shapely.get_num_coordinates(item.geometry))
        if own > MOST_CROSSED and not item.geometry.is_valid:
            expected = f"不自己相交的范围，或界线不超过 {MOST_CROSSED:,} 个点"
            raise refused(name, f"里有一个范围的界线自己相交，有 {own:,} 个点", expected)
    notes = [Note("reprojected", "", source.converted_from, "经纬度")] if source.converted_from else []
    known = _Gathering(notes)
    for feature in source.features:
        known.add(feature)
    known.settle_uncoded()
    if not known.shapes and not known.uncoded:
        raise refused(name, "里没有面（乡镇或县的范围）", "以面表示乡镇、带乡镇代码的边界")
    _turn_axes(name, known)
    known.fold_numbers(len(source.features))
    joined = {code: _union(code, shapes, known) for code, shapes in known.shapes.items()}
    return Boundary(
        file=name,
        townships={code: shape for code, shape in joined.items() if len(code) == TOWNSHIP_DIGITS},
        outlines={code: shape for code, shape in joined.items() if len(code) != TOWNSHIP_DIGITS},
        names=known.names,
        declared=source.declared,
        notes=tuple(known.notes),
        uncoded={called: _polygons(shapely.union_all(shapes)) for called, shapes in known.uncoded.items()},
        places=known.places,
    )


class _Gathering:
    """Features as they are sorted by code: nine digits a township, six a county, "" the outline without a code."""

    def __init__(self, notes: list[Note]) -> None:
        self.notes = notes
        self.shapes: dict[str, list[Shape]] = {}
        self.uncoded: dict[str, list[Shape]] = {}
        self.names: dict[str, str] = {}
        self.places: dict[str, str] = {}

    def add(self, feature: Feature) -> None:
        """Sort one feature in, with its notes."""
        name_key, name = _name(feature.properties)
        code_key, code, found = _code(feature.properties)
        place = f"{code_key}={found}" if code or not name else f"{name_key}={name}"
        shape = self._shape(feature.geometry, place, code)
        if shape is None:
            return
        if not code:
            if found:
                self.notes.append(Note("code_unreadable", place, found, "九位乡镇代码"))
            self.uncoded.setdefault(name, []).append(shape)
            return
        if not isinstance(feature.properties[code_key], str) or not (found.isascii() and found.isdigit()):
            self.notes.append(Note("code_as_number", f"{name_key}={name}" if name else place, found, code, code))
        self.shapes.setdefault(code, []).append(shape)
        self.names.setdefault(code, name)
        self.places.setdefault(code, f"{code_key}={code}")

    def settle_uncoded(self) -> None:
        """Take the one feature without a code for the outline, unless the townships show that it is one of them."""
        uncoded = [(name, shape) for name, shapes in self.uncoded.items() for shape in shapes]
        townships = sum(shape.area for shapes in self.shapes.values() for shape in shapes)
        if len(uncoded) == 1 and uncoded[0][1].area >= OUTLINE_SHARE * townships:
            name, outline = uncoded[0]
            self.shapes[""], self.uncoded = [outline], {}
            self.names[""] = name

    def fold_numbers(self, features: int) -> None:
        """Say once that every code of the file is a number, as in any file with a numeric column."""
        numbers = [note for note in self.notes if note.kind == "code_as_number"]
        if 1 < len(numbers) == features:
            kept = [note for note in self.notes if note.kind != "code_as_number"]
            self.notes[:] = [*kept, Note("code_as_number", "", numbers[0].found, numbers[0].expected)]

    def _shape(self, geometry: shapely.Geometry | None, place: str, code: str) -> Shape | None:
        if geometry is None or geometry.is_empty or not np.isfinite(geometry.bounds).all():
            self.notes.append(Note("shape_unreadable", place, "没有可用的范围", code=code))
            return None
        whole = shapely.force_2d(geometry)
        if not whole.is_valid:
            try:
                whole = shapely.make_valid(whole, method="structure")
            except shapely.errors.GEOSException:
                self.notes.append(Note("shape_unreadable", place, shapely.is_valid_reason(geometry), "面", code))
                return None
            self.notes.append(Note("shape_repaired", place, shapely.is_valid_reason(geometry), code=code))
        areas = _polygons(whole)
        if areas.is_empty:
            self.notes.append(Note("shape_unreadable", place, geometry.geom_type, "面", code))
            return None
        return areas


def _polygons(shape: shapely.Geometry) -> Shape:
    """The areas of a geometry; points and lines in it are left out."""
    parts = [part for part in shapely.get_parts(shapely.get_parts(shape)) if isinstance(part, Polygon)]
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def _union(code: str, shapes: list[Shape], known: _Gathering) -> Shape:
    if len(shapes) == 1:
        return shapes[0]
    known.notes.append(Note("code_twice", known.places.get(code, code), str(len(shapes)), "1", code))
    return _polygons(shapely.union_all(shapes))


def _turn_axes(name: str, known: _Gathering) -> None:
    """Exchange the axes of a file that has latitude first; refuse one that is not in China either way."""
    lists = [*known.shapes.values(), *known.uncoded.values()]
    every = [shape for shapes in lists for shape in shapes]
    if _in_china(shapely.total_bounds(every)):
        return
    west, south, east, north = shapely.total_bounds(every)
    if not _in_china((south, west, north, east)):
        raise refused(
            name,
            f"的坐标不是中国境内的经纬度（横 {west:.0f}～{east:.0f}，纵 {south:.0f}～{north:.0f}）",
            "以度为单位的经纬度，或带坐标系说明（.prj）的投影坐标",
        )
    for shapes in lists:
        shapes[:] = [shapely.transform(shape, lambda pairs: pairs[:, ::-1]) for shape in shapes]
    known.notes.append(Note("axes_exchanged", "", "纬度在前", "经度在前"))


def _in_china(bounds: Iterable[float]) -> bool:
    west, south, east, north = bounds
    return CHINA[0] <= west and CHINA[1] <= south and east <= CHINA[2] and north <= CHINA[3]


def _code(properties: Mapping[str, Any]) -> tuple[str, str, str]:
    """Property, code and text as found: a township's code before a county's; a text that is no code is still found."""
    found = [(key, tidy_code(value), _text(value)) for key, value in _wanted(properties, "code")]
    found = [entry for entry in found if entry[2]]
    for wanted in (lambda code: len(code) == TOWNSHIP_DIGITS, bool):
        for entry in found:
            if wanted(entry[1]):
                return entry
    return found[0] if found else ("", "", "")


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
