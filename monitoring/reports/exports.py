"""The tables of the command line as frames: the engine's frames, cut to one township, in the order of rules 4."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pandas as pd

from monitoring.errors import NotFound
from monitoring.projects.aims import KEYS, Expected, by_gap
from monitoring.reports.sheets import safe
from monitoring.results import Results

COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "schools": (
            "school_code", "school_name", "county_code", "township_code", "township", "kind", "urban", "stages",
            "pupils", "longitude", "latitude", "location", "verdict",
        ),
        "assessment": ("school_code", "school_name", "stage", "requirement", "value", "required", "unit", "status"),
        "verdicts": ("school_code", "stage", "status", "met", "unmet"),
        "gaps": (
            "school_code", "stage", "requirement", "missing", "missing_to_floor", "missing_whole",
            "missing_to_floor_whole", "unit", "cost_yuan",
        ),
        "balance": ("county_code", "stage", "requirement", "mean", "sd", "cv", "limit", "status"),
        "townships": ("county_code", "township_code", "township", "stage", "schools", "met", "share"),
        "class_sizes": ("county_code", "stage", "classes", "standard", "over_standard", "ge56", "ge66"),
    }
)  # fmt: skip
"""The tables of rules 4 and their columns; what an engine's frame has beyond them follows.

The table gaps ends with project, project_by: the projects under way for a gap, and by when (projects.aims.by_gap).
"""

COUNTY_WIDE = frozenset({"balance", "class_sizes"})


def table(name: str, results: Results, township: str = "", closing: Expected | None = None) -> pd.DataFrame:
    """
    Return one table of the command line.

    Args:
        name: a key of COLUMNS.
        results: one county judged.
        township: nine digits; "" the whole county.
        closing: of Situation.expected, for the table gaps; None: its columns on projects stay empty.

    Raises:
        NotFound: the table has no townships, or the county no such township.
    """
    frame = getattr(results, name)
    first = list(COLUMNS[name])
    frame = frame[first + [column for column in frame.columns if column not in first]]
    if name == "gaps":
        frame = _with_projects(frame, closing)
    return _in_township(name, frame, results.schools, township) if township else frame


def _with_projects(gaps: pd.DataFrame, closing: Expected | None) -> pd.DataFrame:
    """The gaps, in their order, with the projects for each at the end; "" and no date where there is none."""
    if closing is None:
        return gaps.assign(project="", project_by=pd.NaT)
    joined = gaps.merge(by_gap(closing.closing), on=KEYS, how="left", validate="one_to_one")
    return joined.assign(project=joined["project"].fillna(""))


def _in_township(name: str, frame: pd.DataFrame, schools: pd.DataFrame, township: str) -> pd.DataFrame:
    if name in COUNTY_WIDE:
        raise NotFound(f"表 {name} 只有全县的数，不能按乡镇导出。请去掉 --township；没有写出文件。")
    inside = schools.loc[schools["township_code"] == township, "school_code"]
    if inside.empty:
        known = "、".join(sorted(set(schools["township_code"])))
        raise NotFound(f"没有代码为 {township} 的乡镇，现有 {known}。没有写出文件。")
    if "township_code" in frame:
        return frame[frame["township_code"] == township]
    return frame[frame["school_code"].isin(inside)]


def csv(frame: pd.DataFrame) -> str:
    """
    Return a frame as CSV: numbers as they are, whole ones without a point, missing ones empty, no text a formula.

    >>> csv(pd.DataFrame({"school_name": ["=1+1"], "pupils": [416.0], "books": [None]}))
    "school_name,pupils,books\\r\\n'=1+1,416,\\r\\n"
    """
    texts = {column: [_text(value) for value in frame[column]] for column in frame.columns}
    return pd.DataFrame(texts, columns=list(frame.columns)).to_csv(index=False, lineterminator="\r\n")


def _text(value: object) -> str:
    if isinstance(value, str):
        return safe(value)
    if pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
