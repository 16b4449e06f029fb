"""
What the geography hands on: a boundary with its notes, the readings of a point, and what was found doubtful.

Nothing is named as a problem and nothing weighed here: validation gives each kind its sentence and its severity.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd
from shapely import Geometry, MultiPolygon, Polygon, get_parts, union_all

from monitoring.townships.codes import county_of

Shape = Polygon | MultiPolygon

AS_GIVEN, SWAPPED, DMS, DECIMAL_COMMA, LOST_POINT = "as_given", "swapped", "dms", "decimal_comma", "lost_point"
NOT_LOCATABLE = "not_locatable"

NOTE_KINDS = {
    "code_as_number": "a code stored as a number or padded, read as text",
    "code_unreadable": "a code property that holds no code; the feature is matched by its name, if it has one",
    "code_twice": "several features carry one code; together they are its shape",
    "matched_by_name": "a feature without a code, matched to the township of that name",
    "unmatched": "a feature that belongs to no township of the tables by code or name; it is not used",
    "name_form": "the name differs from the tables' by a suffix or the county before it",
    "name_variant": "the name is written another way than in the tables",
    "name_different": "the name is another one than in the tables",
    "shape_repaired": "a border that crossed itself, repaired",
    "shape_unreadable": "a feature without an area; it is not used",
    "axes_exchanged": "latitude stands before longitude in the whole file; exchanged",
    "reprojected": "a projected or older coordinate system, converted by its definition",
    "datum": "the datum that was used is not the one that the file declares",
    "no_township_matches": "no township of the tables is in the file; only a county's outline is used",
    "no_school_inside": "no school lies inside, in any datum: another county's file, it is not used",
    "township_without_shape": "a township of the tables without a shape",
    "few_schools": "derived from fewer schools than make a fair shape",
    "no_school": "a township without a located school has no derived shape",
}  # fmt: skip
"""What is said about a boundary."""

FINDING_KINDS = {
    "applied": "fits only when read another way (exchanged, text); read so",
    "several": "fits in several ways; none is applied",
    "other_datum": "fits only in another datum; proposed, the point is not moved",
    "other_township": "lies in the county, but outside its own township, in every reading",
    "outside_county": "lies outside the county in every reading",
    "zero": "0 is no place",
    "blank": "one or both cells are blank",
    "unreadable": "no coordinates can be read from the text",
    "declared_datum": "a note of the sheet says that the points of this township are in another datum",
    "column_declared": "a note of the sheet says that all its points are in another datum",
    "shifted": "apart from the same school's point in another workbook by the shift between two datums",
    "column_shifted": "most schools of a workbook that also stand in another are apart by that shift",
    "apart": "apart from the same school's point in another workbook, by another distance",
}
"""What is said about a point, or about a pair of columns (column_…)."""


@dataclass(frozen=True)
class Note:
    """
    One thing found about a boundary.

    Attributes:
        kind: a key of NOTE_KINDS.
        where: the feature as a problem's cell names it ("town_code=990121107", "name=荷塘乡"), a code, or "".
        found: what the file says.
        expected: what it should say, or what it was read as; "" where nothing was expected.
        code: of the township or county it is about; "" the whole file, or a feature without a code.
    """

    kind: str
    where: str
    found: str
    expected: str = ""
    code: str = ""


@dataclass(frozen=True)
class Boundary:
    """
    The shapes of townships and the outline of their counties.

    As `read_boundary` returns it, shapes stand in the file's own datum and `datum` is "". `settle` (which `locate`
    calls) finds the datum from the schools and returns the boundary in WGS-84.

    Attributes:
        file: name of the file; "" where derived.
        townships: nine-digit code → shape.
        names: code → name as the file has it; names of townships and counties; never used in place of a table's name.
        outlines: six-digit county code → outline; "" for an outline without a code.
        datum: in which the file's points turned out to be (one of datums.DATUMS); "" not yet settled.
        declared: the datum that the file says it is in; "" says nothing.
        derived: made from schools' points, to be marked 示意.
        notes: what was found, in order of the features.
        uncoded: name → shape of features without a code, until `settle` matches them; of one without a name the last
            three digits of its code, where the file has those.
        places: code → the feature as a problem's cell names it.
    """

    file: str
    townships: Mapping[str, Shape]
    names: Mapping[str, str]
    outlines: Mapping[str, Shape]
    datum: str = ""
    declared: str = ""
    derived: bool = False
    notes: tuple[Note, ...] = ()
    uncoded: Mapping[str, Shape] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)

    @property
    def outline(self) -> Shape | None:
        """The outline of all counties together; None where the file has none."""
        return union_all(list(self.outlines.values())) if self.outlines else None

    def of_county(self, county: str) -> Boundary:
        """
        Return the part that belongs to a county: its townships, its outline (also one without a code), its notes.

        >>> from shapely import box
        >>> both = Boundary("", {"990121107": box(0, 0, 1, 1), "990122101": box(1, 0, 2, 1)}, {}, {"": box(0, 0, 2, 1)})
        >>> list(both.of_county("990121").townships)
        ['990121107']
        """
        return Boundary(
            file=self.file,
            townships={code: shape for code, shape in self.townships.items() if county_of(code) == county},
            names={code: name for code, name in self.names.items() if county_of(code) == county},
            outlines={code: shape for code, shape in self.outlines.items() if code in (county, "")},
            datum=self.datum,
            declared=self.declared,
            derived=self.derived,
            notes=tuple(note for note in self.notes if county_of(note.code) in (county, "")),
            uncoded=self.uncoded,
            places={code: place for code, place in self.places.items() if county_of(code) == county},
        )


@dataclass(frozen=True)
class Reading:
    """
    One way to read a pair of cells.

    Attributes:
        form: "as_given", or what was done: "swapped", "dms", "decimal_comma", "lost_point", joined by "+".
        datum: what the typed figures are taken for.
        longitude, latitude: where that is, in degrees of WGS-84.
    """

    form: str
    datum: str
    longitude: float
    latitude: float


@dataclass(frozen=True)
class Finding:
    """
    One thing found about the point of one row, or about the pair of columns of one sheet.

    Attributes:
        kind: a key of FINDING_KINDS.
        file, sheet, row: where; row 0 means both columns of the sheet.
        position: place of the row in the frame, from 0; -1 for columns.
        school_code: "" for columns.
        found: longitude and latitude as typed.
        readings: the ways that fit: the one applied, those proposed, or (declared and shifted) the one implied.
        township: other_township: code of the township where it lies, "" none; declared_datum: its own.
        metres: how far outside the own township, the county, or from the other workbook's point; 0 no distance.
        other: file of the workbook compared with, or the text of the note; "".
    """

    kind: str
    file: str
    sheet: str
    row: int
    position: int
    school_code: str
    found: tuple[str, str]
    readings: tuple[Reading, ...] = ()
    township: str = ""
    metres: float = 0.0
    other: str = ""


@dataclass(frozen=True)
class Located:
    """
    Where every row's school is.

    Attributes:
        longitude, latitude: degrees of WGS-84 as far as known, in the index of the rows; NaN not locatable.
        location: "as_given", the form of the reading applied ("swapped", "dms", …) or "not_locatable".
        findings: in the order of the rows; those about columns first.
        boundary: the boundary in WGS-84, with its datum; None where none was given.
    """

    longitude: pd.Series
    latitude: pd.Series
    location: pd.Series
    findings: tuple[Finding, ...]
    boundary: Boundary | None


def polygons(geometry: Geometry) -> Shape:
    """Return the areas of a geometry; points and lines in it are left out."""
    parts = [part for part in get_parts(get_parts(geometry)) if isinstance(part, Polygon)]
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)
