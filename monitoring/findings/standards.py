"""标准库: what the standards on the shelf hold, how far they are encoded and verified, and their rules in words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from monitoring.figures import count, limit
from monitoring.findings.sentences import Piece, Sentence
from monitoring.standards import Clause, Indicator, Requirement, Standard, Term, states
from monitoring.standards.vocabulary import Field, vocabulary

SEPARATOR = " · "
TIMES = "×"
OVER = "÷"
OPERATIONS = {1: " + ", -1: " − "}
SCHOOL = "school"
LEVEL, LEVEL_SAID = "›", "·"  # between the levels of a heading: in the tables, in a sentence


def headline(shelf: Collection[Standard]) -> Sentence:
    """Say how many standards there are, how many are encoded in full, and how far their requirements were compared."""
    whole = sum(standard.complete for standard in shelf)
    pieces: list[Piece] = [(f"标准库有 {count(len(shelf))} 部标准", "")]
    if whole == len(shelf):
        pieces.append(("，都已录全；", ""))
    else:
        pieces.append((f"，{count(whole)} 部录全，{count(len(shelf) - whole)} 部标准不全；", ""))
    return [*pieces, *states_of([asked for standard in shelf for asked in standard.requirements], "项要求"), ("。", "")]


def states_of(lines: Sequence[Requirement | Clause], counted: str) -> Sentence:
    """
    Say how many lines there are in each state, the surest first.

    Args:
        counted: what they are, with its measure word: "项要求".
    """
    numbers = {name: sum(line.state == name for line in lines) for name in states.WORDS}
    there = {name: number for name, number in numbers.items() if number}
    if len(there) == 1:
        (name,) = there
        every = "都" if len(lines) > 1 else ""
        return [(f"{count(len(lines))} {counted}{every}", ""), (_word(name), _tone(name))]
    measure = counted[0]
    pieces: list[Piece] = [(f"{count(len(lines))} {counted}：", "")]
    for name, number in there.items():
        pieces += [("、", "")] if len(pieces) > 1 else []
        pieces.append((f"{_word(name)} {count(number)} {measure}", _tone(name)))
    return pieces


def _word(name: str) -> str:
    return "缺出处" if name == states.ABSENT else states.WORDS[name]


def _tone(name: str) -> str:
    return "fail" if name in states.UNSURE else ""


def reading(standard: Standard, *, is_usual: bool, has_data: bool) -> Sentence:
    """
    Say which standard is read, whether config.toml has the pages begin with it, and how to take another.

    Args:
        has_data: without data there is no filter row, and no other page goes by a standard.
    """
    start, other = ("现在各页按 ", "或用上面的选择框") if has_data else ("右边是 ", "")
    usual = "（打开时默认）" if is_usual else ""
    return [(start, ""), (standard.short, "strong"), (f"{usual}；换一部，点左边的名称{other}", "")]


def unverified(standard: Standard, keys: Collection[str] | None = None) -> list[Requirement]:
    """
    Return the requirements whose figures were compared with no text of the document.

    Args:
        keys: only these; None: all.
    """
    asked = [one for one in standard.requirements if keys is None or one.key in keys]
    return [one for one in asked if one.state in states.UNSURE]


UNSURE_LIMITS = "含未核实的限值"


def unsure_limits(standard: Standard, keys: Collection[str] | None = None) -> str:
    """
    Say that a verdict, or a list of gaps, rests on figures that were compared with no text, and on which.

    Args:
        keys: the requirements that are judged here; None: all of the standard.

    Returns:
        含未核实的限值：第1项、第2项；判定规则未核实; "" where all were compared.
    """
    lines = [asked for asked in unverified(standard, keys) if asked.cases]
    rule = standard.complete and standard.verdict.rule != "none" and standard.verdict.is_unsure
    if not lines and not rule:
        return ""
    judged = [asked for asked in standard.requirements if asked.cases and (keys is None or asked.key in keys)]
    which = [f"{len(lines)} 项都是"] if len(lines) == len(judged) > 1 else ["、".join(asked.clause for asked in lines)]
    said = [*(which if lines else []), *(["判定规则"] if rule else [])]
    return f"{UNSURE_LIMITS}：{'，'.join(said)}"


def resting_on_unsure(standard: Standard) -> Sentence:
    """Return what a line of counts ends with where these rest on figures compared with no text; else nothing."""
    return [(f"　{UNSURE_LIMITS}", "strong")] if unsure_limits(standard) else []


def missing_from(standard: Standard) -> str:
    """
    Say why a standard judges no school though its document does; "" for one that is encoded in full.

    The number of missing requirements is said only where the document's own number is known.
    """
    if standard.complete:
        return ""
    absent = standard.verdict.of - len(standard.requirements)
    number = f"全文 {standard.verdict.of} 项，录入了 {len(standard.requirements)} 条；" if absent > 0 else ""
    return f"标准不全：{number}只看录入的各项，不评定学校。"


def status(standard: Standard) -> str:
    """Say in a few words how far a standard is encoded and compared: 录全 or 标准不全, and the number not compared."""
    parts = ["录全" if standard.complete else "标准不全"]
    unsure = len(unverified(standard))
    parts += [f"{unsure} 项未核实"] if unsure else []
    parts += ["判定规则未核实"] if standard.verdict.rule != "none" and standard.verdict.is_unsure else []
    return SEPARATOR.join(parts)


def scope(standard: Standard) -> str:
    """
    Say which schools a standard judges.

    >>> from monitoring.settings import load_settings
    >>> from monitoring.standards import load_standards
    >>> scope(load_standards(load_settings())["moe-2017-6"])
    '小学、初中各学段分别看；特殊教育学校、职业学校不在内；不足 50 人的教学点不在内；民办学校在内'
    """
    words, asked = vocabulary(), standard.scope
    stages = "、".join(words.stages[stage] for stage in asked.stages)
    parts = [f"{stages}各学段分别看" if len(asked.stages) > 1 else f"只看{stages}"]
    if asked.exclude_kinds:
        parts.append(f"{_kinds(asked.exclude_kinds)}不在内")
    if asked.exclude_teaching_points:
        parts.append("教学点不在内")
    elif asked.teaching_point_min_pupils is not None:
        parts.append(f"不足 {asked.teaching_point_min_pupils} 人的教学点不在内")
    parts.append("民办学校不在内" if asked.public_only else "民办学校在内")
    return "；".join(parts)


GROUP_WORDS = {"special": "特殊教育学校", "vocational": "职业学校", "teaching_point": "教学点"}


def _kinds(codes: tuple[str, ...]) -> str:
    """Name kinds of schools by their groups where a whole group is meant."""
    left, names = list(codes), []
    for group, members in vocabulary().kind_groups.items():
        if set(members) <= set(left):
            names.append(GROUP_WORDS[group])
            left = [code for code in left if code not in members]
    return "、".join(names + [vocabulary().kinds[code] for code in left])


def balance_rule(standard: Standard) -> str:
    """
    Say how a standard judges the spread between schools; "" where it does not.

    >>> from monitoring.settings import load_settings
    >>> from monitoring.standards import load_standards
    >>> shelf = load_standards(load_settings())
    >>> balance_rule(shelf["moe-2012-3"])
    '各项差异系数的平均数（综合差异系数）不超过：小学 0.65，初中 0.55'
    >>> balance_rule(shelf["moe-2017-6"])
    '每一项差异系数都不超过：小学 0.50，初中 0.45'
    """
    if standard.balance is None:
        return ""
    rules = []
    if standard.balance.cv_limit:
        rules.append(f"每一项差异系数都不超过：{_limits(standard.balance.cv_limit)}")
    if standard.balance.composite_limit:
        rules.append(f"各项差异系数的平均数（综合差异系数）不超过：{_limits(standard.balance.composite_limit)}")
    return "；".join(rules)


def _limits(limits: Mapping[str, object]) -> str:
    return "，".join(f"{vocabulary().stages[stage]} {limit(most)}" for stage, most in limits.items())


def in_force(standard: Standard) -> str:
    """Say from when, and until when, a standard is in force, as far as the file knows."""
    written = standard.in_force_as_written
    until = f"，{standard.repealed.isoformat()} 废止" if standard.repealed else ""
    if standard.in_force is None:
        return f"施行日期不详{until}"
    unit = {4: " 年（月日不详）", 7: "（日不详）"}.get(len(written), " ")
    return f"{written}{unit}起施行{until}"


def formula(indicator: Indicator) -> str:
    """
    Say how an indicator is made from the tables, for each stage where the stages differ.

    >>> from monitoring.standards import load_indicators
    >>> known = load_indicators()
    >>> formula(known["teaching_area_m2_per_pupil"])
    '（教学及辅助用房面积 − 室内体育用房面积）÷ 在校生数'
    >>> formula(known["multimedia_rooms_per_100"]), formula(known["music_rooms"])
    ('网络多媒体教室间数 ÷ 在校生数 × 100', '音乐专用教室间数')
    >>> formula(known["has_fence"])
    '现有报表没有这一项'
    >>> formula(known["middle_title_teachers_per_pupil"])
    '专任教师（正高级 + 副高级 + 中级）÷ 在校生数'
    """
    if not indicator.in_tables:
        return "现有报表没有这一项"
    fields, stages = vocabulary().fields, vocabulary().stages
    said = {
        stage: " 或 ".join(_quotient(indicator, terms, fields) for terms in sums)
        for stage, sums in indicator.numerators.items()
    }
    if len(said) == 1:
        return next(iter(said.values()))
    return "；".join(f"{stages[stage] if stage else '其他学段'}：{text}" for stage, text in said.items())


def _quotient(indicator: Indicator, terms: tuple[Term, ...], fields: Mapping[str, Field]) -> str:
    total, is_single = _sum(terms, fields)
    if indicator.per == SCHOOL:
        return total
    divided = total if is_single else f"（{total}）"
    over = f"{divided}{OVER} " if divided.endswith("）") else f"{divided} {OVER} "
    times = f" {TIMES} {format(indicator.times, 'f')}" if indicator.times != 1 else ""
    unit = "（万元换算为元）" if fields[terms[0].field].kind == "wan_yuan" else ""
    return f"{over}{fields[indicator.per].label}{times}{unit}"


def _sum(terms: tuple[Term, ...], fields: Mapping[str, Field]) -> tuple[str, bool]:
    """The fields of a sum, and whether they read as one; a heading that all stand under is said once."""
    paths = [fields[term.field].label.split(LEVEL) for term in terms]
    heading = paths[0][0] if len({path[0] for path in paths}) == 1 and all(len(path) > 1 for path in paths) else ""
    names = [LEVEL_SAID.join(path[1:] if heading else path) for path in paths]
    signs = ["", *(OPERATIONS[term.sign] for term in terms[1:])]
    total = "".join(sign + name for sign, name in zip(signs, names, strict=True))
    return (f"{heading}（{total}）", True) if heading else (total, len(terms) == 1)
