"""Headings of lists below a group's word: a leaf that names a field alone is that field, whatever stands above it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace

from monitoring.settings import DATA
from monitoring.settings.kept import kept
from monitoring.workbook.columns import Column, each_once, match_columns
from monitoring.workbook.headers import Header
from monitoring.workbook.wording import Field, Wording, heading, plain

HAPPENED = frozenset({"date", "number", "percent"})
MONEY = "wan_yuan"
PLANNED = "planned"


@kept
def _above() -> Mapping[str, Sequence[str]]:
    return tomllib.loads((DATA / "columns" / "headings.toml").read_text(encoding="utf-8"))


def with_leaves(columns: Sequence[Column], header: Header, words: Wording) -> list[Column]:
    """
    Give columns that are none of ours by their whole path the field that their innermost headings name.

    学校›学校标识码 and 应用›启用日期 are what their leaf says; 计划›设备到位日期 is no day on which anything was done,
    and money below another word is part of it.
    """
    taken = {column.field.name for column in columns if column.field and not column.is_weak}
    named = [_of_leaf(column, header, words, taken) for column in columns]
    return each_once(named)


def _of_leaf(column: Column, header: Header, words: Wording, taken: set[str]) -> Column:
    path = header.paths[column.index][0]
    if column.field or column.repeats:
        return column
    for start in range(1, len(path)):
        leaf = Header(header.first, header.last, ((path[start:],),))
        (read,) = match_columns(leaf, words)
        if read.field and read.field.name not in taken and not _is_other(path[:start], read.field, words):
            return replace(read, index=column.index, letter=column.letter, header=column.header, is_weak=True)
    return column


def _is_other(above: Sequence[str], field: Field, words: Wording) -> bool:
    """Whether what stands above makes a column another thing than its leaf says."""
    if field.kind == MONEY:
        return True
    said = "".join(plain(text) for text in above)
    if any(word in said for word in _above()["of_another_time"]):
        return True
    if field.kind not in HAPPENED:
        return False
    tokens = {token for text in above for cut in heading(text, words)[0] for token in cut}
    planned = {token for each in words.fields if each.kind in (PLANNED, MONEY) for token in each.needs}
    happened = {token for each in words.fields if each.kind in HAPPENED for token in each.needs}
    return any(word in said for word in _above()["ahead"]) or bool(tokens & (planned - happened))
