"""The lists of the sample county tell what an officer may meet: rooms late and stalled, projects of every light."""

from datetime import timedelta

import pandas as pd
import pytest

from monitoring import sample
from monitoring.settings import load_settings
from monitoring.validation import check
from monitoring.workbook import SourceFile

FIRST, LAST = sample.PERIODS[0], sample.PERIODS[-1]
TWELVE_WEEKS = timedelta(weeks=12)


@pytest.fixture(scope="module")
def checked():
    """What the import makes of every period's files, by report date; nothing is stored."""
    settings = load_settings()
    files = {period: [SourceFile(*file) for file in sample.files(period)] for period in sample.PERIODS}
    return {period: check(files[period], settings, period) for period in sample.PERIODS}


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
