"""学校档案, classrooms and projects: which project is expected to close each gap and when, or that none is."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from monitoring.figures import count
from monitoring.findings.sentences import Sentence, listed
from monitoring.standards.vocabulary import vocabulary


def title(gaps: int, without: int) -> Sentence:
    """
    Say how many of a school's gaps no project is expected to close.

    >>> title(3, 2), title(3, 0), title(0, 0)
    ([('3 个缺口中 2 个没有项目', 'fail')], [('3 个缺口都有项目', '')], [('没有缺口要项目解决', '')])
    """
    if not gaps:
        return [("没有缺口要项目解决", "")]
    if not without:
        return [(f"{count(gaps)} 个缺口都有项目", "")]
    return [(f"{count(gaps)} 个缺口中 {count(without)} 个没有项目", "fail")]


def gap_line(gap: Mapping, short: str, closing: pd.DataFrame, names: Mapping[str, str]) -> Sentence:
    """
    Say which projects are expected to close a gap and when.

    Args:
        gap: stage of the gap.
        short: the requirement's short name.
        closing: rows of projects.aims.Expected.closing for this gap.
        names: project → its name.
    """
    start = (f"{vocabulary().stages[gap['stage']]}{short}　", "strong")
    under_way = closing[~closing["is_in_use"]]
    done = closing[closing["is_in_use"]]
    if under_way.empty and done.empty:
        return [start, ("没有项目预计解决", "fail")]
    if under_way.empty:
        return [start, (f"{listed(done['project'].tolist(), '个项目')}已启用，缺口还在", "fail")]
    words = [f"{names[row.project]}（{row.project}），{_when(row.by)}" for row in under_way.itertuples()]
    return [start, (f"预计可解决：{'；'.join(words)}", "")]


def _when(day: pd.Timestamp) -> str:
    return "启用日期未知" if pd.isna(day) else f"预计 {day:%Y-%m-%d} 启用"


def rooms_title(rooms: int, used: int, overdue: int) -> Sentence:
    """
    Say how many of the school's classrooms are in use, and how many are past their date.

    >>> rooms_title(12, 9, 0)
    [('12 间教室 9 间常态使用“班班通”', '')]
    """
    late = [(f"，{count(overdue)} 间逾期", "fail")] if overdue else []
    return [(f"{count(rooms)} 间教室 {count(used)} 间常态使用“班班通”", ""), *late]
