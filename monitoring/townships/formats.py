"""The files a boundary comes in: GeoJSON, GeoPackage, zipped Shapefile. What the features mean is not asked here."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyogrio
import pyproj
import shapely
from pyogrio.errors import DataLayerError, DataSourceError

from monitoring.errors import ImportRefused
from monitoring.townships.archives import Part, unpack
from monitoring.townships.systems import are_degrees, known_system, way_to_degrees
from monitoring.townships.words import named_datum, words

MEGABYTE = 1024 * 1024
UPLOAD_MB, UNPACKED_MB = 50, 500  # contract, section 1: the same limits as for a workbook

SHAPES = b"\0\0\x27\x0a"  # how a .shp begins
UTF_8, BYTES = "utf-8", "ISO-8859-1"
CHINESE = (UTF_8, "gb18030")
"""What the texts of a Shapefile are in; what its .cpg says is often another layer's."""
MOST_FEATURES = 50_000  # of a file: every village of a county is fewer than a thousand
LONGEST_CHARACTER = 4  # bytes

FORMATS = " GeoJSON、GeoPackage 或压缩成 zip 的 Shapefile"  # with the blank that stands before Latin letters


@dataclass(frozen=True)
class Feature:
    """Properties as the file has them, and a geometry of any kind; None where it cannot be read."""

    properties: Mapping[str, Any]
    geometry: shapely.Geometry | None


@dataclass(frozen=True)
class Source:
    """What a file holds: its features, the datum it declares ("" none), the system it was converted from ("" none)."""

    features: list[Feature]
    declared: str
    converted_from: str = ""


def refused(name: str, found: str, expected: str) -> ImportRefused:
    """Return the error for a file that cannot be used."""
    return ImportRefused(
        f"边界文件“{name}”{found}，应为{expected}。请更换文件后重新上传；边界没有读入，本次未保存任何数据。"
    )


def open_source(name: str, content: bytes, upload_mb: int = UPLOAD_MB, unpacked_mb: int = UNPACKED_MB) -> Source:
    """
    Return the features of a file, told apart by its content and not by its name.

    Args:
        name: for the sentence when the file is refused.
        content: the file's bytes.
        upload_mb, unpacked_mb: limits, in megabytes.

    Raises:
        ImportRefused: empty, too big, or none of the three formats.
    """
    if not content:
        raise refused(name, "是空的", FORMATS)
    if len(content) > upload_mb * MEGABYTE:
        raise refused(name, f"有 {len(content) / MEGABYTE:.0f} MB", f"不超过 {upload_mb} MB 的文件")
    if content.startswith(b"PK"):
        return _zipped(name, content, unpacked_mb)
    if content.startswith(b"SQLite format 3\0"):
        return _layers(name, content)
    if content.startswith(SHAPES):
        raise refused(name, "只是 Shapefile 的一部分", "连同名的 .shx、.dbf、.prj 压缩成一个 zip 的 Shapefile")
    return _geojson(name, content)


# —— GeoJSON


def _geojson(name: str, content: bytes) -> Source:
    document = _parsed(name, content)
    kind = document.get("type")
    if kind == "FeatureCollection":
        listed = document.get("features")
    else:
        listed = [document if kind == "Feature" else {"properties": {}, "geometry": document}]
    if not isinstance(listed, list):
        raise refused(name, "没有 features", " GeoJSON 的 FeatureCollection")
    _check_number(name, len(listed))
    features = [_feature(item) for item in listed if isinstance(item, dict)]
    text = next((str(document[key]) for key in words("properties")["datum"] if document.get(key)), "")
    crs = _named_crs(document.get("crs"))
    return _to_degrees(name, features, crs, named_datum(text) or named_datum(crs))


def _parsed(name: str, content: bytes) -> dict[str, Any]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            document = json.loads(content.decode(encoding))
        except UnicodeDecodeError:
            continue
        except (ValueError, RecursionError):
            raise refused(name, "读不出来，不是边界文件或已损坏", FORMATS) from None
        if not isinstance(document, dict):
            break
        return document
    raise refused(name, "读不出来，不是边界文件或已损坏", FORMATS)


def _check_number(name: str, features: int) -> None:
    if features > MOST_FEATURES:
        raise refused(name, f"里有 {features:,} 个图形", f"不超过 {MOST_FEATURES:,} 个图形的乡镇边界")


def _feature(item: dict[str, Any]) -> Feature:
    geometry = shapely.from_geojson(json.dumps(item.get("geometry")), on_invalid="ignore")
    properties = item.get("properties")
    return Feature(properties if isinstance(properties, dict) else {}, geometry)


def _named_crs(crs: Any) -> str:
    """The name in a GeoJSON of 2008: {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4547"}}."""
    if isinstance(crs, dict) and isinstance(crs.get("properties"), dict):
        return str(crs["properties"].get("name", ""))
    return ""


# —— GeoPackage and Shapefile


def _zipped(name: str, content: bytes, unpacked_mb: int) -> Source:
    sources = []
    for part in unpack(name, content, unpacked_mb):
        sources.append(_geojson(name, part.content) if part.is_geojson else _layers(name, part.content, part))
    declared = [source.declared for source in sources if source.declared]
    converted = [source.converted_from for source in sources if source.converted_from]
    features = [feature for source in sources for feature in source.features]
    return Source(features, declared[0] if declared else "", converted[0] if converted else "")


def _layers(name: str, content: bytes, part: Part | None = None) -> Source:
    features: list[Feature] = []
    declared = converted = ""
    encodings = CHINESE if part else (UTF_8,)
    try:
        with warnings.catch_warnings(action="ignore", category=RuntimeWarning):  # GDAL's remarks on names
            for layer, kind in pyogrio.list_layers(content):
                if kind is None or "Polygon" not in kind and kind != "Unknown":
                    continue
                # Every byte of a text is a character of Latin 1: which it really is, is asked of all of them together.
                meta, _, shapes, columns = pyogrio.raw.read(content, layer=layer, encoding=BYTES, force_2d=True)
                _check_number(name, len(shapes))
                rows = _rows(*_decoded(meta["fields"], columns, encodings), shapes)
                source = _to_degrees(name, rows, meta["crs"] or (part.system if part else ""), "")
                features += source.features
                declared, converted = declared or source.declared, converted or source.converted_from
    except (DataSourceError, DataLayerError, UnicodeError, ValueError):
        raise refused(name, "已损坏，读不出图层", "完整的 GeoPackage 或 Shapefile") from None
    return Source(features, declared, converted)


def _decoded(fields: Iterable[str], columns: list, encodings: Sequence[str]) -> tuple[list[str], list[list]]:
    """Names and values of a layer, in the first encoding in which all of them are text."""
    names, values = list(fields), [column.tolist() for column in columns]
    texts = [*names, *(value for column in values for value in column if isinstance(value, str))]
    encoding = next((one for one in encodings if all(_text(text, one) is not None for text in texts)), encodings[-1])

    def decode(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        text = _text(value, encoding)
        return value.encode(BYTES).decode(encoding, errors="replace") if text is None else text

    return [decode(name) for name in names], [[decode(value) for value in column] for column in values]


def _text(value: str, encoding: str) -> str | None:
    """
    The text that some bytes are; what a narrow field cut off in the middle of its last character is left out.

    >>> _text("东庄镇".encode().decode("latin-1"), "utf-8"), _text("东庄镇".encode()[:-1].decode("latin-1"), "utf-8")
    ('东庄镇', '东庄')
    >>> _text("东庄镇".encode("gb18030").decode("latin-1"), "utf-8") is None
    True
    """
    content = value.encode(BYTES)
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        is_cut = len(content) - error.start < LONGEST_CHARACTER and error.start > 0
        return content[: error.start].decode(encoding) if is_cut else None


def _rows(fields: Sequence[str], texts: list[list], shapes: Iterable[bytes | None]) -> list[Feature]:
    geometries = shapely.from_wkb(list(shapes), on_invalid="ignore")
    return [
        Feature({name: values[place] for name, values in zip(fields, texts, strict=True)}, geometry)
        for place, geometry in enumerate(geometries)
    ]


# —— coordinate systems


def _to_degrees(name: str, features: list[Feature], crs: str, declared: str) -> Source:
    """Features in degrees of longitude and latitude; a projected system is converted by its own definition."""
    if not crs:
        return Source(features, declared)
    system = known_system(crs)
    way = way_to_degrees(system) if system else None
    if system is None or way is None:
        if are_degrees([item.geometry for item in features if item.geometry is not None]):
            return Source(features, declared)
        raise refused(
            name, f"的坐标系“{crs.strip()[:60]}”认不出来，换算不成经纬度", " CGCS2000 或 WGS-84 的经纬度或投影坐标"
        )
    declared = declared or named_datum(system.name)
    if system.is_geographic and (named_datum(system.name) or declared):
        return Source(features, declared)
    moved = [Feature(item.properties, _moved(item.geometry, way)) for item in features]
    return Source(moved, declared, system.name)


def _moved(geometry: shapely.Geometry | None, way: pyproj.Transformer) -> shapely.Geometry | None:
    if geometry is None or geometry.is_empty:
        return geometry
    return shapely.transform(geometry, way.transform, interleaved=False)
