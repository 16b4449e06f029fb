"""Reads the cells of a table one by one: figures, codes and words, each by the kind of its column."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import Any

from monitoring.validation.catalogue.problem import shown
from monitoring.validation.cells.numbers import (
    BAD,
    BLANK,
    DOUBT,
    ERROR,
    INSIDE,
    NONE,
    NOTE,
    PLACEHOLDER,
    PLAIN,
    read_number,
    words,
)
from monitoring.validation.entries import Entry, Findings
from monitoring.validation.schools.breakdowns import DECIMALS
from monitoring.validation.schools.kinds import code_in
from monitoring.workbook import Column, RawTable, plain
from monitoring.workbook.grids import as_text
from monitoring.workbook.letters import column_of
from monitoring.workbook.stages import NAMES
from monitoring.workbook.wording import INVISIBLE

IDENTITY = ("school_code", "school_name")
NUMBERS = frozenset({"count", "area", "wan_yuan", "number"})
PLACES = frozenset({"longitude", "latitude"})
YEAR = "年"
UNREAD = {PLACEHOLDER: "placeholder", ERROR: "excel_error", BAD: "unreadable"}
READABLE = (PLAIN, NOTE, NONE, INSIDE, DOUBT)
"""How a cell may be read, the surest first."""
SUM, CELLS = re.compile(r"SUM\(([^()]*)\)"), re.compile(r"([A-Z]{1,3})(\d+)(?::([A-Z]{1,3})(\d+))?")
SCHOOL_CODE, AREA_CODE = re.compile(r"\d{10}"), re.compile(r"(?<!\d)(?:\d{12}|\d{9})(?!\d)")
SCIENTIFIC = re.compile(r"(\d)(?:\.(\d+))?E\+?(\d{1,2})", re.IGNORECASE)
DECIMAL = re.compile(r"[+-]?\d+(\.\d+)?")
HOSTILE = re.compile(r"^[=+\-@]|[<>]|&#|javascript:", re.IGNORECASE)
BETWEEN_CHINESE = re.compile(r"(?<=[⺀-鿿）)])\s+(?=[⺀-鿿（(])")
CODE_LISTS = {"kind": "kinds", "sponsor": "sponsors", "urban": "urban"}
EXPECTED = {
    "sponsor": "举办者类型，如 831-县级教育部门",
    "urban": "城乡类型，如 111-主城区",
    "kind": "办学类型，如 211-小学",
}


def read_entries(table: RawTable, findings: Findings) -> list[Entry]:
    """Return the rows of a table with the values of their cells; what is doubtful is added to the findings."""
    entries = [Entry(table, row) for row in table.rows]
    blank = _blank_columns(table)
    # Who it is about comes first: every problem names the school.
    for name in sorted(table.places, key=lambda name: (name not in IDENTITY, table.places[name])):
        column = table.column(name)
        for entry in entries:
            _read(entry, column, table.places[name], findings, tell_blanks=column.index not in blank)
    for column in table.columns:
        if column.index in blank:
            unit = column.field.unit or "文字"
            found = f"{NAMES[table.stage]}各行空白" if table.is_part else "整列空白"
            findings.on_table(table, "blank_column", f"{column.letter}列", found, unit=unit, rows=len(entries))
    return entries


def _blank_columns(table: RawTable) -> set[int]:
    """Columns of figures in which no school has anything: told once, not cell by cell."""
    return {
        column.index
        for place, column in enumerate(table.columns)
        if column.field
        and column.field.kind in NUMBERS
        and len(table.rows) > 1
        and not any(row.raw[place].strip() for row in table.rows)
    }


def _read(entry: Entry, column: Column, place: int, findings: Findings, *, tell_blanks: bool) -> None:
    field = column.field
    value = entry.row.values[place]
    if field.name in PLACES:
        typed = INVISIBLE.sub("", entry.row.raw[place]).strip()
        entry.values[f"{field.name}_raw"] = typed
        entry.values[field.name] = float(typed) if DECIMAL.fullmatch(typed) else math.nan
    elif field.kind in NUMBERS:
        entry.values[field.name] = math.nan
        read_figure(entry, column, value, findings, tell_blanks)
    elif field.kind == "yes_no":
        entry.values[field.name] = _yes_no(entry, field.name, value, findings)
    elif field.name in CODE_LISTS:
        entry.values[field.name] = _listed(entry, field.name, value, findings)
    elif field.kind == "code":
        entry.values[field.name] = _code(entry, field.name, value, findings)
    elif field.name == "school_name":
        entry.values[field.name] = _name(entry, value, findings)
    else:
        entry.values.setdefault(field.name, as_text(value).strip())


def read_figure(entry: Entry, column: Column, value: Any, findings: Findings, tell_blanks: bool) -> None:
    name, kind, unit = column.field.name, column.field.kind, column.field.unit
    formulas = entry.table.formulas
    formula = formulas.get(f"{column.letter}{entry.row.number}") if formulas else None
    raw = entry.raw(name)
    if formula and value == "" and not raw.startswith("#"):
        entry.doubts[name] = math.nan if column.adds else _scaled(_computed(entry, formula), column.factor)
        return
    reading = read_number(value, kind, raw if raw.startswith("#") else "", unit, column.unit)
    if reading.has_unit:
        entry.own_units.add(name)
    number = _scaled(reading.value, 1.0 if reading.has_unit else column.factor)
    if column.adds and reading.how != BLANK:
        how, more = _added(entry, column)
        if how in (BLANK, *UNREAD):
            findings.at(entry, name, "owned_blank")
            return
        reading = replace(
            reading, how=max(reading.how, how, key=READABLE.index) if reading.how in READABLE else reading.how
        )
        number = _scaled(number + more, 1.0)
    if reading.how == BLANK:
        if tell_blanks:
            findings.at(entry, name, "blank", unit=unit or "文字")
    elif reading.how == DOUBT:
        entry.doubts[name] = number
    elif reading.how in UNREAD:
        findings.at(entry, name, UNREAD[reading.how], unit=unit)
    elif not 0 <= number <= words()["largest"] or ((kind == "count" or unit == YEAR) and not number.is_integer()):
        entry.impossible[name] = number  # told with the sums: a total may be repaired from its breakdown
    else:
        entry.values[name] = number
        _tell_how(entry, name, reading.how, number, findings)


def _added(entry: Entry, column: Column) -> tuple[str, float]:
    """How the figures are read that are added to a column's own, and their sum."""
    places = {other.index: place for place, other in enumerate(entry.table.columns)}
    hows, numbers = [PLAIN], []
    for index, factor in column.adds:
        place = places[index]
        raw = entry.row.raw[place]
        error = raw if raw.startswith("#") else ""
        reading = read_number(entry.row.values[place], column.field.kind, error, column.field.unit, column.unit)
        hows.append(reading.how)
        numbers.append(reading.value * (1.0 if reading.has_unit else factor))
    unread = [how for how in hows if how not in READABLE]
    return unread[0] if unread else max(hows, key=READABLE.index), math.fsum(numbers)


def _tell_how(entry: Entry, name: str, how: str, number: float, findings: Findings) -> None:
    """A figure that was read, but not from a plain number."""
    if how == NONE:
        findings.at(entry, name, "none_is_zero")
    elif how == INSIDE:
        findings.at(entry, name, "number_inside", value=shown(number))
    elif entry.table.formulas and entry.cell(name) in entry.table.formulas:
        findings.at(entry, name, "stored_result", value=shown(number))
    elif how == NOTE and not (entry.table.is_text and DECIMAL.fullmatch(entry.raw(name).strip())):
        findings.at(entry, name, "number_as_text", value=shown(number))


def _scaled(number: float, factor: float) -> float:
    """A figure in the field's unit, without the dust of binary fractions (8803.040000000001)."""
    return round(number * factor, DECIMALS)


def _computed(entry: Entry, formula: str) -> float:
    """The result of =SUM(a:b, c) or =a+b over figures of the same row; NaN for anything else."""
    text = formula.strip().lstrip("=").replace("$", "").upper()
    summed = SUM.fullmatch(text)
    parts = summed[1].split(",") if summed else text.split("+")
    values: list[Any] = []
    for part in parts:
        match = CELLS.fullmatch(part.strip())
        if not match or {match[2], match[4] or match[2]} != {str(entry.row.number)}:
            return math.nan
        first = column_of(match[1]) - 1
        last = column_of(match[3] or match[1]) - 1
        values += [
            value
            for column, value in zip(entry.table.columns, entry.row.values, strict=True)
            if first <= column.index <= last
        ]
    return math.fsum(values) if values and all(isinstance(value, float) for value in values) else math.nan


def is_yes(text: str) -> bool:
    """
    Return whether a plain text says yes.

    >>> is_yes("√"), is_yes("yes"), is_yes("否")
    (True, True, False)
    """
    return text.upper() in words()["yes"]


def is_no(text: str) -> bool:
    """Return whether a plain text says no."""
    return text.upper() in words()["no"]


def _yes_no(entry: Entry, name: str, value: Any, findings: Findings) -> float:
    text = plain(as_text(value))
    if is_yes(text) or is_no(text):
        return float(is_yes(text))
    code = "unreadable_fact" if text else "blank_fact"
    findings.at(entry, name, code, expected="是或否")
    return math.nan


def _listed(entry: Entry, name: str, value: Any, findings: Findings) -> str:
    """Return the three-digit code of a cell that holds the code, the label, or both."""
    text = as_text(value)
    code = code_in(text, CODE_LISTS[name])
    if not code and name != "kind":  # a row without a kind is told as a row
        findings.at(entry, name, "unreadable_fact" if plain(text) else "blank_fact", expected=EXPECTED[name])
    return code


def code_text(value: Any) -> str:
    """
    Return a code as text, without blanks and quotes; in figures where all of them stand in a scientific number.

    >>> code_text(2142991134.0), code_text(" '2142991134"), code_text("2.142991134E+09"), code_text("2.14299E+09")
    ('2142991134', '2142991134', '2142991134', '2.14299E+09')
    """
    text = re.sub(r"[\s'‘’`]|\.0+$", "", plain(as_text(value)))
    match = SCIENTIFIC.fullmatch(text)
    digits = match[1] + (match[2] or "") if match else ""
    return digits if match and len(digits) == int(match[3]) + 1 else text


def lost_digits(value: Any) -> bool:
    """Return whether a code became a scientific number that no longer says all its digits: 2.14299E+09."""
    return bool(SCIENTIFIC.fullmatch(code_text(value)))


def _code(entry: Entry, name: str, value: Any, findings: Findings) -> str:
    text = code_text(value)
    if name == "area_code":  # 990121001001中心街社区 says both
        text = "" if SCIENTIFIC.fullmatch(text) else next(iter(AREA_CODE.findall(text)), "")
    is_code = bool(text if name == "area_code" else SCHOOL_CODE.fullmatch(text))
    if is_code and (entry.raw(name) != text or isinstance(value, float)):
        findings.at(entry, name, "code_form", value=text)
    return text if is_code else ""


def _name(entry: Entry, value: Any, findings: Findings) -> str:
    typed = as_text(value)
    name = BETWEEN_CHINESE.sub("", typed.strip())
    if not name:
        findings.at(entry, "school_name", "blank_fact", expected="学校名称")
    elif name != typed or INVISIBLE.search(entry.raw("school_name")):
        findings.at(entry, "school_name", "name_blanks", value=name)
    entry.values["school_name"] = name
    if HOSTILE.search(name):
        findings.at(entry, "school_name", "hostile_name")
    return name
