"""Invented rows for tests of a school's file: one primary school, one nine-year school, a campus, small neighbours."""

from functools import cache

import pandas as pd

from monitoring.results import Results
from monitoring.schools.columns import columns
from tests.support.rules import RULEBOOK, judged_rows

FILE = {"primary": "综合报表_小学.xlsx", "junior": "综合报表_初中.xlsx", "senior": "综合报表_高中.xlsx"}
SHEET = {"primary": "小学", "junior": "初中", "senior": "高中"}
TEXT = {
    "county_code": "990122",
    "county": "清渚县",
    "township_code": "990122001",
    "township": "清渚街道",
    "kind": "211",
    "sponsor": "831",
    "urban": "111",
    "location": "as_given",
    "main_school_code": "",
    "remarks": "",
}
NUMBERS = {
    "is_counted": 1.0,
    "is_boarding": 0.0,
    "is_centre": 0.0,
    "year_built": 2006.0,
    "longitude": 116.1,
    "latitude": 30.1,
    "bandwidth_mbps": 200.0,
}
RICH = {
    "pupils": 100,
    "classes": 3,
    "teachers": 10,
    "backbone_teachers": 2,
    "teachers_college": 2,
    "teachers_bachelor": 6,
    "teachers_master": 0,
    "teachers_doctor": 0,
    "teachers_pe": 1,
    "teachers_music": 1,
    "teachers_fine_art": 1,
    "teachers_arts": 0,
    "land_m2": 4000,
    "teaching_area_m2": 700,
    "indoor_sports_m2": 100,
    "sports_ground_m2": 1000,
    "equipment_wan_yuan": 30,
    "multimedia_rooms": 4,
    "books": 3000,
    "teaching_computers": 20,
    "computers": 25,
}
"""A small school that meets all seven requirements: 100 pupils, so that every figure can be checked in the head."""


def row(code: str, name: str, stage: str = "primary", number: int = 5, **changes) -> dict:
    """Return one row of the frame rows: RICH, with changes; None: not reported."""
    measured = {*columns().of_stage, *columns().shared}
    given = dict.fromkeys(measured, float("nan")) | NUMBERS | TEXT | RICH
    given |= {key: float("nan") if value is None else value for key, value in changes.items()}
    numbers = {key: float(value) if not isinstance(value, str) else value for key, value in given.items()}
    where = {"file": FILE[stage], "sheet": SHEET[stage], "row": number}
    return {"school_code": code, "school_name": name, "stage": stage} | numbers | where


@cache
def standards():
    return dict(RULEBOOK.standards)


@cache
def indicators():
    return dict(RULEBOOK.indicators)


def judged(*rows: dict, standard: str = "moe-2017-6") -> Results:
    """Judge rows by a shipped standard."""
    return judged_rows(pd.DataFrame(list(rows)), standard)


def raw_of(rows: pd.DataFrame, **typed: str) -> pd.DataFrame:
    """Return the frame raw: every figure as it prints, but for `typed` (field → text, in every row)."""
    fields = [field for field in rows.columns if field not in ("file", "sheet", "row", "stage")]
    texts = rows[fields].map(
        lambda value: "" if value != value else f"{value:g}" if isinstance(value, float) else value
    )
    return pd.concat([rows[["file", "sheet", "row"]], texts.assign(**typed)], axis=1)


def columns_of(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the frame columns: letters A, B, … AA in the order of the fields, in every sheet."""
    fields = sorted({*columns().of_stage, *columns().shared})
    letters = [_letter(place) for place in range(len(fields))]
    sheets = rows[["file", "sheet"]].drop_duplicates()
    named = pd.DataFrame({"field": fields, "letter": letters, "header": fields})
    return sheets.merge(named, how="cross")


def _letter(place: int) -> str:
    first, second = divmod(place, 26)
    return (chr(64 + first) if first else "") + chr(65 + second)


NO_PROBLEMS = pd.DataFrame(
    columns=[
        "id", "file", "sheet", "cell", "severity", "code", "school_code", "school", "field", "found", "expected",
        "proposal", "treatment", "decision",
    ]
)  # fmt: skip
