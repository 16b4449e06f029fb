"""
学校档案: what is said of one school: its verdict, the price of the way out, what moved, why it is not decided.

Every sentence comes from a school's file (monitoring.dossier) and says only what a count, a sign or a rule decides.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

from monitoring.dossier import Dossier, Line, Part, Step, Way
from monitoring.figures import STAFF, count, is_missing, percent, quantity, wan
from monitoring.findings.school_figures import reached
from monitoring.findings.sentences import Piece, Sentence
from monitoring.findings.standards import missing_from
from monitoring.standards.vocabulary import vocabulary

NUMERALS = "零一二三四五六七八九十"
VERDICTS = {"met": "达标", "not_met": "未达标", "undetermined": "待定", "not_judged": "不评定"}
TONES = {"met": "met", "not_met": "fail", "undetermined": "", "not_judged": ""}
WAYS = {"fewest_teachers": "少增教师的最省办法"}
READING = "按判定规则推算的一种读法，不是上级要求"


def numeral(number: int) -> str:
    """
    Write a small number as people say it.

    >>> numeral(7), numeral(20)
    ('七', ' 20 ')
    """
    return NUMERALS[number] if number < len(NUMERALS) else f" {number} "


def headline(file: Dossier, name: str) -> Sentence:
    """
    Say the verdict and the price of the way out.

    Args:
        name: the school's name as the page says it.
    """
    if not file.parts:
        return [(f"{name}没有小学或初中的数据，这个标准不看。", "")]
    if not file.judges_schools:
        start = f"{name}：" if name else ""
        return [(f"{start}按{file.standard.short}不评定学校；{_states(file.parts)}。", "")]
    if file.verdict == "not_judged":
        return [(f"{name}不在评定范围", ""), (f"；{_states(file.parts)}。" if file.parts else "。", "")]
    if len(file.parts) > 1:
        return [(name, ""), *_stages(file), *_way_out(file), ("。", "")]
    (part,) = file.parts
    return [(f"{name}{_counted(part)}，", ""), _verdict(part), *_way_out(file), *_aside(part), ("。", "")]


def _states(parts: Sequence[Part]) -> str:
    """What is known of the requirements where no verdict is given."""
    lines = [line for part in parts for line in part.lines]
    whose = "、".join(vocabulary().stages[part.stage] for part in parts) if len(parts) > 1 else ""
    counts = {status: sum(line.status == status for line in lines) for status in ("met", "gap", "no_data")}
    words = {"met": "达标", "gap": "未达标", "no_data": "未填报"}
    said = [f"{count(number)} 项{words[status]}" for status, number in counts.items() if number]
    if counts["met"] or counts["gap"]:
        return f"{whose}各项中 {'、'.join(said)}"
    reported = sum(not is_missing(line.value) for line in lines)
    return f"{whose}{count(len(lines))} 项中填报了 {count(reported)} 项，只列数值"


def _counted(part: Part) -> str:
    """七项达标 3 项，未填报 1 项."""
    unknown = f"、未填报 {part.unknown} 项" if part.unknown else ""
    return f"{numeral(len(part.asked))}项达标 {part.met} 项{unknown}"


def _verdict(part: Part) -> Piece:
    return (VERDICTS[part.status], TONES[part.status])


def _stages(file: Dossier) -> list[Piece]:
    """小学达标 6 项，达标；初中达标 5 项，未达标."""
    pieces: list[Piece] = []
    for part in file.parts:
        stage = vocabulary().stages[part.stage]
        if part.status == "not_judged":
            pieces += [(f"{'，' if pieces else ''}{stage}不评定", "")]
        else:
            pieces += [
                (f"{'，' if pieces else ''}{stage}{_counted(part)}", ""),
                (f"（{_verdict(part)[0]}）", _verdict(part)[1]),
            ]
    return pieces


def _way_out(file: Dossier) -> list[Piece]:
    """；再补 3 项即达标，约需 164.0 万元."""
    undetermined = [part for part in file.parts if part.status == "undetermined"]
    unknown = dict.fromkeys(line.asked.short for part in undetermined for line in _unknown(part))
    if file.verdict == "undetermined":
        return [(f"；补报{'、'.join(unknown)}后才能评定", "")] if unknown else []
    failing = [part for part in file.parts if part.status == "not_met"]
    if not failing:
        return []
    if undetermined or not all(part.ways for part in failing):
        return [("；数据补齐后才能算出最省的办法", "")]
    money, staff = _money(file.needs), [step for step in file.needs if step.line.is_staff]
    people = f"，增{_persons(staff)}" if staff else ""
    return [(f"；再补 {len(file.needs)} 项即达标{money.replace('约', '约需')}{people}", "")]


def _money(steps: Sequence[Step]) -> str:
    """，约 164.0 万元; of those that have a unit cost where others have none; "" where none has."""
    priced = [step.cost_yuan for step in steps if not is_missing(step.cost_yuan)]
    is_part = any(is_missing(step.cost_yuan) and not step.line.is_staff for step in steps)
    return f"，{'有单价的' if is_part else ''}约 {wan(math.fsum(priced), 1)} 万元" if priced else ""


def _persons(steps: Sequence[Step]) -> str:
    """Teachers by requirement, each named, never added: one person can close several."""
    return "、".join(f"{step.line.asked.short} {count(step.missing_whole)} 人" for step in steps)


def _aside(part: Part) -> list[Piece]:
    """What a school that meets still lacks or has not reported."""
    if part.status != "met":
        return []
    gaps = [f"{line.asked.short}在标准的 {reached(line)}" for line in part.gaps if not is_missing(line.reach_pct)]
    unknown = ["未填报的不影响结论"] if part.unknown else []
    said = [*gaps, *unknown]
    return [(f"；{'，'.join(said)}", "")] if said else []


def _unknown(part: Part) -> list[Line]:
    return [line for line in part.lines if line.status == "no_data"]


def description(file: Dossier) -> str:
    """Say what the school is: township, kind, sponsor, place, year, code; what is not reported is left out."""
    facts = [
        file.township,
        file.kind,
        f"{file.sponsor}办" if file.sponsor and file.sponsor != "民办" else file.sponsor,
        file.urban,
        "" if is_missing(file.year_built) else f"{file.year_built:.0f} 年建",
        "寄宿制" if file.is_boarding == 1 else "",
        f"学校标识码 {file.code}",
    ]
    return " · ".join(fact for fact in facts if fact)


def before(file: Dossier, month: str) -> str:
    """
    Say what the school was in the period before; "" where it was not in the tables.

    Args:
        month: the earlier period as it is named, "3月".
    """
    parts = [part for part in file.parts if part.before]
    if not parts:
        return f"{month}没有这所学校的数据" if month else ""
    said = []
    for part in parts:
        stage = vocabulary().stages[part.stage] if len(file.parts) > 1 else ""
        met = part.before.value
        verdict = VERDICTS[part.before.status]
        said.append(f"{stage}{verdict}" if is_missing(met) else f"{stage}{verdict}，达标 {count(met)} 项")
    return f"{month}：{'；'.join(said)}"


def why(file: Dossier, part: Part) -> Sentence:
    """Say why a part has no verdict: what is not reported, or why it is outside; [] where it has one."""
    if part.status == "undetermined":
        unknown = [line.asked.short for line in _unknown(part)]
        reasons = f"缺 {len(unknown)} 项数据（{'、'.join(unknown)}），" if unknown else ""
        if part.why == "scope_unknown":
            fact = "在校生数" if is_missing(part.pupils) else "举办者类型"
            return [("待定：", "strong"), (f"{fact}未填报，无法判断是否在评定范围。补报后重新导入即可评定。", "")]
        return [
            ("待定：", "strong"),
            (f"{reasons}达标与否取决于它，所以不算达标也不算未达标。补报后重新导入即可评定。", ""),
        ]
    if part.status != "not_judged":
        return []
    if part.why == "incomplete":
        return [("不评定：", "strong"), (missing_from(file.standard), "")]
    if part.why == "no_rule":
        return [("不评定：", "strong"), ("这份文件不设学校标准，只看校际差异；这里只列数值。", "")]
    return [("不评定：", "strong"), (f"{_outside(file, part)}；各项数值照列。", "")]


def _outside(file: Dossier, part: Part) -> str:
    """Why a part is outside the standard's scope, by the engine's word for it."""
    scope = file.standard.scope
    fewest = f"不足 {scope.teaching_point_min_pupils} 人的" if not scope.exclude_teaching_points else ""
    words = {
        "stage": f"这个标准不看{vocabulary().stages[part.stage]}",
        "main_missing": "它是校区，主校不在任何一张表里",
        "kind": f"{file.kind}不在评定范围",
        "private": "民办学校不在评定范围",
        "teaching_point": f"{fewest}教学点不在评定范围",
        "no_pupils": "没有在校生",
    }
    return words[part.why]


def requirements_title(file: Dossier, part: Part) -> str:
    """Name a part's table of requirements: 七项要求逐项看, with the stage where there are two."""
    stage = f"{vocabulary().stages[part.stage]}：" if len(file.parts) > 1 else ""
    return (
        f"{stage}{numeral(len(part.lines)).strip()} 项要求逐项看"
        if len(part.lines) > len(NUMERALS) - 1
        else (f"{stage}{numeral(len(part.lines))}项要求逐项看")
    )


def bars(file: Dossier, part: Part) -> str:
    """Say what the lines across the bars stand for, and which part of shared resources the stage is allotted."""
    floor = file.standard.verdict.floor_pct
    said = []
    if any(not is_missing(line.reach_pct) for line in part.lines):
        also = f"，竖虚线是 {floor:f}%" if floor is not None and file.judges_schools else ""
        said.append(f"竖实线是标准（100%）{also}")
    if part.is_split:
        share = "学生数不全，分不出来" if is_missing(part.share) else f"分给本学段 {percent(part.share * 100)}"
        said.append(f"全校共用的校舍、场地、设备按加权学生数{share}")
    return "；".join(said)


def how_to_read(file: Dossier, part: Part) -> str:
    """Say what the lines across the bars stand for, and how the verdict is made."""
    rule = f"判定规则：{file.standard.verdict.describe()}" if file.judges_schools else "不评定学校"
    return "；".join(words for words in (bars(file, part), rule) if words)


def way(file: Dossier, part: Part) -> list[Sentence]:
    """
    Say how a part can pass: the way with the fewest teachers, and beside it the way with less money.

    [] where it meets, or where no way is known.
    """
    first, *others = part.ways or (None,)
    return [_first_way(file, first), *(_other_way(file, found) for found in others)] if first else []


def _first_way(file: Dossier, found: Way) -> Sentence:
    names = "、".join(_step(step) for step in found.steps)
    whole = "（按全校计）" if any(step.line.missing != step.line.missing_whole for step in found.steps) else ""
    kept = f"；{_kept(found)}（{_allowed(file)}）" if found.kept else ""
    return [(f"{WAYS[found.name]}：", "strong"), (f"补{names}{whole}{_money(found.steps)}，即达标{kept}。", "")]


def _other_way(file: Dossier, found: Way) -> Sentence:
    """另一种：改留体育运动场馆（补到 85%），只需约 88.6 万元，但要增体育艺术教师 2 人."""
    lifted = {step.line.asked.key for step in found.steps if step.to_floor}
    floor = file.standard.verdict.floor_pct
    kept = "、".join(
        f"{line.asked.short}{f'（补到 {floor:f}%）' if line.asked.key in lifted else ''}" for line in found.kept
    )
    staff = [step for step in found.steps if step.line.is_staff]
    people = f"，但要增{_persons(staff)}" if staff else ""
    start = f"改留{kept}" if kept else "各项都补到标准"
    return [(f"另一种：{start}{_money(found.steps).replace('约', '只需约')}{people}。", "quiet")]


def _step(step: Step) -> str:
    amount = quantity(step.missing_whole, step.line.indicator.gap_unit)
    words = f"{step.line.asked.short}{'减少' if step.line.asked.operator == '==' else ''} {amount}"
    return f"{words}（补到下限）" if step.to_floor else words


def _kept(found: Way) -> str:
    """体育艺术教师留在标准的 89.4%."""
    each, least = ("各", " 以上") if len(found.kept) > 1 else ("", "")
    names = "、".join(line.asked.short for line in found.kept)
    return f"{names}{each}留在标准的 {percent(found.kept_pct)}{least}"


def _allowed(file: Dossier) -> str:
    """一项可不低于 85%."""
    rule = file.standard.verdict
    allowed = numeral(rule.at_most_unmet if rule.at_least is None else rule.of - rule.at_least).strip()
    return f"{allowed}项可{'不达标' if rule.floor_pct is None else f'不低于 {rule.floor_pct:f}%'}"


def all_cost(part: Part) -> str:
    """Say what closing every gap costs; "" where there is no way, or the way is all there is to close."""
    if not part.ways or is_missing(part.ways[0].all_cost_yuan) or not part.ways[0].all_cost_yuan:
        return ""
    return f"各项都补到标准约 {wan(part.ways[0].all_cost_yuan, 1)} 万元。"


def cost_note(*, are_examples: bool) -> str:
    """Say where the unit costs come from."""
    source = "单价为示例，请在 config.toml 改成本县的" if are_examples else "按 config.toml 的单价估算"
    return f"{source}；教师记“{STAFF}”，不折算成钱；各项取整，相加可能与合计略有出入。"


def facts_line(file: Dossier, saved_on: date, saved_by: str) -> str:
    """Say when the figures were stored, and what they add up: the stages, and the campuses merged into the school."""
    said = [f"{saved_on.isoformat()} 入库（{saved_by}）"]
    if len(file.parts) > 1:
        said.append("在校生、班级、教师是小学与初中之和，其余是全校数")
    if file.campuses:
        said.append(f"已并入校区：{'、'.join(file.campuses.values())}")
    return "；".join(said)


def doubts_title(doubts: int, notes: int) -> str:
    """
    Say how many cells of the school were doubtful.

    >>> doubts_title(3, 1), doubts_title(0, 2)
    ('导入时 3 处存疑', '导入时没有存疑的格子')
    """
    return f"导入时 {count(doubts)} 处存疑" if doubts else "导入时没有存疑的格子" if notes else ""


def doubts_line(doubts: int, notes: int) -> str:
    """Say what becomes of them, and how many were only put in order."""
    said = ["原表改正后重新导入即消除"] if doubts else []
    said += [f"另有 {count(notes)} 处写法已规范（全角、单位等），不影响数值"] if notes else []
    return "；".join(said)


LOCATIONS = {
    "swapped": "原表经纬度填反，已对调",
    "dms": "原表是度分秒，已换算",
    "decimal_comma": "原表小数点写成逗号，已改",
    "lost_point": "原表漏了小数点，已补",
}


def place_line(file: Dossier) -> str:
    """Say where the school is, and what was done to the coordinates that were typed."""
    if not file.is_located:
        return f"{file.township}；原表没有能用的经纬度，图上没有它的点"
    done = [LOCATIONS[word] for word in file.location.split("+") if word in LOCATIONS]
    where = f"{file.township}，东经 {file.longitude:.4f}°，北纬 {file.latitude:.4f}°"
    return "；".join([where, *done])
