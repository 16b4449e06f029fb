"""Dates in the lists: every spelling that leaves no doubt is read, and what is no date is not stored as one."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd
import pytest

from monitoring.validation.cells.dates import read_date
from tests.support.lists_layouts import changed, told

ON = date(2026, 9, 30)
EQUIPPED = 6  # the column of 设备到位日期 in the ledger


def reading(typed, *, is_planned=False):
    found = read_date(typed, ON, is_planned=is_planned)
    return found.how, found.value and found.value.isoformat()


@pytest.mark.parametrize(
    "typed",
    [
        "二〇二六年三月六日", "二○二六年三月六日", "2026年三月六日", "二〇二六年〇三月〇六日", "2026、3、6", "2026·3·6",
        "2026。3。6", "2026，3，6", "2026 3 6", "2026 03 06", "2026.3.6。", "6-Mar-26", "6 March 2026", "Mar 6, 2026",
        "2026-Mar-06", "46087", "２０２６年３月６日（星期五）", "2026-03-06 00:00:00",
    ],
)  # fmt: skip
def test_a_spelling_without_doubt_is_a_note_and_the_date(typed):
    assert ("note", "2026-03-06") == reading(typed)


@pytest.mark.parametrize(
    ("typed", "how", "value"),
    [
        ("二十六日", "bad", None),
        ("二〇二六年十二月三十一日", "future", None),
        ("二〇二五年十二月三十一日", "note", "2025-12-31"),
        ("3/6/2026", "bad", None),
        ("16/3/2026", "note", "2026-03-16"),
        ("3/16/2026", "note", "2026-03-16"),
        ("6-Mei-26", "bad", None),
        ("Mar-26", "bad", None),
        ("31-Feb-26", "no_such_day", None),
        ("2026 1 2", "note", "2026-01-02"),
        ("20263", "bad", None),
        (20263.0, "bad", None),
    ],
)
def test_what_leaves_a_doubt_is_not_guessed(typed, how, value):
    """Day and month may be exchanged, or something is missing."""
    assert (how, value) == reading(typed)


@pytest.mark.parametrize("typed", [202603.0, "202603", "2026、3", "二〇二六年三月", "Mar 2026", datetime(2454, 9, 14)])  # noqa: DTZ001
def test_a_month_is_its_last_day(typed):
    """202603, too; in a cell formatted as a date it shows 2454-09-14."""
    assert ("month", "2026-03-31") == reading(typed)
    assert ("month", "2026-03-31") == reading(typed, is_planned=True)


@pytest.mark.parametrize("typed", [2026.0, "2026", "2026年", "二〇二六年", "2026年底", datetime(1905, 7, 18)])  # noqa: DTZ001
def test_a_year_alone_is_no_date(typed):
    """In a cell formatted as a date 2026 shows 1905-07-18."""
    assert ("year", None) == reading(typed)
    assert ("year", None) == reading(typed, is_planned=True)


@pytest.mark.parametrize("is_planned", [True, False])
@pytest.mark.parametrize(
    "typed", ["1985-09-01", datetime(1985, 9, 1), "9999-12-31", "1900年1月", "2101.1.1", "19000101"]
)  # noqa: DTZ001 (a date)
def test_a_date_outside_the_possible_years_is_not_reported(typed, is_planned):
    """Nobody built it then, nobody plans for then: a slip of the pen."""
    assert ("outside", None) == reading(typed, is_planned=is_planned)


def test_the_first_and_the_last_possible_day_are_dates():
    """1990 to 2100, both."""
    assert ("plain", "1990-01-01") == reading(datetime(1990, 1, 1))  # noqa: DTZ001 (a date)
    assert ("note", "2100-12-31") == reading("2100-12-31", is_planned=True)


@pytest.mark.parametrize(
    ("typed", "how"), [("30/9/26", "bad"), (datetime(2300, 1, 1), "outside"), ("2065-03-05", "future")]
)  # noqa: DTZ001
def test_only_what_was_read_as_a_date_has_not_happened(typed, how):
    """30/9/26 may name the day first, 2300 is nobody's year; a slip of one figure is a date."""
    assert (how, None) == reading(typed)


@pytest.mark.parametrize(
    ("typed", "code", "stored"),
    [
        ("二〇二五年三月六日", ("note", "date_form"), "2025-03-06"),
        (2025, ("warning", "date_year"), None),
        ("1985-09-01", ("warning", "date_outside"), None),
        ("9999-12-31", ("warning", "date_outside"), None),
        (202503, ("warning", "date_month"), "2025-03-31"),
    ],
)
def test_a_ledger_tells_what_became_of_a_date(typed, code, stored):
    """In the cell, with its severity."""

    def one(lines):
        lines[2][EQUIPPED : EQUIPPED + 2] = [typed, None]

    checked = changed("rooms", one)
    room = checked.list_frames({})["rooms"].iloc[0]

    assert (*code, "G3") in told(checked)
    assert (pd.NaT if stored is None else pd.Timestamp(stored)) is room["equipped_on"] or pd.Timestamp(stored) == room[
        "equipped_on"
    ]


@pytest.mark.parametrize(
    ("typed", "how", "value"),
    [
        ("已验收（2026-03-07）", "odd", "2026-03-07"),
        ("2026年3月7日完成验收", "odd", "2026-03-07"),
        ("预计2026年3月7日", "bad", None),
        ("2026年3月7日前", "bad", None),
        ("2026-03-07至2026-03-09", "bad", None),
        ("未验收", "placeholder", None),
        ("否", "placeholder", None),
        ("是", "bad", None),
        ("√", "bad", None),
    ],
)
def test_words_beside_a_date(typed, how, value):
    """One whole date in other words is that day; what is only done, or only meant, is none."""
    assert (how, value) == reading(typed)


@pytest.mark.parametrize("typed", ["2026年三季度", "2026年第3季度", "2026Q3", "2026年3季度末", "2026 三季度"])
def test_the_quarter_of_a_plan_is_its_last_day(typed):
    """Of what has happened the day is asked: nothing is accepted “in a quarter”."""
    assert ("quarter", "2026-09-30") == reading(typed, is_planned=True)
    assert ("bad", None) == reading(typed)


@pytest.mark.parametrize("typed", ["2026年五季度", "三季度", "2026年三四季度", "2026Q0"])
def test_no_quarter_is_made_of_other_words(typed):
    assert "quarter" != reading(typed, is_planned=True)[0]


def test_a_planned_quarter_is_told_as_a_note():
    """And stored as the day that it ends with."""

    def typed(lines):
        lines[3][lines[2].index("计划日期")] = "2026年三季度"

    checked = changed("projects", typed)

    assert ("note", "date_quarter") in [one[:2] for one in told(checked)]
