"""倒退 in sentences: cumulative figures that fell, acceptances that were taken back, with both values and dates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from monitoring.figures import count
from monitoring.projects import funds

WORDS = {"arrived_wan_yuan": "到位", "paid_wan_yuan": "支付", "progress_pct": "形象进度"}
UNITS = {"arrived_wan_yuan": " 万元", "paid_wan_yuan": " 万元", "progress_pct": "%"}


def falls_title(figures: pd.DataFrame, acceptances: pd.DataFrame, since: date, on: date) -> str:
    """
    Count the projects whose cumulative figures fell or whose milestones were taken back.

    Args:
        figures: of projects.funds.fell.
        acceptances: of projects.funds.withdrawn.
        since, on: the two report dates.
    """
    fallen, taken = figures["project"].nunique(), acceptances["project"].nunique()
    between = f"{since} 到 {on}"
    if not fallen and not taken:
        return f"{between}，没有变小的累计数，也没有撤回的节点"
    said = [f"{count(fallen)} 个项目的累计数变小"] if fallen else []
    said += [f"{count(taken)} 个项目撤回已完成的节点"] if taken else []
    return f"{between}，{'，'.join(said)}"


FALLS_LINE = "累计数不会变小：请核实是上一期填错，还是这一期填错"


def fall_lines(
    figures: pd.DataFrame, acceptances: pd.DataFrame, names: Mapping[str, str], since: date, on: date
) -> list[tuple[str, list[str]]]:
    """
    Return the projects with what fell and what was taken back: name, lines; in the order of `names`.

    Args:
        names: project → its name as it is shown; others are left out.
    """
    lines_of = []
    concerned = {*figures["project"], *acceptances["project"]}
    for project, name in names.items():
        if project not in concerned:
            continue
        own = figures[figures["project"] == project]
        lines = [
            _fell(own[own["source"] == ""], "项目清单", since, on),
            _fell(own[own["source"] != ""], "资金", since, on),
        ]
        lines.append(_taken(acceptances[acceptances["project"] == project], since, on))
        lines_of.append((f"{name}（{project}）", [line for line in lines if line]))
    return lines_of


def _fell(rows: pd.DataFrame, sheet: str, since: date, on: date) -> str:
    if rows.empty:
        return ""
    said = "，".join(_change(row) for row in rows.itertuples())
    return f"{sheet}，{since} → {on}：{said}"


def _change(row) -> str:
    unit = UNITS[row.figure]
    return f"{row.source}{WORDS[row.figure]} {exact(row.before)}{unit} → {exact(row.after)}{unit}"


def _taken(rows: pd.DataFrame, since: date, on: date) -> str:
    if rows.empty:
        return ""
    said = "，".join(f"{row.milestone} {row.actual_before:%Y-%m-%d}" for row in rows.itertuples())
    return f"{since} 填了实际完成日期，{on} 没有了：{said}"


def exact(figure: float) -> str:
    """
    Write a figure as it was reported.

    >>> exact(25.23), exact(1450.0), exact(0.1 + 0.2)
    ('25.23', '1,450', '0.3')
    """
    return f"{funds.exact(figure):,f}"
