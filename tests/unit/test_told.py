"""What was told of projects laid over their list (rules 7): each statement, later, earlier, over a blank cell."""

from __future__ import annotations

import math
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitoring.projects.milestones import milestone_table
from monitoring.projects.told import Answer, answers, first_answers, told
from tests.support.projects import milestones, project, projects
from tests.support.rules import RULEBOOK

NAN = float("nan")
RULES = RULEBOOK.projects
LIST, ON = date(2026, 11, 27), date(2026, 11, 30)
BEFORE, AFTER = "2026-11-20", "2026-11-28"
NONE = {"subject": "", "amount": NAN, "done_on": None, "work": "", "import_id": NAN}


def entries(*rows):
    """(day, statement, …) with what the statement says by name, in the order in which they were typed."""
    made = [
        NONE | {"id": number, "project": "A", "reported_on": pd.Timestamp(day), "statement": statement} | said
        for number, (day, statement, said) in enumerate(rows, 1)
    ]
    frame = pd.DataFrame(made, columns=["id", "project", "reported_on", "statement", *NONE])
    return frame.astype({"reported_on": "datetime64[s]", "done_on": "datetime64[s]", "amount": "float64"})


def lists(funds=None, **cells):
    """A list of the project A; `done`: milestone, by its number → day; funds: source → arrived, paid."""
    done = cells.pop("done", {})
    frames = {
        "projects": projects(project("A", **cells)),
        "milestones": milestones("A", **{f"M{place}": ("2026-11-01", day) for place, day in done.items()}),
    }
    if funds is not None:
        rows = [("A", source, 900.0, arrived, paid) for source, (arrived, paid) in funds.items()]
        columns = ["project", "source", "planned_wan_yuan", "arrived_wan_yuan", "paid_wan_yuan"]
        frames["funds"] = pd.DataFrame(rows, columns=columns)
    return frames


def lay(listed, *rows, on=ON, dates=None, earlier=None):
    return told(listed, dates or {"projects": LIST, "funds": LIST}, entries(*rows), on, RULES, earlier)


def row(found):
    return found.projects.iloc[0]


def acceptance(found):
    """The day of 验收, the sixth milestone; None open."""
    day = found.milestones["actual_on"].iloc[5]
    return None if pd.isna(day) else str(day.date())


def done(day):
    return {"subject": "验收", "done_on": pd.Timestamp(day)}


# —— each statement: later than the list, earlier over a stated cell, earlier over a blank one


def test_where_nothing_was_told_the_lists_are_the_same_objects():
    listed = lists(paid_wan_yuan=450.0)
    found = lay(listed)

    assert found.projects is listed["projects"]
    assert found.milestones is listed["milestones"]
    assert {"A": LIST} == found.reckoned
    assert {} == found.heard


def test_a_milestone_told_later_is_done_on_its_day():
    assert "2026-11-18" == acceptance(lay(lists(), (AFTER, "milestone", done("2026-11-18"))))
    assert "2026-11-18" == acceptance(lay(lists(done={6: "2026-11-16"}), (AFTER, "milestone", done("2026-11-18"))))


def test_a_list_replaces_a_milestone_told_before_it_unless_it_leaves_the_cell_blank():
    assert "2026-11-16" == acceptance(lay(lists(done={6: "2026-11-16"}), (BEFORE, "milestone", done("2026-11-18"))))
    assert "2026-11-18" == acceptance(lay(lists(), (BEFORE, "milestone", done("2026-11-18"))))


def test_an_entry_of_the_lists_own_day_is_replaced():
    assert 450.0 == row(lay(lists(paid_wan_yuan=450.0), (LIST.isoformat(), "paid", {"amount": 500.0})))["paid_wan_yuan"]


@pytest.mark.parametrize(("statement", "column"), [("arrived", "arrived_wan_yuan"), ("paid", "paid_wan_yuan")])
def test_money_in_total(statement, column):
    said = {"amount": 500.0}

    assert 500.0 == row(lay(lists(**{column: 450.0}), (AFTER, statement, said)))[column]
    assert 450.0 == row(lay(lists(**{column: 450.0}), (BEFORE, statement, said)))[column]
    assert 500.0 == row(lay(lists(), (BEFORE, statement, said)))[column]
    assert {"A": frozenset({column})} == lay(lists(), (BEFORE, statement, said)).totals


def test_of_one_statement_the_newest_by_its_date_counts_and_of_one_date_the_newest_typed():
    listed = lists(paid_wan_yuan=450.0)
    by_date = lay(listed, ("2026-11-29", "paid", {"amount": 520.0}), (AFTER, "paid", {"amount": 500.0}))
    by_typing = lay(listed, (AFTER, "paid", {"amount": 500.0}), (AFTER, "paid", {"amount": 510.0}))

    assert 520.0 == row(by_date)["paid_wan_yuan"]
    assert 510.0 == row(by_typing)["paid_wan_yuan"]


def test_what_is_told_of_a_later_day_is_not_known_yet():
    found = lay(lists(paid_wan_yuan=450.0), (AFTER, "paid", {"amount": 500.0}), on=LIST)

    assert 450.0 == row(found)["paid_wan_yuan"]
    assert {"A": LIST} == found.reckoned


def test_a_pause_and_its_end():
    pause, end = ("2026-11-28", "paused", {"work": "资金未到位"}), ("2026-11-29", "resumed", {})
    listed = lists(reported_state="在建", reason="备注")

    assert ["暂停", "资金未到位"] == row(lay(listed, pause))[["reported_state", "reason"]].tolist()
    assert ["", ""] == row(lay(listed, pause, end))[["reported_state", "reason"]].tolist()
    assert ["", ""] == row(lay(lists(reported_state="暂停"), end))[["reported_state", "reason"]].tolist()


def test_a_list_that_says_a_state_replaces_the_pause_and_one_that_says_none_does_not():
    pause = (BEFORE, "paused", {"work": "资金未到位"})

    assert "在建" == row(lay(lists(reported_state="在建"), pause))["reported_state"]
    assert "暂停" == row(lay(lists(), pause))["reported_state"]


def test_progress_that_is_typed_fills_a_blank_and_that_of_a_workbook_stands_beside_its_list():
    typed, imported = {"amount": 60.0}, {"amount": 60.0, "import_id": 3}

    assert 60.0 == row(lay(lists(progress_pct=50.0), (AFTER, "progress", typed)))["progress_pct"]
    assert 60.0 == row(lay(lists(progress_pct=50.0), (AFTER, "progress", imported)))["progress_pct"]
    assert 50.0 == row(lay(lists(progress_pct=50.0), (BEFORE, "progress", typed)))["progress_pct"]
    assert 60.0 == row(lay(lists(), (BEFORE, "progress", typed)))["progress_pct"]
    assert math.isnan(row(lay(lists(), (BEFORE, "progress", imported)))["progress_pct"])


def test_a_text_without_a_percent_changes_no_figure_but_is_a_word():
    found = lay(lists(progress_pct=50.0), (AFTER, "progress", {"work": "封顶"}))

    assert 50.0 == row(found)["progress_pct"]
    assert {"A": date(2026, 11, 28)} == found.reckoned == found.heard


def test_a_milestone_of_which_the_list_has_no_column_is_told_by_an_entry():
    listed = lists()
    listed["milestones"] = listed["milestones"].assign(absent="actual_on")
    found = lay(listed, (AFTER, "milestone", done("2026-11-18")))

    assert ["actual_on"] * 5 + ["", "actual_on"] == found.milestones["absent"].tolist()


# —— money of a source


def source(amount, name="中央"):
    return {"subject": name, "amount": amount}


def paid_by(*rows, dates=None, **listed):
    return row(lay(lists(**listed), *rows, dates=dates))["paid_wan_yuan"]


def test_a_source_adds_to_the_total_what_is_more_than_the_funds_say():
    funds = {"中央": (300.0, 200.1), "省": (100.0, 100.0)}
    told_later = (AFTER, "paid", source(260.3))

    assert 360.3 == paid_by(told_later, funds=funds, paid_wan_yuan=300.1)
    other = (AFTER, "paid", source(110.0, "省"))
    assert 370.3 == paid_by(told_later, other, funds=funds, paid_wan_yuan=300.1)
    assert 300.1 == paid_by((BEFORE, "paid", source(260.3)), funds=funds, paid_wan_yuan=300.1)


def test_a_total_that_was_told_stands_whatever_sources_say():
    """What it holds of them nobody knows; of the two, the order of days makes no difference."""
    funds = {"中央": (300.0, 200.0)}
    total, part = ("2026-11-28", "paid", {"amount": 500.0}), ("2026-11-29", "paid", source(260.0))

    assert 500.0 == paid_by(total, part, funds=funds, paid_wan_yuan=300.0)
    assert 500.0 == paid_by((AFTER, "paid", source(260.0)), total, funds=funds, paid_wan_yuan=300.0)


@pytest.mark.parametrize(
    ("funds", "listed", "funds_on"),
    [
        ({"省": (1.0, 1.0)}, 300.0, LIST),
        ({"中央": (1.0, NAN)}, 300.0, LIST),
        ({"中央": (1.0, 200.0)}, NAN, LIST),
        ({"中央": (1.0, 200.0)}, 300.0, date(2026, 9, 30)),
        (None, 300.0, LIST),
    ],
    ids=["no such source", "source not reported", "total not reported", "funds of another day", "no funds"],
)
def test_a_source_changes_no_total_where_nobody_knows_what_it_holds(funds, listed, funds_on):
    dates = {"projects": LIST} | ({"funds": funds_on} if funds else {})
    found = paid_by((AFTER, "paid", source(260.0)), funds=funds, paid_wan_yuan=listed, dates=dates)

    assert listed == found or (math.isnan(listed) and math.isnan(found))


def test_later_funds_replace_what_was_told_of_a_source():
    funds = {"中央": (300.0, 280.0)}
    asked = entries((AFTER, "paid", source(260.0)))
    dates = {"projects": LIST, "funds": date(2026, 11, 29)}

    assert {1: Answer(date(2026, 11, 29), 280.0)} == answers(asked, lists(funds=funds, paid_wan_yuan=300.0), dates)
    assert {} == answers(asked, lists(funds=funds, paid_wan_yuan=300.0), {"projects": LIST, "funds": LIST})


# —— lists before


def test_what_an_earlier_list_replaced_stays_replaced_where_the_next_is_blank():
    """400 told on the 6th, 300 listed on the 13th, nothing on the 27th: nobody reports the money any more."""
    told_first = ("2026-11-06", "paid", {"amount": 400.0})
    earlier = answers(entries(told_first), lists(paid_wan_yuan=300.0), {"projects": date(2026, 11, 13)})

    assert math.isnan(row(lay(lists(), told_first, earlier=earlier))["paid_wan_yuan"])
    assert 400.0 == row(lay(lists(), told_first))["paid_wan_yuan"]


def test_the_first_list_that_fills_a_cell_answers():
    blank, filled = Answer(date(2026, 11, 13), None), Answer(date(2026, 11, 20), 450.0)

    assert {1: filled} == first_answers([{1: blank}, {1: filled}, {1: Answer(LIST, 460.0)}])
    assert {1: Answer(LIST, None)} == first_answers([{1: blank}, {1: Answer(LIST, None)}])


# —— the day at which a project is reckoned


def test_what_was_planned_since_a_project_was_told_of_waits_for_word_and_is_not_late():
    listed = lists()
    listed["milestones"] = milestones(
        "A", M4=("2026-11-10", "2026-11-10"), M5=("2026-11-25", ""), M6=("2026-11-29", "")
    )
    quiet = lay(listed, dates={"projects": date(2026, 11, 20)})
    heard = lay(listed, (AFTER, "progress", {"amount": 60.0}), dates={"projects": date(2026, 11, 20)})
    states = [
        milestone_table(each.milestones, each.projects, ON, RULES, each.reckoned).set_index("milestone")
        for each in (quiet, heard)
    ]

    assert ["due_unreported", "due_unreported"] == [states[0].at[name, "state"] for name in ("安装/主体", "验收")]
    assert ["overdue", "due_unreported"] == [states[1].at[name, "state"] for name in ("安装/主体", "验收")]
    assert 3.0 == states[1].at["安装/主体", "days_late"]
    assert states[0]["days_late"].drop("到货/开工").isna().all()


# —— the worked example of rules 7

SEPTEMBER, NOVEMBER = date(2026, 9, 30), date(2026, 11, 27)
WORKED = (("2026-11-20", "milestone", done("2026-11-18")), ("2026-11-20", "paid", {"amount": 500.0}))


def test_the_worked_example():
    first = lists(paid_wan_yuan=400.0)
    on_25 = told(first, {"projects": SEPTEMBER}, entries(*WORKED), date(2026, 11, 25), RULES)
    late = milestone_table(on_25.milestones, on_25.projects, date(2026, 11, 25), RULES, on_25.reckoned)
    second = lists(paid_wan_yuan=450.0)
    on_30 = told(second, {"projects": NOVEMBER}, entries(*WORKED), date(2026, 11, 30), RULES)

    assert ("2026-11-18", 500.0) == (acceptance(on_25), row(on_25)["paid_wan_yuan"])
    assert {"A": date(2026, 11, 20)} == on_25.reckoned
    assert math.isnan(late["days_late"].iloc[5])  # nothing was planned of it; the lateness of a plan: below
    assert ("2026-11-18", 450.0) == (acceptance(on_30), row(on_30)["paid_wan_yuan"])
    said = answers(entries(*WORKED), second, {"projects": NOVEMBER})
    assert {1: Answer(NOVEMBER, None), 2: Answer(NOVEMBER, 450.0)} == said


def test_the_lateness_of_the_worked_example_is_counted_from_the_day_it_was_done():
    planned = lists()
    planned["milestones"] = milestones("A", M6=("2026-10-31", ""))
    found = told(planned, {"projects": SEPTEMBER}, entries(*WORKED), date(2026, 11, 25), RULES)
    table = milestone_table(found.milestones, found.projects, date(2026, 11, 25), RULES, found.reckoned)

    assert ["done_late", 18.0] == table.loc[5, ["state", "days_late"]].tolist()


# —— the same a second time, in plain Python, written from rules 7

DAYS = st.integers(0, 9).map(lambda days: date(2026, 11, 20) + timedelta(days=days))
AMOUNTS = st.sampled_from([10.0, 20.5, 30.1, 40.0])
CELLS = st.fixed_dictionaries(
    {"paid_wan_yuan": AMOUNTS | st.just(NAN), "progress_pct": AMOUNTS | st.just(NAN), "source": AMOUNTS | st.just(NAN),
     "reported_state": st.sampled_from(["", "在建", "暂停"]), "accepted": DAYS | st.none()}
)  # fmt: skip
SAID = st.one_of(
    st.tuples(st.just("paid"), st.sampled_from(["", "中央"]), AMOUNTS),
    st.tuples(st.just("progress"), st.just(""), AMOUNTS | st.just(NAN)),
    st.tuples(st.just("milestone"), st.just("验收"), DAYS),
    st.tuples(st.sampled_from(["paused", "resumed"]), st.just(""), st.just(NAN)),
)
TYPED = st.lists(st.tuples(DAYS, SAID), max_size=8)


def plainly(listings, typed, on):
    """What rules 7 say of it, one statement after the other: state, money, progress and acceptance on a day."""
    known = sorted(day for day in listings if day <= on)
    cells = listings[known[-1]]
    column = {("paid", ""): "paid_wan_yuan", ("paid", "中央"): "source", ("progress", ""): "progress_pct",
              ("paused", ""): "reported_state", ("milestone", "验收"): "accepted"}  # fmt: skip
    says: dict = {}
    for place, (day, (statement, subject, value)) in enumerate(typed):
        if day <= on and not (statement == "progress" and math.isnan(value)):
            about = ("paused" if statement == "resumed" else statement, subject)
            says[about] = max(says.get(about, (date.min, -1)), (day, place))
    stands = {}
    for about, (day, place) in says.items():
        filled = [listings[one][column[about]] for one in known if one >= day]
        if all(cell is None or cell == "" or cell != cell for cell in filled):
            stands[about] = typed[place]
    found = {name: cells[name] for name in ("paid_wan_yuan", "progress_pct", "reported_state", "accepted")}
    if ("paid", "") in stands:
        found["paid_wan_yuan"] = stands["paid", ""][1][2]
    elif ("paid", "中央") in stands and stands["paid", "中央"][0] > known[-1]:
        more = stands["paid", "中央"][1][2] - cells["source"]
        found["paid_wan_yuan"] += more if more == more else 0
    if ("progress", "") in stands:
        found["progress_pct"] = stands["progress", ""][1][2]
    if ("milestone", "验收") in stands:
        found["accepted"] = stands["milestone", "验收"][1][2]
    if ("paused", "") in stands:
        found["reported_state"] = "暂停" if stands["paused", ""][1][0] == "paused" else ""
    return found


def same(one, other):
    return one == other or (one != one and other != other) or (isinstance(one, float) and abs(one - other) < 1e-9)


@settings(deadline=None)
@given(listings=st.dictionaries(DAYS, CELLS, min_size=1, max_size=3), typed=TYPED, on=DAYS)
def test_a_plain_computation_says_the_same_of_any_mix(listings, typed, on):
    known = sorted(day for day in listings if day <= on)
    if not known:
        return
    frames = {
        day: lists(
            funds={"中央": (NAN, cells["source"])},
            done={6: cells["accepted"].isoformat()} if cells["accepted"] else {},
            **{name: cells[name] for name in ("paid_wan_yuan", "progress_pct", "reported_state")},
        )
        for day, cells in listings.items()
    }
    rows = [
        (day, statement, {"subject": subject} | ({"done_on": pd.Timestamp(value)} if statement == "milestone" else
         {"amount": value}))
        for day, (statement, subject, value) in typed
    ]  # fmt: skip
    asked = entries(*rows)
    dates = {day: {"projects": day, "funds": day} for day in known}
    earlier = first_answers(answers(asked, frames[day], dates[day]) for day in known[:-1])
    found = told(frames[known[-1]], dates[known[-1]], asked, on, RULES, earlier)
    expected = plainly(listings, typed, on)

    for name in ("paid_wan_yuan", "progress_pct", "reported_state"):
        assert same(expected[name], row(found)[name]), name
    assert (expected["accepted"].isoformat() if expected["accepted"] else None) == acceptance(found)
    assert max([known[-1], *(day for day, _ in typed if day <= on)]) == found.reckoned["A"]
