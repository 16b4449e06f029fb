"""The list of problems of an import: in order, and what is the same in many cells told once a column."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from monitoring.validation.catalogue.problem import NOTE, STOP, WARNING, Problem, problem
from monitoring.workbook.letters import column_of

SEVERITIES = (STOP, WARNING, NOTE)
MOST_ALIKE = 10  # notes of one kind in one column that are told cell by cell
MOST_TEXTS = 100  # figures held as text in one sheet that are told by cell or column
AS_TEXT = "number_as_text"
CORRECTED = "corrected"  # each is the only trace of what the file itself says
ADDRESS = re.compile(r"([A-Z]{1,3})(\d*)列?")
ROW = re.compile(r"第(\d+)行")


def in_order(problems: Sequence[Problem], files: Sequence[str]) -> tuple[Problem, ...]:
    """Return problems in the order of files; of a file by severity, sheet, row and column; each id once."""
    once = list({one.id: one for one in problems}.values())
    rank = {name: place for place, name in enumerate(dict.fromkeys(files))}
    sheets = {pair: place for place, pair in enumerate(dict.fromkeys((one.file, one.sheet) for one in once))}
    return tuple(
        sorted(
            folded(once),
            key=lambda one: (
                rank.get(one.file, len(rank)),
                SEVERITIES.index(one.severity),
                sheets[one.file, one.sheet],
                place_of(one.cell),
            ),
        )
    )


def place_of(cell: str) -> tuple[int, int]:
    """
    Return row and column of a problem's cell, 0 where it names none.

    >>> place_of("AI93"), place_of("第7行"), place_of("DN列"), place_of("缺列 学生终端")
    ((93, 35), (7, 0), (0, 118), (0, 0))
    """
    row, address = ROW.fullmatch(cell), ADDRESS.fullmatch(cell)
    if row:
        return int(row[1]), 0
    return (int(address[2] or 0), column_of(address[1])) if address else (0, 0)


def folded(problems: Sequence[Problem]) -> list[Problem]:
    """
    Tell notes of one kind once a column, or once a sheet, where they are many; warnings and stops stay cell by cell.

    A bureau whose system exports every figure as text must not read its own table again, cell by cell.
    """
    texts: dict[tuple[str, str], list[Problem]] = defaultdict(list)
    for one in problems:
        if one.code == AS_TEXT:
            texts[one.file, one.sheet].append(one)
    sheets = {where: len(group) for where, group in texts.items() if len(group) > MOST_TEXTS}
    whole = [
        problem("figures_as_text", file, sheet, "工作表", "数字存为文本", words={"count": count})
        for (file, sheet), count in sheets.items()
    ]
    return whole + _by_column([one for one in problems if one.code != AS_TEXT or (one.file, one.sheet) not in sheets])


def _by_column(problems: Sequence[Problem]) -> list[Problem]:
    alike: dict[tuple[str, str, str, str], list[Problem]] = defaultdict(list)
    for one in problems:
        address = ADDRESS.fullmatch(one.cell)
        if one.severity == NOTE and one.code != CORRECTED and address and address[2]:
            alike[one.file, one.sheet, one.code, address[1]].append(one)
    many = {key: group for key, group in alike.items() if len(group) > MOST_ALIKE}
    together = {one.id for group in many.values() for one in group}
    return [one for one in problems if one.id not in together] + [
        _once(group, f"{letter}列") for (*_, letter), group in many.items()
    ]


def _once(problems: Sequence[Problem], cell: str) -> Problem:
    first = problems[0]
    shown, words = f"{first.found}（{first.cell}）等", {"count": len(problems)}
    once = problem("many_alike", first.file, first.sheet, cell, shown, words=words, field=first.field)
    return replace(once, code=first.code)
