"""
学校地图: which townships are behind, how a township stands, what a school's verdict comes to.

The places are counted by the chosen measure: by verdict; by one requirement, whose name then stands before; or by the
classrooms of the ledger that reached a step, never in the words of a verdict.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from monitoring.figures import count, share, wan
from monitoring.findings.progress import STEPS
from monitoring.findings.sentences import Piece, Sentence, listed
from monitoring.standing import SCHOOL, Count

DOOR = "点乡镇看全镇，点学校看缺口；也可以在右边的名单里选。"


def county_headline(places: Sequence[Count], subject: str = "", unit: str = SCHOOL) -> Sentence:
    """
    Say which townships are furthest behind, and which ahead.

    Args:
        subject: the requirement that is looked at alone; "" the verdict.
        unit: "所", or "所次" where a stage is chosen.

    >>> from monitoring.findings.sentences import plain
    >>> plain(county_headline([Count("青杠镇", 6, 0, 0), Count("金滩镇", 6, 5, 0)]))
    '青杠镇无一所达标；金滩镇达标率最高（83%）。'
    """
    judged = [place for place in places if place.judged]
    start: list[Piece] = [(f"{subject}：", "")] if subject else []
    if not judged:
        return [*start, ("没有学校参评。", "")]
    low, high = min(place.share for place in judged), max(place.share for place in judged)
    if low == high:
        return [*start, *_all_alike(judged, unit)]
    worst = listed([place.name for place in judged if place.share == low], "个乡镇")
    best = listed([place.name for place in judged if place.share == high], "个乡镇")
    ahead = (f"；{best}达标率最高（{_percent(judged, high)}%）。", "")
    if low == 0:
        return [*start, (worst, ""), (f"无一{unit}达标", "fail"), ahead]
    return [*start, (f"{worst}达标率", ""), (f"最低（{_percent(judged, low)}%）", "fail"), ahead]


def _all_alike(judged: Sequence[Count], unit: str) -> Sentence:
    percent = judged[0].percent
    if len(judged) == 1:
        return [(f"{judged[0].name}达标率 {percent}%。", "")]
    if percent in (0, 100):
        return [
            (f"{len(judged)} 个乡镇", ""),
            ("全部达标", "met") if percent else (f"无一{unit}达标", "fail"),
            ("。", ""),
        ]
    return [(f"{len(judged)} 个乡镇达标率都是 {percent}%。", "")]


def _percent(judged: Sequence[Count], share: float) -> int:
    return next(place.percent for place in judged if place.share == share)


def money_headline(stage: str, names: Sequence[str], cost_yuan: Sequence[float]) -> Sentence:
    """
    Say where closing the gaps costs most.

    Args:
        stage: its word where one is chosen, else "".
        names, cost_yuan: of the townships, dearest first; NaN where nothing has a unit cost.
    """
    paid = [(name, cost) for name, cost in zip(names, cost_yuan, strict=True) if cost > 0]
    if not paid:
        return [(f"{stage}没有折算得出费用的缺口。", "")]
    total = wan(sum(cost for _, cost in paid))
    name, most = paid[0]
    return [(f"补齐{stage}缺口约需 ", ""), (f"{total} 万元", "fail"), (f"，{name}最多，{wan(most)} 万元。", "")]


def pupils_headline(names: Sequence[str], pupils: Sequence[float], missing: int) -> Sentence:
    """
    Say how many pupils there are, and where most.

    Args:
        names, pupils: of the townships, most first.
        missing: schools that did not report their pupils.
    """
    if not names:
        return [("没有学校。", "")]
    rest = f"；{missing} 所学校没有填报" if missing else ""
    start: list[Piece] = [(f"在校生 {count(sum(pupils))} 人，", "")]
    return [*start, (f"{names[0]}最多", "strong"), (f"，{count(pupils[0])} 人{rest}。", "")]


def township_headline(place: Count, unit: str, school: str, subject: str = "") -> Sentence:
    """
    Say how many schools of a township meet, and what is to be said of the chosen school.

    Args:
        unit: "所", or "所次" where a stage is chosen.
        school: a clause of `school_clause`; "" none is chosen.
        subject: the requirement that is looked at alone; "" the verdict.
    """
    start: list[Piece] = [(f"{subject}：", "")] if subject else []
    if not place.judged:
        return [*start, (f"{place.name}没有参评学校{'；' + school if school else ''}。", "")]
    word = "未填报" if subject else "待定"
    rest = f"，{place.undetermined} {unit}{word}" if place.undetermined else ""
    rest += f"；{school}" if school else ""
    asked = "参评学校" if unit == SCHOOL else "参评"
    tone = "met" if place.met else "fail"
    return [
        *start,
        (f"{place.name} {place.judged} {unit}{asked}，", ""),
        (f"{place.met} {unit}达标", tone),
        (f"{rest}。", ""),
    ]


def plain_township(name: str, schools: int, pupils: float, missing: int) -> Sentence:
    """
    Say what a township has, where no standard judges its schools.

    Args:
        pupils: of those that reported them; missing: schools that did not.
    """
    rest = f"，{missing} 所没有填报" if missing else ""
    return [(f"{name} {schools} 所学校，在校生 {count(pupils)} 人{rest}。", "")]


def school_clause(name: str, verdict: str, lacking: int, unknown: int) -> str:
    """
    Say what a school's verdict comes to.

    Args:
        lacking, unknown: requirements of all its judged stages together.

    >>> school_clause("卢湾小学", "not_met", lacking=3, unknown=0), school_clause("万铺小学", "undetermined", 0, 7)
    ('卢湾小学还差 3 项', '万铺小学待定（缺 7 项数据）')
    >>> school_clause("中心小学", "met", 1, 0), school_clause("龙河教学点", "not_judged", 0, 0)
    ('中心小学达标，还有 1 项不足', '龙河教学点不评定')
    """
    if verdict == "not_met":
        return f"{name}还差 {lacking} 项"
    if verdict == "undetermined":
        return f"{name}待定（缺 {unknown} 项数据）"
    if verdict == "met":
        return f"{name}达标，还有 {lacking} 项不足" if lacking else f"{name}达标"
    return f"{name}不评定"


def county_line(county: Count, unit: str, stage: str, subject: str = "") -> str:
    """
    Say the county's sums, and how to go on.

    Args:
        stage: its word where one is chosen, else "".
        subject: the one requirement that is counted, "" verdicts.

    >>> county_line(Count("全县", 102, 44, 2), "所", "").removesuffix(DOOR)
    '全县 102 所参评，44 所达标，56 所未达标，2 所待定。'
    >>> county_line(Count("全县", 102, 44, 2), "所", "", "多媒体教室").removesuffix(DOOR)
    '多媒体教室这一项，全县 102 所中 44 所达标，56 所未达标，2 所未填报。'
    """
    unknown_word = "未填报" if subject else "待定"
    if not county.judged:
        return f"{county.name}{stage}没有学校参评。{DOOR}"
    counts = [f"{county.met} {unit}达标", f"{county.not_met} {unit}未达标"]
    counts += [f"{county.undetermined} {unit}{unknown_word}"] if county.undetermined else []
    if subject:
        return f"{subject}这一项，{county.name}{stage} {county.judged} {unit}中 {'，'.join(counts)}。{DOOR}"
    return f"{county.name}{stage} {county.judged} {unit}参评，{'，'.join(counts)}。{DOOR}"


def why_verdictless(short: str, *, complete: bool) -> str:
    """
    Say why no school has a verdict.

    >>> why_verdictless("基本均衡八项", complete=True)
    '基本均衡八项只看校际差异，不给学校定达标线'
    """
    return f"{short}{'只看校际差异，不给学校定达标线' if complete else '标准不全，只看各项要求，不评定学校'}"


# —— classrooms: a place counts its rooms (judged), those that reached a step or are in time (met), those not known


def rooms_headline(places: Sequence[Count], step: str) -> Sentence:
    """
    Say where the fewest classrooms have reached a step, and where the most.

    Args:
        step: its word.

    >>> from monitoring.findings.sentences import plain
    >>> plain(rooms_headline([Count("荷塘乡", 8, 1, 0), Count("白沙镇", 9, 8, 0)], "常态使用"))
    '荷塘乡做到“常态使用”的教室比例最低（12%）；白沙镇最高（88%）。'
    """
    known = [place for place in places if place.judged]
    if not known:
        return [("台账里没有教室。", "")]
    low, high = min(place.share for place in known), max(place.share for place in known)
    if low == high:
        return _rooms_alike(known, step)
    worst = listed([place.name for place in known if place.share == low], "个乡镇")
    best = listed([place.name for place in known if place.share == high], "个乡镇")
    if low == 0:
        ahead = f"；{best}比例最高（{_percent(known, high)}%）。"
        return [(worst, ""), (f"没有一间教室做到“{step}”", "fail"), (ahead, "")]
    behind = f"比例最低（{_percent(known, low)}%）"
    return [(f"{worst}做到“{step}”的教室", ""), (behind, "fail"), (f"；{best}最高（{_percent(known, high)}%）。", "")]


def _rooms_alike(known: Sequence[Count], step: str) -> Sentence:
    percent, who = known[0].percent, known[0].name if len(known) == 1 else f"{len(known)} 个乡镇"
    if percent == 100:
        return [(f"{who}的教室", ""), ("全部", "met"), (f"做到“{step}”。", "")]
    if known[0].share == 0:
        return [(who, ""), (f"没有一间教室做到“{step}”", "fail"), ("。", "")]
    return [(f"{who}做到“{step}”的教室{'' if len(known) == 1 else '都'}是 {percent}%。", "")]


def overdue_headline(places: Sequence[Count]) -> Sentence:
    """
    Say where most classrooms are past their date, and how many townships have none.

    >>> from monitoring.findings.sentences import plain
    >>> plain(overdue_headline([Count("甲镇", 40, 3, 0), Count("乙镇", 9, 9, 0), Count("农场", 0, 0, 0)]))
    '甲镇逾期教室最多，37 间；1 个乡镇没有逾期。'
    """
    known = [place for place in places if place.judged]
    late = [place for place in known if place.not_met]
    if not late:
        return [("没有一间教室逾期。" if known else "台账里没有教室。", "")]
    most = max(place.not_met for place in late)
    worst = [place.name for place in late if place.not_met == most]
    rest = f"；{len(known) - len(late)} 个乡镇没有逾期" if len(late) < len(known) else ""
    amount = f"{'各 ' if len(worst) > 1 else ''}{count(most)} 间"
    return [(f"{listed(worst, '个乡镇')}逾期教室最多，", ""), (amount, "fail"), (f"{rest}。", "")]


def rooms_line(county: Count, stage: str, step: str, unknown: str) -> str:
    """
    Say how many of the county's classrooms have reached a step, and how to go on.

    Args:
        stage: its word where one is chosen, else "".
        unknown: what is not reported of rooms that may have reached it.

    >>> rooms_line(Count("全县", 1451, 969, 7), "", "常态使用", "课时未填报").removesuffix(DOOR)
    '全县 1,451 间教室，969 间做到“常态使用”（66.7%），7 间课时未填报。'
    """
    if not county.judged:
        return f"{county.name}{stage}没有教室在台账里。{DOOR}"
    rest = f"，{count(county.undetermined)} 间{unknown}" if county.undetermined else ""
    done = f"{count(county.met)} 间做到“{step}”（{share(county.met, county.judged)}）"
    return f"{county.name}{stage} {count(county.judged)} 间教室，{done}{rest}。{DOOR}"


def overdue_line(county: Count, stage: str, no_plan: int) -> str:
    """
    Say how many of the county's classrooms are past their date, and how many have none.

    >>> overdue_line(Count("全县", 1451, 1390, 0), "小学", 20).removesuffix(DOOR)
    '全县小学 1,451 间教室，61 间过了计划日期还没验收，20 间无计划。'
    """
    if not county.judged:
        return f"{county.name}{stage}没有教室在台账里。{DOOR}"
    late = f"{count(county.not_met)} 间过了计划日期还没验收" if county.not_met else "没有一间逾期"
    rest = f"，{count(no_plan)} 间无计划" if no_plan else ""
    return f"{county.name}{stage} {count(county.judged)} 间教室，{late}{rest}。{DOOR}"


def rooms_township(place: Count, step: str, school: str = "") -> Sentence:
    """
    Say how many classrooms of a township have reached a step ("" : are past their date), and what of the chosen school.

    Args:
        school: a clause of rooms_clause; "" none is chosen.

    >>> from monitoring.findings.sentences import plain
    >>> plain(rooms_township(Count("毛嘴镇", 58, 41, 0), "验收", "卢湾小学 12 间中 9 间"))
    '毛嘴镇 58 间教室，41 间做到“验收”（70.6%）；卢湾小学 12 间中 9 间。'
    """
    rest = f"；{school}。" if school else "。"
    if not place.judged:
        return [(f"{place.name}没有教室在台账里{rest}", "")]
    start: Piece = (f"{place.name} {count(place.judged)} 间教室，", "")
    if step:
        done = (f"{count(place.met)} 间做到“{step}”", "met" if place.met else "fail")
        return [start, done, (f"（{share(place.met, place.judged)}）{rest}", "")]
    if place.not_met:
        return [start, (f"{count(place.not_met)} 间", "fail"), (f"过了计划日期还没验收{rest}", "")]
    return [start, (f"没有一间逾期{rest}", "")]


def rooms_clause(name: str, rooms: int, done: int, *, late: bool = False) -> str:
    """
    Say how many of a school's classrooms are done, or are late.

    >>> rooms_clause("卢湾小学", 12, 9), rooms_clause("卢湾小学", 12, 2, late=True), rooms_clause("卢湾小学", 0, 0)
    ('卢湾小学 12 间中 9 间', '卢湾小学 12 间中 2 间逾期', '卢湾小学不在台账里')
    """
    if not rooms:
        return f"{name}不在台账里"
    return f"{name} {count(rooms)} 间中 {count(done)} 间{'逾期' if late else ''}"


def rooms_sentence(name: str, counts: Mapping[str, int] | None) -> Sentence:
    """
    Say how far the classrooms of a township or a school are.

    Args:
        counts: classrooms, the nested steps, overdue, no_plan; None: the ledger has none.

    >>> from monitoring.findings.sentences import plain
    >>> steps = {"equipped": 12, "connected": 12, "at_100mbps": 10, "accepted": 9, "in_use": 8}
    >>> plain(rooms_sentence("卢湾小学", {"classrooms": 12, **steps, "overdue": 1, "no_plan": 2}))
    '卢湾小学 12 间教室：设备到位 12，联网 12，百兆到班 10，验收 9，常态使用 8；1 间逾期，2 间无计划。'
    """
    if counts is None or not counts["classrooms"]:
        return [(f"台账里没有{name}的教室。", "")]
    rooms, late, no_plan = (int(counts[key]) for key in ("classrooms", "overdue", "no_plan"))
    if counts["in_use"] == rooms:
        start: list[Piece] = [(f"{name} {count(rooms)} 间教室全部常态使用；", "")]
    else:
        steps = "，".join(f"{word} {count(int(counts[key]))}" for key, word in STEPS.items() if key != "classrooms")
        start = [(f"{name} {count(rooms)} 间教室：{steps}；", "")]
    start.append((f"{count(late)} 间逾期", "fail") if late else ("没有一间逾期", ""))
    return [*start, (f"，{count(no_plan)} 间无计划。" if no_plan else "。", "")]
