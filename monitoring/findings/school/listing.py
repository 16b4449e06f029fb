"""学校档案 while no school is chosen: how many there are, how many are behind, and how the list is ordered."""

from __future__ import annotations

import pandas as pd

from monitoring.figures import count
from monitoring.findings.sentences import Sentence
from monitoring.words import VERDICT_WORDS


def headline(schools: pd.DataFrame, where: str, stage: str, *, judges: bool) -> Sentence:
    """
    Say how many schools can be opened, and how many of them do not meet.

    Args:
        schools: dossier.listing.
        where: the county or township.
        stage: the stage looked at as a word; "" all.
        judges: whether the standard judges schools.
    """
    start = f"{where}{stage} {count(len(schools))} 所学校"
    if not len(schools):
        return [(f"{where}没有{stage or '小学、初中'}的数据。", "")]
    if not judges:
        return [(f"{start}，这个标准不评定学校；选一所看它的数值。", "")]
    behind, unsure = (int((schools["verdict"] == word).sum()) for word in ("not_met", "undetermined"))
    if not behind and not (schools["verdict"] == "met").any():
        every = "都" if len(schools) > 1 else ""
        why = f"{every}待定" if unsure == len(schools) else f"{count(unsure)} 所待定，其余不评定"
        return [(f"{start}，{why if unsure else every + '不评定'}；选一所看它的档案。", "")]
    if not behind:
        none = f"没有判为未达标的，{count(unsure)} 所待定" if unsure else "没有未达标的"
        return [(f"{start}，{none}；选一所看它的档案。", "")]
    return [(f"{start}，", ""), (f"{count(behind)} 所未达标", "fail"), ("；选一所看它差什么、要多少钱。", "")]


def line(schools: pd.DataFrame, *, judges: bool) -> Sentence:
    """Say the other verdicts in counts; without verdicts how many requirements are lacked somewhere."""
    if not len(schools):
        return []
    if not judges:
        lacking = int((schools["gaps"] > 0).sum())
        return [(f"{count(lacking)} 所有未达标的要求", "strong")] if lacking else []
    others = ("met", "undetermined", "not_judged")
    counts = {VERDICT_WORDS[verdict]: int((schools["verdict"] == verdict).sum()) for verdict in others}
    return [("，".join(f"{count(number)} 所{word}" for word, number in counts.items() if number), "")]


def title(*, judges: bool) -> str:
    """Name the list by its order."""
    return "未达标的在前，差得多的在前" if judges else "差得多的在前"


def nothing_found(typed: str, where: str) -> str:
    """
    Say that no school fits what was typed.

    >>> nothing_found("第九小学", "清渚县")
    '清渚县没有名称或标识码含“第九小学”的学校。'
    """
    return f"{where}没有名称或标识码含“{typed}”的学校。"


def papers(schools: int) -> str:
    """
    Name the button that makes a page of paper for each school.

    >>> papers(117)
    '各校一页 PDF（117 所，打成一个压缩包）'
    """
    return f"各校一页 PDF（{count(schools)} 所，打成一个压缩包）"


def papers_progress(done: int, total: int) -> str:
    """
    Say how far the pages are.

    >>> papers_progress(34, 117)
    '正在生成：117 所中已完成 34 所。可以离开这一页，回来再取'
    """
    return f"正在生成：{count(total)} 所中已完成 {count(done)} 所。可以离开这一页，回来再取"


def papers_done(total: int) -> str:
    """
    Name the link to the pages.

    >>> papers_done(117)
    '下载 117 所学校的一页 PDF（压缩包）'
    """
    return f"下载 {count(total)} 所学校的一页 PDF（压缩包）"
