"""设施短板 as a workbook: the shortages, the matrix and the list of gaps. It adds up nothing itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from monitoring.figures import STAFF, WAN
from monitoring.findings.standards import unsure_limits
from monitoring.projects.aims import Expected, by_gap
from monitoring.reports.sheets import Sheet, workbook
from monitoring.shortages import Shortages
from monitoring.standards.vocabulary import vocabulary
from monitoring.words import STATUS_WORDS, VERDICT_WORDS

MONEY = "估算（万元）"
UNSURE = "不知道"
DECIMALS = {MONEY: 1, "现有": 4, "还差（本学段）": 2, "还差（按全校补）": 2, "还差": 2, "在校生": 0, "单价（元）": 0}


@dataclass(frozen=True)
class Heading:
    """
    What stands above every sheet.

    Attributes:
        county, period: whose figures, of which day.
        where: the township and stage looked at; "" the whole county.
        since: the earlier report date that 比上期 compares with; None: none.
        costs_are_examples: whether the unit costs are the shipped examples.
    """

    county: str
    period: date
    where: str
    since: date | None
    costs_are_examples: bool


def shortages_workbook(
    view: Shortages,
    heading: Heading,
    before: Mapping[str, float],
    unit_costs: Mapping[str, float],
    expected: Expected | None = None,
) -> bytes:
    """
    Return 设施短板 as an .xlsx: 短板汇总, 乡镇汇总, 学校与要求, 缺口清单.

    Args:
        before: requirement → school × stage that lacked it at `heading.since`.
        unit_costs: indicator → yuan for one unit.
        expected: which projects under way are for which gap, and by when; None: none are known.
    """
    notes = _notes(view, heading)
    return workbook(
        [
            _requirements(view, notes, before, heading.since),
            _townships(view, notes),
            _matrix(view, notes),
            _gaps(view, notes, unit_costs, expected),
        ]
    )


def _notes(view: Shortages, heading: Heading) -> list[str]:
    standard = view.standard
    number = f"（{standard.number}）" if standard.number else ""
    notes = [
        f"{heading.county}设施短板 · 数据截至 {heading.period.isoformat()} · {heading.where or '全县，全部学段'}",
        f"标准：{standard.title}{number}",
        "一所学校几个学段共用的资源，汇总时只计一次（取较大的需要）；教师按学段相加，不同要求的教师不相加：一人可同时满足几项",
    ]
    if not standard.complete:
        notes.append("标准不全：只看各项要求，不评定学校")
    notes += filter(None, [unsure_limits(standard)])
    if heading.costs_are_examples:
        notes.append("单价为示例，请改成本县的；编制、没有单价的不折算成钱")
    return notes


def _requirements(view: Shortages, notes: Sequence[str], before: Mapping[str, float], since: date | None) -> Sheet:
    change = [f"比 {since.isoformat()}"] if since else []
    columns = ["要求", "条款", "标准", "参评（所次）", "不足（所次）", *change, "未填报（所次）", "还差", "单位", MONEY]
    asked = {requirement.key: requirement for requirement in view.standard.requirements}
    rows = []
    for row in view.requirements.itertuples():
        requirement = asked[row.requirement]
        difference = [row.gaps - before[row.requirement] if row.requirement in before else None] if since else []
        counts = [row.judged, row.gaps, *difference, row.unknown]
        money = STAFF if row.is_staff and row.gaps else _wan(row.cost_yuan)
        what = [requirement.name, requirement.clause, requirement.describe()]
        rows.append([*what, *counts, row.missing if row.gaps else None, row.unit if row.gaps else "", money])
    return Sheet("短板汇总", columns, rows, notes, DECIMALS)


def _townships(view: Shortages, notes: Sequence[str]) -> Sheet:
    rows = [[row.township, row.schools, _wan(row.cost_yuan)] for row in view.townships.itertuples()]
    return Sheet("乡镇汇总", ["乡镇", "有缺口的学校（所）", MONEY], rows, notes, DECIMALS)


def _matrix(view: Shortages, notes: Sequence[str]) -> Sheet:
    asked = view.standard.requirements
    units = [view.indicators[requirement.indicator].gap_unit for requirement in asked]
    heads = [f"{one.short}（{unit}）" for one, unit in zip(asked, units, strict=True)]
    columns = ["学校", "学校标识码", "乡镇", "学段", "在校生", "结论", "缺几项", *heads]
    cells = {(row.school_code, row.stage, row.requirement): row for row in view.cells.itertuples()}
    rows = [
        [
            *_school(part), part.pupils, VERDICT_WORDS[part.verdict], part.gaps,
            *(_cell(cells[part.school_code, part.stage, requirement.key]) for requirement in asked),
        ]
        for part in view.parts.itertuples()
    ]  # fmt: skip
    decimals = DECIMALS | {head: 0 if unit != "㎡" else 1 + 1 for head, unit in zip(heads, units, strict=True)}
    told = "数字是还差的数量（按本学段分摊的部分），已达到的写“达标”"
    return Sheet("学校与要求", columns, rows, [*notes, told], decimals)


def _gaps(view: Shortages, notes: Sequence[str], unit_costs: Mapping[str, float], expected: Expected | None) -> Sheet:
    columns = [
        "学校", "学校标识码", "乡镇", "学段", "要求", "条款", "现有", "标准", "计量单位",
        "还差（本学段）", "还差（按全校补）", "单位", "单价（元）", MONEY, "在建项目", "预计完成",
    ]  # fmt: skip
    projects = _projects(expected) if expected else {}
    asked = {requirement.key: requirement for requirement in view.standard.requirements}
    order = view.parts[["school_code", "stage"]].assign(order=range(len(view.parts)))
    gaps = view.cells[view.cells["status"] == "gap"].merge(order, on=["school_code", "stage"])
    rows = []
    for row in gaps.sort_values("order", kind="stable").itertuples():
        requirement = asked[row.requirement]
        figures = [row.value, row.required, requirement.unit, row.missing, row.missing_whole, row.gap_unit]
        money = STAFF if row.gap_unit == "人" else _wan(row.cost_yuan)
        named = [requirement.name, requirement.clause]
        project = projects.get((row.school_code, row.stage, row.requirement), ("", None))
        rows.append([*_school(row), *named, *figures, unit_costs.get(requirement.indicator), money, *project])
    return Sheet("缺口清单", columns, rows, notes, DECIMALS)


def _projects(expected: Expected) -> dict[tuple[str, ...], tuple[str, date | None]]:
    """Gap → the projects that are to close it, and by when; 不知道 where a project does not say what it is for."""
    unsure = {(row.school_code, row.stage, row.requirement): (UNSURE, None) for row in expected.unsure.itertuples()}
    return unsure | {
        (row.school_code, row.stage, row.requirement): (
            row.project.replace("|", "、"),
            None if pd.isna(row.project_by) else row.project_by.date(),
        )
        for row in by_gap(expected.closing).itertuples()
    }


def _school(row: Any) -> list[str]:
    return [row.school_name, row.school_code, row.township, vocabulary().stages[row.stage]]


def _cell(cell: Any) -> Any:
    return cell.missing if cell.status == "gap" else STATUS_WORDS[cell.status]


def _wan(yuan: float) -> float | None:
    return None if pd.isna(yuan) else yuan / WAN
