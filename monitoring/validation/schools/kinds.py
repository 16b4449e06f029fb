"""Kinds of schools: how a cell says one, and which of them a stage's table may hold (data/columns/codes.toml)."""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from monitoring.errors import ImportRefused
from monitoring.settings.kept import kept
from monitoring.standards.vocabulary import CODES
from monitoring.validation.entries import Entry, Findings
from monitoring.workbook import NOTHING_SAVED, RawTable, plain
from monitoring.workbook.stages import NAMES, SAID_BY

DIGITS, IN_BRACKETS = re.compile(r"(?<!\d)\d{3}(?!\d)"), re.compile(r"\(([^()]*)\)")
NO_WORD = re.compile(r"[-()\d.、,:]")
MOST_NAMED = 3  # kinds of a table that a refusal names


@kept
def _codes() -> Mapping[str, Any]:
    return tomllib.loads(CODES.read_text(encoding="utf-8"))


@kept
def labels(name: str) -> Mapping[str, str]:
    """
    Return every wording of a code list → its code.

    >>> labels("kinds")["完小"], labels("urban")["主城区"]
    ('211', '111')
    """
    own = {plain(label): code for code, label in _codes()[name].items()}
    return own | (_codes()["kind_words"] if name == "kinds" else {})


@kept
@lru_cache(maxsize=65_536)  # the same words stand in every row
def code_in(text: str, name: str) -> str:
    """
    Return the code that a cell says as code, label, or both; "" where it says none, or a kind says two.

    >>> [code_in(text, "kinds") for text in ("211-小学", "完小(211)", "九年一贯制学校（小学部）", "411-大学")]
    ['211', '211', '312', '']
    >>> code_in("211-初级中学", "kinds"), code_in("主城区(111)", "urban")
    ('', '111')
    """
    text, known = plain(text), labels(name)
    outside, inside = IN_BRACKETS.sub("", text), "".join(IN_BRACKETS.findall(text))
    words = [NO_WORD.sub("", each) for each in (text, outside, inside)]
    said = next(
        ([known[word]] for word in words[:1] if word in known), [known[word] for word in words if word in known]
    )
    digits = DIGITS.search(text)
    if digits and digits[0] in known.values():
        said.insert(0, digits[0])
    if name == "kinds" and len({stages_of(code) for code in said}) > 1:
        return ""
    return said[0] if said else ""


@kept
def stages_of(kind: str) -> tuple[str, ...]:
    """
    Return the stages whose tables may hold a kind; () of a kind of no stage here.

    >>> stages_of("312"), stages_of("514"), stages_of("111")
    (('primary', 'junior'), ('primary', 'junior', 'senior'), ())
    """
    admitted = _codes()["stage_kinds"]
    everywhere = _codes()["kind_groups"][admitted["any_group"]]
    return tuple(stage for stage in NAMES if kind in admitted[stage] or kind in everywhere)


def own_stages(kind: str) -> tuple[str, ...]:
    """
    Return the stages that every school of a kind has; () where the kind does not say.

    >>> own_stages("312"), own_stages("211")
    (('primary', 'junior'), ())
    """
    return tuple(_codes()["kind_stages"].get(kind, ()))


def check_kinds(table: RawTable, entries: Sequence[Entry], findings: Findings) -> None:
    """
    Leave out rows whose kind is of no stage here, told once a sheet; stop rows whose kind is of another stage.

    Args:
        entries: the rows of the table.

    Raises:
        ImportRefused: most schools are of another stage than the table.
    """
    kinds = _codes()["kinds"]
    foreign = [entry for entry in entries if stages_of(entry.values["kind"]) and not _is_at_home(entry)]
    at_home = sum(bool(entry.values["kind"]) and _is_at_home(entry) for entry in entries)
    if len(foreign) > at_home:
        common = Counter(entry.values["kind"] for entry in foreign).most_common(MOST_NAMED)
        counted = "、".join(f"{kind}-{kinds[kind]} {count} 行" for kind, count in common)
        raise ImportRefused(
            f"文件“{table.file}”工作表“{table.sheet}”的{SAID_BY[table.stage_from]}写{NAMES[table.stage]}，"
            f"学校的办学类型却多是{counted}。请改成一致再导入；{NOTHING_SAVED}"
        )
    for entry in foreign:
        named = "、".join(f"{kind}-{kinds[kind]}" for kind in _codes()["stage_kinds"][table.stage])
        findings.forget(entry)
        findings.on_row(
            entry, "kind_of_other_stage", entry.raw("kind"), proposal="不导入这一行", stage=NAMES[table.stage],
            kinds=named,
        )  # fmt: skip
        entry.is_left_out = True
    _leave_out_of_no_stage(table, entries, findings)


def _is_at_home(entry: Entry) -> bool:
    return entry.table.stage in stages_of(entry.values["kind"])


def _leave_out_of_no_stage(table: RawTable, entries: Sequence[Entry], findings: Findings) -> None:
    by_kind: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.values["kind"] and not stages_of(entry.values["kind"]):
            by_kind[entry.values["kind"]].append(entry)
            findings.forget(entry)
            entry.is_left_out = True
    if by_kind:
        found = "、".join(f"{_codes()['kinds'][kind]} {len(rows)} 行" for kind, rows in sorted(by_kind.items()))
        rows = [entry for own in by_kind.values() for entry in own]
        named = "、".join(entry.name or entry.code or f"第{entry.row.number}行" for entry in rows)
        cell = f"{table.column('kind').letter}列"
        findings.on_table(table, "kind_of_no_stage", cell, found, count=len(rows), named=named)
