"""What several tables say of one school, and what a table lacks: differences, absent rows, sums that do not fit."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence

import pandas as pd

from monitoring.validation.catalogue.problem import REPAIR, shown
from monitoring.validation.cells.numbers import read_number
from monitoring.validation.entries import Effect, Entry, Findings, by_code
from monitoring.validation.schools.breakdowns import AREA_TOLERANCE, COUNT_TOLERANCE, DECIMALS, differs
from monitoring.validation.schools.kinds import own_stages
from monitoring.validation.schools.sums import Sums
from monitoring.workbook import RawTable, Row, is_grand_total, wording
from monitoring.workbook.stages import NAMES as STAGE_NAMES

WHOLE_SCHOOL = frozenset({"bandwidth_mbps"})  # a fact of the school, repeated like its areas
FACTS = ("kind", "school_name")
OPTIONAL = frozenset({
    "teachers_arts_total", "teachers_graduate", "indoor_sports_rooms", "other_public_rooms", "other_special_rooms",
    "public_rooms", "reading_rooms", "special_rooms", "serial", "remarks", "village", "county_stat", "county",
    "township", "stage", "has_power", "water_supply", "toilet_kind", "has_canteen", "has_counselling",
})  # fmt: skip
"""Not missed where a table has no such column: another wording says the same, or no figure needs it."""


def shared_fields() -> list[str]:
    """Return the fields of which every stage's table repeats the whole school's figure."""
    return [field.name for field in wording().fields if field.scope == "shared" or field.name in WHOLE_SCHOOL]


def compare_tables(
    entries: Sequence[Entry], sums: Mapping[Entry, Sums], kept: pd.DataFrame, findings: Findings
) -> None:
    """
    Hold the tables of each school against each other; the lowest stage's says what the others are compared with.

    Args:
        kept: rows of the stages that are stored of the same date and do not come in.
    """
    stored = set(zip(kept["school_code"], kept["stage"], strict=True)) if len(kept) else set()
    for rows in by_code(list(entries)).values():
        for name in FACTS if len(rows) > 1 else ():
            _compare_fact(rows, name, findings)
        for name in shared_fields() if len(rows) > 1 else ():
            _compare_shared(rows, name, sums, findings)
        _miss_stages(rows, sums, stored, findings)


def _compare_fact(rows: Sequence[Entry], name: str, findings: Findings) -> None:
    lowest = rows[0]
    for other in rows[1:]:
        value = lowest.values.get(name, "")
        if value and other.values.get(name, "") != value:
            sheet = STAGE_NAMES[lowest.table.stage]
            findings.at(other, name, "facts_differ", value=lowest.raw(name), sheet=sheet)
            other.values[name] = value


def _compare_shared(rows: Sequence[Entry], name: str, sums: Mapping[Entry, Sums], findings: Findings) -> None:
    """The lowest stage's figure counts, unless it is a doubtful one and another table has a plain one."""
    known = [(entry, sums[entry].value(name, REPAIR)) for entry in rows]
    known = [(entry, value) for entry, value in known if not math.isnan(value)]
    known.sort(key=lambda pair: name in pair[0].doubts)
    if len(known) <= 1:
        return
    first_entry, right = known[0]
    differing = [(entry, value) for entry, value in known[1:] if differs(value, right, name)]
    words = {"reason": f"{STAGE_NAMES[first_entry.table.stage]}表填 {shown(right)}"}
    touched = {entry for entry, _ in known if (entry, name) in findings.touched and name not in entry.unsettled}
    for entry, _ in differing:
        if entry in touched:
            findings.settle(entry, name, right, "shared_differs", **words)
    differing = [(entry, value) for entry, value in differing if entry not in touched]
    if not differing:
        return
    free = [entry for entry, _ in known if entry not in touched]
    effects = [Effect(entry, name, right, math.nan) for entry in free]
    first = findings.at(
        differing[0][0], name, "shared_differs", proposal=shown(right), effects=effects, **words
    )  # fmt: skip
    others = [(first_entry, differing[0][1])] if first_entry in free else []
    for entry, value in [*others, *differing[1:]]:
        other = differing[0][0] if entry is first_entry else first_entry
        stated = value if entry is first_entry else right
        findings.second_row(first, entry, name, f"{STAGE_NAMES[other.table.stage]}表填 {shown(stated)}")


def _miss_stages(
    rows: Sequence[Entry], sums: Mapping[Entry, Sums], stored: Collection[tuple[str, str]], findings: Findings
) -> None:
    """Shared figures cannot be split without the pupils of every stage that a school of this kind has."""
    kind = rows[0].values.get("kind", "")
    stages = {entry.table.stage: entry for entry in rows}
    needed = own_stages(kind)
    if not set(needed) - {"senior"} & stages.keys():
        return
    code = rows[0].values.get("school_code", "")
    for stage in needed:
        name = STAGE_NAMES[stage]
        entry = stages.get(stage)
        if entry is None:
            if (code, stage) in stored:
                continue
            findings.on_row(rows[0], "stage_missing", f"没有{name}一行", value=name)
        elif math.isnan(sums[entry].value("pupils")) or (stage == "senior" and not sums[entry].value("pupils")):
            findings.on_row(entry, "stage_missing", f"{name}在校生没有填或是 0", value=name)


def miss_columns(table: RawTable, grades: Iterable[int], findings: Findings) -> None:
    """Tell the columns that a table should have and has not."""
    others = {f"{what}_g{grade}" for what in ("pupils", "classes") for grade in set(range(1, 13)) - set(grades)}
    places = table.places.keys()
    arts = {"teachers_music", "teachers_fine_art", "teachers_arts"} if "teachers_arts_total" in places else set()
    for name, label in wording().labels().items():
        only_elsewhere = name == "is_centre" and table.stage != "primary"
        if name not in places and name not in OPTIONAL | others | arts and not only_elsewhere:
            findings.on_table(table, "absent_column", f"缺列 {label}", "（没有这一列）", label=label)


def compare_sums(table: RawTable, entries: Sequence[Entry], findings: Findings) -> None:
    """Hold the last 合计 row against the sum of the rows that count; what differs is named, never used."""
    rows = [row for row in table.sums if is_grand_total(row)]
    if rows:
        _tell_sums(table, rows[-1], _differing(table, rows[-1], entries), findings)


def compare_joint_sums(tables: Sequence[RawTable], entries: Sequence[Entry], findings: Findings) -> None:
    """Hold the 合计 row of a sheet with several stages against the sum of all its rows."""
    sheets: dict[tuple[str, str], dict[str, RawTable]] = {}
    for table in tables:
        if any(is_grand_total(row) for row in table.joint_sums):
            sheets.setdefault((table.file, table.sheet), {})[table.stage] = table
    for where, own in sheets.items():
        rows = [(table, [row for row in table.joint_sums if is_grand_total(row)][-1]) for table in own.values()]
        counted = [entry for entry in entries if (entry.table.file, entry.table.sheet) == where]
        wrong = [header for table, row in rows for header in _differing(table, row, counted)]
        _tell_sums(rows[0][0], rows[0][1], dict.fromkeys(wrong), findings)


def _differing(table: RawTable, row: Row, entries: Sequence[Entry]) -> list[str]:
    """The headings of the columns in which a row of sums is not the sum of the rows that count."""
    counted = [entry for entry in entries if not entry.is_left_out]
    wrong = []
    for name, place in table.places.items():
        column = table.columns[place]
        field = column.field
        if field.kind not in ("count", "area", "wan_yuan") or any(name in entry.unsettled for entry in counted):
            continue
        if column.adds:
            continue
        reading = read_number(row.values[place], field.kind, unit=field.unit, typed_in=column.unit)
        stated = reading.value * (1.0 if reading.has_unit else column.factor)
        total = math.fsum(entry.number(name) for entry in counted if entry.has(name))
        tolerance = COUNT_TOLERANCE if column.field.kind == "count" else AREA_TOLERANCE
        if round(abs(stated - total), DECIMALS) > tolerance:
            wrong.append(column.header)
    return wrong


def _tell_sums(table: RawTable, row: Row, wrong: Collection[str], findings: Findings) -> None:
    if wrong:
        findings.on_table(table, "sums_row", f"第{row.number}行", "合计行与各校之和不符", value="、".join(wrong))
