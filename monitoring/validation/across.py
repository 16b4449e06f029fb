"""What several tables say of one school, and what a table lacks: differences, absent rows, sums that do not fit."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from monitoring.validation.entries import Effect, Entry, Findings, by_code
from monitoring.validation.numbers import read_number
from monitoring.validation.problem import REPAIR, shown
from monitoring.validation.sums import AREA_TOLERANCE, COUNT_TOLERANCE, Sums
from monitoring.workbook import RawTable, wording

STAGE_NAMES = {"primary": "小学", "junior": "初中", "senior": "高中"}
NEEDS_SENIOR = {"341": ("junior",), "345": ("primary", "junior")}
WHOLE_SCHOOL = frozenset({"bandwidth_mbps"})  # a fact of the school, repeated like its areas
FACTS = ("kind", "school_name")
OPTIONAL = frozenset({
    "teachers_arts_total", "indoor_sports_rooms", "other_public_rooms", "other_special_rooms", "public_rooms",
    "reading_rooms", "special_rooms", "classrooms", "serial", "remarks", "village", "county_stat", "county", "township",
    "is_centre", "main_school_code", "has_power", "water_supply", "toilet_kind", "has_canteen", "has_counselling",
})  # fmt: skip
"""Not missed where a table has no such column: another wording says the same, or no figure needs it."""


def shared_fields() -> list[str]:
    """Return the fields of which every stage's table repeats the whole school's figure."""
    return [field.name for field in wording().fields if field.scope == "shared" or field.name in WHOLE_SCHOOL]


def compare_tables(entries: Sequence[Entry], sums: Mapping[Entry, Sums], findings: Findings) -> None:
    """Hold the tables of each school against each other; the lowest stage's says what the others are compared with."""
    for rows in by_code(list(entries)).values():
        for name in FACTS if len(rows) > 1 else ():
            _compare_fact(rows, name, findings)
        for name in shared_fields() if len(rows) > 1 else ():
            _compare_shared(rows, name, sums, findings)
        _miss_senior(rows, findings)


def _compare_fact(rows: Sequence[Entry], name: str, findings: Findings) -> None:
    lowest = rows[0]
    for other in rows[1:]:
        value = lowest.values.get(name, "")
        if value and other.values.get(name, "") != value:
            sheet = STAGE_NAMES[lowest.table.stage]
            findings.at(other, name, "facts_differ", value=lowest.raw(name), sheet=sheet)
            other.values[name] = value


def _compare_shared(rows: Sequence[Entry], name: str, sums: Mapping[Entry, Sums], findings: Findings) -> None:
    tolerance = AREA_TOLERANCE if name.endswith("_m2") else COUNT_TOLERANCE
    told = [entry for entry in rows if (entry, name) not in findings.touched]
    known = [(entry, sums[entry].value(name, REPAIR)) for entry in told]
    known = [(entry, value) for entry, value in known if not math.isnan(value)]
    if len(known) <= 1:
        return
    lowest, right = known[0]
    differing = [(entry, value) for entry, value in known[1:] if abs(value - right) > tolerance]
    if not differing:
        return
    effects = [Effect(entry, name, right, math.nan) for entry, _ in known]
    first = findings.at(
        differing[0][0], name, "shared_differs", proposal=shown(right), effects=effects,
        reason=f"{STAGE_NAMES[lowest.table.stage]}表填 {shown(right)}",
    )  # fmt: skip
    for entry, value in [(lowest, differing[0][1]), *differing[1:]]:
        other = differing[0][0] if entry is lowest else lowest
        stated = value if entry is lowest else right
        findings.second_row(first, entry, name, f"{STAGE_NAMES[other.table.stage]}表填 {shown(stated)}")


def _miss_senior(rows: Sequence[Entry], findings: Findings) -> None:
    """A complete school's shared figures cannot be split without its senior pupils."""
    stages = {entry.table.stage: entry for entry in rows}
    kind = rows[0].values.get("kind", "")
    senior = stages.get("senior")
    if kind not in NEEDS_SENIOR or not any(stage in stages for stage in NEEDS_SENIOR[kind]):
        return
    if senior is None or not senior.number("pupils") > 0:
        found = "没有高中一行" if senior is None else "高中在校生没有填"
        findings.on_row(rows[0], "senior_missing", found)


def miss_columns(table: RawTable, grades: range, findings: Findings) -> None:
    """Tell the columns that a table should have and has not."""
    others = {f"{what}_g{grade}" for what in ("pupils", "classes") for grade in range(1, 13) if grade not in grades}
    arts = {"teachers_music", "teachers_fine_art", "teachers_arts"} if "teachers_arts_total" in table.places else set()
    for name, label in wording().labels().items():
        if name not in table.places and name not in OPTIONAL | others | arts:
            findings.on_table(table, "absent_column", f"缺列 {label}", "（没有这一列）", label=label)


def compare_sums(table: RawTable, entries: Sequence[Entry], findings: Findings) -> None:
    """Hold the last 合计 row against the sum of the rows that count; what differs is named, never used."""
    if not table.sums:
        return
    row = table.sums[-1]
    counted = [entry for entry in entries if not entry.is_left_out]
    wrong = []
    for name, place in table.places.items():
        field = table.columns[place].field
        if field.kind not in ("count", "area", "wan_yuan"):
            continue
        stated = read_number(row.values[place], field.kind, unit=field.unit).value * table.columns[place].factor
        total = math.fsum(entry.number(name) for entry in counted if entry.has(name))
        tolerance = COUNT_TOLERANCE if field.kind == "count" else AREA_TOLERANCE
        if abs(stated - total) > tolerance:
            wrong.append(table.columns[place].header)
    if wrong:
        findings.on_table(table, "sums_row", f"第{row.number}行", "合计行与各校之和不符", value="、".join(wrong))
