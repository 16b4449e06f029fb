"""工程项目 in sentences: who is late, what is paid, what is silent. True or not said; words are Chinese."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from fractions import Fraction

import pandas as pd

from monitoring.figures import count, cut, is_missing, share
from monitoring.findings.sentences import Piece
from monitoring.projects.funds import AMOUNTS, exact, total
from monitoring.projects.lights import AMBER, GREEN, NONE, PAUSED, RED
from monitoring.projects.milestones import DUE_UNREPORTED, UNTOLD
from monitoring.projects.rules import ProjectRules
from monitoring.words import DUE_UNREPORTED as AWAITED
from monitoring.words import NOT_REPORTED

WEEK = timedelta(weeks=1)
LIGHTS = {
    RED: "红灯", AMBER: "黄灯", GREEN: "绿灯", PAUSED: "暂停", UNTOLD: NOT_REPORTED, "": "无计划日期", NONE: "已启用",
}  # fmt: skip
"""The words of the lights, the worst first."""

SILENT, AHEAD, CONTRADICTS, FELL = "两周未报", "支付超前", "状态与日期不符", "比上期倒退"


def headline(table: pd.DataFrame, where: str = "", due_unreported: int = 0) -> list[Piece]:
    """
    Count the projects, those with an overdue milestone, and what of the planned money is paid.

    Args:
        table: of projects_table.
        where: what the page is narrowed to ("毛嘴镇、信息化"), "" nothing.
        due_unreported: milestones of these projects that are 到期待报; said where nobody is late, else by `line`.
    """
    before = f"{where}：" if where else ""
    if table.empty:
        return [(f"{before}没有这样的项目。", "")]
    late = table[table["days_late"].notna()]
    said: list[Piece] = [(f"{before}{count(len(table))} 个项目", "")]
    if len(late):
        longest = f"{count(late['days_late'].max())} 天"
        which = "有节点逾期" if len(table) == 1 else f"{count(len(late))} 个有节点逾期"
        said += [("，" if len(table) == 1 else "中 ", ""), (f"{which}，最长 {longest}", "fail")]
        apart = _untold(table[table["days_late"].isna()])
        said += [(f"，另有 {apart}", "")] if apart else []
        return [*said, (f"；{_paid(table)}。", "")]  # what is 到期待报 then stands in the line
    if (table["light"] == UNTOLD).all():
        every = "都" if len(table) > 1 else ""
        said += [(f"{every}没有填报节点的实际日期，说不出{'谁' if every else ''}逾期{'' if every else '没有'}", "")]
    else:
        said += _not_late(table)
    said += [(f"，{awaited(due_unreported)}", "")] if due_unreported else []
    return [*said, (f"；{_paid(table)}。", "")]


def awaited(due_unreported: int) -> str:
    """
    Count the milestones that were planned since their project was last told of: nobody says that they are late.

    >>> awaited(3), awaited(0)
    ('另有 3 个节点到期待报', '')
    """
    return f"另有 {count(due_unreported)} 个节点{AWAITED}" if due_unreported else ""


def _not_late(table: pd.DataFrame) -> list[Piece]:
    """That nobody is late, of the projects with a planned date; the others are counted."""
    apart = _untold(table)
    if apart:
        is_all = table["light"].isin([UNTOLD, PAUSED]).all()
        return [(f"中 {apart}，{'说不出谁逾期' if is_all else '其余没有逾期的节点'}", "")]
    blank = int((~table["is_dated"].astype(bool)).sum())
    if not blank:
        return [(f"{'都' if len(table) > 1 else ''}没有逾期的节点", "met")]
    if blank == len(table):
        return [(f"{'都' if blank > 1 else ''}没有填节点的计划日期，不知道逾期没有", "")]
    return [(f"中 {count(blank)} 个没有填节点的计划日期，不知道逾期没有，其余没有逾期的节点", "")]


def _untold(table: pd.DataFrame) -> str:
    """How many projects' lists have no column for actual dates; "" none."""
    untold = int((table["light"] == UNTOLD).sum())
    return f"{count(untold)} 个没有填报节点的实际日期" if untold else ""


def _paid(table: pd.DataFrame) -> str:
    """What is paid of what is planned, of the projects that report both; the others are counted."""
    known = table["planned"].notna() & table["paid"].notna()
    if table["paid"].isna().all():
        return f"支付{'都' if len(table) > 1 else ''}没有填报"
    if not known.any():
        left = int(table["paid"].isna().sum())
        said = f"已支付 {cut(total(table['paid']), 0)} 万元，{'这些项目的' if left else ''}计划没有填报齐"
        return f"{said}，另有 {count(left)} 个项目未填报支付" if left else said
    planned, paid = total(table.loc[known, "planned"]), total(table.loc[known, "paid"])
    said = f"已支付 {cut(paid, 0)} 万元"
    said += f"，占计划 {share(paid, planned)}" if planned > 0 else ""
    left = int((~known).sum())
    return f"{said}，另有 {count(left)} 个项目未填报计划或支付" if left else said


def line(table: pd.DataFrame, rules: ProjectRules, due_unreported: int = 0, strangers: str = "") -> list[Piece]:
    """
    Count the lights and the warnings that there are, the worst first, and say from when a light is red or yellow.

    Args:
        table: of projects_table.
        rules: from how many days late on a light is yellow or red.
        due_unreported: milestones of these projects that are 到期待报; said where somebody is late, else by `headline`.
        strangers: of findings.dates.strangers: projects of schools that no school table has.
    """
    days = {RED: f"（逾期超过 {rules.red_over_days} 天）", AMBER: f"（逾期超过 {rules.amber_over_days} 天）"}
    said: list[Piece] = []
    for light, word in LIGHTS.items():
        number = int((table["light"] == light).sum())
        if number:
            said += [(" · " if said else "", ""), (f"{word} {count(number)}", "strong" if light == RED else "")]
            said += [(days[light], "")] if light in days else []
    for word, is_so in warnings(table).items():
        if is_so.any():
            said += [(" · " if said else "", ""), (f"{word} {count(int(is_so.sum()))}", "strong")]
    unheard = int(table["silent"].isna().sum())
    if unheard:
        said += [(" · " if said else "", ""), (f"{count(unheard)} 个说不出近两周报没报进度", "")]
    late = table["days_late"].notna().any()
    said += [(f" · {words}", "") for words in (awaited(due_unreported) if late else "", strangers) if words]
    return said


def warnings(table: pd.DataFrame) -> Mapping[str, pd.Series]:
    """Return the warnings' words and which projects of the table each holds for; what is unknown warns of nothing."""
    return {
        SILENT: table["silent"] == 1,
        AHEAD: table["money_ahead"] == 1,
        CONTRADICTS: table["contradicts"].astype(bool),
    }


def reminders(table: pd.DataFrame, fallen: Collection[str] = ()) -> list[str]:
    """
    Return each project's warnings joined by "、", "" where there are none.

    Args:
        fallen: projects of which a cumulative figure fell or a milestone was taken back since the report date before.
    """
    marks = {**warnings(table), FELL: table["project"].isin(list(fallen))}
    return ["、".join(word for word, is_so in marks.items() if is_so.iloc[place]) for place in range(len(table))]


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


def late_in_days(days: float) -> str:
    """
    Say how late in days, and in whole weeks beside them: lights are reckoned in days.

    >>> late_in_days(43.0), late_in_days(6.0), late_in_days(float("nan"))
    ('43 天（6 周）', '6 天', '')
    """
    if is_missing(days):
        return ""
    return f"{count(days)} 天（{weeks(days)} 周）" if days >= WEEK.days else f"{count(days)} 天"


FORECAST_LINE = "预计：计划日期顺延上一个完成节点的逾期天数，已经过了的只写不早于数据日期"
"""How a forecast is made (projects.milestones)."""


def expected(forecast: pd.Timestamp, on: date) -> str:
    """
    Write a forecast; one that falls on the report date is overdue and not a promise: only the earliest day is known.

    >>> expected(pd.Timestamp(2026, 12, 1), date(2026, 9, 30)), expected(pd.Timestamp(2026, 9, 30), date(2026, 9, 30))
    ('2026-12-01', '不早于 2026-09-30')
    >>> expected(pd.NaT, date(2026, 9, 30))
    ''
    """
    if pd.isna(forecast):
        return ""
    return f"{forecast:%Y-%m-%d}" if forecast > pd.Timestamp(on) else f"不早于 {forecast:%Y-%m-%d}"


def is_awaited(state: str, forecast: pd.Timestamp, on: date) -> bool:
    """
    Return whether a milestone is 到期待报 with a forecast that has gone by, which then says nothing.

    >>> day, on = pd.Timestamp, date(2026, 11, 30)
    >>> [is_awaited("due_unreported", day(2026, 11, each), on) for each in (25, 30)], is_awaited("overdue", day(on), on)
    ([True, False], False)
    """
    return state == DUE_UNREPORTED and not forecast >= pd.Timestamp(on)


NO_DATES = "没有填节点的计划日期"
NO_ACTUAL = "节点的实际日期未填报，说不出谁逾期"


def timeline_title(counts: pd.DataFrame, *, is_dated: bool = True) -> str:
    """
    Name the milestone at which most projects are overdue.

    Args:
        counts: of milestone_counts.
        is_dated: whether any milestone has a planned date.
    """
    if not is_dated:
        return NO_DATES
    if len(counts) and counts["overdue"].isna().all():
        return NO_ACTUAL
    most, apart = counts["overdue"].max() if len(counts) else 0, _awaited(counts)
    if not most > 0:
        return f"没有逾期未完成的节点{apart}"
    named = counts.loc[counts["overdue"] == most, "milestone"].tolist()
    return f"逾期最多的节点：{'、'.join(named)}，{'各 ' if len(named) > 1 else ''}{count(most)} 个项目{apart}"


def _awaited(counts: pd.DataFrame) -> str:
    """How many milestones are 到期待报, after what is said of the others; "" none."""
    said = awaited(int(counts["due_unreported"].sum()))
    return f"；{said}" if said else ""


def timeline_line(*, has_awaited: bool = False) -> str:
    """
    Say how the timeline is read.

    Args:
        has_awaited: whether a milestone is 到期待报.

    >>> timeline_line(has_awaited=True)
    '圆圈计划（虚线的到期待报），实点完成（浅蓝逾期），菱形和红线逾期未完成'
    """
    dashed = f"（虚线的{AWAITED}）" if has_awaited else ""
    return f"圆圈计划{dashed}，实点完成（浅蓝逾期），菱形和红线逾期未完成"


def funds_title(table: pd.DataFrame) -> str:
    """
    Name the source of which the smallest part has arrived; only sources that report every cell are compared.

    Args:
        table: of funds_table.
    """
    whole = table[(table["planned_missing"] == 0) & (table["arrived_missing"] == 0) & (table["planned"] > 0)]
    reached = whole.apply(lambda row: Fraction(exact(row["arrived"])) / Fraction(exact(row["planned"])), axis=1)
    if len(whole) != len(table) or len(whole) < 1 + 1 or reached.min() == reached.max():
        return "资金按来源"
    lowest = whole.loc[reached[reached == reached.min()].index[0]]
    return f"{lowest['source']}资金到位比例最低：{share(lowest['arrived'], lowest['planned'])}"


def unreported(table: pd.DataFrame) -> str:
    """
    Say how many cells of the money are not reported; "" where all are.

    Args:
        table: of funds_table.
    """
    cells = int(sum(table[f"{name}_missing"].sum() for name in AMOUNTS))
    return f"另有 {count(cells)} 格未填报，未计入" if cells else ""


def counts_title(counts: pd.DataFrame, *, is_dated: bool = True) -> str:
    """
    Say how many of the milestones that were due are overdue.

    Args:
        counts: of milestone_counts.
        is_dated: whether any milestone has a planned date.
    """
    if not is_dated:
        return NO_DATES
    due, open_late = int(counts["planned"].sum()), int(counts["overdue"].sum())
    if not due:
        return "还没有到期的节点"
    told, left = counts[counts["overdue"].notna()], int(counts["due_unreported"].sum())
    if len(told) < len(counts):
        rest = f"到期的 {count(due)} 个节点中 {count(due - int(told['planned'].sum()))} 个的实际日期未填报"
        end = _awaited(counts)
        return f"{rest}；其余 {count(open_late)} 个逾期未完成{end}" if told["planned"].sum() else rest
    on_time = int(counts["done_on_time"].sum())
    if left:
        late = f"，{count(open_late)} 个逾期未完成" if open_late else ""
        return f"到期的 {count(due)} 个节点中 {count(on_time)} 个按时{late}，{count(left)} 个{AWAITED}"
    if open_late:
        return f"到期的 {count(due)} 个节点中 {count(on_time)} 个按时，{count(open_late)} 个逾期未完成"
    if on_time == due:
        return f"到期的 {count(due)} 个节点{'都' if due > 1 else ''}按时完成"
    return f"到期的 {count(due)} 个节点{'都' if due > 1 else ''}已完成，其中 {count(on_time)} 个按时"


def list_title(table: pd.DataFrame, fallen: Collection[str] = ()) -> str:
    """Count the projects that warn of something; `fallen` as for `reminders`."""
    warned = sum(bool(words) for words in reminders(table, fallen))
    listed_projects = f"项目清单：{count(len(table))} 个"
    return f"{listed_projects}，{count(warned)} 个要提醒" if warned else f"{listed_projects}，没有要提醒的"
