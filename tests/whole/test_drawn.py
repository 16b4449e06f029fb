"""What was drawn once is what would be drawn: the same for the next viewer, and anew once anything has changed."""

from __future__ import annotations

from datetime import date, datetime
from threading import Event

import pytest

from components import overview
from components.frame import ahead, cached
from components.frame.choice import read
from monitoring import events, snapshots
from monitoring.settings import load_settings
from monitoring.snapshots import Statement
from monitoring.storage import Storage
from tests.support.pages import bodies, forget_other_databases, open_page, titles

COUNTY = "990122"
VISITS = {
    "overview.py": [{}, {"stage": "primary"}, {"township": "990122003"}, {"standard": "moe-2012-3"}],
    "map.py": [{}, {"measure": "rooms.in_use"}],
    "gaps.py": [{}, {"requirement": "L5"}],
    "school.py": [{}],
    "balance.py": [{}, {"standard": "moe-2014-baseline"}],
    "progress.py": [{"view": tab} for tab in ("funnel", "forecast", "late", "doubts", "rooms", "network")],
    "projects.py": [{"view": tab} for tab in ("timeline", "money", "delay", "gaps", "list", "project")],
    "standards.py": [{}],
}


def charts(visit) -> list[str]:
    """The charts of a page, as they are sent."""
    return [element.proto.spec for element in visit.get("plotly_chart")]


@pytest.mark.usefixtures("sample_url")
@pytest.mark.parametrize("page", VISITS)
def test_the_next_viewer_sees_what_the_first_saw(page):
    for query in VISITS[page]:
        first = open_page(page, **query)
        again = open_page(page, keeps_drawn=True, **query)

        assert bodies(first) == bodies(again), query
        assert charts(first) == charts(again), query


@pytest.mark.usefixtures("sample_url")
def test_the_next_viewer_costs_no_sentence(monkeypatch):
    first = open_page("overview.py")
    monkeypatch.setattr(overview, "headline", lambda _: pytest.fail("drawn again"))
    again = open_page("overview.py", keeps_drawn=True)

    assert bodies(first) == bodies(again)
    assert [] == [str(error.message) for error in again.exception]


@pytest.mark.both_databases
def test_an_entry_is_seen_at_once_by_whoever_looks(sample_url):
    storage = Storage(sample_url)
    project = works_of_the_sample().table["project"].iloc[0]
    before = open_page("projects.py", project=project)
    snapshots.enter(storage, [Statement(COUNTY, project, date(2026, 11, 27), 97.0)], "本机", datetime(2026, 11, 27))
    after = open_page("projects.py", keeps_drawn=True, project=project)

    assert "97%" not in " ".join(titles(before))
    assert "97%" in " ".join(titles(after))


@pytest.mark.both_databases
def test_another_state_of_the_database_is_another_word(sample_url):
    """Every way to change what is known: an entry, its withdrawal, an import withdrawn and taken back."""
    storage = Storage(sample_url)
    at, states = datetime(2026, 12, 1), [events.state(Storage(sample_url))]
    [entry] = snapshots.enter(storage, [Statement(COUNTY, "x", date(2026, 11, 27), 97.0)], "本机", at)
    states.append(events.state(storage))
    snapshots.withdraw_entry(storage, entry, "本机", at)
    states.append(events.state(storage))
    for state in ("withdrawn", "current"):
        snapshots.set_state(storage, 1, state, "本机", at)
        states.append(events.state(storage))

    assert 5 == len(set(states))
    assert states[-1] == events.state(storage)


@pytest.mark.both_databases
@pytest.mark.usefixtures("sample_url")
def test_what_is_made_ahead_is_there_before_a_page_asks(monkeypatch):
    forget_other_databases()
    ahead.start().join()
    choice, _ = read({}, cached)
    monkeypatch.setattr(snapshots, "load", lambda *given, **_: pytest.fail(f"read again: {given[1:]}"))

    held = cached.situation(choice.snapshot)
    assert len(held.results(choice.standard).schools)
    assert 1 < len(cached.shares(choice))
    assert len(held.works.table)
    assert len(held.ledger().rooms)


@pytest.mark.usefixtures("sample_url")
def test_what_other_pages_show_is_made_while_nobody_waits():
    """Whoever has opened 总览 does not share the processor with what is made for others."""
    forget_other_databases()
    is_made, falls = Event(), []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cached, "falls", falls.append)
        with cached.one_run():
            making = ahead.start(is_made)
            assert is_made.wait(60)
            making.join(5 * ahead.PAUSE_S)
            assert making.is_alive()
            assert not falls
        making.join(60)
    assert [load_settings().county] == [choice.county for choice in falls]


@pytest.mark.both_databases
@pytest.mark.usefixtures("database_url")
def test_of_an_empty_database_nothing_is_made_ahead():
    forget_other_databases()
    ahead.start().join()

    assert {} == cached.counties()


def works_of_the_sample():
    """The projects of the sample county on its newest day."""
    forget_other_databases()
    choice, _ = read({"county": load_settings().county}, cached)
    return cached.situation(choice.snapshot).works
