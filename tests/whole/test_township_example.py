"""The invented example county: its planted coordinates are found at their cells, and nothing else is."""

import json
import math

import numpy as np
import openpyxl
import pandas as pd
import pytest
from openpyxl.utils import get_column_letter

from monitoring.townships import NOTE_KINDS, Boundary, locate, read_boundary
from monitoring.townships.datums import from_wgs84
from tests.support import DATA

FILES = ("乡镇边界.geojson", "乡镇边界_GCJ02.geojson")
PERIODS = {"P1": "2026年3月", "P2": "2026年9月"}
TABLES = {"小学": "primary", "初中": "junior", "高中": "senior"}


def number(cell) -> float:
    return float(cell) if isinstance(cell, (int, float)) else math.nan


def tables(county: str, period: str) -> tuple[pd.DataFrame, dict, dict]:
    """Rows, notes and (letter of 经度, letter of 纬度) of the three school tables, read here by hand."""
    found, notes, letters = [], {}, {}
    for title, stage in TABLES.items():
        file = f"{PERIODS[period]}/综合报表_{title}.xlsx"
        sheet = openpyxl.load_workbook(DATA / county / file, data_only=True).worksheets[0]
        cells = list(sheet.iter_rows())
        heads = {cell.value: cell.column for row in cells[:8] for cell in row if isinstance(cell.value, str)}
        names = {"code": "标识码", "area": "区划代码", "longitude": "经度", "latitude": "纬度", "township": "四级"}
        at = {name: next(heads[head] for head in heads if word in head) - 1 for name, word in names.items()}
        letters[file] = tuple(get_column_letter(at[side] + 1) for side in ("longitude", "latitude"))
        for row in cells:
            code, first = str(row[at["code"]].value or "").strip(), str(row[0].value or "")
            notes |= {(file, sheet.title): first} if first.startswith("注") else {}
            if code.isdigit():
                longitude, latitude = (row[at[side]].value for side in ("longitude", "latitude"))
                found.append(
                    {
                        "school_code": code,
                        "township_code": str(row[at["area"]].value).strip()[:9],
                        "township": row[at["township"]].value or "",
                        "stage": stage,
                        "longitude": number(longitude),
                        "latitude": number(latitude),
                        "longitude_raw": "" if longitude is None else str(longitude),
                        "latitude_raw": "" if latitude is None else str(latitude),
                        "file": file,
                        "sheet": sheet.title,
                        "row": row[0].row,
                    }
                )
    return pd.DataFrame(found), notes, letters


def boundary(county: str, file: str) -> Boundary:
    return read_boundary(file, (DATA / county / file).read_bytes())


@pytest.mark.parametrize("period", PERIODS)
def test_the_clean_county_has_no_finding_with_either_border_or_none(period):
    table, notes, _ = tables("A_clean", period)
    found = {file: locate(table, boundary("A_clean", file), notes) for file in FILES}

    assert [()] * 3 == [located.findings for located in (*found.values(), locate(table, None, notes))]
    assert ["WGS-84", "GCJ-02"] == [located.boundary.datum for located in found.values()]
    assert [(), ()] == [located.boundary.notes for located in found.values()]


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("period", PERIODS)
def test_the_planted_coordinates_are_found_at_their_cells_and_no_others(period, file):
    table, notes, letters = tables("A", period)
    located = locate(table, boundary("A", file), notes)
    cells = {(f.file, f"{letter}{f.row}") for f in located.findings for letter in letters[f.file]}

    assert {(d["file"], cell) for d in planted(period) if d["must_flag"] for cell in d["cell"]} == cells


def test_the_planted_points_are_read_as_they_are_meant():
    table, notes, _ = tables("A", "P1")
    located = locate(table, boundary("A", FILES[0]), notes)
    read = {
        table["row"][finding.position]: (located.location.iloc[finding.position], finding.kind)
        for finding in located.findings
        if finding.sheet == "小学" and finding.kind != "declared_datum"
    }

    assert {
        31: ("not_locatable", "zero"),
        44: ("swapped", "applied"),
        55: ("as_given", "other_datum"),
        56: ("not_locatable", "outside_county"),
        67: ("not_locatable", "blank"),
        98: ("swapped", "applied"),
        110: ("dms", "applied"),
    } == read


def test_the_planted_errors_of_the_border_are_noted():
    """The name by variant is a warning, the number is read without loss."""
    located = locate(tables("A", "P1")[0], boundary("A", FILES[0]))

    assert set(NOTE_KINDS) >= {note.kind for note in located.boundary.notes}
    assert [
        ("code_as_number", "name=荷塘乡", "990121201", "990121201"),
        ("name_variant", "town_code=990121107", "毛咀镇", "毛嘴镇"),
    ] == [(note.kind, note.where, note.found, note.expected) for note in located.boundary.notes]


def planted(period: str) -> list[dict]:
    defects = json.loads((DATA / "A" / "defects.json").read_text(encoding="utf-8"))["defects"]
    return [defect for defect in defects if defect["kind"].startswith("coord_") and defect["period"] == period]


def test_the_shipped_gcj02_border_is_the_wgs84_border_converted():
    """Two files of the example county were made apart from this program, in the two datums."""
    shapes = [read_boundary(name, (DATA / "A_clean" / name).read_bytes()).townships for name in FILES]
    wgs84, gcj02 = ([np.array(shape[code].exterior.coords).T for code in sorted(shapes[0])] for shape in shapes)

    assert all(
        np.allclose(there, from_wgs84("GCJ-02", *here), rtol=0, atol=1e-6)
        for here, there in zip(wgs84, gcj02, strict=True)
    )
