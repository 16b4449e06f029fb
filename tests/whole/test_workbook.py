"""Files as they come: what is refused with a sentence, what is recognised, and that nothing crashes the reader."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitoring.errors import ImportRefused
from monitoring.settings import load_settings
from monitoring.validation import check
from monitoring.workbook import SourceFile, read
from monitoring.workbook.wording import heading
from tests.support.rules import RULEBOOK
from tests.support.small_tables import address, checked, found, letter, only, value, workbook
from tests.support.strange_layouts import Layout, workbooks

RULES = RULEBOOK.projects

UPLOAD_MB, UNPACKED_MB = 50, 500
PANICS = 1780  # a seed whose changes do it
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refused(name, content, upload_mb=UPLOAD_MB, unpacked_mb=UNPACKED_MB):
    """Return the sentence with which a file is refused."""
    with pytest.raises(ImportRefused) as error:
        read(SourceFile(name, content), upload_mb, unpacked_mb)
    sentence = str(error.value)

    assert name in sentence
    assert sentence.endswith("没有保存任何数据。")
    return sentence


def archive(**parts):
    """Return a zip with some parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/").replace("_DOT_", "."), content)
    return out.getvalue()


def sheets(**cells):
    """Return a workbook: sheet name → rows."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for name, rows in cells.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return out.getvalue()


# —— 不能导入 refused


def test_an_empty_file_is_refused():
    """0 bytes."""
    assert "是空的（0 字节）" in refused("小学.xlsx", b"")


def test_a_file_over_the_limit_is_refused():
    """The sentence says how large it is and how large it may be."""
    assert "有 2.0 MB，超过上限 1 MB" in refused("小学.xlsx", b"x" * 2 * 1024 * 1024, upload_mb=1)


def test_a_zip_that_is_no_workbook_is_refused():
    """A .docx, or any archive."""
    assert "不是工作簿" in refused("小学.xlsx", archive(word__document_DOT_xml="<x/>"))


def test_a_zip_bomb_is_refused_before_it_fills_the_memory():
    """2 MB of nothing in a few kilobytes."""
    bomb = archive(xl__workbook_DOT_xml=b"\0" * 2 * 1024 * 1024)

    assert "解压后超过 1 MB" in refused("小学.xlsx", bomb, unpacked_mb=1)


def test_a_damaged_workbook_is_refused():
    """Cut off in the middle."""
    whole = workbook().content

    assert "打不开，可能已损坏" in refused("小学.xlsx", whole[: len(whole) // 2])
    assert "打不开，可能已损坏" in refused("小学.xls", OLE + b"\0" * 4096)


def test_a_damaged_old_workbook_is_refused(data):
    """The reader of .xls panics on some of them: a sentence all the same."""
    whole = (data / "A" / "其他格式" / "2026年3月_综合报表_初中.xls").read_bytes()
    dice = random.Random(PANICS)
    changed = bytearray(whole)
    for _ in range(6):
        changed[dice.randrange(2000)] = dice.randrange(256)

    assert "打不开" in refused("初中.xls", bytes(changed))


def test_a_web_page_without_a_table_is_refused_with_a_way_out():
    """A page that asks to sign in, saved under a workbook's name."""
    assert "其实是网页，里面没有表格" in refused("小学.xls", "<html><p>请先登录".encode())


@pytest.mark.parametrize("content", [b"%PDF-1.7\0\x01", b"\x89PNG\r\n\x1a\n\0\0", bytes(range(256))])
def test_any_other_file_is_refused(content):
    """A picture, a document."""
    assert "不是工作簿" in refused("报表.pdf", content)


def test_a_table_without_our_headings_is_refused():
    """Real schools, but nobody's school table."""
    rows = "Région,Commune,NOM_ETABLISSEMENT,X,Y,TOTAL\nBAMAKO,COMMUNE IV,ABDRAHAMANE DIALLO,,,64\n"

    assert "没有找到“学校标识码”这一列的表头" in refused("mali_schools.csv", rows.encode())


def test_a_text_under_a_workbooks_name_is_told_as_what_it_is():
    """It is no table of somebody else, either."""
    assert "“假的.xlsx”不是 Excel 文件，看起来是改了名的纯文本" in refused("假的.xlsx", "这是一份说明".encode())
    assert "不是 Excel 文件" not in refused("说明.csv", "这是一份说明".encode())


def test_every_file_that_cannot_be_read_is_named():
    """Two of three are wrong: both, each in a line."""
    files = [SourceFile("假的.xlsx", "说明".encode()), workbook(), SourceFile("空的.xls", b"")]
    with pytest.raises(ImportRefused) as refusal:
        checked(*files)

    lines = str(refusal.value).splitlines()
    assert ["假的.xlsx", "空的.xls"] == [line.partition("“")[2].partition("”")[0] for line in lines]


def test_headings_without_a_school_are_refused():
    """An empty form."""
    with pytest.raises(ImportRefused, match="工作表“小学”里没有一所学校"):
        checked(workbook(schools=0))


def test_a_sheet_beside_others_that_lacks_a_key_column_is_refused():
    """It is a school table, not a cover: leaving it out would lose a stage."""
    whole = openpyxl.load_workbook(io.BytesIO(workbook().content))
    other = whole.copy_worksheet(whole.active)
    other.title = "初中"
    other["A1"] = "澄湖县初中"
    for row in range(1, 6):
        other[f"{letter('学校标识码')}{row}"] = None if row > 1 else other["B1"].value
    out = io.BytesIO()
    whole.save(out)

    with pytest.raises(ImportRefused, match="工作表“初中”缺少必需的列：学校标识码"):
        checked(SourceFile("全县.xlsx", out.getvalue()))


def test_a_second_table_below_the_first_is_refused():
    """七年级 below 一年级: its figures would be read under the wrong headings."""
    book = openpyxl.load_workbook(io.BytesIO(workbook().content))
    sheet = book.active
    for row in range(3, 6):
        again = [cell.value for cell in sheet[row]]
        sheet.append(["七年级" if text == "一年级" else text for text in again])
    out = io.BytesIO()
    book.save(out)

    assert "又有一行表头，其中“七年级”与上面的不同" in refused("小学.xlsx", out.getvalue())


def test_a_cell_far_outside_the_table_is_refused():
    """One stray cell at XFD1048576 would need seventeen thousand million cells."""
    book = openpyxl.load_workbook(io.BytesIO(workbook().content))
    book.active["XFD1048576"] = 1
    out = io.BytesIO()
    book.save(out)

    assert "一直排到第 1048576 行" in refused("小学.xlsx", out.getvalue())


# —— 认得出 recognised


def test_the_two_other_workbooks_are_read_as_lists(data):
    """Each sheet by its headings; the school tables beside them are no lists."""
    folder = data / "A_clean" / "2026年3月"
    kinds = {
        name: [table.kind for table in read(SourceFile(name, (folder / name).read_bytes()), 50, 500).lists]
        for name in ("班班通台账.xlsx", "工程项目进度.xlsx", "综合报表_小学.xlsx")
    }

    assert {
        "班班通台账.xlsx": ["rooms"],
        "工程项目进度.xlsx": ["projects", "reports", "funds"],
        "综合报表_小学.xlsx": [],
    } == kinds


def test_one_file_given_twice_is_read_once():
    """A warning, and no school twice."""
    first = workbook(name="小学.xlsx")
    twice = checked(first, SourceFile("小学（1）.xlsx", first.content))

    assert 4 == len(twice.rows({}))
    assert ("小学（1）.xlsx", "与“小学.xlsx”内容相同，只读一次") == (
        only(twice, "file_twice").file, only(twice, "file_twice").treatment,
    )  # fmt: skip


def test_a_hidden_copy_of_a_sheet_is_not_read():
    """The visible one counts."""
    book = openpyxl.load_workbook(io.BytesIO(workbook().content))
    copy = book.copy_worksheet(book.active)
    copy.title, copy.sheet_state = "小学备份", "hidden"
    out = io.BytesIO()
    book.save(out)
    result = checked(SourceFile("小学.xlsx", out.getvalue()))

    assert 4 == len(result.rows({}))
    assert "note" == only(result, "hidden_sheet_skipped").severity


def test_a_stage_in_two_files_is_read_from_both():
    """A bureau may send one file a township; a school that stands in both is told."""
    one, two = workbook(schools=2, name="一.xlsx"), workbook(schools=4, name="二.xlsx")
    result = checked(one, two)

    assert 4 == len(result.rows({}))
    assert 2 == len(found(result, "duplicate_same"))


def test_an_unknown_column_is_kept_out():
    """A note, and its neighbours keep their places."""
    book = openpyxl.load_workbook(io.BytesIO(workbook().content))
    book.active.insert_cols(10)
    book.active["J3"] = "智慧校园星级"
    for row in range(6, 10):
        book.active[f"J{row}"] = "三星"
    out = io.BytesIO()
    book.save(out)
    result = checked(SourceFile("小学.xlsx", out.getvalue()))

    note = only(result, "unknown_column")

    assert ("note", "J列", "智慧校园星级") == (note.severity, note.cell, note.found)
    assert 10068 == value(result, "books")


def test_two_columns_of_one_heading_are_told():
    """The first is read."""
    book = openpyxl.load_workbook(io.BytesIO(workbook().content))
    sheet = book.active
    last = sheet.max_column + 1
    sheet.cell(3, last).value = "图书(册)"
    for row in range(6, 10):
        sheet.cell(row, last).value = 1
    out = io.BytesIO()
    book.save(out)
    result = checked(SourceFile("小学.xlsx", out.getvalue()))

    assert f"与{letter('图书')}列相同，只读{letter('图书')}列" == only(result, "column_twice").treatment
    assert 10068 == value(result, "books")


def test_an_arts_total_above_music_and_art_contains_them():
    """艺术›计, 艺术›音乐, 艺术›美术: 计 is the total; an 艺术 beside them is not."""
    book = openpyxl.load_workbook(io.BytesIO(workbook().content))
    sheet = book.active
    places = {path: letter(f"专任教师›按课程分›{path}") for path in ("音乐", "美术", "艺术")}
    for name, place in places.items():
        sheet[f"{place}5"] = {"艺术": "艺术计"}.get(name, f"艺术{name}")
    for row in range(6, 10):
        parts = [sheet[f"{places[name]}{row}"].value for name in ("音乐", "美术", "艺术")]
        sheet[f"{places['艺术']}{row}"] = sum(parts)
    out = io.BytesIO()
    book.save(out)
    result = checked(SourceFile("小学.xlsx", out.getvalue()))

    assert (3.0, 2.0) == (value(result, "teachers_arts_total"), value(result, "teachers_music"))
    assert not result.problems


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("教学及辅助用房音乐教室间数", {"TEACHING_AREA", "MUSIC", "CLASSROOMS", "COUNT"}), ("#女", {"FEMALE"}),
        ("其中：网络多媒体教室（间）", {"MULTIMEDIA"}), ("学校（机构）标识码", {"CODE"}), ("1.学校名称", {"NAME"}),
        ("计算机教室间数", {"COMPUTER_ROOM", "COUNT"}), ("图书/册", {"BOOKS"}),
    ],
)  # fmt: skip
def test_headings_are_cut_into_words(text, tokens):
    """Whatever stands around them."""
    assert tokens in heading(text)[0]


@pytest.mark.parametrize("text", ["智慧校园星级", "早年图书", "幼儿园班级数", "代课教师"])
def test_what_is_not_ours_is_not_read_as_ours(text):
    """A heading counts only when every word of it is known."""
    assert () == heading(text)[0]


# —— 从哪里来 where it came from


def test_every_figure_is_traced_to_its_cell():
    """File, sheet, row; the column's letter and heading; the text as typed."""
    result = checked(workbook({("图书", 1): "23,267"}))
    row = result.rows({}).iloc[1]
    columns = result.columns.set_index("field")
    raw = result.raw.set_index(["file", "sheet", "row"])

    assert ("综合报表_小学.xlsx", "小学", 7) == (row["file"], row["sheet"], row["row"])
    assert address("图书", 1) == f"{columns.loc['books', 'letter']}{row['row']}"
    assert "图书(册)" == columns.loc["books", "header"]
    assert "23,267" == raw.loc[(row["file"], row["sheet"], row["row"]), "books"]
    assert 23267 == row["books"]


# —— 不崩溃 never a crash


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=3000), st.sampled_from([b"", b"PK\x03\x04", OLE, b"\xff\xfe", b"\xef\xbb\xbf"]))
def test_junk_bytes_are_refused_and_never_crash(junk, start):
    """Whatever a file holds, the answer is a sentence."""
    with pytest.raises(ImportRefused):
        read(SourceFile("乱.xlsx", start + junk), UPLOAD_MB, UNPACKED_MB)


GOOD = workbook(schools=3).content


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=8))
def test_a_workbook_with_some_bytes_changed_never_crashes(place, junk):
    """Read, or refused with a sentence."""
    changed = GOOD[:place] + junk + GOOD[place + len(junk) :]
    try:
        check([SourceFile("小学.xlsx", changed)], load_settings(), RULES)
    except ImportRefused as refusal:
        assert "没有保存任何数据" in str(refusal)


CELLS = st.one_of(
    st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=12), st.floats(-1e12, 1e12),
    st.integers(-(10**12), 10**12), st.booleans(),
    st.sampled_from(["约300", "-", "合计", "注：", "3月5日", "=1+1", "一百二", "999-其他", "学校标识码", "1.5万"]),
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, 122), st.integers(0, 2), CELLS), max_size=12))
def test_junk_in_cells_never_crashes(cells):
    """Any text in any cell: listed or refused, and both decisions give rows."""
    book = openpyxl.load_workbook(io.BytesIO(GOOD))
    sheet = book.active
    for column, school, junk in cells:
        sheet.cell(6 + school, column + 1).value = junk
    out = io.BytesIO()
    book.save(out)
    try:
        result = check([SourceFile("小学.xlsx", out.getvalue())], load_settings(), RULES)
    except ImportRefused as refusal:
        assert "没有保存任何数据" in str(refusal)
        return
    for decision in ("repair", "missing"):
        rows = result.rows({problem.id: decision for problem in result.problems})

        assert not rows.duplicated(["school_code", "stage"]).any()


@settings(max_examples=20, deadline=None)
@given(st.lists(st.lists(st.text(max_size=8), max_size=6), max_size=12))
def test_any_text_table_is_read_or_refused(rows):
    """A .csv of anything."""
    content = "\n".join(",".join(row) for row in rows).encode("utf-8", "ignore")
    try:
        check([SourceFile("表.csv", content)], load_settings(), RULES)
    except ImportRefused as refusal:
        assert "没有保存任何数据" in str(refusal)


def test_layouts_keep_nothing_of_this_machine(tmp_path: Path):
    """The builder of layouts writes workbooks that open."""
    name, content = workbooks(Layout())[0]
    (tmp_path / name).write_bytes(content)

    assert ["小学"] == openpyxl.load_workbook(tmp_path / name).sheetnames
