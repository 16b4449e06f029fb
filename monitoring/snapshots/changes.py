"""
What differs between two states of what is known: a real change, or a correction of what was known. Pure.

Source: rules 7. A change is told by a table or an entry of a later date; a correction is a newer import, or entry, of
the same date, or what is known again after a withdrawal. The two are never added.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import pandas as pd

from monitoring.snapshots.selection import Head

SAME, CHANGE, CORRECTION = "same", "change", "correction"


class Topic(NamedTuple):
    """What is told of: a kind of table and its stage, or of entries the project, the statement and its subject."""

    kind: Hashable
    stage: str = ""


class Told(NamedTuple):
    """What speaks for a topic: the day that it is dated, and the number of its table or entry."""

    dated: date
    number: int


def differences(before: Mapping[Topic, Told], after: Mapping[Topic, Told]) -> dict[Topic, str]:
    """
    Say of every topic of two states what it is: SAME, CHANGE or CORRECTION.

    Args:
        before, after: what speaks for each topic: on two days, or before and after an import or a withdrawal.

    Returns:
        Every topic of either. A stage that a later date of its kind does not have changed; one that is told for the
        first time of a date that was known was corrected, as was what a withdrawal took back.

    >>> september, october = Told(date(2026, 9, 30), 1), Told(date(2026, 10, 16), 2)
    >>> rooms, projects = Topic("rooms"), Topic("projects")
    >>> differences({rooms: september, projects: september}, {rooms: october, projects: Told(date(2026, 9, 30), 2)})
    {Topic(kind='rooms', stage=''): 'change', Topic(kind='projects', stage=''): 'correction'}
    """
    was, now = _newest(before), _newest(after)
    topics = dict.fromkeys([*before, *after])
    return {topic: _nature(topic, before, after, was, now) for topic in topics}


def _nature(
    topic: Topic,
    before: Mapping[Topic, Told],
    after: Mapping[Topic, Told],
    was: Mapping[Hashable, date],
    now: Mapping[Hashable, date],
) -> str:
    if before.get(topic) == after.get(topic):
        return SAME
    is_later = topic.kind in now and (topic.kind not in was or now[topic.kind] > was[topic.kind])
    return CHANGE if is_later else CORRECTION


def _newest(told: Mapping[Topic, Told]) -> dict[Hashable, date]:
    """Kind → the newest date of it."""
    newest: dict[Hashable, date] = {}
    for topic, each in told.items():
        newest[topic.kind] = max(each.dated, newest.get(topic.kind, each.dated))
    return newest


def of_tables(known: Iterable[Head]) -> dict[Topic, Told]:
    """Return the tables that speak (selection.known_on), by topic."""
    return {Topic(each.kind, each.stage): Told(each.dated, each.id) for each in known}


def of_entries(entries: pd.DataFrame, on: date) -> dict[Topic, Told]:
    """
    Return the entries that count up to a day: of one thing the newest day, of one day the newest entry.

    Args:
        entries: of snapshots.entries.
    """
    told: dict[Topic, Told] = {}
    for row in entries[entries["reported_on"] <= pd.Timestamp(on)].itertuples():
        topic, each = Topic((row.project, row.statement, row.subject)), Told(row.reported_on.date(), row.id)
        told[topic] = max(told.get(topic, each), each)
    return told


def first_told(tables: Sequence[Head], known: Iterable[Head], kind: str) -> tuple[Head, ...]:
    """
    Return the tables that speak as they were before any correction: of one kind, stage and date the oldest import's.

    Args:
        tables: every table of the county in use (selection.heads).
        known: those that speak; of other kinds than `kind` they stay.
    """
    return tuple(_first(tables, each) if each.kind == kind else each for each in known)


def _first(tables: Sequence[Head], known: Head) -> Head:
    of_it = [each for each in tables if (each.kind, each.stage, each.dated) == (known.kind, known.stage, known.dated)]
    return min((each for each in of_it if each.rows), key=lambda each: (each.import_id, each.id), default=known)
