"""A real change and a correction are told apart (rules 7), whatever the two states are of."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from monitoring.snapshots.changes import (
    CHANGE,
    CORRECTION,
    SAME,
    Told,
    Topic,
    differences,
    first_told,
    of_entries,
    of_tables,
)
from monitoring.snapshots.selection import Head, known_on

MARCH, SEPTEMBER, OCTOBER = date(2026, 3, 31), date(2026, 9, 30), date(2026, 10, 16)


def head(number, kind, dated, stage="", rows=9):
    """A table of an import of its own."""
    return Head(number, number, "990121", "澄湖县", kind, stage, dated, rows)


FIRST = [
    head(1, "schools", MARCH, "primary"),
    head(2, "schools", MARCH, "junior"),
    head(3, "schools", SEPTEMBER, "primary"),
    head(4, "schools", SEPTEMBER, "junior"),
    head(5, "rooms", SEPTEMBER),
]


def natures(before, after):
    """What became of each kind and stage: two lists of tables with the day that is looked at."""
    found = differences(of_tables(known_on(*before)), of_tables(known_on(*after)))
    return {f"{topic.kind} {topic.stage}".strip(): nature for topic, nature in found.items()}


def test_between_two_days_a_later_table_is_a_change_and_what_stays_is_the_same():
    october = [*FIRST, head(6, "rooms", OCTOBER)]

    assert {"schools primary": SAME, "schools junior": SAME, "rooms": CHANGE} == natures(
        (october, SEPTEMBER), (october, OCTOBER)
    )
    assert {"schools primary": CHANGE, "schools junior": CHANGE, "rooms": CHANGE} == natures(
        (FIRST, MARCH), (FIRST, SEPTEMBER)
    )


def test_a_newer_import_of_the_same_date_is_a_correction_of_its_stage_alone():
    again = [*FIRST, head(6, "schools", SEPTEMBER, "junior")]

    assert {"schools primary": SAME, "schools junior": CORRECTION, "rooms": SAME} == natures(
        (FIRST, SEPTEMBER), (again, SEPTEMBER)
    )


def test_one_import_can_bring_a_change_and_a_correction():
    both = [*FIRST, head(6, "schools", SEPTEMBER, "primary"), head(7, "rooms", OCTOBER)]

    assert {"schools primary": CORRECTION, "schools junior": SAME, "rooms": CHANGE} == natures(
        (FIRST, OCTOBER), (both, OCTOBER)
    )


def test_a_withdrawal_takes_back_and_tells_nothing_new():
    """The ledger of October is withdrawn: that of September speaks again; withdrawn too, none does."""
    october = [*FIRST, head(6, "rooms", OCTOBER)]

    assert CORRECTION == natures((october, OCTOBER), (FIRST, OCTOBER))["rooms"]
    assert CORRECTION == natures((FIRST, OCTOBER), (FIRST[:4], OCTOBER))["rooms"]


def test_a_stage_that_the_later_date_does_not_have_changed():
    only = [*FIRST[:3], FIRST[4]]

    assert {"schools primary": CHANGE, "schools junior": CHANGE, "rooms": CHANGE} == natures(
        (only, MARCH), (only, SEPTEMBER)
    )


def test_what_is_told_for_the_first_time_is_a_change_of_a_kind_and_a_correction_of_a_date():
    """A first ledger is new; a stage that was forgotten and comes in later belongs to the date that was known."""
    assert CHANGE == natures((FIRST[:4], SEPTEMBER), (FIRST, SEPTEMBER))["rooms"]
    assert CORRECTION == natures((FIRST[:3], SEPTEMBER), (FIRST, SEPTEMBER))["schools junior"]


@pytest.mark.parametrize(
    ("rows", "nature"),
    [
        ([(1, "2026-11-20", 500.0)], SAME),
        ([(1, "2026-11-20", 500.0), (2, "2026-11-27", 510.0)], CHANGE),
        ([(1, "2026-11-20", 500.0), (2, "2026-11-20", 450.0)], CORRECTION),
        ([(1, "2026-11-20", 500.0), (2, "2026-11-06", 450.0)], SAME),
        ([], CORRECTION),
    ],
    ids=["nothing new", "a later day", "the same day typed anew", "an earlier day", "withdrawn"],
)
def test_an_entry_is_a_change_only_by_a_later_day(rows, nature):
    def told(each):
        frame = pd.DataFrame(each, columns=["id", "reported_on", "amount"]).astype({"reported_on": "datetime64[s]"})
        return of_entries(frame.assign(project="CH-1", statement="paid", subject=""), date(2026, 11, 30))

    first, topic = told([(1, "2026-11-20", 500.0)]), Topic(("CH-1", "paid", ""))

    assert {topic: Told(date(2026, 11, 20), 1)} == first
    assert {topic: nature} == differences(first, told(rows))


def test_an_entry_of_later_is_not_known_yet():
    frame = pd.DataFrame({"id": [1], "reported_on": pd.to_datetime(["2026-12-01"])})

    assert {} == of_entries(frame.assign(project="CH-1", statement="paid", subject=""), date(2026, 11, 30))


def test_what_was_told_first_is_the_oldest_import_of_each_date():
    """Corrected twice: the first counts, not the second; a stage that was taken out and came again is the first one."""
    tables = [*FIRST, head(6, "schools", MARCH, "junior"), head(7, "schools", MARCH, "junior"), head(8, "rooms", MARCH)]
    known = known_on(tables, MARCH)

    assert [1, 7, 8] == [each.id for each in known]
    assert [1, 2, 8] == [each.id for each in first_told(tables, known, "schools")]
    assert known == first_told(tables, known, "rooms")
