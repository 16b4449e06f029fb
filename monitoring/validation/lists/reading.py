"""Reads the cells of lists (classrooms, projects, weekly reports, funds), each by the kind of its column."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from monitoring.errors import ImportRefused
from monitoring.validation.catalogue.problem import shown
from monitoring.validation.cells import dates
from monitoring.validation.cells.date_words import date_words
from monitoring.validation.cells.numbers import BAD, BLANK, DOUBT, ERROR, NOTE, PLACEHOLDER, PLAIN, words
from monitoring.validation.cells.reading import SCHOOL_CODE, code_text, read_figure
from monitoring.validation.entries import Effect, Entry, Findings
from monitoring.validation.lists.classes import class_of, grade_and_class, grade_of, is_grade
from monitoring.workbook import NOTHING_SAVED, Column, RawTable, list_file, plain
from monitoring.workbook.grids import as_text

FIGURES = frozenset({"number", "wan_yuan", "percent"})
DATES = frozenset({"date", "planned"})
GRADE, CLASS = "grade", "class"
WORDS = frozenset({GRADE, CLASS, "category", "reported_state"})
"""Texts that decide something: — there is as good as blank."""
FIRST = ("school_code", "school_name", "project", "name")
DATE_CODES = {
    NOTE: "date_form", dates.ODD: "date_odd", dates.MONTH: "date_month", dates.QUARTER: "date_quarter",
    dates.NO_YEAR: "date_odd",
    dates.SHORT_YEAR: "date_odd", BAD: "date_unreadable", dates.NO_SUCH_DAY: "date_no_such_day",
    dates.YEAR: "date_year", dates.OUTSIDE: "date_outside",
    dates.FUTURE: "date_future", PLACEHOLDER: "date_placeholder", ERROR: "date_unreadable",
}  # fmt: skip
NO_DATE, FEWEST_UNREAD = frozenset({"date_unreadable", "date_year"}), 3
MANY_ROWS = 20
YEARS = {"earliest": date_words()["earliest_year"], "latest": date_words()["latest_year"]}
UNCOUNTED = frozenset({"school_name", "township", "name", "reason", "equipment", "problem", "work"})
"""Columns whose absence loses nothing that is counted."""


def check_list_columns(table: RawTable, findings: Findings) -> None:
    """
    Tell columns that a list lacks, and those that are none of ours.

    Raises:
        ImportRefused: it lacks what tells its rows apart.
    """
    file = list_file(table.kind)
    labels = {name: label for name, label in file.words.labels().items() if name != GRADE or not _says_both(table)}
    keys = file.keys_of(table.places)
    absent = [labels[name] for name in keys if name in labels and name not in table.places]
    if absent:
        raise ImportRefused(
            f"文件“{table.file}”工作表“{table.sheet}”缺少必需的列：{'、'.join(absent)}。"
            f"请补上这些列再导入；{NOTHING_SAVED}"
        )
    for name, other in file.instead.items():
        if name not in table.places:
            words = {"label": labels[name], "other": labels[other]}
            findings.on_table(table, "absent_key", f"缺列 {labels[name]}", "（没有这一列）", **words)
    for name, label in labels.items():
        if name in file.instead:
            continue
        if name not in table.places and name not in UNCOUNTED and not name.startswith("source_"):
            findings.on_table(table, "absent_column", f"缺列 {label}", "（没有这一列）", label=label)
    for column in table.columns:
        if column.repeats:
            findings.on_table(table, "column_twice", f"{column.letter}列", column.header, value=column.repeats)
        elif column.field is None:
            findings.on_table(table, "unknown_column", f"{column.letter}列", column.header)
    for remark in table.remarks:
        findings.on_table(table, remark.kind, remark.cell, remark.found)


def _says_both(table: RawTable) -> bool:
    """Whether 班 holds 三年级2班, and no column the grade."""
    place = table.places.get(CLASS)
    is_apart = place is None or GRADE in table.places
    return not is_apart and any(grade_and_class(row.raw[place]) for row in table.rows)


def read_list(table: RawTable, on: date, findings: Findings) -> list[Entry]:
    """Return the rows of a list with the values of their cells; what is doubtful is added to the findings."""
    entries = [Entry(table, row) for row in table.rows]
    for name in sorted(table.places, key=lambda name: (name not in FIRST, table.places[name])):
        place = table.places[name]
        column = table.columns[place]
        for entry in entries:
            _read(entry, column, place, on, findings)
    tell_unread_dates(table, entries, findings)
    for entry in entries:
        if CLASS in table.places:
            _name_class(entry, findings)
        if entry.row.is_hidden:
            findings.on_row(entry, "hidden_row", "（隐藏行）")
    return entries


def tell_unread_dates(table: RawTable, entries: Sequence[Entry], findings: Findings) -> None:
    """
    Take a column of dates in which mostly something else stands, 是 or √, as one that is not there.

    Who writes 是 says that a room is accepted, not when: to read it as not accepted would be wrong.
    """
    for name, place in table.places.items():
        column = table.columns[place]
        if column.field.kind not in DATES:
            continue
        cells = {entry.cell(name) for entry in entries}
        own = [one for one in findings.problems if (one.file, one.sheet) == (table.file, table.sheet)]
        unread = [one for one in own if one.cell in cells and one.code in NO_DATE]
        read = sum(not pd.isna(entry.values[name]) for entry in entries)
        if len(unread) >= FEWEST_UNREAD and len(unread) > read:
            gone = {one.id for one in unread}
            findings.problems = [one for one in findings.problems if one.id not in gone]
            findings.unread.add((table.file, table.sheet, name))
            words = {"rows": len(unread), "label": column.field.label}
            found = f"{unread[0].found}（{unread[0].cell}）等"
            findings.on_table(table, "date_column_unread", f"{column.letter}列", found, **words)


def _name_class(entry: Entry, findings: Findings) -> None:
    """年级 and 班 as the ledger names them, from two cells or from one."""
    if GRADE in entry.table.places:
        _from_two_cells(entry, findings)
        return
    typed = entry.values[CLASS]
    both = grade_and_class(typed)
    if both:
        findings.at(entry, CLASS, "code_form", value=f"{both[0]}{both[1]}班")
    else:
        code = "unreadable_fact" if typed else "blank_fact"
        findings.at(entry, CLASS, code, expected="年级和班，如 三年级2班")
    entry.values |= {GRADE: both[0], CLASS: both[1]} if both else {CLASS: ""}


def _from_two_cells(entry: Entry, findings: Findings) -> None:
    """Either cell may say both: 七年级（1）班 as the grade, 三年级2班 as the class."""
    grade, typed = entry.values[GRADE], entry.values[CLASS]
    beside, within = grade_and_class(grade), grade_and_class(typed)
    beside = beside if beside and beside[1].isdecimal() else None  # 三年级（上） names no class
    named = beside[0] if beside else grade_of(grade) or (within[0] if within else "")
    number = within[1] if within else class_of(typed) or (beside[1] if beside else "")
    _tell_grade(entry, named if typed or not beside else f"{named}{number}班", findings)
    if (within and within[0] != named) or (beside and beside[1] != number):
        findings.at(entry, CLASS, "unreadable_fact", expected=f"{grade}的班")
        number = ""
    elif not number:
        findings.at(entry, CLASS, "blank_fact", expected="班")
    elif typed and number != typed:
        findings.at(entry, CLASS, "code_form", value=number if grade else f"{named}{number}班")
    entry.values |= {GRADE: named, CLASS: number}


def _tell_grade(entry: Entry, named: str, findings: Findings) -> None:
    """A grade that is blank, unknown, or written in another way."""
    typed = entry.values[GRADE]
    if not named:
        findings.at(entry, GRADE, "blank_fact", expected="年级")
    elif named == grade_of(typed) and not is_grade(named):
        findings.at(entry, GRADE, "grade_unknown")
    elif typed and named != typed:
        findings.at(entry, GRADE, "code_form", value=named)


def _read(entry: Entry, column: Column, place: int, on: date, findings: Findings) -> None:
    name, kind = column.field.name, column.field.kind
    value = entry.row.values[place]
    if kind in FIGURES:
        _read_figure(entry, column, value, findings)
    elif kind in DATES:
        _read_day(entry, column, place, on, findings)
    elif kind == "code":
        entry.values[name] = _school_code(entry, name, findings)
    elif kind == "project":
        entry.values[name] = _project(entry, name, findings)
    else:
        text = as_text(value).strip()
        text = "" if name in WORDS and plain(text) in words()["placeholders"] else text
        entry.values[name] = re.sub(r"(?<=[⺀-鿿])\s+(?=[⺀-鿿])", "", text) if name == "school_name" else text


def _read_figure(entry: Entry, column: Column, value: Any, findings: Findings) -> None:
    """A doubtful figure is decided, an impossible one is not reported."""
    name, unit = column.field.name, column.field.unit
    entry.values[name] = math.nan
    read_figure(entry, column, value, findings, False)
    if name in entry.doubts:
        value = entry.doubts.pop(name)
        effects = [Effect(entry, name, value, math.nan)]
        findings.at(entry, name, "judgement", proposal=shown(value), effects=effects, unit=unit, reason="")
    elif name in entry.impossible:
        code = "negative" if entry.impossible.pop(name) < 0 else "impossible"
        findings.at(entry, name, code, unit=unit)
    elif column.field.kind == "percent" and entry.number(name) > 100:
        entry.values[name] = math.nan
        findings.at(entry, name, "percent_above")


def _read_day(entry: Entry, column: Column, place: int, on: date, findings: Findings) -> None:
    name, value, raw = column.field.name, entry.row.values[place], entry.row.raw[place]
    has_no_result = value == "" and entry.cell(name) in entry.table.formulas
    error = raw if raw.startswith("#") or has_no_result else ""
    reading = dates.read_date(value, on, is_planned=column.field.kind == "planned", error=error)
    entry.values[name] = pd.Timestamp(reading.value) if reading.value else pd.NaT
    if reading.how in (PLAIN, BLANK) or (reading.how == NOTE and entry.table.is_text):
        return
    if reading.how == DOUBT:
        effects = [Effect(entry, name, pd.NaT, pd.NaT)]
        findings.at(entry, name, "date_judgement", effects=effects)
        return
    findings.at(entry, name, DATE_CODES[reading.how], value=reading.value or on, **YEARS)


def _school_code(entry: Entry, name: str, findings: Findings) -> str:
    raw, value = entry.raw(name), entry.row.values[entry.table.places[name]]
    text = code_text(value)
    if not SCHOOL_CODE.fullmatch(text):
        return ""
    if raw != text or isinstance(value, float):
        findings.at(entry, name, "code_form", value=text)
    return text


def _project(entry: Entry, name: str, findings: Findings) -> str:
    text = plain(as_text(entry.row.values[entry.table.places[name]])).upper()
    if text and text != entry.raw(name):
        findings.at(entry, name, "code_form", value=text)
    return text


def tell_blanks(entries: Iterable[Entry], names: Iterable[str], findings: Findings, when: str = "") -> None:
    """Tell blank figures; `when`: only in rows in which that date is reported."""
    names = list(names)
    for entry in entries:
        for name in names:
            column = entry.table.column(name)
            if column and not entry.raw(name).strip() and (not when or not pd.isna(entry.values.get(when, pd.NaT))):
                findings.at(entry, name, "blank", unit=column.field.unit or "文字")


def fold_blank_words(table: RawTable, findings: Findings) -> None:
    """A column of words in which nobody wrote anything is told once, not row by row."""
    for name in sorted(WORDS & table.places.keys(), key=table.places.__getitem__):
        if len(table.rows) > 1 and not any(row.raw[table.places[name]].strip() for row in table.rows):
            where = table.file, table.sheet, name, "blank_fact"
            findings.problems = [
                one for one in findings.problems if (one.file, one.sheet, one.field, one.code) != where
            ]
            column = table.column(name)
            words = {"label": column.field.label, "rows": len(table.rows)}
            findings.on_table(table, "blank_words", f"{column.letter}列", "整列空白", **words)


def tell_blank_dates(table: RawTable, findings: Findings) -> None:
    """A ledger in which nobody ever wrote a date of one kind: not yet, as it says; or only left out."""
    if table.kind != "rooms" or len(table.rows) < MANY_ROWS:
        return
    for place in table.places.values():
        column = table.columns[place]
        if column.field.kind in DATES and not any(row.raw[place].strip() for row in table.rows):
            words = {"label": column.field.label, "rows": len(table.rows)}
            findings.on_table(table, "blank_dates", f"{column.letter}列", "整列空白", **words)


def once(entries: Sequence[Entry], keys: Sequence[str], what: str, findings: Findings) -> None:
    """Of rows that stand twice only the first counts; where they differ as typed somebody has to decide."""
    first: dict[tuple, Entry] = {}
    for entry in entries:
        key = tuple(plain(str(entry.values.get(name, ""))) for name in keys)
        earlier = first.setdefault(key, entry) if all(key) else entry
        if earlier is entry:
            continue
        entry.is_left_out = True
        findings.forget(entry)
        differing = [
            name
            for name in entry.table.places
            if name not in keys and plain(entry.raw(name)) != plain(earlier.raw(name))
        ]
        texts = "、".join(entry.raw(name) or "（空白）" for name in differing)
        if not differing:
            findings.on_row(entry, "list_duplicate_same", "（两行相同）", what=what)
            continue
        effects = [
            Effect(
                earlier,
                name,
                earlier.values[name],
                math.nan if entry.table.column(name).field.kind in FIGURES else pd.NaT,
            )
            for name in differing
            if entry.table.column(name).field.kind in FIGURES | DATES
        ]
        where = f"第{earlier.row.number}行"
        findings.on_row(
            entry, "list_duplicate_conflict", texts, proposal=f"用{where}", effects=effects, reason=where, what=what
        )


def order_of_dates(
    entry: Entry, names: Sequence[str], findings: Findings, *, apart: frozenset[frozenset[str]] = frozenset()
) -> None:
    """Tell the pair that is most out of order among dates that follow one another; both are kept as typed."""
    known = [name for name in names if not pd.isna(entry.values.get(name, pd.NaT))]
    wrong = [
        (one, other)
        for place, one in enumerate(known)
        for other in known[place + 1 :]
        if entry.values[one] > entry.values[other] and frozenset({one, other}) not in apart
    ]
    if not wrong:
        return
    counts: Mapping[str, int] = {name: sum(name in pair for pair in wrong) for name in known}
    worst = max(reversed(known), key=lambda name: counts[name])
    earlier, later = next(pair for pair in wrong if worst in pair)
    for name, other, word in ((earlier, later, "晚于"), (later, earlier, "早于")):
        label = entry.table.column(other).field.label
        findings.at(entry, name, "dates_out_of_order", order=word, label=label, value=entry.values[other].date())
