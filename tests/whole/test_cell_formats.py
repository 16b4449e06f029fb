"""Cells formatted as dates that hold other numbers: the number is read, and nothing crashes."""

from __future__ import annotations

import io
import math
from datetime import date, datetime

import openpyxl
import pytest

from monitoring.errors import ImportRefused
from monitoring.workbook import SourceFile
from tests.support.small_tables import address, checked, found, only, value, workbook

CODE, PUPILS, BOOKS, YEAR, BACKBONE = "学校标识码", "在校生数›合计", "图书", "建校年份", "县级及以上骨干教师"
DAY, SPAN = "yyyy-mm-dd", "[h]:mm:ss"
HUGE = 10**18


def formatted(label, number, code, **book_settings):
    """Check a table in which the first school has a number in one cell, and a format around it."""
    book = openpyxl.load_workbook(io.BytesIO(workbook().content))
    cell = book.active[address(label, 0)]
    cell.value, cell.number_format = number, code
    for name, setting in book_settings.items():
        setattr(book, name, setting)
    out = io.BytesIO()
    book.save(out)
    return checked(SourceFile("综合报表_小学.xlsx", out.getvalue()))


@pytest.mark.parametrize("code", [DAY, SPAN, 'yyyy"年"m"月"', "h:mm", "mm-dd-yy"])
def test_a_code_in_a_date_format_is_the_code(code):
    """3142991038 days are no date, and no time span either."""
    result = formatted(CODE, 3142991038, code)

    assert "3142991038" == value(result, "school_code")
    assert "note" == only(result, "code_form").severity


@pytest.mark.parametrize("code", [DAY, SPAN])
@pytest.mark.parametrize("number", [-5, -HUGE])
def test_a_negative_number_in_a_date_format_is_negative(number, code, capfd):
    """A warning, whatever its size, and not a word of the reader's own."""
    result = formatted(BACKBONE, number, code)

    assert ("warning", str(number)) == (only(result, "negative").severity, only(result, "negative").found)
    assert math.isnan(value(result, "backbone_teachers"))
    assert "" == capfd.readouterr().err


@pytest.mark.parametrize("code", [DAY, SPAN])
def test_a_count_in_a_date_format_is_the_number(code):
    """504 pupils, shown as 1901-05-18: a note."""
    result = formatted(PUPILS, 504, code)
    note = only(result, "number_as_text")

    assert 504 == value(result, "pupils")
    assert ("note", "504", "数字 504") == (note.severity, note.found, note.expected)


@pytest.mark.parametrize(
    ("number", "year"), [(2003, 2003), (datetime(1952, 9, 1), 1952), (date(2020, 9, 1), 2020)],
)  # fmt: skip
def test_a_year_in_a_date_format_is_the_year(number, year):
    """2003 is not the 25th of June 1905."""
    assert year == value(formatted(YEAR, number, DAY), "year_built")


def test_a_count_that_may_be_a_real_date_is_not_guessed():
    """3-5 becomes a date by itself: what was meant cannot be told."""
    result = formatted(BOOKS, date(2026, 3, 5), DAY)

    assert ("2026-03-05", "") == (only(result, "judgement").found, only(result, "judgement").proposal)


def test_a_number_format_that_only_names_a_unit_is_no_date():
    """0"m" and 0.00"d": letters in quotes."""
    result = formatted(BOOKS, 30123, '#,##0"m"')

    assert 30123 == value(result, "books")
    assert not found(result, "number_as_text", "judgement")


def test_a_workbook_that_counts_from_1904_keeps_its_dates():
    """Its days have other numbers."""
    result = formatted(YEAR, date(2020, 1, 1), DAY, epoch=datetime(1904, 1, 1))

    assert 2020 == value(result, "year_built")


def test_a_number_too_large_for_the_reader_of_old_workbooks_is_refused_with_a_sentence(data, monkeypatch):
    """What an .xls shows as a date cannot be read raw: no traceback."""

    def overflow(_):
        raise OverflowError("days=3142991038; must have magnitude <= 999999999")

    monkeypatch.setattr("python_calamine.CalamineWorkbook.from_filelike", overflow)
    content = (data / "A" / "其他格式" / "2026年3月_综合报表_初中.xls").read_bytes()

    with pytest.raises(ImportRefused, match="打不开"):
        checked(SourceFile("初中.xls", content))
