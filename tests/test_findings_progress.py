"""The sentences on classrooms: each with ledgers where it is true and others where it is not."""

from datetime import date

import pandas as pd

from monitoring.findings import progress as findings
from monitoring.findings import progress_pace as pace
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
ON = date(2026, 9, 30)
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


def test_the_two_rates():
    """Each flag alone, with what it is of and the weeks that count; of nothing a dash, never a zero."""
    total = {"classrooms": 40, "any_connected": 30, "any_equipped": 32, "any_in_use": 12}

    assert [
        "开通率 75.0%（已联网 30 间 ÷ 教室 40 间）",
        "应用率 37.5%（常态使用 12 间 ÷ 设备到位 32 间，2026-09-03 至 09-30）",
    ] == plain(findings.rates_line(total, ON)).split("；")  # fmt: skip
    assert "应用率 —（" in plain(findings.rates_line(total | {"any_equipped": 0, "any_in_use": 0}, ON))
    assert "应用率 0%（" in plain(findings.rates_line(total | {"any_in_use": 0}, ON))
    assert "2025-12-14 至 2026-01-10" in plain(findings.rates_line(total, date(2026, 1, 10)))


def test_all_but_one_room_is_not_all():
    total = {"classrooms": 10_000, "any_connected": 9_999, "any_equipped": 1, "any_in_use": 1}

    assert plain(findings.rates_line(total, ON)).startswith("开通率 99.9%（")


def test_who_misses_the_date_and_who_stands_still():
    assert "照近 12 周的进度，甲镇赶不上计划日期。" == plain(pace.title(forecast(misses=True), NAMES))
    assert "甲镇近 12 周无验收，推不出完成日期。" == plain(pace.title(forecast(is_stalled=True), NAMES))
    assert "没有乡镇会赶不上计划日期" in plain(pace.title(forecast(), NAMES))


def row(*days, remaining=3, is_stalled=False):
    names = ("forecast_on", "earliest_on", "latest_on")
    return {"remaining": remaining, "is_stalled": is_stalled} | {
        name: pd.Timestamp(day) for name, day in zip(names, days, strict=True)
    }


def test_a_forecast_more_than_ten_years_away_is_not_named():
    """The last day of the tenth year is; where the whole range is too far away, that alone is said."""
    far, last = "9999-12-31", "2036-09-30"

    assert "10 年以后" == pace.words(row(far, far, pd.NaT), ON)
    assert "10 年以后（2030-01-01 至不定）" == pace.words(row(far, "2030-01-01", pd.NaT), ON)
    assert f"{last}（2030-01-01 至 10 年以后）" == pace.words(row(last, "2030-01-01", "2036-10-01"), ON)
    assert "9999" not in pace.words(row(far, far, far), ON)


def test_a_forecast_without_days():
    none = (pd.NaT, pd.NaT, pd.NaT)

    assert "已全部验收" == pace.words(row(*none, remaining=0), ON)
    assert "近12周无验收" == pace.words(row(*none, is_stalled=True), ON)


def test_the_order_of_the_townships():
    """Who stands still, who misses the date (too far away last, though most is left), who will be done in time."""
    columns = ["misses", "is_stalled", "remaining", "forecast_on"]
    rows = {
        "in time": (False, False, 9, "2026-12-01"), "far": (True, False, 90, "9999-12-31"),
        "late": (True, False, 2, "2027-12-01"), "later": (True, False, 5, "2027-12-01"),
        "still": (False, True, 1, None),
    }  # fmt: skip
    table = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
    table["forecast_on"] = pd.to_datetime(table["forecast_on"]).astype("datetime64[s]")

    ordered = pace.in_order(table, ON)

    assert ["still", "later", "late", "far", "in time"] == ordered.index.tolist()
    assert columns == ordered.columns.tolist()


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
