"""数据导入: what was found in the files, what is left to decide, and what was stored or not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from monitoring.figures import count
from monitoring.findings.sentences import Sentence

NOTHING_SAVED = "还没有保存任何数据；"


def headline(stops: int, left: int) -> Sentence:
    """
    Say that nothing is saved yet, and what stands between the officer and saving.

    Args:
        stops: how many places have to be decided.
        left: how many of them are not decided yet.

    >>> from monitoring.findings.sentences import plain
    >>> for stops, left in ((5, 4), (5, 0), (0, 0)):
    ...     print(plain(headline(stops, left)))
    还没有保存任何数据；5 处须处理，处理完才能入库。
    还没有保存任何数据；5 处都已定，可以入库。
    还没有保存任何数据；没有须处理的地方，可以入库。
    """
    if not stops:
        return [(f"{NOTHING_SAVED}没有须处理的地方，", ""), ("可以入库", "met"), ("。", "")]
    if not left:
        return [(f"{NOTHING_SAVED}{count(stops)} 处都已定，", ""), ("可以入库", "met"), ("。", "")]
    return [(NOTHING_SAVED, ""), (f"{count(stops)} 处须处理", "fail"), ("，处理完才能入库。", "")]


def line(stops: int, left: int, warnings: int, notes: int) -> Sentence:
    """
    Say how far the officer is, and what the other findings do.

    >>> from monitoring.findings.sentences import plain
    >>> plain(line(5, 4, 28, 20))
    '已定 1 处，还有 4 处 · 28 处请核实，不拦入库 · 20 处已规范，不用处理 · 也可以改好原表重新上传，已定的不会再问'
    """
    parts = []
    if stops and left:
        parts.append(f"已定 {count(stops - left)} 处，还有 {count(left)} 处")
    if warnings:
        parts.append(f"{count(warnings)} 处请核实，不拦入库")
    if notes:
        parts.append(f"{count(notes)} 处已规范，不用处理")
    if not parts:
        return [("每个格子都读清楚了，没有要核实的地方。", "")]
    parts.append("也可以改好原表重新上传，已定的不会再问" if stops else "也可以改好原表重新上传")
    return [(" · ".join(parts), "")]


def scope(counties: Sequence[str], period: date, stages: Sequence[str]) -> Sentence:
    """
    Say what is about to be imported: whose, of which day, which tables.

    >>> from monitoring.findings.sentences import plain
    >>> plain(scope(["澄湖县"], date(2026, 3, 31), ["小学", "初中"]))
    '澄湖县 2026-03-31 · 小学、初中 2 张综合报表'
    """
    tables = f"{'、'.join(stages)} {len(stages)} 张综合报表"
    return [(f"{'、'.join(counties)} {period.isoformat()}", "strong"), (f" · {tables}", "")]


def replacement(number: int, before: Sequence[str], now: Sequence[str]) -> str:
    """
    Say that an earlier import of the same county and period will no longer count, and what it had more.

    Args:
        number: of the earlier import.
        before, now: the stages of its tables and of these.

    >>> replacement(7, ["小学", "初中", "高中"], ["小学"])
    '入库后将替代编号 7 的同一期数据；那次有初中、高中的表，这次没有，这些学段会缺数据。'
    >>> replacement(7, ["小学"], ["小学", "初中"])
    '入库后将替代编号 7 的同一期数据。'
    """
    lost = [stage for stage in before if stage not in now]
    less = f"；那次有{'、'.join(lost)}的表，这次没有，这些学段会缺数据" if lost else ""
    return f"入库后将替代编号 {number} 的同一期数据{less}。"


def absent(stages: Sequence[str]) -> str:
    """
    Say which of the compulsory stages has no table; "" where both are there.

    >>> absent(["小学", "高中"]), absent(["小学", "初中"])
    ('没有初中的综合报表，初中不评定；有九年一贯制学校的，它们的共用数据按未填报。', '')
    """
    missing = [stage for stage in ("小学", "初中") if stage not in stages]
    if not missing:
        return ""
    named = "、".join(missing)
    return f"没有{named}的综合报表，{named}不评定；有九年一贯制学校的，它们的共用数据按未填报。"


def saved(schools: Mapping[str, int], period: date) -> Sentence:
    """
    Say what was stored.

    Args:
        schools: name of each county → its schools.

    >>> from monitoring.findings.sentences import plain
    >>> plain(saved({"清渚县": 117}, date(2026, 9, 30)))
    '已入库：清渚县 117 所学校，数据截至 2026-09-30。'
    """
    counties = "、".join(f"{name} {count(number)} 所学校" for name, number in schools.items())
    return [("已入库", "met"), (f"：{counties}，数据截至 {period.isoformat()}。", "")]


def refused() -> Sentence:
    """Say that files were refused as a whole; why stands below."""
    return [("这些文件", ""), ("不能导入", "fail"), ("，没有保存任何数据。", "")]


def begin(imports: int) -> Sentence:
    """
    Say what the page is for, before any file is chosen.

    Args:
        imports: how many imports the database holds.

    >>> from monitoring.findings.sentences import plain
    >>> plain(begin(0)), plain(begin(6))
    ('还没有数据。选中一期的三张综合报表，先检查、后入库。', '选中一期的三张综合报表，先检查、后入库。')
    """
    return [("还没有数据。" if not imports else "", ""), ("选中一期的三张综合报表，先检查、后入库。", "")]


def difference(repair: Mapping[str, int], missing: Mapping[str, int]) -> str:
    """
    Say what the two ways of deciding everything change.

    Args:
        repair, missing: verdict → schools.

    >>> difference({"met": 39}, {"met": 36}), difference({"met": 39}, {"met": 39})
    ('两种处理，结论差在哪里', '两种处理，结论一样')
    """
    return "两种处理，结论一样" if dict(repair) == dict(missing) else "两种处理，结论差在哪里"
