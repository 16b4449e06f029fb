"""The lists of the sample county tell what an officer may meet: rooms late and stalled, projects of every light."""

from datetime import timedelta
from itertools import pairwise

import pandas as pd
import pytest

from monitoring import sample
from monitoring.projects.aims import expected_to_close
from monitoring.projects.listing import projects_table
from monitoring.projects.milestones import milestone_table
from monitoring.reports.exports import table
from monitoring.settings import load_settings
from monitoring.validation import check
from monitoring.workbook import SourceFile
from tests.support.rules import RULEBOOK, judged_rows

RULES = RULEBOOK.projects

FIRST, LAST = sample.PERIODS[0], sample.PERIODS[-1]
TWELVE_WEEKS = timedelta(weeks=12)


@pytest.fixture(scope="module")
def checked():
    """What the import makes of every period's files, by report date; nothing is stored."""
    settings = load_settings()
    files = {period: [SourceFile(*file) for file in sample.files(period)] for period in sample.PERIODS}
    return {period: check(files[period], settings, RULES, period) for period in sample.PERIODS}


@pytest.fixture(scope="module")
def frames(checked):
    """The frames of every period's lists, by report date."""
    return {period: each.list_frames({}) for period, each in checked.items()}


@pytest.fixture
def rooms(frames):
    """The newest ledger."""
    return frames[LAST]["rooms"]


def accepted(rooms, by):
    return rooms["accepted_on"].notna().groupby(rooms[by]).sum()


def test_nothing_stops_the_import_and_only_blank_hours_are_told(checked):
    for period, each in checked.items():
        of_lists = [one for one in each.problems if "综合报表" not in one.file]
        assert {"warning"} == {one.severity for one in each.problems}, period
        assert {("blank", "hours")} == {(one.code, one.field) for one in of_lists}, period
        assert len(of_lists) <= 10


def test_every_class_of_compulsory_education_has_one_room(checked, frames):
    """As many as the school tables count, but for the special school."""
    for period, each in checked.items():
        rows = each.rows({})
        rows = rows[rows["stage"].isin(["primary", "junior"]) & (rows["kind"] != "514")]
        classes = rows.groupby(["school_code", "stage"])["classes"].sum()
        found = frames[period]["rooms"].groupby(["school_code", "stage"]).size()
        assert classes[classes > 0].to_dict() == found.to_dict()


def test_no_date_of_a_fact_lies_after_the_report_date(frames):
    for period, each in frames.items():
        dates = each["rooms"][["equipped_on", "connected_on", "accepted_on", "started_on"]]
        assert dates.max().max() <= pd.Timestamp(period)


def test_accepted_rooms_grow_from_period_to_period(frames):
    counts = [int(each["rooms"]["accepted_on"].notna().sum()) for each in frames.values()]

    assert sorted(set(counts)) == counts
    assert 0.3 < counts[0] / len(frames[FIRST]["rooms"]) < 0.4
    assert 0.9 < counts[-1] / len(frames[LAST]["rooms"]) < 0.95


def test_townships_are_early_in_the_middle_and_late(frames):
    """Share of the rooms accepted a year before the newest report date, and then."""
    year_before = sample.PERIODS[-3]
    shares = {
        period: frames[period]["rooms"]["accepted_on"].notna().groupby(frames[period]["rooms"]["township"]).mean()
        for period in (year_before, LAST)
    }
    early = shares[year_before][shares[year_before] == 1]

    assert {"青蒲镇", "石梁镇", "马集镇", "枫渡镇", "东陂乡"} == set(early.index)
    assert {"黄楼乡", "云陂镇"} == set(shares[LAST][shares[LAST] < 0.5].index)
    assert shares[LAST]["望桥镇"] > 0.9 > 0.6 > shares[year_before]["望桥镇"]


def test_one_township_has_stalled_and_the_late_one_has_not(rooms):
    since = pd.Timestamp(LAST - TWELVE_WEEKS)
    recent = (rooms["accepted_on"] > since).groupby(rooms["township"]).sum()
    left = rooms["accepted_on"].isna() & (rooms["project"] != "")
    left = left.groupby(rooms["township"]).sum()

    assert 0 == recent["云陂镇"]
    assert 20 < left["云陂镇"]
    assert 5 < recent["黄楼乡"]
    assert "云陂镇" == left[recent == 0].idxmax()


def test_steps_are_nested_but_for_a_few_rooms_in_use_before_accepted(rooms):
    on_the_way = rooms["equipped_on"] <= rooms["connected_on"]
    early = rooms["started_on"] < rooms["accepted_on"]

    assert on_the_way[rooms["connected_on"].notna()].all()
    assert (rooms["accepted_on"] >= rooms["connected_on"])[rooms["accepted_on"].notna()].all()
    assert 2 <= early.sum() <= 20


def test_a_few_accepted_rooms_are_not_used_and_a_few_say_nothing_of_it(rooms):
    is_started = rooms["started_on"].notna()

    assert 20 < (is_started & (rooms["hours"] == 0)).sum() < 60
    assert 2 < (is_started & rooms["hours"].isna()).sum() < 15
    assert rooms.loc[~is_started, "hours"].isna().all()


def test_rooms_of_the_programme_have_a_plan_and_the_others_none(rooms):
    """One date a batch; the project is that of the township."""
    of_programme = rooms["project"] != ""
    batches = rooms[of_programme].groupby("township")["planned_on"].nunique()

    assert rooms.loc[of_programme, "planned_on"].notna().all()
    assert rooms.loc[~of_programme, "planned_on"].isna().all()
    assert 300 < (~of_programme).sum() < 600
    assert batches.between(1, 3).all()
    assert (rooms[of_programme].groupby("township")["project"].nunique() == 1).all()
    assert 20 < ((rooms["planned_on"] < pd.Timestamp(LAST)) & rooms["accepted_on"].isna()).sum()


def test_one_schools_acceptances_were_withdrawn(frames):
    """The count falls although no room went."""
    before, after = frames[sample.PERIODS[-2]]["rooms"], frames[LAST]["rooms"]
    fell = accepted(before, "school_name") - accepted(after, "school_name")
    sizes = before["school_name"].value_counts() - after["school_name"].value_counts()

    assert {"柳堰镇中心小学": 4} == fell[(fell > 0) & (sizes == 0)].to_dict()


def table_of(frames, period):
    each = frames[period]
    return projects_table(
        each["projects"], each["milestones"], each["sources"], each["reports"], period, RULES, each["rooms"]
    ).set_index("project")


@pytest.fixture(scope="module")
def tables(frames):
    """The projects of every period, by 项目编号."""
    return {period: table_of(frames, period) for period in sample.PERIODS}


@pytest.fixture
def newest(tables):
    """The projects of the newest period."""
    return tables[LAST]


@pytest.fixture(scope="module")
def expected(checked, frames):
    """Which gap of the newest period which project is for."""
    rows = checked[LAST].rows({}).copy().assign(location="as_given")
    result = judged_rows(rows)
    each = frames[LAST]
    course = milestone_table(each["milestones"], each["projects"], LAST, RULES)
    return expected_to_close(each["projects"], each["rooms"], table("assessment", result, None), course, RULES)


def test_projects_of_every_category_come_one_after_another(tables):
    counts = [len(each) for each in tables.values()]

    assert sorted(counts) == counts
    assert 20 <= counts[-1] <= 30
    assert set(RULES.closes) == set(tables[LAST]["category"])


def test_every_light_burns(newest):
    """Green, amber, red, paused with a reason, and none for what is in use."""
    paused = newest[newest["light"] == "paused"]
    amber, red = newest[newest["light"] == "amber"], newest[newest["light"] == "red"]

    assert {"green", "amber", "red", "paused", "none"} == set(newest["light"])
    assert amber["days_late"].between(15, 42).all()
    assert (red["days_late"] > 42).all()
    assert ["地质条件变化，设计变更待批"] == paused["reason"].tolist()
    assert {"前期", "在建", "已完工", "已验收", "已启用", "暂停"} == set(newest["state"])
    assert not newest["contradicts"].any()


def test_one_project_is_silent_and_one_has_paid_ahead_of_the_work(newest):
    assert ["QZ-2026-004"] == newest.index[newest["silent"] == 1].tolist()
    assert ["QZ-2026-006"] == newest.index[newest["money_ahead"] == 1].tolist()


def test_money_adds_up_in_both_sheets(frames):
    for each in frames.values():
        projects = each["projects"].set_index("project")
        sources = each["sources"].groupby("project")["planned_wan_yuan"].sum()
        funds = each["funds"].groupby("project")[["planned_wan_yuan", "arrived_wan_yuan", "paid_wan_yuan"]].sum()
        assert sources.round(2).to_dict() == projects["total_wan_yuan"].to_dict()
        assert funds["planned_wan_yuan"].round(2).to_dict() == projects["total_wan_yuan"].to_dict()
        for amount in ("arrived_wan_yuan", "paid_wan_yuan"):
            assert funds[amount].round(2).to_dict() == projects[amount].to_dict()
        assert (each["funds"]["paid_wan_yuan"] <= each["funds"]["arrived_wan_yuan"]).all()
        assert (each["funds"]["arrived_wan_yuan"] <= each["funds"]["planned_wan_yuan"]).all()


def test_what_is_cumulative_never_falls(tables):
    for before, after in pairwise(tables.values()):
        for amount in ("arrived", "paid", "progress_pct"):
            assert (after[amount].reindex(before.index) >= before[amount]).all(), amount


def test_two_budgets_were_changed(tables):
    changed = {
        project
        for before, after in pairwise(tables.values())
        for project in before.index
        if before.loc[project, "planned"] != after.loc[project, "planned"]
    }

    assert {"QZ-2024-X03", "QZ-2025-001"} == changed


def test_one_project_is_in_use_though_not_all_its_rooms_are_accepted(newest, rooms):
    in_use = newest.index[newest["state"] == "已启用"]
    left = rooms[rooms["accepted_on"].isna() & rooms["project"].isin(in_use)]

    assert "QZ-2024-X02" in in_use
    assert {"QZ-2023-X01"} == set(left["project"])
    assert 1 <= len(left) <= 10


def test_the_project_of_every_room_is_in_the_list(frames):
    """From the first ledger on that says so, and as 信息化."""
    newest = frames[LAST]["projects"].set_index("project")["category"]

    assert {"信息化"} == {newest[code] for code in frames[LAST]["rooms"]["project"].unique() if code}


def test_projects_are_for_real_gaps_and_some_for_none(expected):
    """By the sample's own newest snapshot: each of the four requirements; two in use whose gap is still there."""
    under_way = expected.closing[~expected.closing["is_in_use"]]
    idle = expected.idle[~expected.idle["is_in_use"]].set_index("project")["why"]

    assert {"L4", "L5", "L6", "L7"} == set(under_way["requirement"])
    assert {"QZ-2025-004", "QZ-2025-005"} <= set(expected.closing.loc[expected.closing["is_in_use"], "project"])
    assert {"QZ-2025-007": "no_requirement", "QZ-2026-007": "no_gap"} == idle.to_dict()


def test_weekly_reports_are_unbroken_over_several_report_dates(frames):
    """From 到货/开工 on there is one a week; the ten weeks before every report date are among them."""
    every = pd.concat([each["reports"] for each in frames.values()])
    own = every[every["project"] == "QZ-2024-001"]["reported_on"].sort_values()

    assert {7} == set(own.diff().dropna().dt.days)
    assert own.min() < pd.Timestamp(sample.PERIODS[-3]) and pd.Timestamp(LAST - timedelta(weeks=1)) < own.max()
    assert not every.duplicated(["project", "reported_on"]).any()
    for period, each in frames.items():
        weeks = each["reports"]["reported_on"]
        assert 10 <= weeks[weeks > pd.Timestamp(period - timedelta(weeks=10))].nunique(), period
        assert weeks.max() <= pd.Timestamp(period)


def test_progress_never_falls_from_week_to_week(frames):
    every = pd.concat([each["reports"] for each in frames.values()]).sort_values("reported_on")

    assert (every.groupby("project")["progress_pct"].diff().dropna() >= 0).all()


def test_no_milestone_is_done_after_the_report_date_nor_out_of_order(frames):
    for period, each in frames.items():
        actual = each["milestones"].dropna(subset="actual_on")
        assert actual["actual_on"].max() <= pd.Timestamp(period)
        assert actual.groupby("project")["actual_on"].apply(lambda days: days.is_monotonic_increasing).all()


def test_the_same_lists_are_made_twice():
    assert sample.files(LAST)[3:] == sample.files(LAST)[3:]
