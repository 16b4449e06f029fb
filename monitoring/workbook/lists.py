"""Lists beside the school tables: classrooms, projects, weekly reports, funds; recognised by their headings alone."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from monitoring.settings import DATA
from monitoring.workbook.columns import Column, match_columns
from monitoring.workbook.grids import Grid
from monitoring.workbook.headers import FIRST_ROWS, Header, find_header, is_same_heading
from monitoring.workbook.rows import NOTE_STARTS, Row, is_numbering, is_sum
from monitoring.workbook.wording import Field, Wording, heading, plain, wording

KINDS = ("rooms", "projects", "reports", "funds")
"""The column files of data/columns, beside schools."""
SOURCE = "source_"
INVESTMENT = "INVESTMENT"


@dataclass(frozen=True)
class ListFile:
    """
    What tells one kind of list.

    Attributes:
        title, counted: what it is called, and what one row of it is.
        keys: fields without which it cannot be imported; signs: fields of which `needed` must be there.
    """

    kind: str
    title: str
    counted: str
    words: Wording
    keys: tuple[str, ...]
    signs: frozenset[str]
    needed: int


@dataclass(frozen=True)
class Found:
    """A sheet that is a list: its kind, headings and columns."""

    file: ListFile
    header: Header
    columns: tuple[Column, ...]


@cache
def list_files() -> tuple[ListFile, ...]:
    """
    Return the kinds of lists.

    >>> [each.kind for each in list_files()]
    ['rooms', 'projects', 'reports', 'funds']
    """
    return tuple(_list_file(kind) for kind in KINDS)


def _list_file(kind: str) -> ListFile:
    path = DATA / "columns" / f"{kind}.toml"
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    keys, signs = tuple(content["key_fields"]), frozenset(content["signs"])
    about = content["title"], content["counted"]
    return ListFile(kind, *about, wording(path), keys, signs, content["signs_needed"])


def list_file(kind: str) -> ListFile:
    """
    Return one kind of list.

    >>> list_file("projects").title, list_file("rooms").counted
    ('项目清单', '间教室')
    """
    return next(each for each in list_files() if each.kind == kind)


@cache
def list_label(name: str) -> str:
    """
    Return what a field of a list is called; a field of none as it stands.

    >>> list_label("accepted_on"), list_label("source_县级及学校自筹"), list_label("")
    ('验收日期', '县级及学校自筹', '')
    """
    labels = {field.name: field.label for each in reversed(list_files()) for field in each.words.fields}
    return labels.get(name, name.removeprefix(SOURCE))


def list_words(kind: str) -> Wording:
    """Return the words of one kind of list."""
    return list_file(kind).words


def find_list(grid: Grid) -> Found | None:
    """Return what list a sheet is: the kind with the most signs; None where it is none."""
    best, most, said = None, 0, _said(grid)
    for each in list_files():
        header = find_header(grid, each.words) if _may_be(each, said) else None
        if header is None:
            continue
        columns = tuple(_with_sources(match_columns(header, each.words), each.words))
        names = {column.field.name for column in columns if column.field}
        found = len(names & each.signs)
        if found >= each.needed and each.keys[0] in names and found > most:
            best, most = Found(each, header, columns), found
    return best


def _said(grid: Grid) -> str:
    """All that stands where headings may: the four kinds look for their words in it before they cut a cell."""
    texts = {value for row in grid.values[:FIRST_ROWS] for value in row if isinstance(value, str)}
    return plain("|".join(texts)).replace("(", "").replace(")", "")


def _may_be(file: ListFile, said: str) -> bool:
    """Whether a sheet says the words of what a list is about, and of as many signs as are needed."""
    there = {token for word, token in file.words.tokens.items() if word in said}
    possible = {field.name for field in file.words.fields if field.needs <= there}
    return file.keys[0] in possible and len(possible & file.signs) >= file.needed


def _with_sources(columns: Sequence[Column], words: Wording) -> list[Column]:
    """A column under the planned investment that is none of ours is a source of its own: 县级及学校自筹."""
    return [
        replace(column, field=_source(column.header.split("›")[-1])) if _is_source(column, words) else column
        for column in columns
    ]


def _is_source(column: Column, words: Wording) -> bool:
    above, _, leaf = column.header.partition("›")
    is_under_investment = any(INVESTMENT in cut for cut in heading(above, words)[0])
    return column.field is None and not column.repeats and bool(leaf) and is_under_investment


def _source(name: str) -> Field:
    label = plain(name).split("(")[0]
    return Field(f"{SOURCE}{label}", label, "万元", "wan_yuan", "fact", frozenset(), frozenset())


def kind_of_list_row(row: Row, found: Found, places: dict[str, int], grid: Grid) -> str:
    """
    Return what a row below the headings of a list is: "school" (a row of data), "sum", "note", "header", "nothing".

    A row is data when it names what the list is about; 合计 and 注 are neither.
    """
    said = [plain(text) for text in row.raw if text.strip()]
    if not said:
        return "nothing"
    if is_same_heading(grid.values[row.number - 1], found.header, grid):
        return "header"
    if any(is_sum(text) for text in said[:2]):
        return "sum"
    if is_numbering(said):
        return "nothing"
    key = plain(row.raw[places[found.file.keys[0]]])
    if said[0].startswith(NOTE_STARTS) and (len(said) == 1 or not any(sign.isdigit() for sign in key)):
        return "note"
    return "note" if len(said) == 1 and not key else "school"
