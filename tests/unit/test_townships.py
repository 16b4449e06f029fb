"""Where each school is: datums, readings of a pair of cells, notes of a sheet, two workbooks, names."""

import math
import subprocess
import sys
import tomllib
from dataclasses import replace

import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import box

from monitoring.settings import DATA, ROOT
from monitoring.townships import (
    FINDING_KINDS,
    Boundary,
    locate,
    same_township_name,
    settle,
)
from monitoring.townships.datums import DATUMS, from_wgs84, metres, to_wgs84
from monitoring.validation.schools.places import CODES

EAST, WEST, FARM = "990199101", "990199102", "990199400"
NAMES = {EAST: "东庄镇", WEST: "西庄镇", FARM: "湖心农场"}
MIDDLE = (113.05, 30.05)  # of 东庄镇
START = """
import sys
import dashboard, monitoring.commands, monitoring.snapshots
from monitoring.townships import locate
from tests.unit.test_townships import MIDDLE, rows
locate(rows(MIDDLE, (0, 0), (30.05, 113.05)), None)
print([name for name in ("geopandas", "pyogrio", "pyproj") if name in sys.modules])
"""


@pytest.fixture
def county() -> Boundary:
    """Two square townships side by side, and a county that is wider than both: its east belongs to a farm."""
    return Boundary(
        file="边界.geojson",
        townships={EAST: box(113.0, 30.0, 113.1, 30.1), WEST: box(112.9, 30.0, 113.0, 30.1)},
        names={EAST: "东庄镇", WEST: "西庄镇"},
        outlines={"990199": box(112.9, 30.0, 113.2, 30.1)},
    )


def rows(*cells, township=EAST, file="小学.xlsx", code="21990001{:02d}") -> pd.DataFrame:
    """Schools of one township, by what stands in their two cells."""
    return pd.DataFrame(
        {
            "school_code": [code.format(place) for place in range(len(cells))],
            "township_code": township,
            "township": NAMES[township],
            "stage": "primary",
            "longitude": [number(longitude) for longitude, _ in cells],
            "latitude": [number(latitude) for _, latitude in cells],
            "longitude_raw": [str(longitude) for longitude, _ in cells],
            "latitude_raw": [str(latitude) for _, latitude in cells],
            "file": file,
            "sheet": "表",
            "row": [place + 5 for place in range(len(cells))],
        }
    )


def number(cell) -> float:
    return float(cell) if isinstance(cell, (int, float)) else math.nan


def kinds(located) -> list[str]:
    assert {finding.kind for finding in located.findings} <= set(FINDING_KINDS)
    return [finding.kind for finding in located.findings]


def moved(datum: str, place=MIDDLE) -> tuple[float, float]:
    """A place as a map of that datum gives it, to six decimals."""
    return tuple(round(float(side), 6) for side in from_wgs84(datum, *place))


# —— the start


def test_neither_the_start_nor_points_without_shapes_wait_for_geopandas():
    """Nor for the libraries beneath it; every start of the program and of an import would pay for them."""
    done = subprocess.run([sys.executable, "-c", START], cwd=ROOT, capture_output=True, text=True, check=True)

    assert "[]\n" == done.stdout


# —— datums


@given(st.sampled_from(DATUMS), st.floats(73.5, 135), st.floats(3.9, 53.5))
def test_a_datum_and_back_is_the_same_place_within_a_millimetre(datum, longitude, latitude):
    back = to_wgs84(datum, *from_wgs84(datum, longitude, latitude))

    assert 0.001 > metres(longitude, latitude, *back)


def test_gcj02_lies_some_500_m_off_and_bd09_farther():
    assert 500 < metres(*MIDDLE, *moved("GCJ-02")) < 700
    assert 900 < metres(*MIDDLE, *moved("BD-09")) < 1300


# —— readings of a pair of cells


def test_a_point_in_its_own_township_is_left_alone(county):
    located = locate(rows(MIDDLE), county)

    assert ([], ["as_given"], [113.05]) == (kinds(located), located.location.tolist(), located.longitude.tolist())


@pytest.mark.parametrize(
    ("longitude", "latitude", "location"),
    [
        (30.05, 113.05, "swapped"),
        ("113°3′0″E", "30°3′0″N", "dms"),
        ("113°03′", "30°03′", "dms"),
        ("东经113度3分", "北纬30度3分", "dms"),
        ("E113.05°", "N30.05°", "dms"),
        ("113:03:00", "30:03:00", "dms"),
        ("113 3 0", "30 3 0", "dms"),
        ("113-03-00.5", "30-03-00.5", "dms"),
        ("113.03.00", "30.03.00", "dms"),
        ("113° 3.00'", "30º 3.00’", "dms"),
        ("113,05", "30,05", "decimal_comma"),
        ("113，051234", "30．051234", "decimal_comma"),
        ("113。0512", "30。0512", "as_given"),
        (113051234, 30051234, "lost_point"),
        (113051234, 30.051234, "lost_point"),
        ("30°3′N", "113°3′E", "swapped+dms"),
    ],
)
def test_a_pair_read_another_way_that_fits_is_read_so(county, longitude, latitude, location):
    """Seconds, marks in any hand, a comma, a point that got lost: the school is in the middle of 东庄镇."""
    located = locate(rows((longitude, latitude)), county)

    assert [location] == located.location.tolist()
    assert ["applied"] * (location != "as_given") == kinds(located)
    assert metres(*MIDDLE, located.longitude[0], located.latitude[0]) < 200


def test_minutes_alone_may_miss_the_border_by_what_they_leave_out(county):
    """113°06′ is up to a minute west or east of where the school is: the border at 113.1° is near enough."""
    assert ["dms"] == locate(rows(("113°06′", "30°03′")), county).location.tolist()
    assert ["not_locatable"] == locate(rows(("113°08′", "30°03′")), county).location.tolist()


def test_a_point_that_fits_only_in_another_datum_is_proposed_and_not_moved(county):
    """A school near the east edge of 东庄镇: its point of Baidu lies across the border, read as given."""
    typed = moved("BD-09", (113.09, 30.05))
    located = locate(rows(typed), county)
    (finding,) = located.findings

    assert ("other_datum", "as_given") == (finding.kind, located.location[0])
    assert [typed[0]] == located.longitude.tolist()
    assert ["GCJ-02", "BD-09"] == [reading.datum for reading in finding.readings]
    assert 1 > metres(113.09, 30.05, finding.readings[1].longitude, finding.readings[1].latitude)


def test_a_point_in_another_township_in_every_reading_stays_and_is_told(county):
    located = locate(rows((112.95, 30.05)), county)
    (finding,) = located.findings

    assert ("other_township", WEST, "as_given") == (finding.kind, finding.township, located.location[0])
    assert 4820 == pytest.approx(finding.metres, abs=10)


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (("", ""), "blank"),
        ((113.05, ""), "blank"),
        ((0, 0), "zero"),
        ((114.05, 30.05), "outside_county"),
        (("不详", "不详"), "unreadable"),
    ],
)
def test_what_is_no_place_is_not_locatable(county, cells, kind):
    located = locate(rows(cells), county)

    assert ([kind], ["not_locatable"]) == (kinds(located), located.location.tolist())
    assert located.longitude.isna().all() and located.latitude.isna().all()


def test_readings_that_fit_at_two_places_are_listed_and_not_applied(county):
    """1130300 is 113°03′00″ or 113.0300°: the township holds both."""
    located = locate(rows(("1130300", "300300")), county)

    assert (["several"], ["not_locatable"]) == (kinds(located), located.location.tolist())
    assert {"dms", "lost_point"} <= set("+".join(r.form for r in located.findings[0].readings).split("+"))


def test_a_township_without_a_shape_is_held_against_the_county(county):
    farm = rows((113.15, 30.05), (30.05, 113.15), (113.35, 30.05), township=FARM, code="21990003{:02d}")
    located = locate(pd.concat([farm, both(MIDDLE)], ignore_index=True), county)

    assert ["as_given", "swapped", "not_locatable", "as_given", "as_given"] == located.location.tolist()
    assert [f"township_without_shape {FARM}"] == [f"{note.kind} {note.where}" for note in located.boundary.notes]


def test_without_shapes_only_china_is_known():
    located = locate(rows((114.05, 30.05), (30.05, 113.05), (13.05, 30.05), ("113°3′", "30°3′")), None)

    assert ["as_given", "swapped", "not_locatable", "dms"] == located.location.tolist()


def test_the_index_of_the_rows_is_kept(county):
    located = locate(rows(MIDDLE, (0, 0)).set_axis(["a", "b"]), county)

    assert (["a", "b"], 1) == (located.location.index.tolist(), located.findings[0].position)


# —— the boundary's datum, names and codes


@pytest.mark.parametrize("datum", DATUMS)
@pytest.mark.parametrize("declared", ["", *DATUMS])
def test_the_datum_is_the_one_in_which_most_schools_fall_into_their_township(county, datum, declared):
    """Schools stand near every edge; one is misplaced. What the file declares does not matter."""
    places = [(113.001, 30.05), (113.099, 30.05), (113.05, 30.001), (113.05, 30.099), (114.0, 30.0)]
    shape = box(113.0, 30.0, 113.1, 30.1).segmentize(0.005)
    there = replace(county, townships={EAST: _turned(shape, datum)}, outlines={}, declared=declared)
    settled = settle(there, rows(*places))

    assert datum == settled.datum
    assert 1e-6 > settled.townships[EAST].symmetric_difference(shape).area
    assert (declared not in ("", datum)) == ("datum" in {note.kind for note in settled.notes})


def _turned(shape, datum):
    return shapely.transform(shape, lambda x, y: from_wgs84(datum, x, y), interleaved=False)


def test_what_the_file_declares_breaks_a_tie(county):
    """The one school lies in the middle: it fits in each datum."""
    declared = replace(county, declared="GCJ-02")

    assert ("GCJ-02", "WGS-84") == (settle(declared, rows(MIDDLE)).datum, settle(county, rows(MIDDLE)).datum)


def test_a_boundary_of_another_place_is_not_used(county):
    """Three schools, and none lies inside: the file is another county's, however its codes read."""
    located = locate(rows((115.1, 31.0), (115.2, 31.0), (115.3, 31.0)), county)

    assert ({}, ["no_school_inside"]) == (located.boundary.townships, [note.kind for note in located.boundary.notes])
    assert ["as_given"] * 3 == located.location.tolist()


def test_the_file_s_name_of_a_township_is_compared_with_the_tables(county):
    notes = settle(replace(county, names={EAST: "东庄", WEST: "西村镇"}), both(MIDDLE)).notes

    assert [("name_form", "东庄", "东庄镇"), ("name_different", "西村镇", "西庄镇")] == [
        (note.kind, note.found, note.expected) for note in notes
    ]


def both(place) -> pd.DataFrame:
    west = rows((112.95, 30.05), township=WEST, code="21990002{:02d}")
    return pd.concat([rows(place), west], ignore_index=True)


def test_a_feature_without_a_code_or_with_an_old_one_is_matched_by_its_name(county):
    """东庄 became a 镇 and got a new code; 西庄镇 stands in the file by name only."""
    east, west = county.townships[EAST], county.townships[WEST]
    settled = settle(
        Boundary("", {"990199201": east}, {"990199201": "东庄"}, {}, uncoded={"西庄镇": west}), both(MIDDLE)
    )

    assert {EAST: east, WEST: west} == settled.townships
    assert ["matched_by_name"] * 2 == [note.kind for note in settled.notes]


# —— notes of a sheet, and two workbooks


def test_a_note_that_names_a_township_and_a_datum_warns_of_its_points(county):
    places = [MIDDLE, moved("GCJ-02", (113.098, 30.05)), (30.05, 113.05)]
    located = locate(rows(*places), county, {("小学.xlsx", "表"): "注：1.单位为度。2.东庄镇各校为火星坐标系。"})

    assert ["declared_datum", "declared_datum", "applied"] == kinds(located)
    assert "东庄镇各校为火星坐标系" == located.findings[0].other
    assert places[1][0] == located.longitude[1]
    assert 1 > metres(113.098, 30.05, *located_at(located.findings[1]))


def located_at(finding) -> tuple[float, float]:
    return finding.readings[0].longitude, finding.readings[0].latitude


def test_a_note_on_the_whole_sheet_is_told_once(county):
    located = locate(rows(MIDDLE, MIDDLE), county, {("小学.xlsx", "表"): "本表经纬度为GCJ-02坐标。"})

    assert [("column_declared", 0)] == [(finding.kind, finding.row) for finding in located.findings]


@pytest.mark.parametrize(
    "text", ["经纬度采用CGCS2000（与WGS-84一致）。", "东庄镇已由火星坐标系转换为WGS-84。", "", "见附件"]
)
def test_other_notes_say_nothing(county, text):
    assert [] == kinds(locate(rows(MIDDLE), county, {("小学.xlsx", "表"): text}))


def two_workbooks(first, second) -> pd.DataFrame:
    return pd.concat([rows(*first), rows(*second, file="初中.xlsx")], ignore_index=True)


def test_a_workbook_most_of_whose_schools_are_apart_by_the_shift_is_told_once(county):
    places = [(113.02, 30.02), (113.05, 30.05), (113.08, 30.08)]
    shifted = [*(moved("GCJ-02", place) for place in places[:2]), places[2]]
    located = locate(two_workbooks(places, shifted), county)
    (finding,) = located.findings

    assert ("column_shifted", "初中.xlsx", 0, "GCJ-02") == (
        finding.kind, finding.file, finding.row, finding.readings[0].datum,
    )  # fmt: skip
    assert [side for side, _ in [*places, *shifted]] == located.longitude.tolist()


def test_one_school_apart_by_the_shift_is_told_for_its_row(county):
    places = [(113.02, 30.02), (113.05, 30.05), (113.08, 30.08)]
    located = locate(two_workbooks(places, [moved("BD-09", places[0]), *places[1:]]), county)
    (finding,) = located.findings

    assert ("shifted", 3, "BD-09") == (finding.kind, finding.position, finding.readings[0].datum)


def test_a_school_at_two_places_is_told_and_within_50_m_it_is_one_place(county):
    near = locate(two_workbooks([MIDDLE], [(113.0503, 30.05)]), county)
    far = locate(two_workbooks([MIDDLE], [(113.07, 30.05)]), county)

    assert ([], ["apart"]) == (kinds(near), kinds(far))
    assert 1927 == pytest.approx(far.findings[0].metres, abs=2)


# —— names


@pytest.mark.parametrize(
    ("a", "b", "likeness"),
    [
        ("剅口镇", "豆口镇", "variant"),
        ("石埫镇", "石倘镇", "variant"),
        ("湖滨街道", "湖滨办事处", "form"),
        ("湖滨街道", "湖滨", "form"),
        ("大溪镇", "酉阳土家族苗族自治县大溪镇", "form"),
        ("东庄镇", "东庄 镇", "same"),
        ("东庄镇", "", "different"),
        ("东庄镇", "东庄乡", "different"),
        ("小东庄镇", "东庄镇", "different"),
    ],
)
def test_names_of_a_township_are_alike_in_degrees(a, b, likeness):
    assert (likeness, likeness) == (same_township_name(a, b), same_township_name(b, a))


def test_a_known_county_s_name_is_the_only_one_that_may_stand_before():
    assert "form" == same_township_name("毛嘴镇", "澄湖县毛嘴镇", county="澄湖县")
    assert "different" == same_township_name("毛嘴镇", "清渚县毛嘴镇", county="澄湖县")


def test_what_is_said_of_a_doubtful_point_is_what_is_done_with_it():
    """Off the map: no reading, none that fits, several that fit; every other point is drawn (rules 2)."""
    off = {"several", "outside_county", "zero", "blank", "unreadable"}
    said = tomllib.loads((DATA / "problems.toml").read_text(encoding="utf-8"))

    assert off == {kind for kind, code in CODES.items() if said[code]["treatment"].startswith("不上图")}
