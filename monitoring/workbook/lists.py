"""Lists beside the school tables: classrooms, projects, weekly reports, funds; recognised by their headings alone."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from monitoring.settings import DATA
from monitoring.settings.kept import kept
from monitoring.workbook.columns import Column, match_columns
from monitoring.workbook.crossed import SOURCE_FIELD, by_source
from monitoring.workbook.grids import Grid, texts_in
from monitoring.workbook.headers import FIRST_ROWS, Header, find_header, is_same_above, is_same_heading
from monitoring.workbook.leaves import with_leaves
from monitoring.workbook.rows import NOTE_STARTS, Row, is_numbering, is_sum
from monitoring.workbook.wording import Field, Wording, heading, plain, says, without_units, wording

KINDS = ("rooms", "projects", "reports", "funds")
"""The column files of data/columns, beside schools."""
SOURCE = "source_"
CHINESE = re.compile("[一-鿿]")
SECTION = re.compile(r"\(?[一二三四五六七八九十]{1,3}\)?[、.]?")
"""The number of a section among rows of 1, 2, 3: 一 续建项目, with its sum."""
INVESTMENT = "INVESTMENT"


@dataclass(frozen=True)
class ListFile:
    """
    What tells one kind of list.

    Attributes:
        title, counted: what it is called, and what one row of it is.
        keys: fields without which it cannot be imported; signs: fields of which `needed` must be there.
        instead: key → the field that does in its stead where a list has no such column.
        blocks: fields that may be filled together in the first row of a block alone.
        about: tokens one of which stands in the headings: what a row is about.
    """

    kind: str
    title: str
    counted: str
    words: Wording
    keys: tuple[str, ...]
    signs: frozenset[str]
    needed: int
    blocks: tuple[tuple[str, ...], ...] = ()
    instead: Mapping[str, str] = field(default_factory=dict)

    @property
    def about(self) -> frozenset[str]:
        return self._tokens(self.keys[0])

    @property
    def about_instead(self) -> frozenset[str]:
        """Tokens of the field that tells rows apart where the first key has no column; none."""
        return self._tokens(self.instead.get(self.keys[0], ""))

    def _tokens(self, name: str) -> frozenset[str]:
        return frozenset().union(*(each.needs for each in self.words.fields if each.name == name))

    def keys_of(self, there: Container[str]) -> tuple[str, ...]:
        """Return the keys of a table with these fields: 学校名称 where it has no 学校标识码."""
        return tuple(self.instead[key] if key in self.instead and key not in there else key for key in self.keys)


@dataclass(frozen=True)
class FoundList:
    """
    A sheet that is a list: its kind, headings and columns.

    Attributes:
        source: of funds whose sources stand side by side (monitoring.workbook.crossed) the one whose columns these are.
        others: places of the columns of the other sources.
    """

    file: ListFile
    header: Header
    columns: tuple[Column, ...]
    source: str = ""
    others: frozenset[int] = frozenset()


@kept
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
    blocks = tuple(tuple(names) for names in content["blocks"])
    return ListFile(
        kind, *about, wording(path), keys, signs, content["signs_needed"], blocks, content.get("instead", {})
    )


def list_file(kind: str) -> ListFile:
    """
    Return one kind of list.

    >>> list_file("projects").title, list_file("rooms").counted
    ('项目清单', '间教室')
    """
    return next(each for each in list_files() if each.kind == kind)


@kept
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


def find_lists(grid: Grid) -> list[FoundList]:
    """Return what list a sheet is: the kind with the most signs; of funds side by side one for each source."""
    whole = [one for one in _candidates(grid) if one.is_whole]
    return max(whole, key=lambda one: one.signs).founds if whole else []


def nearly_a_list(grid: Grid) -> tuple[ListFile, str] | None:
    """Return the kind of list that a sheet would be, had it the column that tells its rows apart, and that column."""
    candidates = [one for one in _candidates(grid, needs_key=False) if not one.is_whole]
    if not candidates:
        return None
    file = max(candidates, key=lambda one: one.signs).founds[0].file
    return file, file.words.labels()[file.keys[0]]


@dataclass(frozen=True)
class _Candidate:
    """A kind of list that a sheet may be: how many of its signs there are, and whether its first key is."""

    founds: list[FoundList]
    signs: int
    is_whole: bool


def _candidates(grid: Grid, *, needs_key: bool = True) -> Iterator[_Candidate]:
    """The kinds of which a sheet has enough signs, in their order."""
    said = _said(grid)
    for each in list_files():
        header = _header(grid, each) if _may_be(each, said, needs_key=needs_key) else None
        if header is None:
            continue
        columns = _with_sources(match_columns(header, each.words), header, each.words)
        columns = tuple(with_leaves(columns, header, each.words))
        founds = _side_by_side(each, header, columns) or [FoundList(each, header, columns)]
        names = {column.field.name for one in founds for column in one.columns if column.field}
        signs = len(names & each.signs)
        if signs >= each.needed:
            yield _Candidate(founds, signs, each.keys_of(names)[0] in names)


def _header(grid: Grid, file: ListFile) -> Header | None:
    """The headings, by the word that tells what a row is about; else by the one that does in its stead."""
    header = find_header(grid, file.words, file.about)
    if header or not file.instead:
        return header
    return find_header(grid, file.words, file.about_instead)


def _side_by_side(file: ListFile, header: Header, columns: Sequence[Column]) -> list[FoundList]:
    if SOURCE_FIELD not in file.keys:
        return []
    sources = by_source(header, columns, file.words)
    figures = {name: {column.index for column in own} for name, own in sources.items()}
    shared = frozenset.intersection(*map(frozenset, figures.values())) if figures else frozenset()
    everything = frozenset().union(*figures.values())
    return [FoundList(file, header, own, name, everything - shared - figures[name]) for name, own in sources.items()]


def _said(grid: Grid) -> str:
    """All that stands where headings may: the four kinds look for their words in it before they cut a cell."""
    texts = {value for row in grid.values[:FIRST_ROWS] for value in row if isinstance(value, str)}
    return plain("|".join(texts)).replace("(", "").replace(")", "")


def _may_be(file: ListFile, said: str, *, needs_key: bool) -> bool:
    """Whether a sheet says the words of what a list is about, and of as many signs as are needed."""
    there = {token for word, token in file.words.tokens.items() if word in said}
    possible = {field.name for field in file.words.fields if field.needs <= there}
    has_key = not needs_key or file.keys_of(possible)[0] in possible
    return has_key and len(possible & file.signs) >= file.needed


def _with_sources(columns: Sequence[Column], header: Header, words: Wording) -> list[Column]:
    """A column under the planned investment that is none of ours is a source of its own: 县级及学校自筹."""
    return [
        replace(column, field=_source(column.header.split("›")[-1], words))
        if _is_source(column, words)
        else replace(column, field=None)
        if _is_of_another_group(column, header)
        else column
        for column in columns
    ]


def _is_source(column: Column, words: Wording) -> bool:
    *above, _ = column.header.split("›")
    is_under_investment = any(INVESTMENT in cut for text in above for cut in heading(text, words)[0])
    return column.field is None and not column.repeats and is_under_investment


def _is_of_another_group(column: Column, header: Header) -> bool:
    """中央 that was read without the heading to its left: 累计到位›中央 is no planned money."""
    is_source = column.field is not None and column.field.name.startswith(SOURCE)
    return is_source and column.header != "›".join(header.paths[column.index][0])


def _source(name: str, words: Wording) -> Field:
    label, _ = without_units(name, words)
    return Field(f"{SOURCE}{label}", label, "万元", "wan_yuan", "fact", frozenset(), frozenset())


def kind_of_list_row(row: Row, listed: FoundList, places: dict[str, int], grid: Grid) -> str:
    """
    Return what a row below the headings of a list is: "school" (a row of data), "sum", "note", "header", "nothing".

    A row is data when it names what the list is about; 合计 and 注 are neither.
    """
    raw = row.raw[:-1] if listed.source else row.raw  # the last place is the source's, whatever stands there
    said = [plain(text) for text in raw if text and not text.isspace()]
    if not said:
        return "nothing"
    texts = texts_in(grid.values[row.number - 1])
    if is_same_heading(texts, listed.header, grid):
        return "header"
    if is_same_above(texts, listed.header, grid):
        return "nothing"
    named = listed.file.keys_of(places)
    about = listed.file.about if named[0] == listed.file.keys[0] else listed.file.about_instead
    keys = [plain(row.raw[places[key]]) for key in named if key in places]
    whole = list(texts.values())
    if any(is_sum(text) for text in ([*keys, *said[:2]] if keys[0] else [*keys, *whole])):
        return "sum"
    if not keys[0] and SECTION.fullmatch(said[0]):
        return "sum"
    if any(says(keys[0], token, listed.file.words) for token in about):
        return "header"
    if is_numbering(whole):
        return "nothing"
    is_named = any(sign.isdigit() for sign in keys[0]) and not keys[0].startswith(NOTE_STARTS)
    if said[0].startswith(NOTE_STARTS) and (len(said) == 1 or not is_named):
        return "note"
    return "note" if len(said) == 1 and (not keys[0] or CHINESE.search(keys[0])) else "school"
