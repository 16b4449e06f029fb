"""The tables of classrooms and projects for the command line: computed from a snapshot's lists at its report date."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import pandas as pd

from monitoring.classrooms import funnel, ledger
from monitoring.errors import NotFound
from monitoring.network import NetworkRules, assess
from monitoring.projects.funds import funds_table
from monitoring.projects.listing import projects_table
from monitoring.projects.milestones import UNTOLD, milestone_table
from monitoring.rulebook import Rulebook
from monitoring.snapshots import Snapshot
from monitoring.words import NOT_REPORTED

NETWORK = "network"
"""The table of the network: made of the school tables alone, judged by data/network.toml."""

LISTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "classrooms": ("rooms", "班班通台账"),
        "funnel": ("rooms", "班班通台账"),
        "projects": ("projects", "工程项目进度"),
        "milestones": ("projects", "工程项目进度"),
        "funds": ("funds", "工程项目进度"),
    }
)
"""Table → the list that it is made of, and the workbook that holds it."""


def list_table(
    name: str, snapshot: Snapshot, reports: pd.DataFrame, rulebook: Rulebook, township: str = ""
) -> pd.DataFrame:
    """
    Return one table of contract section 4 that is made of lists.

    Args:
        name: a key of LISTS.
        reports: the weekly reports that count up to the report date (snapshots.reports).
        township: nine digits; "" the whole county.

    Raises:
        NotFound: the snapshot has no such list, or none of its rows is in that township.
    """
    kind, workbook = LISTS[name]
    if kind not in snapshot.lists:
        raise NotFound(
            f"{snapshot.county_name} {snapshot.period} 没有导入{workbook}，导不出表 {name}。"
            f"请先导入同期的{workbook}；没有写出文件。"
        )
    frames = dict(snapshot.lists)
    if township:
        frames = _in_township(frames, township)
    return _without_words(TABLES[name](frames, snapshot, reports, rulebook))


def _without_words(table: pd.DataFrame) -> pd.DataFrame:
    """What is not reported is empty in an export, whatever the screen calls it."""
    words = {"state": (UNTOLD, NOT_REPORTED), "light": (UNTOLD,)}
    return table.assign(
        **{name: table[name].mask(table[name].isin(of), "") for name, of in words.items() if name in table}
    )


def network_table(snapshot: Snapshot, rules: NetworkRules, township: str = "") -> pd.DataFrame:
    """
    Return the table network: one row a school × measure (monitoring.network.assess), whole schools.

    Args:
        township: nine digits; "" the whole county.

    Raises:
        NotFound: no school is in that township.
    """
    table = assess(snapshot.rows, rules).drop(columns="stages")
    inside = table[table["township_code"] == township] if township else table
    if inside.empty:
        raise NotFound(f"没有代码为 {township} 的乡镇的学校。没有写出文件。")
    return inside


def _in_township(frames: Mapping[str, pd.DataFrame], township: str) -> dict[str, pd.DataFrame]:
    """The rows of a township; what is told by project follows its project."""
    projects = frames.get("projects", pd.DataFrame({"project": [], "township_code": []}))
    inside = set(projects.loc[projects["township_code"] == township, "project"])
    found = {
        name: frame[frame["township_code"] == township if "township_code" in frame else frame["project"].isin(inside)]
        for name, frame in frames.items()
    }
    if all(frame.empty for frame in found.values()):
        raise NotFound(f"没有代码为 {township} 的乡镇的教室或项目。没有写出文件。")
    return found


def _projects(frames: Mapping[str, pd.DataFrame], snapshot: Snapshot, reports: pd.DataFrame, *_) -> pd.DataFrame:
    return projects_table(
        frames["projects"],
        frames["milestones"],
        frames["sources"],
        reports,
        snapshot.period,
        frames.get("rooms"),
        unheard=snapshot.unheard,
    )


Table = Callable[[Mapping[str, pd.DataFrame], Snapshot, pd.DataFrame, Rulebook], pd.DataFrame]
TABLES: Mapping[str, Table] = MappingProxyType(
    {
        "classrooms": lambda frames, snapshot, _, book: ledger(frames["rooms"], snapshot.period, book.classrooms),
        "funnel": lambda frames, snapshot, _, book: funnel(frames["rooms"], snapshot.period, book.classrooms),
        "projects": _projects,
        "milestones": lambda frames, snapshot, *_: milestone_table(
            frames["milestones"], frames["projects"], snapshot.period
        ),
        "funds": lambda frames, *_: funds_table(frames["funds"]),
    }
)
