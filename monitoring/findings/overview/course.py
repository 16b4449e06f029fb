"""总览: how the share of schools that meet went over the report dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from monitoring.figures import share
from monitoring.findings.sentences import Sentence
from monitoring.standing import Count

LINE = "各报告期的达标率，按同一部标准算；没有参评学校的报告期不在线上"


def course_title(course: Sequence[tuple[date, Count]]) -> Sentence:
    """
    Compare the first share with the last, as fractions, not as they are written.

    Args:
        course: report dates with what was counted; at least two, each with a judged school.

    >>> before, after = Count("县", 95, 22, 0), Count("县", 98, 52, 1)
    >>> course_title([(date(2024, 3, 31), before), (date(2026, 9, 30), after)])
    [('2024年3月以来达标率由 23.1% 升到 53.0%', '')]
    >>> course_title([(date(2024, 3, 31), after), (date(2026, 9, 30), before)])
    [('2024年3月以来达标率由 53.0% 降到 23.1%', '')]
    >>> course_title([(date(2024, 3, 31), after), (date(2026, 9, 30), after)])
    [('2024年3月以来达标率没有变化，仍是 53.0%', '')]
    """
    (day, first), (_, last) = course[0], course[-1]
    was, now = first.met * last.judged, last.met * first.judged
    since = f"{day.year}年{day.month}月以来达标率"
    told = share(last.met, last.judged)
    if was == now:
        return [(f"{since}没有变化，仍是 {told}", "")]
    return [(f"{since}由 {share(first.met, first.judged)} {'升' if now > was else '降'}到 {told}", "")]
