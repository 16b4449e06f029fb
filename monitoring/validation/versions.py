"""Two files of one table: on the screen the one handed in later counts, on the command line somebody has to choose."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from monitoring.errors import ImportRefused
from monitoring.validation.catalogue.problem import Problem, problem
from monitoring.workbook import NOTHING_SAVED, Incomplete, RawTable, SourceFile, list_file, plain
from monitoring.workbook.corrections import Correction
from monitoring.workbook.stages import NAMES

WHOLE_FILE = "整个文件"
SCHOOLS = "schools"
ADDED = frozenset({"reports"})
"""Kinds of which a file of another name is never replaced as a whole: every week adds to them."""
Sheet = tuple[str, str]
"""Name of a file, name of a sheet."""


@dataclass(frozen=True)
class Loaded:
    """
    A file that was read.

    Attributes:
        tables: of schools; lists: of classrooms, projects, weekly reports, funds.
        problems: what was found while it was read.
        corrections: of a list of problems that comes back; None where it is none.
        incomplete: sheets with schools that lack a key column.
    """

    source: SourceFile
    tables: tuple[RawTable, ...]
    lists: tuple[RawTable, ...]
    problems: tuple[Problem, ...] = ()
    corrections: tuple[Correction, ...] | None = None
    incomplete: tuple[Incomplete, ...] = ()

    @property
    def name(self) -> str:
        """The file's name."""
        return self.source.name

    @property
    def all(self) -> tuple[RawTable, ...]:
        """Every table of it."""
        return (*self.tables, *self.lists)


@dataclass(frozen=True)
class Settled:
    """
    Files of which every table counts.

    Attributes:
        files: in the order handed in, their names apart.
        aliases: sheet of a file → the sheets of older files that it replaces.
        problems: what was replaced.
    """

    files: tuple[Loaded, ...]
    aliases: Mapping[Sheet, tuple[Sheet, ...]]
    problems: tuple[Problem, ...] = ()

    @property
    def sources(self) -> tuple[SourceFile, ...]:
        """The files themselves."""
        return tuple(file.source for file in self.files)

    @property
    def tables(self) -> list[RawTable]:
        """The tables of schools of all files."""
        return [table for file in self.files for table in file.tables]

    @property
    def lists(self) -> list[RawTable]:
        """The lists of all files."""
        return [table for file in self.files for table in file.lists]


def settle(files: Sequence[Loaded], *, later_counts: bool, same_name: bool = False) -> Settled:
    """
    Return what counts of several files that may hold the same table: same stage or kind, and rows in common.

    An older table of which most rows stand in a newer one is replaced as a whole; of another one only the rows that
    both have. Files of different schools are all kept.

    Args:
        files: in the order in which they were handed in.
        later_counts: the later file replaces; else two files whose common rows differ are refused.
        same_name: compare only files of one name.

    Raises:
        ImportRefused: names two files whose common rows differ.
    """
    kept: list[Loaded] = []
    aliases: dict[Sheet, tuple[Sheet, ...]] = {}
    problems: list[Problem] = []
    for place, file in enumerate(files):
        newer = [one for one in files[place + 1 :] if one.name == file.name or not same_name]
        left: dict[int, RawTable] = {}
        for table in file.all:
            overlap = _overlap(table, newer)
            if overlap is None:
                left[id(table)] = table
                continue
            other, by, shared = overlap
            if not later_counts:
                if not _agree(table, by):
                    raise ImportRefused(_both(table, by, shared))
                left[id(table)] = table  # rows that say the same are counted once, each told
                continue
            rest = _rest(table, other, newer)
            if rest:
                left[id(table)] = rest
            else:
                here = by.file, by.sheet
                aliases[here] = (*aliases.get(here, ()), (table.file, table.sheet))
            problems.append(_replaced(table, by, rest, len(_only_here(table, newer))))
        if left or not file.all:
            tables, lists = ([left[id(one)] for one in group if id(one) in left] for group in (file.tables, file.lists))
            kept.append(replace(file, tables=tuple(tables), lists=tuple(lists)))
    return Settled(tuple(kept), aliases, tuple(problems))


def with_names_apart(settled: Settled) -> Settled:
    """Return the files with every name once: two townships may each send 综合报表_小学.xlsx."""
    taken: set[str] = set()
    files = []
    for file in settled.files:
        name = next(name for name in _names(file.name) if name not in taken)
        taken.add(name)
        files.append(_named(file, name) if name != file.name else file)
    return replace(settled, files=tuple(files))


def _names(name: str) -> Iterator[str]:
    """A name, and what its second, third … bearer is called."""
    yield name
    stem, dot, ending = name.rpartition(".") if "." in name else (name, "", "")
    yield from (f"{stem}({number}){dot}{ending}" for number in itertools.count(1 + 1))


def _agree(table: RawTable, other: RawTable) -> bool:
    """Whether the rows that two tables share say the same, as the same export saved twice does."""
    names = (table.places.keys() & other.places.keys()) - {"serial"}
    rows = [
        {_key(one, row): [plain(row.raw[one.places[name]]) for name in sorted(names)] for row in one.rows}
        for one in (table, other)
    ]
    return all(rows[0][key] == rows[1][key] for key in (rows[0].keys() & rows[1].keys()) - {()})


def _named(file: Loaded, name: str) -> Loaded:
    return Loaded(
        replace(file.source, name=name),
        tuple(replace(table, file=name) for table in file.tables),
        tuple(replace(table, file=name) for table in file.lists),
        tuple(replace(one, file=name) for one in file.problems),
        file.corrections,
    )


def _overlap(table: RawTable, newer: Sequence[Loaded]) -> tuple[Loaded, RawTable, int] | None:
    """The table of another file that has most rows of this one, and how many; of two the newest."""
    own = _keys(table)
    overlaps = [
        (len(own & _keys(other)), place, file, other) for place, file in enumerate(newer) for other in _of(table, file)
    ]
    shared, _, file, other = max(overlaps, key=lambda each: each[:2], default=(0, 0, None, None))
    return (file, other, shared) if shared else None


def _of(table: RawTable, file: Loaded) -> list[RawTable]:
    """The tables of a file that are of one stage, or kind, with another."""
    return [other for other in file.all if (other.kind, other.stage) == (table.kind, table.stage)]


def _rest(table: RawTable, by: Loaded, newer: Sequence[Loaded]) -> RawTable | None:
    """What is left of an older table; None: nothing. A sum of all its rows says nothing of some of them."""
    own = _keys(table)
    theirs = set().union(*(_keys(other) for other in _of(table, by)))
    if (table.kind not in ADDED or table.file == by.name) and 2 * len(own & theirs) > len(own):  # noqa: PLR2004
        return None
    rows = _only_here(table, newer)
    return replace(table, rows=tuple(rows), sums=()) if rows else None


def _only_here(table: RawTable, newer: Sequence[Loaded]) -> list:
    """The rows that stand in no newer table."""
    theirs = set().union(*(_keys(other) for file in newer for other in _of(table, file)))
    return [row for row in table.rows if _key(table, row) not in theirs]


def _keys(table: RawTable) -> set[tuple[str, ...]]:
    return {_key(table, row) for row in table.rows} - {()}


def _key(table: RawTable, row) -> tuple[str, ...]:
    """What tells a row of a table; () where it does not say."""
    names = ("school_code",) if table.kind == SCHOOLS else list_file(table.kind).keys
    if table.kind == "projects":
        names = names[:1]
    parts = tuple(
        plain(row.raw[table.places[name]]).strip("'’").removesuffix(".0") for name in names if name in table.places
    )
    return parts if all(parts) else ()


def title(table: RawTable) -> str:
    """Return what a table is called: 小学综合报表, 项目清单."""
    return f"{NAMES[table.stage]}综合报表" if table.kind == SCHOOLS else list_file(table.kind).title


def _rows(table: RawTable, number: int) -> str:
    return f"{number} {'所学校' if table.kind == SCHOOLS else list_file(table.kind).counted}"


def _both(table: RawTable, by: RawTable, shared: int) -> str:
    return (
        f"“{table.file}”和“{by.file}”都是{title(table)}，{_rows(table, shared)}两个文件里都有，填的不一样。"
        f"请只留一个再导入；{NOTHING_SAVED}"
    )


def _replaced(table: RawTable, by: RawTable, rest: RawTable | None, only_here: int) -> Problem:
    named = "后传的同名文件" if table.file == by.file else f"后传的“{by.file}”"
    count = len(table.rows)
    if rest:
        words = {"named": named, "shared": _rows(table, count - len(rest.rows)), "left": _rows(table, len(rest.rows))}
        return problem("rows_replaced", table.file, table.sheet, WHOLE_FILE, _rows(table, count), words=words)
    lost = f"；其中 {_rows(table, only_here)}新文件里没有，不入库" if only_here else ""
    words = {"named": named, "lost": lost}
    return problem(
        "table_replaced", table.file, table.sheet, WHOLE_FILE, f"{title(table)} {_rows(table, count)}", words=words
    )
