"""Boundary files as bureaus have them: read right, or refused with a sentence, and never a traceback."""

from __future__ import annotations

import contextlib
import io
import json
import sqlite3
import struct
import zipfile

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely import LineString, MultiPolygon, Polygon, box
from shapely.geometry import mapping

from monitoring.errors import ImportRefused
from monitoring.townships import read, read_boundary

EAST, WEST = "990199101", "990199102"
SQUARES = {EAST: box(113.0, 30.0, 113.1, 30.1), WEST: box(112.9, 30.0, 113.0, 30.1)}
NAMES = ["东庄镇", "西庄镇"]
KRASOVSKY = (
    'PROJCS["Krasovsky_1940_Transverse_Mercator",GEOGCS["GCS_Krasovsky_1940",DATUM["D_Krasovsky_1940",'
    'SPHEROID["Krasovsky_1940",6378245.0,298.3]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],'
    'PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],'
    'PARAMETER["Central_Meridian",114.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],'
    'UNIT["Meter",1.0]]'
)
LOCAL = 'LOCAL_CS["城市独立坐标系",UNIT["Meter",1.0]]'
ENGINEERING = (
    'ENGCRS["县城独立坐标系",EDATUM["未知"],CS[Cartesian,2],AXIS["x",east],AXIS["y",north],LENGTHUNIT["metre",1]]'
)


def shapefile(folder, frame, *, prj=None, cpg=None, encoding="UTF-8", stem="乡镇", more=()):
    """Return a zipped Shapefile with a .prj and a .cpg of one's own."""
    frame.to_file(folder / f"{stem}.shp", encoding=encoding)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for ending in (".shp", ".shx", ".dbf", ".prj", ".cpg"):
            said = {".prj": prj, ".cpg": cpg}.get(ending)
            part = folder / f"{stem}{ending}"
            if said is not None:
                archive.writestr(f"{stem}{ending}", said)
            elif part.exists():
                archive.write(part, f"{stem}{ending}")
        for name, content in more:
            archive.writestr(name, content)
    return out.getvalue()


def towns(shapes=None, crs=4490, names=NAMES):
    """Return two townships as a layer."""
    return gpd.GeoDataFrame({"XZQDM": [EAST, WEST], "XZQMC": names}, geometry=list(shapes or SQUARES.values()), crs=crs)


def moved(frame, **metres):
    """Return a layer in metres of a plane that nobody knows."""
    plane = frame.to_crs(4547)
    return plane.set_geometry(plane.translate(**metres))


def sentence(name, content):
    """Return with which words a boundary is refused."""
    with pytest.raises(ImportRefused) as error:
        read_boundary(name, content)
    assert f"“{name}”" in str(error.value)
    assert str(error.value).endswith("边界没有读入，本次未保存任何数据。")
    return str(error.value)


def same(boundary, metres=1):
    """Whether both townships lie where they should, to so many metres."""
    return boundary.townships.keys() == SQUARES.keys() and all(
        shapely.hausdorff_distance(SQUARES[code], shape) * 111_000 < metres
        for code, shape in boundary.townships.items()
    )


@pytest.mark.parametrize(
    ("encoding", "cpg"),
    [("GBK", "UTF-8"), ("GBK", "utf8"), ("UTF-8", "GBK"), ("UTF-8", "936"), ("GBK", "ANSI 936"), ("GBK", "ISO-8859-1")],
)
def test_names_are_read_whatever_the_cpg_says(tmp_path, encoding, cpg):
    """Programs copy a .cpg of another layer."""
    boundary = read_boundary("乡镇.zip", shapefile(tmp_path, towns(), encoding=encoding, cpg=cpg))

    assert NAMES == list(boundary.names.values())


def test_a_name_cut_in_the_middle_of_a_character_hides_no_other(tmp_path):
    """A field of ten bytes holds three and a third characters of UTF-8."""
    frame = towns(names=["东庄镇东庄镇东庄镇", "西庄镇"])
    content = shapefile(tmp_path, frame, encoding="UTF-8", cpg="UTF-8")
    whole = ("东庄镇" * 3).encode()
    boundary = read_boundary("乡镇.zip", repacked(content, lambda dbf: dbf.replace(whole, whole[:-1] + b" ")))

    assert "西庄镇" == boundary.names[WEST]
    assert boundary.names[EAST].startswith("东庄镇东庄镇东庄")


def test_a_broken_remark_spoils_no_name(tmp_path):
    """What no text is in a column that nobody asks for says nothing of the others."""
    content = shapefile(tmp_path, towns().assign(备注="联通"), encoding="UTF-8")
    boundary = read_boundary("乡镇.zip", repacked(content, lambda dbf: dbf.replace("联通".encode(), b"\xff" * 6)))

    assert NAMES == list(boundary.names.values())


def repacked(content, change):
    """Return a zipped Shapefile with its table changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(out, "w") as made:
        for name in archive.namelist():
            part = archive.read(name)
            made.writestr(name, change(part) if name.endswith(".dbf") else part)
    return out.getvalue()


@pytest.mark.parametrize("prj", [LOCAL, ENGINEERING, "城市坐标", "", "PROJCS[", "\0\0\0"])
def test_degrees_are_read_whatever_the_prj_says(tmp_path, prj):
    """The figures are longitudes and latitudes of China: nothing else has such."""
    assert same(read_boundary("乡镇.zip", shapefile(tmp_path, towns(), prj=prj)))


@pytest.mark.parametrize("prj", [LOCAL, ENGINEERING, "城市坐标", "PROJCS["])
def test_metres_of_an_unknown_plane_are_a_sentence(tmp_path, prj):
    """Nobody can tell where they are."""
    content = shapefile(tmp_path, moved(towns(), xoff=-400_000, yoff=-3_000_000), prj=prj)

    assert "坐标" in sentence("乡镇.zip", content)


def of_no_register(folder, frame):
    """Return a GeoPackage whose system bears a number that no register has."""
    known, unknown = frame.crs.to_epsg(), 98765
    path = folder / f"{known}.gpkg"
    frame.to_file(path)
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        for table in ("gpkg_spatial_ref_sys", "gpkg_geometry_columns", "gpkg_contents"):
            database.execute(f"UPDATE {table} SET srs_id = {unknown} WHERE srs_id = {known}")
        database.execute(
            f"UPDATE gpkg_spatial_ref_sys SET organization_coordsys_id = {unknown}, "
            f"""definition = replace(definition, '"{known}"', '"{unknown}"') WHERE srs_id = {unknown}"""
        )
    return path.read_bytes()


def test_a_system_of_no_register_is_told_by_its_figures(tmp_path):
    """Degrees of China are read, metres are a sentence that names the system."""
    assert same(read_boundary("乡镇.gpkg", of_no_register(tmp_path, towns())))
    assert "坐标系“EPSG:98765”认不出来" in sentence("乡镇.gpkg", of_no_register(tmp_path, towns().to_crs(4547)))


def test_an_ellipsoid_without_a_known_datum_is_converted(tmp_path):
    """Krasovsky 1940, as old maps of a county are drawn: within two hundred metres of where it is."""
    frame = towns().to_crs(KRASOVSKY)
    content = shapefile(tmp_path, frame, prj=KRASOVSKY)

    assert same(read_boundary("乡镇.zip", content), metres=200)


def test_a_shape_that_crosses_itself_is_repaired():
    """And said so."""
    bow = Polygon([(113.0, 30.0), (113.1, 30.1), (113.1, 30.0), (113.0, 30.1), (113.0, 30.0)])
    boundary = read_boundary("边界", geojson({"code": EAST}, mapping(bow)))

    assert ["shape_repaired"] == [note.kind for note in boundary.notes]
    assert boundary.townships[EAST].is_valid


def geojson(properties, geometry):
    """Return one feature beside a good one."""
    features = [(properties, geometry), ({"code": WEST}, mapping(SQUARES[WEST]))]
    listed = [{"type": "Feature", "properties": one, "geometry": shape} for one, shape in features]
    return json.dumps({"type": "FeatureCollection", "features": listed}).encode()


ODD = [
    None,
    {},
    3,
    "POLYGON((0 0,1 0,1 1,0 0))",
    {"type": "Polygon"},
    {"type": "Polygon", "coordinates": []},
    {"type": "Polygon", "coordinates": [[]]},
    {"type": "Polygon", "coordinates": [[[113, 30]]]},
    {"type": "Polygon", "coordinates": [[["a", "b"], ["c", "d"]]]},
    {"type": "Polygon", "coordinates": [[[113, 30], [113.1, 30]]]},
    {"type": "Polygon", "coordinates": [[[None, 30], [113.1, 30], [113, 31], [None, 30]]]},
    {"type": "LineString", "coordinates": [[113, 30], [113.1, 30.1]]},
    {"type": "Point", "coordinates": [113, 30]},
    {"type": "GeometryCollection", "geometries": []},
    {"type": "Nothing", "coordinates": [[[113, 30]]]},
    {"type": "Polygon", "coordinates": [[[1e400, 30], [113.1, 30], [113, 31], [1e400, 30]]]},
    {"type": "Polygon", "coordinates": [[[113, 30], [113, 30], [113, 30], [113, 30]]]},
]


@pytest.mark.parametrize("geometry", ODD, ids=[str(place) for place in range(len(ODD))])
def test_a_feature_without_an_area_is_left_out_and_told(geometry):
    """The other townships of the file are read."""
    boundary = read_boundary("边界", geojson({"code": EAST}, geometry))

    assert [WEST] == list(boundary.townships)
    assert "shape_unreadable" in [note.kind for note in boundary.notes]


@pytest.mark.parametrize(
    "properties", [{"code": []}, {"code": {}}, {"code": True}, {"code": 1e300}, {"code": float("nan")}, {"code": -1},
                   {"code": "9" * 5000}, {"name": ["a"]}, [], "x", None],
)  # fmt: skip
def test_odd_properties_never_crash(properties):
    """A code that is a list, a name that is none."""
    boundary = read_boundary("边界", geojson(properties, mapping(SQUARES[EAST])))

    assert WEST in boundary.townships


def test_heights_are_left_out(tmp_path):
    """Surveys have them."""
    high = [shapely.force_3d(square, 35.5) for square in SQUARES.values()]

    assert same(read_boundary("乡镇.zip", shapefile(tmp_path, towns(high))))
    assert not any(
        shape.has_z for shape in read_boundary("乡镇.zip", shapefile(tmp_path, towns(high))).townships.values()
    )


def test_lines_instead_of_areas_are_a_sentence(tmp_path):
    """Borders drawn as lines."""
    lines = [LineString(square.exterior.coords) for square in SQUARES.values()]

    assert "里没有面（乡镇或县的范围）" in sentence("乡镇.zip", shapefile(tmp_path, towns(lines)))


def test_two_layers_in_one_zip_are_both_read(tmp_path):
    """The townships and the county's outline; a layer of points beside them is nobody's border."""
    outline = gpd.GeoDataFrame({"XZQDM": ["990199"]}, geometry=[box(112.9, 30, 113.1, 30.1)], crs=4490)
    points = gpd.GeoDataFrame({"XZQDM": ["990199"]}, geometry=[shapely.Point(113, 30)], crs=4490)
    others = []
    for name, frame in (("县界", outline), ("学校", points)):
        frame.to_file(tmp_path / f"{name}.shp")
        others += [
            (f"{name}{end}", (tmp_path / f"{name}{end}").read_bytes()) for end in (".shp", ".shx", ".dbf", ".prj")
        ]
    boundary = read_boundary("边界.zip", shapefile(tmp_path, towns(), more=others))

    assert same(boundary)
    assert ["990199"] == list(boundary.outlines)


def test_empty_geometries_in_a_geopackage_are_told(tmp_path):
    """A row that was added and never drawn."""
    towns([SQUARES[EAST], MultiPolygon()]).to_file(tmp_path / "a.gpkg", layer="乡镇")
    towns([SQUARES[EAST], None]).to_file(tmp_path / "b.gpkg", layer="乡镇")

    for name in ("a.gpkg", "b.gpkg"):
        boundary = read_boundary(name, (tmp_path / name).read_bytes())
        assert [EAST] == list(boundary.townships)
        assert "shape_unreadable" in [note.kind for note in boundary.notes]


def test_a_shp_without_its_companions_says_what_to_pack(tmp_path):
    """The one file that looks like the map."""
    towns().to_file(tmp_path / "乡镇.shp")

    assert "压缩成一个 zip" in sentence("乡镇.shp", (tmp_path / "乡镇.shp").read_bytes())


def test_a_border_finer_than_any_map_is_a_sentence(monkeypatch):
    """A million corners would be worked through at every look at the map."""
    monkeypatch.setattr(read, "MOST_CORNERS", 1000)
    turns = np.linspace(0, 2 * np.pi, 1100, endpoint=False)
    circle = shapely.polygons(np.column_stack([113 + 0.1 * np.cos(turns), 30 + 0.1 * np.sin(turns)]))

    assert "的界线有 1,106 个点，应为不超过 1,000 个点" in sentence("边界", geojson({"code": EAST}, mapping(circle)))


@pytest.mark.parametrize("seed", range(15))
def test_a_file_with_some_bytes_changed_is_read_or_refused(tmp_path, seed):
    """Shapefile and GeoPackage alike."""
    dice = np.random.default_rng(seed)
    towns().to_file(tmp_path / "a.gpkg", layer="乡镇")
    for name, content in (("a.zip", shapefile(tmp_path, towns())), ("a.gpkg", (tmp_path / "a.gpkg").read_bytes())):
        changed = bytearray(content)
        for place in dice.integers(16, len(changed), 30):
            changed[place] = dice.integers(256)
        try:
            read_boundary(name, bytes(changed))
        except ImportRefused as refusal:
            assert name in str(refusal)


@pytest.mark.parametrize("seed", range(30))
def test_a_shapefile_with_some_bytes_changed_inside_is_read_or_refused(tmp_path, seed):
    """Not the archive, what is in it."""
    dice = np.random.default_rng(seed)
    out = io.BytesIO()
    whole = zipfile.ZipFile(io.BytesIO(shapefile(tmp_path, towns())))
    with whole, zipfile.ZipFile(out, "w") as made:
        for name in whole.namelist():
            part = bytearray(whole.read(name))
            for place in dice.integers(0, len(part), 3):
                part[place] = dice.integers(256)
            made.writestr(name, bytes(part))
    try:
        read_boundary("a.zip", out.getvalue())
    except ImportRefused as refusal:
        assert "a.zip" in str(refusal)


def test_a_shapefile_that_says_it_holds_millions_of_corners_is_refused(tmp_path):
    """And holds none of them."""
    content = shapefile(tmp_path, towns())
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(out, "w") as made:
        for name in archive.namelist():
            part = archive.read(name)
            if name.endswith(".shp"):
                part = part[:148] + struct.pack("<i", 500_000_000) + part[152:]
            made.writestr(name, part)
    try:
        read_boundary("a.zip", out.getvalue())
    except ImportRefused as refusal:
        assert "a.zip" in str(refusal)
