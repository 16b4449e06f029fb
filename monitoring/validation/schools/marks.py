"""
Columns in which a blank or a dash may say something: √ beside blanks, figures beside “-” and never a 0.

One question a column, whatever stages its rows are of, which nobody has to answer: without an answer such a cell is
not reported, as anywhere else.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from monitoring.validation.cells.numbers import words
from monitoring.validation.cells.reading import NUMBERS, PLACES, is_yes
from monitoring.validation.entries import Effect, Entry, Findings
from monitoring.validation.schools.breakdowns import Breakdown, breakdowns, differs
from monitoring.validation.schools.sums import PARTS_OF
from monitoring.workbook import Column, RawTable, plain
from monitoring.workbook.stages import NAMES

BLANK_IS_NO, BLANK_IS_ZERO, DASH_IS_ZERO = "blank_is_no", "blank_is_zero", "dash_is_zero"
FEWEST, LARGE_SHARE = 2, 4  # such cells, and of how many one must be such a cell: a single blank is a slip
COUNTED = "is_counted"
"""Never asked here: whether a blank there is a campus is monitoring.validation.schools.identity's to stop."""


@dataclass(frozen=True)
class Question:
    """
    What is asked of a column.

    Attributes:
        tables: whose column it is: a sheet with several stages is several.
        column: as the first of them has it; name: of its field.
        mark: "-", "" a blank; entries: the rows that hold it.
        rows: how many rows the column has.
    """

    tables: tuple[RawTable, ...]
    column: Column
    name: str
    code: str
    mark: str
    entries: tuple[Entry, ...]
    rows: int


def says_nothing(raw: str, code: str) -> bool:
    """
    Return whether a cell is one that a question is about.

    >>> says_nothing(" ", "blank_is_no"), says_nothing("—", "blank_is_zero"), says_nothing("—", "dash_is_zero")
    (True, False, True)
    """
    text = plain(raw)
    return text in words()["dashes"] if code == DASH_IS_ZERO else not text


def ask_marks(
    tables: Sequence[RawTable], entries: Sequence[Entry], grades: Mapping[str, range], findings: Findings
) -> None:
    """
    Ask once a column what its blanks or dashes mean; their cells are told no more one by one.

    Args:
        entries: the rows of all tables; a shared figure that one of them reports is not 0 in another.
        grades: of each stage.
    """
    groups = {id(table): [one for same in breakdowns(table, grades[table.stage]) for one in same] for table in tables}
    asked = [_question(own, name, entries) for (*_, name), own in _columns(tables, groups).items()]
    questions = [question for question in asked if question]
    zeros = {(entry, one.name) for one in questions if one.code != BLANK_IS_NO for entry in one.entries}
    kept = zeros - _contradicting(zeros, groups) - _reported_elsewhere(zeros, entries)
    for question in questions:
        _ask(question, tables, kept, findings)


def _columns(
    tables: Sequence[RawTable], groups: Mapping[int, Sequence[Breakdown]]
) -> Mapping[tuple[str, str, str, str], list[RawTable]]:
    """File, sheet, letter and field of every column that may be asked of → its tables."""
    tables_of: dict[tuple[str, str, str, str], list[RawTable]] = {}
    totals: set[tuple[str, str, str, str]] = set()
    never = {*PARTS_OF, *words()["never_zero"], *PLACES, COUNTED}
    for table in tables:
        own_totals = {group.total for group in groups[id(table)]}
        for name, place in table.places.items():
            key = (table.file, table.sheet, table.columns[place].letter, name)
            tables_of.setdefault(key, []).append(table)
            if name in own_totals or name in never:
                totals.add(key)
    return {key: own for key, own in tables_of.items() if key not in totals}


def _question(tables: Sequence[RawTable], name: str, every: Sequence[Entry]) -> Question | None:
    own = {id(table) for table in tables}
    entries = [entry for entry in every if id(entry.table) in own and not entry.is_left_out]
    column = tables[0].column(name)
    kind = column.field.kind
    asked = partial(Question, tuple(tables), column, name, rows=len(entries))
    texts = {entry: plain(entry.raw(name)) for entry in entries}
    blank = tuple(entry for entry, text in texts.items() if not text)
    said = {text for text in texts.values() if text}
    if kind == "yes_no":
        is_mark = said <= set(words()["ticks"])
        enough = bool(blank) if is_mark else _many(blank, entries)
        return asked(BLANK_IS_NO, "", blank) if said and all(map(is_yes, said)) and enough else None
    if kind not in NUMBERS or any(entry.number(name) == 0 for entry in entries):
        return None
    if not any(entry.has(name) for entry in entries):
        return None
    dashes = tuple(entry for entry, text in texts.items() if text in words()["dashes"])
    if len(dashes) >= FEWEST:
        return asked(DASH_IS_ZERO, dashes[0].raw(name).strip(), dashes)
    is_clean = all(not text or entry.has(name) for entry, text in texts.items())
    return asked(BLANK_IS_ZERO, "", blank) if is_clean and _many(blank, entries) else None


def _many(blank: Sequence[Entry], entries: Sequence[Entry]) -> bool:
    return len(blank) >= FEWEST and len(blank) * LARGE_SHARE >= len(entries)


def _contradicting(zeros: set[tuple[Entry, str]], groups: Mapping[int, Sequence[Breakdown]]) -> set[tuple[Entry, str]]:
    """Cells that complete a breakdown as zeros, and then its total is not the sum: they stay not reported."""
    cells: set[tuple[Entry, str]] = set()
    for entry in {entry for entry, _ in zeros}:
        for group in groups[id(entry.table)]:
            own = {(entry, part) for part in group.parts if (entry, part) in zeros}
            if not own:
                continue
            added = math.fsum(0 if (entry, part) in own else entry.number(part) for part in group.parts)
            total = entry.number(group.total)
            if not math.isnan(added) and not math.isnan(total) and differs(added, total, group.total):
                cells |= own
    return cells


def _reported_elsewhere(zeros: set[tuple[Entry, str]], every: Iterable[Entry]) -> set[tuple[Entry, str]]:
    """Cells of a shared figure that another stage's table of the same school reports."""
    names = {name for entry, name in zeros if entry.table.column(name).field.scope == "shared"}
    reported = {(entry.code, name) for entry in every for name in names if entry.number(name) > 0}
    return {(entry, name) for entry, name in zeros if (entry.code, name) in reported}


def _ask(question: Question, tables: Sequence[RawTable], kept: set[tuple[Entry, str]], findings: Findings) -> None:
    name, is_no, first = question.name, question.code == BLANK_IS_NO, question.tables[0]
    meant = [entry for entry in question.entries if is_no or (entry, name) in kept]
    if not meant:
        return
    left = len(question.entries) - len(meant)
    where = _where(question, tables)
    findings.forget_cells(question.entries, [name])
    findings.on_column(
        first, question.column, question.code, f"{where}{question.mark or '空白'} {len(question.entries)} 行",
        proposal="否" if is_no else "0",
        effects=[Effect(entry, name, 0.0, math.nan) for entry in meant],
        other=question.rows - len(question.entries),
        mark=question.mark,
        left=f"；其中 {left} 行按 0 读与合计或另一张表不符，仍按未填报" if left else "",
    )  # fmt: skip


def _where(question: Question, tables: Sequence[RawTable]) -> str:
    """The stages whose rows a question is about, where other stages' rows stand in the same sheet."""
    first = question.tables[0]
    others = {table.stage for table in tables if (table.file, table.sheet) == (first.file, first.sheet)}
    stages = {table.stage for table in question.tables}
    return "" if stages == others else f"{'、'.join(NAMES[stage] for stage in NAMES if stage in stages)}各行，"
