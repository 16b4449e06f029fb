"""总览: what a corrected school table made of the figures; said apart from what changed between two report dates."""

from __future__ import annotations

from monitoring.figures import count
from monitoring.findings.overview.page import Seen
from monitoring.findings.sentences import Sentence
from monitoring.standing import Count


def corrections(seen: Seen, now: tuple[Count, Count] | None, before: tuple[Count, Count] | None) -> list[Sentence]:
    """
    Say what the correction of a school table made of the number that meets; it is in no change since then.

    Args:
        now, before: the counts by the tables that were imported first, and as corrected: of this period, of the one
            before; None: nothing was corrected.

    >>> from monitoring.findings.sentences import plain
    >>> told = corrections(Seen("", "", "所", "3月"), None, (Count("", 102, 42, 0), Count("", 102, 40, 0)))
    >>> [plain(each) for each in told]
    ['3 月的综合报表更正过：达标由 42 所改为 40 所，这是更正，不算变化']
    >>> corrections(Seen("", "", "所", "3月"), (Count("", 102, 42, 0), Count("", 102, 42, 0)), None)
    []
    """
    told = [(f"{seen.month}的", before), ("这一期的", now)]
    return [
        [
            (
                f"{which}综合报表更正过：达标由 {count(each[0].met)} {seen.unit}改为 {count(each[1].met)} {seen.unit}",
                "",
            ),
            ("，这是更正，不算变化", ""),
        ]
        for which, each in told
        if each and each[0].met != each[1].met
    ]
