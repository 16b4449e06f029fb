"""Zip archives with a boundary inside: what is in them, within limits. Nothing is written to the disk."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath

from monitoring.errors import ImportRefused
from monitoring.townships.systems import known_system

MEGABYTE = 1024 * 1024
ENCRYPTED = 0x1  # bit 0 of a member's flags, by the ZIP specification
NEEDED = (".shp", ".shx", ".dbf")
WELCOME = (".prj",)


@dataclass(frozen=True)
class Part:
    """
    One boundary of an archive: a GeoJSON or GeoPackage as it is, a Shapefile packed anew under plain names.

    `system` is what a .prj says that nobody can read; it is left out of the pack then.
    """

    content: bytes
    is_geojson: bool = False
    system: str = ""


def unpack(name: str, content: bytes, unpacked_mb: int) -> list[Part]:
    """
    Return the boundaries of an archive; the members' own names and folders play no part.

    Raises:
        ImportRefused: damaged, locked, too big when unpacked, or without a boundary.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if sum(member.file_size for member in members) > unpacked_mb * MEGABYTE:
                raise _refused(name, f"解压后超过 {unpacked_mb} MB，应不超过 {unpacked_mb} MB")
            if any(member.flag_bits & ENCRYPTED for member in members):
                raise _refused(name, "设了密码，应为没有密码的压缩包")
            files = {
                member.filename: archive.read(member)
                for member in members
                if _suffix(member.filename) in (*NEEDED, *WELCOME, ".geojson", ".json", ".gpkg")
            }
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError):
        raise _refused(name, "已损坏或压缩方式认不出来，应为完整的 zip") from None
    parts = _shapefiles(name, files) or [
        Part(inside, is_geojson=_suffix(file) != ".gpkg")
        for file, inside in files.items()
        if _suffix(file) in (".geojson", ".json", ".gpkg")
    ]
    if not parts:
        raise _refused(name, "里没有边界，应有同名的 .shp、.shx、.dbf（最好还有 .prj），或一个 .geojson、.gpkg")
    return parts


def _shapefiles(name: str, files: dict[str, bytes]) -> list[Part]:
    parts = []
    for file in files:
        if _suffix(file) != ".shp":
            continue
        stem = file[: -len(".shp")]
        same = {suffix: files[other] for other in files for suffix in (*NEEDED, *WELCOME) if _is(other, stem, suffix)}
        missing = [suffix for suffix in NEEDED if suffix not in same]
        if missing:
            raise _refused(name, f"里“{PurePosixPath(file).name}”缺少同名的 {'、'.join(missing)}，应一并压缩")
        said = same.pop(".prj", b"")
        text = said.decode("utf-8", errors="replace").strip("\0 \r\n")
        if is_known := known_system(text) is not None:
            same[".prj"] = text.encode()
        parts.append(Part(_packed(same), system="" if is_known else text))
    return parts


def _packed(same: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for suffix, content in same.items():
            archive.writestr(f"boundary{suffix}", content)
    return target.getvalue()


def _suffix(file: str) -> str:
    path = PurePosixPath(file)
    return "" if path.name.startswith("._") else path.suffix.lower()


def _is(other: str, stem: str, suffix: str) -> bool:
    return other[: -len(suffix)] == stem and other.lower().endswith(suffix)


def _refused(name: str, wrong: str) -> ImportRefused:
    return ImportRefused(f"边界压缩包“{name}”{wrong}。请重新打包后上传；边界没有读入，本次未保存任何数据。")
