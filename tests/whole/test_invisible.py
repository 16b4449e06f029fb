"""Characters without a width count as blanks, wherever they stand."""

from __future__ import annotations

import io
import math

import openpyxl
import pytest

from monitoring.workbook import SourceFile
from tests.support.small_tables import address, checked, found, letter, only, value, workbook
from tests.support.strange_layouts import FIRST_SCHOOL

NAME, CODE, BOOKS = "学校(机构)名称", "学校标识码", "图书"
INVISIBLE = ["\u200b", "\u200c", "\u200d", "\ufeff", "\u00ad"]


def typed(label, text):
    """Check a table in which the first school has a text in one cell."""
    return checked(workbook({(label, 0): text}))


@pytest.mark.parametrize("sign", INVISIBLE)
def test_a_number_a_code_and_a_name_are_read_without_them(sign):
    """A note each, with the cell as it was typed."""
    name = value(checked(workbook()), "school_name")
    number, code = typed(BOOKS, f"23{sign}267{sign}"), typed(CODE, f"{sign}2142991003")
    named = typed(NAME, f"{name[:2]}{sign}{name[2:]}{sign}")

    assert (23267, "2142991003", name) == (
        value(number, "books"), value(code, "school_code"), value(named, "school_name"),
    )  # fmt: skip
    assert {"note"} == {
        only(number, "number_as_text").severity, only(code, "code_form").severity, only(named, "name_blanks").severity,
    }  # fmt: skip
    assert sign in only(number, "number_as_text").found


@pytest.mark.parametrize("sign", INVISIBLE)
def test_a_cell_of_nothing_else_is_blank(sign):
    """It looks blank, and is."""
    result = typed(BOOKS, sign)

    assert "warning" == only(result, "blank").severity
    assert math.isnan(value(result, "books"))


@pytest.mark.parametrize("sign", INVISIBLE)
def test_headings_are_known_with_them(sign):
    """The column is not lost."""
    book = openpyxl.load_workbook(io.BytesIO(workbook().content))
    for row in range(1, FIRST_SCHOOL):
        for label in (NAME, CODE, BOOKS):
            cell = book.active[f"{letter(label)}{row}"]
            cell.value = f"{cell.value[0]}{sign}{cell.value[1:]}{sign}" if cell.value else cell.value
    out = io.BytesIO()
    book.save(out)
    result = checked(SourceFile("综合报表_小学.xlsx", out.getvalue()))

    assert 10068 == value(result, "books")
    assert not found(result, "absent_column", "unknown_column")


def test_a_table_of_text_is_read_without_them():
    """The same in a .csv."""
    whole = openpyxl.load_workbook(io.BytesIO(workbook().content)).active
    lines = [[str("" if cell is None else cell) for cell in row] for row in whole.iter_rows(values_only=True)]
    place = openpyxl.utils.column_index_from_string(letter(BOOKS)) - 1
    lines[FIRST_SCHOOL - 1][place] = "\u200b10068"
    content = "\n".join(",".join(f'"{cell}"' for cell in line) for line in lines)
    result = checked(SourceFile("综合报表_小学.csv", content.encode()))

    assert 10068 == value(result, "books")
    assert address(BOOKS, 0) in {problem.cell for problem in found(result, "number_as_text")}
