"""A file as it was handed in, and whether it may be opened at all: kind, size, and what it unpacks to."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass

from monitoring.errors import ImportRefused

NOTHING_SAVED = "没有保存任何数据。"
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<table", b"<meta")
"""How a web page or an XML table begins that a system calls .xls."""
MEGABYTE = 1024 * 1024
PIECE = MEGABYTE  # unpacked at a time: a bomb is noticed before it fills the memory


@dataclass(frozen=True)
class SourceFile:
    """A file's name, as the user knows it, and its bytes."""

    name: str
    content: bytes


def kind_of(source: SourceFile, upload_mb: int, unpacked_mb: int) -> str:
    """
    Return what a file really is, whatever its name says: "xlsx", "xls" or "csv".

    Args:
        upload_mb, unpacked_mb: the largest file, and the most it may unpack to, of config.toml.

    Raises:
        ImportRefused: empty, too large, or none of the three.

    >>> kind_of(SourceFile("小学.csv", "学校名称,学校标识码".encode("gb18030")), 50, 500)
    'csv'
    """
    name, content = source.name, source.content
    if not content:
        raise ImportRefused(f"文件“{name}”是空的（0 字节）。请重新导出后再导入；{NOTHING_SAVED}")
    if len(content) > upload_mb * MEGABYTE:
        size = len(content) / MEGABYTE
        raise ImportRefused(
            f"文件“{name}”有 {size:.1f} MB，超过上限 {upload_mb} MB。请只保留综合报表再导入；{NOTHING_SAVED}"
        )
    if content.startswith(OLE):
        return "xls"
    if content.startswith(ZIP):
        _check_archive(source, unpacked_mb)
        return "xlsx"
    if content.startswith(UTF_16):
        return "csv"
    if content.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(MARKUP):
        raise ImportRefused(
            f"文件“{name}”其实是网页，不是工作簿。请用表格软件打开它，另存为 .xlsx 再导入；{NOTHING_SAVED}"
        )
    if b"\0" in content[:PIECE]:
        raise _not_a_workbook(name)
    return "csv"


def _check_archive(source: SourceFile, unpacked_mb: int) -> None:
    """Unpack every part piece by piece: what the archive says of its own sizes need not be true."""
    left = unpacked_mb * MEGABYTE
    try:
        with zipfile.ZipFile(io.BytesIO(source.content)) as archive:
            if "xl/workbook.xml" not in archive.namelist():
                raise _not_a_workbook(source.name)
            for part in archive.infolist():
                with archive.open(part) as stream:
                    while piece := stream.read(PIECE):
                        left -= len(piece)
                        if left < 0:
                            raise ImportRefused(
                                f"文件“{source.name}”解压后超过 {unpacked_mb} MB，不像综合报表。"
                                f"请核对文件；{NOTHING_SAVED}"
                            )
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError) as error:
        raise damaged(source.name) from error


def damaged(name: str) -> ImportRefused:
    """Build the error for a file that begins like a workbook and cannot be read."""
    return ImportRefused(f"文件“{name}”打不开，可能已损坏或加了密码。请在表格软件里另存一份再导入；{NOTHING_SAVED}")


def _not_a_workbook(name: str) -> ImportRefused:
    return ImportRefused(
        f"文件“{name}”不是工作簿。应为 .xlsx、.xls 或 .csv 的综合报表，请重新导出后再导入；{NOTHING_SAVED}"
    )
