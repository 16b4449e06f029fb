"""The A4 page of one school: its file as text for the typst template beside this module. It judges nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from monitoring import figures
from monitoring.dossier import Dossier, Line, Part
from monitoring.dossier.origins import Doubt
from monitoring.dossier.others import Standing
from monitoring.findings.school import facts as fact_words
from monitoring.findings.school import figures as figure_words
from monitoring.findings.school import page as findings
from monitoring.findings.school import peers, ways
from monitoring.findings.sentences import Sentence
from monitoring.findings.standards import in_force
from monitoring.reports import typeset
from monitoring.reports.columns import by_key
from monitoring.reports.frame import Frame
from monitoring.reports.school_sheet import REQUIREMENTS
from monitoring.words import STATUS_WORDS

TEMPLATE = "school.typ"
SUBJECT = "义务教育办学条件监测"
PAPER = "学校缺口一页纸"
FICTION = "虚构的示例县，学校和数字均非真实"
SHAPES = {"met": "disc", "gap": "diamond", "no_data": "hatched", "not_applicable": "ring"}
HEADS = {key: column.head for key, column in by_key(REQUIREMENTS).items()}
MOST_NOTES = 6  # doubtful cells named on the page; the others are counted


def page(file: Dossier, frame: Frame, doubts: Sequence[Doubt], among: Mapping[str, Sequence[Standing]]) -> bytes:
    """Return the page as PDF: always one A4 page, the same data the same bytes. Arguments as for `content`."""
    return typeset.pdf(TEMPLATE, content(file, frame, doubts, among))


def content(
    file: Dossier, frame: Frame, doubts: Sequence[Doubt], among: Mapping[str, Sequence[Standing]]
) -> dict[str, Any]:
    """
    Return what stands on the page, as the template reads it.

    Args:
        doubts: what the import found doubtful in the school's cells (monitoring.dossier.origins).
        among: stage → where the school stands among all of it (monitoring.dossier.others); drawn where there is room.
    """
    return {
        "title": f"{file.name} {PAPER}",
        "bureau": frame.bureau,
        "product": f"{frame.county}{SUBJECT} · {PAPER}",
        "fiction": FICTION if frame.is_invented else "",
        "name": file.name,
        "headline": _pieces(findings.headline(file, "")),
        "line": fact_words.description(file),
        "before": _pieces(fact_words.since(file, frame.month, frame.corrected)),
        "facts": [[fact.label, figures.cut(fact.value, 0), fact.unit] for fact in file.facts],
        "heads": HEADS,
        "parts": [_part(file, part) for part in file.parts],
        "strips": [_strip(file, part, among[part.stage], frame.month) for part in file.parts if among.get(part.stage)],
        "notes": _notes(doubts),
        "footer": _footer(file, frame),
    }


def _pieces(sentence: Sentence) -> list[list[str]]:
    return [[text, tone] for text, tone in sentence]


def _part(file: Dossier, part: Part) -> Mapping[str, Any]:
    rule = file.standard.verdict
    reasons = [findings.why(file, part)] if findings.why(file, part) else []
    return {
        "title": findings.requirements_title(file, part),
        "line": findings.bars(file, part),
        "floor": float(rule.floor_pct) if rule.floor_pct is not None and file.judges_schools else None,
        "has_bars": any(not figures.is_missing(line.reach_pct) for line in part.lines),
        "has_gaps": bool(part.gaps),
        "has_prices": any(figure_words.price(line) != figures.MISSING for line in part.gaps),
        "is_split": any(line.missing != line.missing_whole for line in part.gaps),
        "rows": [_row(line) for line in part.lines],
        "ways": [_pieces(sentence) for sentence in (*reasons, *ways.way(file, part))],
    }


def _strip(file: Dossier, part: Part, standings: Sequence[Standing], month: str) -> Mapping[str, Any]:
    floor = file.standard.verdict.floor_pct
    return {
        "title": peers.strip_title(part, month),
        "line": peers.strip_line(part, standings, "本校", month),
        "full": "标准 100%" if standings[0].base == "standard" else "全县平均 100%",
        "floor": float(floor) if floor is not None and file.judges_schools else None,
        "rows": [
            {
                "name": each.line.asked.short,
                "others": each.others["place"].tolist(),
                "own": each.own,
                "before": None if figures.is_missing(each.before) else each.before,
                "shape": SHAPES[each.line.status],
                "rank": peers.rank(each),
            }
            for each in standings
        ],
    }


def _row(line: Line) -> Mapping[str, Any]:
    return {
        "clause": line.asked.clause,
        "name": line.asked.name,
        "value": figure_words.had(line),
        "required": figure_words.required(line),
        "reach": None if figures.is_missing(line.reach_pct) else line.reach_pct,
        "reach_text": figure_words.reached(line),
        "shape": SHAPES[line.status],
        "state": STATUS_WORDS[line.status],
        "missing": figure_words.to_close(line, line.missing),
        "whole": figure_words.to_close(line, line.missing_whole),
        "cost": figure_words.price(line),
    }


def _notes(doubts: Sequence[Doubt]) -> list[str]:
    grave = [doubt for doubt in doubts if doubt.severity != "note"]
    notes = [figure_words.doubt_line(each) for each in grave[:MOST_NOTES]]
    left = len(grave) - len(notes)
    return [*notes, f"另有 {left} 处存疑的格子，见系统“学校档案”。"] if left else notes


def _footer(file: Dossier, frame: Frame) -> list[str]:
    standard = file.standard
    document = "，".join(part for part in (standard.number, standard.issuer, in_force(standard)) if part)
    unsure = findings.unsure(file)
    verified = f"；{unsure}" if unsure else ""
    campuses = f" · 已并入校区：{'、'.join(file.campuses.values())}" if file.campuses else ""
    return [
        f"标准：《{standard.title}》（{document}）。判定：{standard.verdict.describe()}{verified}。",
        f"制表：{frame.bureau}。数据截至 {frame.period.isoformat()}，"
        f"{frame.saved_on.isoformat()} 入库：{'、'.join(frame.files)}{campuses}。",
        f"{ways.READING}。{ways.cost_note(are_examples=frame.examples)}",
    ]
