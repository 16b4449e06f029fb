"""Funds whose sources stand side by side: one row a project, 中央, 省 … below or above 计划, 累计到位, 累计支付."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from monitoring.workbook.columns import Column, in_unit
from monitoring.workbook.grids import Grid
from monitoring.workbook.headers import Header
from monitoring.workbook.rows import Row, is_sum
from monitoring.workbook.wording import GROUP, Field, Wording, heading, without_units

SOURCE_FIELD = "source"


def by_source(header: Header, columns: Sequence[Column], words: Wording) -> dict[str, tuple[Column, ...]]:
    """
    Return source → the columns as if the sheet were of that source alone, the last of them the source itself.

    Empty where a column names the source of each row, or nothing is read so.
    """
    if any(column.field and column.field.name == SOURCE_FIELD for column in columns):
        return {}
    crossed = {column.index: _figure_and_source(column, header, words) for column in columns}
    sources = dict.fromkeys(source for _, source in crossed.values() if source)
    kept = [column for column in columns if not crossed[column.index][1]]
    own = next(field for field in words.fields if field.name == SOURCE_FIELD)
    columns_of = {}
    for source in sources:
        figures = [crossed[column.index][0] for column in columns if crossed[column.index][1] == source]
        columns_of[source] = (*kept, *figures, replace(figures[0], field=own, factor=1.0, unit="", said_by=""))
    return columns_of


def _figure_and_source(column: Column, header: Header, words: Wording) -> tuple[Column, str]:
    """A column with its figure as field, and its source; "" where its heading says not one of each."""
    path = header.paths[column.index][0]
    figures = {text: field for text in path for field in words.fields if _says(text, field, words)}
    others = [
        text for text in path if text not in figures and not any(cut <= {GROUP} for cut in heading(text, words)[0])
    ]
    source = without_units(others[0], words)[0] if len(figures) == len(others) == 1 else ""
    if not source or is_sum(source):
        return column, ""
    units = [unit for text in path for unit in heading(text, words)[1]]
    field = next(iter(figures.values()))
    return in_unit(replace(column, header="›".join(path), field=field), units, words), source


def _says(text: str, field: Field, words: Wording) -> bool:
    return field.kind == "wan_yuan" and any(cut == field.needs for cut in heading(text, words)[0])


def named(row: Row, source: str) -> Row:
    """Return a row with its source in the last place."""
    return replace(row, values=(*row.values[:-1], source), raw=(*row.raw[:-1], source))


def is_of_others(row: Row, columns: Sequence[Column], others: frozenset[int], grid: Grid) -> bool:
    """Return whether a project has no money from this source, but from another."""
    own = [text for column, text in zip(columns, row.raw, strict=False) if _is_money(column)]
    has_others = any(grid.raw(row.number - 1, index).strip() for index in others)
    return has_others and not any(text.strip() for text in own)


def _is_money(column: Column) -> bool:
    return column.field is not None and column.field.kind == "wan_yuan"
