"""班班通, how fast it goes: when the rest of each township is accepted at the pace of the last weeks."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date

import pandas as pd

from monitoring.classrooms import ClassroomRules
from monitoring.classrooms.forecasts import horizon
from monitoring.figures import NOISE, count, is_missing
from monitoring.findings.progress.page import USED_ALONE
from monitoring.findings.sentences import Sentence, listed

UNKNOWN_DAY = "不定"


def title(forecasts: pd.DataFrame, names: Mapping[str, str], rules: ClassroomRules) -> Sentence:
    """
    Say which townships will miss their date at the pace of the last twelve weeks, and which stand still.

    Args:
        forecasts: classrooms.forecasts by township.
        names: township code → name.
    """
    if not (forecasts["misses"] | forecasts["is_stalled"]).any():
        return [(f"{_in_time(forecasts, rules, '乡镇', '个')}。", "")]
    missing = [names[code] for code in forecasts.index[forecasts["misses"]]]
    stalled = [names[code] for code in forecasts.index[forecasts["is_stalled"]]]
    weeks, pieces = rules.weeks, []
    if missing:
        pieces.append((f"照近 {weeks} 周的进度，{listed(missing, '个乡镇')}赶不上最晚计划日期。", ""))
    if stalled:
        pieces.append((f"{listed(stalled, '个乡镇')}近 {weeks} 周无验收，推不出完成日期。", "fail"))
    return pieces


def _in_time(forecasts: pd.DataFrame, rules: ClassroomRules, of: str, measure: str) -> str:
    """What is true where none misses a date and none stands still: only who has a date can keep it."""
    is_open, unknown = forecasts["remaining"] > 0, int(forecasts["remaining"].isna().sum())
    if unknown and unknown == len(forecasts):
        return "验收日期未填报，推不出完成日期"
    if unknown:
        rest = _in_time(forecasts[forecasts["remaining"].notna()], rules, of, measure)
        return f"{rest}；另有 {count(unknown)} {measure}{of}验收日期未填报"
    undated = int((is_open & forecasts["planned_on"].isna()).sum())
    if not is_open.any():
        return "教室都已验收"
    if undated == is_open.sum():
        return "没验收的教室都没有填计划日期，说不出赶不赶得上"
    apart = f"；另有 {count(undated)} {measure}{of}没验收的教室没有填计划日期" if undated else ""
    return f"照近 {rules.weeks} 周的进度，没有{of}会赶不上最晚计划日期{apart}"


def schools_title(forecasts: pd.DataFrame, rules: ClassroomRules) -> Sentence:
    """
    Count the schools that will miss their date, and those of which nothing was accepted in that span.

    Args:
        forecasts: classrooms.forecasts by school.

    >>> from monitoring.classrooms import load_classroom_rules
    >>> rules = load_classroom_rules()
    >>> schools_title(pd.DataFrame({"misses": [True, False, False], "is_stalled": [False, True, True]}), rules)
    [('1 所学校照近 12 周的进度赶不上最晚计划日期', ''), ('；', ''), ('2 所还有教室没验收、近 12 周无验收', 'fail')]
    >>> day = pd.to_datetime(["2026-12-31"])
    >>> one = pd.DataFrame({"misses": [False], "is_stalled": [False], "remaining": [2], "planned_on": day})
    >>> schools_title(one, rules)
    [('照近 12 周的进度，没有学校会赶不上最晚计划日期', '')]
    """
    if not (forecasts["misses"] | forecasts["is_stalled"]).any():
        return [(_in_time(forecasts, rules, "学校", "所"), "")]
    missing, stalled, weeks = int(forecasts["misses"].sum()), int(forecasts["is_stalled"].sum()), rules.weeks
    pieces: Sentence = []
    if missing:
        pieces.append((f"{count(missing)} 所学校照近 {weeks} 周的进度赶不上最晚计划日期", ""))
    if stalled:
        unit = "" if missing else "学校"
        pieces += [("；", "")] if missing else []
        pieces.append((f"{count(stalled)} 所{unit}还有教室没验收、近 {weeks} 周无验收", "fail"))
    return pieces


def schools_line(rules: ClassroomRules) -> str:
    """Say how the list is read."""
    return f"一行一所学校，赶不上日期的在上面，其次是近 {rules.weeks} 周无验收的；预计的算法同上表，按本校的进度"


def weekly(pace: float) -> float:
    """
    Return the rooms accepted a week with two decimals, cut: one room in twelve weeks is not none, two thirds not more.

    NaN stays.

    >>> weekly(2 / 3), weekly(1 / 12), weekly(2.0), weekly(0.0), weekly(25 / 12)
    (0.66, 0.08, 2.0, 0.0, 2.08)
    """
    if math.isnan(pace):
        return pace
    return math.floor(float(f"{100 * pace:.{NOISE}g}")) / 100  # a float's own error takes no hundredth away


def words(row: Mapping, on: date, rules: ClassroomRules) -> str:
    """
    Say when the rest of a township is accepted, with its range; too far away, only that (classrooms.forecasts.horizon).

    Args:
        row: of classrooms.forecasts.
        on: the report date.

    >>> from monitoring.classrooms import load_classroom_rules
    >>> day, on, rules = pd.Timestamp, date(2026, 3, 31), load_classroom_rules()
    >>> soon = {"remaining": 3, "is_stalled": False, "forecast_on": day(2026, 5, 5), "earliest_on": day(2026, 4, 28)}
    >>> words(soon | {"latest_on": pd.NaT}, on, rules)
    '2026-05-05（2026-04-28 至不定）'
    >>> words(soon | {"latest_on": day(2046, 1, 5)}, on, rules)
    '2026-05-05（2026-04-28 至 10 年以后）'
    >>> [words(row, on, rules) for row in ({"remaining": 0}, {"remaining": 3, "is_stalled": True})]
    ['已全部验收', '近12周无验收']
    >>> words({"remaining": math.nan}, on, rules)
    '未填报'
    """
    if is_missing(row["remaining"]):
        return "未填报"
    if not row["remaining"]:
        return "已全部验收"
    if row["is_stalled"]:
        return f"近{rules.weeks}周无验收"
    middle, first, last = (_named(row[name], on, rules) for name in ("forecast_on", "earliest_on", "latest_on"))
    if is_far(row["earliest_on"], on, rules):
        return middle  # the whole range is too far away
    return f"{middle}（{first} 至{last if last == UNKNOWN_DAY else f' {last}'}）"


def _named(day: pd.Timestamp, on: date, rules: ClassroomRules) -> str:
    if pd.isna(day):
        return UNKNOWN_DAY
    return f"{rules.named_years} 年以后" if is_far(day, on, rules) else day.date().isoformat()


def is_far(day: pd.Timestamp, on: date, rules: ClassroomRules) -> bool:
    """
    Return whether a forecast lies further away than days are named.

    >>> from monitoring.classrooms import load_classroom_rules
    >>> days, rules = (pd.Timestamp("2036-03-31"), pd.Timestamp("2036-04-01"), pd.NaT), load_classroom_rules()
    >>> [is_far(day, date(2026, 3, 31), rules) for day in days]
    [False, True, False]
    """
    return not pd.isna(day) and day.date() > horizon(on, rules)


def in_order(forecasts: pd.DataFrame, on: date, rules: ClassroomRules, *, misses_first: bool = False) -> pd.DataFrame:
    """
    Return the forecasts as they are listed: who stands still, who misses the date, the others; the most rooms first.

    Among each, who would be done too far away to name a day comes last.

    Args:
        misses_first: who misses the date before who stands still.
    """
    far = [is_far(day, on, rules) for day in forecasts["forecast_on"]]
    first = ["misses", "is_stalled"] if misses_first else ["is_stalled", "misses"]
    ordered = forecasts.assign(far=far).sort_values(
        [*first, "far", "remaining"], ascending=[False, False, True, False], kind="stable"
    )
    return ordered.drop(columns="far")


def line(rules: ClassroomRules) -> str:
    """Say how the forecast is made, and what the two rates are."""
    return (
        f"预计 = 数据日期 + 未验收间数 ÷ 近 {rules.weeks} 周每周验收间数；"
        f"括号里是按最快和最慢的 {rules.block_weeks} 周推算。"
        f"开通率 = 已联网 ÷ 教室；应用率 = 近 {rules.use_weeks} 周{USED_ALONE} ÷ 设备到位"
    )
