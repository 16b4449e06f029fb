"""计划与进度 in sentences: what is done beside what was planned, and what is paid beside what is done."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pandas as pd

from monitoring.figures import count, cut, is_missing, percent
from monitoring.projects.rules import ProjectRules

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
    which = f"可比的 {count(now['projects'])} 个项目" if now["left_out"] else ""
    by_then = "到各自报数那天按计划应" if now["earlier"] else "按计划应"
    said = f"{which}已报进度 {percent(reported)}，{by_then} {percent(planned)}，{_against_plan(reported, planned)}"
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


def ends(now: Mapping, weeks: pd.DataFrame, paid: pd.DataFrame, on: date) -> dict[str, float]:
    """
    Return the percentages on the report date that are written at the lines, by name: those of the title.

    Args:
        now: of projects.curve.abreast.
        weeks, paid: of over_time.Course; where nothing is compared, the plan and the paid money are theirs; the plan,
            too, where projects are compared on an earlier day than that at which the line is labelled.
    """
    figures = {"计划": now["planned_pct"], "已报": now["reported_pct"], "已支付": now["paid_pct"]}
    if not now["projects"] or now["earlier"]:
        figures["计划"] = _on(weeks, "week", "planned_pct", on)
    if not now["projects"]:
        figures["已支付"] = _on(paid, "on", "of_all", on)
    return {name: float(value) for name, value in figures.items() if not is_missing(value)}


def _on(rows: pd.DataFrame, key: str, figure: str, on: date) -> float:
    figures = rows.loc[rows[key] == pd.Timestamp(on), figure]
    return float(figures.iloc[0]) if len(figures) else math.nan


def curve_line(now: Mapping, rules: ProjectRules) -> str:
    """
    Say which projects are left out, and how the curve is read: the weights of the milestones, that they are examples.

    Args:
        now: of projects.curve.abreast.
    """
    some = f"（{count(now['compared'])} 个填了的项目）" if 0 < now["compared"] < now["projects"] else ""
    weights = "、".join(f"{name} {weight:g}%" for name, weight in zip(rules.milestones, rules.weights_pct, strict=True))
    kind = "节点权重为示例" if rules.weights_are_examples else "节点权重"
    return (
        f"{_left_out(now)}{_earlier(now)}都是占这些项目计划资金的百分比。虚线：到计划日期应有的进度"
        f"（{kind}：{weights}，节点之间按直线）；实线：已报的进度；圆点：报告期的已支付{some}"
    )


def _left_out(now: Mapping) -> str:
    """How many projects are in no line; where none is compared, that the title says."""
    if not (now["projects"] and now["left_out"]):
        return ""
    return f"另有 {count(now['left_out'])} 个项目没有计划资金、首末节点的计划日期或进度，标题和图里都没有。"


def _earlier(now: Mapping) -> str:
    """That projects are compared on the days of which they last told, where these lie before the day looked at."""
    if not now["earlier"]:
        return ""
    some = "这些项目" if now["earlier"] == now["projects"] else f"有 {count(now['earlier'])} 个项目"
    return (
        f"{some}的进度最后报到更早的日子（最早 {now['since']:%Y-%m-%d}）：和计划比，都比到各自报数的那天，"
        "之后没有报的不算落后；虚线照样画下去。"
    )


def curve_notes(weeks: pd.DataFrame) -> list[str]:
    """
    Say what the lines leave out: weeks without reports, projects that had no value then.

    Args:
        weeks: of projects.curve.curve.
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
        said.append("浅色段：有的项目那时按计划已经开始，还没有报过进度，实线里还没有它们")
    return said


def missed_words(week: pd.Timestamp, projects: int) -> str:
    """
    Say of a week how many reports did not come.

    >>> missed_words(pd.Timestamp(2026, 5, 27), 1)
    '到 2026-05-27 的一周：1 个项目该报没有报'
    """
    return f"到 {week:%Y-%m-%d} 的一周：{count(projects)} 个项目该报没有报"
