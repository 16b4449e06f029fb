"""
Columns in which a blank or a dash may say something: √ beside blanks, figures beside “-” and never a 0.

One question a column, which nobody has to answer: without an answer such a cell is not reported, as anywhere else.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from monitoring.validation.breakdowns import Breakdown, breakdowns, differs
from monitoring.validation.cells import NUMBERS, PLACES, is_yes
from monitoring.validation.entries import Effect, Entry, Findings
from monitoring.validation.numbers import words
from monitoring.validation.sums import PARTS_OF
from monitoring.workbook import Column, RawTable, plain
from monitoring.workbook.stages import NAMES

BLANK_IS_NO, BLANK_IS_ZERO, DASH_IS_ZERO = "blank_is_no", "blank_is_zero", "dash_is_zero"
FEWEST, LARGE_SHARE = 2, 4  # such cells, and of how many one must be such a cell: a single blank is a slip
COUNTED = "is_counted"
"""Never asked here: whether a blank there is a campus is monitoring.validation.identity's to stop."""


@dataclass(frozen=True)
class Question:
    """A column, what is asked of it, the mark ("" a blank) and the rows that hold it."""

    column: Column
    code: str
    mark: str
    entries: tuple[Entry, ...]


def says_nothing(raw: str, code: str) -> bool:
    """
    Return whether a cell is one that a question is about.

    >>> says_nothing(" ", "blank_is_no"), says_nothing("—", "blank_is_zero"), says_nothing("—", "dash_is_zero")
    (True, False, True)
    """
    text = plain(raw)
    return text in words()["dashes"] if code == DASH_IS_ZERO else not text


def ask_marks(
    table: RawTable, entries: Sequence[Entry], every: Iterable[Entry], grades: range, findings: Findings
) -> None:
    """
    Ask once a column what its blanks or dashes mean; their cells are told no more one by one.

    Args:
        entries: the rows of the table that count.
        every: the rows of all tables: a shared figure that another table reports is not 0.
        grades: of the table's stage.
    """
    groups = [group for same in breakdowns(table, grades) for group in same]
    totals = {*PARTS_OF, *(group.total for group in groups), *words()["never_zero"], COUNTED}
    asked = [_question(column, entries) for name, column in _columns(table).items() if name not in totals]
    questions = [question for question in asked if question]
    zeros = {
        (entry, question.column.field.name)
        for question in questions if question.code != BLANK_IS_NO for entry in question.entries
    }  # fmt: skip
    kept = zeros - _contradicting(zeros, groups) - _reported_elsewhere(zeros, every)
    for question in questions:
        _ask(table, question, kept, len(entries), findings)


def _columns(table: RawTable) -> Mapping[str, Column]:
    return {name: table.columns[place] for name, place in table.places.items() if name not in PLACES}


def _question(column: Column, entries: Sequence[Entry]) -> Question | None:
    name, kind = column.field.name, column.field.kind
    texts = {entry: plain(entry.raw(name)) for entry in entries}
    blank = tuple(entry for entry, text in texts.items() if not text)
    said = {text for text in texts.values() if text}
    if kind == "yes_no":
        is_mark = said <= set(words()["ticks"])
        enough = bool(blank) if is_mark else _many(blank, entries)
        return Question(column, BLANK_IS_NO, "", blank) if said and all(map(is_yes, said)) and enough else None
    if kind not in NUMBERS or any(entry.number(name) == 0 for entry in entries):
        return None
    if not any(entry.has(name) for entry in entries):
        return None
    dashes = tuple(entry for entry, text in texts.items() if text in words()["dashes"])
    if len(dashes) >= FEWEST:
        return Question(column, DASH_IS_ZERO, dashes[0].raw(name).strip(), dashes)
    is_clean = all(not text or entry.has(name) for entry, text in texts.items())
    return Question(column, BLANK_IS_ZERO, "", blank) if is_clean and _many(blank, entries) else None


def _many(blank: Sequence[Entry], entries: Sequence[Entry]) -> bool:
    return len(blank) >= FEWEST and len(blank) * LARGE_SHARE >= len(entries)


def _contradicting(zeros: set[tuple[Entry, str]], groups: Sequence[Breakdown]) -> set[tuple[Entry, str]]:
    """Cells that complete a breakdown as zeros, and then its total is not the sum: they stay not reported."""
    found: set[tuple[Entry, str]] = set()
    for group in groups:
        for entry in {entry for entry, name in zeros if name in group.parts}:
            own = {(entry, part) for part in group.parts if (entry, part) in zeros}
            added = math.fsum(0 if (entry, part) in own else entry.number(part) for part in group.parts)
            total = entry.number(group.total)
            if not math.isnan(added) and not math.isnan(total) and differs(added, total, group.total):
                found |= own
    return found


def _reported_elsewhere(zeros: set[tuple[Entry, str]], every: Iterable[Entry]) -> set[tuple[Entry, str]]:
    """Cells of a shared figure that another stage's table of the same school reports."""
    names = {name for entry, name in zeros if entry.table.column(name).field.scope == "shared"}
    reported = {(entry.code, name) for entry in every for name in names if entry.number(name) > 0}
    return {(entry, name) for entry, name in zeros if (entry.code, name) in reported}


def _ask(table: RawTable, question: Question, kept: set[tuple[Entry, str]], rows: int, findings: Findings) -> None:
    name, is_no = question.column.field.name, question.code == BLANK_IS_NO
    meant = [entry for entry in question.entries if is_no or (entry, name) in kept]
    if not meant:
        return
    left = len(question.entries) - len(meant)
    of_stage = f"{NAMES[table.stage]}各行，" if table.is_part else ""
    findings.forget_cells(question.entries, [name])
    findings.on_column(
        table, question.column, question.code, f"{of_stage}{question.mark or '空白'} {len(question.entries)} 行",
        proposal="否" if is_no else "0",
        effects=[Effect(entry, name, 0.0, math.nan) for entry in meant],
        other=rows - len(question.entries),
        mark=question.mark,
        left=f"；其中 {left} 行按 0 读与合计或另一张表不符，仍按未填报" if left else "",
    )  # fmt: skip
