"""缺口与项目 in sentences: gaps that no project closes, projects that close no gap."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from monitoring.figures import count
from monitoring.findings.projects_one import closing as said_of
from monitoring.findings.sentences import listed

COLUMNS = ["requirement", "gaps", "covered", "without", "in_use"]
KEYS = ["school_code", "stage", "requirement"]


def by_requirement(gaps: pd.DataFrame, without: pd.DataFrame, closing: pd.DataFrame) -> pd.DataFrame:
    """
    Return one row a requirement with gaps, in the order of `gaps`: how many, of them with a project, with none.

    Args:
        gaps: the frame gaps of what is looked at.
        without, closing: of aims.Expected.

    Returns:
        requirement; gaps (school × stage); covered (with a project that is not in use yet), without (with none),
        in_use (of these, whose project is in use and the gap still there).
    """
    left, used = _keys(without), _keys(closing[closing["is_in_use"].astype(bool)])
    keys = list(zip(*(gaps[name] for name in KEYS), strict=True))
    marked = gaps[["requirement"]].assign(
        without=[key in left for key in keys], in_use=[key in left and key in used for key in keys]
    )
    counted = marked.groupby("requirement", sort=False).agg(
        gaps=("without", "size"), without=("without", "sum"), in_use=("in_use", "sum")
    )
    return counted.assign(covered=counted["gaps"] - counted["without"]).reset_index()[COLUMNS]


def _keys(rows: pd.DataFrame) -> set[tuple[str, ...]]:
    return set(zip(*(rows[name] for name in KEYS), strict=True))


def without_title(table: pd.DataFrame, schools: int, names: Mapping[str, str], where: str = "") -> str:
    """
    Say how many gaps no project is for, at how many schools, and of which requirement most.

    Args:
        table: of by_requirement.
        schools: how many have such a gap.
        names: requirement → its short name.
        where: what is looked at ("荷塘乡", "小学"), "" the county.
    """
    before = f"{where}：" if where else ""
    if table.empty:
        return f"{before}没有缺口"
    left, most = int(table["without"].sum()), int(table["without"].max())
    if not left:
        return f"{before}{count(int(table['gaps'].sum()))} 项缺口都有项目"
    worst = [names.get(key, key) for key in table.loc[table["without"] == most, "requirement"]]
    each = "各 " if len(worst) > 1 else ""
    most_of = f"最多的是{listed(worst, '项要求')}：{each}{count(most)} 项"
    return f"{before}{count(schools)} 所学校的 {count(left)} 项缺口没有项目，{most_of}"


def without_line(standard: str) -> str:
    """Say what is counted, and by which standard."""
    return f"按{standard}；一项是一所学校一个学段缺一项要求，项目指还没有启用的"


def in_use_note(table: pd.DataFrame) -> str:
    """
    Say how many gaps are still there although their project is in use; "" where none is.

    >>> in_use_note(pd.DataFrame({"in_use": [2, 1]})), in_use_note(pd.DataFrame({"in_use": [0]}))
    ('没有项目的缺口中 3 项有过项目：已启用，缺口仍在', '')
    """
    number = int(table["in_use"].sum())
    return f"没有项目的缺口中 {count(number)} 项有过项目：已启用，缺口仍在" if number else ""


def idle_title(idle: pd.DataFrame, under_way: int) -> str:
    """
    Count the projects under way that close no gap.

    Args:
        idle: of aims.Expected.
        under_way: how many projects are not in use yet.
    """
    if not under_way:
        return "项目都已启用"
    if idle.empty:
        return f"还没启用的 {count(under_way)} 个项目都对应缺口"
    return f"还没启用的 {count(under_way)} 个项目中 {count(len(idle))} 个不对应任何缺口"


def idle_line(standard: str) -> str:
    """Say by which standard, and that a project may be for something else."""
    return f"按{standard}的要求看；项目仍可能有别的用处"


def why_idle(row: Mapping, names: Mapping[str, str]) -> str:
    """
    Say why a project closes no gap, in the words of the project's own block.

    Args:
        row: of aims.Expected.idle.

    >>> why_idle({"closes": "L5", "why": "no_gap"}, {"L5": "体育运动场馆"})
    '对应体育运动场馆，项目学校这一项没有缺口'
    """
    return said_of(row, pd.DataFrame(), row["why"], names, {})[0]
