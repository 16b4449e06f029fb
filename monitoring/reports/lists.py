"""The tables of classrooms and projects for the command line: of the lists that are known on a day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import pandas as pd

from monitoring.classrooms import funnel, ledger
from monitoring.errors import NotFound
from monitoring.projects.funds import funds_table
from monitoring.projects.milestones import UNTOLD
from monitoring.situation import Situation
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


def list_table(name: str, held: Situation, township: str = "") -> pd.DataFrame:
    """
    Return one table of rules 4 that is made of lists.

    Args:
        name: a key of LISTS.
        held: what the county knows on the day.
        township: nine digits; "" the whole county.

    Raises:
        NotFound: no such list is known on the day, or none of its rows is in that township.
    """
    kind, workbook = LISTS[name]
    if kind not in held.snapshot.lists:
        raise NotFound(
            f"{held.snapshot.county_name} {held.on} 时还没有导入{workbook}，导不出表 {name}。"
            f"请先导入{workbook}；没有写出文件。"
        )
    return _without_words(TABLES[name](_narrowed(held, township), held))


def _narrowed(held: Situation, township: str) -> Mapping[str, pd.DataFrame]:
    """The frames of a township: those of projects with what was told of them."""
    works = held.works
    frames = dict(works.lists if works else held.snapshot.lists)
    frames |= {"table": works.table, "dates": works.milestones} if works else {}
    return _in_township(frames, township) if township else frames


def _without_words(table: pd.DataFrame) -> pd.DataFrame:
    """What is not reported is empty in an export, whatever the screen calls it."""
    words = {"state": (UNTOLD, NOT_REPORTED), "light": (UNTOLD,)}
    return table.assign(
        **{name: table[name].mask(table[name].isin(of), "") for name, of in words.items() if name in table}
    )


def network_table(held: Situation, township: str = "") -> pd.DataFrame:
    """
    Return the table network: one row a school × measure (monitoring.network.assess), whole schools.

    Args:
        township: nine digits; "" the whole county.

    Raises:
        NotFound: no school is in that township.
    """
    table = held.network().drop(columns="stages")
    inside = table[table["township_code"] == township] if township else table
    if inside.empty:
        raise NotFound(f"没有代码为 {township} 的乡镇的学校。没有写出文件。")
    return inside


def _in_township(frames: Mapping[str, pd.DataFrame], township: str) -> dict[str, pd.DataFrame]:
    """The rows of a township; what is told by project follows its project."""
    projects = frames.get("projects", pd.DataFrame({"project": [], "township_code": []}))
    inside = set(projects.loc[projects["township_code"] == township, "project"])
    of_township = {
        name: frame[frame["township_code"] == township if "township_code" in frame else frame["project"].isin(inside)]
        for name, frame in frames.items()
    }
    if all(frame.empty for frame in of_township.values()):
        raise NotFound(f"没有代码为 {township} 的乡镇的教室或项目。没有写出文件。")
    return of_township


Table = Callable[[Mapping[str, pd.DataFrame], Situation], pd.DataFrame]
TABLES: Mapping[str, Table] = MappingProxyType(
    {
        "classrooms": lambda frames, held: ledger(frames["rooms"], held.rooms_on, held.rulebook.classrooms),
        "funnel": lambda frames, held: funnel(
            frames["rooms"], held.rooms_on, held.rulebook.classrooms, "township_code"
        ),
        "projects": lambda frames, _: frames["table"],
        "milestones": lambda frames, _: frames["dates"],
        "funds": lambda frames, held: funds_table(frames["funds"], held.rulebook.projects),
    }
)
