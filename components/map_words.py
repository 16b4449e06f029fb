"""
The sentences above the map. Pure: counts in, pieces of text out, each with the tone it is written in.

A sentence says only what a count decides: names, numbers, lowest and highest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

Piece = tuple[str, str]
"""Text and tone: "" plain, "met", "fail"."""

MOST_NAMES = 3
DOOR = "点乡镇看全镇，点学校看缺口；也可以在右边的名单里选。"


@dataclass(frozen=True)
class Count:
    """Schools of a place by verdict; `judged` includes those that are undetermined."""

    name: str
    judged: int
    met: int
    undetermined: int

    @property
    def percent(self) -> int:
        """The share that meets, in percent, cut and never rounded up; only where a school is judged."""
        return 100 * self.met // self.judged


def html(pieces: Sequence[Piece]) -> str:
    """
    Return pieces as HTML, every text escaped.

    >>> html([("毛嘴镇 ", ""), ("0 所达标", "fail")])
    '毛嘴镇 <span class="fail">0 所达标</span>'
    """
    return "".join(f'<span class="{tone}">{escape(text)}</span>' if tone else escape(text) for text, tone in pieces)


def county_headline(townships: Sequence[Count]) -> list[Piece]:
    """
    Return which townships are furthest behind and ahead.

    >>> html(county_headline([Count("青杠镇", 6, 0, 0), Count("金滩镇", 6, 5, 0)]))
    '青杠镇<span class="fail">无一所达标</span>；金滩镇达标率最高（83%）。'
    """
    judged = [place for place in townships if place.judged]
    if not judged:
        return [("按这个标准没有学校参评。", "")]
    low, high = min(place.percent for place in judged), max(place.percent for place in judged)
    if low == high:
        return [(f"各乡镇达标率都是 {low}%。", "")]
    worst, best = [_names([place.name for place in judged if place.percent == share]) for share in (low, high)]
    ahead = (f"；{best}达标率最高（{high}%）。", "")
    if max(place.met for place in judged if place.percent == low) == 0:
        return [(worst, ""), ("无一所达标", "fail"), ahead]
    return [(f"{worst}达标率最低（{low}%）", ""), ahead]


def township_headline(place: Count, unit: str, school: str) -> list[Piece]:
    """
    Return how many schools of a township meet, and what is to be said of the chosen school.

    Args:
        unit: "所", or "所次" where a stage is chosen.
        school: a clause of `school_clause`; "" none is chosen.
    """
    if not place.judged:
        return [(f"{place.name}没有参评学校{'；' + school if school else ''}。", "")]
    tone = "met" if place.met else "fail"
    rest = f"，{place.undetermined} {unit}待定" if place.undetermined else ""
    rest += f"；{school}" if school else ""
    return [(f"{place.name} {place.judged} {unit}参评，", ""), (f"{place.met} {unit}达标", tone), (f"{rest}。", "")]


def school_clause(name: str, verdict: str, lacking: int, unknown: int) -> str:
    """
    Return what a school's verdict comes to.

    >>> school_clause("卢湾小学", "not_met", lacking=3, unknown=0), school_clause("万铺小学", "undetermined", 0, 7)
    ('卢湾小学还差 3 项', '万铺小学待定（缺 7 项数据）')
    """
    if verdict == "not_met":
        return f"{name}还差 {lacking} 项"
    if verdict == "undetermined":
        return f"{name}待定（缺 {unknown} 项数据）"
    return f"{name}{'达标' if verdict == 'met' else '不评定'}"


def county_line(county: Count, unit: str, stage: str) -> str:
    """
    Return the line under the headline: the county's sums, and how to go on.

    >>> county_line(Count("全县", 102, 44, 2), "所", "").removesuffix(DOOR)
    '全县 102 所参评，44 所达标，56 所未达标，2 所待定。'
    """
    not_met = county.judged - county.met - county.undetermined
    counts = [f"{county.met} {unit}达标", f"{not_met} {unit}未达标"]
    counts += [f"{county.undetermined} {unit}待定"] if county.undetermined else []
    return f"{county.name}{stage} {county.judged} {unit}参评，{'，'.join(counts)}。{DOOR}"


def _names(names: Sequence[str]) -> str:
    if len(names) <= MOST_NAMES:
        return "、".join(names)
    return f"{'、'.join(names[:MOST_NAMES])}等 {len(names)} 个乡镇"
