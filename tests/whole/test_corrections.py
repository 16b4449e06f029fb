"""A list of problems that comes back with 更正为 filled in: applied, traced, checked like a cell, or refused."""

import io
import zipfile

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from components.imports import uploads
from monitoring.__main__ import main
from monitoring.errors import ImportRefused
from monitoring.reports.problems import COLUMNS, problem_list, problem_lists_by_school
from monitoring.workbook import SourceFile
from tests.support.lists_layouts import read
from tests.support.pages import headline, open_page, words
from tests.support.small_tables import address, checked, found, only, value, workbook
from tests.support.strange_lists import Layout, workbooks
from tests.support.strange_stages import Mixed, together

ROOMS = "教室间数"
LIST = "问题清单.xlsx"


def handed_back(result, typed, decisions=None, name=LIST, column="更正为"):
    """The list of problems of a check with something typed in a column: cell → value."""
    book = openpyxl.load_workbook(io.BytesIO(problem_list(result.problems, decisions or {})))
    sheet = book.active
    heads = [each.name for each in COLUMNS]
    cell, target = heads.index("单元格") + 1, heads.index(column) + 1
    for row in range(2, sheet.max_row + 1):
        if sheet.cell(row, cell).value in typed:
            sheet.cell(row, target).value = typed[sheet.cell(row, cell).value]
    out = io.BytesIO()
    book.save(out)
    return SourceFile(name, out.getvalue())


def test_the_list_speaks_chinese_and_leaves_a_column_to_fill():
    """No code word of ours under 代码; 更正为 stands last and empty."""
    result = checked(workbook({(ROOMS, 0): "四百二", (ROOMS, 1): "—"}))
    head, *rows = openpyxl.load_workbook(io.BytesIO(problem_list(result.problems, {}))).active.iter_rows(
        values_only=True
    )

    first_ten = ("文件", "工作表", "单元格", "级别", "代码", "学校", "填的是", "应为", "建议值", "处理")
    assert (*first_ten, "列", "更正为") == head
    assert {"要判断的数", "占位符号"} == {row[4] for row in rows}
    assert {None} == {row[-1] for row in rows}


@pytest.mark.parametrize("typed", [420, "420", "420间", "４２０"])
def test_a_correction_becomes_the_cell(typed):
    """Typed as a number or a text, read as a cell is; the file's own words and the place of the correction stay."""
    table = workbook({(ROOMS, 0): "四百二"})
    cell = address(ROOMS, 0)
    result = checked(table, handed_back(checked(table), {cell: typed}))

    assert 420 == value(result, "classrooms")
    assert [] == [one for one in result.problems if one.severity == "stop"]
    told = only(result, "corrected")
    assert ("note", cell, "四百二") == (told.severity, told.cell, told.found)
    assert f"更正为 {typed}，见“问题清单.xlsx”L2" == told.treatment
    assert {LIST: 1} == dict(result.corrections)


def test_a_correction_that_cannot_be_read_is_a_problem_of_its_own():
    """It is checked like a cell: 约四百 has to be decided."""
    table = workbook({(ROOMS, 0): "四百二"})
    result = checked(table, handed_back(checked(table), {address(ROOMS, 0): "约400"}))

    assert ("约400", "400") == (only(result, "judgement").found, only(result, "judgement").proposal)


def test_a_cell_that_no_longer_matches_is_refused_alone():
    """The file was mended meanwhile: the sentence names both; another correction is applied all the same."""
    before = checked(workbook({(ROOMS, 0): "四百二", (ROOMS, 1): "三百"}))
    back = handed_back(before, {address(ROOMS, 0): 420, address(ROOMS, 1): 300})
    result = checked(workbook({(ROOMS, 0): 421, (ROOMS, 1): "三百"}), back)

    assert [421, 300] == result.rows({})["classrooms"].tolist()[:2]
    told = only(result, "correction_stale")
    assert (LIST, "问题清单") == (told.file, told.sheet)
    assert "现在填的是“421”，与清单不同，没有更正" == told.treatment
    assert "四百二" in told.expected


def test_what_is_no_cell_or_not_there_is_refused_with_a_sentence():
    """A row of its own, a missing column, a file that did not come."""
    before = checked(workbook({("学校标识码", 0): "x"}, drop=["教室间数"]))
    back = handed_back(before, {"第6行": 1, "缺列 教室间数": 2})
    told = found(checked(workbook({("学校标识码", 0): "x"}, drop=["教室间数"]), back), "correction_not_a_cell")
    assert 2 == len(told)

    other = handed_back(checked(workbook({(ROOMS, 0): "四百二"}, name="别的.xlsx")), {address(ROOMS, 0): 1})
    assert "这次上传的文件里没有这个格子，没有更正" == only(checked(workbook(), other), "correction_no_place").treatment


def test_a_list_without_a_correction_says_so_and_one_alone_is_refused():
    """Nothing typed; and nothing to correct."""
    table = workbook({(ROOMS, 0): "四百二"})
    back = handed_back(checked(table), {})

    assert "一处也没有填，没有更正" == only(checked(table, back), "corrections_empty").treatment
    with pytest.raises(ImportRefused, match="是问题清单，没有它要更正的表"):
        checked(back)


@pytest.mark.parametrize("column", ["更正为", "处理"])
def test_a_decision_comes_back_with_the_list(column):
    """采用建议值 under 处理, where the list already says so, or typed under 更正为."""
    table = workbook({(ROOMS, 0): "四百二"})
    first = checked(table)
    result = checked(table, handed_back(first, {address(ROOMS, 0): "采用建议值"}, column=column))

    assert {only(first, "judgement").id: "repair"} == dict(result.decided)


@pytest.mark.parametrize("typed", ["-5", "＝5", "'5x"])
def test_cells_that_look_like_formulas_are_matched(typed):
    """The list writes a ' before what a spreadsheet may take for a formula: the cell is the same."""
    table = workbook({(ROOMS, 0): typed})
    result = checked(table, handed_back(checked(table), {address(ROOMS, 0): 5}))

    assert 5 == value(result, "classrooms")


def test_the_screen_takes_the_list_beside_the_files(monkeypatch):
    """One stop before, none after; the list is named among the files."""
    table = workbook({(ROOMS, 0): "四百二"})
    files = [table, handed_back(checked(table), {address(ROOMS, 0): 420})]
    monkeypatch.setattr(uploads, "pick_files", lambda: files)
    visit = open_page("imports.py")

    assert "还没有保存任何数据；没有须处理的地方，可以入库。" == headline(visit)
    assert "问题清单，更正 1 处" in words(visit)


def test_the_command_line_takes_lists_of_corrections(tmp_path, database_url, capsys):
    """The import that stopped is stored."""
    table = workbook({(ROOMS, 0): "四百二"})
    one, back = tmp_path / table.name, tmp_path / "更正.xlsx"
    one.write_bytes(table.content)
    back.write_bytes(handed_back(checked(table), {address(ROOMS, 0): 420}).content)
    command = ["--database", database_url, "import", "--period", "2026-03-31", str(one)]

    assert 2 == main(command)
    assert 0 == main([*command, "--corrections", str(back)])
    assert "须处理 0 处" in capsys.readouterr().out


def test_each_school_gets_its_own_list_to_correct():
    """A workbook a school, named after it, and one for what is about no school; each can come back by itself."""
    table = workbook({(ROOMS, 0): "四百二", (ROOMS, 1): "三百"})
    result = checked(table)
    archive = zipfile.ZipFile(io.BytesIO(problem_lists_by_school(result.problems, {})))
    stops = found(result, "judgement")

    assert {f"{one.school}_{one.school_code}.xlsx" for one in stops} == set(archive.namelist())
    assert archive.read(archive.namelist()[0]) == zipfile.ZipFile(
        io.BytesIO(problem_lists_by_school(result.problems, {}))
    ).read(archive.namelist()[0])


def stops(result):
    """What has to be decided."""
    return [one for one in result.problems if one.severity == "stop"]


def typed_over(content, sheet, cell, value):
    """A workbook with one cell typed over."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    book[sheet][cell].value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_correction_reaches_the_stage_whose_row_it_is():
    """One sheet of all stages: the row of a 初中, and no other stage's rows, changes."""
    name, content = together(Mixed(way="sections"))
    lines = list(openpyxl.load_workbook(io.BytesIO(content))["Sheet1"].iter_rows(values_only=True))
    row = next(at for at, line in enumerate(lines, 1) if str(line[0]).startswith("二、")) + 1
    column = next(at for line in lines[2:5] for at, text in enumerate(line) if text == ROOMS)
    cell = f"{get_column_letter(column + 1)}{row}"
    source = SourceFile(name, typed_over(content, "Sheet1", cell, "四十二"))
    before = checked(source)
    result = checked(source, handed_back(before, {cell: lines[row - 1][column]}))

    assert [cell] == [one.cell for one in stops(before) if one.code == "judgement"]
    assert [] == stops(result)
    assert checked(SourceFile(name, content)).rows({}).equals(result.rows({}))


def test_a_correction_reaches_money_whose_sources_stand_side_by_side():
    """累计到位›中央 of one project: each source is a list of its own, and the one that reads the cell takes it."""
    books = dict(workbooks(Layout(cross=True, books="each"), ["projects", "funds"]))
    lines = list(openpyxl.load_workbook(io.BytesIO(books["资金.xlsx"]))["资金"].iter_rows(values_only=True))
    first = next(at for at, line in enumerate(lines) if str(line[0]).startswith("CH-"))
    column, figure = next((at, v) for at, v in enumerate(lines[first]) if at > 1 and isinstance(v, int | float))
    cell = f"{get_column_letter(column + 1)}{first + 1}"
    files = [*books.items()]
    whole = read(files).list_frames({})["funds"]
    books["资金.xlsx"] = typed_over(books["资金.xlsx"], "资金", cell, "约八万")
    before = read([*books.items()])
    back = handed_back(before, {cell: figure})
    after = read([*books.items(), (back.name, back.content)])

    assert [cell] == [stop.cell for stop in stops(before)]
    assert [("corrected", cell)] == [(one.code, one.cell) for one in after.problems if one.code.startswith("correct")]
    assert [] == stops(after)
    assert whole.equals(after.list_frames({})["funds"])
