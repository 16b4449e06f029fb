"""设施短板 as a workbook: the shortages, the matrix and the list of gaps. It adds up nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from monitoring import figures
from monitoring.figures import STAFF, WAN
from monitoring.findings.standards import unsure_limits
from monitoring.projects.aims import Expected, by_gap
from monitoring.reports.columns import Column, Row, by_key
from monitoring.reports.sheets import Sheet, sheet, workbook
from monitoring.shortages import Shortages
from monitoring.standards import Requirement
from monitoring.standards.vocabulary import vocabulary
from monitoring.words import STATUS_WORDS, VERDICT_WORDS

MONEY = "估算（万元）"
UNSURE = "不知道"


def _wan(yuan: float) -> float | None:
    return None if pd.isna(yuan) else yuan / WAN


SCHOOL = (
    Column("school_name", "学校"),
    Column("school_code", "学校标识码"),
    Column("township", "乡镇"),
    Column("stage", "学段", of=lambda row: vocabulary().stages[row["stage"]]),
)
PUPILS = Column("pupils", "在校生", write=figures.count, is_number=True, decimals=0)
PLACES = (
    Column("name", "乡镇"),
    Column("schools", "有缺口", "有缺口的学校（所）", is_number=True),
    Column("cost", "万元", MONEY, lambda row: _wan(row["cost_yuan"]), is_number=True, decimals=1),
)
"""Where the money goes: a row a township, as 乡镇汇总 has it; a page of one township has its schools."""
GAP = (
    Column("value", "现有", is_number=True, decimals=4),
    Column("required", "标准", is_number=True),
    Column("missing", "还差", "还差（本学段）", is_number=True, decimals=2),
    Column("missing_whole", "按全校补", "还差（按全校补）", is_number=True, decimals=2),
    Column(
        "cost", "万元", MONEY, lambda row: STAFF if row["gap_unit"] == "人" else _wan(row["cost_yuan"]),
        is_number=True, decimals=1,
    ),
)  # fmt: skip
"""What a school lacks of a requirement: of Shortages.cells."""


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
        notes.append("单价含示例，请改成本县的；编制、没有单价的不折算成钱")
    return notes


def _requirements(view: Shortages, notes: Sequence[str], before: Mapping[str, float], since: date | None) -> Sheet:
    columns = requirement_columns(view, before, since.isoformat() if since else "")
    return sheet("短板汇总", columns, view.requirements.to_dict("records"), notes)


def requirement_columns(view: Shortages, before: Mapping[str, float], since: str) -> list[Column]:
    """
    Return the columns of the shortages, a row a requirement (Shortages.requirements).

    Args:
        before: requirement → school × stage that lacked it in the period before.
        since: the name of that period; "" without one.
    """
    asked = {requirement.key: requirement for requirement in view.standard.requirements}

    def change(row: Row) -> float | None:
        return row["gaps"] - before[row["requirement"]] if row["requirement"] in before else None

    def money(row: Row) -> str | float | None:
        return STAFF if row["is_staff"] and row["gaps"] else _wan(row["cost_yuan"])

    return [
        Column("requirement", "要求", of=lambda row: asked[row["requirement"]].name),
        Column("clause", "条款", of=lambda row: asked[row["requirement"]].clause),
        Column("required", "标准", of=lambda row: asked[row["requirement"]].describe()),
        Column("judged", "参评（所次）"),
        Column("gaps", "不足（所次）"),
        *([Column("change", f"比{since}", f"比 {since}", change, figures.change, is_number=True)] if since else []),
        Column("unknown", "未填报（所次）"),
        Column("missing", "还差", of=lambda row: row["missing"] if row["gaps"] else None, is_number=True, decimals=2),
        Column("unit", "单位", of=lambda row: row["unit"] if row["gaps"] else ""),
        Column("cost", "万元", MONEY, money, is_number=True, decimals=1),
    ]


def _townships(view: Shortages, notes: Sequence[str]) -> Sheet:
    return sheet("乡镇汇总", PLACES, view.townships.assign(name=view.townships["township"]).to_dict("records"), notes)


def _matrix(view: Shortages, notes: Sequence[str]) -> Sheet:
    asked = view.standard.requirements
    units = [view.indicators[requirement.indicator].gap_unit for requirement in asked]
    heads = [f"{one.short}（{unit}）" for one, unit in zip(asked, units, strict=True)]
    cells = {(row.school_code, row.stage, row.requirement): row for row in view.cells.itertuples()}

    def of(key: str) -> Callable[[Row], Any]:
        return lambda row: _cell(cells[row["school_code"], row["stage"], key])

    columns = [
        *SCHOOL,
        PUPILS,
        Column("verdict", "结论", of=lambda row: VERDICT_WORDS[row["verdict"]]),
        Column("gaps", "缺几项"),
        *(
            Column(one.key, one.short, head, of(one.key), is_number=True, decimals=2 if unit == "㎡" else 0)  # noqa: PLR2004 (0.01 ㎡)
            for one, head, unit in zip(asked, heads, units, strict=True)
        ),
    ]
    told = "数字是还差的数量（按本学段分摊的部分），已达到的写“达标”"
    return sheet("学校与要求", columns, view.parts.to_dict("records"), [*notes, told])


def _gaps(view: Shortages, notes: Sequence[str], unit_costs: Mapping[str, float], expected: Expected | None) -> Sheet:
    projects = _projects(expected) if expected else {}
    asked = {requirement.key: requirement for requirement in view.standard.requirements}

    def of(row: Row) -> Requirement:
        return asked[row["requirement"]]

    def project(row: Row) -> tuple[str, date | None]:
        return projects.get((row["school_code"], row["stage"], row["requirement"]), ("", None))

    gap = by_key(GAP)
    columns = [
        *SCHOOL,
        Column("requirement", "要求", of=lambda row: of(row).name),
        Column("clause", "条款", of=lambda row: of(row).clause),
        gap["value"],
        gap["required"],
        Column("unit", "计量单位", of=lambda row: of(row).unit),
        gap["missing"],
        gap["missing_whole"],
        Column("gap_unit", "单位"),
        Column("unit_cost", "单价（元）", of=lambda row: unit_costs.get(of(row).indicator), decimals=0),
        gap["cost"],
        Column("project", "在建项目", of=lambda row: project(row)[0]),
        Column("project_by", "预计完成", of=lambda row: project(row)[1]),
    ]
    order = view.parts[["school_code", "stage"]].assign(order=range(len(view.parts)))
    gaps = view.cells[view.cells["status"] == "gap"].merge(order, on=["school_code", "stage"])
    return sheet("缺口清单", columns, gaps.sort_values("order", kind="stable").to_dict("records"), notes)


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


def _cell(cell: Any) -> Any:
    return cell.missing if cell.status == "gap" else STATUS_WORDS[cell.status]
