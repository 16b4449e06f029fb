"""Notes of a sheet (注) that say in which datum its points, or those of a township, were taken."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from monitoring.townships.datums import WGS84, to_wgs84
from monitoring.townships.model import AS_GIVEN, Finding, Reading
from monitoring.townships.names import spelling, stem
from monitoring.townships.words import named_datum, words

SENTENCES = re.compile(r"[。；;！!\n]|(?<=\D)\d{1,2}\s*[.．、](?!\d)")  # 注：1.…；2.…


def declared(
    rows: pd.DataFrame,
    typed: list[tuple[str, str]],
    points: pd.DataFrame,
    remarks: Mapping[tuple[str, str], str],
    findings: Iterable[Finding],
) -> list[Finding]:
    """
    Return the findings with those that the sheets' notes tell: one a row of a named township, or one for the sheet.

    A row that was found to fit only in the very datum that the note names is told once, by the note.

    Args:
        rows, typed, points: see `locate`.
        remarks: the notes of a sheet by (file, sheet).
        findings: what the points themselves have shown.
    """
    told: list[Finding] = []
    for (file, sheet), text in remarks.items():
        here = np.flatnonzero((rows["file"] == file) & (rows["sheet"] == sheet))
        for sentence, datum in foreign_datums(text):
            named = _named(sentence, rows["township"].iloc[here].unique())
            if not named and len(here):
                told.append(_column(file, sheet, sentence, datum))
            for position in here[rows["township"].iloc[here].isin(named)].tolist():
                if points["location"].iloc[position] == AS_GIVEN:
                    told.append(_row(rows, typed, points, position, datum, sentence))
    by_note = {(finding.position, finding.readings[0].datum) for finding in told if finding.readings}
    return [*told, *(finding for finding in findings if not _told(finding, by_note))]


def foreign_datums(text: str) -> list[tuple[str, str]]:
    """
    Return the sentences that name a datum other than WGS-84, each with the datum.

    >>> foreign_datums("注：1.经纬度采用2000国家大地坐标系。2.石埫镇各校为手机地图拾取（火星坐标系）。")
    [('石埫镇各校为手机地图拾取（火星坐标系）', 'GCJ-02')]
    >>> foreign_datums("经纬度已由GCJ-02转换为CGCS2000。"), foreign_datums("坐标不是火星坐标系")
    ([], [])
    """
    named = [(sentence.strip(), named_datum(sentence)) for sentence in SENTENCES.split(text)]
    return [
        (sentence, datum)
        for sentence, datum in named
        if datum not in ("", WGS84) and not any(word in sentence for word in words("remarks")["converted"])
    ]


def _named(sentence: str, townships: Iterable[str]) -> list[str]:
    """The townships that a sentence names, in any spelling; the longest where one name lies in another."""
    plain = spelling(sentence)
    stems = {name: stem(spelling(name)) for name in townships if name and stem(spelling(name)) in plain}
    return [
        name for name, core in stems.items() if not any(core != other and core in other for other in stems.values())
    ]


def _row(
    rows: pd.DataFrame, typed: list[tuple[str, str]], points: pd.DataFrame, position: int, datum: str, sentence: str
) -> Finding:
    row = rows.iloc[position]
    longitude, latitude = to_wgs84(datum, *points.iloc[position][["longitude", "latitude"]])
    return Finding(
        kind="declared_datum",
        file=row["file"],
        sheet=row["sheet"],
        row=int(row["row"]),
        position=position,
        school_code=row["school_code"],
        found=typed[position],
        readings=(Reading(AS_GIVEN, datum, float(longitude), float(latitude)),),
        township=row["township_code"],
        other=sentence,
    )


def _column(file: str, sheet: str, sentence: str, datum: str) -> Finding:
    where = Reading(AS_GIVEN, datum, float("nan"), float("nan"))
    return Finding("column_declared", file, sheet, 0, -1, "", ("", ""), (where,), other=sentence)


def _told(finding: Finding, by_note: set[tuple[int, str]]) -> bool:
    return finding.kind == "other_datum" and any(
        (finding.position, reading.datum) in by_note for reading in finding.readings
    )
