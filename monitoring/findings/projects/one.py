"""One project in sentences: where it stands, what it is to close, what its weekly reports say and replaced."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from monitoring.figures import count, cut, is_missing, up
from monitoring.findings.projects.page import expected, late
from monitoring.findings.sentences import listed
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
from monitoring.words import DUE_UNREPORTED


def project_title(row: Mapping, name: str, due_unreported: int = 0) -> str:
    """
    Say where a project stands.

    Args:
        row: of projects_table.
        name: the project's name as it is shown.
        due_unreported: its milestones that are 到期待报.
    """
    days = late(row["days_late"])
    awaited = f"{count(due_unreported)} 个节点{DUE_UNREPORTED}" if due_unreported else ""
    return "，".join(said for said in (f"{name}：{row['state']}", days, awaited) if said)


def named(row: Mapping) -> str:
    """Return a project's number with its category and its township, what of them is known; its name stands above."""
    return "，".join(row[name] for name in ("project", "category", "township") if row[name])


def paused(row: Mapping) -> str:
    """Say why a project is 暂停, or that nobody says; "" where it is not."""
    if row["light"] != PAUSED:
        return ""
    return f"暂停原因：{row['reason']}" if row["reason"] else "暂停，没有填写原因"


def paused_note(row: Mapping) -> str:
    """
    Say beside the form of a project that is 暂停 what becomes of what is typed; "" where it is not.

    >>> paused_note({"light": PAUSED})
    '这个项目现在是暂停。填进度照样存入，项目仍算暂停；已经复工的，请在“暂停、恢复”里填恢复施工'
    """
    if row["light"] != PAUSED:
        return ""
    return "这个项目现在是暂停。填进度照样存入，项目仍算暂停；已经复工的，请在“暂停、恢复”里填恢复施工"


def money(row: Mapping) -> str:
    """Say what of a project's money has come and is paid, in 万元; what is not reported is said."""
    words = {"planned": "计划", "arrived": "到位", "paid": "支付"}
    shown = {"planned": up(row["planned"], 0), "arrived": cut(row["arrived"], 0), "paid": cut(row["paid"], 0)}
    parts = [f"{word}未填报" if is_missing(row[name]) else f"{word} {shown[name]} 万元" for name, word in words.items()]
    return "，".join(parts)


def closing(
    gaps: pd.DataFrame,
    idle: Mapping,
    names: Mapping[str, str],
    schools: Mapping[str, str],
    on: date,
    *,
    is_awaited: bool = False,
) -> list[str]:
    """
    Say which gap a project is expected to close and by when, or why none.

    Args:
        gaps: the project's rows of aims.Expected.closing.
        idle: its row of aims.Expected.idle, empty where it is not there.
        names: requirement → its short name.
        schools: school code → the name as it is shown.
        on: the report date.
        is_awaited: whether its 启用 is 到期待报: a day that has gone by is then no forecast.
    """
    if gaps.empty:
        return [why_none(idle, names)]
    sentences = []
    for requirement, rows in gaps.groupby("requirement", sort=False):
        where = list(dict.fromkeys(schools.get(code, code) for code in rows["school_code"]))
        first = rows.iloc[0]
        if first["is_in_use"]:
            end = "已启用，缺口仍在"
        elif is_awaited and not first["by"] >= pd.Timestamp(on):
            end = f"启用{DUE_UNREPORTED}"
        else:
            day = expected(first["by"], on)
            space = " " if day[:1].isdigit() else ""
            end = f"预计{space}{day} 启用" if day else "启用日期未知"
        sentences.append(f"{names.get(requirement, requirement)}：{listed(where, '所学校')}，{end}")
    return sentences


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
