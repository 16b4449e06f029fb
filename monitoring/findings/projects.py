"""工程项目 in sentences: who is late, what is paid, what is silent. True or not said; words are Chinese."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pandas as pd

from monitoring.figures import count, cut, is_missing, share, up
from monitoring.findings.sentences import Piece, listed
from monitoring.projects.funds import AMOUNTS, total
from monitoring.projects.lights import AMBER, GREEN, NONE, PAUSED, RED
from monitoring.projects.milestones import DONE_LATE, DONE_ON_TIME, NOT_DUE, OVERDUE
from monitoring.projects.rules import Rules, rules

WEEK = timedelta(weeks=1)
LIGHTS = {RED: "红灯", AMBER: "黄灯", GREEN: "绿灯", PAUSED: "暂停", "": "无计划日期", NONE: "已启用"}
"""The words of the lights, the worst first."""

STATES = {DONE_ON_TIME: "按时完成", DONE_LATE: "逾期完成", OVERDUE: "逾期未完成", NOT_DUE: "未到期", "": "无计划日期"}
"""The words of a milestone's states."""

REPORTS_LINE = "同一天填了几次的，以最后一次为准，被替换的划去"
SILENT, AHEAD, CONTRADICTS = "两周未报", "支付超前", "状态与日期不符"


def headline(table: pd.DataFrame, where: str = "") -> list[Piece]:
    """
    Count the projects, those with an overdue milestone, and what of the planned money is paid.

    Args:
        table: of projects_table.
        where: what the page is narrowed to ("毛嘴镇、信息化"), "" nothing.
    """
    before = f"{where}：" if where else ""
    if table.empty:
        return [(f"{before}没有这样的项目。", "")]
    late = table[table["days_late"].notna()]
    said: list[Piece] = [(f"{before}{count(len(table))} 个项目", "")]
    if len(late):
        longest = f"{count(late['days_late'].max())} 天"
        said += [("中 ", ""), (f"{count(len(late))} 个有节点逾期，最长 {longest}", "fail")]
    else:
        said += [("都没有逾期的节点", "met")]
    return [*said, (f"；{_paid(table)}。", "")]


def _paid(table: pd.DataFrame) -> str:
    """What is paid of what is planned, of the projects that report both; the others are counted."""
    known = table["planned"].notna() & table["paid"].notna()
    if not known.any():
        return "支付都没有填报"
    planned, paid = total(table.loc[known, "planned"]), total(table.loc[known, "paid"])
    said = f"已支付 {cut(paid, 0)} 万元"
    said += f"，占计划 {share(paid, planned)}" if planned > 0 else ""
    left = int((~known).sum())
    return f"{said}，另有 {count(left)} 个项目未填报计划或支付" if left else said


def line(table: pd.DataFrame, by: Rules | None = None) -> list[Piece]:
    """Count the lights and the warnings that there are, the worst first, and say from when a light is red or yellow."""
    by = by or rules()
    days = {RED: f"（逾期超过 {by.red_over_days} 天）", AMBER: f"（逾期超过 {by.amber_over_days} 天）"}
    said: list[Piece] = []
    for light, word in LIGHTS.items():
        number = int((table["light"] == light).sum())
        if number:
            said += [(" · " if said else "", ""), (f"{word} {count(number)}", "strong" if light == RED else "")]
            said += [(days[light], "")] if light in days else []
    for word, is_so in warnings(table).items():
        if is_so.any():
            said += [(" · " if said else "", ""), (f"{word} {count(int(is_so.sum()))}", "strong")]
    return said


def warnings(table: pd.DataFrame) -> Mapping[str, pd.Series]:
    """Return the warnings' words and which projects of the table each holds for; what is unknown warns of nothing."""
    return {
        SILENT: table["silent"] == 1,
        AHEAD: table["money_ahead"] == 1,
        CONTRADICTS: table["contradicts"].astype(bool),
    }


def reminders(table: pd.DataFrame) -> list[str]:
    """Return each project's warnings joined by "、", "" where there are none."""
    found = warnings(table)
    return ["、".join(word for word, is_so in found.items() if is_so.iloc[place]) for place in range(len(table))]


def weeks(days: float) -> str:
    """
    Write how many whole weeks a number of days is.

    >>> weeks(54), weeks(6), weeks(float("nan"))
    ('7', '0', '—')
    """
    return count(days if is_missing(days) else days // WEEK.days)


def late(days: float) -> str:
    """
    Say how late, in whole weeks; days where it is not one yet.

    >>> late(54.0), late(6.0), late(float("nan"))
    ('逾期 7 周', '逾期 6 天', '')
    """
    if is_missing(days):
        return ""
    return f"逾期 {weeks(days)} 周" if days >= WEEK.days else f"逾期 {count(days)} 天"


def timeline_title(counts: pd.DataFrame) -> str:
    """
    Name the milestone at which most projects are overdue.

    Args:
        counts: of milestone_counts.
    """
    most = counts["overdue"].max() if len(counts) else 0
    if not most > 0:
        return "没有逾期未完成的节点"
    named = counts.loc[counts["overdue"] == most, "milestone"].tolist()
    return f"逾期最多的节点是{'、'.join(named)}：{'各 ' if len(named) > 1 else ''}{count(most)} 个项目"


def timeline_line() -> str:
    """Say how the timeline is read."""
    return "圆圈计划，实点完成（浅蓝逾期），菱形和红线逾期未完成"


def funds_title(table: pd.DataFrame) -> str:
    """
    Name the source of which the smallest part has arrived; only sources that report every cell are compared.

    Args:
        table: of funds_table.
    """
    whole = table[(table["planned_missing"] == 0) & (table["arrived_missing"] == 0) & (table["planned"] > 0)]
    reached = whole["arrived"] / whole["planned"]
    if len(whole) != len(table) or len(whole) < 1 + 1 or reached.min() == reached.max():
        return "资金按来源"
    lowest = whole.loc[reached.idxmin()]
    return f"{lowest['source']}资金到位比例最低：{share(lowest['arrived'], lowest['planned'])}"


def unreported(table: pd.DataFrame) -> str:
    """
    Say how many cells of the money are not reported; "" where all are.

    Args:
        table: of funds_table.
    """
    cells = int(sum(table[f"{name}_missing"].sum() for name in AMOUNTS))
    return f"另有 {count(cells)} 格未填报，未计入" if cells else ""


def counts_title(counts: pd.DataFrame) -> str:
    """
    Say how many of the milestones that were due are overdue.

    Args:
        counts: of milestone_counts.
    """
    due, open_late = int(counts["planned"].sum()), int(counts["overdue"].sum())
    if not due:
        return "还没有到期的节点"
    on_time = int(counts["done_on_time"].sum())
    end = f"{count(open_late)} 个逾期未完成" if open_late else "都已完成"
    return f"到期的 {count(due)} 个节点中 {count(on_time)} 个按时，{end}"


def list_title(table: pd.DataFrame) -> str:
    """Count the projects that warn of something."""
    warned = sum(bool(words) for words in reminders(table))
    listed_projects = f"项目清单：{count(len(table))} 个"
    return f"{listed_projects}，{count(warned)} 个要提醒" if warned else f"{listed_projects}，没有要提醒的"


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
    row: Mapping, gaps: pd.DataFrame, idle: str, names: Mapping[str, str], schools: Mapping[str, str]
) -> list[str]:
    """
    Say which gap a project is expected to close and by when, or why none.

    Args:
        row: of projects_table.
        gaps: the project's rows of aims.Expected.closing.
        idle: its `why` of aims.Expected.idle, "" where it is not there.
        names: requirement → its short name.
        schools: school code → the name as it is shown.
    """
    if gaps.empty:
        asked = "、".join(names.get(key, key) for key in row["closes"].split("|") if key)
        said = {
            "no_requirement": "这类工程不对应七项指标中的任何一项",
            "no_school": "还不知道是哪些学校：班班通台账里没有教室写着这个项目编号",
            "no_gap": f"对应{asked}，项目学校这一项没有缺口",
        }
        return [said[idle]] if idle else [f"对应{asked}，已启用，学校没有这项缺口" if asked else "不对应七项指标"]
    found = []
    for requirement, rows in gaps.groupby("requirement", sort=False):
        where = list(dict.fromkeys(schools.get(code, code) for code in rows["school_code"]))
        first = rows.iloc[0]
        if first["is_in_use"]:
            end = "已启用，缺口仍在"
        else:
            end = "启用日期未知" if pd.isna(first["by"]) else f"预计 {first['by']:%Y-%m-%d} 启用"
        found.append(f"{names.get(requirement, requirement)}：{listed(where, '所学校')}，{end}")
    return found


def entries(history: pd.DataFrame) -> pd.DataFrame:
    """
    Return a project's weekly reports, the newest entry first, each beside the one that it replaced.

    Args:
        history: of snapshots.report_history, of one project: the newest entry first.

    Returns:
        The columns of `history`; counts (bool: no newer one for its day), replaces ("" or a sentence in short).
    """
    day = history["reported_on"]
    before = history.groupby(day).shift(-1)
    words = [
        ""
        if pd.isna(old.id)
        else f"替换 {_progress(old.progress_pct)}（{old.entered_by}，{old.entered_at:%m-%d %H:%M}）"
        for old in before.itertuples()
    ]
    return history.assign(counts=~day.duplicated(), replaces=words)


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


def refused(day: date | None, percent: float | None, words: Sequence[str]) -> str:
    """Say why a weekly report cannot be kept, "" where it can: no day, or neither a figure nor a word."""
    if day is None:
        return "日期应写成 2026-09-25 这样，这次没有保存。"
    if is_missing(percent) and not any(words):
        return "进度和文字都是空的，至少填一项，这次没有保存。"
    return ""
