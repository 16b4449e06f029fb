"""
学校地图: which townships are behind, how a township stands, what a school's verdict comes to.

The places are counted by the chosen measure: by verdict, or by one requirement, whose name then stands before.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitoring.figures import count, share, wan
from monitoring.findings.gaps import closing, unreported
from monitoring.findings.places import NoneMeets, none_meets, told_apart
from monitoring.findings.sentences import Piece, Sentence, listed
from monitoring.shortages import Shortages
from monitoring.standing import SCHOOL, Count

DOOR = "点乡镇看全镇，点学校看缺口；也可以在右边的名单里选。"


def county_headline(places: Sequence[Count], subject: str = "", unit: str = SCHOOL) -> Sentence:
    """
    Say which townships are furthest behind, and which ahead; those wholly undetermined are named apart.

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
    word = "未填报" if subject else "待定"
    settled, unclear = [place for place in judged if not place.is_open], [place for place in judged if place.is_open]
    if not settled:
        total = judged[0].name if len(judged) == 1 else f"{len(judged)} 个乡镇"
        return [*start, (f"{total}全部{word}。", "")]
    rest = f"；{listed([place.name for place in unclear], '个乡镇')}全部{word}" if unclear else ""
    return [*start, *_settled(settled, unit, word), (f"{rest}。", "")]


def _settled(places: Sequence[Count], unit: str, word: str) -> Sentence:
    low, high = min(places, key=lambda place: place.share), max(places, key=lambda place: place.share)
    none = none_meets(places, unit, word)
    if low.share == high.share:
        return _all_alike(places, none)
    least, most = told_apart(low, high)
    ahead = (f"；{_like(places, high)}达标率最高（{most}）", "")
    if none.places:
        return [(_like(places, low), ""), (none.text, "fail"), ahead]
    return [(f"{_like(places, low)}达标率", ""), (f"最低（{least}）", "fail"), ahead]


def _like(places: Sequence[Count], end: Count) -> str:
    return listed([place.name for place in places if place.share == end.share], "个乡镇")


def _all_alike(places: Sequence[Count], none: NoneMeets) -> Sentence:
    first = places[0]
    if len(places) == 1 and not none.places:
        return [(f"{first.name}达标率 {told_apart(first, first)[0]}", "")]
    total = first.name if len(places) == 1 else f"{len(places)} 个乡镇"
    if none.places:
        return [(total, ""), (none.text, "fail")]
    if first.met == first.judged:
        return [(total, ""), ("全部达标", "met")]
    return [(f"{total}达标率都是 {told_apart(first, first)[0]}", "")]


def money_headline(stage: str, view: Shortages) -> Sentence:
    """
    Say where closing the gaps costs most, and which of them the money is for.

    Args:
        stage: its word where one is chosen, else "".
    """
    paid = view.townships[view.townships["cost_yuan"] > 0]
    if paid.empty:
        if view.silent and not view.reported:
            return [(f"{stage}各项都没有填报，看不出缺口。", "")]
        left = unreported(view)
        return [(f"{stage}{'已填报的' if left else ''}没有折算得出费用的缺口{'，' + left if left else ''}。", "")]
    total = wan(paid["cost_yuan"].sum())
    start: list[Piece] = [(f"{closing(view, stage)} ", ""), (f"{total} 万元", "fail")]
    most = paid["cost_yuan"].max()
    names = paid.loc[paid["cost_yuan"] == most, "township"].tolist()
    if len(paid) == 1:
        return [*start, (f"，都在{names[0]}。", "")]
    each = "各 " if len(names) > 1 else ""
    return [*start, (f"，{listed(names, '个乡镇')}最多，{each}{wan(most)} 万元。", "")]


def pupils_headline(names: Sequence[str], pupils: Sequence[float], missing: int) -> Sentence:
    """
    Say how many pupils there are, and where most.

    Args:
        names, pupils: of the townships where any school reports them, most first.
        missing: schools that did not report their pupils.
    """
    if not names:
        return [(f"{missing} 所学校{'都' if missing > 1 else ''}没有填报在校生。" if missing else "没有学校。", "")]
    rest = f"；{missing} 所学校没有填报" if missing else ""
    start: list[Piece] = [(f"在校生 {count(sum(pupils))} 人，", "")]
    if len(names) == 1:
        return [*start, (f"都在{names[0]}{rest}。", "")]
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
    if schools and missing == schools:
        return [(f"{name} {schools} 所学校，在校生{'都' if schools > 1 else ''}没有填报。", "")]
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


def heads(county: Count, *, has_verdicts: bool) -> tuple[str, str]:
    """
    Return the head of the column that counts the schools of a township, and what the bars are read against.

    Args:
        has_verdicts: whether those are counted that the standard judges, and not those that are looked at.

    >>> heads(Count("澄湖县", 102, 44, 2), has_verdicts=True), heads(Count("澄湖县", 0, 0, 0), has_verdicts=False)
    (('达标/参评', '；竖线是澄湖县 43.1%'), ('达标/学校', ''))
    """
    line = f"；竖线是{county.name} {share(county.met, county.judged)}" if county.judged else ""
    return "达标/参评" if has_verdicts else "达标/学校", line


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
