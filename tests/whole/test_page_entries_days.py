"""What somebody types beside lists of other days (rules 7): later lists, 到期待报, silence, schools that are gone."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from monitoring import snapshots
from monitoring.reports.list_sheets import projects_workbook
from monitoring.reports.lists import list_table
from monitoring.settings import load_settings
from monitoring.snapshots import Statement
from tests.support.entries import (
    ACCEPTED,
    AT,
    COUNTY,
    NOVEMBER,
    OTHER,
    PAID,
    PROJECT,
    copied,
    exported,
    known,
    milestone,
    page,
    told,
)
from tests.support.lists import projects_of
from tests.support.pages import bodies, headline, listed, looks_whole, open_page, words
from tests.support.rules import RULEBOOK

storage = pytest.fixture(copied)


# —— lists that come later


def store(storage, file):
    proposal = snapshots.propose(storage, load_settings(), RULEBOOK.projects, [file])
    snapshots.save(storage, proposal, {stop.id: "repair" for stop in proposal.stops}, "本机", AT)
    return proposal


def paid_450(sheet):
    """The list of 27 November: 450 paid, the day of acceptance blank."""
    row = next(cells for cells in sheet.iter_rows() if cells[0].value == PROJECT)
    row[PAID - 1].value, row[ACCEPTED - 1].value = 450, None


@pytest.mark.both_databases
def test_the_worked_example_of_the_rules(storage):
    told(milestone="验收", 完成日期="2026-11-18", 累计支付_万元="500")
    proposal = store(storage, projects_of("2026年11月27日", paid_450))
    then, now = {"on": date(2026, 11, 25)}, {"on": date(2026, 11, 30)}
    done = [pd.Timestamp(2026, 11, 18), 79.0, "done_late"]

    assert [done, 500.0] == [milestone(storage, "验收", **then), exported(storage, "projects", **then)["paid"].item()]
    assert [done, 450.0] == [milestone(storage, "验收", **now), exported(storage, "projects", **now)["paid"].item()]
    found = {problem.code: problem for problem in proposal.problems if problem.code.startswith("told")}
    assert {"told_kept": "warning", "told_fell": "warning"} == {name: each.severity for name, each in found.items()}
    assert "2026-11-18" in found["told_kept"].expected
    assert "500 万元" in found["told_fell"].expected
    said = words(page(on="2026-11-30"))
    assert "11-27 的清单里空着，仍按这条" in said
    assert "11-27 起以清单为准：450 万元，比这条小，请核实" in said
    assert "清单" not in listed(page(on="2026-11-25"), "周进度")["进展"].iloc[0]


STATE, PROGRESS = 30, 29  # columns of 项目清单: 状态, 形象进度


@pytest.mark.parametrize(
    ("state", "progress", "codes"),
    [
        ("在建", 10, {"reported_state": "told_differs", "progress_pct": "told_fell"}),
        ("", None, {"reported_state": "told_kept", "progress_pct": "told_kept"}),
        ("暂停", 99, {}),
    ],
)
def test_a_list_tells_where_it_differs_from_what_was_typed_in(storage, state, progress, codes):
    """A pause and a percent of 20 November, money of a source; the list is of the 27th, its funds have less."""
    said = [
        Statement(COUNTY, OTHER, NOVEMBER, 50.0),
        Statement(COUNTY, OTHER, NOVEMBER, statement="paused", work="资金未到位"),
        Statement(COUNTY, PROJECT, NOVEMBER, 9000.0, statement="paid", subject="中央"),
    ]
    snapshots.enter(storage, said, "本机", AT)

    def change(sheet):
        row = next(cells for cells in sheet.iter_rows() if cells[0].value == OTHER)
        row[STATE - 1].value, row[PROGRESS - 1].value = state or None, progress

    proposal = snapshots.propose(storage, load_settings(), RULEBOOK.projects, [projects_of("2026年11月27日", change)])
    found = {(each.field, each.code) for each in proposal.problems if each.code.startswith("told")}

    assert {*codes.items(), ("paid_wan_yuan", "told_fell")} == found


def test_what_one_list_replaced_does_not_come_back_with_the_next_that_is_blank(storage):
    """Withdrawn, the list between no longer answers, and what was told is in force again."""
    told(累计支付_万元="500")
    store(storage, projects_of("2026年11月21日", paid_450))

    def blank(sheet):
        paid_450(sheet)
        next(cells for cells in sheet.iter_rows() if cells[0].value == PROJECT)[PAID - 1].value = None

    store(storage, projects_of("2026年11月24日", blank))

    assert pd.isna(exported(storage, "projects")["paid"].item())
    between = snapshots.imports(storage).sort_values("id")["id"].iloc[1]
    snapshots.set_state(storage, int(between), "withdrawn", "本机", AT)
    assert 500.0 == exported(storage, "projects")["paid"].item()


# —— 到期待报 and silence


def test_milestones_that_fell_due_since_stand_apart_on_every_page(storage):
    day = "2026-11-25"
    count = int((known(storage, on=date(2026, 11, 25)).works.milestones["state"] == "due_unreported").sum())
    visit = open_page("projects.py", on=day)
    looks_whole(visit)
    counts = listed(visit, "节点")

    assert count > 0
    assert f"另有 {count} 个节点到期待报" in words(visit)
    assert count == counts["到期待报"].astype(int).sum()
    timeline = next(body for body in bodies(visit) if 'class="table timeline"' in body)
    assert count == timeline.count('class="dot awaited"')
    assert headline(open_page("projects.py")).split("；")[0] == headline(visit).split("；")[0]  # nobody later than told
    assert "到期待报" in words(open_page("overview.py", on=day))
    assert "到期待报" not in words(open_page("projects.py"))
    assert "到期待报" not in listed(open_page("projects.py"), "节点").columns


def test_the_exports_name_what_waits_for_word(storage):
    held = known(storage, on=date(2026, 11, 25))
    rows = list_table("milestones", held)
    waiting = rows[rows["state"] == "due_unreported"]

    assert len(waiting) > 0
    assert waiting["days_late"].isna().all()
    assert set() == set(list_table("milestones", known(storage))["state"]) & {"due_unreported"}
    sheet = projects_workbook(held.works.table, held.works.milestones, None, held.on, "", RULEBOOK.projects)
    states = pd.read_excel(io.BytesIO(sheet), sheet_name="节点", header=None)
    assert len(waiting) == (states == "到期待报").sum().sum()


def test_a_room_that_fell_due_since_is_counted_apart(storage):
    held = known(storage, on=date(2027, 1, 29)).ledger()
    visit = open_page("progress.py", on="2027-01-29")
    looks_whole(visit)

    assert f"另有 {held.due_unreported} 间计划在台账日期之后到期，待报" in words(visit)
    assert "待报" not in words(open_page("progress.py"))
    assert headline(visit) == headline(open_page("progress.py"))


def silent(storage, day):
    table = known(storage, on=day).works.table
    return set(table.loc[table["silent"] == 1, "project"])


def test_silence_is_reckoned_at_the_day_that_is_looked_at(storage):
    """A weekly list is word of every project in it; after two weeks without any, those under way are silent."""
    store(storage, projects_of("2026年11月20日"))
    under_way = silent(storage, date(2026, 12, 5))

    assert OTHER in under_way
    assert set() == silent(storage, date(2026, 12, 4))
    [number] = snapshots.enter(storage, [Statement(COUNTY, OTHER, date(2026, 11, 28), 97.0)], "本机", AT)
    assert under_way - {OTHER} == silent(storage, date(2026, 12, 5))
    snapshots.withdraw_entry(storage, number, "本机", AT)
    assert under_way == silent(storage, date(2026, 12, 5))


def test_an_entry_of_any_kind_is_word_of_its_project_and_of_no_other(storage):
    before = silent(storage, NOVEMBER)
    snapshots.enter(storage, [Statement(COUNTY, OTHER, NOVEMBER, 120.0, statement="paid")], "本机", AT)

    assert OTHER in before
    assert before - {OTHER} == silent(storage, NOVEMBER)


def test_a_list_is_old_though_something_was_told_since(storage):
    """One project was told of; the list of all of them is as old as it was."""
    told(累计支付_万元="500")

    assert {"rooms": 51, "projects": 51} == dict(known(storage).old)
    assert "项目清单是 51 天前的" in words(page())


# —— schools that no table has any more


def test_projects_and_rooms_of_a_school_without_a_table_are_counted_and_named(storage):
    held = known(storage)
    code, name = held.works.table.set_index("project").loc[PROJECT, ["school_code", "school_name"]]
    rows = held.snapshot.rows
    fewer = replace(held.snapshot, key=f"{held.snapshot.key}.0", rows=rows[rows["school_code"] != code])
    later = replace(held, snapshot=fewer)
    alone = replace(held, snapshot=replace(fewer, key=f"{fewer.key}.0", rows=rows.head(0), period=None))

    assert ({}, 0) == (dict(held.works.beyond), held.ledger().beyond)
    assert {PROJECT: name}.items() <= later.works.beyond.items()
    assert (int((held.rooms["school_code"] == code).sum()), (name,)) == (
        later.ledger().beyond,
        later.ledger().beyond_names,
    )
    assert {} == dict(alone.works.beyond)  # where no school table is known, none is missing in it
