"""A file as it was handed in, and whether it may be opened at all: kind, size, and what it unpacks to."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass

from monitoring.errors import ImportRefused

NOTHING_SAVED = "没有保存任何数据。"
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
MARKUP = re.compile(r"[\ufeff\s]*<[!?a-z]", re.IGNORECASE)
"""How a web page or an XML table begins that a system calls .xls."""
XML_KINDS = {
    "urn:schemas-microsoft-com:office:spreadsheet": "xml_2003",
    "urn:oasis:names:tc:opendocument:xmlns:office": "ods",
}
"""Namespaces of tables that are one XML file."""
PACKAGES = {"xl/workbook.xml": "xlsx", "xl/workbook.bin": "xlsb", "content.xml": "ods"}
"""Parts of an archive that tell what it is."""
SHEETS = b"application/vnd.oasis.opendocument.spreadsheet"
LOCKED = "EncryptedPackage".encode("utf-16-le")  # what an encrypted workbook holds instead of a workbook
BEGINNING = b"\x09\x08\x10\x00\x00\x06\x05\x00"  # of an old workbook: the record BOF
PASSWORD, FIRST_RECORDS = b"\x2f\x00", 4  # the record FILEPASS, which stands among the first
ENCRYPTED = 0x1  # bit 0 of a member's flags, by the ZIP specification
UNPACKING_ERRORS = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError, KeyError,
)  # fmt: skip
HEAD_BYTES = 4096
NAMED_WORKBOOK = (".xlsx", ".xls", ".xlsm", ".xlsb", ".et", ".ods")
MEGABYTE = 1024 * 1024
PIECE = MEGABYTE  # unpacked at a time: a bomb is noticed before it fills the memory
MOST_CELLS = 20_000_000  # from A1 to the farthest filled cell: a reader holds them all, filled or not
MOST_PARTS = 20_000  # files inside a workbook: one a sheet, a picture, a remark
MOST_SHEETS = 2_000  # of a workbook: several a school of the largest county
MOST_COLUMNS, MOST_ROWS = 16_384, 1_048_576  # of a sheet: XFD1048576


@dataclass(frozen=True)
class SourceFile:
    """A file's name, as the user knows it, and its bytes."""

    name: str
    content: bytes


def kind_of(source: SourceFile, upload_mb: int, unpacked_mb: int) -> str:
    """
    Return what a file really is, whatever its name says: xlsx, xlsb, xls, ods, xml_2003, html or csv.

    Args:
        upload_mb, unpacked_mb: the largest file, and the most it may unpack to, of config.toml.

    Raises:
        ImportRefused: empty, too large, encrypted, or none of these.

    >>> kind_of(SourceFile("小学.csv", "学校名称,学校标识码".encode("gb18030")), 50, 500)
    'csv'
    >>> kind_of(SourceFile("小学.xls", b"<html><table>"), 50, 500)
    'html'
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
        if LOCKED in content or _asks_for_password(content):
            raise locked(name)
        return "xls"
    if content.startswith(ZIP):
        return _kind_of_archive(source, unpacked_mb)
    head = content[:HEAD_BYTES].decode("utf-16" if content.startswith(UTF_16) else "utf-8", errors="ignore")
    if MARKUP.match(head):
        return next((kind for space, kind in XML_KINDS.items() if space in head), "html")
    if b"\0" in content[:PIECE] and not content.startswith(UTF_16):
        raise not_a_workbook(name)
    return "csv"


def _asks_for_password(content: bytes) -> bool:
    """Whether one of the first records of an old workbook says that the others are encrypted."""
    place = content.find(BEGINNING)
    for _ in range(FIRST_RECORDS if place >= 0 else 0):
        kind, size = content[place : place + 2], content[place + 2 : place + 4]
        if kind == PASSWORD:
            return True
        place += 4 + int.from_bytes(size, "little")
    return False


def _kind_of_archive(source: SourceFile, unpacked_mb: int) -> str:
    """Unpack every part piece by piece: what the archive says of its own sizes need not be true."""
    left = unpacked_mb * MEGABYTE
    try:
        with zipfile.ZipFile(io.BytesIO(source.content)) as archive:
            names = archive.namelist()
            if len(names) > MOST_PARTS:
                raise ImportRefused(
                    f"文件“{source.name}”里面有 {len(names):,} 个文件，不像综合报表。"
                    f"请新建一个工作簿，只把要导入的表复制过去再导入；{NOTHING_SAVED}"
                )
            kind = next((kind for part, kind in PACKAGES.items() if part in names), "")
            if not kind:
                raise not_a_workbook(source.name)
            if any(part.flag_bits & ENCRYPTED for part in archive.infolist()):
                raise locked(source.name)
            if kind == "ods" and not archive.read("mimetype").startswith(SHEETS):
                raise not_a_workbook(source.name)
            for part in archive.infolist():
                with archive.open(part) as stream:
                    while piece := stream.read(PIECE):
                        left -= len(piece)
                        if left < 0:
                            raise ImportRefused(
                                f"文件“{source.name}”解压后超过 {unpacked_mb} MB，不像综合报表。"
                                f"请核对文件；{NOTHING_SAVED}"
                            )
    except UNPACKING_ERRORS as error:
        raise damaged(source.name) from error
    return kind


def damaged(name: str) -> ImportRefused:
    """Build the error for a file that begins like a workbook and cannot be read."""
    return ImportRefused(f"文件“{name}”打不开，可能已损坏。请在表格软件里打开它，另存一份再导入；{NOTHING_SAVED}")


def locked(name: str) -> ImportRefused:
    """Build the error for an encrypted workbook."""
    return ImportRefused(
        f"文件“{name}”加了密码，打不开。请在表格软件里输入密码打开它，去掉密码，另存一份再导入；{NOTHING_SAVED}"
    )


def too_far(file: str, sheet: str, rows: int, columns: int) -> ImportRefused:
    """Build the error for a sheet in which something stands where no table reaches."""
    return ImportRefused(
        f"文件“{file}”工作表“{sheet}”有内容的单元格一直排到第 {rows} 行、第 {columns} 列，不像综合报表。"
        f"请删去表外的内容再导入；{NOTHING_SAVED}"
    )


def too_many_sheets(name: str, sheets: int) -> ImportRefused:
    """Build the error for a workbook with more sheets than any bureau has schools."""
    return ImportRefused(
        f"文件“{name}”有 {sheets:,} 张工作表，应不超过 {MOST_SHEETS:,} 张，不像综合报表。"
        f"请新建一个工作簿，只把要导入的表复制过去再导入；{NOTHING_SAVED}"
    )


def not_a_workbook(name: str) -> ImportRefused:
    """Build the error for a picture, a document, a program."""
    return ImportRefused(
        f"文件“{name}”不是工作簿。应为 .xlsx、.xls、.et、.ods 或 .csv 的综合报表，请重新导出后再导入；{NOTHING_SAVED}"
    )


def is_named_workbook(name: str) -> bool:
    """Whether a file's name says that it is a workbook of a table program."""
    return name.lower().endswith(NAMED_WORKBOOK)


def only_text(name: str) -> ImportRefused:
    """Build the error for a text that was given a workbook's name and holds no table of ours."""
    return ImportRefused(
        f"文件“{name}”不是 Excel 文件，看起来是改了名的纯文本，里面也没有找到“学校标识码”这一列的表头。"
        f"请找到原来的表格文件再导入；{NOTHING_SAVED}"
    )
