"""A column that a list does not have: what rests on it is not reported, in every table and on every page."""

from __future__ import annotations

import shutil
from datetime import date

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import select, update

from monitoring import snapshots
from monitoring.classrooms import doubts, flags, forecasts, funnel, ledger, rooms_of, started_unaccepted
from monitoring.classrooms.late import late_schools, plan
from monitoring.reports.exports import csv
from monitoring.reports.lists import list_table
from monitoring.rulebook import load_rulebook
from monitoring.settings import load_settings
from monitoring.situation import situation
from monitoring.snapshots.absent import with_absent
from monitoring.storage import Storage, frame_from_bytes, frame_to_bytes
from monitoring.storage.tables import table_parts
from tests.support.classrooms import ON, a_ledger
from tests.support.lists_layouts import changed, stored
from tests.support.pages import headline, looks_whole, open_page, titles, words
from tests.support.rules import RULEBOOK
from tests.support.stored import as_stored, part_of

RULES = RULEBOOK.classrooms

SEPTEMBER = date(2026, 9, 30)
RESTS = {
    "equipped_on": {"equipped", "connected", "at_100mbps", "accepted", "in_use", "any_equipped"},
    "connected_on": {"connected", "at_100mbps", "accepted", "in_use", "any_connected"},
    "mbps": {"at_100mbps", "accepted", "in_use", "any_at_100mbps"},
    "accepted_on": {"accepted", "in_use", "any_accepted", "overdue"},
    "started_on": {"in_use", "any_started", "any_in_use"},
    "hours": {"in_use", "any_in_use"},
    "planned_on": {"overdue"},
}
"""Column of the ledger → the counts of the funnel that rest on it."""


def without(rooms, *names):
    """The ledger as it is read where its sheet has no such columns."""
    blank = {name: np.nan if name in ("mbps", "hours") else pd.NaT for name in names}
    dates = {name: "datetime64[s]" for name in names if name not in ("mbps", "hours")}
    return rooms.assign(**blank, absent="|".join(names)).astype(dates)


@pytest.fixture
def rooms():
    """Two rooms in use, one overdue; every step has a room that reached it and one that did not."""
    return a_ledger("ecmasu", "ecmasu", "").assign(planned_on=pd.Timestamp("2026-03-01"))


@pytest.mark.parametrize("name", RESTS)
def test_counts_that_rest_on_an_absent_column_are_not_reported(rooms, name):
    """The others stay as they are; not one of them becomes zero."""
    whole, found = (
        funnel(rooms, ON, RULES).iloc[-1],
        funnel(without(rooms, name), ON, RULES).iloc[-1],
    )
    counts = [column for column in whole.index if column not in ("township_code", "township")]

    assert RESTS[name] == {column for column in counts if pd.isna(found[column])}
    assert all(whole[column] == found[column] for column in counts if column not in RESTS[name])


def test_a_blank_cell_of_a_column_that_is_there_keeps_its_meaning(rooms):
    """Not yet accepted, by a ledger that says when rooms are."""
    blank = rooms.assign(accepted_on=pd.Series(pd.NaT, index=rooms.index, dtype="datetime64[s]"), absent="")

    assert [0, 3] == funnel(blank, ON, RULES)[["any_accepted", "overdue"]].iloc[-1].tolist()


def test_what_the_other_columns_decide_is_known(rooms):
    """A room without a set is at no later step; one that is accepted is not overdue, whatever was planned."""
    table = ledger(without(rooms, "connected_on"), ON, RULES)

    assert ["", "", "none"] == table["step"].tolist()
    assert [0, 0, 1] == table["overdue"].tolist()
    assert ["overdue,class", "0,0", "0,1", ",2"] == csv(
        ledger(without(rooms, "planned_on"), ON, RULES)[["overdue", "class"]]
    ).splitlines()


def test_a_township_whose_sheet_lacks_a_column_makes_the_county_unknown_and_no_other_township(rooms):
    """A sheet a township: one of them has no 验收日期."""
    other = without(a_ledger("ecmasu"), "accepted_on").assign(township_code="990121002", township="青杠镇")
    found = funnel(pd.concat([rooms.assign(absent=""), other], ignore_index=True), ON, RULES).set_index("township")

    assert 2 == found.at["澄阳街道", "any_accepted"]
    assert pd.isna(found.at["青杠镇", "any_accepted"])
    assert pd.isna(found.at["合计", "any_accepted"])
    assert 3 == found.at["合计", "any_connected"]


def test_nobody_is_late_or_forecast_by_a_ledger_without_acceptance(rooms):
    """No list of late schools, no pace, no date, nothing that stands still."""
    bare = without(rooms, "accepted_on")
    row = forecasts(bare, ON, RULES).iloc[0]

    assert late_schools(bare, ON, RULES).empty
    assert plan(bare, ON, RULES)[["done", "overdue"]].isna().all(axis=None)
    assert row[["accepted", "remaining", "pace", "forecast_on", "overdue", "weeks_overdue"]].isna().all()
    assert not row["misses"]
    assert not row["is_stalled"]


@pytest.mark.parametrize("name", RESTS)
def test_an_absent_column_is_no_doubt(name):
    """It is asked for once, not room by room."""
    rooms = without(a_ledger("ecmasu", "ecmas", ""), name).assign(project="P")
    known = doubts(a_ledger("ecmasu", "ecmas", ""), ON, RULES).sum()

    assert (doubts(rooms, ON, RULES).sum() <= known).all()
    assert started_unaccepted(without(rooms, "accepted_on"), ON, RULES, ["P"]).empty


def test_flags_of_a_whole_ledger_are_the_same_objects_as_before(rooms):
    """Nothing is looked for where nothing is absent."""
    assert {} == flags(rooms_of(rooms.assign(absent="")), ON, RULES).unknown


@pytest.mark.parametrize("label", ["验收日期", "近四周使用课时", "计划完成日期"])
def test_the_snapshot_remembers_what_its_sheet_had(label):
    """From the table of columns; a list of which it knows nothing lacks nothing."""

    def cut(lines):
        place = next(at for at, text in enumerate(lines[1]) if str(text).startswith(label))
        return [line[:place] + line[place + 1 :] if len(line) > place else line for line in lines]

    checked = changed("rooms", cut)
    frames = checked.list_frames({})
    known = with_absent(frames, checked.columns, RULEBOOK.projects.milestones)["rooms"]["absent"].unique().tolist()
    names = {"验收日期": "accepted_on", "近四周使用课时": "hours", "计划完成日期": "planned_on"}

    assert [names[label]] == known
    assert [""] == with_absent(frames, checked.columns.head(0), RULEBOOK.projects.milestones)["rooms"][
        "absent"
    ].unique().tolist()
    assert 42 == len(stored(checked)["rooms"])


# —— whole snapshots


@pytest.fixture
def bare(clean_database, tmp_path, monkeypatch):
    """The clean county as it was stored from lists without some columns: an old snapshot knows no more."""

    def made(kind, *fields):
        path = tmp_path / "bare.db"
        shutil.copy(clean_database, path)
        monkeypatch.setenv("MONITORING_DATABASE", f"sqlite:///{path}")
        storage = Storage(f"sqlite:///{path}")
        with storage.write() as connection:
            of = {"milestones": "projects"}.get(kind, kind)
            wheres = {name: part_of(connection, of, name) for name in ("columns", kind)}
            frames = {
                name: frame_from_bytes(connection.scalar(select(table_parts.c.content).where(where)))
                for name, where in wheres.items()
            }
            frames["columns"] = frames["columns"][~frames["columns"]["field"].isin(fields)]
            own = [name for name in frames[kind] if name in fields or any(one.startswith("actual_") for one in fields)]
            own = [name for name in own if name in (*fields, "actual_on")]
            frames[kind] = frames[kind].assign(
                **{name: pd.Series([None] * len(frames[kind])).astype(frames[kind][name].dtype) for name in own}
            )
            for name, frame in frames.items():
                changed = update(table_parts).where(wheres[name]).values(content=frame_to_bytes(frame))
                connection.execute(changed)
            as_stored(connection)
        return situation(storage, load_rulebook(load_settings()), snapshots.newest(storage, "990121"))

    return made


def test_pages_say_that_acceptance_is_not_reported(bare):
    """The page, the county's overview and the map: no zero, no accusation, and which column it is."""
    bare("rooms", "accepted_on")
    visit = open_page("progress.py")
    said = words(visit)

    looks_whole(visit)
    assert "1,399 间教室，几间验收后常态使用、几间逾期都未填报。" == headline(visit)
    assert "台账没有“验收日期”这一列：靠它的数都是未填报，不是 0" in said
    assert "1,399 间教室，验收后常态使用未填报" in titles(visit)
    assert "验收日期未填报，说不出谁落后；2 个乡镇没有落后" in titles(visit)
    for tab in ("forecast", "late", "doubts", "rooms"):
        visit = open_page("progress.py", view=tab)
        looks_whole(visit)
        assert not [title for title in titles(visit) if title.startswith("逾期清单")]
        assert "近12周无验收" not in words(visit)
    looks_whole(open_page("overview.py"))
    shown = open_page("map.py", measure="rooms.accepted")
    looks_whole(shown)
    assert "未填报" in headline(shown)
    late = open_page("map.py", measure="rooms.overdue")
    assert "14 个乡镇“逾期”未填报；2 个乡镇没有逾期。" == headline(late)


def test_pages_of_a_ledger_without_plans_accuse_nobody(bare):
    """And say what is known: 683 rooms are in use."""
    bare("rooms", "planned_on")
    visit = open_page("progress.py")

    looks_whole(visit)
    assert "1,399 间教室中 683 间验收后常态使用“班班通”（48.8%）；几间逾期未填报。" == headline(visit)
    assert "计划完成日期未填报，说不出谁落后" in titles(visit)


ACTUAL = [f"actual_{number}" for number in range(1, 8)]


def test_projects_without_actual_dates_have_no_light_and_no_state(bare):
    """Nobody is overdue; paused is as reported."""
    held = bare("milestones", *ACTUAL)
    table = list_table("projects", held)
    dates = list_table("milestones", held)

    assert {"", "paused"} >= set(table["light"])
    assert {"", "暂停"} >= set(table["state"])
    assert table["days_late"].isna().all()
    assert not (table["silent"] == 1).any()
    assert [""] == dates["state"].unique().tolist()
    assert dates[["forecast", "actual", "days_late"]].isna().all(axis=None)


def test_pages_of_projects_without_actual_dates(bare):
    """The sentence says what is missing."""
    bare("milestones", *ACTUAL)
    visit = open_page("projects.py")

    looks_whole(visit)
    assert "43 个没有填报节点的实际日期，说不出谁逾期" in headline(visit)
    assert "节点的实际日期未填报，说不出谁逾期" in titles(visit)
    assert "逾期未完成的节点" not in " ".join(titles(visit))


def test_only_the_milestones_that_are_absent_are_unknown(bare):
    """A list whose last milestone has no actual date: 已启用 cannot be told from 已验收, 在建 can."""
    held = bare("milestones", "actual_7")
    table = list_table("projects", held)

    assert {"", "暂停"} >= set(table["state"])
    assert {"", "paused", "red"} >= set(table["light"])
