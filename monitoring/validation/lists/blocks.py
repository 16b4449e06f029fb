"""
Names that stand in the first row of a block alone and are not merged: 学校标识码 once above its classrooms.

The rows below are read as if they were filled, and one stop a sheet asks whether they are meant so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from monitoring.validation.entries import Effect, Entry, Findings, tables_of
from monitoring.validation.lists.places import PLACES, Schools
from monitoring.workbook import RawTable, list_file, plain

FEWEST, SHARE = 2, 0.05
"""So many blank rows of a sheet, and so large a part of it, are no slip of the pen."""
SHARE_OF_OTHERS = 0.5
"""Of what a row need not have: a project of the whole county has no school."""


@dataclass(frozen=True)
class Block:
    """Fields of a sheet that were filled down, and the rows in which they were."""

    table: RawTable
    names: tuple[str, ...]
    entries: tuple[Entry, ...]


def fill_blocks(entries: Sequence[Entry]) -> list[Block]:
    """Give rows the names of the row above, where a sheet names them once a block, and return what was filled."""
    blocks = []
    for table in tables_of(entries):
        own = [entry for entry in entries if entry.table is table]
        for names in list_file(table.kind).blocks:
            there = tuple(name for name in names if name in table.places)
            is_needed = names[0] in list_file(table.kind).keys
            filled = _below(own, there, names) if there and (is_needed or there == names) else []
            if len(filled) >= max(FEWEST, (SHARE if is_needed else SHARE_OF_OTHERS) * len(own)):
                for entry, above in filled:
                    entry.values |= {name: above.values[name] for name in there}
                blocks.append(Block(table, there, tuple(entry for entry, _ in filled)))
    return blocks


def _below(entries: Sequence[Entry], there: Sequence[str], names: Sequence[str]) -> list[tuple[Entry, Entry]]:
    """The rows in which nothing of it stands, each with the last row above in which something does."""
    pairs, above = [], None
    for entry in entries:
        if any(entry.raw(name).strip() for name in there):
            above = entry
        elif above and _is_same(entry, above, names) and not any(entry.values.get(name) for name in there):
            pairs.append((entry, above))
    return pairs


def _is_same(entry: Entry, above: Entry, names: Sequence[str]) -> bool:
    """A grade holds within its school alone."""
    if "school_code" in names or "project" in names:
        return True
    return all(
        plain(str(entry.values.get(name, ""))) == plain(str(above.values.get(name, "")))
        for name in ("school_code", "school_name")
    )


def tell_blocks(blocks: Iterable[Block], schools: Schools, findings: Findings) -> None:
    """Ask once a sheet and block of columns whether the rows below mean the same; else they name nobody."""
    for block in blocks:
        first, *_ = block.entries
        labels = [block.table.column(name).field.label for name in block.names]
        values = {name: {entry.values[name] for entry in block.entries} - {""} for name in block.names}
        effects = [effect for entry in block.entries for effect in _effects(entry, block.names, schools)]
        findings.forget_cells(block.entries, block.names)
        findings.on_column(
            block.table, block.table.column(block.names[0]), "block_names",
            f"{len(block.entries)} 行空白，第一处是第{first.row.number}行",
            proposal=f"照上面一行填（{max(map(len, values.values()))} 种）", effects=effects, labels="、".join(labels),
        )  # fmt: skip


def _effects(entry: Entry, names: Sequence[str], schools: Schools) -> list[Effect]:
    """Without the names a row is where its own 所在乡镇 says, if it says one."""
    blank = dict.fromkeys(names, "")
    if "school_code" in names or "school_name" in names:
        typed = "" if "township" in names else entry.raw("township").strip()
        place = schools.township(typed) if typed else None
        blank |= {name: getattr(place, name) if place else "" for name in PLACES}
        blank |= {"township": place.township if place else typed, "school_code": "", "school_name": ""}
    return [Effect(entry, name, entry.values.get(name, ""), value) for name, value in blank.items()]
