"""
总览: the sentence that answers in five seconds, and what its blocks find.

Standards that judge schools are answered by counts; those that do not (only their spread is judged, or the file is not
complete) by coefficients, or requirement by requirement.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from monitoring import figures
from monitoring.figures import coefficient, coefficient_against, count, is_missing, limit, share, tenths, wan
from monitoring.findings.gaps import closing, unreported
from monitoring.findings.places import none_meets, told_apart
from monitoring.findings.sentences import Piece, Sentence, listed
from monitoring.shortages import Shortages
from monitoring.standards import Standard
from monitoring.standing import SCHOOL, Change, Count

COMPOSITE = "composite"
SEPARATOR: Piece = (" · ", "")
CHANGES: Mapping[str, str] = {
    "improved": "新达标", "entered": "新参评并达标", "new": "新列入并达标",
    "regressed": "退回", "unclear": "转为待定", "outside": "转为不评定", "gone": "原达标、本期表中没有",
}  # fmt: skip
"""What became of a school since the period before (standing.Change), by the state that it really has."""


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


def line(
    seen: Seen,
    now: Count,
    close: int,
    outside: int,
    kinds: Sequence[str],
    unsure: Mapping[str, int],
    corrected: Sequence[Sentence] = (),
) -> Sentence:
    """
    Say what the rest is: not met, of them close to it, undetermined, not judged.

    Args:
        close: of those that do not meet, how many lack one or two requirements.
        outside: schools that are not judged; kinds: what they are, in words.
        unsure: undetermined ones that are in no share, because it is not known whether they are judged: what they did
            not report → their number (standing.unsure).
        corrected: of corrections.corrections.
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
    for why, number in unsure.items():
        parts.append([(f"{count(number)} {unit}{why}，是否参评不知道，不计入总数", "")])
    if outside:
        which = f"（{'、'.join(kinds)}）" if kinds else ""
        parts.append([(f"{count(outside)} {unit}不评定{which}", "")])
    return _joined([*parts, *corrected])


def _joined(parts: Sequence[Sentence]) -> Sentence:
    return [piece for place, part in enumerate(parts) for piece in ([SEPARATOR] if place else []) + list(part)]


def townships_title(places: Sequence[Count], unit: str) -> str:
    """
    Say in how many townships more than half meet, and in how many none; those wholly undetermined are not among these.

    >>> townships_title([Count("甲镇", 4, 3, 0), Count("乙镇", 5, 0, 0), Count("丙镇", 6, 0, 6)], "所")
    '3 个乡镇中 1 个达标过半，1 个无一所达标，1 个全部待定'
    """
    judged = [place for place in places if place.judged]
    if not judged:
        return "各乡镇没有参评学校"
    half = sum(2 * place.met > place.judged for place in judged)
    none = none_meets([place for place in judged if not place.is_open], unit)
    unclear = sum(place.is_open for place in judged)
    total = judged[0].name if len(judged) == 1 else f"{len(judged)} 个乡镇"
    if half == len(judged):
        return f"{total}达标{'都' if half > 1 else ''}过半"
    if none.places == len(judged):
        return f"{total}{none.text}"
    if unclear == len(judged):
        return f"{total}全部待定"
    if len(judged) == 1:
        return f"{total}达标没有过半"
    rest = f"，{none.places} 个{none.text}" if none.places else ""
    rest += f"，{unclear} 个全部待定" if unclear else ""
    return f"{total}中 {half} 个达标过半{rest}"


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
    Name the townships with the lowest and the highest share; those wholly undetermined are no lowest ones.

    >>> map_title([Count("青杠镇", 6, 0, 0), Count("金滩镇", 6, 5, 0), Count("汊头乡", 3, 1, 0)])
    '青杠镇最低 0%，金滩镇最高 83%'
    """
    judged = [place for place in places if place.judged]
    if not judged:
        return "各乡镇达标率"
    settled = [place for place in judged if not place.is_open]
    unclear = [place.name for place in judged if place.is_open]
    if not settled:
        return "各乡镇全部待定"
    rest = f"，{listed(unclear, '个乡镇', most=1)}全部待定" if unclear else ""
    low, high = min(settled, key=lambda place: place.share), max(settled, key=lambda place: place.share)
    if low.share == high.share:
        name = "各乡镇达标率都是" if len(settled) > 1 and not unclear else f"{_both(settled, low)}达标率"
        return f"{name} {figures.share(low.met, low.judged, 0)}{rest}"
    least, most = told_apart(low, high)
    return f"{_both(settled, low)}最低 {least}，{_both(settled, high)}最高 {most}{rest}"


def _both(places: Sequence[Count], like: Count) -> str:
    return listed([place.name for place in places if place.share == like.share], "个乡镇", most=2)


def gaps_title(view: Shortages) -> str:
    """
    Say what closing the gaps costs, and what takes most of it; without money how many requirements lack.

    What is not in the money, teachers and things without a unit cost, is said. No gap is denied where blanks may be.
    """
    lacking = view.requirements[view.requirements["gaps"] > 0]
    if lacking.empty:
        return _no_gaps(view)
    if is_missing(view.cost_yuan):
        return f"{len(lacking)} 项要求有缺口"
    start = f"{closing(view, is_short=True)} {wan(view.cost_yuan)} 万元"
    dearest = lacking.loc[lacking["cost_yuan"].idxmax()]
    paid = int((lacking["cost_yuan"] > 0).sum())
    return f"{start}，{tenths(dearest['cost_yuan'], view.cost_yuan)}用于{dearest['short']}" if paid > 1 else start


def _no_gaps(view: Shortages) -> str:
    if view.cells.empty:
        return "没有要看的缺口"
    if not view.reported:
        return "各项都没有填报，看不出缺口"
    left = unreported(view)
    return f"已填报的没有缺口，{left}" if left else "没有缺口"


def no_gaps(view: Shortages) -> str:
    """Say in the place of the table why it is empty."""
    if view.cells.empty:
        return "这里没有参评学校。"
    if not view.reported:
        return "填报以后再来看。"
    left = unreported(view)
    return f"已填报的都达到要求；{left}，不知道缺不缺。" if left else "各项要求都已达到。"


def gaps_how(view: Shortages, *, costs_are_examples: bool) -> str:
    """Say how the gaps are counted and priced; of prices nothing where nothing is lacking."""
    once = "一校几个学段共用的只计一次"
    lacking = view.requirements[view.requirements["gaps"] > 0]
    if lacking.empty:
        return once
    if not is_missing(view.cost_yuan):
        posts = f"；教师记“{figures.STAFF}”，不折算成钱" if lacking["is_staff"].any() else ""
        return f"{'按单价（含示例）估算' if costs_are_examples else '按单价估算'}{posts}；{once}"
    return f"{'只缺教师' if lacking['is_staff'].all() else '没有单价'}，不折算成钱；{once}"


def balance_title(rows: pd.DataFrame, stages: Mapping[str, str], names: Mapping[str, str]) -> str:
    """
    Say how many coefficients are above their limit, and which; how many are unknown, or leave schools out.

    Args:
        rows: of spreads.coefficients, with the stages shown.
        stages, names: words of stages and short names of requirements.
    """
    limited = rows[rows["limit"].notna() & rows["cv"].notna()]
    unknown = int((rows["limit"].notna() & rows["cv"].isna() & (rows["schools"] > 0)).sum())
    if limited.empty:
        return f"校际均衡：{unknown} 个差异系数都算不出" if unknown > 1 else "校际均衡：差异系数"
    rest = f"，{unknown} 个算不出" if unknown else ""
    over = limited[limited["cv"] > limited["limit"]]
    if over.empty:
        partly = int((limited["unreported"] > 0).sum())
        rest += f"，{partly} 个有学校没填报、未计入" if partly else ""
        every = (
            f"{len(limited)} 个差异系数都" if len(limited) > 1 else "算得出的 1 个差异系数" if unknown else "差异系数"
        )
        return f"校际均衡：{every}没有超限{rest}"
    which = listed([f"{stages[row.stage]}{names[row.requirement]}" for row in over.itertuples()], "项", most=2)
    return f"校际均衡：{len(limited)} 个差异系数中 {len(over)} 个超限（{which}）{rest}"


def change_title(seen: Seen, change: Change | None) -> str:
    """
    Say how many meet newly and how many fell back; what else moved only where neither did.

    >>> change_title(Seen("", "", "所", "3月"), Change(improved=("a", "b"), regressed=("c",)))
    '比 3 月：新达标 2 所，退回 1 所'
    """
    if change is None:
        return "还没有更早一期可比"
    first = [(CHANGES[name], getattr(change, name)) for name in ("improved", "regressed")]
    others = [(word, getattr(change, name)) for name, word in CHANGES.items()]
    shown = first if any(codes for _, codes in first) else others
    said = [f"{word} {len(codes)} {seen.unit}" for word, codes in shown if codes]
    return f"比 {seen.month}：{'，'.join(said)}" if said else f"与 {seen.month}相比，达标的学校没有变化"


# —— standards that judge no school


def spread_headline(rows: pd.DataFrame, stages: Mapping[str, str], without: Collection[str] = ()) -> Sentence:
    """
    Say whether the composite coefficients keep to their limits, as 教督〔2012〕3号 asks; of the whole county.

    Args:
        rows: of the frame balance, with the stages shown: the composites, and the single ones that explain them.
        stages: words of stages; without: those in which no school is looked at.
    """
    is_composite = rows["requirement"] == COMPOSITE
    single = rows[~is_composite]
    said = [
        [(f"{stages[row.stage]}没有要看的学校", "")]
        if row.stage in without
        else _composite(row, stages[row.stage], single[single["stage"] == row.stage])
        for row in rows[is_composite].itertuples()
    ]
    pieces = [piece for place, part in enumerate(said) for piece in ([("；", "")] if place else []) + list(part)]
    return [*pieces, ("。", "")] if pieces else [("没有可算的差异系数。", "")]


def _composite(row, stage: str, single: pd.DataFrame) -> Sentence:
    if is_missing(row.cv):
        return [(f"{stage}综合差异系数算不出（{_why_open(single[single['cv'].isna()])}）", "")]
    if is_missing(row.limit):
        return [(f"{stage}综合差异系数 {coefficient(row.cv)}", "")]
    if row.cv > row.limit:
        return [(f"{stage}综合差异系数 ", ""), (coefficient_against(row.cv, row.limit), "fail"), ("，超过限值", "")]
    kept = f"{coefficient(row.cv, row.limit)} ≤ {limit(row.limit)}"
    return [(f"{stage}综合差异系数 ", ""), (kept, "met"), ("，没有超过限值", "")]


def _why_open(single: pd.DataFrame) -> str:
    """Say why coefficients cannot be computed: all that report have 0, or nobody reports."""
    if single.empty:
        return "有指标缺数据"
    is_zero = (single["n"] > 0) & (single["mean"] == 0)
    if is_zero.all():
        return "有指标填报的都是 0"
    return "有指标缺数据，有的填报的都是 0" if is_zero.any() else "有指标缺数据"


def requirements_headline(seen: Seen, counts: pd.DataFrame) -> Sentence:
    """
    Say what nobody reported, and name the requirement that the smallest share meets; for standards not complete.

    Args:
        counts: standing.requirement_counts; what nobody reported is counted, and is never good news.
    """
    where = f"{seen.place}{seen.stage}"
    known = counts[counts["met"] + counts["gaps"] > 0]
    if known.empty:
        return [(f"{where}各项要求都没有填报，还看不出达标情况。" if len(counts) else f"{where}没有要看的学校。", "")]
    silent, partly = len(counts) - len(known), int((known["unknown"] > 0).sum())
    blank = " " if where else ""
    start = f"{where}{blank}{len(counts)} 项要求中 {silent} 项各校都没有填报；" if silent else where
    which = f"填报了的 {len(known)} 项" if silent else f"{blank}{len(known)} 项要求"
    if (known["gaps"] == 0).all():
        if not silent and not partly:
            return [(f"{start}{which}", ""), ("没有一项不足", "met"), ("。", "")]
        some = f"，其中 {partly} 项还有学校没有填报" if partly else ""
        return [(f"{start}{which}没有发现不足{some}。", "")]
    worst = known.loc[(known["met"] / known["asked"]).idxmin()]
    lowest = f"{which}中{worst['short']}达标率最低：" if len(known) > 1 else f"{worst['short']}："
    unknown = f"，{count(worst['unknown'])} 所次未填报" if worst["unknown"] else ""
    figure = f"{count(worst['met'])} 所次达标（{share(worst['met'], worst['asked'])}）"
    return [
        (f"{start}{lowest}{count(worst['asked'])} 所次中 ", ""),
        (figure, "met" if worst["met"] else "fail"),
        (f"{unknown}。", ""),
    ]


def nothing_known(counts: pd.DataFrame) -> str:
    """Say why no requirement can be shown: nobody is asked, or nobody reported."""
    return "各项要求都没有填报。" if len(counts) else "这里没有要看的学校。"


def verdictless_line(standard: Standard, place: str) -> Sentence:
    """
    Say why no school has a verdict.

    Args:
        place: the township chosen; coefficients stay the county's, which is said.
    """
    if standard.complete:
        start = f"{standard.short}只看校际差异，不给学校定达标线"
        return [(start + ("；差异系数按全县算，不分乡镇" if place else ""), "")]
    return [(f"{standard.short}标准不全，只逐项看，不评定学校", "")]
