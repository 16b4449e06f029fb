"""The curve of projects, their delays, programmes and what was taken back; and every table without a project."""

from datetime import date

import pandas as pd
import pytest

from monitoring.projects import (
    by_programme,
    course,
    curve,
    expected_to_close,
    fell,
    milestone_table,
    paid_points,
    projects_table,
    slippage,
    withdrawn,
)
from tests.support.projects import milestones, project, projects, reports, sources, workbook
from tests.support.rules import RULEBOOK

RULES = RULEBOOK.projects

ON = date(2026, 3, 31)
NAN = float("nan")


# -- curve ------------------------------------------------------------------------------------------------------------

PLANNED = {f"M{place}": (f"2026-03-{day:02}", "") for place, day in enumerate((3, 10, 11, 17, 24, 30, 31), 1)}
STARTED = PLANNED | {"M4": ("2026-03-17", "2026-03-08")}


def by_week(table, figure):
    return {str(row.week.date())[5:]: getattr(row, figure) for row in table.itertuples()}


def test_the_plan_is_linear_between_the_milestones():
    found = by_week(course(milestones(**PLANNED), reports(), ON, RULES), "planned_pct")

    assert {"03-03": 2, "03-10": 8, "03-17": 20, "03-24": 80, "03-31": 100} == found


def test_nothing_is_planned_before_the_first_milestone_and_all_after_the_last():
    dates = pd.concat([milestones("A", **PLANNED), milestones("B", M1=("2026-03-20", ""), M7=("2026-04-10", ""))])
    table = course(dates, reports(), ON, RULES)

    assert 0 == by_week(table[table["project"] == "B"], "planned_pct")["03-17"]
    assert 100 == by_week(table[table["project"] == "A"], "planned_pct")["04-14"]


def test_a_plan_without_its_end_is_unknown():
    assert course(milestones(M1=("2026-03-03", "")), reports(), ON, RULES)["planned_pct"].isna().all()


def test_a_week_without_a_report_is_a_gap_and_the_last_value_stays_known():
    said = reports(("A", "2026-03-09", 30.0), ("A", "2026-03-27", 50.0))
    table = course(milestones(**STARTED), said, ON, RULES)

    assert [True, False, True, True, False] == table["reported_pct"].isna().tolist()
    assert [30, 30, 30, 50] == table["known_pct"].tolist()[1:]
    assert [False, False, True, True, False] == by_gap(table)


def by_gap(table):
    return table["is_gap"].tolist()


def test_no_report_is_missing_before_the_start_or_after_use():
    used = PLANNED | {"M4": ("2026-03-17", "2026-03-15"), "M7": ("2026-03-31", "2026-03-30")}
    table = course(milestones(**used), reports(("B", "2026-03-01", 1.0)), ON, RULES)

    assert ["2026-03-24"] == [str(day.date()) for day in table.loc[table["is_gap"], "week"]]


def test_the_list_of_a_report_date_is_known_too_but_is_no_report():
    listed = {date(2026, 3, 10): projects(project(progress_pct=12.0))}
    table = course(milestones(**STARTED), reports(), ON, RULES, listed)

    assert table["reported_pct"].isna().all()
    assert [12, 12, 12, 12] == table["known_pct"].tolist()[1:]


def test_the_county_is_weighted_by_money_and_compares_the_same_projects():
    dates = pd.concat([milestones("A", **PLANNED), milestones("B", M1=("2026-03-31", ""), M7=("2026-03-31", ""))])
    table = course(dates, reports(("A", "2026-03-24", 40.0)), ON, RULES)
    week = curve(table, {"A": 75.0, "B": 25.0}).set_index("week").loc[pd.Timestamp(2026, 3, 24)]

    assert (60, 40, 80, 75) == tuple(
        week[["planned_pct", "reported_pct", "planned_of_reported_pct", "reported_money_pct"]]
    )


def test_a_project_without_money_is_left_out_and_counted():
    dates = pd.concat([milestones("A", **PLANNED), milestones("B", **PLANNED)])

    assert {1} == set(curve(course(dates, reports(), ON, RULES), {"A": 1.0, "B": NAN})["left_out"])


def test_nothing_is_reported_after_the_report_date():
    dates = milestones(M1=("2026-03-03", ""), M7=("2026-04-14", ""))
    table = curve(course(dates, reports(("A", "2026-03-24", 40.0)), ON, RULES), {"A": 1.0})

    assert pd.isna(by_week(table, "reported_pct")["04-07"])
    assert 40 == by_week(table, "reported_pct")["03-31"]


def test_paid_is_a_point_at_each_report_date():
    listed = projects(project("A", paid_wan_yuan=30.0), project("B", paid_wan_yuan=NAN))
    given = pd.concat([sources("A", 中央=60.0), sources("B", 中央=40.0)])
    found = paid_points({ON: listed}, {ON: given})

    assert [(pd.Timestamp(ON), 60, 30, 50, 1)] == list(found.itertuples(index=False, name=None))


def test_the_weights_are_examples_and_say_so():
    assert RULES.weights_are_examples
    assert (2, 8, 15, 20, 80, 95, 100) == RULES.weights_pct


def test_the_whole_county_draws_a_curve():
    given, earlier = workbook("P2"), workbook("P1")
    lists = {earlier.on: earlier.projects, given.on: given.projects}
    said = pd.concat([earlier.reports, given.reports])
    table = course(given.milestones, said, given.on, RULES, lists)
    money = projects_table(given.projects, given.milestones, given.sources, said, given.on, RULES)
    found = curve(table, dict(zip(money["project"], money["planned"], strict=True))).set_index("week")
    last = found.loc[pd.Timestamp(given.on)]

    assert 0 == last["left_out"]
    assert pytest.approx(100) == last["reported_money_pct"]
    weights = money["planned"] / money["planned"].sum()
    assert pytest.approx((weights * given.projects["progress_pct"]).sum()) == last["reported_pct"]
    assert 100 == round(found["planned_pct"].iloc[-1], 6)
    assert (found["planned_pct"].diff().dropna() > -1e-9).all()


# -- delays, programmes, falls ----------------------------------------------------------------------------------------


def test_weeks_late_by_milestone_and_township():
    dates = pd.concat(
        [
            milestones("A", M1=("2026-01-01", "2026-01-15"), M2=("2026-03-17", "")),
            milestones("B", M1=("2026-01-01", "2026-01-29")),
        ]
    )
    listed = projects(project("A", township="甲镇"), project("B", township="乙镇"))
    table = milestone_table(dates, listed, ON, RULES).merge(listed[["project", "township"]], on="project")

    first, second = slippage(table).iloc[:2].itertuples(index=False)
    assert (2, 0, 3.0, 4.0) == (first.done, first.overdue, first.weeks_late_done, first.most_weeks_late)
    assert (0, 1, 2.0) == (second.done, second.overdue, second.weeks_late_overdue)
    places = slippage(table, ["township"]).set_index("township")
    assert [2.0, 4.0] == [places["weeks_late_done"][name] for name in ("甲镇", "乙镇")]


def test_programmes_group_categories_in_the_words_of_the_document():
    given = workbook("P1")
    table = projects_table(given.projects, given.milestones, given.sources, given.reports, given.on, RULES)
    found = by_programme(table, RULEBOOK.plans["linyi-2018"], RULES).set_index("programme")

    assert [6, 8, 6, 6, 14, 0, 3] == found["projects"].tolist()
    assert ["学校新建改扩建工程", "学校内涵管理提升工程", ""] == [found.index[place] for place in (0, 5, 6)]
    assert 16164.4 == found["planned"].iloc[0]
    assert pd.isna(found["planned"].iloc[5])


def test_a_cumulative_figure_that_fell_is_told_and_a_missing_one_has_not_fallen():
    before = projects(project("A", paid_wan_yuan=9.0, progress_pct=50.0), project("B", paid_wan_yuan=5.0))
    after = projects(project("A", paid_wan_yuan=9.0, progress_pct=40.0), project("B"), project("C", paid_wan_yuan=1.0))

    assert [("A", "", "progress_pct", 50, 40)] == list(fell(before, after).itertuples(index=False, name=None))


def test_funds_fall_source_by_source():
    columns = ["project", "source", "arrived_wan_yuan", "paid_wan_yuan"]
    before = pd.DataFrame([("A", "省", 5.0, 2.0), ("A", "县", 5.0, 2.0)], columns=columns)
    after = pd.DataFrame([("A", "省", 4.0, 2.0), ("A", "县", 6.0, 2.0)], columns=columns)

    assert [("A", "省", "arrived_wan_yuan", 5, 4)] == list(fell(before, after).itertuples(index=False, name=None))


def test_an_actual_date_that_is_gone_is_withdrawn():
    listed = projects(project())
    before = milestone_table(milestones(M6=("2026-02-01", "2026-02-03")), listed, ON, RULES)
    after = milestone_table(milestones(M6=("2026-02-01", "")), listed, ON, RULES)

    assert [("A", "验收", pd.Timestamp(2026, 2, 3))] == list(
        withdrawn(before, after).itertuples(index=False, name=None)
    )
    assert withdrawn(after, before).empty


def test_the_clean_periods_differ_by_one_project_whose_acceptance_was_withdrawn():
    before, after = workbook("P1"), workbook("P2")
    gone = withdrawn(*(milestone_table(given.milestones, given.projects, given.on, RULES) for given in (before, after)))

    assert [("CH-2025-004", "验收"), ("CH-2025-004", "启用")] == list(
        zip(gone["project"], gone["milestone"], strict=True)
    )
    assert {"CH-2025-004"} == set(fell(before.funds, after.funds)["project"])


def test_frames_put_together_may_repeat_their_row_labels():
    dates = pd.concat([milestones("A", M1=("2026-03-01", "2026-03-02")), milestones("B", M1=("2026-03-01", ""))])

    assert 14 == len(milestone_table(dates, projects(project("A"), project("B")), ON, RULES))


def test_without_a_project_every_table_is_empty_and_none_breaks():
    none, dates = projects(project()).iloc[:0], milestones().iloc[:0]
    table = milestone_table(dates, none, ON, RULES)
    judged = pd.DataFrame(columns=["school_code", "stage", "requirement", "status"])

    assert 0 == len(table) == len(slippage(table)) == len(curve(course(dates, reports(), ON, RULES), {}))
    assert 0 == len(projects_table(none, dates, sources(), reports(), ON, RULES)) == len(fell(none, none))
    assert 0 == len(expected_to_close(none, None, judged, table, RULES).closing)
