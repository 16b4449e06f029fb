"""Several projects over time: what is reported beside the plan, money beside work, and what went backwards."""

from datetime import date

import pandas as pd
import pytest

from monitoring.projects import abreast, backwards, course, curve, milestone_table, over_time
from tests.support.projects import milestones, project, projects, reports, sources
from tests.support.rules import RULEBOOK

RULES = RULEBOOK.projects

ON, LISTED = date(2026, 3, 31), date(2026, 3, 10)
NAN = float("nan")
PLANNED = {f"M{place}": (f"2026-03-{day:02}", "") for place, day in enumerate((3, 10, 11, 17, 24, 30, 31), 1)}
FUNDS = ["project", "source", "planned_wan_yuan", "arrived_wan_yuan", "paid_wan_yuan"]


def two(*said):
    dates = pd.concat([milestones("A", **PLANNED), milestones("B", **PLANNED)])
    return course(dates, reports(*said), ON, RULES)


def week_of(table, day):
    return table.set_index("week").loc[pd.Timestamp(day)]


def test_what_is_done_is_a_share_of_all_the_money_and_does_not_shrink_when_another_begins_to_report():
    said = (("A", "2026-03-17", 40.0), ("B", "2026-03-24", 0.0))
    table = curve(two(*said), {"A": 75.0, "B": 25.0})

    before, after = week_of(table, "2026-03-17"), week_of(table, "2026-03-24")
    assert (40, 30) == (before["reported_pct"], before["reported_of_all_pct"])
    assert (30, 30) == (after["reported_pct"], after["reported_of_all_pct"])


def test_a_project_that_should_have_begun_and_has_no_value_is_counted_as_silent():
    table = curve(two(("A", "2026-03-17", 40.0)), {"A": 75.0, "B": 25.0})

    assert 1 == week_of(table, "2026-03-17")["silent"]
    assert 1 == week_of(table, "2026-03-17")["came"]
    assert 2 == week_of(table, "2026-03-10")["silent"]
    assert pd.isna(week_of(table, "2026-03-10")["reported_of_all_pct"])


def test_a_project_that_has_not_to_begin_yet_is_not_silent():
    dates = pd.concat([milestones("A", **PLANNED), milestones("B", M1=("2026-04-07", ""), M7=("2026-04-28", ""))])
    table = curve(course(dates, reports(("A", "2026-03-17", 40.0)), ON, RULES), {"A": 75.0, "B": 25.0})

    assert 0 == week_of(table, "2026-03-17")["silent"]


def dated(held):
    return milestone_table(held["milestones"], held["projects"], ON, RULES)


def table_of(paid):
    return pd.DataFrame({"project": ["A", "B"], "planned": [75.0, 25.0], "paid": paid})


def test_plan_work_and_money_are_compared_for_the_same_projects():
    now = abreast(two(("A", "2026-03-24", 40.0), ("B", "2026-03-24", 80.0)), table_of([30.0, 20.0]), ON)

    assert (2, 100, 50, 2, 50, 50, 0, 0) == tuple(now.drop("since"))


def test_each_project_is_compared_with_the_plan_of_the_day_of_which_it_told():
    """The list is of the 10th, A told of the 24th: the plan of B on the 31st is not held against what it said then."""
    dates = pd.concat([milestones("A", **PLANNED), milestones("B", **PLANNED)])
    listed = projects(project("A", progress_pct=1.0), project("B", progress_pct=8.0))
    made = course(dates, reports(("A", "2026-03-24", 80.0)), ON, RULES, {LISTED: listed}, LISTED)
    now = abreast(made, table_of([30.0, 20.0]), ON)

    assert (2, 0.75 * 80 + 0.25 * 8, 0.75 * 80 + 0.25 * 8) == tuple(now[["projects", "planned_pct", "reported_pct"]])
    assert (2, pd.Timestamp(LISTED)) == tuple(now[["earlier", "since"]])


def test_a_list_of_the_day_speaks_of_all_projects_on_that_day():
    """A project whose last report is older is compared on the day of the list, which stands beside it."""
    now = abreast(two(("A", "2026-03-24", 40.0), ("B", "2026-03-31", 80.0)), table_of([30.0, 20.0]), ON)

    assert (100, 0) == tuple(now[["planned_pct", "earlier"]])
    assert pd.isna(now["since"])


def test_a_project_without_paid_money_is_not_compared_with_the_work():
    now = abreast(two(("A", "2026-03-24", 40.0), ("B", "2026-03-24", 80.0)), table_of([30.0, NAN]), ON)

    assert (2, 50, 1, 40, 40) == tuple(now[["projects", "reported_pct", "compared", "work_pct", "paid_pct"]])


def test_a_project_without_a_known_progress_is_left_out_and_counted():
    now = abreast(two(("A", "2026-03-24", 40.0)), table_of([30.0, 20.0]), ON)

    assert (1, 40, 1) == tuple(now[["projects", "reported_pct", "left_out"]])


def test_without_projects_nothing_is_compared():
    now = abreast(two().iloc[:0], table_of([NAN, NAN]).iloc[:0], ON)

    assert 0 == now["projects"] == now["compared"]
    assert pd.isna(now["reported_pct"])


def lists(paid=30.0, **given):
    listed = projects(
        project("A", township_code="1", township="甲镇", paid_wan_yuan=paid, progress_pct=40.0),
        project("B", township_code="2", township="乙镇", paid_wan_yuan=5.0, progress_pct=80.0),
    )
    return {
        "projects": listed,
        "milestones": pd.concat([milestones("A", **(PLANNED | given)), milestones("B", **PLANNED)]),
        "sources": pd.concat([sources("A", 中央=60.0), sources("B", 中央=40.0)]),
    }


def test_only_the_projects_that_are_looked_at_count():
    held = lists()
    found = over_time(
        course(held["milestones"], reports(), ON, RULES, {ON: held["projects"]}),
        {ON: held},
        ["A"],
        dated(held),
    )

    assert (1, 40, 50) == tuple(found.now[["projects", "reported_pct", "paid_pct"]])
    assert [50] == found.paid["of_all"].tolist()
    assert ["甲镇"] == found.by_township["township"].tolist()
    assert 6 == found.by_milestone["overdue"].sum()


def test_the_lines_end_where_the_title_says_a_project_without_progress_is_in_neither():
    """B has money and a plan, and nobody ever said how far it is; its paid money is left out, too."""
    held = lists()
    held["projects"] = held["projects"].assign(progress_pct=[40.0, NAN])
    found = over_time(
        course(held["milestones"], reports(), ON, RULES, {ON: held["projects"]}),
        {ON: held},
        ["A", "B"],
        dated(held),
    )
    last = found.weeks.set_index("week").loc[pd.Timestamp(ON)]

    assert (100, 40, 50) == (last["planned_pct"], last["reported_of_all_pct"], found.paid["of_all"].iloc[-1])
    assert (100, 40, 50, 1) == tuple(found.now[["planned_pct", "reported_pct", "paid_pct", "left_out"]])


def test_the_dots_are_of_those_whose_paid_money_is_reported():
    held = lists(paid=NAN)
    found = over_time(
        course(held["milestones"], reports(), ON, RULES, {ON: held["projects"]}),
        {ON: held},
        ["A", "B"],
        dated(held),
    )

    assert (2, 1, 12.5) == tuple(found.now[["projects", "compared", "paid_pct"]])
    assert [12.5] == found.paid["of_all"].tolist()


def test_where_nothing_is_compared_the_plan_is_still_drawn():
    held = lists()
    held["projects"] = held["projects"].assign(progress_pct=NAN)
    found = over_time(course(held["milestones"], reports(), ON, RULES), {ON: held}, ["A", "B"], dated(held))

    assert 0 == found.now["projects"]
    assert 100 == found.weeks["planned_pct"].iloc[-1]
    assert [35] == found.paid["of_all"].tolist()


def test_no_projects_at_all_give_empty_tables():
    held = lists()
    found = over_time(course(held["milestones"], reports(), ON, RULES), {ON: held}, [], dated(held))

    assert 0 == len(found.weeks) == len(found.by_milestone) == len(found.by_township)


@pytest.mark.parametrize("amount", [NAN, 0.0])
def test_without_money_nothing_is_in_the_lines(amount):
    held = lists()
    held["sources"] = held["sources"].assign(planned_wan_yuan=amount)
    found = over_time(course(held["milestones"], reports(), ON, RULES), {ON: held}, ["A", "B"], dated(held))

    assert found.weeks["planned_pct"].isna().all()
    assert found.paid["of_all"].isna().all()
    assert 0 == found.now["projects"]


def test_what_went_backwards_is_told_with_the_day_before():
    before, after = lists(paid=30.0, M1=("2026-03-03", "2026-03-02")), lists(paid=20.0)
    found = backwards(before, date(2026, 3, 24), after, ON, RULES)

    assert date(2026, 3, 24) == found.since
    assert [("A", "", "paid_wan_yuan", 30, 20)] == list(found.figures.itertuples(index=False, name=None))
    assert [("A", "立项")] == list(found.acceptances[["project", "milestone"]].itertuples(index=False, name=None))


def test_funds_are_compared_only_where_both_dates_have_them():
    paid = [pd.DataFrame([("A", "中央", 60.0, 60.0, amount)], columns=FUNDS) for amount in (9.0, 7.0)]
    before, after = lists() | {"funds": paid[0]}, lists() | {"funds": paid[1]}

    assert ["中央"] == backwards(before, date(2026, 3, 24), after, ON, RULES).figures["source"].tolist()
    assert backwards(lists(), date(2026, 3, 24), after, ON, RULES).figures.empty
