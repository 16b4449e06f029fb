"""One school's requirements and gaps as a workbook: real numbers, one row a stage and requirement."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from monitoring import figures
from monitoring.dossier import Dossier, Line, Part
from monitoring.findings.school import page as findings
from monitoring.findings.school import ways
from monitoring.findings.sentences import plain
from monitoring.reports.columns import Column
from monitoring.reports.frame import Frame
from monitoring.reports.sheets import Sheet, sheet, workbook
from monitoring.standards import states
from monitoring.standards.vocabulary import vocabulary
from monitoring.words import STATUS_WORDS

REQUIREMENTS = (
    Column("clause", "依据", of=lambda line: line.asked.clause),
    Column("requirement", "要求", of=lambda line: line.asked.name),
    Column("value", "实际", of=lambda line: line.value, is_number=True, decimals=4),
    Column("required", "标准", of=lambda line: line.required, is_number=True),
    Column("unit", "单位", of=lambda line: line.asked.unit),
    Column("reach", "达到标准的程度", "达到标准的 %", of=lambda line: line.reach_pct, decimals=2),
    Column("status", "状态", of=lambda line: STATUS_WORDS[line.status]),
    Column("missing", "还差", "还差（本学段）", of=lambda line: line.missing, is_number=True, decimals=2),
    Column(
        "missing_whole", "按全校补", "还差（按全校补）", lambda line: line.missing_whole, is_number=True, decimals=2
    ),
    Column(
        "missing_to_floor_whole", "补到下限还差（按全校补）", of=lambda line: line.missing_to_floor_whole, decimals=2
    ),
    Column("gap_unit", "缺口单位", of=lambda line: line.indicator.gap_unit),
    Column("cost", "估算 万元", "估算（万元）", lambda line: line.cost_yuan / figures.WAN, is_number=True, decimals=2),
    Column("state", "限值核对", of=lambda line: states.said(line.asked.state, line.asked.check)),
)
"""What a stage of a school is asked, a row a requirement (dossier.Line)."""
FACTS = ("项目", "数值", "单位")


def gap_list(file: Dossier, frame: Frame) -> bytes:
    """Return the workbook: 要求与缺口, 学校情况."""
    stage = Column("stage", "学段", of=lambda row: vocabulary().stages[row[0].stage])
    columns = [stage, *(replace(column, of=partial(_of_line, column)) for column in REQUIREMENTS)]
    rows = [(part, line) for part in file.parts for line in part.lines]
    requirements = sheet("要求与缺口", columns, rows, _notes(file, frame))
    facts = [[fact.label, fact.value, fact.unit] for fact in file.facts]
    return workbook([requirements, Sheet("学校情况", FACTS, facts, notes=_notes(file, frame)[:2])])


def _of_line(column: Column, row: tuple[Part, Line]) -> Any:
    return column.value(row[1])


def _notes(file: Dossier, frame: Frame) -> list[str]:
    invented = "（虚构的示例县）" if frame.is_invented else ""
    paths = [f"{_whose(file, part)}{plain(sentence)}" for part in file.parts for sentence in ways.way(file, part)]
    return [
        f"{frame.county}{invented} {file.name}（{file.code}），数据截至 {frame.period.isoformat()}",
        plain(findings.headline(file, "")),
        f"标准：《{file.standard.title}》{file.standard.number}；判定：{file.standard.verdict.describe()}",
        *filter(None, [findings.unsure(file)]),
        *paths,
        ways.cost_note(are_examples=frame.examples),
    ]


def _whose(file: Dossier, part: Part) -> str:
    """The stage that a sentence is about, where the school has several."""
    return f"{vocabulary().stages[part.stage]}，" if len(file.parts) > 1 else ""
