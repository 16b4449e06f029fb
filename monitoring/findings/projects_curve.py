"""计划与进度 in sentences: what is done beside what was planned, and what is paid beside what is done."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal

import pandas as pd

from monitoring.figures import count, cut, percent
from monitoring.projects.rules import Rules, rules

SAME = 1e-9  # points: less is a float's own error
NO_CURVE = "这些项目没有计划资金，或没有首末节点的计划日期，画不出曲线。"


def curve_title(now: Mapping) -> str:
    """
    Say how far the reported work is from the plan, and the paid money from the work; each of the same projects.

    Args:
        now: of projects.curve.abreast.
    """
    if not now["projects"]:
        return "计划与进度：没有可以对比的项目"
    reported, planned = now["reported_pct"], now["planned_pct"]
    said = f"已报进度 {percent(reported)}，按计划应 {percent(planned)}，{_against_plan(reported, planned)}"
    if not now["compared"]:
        return f"{said}；这些项目的支付都没有填报"
    work, paid = now["work_pct"], now["paid_pct"]
    if now["compared"] == now["projects"]:
        return f"{said}；已支付 {percent(paid)}，{_against_work(paid, work)}"
    some = f"填了支付的 {count(now['compared'])} 个项目进度 {percent(work)}"
    return f"{said}；{some}，已支付 {percent(paid)}，{_against_work(paid, work)}"


def points(one: float, other: float) -> str:
    """
    Say how far two percentages are apart, as they are shown; "" where they are the same.

    >>> points(57.36, 68.99), points(57.31, 57.39), points(50.0, 50.0)
    ('11.6 个百分点', '不到 0.1 个百分点', '')
    """
    if math.isclose(one, other, abs_tol=SAME):
        return ""
    shown = abs(_shown(one) - _shown(other))
    return f"{shown} 个百分点" if shown else "不到 0.1 个百分点"


def _shown(value: float) -> Decimal:
    return Decimal(cut(value, 1).replace(",", "").replace("−", "-"))


def _against_plan(reported: float, planned: float) -> str:
    apart = points(reported, planned)
    if not apart:
        return "与计划相同"
    return f"{'落后' if reported < planned else '超前'} {apart}".replace(" 不到", "不到")


def _against_work(paid: float, work: float) -> str:
    apart = points(paid, work)
    if not apart:
        return "与进度相同"
    return f"比进度{'少' if paid < work else '多'} {apart}".replace(" 不到", "不到")


def curve_line(by: Rules | None = None) -> str:
    """Say how the curve is read, with the weights of the milestones and that they are examples."""
    by = by or rules()
    weights = "、".join(f"{name} {weight:g}%" for name, weight in zip(by.milestones, by.weights_pct, strict=True))
    kind = "节点权重为示例" if by.weights_are_examples else "节点权重"
    return (
        f"都是占全部计划资金的百分比。虚线：到计划日期应有的进度（{kind}：{weights}，节点之间按直线）；"
        "实线：已报的进度；圆点：报告期的已支付"
    )


def curve_notes(weeks: pd.DataFrame, now: Mapping) -> list[str]:
    """
    Say what the lines leave out: weeks without reports, projects without a value, projects in no line.

    Args:
        weeks: of projects.curve.curve.
        now: of projects.curve.abreast.
    """
    missed, silent = weeks[weeks["gaps"] > 0], weeks[(weeks["silent"] > 0) & weeks["reported_pct"].notna()]
    said = []
    if len(missed):
        most = missed.loc[missed["gaps"].idxmax()]
        worst = f"最多的一周（到 {most['week']:%Y-%m-%d}）缺 {count(most['gaps'])} 个项目"
        broken = int(((missed["came"] == 0) & missed["reported_pct"].notna()).sum())
        end = f"；其中 {count(broken)} 周没有一个项目报进度数，实线断开" if broken else ""
        said.append(f"{count(len(missed))} 周有该报而没有报的周进度，{worst}{end}")
    if len(silent):
        said.append("浅色段：有的项目按计划已经开始，还没有报过进度，实线里没有它们")
    if now["left_out"]:
        left = f"另有 {count(now['left_out'])} 个项目没有计划资金、首末节点的计划日期或进度"
        said.append(f"{left}，不在标题的对比里")
    return said


def missed_words(week: pd.Timestamp, projects: int) -> str:
    """
    Say of a week how many reports did not come.

    >>> missed_words(pd.Timestamp(2026, 5, 27), 1)
    '到 2026-05-27 的一周：1 个项目该报没有报'
    """
    return f"到 {week:%Y-%m-%d} 的一周：{count(projects)} 个项目该报没有报"
