"""
What somebody typed into the form of one project: read as statements, or refused in a sentence.

Leaves out what is odd but possible: that is kept and said (findings.projects.entries).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from monitoring.errors import UserError
from monitoring.findings.typed_days import day_of, not_a_day
from monitoring.projects.told import MILESTONE, MONEY, PROGRESS
from monitoring.snapshots import Statement
from monitoring.validation.cells.numbers import BLANK, NOTE, PLAIN, read_number
from monitoring.words import STANDING_WORDS

NOT_SAVED = "这次没有保存"
TOTAL = ""
"""The source under which money in total is told."""
MONEY_WORDS = {"arrived": "累计到位", "paid": "累计支付"}
WAN_YUAN = "万元"
WHOLE = 100


@dataclass(frozen=True)
class Typed:
    """
    The form as it was filled in; a text that is blank tells nothing.

    Attributes:
        day: that the statements are of.
        percent: 形象进度.
        milestone, done_on: which one is done, and the day.
        source: whose money; TOTAL: of all.
        arrived, paid: money to date in 万元.
        standing: paused, resumed; "" neither.
    """

    day: str
    percent: str = ""
    work: str = ""
    problem: str = ""
    milestone: str = ""
    done_on: str = ""
    source: str = TOTAL
    arrived: str = ""
    paid: str = ""
    standing: str = ""
    reason: str = ""


class EntryError(UserError):
    """Nothing of a form can be kept."""


def read(typed: Typed, county: str, project: str, today: date) -> list[Statement]:
    """
    Return the statements of a form, at least one.

    Raises:
        EntryError: with the sentence that says why nothing is kept.

    >>> form = Typed("2026-11-20", milestone="验收", done_on="2026.11.18", paid="500万元")
    >>> [(each.statement, each.subject, each.amount, each.done_on) for each in read(form, "990121", "A", date.max)]
    [('milestone', '验收', nan, datetime.date(2026, 11, 18)), ('paid', '', 500.0, None)]
    """
    day = day_of(typed.day)
    if day is None:
        raise EntryError(not_a_day("日期", typed.day))
    if day > today:
        raise EntryError(f"{day.isoformat()} 还没有到，只能填已经过去的日子，{NOT_SAVED}。")
    statements = [
        Statement(county, project, day, amount, work, problem, name, subject, done_on)
        for name, subject, amount, work, problem, done_on in (
            *_progress(typed), *_milestone(typed, day), *_money(typed), *_standing(typed)
        )
    ]  # fmt: skip
    if not statements:
        raise EntryError(f"什么都没有填，至少填一项，{NOT_SAVED}。")
    return statements


def _progress(typed: Typed) -> list[tuple]:
    if not any(text.strip() for text in (typed.percent, typed.work, typed.problem)):
        return []
    return [(PROGRESS, "", _percent(typed.percent), typed.work, typed.problem, None)]


def _percent(text: str) -> float:
    """The percent that is typed, with or without its sign; NaN where nothing is."""
    if not text.strip():
        return math.nan
    reading = read_number(text.strip().rstrip("%％"), "number")
    if reading.how not in (PLAIN, NOTE) or not 0 <= reading.value <= WHOLE:
        raise EntryError(f"形象进度填的是“{text.strip()}”，应是 0 到 100 的数字，如 66，请改正，{NOT_SAVED}。")
    return reading.value


def _milestone(typed: Typed, day: date) -> list[tuple]:
    if not typed.milestone and not typed.done_on.strip():
        return []
    if not typed.milestone:
        raise EntryError(f"填了完成日期“{typed.done_on.strip()}”，没有选是哪个节点，请选一个，{NOT_SAVED}。")
    if not typed.done_on.strip():
        raise EntryError(f"选了节点“{typed.milestone}”，没有填哪天完成，请填完成日期，{NOT_SAVED}。")
    done_on = day_of(typed.done_on)
    if done_on is None:
        raise EntryError(not_a_day("完成日期", typed.done_on))
    if done_on > day:
        raise EntryError(
            f"完成日期 {done_on.isoformat()} 晚于填报的日期 {day.isoformat()}，应是那天或以前，请改正，{NOT_SAVED}。"
        )
    return [(MILESTONE, typed.milestone, math.nan, "", "", done_on)]


def _money(typed: Typed) -> list[tuple]:
    given = {name: getattr(typed, name) for name in MONEY if getattr(typed, name).strip()}
    if typed.source != TOTAL and not given:
        raise EntryError(f"选了来源“{typed.source}”，没有填到位或支付，请至少填一个，{NOT_SAVED}。")
    return [(name, typed.source, _amount(MONEY_WORDS[name], text), "", "", None) for name, text in given.items()]


def _amount(field: str, text: str) -> float:
    reading = read_number(text, "wan_yuan", unit=WAN_YUAN)
    if reading.how not in (PLAIN, NOTE, BLANK) or math.isnan(reading.value):
        raise EntryError(f"{field}填的是“{text.strip()}”，应填数字（{WAN_YUAN}），如 500，请改正，{NOT_SAVED}。")
    if reading.value < 0:
        raise EntryError(f"{field}填的是“{text.strip()}”，到当天为止的累计数不会是负数，请改正，{NOT_SAVED}。")
    return reading.value


def _standing(typed: Typed) -> list[tuple]:
    if typed.standing:
        return [(typed.standing, "", math.nan, typed.reason, "", None)]
    if typed.reason:
        words = "还是".join(STANDING_WORDS.values())
        raise EntryError(f"填了原因“{typed.reason}”，没有选{words}，请选一个，{NOT_SAVED}。")
    return []
