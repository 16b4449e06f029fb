"""
The formats of a boundary file: features, with their shapes in degrees. What the features mean is not asked here.

GeoPackages and Shapefiles are read by geopandas. A GeoJSON is parsed here: in a table each column has one type, and
nobody could tell any more that one code among texts was stored as a number.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj.exceptions import CRSError, ProjError

from monitoring.errors import ImportRefused
from monitoring.townships.archives import Part, unpack
from monitoring.townships.systems import LONGITUDE_LATITUDE, are_degrees, known_system
from monitoring.townships.words import named_datum, words

MEGABYTE = 1024 * 1024
UPLOAD_MB, UNPACKED_MB = 50, 500  # rules 1: the same limits as for a workbook

SHAPES = b"\0\0\x27\x0a"  # how a .shp begins
UTF_8, BYTES = "utf-8", "ISO-8859-1"
CHINESE = (UTF_8, "gb18030")
"""What the texts of a Shapefile are in; what its .cpg says is often another layer's."""
MOST_FEATURES = 50_000  # of a file: every village of a county is fewer than a thousand
LONGEST_CHARACTER = 4  # bytes

FORMATS = " GeoJSON、GeoPackage 或压缩成 zip 的 Shapefile"  # with the blank that stands before Latin letters


@dataclass(frozen=True)
class Source:
    """
    What a file holds.

    Attributes:
        features: `properties` as the file has them, and a flat geometry of any kind, None where it cannot be read;
            without a reference system, for the datum is not known yet.
        declared: the datum that the file declares; "" none.
        converted_from: the system that the shapes were converted from; "" none.
    """

    features: gpd.GeoDataFrame
    declared: str = ""
    converted_from: str = ""


def refused(name: str, what: str, expected: str) -> ImportRefused:
    """Return the error for a file that cannot be used."""
    return ImportRefused(
        f"边界文件“{name}”{what}，应为{expected}。请更换文件后重新上传；边界没有读入，本次未保存任何数据。"
    )


def open_source(name: str, content: bytes, upload_mb: int = UPLOAD_MB, unpacked_mb: int = UNPACKED_MB) -> Source:
    """
    Return the features of a file, its format told apart by its content and not by its name.

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
        return _together(_layers(name, content))
    if content.startswith(SHAPES):
        raise refused(name, "只是 Shapefile 的一部分", "连同名的 .shx、.dbf、.prj 压缩成一个 zip 的 Shapefile")
    return _geojson(name, content)


def _together(sources: list[Source]) -> Source:
    none = gpd.GeoDataFrame({"properties": []}, geometry=[])
    return Source(
        pd.concat([none, *(source.features for source in sources)], ignore_index=True),
        next((source.declared for source in sources if source.declared), ""),
        next((source.converted_from for source in sources if source.converted_from), ""),
    )


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
    listed = [item for item in listed if isinstance(item, dict)]
    properties = [own if isinstance(own := item.get("properties"), dict) else {} for item in listed]
    shapes = shapely.from_geojson([json.dumps(item.get("geometry")) for item in listed], on_invalid="ignore")
    features = gpd.GeoDataFrame({"properties": properties}, geometry=shapely.force_2d(shapes))
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


def _named_crs(crs: Any) -> str:
    """The name in a GeoJSON of 2008: {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4547"}}."""
    if isinstance(crs, dict) and isinstance(crs.get("properties"), dict):
        return str(crs["properties"].get("name", ""))
    return ""


# —— GeoPackage and Shapefile


def _zipped(name: str, content: bytes, unpacked_mb: int) -> Source:
    sources = []
    for part in unpack(name, content, unpacked_mb):
        sources += [_geojson(name, part.content)] if part.is_geojson else _layers(name, part.content, part)
    return _together(sources)


def _layers(name: str, content: bytes, part: Part | None = None) -> list[Source]:
    sources = []
    try:
        with warnings.catch_warnings(action="ignore"):  # GDAL's remarks on names
            for layer, kind in gpd.list_layers(content).itertuples(index=False):
                if not isinstance(kind, str) or "Polygon" not in kind and kind != "Unknown":
                    continue
                features, crs = _layer(content, layer, CHINESE if part else (UTF_8,))
                _check_number(name, len(features))
                sources.append(_to_degrees(name, features, crs or (part.system if part else ""), ""))
    except (DataSourceError, DataLayerError, UnicodeError, ValueError):
        raise refused(name, "已损坏，读不出图层", "完整的 GeoPackage 或 Shapefile") from None
    return sources


def _layer(content: bytes, layer: str, encodings: Sequence[str]) -> tuple[gpd.GeoDataFrame, str]:
    """The features of a layer, of their properties the codes and names, and the system that it names; "" none."""
    # Every byte of a text is a character of Latin 1: which it really is, is asked of all of them together.
    as_bytes = {"layer": layer, "encoding": BYTES, "force_2d": True}
    known = pyogrio.read_info(content, layer=layer, encoding=BYTES)
    asked = {word.casefold() for what in ("code", "name") for word in words("properties")[what]}
    columns = [
        field
        for field in known["fields"]
        if any((_text(field, one) or "").strip().casefold() in asked for one in encodings)
    ]
    try:
        table = gpd.read_file(content, columns=columns, on_invalid="ignore", **as_bytes)
        shapes = table.pop("geometry")
    except CRSError:  # a number that no register has
        meta, _, shapes, values = pyogrio.raw.read(content, columns=columns, **as_bytes)
        table = pd.DataFrame(dict(zip(meta["fields"], values, strict=True)), index=range(len(shapes)))
        shapes = shapely.from_wkb(shapes, on_invalid="ignore")
    properties = _decoded(pd.DataFrame(table, dtype=object), known["fields"], encodings).to_dict("records")
    return gpd.GeoDataFrame({"properties": properties}, geometry=[*shapes]), known["crs"] or ""


def _decoded(table: pd.DataFrame, fields: Iterable[str], encodings: Sequence[str]) -> pd.DataFrame:
    """A table with names and values in the first encoding in which they, and all fields of the layer, are text."""
    texts = [text for text in (*fields, *table.to_numpy().flat) if isinstance(text, str)]
    encoding = next((one for one in encodings if all(_text(text, one) is not None for text in texts)), encodings[-1])

    def decode(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        text = _text(value, encoding)
        return value.encode(BYTES).decode(encoding, errors="replace") if text is None else text

    return table.rename(columns=decode).map(decode)


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


# —— coordinate systems


def _to_degrees(name: str, features: gpd.GeoDataFrame, crs: str, declared: str) -> Source:
    """Features in degrees of longitude and latitude; a projected system is converted by its own definition."""
    system = known_system(crs) if crs else None
    datum = declared or (named_datum(system.name) if system else "")
    if not crs or system and system.is_geographic and datum:
        return Source(features, datum)
    with suppress(ProjError):  # there is no way to degrees
        if system:
            moved = features.set_crs(system).to_crs(LONGITUDE_LATITUDE)
            return Source(moved.set_crs(None, allow_override=True), datum, system.name)
    if are_degrees(features.total_bounds):
        return Source(features, declared)
    raise refused(
        name, f"的坐标系“{crs.strip()[:60]}”认不出来，换算不成经纬度", " CGCS2000 或 WGS-84 的经纬度或投影坐标"
    )
