"""
学校档案, the way out: what a part has to add to pass, what that costs, and the way that costs less money.

A reading of the rule, and said to be one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from monitoring.dossier import Dossier, Part, Step, Way
from monitoring.dossier.model import FULL
from monitoring.figures import STAFF, count, is_missing, percent, quantity, wan
from monitoring.findings.school.figures import numeral
from monitoring.findings.sentences import Sentence
from monitoring.standards.vocabulary import vocabulary

WAYS = {"fewest_teachers": "少增教师的最省办法"}
MONEY = "元"
READING = "按判定规则推算的一种读法，不是上级要求"
WHOLE_LINE = "各学段的数按分摊后的本学段算；全校合计里几个学段共用的只计一次（取较大的），教师按学段相加；办法按全校计"


def way(file: Dossier, part: Part) -> list[Sentence]:
    """
    Say how a part can pass: the way with the fewest teachers, and beside it the way with less money.

    [] where it meets, or where no way is known.
    """
    first, *others = part.ways or (None,)
    return [_first_way(file, first), *(_other_way(file, other) for other in others)] if first else []


def _first_way(file: Dossier, way: Way) -> Sentence:
    names = "、".join(_step(step) for step in way.steps)
    whole = "（按全校计）" if any(step.line.missing != step.line.missing_whole for step in way.steps) else ""
    is_left = way.kept and way.kept_pct < FULL
    kept = f"；{_kept(way)}（{_allowed(file)}）" if is_left else ""
    return [(f"{WAYS[way.name]}：", "strong"), (f"补{names}{whole}{_price(way.steps)}，即达标{kept}。", "")]


def _other_way(file: Dossier, way: Way) -> Sentence:
    """另一种：改留体育运动场馆（补到 85%），只需约 88.6 万元，但要增体育艺术教师 2 人."""
    lifted = {step.line.asked.key for step in way.steps if step.to_floor}
    floor = file.standard.verdict.floor_pct
    kept = "、".join(
        f"{line.asked.short}{f'（补到 {floor:f}%）' if line.asked.key in lifted else ''}" for line in way.kept
    )
    staff = [step for step in way.steps if step.line.is_staff]
    people = f"，但要增{persons(staff)}" if staff else ""
    start = f"改留{kept}" if kept else "各项都补到标准"
    price = money(way.steps).replace("约", "只需约") or "，不用花钱"
    return [(f"另一种：{start}{price}{people}。", "quiet")]


def _price(steps: Sequence[Step]) -> str:
    """The money, where it is not what is lacking itself: equipment is counted in 万元 already."""
    is_money = all(step.line.indicator.gap_unit == MONEY for step in steps if not is_missing(step.cost_yuan))
    return "" if is_money else money(steps)


def _step(step: Step) -> str:
    amount = quantity(step.missing_whole, step.line.indicator.gap_unit)
    words = f"{step.line.asked.short}{'减少' if step.line.asked.operator == '==' else ''} {amount}"
    is_less = step.to_floor and step.missing_whole < step.line.missing_whole  # whole things may reach the whole
    return f"{words}（补到下限）" if is_less else words


def _kept(way: Way) -> str:
    """体育艺术教师留在标准的 89.4%."""
    each, least = ("各", " 以上") if len(way.kept) > 1 else ("", "")
    names = "、".join(line.asked.short for line in way.kept)
    return f"{names}{each}留在标准的 {percent(way.kept_pct)}{least}"


def _allowed(file: Dossier) -> str:
    """一项可不低于 85%."""
    rule = file.standard.verdict
    allowed = numeral(rule.at_most_unmet if rule.at_least is None else rule.of - rule.at_least).strip()
    return f"{allowed}项可{'不达标' if rule.floor_pct is None else f'不低于 {rule.floor_pct:f}%'}"


def money(steps: Sequence[Step]) -> str:
    """，约 164.0 万元; of those that have a unit cost where others have none; "" where none has."""
    priced = [step.cost_yuan for step in steps if not is_missing(step.cost_yuan)]
    is_part = any(is_missing(step.cost_yuan) and not step.line.is_staff for step in steps)
    return f"，{'有单价的' if is_part else ''}约 {wan(math.fsum(priced), 1)} 万元" if priced else ""


def persons(steps: Sequence[Step]) -> str:
    """Teachers by requirement, each named, never added: one person can close several."""
    return "、".join(f"{step.line.asked.short} {count(step.missing_whole)} 人" for step in steps)


def teachers(parts: Sequence[Part]) -> str:
    """
    Say whom the ways with the fewest teachers ask for: a requirement once, its stages added, and named where a school
    has several.

    骨干教师 2 人（小学 1、初中 1）、体育艺术教师 1 人（初中）; "" where nobody is asked for.
    """
    missing: dict[str, dict[str, float]] = {}
    for part in parts:
        for step in part.ways[0].steps if part.ways else ():
            if step.line.is_staff:
                missing.setdefault(step.line.asked.short, {})[vocabulary().stages[part.stage]] = step.missing_whole
    return "、".join(
        f"{short} {count(sum(stages.values()))} 人{_stages(stages) if len(parts) > 1 else ''}"
        for short, stages in missing.items()
    )


def _stages(persons_of: Mapping[str, float]) -> str:
    """（小学 1、初中 1）; of one stage alone （小学）."""
    if len(persons_of) == 1:
        return f"（{next(iter(persons_of))}）"
    return f"（{'、'.join(f'{stage} {count(number)}' for stage, number in persons_of.items())}）"


def cost_note(*, are_examples: bool) -> str:
    """Say where the unit costs come from."""
    source = "单价含示例，请改成本县的" if are_examples else "按本县设置的单价估算"
    return f"{source}；教师记“{STAFF}”，不折算成钱；各项取整，相加可能与合计略有出入。"
