"""The damaged set against its own list of defects: severity, cell, and what is stored under either decision."""

from __future__ import annotations

import json
import tempfile
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from monitoring import snapshots
from monitoring.settings import load_settings
from monitoring.storage import Storage
from monitoring.workbook import SourceFile
from tests.support import DATA
from tests.support.rules import RULEBOOK
from tests.support.small_tables import PERIOD, address, workbook
from tests.support.wholesale import a_set

MONTHS = {"P1": "2026年3月", "P2": "2026年9月"}
STAGES = {"小学": "primary", "初中": "junior", "高中": "senior"}
FIELDS = {
    "stu": "pupils", "tea": "teachers", "aux": "teaching_area_m2", "bb": "backbone_teachers", "books": "books",
    "land_sport": "sports_ground_m2", "c_pe": "teachers_pe", "equip": "equipment_wan_yuan",
    "cs_50": "classes_size_to_50", "pc_stu": "pupil_terminals", "psy_a": "counselling_m2",
}  # fmt: skip
"""Names of defects.json → ours."""
NOT_FIGURES = {"file", "sheet", "row", "school_name", "longitude", "latitude", "longitude_raw", "latitude_raw"}
WITH_ANOTHER_TABLE = {"remarks"}


@cache
def defects():
    """Return the defects of the workbooks; those of the boundary are test_township_example.py's."""
    listed = json.loads((DATA / "A" / "defects.json").read_text(encoding="utf-8"))["defects"]
    return [defect for defect in listed if defect["file"].endswith(".xlsx")]


@cache
def proposal(period):
    """Propose the damaged set with its boundary; nothing is stored."""
    paths = [*sorted((DATA / "A" / MONTHS[period]).glob("*.xlsx")), DATA / "A" / "乡镇边界.geojson"]
    storage = Storage(f"sqlite:///{tempfile.mkdtemp()}/empty.db")
    return snapshots.propose(
        storage, load_settings(), RULEBOOK.projects, [SourceFile(path.name, path.read_bytes()) for path in paths]
    )


def cells(defect):
    """Return a defect's cells as a problem names them."""
    listed = defect["cell"] if isinstance(defect["cell"], list) else [defect["cell"]]
    for cell in listed:
        kind, _, where = cell.partition(" ")
        yield {"row": f"第{where}行", "column": f"{where}列"}.get(kind, cell)


def listed():
    """Return every defect with one of its cells."""
    return [
        pytest.param(defect, cell, id=f"{defect['id']}-{cell}")
        for defect in defects()
        for cell in cells(defect)
        if defect["must_flag"] and "absent" not in cell
    ]


@pytest.mark.parametrize(("defect", "cell"), listed())
def test_every_cell_that_must_be_told_is_told(defect, cell):
    """Each with its file, its cell and its severity."""
    name = Path(defect["file"]).name
    told = {
        problem.severity
        for problem in proposal(defect["period"]).problems
        if (problem.file, problem.cell) == (name, cell)
    }

    assert defect["severity"] in told


@pytest.mark.parametrize("defect", [d for d in defects() if "absent" in d["cell"]], ids=lambda defect: defect["id"])
def test_every_absent_column_is_told(defect):
    """By the column's own name."""
    name = {"pc_stu": "缺列 学生终端", "psy_a": "缺列 心理辅导室面积"}[defect["truth"]]
    told = [(one.severity, one.file) for one in proposal(defect["period"]).problems if one.cell == name]

    assert [("warning", Path(defect["file"]).name)] == told


def test_as_many_stops_as_defects_that_stop():
    """Nothing else waits for the officer; a pair counts once."""
    for period in MONTHS:
        stops = [defect for defect in defects() if defect["severity"] == "stop" and defect["period"] == period]
        asked = [problem for problem in proposal(period).stops if not problem.twin]

        assert len(stops) == len(asked)


def located(storage, **options):
    """Propose a small table with the clean boundary."""
    boundary = DATA / "A_clean" / "乡镇边界.geojson"
    files = [workbook(**options), SourceFile(boundary.name, boundary.read_bytes())]
    return snapshots.propose(storage, load_settings(), RULEBOOK.projects, files, PERIOD)


def test_absent_or_empty_coordinates_are_told_as_columns(database_url):
    """Not school by school; a single blank pair is told where it stands."""
    storage = Storage(database_url)
    blank = {(name, school): None for name in ("经度", "纬度") for school in range(4)}
    absent = located(storage, drop=["经度", "纬度"])
    empty = located(storage, cells=blank)
    one = located(storage, cells={("经度", 1): None, ("纬度", 1): None})

    assert ["缺列 纬度", "缺列 经度"] == [problem.cell for problem in absent.problems]
    assert ["blank_column", "blank_column"] == [problem.code for problem in empty.problems]
    assert [address("经度", 1), address("纬度", 1)] == [problem.cell for problem in one.problems]


@pytest.mark.parametrize("period", MONTHS)
def test_a_clean_county_has_nothing_to_tell(period):
    """No false alarm in 137 rows of 123 columns."""
    assert () == a_set("A_clean", MONTHS[period]).problems


@pytest.mark.parametrize("period", MONTHS)
@pytest.mark.parametrize("decision", ["repair", "missing"])
def test_what_is_stored_is_the_truth_but_for_the_listed_effects(period, decision):
    """Rows of the damaged set under a decision equal those of the clean set, overlaid with the effects of its list."""
    checked = a_set("A", MONTHS[period])
    clean = a_set("A_clean", MONTHS[period]).rows({})
    rows = checked.rows({problem.id: decision for problem in checked.problems})
    truth = clean.set_index(["stage", "school_code"])
    stored = rows.set_index(["stage", "school_code"])
    added = [effect["row"] for effect in _effects(period) if effect.get("op") == "add_row"] or [
        effect for effect in _effects(period) if "add_row" in map(str, effect.values())
    ]
    extra = set(stored.index) - set(truth.index)
    stored = stored.drop(index=list(extra)).loc[truth.index]

    assert len(added) == len(extra)
    for effect in _effects(period):
        _overlay(truth, effect, decision)
    for name in truth.columns.difference(list(NOT_FIGURES | WITH_ANOTHER_TABLE)):
        differing = [
            (*key, name, one, other)
            for key, one, other in zip(truth.index, truth[name], stored[name], strict=True)
            if not _same(one, other)
        ]
        assert [] == differing


def _effects(period):
    of_schools = [defect for defect in defects() if "综合报表" in defect["file"]]
    return [effect for defect in of_schools for effect in defect["effects"] if effect["period"] == period]


def _overlay(truth, effect, decision):
    values = list(effect.values())
    if "drop_field" in map(str, values):
        stage = STAGES[effect["table"].split("/")[1]]
        truth.loc[(stage, slice(None)), FIELDS[effect["field"]]] = np.nan
    elif "field" in effect and "repair" in effect:
        stage, code = effect["id"].split("/")
        value = effect["repair" if decision == "repair" else "strict"]
        truth.loc[(STAGES[stage], code), FIELDS[effect["field"]]] = np.nan if value is None else value


def _same(one, other):
    if isinstance(one, float) and isinstance(other, float):
        return (np.isnan(one) and np.isnan(other)) or abs(one - other) < 1e-9  # noqa: PLR2004 (dust)
    return one == other
