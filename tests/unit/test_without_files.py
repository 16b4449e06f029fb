"""The core that computes opens no file: whoever holds the rules can judge without a disk."""

from __future__ import annotations

import builtins
import io
import os
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from monitoring import classrooms, network
from monitoring.results import judge, judge_outline
from monitoring.schools import prepare
from tests.support.assessment import GOOD
from tests.support.engine import frame, row
from tests.support.rules import RULEBOOK

MAIN, CAMPUS, WHOLE = "2199000001", "2199000002", "3199000001"
FRAMES = ("rows", "parts", "schools", "assessment", "verdicts", "gaps", "paths", "balance", "townships", "class_sizes")


# A school with a campus, and one of two stages whose rooms are shared.
ROWS = frame(
    row(MAIN, **GOOD | {"classes_size_to_25": 4, "classes_size_to_50": 2}),
    row(CAMPUS, "junior", **GOOD | {"is_counted": 0, "main_school_code": MAIN}),
    row(WHOLE, **GOOD | {"kind": "312"}),
    row(WHOLE, "junior", **GOOD | {"kind": "312", "books": 1}),
    row("2199000003", kind="218", pupils=20),
)


def of_prepared():
    prepared = prepare(ROWS, RULEBOOK.splitting)
    return [prepared.merged, prepared.schools, prepared.parts]


def of_judged(standard="moe-2017-6"):
    asked = RULEBOOK.standards[standard]
    prepared = prepare(ROWS, RULEBOOK.splitting)
    results = judge(prepared, asked, RULEBOOK.indicators, RULEBOOK.results, RULEBOOK.unit_costs)
    return [getattr(results, name) for name in FRAMES]


def of_coefficients():
    return of_judged("moe-2012-3")


def of_outline():
    outline = judge_outline(prepare(ROWS, RULEBOOK.splitting), RULEBOOK.standards["moe-2017-6"], RULEBOOK.indicators)
    return [outline.townships, outline.balance]


def of_network():
    prepared = prepare(ROWS, RULEBOOK.splitting)
    return [network.assess(prepared, RULEBOOK.network, RULEBOOK.splitting)]


def of_classrooms():
    days = ["equipped_on", "connected_on", "accepted_on", "started_on", "planned_on"]
    rooms = pd.DataFrame({"township_code": ["990122001"], "township": ["清渚街道"], "mbps": [200.0], "hours": [np.nan]})
    rooms[days] = pd.Timestamp("2026-03-01")
    return [classrooms.funnel(rooms, date(2026, 9, 30), RULEBOOK.classrooms)]


@pytest.mark.parametrize("computed", [of_prepared, of_judged, of_coefficients, of_outline, of_network, of_classrooms])
def test_what_computes_opens_no_file(computed, monkeypatch):
    """Neither to read rules nor to see whether they changed; and what it finds is the same."""
    with monkeypatch.context() as without_disk:
        for owner, name in ((builtins, "open"), (io, "open"), (os, "open"), (os, "stat"), (Path, "read_text")):
            without_disk.setattr(owner, name, refuse)
        found = computed()

    expected = computed()
    assert any(map(len, expected))
    for with_disk, without in zip(expected, found, strict=True):
        pd.testing.assert_frame_equal(with_disk, without, check_exact=True)


def refuse(*asked, **_):
    raise AssertionError(f"a file was asked for: {asked}")
