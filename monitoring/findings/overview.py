"""
总览: the sentence that answers in five seconds, and what its blocks find.

Standards that judge schools are answered by counts; those that do not (only their spread is judged, or the file is not
complete) by coefficients, or requirement by requirement.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from monitoring.figures import coefficient, coefficient_against, count, is_missing, limit, share, tenths, wan
from monitoring.findings.sentences import Piece, Sentence, listed
from monitoring.shortages import Shortages
from monitoring.standards import Standard
from monitoring.standing import SCHOOL, Change, Count

COMPOSITE = "composite"
SEPARATOR: Piece = (" · ", "")


@dataclass(frozen=True)
class Seen:
    """
    What a sentence looks at.

    Attributes:
        place: the township chosen; "" the whole county.
        stage: the word of the stage chosen; "" all.
        unit: "所", or "所次" where a stage is chosen.
        since: the period compared with, as figures.month writes it; "" none is earlier.
    """

    place: str
    stage: str
    unit: str
    since: str

    @property
    def month(self) -> str:
        """The period compared with, spaced as in a sentence: 3 月."""
        return self.since.replace("年", " 年 ").replace("月", " 月")


def headline(seen: Seen, now: Count, before: Count | None) -> Sentence:
    """
    Say how many schools meet, and how many more or fewer than before.

    Args:
        before: of the same view in the period before; None where there was none.

    >>> from monitoring.findings.sentences import plain
    >>> plain(headline(Seen("", "", "所", "3月"), Count("", 102, 44, 2), Count("", 102, 40, 0)))
    '102 所参评学校中 44 所达标（43.1%），比 3 月多 4 所。'
    """
    if not now.judged:
        return [(f"{seen.place}{seen.stage}没有参评学校。", "")]
    where = f"{seen.place}{seen.stage}"
    asked = "参评学校中" if seen.unit == SCHOOL else "参评，其中"
    start = f"{where + ' ' if where else ''}{count(now.judged)} {seen.unit}{asked} "
    figure = f"{count(now.met)} {seen.unit}达标（{share(now.met, now.judged)}）"
    return [(start, ""), (figure, "met" if now.met else "fail"), (f"{_compared(seen, now, before)}。", "")]


def _compared(seen: Seen, now: Count, before: Count | None) -> str:
    if not seen.since or before is None:
        return ""
    return f"，{_more(now.met - before.met, seen.unit, f'比 {seen.month}', f'与 {seen.month}')}"


def _more(difference: int, unit: str, than: str, same_as: str) -> str:
    if not difference:
        return f"{same_as}持平"
    return f"{than}{'多' if difference > 0 else '少'} {count(abs(difference))} {unit}"


def line(seen: Seen, now: Count, close: int, outside: int, kinds: Sequence[str], unsure: int) -> Sentence:
    """
    Say what the rest is: not met, of them close to it, undetermined, not judged.

    Args:
        close: of those that do not meet, how many lack one or two requirements.
        outside: schools that are not judged; kinds: what they are, in words.
        unsure: undetermined ones that are in no share, because it is not known whether they are judged.
    """
    parts: list[Sentence] = []
    unit = seen.unit
    if now.judged and now.met == now.judged:
        parts.append([("没有未达标的", "")])
    if now.not_met:
        rest = f"，其中 {count(close)} {unit}只差一两项" if close else ""
        parts.append([(f"{count(now.not_met)} {unit}未达标", "strong"), (rest, "")])
    if now.undetermined:
        parts.append([(f"{count(now.undetermined)} {unit}待定", "strong"), ("（缺数据，计入总数）", "")])
    if unsure:
        parts.append([(f"{count(unsure)} {unit}教学点没有填在校生，是否参评不知道，不计入总数", "")])
    if outside:
        which = f"（{'、'.join(kinds)}）" if kinds else ""
        parts.append([(f"{count(outside)} {unit}不评定{which}", "")])
    return _joined(parts)


def _joined(parts: Sequence[Sentence]) -> Sentence:
    return [piece for place, part in enumerate(parts) for piece in ([SEPARATOR] if place else []) + list(part)]


def townships_title(places: Sequence[Count], unit: str) -> str:
    """
    Say in how many townships more than half meet, and in how many none.

    >>> townships_title([Count("甲镇", 4, 3, 0), Count("乙镇", 5, 0, 0), Count("农场", 0, 0, 0)], "所")
    '2 个乡镇中 1 个达标过半，1 个无一所达标'
    """
    judged = [place for place in places if place.judged]
    if not judged:
        return "各乡镇没有参评学校"
    half = sum(2 * place.met > place.judged for place in judged)
    none = sum(place.met == 0 for place in judged)
    if half == len(judged):
        return f"{len(judged)} 个乡镇达标都过半"
    if none == len(judged):
        return f"{len(judged)} 个乡镇无一{unit}达标"
    rest = f"，{none} 个无一{unit}达标" if none else ""
    return f"{len(judged)} 个乡镇中 {half} 个达标过半{rest}"


def stages_title(seen: Seen, rows: Mapping[str, tuple[Count, Count | None]]) -> str:
    """
    Say what changed by stage, or without an earlier period how many meet.

    Args:
        rows: word of the stage → counts (所次) of this period and of the one before.

    >>> before = Count("", 87, 34, 0)
    >>> stages_title(Seen("", "", "所", "3月"), {"小学": (Count("", 87, 40, 0), before)})
    '比 3 月：小学多 6 所次'
    """
    judged = {stage: pair for stage, pair in rows.items() if pair[0].judged}
    if not judged:
        return "分学段达标情况"
    if not seen.since or any(before is None for _, before in judged.values()):
        return "，".join(f"{stage}达标 {share(now.met, now.judged)}" for stage, (now, _) in judged.items())
    words = [f"{stage}{_more(now.met - before.met, '所次', '', '')}" for stage, (now, before) in judged.items()]
    return f"比 {seen.month}：{'，'.join(words)}"


def map_title(places: Sequence[Count]) -> str:
    """
    Name the townships with the lowest and the highest share.

    >>> map_title([Count("青杠镇", 6, 0, 0), Count("金滩镇", 6, 5, 0), Count("汊头乡", 3, 1, 0)])
    '青杠镇最低 0%，金滩镇最高 83%'
    """
    judged = [place for place in places if place.judged]
    if not judged:
        return "各乡镇达标率"
    low, high = min(judged, key=lambda place: place.share), max(judged, key=lambda place: place.share)
    if low.share == high.share:
        return f"各乡镇达标率都是 {low.percent}%"
    worst, best = (
        listed([place.name for place in judged if place.share == end.share], "个乡镇", most=2) for end in (low, high)
    )
    return f"{worst}最低 {low.percent}%，{best}最高 {high.percent}%"


def gaps_title(view: Shortages) -> str:
    """
    Say what closing the gaps costs, and what takes most of it; without money how many requirements lack.

    "全部" only where every gap that is not of teachers has a unit cost.
    """
    lacking = view.requirements[view.requirements["gaps"] > 0]
    if lacking.empty:
        return "没有缺口"
    if is_missing(view.cost_yuan):
        return f"{len(lacking)} 项要求有缺口"
    unpriced = lacking[~lacking["is_staff"] & lacking["cost_yuan"].isna()]
    start = f"补齐{'有单价的' if len(unpriced) else '全部'}缺口约需 {wan(view.cost_yuan)} 万元"
    dearest = lacking.loc[lacking["cost_yuan"].idxmax()]
    paid = int((lacking["cost_yuan"] > 0).sum())
    return f"{start}，{tenths(dearest['cost_yuan'], view.cost_yuan)}用于{dearest['short']}" if paid > 1 else start


def balance_title(rows: pd.DataFrame, stages: Mapping[str, str], names: Mapping[str, str]) -> str:
    """
    Say how many coefficients are above their limit, and which.

    Args:
        rows: of the frame balance, with the stages shown.
        stages, names: words of stages and short names of requirements.
    """
    limited = rows[rows["limit"].notna() & rows["cv"].notna()]
    if limited.empty:
        return "校际均衡：差异系数"
    over = limited[limited["cv"] > limited["limit"]]
    if over.empty:
        return f"校际均衡：{len(limited)} 个差异系数都没有超限"
    which = listed([f"{stages[row.stage]}{names[row.requirement]}" for row in over.itertuples()], "项", most=2)
    return f"校际均衡：{len(limited)} 个差异系数中 {len(over)} 个超限（{which}）"


def change_title(seen: Seen, change: Change | None) -> str:
    """
    Say how many meet newly and how many fell back; what else moved only where neither did.

    >>> change_title(Seen("", "", "所", "3月"), Change(("a", "b"), (), ("c",), (), ()))
    '比 3 月：新达标 2 所，退回 1 所'
    """
    if change is None:
        return "还没有更早一期可比"
    first = [("新达标", change.improved), ("退回", change.regressed)]
    others = [("新设并达标", change.new), ("转为待定", change.unclear), ("达标而撤并", change.gone)]
    shown = first if any(codes for _, codes in first) else others
    said = [f"{word} {len(codes)} {seen.unit}" for word, codes in shown if codes]
    return f"比 {seen.month}：{'，'.join(said)}" if said else f"与 {seen.month}相比，达标的学校没有变化"


# —— standards that judge no school


def spread_headline(rows: pd.DataFrame, stages: Mapping[str, str]) -> Sentence:
    """
    Say whether the composite coefficients keep to their limits, as 教督〔2012〕3号 asks; of the whole county.

    Args:
        rows: of the frame balance, the composites alone, with the stages shown.
        stages: words of stages.
    """
    said = [_composite(row, stages[row.stage]) for row in rows.itertuples()]
    pieces = [piece for place, part in enumerate(said) for piece in ([("；", "")] if place else []) + list(part)]
    return [*pieces, ("。", "")] if pieces else [("没有可算的差异系数。", "")]


def _composite(row, stage: str) -> Sentence:
    if is_missing(row.cv):
        return [(f"{stage}综合差异系数算不出（有指标缺数据）", "")]
    if is_missing(row.limit):
        return [(f"{stage}综合差异系数 {coefficient(row.cv)}", "")]
    if row.cv > row.limit:
        return [(f"{stage}综合差异系数 ", ""), (coefficient_against(row.cv, row.limit), "fail"), ("，超过限值", "")]
    kept = f"{coefficient(row.cv, row.limit)} ≤ {limit(row.limit)}"
    return [(f"{stage}综合差异系数 ", ""), (kept, "met"), ("，没有超过限值", "")]


def requirements_headline(seen: Seen, counts: pd.DataFrame) -> Sentence:
    """
    Name the requirement that the fewest meet; for standards that are not complete.

    Args:
        counts: standing.requirement_counts; what nobody reported says nothing and is passed over.
    """
    where = f"{seen.place}{seen.stage}"
    known = counts[counts["met"] + counts["gaps"] > 0]
    if known.empty:
        return [(f"{where}各项要求都没有填报，还看不出达标情况。" if len(counts) else f"{where}没有要看的学校。", "")]
    if (known["gaps"] == 0).all():
        return [(f"{where}已填报的 {len(known)} 项要求", ""), ("没有一项不足", "met"), ("。", "")]
    shares = known["met"] / known["asked"]
    worst = known.loc[shares.idxmin()]
    start = (
        f"{where}已填报的 {len(known)} 项要求中{worst['short']}达标最少："
        if len(known) > 1
        else f"{where}{worst['short']}："
    )
    figure = f"{count(worst['met'])} 所次达标（{share(worst['met'], worst['asked'])}）"
    return [(f"{start}{count(worst['asked'])} 所次中 ", ""), (figure, "met" if worst["met"] else "fail"), ("。", "")]


def verdictless_line(standard: Standard, place: str, silent: int = 0) -> Sentence:
    """
    Say why no school has a verdict, and what is not reported.

    Args:
        place: the township chosen; coefficients stay the county's, which is said.
        silent: requirements that no school reported.
    """
    if standard.complete:
        start = f"{standard.short}只看校际差异，不给学校定达标线"
        return [(start + ("；差异系数按全县算，不分乡镇" if place else ""), "")]
    rest: list[Piece] = [SEPARATOR, (f"另有 {silent} 项各校都未填报", "")] if silent else []
    return [(f"{standard.short}标准不全，只逐项看，不评定学校", ""), *rest]
