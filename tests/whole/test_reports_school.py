"""The A4 page and the workbook of one school: always one page, in a font that is shipped, never a formula."""

import hashlib
import io
import re
import tomllib
from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from components.drawing import theme
from components.school import table
from monitoring.dossier import dossier
from monitoring.dossier.origins import Doubt
from monitoring.dossier.others import standings
from monitoring.findings import dates
from monitoring.reports import typeset
from monitoring.reports.frame import Frame
from monitoring.reports.school import FICTION, content, page
from monitoring.reports.school_sheet import REQUIREMENTS, gap_list
from monitoring.settings import DATA
from tests.support.school import indicators, judged, row

LONG = "清渚县毛嘴镇人民政府希望工程明德九年一贯制寄宿制学校（剅口校区）"
FRAME = Frame(
    bureau="清渚县教育局（虚构）",
    county="清渚县",
    is_invented=True,
    period=date(2026, 9, 30),
    month="3月",
    corrected="",
    files=["综合报表_小学.xlsx", "综合报表_初中.xlsx"],
    saved_on=date(2026, 10, 9),
    examples=True,
)
DOUBT = Doubt("综合报表_小学.xlsx", "小学", "BV11", "stop", "x", "books", "约300", "数字", "repair", "300", "")
POOR = {"multimedia_rooms": 0, "teachers_pe": 0, "teachers_music": 0, "sports_ground_m2": 0, "equipment_wan_yuan": 1}


def papers(name="清渚县第一小学", stages=("primary",), standard="moe-2017-6", doubts=(), **changes):
    """The content of a school's page, beside a neighbour."""
    kind = "312" if len(stages) > 1 else "211"
    rows = [row("1", name, stage, kind=kind, **changes) for stage in stages]
    found = judged(*rows, row("2", "清渚县第二小学", number=6), standard=standard)
    file = dossier(found, indicators(), "1")
    among = {part.stage: standings(found, "1", part) for part in file.parts}
    return file, content(file, FRAME, doubts, among)


def pages(stuff):
    return typeset.pages("school.typ", stuff, ppi=20)


STANDARDS = [
    "moe-2017-6",
    "moe-2012-3",
    "moe-2014-baseline",
    "sd-rooms-junior",
    "js-2015",
    "gs-2012",
    "hb-2011",
    "xx-8of10",
]


@pytest.mark.parametrize("standard", STANDARDS)
def test_a_nine_year_school_with_a_long_name_fits_one_page_under_every_standard(standard):
    _, stuff = papers(LONG, ("primary", "junior"), standard, [DOUBT] * 30, **POOR)

    assert 1 == len(pages(stuff))


def test_the_longest_name_and_the_most_doubts_still_fit_one_page():
    _, stuff = papers(LONG * 4, ("primary", "junior"), "moe-2014-baseline", [DOUBT] * 300, **POOR)

    assert 1 == len(pages(stuff))


def test_the_page_is_a_pdf_and_the_same_data_give_the_same_bytes():
    file, _ = papers()

    first, second = (page(file, FRAME, [], {}) for _ in range(2))

    assert first.startswith(b"%PDF-")
    assert first == second


def test_the_page_says_that_the_county_is_invented_and_of_which_day_it_is():
    _, stuff = papers()

    assert FICTION == stuff["fiction"]
    assert stuff["footer"][1].startswith("制表：清渚县教育局（虚构）。数据截至 2026-09-30")
    assert "教督〔2017〕6号" in stuff["footer"][0]


def test_a_real_county_is_not_called_invented():
    file, _ = papers()

    assert "" == content(file, replace(FRAME, is_invented=False), [], {})["fiction"]


def test_the_heads_are_those_of_the_page_and_the_workbook():
    """The template writes none of its own; 单位 alone has no column, for it stands beside what is required."""
    file, stuff = papers(LONG, ("primary", "junior"), **POOR)
    template = (typeset.TEMPLATES / "school.typ").read_text(encoding="utf-8")
    drawn = {*re.findall(r"head\.(\w+),", template)}
    shown = {head for part in file.parts for column in table._columns(file, part) if (head := column.head)}

    assert {column.head for column in REQUIREMENTS} >= shown
    assert shown - {"单位"} == {stuff["heads"][key] for key in drawn}
    assert set() == {column.head for column in REQUIREMENTS} & {*re.findall(r'"([^"]*)"', template)}


def test_what_is_to_be_none_is_to_go_as_the_page_says():
    _, stuff = papers(standard="moe-2014-baseline", classes_size_from_66=2)
    (line,) = [each for each in stuff["parts"][0]["rows"] if each["clause"] == "第20条"]

    assert ("消除 2 班", "消除 2 班") == (line["missing"], line["whole"])


def test_a_correction_of_the_period_before_is_said_and_fits_the_page():
    """The words are the page's; without a correction the line is as it was."""
    both = ("primary", "junior")
    file, without = papers(LONG, both, doubts=[DOUBT] * 30, **POOR)
    said = dates.corrected("3月", both)
    corrected = content(file, replace(FRAME, corrected=said), [DOUBT] * 30, {})

    assert [["3月没有这所学校的数据", "strong"]] == without["before"]
    assert [*without["before"], [f"（{said}）", ""]] == corrected["before"]
    assert 1 == len(pages(corrected))
    assert pages(corrected) != pages({**corrected, "before": without["before"]})


def test_without_a_period_before_there_is_nothing_that_could_be_corrected():
    file, _ = papers()

    assert [] == content(file, replace(FRAME, month=""), [], {})["before"]


def test_doubtful_cells_are_named_and_those_beyond_counted():
    _, stuff = papers(doubts=[DOUBT] * 9)

    assert "综合报表_小学.xlsx“小学”表 BV11（图书）填的是“约300”，应为数字；按建议入库：300" == stuff["notes"][0]
    assert "另有 3 处存疑的格子，见系统“学校档案”。" == stuff["notes"][-1]


def test_a_name_is_text_and_no_markup():
    _, stuff = papers('#panic("x") *粗* <script> $x$ 小学')

    assert 1 == len(pages(stuff))


def test_the_font_holds_place_names_beyond_gb2312():
    assert "" == typeset.absent("剅口镇 㙍 ㎡ ≥ — 〔2017〕")


def test_a_character_without_a_glyph_is_said_on_the_page():
    _, stuff = papers("清渚县龘龘小学")

    assert "龘" == typeset.absent(stuff["name"])
    assert "随附字体没有“龘”（U+9F98），用本机字体代替；如印成方框，请手工补写。" == typeset.note_on(stuff["name"])
    assert 1 == len(pages(stuff))


def test_the_shipped_font_is_the_one_its_source_names():
    source = tomllib.loads((DATA / "fonts" / "SOURCE.toml").read_text(encoding="utf-8"))["file"][0]

    assert source["sha256"] == hashlib.sha256(typeset.FONT.read_bytes()).hexdigest()
    assert (DATA / "fonts" / "OFL.txt").is_file()


def test_paper_has_the_colours_of_the_screen():
    text = (typeset.TEMPLATES / "school.typ").read_text(encoding="utf-8")
    names = {
        "ink": "INK", "text-grey": "TEXT", "muted": "MUTED", "line-grey": "LINE", "line-soft": "LINE_SOFT",
        "track": "TRACK", "panel": "PANEL", "accent": "ACCENT", "met": "MET", "fail": "FAIL",
        "fail-text": "FAIL_TEXT", "dot": "DOT", "unknown": "UNKNOWN", "outside": "OUTSIDE",
    }  # fmt: skip

    found = dict(re.findall(r'#let ([\w-]+) = rgb\("(#\w{6})"\)', text))

    assert {name: getattr(theme, constant) for name, constant in names.items()} == found


def test_the_workbook_has_numbers_and_starts_no_formula():
    file, _ = papers("=HYPERLINK(1)小学", multimedia_rooms=1)

    book = openpyxl.load_workbook(io.BytesIO(gap_list(file, FRAME)))
    sheet = book["要求与缺口"]
    heads = next(cells for cells in sheet.iter_rows(values_only=True) if cells[0] == "学段")
    rooms = next(cells for cells in sheet.iter_rows(values_only=True) if cells[1] == "第7项")

    assert (1, 2.3, "未达标", 2, 9) == tuple(
        rooms[heads.index(name)] for name in ("实际", "标准", "状态", "还差（本学段）", "估算（万元）")
    )
    assert not [cell for cells in sheet.iter_rows() for cell in cells if cell.data_type == "f"]


def test_the_workbook_of_a_school_of_two_stages_says_whose_way_each_is():
    both, _ = papers(LONG, ("primary", "junior"), **POOR)
    one, _ = papers(**POOR)

    def said(file):
        sheet = openpyxl.load_workbook(io.BytesIO(gap_list(file, FRAME)))["要求与缺口"]
        texts = [str(cells[0]) for cells in sheet.iter_rows(values_only=True)]
        return [text.split("：")[0] for text in texts if "少增教师的最省办法：" in text]

    assert ["小学，少增教师的最省办法", "初中，少增教师的最省办法"] == said(both)
    assert ["少增教师的最省办法"] == said(one)


def test_what_is_not_reported_is_an_empty_cell_and_no_zero():
    file, _ = papers(multimedia_rooms=None)

    sheet = openpyxl.load_workbook(io.BytesIO(gap_list(file, FRAME)))["要求与缺口"]
    rooms = next(cells for cells in sheet.iter_rows(values_only=True) if cells[1] == "第7项")

    assert (None, "未填报") == (rooms[3], rooms[7])
