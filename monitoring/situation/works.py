"""The projects of a day: their lists, what was told since, and the lists before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from monitoring.projects.listing import projects_table
from monitoring.projects.milestones import milestone_table
from monitoring.projects.rules import ProjectRules
from monitoring.projects.told import Told, told
from monitoring.snapshots import Snapshot, weekly

PROJECTS = "projects"


@dataclass(frozen=True)
class Works:
    """
    The projects that are known on a day.

    Attributes:
        on: the day.
        listed_on: the date of the list of projects.
        lists: projects, milestones, sources, and funds where it was imported, with what was told since.
        table: of projects.listing.projects_table.
        milestones: of projects.milestones.milestone_table.
        reports: the weekly reports that count up to the day; history: all of the county, those that were replaced or
            are of a later day too.
        entries: everything that was told of the county, the newest first.
        reckoned: project → the day at which it is reckoned.
    """

    on: date
    listed_on: date
    lists: Mapping[str, pd.DataFrame]
    table: pd.DataFrame
    milestones: pd.DataFrame
    reports: pd.DataFrame
    history: pd.DataFrame
    entries: pd.DataFrame
    reckoned: Mapping[str, date]


def works(snapshot: Snapshot, entries: pd.DataFrame, reports: pd.DataFrame, rules: ProjectRules) -> Works:
    """
    Return the projects of a day.

    Args:
        snapshot: with a list of projects.
        entries: of the county (snapshots.entries).
        reports: those that count up to the day (snapshots.counted_reports).
    """
    on, listed_on = snapshot.on, snapshot.dates[PROJECTS]
    with_told = lists_told(snapshot.lists, entries, listed_on, on, rules)
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
    return Works(on, listed_on, lists, table, dates, reports, weekly(entries), entries, with_told.reckoned)


def lists_told(
    lists: Mapping[str, pd.DataFrame], entries: pd.DataFrame, listed_on: date, on: date, rules: ProjectRules
) -> Told:
    """Return lists of projects with what was told of them up to a day (projects.told)."""
    return told(lists[PROJECTS], lists["milestones"], lists.get("funds"), entries, listed_on, on, rules)
