"""校际均衡: how the coefficients stand against their limits, whether they shrink, and which school moves them most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from monitoring.figures import coefficient, coefficient_against, count, is_missing, limit
from monitoring.findings.overview.page import spread_headline
from monitoring.findings.sentences import Sentence, listed
from monitoring.findings.standards import balance_rule
from monitoring.standards import Standard
from monitoring.standards.vocabulary import vocabulary

SEPARATOR = " · "
SMALLER, LARGER = "变小", "变大"


def headline(standard: Standard, rows: pd.DataFrame) -> Sentence:
    """
    Say which coefficients exceed their limits; where none does, which comes nearest.

    Args:
        rows: spreads.coefficients of what is looked at.
    """
    if standard.balance is None:
        return [(f"{standard.short}不看校际差异，没有差异系数的限值。", "")]
    empty, rows = _empty_stages(rows), rows[rows["schools"] > 0]
    if empty and rows.empty:
        return [(f"{empty}，没有差异系数可算。", "")]
    if standard.balance.composite_limit:
        said = spread_headline(rows[rows["is_composite"]], _words())
        return [*said[:-1], (f"；{empty}。" if empty else "。", "")]
    limited = rows[rows["limit"].notna()]
    known = limited[limited["cv"].notna()]
    if known.empty:
        return [(_none_known(limited), "")]
    rest = f"，另有 {len(limited) - len(known)} 个算不出" if len(known) < len(limited) else ""
    rest += f"；{empty}" if empty else ""
    over = known[known["cv"] > known["limit"]]
    if over.empty:
        nearest = known.loc[(known["cv"] / known["limit"]).idxmax()]
        near = f"{coefficient(nearest['cv'], nearest['limit'])}，限值 {limit(nearest['limit'])}"
        start = [(f"{len(known)} 个差异系数都", ""), ("没有超过限值", "met")]
        return [*start, (f"，最接近的是{named(nearest)}（{near}）{rest}。", "")]
    each = [f"{named(row)} {coefficient_against(row['cv'], row['limit'])}" for _, row in over.iterrows()]
    all_over = len(over) == len(known) > 1
    start = [(f"{len(known)} 个差异系数{'' if all_over else '中 '}", "")]
    start.append(("全部超限" if all_over else f"{len(over)} 个超限", "fail"))
    return [*start, (f"：{listed(each, '个', most=2)}{rest}。", "")]


def _empty_stages(rows: pd.DataFrame) -> str:
    """初中没有参评的学校; "" where every stage has some."""
    stages = rows.loc[rows["schools"] == 0, "stage"].unique()
    return f"{'、'.join(_words()[stage] for stage in stages)}没有参评的学校" if len(stages) else ""


def _none_known(limited: pd.DataFrame) -> str:
    """Say why no coefficient is known: nobody reported, or all who did hold nothing."""
    if limited.empty:
        return "这个学段没有差异系数的限值。"
    silent = limited["n"] == 0
    if silent.all():
        return "没有算得出的差异系数：各校都没有填报。"
    return f"没有算得出的差异系数：{'有的没有学校填报，有的' if silent.any() else ''}填报的学校都是 0。"


def named(row: Mapping) -> str:
    """Name a coefficient: 小学体育运动场馆."""
    return f"{_words()[row['stage']]}{row['short']}"


def line(rows: pd.DataFrame, before: pd.DataFrame, since: str, township: str, corrected: str = "") -> Sentence:
    """
    Say of how many schools the coefficients are, what is left out, and what became of them since the period before.

    Args:
        before: spreads.coefficients of the period before; empty without one.
        since: its name, "" without one.
        township: the township chosen: a coefficient is the county's all the same, which is said.
        corrected: what was corrected of the period before; "" nothing.
    """
    single = rows[~rows["is_composite"]]
    parts = []
    for stage, group in single.groupby("stage", sort=False):
        number = group["schools"].max()
        parts += [f"{_words()[stage]} {count(number)} 所次"] if number else []
    left_out = int((single["unreported"] > 0).sum())
    if left_out:
        parts.append(f"{left_out} 个系数有学校没填报，未计入")
    if since:
        parts += [f"比{since}：{said}" for said in [directions(moves(rows, before))] if said]
        parts += [corrected] if corrected else []
    if township:
        parts.append(f"差异系数按全县算，{township}的学校另外标出")
    return [(SEPARATOR.join(parts), "")]


def moves(rows: pd.DataFrame, before: pd.DataFrame) -> pd.Series:
    """Return by how much each coefficient changed since the period before, unrounded; NaN where one is not known."""
    if before.empty or rows.empty:
        return pd.Series(float("nan"), index=rows.index)
    keys = ["stage", "requirement"]
    earlier = rows[keys].merge(before[[*keys, "cv"]], on=keys, how="left")["cv"]
    return rows["cv"] - earlier.to_numpy()


def directions(changes: pd.Series) -> str:
    """
    Say how many coefficients became smaller and larger; "" where none is known.

    >>> directions(pd.Series([-0.1, -0.2, 0.1])), directions(pd.Series([-0.1])), directions(pd.Series([0.0]))
    ('2 个变小，1 个变大', '1 个变小', '没有变化')
    """
    known = changes.dropna()
    if known.empty:
        return ""
    counts = ((SMALLER, int((known < 0).sum())), (LARGER, int((known > 0).sum())))
    said = [f"{number} 个{word}" for word, number in counts if number]
    return "，".join(said) or "没有变化"


def stage_title(stage: str, rows: pd.DataFrame) -> str:
    """
    Say of one stage how many coefficients exceed their limit.

    Args:
        stage: its word.
        rows: spreads.coefficients of the stage.
    """
    limited = rows[rows["limit"].notna() & rows["cv"].notna()]
    if limited.empty:
        return f"{stage}：差异系数"
    over = int((limited["cv"] > limited["limit"]).sum())
    if limited["is_composite"].all():
        said = "超过限值" if over else "没有超过限值"
        return f"{stage}：综合差异系数{said}"
    return f"{stage}：{len(limited)} 个中 {over} 个超限" if over else f"{stage}：{len(limited)} 个都没有超限"


def cannot(row: Mapping) -> str:
    """Say why a coefficient is not known; "" where it is, and everybody reported."""
    if not row["schools"]:
        return "没有参评的学校"
    if row["is_composite"]:
        return "有一项算不出，综合差异系数也算不出" if is_missing(row["cv"]) else ""
    if is_missing(row["cv"]):
        if row["unreported"] == row["asked"]:
            return f"算不出：{count(row['asked'])} 所次都没有填报"
        return "算不出：填报的学校都是 0"
    return f"{count(row['unreported'])} 所次没有填报，未计入" if row["unreported"] else ""


def drivers_title(row: Mapping, behind: pd.DataFrame, names: Sequence[str]) -> str:
    """
    Name the school without which a coefficient would fall most, and whether it would then keep to its limit.

    Args:
        row: of spreads.coefficients.
        behind: spreads.schools_behind.
        names: the schools' names as they are shown, in the order of `behind`.
    """
    topic = named(row)
    if is_missing(row["cv"]) or behind.empty or not behind["change"].iloc[0] < 0:
        return f"{topic}：各校情况"
    without = behind["cv_without"].iloc[0]
    fall = f"{topic}：不算{names[0]}，系数从 {coefficient(row['cv'], row['limit'])} 降到 "
    end = ""
    if not is_missing(row["limit"]) and row["cv"] > row["limit"]:
        end = "，不再超限" if without <= row["limit"] else "，仍超限"
    return f"{fall}{coefficient(without, row['limit'])}{end}"


def course_title(rows: pd.DataFrame) -> str:
    """
    Compare the first and the last of several periods.

    Args:
        rows: spreads.course.
    """
    days = sorted(rows["period"].unique())
    if len(days) < 1 + 1:
        return "差异系数的变化：只有一期数据"
    keys = ["stage", "requirement"]
    first, last = (rows[rows["period"] == day].set_index(keys)["cv"] for day in (days[0], days[-1]))
    said = directions(last - first)
    start = f"{days[0].year}年{days[0].month}月以来 {len(days)} 期"
    return f"{start}：{said}" if said else f"{start}的差异系数"


def formula(standard: Standard) -> list[str]:
    """Say in words how the coefficient is made, what counts, and the limit with its clause."""
    number = standard.number or standard.short
    said = [
        "差异系数 = 标准差 ÷ 全县平均值，每所学校按在校生数加权：学生多、离平均值远的学校影响大；"
        "全县平均值 = 全县总量 ÷ 全县在校生数",
        "出处：教督〔2012〕3号附件的计算方法；一贯制学校、完全中学按学段分开算，共用资源按加权学生数分摊",
    ]
    if standard.balance is not None:
        said.append(f"{number}：{balance_rule(standard)}；用没有取整的数比较")
    if standard.balance is not None and standard.balance.composite_limit:
        said.append("有一项差异系数算不出，综合差异系数也算不出")
    return said


def _words() -> Mapping[str, str]:
    return vocabulary().stages
