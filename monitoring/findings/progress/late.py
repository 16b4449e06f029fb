"""信息化与班班通, who is late: how many rooms of how many schools are overdue, or why none is."""

from __future__ import annotations

import pandas as pd

from monitoring.figures import count
from monitoring.findings.progress.page import NO_PLAN, awaited, why
from monitoring.findings.sentences import Sentence
from monitoring.words import NOT_REPORTED

LINE = "一行一所学校，按逾期教室数由多到少；逾期按周计，不满一周不计"


def title(late: pd.DataFrame, unknown: int = 0) -> Sentence:
    """
    Count the overdue rooms and their schools.

    Args:
        unknown: rooms of which it is not reported whether they are.

    >>> title(pd.DataFrame({"overdue": [3, 2]})), title(pd.DataFrame({"overdue": []}), 573)
    ([('逾期清单：5 间教室，涉及 2 所学校', '')], [('573 间教室逾期没逾期未填报', '')])
    """
    apart = f"{count(unknown)} 间教室逾期没逾期{NOT_REPORTED}" if unknown else ""
    if late.empty:
        return [(apart or "没有逾期的教室", "")]
    rest = f"；另有 {apart}" if apart else ""
    return [(f"逾期清单：{count(late['overdue'].sum())} 间教室，涉及 {count(len(late))} 所学校{rest}", "")]


def none_stopped(due_unreported: int) -> str:
    """
    Say that no room is overdue, and how many are 到期待报.

    >>> none_stopped(0), none_stopped(2)
    ('没有逾期的教室。', '到台账日期没有逾期的教室；另有 2 间计划在台账日期之后到期，待报。')
    """
    return f"到台账日期没有逾期的教室；{awaited(due_unreported)}。" if due_unreported else "没有逾期的教室。"


def none(plan: pd.DataFrame, due_unreported: int = 0) -> Sentence:
    """
    Say why no room is overdue: all that were due are accepted, none was due, none has a planned date.

    Args:
        plan: classrooms.late.plan.
        due_unreported: rooms that are 到期待报.

    >>> plan = pd.DataFrame({"planned": [9], "due": [4], "overdue": [0]})
    >>> none(plan), none(plan.assign(due=0))
    ([('过了计划日期的 4 间都已验收。', '')], [('没有一间过了计划日期。', '')])
    >>> none(plan.assign(due=0), due_unreported=3)
    [('到台账日期没有一间过了计划日期；另有 3 间计划在台账日期之后到期，待报。', '')]
    """
    if plan["overdue"].isna().any():
        return [(f"{why(plan)}，说不出谁逾期。", "")]
    if not plan["planned"].any():
        return [(f"{NO_PLAN}，说不出谁逾期。", "")]
    due, when = int(plan["due"].sum()), "到台账日期" if due_unreported else ""
    said = f"{when}过了计划日期的 {count(due)} 间都已验收" if due else f"{when}没有一间过了计划日期"
    return [(f"{said}；{awaited(due_unreported)}。" if due_unreported else f"{said}。", "")]
