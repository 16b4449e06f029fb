"""An .xlsx as its fast reader gets it: no blank rows at the end, no formats; and what only its XML knows."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping
from xml.parsers import expat

from monitoring.workbook.dated import STYLES, date_styles
from monitoring.workbook.details import Details, read_details
from monitoring.workbook.parsing import parse
from monitoring.workbook.source import MOST_SHEETS

BOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
SHEET = "/worksheet"  # how the type of a relationship to a sheet of cells ends
MOST_FOR_DETAILS = 24 * 1024 * 1024  # bytes of a workbook's sheets: about ten seconds for the slow reader
FOREIGN_ERRORS = (expat.ExpatError, zipfile.BadZipFile, KeyError, LookupError, ValueError)
"""What a workbook raises that is not built as the standard says."""
ANYTHING = re.compile(rb"<(?:\w+:)?(?:v|f|is|t)[\s>/]")
"""What begins the value, formula or text of a cell."""
PICTURES = "xl/media/"
PIECE, OVERLAP = 1 << 16, 32  # bytes looked through at a time, from the end of a sheet


class ManySheetsError(ValueError):
    """A workbook has more sheets than anybody could look at; how many."""


class TwiceNamedError(ValueError):
    """Two sheets of a workbook have one name, which no office program lets anybody do."""


def slim(content: bytes) -> tuple[io.BytesIO, dict[str, Details] | None]:
    """
    Return a workbook without what slows its reader down, and the details of every sheet by its name.

    None instead of the details where the sheets are too large for the slow reader; the formats are kept then.

    Raises:
        FOREIGN_ERRORS: the workbook is not built as the standard says.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        paths = _sheets(archive)
        trimmed = {path: without_blank_tail(archive.read(path)) for path in dict.fromkeys(paths.values())}
        if sum(map(len, trimmed.values())) > MOST_FOR_DETAILS:
            return _packed(archive, trimmed, without=""), None
        styles = date_styles(archive.read(STYLES)) if STYLES in archive.namelist() else {}
        about = elements(archive.read(BOOK), "workbookPr")
        is_1904 = any(entry.get("date1904") in ("1", "true") for entry in about)
        details = {name: read_details(trimmed[path], styles, is_1904=is_1904) for name, path in paths.items()}
        return _packed(archive, trimmed, without=STYLES), details


def _sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """The sheets of cells: name → path."""
    entries = elements(archive.read(RELATIONS), "Relationship")
    targets = {entry["Id"]: part_path(entry["Target"]) for entry in entries if entry.get("Type", SHEET).endswith(SHEET)}
    sheets: dict[str, str] = {}
    listed = elements(archive.read(BOOK), "sheet")
    if len(listed) > MOST_SHEETS:
        raise ManySheetsError(len(listed))
    for entry in listed:
        if entry["name"] in sheets:
            raise TwiceNamedError(entry["name"])
        path = targets.get(next((value for name, value in entry.items() if name.endswith(":id")), ""))
        if path:
            sheets[entry["name"]] = path
    return sheets


def part_path(target: str) -> str:
    """Return where in a package a relationship leads."""
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))


def elements(xml: bytes, tag: str) -> list[dict[str, str]]:
    """Return the attributes of every element of a name."""
    all_attributes: list[dict[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == tag:
            all_attributes.append(attributes)

    parse(xml, start)
    return all_attributes


def without_blank_tail(xml: bytes) -> bytes:
    """
    Return a sheet without the rows below the last one in which anything stands: 800,000 of them may have a format.

    >>> without_blank_tail(b'<sheetData><row><c><v>1</v></c></row><row/><row><c s="2"/></row></sheetData><x/>')
    b'<sheetData><row><c><v>1</v></c></row></sheetData><x/>'
    """
    end = xml.rfind(b"</sheetData>")
    last = _last_value(xml, end)
    row = xml.find(b"</row>", last, end) if 0 <= last < end else -1
    return xml if row < 0 else xml[: row + len(b"</row>")] + xml[end:]


def _last_value(xml: bytes, end: int) -> int:
    """Where the last value in front of a place begins; -1 nowhere."""
    while end > 0:
        start = max(0, end - PIECE)
        places = [match.start() for match in ANYTHING.finditer(xml, start, end)]
        if places:
            return places[-1]
        end = start + OVERLAP if start else 0
    return -1


def _packed(archive: zipfile.ZipFile, trimmed: Mapping[str, bytes], without: str) -> io.BytesIO:
    """The parts of a workbook once more, some of them changed, one left out, and no pictures."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as made:
        for name in dict.fromkeys(archive.namelist()):
            if name.lower() != without and not name.startswith(PICTURES):
                made.writestr(name, trimmed[name] if name in trimmed else archive.read(name))
    out.seek(0)
    return out
