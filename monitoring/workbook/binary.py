"""What the fast reader does not tell of an .xlsb: merged ranges and hidden rows, from its records ([MS-XLSB])."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator

from monitoring.workbook.details import Details, Place
from monitoring.workbook.packages import elements, part_path

BOOK, RELATIONS = "xl/workbook.bin", "xl/_rels/workbook.bin.rels"
ROW, SHEET, MERGED = 0, 156, 176  # BrtRowHdr, BrtBundleSh, BrtMergeCell
HIDDEN_BYTE, HIDDEN_BIT = 11, 0x10  # of a row's record


def read_binary(content: bytes) -> tuple[dict[str, Details], dict[str, tuple[tuple[Place, Place], ...]]]:
    """
    Return the hidden rows and the merged ranges of every sheet, by its name.

    Raises:
        monitoring.workbook.packages.FOREIGN_ERRORS, struct.error: not built as the standard says.
    """
    details: dict[str, Details] = {}
    merged: dict[str, tuple[tuple[Place, Place], ...]] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        links = elements(archive.read(RELATIONS), "Relationship")
        targets = {link["Id"]: part_path(link["Target"]) for link in links}
        for name, path in _sheets(archive.read(BOOK), targets):
            if path in archive.namelist():
                details[name], merged[name] = _sheet(archive.read(path))
    return details, merged


def _sheets(book: bytes, targets: dict[str, str]) -> Iterator[tuple[str, str]]:
    for kind, record in _records(book):
        if kind == SHEET:
            link, end = _text(record, 8)  # behind the state and the number
            name, _ = _text(record, end)
            if link in targets:
                yield name, targets[link]


def _sheet(content: bytes) -> tuple[Details, tuple[tuple[Place, Place], ...]]:
    details = Details()
    merged = []
    for kind, record in _records(content):
        if kind == ROW and len(record) > HIDDEN_BYTE and record[HIDDEN_BYTE] & HIDDEN_BIT:
            details.hidden.add(struct.unpack_from("<I", record)[0])
        elif kind == MERGED:
            top, bottom, left, right = struct.unpack_from("<4I", record)
            merged.append(((top, left), (bottom, right)))
    return details, tuple(sorted(merged))


def _records(content: bytes) -> Iterator[tuple[int, bytes]]:
    """The records of a part: a number of one or two bytes, a length of one to four, seven bits in each, and so much."""
    place = 0
    while place < len(content):
        kind, place = _number(content, place, 2)
        size, place = _number(content, place, 4)
        yield kind, content[place : place + size]
        place += size


def _number(content: bytes, place: int, most: int) -> tuple[int, int]:
    number = 0
    for step in range(most):
        if place >= len(content):
            raise ValueError("a record without its end")
        byte = content[place]
        place += 1
        number |= (byte & 0x7F) << (7 * step)
        if not byte & 0x80:
            break
    return number, place


def _text(record: bytes, place: int) -> tuple[str, int]:
    (length,) = struct.unpack_from("<I", record, place)
    end = place + 4 + 2 * length
    return record[place + 4 : end].decode("utf-16-le"), end
