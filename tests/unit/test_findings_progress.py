"""The sentences on classrooms: each with ledgers where it is true and others where it is not."""

from datetime import date

import pandas as pd

from monitoring import classrooms
from monitoring.findings import dates
from monitoring.findings.progress import late, pace
from monitoring.findings.progress import page as findings
from monitoring.findings.sentences import plain
from tests.support.classrooms import ON as LEDGER_ON
from tests.support.classrooms import a_ledger, accepted
from tests.support.rules import RULEBOOK

RULES = RULEBOOK.classrooms

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
    row = {"misses": False, "is_stalled": False, "remaining": 3, "planned_on": pd.Timestamp("2026-12-31")} | changes
    return pd.DataFrame([row], index=["1"])


def test_the_headline():
    """In use of all; late, or none; a place without rooms."""
    assert "40 间教室中 12 间验收后常态使用“班班通”（30.0%）；3 间过了计划日期还没验收。" == plain(
        findings.headline(TOTAL)
    )
    assert "甲镇 40 间教室全部验收后常态使用“班班通”；没有一间逾期。" == plain(findings.headline(DONE, "甲镇"))
    assert "甲镇没有普通教室在台账里。" == plain(findings.headline(NOTHING, "甲镇"))


def test_a_share_is_never_rounded_up_to_all():
    assert "（99.9%）" in plain(findings.headline(TOTAL | {"classrooms": 100_000, "in_use": 99_999}))


def test_the_line_names_the_widest_step():
    """Only where rooms are lost; rooms without a plan are counted."""
    line = plain(findings.line(plan(("甲镇", 20, 10, 7, 3)), TOTAL, 2, 5))

    none = plain(findings.line(plan(("甲镇", 9, 0, 0, 0)), DONE, 4, 0))

    assert [
        "按计划应验收 10 间，已验收 7 间（70.0%）", "减少最多的一步是设备到位：少 10 间",
        "台账里 2 所学校（校区单算）的教室都已联网",
        "另有 5 间无计划",
    ] == line.split(" · ")  # fmt: skip
    assert ["有计划日期的 9 间还没过计划日期", "台账里 4 所学校（校区单算）的教室都已联网"] == none.split(" · ")


def test_a_ledger_without_a_plan_is_not_said_to_wait_for_it():
    """Nothing is "not due" that has no date, and nothing is 另有 where it is all."""
    unplanned = plan(("甲镇", 0, 0, 0, 0), ("乙镇", 0, 0, 0, 0))

    assert plain(findings.line(unplanned, TOTAL, 2, 40)).startswith("没有一间教室填了计划日期 · 减少最多")
    assert "无计划" not in plain(findings.line(unplanned, TOTAL, 2, 40))
    assert "没有一间教室填了计划日期，说不出谁落后" == plain(findings.towns_title(unplanned))
    assert "没有一间教室填了计划日期，说不出谁逾期。" == plain(late.none(unplanned))
    assert "没有一间过了计划日期。" == plain(late.none(plan(("甲镇", 9, 0, 0, 0))))
    assert "过了计划日期的 4 间都已验收。" == plain(late.none(plan(("甲镇", 9, 4, 4, 0))))


def test_rooms_due_since_the_ledgers_date_are_counted_and_neither_late_nor_on_time():
    """到期待报: what is said of the plan is then said of the ledger's date."""
    due, none = plan(("甲镇", 20, 10, 7, 3)), plan(("甲镇", 9, 0, 0, 0))

    said = plain(findings.line(due, TOTAL, 2, 0, due_unreported=4))
    assert said.startswith("到台账日期按计划应验收 10 间，已验收 7 间（70.0%） · ")
    assert said.endswith(" · 另有 4 间计划在台账日期之后到期，待报")
    assert plain(findings.line(none, TOTAL, 2, 0, due_unreported=4)).startswith(
        "到台账日期有计划日期的 9 间还没过计划日期"
    )
    assert "到台账日期没有一间过了计划日期；另有 4 间计划在台账日期之后到期，待报。" == plain(late.none(none, 4))
    quiet = plain([*findings.line(due, TOTAL, 2, 0), *late.none(none)])
    assert "待报" not in quiet
    assert "台账日期" not in quiet


def test_rooms_of_schools_that_no_table_has_are_counted_and_named():
    strangers = dates.strangers("12 间教室", ["甲小学", "乙小学"], date(2026, 9, 30))
    said = plain(findings.line(plan(("甲镇", 20, 10, 7, 3)), TOTAL, 2, 0, strangers=strangers))

    assert said.endswith(" · 其中 12 间教室的学校不在 2026-09-30 的综合报表里：甲小学、乙小学")
    assert "不在" not in plain(findings.line(plan(("甲镇", 20, 10, 7, 3)), TOTAL, 2, 0))


def test_schools_that_are_connected_as_a_whole_are_those_of_a_stage_where_one_is_chosen():
    said = plain(findings.line(plan(("甲镇", 20, 10, 7, 3)), TOTAL, 43, 0, "小学"))

    assert "台账里 43 所学校（校区单算）的小学教室都已联网" == said.split(" · ")[-1]
    assert "" == plain(findings.line(plan(), NOTHING, 0, 0, "小学"))


def test_the_funnels_title():
    assert "40 间教室，三成验收后常态使用" == plain(findings.funnel_title(TOTAL))
    assert "40 间教室，全部验收后常态使用" == plain(findings.funnel_title(DONE))
    assert "40 间教室，没有一间验收后常态使用" == plain(findings.funnel_title(TOTAL | {"in_use": 0}))


def test_the_townships_furthest_behind():
    """One, several alike, none; those without anything due are counted, those without a plan apart."""
    late, same, waiting = ("甲镇", 9, 9, 5, 4), ("乙镇", 8, 8, 4, 4), ("丙镇", 5, 0, 0, 0)

    assert "甲镇落后最多，4 间；1 个乡镇未到期" == plain(findings.towns_title(plan(late, waiting)))
    assert "甲镇、乙镇落后最多，各 4 间" == plain(findings.towns_title(plan(late, same)))
    assert "没有乡镇落后于计划；2 个乡镇未到期" == plain(findings.towns_title(plan(waiting, waiting)))
    assert "甲镇落后最多，4 间；1 个乡镇未到期；2 个乡镇没有计划日期" == plain(
        findings.towns_title(plan(late, waiting, ("丁镇", 0, 0, 0, 0), ("戊镇", 0, 0, 0, 0)))
    )


def test_a_township_alone_speaks_of_its_own_rooms():
    """Whatever the county does: 落后 of one township is its own, and what is not dated is not in time."""

    def said(*figures):
        return plain(findings.towns_title(plan(("甲镇", *figures))))

    assert "甲镇落后 4 间：应验收 9 间，已验收 5 间" == said(9, 9, 5, 4)
    assert "甲镇过了计划日期的 9 间都已验收" == said(9, 9, 9, 0)
    assert "甲镇过了计划日期的 1 间已验收" == said(9, 1, 1, 0)
    assert "甲镇有计划日期的 5 间都未到期" == said(5, 0, 0, 0)
    assert "甲镇没有一间教室填了计划日期，说不出落后没有" == said(0, 0, 0, 0)
    assert "甲镇的验收日期未填报，说不出落后没有" == said(9, 9, float("nan"), float("nan"))


def test_a_room_without_a_date_is_not_in_time():
    """Nobody is late of whom there is a date; of the others nothing is known."""
    fine = DONE | {"in_use": 12}

    assert plain(findings.headline(fine, no_plan=4)).endswith("；有计划日期的没有一间逾期，4 间没有计划日期。")
    assert plain(findings.headline(fine, no_plan=40)).endswith("；没有一间教室填了计划日期，说不出谁逾期。")
    assert plain(findings.headline(fine)).endswith("；没有一间逾期。")


def test_in_use_is_two_words_for_two_figures():
    """With all earlier steps, and alone: they stand on one page."""
    total = {"classrooms": 40, "any_connected": 30, "any_equipped": 32, "any_in_use": 12, "in_use": 9}

    assert "验收后常态使用" in plain(findings.funnel_title(total))
    assert "（在用 12 间 ÷" in plain(findings.rates_line(total, ON, RULES))
    assert "常态使用" not in plain(findings.rates_line(total, ON, RULES))


def test_the_two_rates():
    """Each flag alone, with what it is of and the weeks that count; of nothing a dash, never a zero."""
    total = {"classrooms": 40, "any_connected": 30, "any_equipped": 32, "any_in_use": 12}

    assert [
        "开通率 75.0%（已联网 30 间 ÷ 教室 40 间）",
        "应用率 37.5%（在用 12 间 ÷ 设备到位 32 间，2026-09-03 至 09-30）",
    ] == plain(findings.rates_line(total, ON, RULES)).split("；")  # fmt: skip
    assert "应用率 —（" in plain(findings.rates_line(total | {"any_equipped": 0, "any_in_use": 0}, ON, RULES))
    assert "应用率 0%（" in plain(findings.rates_line(total | {"any_in_use": 0}, ON, RULES))
    assert "2025-12-14 至 2026-01-10" in plain(findings.rates_line(total, date(2026, 1, 10), RULES))


def test_all_but_one_room_is_not_all():
    total = {"classrooms": 10_000, "any_connected": 9_999, "any_equipped": 1, "any_in_use": 1}

    assert plain(findings.rates_line(total, ON, RULES)).startswith("开通率 99.9%（")


def test_who_misses_the_date_and_who_stands_still():
    assert "照近 12 周的进度，甲镇赶不上最晚计划日期。" == plain(pace.title(forecast(misses=True), NAMES, RULES))
    assert "甲镇近 12 周无验收，推不出完成日期。" == plain(pace.title(forecast(is_stalled=True), NAMES, RULES))
    assert "照近 12 周的进度，没有乡镇会赶不上最晚计划日期。" == plain(pace.title(forecast(), NAMES, RULES))


def test_nobody_keeps_a_date_that_there_is_not():
    """None planned; some of them; nothing left to accept. Only where nobody is late is it said who has no date."""
    undated, done = forecast(planned_on=pd.NaT), forecast(remaining=0, planned_on=pd.NaT)

    assert "没验收的教室都没有填计划日期，说不出赶不赶得上" == plain(pace.schools_title(undated, RULES))
    assert "没验收的教室都没有填计划日期，说不出赶不赶得上。" == plain(pace.title(undated, NAMES, RULES))
    assert "照近 12 周的进度，没有学校会赶不上最晚计划日期；另有 1 所学校没验收的教室没有填计划日期" == plain(
        pace.schools_title(pd.concat([undated, forecast(), done]), RULES)
    )
    assert "教室都已验收" == plain(pace.schools_title(done, RULES))
    assert "1 所学校照近 12 周的进度赶不上最晚计划日期" == plain(
        pace.schools_title(pd.concat([undated, forecast(misses=True)]), RULES)
    )


def test_a_school_with_an_overdue_room_may_keep_its_latest_date():
    """That is the date that the sentence names: misses is held against it, and the overdue room is no part of it."""
    ledger = accepted([5] * 12, left=2).assign(
        planned_on=pd.to_datetime([None] * 12 + ["2026-01-31", "2026-12-31"]).as_unit("s")
    )
    found = classrooms.forecasts(ledger, LEDGER_ON, RULES, "school_code")

    assert (1, False) == (found["overdue"].iloc[0], found["misses"].iloc[0])
    assert "照近 12 周的进度，没有学校会赶不上最晚计划日期" == plain(pace.schools_title(found, RULES))


def test_the_pace_is_never_rounded_up():
    """Two thirds are 0.66; one room in twelve weeks is not none; a figure that is exact stays."""
    assert [0.66, 0.08, 0.29, 12.0] == [pace.weekly(rate) for rate in (8 / 12, 1 / 12, 0.29, 12.0)]


def row(*days, remaining=3, is_stalled=False):
    names = ("forecast_on", "earliest_on", "latest_on")
    return {"remaining": remaining, "is_stalled": is_stalled} | {
        name: pd.Timestamp(day) for name, day in zip(names, days, strict=True)
    }


def test_a_forecast_more_than_ten_years_away_is_not_named():
    """The last day of the tenth year is; where the whole range is too far away, that alone is said."""
    far, last = "9999-12-31", "2036-09-30"

    assert "10 年以后" == pace.words(row(far, far, pd.NaT), ON, RULES)
    assert "10 年以后（2030-01-01 至不定）" == pace.words(row(far, "2030-01-01", pd.NaT), ON, RULES)
    assert f"{last}（2030-01-01 至 10 年以后）" == pace.words(row(last, "2030-01-01", "2036-10-01"), ON, RULES)
    assert "9999" not in pace.words(row(far, far, far), ON, RULES)


def test_a_forecast_without_days():
    none = (pd.NaT, pd.NaT, pd.NaT)

    assert "已全部验收" == pace.words(row(*none, remaining=0), ON, RULES)
    assert "近12周无验收" == pace.words(row(*none, is_stalled=True), ON, RULES)


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

    ordered = pace.in_order(table, ON, RULES)

    assert ["still", "later", "late", "far", "in time"] == ordered.index.tolist()
    assert columns == ordered.columns.tolist()


def test_what_does_not_fit_is_said_only_where_it_is_so():
    kinds = list(findings.DOUBTS)
    none = pd.DataFrame([dict.fromkeys(kinds, False)])
    projects = pd.DataFrame({"project": ["CH-1"], "rooms": [4], "unaccepted": [3]})

    assert [] == findings.doubt_lines(none, projects.head(0), RULEBOOK.projects)
    assert ["CH-1填报的状态是“已启用”，还有 3 间教室没有验收。"] == [
        plain(one) for one in findings.doubt_lines(none, projects, RULEBOOK.projects)
    ]
    for kind, words in findings.DOUBTS.items():
        lines = findings.doubt_lines(none.assign(**{kind: True}), projects.head(0), RULEBOOK.projects)
        assert [f"1 间{words}。"] == [plain(one) for one in lines]


def test_each_doubt_of_a_small_ledger():
    """0 hours; hours without a start; blank hours; started without or before acceptance: each in its own words."""
    ledger = a_ledger("ecmas", "ecma", "ecmau", "ecma", "ecmsu").assign(hours=[0, 0, 5, None, 8])
    lines = findings.doubt_lines(classrooms.doubts(ledger, LEDGER_ON, RULES), pd.DataFrame(), RULEBOOK.projects)

    assert [
        "2 间已验收，近四周使用课时是 0。",
        "1 间已验收，近四周有使用课时，却没有启用。",
        "1 间已验收，没有填近四周使用课时，不知道用没用。",
        "1 间没有验收就启用，或先启用后验收。",
        "1 间后面的步骤完成了，前面的没有。",
    ] == [plain(line) for line in lines]


def test_no_ledger():
    words, line = findings.absent("清渚县", date(2026, 9, 30))

    assert plain(words).startswith("清渚县这一期没有班班通台账")
    assert "2026-09-30" in line
