"""
What was told of projects since their list: milestones done, money to date, pauses, laid over the list's own cells.

Source: contract 7. Of one statement the newest by its date counts, of one date the newest typed. A later list replaces
what was told up to its date; where its cell is blank, what was told stays in force.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from monitoring.projects.funds import exact
from monitoring.projects.rules import ProjectRules

PROGRESS, MILESTONE, PAUSED, RESUMED = "progress", "milestone", "paused", "resumed"
MONEY = {"arrived": "arrived_wan_yuan", "paid": "paid_wan_yuan"}
"""Statement of money to date → the column that it changes."""
STANDING = (PAUSED, RESUMED)
"""Two words on the same thing: the newer of them counts."""


@dataclass(frozen=True)
class Told:
    """
    Lists of projects with what was told since.

    Attributes:
        projects, milestones: the frames of those names (docs/architecture.md).
        reckoned: project → the day at which it is reckoned: the later of its list's date and its last entry.
        heard: project → the day of its last entry; one without any is absent.
    """

    projects: pd.DataFrame
    milestones: pd.DataFrame
    reckoned: Mapping[str, date]
    heard: Mapping[str, date]


def told(
    projects: pd.DataFrame,
    milestones: pd.DataFrame,
    funds: pd.DataFrame | None,
    entries: pd.DataFrame,
    listed_on: date,
    on: date,
    rules: ProjectRules,
) -> Told:
    """
    Lay what was told up to a day over the list of projects.

    Args:
        projects, milestones, funds: the frames of those names; funds None where 资金 was never imported.
        entries: project, reported_on, statement, subject, amount, done_on, work, import_id, id (snapshots.entries).
        listed_on: the date of the list.
        on: the day; what is of a later day was not known.

    Returns:
        The lists of that day. Where nothing was told after the list, and nothing that its blanks leave open, they are
        as they were.
    """
    known = entries[(entries["reported_on"] <= pd.Timestamp(on)) & entries["project"].isin(projects["project"])]
    heard = {name: day.date() for name, day in known.groupby("project")["reported_on"].max().items()}
    reckoned = {name: max(listed_on, heard.get(name, listed_on)) for name in projects["project"]}
    in_force = _in_force(known)
    if in_force.empty:
        return Told(projects, milestones, reckoned, heard)
    changed, dates = projects.copy(), milestones.copy()
    place = {name: row for row, name in zip(changed.index, changed["project"], strict=True)}
    milestone = dict(zip(zip(dates["project"], dates["milestone"], strict=True), dates.index, strict=True))
    for said in in_force.itertuples():
        row, is_later = place[said.project], said.reported_on > pd.Timestamp(listed_on)
        if said.statement == MILESTONE and (said.project, said.subject) in milestone:
            _set_day(dates, milestone[said.project, said.subject], said.done_on, is_later=is_later)
        elif said.statement in MONEY:
            _set_money(changed, row, said, funds, is_later=is_later)
        elif said.statement in STANDING and (is_later or not changed.at[row, "reported_state"]):
            changed.at[row, "reported_state"] = rules.paused if said.statement == PAUSED else ""
            changed.at[row, "reason"] = said.work if said.statement == PAUSED else ""
        elif said.statement == PROGRESS and not pd.isna(said.amount):
            is_typed = pd.isna(said.import_id)  # 周进度 of a workbook up to the list's date is beside it, not in it
            if is_later or (is_typed and pd.isna(changed.at[row, "progress_pct"])):
                changed.at[row, "progress_pct"] = said.amount
    return Told(changed, dates, reckoned, heard)


def _in_force(entries: pd.DataFrame) -> pd.DataFrame:
    """Of each statement the one that counts, the oldest first, so that a total told after a source wins."""
    same = entries.assign(
        about=entries["statement"].replace(RESUMED, PAUSED),
        says=entries["statement"].ne(PROGRESS) | entries["amount"].notna(),
    )
    same = same[same["says"]].sort_values(["reported_on", "id"])
    return same.drop_duplicates(["project", "about", "subject"], keep="last")


def _set_day(dates: pd.DataFrame, row: int, day: pd.Timestamp, *, is_later: bool) -> None:
    if not is_later and not pd.isna(dates.at[row, "actual_on"]):
        return
    dates.at[row, "actual_on"] = day
    if "absent" in dates:
        left = [name for name in dates.at[row, "absent"].split("|") if name not in ("", "actual_on")]
        dates.at[row, "absent"] = "|".join(left)


def _set_money(changed: pd.DataFrame, row: int, said, funds: pd.DataFrame | None, *, is_later: bool) -> None:
    """In total: the project's figure. Of one source: by how much that source's figure in 资金 grew."""
    name = MONEY[said.statement]
    listed = changed.at[row, name]
    if not said.subject:
        if is_later or pd.isna(listed):
            changed.at[row, name] = said.amount
        return
    own = funds[(funds["project"] == said.project) & (funds["source"] == said.subject)] if funds is not None else ()
    if is_later and len(own) == 1 and not pd.isna(listed) and not pd.isna(own[name].iloc[0]):
        changed.at[row, name] = float(exact(listed) + exact(said.amount) - exact(own[name].iloc[0]))
