"""缺口与项目 in sentences: gaps that no project closes, projects that close no gap."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from monitoring.figures import count
from monitoring.findings.sentences import listed
from monitoring.projects.aims import (
    KEYS,
    MET,
    NO_DATA,
    NO_GAP,
    NO_REQUIREMENT,
    NOT_JUDGED,
    PARTLY_JUDGED,
)

COLUMNS = ["requirement", "gaps", "covered", "without", "in_use"]
OUTSIDE = "not_applicable"
CERTAIN = (NO_REQUIREMENT, NOT_JUDGED, PARTLY_JUDGED, NO_GAP)
"""Why a project closes no gap, where nothing is left to be known."""


def by_requirement(gaps: pd.DataFrame, without: pd.DataFrame, closing: pd.DataFrame) -> pd.DataFrame:
    """
    Return one row a requirement with gaps, in the order of `gaps`: how many, of them with a project, with none.

    Args:
        gaps: the rows of the assessment with a gap, of what is looked at.
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


def no_gaps(statuses: Collection[str]) -> str:
    """
    Say that there is no gap, only as far as the requirements were judged.

    Args:
        statuses: of the assessment, none of them a gap; one a school, stage and requirement.

    >>> no_gaps(["met"]), no_gaps(["met", "no_data"]), no_gaps(["no_data"])
    ('没有缺口', '已填报的各项没有缺口，1 项未填报', '1 项未填报，还不知道有没有缺口')
    >>> no_gaps(["met", "not_applicable"]), no_gaps(["not_applicable"])
    ('评定的各项没有缺口', '各项都不评定')
    """
    unknown, met = sum(status == NO_DATA for status in statuses), MET in statuses
    if unknown:
        left = f"{count(unknown)} 项未填报"
        return f"已填报的各项没有缺口，{left}" if met else f"{left}，还不知道有没有缺口"
    if not met:
        return "各项都不评定"
    return "评定的各项没有缺口" if OUTSIDE in statuses else "没有缺口"


def without_title(
    table: pd.DataFrame, schools: int, names: Mapping[str, str], statuses: Collection[str], where: str = ""
) -> str:
    """
    Say how many gaps no project is for, at how many schools, and of which requirement most.

    Args:
        table: of by_requirement.
        schools: how many have such a gap.
        names: requirement → its short name.
        statuses: of the assessment, of what is looked at.
        where: what is looked at ("荷塘乡", "小学"), "" the county.
    """
    before = f"{where}：" if where else ""
    if table.empty:
        return f"{before}{no_gaps(statuses)}"
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
    Count the projects under way that close no gap, and those of which that is not known.

    Args:
        idle: of aims.Expected, those under way.
        under_way: how many projects are not in use yet.
    """
    if not under_way:
        return "项目都已启用"
    if idle.empty:
        return f"还没启用的 {count(under_way)} 个项目都对应缺口"
    none = int(idle["why"].isin(CERTAIN).sum())
    said = [f"{count(none)} 个不对应任何缺口"] if none else []
    said += [f"{count(len(idle) - none)} 个还不知道对不对应缺口"] if len(idle) > none else []
    return f"还没启用的 {count(under_way)} 个项目中 {'，'.join(said)}"


def idle_line(standard: str) -> str:
    """Say by which standard, and that a project may be for something else."""
    return f"按{standard}的要求看；项目仍可能有别的用处"
