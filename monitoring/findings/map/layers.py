"""
学校地图, layers of informatization: how far the classrooms are, and which schools' network is enough.

Classrooms are never spoken of in the words of a verdict. A place counts its rooms (judged), those that reached a step
or are in time (met), those not known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from monitoring.figures import count, is_missing, share
from monitoring.findings.map.page import DOOR
from monitoring.findings.progress.page import STEPS, USED, awaited, none_overdue
from monitoring.findings.sentences import Piece, Sentence, listed
from monitoring.standing import Count
from monitoring.words import DUE_UNREPORTED, NOT_REPORTED, STATUS_WORDS

NETWORK_LINE = "按综合报表，一所学校算一次，校区并入主校"
MOST_NAMED = 2  # townships, so that a headline with a measure before it stays on one line


def rooms_headline(places: Sequence[Count], step: str) -> Sentence:
    """
    Say where the fewest classrooms have reached a step, and where the most.

    Args:
        step: its word.

    >>> from monitoring.findings.sentences import plain
    >>> plain(rooms_headline([Count("荷塘乡", 8, 1, 0), Count("白沙镇", 9, 8, 0)], "验收后常态使用"))
    '荷塘乡做到“验收后常态使用”的教室比例最低（12%）；白沙镇最高（88%）。'
    """
    known = [place for place in places if place.judged and not place.is_open]
    if not known:
        return [(_nothing_known(places, step), "")]
    low, high = min(place.share for place in known), max(place.share for place in known)
    if low == high:
        return _rooms_alike(known, step)
    worst = listed([place.name for place in known if place.share == low], "个乡镇")
    best = listed([place.name for place in known if place.share == high], "个乡镇")
    if low == 0:
        ahead = f"；{best}比例最高（{_percent_at(known, high)}%）。"
        return [(worst, ""), (f"没有一间教室做到“{step}”", "fail"), (ahead, "")]
    behind = f"比例最低（{_percent_at(known, low)}%）"
    return [
        (f"{worst}做到“{step}”的教室", ""),
        (behind, "fail"),
        (f"；{best}最高（{_percent_at(known, high)}%）。", ""),
    ]


def _nothing_known(places: Sequence[Count], step: str) -> str:
    """
    Say why nothing can be said: the ledger has no classroom, or nobody reports this step.

    >>> _nothing_known([Count("荷塘乡", 8, 0, 8)], "验收"), _nothing_known([Count("农场", 0, 0, 0)], "验收")
    ('各乡镇“验收”未填报。', '台账里没有教室。')
    """
    return f"各乡镇“{step}”{NOT_REPORTED}。" if any(place.judged for place in places) else "台账里没有教室。"


def _rooms_alike(known: Sequence[Count], step: str) -> Sentence:
    percent, who = known[0].percent, known[0].name if len(known) == 1 else f"{len(known)} 个乡镇"
    if percent == 100:
        return [(f"{who}的教室", ""), ("全部", "met"), (f"做到“{step}”。", "")]
    if known[0].share == 0:
        return [(who, ""), (f"没有一间教室做到“{step}”", "fail"), ("。", "")]
    return [(f"{who}做到“{step}”的教室{'' if len(known) == 1 else '都'}是 {percent}%。", "")]


def _percent_at(known: Sequence[Count], share_of_place: float) -> int:
    return next(place.percent for place in known if place.share == share_of_place)


def rooms_title(places: Sequence[Count], step: str) -> Sentence:
    """
    Say the same as short as a block's title needs it.

    >>> from monitoring.findings.sentences import plain
    >>> plain(rooms_title([Count("荷塘乡", 8, 1, 0), Count("白沙镇", 9, 8, 0)], "验收后常态使用"))
    '验收后常态使用：荷塘乡最低（12%），白沙镇最高（88%）'
    """
    known = [place for place in places if place.judged and not place.is_open]
    shares = {place.share for place in known}
    if len(shares) > 1:
        low, high = min(shares), max(shares)
        worst, best = (_named([place.name for place in known if place.share == share]) for share in (low, high))
        behind = f"最低（{_percent_at(known, low)}%）"
        return [(f"{step}：{worst}", ""), (behind, "fail"), (f"，{best}最高（{_percent_at(known, high)}%）", "")]
    *start, (last, tone) = rooms_headline(places, step)
    return [*start, (last.removesuffix("。"), tone)]


def overdue_headline(places: Sequence[Count], no_plan: int = 0, due_unreported: int = 0) -> Sentence:
    """
    Say where most classrooms are past their date, and how many townships have none.

    Args:
        no_plan: rooms without a planned date.
        due_unreported: rooms that are 到期待报; said where no room is late, else by `overdue_line`.

    >>> from monitoring.findings.sentences import plain
    >>> plain(overdue_headline([Count("甲镇", 40, 3, 0), Count("乙镇", 9, 9, 0), Count("农场", 0, 0, 0)]))
    '甲镇逾期教室最多，37 间；1 个乡镇没有逾期。'
    """
    known = [place for place in places if place.judged and not place.is_open]
    late = [place for place in known if place.not_met]
    unknown = sum(place.is_open for place in places)
    if not known:
        return [(_nothing_known(places, "逾期"), "")]
    if not late and unknown:
        said = f"{unknown} 个乡镇“逾期”{NOT_REPORTED}；{len(known)} 个乡镇没有逾期"
        return [(f"{said}{_awaited(due_unreported)}。", "")]
    if not late:
        return [(f"{_none_overdue(sum(place.judged for place in known), no_plan, due_unreported)}。", "")]
    most = max(place.not_met for place in late)
    worst = [place.name for place in late if place.not_met == most]
    rest = f"；{len(known) - len(late)} 个乡镇没有逾期" if len(late) < len(known) else ""
    rest += f"；{unknown} 个乡镇{NOT_REPORTED}" if unknown else ""
    amount = f"{'各 ' if len(worst) > 1 else ''}{count(most)} 间"
    return [(f"{listed(worst, '个乡镇')}逾期教室最多，", ""), (amount, "fail"), (f"{rest}。", "")]


def rooms_line(county: Count, stage: str, step: str, unknown: str) -> str:
    """
    Say how many of the county's classrooms have reached a step, and how to go on.

    Args:
        stage: its word where one is chosen, else "".
        unknown: what is not reported of rooms that may have reached it.

    >>> rooms_line(Count("全县", 1451, 969, 7), "", "验收后常态使用", "课时未填报").removesuffix(DOOR)
    '全县 1,451 间教室，969 间做到“验收后常态使用”（66.7%），7 间课时未填报。'
    """
    if not county.judged:
        return f"{county.name}{stage}没有教室在台账里。{DOOR}"
    if county.is_open:
        return f"{county.name}{stage} {count(county.judged)} 间教室，“{step}”{NOT_REPORTED}。{DOOR}"
    rest = f"，{count(county.undetermined)} 间{unknown}" if county.undetermined else ""
    done = f"{count(county.met)} 间做到“{step}”（{share(county.met, county.judged)}）"
    return f"{county.name}{stage} {count(county.judged)} 间教室，{done}{rest}。{DOOR}"


def _none_overdue(rooms: int, no_plan: int, due_unreported: int) -> str:
    """
    Say that no room is overdue; where rooms fell due since the ledger's date, that this is of that date.

    >>> _none_overdue(9, 0, 0), _none_overdue(9, 0, 2)
    ('没有一间逾期', '到台账日期没有一间逾期；另有 2 间计划在台账日期之后到期，待报')
    """
    return f"{'到台账日期' if due_unreported else ''}{none_overdue(rooms, no_plan)}{_awaited(due_unreported)}"


def _awaited(due_unreported: int) -> str:
    return f"；{awaited(due_unreported)}" if due_unreported else ""


def overdue_line(county: Count, stage: str, no_plan: int, due_unreported: int = 0) -> str:
    """
    Say how many of the county's classrooms are past their date, and how many have none.

    Args:
        due_unreported: rooms that are 到期待报; said where a room is late, else by `overdue_headline`.

    >>> overdue_line(Count("全县", 1451, 1390, 0), "小学", 20).removesuffix(DOOR)
    '全县小学 1,451 间教室，61 间过了计划日期还没验收，20 间无计划。'
    """
    if not county.judged:
        return f"{county.name}{stage}没有教室在台账里。{DOOR}"
    late, rest = f"{count(county.not_met)} 间过了计划日期还没验收", f"，{count(no_plan)} 间无计划" if no_plan else ""
    if not county.not_met:
        late, rest = none_overdue(county.judged, no_plan), ""
    if county.is_open:
        late = f"逾期{NOT_REPORTED}"
    elif county.undetermined:
        late += f"，{count(county.undetermined)} 间{NOT_REPORTED}"
    if due_unreported and not county.is_open:
        late = f"到台账日期{' ' if county.not_met else ''}{late}"
        rest += _awaited(due_unreported) if county.not_met else ""
    return f"{county.name}{stage} {count(county.judged)} 间教室，{late}{rest}。{DOOR}"


def rooms_township(place: Count, step: str, school: str = "", no_plan: int = 0, due_unreported: int = 0) -> Sentence:
    """
    Say how many classrooms of a township have reached a step ("" : are past their date), and what of the chosen school.

    Args:
        school: a clause of rooms_clause; "" none is chosen.
        no_plan: rooms of it without a planned date.
        due_unreported: rooms of it that are 到期待报.

    >>> from monitoring.findings.sentences import plain
    >>> plain(rooms_township(Count("毛嘴镇", 58, 41, 0), "验收", "卢湾小学 12 间中 9 间"))
    '毛嘴镇 58 间教室，41 间做到“验收”（70.6%）；卢湾小学 12 间中 9 间。'
    """
    rest = f"；{school}。" if school else "。"
    if not place.judged:
        return [(f"{place.name}没有教室在台账里{rest}", "")]
    start: Piece = (f"{place.name} {count(place.judged)} 间教室，", "")
    if place.is_open:
        return [start, (f"“{step or '逾期'}”{NOT_REPORTED}{rest}", "")]
    if step:
        done = (f"{count(place.met)} 间做到“{step}”", "met" if place.met else "fail")
        return [start, done, (f"（{share(place.met, place.judged)}）{rest}", "")]
    if place.not_met:
        rest = f"过了计划日期还没验收{_awaited(due_unreported)}{rest}"
        return [start, (f"{count(place.not_met)} 间", "fail"), (rest, "")]
    return [start, (f"{_none_overdue(place.judged, no_plan, due_unreported)}{rest}", "")]


def rooms_clause(name: str, rooms: int, done: float, *, late: bool = False, due_unreported: int = 0) -> str:
    """
    Say how many of a school's classrooms are done, or are late; NaN: not reported.

    Args:
        due_unreported: rooms of it that are 到期待报, said beside those that are late.

    >>> rooms_clause("卢湾小学", 12, 9), rooms_clause("卢湾小学", 12, 2, late=True), rooms_clause("卢湾小学", 0, 0)
    ('卢湾小学 12 间中 9 间', '卢湾小学 12 间中 2 间逾期', '卢湾小学不在台账里')
    """
    if not rooms:
        return f"{name}不在台账里"
    if is_missing(done):
        return f"{name} {count(rooms)} 间{NOT_REPORTED}"
    rest = f"，{count(due_unreported)} 间{DUE_UNREPORTED}" if late and due_unreported else ""
    return f"{name} {count(rooms)} 间中 {count(done)} 间{'逾期' if late else ''}{rest}"


def rooms_sentence(name: str, counts: Mapping[str, int] | None) -> Sentence:
    """
    Say how far the classrooms of a township or a school are.

    Args:
        counts: classrooms, the nested steps, overdue, no_plan, awaited (到期待报); None: the ledger has none.

    >>> from monitoring.findings.sentences import plain
    >>> steps = {"equipped": 12, "connected": 12, "at_100mbps": 10, "accepted": 9, "in_use": 8}
    >>> plain(rooms_sentence("卢湾小学", {"classrooms": 12, **steps, "overdue": 1, "no_plan": 2, "awaited": 0}))
    '卢湾小学 12 间教室：设备到位 12，联网 12，百兆到班（台账） 10，验收 9，验收后常态使用 8；1 间逾期，2 间无计划。'
    """
    if counts is None or not counts["classrooms"]:
        return [(f"台账里没有{name}的教室。", "")]
    rooms, late, no_plan = int(counts["classrooms"]), counts["overdue"], counts["no_plan"]
    if counts["in_use"] == rooms:
        start: list[Piece] = [(f"{name} {count(rooms)} 间教室全部{USED}；", "")]
    else:
        steps = "，".join(
            f"{word}{f'{NOT_REPORTED}' if is_missing(counts[key]) else f' {count(counts[key])}'}"
            for key, word in STEPS.items()
            if key != "classrooms"
        )
        start = [(f"{name} {count(rooms)} 间教室：{steps}；", "")]
    rest = f"，{count(counts['awaited'])} 间{DUE_UNREPORTED}" if counts["awaited"] else ""
    if not is_missing(late) and not late:
        return [*start, (f"{'到台账日期' if rest else ''}{none_overdue(rooms, int(no_plan))}{rest}。", "")]
    start.append((f"逾期{NOT_REPORTED}", "") if is_missing(late) else (f"{count(late)} 间逾期", "fail"))
    return [*start, (f"{rest}，{count(no_plan)} 间无计划。" if no_plan else f"{rest}。", "")]


# —— network


def network_clause(name: str, value: str, status: str) -> str:
    """
    Say what a school has of a measure of the network.

    Args:
        value: as network.had writes it.
        status: of the measure.

    >>> network_clause("卢湾小学", "500 Mbps", "gap"), network_clause("万铺小学", "—", "no_data")
    ('卢湾小学 500 Mbps，未达标', '万铺小学未填报')
    >>> network_clause("龙河教学点", "20 Mbps", "not_applicable")
    '龙河教学点 20 Mbps，不适用'
    """
    word = STATUS_WORDS[status]
    return f"{name}{word}" if status == "no_data" else f"{name} {value}，{word}"


def network_headline(places: Sequence[Count], subject: str) -> Sentence:
    """
    Say how many townships have no school that reaches a measure of the network, or where the fewest do; and where most.

    >>> from monitoring.findings.sentences import plain
    >>> plain(network_headline([Count("甲镇", 6, 0, 0), Count("乙镇", 5, 0, 1), Count("丙镇", 6, 6, 0)], "千兆进校"))
    '千兆进校：甲镇、乙镇无一所达标；丙镇全部达标。'
    """
    asked = [place for place in places if place.judged]
    start: Piece = (f"{subject}：", "")
    if not asked:
        return [start, ("没有学校要达到这一项。", "")]
    low, high = min(place.share for place in asked), max(place.share for place in asked)
    worst = _named([place.name for place in asked if place.share == low])
    best = _named([place.name for place in asked if place.share == high])
    behind = f"达标率最低（{_percent_at(asked, low)}%）" if low else "无一所达标"
    ahead = f"达标率最高（{_percent_at(asked, high)}%）" if high < 1 else "全部达标"
    if low < high:
        return [start, (worst, ""), (behind, "fail"), (f"；{best}{ahead}。", "")]
    if low in (0, 1):
        return [start, (worst, ""), (behind, "fail") if low == 0 else (ahead, "met"), ("。", "")]
    return [start, (f"{worst}达标率{'都' if len(asked) > 1 else ''}是 {_percent_at(asked, low)}%。", "")]


def _named(names: Sequence[str]) -> str:
    return "、".join(names) if len(names) <= MOST_NAMED else f"{len(names)} 个乡镇"


def network_township(place: Count, subject: str, school: str = "") -> Sentence:
    """
    Say how many schools of a township reach a measure of the network, and what the chosen school has.

    Args:
        subject: the measure; school: a clause of network_clause, "" none is chosen.

    >>> from monitoring.findings.sentences import plain
    >>> plain(network_township(Count("毛嘴镇", 6, 2, 1), "千兆进校", "卢湾小学 500 Mbps，未达标"))
    '千兆进校：毛嘴镇 6 所学校，2 所达标，1 所未填报；卢湾小学 500 Mbps，未达标。'
    """
    rest = f"，{place.undetermined} 所未填报" if place.undetermined else ""
    rest += f"；{school}。" if school else "。"
    if not place.judged:
        return [(f"{subject}：{place.name}没有学校要达到这一项{rest}", "")]
    tone = "met" if place.met else "fail"
    return [(f"{subject}：{place.name} {place.judged} 所学校，", ""), (f"{place.met} 所达标", tone), (rest, "")]


def network_sentence(name: str, places: Mapping[str, Count | None]) -> Sentence:
    """
    Say how many schools of a township reach each measure of the network.

    Args:
        places: the measures by their words; None, or nobody judged: nothing is asked there.

    >>> from monitoring.findings.sentences import plain
    >>> plain(network_sentence("毛嘴镇", {"千兆进校": Count("", 6, 2, 1), "无线全覆盖": Count("", 6, 0, 0)}))
    '毛嘴镇达标的学校：千兆进校 2/6 所（1 所未填报），无线全覆盖 0/6 所。'
    """
    asked = {word: place for word, place in places.items() if place and place.judged}
    if not asked:
        return [(f"{name}没有学校要达到这些项。", "")]
    told = [
        f"{word} {place.met}/{place.judged} 所{f'（{place.undetermined} 所未填报）' if place.undetermined else ''}"
        for word, place in asked.items()
    ]
    return [(f"{name}达标的学校：{'，'.join(told)}。", "")]
