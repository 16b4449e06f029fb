"""What a threshold, a condition and a verdict say in Chinese: computed, so that no sentence drifts from its figure."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from monitoring.standards.states import OWN
from monitoring.standards.vocabulary import vocabulary

if TYPE_CHECKING:
    from monitoring.standards.model import Case, Condition, Requirement, Verdict

SIGNS = {">=": "≥", "<=": "≤", "==": "应为"}


def number(value: Decimal) -> str:
    """
    Write a number as the document prints it, never in powers of ten.

    >>> number(Decimal("0.50")), number(Decimal(2000))
    ('0.50', '2000')
    """
    return format(value, "f")


def requirement(asked: Requirement, stage: str | None = None) -> str:
    """Say the thresholds of one stage, or of all stages: `小学 ≥ 4.5 ㎡/生；初中 ≥ 5.8 ㎡/生`."""
    cases = [case for case in asked.cases if stage is None or case.stage in (None, stage)]
    if not asked.cases:
        return "不设学校标准，只看校际差异"
    if not cases:
        return "本学段不适用"
    return "；".join(_case(asked, case, _is_rest(case, cases)) for case in cases)


def _is_rest(case: Case, cases: list[Case]) -> bool:
    """Tell whether a case without a condition follows one with a condition, so that it has to say “the others”."""
    earlier = cases[: cases.index(case)]
    return case.when.is_always and any(other.stage in (None, case.stage) for other in earlier)


def _case(asked: Requirement, case: Case, is_rest: bool) -> str:
    stage = vocabulary().stages[case.stage] if case.stage else ""
    who = condition(case.when) or ("其他学校" if is_rest else "")
    subject = "，".join(part for part in (stage, who) if part)
    mark = "：" if who else " " if stage else ""
    return f"{subject}{mark}{_threshold(asked, case)}"


def _threshold(asked: Requirement, case: Case) -> str:
    if asked.is_yes_no:
        return "须做到"
    sign, unit, fields = SIGNS[asked.operator], asked.unit, vocabulary().fields
    if case.value is not None:
        return f"{sign} {number(case.value)} {unit}"
    if case.by is not None:
        size = fields[case.by]
        steps = [f"至 {number(upto)} {size.unit} {sign} {number(least)} {unit}" for upto, least in case.bands]
        return f"{size.label}{'，'.join(steps)}，超过 {number(case.bands[-1][0])} {size.unit}不适用"
    size = fields[case.per]
    rounded = f"（不足 {case.every} {size.unit}按 {case.every} {size.unit}计）" if case.every > 1 else ""
    return f"{size.label}每 {case.every} {size.unit} {sign} {number(case.each)} {unit}{rounded}"


def condition(when: Condition) -> str:
    """Say who a case is for; "" for everybody."""
    known = vocabulary()
    parts = [
        _codes(when.urban, known.urban, known.urban_groups),
        "、".join(known.kinds[code] for code in when.kinds),
        _either(when.boarding, "寄宿制学校", "非寄宿制学校"),
        _either(when.centre, "乡镇中心小学", "非乡镇中心小学"),
        _if(when.built_before, "{} 年以前建校"),
        _if(when.built_from, "{} 年及以后建校"),
        _if(when.pupils_from, "{} 人及以上"),
        _if(when.pupils_below, "不足 {} 人"),
        _if(when.classes_from, "{} 个班及以上"),
        _if(when.classes_to, "{} 个班及以下"),
    ]
    return "，".join(part for part in parts if part)


def _codes(codes: tuple[str, ...], labels, groups) -> str:
    """Name codes by their groups where whole groups are meant, else one by one."""
    left, names = list(codes), []
    for name, members in groups.items():
        if set(members) <= set(left):
            names.append(name)
            left = [code for code in left if code not in members]
    return "、".join(names + [labels[code] for code in left])


def _either(asked: bool | None, yes: str, no: str) -> str:
    return "" if asked is None else yes if asked else no


def _if(value: int | None, sentence: str) -> str:
    return "" if value is None else sentence.format(value)


def verdict(rule: Verdict) -> str:
    """Say how a school's verdict is made."""
    floor = ""
    if rule.floor_pct is not None:
        unsure = "" if rule.floor_verified or rule.state == OWN else "（下限未核实）"
        floor = f"，其余每项不低于标准的 {number(rule.floor_pct)}%{unsure}"
    return {
        "all": "全部达标",
        "at_least": f"{rule.of} 项中至少 {rule.at_least} 项达标{floor}",
        "at_most_unmet": f"{rule.of} 项中未达标的不超过 {rule.at_most_unmet} 项{floor}",
        "none": "不评定学校",
    }[rule.rule]
