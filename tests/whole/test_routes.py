"""What is served beside the pages: the map's data, compressed and kept; wrong addresses answered with a sentence."""

import pytest

from components.frame import cached, routes
from monitoring import snapshots
from monitoring.settings import load_settings
from monitoring.storage import Storage
from tests.support.pages import forget_other_databases
from tests.support.routes import ask
from tests.support.rules import RULEBOOK

MOST_BYTES = 300_000


@pytest.fixture
def view(sample_database, monkeypatch):
    """The keys of the newest snapshot's view by verdict."""
    monkeypatch.setenv("MONITORING_DATABASE", f"sqlite:///{sample_database}")
    forget_other_databases()
    number = snapshots.newest(Storage(load_settings().database), load_settings().county)
    return {"snapshot": number, "standard": "moe-2017-6", "stage": "all", "measure": "share", "rules": "0a"}


def test_every_located_school_of_the_snapshot_is_a_point(view):
    rows = snapshots.load(Storage(load_settings().database), view["snapshot"], RULEBOOK.projects).rows
    compulsory = rows[rows["stage"].isin(["primary", "junior"]) & (rows["is_counted"] != 0)]
    located = compulsory[compulsory["latitude"].notna()]

    sent = ask("/api/points", view).json

    assert not sent["partial"]
    assert set(located["school_code"]) == set(sent["code"])
    assert {0, 1, 2, 3} >= set(sent["state"])


@pytest.mark.parametrize("measure", ["share", "money", "pupils", "L4"])
@pytest.mark.parametrize("stage", ["all", "primary", "junior"])
def test_every_township_has_words_and_a_colour(view, measure, stage):
    sent = ask("/api/townships", view | {"measure": measure, "stage": stage}).json

    for feature in sent["features"]:
        town = feature["properties"]
        assert town["name"]
        assert town["text"]
        assert town["colour"].startswith("#")


def test_the_map_costs_little(view):
    """Both layers together, compressed, below what issue 10 allows."""
    sent = sum(ask(f"/api/{layer}", view, accept_encoding="gzip").sent for layer in ("points", "townships"))

    assert MOST_BYTES > sent


def test_what_the_browser_has_is_not_sent_again(view):
    first = ask("/api/points", view)

    again = ask("/api/points", view, if_none_match=first.headers["etag"])

    assert (304, 0) == (again.status, again.sent)
    assert "private" in first.headers["cache-control"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("snapshot", "x"),
        ("snapshot", "999999"),
        ("standard", "nobody"),
        ("stage", "senior"),
        ("measure", "L99"),
        ("rules", "<script>"),
        ("bbox", "1,2,3"),
        ("bbox", "9,9,1,1"),
        ("zoom", "99"),
        ("colour", "red"),
    ],
)
def test_a_wrong_parameter_is_answered_with_a_sentence(view, key, value):
    answer = ask("/api/points", view | {key: value})

    assert 404 == answer.status
    assert answer.text.endswith("。")
    assert answer.headers["content-type"].startswith("text/plain")


def test_a_standard_without_verdicts_has_no_share_on_the_map(view):
    """The measure is not among those it offers."""
    assert 404 == ask("/api/townships", view | {"standard": "moe-2012-3"}).status
    assert 200 == ask("/api/townships", view | {"standard": "moe-2012-3", "measure": "pupils"}).status


def test_the_search_in_the_bar_gets_every_school_of_the_snapshot(view):
    """By code, with its township; what stands in a name is data, whatever it looks like."""
    listed = ask("/api/schools", {"snapshot": view["snapshot"]}).json["schools"]
    known = cached.places(view["snapshot"]).schools

    assert sorted(known) == sorted(school["code"] for school in listed)
    assert all(known[school["code"]].endswith(school["name"]) and school["township"] for school in listed)


@pytest.mark.parametrize(
    "snapshot", ["", "x", "１", "999999", "990122-20260930-999999", "990121-20260930-1", "1 or 1", "-1"]
)
def test_no_other_snapshot_is_searched(view, snapshot):  # noqa: ARG001 (the database that it makes)
    assert 404 == ask("/api/schools", {"snapshot": snapshot}).status


@pytest.mark.parametrize("path", ["/api/points", "/api/townships", "/api/schools", "/health"])
def test_who_may_not_read_gets_nothing(view, path, monkeypatch):
    """One place decides for pages and routes alike."""
    monkeypatch.setattr(routes, "readable", lambda _request: False)

    answer = ask(path, view)

    assert 403 == answer.status
    assert "没有查看这些数据的权限" in answer.text


@pytest.mark.usefixtures("view")
def test_health_says_that_the_database_answers():
    assert 200 == ask("/health").status
    assert "1 个县" in ask("/health").text


def test_an_unknown_page_is_sent_home():
    answer = ask("/reports")

    assert 303 == answer.status
    assert "/?unknown=reports" == answer.headers["location"]
