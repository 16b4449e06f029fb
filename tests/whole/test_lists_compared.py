"""资金 against 项目清单, and both against the report date before: told, and kept as typed."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache

import pandas as pd
import pytest

from monitoring import snapshots
from monitoring.settings import load_settings
from monitoring.storage import Storage
from monitoring.validation.lists.money import differences
from monitoring.workbook import SourceFile
from tests.support import DATA
from tests.support.lists import projects_workbook, schools
from tests.support.rules import RULEBOOK

MARCH, SEPTEMBER = date(2026, 3, 31), date(2026, 9, 30)
FELL = ("fell", "withdrawn", "report_fell")
SHEETS = ["项目清单", "周进度", "资金"]
PAID_OF_SECOND_PROJECT = (6, 14)
AT = datetime(2026, 4, 1, 9)  # noqa: DTZ001 (wall clock)


@cache
def sources(folder, month):
    return [SourceFile(path.name, path.read_bytes()) for path in sorted((DATA / folder / month).glob("*.xlsx"))]


def propose(storage, files, on):
    return snapshots.propose(storage, load_settings(), RULEBOOK.projects, files, on)


def save(storage, proposal):
    return snapshots.save(storage, proposal, {stop.id: "repair" for stop in proposal.stops}, "本机", AT)[0]


def told(proposal, *codes):
    return [(one.code, one.sheet, one.cell, one.found, one.expected) for one in proposal.problems if one.code in codes]


# —— 资金和项目清单 funds and the list


def test_a_planned_source_that_differs_is_told_at_its_cell(database_url):
    """The cell of 资金, the figure of 项目清单; both stay."""

    def change(book):
        book["资金"].cell(3, 4, 353.0)

    proposal = propose(Storage(database_url), [*schools(), projects_workbook(*SHEETS, change=change)], MARCH)
    (one,) = proposal.problems
    frames = proposal.checked.list_frames({})

    assert ("funds_differ", "warning", "资金", "D3") == (one.code, one.severity, one.sheet, one.cell)
    assert ("353", "与项目清单里的 353.13 一致", "照填的入库") == (one.found, one.expected, one.treatment)
    assert (353.0, 353.13) == (
        frames["funds"]["planned_wan_yuan"][0],
        frames["sources"]["planned_wan_yuan"][0],
    )


def test_sums_that_differ_are_told_at_the_projects_first_row(database_url):
    """累计支付 is one figure in 项目清单 and a figure a source in 资金."""

    def change(book):
        row, column = PAID_OF_SECOND_PROJECT
        book["项目清单"].cell(row, column, 1.0)

    proposal = propose(Storage(database_url), [*schools(), projects_workbook(*SHEETS, change=change)], MARCH)
    (one,) = proposal.problems
    project = proposal.checked.list_frames({})["projects"].iloc[1]

    assert ("funds_sum_differs", "资金", "各来源之和与项目清单里的 1 一致") == (one.code, one.sheet, one.expected)
    assert one.found.startswith("累计支付 ")
    assert project["paid_wan_yuan"] == 1.0


def test_a_list_of_projects_alone_is_held_against_the_stored_funds(database_url):
    """Told at the cell of 项目清单."""
    storage = Storage(database_url)
    save(storage, propose(storage, [*schools(), projects_workbook("项目清单", "资金")], MARCH))
    proposal = propose(
        storage, [projects_workbook("项目清单", change=lambda book: book["项目清单"].cell(5, 8, 353.0))], MARCH
    )

    assert [("项目清单", "H5", "353", "与资金里的 353.13 一致")] == [
        each[1:] for each in told(proposal, "funds_differ")
    ]


def frames(planned, arrived, paid, *, of_list):
    projects = pd.DataFrame({"project": ["A"], "arrived_wan_yuan": [of_list[1]], "paid_wan_yuan": [of_list[2]]})
    parts = pd.DataFrame({"project": "A", "source": ["省", "县"], "planned_wan_yuan": of_list[0]})
    funds = pd.DataFrame({
        "project": "A", "source": ["省", "县"], "planned_wan_yuan": planned, "arrived_wan_yuan": arrived,
        "paid_wan_yuan": paid,
    })  # fmt: skip
    return projects, parts, funds


def test_what_is_not_reported_differs_from_nothing():
    """A blank part leaves the sum unknown; a cent a source is rounding; a source told is not told in the sum again."""
    blank, nan = [3.0, float("nan")], float("nan")
    alike = frames([3.0, 4.0], [1.0, 1.0], [1.0, 0.5], of_list=([3.0, 4.0], 2.01, 1.5))
    unknown = frames([3.0, 4.0], blank, [1.0, 0.5], of_list=([3.0, 4.0], 9.0, nan))
    apart = frames([3.0, 5.0], [1.0, 1.0], [1.0, 0.5], of_list=([3.0, 4.0], 2.0, 2.0))

    assert [] == differences(*alike)
    assert [] == differences(*unknown)
    assert [("县", "planned_wan_yuan"), ("", "paid_wan_yuan")] == [
        (each.source, each.figure) for each in differences(*apart)
    ]


# —— 上一期 the report date before


@pytest.fixture(scope="module")
def two_periods(tmp_path_factory):
    """The clean March is stored; September is proposed."""
    storage = Storage(f"sqlite:///{tmp_path_factory.mktemp('two') / 'a.db'}")
    save(storage, propose(storage, sources("A_clean", "2026年3月"), MARCH))
    return storage, propose(storage, sources("A_clean", "2026年9月"), SEPTEMBER)


def test_the_clean_second_period_tells_the_withdrawn_acceptance_alone(two_periods):
    """CH-2025-004 gave its acceptance back: two dates, its money and its progress; no other project is named."""
    _, proposal = two_periods
    kinds = [(one.code, one.sheet) for one in proposal.problems]

    assert {"澄湖县"} == set(proposal.counties.values())
    assert {("withdrawn", "项目清单"): 2, ("fell", "项目清单"): 3, ("fell", "资金"): 10} == {
        kind: kinds.count(kind) for kind in kinds
    }
    frame = proposal.checked.list_raw["projects"]
    (row,) = frame.loc[frame["project"] == "CH-2025-004", "row"]
    of_list = told(proposal, *FELL)[:5]
    assert {str(row)} == {cell.strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for _, _, cell, *_ in of_list}
    assert ("fell", "项目清单", f"AC{row}", "87", "不低于 2026-03-31 时的 100") in of_list
    assert ("withdrawn", "项目清单", f"Z{row}", "", "有日期：2026-03-31 时填的是 2025-10-06") in of_list


def test_the_period_before_is_compared_and_no_later_one(database_url):
    """September stored first: March has nothing before it."""
    storage = Storage(database_url)
    save(storage, propose(storage, sources("A_clean", "2026年9月"), SEPTEMBER))

    assert () == propose(storage, sources("A_clean", "2026年3月"), MARCH).problems


@pytest.mark.both_databases
def test_a_withdrawn_import_is_compared_with_nothing(database_url):
    """What was taken back does not count."""
    storage = Storage(database_url)
    save(storage, propose(storage, sources("A_clean", "2026年3月"), MARCH))
    snapshots.set_state(storage, 1, "withdrawn", "本机", AT)

    assert () == propose(storage, sources("A_clean", "2026年9月"), SEPTEMBER).problems


def test_a_week_below_the_week_before_is_told(database_url):
    """In one file, and against what was stored; figures stay as typed."""

    def fall(book):
        book["周进度"].cell(4, 4, 1)

    storage = Storage(database_url)
    first = propose(storage, [*schools(), projects_workbook(*SHEETS, change=fall)], MARCH)
    (one,) = told(first, *FELL)
    assert ("report_fell", "周进度", "D4", "1") == one[:4]
    assert one[4].startswith("不低于 20")

    save(storage, propose(storage, [*schools(), projects_workbook(*SHEETS)], MARCH))

    def later(book):
        sheet = book["周进度"]
        number, name = sheet.cell(3, 1).value, sheet.cell(3, 2).value
        sheet.delete_rows(3, sheet.max_row)
        sheet.append([number, name, datetime(2026, 3, 31), 0.5, "停工", ""])  # noqa: DTZ001 (a date)
        sheet.append([number, name, datetime(2026, 3, 30), 0, "停工", ""])  # noqa: DTZ001 (a date)

    alone = propose(storage, [projects_workbook("周进度", change=later)], MARCH)
    assert ["D4"] == [cell for _, _, cell, *_ in told(alone, *FELL)]
