"""Lists in other files and sheets, and cells that mean harm: the same frames, or a sentence."""

from __future__ import annotations

import io
import time
import zipfile
from dataclasses import replace
from datetime import datetime

import openpyxl
import pandas as pd
import pytest
import xlsxwriter

from monitoring.errors import ImportRefused
from monitoring.settings import load_settings
from monitoring.validation import check
from monitoring.workbook import SourceFile
from tests.support.lists_layouts import PERIOD, PLAIN, Stored, assert_same, changed, read, saved, stored, told, truth
from tests.support.rules import RULEBOOK
from tests.support.strange_lists import SHEETS, Layout, grid, text, workbooks

# —— 文件与工作表 files and sheets


@pytest.mark.parametrize("books", ["one", "each"])
def test_lists_are_found_in_any_workbook(books):
    """All in one; each in its own."""
    assert_same(read(workbooks(Layout(books=books))))


def test_sheets_are_known_by_their_headings():
    """Renamed, in another order, beside an explanation and an empty sheet."""
    names = {"rooms": "Sheet1", "projects": "表1", "reports": "表2", "funds": "表3"}

    assert_same(read(workbooks(Layout(sheets=names, swapped=True, more_sheets=True))), "sheet_skipped")


@pytest.mark.parametrize("kind", SHEETS)
@pytest.mark.parametrize(("encoding", "delimiter"), [("gb18030", ","), ("utf-8-sig", ","), ("utf-16", "\t")])
def test_csv_is_read(kind, encoding, delimiter):
    """A list each, as Chinese systems write it."""
    beside = [] if kind in ("rooms", "projects") else workbooks(PLAIN, ["projects"])
    layout = Layout(seed=2, serial=True, repeat_after=9)

    assert_same(read([text(kind, layout, encoding, delimiter), *beside]), "repeated_header", "unknown_column")


@pytest.mark.parametrize(("kind", "sheet"), [("rooms", "台账"), ("projects", "项目清单")])
def test_the_old_excel_format_is_read(data, kind, sheet):
    """.xls, with merged headings and real dates."""
    checked = read([(f"{sheet}.xls", (data / "lists" / f"{sheet}.xls").read_bytes())])

    assert_same(checked)
    assert kind in stored(checked)


@pytest.mark.parametrize("numbers", [["990121.csv", "台账.csv"]])
def test_a_ledger_in_several_files_is_one(numbers):
    """A file a township."""
    name, content = text("rooms", PLAIN)
    lines = content.decode("gb18030").splitlines(keepends=True)
    halves = ["".join(lines[:22]), "".join([*lines[:2], *lines[22:]])]
    files = [(file, half.encode("gb18030")) for file, half in zip(numbers, halves, strict=True)]

    assert name == "台账.csv"
    assert_same(read(files))


def test_a_hidden_copy_is_not_read():
    """It would say every room twice."""
    ((name, content),) = workbooks(PLAIN, ["rooms"])
    book = openpyxl.load_workbook(io.BytesIO(content))
    book.copy_worksheet(book.active).sheet_state = "hidden"

    assert_same(read([(name, saved(book))]), "hidden_sheet_skipped")


def test_hidden_rows_are_data_and_hidden_columns_are_read():
    """A warning a row."""
    ((name, content),) = workbooks(PLAIN, ["rooms"])
    book = openpyxl.load_workbook(io.BytesIO(content))
    book.active.row_dimensions[5].hidden = True
    book.active.column_dimensions["I"].hidden = True
    checked = read([(name, saved(book))])

    assert [("warning", "hidden_row", "第5行")] == told(checked)
    pd.testing.assert_frame_equal(truth()["rooms"], stored(checked)["rooms"])


def test_a_number_merged_down_its_sources_is_filled():
    """项目编号 once for its four sources: notes."""
    ((name, content),) = workbooks(PLAIN, ["funds"])
    book = openpyxl.load_workbook(io.BytesIO(content))
    for letter in "AB":
        book.active.merge_cells(f"{letter}3:{letter}6")
    checked = read([(name, saved(book)), *workbooks(PLAIN, ["projects"])])

    assert_same(checked, "merged_cells")


# —— 不怀好意的格子 hostile cells


def test_formulas_without_a_result_are_told():
    """A date is not reported, a speed waits for the officer, a project is nobody's; the formula is no name."""

    def formulas(lines):
        lines[2][6], lines[2][8], lines[2][13] = "=TODAY()", "=I4*2", "=N4"

    checked = changed("rooms", formulas)
    room = checked.list_frames({})["rooms"].iloc[0]

    assert [("stop", "judgement", "I3"), ("warning", "date_unreadable", "G3")] == told(checked)
    assert pd.isna(room["equipped_on"])
    assert "" == room["project"]


def test_formulas_are_read_by_their_stored_result():
    """Of a code, a project's number, a date."""
    out = io.BytesIO()
    lines, _ = grid("rooms", PLAIN)
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("台账")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for row, line in enumerate(lines):
            for column, value in enumerate(line):
                if row == len(lines) - 2 and column in (0, 12, 13):
                    serial = (value - datetime(1899, 12, 30)).days if column == 12 else value  # noqa: DTZ001, PLR2004
                    sheet.write_formula(row, column, "=A1", day if column == 12 else None, serial)  # noqa: PLR2004
                elif isinstance(value, datetime):
                    sheet.write_datetime(row, column, value, day)
                elif value != "":
                    sheet.write(row, column, value)
    checked = read([("台账.xlsx", out.getvalue())])

    assert_same(checked, "code_form")


def test_hostile_words_are_text():
    """HTML, a formula as text: kept as typed."""
    words = ["<script>alert(1)</script>", "'=cmd|' /C calc'!A0", "@SUM(1)"]

    def spoilt(lines):
        for line, word in zip(lines[2:], words, strict=False):
            line[4] = line[5] = word

    checked = changed("rooms", spoilt)
    rooms = checked.list_frames({})["rooms"]

    assert () == checked.problems
    assert words == rooms["class"].tolist()[:3] == rooms["equipment"].tolist()[:3]


def test_two_megabytes_in_every_kind_of_cell_are_read_quickly():
    """Told cell by cell; nothing stops, nothing hangs."""

    def marked(lines):
        for place in range(3, 14):
            lines[2][place], lines[3][place] = "巨字", "巨数"

    lines, _ = grid("rooms", PLAIN)
    marked(lines)
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    content = with_texts(saved(book), {"巨字": "字" * 2_000_000, "巨数": "2" * 2_000_000})
    begun = time.monotonic()
    checked = read([("台账.xlsx", content)])
    rooms = checked.list_frames({})["rooms"]

    assert 42 == len(rooms)
    assert rooms.loc[:1, ["equipped_on", "mbps", "hours", "planned_on"]].isna().all(axis=None)
    assert {"warning"} == {problem.severity for problem in checked.problems}
    assert time.monotonic() - begun < 10  # noqa: PLR2004 (seconds)


def with_texts(content, texts):
    """Return a workbook with other words in its table of texts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            xml = old.read(part).decode("utf-8") if part.endswith("sharedStrings.xml") else None
            for word, other in texts.items() if xml else ():
                xml = xml.replace(word, other)
            new.writestr(part, xml or old.read(part))
    return out.getvalue()


def test_a_bomb_is_refused_before_it_fills_the_memory():
    """As for the school tables."""
    ((name, content),) = workbooks(PLAIN, ["rooms"])
    bomb = with_texts(content, {"交互式一体机": "0" * 2_000_000})

    with pytest.raises(ImportRefused, match="解压后超过"):
        check(
            [SourceFile(name, bomb)], replace(load_settings(), unpacked_mb=1), RULEBOOK.projects, PERIOD, known=Stored()
        )


def test_ten_thousand_empty_styled_rows_are_nothing():
    """They are not read one by one as rooms."""
    ((name, content),) = workbooks(PLAIN, ["rooms"])
    book = openpyxl.load_workbook(io.BytesIO(content))
    for row in range(100, 10_100):
        for column in range(1, 15):
            book.active.cell(row, column).fill = openpyxl.styles.PatternFill("solid", fgColor="FFFF00")

    assert_same(read([(name, saved(book))]))
