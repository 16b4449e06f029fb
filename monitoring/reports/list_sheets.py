"""班班通 and 工程项目 as workbooks: real numbers and dates, every row of what the page shows. It adds up nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from monitoring.classrooms import ClassroomRules, funnel, ledger
from monitoring.classrooms.ledger import STEPS as REACHED
from monitoring.findings.progress.page import STEPS
from monitoring.findings.projects.page import LIGHTS
from monitoring.projects import ProjectRules
from monitoring.projects.funds import funds_table
from monitoring.reports.sheets import Sheet, workbook
from monitoring.standards.vocabulary import vocabulary
from monitoring.words import DUE_UNREPORTED

ALONE = {
    "any_equipped": "设备到位（单看）", "any_connected": "联网（单看）", "any_at_100mbps": "百兆到班（台账，单看）",
    "any_accepted": "验收（单看）", "any_started": "启用（单看）", "any_in_use": "在用", "overdue": "逾期",
}  # fmt: skip
ROOMS = {
    "school_name": "学校", "school_code": "学校标识码", "township": "乡镇", "stage": "学段",
    "grade": "年级", "class": "班",
    "equipped_on": "设备到位日期", "connected_on": "联网日期", "mbps": "网速（Mbps）", "accepted_on": "验收日期",
    "started_on": "启用日期", "hours": "近四周使用课时", "planned_on": "计划完成日期", "project": "项目编号",
    "step": "做到哪一步", "overdue": "逾期（1 是）",
}  # fmt: skip
PROJECTS = {
    "project": "项目编号", "name": "项目名称", "category": "工程类别", "school_name": "学校", "township": "乡镇",
    "state": "状态", "reason": "暂停原因", "planned": "计划总投资（万元）", "arrived": "累计到位（万元）",
    "paid": "累计支付（万元）", "progress_pct": "形象进度（%）", "light": "灯", "days_late": "晚（天）",
    "silent": "两周没有周报（1 是）", "money_ahead": "支付超前（1 是）",
}  # fmt: skip
MILESTONES = {
    "project": "项目编号", "name": "项目名称", "milestone": "节点", "planned": "计划日期", "forecast": "预计日期",
    "actual": "实际日期", "days_late": "晚（天）", "state": "情况",
}  # fmt: skip
STATES = {
    "done_on_time": "按时完成", "done_late": "晚完成", "overdue": "逾期", "due_unreported": DUE_UNREPORTED,
    "not_due": "未到期", "": "无计划日期",
}  # fmt: skip
FUNDS = {
    "source": "来源", "planned": "计划（万元）", "arrived": "到位（万元）", "paid": "支付（万元）",
    "arrived_missing": "到位未填报（笔）", "paid_missing": "支付未填报（笔）",
}  # fmt: skip
NESTED = "各步逐级计数，前面的步骤都做完才算；“单看”只看这一步。空白是未填报"


def rooms_workbook(rooms: pd.DataFrame, on: date, where: str, rules: ClassroomRules) -> bytes:
    """
    Return 班班通 as an .xlsx: 乡镇进度, 学校进度, 教室明细.

    Args:
        rooms: the classrooms that the page looks at.
        on: the report date; where: whose they are, as 澄湖县荷塘乡小学.
    """
    notes = [_title(where, "班班通", on), NESTED]
    counts = {**STEPS, **ALONE}
    towns = funnel(rooms, on, rules).rename(columns={"township": "乡镇", **counts})
    schools = funnel(rooms, on, rules, "school_code")
    names = rooms.drop_duplicates("school_code").set_index("school_code")["school_name"]
    schools = schools.assign(学校=schools["school_code"].map(names).fillna("合计")).rename(
        columns={"school_code": "学校标识码", **counts}
    )
    steps = {name: STEPS.get(name, "未开始") for name in REACHED}
    every = ledger(rooms, on, rules).assign(township=rooms["township"], stage=rooms["stage"].map(vocabulary().stages))
    every = every.assign(step=every["step"].map(steps))
    return workbook(
        [
            _sheet("乡镇进度", towns, ["乡镇", *counts.values()], notes),
            _sheet("学校进度", schools, ["学校", "学校标识码", *counts.values()], notes),
            _sheet("教室明细", every.rename(columns=ROOMS), list(ROOMS.values()), notes[:1]),
        ]
    )


def projects_workbook(
    projects: pd.DataFrame,
    milestones: pd.DataFrame,
    funds: pd.DataFrame | None,
    on: date,
    where: str,
    rules: ProjectRules,
) -> bytes:
    """
    Return 工程项目 as an .xlsx: 项目, 节点, and 资金来源 where 资金 was imported.

    Args:
        projects: of projects.listing.projects_table, those that the page looks at.
        milestones: of projects.milestones.milestone_table; funds: the frame funds. Others' rows are left out.
        on: the report date; where: whose they are.
    """
    notes = [_title(where, "工程项目", on), "空白是未填报；提前完成的天数为负"]
    names = projects.set_index("project")["name"]
    listed = projects.assign(light=projects["light"].map(LIGHTS)).rename(columns=PROJECTS)
    dates = milestones[milestones["project"].isin(names.index)]
    dates = dates.assign(name=dates["project"].map(names), state=dates["state"].map(STATES)).rename(columns=MILESTONES)
    sheets = [
        _sheet("项目", listed, list(PROJECTS.values()), notes),
        _sheet("节点", dates, list(MILESTONES.values()), notes),
    ]
    if funds is not None:
        money = funds_table(funds[funds["project"].isin(names.index)], rules).rename(columns=FUNDS)
        sheets.append(_sheet("资金来源", money, list(FUNDS.values()), notes[:1]))
    return workbook(sheets)


def _title(where: str, what: str, on: date) -> str:
    return f"{where}{what} · 数据截至 {on.isoformat()}"


def _sheet(name: str, frame: pd.DataFrame, columns: Sequence[str], notes: Sequence[str]) -> Sheet:
    rows = [[_cell(value) for value in row] for row in frame[list(columns)].itertuples(index=False, name=None)]
    return Sheet(name, columns, rows, notes)


def _cell(value: Any) -> Any:
    """A value as a sheet takes it: a day without its midnight, nothing where nothing was reported."""
    if isinstance(value, str):
        return value
    if pd.isna(value):
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value
