"""Columns that a page and a workbook share: declared once, the same value in both, each written in its own way."""

from __future__ import annotations

import ast
from datetime import date

import pandas as pd
import pytest

from components.drawing import tables
from monitoring.projects import milestones
from monitoring.reports import list_sheets, problems, school_sheet, shortages
from monitoring.reports.columns import Column, by_key
from monitoring.reports.sheets import sheet
from monitoring.settings import ROOT
from monitoring.words import MILESTONE_WORDS
from tests.support.code import files

DECLARED = {
    "rooms": list_sheets.ROOMS,
    "projects": list_sheets.PROJECTS,
    "milestones": list_sheets.MILESTONES,
    "funds": list_sheets.FUNDS,
    "problems": problems.COLUMNS,
    "requirements of a school": school_sheet.REQUIREMENTS,
    "gaps": [*shortages.SCHOOL, shortages.PUPILS, *shortages.GAP],
    "places": shortages.PLACES,
}
SHARED = {  # page, or paper → the workbook whose columns it shows
    "components/gaps/listing.py": "monitoring.reports.shortages",
    "components/gaps/matrix.py": "monitoring.reports.shortages",
    "components/gaps/table.py": "monitoring.reports.shortages",
    "components/imports/listing.py": "monitoring.reports.problems",
    "components/projects/listing.py": "monitoring.reports.list_sheets",
    "components/projects/money.py": "monitoring.reports.list_sheets",
    "components/projects/one.py": "monitoring.reports.list_sheets",
    "components/school/table.py": "monitoring.reports.school_sheet",
    "monitoring/reports/school.py": "monitoring.reports.school_sheet",
}
NOTHING = float("nan")


@pytest.mark.parametrize("name", DECLARED)
def test_no_two_columns_of_a_table_have_one_key_or_one_head_in_a_workbook(name):
    columns = DECLARED[name]

    assert len(columns) == len(by_key(columns)) == len({column.name for column in columns})


@pytest.mark.parametrize("page", SHARED)
def test_a_page_shows_the_columns_of_its_workbook(page):
    """A table that stands on a page and in a workbook is declared beside the workbook."""
    tree = ast.parse((ROOT / page).read_text(encoding="utf-8"))

    assert SHARED[page] in {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


def test_a_page_and_a_sheet_hold_the_same_figure():
    """412.6 万元: in a workbook the number itself, on a page in whole 万元, cut, since it is money that arrived."""
    arrived = by_key(list_sheets.FUNDS)["arrived"]
    row = {"arrived": 412.6}

    assert [[412.6]] == sheet("资金来源", [arrived], [row]).rows
    assert ("到位（万元）", "到位") == (arrived.name, tables.shown(arrived).head)
    assert "412" == tables.shown(arrived).cell(row)
    assert tables.shown(arrived).is_number


def test_what_is_not_reported_is_an_empty_cell_and_never_zero():
    paid, actual = by_key(list_sheets.FUNDS)["paid"], by_key(list_sheets.MILESTONES)["actual"]

    assert [[None]] == sheet("资金来源", [paid], [{"paid": NOTHING}]).rows
    assert "—" == paid.text({"paid": NOTHING})
    assert [[None]] == sheet("节点", [actual], [{"actual": pd.NaT}]).rows
    assert "—" in tables.shown(actual, look=tables.dash).cell({"actual": pd.NaT})


def test_a_day_loses_its_midnight_in_both():
    actual, row = by_key(list_sheets.MILESTONES)["actual"], {"actual": pd.Timestamp(2026, 9, 30)}

    assert [[date(2026, 9, 30)]] == sheet("节点", [actual], [row]).rows
    assert "2026-09-30" == tables.shown(actual).cell(row)


def test_every_state_of_a_milestone_has_one_word_which_page_and_workbook_share():
    """The states are those that projects.milestones decides; no module writes a word of theirs anew."""
    states = {getattr(milestones, name) for name in ("DONE_ON_TIME", "DONE_LATE", "OVERDUE", "NOT_DUE", "UNTOLD")}
    state = by_key(list_sheets.MILESTONES)["state"]
    own = {"逾期完成", "逾期未完成"}

    assert {*states, milestones.DUE_UNREPORTED, ""} == set(MILESTONE_WORDS)
    assert dict(MILESTONE_WORDS) == {name: state.value({"state": name}) for name in MILESTONE_WORDS}
    assert state.head == state.name
    written = [*files("monitoring"), *files("components"), *files("pages")]
    assert ["monitoring/words.py"] == [str(path.relative_to(ROOT)) for path in written if own & literals(path)]


def literals(path):
    """The texts that stand in a module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_marks_and_heads_of_a_page_leave_the_declaration_as_it_is():
    column = Column("state", "状态", "情况")
    page = tables.shown(column, cell=lambda row: f"◆{row['state']}", head="现在的状态", style="nowrap")

    assert ("现在的状态", "nowrap", "◆在建") == (page.head, page.style, page.cell({"state": "在建"}))
    assert ["情况"] == sheet("项目", [column], []).columns


def test_the_change_since_the_period_before_is_reckoned_once():
    """Two schools fewer; a requirement of which nothing was reported then cannot be compared."""
    before = {"L1": 7.0}
    view = type("View", (), {"standard": type("Standard", (), {"requirements": ()})()})()
    change = by_key(shortages.requirement_columns(view, before, "3月"))["change"]

    assert ("比3月", -2.0, "−2") == (
        change.head,
        change.value(row := {"requirement": "L1", "gaps": 5}),
        change.text(row),
    )
    assert change.value({"requirement": "L2", "gaps": 5}) is None
    assert "change" not in by_key(shortages.requirement_columns(view, before, ""))
