"""
学校档案: what is said of one school: its verdict, the price of the way out, why it is not decided.

Every sentence comes from a school's file (monitoring.dossier) and says only what a count, a sign or a rule decides.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitoring.dossier import Dossier, Part
from monitoring.figures import count, is_missing, percent
from monitoring.findings.school.figures import numeral, reached
from monitoring.findings.school.ways import money, teachers
from monitoring.findings.sentences import Piece, Sentence, listed
from monitoring.findings.standards import missing_from, unsure_limits
from monitoring.standards.vocabulary import vocabulary
from monitoring.words import STATUS_WORDS, VERDICT_WORDS

TONES = {"met": "met", "not_met": "fail", "undetermined": "", "not_judged": ""}


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


def unsure(file: Dossier) -> str:
    """Say that the school's verdict rests on limits that were compared with no text, and on which; "" where not."""
    judged = [line.asked.key for part in file.parts for line in part.lines if line.status != "not_applicable"]
    return unsure_limits(file.standard, judged) if judged else ""


def _states(parts: Sequence[Part]) -> str:
    """What is known of the requirements where no verdict is given."""
    lines = [line for part in parts for line in part.lines]
    whose = "、".join(vocabulary().stages[part.stage] for part in parts) if len(parts) > 1 else ""
    counts = {status: sum(line.status == status for line in lines) for status in ("met", "gap", "no_data")}
    said = [f"{count(number)} 项{STATUS_WORDS[status]}" for status, number in counts.items() if number]
    if counts["met"] or counts["gap"]:
        return f"{whose}各项中 {'、'.join(said)}"
    reported = sum(not is_missing(line.value) for line in lines)
    return f"{whose}{count(len(lines))} 项中填报了 {count(reported)} 项，只列数值"


def _counted(part: Part) -> str:
    """七项达标 3 项，未填报 1 项."""
    unknown = f"、未填报 {part.unknown} 项" if part.unknown else ""
    return f"{numeral(len(part.asked))}项达标 {part.met} 项{unknown}"


def _verdict(part: Part) -> Piece:
    return (VERDICT_WORDS[part.status], TONES[part.status])


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
    if file.verdict == "undetermined":
        return [(f"；补报{listed(_absent(undetermined), '项')}后才能评定", "")]
    failing = [part for part in file.parts if part.status == "not_met"]
    if not failing:
        return []
    if undetermined or not all(part.ways for part in failing):
        return [("；数据补齐后才能算出最省的办法", "")]
    added = teachers(file.parts)
    people = f"，增{added}" if added else ""
    return [(f"；再补 {len(file.needs)} 项即达标{money(file.needs).replace('约', '约需')}{people}", "")]


def _aside(part: Part) -> list[Piece]:
    """What a school that meets still lacks or has not reported."""
    if part.status != "met":
        return []
    gaps = [f"{line.asked.short}是标准的 {reached(line)}" for line in part.gaps if not is_missing(line.reach_pct)]
    unknown = ["未填报的不影响结论"] if part.unknown else []
    said = [*gaps, *unknown]
    return [(f"；{'，'.join(said)}", "")] if said else []


def _absent(parts: Sequence[Part]) -> list[str]:
    """What was not reported: the fields, or the requirement where it is no field of the tables; each once."""
    unknown = [line for part in parts for line in part.lines if line.status == "no_data"]
    named = [name for line in unknown for name in line.absent or (line.asked.short,)]
    scope = [_scope_fact(part) for part in parts if part.why == "scope_unknown"]
    return list(dict.fromkeys([*scope, *named]))


def _scope_fact(part: Part) -> str:
    """The fact that decides whether a part is in scope, and was not reported."""
    return "在校生数" if is_missing(part.pupils) else "举办者类型"


def why(file: Dossier, part: Part) -> Sentence:
    """Say why a part has no verdict: what is not reported, or why it is outside; [] where it has one."""
    if part.status == "undetermined":
        if part.why == "scope_unknown":
            reason = f"{_scope_fact(part)}未填报，无法判断是否在评定范围。补报后重新导入即可评定。"
            return [("待定：", "strong"), (reason, "")]
        absent = _absent([part])
        reasons = f"{'、'.join(absent)}未填报，{part.unknown} 项算不出来，"
        decides = "取决于它们" if len(absent) > 1 else "取决于它"
        return [
            ("待定：", "strong"),
            (f"{reasons}达标与否{decides}，所以不算达标也不算未达标。补报后重新导入即可评定。", ""),
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
    return f"{stage}{numeral(len(part.lines)).lstrip()}项要求逐项看"


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
