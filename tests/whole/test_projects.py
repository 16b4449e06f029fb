"""Projects: milestones, states and lights, by hand-made projects and by a clean county's expected answers."""

import csv
import json
from datetime import date, timedelta

import pandas as pd
import pytest

from monitoring.projects.funds import funds_table
from monitoring.projects.lights import lights, silent
from monitoring.projects.listing import projects_table
from monitoring.projects.milestones import first_overdue, milestone_counts, milestone_table, overdue
from monitoring.projects.states import states
from tests.support.projects import CLEAN, MILESTONES, PERIODS, milestones, project, projects, reports, sources, workbook
from tests.support.rules import RULEBOOK

RULES = RULEBOOK.projects

ON = date(2026, 3, 31)
NAN = float("nan")


def answers(name, period):
    with (CLEAN / "expected" / f"{name}_{period}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def expected(period):
    return json.loads((CLEAN / "expected" / "expected.json").read_text(encoding="utf-8"))["periods"][period]["projects"]


def table_of(period):
    given = workbook(period)
    return milestone_table(given.milestones, given.projects, given.on, RULES)


def text(day):
    return "" if pd.isna(day) else str(day.date())


def one(state="", on=ON, **dates):
    """The table of a single project A."""
    return milestone_table(milestones(**dates), projects(project(reported_state=state)), on, RULES)


def column(table, name):
    return dict(zip(table["milestone"], table[name], strict=True))


# -- a clean county ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("period", PERIODS)
def test_milestones_are_counted_as_expected(period):
    found = milestone_counts(table_of(period), workbook(period).on, RULES)
    assert 0 == found.pop("due_unreported").sum()

    assert answers("project_milestones", period) == found.astype(str).to_dict("records")
    assert expected(period)["milestones"] == found.to_dict("records")


@pytest.mark.parametrize("period", PERIODS)
def test_overdue_milestones_are_listed_as_expected(period):
    listed = workbook(period).projects.set_index("project")
    found = [
        {
            "project": row.project,
            "name": listed["name"][row.project],
            "milestone": row.milestone,
            "planned": text(row.planned),
            "days": str(int(row.days)),
            "status": listed["reported_state"][row.project],
        }
        for row in overdue(table_of(period)).itertuples()
    ]

    assert answers("projects_overdue", period) == found


@pytest.mark.parametrize("period", PERIODS)
def test_the_first_overdue_milestone_of_each_project_is_as_expected(period):
    first = first_overdue(table_of(period))

    wanted = [(row["project"], row["milestone"], row["days"]) for row in expected(period)["overdue_first"]]
    assert wanted == list(zip(first["project"], first["milestone"], first["days"], strict=True))
    assert expected(period)["overdue_projects"] == len(first)


@pytest.mark.parametrize("period", PERIODS)
def test_funds_by_source_are_as_expected(period):
    found = funds_table(workbook(period).funds, RULES)

    assert answers("funds", period) == [
        {"source": row.source, "plan": f"{row.planned:g}", "arrived": f"{row.arrived:g}", "paid": f"{row.paid:g}"}
        for row in found.itertuples()
    ]
    whole = {"plan": "planned", "arr": "arrived", "paid": "paid"}
    assert expected(period)["funds_total"] == {key: round(found[name].sum(), 2) for key, name in whole.items()}
    assert 0 == found[["planned_missing", "arrived_missing", "paid_missing"]].to_numpy().sum()


@pytest.mark.parametrize("period", PERIODS)
def test_states_and_categories_are_as_expected(period):
    given = workbook(period)
    found = projects_table(given.projects, given.milestones, given.sources, given.reports, given.on, RULES)

    assert expected(period)["by_status"] == found["state"].value_counts().to_dict()
    assert not found["contradicts"].any()
    paused = found.loc[found["state"] == "暂停", ["project", "reason"]]
    assert expected(period)["suspended"] == paused.to_dict("records")
    assert {name: (each["projects"], each["planned"]) for name, each in expected(period)["by_category"].items()} == {
        name: (len(of), round(of["planned"].sum(), 2)) for name, of in found.groupby("category")
    }


@pytest.mark.parametrize("period", PERIODS)
def test_a_second_plain_computation_gives_the_same(period):
    """Written from rules 6 with dates alone: days_late, state and forecast of every milestone."""
    given = workbook(period)
    paused = {row.project for row in given.projects.itertuples() if row.reported_state == "暂停"}
    wanted = []
    for code in given.projects["project"]:
        slip = 0
        rows = given.milestones[given.milestones["project"] == code].set_index("milestone").loc[list(MILESTONES)]
        days = [
            (plan.date(), None if pd.isna(fact) or fact.date() > given.on else fact.date())
            for plan, fact in zip(rows["planned_on"], rows["actual_on"], strict=True)
        ]
        for plan, fact in days:
            slip = (fact - plan).days if fact else slip
        for name, (plan, fact) in zip(MILESTONES, days, strict=True):
            if fact:
                late, state = (fact - plan).days, "done_late" if fact > plan else "done_on_time"
            elif plan < given.on:
                late, state = (given.on - plan).days, "overdue"
            else:
                late, state = None, "not_due"
            forecast = fact or (None if code in paused else max(given.on, plan + timedelta(max(0, slip))))
            wanted.append((code, name, forecast, late, state))

    found = [
        (
            row.project,
            row.milestone,
            None if pd.isna(row.forecast) else row.forecast.date(),
            None if pd.isna(row.days_late) else row.days_late,
            row.state,
        )
        for row in table_of(period).itertuples()
    ]
    assert wanted == found


# -- milestones -------------------------------------------------------------------------------------------------------


def test_a_milestone_is_done_on_time_late_overdue_or_not_due():
    table = one(
        M1=("2026-03-01", "2026-03-01"), M2=("2026-03-01", "2026-03-04"), M3=("2026-03-30", ""), M4=("2026-03-31", "")
    )

    assert ["done_on_time", "done_late", "overdue", "not_due"] == table["state"].tolist()[:4]
    assert [0, 3, 1] == table["days_late"].tolist()[:3]
    assert pd.isna(table["days_late"][3])


def test_done_early_is_a_negative_number_of_days():
    assert -2 == one(M1=("2026-03-03", "2026-03-01"))["days_late"][0]


def test_an_actual_date_after_the_report_date_has_not_happened():
    table = one(M1=("2026-03-30", "2026-04-02"))

    assert ("overdue", 1) == (table["state"][0], table["days_late"][0])
    assert pd.isna(table["actual"][0])


def test_a_milestone_without_a_planned_date_is_never_overdue():
    table = one(M1=("", ""), M2=("", "2026-03-01"))

    assert ["", ""] == table["state"].tolist()[:2]
    assert table["days_late"].isna().all()


def test_a_later_milestone_done_does_not_close_an_earlier_one():
    table = one(M3=("2026-03-01", ""), M4=("2026-03-02", "2026-03-10"))

    assert "overdue" == column(table, "state")["合同"]


def test_the_forecast_carries_the_delay_of_the_last_one_done():
    table = one(M1=("2026-01-01", "2026-02-01"), M2=("2026-03-01", "2026-03-11"), M3=("2026-05-01", ""))

    assert ["2026-02-01", "2026-03-11", "2026-05-11"] == [text(day) for day in table["forecast"]][:3]


def test_being_early_does_not_pull_the_forecast_forward():
    assert "2026-05-01" == text(one(M1=("2026-03-20", "2026-03-01"), M2=("2026-05-01", ""))["forecast"][1])


def test_the_forecast_is_never_before_the_report_date():
    assert "2026-03-31" == text(one(M1=("2026-03-01", ""))["forecast"][0])


def test_a_paused_project_has_no_forecast_of_what_is_open():
    table = one("暂停", M1=("2026-03-01", "2026-03-02"), M2=("2026-05-01", ""))

    assert ["2026-03-02", ""] == [text(day) for day in table["forecast"]][:2]


def test_an_unknown_delay_makes_the_forecast_unknown_and_not_the_plan():
    assert pd.isna(one(M1=("", "2026-03-02"), M2=("2026-05-01", ""))["forecast"][1])


def test_milestones_stand_in_their_order_whatever_the_order_of_the_rows():
    given = milestones(M1=("2026-01-01", "2026-01-02"), M2=("2026-02-01", "2026-02-09"), M3=("2026-05-01", ""))
    table = milestone_table(given.iloc[::-1], projects(project()), ON, RULES)

    assert list(MILESTONES) == table["milestone"].tolist()
    assert "2026-05-09" == text(table["forecast"][2])


# -- states -----------------------------------------------------------------------------------------------------------


def state_of(reported="", reason="", **dates):
    listed = projects(project(reported_state=reported, reason=reason))
    return states(listed, milestone_table(milestones(**dates), listed, ON, RULES), RULES).iloc[0]


@pytest.mark.parametrize(
    ("furthest", "state"),
    [("M3", "前期"), ("M4", "在建"), ("M5", "已完工"), ("M6", "已验收"), ("M7", "已启用")],
)
def test_the_dates_decide_the_state(furthest, state):
    assert state == state_of(**{furthest: ("2026-03-01", "2026-03-01")}).state


def test_a_project_without_dates_is_in_preparation():
    assert "前期" == state_of().state


def test_only_paused_is_as_reported():
    found = state_of("暂停", "征地", M4=("2026-03-01", "2026-03-01"))

    assert ("暂停", "征地", False) == (found.state, found.reason, found.contradicts)


def test_a_reason_counts_only_while_paused():
    assert "" == state_of("在建", "备注", M4=("2026-03-01", "2026-03-01")).reason


@pytest.mark.parametrize(
    ("reported", "contradicts"), [("已完工", True), ("在建", False), ("", False), ("施工中", True), ("暂停", False)]
)
def test_a_reported_state_that_the_dates_contradict_is_flagged(reported, contradicts):
    assert contradicts == state_of(reported, M4=("2026-03-01", "2026-03-01")).contradicts


def test_paused_although_in_use_is_flagged():
    assert state_of("暂停", M7=("2026-03-01", "2026-03-01")).contradicts


# -- lights -----------------------------------------------------------------------------------------------------------


def light_of(reported="", **dates):
    listed = projects(project(reported_state=reported))
    table = milestone_table(milestones(**dates), listed, ON, RULES)
    found = lights(states(listed, table, RULES), table, RULES).iloc[0]
    return found.light, found.days_late


@pytest.mark.parametrize(
    ("planned", "light", "days"),
    [("2026-03-17", "green", 14), ("2026-03-16", "amber", 15), ("2026-02-17", "amber", 42), ("2026-02-16", "red", 43)],
)
def test_the_light_is_the_longest_delay_of_an_open_milestone(planned, light, days):
    assert (light, days) == light_of(M4=(planned, ""), M5=("2026-03-20", ""))


def test_a_milestone_done_late_gives_no_light():
    assert "green" == light_of(M1=("2025-01-01", "2026-03-01"), M2=("2026-05-01", ""))[0]


def test_a_project_in_use_has_no_light_though_an_earlier_milestone_is_open():
    assert ("none", 89) == light_of(M6=("2026-01-01", ""), M7=("2026-01-01", "2026-03-01"))


def test_a_paused_project_is_paused_and_not_red():
    assert ("paused", 89) == light_of("暂停", M4=("2026-01-01", ""))


def test_without_a_planned_date_nothing_is_said():
    assert "" == light_of(M4=("", ""))[0]


# -- silent -----------------------------------------------------------------------------------------------------------


def silence(*said, **dates):
    listed = projects(project())
    return silent(
        listed,
        milestone_table(milestones(**dates), listed, ON, RULES),
        reports(*said),
        ON,
        RULES,
    ).tolist()


@pytest.mark.parametrize(("last", "flag"), [("2026-03-17", 0), ("2026-03-16", 1)])
def test_more_than_two_weeks_without_a_report_is_silent(last, flag):
    said = [("A", "2026-02-01", 20.0), ("A", last, NAN)]

    assert [flag] == silence(*said, M4=("2026-01-01", "2026-01-01"))


def test_a_report_is_due_from_the_start_on():
    assert [0] == silence(M3=("2026-01-01", "2026-01-01"))
    assert [0] == silence(M4=("2026-03-17", "2026-03-17"))
    assert [1] == silence(M4=("2026-03-16", "2026-03-16"))


def test_no_report_is_due_once_in_use():
    assert [0] == silence(M4=("2026-01-01", "2026-01-01"), M7=("2026-01-01", "2026-02-01"))


def test_a_start_that_was_not_reported_shows_in_a_later_milestone():
    assert [1] == silence(M5=("2026-01-01", "2026-01-01"))


def test_a_report_after_the_report_date_has_not_been_made():
    assert [1] == silence(("A", "2026-04-01", 30.0), M4=("2026-01-01", "2026-01-01"))


# -- the list ---------------------------------------------------------------------------------------------------------


def test_a_project_is_dated_by_any_planned_milestone():
    listed = projects(project("A"), project("B"))
    dates = pd.concat([milestones("A", M1=("2026-01-01", "")), milestones("B", M1=("", "2026-01-01"))])

    assert [True, False] == projects_table(listed, dates, sources(), reports(), ON, RULES)["is_dated"].tolist()


def test_a_project_is_one_row_with_everything_known_of_it():
    given = project(category="改造提升", school_code="2199000001", paid_wan_yuan=90.0, progress_pct=30.0)
    found = projects_table(
        projects(given),
        milestones(M4=("2026-01-01", "2026-01-05"), M5=("2026-02-01", "")),
        sources(中央=60.0, 县=40.0),
        reports(("A", "2026-03-01", 30.0)),
        ON,
        RULES,
    ).iloc[0]

    assert ("在建", "red", 58, 100, 1, 1, "L4") == (
        found.state, found.light, found.days_late, found.planned, found.silent, found.money_ahead, found.closes
    )  # fmt: skip
    assert pd.isna(found.arrived)
