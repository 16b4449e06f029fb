"""周进度 and 资金 that come without 项目清单: they belong to the stored projects, or the import is refused."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd
import pytest

from monitoring import snapshots
from monitoring.errors import ImportRefused
from monitoring.settings import load_settings
from monitoring.storage import Storage
from monitoring.workbook import SourceFile
from tests.support.lists import MARCH, projects_workbook, schools
from tests.support.rules import RULEBOOK

ON = date(2026, 3, 31)
COUNTY = "990121"
AT = datetime(2026, 4, 1, 9)  # noqa: DTZ001 (wall clock)


@pytest.fixture
def storage(database_url):
    """The county's school tables and 项目清单, 资金 are stored; no weekly report is."""
    storage = Storage(database_url)
    proposal = snapshots.propose(
        storage, load_settings(), RULEBOOK.projects, [*schools(), projects_workbook("项目清单", "资金")], ON
    )  # fmt: skip
    snapshots.save(storage, proposal, {}, "本机", AT)
    return storage


def stored(storage, *files):
    proposal = snapshots.propose(storage, load_settings(), RULEBOOK.projects, files, ON)
    return proposal, snapshots.save(storage, proposal, {}, "本机", AT)[0]


@pytest.mark.both_databases
def test_weekly_reports_alone_are_added_and_nothing_else_changes(storage):
    """110 entries; schools, projects and funds stay what they were."""
    before = snapshots.load(storage, snapshots.newest(storage, COUNTY), RULEBOOK.projects)
    proposal, number = stored(storage, projects_workbook("周进度"))
    after = snapshots.load(storage, number, RULEBOOK.projects)

    assert () == proposal.problems
    assert {COUNTY: "澄湖县"} == dict(proposal.counties)
    assert 110 == len(snapshots.reports(storage, COUNTY, ON))
    pd.testing.assert_frame_equal(before.rows, after.rows)
    assert list(before.lists) == list(after.lists)
    for name, frame in before.lists.items():
        pd.testing.assert_frame_equal(frame, after.lists[name])
    assert {"项目清单", "资金", "周进度"} <= set(after.columns["sheet"])


def test_a_report_without_a_known_project_is_told(storage):
    """Neither number nor name is in the stored list: kept as typed, with a warning; by its name it is found."""

    def change(book):
        sheet = book["周进度"]
        sheet.cell(3, 1, "CH-9999-001")
        sheet.cell(3, 2, "没有这个项目")
        sheet.cell(4, 1, "CH-9999-002")

    proposal, _ = stored(storage, projects_workbook("周进度", change=change))

    assert [("project_not_found", "A3"), ("code_by_name", "A4")] == [(one.code, one.cell) for one in proposal.problems]
    assert "项目清单里的项目" == proposal.problems[0].expected
    assert 110 == len(snapshots.reports(storage, COUNTY, ON))


@pytest.mark.both_databases
def test_funds_alone_replace_the_stored_funds(storage):
    """The list of projects stays."""

    def less(book):
        book["资金"].delete_rows(3)

    before = snapshots.load(storage, snapshots.newest(storage, COUNTY), RULEBOOK.projects)
    _, number = stored(storage, projects_workbook("资金", change=less))
    after = snapshots.load(storage, number, RULEBOOK.projects)

    pd.testing.assert_frame_equal(before.lists["projects"], after.lists["projects"])
    assert len(before.lists["funds"]) - 1 == len(after.lists["funds"])


@pytest.mark.both_databases
def test_a_doubt_stays_with_the_sheet_that_is_kept(storage):
    """The same file name with other sheets: what was doubtful in 项目清单 is still told after 周进度 came in."""

    def blank(book):
        book["项目清单"].cell(5, 13).value = None

    stored(storage, projects_workbook("项目清单", "资金", change=blank))
    _, number = stored(storage, projects_workbook("周进度"))

    assert ["M5"] == snapshots.load(storage, number, RULEBOOK.projects).problems["cell"].tolist()


@pytest.mark.parametrize("sheet", ["周进度", "资金"])
def test_without_any_list_of_projects_they_are_refused(database_url, sheet):
    """Nothing stored, school tables beside them or not: says what is missing and what to do."""
    said = (
        f"文件“工程项目进度.xlsx”工作表“{sheet}”里只有项目编号，要靠项目清单认出项目：这次没有项目清单，"
        "数据库里也没有 2026-03-31 及以前的项目清单。请和项目清单一起导入，或先导入那时的项目清单；没有保存任何数据。"
    )
    for files in ([projects_workbook(sheet)], [*schools(), projects_workbook(sheet)]):
        with pytest.raises(ImportRefused) as refusal:
            snapshots.propose(Storage(database_url), load_settings(), RULEBOOK.projects, files, ON)

        assert said == str(refusal.value)


def test_reports_of_other_projects_are_refused(storage):
    """Not one of them is in the stored list."""

    def strange(book):
        for row in range(3, book["周进度"].max_row + 1):
            book["周进度"].cell(row, 1, f"X-{row}")
            book["周进度"].cell(row, 2, "别处的项目")

    with pytest.raises(ImportRefused, match="里没有一个项目在库里 2026-03-31 的项目清单中"):
        stored(storage, projects_workbook("周进度", change=strange))


def test_a_ledger_without_schools_is_refused(database_url):
    """Classrooms need school tables; the sentence speaks of schools."""
    ledger = SourceFile("班班通台账.xlsx", (MARCH / "班班通台账.xlsx").read_bytes())

    with pytest.raises(ImportRefused, match="没有任何县的综合报表，认不出“班班通台账.xlsx”里的学校"):
        snapshots.propose(Storage(database_url), load_settings(), RULEBOOK.projects, [ledger], ON)


def emptied(book):
    """A workbook's 资金 with its heading alone."""
    funds = book["资金"]
    first = next(row[0].row for row in funds.iter_rows() if str(row[0].value).startswith("CH-"))
    funds.delete_rows(first, funds.max_row)


def test_a_list_with_a_heading_alone_replaces_nothing(storage):
    """The stored 资金 stays, and the officer is told that the sheet was empty."""
    before = snapshots.load(storage, snapshots.newest(storage, COUNTY), RULEBOOK.projects)
    proposal, number = stored(storage, projects_workbook("项目清单", "资金", change=emptied))

    assert ["no_rows"] == [each.code for each in proposal.problems if each.sheet == "资金"]
    assert len(before.lists["funds"]) == len(snapshots.load(storage, number, RULEBOOK.projects).lists["funds"]) > 0


def test_a_workbook_of_headings_alone_is_refused(storage):
    with pytest.raises(ImportRefused, match="没有一行可以导入的数据"):
        stored(storage, projects_workbook("资金", change=emptied))
