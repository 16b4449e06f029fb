"""工程项目 by programme in sentences: which programme is late most, and printed sums that do not add up."""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal

import pandas as pd

from monitoring.figures import count
from monitoring.findings.projects.page import unreported
from monitoring.findings.sentences import listed
from monitoring.projects.plans import PolicyPlan
from monitoring.projects.sums import PERCENT

OUTSIDE = "不在这些工程里"
UNNAMED = "未填类别"
HUNDREDTH = Decimal("0.01")


def group_name(name: str, plan: PolicyPlan | None) -> str:
    """
    Return a group as it is shown: a programme of a plan, or a 工程类别 where there is none.

    >>> group_name("信息化", None), group_name("", None)
    ('信息化', '未填类别')
    """
    return name or (OUTSIDE if plan else UNNAMED)


def groups_title(groups: pd.DataFrame, plan: PolicyPlan | None) -> str:
    """
    Name the group with most projects in the yellow or red.

    Args:
        groups: of projects.plans.by_programme.
        plan: what groups them; None: the 工程类别 themselves.
    """
    most = groups["late"].max() if len(groups) else 0
    if not most > 0:
        return "没有亮黄灯或红灯的项目"
    worst = groups[groups["late"] == most]
    names = [group_name(name, plan) for name in worst["programme"]]
    if len(names) > 1:
        return f"黄灯、红灯最多的是{listed(names, '项')}：各 {count(most)} 个项目"
    return f"黄灯、红灯最多的是{names[0]}：{count(worst['projects'].iloc[0])} 个项目中 {count(most)} 个"


def groups_line(plan: PolicyPlan | None) -> str:
    """Say what groups the projects, and whose grouping it is."""
    if plan is None:
        return "按工程类别，万元；在上面可以改按一份文件的工程归并"
    return f"按“{plan.title}”的工程，万元；哪些工程类别归入哪项工程，文件没有给出，是本程序的归并"


def group_notes(groups: pd.DataFrame, plan: PolicyPlan | None, projects: int) -> list[str]:
    """
    Say what the table of groups leaves open: cells not reported, projects counted twice, programmes without category.

    Args:
        projects: how many there are altogether.
    """
    left = unreported(groups)
    said = [left] if left else []
    if int(groups["projects"].sum()) > projects:
        said.append("有的项目同时算在几项工程里，各行不能相加")
    unmatched = [each for each in plan.programmes if not each.categories] if plan else []
    said += [f"{each.name}：{each.note}" if each.note else f"{each.name}：没有对应的工程类别" for each in unmatched]
    return said + ([f"文件来源：{plan.source}"] if plan else [])


def sums_title(wrong: pd.DataFrame, plan: PolicyPlan) -> str:
    """
    Count the printed sums that do not add up; "" where all do.

    Args:
        wrong: of projects.sums.wrong_sums, for this plan.
    """
    return f"“{plan.title}”印出的合计有 {count(len(wrong))} 处对不上，照原样列出，没有改" if len(wrong) else ""


def sum_lines(wrong: pd.DataFrame) -> list[str]:
    """Say of every printed sum that does not add up what is printed and what its parts give."""
    return [_sum(row) for row in wrong.itertuples()]


def _sum(row) -> str:
    is_share = row.unit == PERCENT
    way = "原文两数相除是" if is_share else "各部分相加是"
    note = f"（{row.note}）" if row.note else ""
    unit = row.unit if is_share else f" {row.unit}"
    return f"{row.place}，{row.what}：印作 {exact(row.printed)}{unit}，{way} {exact(row.computed)}{unit}{note}"


def exact(number: Decimal) -> str:
    """
    Write a printed number as it is, with thousands' commas; a quotient is cut to hundredths.

    >>> exact(Decimal(36900)), exact(Decimal("36734.7")), exact(Decimal(1) / Decimal(3))
    ('36,900', '36,734.7', '0.33')
    """
    short = number if number == number.quantize(HUNDREDTH) else number.quantize(HUNDREDTH, ROUND_FLOOR)
    return f"{short:,f}"
