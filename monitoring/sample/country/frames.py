"""
The frames of an invented county, in the columns and types in which an import stores them: the frame rows of each date.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

import numpy as np
import pandas as pd

from monitoring.arrow import AS_OBJECTS as TEXT
from monitoring.sample.country.buildings import building_columns, equipment_columns
from monitoring.sample.country.enrolment import Rows, enrolment_columns
from monitoring.sample.country.places import County
from monitoring.sample.country.plan import STAGES, by_land, read_country, stream
from monitoring.sample.country.resources import Holdings, of_schools
from monitoring.sample.country.roster import CITY, NINE_YEAR, VILLAGE, Roster
from monitoring.sample.country.staff import staff_columns
from monitoring.validation.checked import empty_rows

PLACE = ["longitude", "latitude", "location"]
"""Columns that an import adds behind the others, when it has found where the schools lie."""


def school_frames(county: County, schools: Roster, of: Rows, held: Holdings) -> dict[date, pd.DataFrame]:
    """Return the frame rows of every report date: the schools that are there then, stage by stage."""
    plan = read_country()
    is_there = np.array(
        [(schools.first <= number) & (number <= schools.last) for number in range(len(plan["periods"]))]
    )[:, of.school]
    dates, row = np.nonzero(is_there)
    figures = _figures(county.code, schools, of, held)
    numbers = np.full((len(_number_columns()), len(row)), np.nan)
    for place, name in enumerate(_number_columns()):
        if name in figures:
            numbers[place] = np.broadcast_to(figures[name], is_there.shape)[is_there]
    files, serials, sheet_rows = _origin(county, of, dates, row)
    texts = {name: values[row] for name, values in _texts(county, schools, of).items()}
    texts |= {"file": files, "serial": serials, **_services(schools, of, figures, is_there, county.code)}
    blank = np.full(len(row), "", dtype=object)
    columns = {name: pd.array(texts.get(name, blank), dtype=TEXT) for name in _text_columns()}
    whole = pd.concat(
        [pd.DataFrame(numbers.T, columns=_number_columns()), pd.DataFrame(columns | {"row": sheet_rows}, copy=False)],
        axis=1,
    )[_columns()]
    ends = np.searchsorted(dates, np.arange(len(plan["periods"]) + 1))
    return {
        day: whole.iloc[start:end].reset_index(drop=True)
        for day, start, end in zip(plan["periods"], ends, ends[1:], strict=False)
    }


@cache
def _columns() -> list[str]:
    """The columns of the frame rows, in their order as stored."""
    names = list(empty_rows().columns)
    return [*(name for name in names if name not in PLACE), *PLACE]


@cache
def _number_columns() -> list[str]:
    types = empty_rows().dtypes
    return [name for name in _columns() if types[name].kind == "f"]


@cache
def _text_columns() -> list[str]:
    return [name for name in _columns() if name not in _number_columns() and name != "row"]


def _figures(code: str, schools: Roster, of: Rows, held: Holdings) -> dict[str, np.ndarray]:
    """Every column of figures: name → (dates, r), or (r,) where it keeps its value."""
    stages = np.bincount(of.school, minlength=len(schools.kind))
    own = dict(enrolment_columns(code, schools, of)) | staff_columns(code, of, held)
    pupils, classes, teachers = (of_schools(own[name], of, stages) for name in ("pupils", "classes", "teachers"))
    whole = dict(building_columns(code, schools, held, pupils, classes, teachers))
    whole |= equipment_columns(code, schools, held, whole, teachers)
    figures = own | {name: values[:, of.school] for name, values in whole.items()} | _facts(code, schools, of)
    return _with_blanks(code, figures, pupils.shape[0], len(of.stage))


def _facts(code: str, schools: Roster, of: Rows) -> dict[str, np.ndarray]:
    rng, (earliest, latest) = stream(code, "facts"), read_country()["buildings"]["year_built"]
    opened = np.array([day.year for day in read_country()["periods"]])[schools.first]
    built = np.where(schools.first > 0, opened, rng.integers(earliest, latest + 1, len(schools.kind))).astype(float)
    centre = np.where(of.stage == 0, schools.is_centre[of.school], np.nan)
    return {
        "is_counted": (schools.main < 0)[of.school].astype(float),
        "is_boarding": schools.is_boarding[of.school].astype(float),
        "is_centre": centre,
        "year_built": built[of.school],
        "longitude": schools.points[of.school, 0],
        "latitude": schools.points[of.school, 1],
    }


def _with_blanks(code: str, figures: dict[str, np.ndarray], dates: int, rows: int) -> dict[str, np.ndarray]:
    """Some cells that nobody filled in."""
    rng = stream(code, "blank")
    blank = {
        name: np.where(rng.random((dates, rows)) < chance, np.nan, figures[name])
        for name, chance in read_country()["blank"].items()
    }
    return figures | blank


def _texts(county: County, schools: Roster, of: Rows) -> dict[str, np.ndarray]:
    """The columns of words that keep their value: name → (r,)."""
    plan = read_country()
    urban, decimals = plan["urban"], plan["land"]["decimals"]
    codes = by_land(urban["codes"])
    inner = _code_of_land(schools)
    township = schools.townships.codes[schools.township]
    main = np.where(schools.main < 0, "", schools.code[schools.main])
    raw = [["" if np.isnan(x) else f"{x:.{decimals}f}" for x in along] for along in schools.points.T]
    private, public = urban["sponsors"][::-1]
    of_school = {
        "township_code": township,
        "school_code": schools.code,
        "school_name": schools.name,
        "township": schools.townships.names[schools.township],
        "village": schools.village,
        "area_code": township + schools.village_code,
        "kind": schools.kind,
        "sponsor": np.where(schools.is_private, private, public),
        "urban": codes[schools.land, inner],
        "main_school_code": main,
        "longitude_raw": raw[0],
        "latitude_raw": raw[1],
        "location": np.where(np.isnan(schools.points[:, 0]), "not_locatable", "as_given"),
    }
    sheets = [plan["files"]["sheet"].format(stage=stage) for stage in plan["files"]["stages"]]
    same = {"county_code": county.code, "county": county.name}
    return {
        **{name: np.asarray(values, dtype=object)[of.school] for name, values in of_school.items()},
        **{name: np.full(len(of.stage), value, dtype=object) for name, value in same.items()},
        "stage": np.array(STAGES, dtype=object)[of.stage],
        "sheet": np.array(sheets, dtype=object)[of.stage],
    }


def _code_of_land(schools: Roster) -> np.ndarray:
    """Which of the two codes of 城乡分类 a school has: the middle of its city or town, or what joins it."""
    at_seat = schools.is_centre | np.isin(schools.kind, [NINE_YEAR])
    outside = np.where(schools.land == CITY, schools.township % 2, ~at_seat)
    return np.where(schools.land == VILLAGE, 1, outside).astype(int)


def _origin(county: County, of: Rows, dates: np.ndarray, row: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """File, serial number and row in the sheet of every row."""
    plan = read_country()
    spec = plan["files"]
    files = np.array(
        [
            [
                spec["schools"].format(county=county.name, year=day.year, month=day.month, stage=stage)
                for stage in spec["stages"]
            ]
            for day in plan["periods"]
        ],
        dtype=object,
    )
    table = dates * len(STAGES) + of.stage[row]  # in order, so that a table's rows are counted from its first
    number = np.arange(len(row)) - np.searchsorted(table, table)
    return files[dates, of.stage[row]], number_words(number), number + spec["first_row"]["schools"]


def number_words(numbers: np.ndarray) -> np.ndarray:
    """
    Return numbers from 0 as the words of numbers from 1.

    >>> number_words(np.array([0, 9])).tolist()
    ['1', '10']
    """
    words = np.array([str(number + 1) for number in range(int(numbers.max(initial=0)) + 1)], dtype=object)
    return words[numbers]


def _services(
    schools: Roster, of: Rows, figures: Mapping[str, np.ndarray], is_there: np.ndarray, code: str
) -> dict[str, np.ndarray]:
    """Water, toilets, canteen and what else is told in words, row by row."""
    spec, rng, size = read_country()["equipment"], stream(code, "services"), len(schools.kind)
    dates = len(is_there)
    has_well = rng.random(size) < by_land(spec["own_well"])[schools.land]
    was_dry = rng.random(size) < by_land(spec["dry_toilet"])[schools.land]
    dry_until = rng.integers(0, dates, size) * was_dry
    is_dry = (np.arange(dates)[:, None] < dry_until)[:, of.school]
    answers = {
        "has_power": (np.ones(len(of.stage), bool), "是", "否"),
        "water_supply": (has_well[of.school], "自备水源", "自来水"),
        "toilet_kind": (is_dry, "卫生旱厕", "水冲式"),
        "has_canteen": (figures["canteen_m2"] > 0, "有", "无"),
        "has_counselling": (figures["counselling_rooms"] > 0, "有", "无"),
    }
    return {
        name: np.where(np.broadcast_to(answer, is_there.shape)[is_there], yes, no).astype(object)
        for name, (answer, yes, no) in answers.items()
    }
