"""Other bureaus' layouts of the same lists must come to the same frames, value by value."""

from __future__ import annotations

import io
import time
import zipfile
from dataclasses import replace
from datetime import date, datetime
from functools import cache

import openpyxl
import pandas as pd
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from strange_lists import DATES, MONEY, MONTHS, ROOMS, SHEETS, SPEEDS, Layout, grid, text, workbooks
from wholesale import a_set

from monitoring.errors import ImportRefused
from monitoring.settings import load_settings
from monitoring.validation import check
from monitoring.validation.known import Nothing
from monitoring.workbook import SourceFile

PERIOD = date(2026, 3, 31)
ORIGIN = ["file", "sheet", "row"]
PLAIN = Layout()
AFTER = {"dates_out_of_order"}
"""What may follow where a month counts as its last day."""


class Stored(Nothing):
    """The clean county's schools, as they are stored: the lists come alone."""

    def schools(self, on):  # noqa: ARG002 (as Known)
        """Return the rows of the school tables."""
        return _schools()


@cache
def _schools():
    return a_set("A_clean", "2026年3月").rows({})


def read(files):
    """Check lists in a layout."""
    sources = [SourceFile(name, content) for name, content in files]
    return check(sources, load_settings(), PERIOD, known=Stored())


def stored(checked):
    """Return what would be stored, but for where it stood and in which order its sources."""
    frames = checked.list_frames({})
    return {
        name: (frame.sort_values(["project", "source"]) if name in ("sources", "funds") else frame)
        .drop(columns=ORIGIN, errors="ignore")
        .reset_index(drop=True)
        for name, frame in frames.items()
    }


@cache
def truth():
    """Return the frames of the clean lists."""
    return stored(read(workbooks(PLAIN)))


def assert_same(checked, *codes):
    """The frames are those of the clean lists, and nothing but some kinds of notes is told."""
    frames = stored(checked)

    assert set(codes) == {problem.code for problem in checked.problems}
    assert {"note"} >= {problem.severity for problem in checked.problems}
    for name, frame in frames.items():
        pd.testing.assert_frame_equal(truth()[name], frame, rtol=1e-12)


def saved(book):
    """Return a workbook's bytes."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def changed(kind, change, layout=PLAIN):
    """Check one list after a change of its lines, title first, then the headings; 项目清单 beside what needs it."""
    lines, _ = grid(kind, layout)
    lines = change(lines) or lines
    book = openpyxl.Workbook()
    book.active.title = SHEETS[kind][1]
    for line in lines:
        book.active.append(line)
    beside = [] if kind in ("rooms", "projects") else workbooks(PLAIN, ["projects"])
    return read([("改过的.xlsx", saved(book)), *beside])


def told(checked):
    """Return severity, code and cell of what is told."""
    return [(problem.severity, problem.code, problem.cell) for problem in checked.problems]


def test_the_clean_lists_are_read():
    """Six frames, and not a word."""
    assert list(truth()) == ["rooms", "projects", "reports", "funds", "milestones", "sources"]
    assert_same(read(workbooks(PLAIN)))


# —— 表头 headings


@pytest.mark.parametrize("order", ["reversed", "shuffled"])
def test_columns_are_found_in_any_order(order):
    """Groups in another order, and the columns of each group."""
    assert_same(read(workbooks(Layout(order=order))))


@pytest.mark.parametrize("seed", range(1, 9))
def test_columns_are_found_by_other_words(seed):
    """Other words, brackets, groups above them."""
    assert_same(read(workbooks(Layout(seed=seed, order="shuffled"))))


@pytest.mark.parametrize("seed", [0, 3])
def test_headings_without_merged_cells_are_read(seed):
    """A group's name stands once, blanks to its right belong to it."""
    assert_same(read(workbooks(Layout(seed=seed, merged=False))))


@pytest.mark.parametrize("seed", [0, 4, 7])
def test_one_row_of_headings_is_read(seed):
    """立项计划日期, 计划总投资中央(万元) in one cell."""
    assert_same(read(workbooks(Layout(seed=seed, depth=1))))


@pytest.mark.parametrize("merged", [True, False])
def test_milestones_below_planned_and_actual_are_read(merged):
    """计划日期›立项, 招标 …; 实际日期›立项, 招标 …"""
    assert_same(read(workbooks(Layout(turned=True, merged=merged))))


def test_a_forecast_beside_planned_and_actual_is_no_date_of_either():
    """预计日期 is worked out, never read: a note a column."""
    checked = read(workbooks(Layout(forecast=True)))

    assert_same(checked, "unknown_column")
    assert 7 == len(checked.problems)


@pytest.mark.parametrize("over", ["基本情况", "工程进度", "项目进度", "工程项目进度情况"])
def test_a_heading_or_a_title_above_all_columns_is_read(over):
    """A group's word is a third level; 工程进度 there is a title, though a column may be called so."""
    assert_same(read(workbooks(Layout(over=over))))


def test_columns_of_the_bureaus_own_are_kept_out():
    """A note a column: 巡检员, 批复文号."""
    assert_same(read(workbooks(Layout(own=True))), "unknown_column")


# —— 单位 units


@pytest.mark.parametrize("money", MONEY)
@pytest.mark.parametrize("units", ["brackets", "row", "above"])
def test_money_is_read_in_the_unit_that_is_said(units, money):
    """In the heading, in a row of units, in a line above: 单位：元."""
    assert_same(read(workbooks(Layout(units=units, money=money))))


@pytest.mark.parametrize("speed", SPEEDS)
@pytest.mark.parametrize("units", ["brackets", "row"])
def test_speeds_are_read_in_the_unit_of_their_heading(units, speed):
    """网速(G): 0.1 is 100 Mbps."""
    assert_same(read(workbooks(Layout(units=units, speed=speed), ["rooms"])))


@pytest.mark.parametrize(("money", "speed"), list(zip(MONEY, SPEEDS, strict=False)))
def test_units_in_the_cells_are_read(money, speed):
    """0.1357亿元, 0.1G: notes."""
    assert_same(read(workbooks(Layout(units="cells", money=money, speed=speed))), "number_as_text", "figures_as_text")


def test_a_speed_with_its_own_unit_below_a_heading_with_another():
    """1G below 网速(G) is 1000 Mbps, not a million."""

    def gigabit(lines):
        lines[1][8], lines[2][8] = "网速(G)", "1G"

    room = changed("rooms", gigabit).list_frames({})["rooms"].iloc[0]

    assert 1000 == room["mbps"]


@pytest.mark.parametrize("name", ["填报单位：元氏县教育局", "填表单位：万元镇中心学校"])
def test_a_bureau_whose_name_begins_like_a_unit_names_none(name):
    """元氏县 is a county."""
    checked = changed("funds", lambda lines: lines.insert(1, [name]))

    pd.testing.assert_frame_equal(truth()["funds"], stored(checked)["funds"])


# —— 日期与百分数 dates and percents


@pytest.mark.parametrize("dates", DATES)
def test_dates_are_read_in_every_spelling(dates):
    """Real dates, 2026-03-01, 2026.3.1, 2026/3/1, 2026年3月1日, 20260301: notes where they are text."""
    assert_same(read(workbooks(Layout(dates=dates))), *(["date_form"] if dates != "real" else []))


@pytest.mark.parametrize("dates", MONTHS)
def test_a_month_counts_as_its_last_day(dates):
    """A warning a cell; the running month counts to the report date."""
    checked = read(workbooks(Layout(dates=dates)))
    rooms, expected = stored(checked)["rooms"], truth()["rooms"]
    for name in ("equipped_on", "accepted_on", "planned_on"):
        last = expected[name] + pd.offsets.MonthEnd(0)
        assert last.dropna().equals(rooms[name].dropna().astype(last.dtype))
    assert {"date_month"} == {problem.code for problem in checked.problems if problem.severity == "warning"} - AFTER
    assert not [problem for problem in checked.problems if problem.severity == "stop"]


def test_percents_with_a_sign_are_read():
    """85%."""
    assert_same(read(workbooks(Layout(percent="text"))), "number_as_text", "figures_as_text")


def test_a_column_of_fractions_is_percents():
    """85% in a cell of percents is stored as 0.85: one note a sheet, and no stop, for none of them is above 1."""
    checked = read(workbooks(Layout(percent="fraction")))

    assert_same(checked, "code_form")
    assert [("项目清单", "AC列"), ("周进度", "D列")] == [(one.sheet, one.cell) for one in checked.problems]


def test_a_fraction_among_percents_waits_for_the_officer():
    """As contract 2 asks; 0.5% with its sign is what it says."""

    def fractions(lines):
        lines[2][3], lines[3][3] = 0.95, "0.5%"

    checked = changed("reports", fractions)

    assert [("stop", "percent_fraction", "D3"), ("note", "number_as_text", "D4")] == told(checked)
    assert 0.5 == checked.list_frames({})["reports"]["progress_pct"].iloc[1]  # noqa: PLR2004 (as typed)


# —— 年级和班 grades and classes


@pytest.mark.parametrize("room", ROOMS)
def test_grade_and_class_in_one_cell_are_read(room):
    """三年级2班, 三（2）班, 三年级（二）班, 3.2班, 302班."""
    assert_same(read(workbooks(Layout(room=room), ["rooms"])), "code_form")


@pytest.mark.parametrize("words", ["{}班", "（{}）班", "({})", "{:02}", "第{}班"])
def test_a_class_is_its_number(words):
    """2班 and 2 are one class."""
    assert_same(read(workbooks(Layout(class_words=words), ["rooms"])), "code_form")


@pytest.mark.parametrize("typed", ["2024级3班", "12班", "302", "三二班"])
def test_a_class_that_may_be_two_is_told(typed):
    """Which grade, which class: not guessed; the room still counts."""

    def doubtful(lines):
        lines[2][3] = typed

    checked = changed("rooms", doubtful, Layout(room="三年级2班"))
    room = checked.list_frames({})["rooms"].iloc[0]

    assert ("warning", "unreadable_fact", "D3") in told(checked)
    assert ("", "") == (room["grade"], room["class"])


def test_a_class_of_another_grade_than_its_row_is_told():
    """三年级2班 beside 七年级."""

    def contradicts(lines):
        lines[2][4], lines[3][4] = "三年级2班", "七年级2班"

    checked = changed("rooms", contradicts)

    assert [("warning", "unreadable_fact", "E3"), ("note", "code_form", "E4")] == told(checked)


# —— 表里别的行 what else stands there


@pytest.mark.parametrize("numbering", ["numbers", "letters", "mixed", "stems", "formulas"])
def test_rows_of_column_numbers_are_no_data(numbering):
    """1 2 3, A B C, 甲 乙 (1) (2), 甲 乙 丙 丁, 栏次 1 2 3=4+5."""
    assert_same(read(workbooks(Layout(numbering=numbering))))


@pytest.mark.parametrize("order", ["", "reversed"])
def test_what_is_printed_around_the_rows_is_left_out(order):
    """序号, 小计, 合计, blank rows, title and headings on every page, who filled it in."""
    layout = Layout(
        order=order, serial=True, sums=True, sub_sums=True, blank_rows=True, repeat_after=9, filled_in=True, signed=True
    )

    assert_same(read(workbooks(layout)), "repeated_header", "unknown_column")


@pytest.mark.parametrize("word", ["合计", "小计", "计"])
def test_a_projects_own_sum_is_no_source(word):
    """资金: the last row of each project is its 合计."""

    def summed(lines):
        lines.insert(6, [*lines[5][:2], word, 9999, 9999, 9999])

    checked = changed("funds", summed)

    assert () == checked.problems
    pd.testing.assert_frame_equal(truth()["funds"], stored(checked)["funds"])


def test_a_serial_called_number_beside_the_projects_number():
    """编号 1, 2, 3 in the first column and 项目编号 in the second: a warning, and the number is read."""

    def numbered(lines):
        for number, line in enumerate(lines[1:-1]):
            line.insert(0, number or "编号")

    checked = changed("funds", numbered)

    assert [("warning", "column_twice", "A列")] == told(checked)
    pd.testing.assert_frame_equal(truth()["funds"], stored(checked)["funds"])


# —— 资金 money


@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_sources_side_by_side_are_rows_of_their_own(seed, merged):
    """计划›中央, 省 …, 累计到位›中央 …: a source without money is no row."""
    assert_same(read(workbooks(Layout(seed=seed, cross=True, merged=merged, sums=True, units="row"))))


def test_a_project_without_any_money_side_by_side_is_told():
    """Every source is blank: nothing is dropped in silence."""

    def blank(lines):
        lines[3][2:] = [""] * (len(lines[3]) - 2)

    checked = changed("funds", blank, Layout(cross=True))

    assert {"blank"} == {problem.code for problem in checked.problems} - {"funds_sum_differs", "funds_differ"}


def test_what_arrived_from_a_source_is_no_planned_money():
    """项目清单 with 累计到位›中央 and no planned 中央: told, not read from the heading beside it."""

    def arrived(lines):
        lines[1][6] = "累计到位"

    checked = changed("projects", arrived, Layout(merged=False))

    assert checked.list_frames({})["sources"].empty
    assert {"H列", "I列"} <= {cell for _, code, cell in told(checked) if code == "unknown_column"}


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
        check([SourceFile(name, bomb)], replace(load_settings(), unpacked_mb=1), PERIOD, known=Stored())


def test_ten_thousand_empty_styled_rows_are_nothing():
    """They are not read one by one as rooms."""
    ((name, content),) = workbooks(PLAIN, ["rooms"])
    book = openpyxl.load_workbook(io.BytesIO(content))
    for row in range(100, 10_100):
        for column in range(1, 15):
            book.active.cell(row, column).fill = openpyxl.styles.PatternFill("solid", fgColor="FFFF00")

    assert_same(read([(name, saved(book))]))


LAYOUTS = st.builds(
    Layout,
    seed=st.integers(1, 10_000),
    order=st.sampled_from(["", "reversed", "shuffled"]),
    turned=st.booleans(),
    forecast=st.booleans(),
    over=st.sampled_from(["", "基本情况"]),
    merged=st.booleans(),
    units=st.sampled_from(["brackets", "row", "above"]),
    money=st.sampled_from(list(MONEY)),
    speed=st.sampled_from(list(SPEEDS)),
    dates=st.sampled_from(list(DATES)),
    percent=st.sampled_from(["number", "text", "fraction"]),
    cross=st.booleans(),
    room=st.sampled_from(["", *ROOMS]),
    class_words=st.sampled_from(["{}", "{}班", "（{}）班"]),
    numbering=st.sampled_from(["", "numbers", "letters", "mixed", "stems", "formulas"]),
    serial=st.booleans(),
    sums=st.booleans(),
    sub_sums=st.booleans(),
    blank_rows=st.booleans(),
    repeat_after=st.sampled_from([0, 9]),
    title=st.booleans(),
    filled_in=st.booleans(),
    signed=st.booleans(),
    own=st.booleans(),
    books=st.sampled_from(["two", "one", "each"]),
)


@settings(max_examples=20, deadline=None)
@given(LAYOUTS)
def test_any_layout_comes_to_the_same_frames(layout):
    """Whatever is combined."""
    checked = read(workbooks(layout))
    frames = stored(checked)

    assert list(truth()) == list(frames)
    assert [] == [problem for problem in checked.problems if problem.severity != "note"]
    for name, frame in frames.items():
        pd.testing.assert_frame_equal(truth()[name], frame, rtol=1e-12)
