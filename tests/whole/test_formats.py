"""One table in every format that offices hand out: the same schools come out of each; what is locked says so."""

from __future__ import annotations

import pytest
from openpyxl.utils.cell import coordinate_to_tuple

from monitoring.errors import ImportRefused
from monitoring.settings import load_settings
from monitoring.validation import check
from monitoring.workbook import SourceFile, read
from tests.support.made_files import archive, sheet, xlsx
from tests.support.made_formats import Sheet, html, ods, xlsb, xml_2003
from tests.support.rules import RULEBOOK
from tests.support.small_tables import address, checked, workbook
from tests.support.strange_layouts import CLEAN

NAMES = ("综合报表_小学", "综合报表_高中")
WRITERS = {
    "ods": ods,
    "fods": lambda sheet: ods(sheet, flat=True),
    "xlsb": xlsb,
    "xml": xml_2003,
    "gbk.xls": html,
    "utf8.xls": lambda sheet: html(sheet, "utf-8"),
    "utf16.xls": lambda sheet: html(sheet, "utf-16"),
    "open.xls": lambda sheet: html(sheet, closes=False),
}
TEXTS = {"gbk.xls", "utf8.xls", "utf16.xls", "open.xls"}


def grown(source):
    """Return what a file's schools are, without the file's own name."""
    done = check([source], load_settings(), RULEBOOK.projects)
    return done.rows({}).drop(columns=["file", "sheet"]), [p.cell for p in done.problems if p.severity != "note"]


@pytest.mark.parametrize("ending", WRITERS)
@pytest.mark.parametrize("name", NAMES)
def test_a_table_is_the_same_in_every_format(name, ending):
    """Every figure, text and township; headings merged over several rows and columns are understood."""
    content = (CLEAN / f"{name}.xlsx").read_bytes()
    there = SourceFile(f"{name}.{ending}", WRITERS[ending](Sheet.of(content)))
    expected, doubts = grown(SourceFile(f"{name}.xlsx", content))
    found, doubts_there = grown(there)

    assert expected.equals(found)
    assert doubts == doubts_there


@pytest.mark.parametrize("ending", [ending for ending in WRITERS if ending not in TEXTS])
def test_columns_rows_and_merged_cells_are_the_same_in_every_format(ending):
    """Also where a township is merged over its schools, and a row is hidden."""
    content = workbook(merge=f"{address('所在地区划四级', 0)}:{address('所在地区划四级', 2)}", hide=[1]).content
    here = read(SourceFile("小学.xlsx", content), 50, 500).tables[0]
    there = read(SourceFile(f"小学.{ending}", WRITERS[ending](Sheet.of(content))), 50, 500).tables[0]

    assert any(remark.kind == "merged_cells" for remark in here.remarks)
    assert any(row.is_hidden for row in here.rows)
    assert (here.columns, here.rows, here.texts, here.remarks) == (
        there.columns,
        there.rows,
        there.texts,
        there.remarks,
    )


def test_a_township_merged_in_a_web_page_is_filled_down():
    """As rowspan."""
    content = workbook(merge=f"{address('所在地区划四级', 0)}:{address('所在地区划四级', 2)}").content
    here, _ = grown(SourceFile("小学.xlsx", content))
    there, _ = grown(SourceFile("小学.xls", html(Sheet.of(content))))

    assert here["township"].tolist() == there["township"].tolist()


def test_a_title_above_the_table_of_a_page_counts():
    """The stage and the date stand in a heading of the page, not in the table."""
    rows = "<tr><th>学校标识码<th>学校名称<th>办学类型<th>所在乡镇<th>在校生数"
    rows += "<tr><td>2142990001<td>甲<td>211<td>毛嘴镇<td>300"
    page = f"<html><h2>澄湖县小学综合报表</h2><p>统计时点：2026年3月31日</p><table>{rows}</table><p>注：甲</p></html>"
    table = read(SourceFile("导出.xls", page.encode()), 50, 500).tables[0]

    assert ("primary", "title") == (table.stage, table.stage_from)
    assert ["澄湖县小学综合报表", "统计时点：2026年3月31日", "注：甲"] == [text for _, text in table.texts]
    assert ["300"] == [row.raw[4] for row in table.rows]


def test_a_table_inside_the_layout_of_a_page_is_found():
    """Old pages put everything into a table."""
    inner = html(Sheet.of(workbook().content), "utf-8").decode()
    inner = inner[inner.index("<table") : inner.index("</table>") + 8]
    page = f"<table><tr><td>菜单</td><td>{inner}</td></tr></table>"
    book = read(SourceFile("导出.xls", page.encode()), 50, 500)

    assert [4] == [len(table.rows) for table in book.tables]


def test_a_formula_of_an_open_document_without_a_result_is_asked_about():
    """As in an .xlsx."""
    whole = Sheet.of(workbook().content)
    place = coordinate_to_tuple(address("在校生数›合计", 0))
    formulas = {(place[0] - 1, place[1] - 1): "of:=SUM([.A1:.A2])"}
    done = checked(SourceFile("小学.ods", ods(whole, formulas=formulas)))

    assert [address("在校生数›合计", 0)] == [stop.cell for stop in done.problems if stop.severity == "stop"]


# —— 加了密码 locked

LOCKED = "EncryptedPackage".encode("utf-16-le")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def filepass(data):
    """Return an old workbook whose stream begins like an encrypted one: FILEPASS behind the first record."""
    whole = bytearray((data / "A" / "其他格式" / "2026年3月_综合报表_初中.xls").read_bytes())
    start = whole.index(b"\x09\x08\x10\x00\x00\x06\x05\x00")  # BOF of the workbook
    behind = start + 4 + int.from_bytes(whole[start + 2 : start + 4], "little")
    whole[behind : behind + 10] = b"\x2f\x00\x06\x00\x00\x00\x59\xb3\x0a\x9a"
    return bytes(whole)


def zip_with_password(data):
    """Return a workbook whose parts say that they are encrypted."""
    del data
    whole = bytearray(xlsx(sheet()))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = whole.find(mark)
        while place >= 0:
            whole[place + flags] |= 1
            place = whole.find(mark, place + 4)
    return bytes(whole)


@pytest.mark.parametrize(
    "made",
    [
        lambda _: OLE + b"\0" * 2000 + LOCKED + b"\0" * 2000,
        filepass,
        zip_with_password,
        lambda _: archive(
            {
                "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
                "META-INF/manifest.xml": "<manifest:encryption-data/>",
                "content.xml": b"\x01\x02",
            }
        ),
    ],
    ids=["xlsx", "xls", "zip", "ods"],
)
def test_a_locked_workbook_says_that_it_is_locked(made, data):
    """And what to do: no other sentence would help."""
    with pytest.raises(
        ImportRefused, match="“小学.xlsx”加了密码，打不开。.*去掉密码，另存一份再导入；没有保存任何数据。"
    ):
        read(SourceFile("小学.xlsx", made(data)), 50, 500)


def test_an_open_text_document_is_no_workbook():
    """An .odt holds content.xml too."""
    made = archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"})

    with pytest.raises(ImportRefused, match="不是工作簿"):
        checked(SourceFile("小学.ods", made))
