"""设施短板: what a county, a township or a stage lacks. Teachers of different requirements are never added."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from monitoring.figures import count, quantity, tenths, wan
from monitoring.findings.sentences import MOST_NAMES, Piece, Sentence, listed
from monitoring.findings.standards import UNSURE_LIMITS, unsure_limits
from monitoring.shortages import ALL, Shortages, WayOut
from monitoring.standards import Requirement

TEACHERS = "教师"
NUMERALS = {2: "两", 3: "三", 4: "四", 5: "五"}
SEPARATOR = " · "
HALF = 0.5
CLASS = "班"


def headline(view: Shortages, where: str) -> Sentence:
    """
    Say what closing every gap costs, and beside it, each requirement apart, how many teachers are lacking.

    Args:
        where: the township and stage looked at, "" for the whole county.
    """
    who = where or "全县"
    if not has_thresholds(view):
        return [(f"{view.standard.short}不给学校定达标线，没有缺口可算，只看校际差异。", "")]
    if not view.schools_judged:
        return [(f"{who}没有要按{view.standard.short}来看的学校。", "")]
    if not view.reported:
        return [(f"{who}还没有填报{view.standard.short}要看的各项，看不出缺口。", "")]
    if view.lacks.empty:
        return [(_no_gaps(view, who), "")]
    parts = [part for part in (_money(view), _teachers(view), _unpriced(view)) if part]
    start: list[Piece] = [(f"{where}：", "")] if where else []
    return start + [piece for place, part in enumerate(parts) for piece in _joined(part, place)] + [("。", "")]


def has_thresholds(view: Shortages) -> bool:
    """Whether the standard asks anything of a single school."""
    return any(asked.cases for asked in view.standard.requirements)


def _no_gaps(view: Shortages, who: str) -> str:
    left = unreported(view)
    if left:
        return f"{who}已填报的没有缺口，{left}。"
    return f"{who} {count(view.schools_judged)} 所学校各项要求都已达到，没有缺口。"


def unreported(view: Shortages) -> str:
    """Say how much of what is asked is not reported, after a sentence on what is; "" where all is."""
    partly = int((view.parts["unknown"] > 0).sum())
    said = [f"{len(view.silent)} 项各校都未填报"] if view.silent else []
    said += [f"{count(partly)} 所次没有填报全"] if partly else []
    return f"另有 {'，'.join(said)}" if said else ""


def _joined(part: Sentence, place: int) -> list[Piece]:
    return ([("；", "")] if place else []) + list(part)


def _money(view: Shortages) -> Sentence:
    """True where a gap has a unit cost; in the words of every page that names this sum."""
    if pd.isna(view.cost_yuan):
        return ()
    return [(f"{closing(view)} ", ""), (f"{wan(view.cost_yuan)} 万元", "fail")]


def closing(view: Shortages, stage: str = "", *, is_short: bool = False) -> str:
    """
    Begin the sentence of what closing the gaps costs: which gaps are in the sum, in the same words on every page.

    "全部" only where everything that is lacking has a unit cost and everything that is asked is reported.

    Args:
        stage: its word where one is chosen, else "".
        is_short: whether the word 缺口 may go, over a block that is about nothing else.
    """
    priced_alone = len(_without_price(view)) > 0
    if _lacking(view)["is_staff"].any():
        which = "有单价的缺口" if priced_alone else "" if is_short else "缺口"
        return f"除教师外补齐{stage}{which}约需"
    which = "有单价的" if priced_alone else "已知的" if unreported(view) else "全部"
    return f"补齐{stage}{which}缺口约需"


def _teachers(view: Shortages) -> Sentence:
    lacking = _lacking(view)
    staff = lacking[lacking["is_staff"]]
    if staff.empty:
        return ()
    verb = "缺" if pd.isna(view.cost_yuan) else "另缺"
    each = [f"{row.short.removesuffix(TEACHERS)} {quantity(row.missing, row.unit)}" for row in staff.itertuples()]
    return [(f"{TEACHERS}{verb}{'、'.join(each)}", "")]


def _unpriced(view: Shortages) -> Sentence:
    rows = _without_price(view)
    each = [need(asked_of(view, row.requirement), row.missing, row.unit) for row in rows.itertuples()]
    if not each:
        return ()
    if len(rows) < len(_lacking(view)):
        return [(listed(each, "项"), "")]
    name, *figure = each[0].split(" ", maxsplit=1)
    rest = listed(each, "项").removeprefix(each[0])
    return [(f"{name} ", ""), (" ".join(figure), "fail"), (rest, "")]


def _without_price(view: Shortages) -> pd.DataFrame:
    lacking = _lacking(view)
    return lacking[~lacking["is_staff"] & lacking["cost_yuan"].isna()]


def _lacking(view: Shortages) -> pd.DataFrame:
    return view.requirements[view.requirements["gaps"] > 0]


def asked_of(view: Shortages, key: str) -> Requirement:
    """Return a requirement of the view's standard by its key."""
    return next(asked for asked in view.standard.requirements if asked.key == key)


def need(asked: Requirement, missing: float, unit: str) -> str:
    """
    Say what is needed of one requirement: so much more, so many classes, or so much less where it must be none.

    >>> from decimal import Decimal
    >>> from monitoring.standards import Case
    >>> none = Requirement("D20", "", "", "超大班额", "", "==", (Case(value=Decimal(0)),), "班", False, "copy", "", "")
    >>> need(none, 6, "班")
    '超大班额要消除 6 班'
    """
    verb = "要消除" if is_to_be_none(asked) else "要增" if unit == CLASS else "还差"
    return f"{asked.short}{verb} {quantity(missing, unit)}"


def is_to_be_none(asked: Requirement) -> bool:
    """Whether the requirement is that there be none of something."""
    return asked.operator == "==" and not asked.is_yes_no


def counts(view: Shortages, stage: str, way: WayOut | None, *, costs_are_examples: bool) -> Sentence:
    """
    Say what the headline is made of: how many lack anything, what it takes just to pass, what is not reported.

    Args:
        stage: with a stage chosen the parts of schools are counted (所次), with "all" the schools (所).
        way: the cheapest way for all that do not meet; None where the standard judges no school.
    """
    parts = [_how_many(view, stage), _apart(view), _way(view, way), _unknown(view)]
    if not view.standard.complete:
        parts.append([("标准不全，只看各项，不评定学校", "")])
    if costs_are_examples and not pd.isna(view.cost_yuan):
        parts.append([("单价含示例", "")])
    if has_thresholds(view) and view.reported and unsure_limits(view.standard, view.reported):
        parts.append([(UNSURE_LIMITS, "strong")])
    kept = [part for part in parts if part]
    return [piece for place, part in enumerate(kept) for piece in ([(SEPARATOR, "")] if place else []) + list(part)]


def _how_many(view: Shortages, stage: str) -> Sentence:
    if not has_thresholds(view) or not view.schools_judged or not view.reported:
        return ()
    judged = "参评" if view.judges_schools else ""
    if stage == ALL:
        total, short, measure, kind = view.schools_judged, view.schools_short, "所", f"所{judged}学校"
    else:
        total, short, measure, kind = view.parts_judged, view.parts_short, "所次", f"所次{judged}"
    if not short:
        return [(f"{count(total)} {kind}都没有发现不足", "")]
    return [(f"{count(total)} {kind}中 ", ""), (f"{count(short)} {measure}", "strong"), ("至少有一项不足", "")]


def _apart(view: Shortages) -> Sentence:
    kinds = int(_lacking(view)["is_staff"].sum())
    if kinds <= 1:
        return ()
    return [(f"一人可兼几项教师要求，{NUMERALS.get(kinds, kinds)}个数不相加", "")]


def _way(view: Shortages, way: WayOut | None) -> Sentence:
    """
    True where the standard judges schools, some do not meet, and money or teachers are part of how they could.

    Teachers stand beside the money, and what has no unit cost is left out of it and said.
    """
    if way is None or not way.schools:
        return ()
    rule = view.standard.verdict
    spared = rule.of - rule.at_least if rule.at_least is not None else rule.at_most_unmet or 0
    kept = f"（留 {spared} 项不补齐）" if spared else ""
    if spared and rule.floor_pct is not None:
        kept = f"（留 {spared} 项不低于 {rule.floor_pct}%）"
    start = f"算得出办法的 {count(way.schools)} 所先求达标{kept}"
    teachers = f"增教师至少 {count(way.teachers)} 人" if way.teachers else ""
    if pd.isna(way.cost_yuan):
        rest = "，其余没有单价" if teachers and way.has_unpriced else "" if teachers else "所补的没有单价"
        return [(f"{start}{'要' if teachers else ''}{teachers}{rest}", "")]
    scope = "，有单价的" if way.has_unpriced else ""
    money: list[Piece] = [(f"{start}{scope}约需 ", ""), (f"{wan(way.cost_yuan)} 万元", "strong")]
    return [*money, (f"，另{teachers}", "")] if teachers else money


def _unknown(view: Shortages) -> Sentence:
    """What the headline says itself where nothing lacks, or where nothing is reported."""
    left = "" if view.lacks.empty else unreported(view)
    return [(left, "")] if left else ()


def requirements_title(view: Shortages) -> str:
    """Name the requirement that most school × stage lack; the topic where nobody lacks any, or too many are level."""
    lacking = _lacking(view)
    most = lacking[lacking["gaps"] == lacking["gaps"].max()]
    if lacking.empty or len(most) > MOST_NAMES:
        return "缺什么，缺多少"
    each = "各 " if len(most) > 1 else ""
    return f"缺口最多的是{'、'.join(most['short'])}，{each}{count(most['gaps'].iloc[0])} 所次"


def places_title(places: pd.DataFrame, column: str, total: str, topic: str) -> str:
    """
    Say how concentrated the money is: the two dearest places, where they hold half of it or more.

    Args:
        places: Shortages.townships or .schools, dearest first.
        column: the column with their names.
        total: whose money it is, as 全县.
        topic: the title where the money is not concentrated.

    >>> towns = pd.DataFrame({"township": ["甲镇", "乙镇", "丙镇"], "cost_yuan": [500.0, 400.0, 100.0]})
    >>> places_title(towns, "township", "全县", "各乡镇补齐费用")
    '甲镇、乙镇占全县补齐费用的九成'
    """
    paid = places[places["cost_yuan"] > 0]
    if len(paid) == 1 and len(places) > 1:
        return f"{total}{'的' if total else ''}补齐费用都在{paid[column].iloc[0]}"
    first = paid.head(2)
    if len(paid) > 2 and first["cost_yuan"].sum() >= HALF * paid["cost_yuan"].sum():
        share = tenths(first["cost_yuan"].sum(), paid["cost_yuan"].sum())
        return f"{'、'.join(first[column])}占{total}补齐费用的{share}"
    return topic


def none_here(places: pd.DataFrame) -> str:
    """
    Say in the place of the table of places why it is empty: a blank may hide a gap.

    Args:
        places: Shortages.townships or .schools.

    >>> none_here(pd.DataFrame({"unknown": [0, 0]})), none_here(pd.DataFrame({"unknown": [3, 0]}))
    ('没有缺口。', '没有发现缺口，其中有没填报的。')
    """
    return "没有发现缺口，其中有没填报的。" if (places["unknown"] > 0).any() else "没有缺口。"


def others_without(places: pd.DataFrame, counted: str) -> str:
    """
    Say of the places without a gap how many there are, and of how many that is not sure.

    Args:
        counted: what they are, with its measure word: "个乡镇".

    >>> others_without(pd.DataFrame({"unknown": [0, 3]}), "个乡镇")
    '其余 2 个乡镇没有发现缺口，其中 1 个乡镇有没填报的'
    >>> others_without(pd.DataFrame({"unknown": [0]}), "所学校")
    '其余 1 所学校没有缺口'
    """
    unsure = int((places["unknown"] > 0).sum())
    start = f"其余 {count(len(places))} {counted}"
    if not unsure:
        return f"{start}没有缺口"
    which = "，有没填报的" if unsure == len(places) else f"，其中 {count(unsure)} {counted}有没填报的"
    return f"{start}没有发现缺口{which}"


def matrix_title(view: Shortages, requirement: str = "") -> str:
    """Say how many school × stage lack anything, and how many half of all or more; or how many lack one requirement."""
    if view.parts.empty:
        return "没有要看的学校"
    unsure = f"（含 {count(view.parts_unsure)} 所次是否参评不知道）" if view.parts_unsure else ""
    total = f"{count(len(view.parts))} 所次{unsure}中 "
    if requirement:
        row = view.requirements.set_index("requirement").loc[requirement]
        unknown = f"，{count(row['unknown'])} 所次未填报" if row["unknown"] else ""
        aside = len(view.parts) - row["judged"]
        not_asked = f"，{count(aside)} 所次不适用" if aside else ""
        return f"{row['short']}：{total}{count(row['gaps'])} 所次不足{unknown}{not_asked}"
    short = int((view.parts["gaps"] > 0).sum())
    many = -(-len(view.standard.requirements) // 2)
    worst = int((view.parts["gaps"] >= many).sum())
    if not short:
        return _none_short(view)
    start = f"{total}{count(short)} 所次至少缺一项"
    if short == len(view.parts):
        start = f"{count(short)} 所次{'都' if short > 1 else ''}至少缺一项"
    return f"{start}，{count(worst)} 所次缺 {many} 项以上" if worst and many > 1 else start


def _none_short(view: Shortages) -> str:
    """Say that nobody lacks anything, of what is reported: a blank may hide a gap."""
    total = f"{count(len(view.parts))} 所次"
    if view.silent and not view.reported:
        return f"{total}各项都没有填报，看不出缺口"
    left = unreported(view)
    return f"{total}已填报的没有发现不足，{left}" if left else f"{total}没有一项不足"


def silent(shorts: Sequence[str]) -> str:
    """Name the requirements of which no school reported anything: they stand in no table here."""
    if not shorts:
        return ""
    return f"另有 {len(shorts)} 项各校都未填报，表中不列：{'、'.join(shorts)}。"
