"""After its last school tables the sample county tells of its rooms and projects week by week, up to one fixed day."""

from datetime import date
from io import BytesIO
from itertools import pairwise

import openpyxl
import pandas as pd
import pytest

from monitoring import sample, snapshots
from monitoring.rulebook import load_rulebook
from monitoring.settings import load_settings
from monitoring.situation import situation
from monitoring.storage import Storage
from monitoring.workbook import SourceFile
from tests.support.rules import RULEBOOK

SCHOOLS = sample.PERIODS[-1]
LEDGERS = [date(2026, 10, 9), date(2026, 10, 23), date(2026, 11, 6), date(2026, 11, 20)]
STEPS = ("equipped_on", "connected_on", "accepted_on", "started_on")
WITHDRAWN = "柳堰镇中心小学"  # a spot check took back the acceptance of four of its rooms


@pytest.fixture(scope="module")
def storage(sample_database):
    return Storage(f"sqlite:///{sample_database}")


@pytest.fixture(scope="module")
def known(storage):
    """What is known on the day of the last school tables and on each of the weeks."""
    days = (SCHOOLS, *sample.WEEKS)
    return {
        day: snapshots.load(storage, snapshots.newest(storage, sample.COUNTY, on=day), RULEBOOK.projects)
        for day in days
    }


@pytest.fixture(scope="module")
def rulebook():
    return load_rulebook(load_settings())


def on(storage, rulebook, day=None):
    """The situation of a day; None: of the newest."""
    return situation(storage, rulebook, snapshots.newest(storage, sample.COUNTY, on=day))


def test_there_are_eight_fridays_and_every_other_one_has_a_ledger():
    assert 8 == len(sample.WEEKS)
    assert {(4, 7)} == {(week.weekday(), (after - week).days) for week, after in pairwise(sample.WEEKS)}
    assert (date(2026, 10, 9), date(2026, 11, 27)) == (sample.WEEKS[0], sample.WEEKS[-1])
    assert LEDGERS == [week for week in sample.WEEKS if sample.has_ledger(week)]


@pytest.mark.parametrize("week", sample.WEEKS, ids=str)
def test_every_weekly_file_says_its_day_and_imports_without_stops(storage, week):
    """Nobody gives a date: it is the sheet's. Only hours are doubtful that clerks left blank, as in every period."""
    files = [SourceFile(*file) for file in sample.files(week)]
    proposal = snapshots.propose(storage, load_settings(), RULEBOOK.projects, files)
    kinds = {"projects", "reports", "funds"} | ({"rooms"} if week in LEDGERS else set())

    assert dict.fromkeys(kinds, week) == dict(proposal.dates)
    assert {sample.COUNTY: "清渚县"} == dict(proposal.counties)
    assert ({("warning", "blank", "hours")} if week in LEDGERS else set()) == {
        (one.severity, one.code, one.field) for one in proposal.problems
    }
    assert len(proposal.problems) <= 10
    for file in files:
        assert f"{week.year}年{week.month}月{week.day}日" in file.name
        for sheet in openpyxl.load_workbook(BytesIO(file.content), read_only=True):
            texts = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]
            assert f"（虚构示例）（{week.year}年{week.month}月{week.day}日）" in texts[0]
            assert f"截至{week.year}年{week.month}月{week.day}日" in texts[1]


def test_the_newest_is_a_fixed_day_and_each_kind_of_table_has_its_own(storage, rulebook):
    newest = on(storage, rulebook)

    assert date(2026, 11, 27) == newest.on
    assert {"schools": SCHOOLS, "rooms": LEDGERS[-1], "projects": sample.WEEKS[-1]} == dict(newest.dates)


def test_the_schools_stay_those_of_september(known):
    first = known[SCHOOLS]
    for day, each in known.items():
        assert SCHOOLS == each.period, day
        pd.testing.assert_frame_equal(first.rows, each.rows)


def test_classrooms_move_from_ledger_to_ledger_and_none_is_taken_back(known):
    """Every room keeps what it reached; in every step rooms are added."""
    ledgers = [known[day].lists["rooms"].set_index(["school_code", "grade", "class"]) for day in (SCHOOLS, *LEDGERS)]
    for before, after in pairwise(ledgers):
        assert before.index.equals(after.index)
        for step in STEPS:
            had = before[step].notna()
            assert before.loc[had, step].equals(after.loc[had, step]), step
            assert had.sum() < after[step].notna().sum(), step
    for day, ledger in zip((SCHOOLS, *LEDGERS), ledgers, strict=True):
        assert pd.Timestamp(day) >= ledger[list(STEPS)].max().max()


def test_between_two_ledgers_the_last_one_speaks(known):
    assert known[date(2026, 11, 20)].tables["rooms"] == known[date(2026, 11, 27)].tables["rooms"]


def test_townships_keep_their_pace(known):
    """The stalled one accepts nothing, the late one goes on and stays behind, the early ones are done."""
    first, last = (known[day].lists["rooms"] for day in (SCHOOLS, LEDGERS[-1]))
    counts = [each["accepted_on"].notna().groupby(each["township"]).agg(["sum", "mean"]) for each in (first, last)]
    gained = counts[1]["sum"] - counts[0]["sum"]

    assert 0 == gained["云陂镇"]
    assert 5 <= gained["黄楼乡"]
    assert 10 <= gained["南浦街道"]
    assert {"云陂镇", "黄楼乡"} == set(counts[1]["mean"].index[counts[1]["mean"] < 0.6])
    assert (counts[1].loc[["青蒲镇", "石梁镇", "马集镇", "枫渡镇", "东陂乡"], "mean"] == 1).all()


def test_hours_change_little_in_two_weeks_and_a_room_just_started_has_few(known):
    before, after = (known[day].lists["rooms"].set_index(["school_code", "grade", "class"]) for day in LEDGERS[-2:])
    old = before["started_on"] < pd.Timestamp(LEDGERS[-2]) - pd.Timedelta(days=28)
    new = after["started_on"] > pd.Timestamp(LEDGERS[-1]) - pd.Timedelta(days=7)
    change = (after["hours"] - before["hours"])[old].dropna()

    assert 6 >= change.abs().max() > 0
    assert (before["hours"].isna() & old).equals(after["hours"].isna() & old)
    assert new.any() and 20 > after.loc[new, "hours"].max()


def test_projects_move_every_week_and_nothing_cumulative_falls(known):
    lists = [each.lists for each in known.values()]
    for before, after in pairwise(lists):
        old, new = (each["projects"].set_index("project") for each in (before, after))
        assert old.index.equals(new.index)
        for figure in ("progress_pct", "arrived_wan_yuan", "paid_wan_yuan"):
            assert (new[figure] >= old[figure]).all(), figure
        assert old["progress_pct"].sum() < new["progress_pct"].sum()
        assert old["paid_wan_yuan"].sum() < new["paid_wan_yuan"].sum()
        was, now = (each["milestones"].set_index(["project", "milestone"])["actual_on"] for each in (before, after))
        assert was[was.notna()].equals(now[was.notna()])
        sources = [each["funds"].set_index(["project", "source"]) for each in (before, after)]
        for figure in ("arrived_wan_yuan", "paid_wan_yuan"):
            assert (sources[1][figure] >= sources[0][figure]).all(), figure
    done = [int(each["milestones"]["actual_on"].notna().sum()) for each in lists]
    arrived = [each["projects"]["arrived_wan_yuan"].sum() for each in lists]
    assert done[0] + 15 < done[-1]
    assert arrived[0] * 1.1 < arrived[-1]


def test_every_week_has_its_own_reports_and_the_holiday_none(storage):
    """周进度 of the week's Friday alone: of 2026-10-02, in the holiday, nobody reports."""
    told = snapshots.weekly(snapshots.entries(storage, sample.COUNTY))
    days = told.loc[told["reported_on"] > pd.Timestamp(SCHOOLS), "reported_on"]

    assert list(sample.WEEKS) == sorted({day.date() for day in days})
    assert days.value_counts().min() >= 10


def test_one_project_resumes_and_one_pauses(storage, rulebook):
    before, middle, after = (
        on(storage, rulebook, day).works.table.set_index("project") for day in (SCHOOLS, date(2026, 10, 30), None)
    )

    assert ["QZ-2025-002"] == before.index[before["state"] == RULEBOOK.projects.paused].tolist()
    assert [] == middle.index[middle["state"] == RULEBOOK.projects.paused].tolist()
    assert ["QZ-2026-006"] == after.index[after["state"] == RULEBOOK.projects.paused].tolist()
    assert ("在建", "red", "") == tuple(after.loc["QZ-2025-002", ["state", "light", "reason"]])
    assert after.loc["QZ-2026-006", "reason"]
    assert before.loc["QZ-2025-002", "progress_pct"] == 34 < after.loc["QZ-2025-002", "progress_pct"] < 50


def test_every_light_burns_on_the_newest_day_too(storage, rulebook):
    assert {"green", "amber", "red", "paused", "none"} == set(on(storage, rulebook).works.table["light"])


def test_a_planned_day_after_the_last_word_is_due_and_not_late(storage, rulebook):
    """Four rooms were to be accepted again after the last ledger; between two lists milestones fall due."""
    newest, between = on(storage, rulebook), on(storage, rulebook, date(2026, 11, 25))
    rooms = newest.rooms
    due = rooms[(rooms["planned_on"] == pd.Timestamp(2026, 11, 24)) & rooms["accepted_on"].isna()]
    told = between.works.milestones

    assert [WITHDRAWN] * 4 == due["school_name"].tolist()
    assert 4 == newest.ledger().due_unreported
    assert {"QZ-2025-001", "QZ-2026-009", "QZ-2026-011"} == set(told.loc[told["state"] == "due_unreported", "project"])
    assert "due_unreported" not in set(newest.works.milestones["state"])


def test_the_same_week_is_made_twice_and_no_other_day_is():
    assert sample.files(LEDGERS[-1]) == sample.files(LEDGERS[-1])
    with pytest.raises(ValueError, match="2026-10-02"):
        sample.files(date(2026, 10, 2))
