"""The sentences on classrooms: each with ledgers where it is true and others where it is not."""

from datetime import date

import pandas as pd

from monitoring.findings import progress as findings
from monitoring.findings.sentences import plain

TOTAL = {
    "classrooms": 40,
    "equipped": 30,
    "connected": 28,
    "at_100mbps": 18,
    "accepted": 16,
    "in_use": 12,
    "overdue": 3,
}
DONE = dict.fromkeys(TOTAL, 40) | {"overdue": 0}
NOTHING = dict.fromkeys(TOTAL, 0)
NAMES = {"1": "甲镇", "2": "乙镇"}


def plan(*rows):
    columns = ["township", "planned", "due", "done", "overdue"]
    return pd.DataFrame(rows, columns=columns)


def forecast(**changes):
    row = {"misses": False, "is_stalled": False} | changes
    return pd.DataFrame([row], index=["1"])


def test_the_headline():
    """In use of all; late, or none; a place without rooms."""
    assert "40 间教室中 12 间常态使用“班班通”（30.0%）；3 间过了计划日期还没验收。" == plain(findings.headline(TOTAL))
    assert "甲镇 40 间教室全部常态使用“班班通”；没有一间逾期。" == plain(findings.headline(DONE, "甲镇"))
    assert "甲镇没有普通教室在台账里。" == plain(findings.headline(NOTHING, "甲镇"))


def test_a_share_is_never_rounded_up_to_all():
    assert "（99.9%）" in plain(findings.headline(TOTAL | {"classrooms": 100_000, "in_use": 99_999}))


def test_the_line_names_the_widest_step():
    """Only where rooms are lost; no plan is said, where there is one it is counted."""
    line = plain(findings.line(plan(("甲镇", 20, 10, 7, 3)), TOTAL, 2, 5))

    none = plain(findings.line(plan(("甲镇", 0, 0, 0, 0)), DONE, 4, 0))

    assert [
        "按计划应验收 10 间，已验收 7 间（70.0%）", "减少最多的一步是设备到位：少 10 间", "2 所学校所有教室都已联网",
        "另有 5 间无计划",
    ] == line.split(" · ")  # fmt: skip
    assert ["还没有到计划日期的教室", "4 所学校所有教室都已联网"] == none.split(" · ")


def test_the_funnels_title():
    assert "40 间教室，三成常态使用" == plain(findings.funnel_title(TOTAL))
    assert "40 间教室，全部常态使用" == plain(findings.funnel_title(DONE))
    assert "40 间教室，没有一间常态使用" == plain(findings.funnel_title(TOTAL | {"in_use": 0}))


def test_the_townships_furthest_behind():
    """One, several alike, none; those without anything due are counted."""
    late, same, waiting = ("甲镇", 9, 9, 5, 4), ("乙镇", 8, 8, 4, 4), ("丙镇", 5, 0, 0, 0)

    assert "甲镇落后最多，4 间；1 个乡镇未到期" == plain(findings.towns_title(plan(late, waiting)))
    assert "甲镇、乙镇落后最多，各 4 间" == plain(findings.towns_title(plan(late, same)))
    assert "没有乡镇落后于计划；1 个乡镇未到期" == plain(findings.towns_title(plan(waiting)))


def test_who_misses_the_date_and_who_stands_still():
    assert "照近 12 周的进度，甲镇赶不上计划日期。" == plain(findings.forecast_line(forecast(misses=True), NAMES))
    assert "甲镇近 12 周无验收，推不出完成日期。" == plain(findings.forecast_line(forecast(is_stalled=True), NAMES))
    assert "没有乡镇会赶不上计划日期" in plain(findings.forecast_line(forecast(), NAMES))


def test_what_does_not_fit_is_said_only_where_it_is_so():
    kinds = list(findings.DOUBTS)
    none = pd.DataFrame([dict.fromkeys(kinds, False)])
    projects = pd.DataFrame({"project": ["CH-1"], "rooms": [4], "unaccepted": [3]})

    assert [] == findings.doubt_lines(none, projects.head(0))
    assert ["CH-1已报“已启用”，还有 3 间教室没有验收。"] == [plain(one) for one in findings.doubt_lines(none, projects)]
    assert ["1 间已验收，近四周没有使用课时。"] == [
        plain(one) for one in findings.doubt_lines(none.assign(never_used=True), projects.head(0))
    ]


def test_no_ledger():
    words, line = findings.absent("清渚县", date(2026, 9, 30))

    assert plain(words).startswith("清渚县这一期没有班班通台账")
    assert "2026-09-30" in line
