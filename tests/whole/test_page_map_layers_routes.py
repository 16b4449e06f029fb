"""The routes of the map's layers: both layers of a measure, one that is not there, an earlier snapshot."""

import pytest

from monitoring import snapshots
from monitoring.settings import load_settings
from monitoring.storage import Storage
from tests.support.map_layers import NETWORK, ROOMS, VALUES, names_the_sample, reads_the_sample
from tests.support.routes import ask

on_sample = pytest.fixture(names_the_sample)
sample = pytest.fixture(reads_the_sample, scope="module")


@pytest.fixture
def view(on_sample, sample):  # noqa: ARG001 (the settings it changes)
    """The keys of the newest snapshot's view."""
    number = snapshots.newest(Storage(load_settings().database), load_settings().county)
    return {"snapshot": str(number), "standard": "moe-2017-6", "stage": "all", "rules": "0a"}


@pytest.mark.parametrize("stage", ["all", "primary", "junior"])
@pytest.mark.parametrize("measure", [*ROOMS, *NETWORK, *VALUES])
def test_both_layers_of_a_measure_are_served(view, measure, stage):
    keys = view | {"measure": measure, "stage": stage}

    towns, points = (ask(f"/api/{layer}", keys).json for layer in ("townships", "points"))

    assert {0, 1, 2, 3} >= set(points["state"])
    for feature in towns["features"]:
        town = feature["properties"]
        assert town["text"] != "没有学校"
        assert town["colour"].startswith("#")


@pytest.mark.parametrize("measure", ["rooms.nothing", "network.ladder", "network.nothing"])
def test_a_layer_that_is_not_there_is_answered_with_a_sentence(view, measure):
    answer = ask("/api/points", view | {"measure": measure})

    assert (404, True) == (answer.status, answer.text.endswith("。"))


def test_a_period_shows_its_own_ledger(view):
    """The snapshot is in the address: the same measure of an earlier one is another answer."""
    storage = Storage(load_settings().database)
    first = snapshots.newest(storage, load_settings().county, min(snapshots.periods(storage, load_settings().county)))
    keys = view | {"measure": "rooms.in_use"}

    assert ask("/api/townships", keys).json != ask("/api/townships", keys | {"snapshot": str(first)}).json
