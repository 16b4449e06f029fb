"""
What an import brought: a later date, or a correction of what was known; and what was known before any correction.

Source: rules 7. The same rows once more, from whatever file, are neither.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import Connection, select

from monitoring.snapshots.changes import CORRECTION, SAME, Topic, differences, first_told, of_entries, of_tables
from monitoring.snapshots.entered import entries
from monitoring.snapshots.integrity import whole_parts
from monitoring.snapshots.reading import FRAMES
from monitoring.snapshots.selection import BOUNDARY, REPORTS, Head, Selection, heads, known_on
from monitoring.storage import Storage, frame_from_bytes
from monitoring.storage.tables import table_parts
from monitoring.workbook import ORIGIN

SAID = ["amount", "done_on", "work", "problem"]
"""What an entry says, beside of what and when."""


@dataclass(frozen=True)
class Brought:
    """
    What an import brought of one county.

    Attributes:
        tables: kind and stage ("" of a list) → same, change or correction (changes); weekly reports and boundaries are
            none of them.
        weekly: project → the same, of its newest weekly report; a week that a later one had replaced is the same.
    """

    tables: Mapping[Topic, str]
    weekly: Mapping[str, str]


def brought(storage: Storage, county: str, number: int) -> Brought:
    """Return what an import in use brought of a county, held against what was in use of older imports."""
    with storage.read() as connection:
        tables = heads(connection, county)
        older = [each for each in tables if each.import_id < number]
        own = [each for each in tables if each.import_id == number and each.kind not in (REPORTS, BOUNDARY)]
        natures = {Topic(each.kind, each.stage): _nature(connection, older, own, each) for each in own}
    return Brought(natures, _weekly(entries(storage, county), number))


def _nature(connection: Connection, older: Sequence[Head], own: Sequence[Head], table: Head) -> str:
    before, after = (known_on(tables, table.dated) for tables in (older, [*older, *own]))
    topic = Topic(table.kind, table.stage)
    nature = differences(of_tables(before), of_tables(after)).get(topic, SAME)
    was = [each for each in before if (each.kind, each.stage) == topic]
    is_again = nature == CORRECTION and bool(was) and _is_same_content(connection, was[0], table)
    return SAME if is_again else nature


def _weekly(told: pd.DataFrame, number: int) -> dict[str, str]:
    own = told[told["import_id"] == number]
    if own.empty:
        return {}
    older, on = told[told["id"] < own["id"].min()], own["reported_on"].max().date()
    before, after = of_entries(older, on), of_entries(pd.concat([older, own]), on)
    natures, said = differences(before, after), told.set_index("id")[SAID].fillna("")
    by_project = {}
    for project, statement, subject in own[["project", "statement", "subject"]].drop_duplicates().to_numpy():
        topic = Topic((project, statement, subject))
        is_again = topic in before and said.loc[before[topic].number].equals(said.loc[after[topic].number])
        by_project[project] = SAME if natures[topic] == CORRECTION and is_again else natures[topic]
    return by_project


def before_corrections(storage: Storage, key: str, kind: str) -> tuple[str, tuple[str, ...]]:
    """
    Return the key of the same day by the tables of a kind that were imported first, and the stages corrected since.

    Args:
        key: of newest.
        kind: schools, or a list, whose stage is "".
    """
    asked = Selection.parse(key)
    with storage.read() as connection:
        tables = heads(connection, asked.county)
        now = sorted((each for each in tables if each.id in asked.tables), key=lambda each: asked.tables.index(each.id))
        pairs = zip(first_told(tables, now, kind), now, strict=True)
        first = tuple(new if _is_same_content(connection, old, new) else old for old, new in pairs)
    natures = differences(of_tables(first), of_tables(now))
    stages = tuple(topic.stage for topic, nature in natures.items() if nature == CORRECTION)
    return (Selection(asked.county, asked.on, tuple(each.id for each in first)).key, stages) if stages else (key, ())


def _is_same_content(connection: Connection, old: Head, new: Head) -> bool:
    """Whether two tables of a kind hold the same rows, wherever these stood: importing them again corrects nothing."""
    if old.id == new.id:
        return True
    names = FRAMES.get(new.kind, ("rows",))
    query = select(table_parts.c.name, table_parts.c.sha256).where(table_parts.c.name.in_(names))
    first, second = (
        dict(connection.execute(query.where(table_parts.c.table_id == each.id)).all()) for each in (old, new)
    )
    if first == second or first.keys() != second.keys():
        return first == second
    was, now = (_rows(connection, each, names) for each in (old, new))
    return all(was[name].equals(now[name]) for name in now)


def _rows(connection: Connection, table: Head, names: Sequence[str]) -> dict[str, pd.DataFrame]:
    """The frames of a table without the places of their cells."""
    parts = whole_parts(connection, table.id, names)
    return {name: frame_from_bytes(content).drop(columns=ORIGIN, errors="ignore") for name, content in parts.items()}
