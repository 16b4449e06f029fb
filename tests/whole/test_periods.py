"""The report date: which date of a sheet it is, which years it may lie in, and whether it has come yet."""

from __future__ import annotations

import io
from datetime import date, datetime

import openpyxl
import pytest
from sqlalchemy import insert

from monitoring import snapshots
from monitoring.__main__ import main
from monitoring.errors import ImportRefused
from monitoring.settings import load_settings
from monitoring.storage import Storage
from monitoring.storage.tables import imports, stored_tables
from monitoring.validation import check
from monitoring.validation.periods import date_in
from monitoring.workbook import SourceFile
from tests.support.lists_layouts import PERIOD, PLAIN, Stored
from tests.support.rules import RULEBOOK
from tests.support.small_tables import workbook
from tests.support.strange_lists import workbooks

RULES = RULEBOOK.projects

HEADS = [
    "有效期至：2027年6月30日", "有效期截至2027年12月31日", "有效期限：2025年1月至2027年12月31日",
    "批准文号：国统制2025-12",
    "文号：清教发 2025-9", "制表日期　2026年10月8日", "填报日期（年月日）：2026-10-08", "打印时间：2026/10/8 15:30",
    "批准日期：2025年12月1日", "实施时间 2025年12月1日", "制表人：张三　2026年10月8日", "2026年10月8日填报",
    "合同工期2024年3月1日-2026年12月31日", "建设周期：2024年至2026年12月31日",
    "成文日期:2026-10-09", "表号：教基 2025-12",
]  # fmt: skip
"""Lines of official forms whose dates are none of the report."""


@pytest.mark.parametrize("line", HEADS)
def test_a_date_of_another_kind_is_no_report_date(line):
    """Beside the report date, before it or behind it, or alone."""
    said = "统计时点：2026年9月30日"

    assert date_in([line]) is None
    assert date_in([f"{line}　{said}"]) == date(2026, 9, 30)
    assert date_in([f"{said}　{line}"]) == date(2026, 9, 30)


@pytest.mark.parametrize(
    "line",
    [
        "清渚县2026年9月30日实施进度表", "填报单位：清渚县教育局　2026年9月30日", "表号：教基统表　截至2026年9月30日",
        "工程实施情况（2026年9月30日）", "填表人：李 截至2026年9月30日",
    ],
)  # fmt: skip
def test_words_of_other_dates_do_not_hide_the_report_date(line):
    """实施进度 is what the table is about, 填报单位 who made it."""
    assert date_in([line]) == date(2026, 9, 30)


@pytest.mark.parametrize("line", HEADS)
def test_a_ledger_with_an_official_head_is_imported(line):
    """It was refused: 写了两个日期."""
    ((name, content),) = workbooks(PLAIN, ["rooms"])
    checked = check([SourceFile(name, with_line(content, line))], load_settings(), RULES, PERIOD, known=Stored())

    assert checked.period == PERIOD


def with_line(content, line):
    """Return a workbook with a line more above its headings."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    book.active.insert_rows(1)
    book.active["D1"] = line
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("said", ["统计时点：9999年12月31日", "统计时点：1905年9月30日", "截至2101-09-30"])
def test_a_report_date_outside_the_possible_years_is_refused(said):
    """In the file, whatever was asked for."""
    file = workbook(texts={"A1": "小学综合报表", "A2": said})

    with pytest.raises(ImportRefused, match="1990 年至 2100 年之间"):
        check([file], load_settings(), RULES)


@pytest.mark.parametrize("asked", [date(1989, 12, 31), date(9999, 12, 31)])
def test_a_report_date_that_is_asked_for_is_held_against_the_years_too(asked):
    """Typed on the import screen."""
    ((name, content),) = workbooks(PLAIN, ["rooms"])

    with pytest.raises(ImportRefused, match=f"给的报告期是 {asked}"):
        check([SourceFile(name, content)], load_settings(), RULES, asked, known=Stored())


@pytest.mark.parametrize(
    ("today", "codes"), [(date(2026, 3, 30), ["period_ahead"]), (date(2026, 3, 31), []), (date(2026, 11, 30), [])]
)
def test_a_report_date_after_today_is_told_with_both_days(today, codes):
    """A warning; a day that has come makes no noise."""
    ((name, content),) = workbooks(PLAIN, ["rooms"])
    checked = check([SourceFile(name, content)], load_settings(), RULES, PERIOD, known=Stored(), today=today)
    told = [problem for problem in checked.problems if problem.code == "period_ahead"]

    assert codes == [problem.code for problem in told]
    assert all(problem.found == "2026-03-31" and "2026-03-30" in problem.expected for problem in told)


def test_a_stored_report_date_outside_the_years_cannot_be_chosen(database_url):
    """Of an older program: it would be the newest period for ever; the history still lists it, to be withdrawn."""
    storage = Storage(database_url)
    moment = datetime(2026, 10, 1)  # noqa: DTZ001 (wall clock)
    with storage.write() as connection:
        for number, day in ((1, date(2026, 9, 30)), (2, date(9999, 12, 31))):
            values = {"saved_at": moment, "saved_by": "本机", "files": "[]", "state": "current"}
            connection.execute(insert(imports).values(id=number, **values))
            table = {"county_code": "990121", "county": "澄湖县", "kind": "schools", "stage": "primary", "dated": day}
            table |= {"row_count": 1, "sheets": "[]"}
            connection.execute(insert(stored_tables).values(id=number, import_id=number, **table))

    assert [date(2026, 9, 30)] == snapshots.periods(storage, "990121")
    assert "990121-20260930-1" == snapshots.newest(storage, "990121")
    assert [2, 1] == snapshots.imports(storage)["id"].tolist()


@pytest.mark.parametrize("day", ["9999-12-31", "1989-01-01"])
def test_the_command_line_refuses_such_a_period(day, capsys):
    """Before anything is read."""
    with pytest.raises(SystemExit) as left:
        main(["import", "无.xlsx", "--period", day])

    assert 2 == left.value.code
    assert "1990 年至 2100 年之间" in capsys.readouterr().err
