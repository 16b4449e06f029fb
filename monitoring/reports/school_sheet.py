"""One school's requirements and gaps as a workbook: real numbers, one row a stage and requirement."""

from __future__ import annotations

from typing import Any

from monitoring import figures
from monitoring.dossier import Dossier, Line, Part
from monitoring.findings.school import page as findings
from monitoring.findings.school import ways
from monitoring.findings.sentences import plain
from monitoring.reports.school import Frame
from monitoring.reports.sheets import Sheet, workbook
from monitoring.standards import states
from monitoring.standards.vocabulary import vocabulary
from monitoring.words import STATUS_WORDS

COLUMNS = (
    "学段", "依据", "要求", "实际", "标准", "单位", "达到标准的 %", "状态", "还差（本学段）", "还差（按全校补）",
    "补到下限还差（按全校补）", "缺口单位", "估算（万元）", "限值核对",
)  # fmt: skip
DECIMALS = {
    "实际": 4,
    "达到标准的 %": 2,
    "还差（本学段）": 2,
    "还差（按全校补）": 2,
    "补到下限还差（按全校补）": 2,
    "估算（万元）": 2,
}
FACTS = ("项目", "数值", "单位")


def gap_list(file: Dossier, frame: Frame) -> bytes:
    """Return the workbook: 要求与缺口, 学校情况."""
    rows = [_row(part, line) for part in file.parts for line in part.lines]
    requirements = Sheet("要求与缺口", COLUMNS, rows, notes=_notes(file, frame), decimals=DECIMALS)
    facts = [[fact.label, fact.value, fact.unit] for fact in file.facts]
    return workbook([requirements, Sheet("学校情况", FACTS, facts, notes=_notes(file, frame)[:2])])


def _row(part: Part, line: Line) -> list[Any]:
    return [
        vocabulary().stages[part.stage],
        line.asked.clause,
        line.asked.name,
        line.value,
        line.required,
        line.asked.unit,
        line.reach_pct,
        STATUS_WORDS[line.status],
        line.missing,
        line.missing_whole,
        line.missing_to_floor_whole,
        line.indicator.gap_unit,
        line.cost_yuan / figures.WAN,
        states.said(line.asked.state, line.asked.check),
    ]


def _notes(file: Dossier, frame: Frame) -> list[str]:
    invented = "（虚构的示例县）" if frame.is_invented else ""
    paths = [plain(sentence) for part in file.parts for sentence in ways.way(file, part)]
    return [
        f"{frame.county}{invented} {file.name}（{file.code}），数据截至 {frame.period.isoformat()}",
        plain(findings.headline(file, "")),
        f"标准：《{file.standard.title}》{file.standard.number}；判定：{file.standard.verdict.describe()}",
        *filter(None, [findings.unsure(file)]),
        *paths,
        ways.cost_note(are_examples=frame.examples),
    ]
