"""元 typed for 万元 in 项目清单 and 资金: the officer decides at the cell that is wrong, and nowhere else."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pandas as pd
import pytest

from monitoring.settings import load_settings
from monitoring.validation import check
from monitoring.workbook import SourceFile
from tests.support import DATA
from tests.support.rules import RULEBOOK

SEPTEMBER = DATA / "A_clean" / "2026年9月"
ON = date(2026, 9, 30)
BOOK = "工程项目进度.xlsx"


def with_cells(**cells):
    """Check September's projects after cells were changed: P_H8 in 项目清单, F_E3 in 资金."""
    book = openpyxl.load_workbook(SEPTEMBER / BOOK)
    for name, value in cells.items():
        sheet, cell = name.split("_")
        book[{"P": "项目清单", "F": "资金"}[sheet]][cell] = value
    out = io.BytesIO()
    book.save(out)
    schools = [SourceFile(path.name, path.read_bytes()) for path in sorted(SEPTEMBER.glob("综合报表*.xlsx"))]
    return check([*schools, SourceFile(BOOK, out.getvalue())], load_settings(), RULEBOOK.projects, ON)


def told(checked):
    return [(one.severity, one.code, one.sheet, one.cell, one.proposal) for one in checked.problems]


def planned(checked, decision):
    """The sources and 合计 of the project in row 8."""
    frames = checked.list_frames({one.id: decision for one in checked.problems})
    sources = frames["sources"].set_index(["project", "source"])["planned_wan_yuan"]["CH-2024-015"]
    return sources["中央"], frames["projects"].set_index("project")["total_wan_yuan"]["CH-2024-015"]


def test_a_source_typed_in_yuan_waits_for_the_officer():
    """÷10,000 fits the 合计: the stop is at the source, and nothing else is told, in 资金 neither."""
    checked = with_cells(P_H8=1457000)

    assert [("stop", "wan_yuan", "项目清单", "H8", "145.7")] == told(checked)
    assert (145.7, 639.87) == planned(checked, "repair")
    missing, total = planned(checked, "missing")
    assert pd.isna(missing) and 639.87 == total


def test_several_sources_in_yuan_are_told_each():
    """Every one of them is above the 合计."""
    checked = with_cells(P_H8=1457000, P_I8=2242800, P_J8=636200, P_K8=2062700)

    assert ["H8", "I8", "J8", "K8"] == [one.cell for one in checked.problems]
    assert {"wan_yuan"} == {one.code for one in checked.problems}


def test_a_small_source_in_yuan_is_found_by_the_sum():
    """500 元 is below the 合计."""
    checked = with_cells(P_H8=500, P_G8=494.22, F_D17=0.05)

    assert [("stop", "wan_yuan", "项目清单", "H8", "0.05")] == told(checked)[:1]
    assert not [one for one in checked.problems if one.cell == "G8"]


@pytest.mark.parametrize("typed", [1458000, 1457, 200])
def test_a_source_that_does_not_fit_when_divided_leaves_the_stop_at_the_total(typed):
    """As for every other difference (rules 6)."""
    checked = with_cells(P_H8=typed)

    assert ["G8"] == [one.cell for one in checked.problems if one.severity == "stop"]
    assert "sources_differ" == next(one.code for one in checked.problems if one.cell == "G8")


def test_a_total_in_yuan_is_still_the_totals():
    checked = with_cells(P_G8=6398700)

    assert [("stop", "wan_yuan", "项目清单", "G8", "639.87")] == told(checked)


@pytest.mark.parametrize(
    ("cell", "typed", "proposal"),
    [("F_E3", 3531300, "353.13"), ("F_F3", 3197500, "319.75"), ("P_M8", 5656800, "565.68")],
)
def test_what_arrived_or_was_paid_in_yuan_waits_for_the_officer(cell, typed, proposal):
    """Far above the planned money, and not above it when divided; no warning beside it."""
    checked = with_cells(**{cell: typed})
    (stop,) = checked.problems

    assert ("stop", "wan_yuan", cell[2:], proposal) == (stop.severity, stop.code, stop.cell, stop.proposal)
    name = {"E": "arrived_wan_yuan", "F": "paid_wan_yuan", "M": "arrived_wan_yuan"}[cell[2]]
    kind, row = ("funds", 3) if cell[0] == "F" else ("projects", 8)
    for decision, expected in (("repair", float(proposal)), ("missing", float("nan"))):
        frame = checked.list_frames({stop.id: decision})[kind]
        pd.testing.assert_series_equal(
            pd.Series([expected]), frame.loc[frame["row"] == row, name].reset_index(drop=True), check_names=False
        )


@pytest.mark.parametrize("typed", [400, 35313, 35313000])
def test_money_above_the_plan_that_is_not_in_yuan_is_kept(typed):
    """A little above, a hundred times, or above it even when divided: as typed."""
    checked = with_cells(F_E3=typed)

    assert not [one for one in checked.problems if one.severity == "stop"]
    assert typed == checked.list_frames({})["funds"]["arrived_wan_yuan"].iloc[0]
