"""
What was told of projects since their list: milestones done, money to date, pauses, laid over the list's own cells.

Source: rules 7. Of one statement the newest by its date counts, of one date the newest typed. A later list replaces
what was told up to its date; where its cell is blank, what was told stays in force.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
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
PROJECTS, MILESTONES, FUNDS = "projects", "milestones", "funds"
Lists = Mapping[str, pd.DataFrame]
"""The frames projects and milestones of a list, and funds where 资金 is known."""


@dataclass(frozen=True)
class Answer:
    """
    What the first list dated on or after an entry's day has in the cell that the entry is about.

    Attributes:
        listed_on: the date of that list; of several the first that fills the cell, where none does the last.
        value: what stands there: 万元 or percent, a day, a state; None: it is blank, and what was told stays in force.
    """

    listed_on: date
    value: float | pd.Timestamp | str | None


@dataclass(frozen=True)
class Told:
    """
    Lists of projects with what was told since.

    Attributes:
        projects, milestones: the frames of those names (docs/architecture.md).
        reckoned: project → the day at which it is reckoned: the later of its list's date and its last entry.
        heard: project → the day of its last entry; one without any is absent.
        totals: project → the columns of money in which a total stands that was told (of MONEY).
    """

    projects: pd.DataFrame
    milestones: pd.DataFrame
    reckoned: Mapping[str, date]
    heard: Mapping[str, date]
    totals: Mapping[str, frozenset[str]]


def answers(entries: pd.DataFrame, lists: Lists, dates: Mapping[str, date]) -> dict[int, Answer]:
    """
    Return what a list has in the cells that entries are about; an entry that the list knows nothing of is absent.

    Args:
        entries: id, project, reported_on, statement, subject; those of a later day than the list are left out.
        dates: "projects", "funds" → the date of each.

    >>> lists = {"projects": pd.DataFrame({"project": ["A"], "paid_wan_yuan": [450.0]})}
    >>> entry = {"id": 7, "project": "A", "reported_on": pd.Timestamp(2026, 11, 20), "statement": "paid", "subject": ""}
    >>> answers(pd.DataFrame([entry]), lists, {"projects": date(2026, 11, 27)})
    {7: Answer(listed_on=datetime.date(2026, 11, 27), value=450.0)}
    """
    rows = {row["project"]: row for row in lists[PROJECTS].to_dict("records")}
    days = _cells(lists.get(MILESTONES), ["project", "milestone"], "actual_on")
    funds = {name: _cells(lists.get(FUNDS), ["project", "source"], column) for name, column in MONEY.items()}
    answers_by_id = {}
    for said in entries.itertuples():
        of_source = said.statement in MONEY and said.subject != ""
        listed_on = dates.get(FUNDS if of_source else PROJECTS)
        if listed_on is None or said.reported_on > pd.Timestamp(listed_on) or said.project not in rows:
            continue
        if of_source:
            value = funds[said.statement].get((said.project, said.subject))
        elif said.statement == MILESTONE:
            value = days.get((said.project, said.subject))
        elif said.statement in STANDING:
            value = rows[said.project]["reported_state"] or None
        else:
            value = rows[said.project][MONEY.get(said.statement, "progress_pct")]
        answers_by_id[said.id] = Answer(listed_on, None if pd.isna(value) else value)
    return answers_by_id


def first_answers(of_lists: Iterable[Mapping[int, Answer]]) -> dict[int, Answer]:
    """
    Return of several lists the answer that holds for each entry: the first that fills its cell, else the last blank.

    Args:
        of_lists: of `answers`, the oldest list first.

    >>> blank, filled, later = (Answer(date(2026, 11, day), value) for day, value in ((6, None), (13, 4.0), (20, 5.0)))
    >>> first_answers([{7: blank, 8: blank}, {7: filled}, {7: later}]) == {7: filled, 8: blank}
    True
    """
    first: dict[int, Answer] = {}
    for each in of_lists:
        first |= {number: answer for number, answer in each.items() if _is_open(first.get(number))}
    return first


def _is_open(answer: Answer | None) -> bool:
    return answer is None or answer.value is None


def _cells(frame: pd.DataFrame | None, keys: list[str], column: str) -> dict[tuple[str, str], object]:
    if frame is None:
        return {}
    return dict(zip(zip(frame[keys[0]], frame[keys[1]], strict=True), frame[column], strict=True))


def told(
    lists: Lists,
    dates: Mapping[str, date],
    entries: pd.DataFrame,
    on: date,
    rules: ProjectRules,
    earlier: Mapping[int, Answer] | None = None,
) -> Told:
    """
    Lay what was told up to a day over the list of projects.

    Args:
        lists: projects, milestones, and funds where 资金 is known.
        dates: "projects", "funds" → the date of each.
        entries: project, reported_on, statement, subject, amount, done_on, work, import_id, id (snapshots.entries).
        on: the day; what is of a later day was not known.
        earlier: what lists before this one answered (first_answers): what one of them replaced stays replaced.

    Returns:
        The lists of that day. Where nothing was told after the list, and nothing that its blanks leave open, they are
        as they were. Money told of a source changes the project's total by what is more than 资金 says, unless a
        total was told; where 资金 is of another day than the list, nobody knows what the total holds of it already.
    """
    projects, milestones, listed_on = lists[PROJECTS], lists[MILESTONES], dates[PROJECTS]
    known = entries[(entries["reported_on"] <= pd.Timestamp(on)) & entries["project"].isin(projects["project"])]
    heard = {name: day.date() for name, day in known.groupby("project")["reported_on"].max().items()}
    reckoned = {name: max(listed_on, heard.get(name, listed_on)) for name in projects["project"]}
    in_force = _in_force(known, listed_on)
    answered = first_answers([earlier or {}, answers(in_force, lists, dates)])
    in_force = in_force[[_is_open(answered.get(number)) for number in in_force["id"]]]
    if in_force.empty:
        return Told(projects, milestones, reckoned, heard, {})
    changed, days = projects.copy(), milestones.copy()
    place = {name: row for row, name in zip(changed.index, changed["project"], strict=True)}
    milestone = dict(zip(zip(days["project"], days["milestone"], strict=True), days.index, strict=True))
    for said in in_force.itertuples():
        row = place[said.project]
        if said.statement == MILESTONE and (said.project, said.subject) in milestone:
            _set_day(days, milestone[said.project, said.subject], said.done_on)
        elif said.statement in STANDING:
            changed.at[row, "reported_state"] = rules.paused if said.statement == PAUSED else ""
            changed.at[row, "reason"] = said.work if said.statement == PAUSED else ""
        elif said.statement == PROGRESS:
            changed.at[row, "progress_pct"] = said.amount
    totals = _set_money(changed, place, in_force[in_force["statement"].isin(list(MONEY))], lists, dates)
    return Told(changed, days, reckoned, heard, totals)


def _in_force(entries: pd.DataFrame, listed_on: date) -> pd.DataFrame:
    """
    Of each statement the one that counts.

    周进度 of a workbook up to the list's date stands beside the list, not in it: its blank 形象进度 stays blank.
    """
    same = entries.assign(
        about=entries["statement"].replace(RESUMED, PAUSED),
        says=entries["statement"].ne(PROGRESS) | entries["amount"].notna(),
    )
    same = same[same["says"]].sort_values(["reported_on", "id"])
    newest = same.drop_duplicates(["project", "about", "subject"], keep="last")
    beside = (newest["statement"] == PROGRESS) & newest["import_id"].notna()
    return newest[~(beside & (newest["reported_on"] <= pd.Timestamp(listed_on)))]


def _set_day(days: pd.DataFrame, row: int, day: pd.Timestamp) -> None:
    days.at[row, "actual_on"] = day
    if "absent" in days:
        left = [name for name in days.at[row, "absent"].split("|") if name not in ("", "actual_on")]
        days.at[row, "absent"] = "|".join(left)


def _set_money(
    changed: pd.DataFrame, place: Mapping[str, int], said: pd.DataFrame, lists: Lists, dates: Mapping[str, date]
) -> dict[str, frozenset[str]]:
    """Set the totals that were told; where none was, add what sources were told to have more than 资金 says."""
    totals: dict[str, frozenset[str]] = {}
    for row in said[said["subject"] == ""].itertuples():
        changed.at[place[row.project], MONEY[row.statement]] = row.amount
        totals[row.project] = totals.get(row.project, frozenset()) | {MONEY[row.statement]}
    for row in said[said["subject"] != ""].itertuples():
        name, at = MONEY[row.statement], place[row.project]
        before = base_of_source(row, lists, dates, totals)
        if before is not None:
            changed.at[at, name] = float(exact(changed.at[at, name]) + exact(row.amount) - exact(before))
    return totals


def base_of_source(said, lists: Lists, dates: Mapping[str, date], totals: Mapping[str, frozenset[str]]) -> float | None:
    """
    Return the figure of 资金 from which money told of a source is counted into the project's total.

    Args:
        said: the statement: project, reported_on, statement, subject (the source).
        totals: of Told.

    Returns:
        None: it changes no total: one was told, the list's is blank or of a later day, or 资金 does not say what the
        list's total holds of that source already: it has no figure, or is of another day.
    """
    name, listed_on = MONEY[said.statement], dates[PROJECTS]
    if name in totals.get(said.project, ()) or dates.get(FUNDS) != listed_on:
        return None
    if pd.Timestamp(said.reported_on) <= pd.Timestamp(listed_on):
        return None
    own = _cells(lists[FUNDS], ["project", "source"], name).get((said.project, said.subject))
    total = _cells(lists[PROJECTS], ["project", "project"], name).get((said.project, said.project))
    return None if pd.isna(own) or pd.isna(total) else own


@dataclass(frozen=True)
class Unassigned:
    """
    未分来源: what totals that were told have more than the sources of 资金 together.

    Attributes:
        wan_yuan: summed over the projects of which it is known; less than 0: the totals have less.
        unknown: projects of which 资金 does not report every source.
    """

    wan_yuan: float
    unknown: int


def unassigned(
    projects: pd.DataFrame, funds: pd.DataFrame, totals: Mapping[str, frozenset[str]], of: Collection[str]
) -> dict[str, Unassigned]:
    """
    Return what of the totals that were told is of no source: arrived, paid → how much; what was not told is absent.

    Args:
        projects: with what was told (Told.projects).
        funds: as 资金 says.
        totals: of Told.
        of: the projects that are looked at.

    >>> known = pd.DataFrame({"project": ["A"], "paid_wan_yuan": [500.0]})
    >>> cells = pd.DataFrame({"project": ["A", "A"], "source": ["中央", "省"], "paid_wan_yuan": [300.2, 100.0]})
    >>> unassigned(known, cells, {"A": frozenset({"paid_wan_yuan"})}, {"A"})
    {'paid': Unassigned(wan_yuan=99.8, unknown=0)}
    """
    by_source = {}
    for name, column in MONEY.items():
        told_of = [project for project, columns in totals.items() if column in columns and project in of]
        rest, unknown = exact(0), 0
        for project in told_of:
            amounts = funds.loc[funds["project"] == project, column]
            if amounts.empty or amounts.isna().any():
                unknown += 1
                continue
            total = projects.loc[projects["project"] == project, column].iloc[0]
            rest += exact(total) - sum(map(exact, amounts))
        if told_of:
            by_source[name] = Unassigned(float(rest), unknown)
    return by_source


def source_told(entries: pd.DataFrame, funds_on: date, on: date) -> set[str]:
    """Return the projects of which money of a source was told since 资金, up to a day."""
    since = entries["reported_on"].between(pd.Timestamp(funds_on), pd.Timestamp(on), inclusive="right")
    is_source = entries["statement"].isin(list(MONEY)) & (entries["subject"] != "")
    return set(entries.loc[since & is_source, "project"])
