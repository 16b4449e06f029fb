"""班班通 and 工程项目 as workbooks: real numbers and dates, every row of what the page shows. It adds up nothing."""

from __future__ import annotations

from datetime import date

import pandas as pd

from monitoring import figures
from monitoring.classrooms import ClassroomRules, funnel, ledger
from monitoring.classrooms.ledger import STEPS as REACHED
from monitoring.findings.progress.page import STEPS
from monitoring.findings.projects.page import AHEAD, LIGHTS, SILENT
from monitoring.projects import ProjectRules
from monitoring.projects.funds import funds_table
from monitoring.reports.columns import Column
from monitoring.reports.sheets import sheet, workbook
from monitoring.standards.vocabulary import vocabulary
from monitoring.words import MILESTONE_WORDS


def whole_up(wan_yuan: float) -> str:
    """Write planned money in whole 万元, rounded up."""
    return figures.up(wan_yuan, 0)


def whole_cut(wan_yuan: float) -> str:
    """Write money that arrived or was paid in whole 万元, cut: never more than there is."""
    return figures.cut(wan_yuan, 0)


def as_reported(number: float) -> str:
    """
    Write a number with the digits that were reported.

    >>> as_reported(12.5), as_reported(1200), as_reported(float("nan"))
    ('12.5', '1,200', '—')
    """
    return figures.MISSING if figures.is_missing(number) else f"{number:,.10g}"


def day(when: pd.Timestamp) -> str:
    """Write a day; "" where none is known."""
    return "" if pd.isna(when) else f"{when:%Y-%m-%d}"


def days(number: float) -> str:
    """Write a number of days; "" where none is known."""
    return "" if figures.is_missing(number) else figures.count(number)


ALONE = {
    "any_equipped": "设备到位（单看）", "any_connected": "联网（单看）", "any_at_100mbps": "百兆到班（台账，单看）",
    "any_accepted": "验收（单看）", "any_started": "启用（单看）", "any_in_use": "在用", "overdue": "逾期",
}  # fmt: skip
ROOMS = (
    Column("school_name", "学校"),
    Column("school_code", "学校标识码"),
    Column("township", "乡镇"),
    Column("stage", "学段"),
    Column("grade", "年级"),
    Column("class", "班"),
    Column("equipped_on", "设备到位日期"),
    Column("connected_on", "联网日期"),
    Column("mbps", "网速（Mbps）"),
    Column("accepted_on", "验收日期"),
    Column("started_on", "启用日期"),
    Column("hours", "近四周使用课时"),
    Column("planned_on", "计划完成日期"),
    Column("project", "项目编号"),
    Column("step", "做到哪一步"),
    Column("overdue", "逾期（1 是）"),
)
PROJECTS = (
    Column("project", "项目编号"),
    Column("name", "项目", "项目名称"),
    Column("category", "类别", "工程类别"),
    Column("school_name", "学校"),
    Column("township", "乡镇"),
    Column("state", "状态"),
    Column("reason", "暂停原因"),
    Column("planned", "计划 万元", "计划总投资（万元）", write=whole_up, is_number=True),
    Column("arrived", "到位 万元", "累计到位（万元）", write=whole_cut, is_number=True),
    Column("paid", "支付 万元", "累计支付（万元）", write=whole_cut, is_number=True),
    Column("progress_pct", "形象进度 %", "形象进度（%）", write=as_reported, is_number=True),
    Column("light", "灯", of=lambda row: LIGHTS.get(row["light"])),
    Column("days_late", "逾期天数", write=as_reported, is_number=True),
    Column("silent", f"{SILENT}（1 是）"),
    Column("money_ahead", f"{AHEAD}（1 是）"),
)
"""Of projects.listing.projects_table."""
MILESTONES = (
    Column("project", "项目编号"),
    Column("name", "项目名称"),
    Column("milestone", "节点"),
    Column("planned", "计划", "计划日期", write=day, is_number=True),
    Column("forecast", "预计", "预计日期", is_number=True),
    Column("actual", "实际", "实际日期", write=day, is_number=True),
    Column("days_late", "逾期天数", write=days, is_number=True),
    Column("state", "状态", of=lambda row: MILESTONE_WORDS[row["state"]]),
)
"""Of projects.milestones.milestone_table, with the name of the project."""
FUNDS = (
    Column("source", "来源"),
    Column("planned", "计划", "计划（万元）", write=whole_up, is_number=True),
    Column("arrived", "到位", "到位（万元）", write=whole_cut, is_number=True),
    Column("paid", "支付", "支付（万元）", write=whole_cut, is_number=True),
    Column("arrived_missing", "到位未填报（笔）"),
    Column("paid_missing", "支付未填报（笔）"),
)
"""Of projects.funds.funds_table."""
NESTED = "各步逐级计数，前面的步骤都做完才算；“单看”只看这一步。空白是未填报"


def rooms_workbook(rooms: pd.DataFrame, on: date, where: str, rules: ClassroomRules) -> bytes:
    """
    Return 班班通 as an .xlsx: 乡镇进度, 学校进度, 教室明细.

    Args:
        rooms: the classrooms that the page looks at.
        on: the report date; where: whose they are, as 澄湖县荷塘乡小学.
    """
    notes = [_title(where, "班班通", on), NESTED]
    counts = [Column(key, word) for key, word in {**STEPS, **ALONE}.items()]
    towns, schools = funnel(rooms, on, rules), funnel(rooms, on, rules, "school_code")
    names = rooms.drop_duplicates("school_code").set_index("school_code")["school_name"]
    schools = schools.assign(school_name=schools["school_code"].map(names).fillna("合计"))
    steps = {name: STEPS.get(name, "未开始") for name in REACHED}
    every = ledger(rooms, on, rules).assign(township=rooms["township"], stage=rooms["stage"].map(vocabulary().stages))
    every = every.assign(step=every["step"].map(steps))
    named, of = [Column("school_name", "学校"), Column("school_code", "学校标识码")], [Column("township", "乡镇")]
    return workbook(
        [
            sheet("乡镇进度", [*of, *counts], towns.to_dict("records"), notes),
            sheet("学校进度", [*named, *counts], schools.to_dict("records"), notes),
            sheet("教室明细", ROOMS, every.to_dict("records"), notes[:1]),
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
    dates = milestones[milestones["project"].isin(names.index)]
    dates = dates.assign(name=dates["project"].map(names))
    sheets = [
        sheet("项目", PROJECTS, projects.to_dict("records"), notes),
        sheet("节点", MILESTONES, dates.to_dict("records"), notes),
    ]
    if funds is not None:
        money = funds_table(funds[funds["project"].isin(names.index)], rules)
        sheets.append(sheet("资金来源", FUNDS, money.to_dict("records"), notes[:1]))
    return workbook(sheets)


def _title(where: str, what: str, on: date) -> str:
    return f"{where}{what} · 数据截至 {on.isoformat()}"
