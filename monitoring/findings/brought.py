"""数据导入: what an import that was just stored is: a new date, or a correction of what was known (rules 7)."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from monitoring.figures import count
from monitoring.findings.dates import KINDS, tables
from monitoring.snapshots import Brought
from monitoring.snapshots.changes import CHANGE, CORRECTION, SAME

WORDS = {
    CHANGE: "是新的日期",
    CORRECTION: "是更正，这一天的以这次为准，不算变化",
    SAME: "和已入库的一样，没有改变任何数",
}
WEEKLY = {CHANGE: "有新的一天", CORRECTION: "是更正，这一天的以这次为准，不算变化"}
"""What is said of the newest weekly reports of projects; where all are the same they are said as a table is."""


def said(counties: Mapping[str, Brought]) -> list[str]:
    """
    Say of every county what an import brought; boundaries are neither new nor corrected.

    Args:
        counties: name of the county → what was brought of it.

    >>> from monitoring.snapshots.changes import Topic
    >>> one = Brought({Topic("schools", "junior"): CORRECTION, Topic("rooms"): CHANGE, Topic("funds"): SAME}, {})
    >>> for sentence in said({"清渚县": one}):
    ...     print(sentence)
    班班通台账是新的日期；初中综合报表是更正，这一天的以这次为准，不算变化；资金和已入库的一样，没有改变任何数。
    >>> said({"清渚县": Brought({}, {"A": CHANGE, "B": CHANGE, "C": CORRECTION, "D": SAME})})
    ['2 个项目的周进度有新的一天；1 个项目的周进度是更正，这一天的以这次为准，不算变化。']
    >>> said({"清渚县": Brought({}, {"A": SAME})}), said({"清渚县": Brought({}, {})})
    (['周进度和已入库的一样，没有改变任何数。'], [])
    """
    sentences = {county: "；".join(_parts(each)) for county, each in counties.items()}
    return [f"{f'{county}：' if len(counties) > 1 else ''}{each}。" for county, each in sentences.items() if each]


def _parts(brought: Brought) -> list[str]:
    parts = []
    for nature, word in WORDS.items():
        named = tables((topic.kind, topic.stage) for topic, each in brought.tables.items() if each == nature)
        parts += [f"{named}{word}"] if named else []
    weekly = brought.weekly.values()
    if weekly and set(weekly) == {SAME}:
        return [*parts, f"{KINDS['reports']}{WORDS[SAME]}"]
    return parts + [f"{_projects(weekly, nature)}{word}" for nature, word in WEEKLY.items() if nature in weekly]


def _projects(weekly: Collection[str], nature: str) -> str:
    return f"{count(list(weekly).count(nature))} 个项目的{KINDS['reports']}"
