"""The projects of a day: their lists, what was told since, and the lists before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from monitoring.projects.listing import projects_table
from monitoring.projects.milestones import milestone_table
from monitoring.projects.rules import ProjectRules
from monitoring.projects.told import Answer, Told, answers, first_answers, told
from monitoring.snapshots import Snapshot, weekly

PROJECTS = "projects"


@dataclass(frozen=True)
class Works:
    """
    The projects that are known on a day.

    Attributes:
        on: the day.
        listed_on: the date of the list of projects.
        dates: kind of list → its date.
        lists: projects, milestones, sources, and funds where it was imported, with what was told since.
        table: of projects.listing.projects_table.
        milestones: of projects.milestones.milestone_table.
        reports: the weekly reports that count up to the day; history: all of the county, those that were replaced or
            are of a later day too.
        entries: everything that was told of the county, the newest first.
        reckoned: project → the day at which it is reckoned.
        answers: of what was typed in, what the lists since then have in its cell; id → answer.
        totals: project → the columns of money in which a total stands that was told.
        beyond: projects of a school that is in no school table that is known → that school's name.
    """

    on: date
    listed_on: date
    dates: Mapping[str, date]
    lists: Mapping[str, pd.DataFrame]
    table: pd.DataFrame
    milestones: pd.DataFrame
    reports: pd.DataFrame
    history: pd.DataFrame
    entries: pd.DataFrame
    reckoned: Mapping[str, date]
    answers: Mapping[int, Answer]
    totals: Mapping[str, frozenset[str]]
    beyond: Mapping[str, str]


def works(
    snapshot: Snapshot,
    entries: pd.DataFrame,
    reports: pd.DataFrame,
    rules: ProjectRules,
    before: Mapping[int, Answer] | None = None,
) -> Works:
    """
    Return the projects of a day.

    Args:
        snapshot: with a list of projects.
        entries: of the county (snapshots.entries).
        reports: those that count up to the day (snapshots.counted_reports).
        before: what the lists before answered (answers_of).
    """
    on, listed_on = snapshot.on, snapshot.dates[PROJECTS]
    with_told = lists_told(snapshot, entries, on, rules, before)
    lists = dict(snapshot.lists) | {PROJECTS: with_told.projects, "milestones": with_told.milestones}
    heard = pd.DataFrame(
        {"project": list(with_told.heard), "reported_on": pd.to_datetime(pd.Series(list(with_told.heard.values())))}
    )
    # A list of the school tables' own date comes with them, beside its weekly reports; a later one is word of its own.
    own_word = listed_on if listed_on != snapshot.period else None
    table = projects_table(
        *(lists[name] for name in (PROJECTS, "milestones", "sources")),
        heard,
        on,
        rules,
        lists.get("rooms"),
        unheard=snapshot.unheard,
        reckoned=with_told.reckoned,
        listed_on=own_word,
    )
    dates = milestone_table(lists["milestones"], lists[PROJECTS], on, rules, with_told.reckoned)
    answered = first_answers([before or {}, answers(typed(entries), snapshot.lists, snapshot.dates)])
    return Works(
        on,
        listed_on,
        snapshot.dates,
        lists,
        table,
        dates,
        reports,
        weekly(entries),
        entries,
        with_told.reckoned,
        answered,
        with_told.totals,
        _beyond(snapshot),
    )


def lists_told(
    held: Snapshot,
    entries: pd.DataFrame,
    on: date,
    rules: ProjectRules,
    before: Mapping[int, Answer] | None = None,
) -> Told:
    """Return the lists of projects that are held with what was told of them up to a day (projects.told)."""
    return told(held.lists, held.dates, entries, on, rules, before)


def typed(entries: pd.DataFrame) -> pd.DataFrame:
    """Return the entries that were typed in: those of a workbook came with a list of their own."""
    return entries[entries["import_id"].isna()]


def answers_of(held: Iterable[Snapshot], entries: pd.DataFrame) -> dict[int, Answer]:
    """
    Return what lists have in the cells that typed entries are about (projects.told.answers).

    Args:
        held: with a list of projects each, the oldest first.
    """
    own = typed(entries)
    return first_answers(answers(own, each.lists, each.dates) for each in held)


def _beyond(snapshot: Snapshot) -> dict[str, str]:
    """Of which projects the school is in no table; none where no school table is known at all."""
    if snapshot.period is None:
        return {}
    listed = snapshot.lists[PROJECTS]
    strangers = listed[(listed["school_code"] != "") & ~listed["school_code"].isin(snapshot.rows["school_code"])]
    return dict(zip(strangers["project"], strangers["school_name"], strict=True))
