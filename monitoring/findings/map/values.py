"""
学校地图, layers of the network without a threshold: what townships and schools have, who most; nobody is judged.

A place's figure is that of all its schools together that report both of its parts; how many do is said with it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from monitoring.figures import MINUS, MISSING, NO_CHANGE, count, is_missing
from monitoring.findings.map.page import DOOR
from monitoring.findings.sentences import Piece, Sentence
from monitoring.layers.pooled import NOTHING_TO_DIVIDE, Pooled, figure
from monitoring.network import Measure, had, written

MOST_NAMED, AHEAD_NAMED = 2, 1  # townships, so that a headline with a measure before it stays on one line


def headline(measure: Measure, places: Sequence[Pooled], county: Pooled) -> Sentence:
    """
    Say where a ratio is highest, or a share lowest, where it is the other way round, and what the county has.

    >>> from monitoring.findings.sentences import plain
    >>> from monitoring.network import load_network_rules
    >>> two = [Pooled("甲镇", 6, 6, 12.3), Pooled("乙镇", 7, 6, 5.1)]
    >>> plain(headline(load_network_rules().measures["pupils_per_computer"], two, Pooled("澄湖县", 13, 12, 8.4)))
    '生机比：甲镇最高（12.3:1），乙镇最低（5.1:1）；全县 8.4:1。'
    """
    start: Piece = (f"{measure.name}：", "")
    known = [place for place in places if not is_missing(place.value)]
    if not known:
        return [start, (f"{NOTHING_TO_DIVIDE}。" if county.reported else "没有学校填报。", "")]
    values = [place.value for place in known]
    if had(measure, min(values)) == had(measure, max(values)):
        together = "都是" if len(known) > 1 and math.isfinite(values[0]) else ""
        return [start, (f"{_named(known)}{together}{_apart(figure(measure, values[0]))}。", "")]
    ends = [(max(values), "最高"), (min(values), "最低")]
    (worst, behind), (best, ahead) = (
        _end(measure, known, *end, most)
        for end, most in zip(ends if measure.less_is_better else ends[::-1], (MOST_NAMED, AHEAD_NAMED), strict=True)
    )
    rest = f"，{best}{ahead}；全县{_apart(figure(measure, county.value))}。"
    return [start, (worst, ""), (behind, "strong"), (rest, "")]


def _end(measure: Measure, known: Sequence[Pooled], value: float, word: str, most: int) -> tuple[str, str]:
    """Who is at one end, those written alike together, and what is said of it."""
    shown = had(measure, value)
    names = _named([place for place in known if had(measure, place.value) == shown], most)
    return names, f"{word}（{shown}）" if math.isfinite(value) else shown


def _named(places: Sequence[Pooled], most: int = MOST_NAMED) -> str:
    names = [place.name for place in places]
    return "、".join(names) if len(names) <= most else f"{len(names)} 个乡镇"


def _apart(words: str) -> str:
    """Words after a name: a figure stands apart from it."""
    return f" {words}" if words[0].isdigit() else words


def line(measure: Measure, county: Pooled, stage: str) -> str:
    """
    Say what a measure is made of, how many schools report it, that nobody is judged, and how to go on.

    Args:
        stage: its word where one is chosen, else "".

    >>> from monitoring.network import load_network_rules
    >>> measure = load_network_rules().measures["pupils_per_computer"]
    >>> line(measure, Pooled("澄湖县", 118, 117, 8.4), "").removesuffix(DOOR)
    '学生 ÷ 教学用计算机；澄湖县 118 所学校，1 所未填报；没有门槛，只看数，不判断。'
    """
    if not county.schools:
        return f"{county.name}没有{stage or '学校'}。{DOOR}"
    where = f"{county.name}有{stage}的" if stage else county.name
    told = f"{count(county.missing)} 所未填报" if county.missing else "都已填报"
    return f"{measure.what}；{where} {count(county.schools)} 所学校，{told}；没有门槛，只看数，不判断。{DOOR}"


def township(measure: Measure, place: Pooled, county: Pooled, school: str = "") -> Sentence:
    """
    Say what a township has, beside the county, and what the chosen school has.

    Args:
        school: a clause of school_clause; "" none is chosen.

    >>> from monitoring.findings.sentences import plain
    >>> from monitoring.network import load_network_rules
    >>> here, whole = Pooled("毛嘴镇", 7, 6, 9.9), Pooled("澄湖县", 118, 117, 8.4)
    >>> plain(township(load_network_rules().measures["pupils_per_computer"], here, whole, "卢湾小学 7.2:1"))
    '生机比：毛嘴镇 9.9:1（1 所未填报），全县 8.4:1；卢湾小学 7.2:1。'
    """
    start: Piece = (f"{measure.name}：{place.name}", "")
    rest = f"，全县{_apart(figure(measure, county.value))}" if county.reported else ""
    rest += f"；{school}。" if school else "。"
    if not place.reported:
        nobody = (
            f" {count(place.schools)} 所学校{'都' if place.schools > 1 else ''}未填报" if place.schools else "没有学校"
        )
        return [start, (f"{nobody}{rest}", "")]
    return [start, (_apart(figure(measure, place.value)), "strong"), (f"{_part(place)}{rest}", "")]


def school_clause(name: str, measure: Measure, value: float, *, is_reported: bool) -> str:
    """
    Say what a school has.

    >>> from monitoring.network import load_network_rules
    >>> of = load_network_rules().measures["pupils_per_computer"]
    >>> school_clause("卢湾小学", of, 7.11, is_reported=True)
    '卢湾小学 7.2:1'
    >>> school_clause("万铺小学", of, math.nan, is_reported=False)
    '万铺小学未填报'
    """
    return name + _apart(figure(measure, value, is_reported=is_reported))


def sentence(name: str, places: Sequence[tuple[Measure, Pooled | None]]) -> Sentence:
    """
    Say what a township has of every measure without a threshold.

    Args:
        places: each measure with the township's figure; None: it has no school.

    >>> from monitoring.findings.sentences import plain
    >>> from monitoring.network import load_network_rules
    >>> of, here = load_network_rules().measures, Pooled("", 7, 6, 9.9)
    >>> plain(sentence("毛嘴镇", [(of["pupils_per_computer"], here), (of["multimedia"], Pooled("", 7, 7, 66.67))]))
    '毛嘴镇合计：生机比 9.9:1（1 所未填报），多媒体教室占比 66.6%。'
    """
    told = [measure.name + _told(measure, place) for measure, place in places if place and place.schools]
    return [(f"{name}合计：{'，'.join(told)}。" if told else f"{name}没有学校。", "")]


def _told(measure: Measure, place: Pooled) -> str:
    return f"{_apart(figure(measure, place.value, is_reported=place.reported > 0))}{_part(place)}"


def _part(place: Pooled) -> str:
    return f"（{count(place.missing)} 所未填报）" if place.missing and place.reported else ""


def order(measure: Measure) -> str:
    """
    Say which figures stand first in a list.

    >>> from monitoring.network import load_network_rules
    >>> order(load_network_rules().measures["pupils_per_computer"]), order(load_network_rules().measures["multimedia"])
    ('生机比高的在前', '多媒体教室占比低的在前')
    """
    return f"{measure.name}{'高' if measure.less_is_better else '低'}的在前"


def change(measure: Measure, now: float, before: float) -> str:
    """
    Write the difference of two figures as they are written; a dash where one is not there.

    >>> from monitoring.network import load_network_rules
    >>> of = load_network_rules().measures["pupils_per_computer"]
    >>> change(of, 8.31, 8.96), change(of, 8.31, 8.39), change(of, 8.31, 8.0), change(of, 8.31, math.inf)
    ('−0.6', '·', '+0.4', '—')
    """
    if not (math.isfinite(now) and math.isfinite(before)):
        return MISSING
    difference = round(written(measure, now) - written(measure, before), 1)
    return f"{difference:+,.1f}".replace("-", MINUS) if difference else NO_CHANGE
