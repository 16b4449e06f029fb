"""Boundary files in every format, shapes derived from schools, and what a browser and the database get of them."""

import io
import json
import os
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely import Point, box
from shapely.geometry import mapping, shape

from monitoring.errors import ImportRefused
from monitoring.townships import NOTE_KINDS, Boundary, derive, from_bytes, map_shapes, read_boundary, settle, to_bytes
from tests.support import DATA

EAST, WEST = "990199101", "990199102"
SQUARES = {EAST: box(113.0, 30.0, 113.1, 30.1), WEST: box(112.9, 30.0, 113.0, 30.1)}
OUTLINE = box(112.9, 30.0, 113.2, 30.1)
GAUSS_KRUGER = 4547  # EPSG: CGCS2000, three degrees about 114°E, in metres


@pytest.fixture
def layer() -> gpd.GeoDataFrame:
    """Two townships with the names that surveys use, in CGCS2000 degrees."""
    columns = {"XZQDM": [EAST, WEST], "XZQMC": ["东庄镇", "西庄镇"]}
    return gpd.GeoDataFrame(columns, geometry=list(SQUARES.values()), crs=4490)


def geojson(*features, **members) -> bytes:
    """A file of (properties, shape) pairs."""
    listed = [{"type": "Feature", "properties": p, "geometry": g and mapping(g)} for p, g in features]
    return json.dumps({"type": "FeatureCollection", **members, "features": listed}, ensure_ascii=False).encode()


def zipped(folder: Path, *endings: str, inside="镇界/乡镇", without=()) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for ending in endings:
            if ending not in without:
                archive.write(folder / f"layer{ending}", f"{inside}{ending}")
    return target.getvalue()


def kinds(boundary: Boundary) -> list[str]:
    assert {note.kind for note in boundary.notes} <= set(NOTE_KINDS)
    return [note.kind for note in boundary.notes]


def same(shapes, others) -> bool:
    """Whether two sets of shapes agree to a square metre (1e-10 square degrees)."""
    return shapes.keys() == others.keys() and all(
        shapes[code].symmetric_difference(others[code]).area < 1e-10 for code in shapes
    )


# —— formats


@pytest.mark.parametrize("epsg", [4490, 4326, GAUSS_KRUGER])
def test_a_geopackage_is_read_in_degrees_whatever_its_projection(layer, tmp_path, epsg):
    layer.to_crs(epsg).to_file(tmp_path / "layer.gpkg", layer="乡镇")
    boundary = read_boundary("乡镇.gpkg", (tmp_path / "layer.gpkg").read_bytes())

    assert same(SQUARES, boundary.townships)
    assert ({EAST: "东庄镇", WEST: "西庄镇"}, "WGS-84", "") == (boundary.names, boundary.declared, boundary.datum)
    assert ["reprojected"] * (epsg == GAUSS_KRUGER) == kinds(boundary)


@pytest.mark.parametrize("encoding", ["UTF-8", "GBK"])
@pytest.mark.parametrize("without", [(), (".cpg",)])
def test_a_zipped_shapefile_is_read_with_its_names_in_either_encoding(layer, tmp_path, encoding, without):
    layer.to_crs(GAUSS_KRUGER).to_file(tmp_path / "layer.shp", encoding=encoding)
    content = zipped(tmp_path, ".shp", ".shx", ".dbf", ".prj", ".cpg", without=without)
    boundary = read_boundary("乡镇.zip", content)

    assert same(SQUARES, boundary.townships)
    assert ["东庄镇", "西庄镇"] == list(boundary.names.values())


def test_reading_leaves_no_file_behind(layer, tmp_path):
    layer.to_file(tmp_path / "layer.shp")
    content = zipped(tmp_path, ".shp", ".shx", ".dbf", ".prj")
    before = sorted(os.listdir(tmp_path)), sorted(os.listdir())
    read_boundary("乡镇.zip", content)

    assert before == (sorted(os.listdir(tmp_path)), sorted(os.listdir()))


def test_a_geojson_may_be_gb18030_zipped_or_have_latitude_first():
    plain = geojson(({"乡镇代码": EAST, "乡镇名称": "东庄镇"}, SQUARES[EAST]))
    turned = shapely.transform(SQUARES[EAST], lambda pairs: pairs[:, ::-1])
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as target:
        target.writestr("边界.geojson", plain)

    for content in (plain.decode().encode("gb18030"), archive.getvalue(), geojson(({"code": EAST}, turned))):
        assert same({EAST: SQUARES[EAST]}, read_boundary("边界", content).townships)


@pytest.mark.parametrize(
    ("members", "declared"),
    [
        ({"coord_system": "GCJ-02"}, "GCJ-02"),
        ({"坐标系": "百度坐标 BD09"}, "BD-09"),
        ({"coord_system": "CGCS2000"}, "WGS-84"),
        ({"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}}, "WGS-84"),
        ({}, ""),
    ],
)
def test_what_a_geojson_declares_is_remembered(members, declared):
    assert declared == read_boundary("边界", geojson(({"code": EAST}, SQUARES[EAST]), **members)).declared


# —— features


@pytest.mark.parametrize("key", ["town_code", "乡镇代码", "code", "XZQDM", "Town_Code", "xzqdm"])
@pytest.mark.parametrize("code", [EAST, int(EAST), float(EAST), f" {EAST}", f"{EAST}000"])
def test_a_code_is_found_under_any_of_its_names_and_spellings(key, code):
    assert [EAST] == list(read_boundary("边界", geojson(({key: code}, SQUARES[EAST]))).townships)


def test_six_digits_or_the_one_feature_without_a_code_are_the_outline():
    towns = [({"code": code}, square) for code, square in SQUARES.items()]
    by_code = read_boundary("边界", geojson(*towns, ({"code": 990199, "name": "湖东县"}, OUTLINE)))
    without = read_boundary("边界", geojson(*towns, ({"name": "湖东县"}, OUTLINE)))
    alone = read_boundary("边界", json.dumps(mapping(OUTLINE)).encode())

    assert [{"990199"}, {""}, {""}] == [set(found.outlines) for found in (by_code, without, alone)]
    assert [OUTLINE] * 3 == [found.outline for found in (by_code, without, alone)]
    assert [2, 2, 0] == [len(found.townships) for found in (by_code, without, alone)]


def test_a_township_that_lost_its_code_is_not_taken_for_the_outline():
    """It is smaller than the other two together."""
    third = ({"name": "南庄镇"}, box(112.9, 29.9, 113.0, 30.0))
    boundary = read_boundary("边界", geojson(*(({"code": c}, s) for c, s in SQUARES.items()), third))

    assert ({}, ["南庄镇"]) == (boundary.outlines, list(boundary.uncoded))


def test_odd_shapes_are_put_right_and_noted():
    """A bow tie, a township in two features, one with a hole and an island, a point, an empty one."""
    bow_tie = shapely.Polygon([(113.0, 30.0), (113.1, 30.1), (113.1, 30.0), (113.0, 30.1)])
    ringed = (
        box(112.9, 30.0, 113.0, 30.1).difference(box(112.94, 30.04, 112.96, 30.06)).union(box(113.2, 30, 113.3, 30.1))
    )
    boundary = read_boundary(
        "边界",
        geojson(
            ({"code": EAST}, bow_tie),
            ({"code": WEST}, ringed),
            ({"code": "990199103"}, box(112.9, 29.9, 112.95, 30.0)),
            ({"code": "990199103"}, box(112.95, 29.9, 113.0, 30.0)),
            ({"code": "990199104"}, Point(113, 30)),
            ({"code": "990199105"}, None),
        ),
    )

    assert ["shape_repaired", "shape_unreadable", "shape_unreadable", "code_twice"] == kinds(boundary)
    assert [EAST, WEST, "990199103"] == list(boundary.townships)
    assert same({"990199103": box(112.9, 29.9, 113.0, 30.0)}, {"990199103": boundary.townships["990199103"]})
    assert ringed.area == pytest.approx(boundary.townships[WEST].area)
    assert all(found.is_valid for found in boundary.townships.values())


def test_numbers_in_a_whole_column_are_noted_once(layer, tmp_path):
    layer.assign(XZQDM=layer["XZQDM"].astype(float)).to_file(tmp_path / "layer.gpkg")

    assert ["code_as_number"] == kinds(read_boundary("乡镇.gpkg", (tmp_path / "layer.gpkg").read_bytes()))


@pytest.mark.parametrize("kind", ["whole", "float", "text"])
@pytest.mark.parametrize("ending", [".gpkg", ".geojson"])
def test_a_code_that_is_a_number_ties_its_shape_to_the_tables(layer, tmp_path, kind, ending):
    """In a numeric column, or as digits that a spreadsheet wrote; without any name to go by."""
    typed = {"whole": layer["XZQDM"].astype("int64"), "float": layer["XZQDM"].astype(float)}
    codes = typed.get(kind, layer["XZQDM"].map(lambda code: f"{code[0]}.{code[1:]}E+08"))
    file = tmp_path / f"layer{ending}"
    layer.assign(XZQDM=codes)[["XZQDM", "geometry"]].to_file(file)
    settled = settle(read_boundary(file.name, file.read_bytes()), schools((EAST, 113.05, 30.05), (WEST, 112.95, 30.05)))

    assert {EAST, WEST} == set(settled.townships)


@pytest.mark.parametrize("serials", [(101, 102), ("101", "102")])
def test_the_last_three_digits_alone_are_enough_where_all_are_townships(serials):
    """And noughts that a number lost come back; a number that only counts the features ties none of them."""
    squares = list(SQUARES.values())
    tables = pd.DataFrame({"school_code": ["1", "2", "3"], "township_code": ["990199001", "990199101", "990199102"],
                           "township": ["城关街道", "东庄镇", "西庄镇"], "longitude": float("nan"),
                           "latitude": float("nan")})  # fmt: skip

    def tied(*codes):
        features = [({"code": code}, square) for code, square in zip(codes, squares, strict=False)]
        return settle(read_boundary("边界", geojson(*features)), tables)

    assert ["990199101", "990199102"] == sorted(tied(*serials).townships)
    both = tied(1, 101)
    assert [square.bounds for square in squares] == [both.townships[code].bounds for code in ("990199001", "990199101")]
    assert ["code_as_number", "code_as_number"] == [note.kind for note in both.notes if note.kind.startswith("code")]
    assert {} == tied(1, 2).townships
    assert ["unmatched", "unmatched"] == [note.kind for note in tied(1, 2).notes if note.kind == "unmatched"]


def test_a_county_s_part_holds_its_own_shapes_and_notes():
    other = box(114.0, 30.0, 114.1, 30.1)
    both = read_boundary("边界", geojson(({"code": int(EAST)}, SQUARES[EAST]), ({"code": "990198101"}, other)))

    assert [([EAST], ["code_as_number"]), (["990198101"], [])] == [
        (list(part.townships), kinds(part)) for part in (both.of_county("990199"), both.of_county("990198"))
    ]


# —— what is refused


def projected() -> bytes:
    return geojson(({"code": EAST}, box(420_000, 3_320_000, 430_000, 3_330_000)))


def archive(**members: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in members.items():
            written.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "边界文件“边界”是空的，应为 GeoJSON、GeoPackage 或压缩成 zip 的 Shapefile。"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "读不出来，不是边界文件或已损坏"),
        (b"[" * 100_000, "读不出来，不是边界文件或已损坏"),
        (b'{"type": "FeatureCollection", "features": 3}', "没有 features"),
        (geojson(({"code": EAST}, Point(113, 30))), "里没有面（乡镇或县的范围）"),
        (projected(), "的坐标不是中国境内的经纬度（横 420000～430000，纵 3320000～3330000）"),
        (b"SQLite format 3\x00" + bytes(100), "已损坏，读不出图层"),
        (b"PK\x03\x04" + bytes(100), "已损坏或压缩方式认不出来"),
        (archive(readme=b"1"), "里没有边界，应有同名的 .shp、.shx、.dbf"),
        (archive(**{"a.shp": b"1"}), "里“a.shp”缺少同名的 .shx、.dbf"),
        (archive(**{"a.shp": b"1", "a.shx": b"1", "a.dbf": b"1"}), "里没有面"),
        (archive(**{"a.shp": bytes(2 * 1024 * 1024)}), "解压后超过 1 MB"),
        (b" " * (3 * 1024 * 1024), "有 3 MB，应为不超过 2 MB 的文件"),
    ],
)  # fmt: skip
def test_what_is_no_boundary_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(ImportRefused) as refusal:
        read_boundary("边界", content, upload_mb=2, unpacked_mb=1)

    assert sentence in str(refusal.value)
    assert str(refusal.value).endswith("边界没有读入，本次未保存任何数据。")


# —— shapes derived from schools


def schools(*places: tuple[str, float, float]) -> pd.DataFrame:
    codes, longitude, latitude = zip(*places, strict=True)
    numbers = [f"{place:02d}" for place in range(len(places))]
    names = [{EAST: "东庄镇", WEST: "西庄镇"}.get(code, "北庄镇") for code in codes]
    return pd.DataFrame(
        {
            "school_code": numbers,
            "township_code": codes,
            "township": names,
            "longitude": longitude,
            "latitude": latitude,
        }
    )


def scattered(count: int = 60) -> pd.DataFrame:
    """Schools of three townships, mixed where they meet."""
    random = np.random.default_rng(7)
    longitude, latitude = random.uniform(112.9, 113.2, count), random.uniform(30.0, 30.1, count)
    third = ((longitude - 112.9 + random.normal(0, 0.01, count)) * 10).clip(0, 2).astype(int)
    codes = np.array([WEST, EAST, "990199103"])[third]
    return schools(*zip(codes, longitude, latitude, strict=True))


def test_every_school_lies_in_the_township_that_it_declares():
    derived = derive(scattered(), OUTLINE)
    places = scattered()

    assert all(
        derived.townships[code].intersects(Point(x, y))
        for code, x, y in zip(places.township_code, places.longitude, places.latitude, strict=True)
    )
    assert (True, "WGS-84", {"990199": OUTLINE}) == (derived.derived, derived.datum, derived.outlines)


def test_derived_shapes_cover_the_outline_without_gap_or_overlap():
    shapes = list(derive(scattered(), OUTLINE).townships.values())

    assert shapely.coverage_is_valid(shapes)
    assert OUTLINE.area == pytest.approx(sum(found.area for found in shapes), rel=1e-6)


def test_the_same_schools_in_any_order_give_the_same_bytes():
    mixed = scattered().sample(frac=1, random_state=1)

    assert to_bytes(derive(scattered(), OUTLINE)) == to_bytes(derive(mixed, OUTLINE))


def test_a_township_without_a_located_school_gets_no_shape():
    """One school of 北庄镇 has no place, one lies outside the county; and two schools are few."""
    derived = derive(
        schools((EAST, 113.1, 30.05), (WEST, 112.95, 30.05), ("990199103", np.nan, np.nan), ("990199103", 115.0, 30.0)),
        OUTLINE,
    )

    assert {EAST, WEST} == set(derived.townships)
    assert [("no_school", "北庄镇"), ("few_schools", "东庄镇"), ("few_schools", "西庄镇")] == [
        (note.kind, note.expected) for note in derived.notes
    ]


def test_two_townships_at_one_place_do_not_break_the_map():
    derived = derive(schools((EAST, 113.0, 30.05), (WEST, 113.0, 30.05), (WEST, 113.0, 30.05)), OUTLINE)

    assert [WEST] == list(derived.townships)


def test_a_piece_that_a_bend_of_the_border_cuts_off_goes_to_its_neighbour():
    """West's cell reaches over the bay into the north arm, where east's school is."""
    bay = OUTLINE.difference(box(112.95, 30.04, 113.2, 30.06))
    derived = derive(schools((WEST, 113.15, 30.03), (EAST, 113.19, 30.09), (EAST, 112.92, 30.09)), bay)

    assert all(isinstance(found, shapely.Polygon) for found in derived.townships.values())


# —— drawn and kept


def test_a_boundary_survives_the_database():
    boundary = read_boundary("乡镇边界.geojson", (DATA / "A" / "乡镇边界.geojson").read_bytes())

    assert boundary == from_bytes(to_bytes(boundary))
    assert "荷塘乡" in to_bytes(boundary).decode()


def test_a_map_of_24_townships_stays_within_25_kb_and_keeps_its_shared_borders():
    """600 schools, mixed where townships meet, make ragged cells; simplified together, no gap opens."""
    random = np.random.default_rng(3)
    longitude, latitude = random.uniform(112, 113, 600), random.uniform(30, 31, 600)
    column = (longitude - 112 + random.normal(0, 0.02, 600)).clip(0, 0.99) * 6
    row = (latitude - 30 + random.normal(0, 0.02, 600)).clip(0, 0.99) * 4
    codes = [f"9901991{4 * int(x) + int(y):02d}" for x, y in zip(column, row, strict=True)]
    places = zip(codes, longitude, latitude, strict=True)
    rough = derive(schools(*places), box(112, 30, 113, 31))
    drawn = map_shapes(rough)
    shapes = [shape(feature["geometry"]) for feature in drawn["features"]]

    assert 24 == len(shapes)
    assert 25_000 > len(json.dumps(drawn["features"], separators=(",", ":")))
    assert pytest.approx(1, rel=1e-3) == shapely.union_all(shapes, grid_size=1e-5).area
    assert pytest.approx(1, rel=1e-2) == sum(found.area for found in shapes)


def test_a_label_stands_in_the_largest_part():
    far = box(113.3, 30.0, 113.31, 30.01)
    boundary = Boundary("", {EAST: shapely.union_all([SQUARES[EAST], far])}, {EAST: "东庄镇"}, {}, "WGS-84")
    (feature,) = map_shapes(boundary)["features"]

    assert {"code": EAST, "name": "东庄镇", "longitude": 113.05, "latitude": 30.05} == feature["properties"]


def test_the_outline_is_beside_the_townships_and_follows_their_borders():
    """A third of the county belongs to no township: the outline holds it, no feature does."""
    drawn = map_shapes(Boundary("", SQUARES, {}, {"990199": OUTLINE}, "WGS-84"))

    assert OUTLINE.equals(shape(drawn["outline"]))
    assert [EAST, WEST] == [feature["properties"]["code"] for feature in drawn["features"]]
    assert map_shapes(Boundary("", SQUARES, {}, {}, "WGS-84"))["outline"] is None


def test_a_boundary_without_townships_draws_only_its_outline():
    drawn = map_shapes(Boundary("", {}, {}, {"": OUTLINE}, "WGS-84"))

    assert ([], True) == (drawn["features"], OUTLINE.equals(shape(drawn["outline"])))
