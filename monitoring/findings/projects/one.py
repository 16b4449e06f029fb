"""One project in sentences: where it stands, what it is to close, what its weekly reports say and replaced."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from monitoring.figures import cut, is_missing, up
from monitoring.findings.projects.falls import exact
from monitoring.findings.projects.page import expected, late
from monitoring.findings.projects.photos import day as day_name
from monitoring.findings.sentences import listed
from monitoring.findings.typed_days import day_of, not_a_day
from monitoring.projects.aims import (
    JOINED,
    NO_CATEGORY,
    NO_DATA,
    NO_GAP,
    NO_LEDGER,
    NO_REQUIREMENT,
    NO_ROOM,
    NO_SCHOOL,
    NOT_JUDGED,
    PARTLY_JUDGED,
)
from monitoring.projects.lights import PAUSED

REPORTS_LINE = "同一天填了几次的，以最后一次为准，被替换的划去"
SAID = ["progress_pct", "work", "problem"]
AGAIN = "再报，未变"


def project_title(row: Mapping, name: str) -> str:
    """
    Say where a project stands.

    Args:
        row: of projects_table.
        name: the project's name as it is shown.
    """
    said = f"{name}：{row['state']}"
    days = late(row["days_late"])
    return f"{said}，{days}" if days else said


def named(row: Mapping) -> str:
    """Return a project's number with its category and its township, what of them is known; its name stands above."""
    return "，".join(row[name] for name in ("project", "category", "township") if row[name])


def paused(row: Mapping) -> str:
    """Say why a project is 暂停, or that nobody says; "" where it is not."""
    if row["light"] != PAUSED:
        return ""
    return f"暂停原因：{row['reason']}" if row["reason"] else "暂停，没有填写原因"


def money(row: Mapping) -> str:
    """Say what of a project's money has come and is paid, in 万元; what is not reported is said."""
    words = {"planned": "计划", "arrived": "到位", "paid": "支付"}
    shown = {"planned": up(row["planned"], 0), "arrived": cut(row["arrived"], 0), "paid": cut(row["paid"], 0)}
    parts = [f"{word}未填报" if is_missing(row[name]) else f"{word} {shown[name]} 万元" for name, word in words.items()]
    return "，".join(parts)


def closing(
    gaps: pd.DataFrame, idle: Mapping, names: Mapping[str, str], schools: Mapping[str, str], on: date
) -> list[str]:
    """
    Say which gap a project is expected to close and by when, or why none.

    Args:
        gaps: the project's rows of aims.Expected.closing.
        idle: its row of aims.Expected.idle, empty where it is not there.
        names: requirement → its short name.
        schools: school code → the name as it is shown.
        on: the report date.
    """
    if gaps.empty:
        return [why_none(idle, names)]
    found = []
    for requirement, rows in gaps.groupby("requirement", sort=False):
        where = list(dict.fromkeys(schools.get(code, code) for code in rows["school_code"]))
        first = rows.iloc[0]
        if first["is_in_use"]:
            end = "已启用，缺口仍在"
        else:
            day = expected(first["by"], on)
            space = " " if day[:1].isdigit() else ""
            end = f"预计{space}{day} 启用" if day else "启用日期未知"
        found.append(f"{names.get(requirement, requirement)}：{listed(where, '所学校')}，{end}")
    return found


def why_none(idle: Mapping, names: Mapping[str, str]) -> str:
    """
    Say why a project closes no gap; that there is none only where it was judged and met.

    Args:
        idle: a row of aims.Expected.idle.
        names: requirement → its short name.

    >>> why_none({"closes": "L5", "why": "no_gap", "is_in_use": False}, {"L5": "体育运动场馆"})
    '对应体育运动场馆，项目学校这一项没有缺口'
    """
    asked = [names.get(key, key) for key in idle["closes"].split(JOINED) if key]
    it = "这一项" if len(asked) == 1 else "这几项"
    said = {
        NO_CATEGORY: "没有填工程类别，不知道对应哪一项指标",
        NO_REQUIREMENT: "这类工程不对应七项指标中的任何一项",
        NO_SCHOOL: "没有填学校标识码，不知道是哪所学校",
        NO_ROOM: "还不知道是哪些学校：班班通台账里没有教室写着这个项目编号",
        NO_LEDGER: "还不知道是哪些学校：没有导入班班通台账",
        NO_DATA: f"项目学校{it}有未填报的，还不知道有没有缺口",
        NOT_JUDGED: f"项目学校{it}不评定",
        PARTLY_JUDGED: f"项目学校评定了{it}的没有缺口",
        NO_GAP: f"项目学校{it}没有缺口",
    }
    start = f"对应{'、'.join(asked)}，" if asked else ""
    return f"{start}{'已启用，' if idle['is_in_use'] else ''}{said[idle['why']]}"


def entries(history: pd.DataFrame) -> pd.DataFrame:
    """
    Return a project's weekly reports, the newest entry first, each beside the one that it replaced.

    Args:
        history: of snapshots.report_history, of one project: the newest entry first.

    Returns:
        The columns of `history`; counts (bool: no newer one for its day), replaces ("" or a sentence in short),
        is_again (bool: it says the same as the one before it for its day, which it replaces without a change),
        is_repeated (bool: the next newer one for its day says the same).
    """
    day = history["reported_on"]
    before = history.groupby(day).shift(-1)
    there = before["id"].notna()
    again = there & ((history[SAID] == before[SAID]) | (history[SAID].isna() & before[SAID].isna())).all(axis=1)
    pairs = zip(before.itertuples(), there, again, strict=True)
    words = [_replaced(old, is_again=same) if known else "" for old, known, same in pairs]
    repeated = again.groupby(day).shift(1, fill_value=False).astype(bool)
    return history.assign(counts=~day.duplicated(), replaces=words, is_again=again, is_repeated=repeated)


def _replaced(old, *, is_again: bool) -> str:
    if is_again:
        return AGAIN
    return f"替换 {_progress(old.progress_pct)}（{old.entered_by}，{old.entered_at:%m-%d %H:%M}）"


def _progress(percent: float) -> str:
    return "未填进度" if is_missing(percent) else f"{cut(percent, 0)}%"


def reports_title(entries: pd.DataFrame, on: date) -> str:
    """
    Say what the latest weekly report up to the report date says.

    Args:
        entries: of `entries`.
    """
    made = entries[entries["counts"] & (entries["reported_on"] <= pd.Timestamp(on))]
    if made.empty:
        return "周进度：还没有填报"
    last = made.loc[made["reported_on"].idxmax()]
    day = last["reported_on"]
    return f"周进度：{day.month}月{day.day}日报 {_progress(last['progress_pct'])}"


def kept(history: pd.DataFrame, day: date, percent: float | None, who: str, on: date) -> str:
    """
    Say that a weekly report is kept, and where its percent is lower than the last one before that day, that it is.

    Args:
        history: of snapshots.report_history, of the project, before it was kept: the newest entry first.
        percent: NaN or None: none was given.
        on: the report date; a day of another year is named with it.
    """
    if is_missing(percent):
        return f"{day_name(day, on)}的文字已存入（{who}），没有填进度。"
    said = f"{day_name(day, on)} {exact(percent)}% 已存入（{who}）"
    counted = history.drop_duplicates("reported_on")
    earlier = counted[(counted["reported_on"] < pd.Timestamp(day)) & counted["progress_pct"].notna()]
    if earlier.empty:
        return f"{said}。"
    last = earlier.loc[earlier["reported_on"].idxmax()]
    if percent >= last["progress_pct"]:
        return f"{said}。"
    before = f"{day_name(last['reported_on'], on)}的 {exact(last['progress_pct'])}%"
    return f"{said}；比 {before} 低，已按填的存入，请核实。"


def refused(typed: str, today: date, percent: float | None, words: Sequence[str]) -> str:
    """Say why a weekly report cannot be kept, "" where it can: no day, one to come, or neither a figure nor a word."""
    day = day_of(typed)
    if day is None:
        return not_a_day("日期", typed)
    if day > today:
        return f"{day.isoformat()} 还没有到，周进度只报已经过去的日子，这次没有保存。"
    if is_missing(percent) and not any(words):
        return "进度和文字都是空的，至少填一项，这次没有保存。"
    return ""
