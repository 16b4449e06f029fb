"""数据导入: what the page says of damaged, clean and refused files, what a decision does, and what is stored."""

import io
import tomllib
import zipfile
from datetime import date

import pytest

from components.imports import uploads
from monitoring import snapshots
from monitoring.settings import ROOT, load_settings
from monitoring.storage import Storage
from monitoring.workbook import SourceFile
from tests.support import DATA
from tests.support.imports import button, store
from tests.support.pages import bodies, headline, looks_whole, open_page, titles, words
from tests.support.rules import RULEBOOK, judged_rows
from tests.support.strange_stages import Mixed, together


def test_damaged_tables_are_listed_cell_by_cell(hand_in):
    """Five places to decide, nothing saved, and what the two ways of deciding come to."""
    hand_in("A")
    visit = open_page("imports.py")

    assert "还没有保存任何数据；5 处须处理，处理完才能入库。" == headline(visit)
    said = words(visit)
    for text in ("AI93", "一百二", "六个年级之和 120", "CU18", "小学表填 17706", "（空白）", "按未填报入库"):
        assert text in said
    assert "DB38" not in said  # the other half of a pair is decided with it
    assert "两种处理，结论差在哪里" in titles(visit)
    assert button(visit, "入库").disabled
    assert "入库（还有 5 处未定）" == button(visit, "入库").label


def test_a_refusal_names_every_file_and_asks_for_no_day_that_cannot_help(monkeypatch):
    """A name with 日期 in it asked for a day; the second wrong file was not told."""
    files = [SourceFile("日期.xlsx", "说明".encode()), SourceFile("空的.xls", b"")]
    monkeypatch.setattr(uploads, "pick_files", lambda: files)
    visit = open_page("imports.py")

    assert "“日期.xlsx”不是 Excel 文件" in words(visit)
    assert "“空的.xls”是空的（0 字节）" in words(visit)
    assert not visit.text_input


def test_one_sheet_of_three_stages_is_not_called_three(monkeypatch):
    """A table with a column 学段: the page says what lies there."""
    name, content = together(Mixed())
    monkeypatch.setattr(uploads, "pick_files", lambda: [SourceFile(name, content)])
    said = words(open_page("imports.py"))

    assert "小学、初中、高中综合报表，在 1 张工作表里" in said
    assert "3 张" not in said


def test_names_are_text(hand_in):
    """A name that is HTML shows as it was typed."""
    hand_in("A")
    visit = open_page("imports.py")

    assert not any("<img" in body for body in bodies(visit))
    assert "<img src=x onerror=alert(1)>" in words(visit)


def test_one_decision_is_counted_and_can_be_taken_back(hand_in):
    """Chosen, then emptied again."""
    hand_in("A")
    visit = open_page("imports.py")
    visit.segmented_control[0].set_value("repair").run()

    assert "已定 1 处，还有 4 处" in words(visit)

    visit.segmented_control[0].set_value(None).run()

    assert "已定 0 处，还有 5 处" in words(visit)


@pytest.mark.both_databases
def test_all_decided_at_once_is_stored_by_one_click(hand_in):
    """Both ways end in a snapshot; the page then says what was stored and where to look."""
    lie = hand_in("A")
    visit = open_page("imports.py")
    button(visit, "全部按未填报").click().run()

    assert "还没有保存任何数据；5 处都已定，可以入库。" == headline(visit)

    store(visit, lie)

    assert "已入库：澄湖县 119 所学校，数据截至 2026-03-31。" == headline(visit)
    storage = Storage(load_settings().database)
    snapshot = snapshots.load(storage, snapshots.newest(storage, "990121"), RULEBOOK.projects)
    assert {"missing"} == set(snapshot.problems.query("severity == 'stop'").decision)
    assert any('href="./?county=990121' in body for body in bodies(visit))


def test_a_clean_county_has_nothing_to_decide(hand_in):
    """No stops: it can be stored at once."""
    hand_in("A_clean")
    visit = open_page("imports.py")

    assert "还没有保存任何数据；没有须处理的地方，可以入库。" == headline(visit)
    assert "每个格子都读清楚了" in words(visit)
    assert not button(visit, "入库").disabled


def test_refused_files_are_answered_by_a_sentence(hand_in):
    """Two months together: the sentence names both dates; nothing was saved."""
    lie = hand_in("A_clean")
    lie["files"] = [
        lie["files"][0],
        SourceFile("小学.xlsx", (DATA / "A_clean/2026年9月/综合报表_小学.xlsx").read_bytes()),
    ]
    visit = open_page("imports.py")

    assert "这些文件不能导入，没有保存任何数据。" == headline(visit)
    assert "统计时点是 2026-" in words(visit)


@pytest.mark.both_databases
def test_without_files_the_page_lists_what_was_imported(hand_in):
    """First nothing, then a line."""
    lie = hand_in("A_clean")
    visit = open_page("imports.py")
    button(visit, "入库").click()
    lie["files"] = []
    visit.run()
    again = open_page("imports.py")

    looks_whole(again)
    assert "导入记录" in titles(again)
    assert "综合报表_小学.xlsx" in words(again)


def test_the_page_says_whose_data_and_what_they_replace(hand_in):
    """County, date and tables before anything is stored; an import of the same period that had more is named."""
    hand_in("A_clean")
    visit = open_page("imports.py")
    assert "澄湖县 2026-03-31" in words(visit)
    assert "小学、初中、高中 3 张综合报表" in words(visit)
    button(visit, "入库").click().run()

    hand_in("A_clean", pattern="综合报表_小学.xlsx")
    again = words(open_page("imports.py"))

    assert "入库后，编号 1 的小学综合报表换成这次的，同一天的以这次为准；那次的其余数据照用。" in again
    assert "库里同一天的初中、高中综合报表照用，和这次的一起评定。" in again
    assert "初中不评定" not in again


def test_a_corrected_stage_alone_is_checked_with_the_stages_that_stay(hand_in):
    """The preview counts what pages will show after storing, and no school lacks a stage that is stored."""
    hand_in("A_clean")
    button(open_page("imports.py"), "入库").click().run()
    hand_in("A_clean", pattern="综合报表_小学.xlsx")
    visit = open_page("imports.py")
    proposed = visit.session_state[uploads.PROPOSAL][1]

    storage = Storage(load_settings().database)
    rows = snapshots.load(storage, snapshots.newest(storage, "990121"), RULEBOOK.projects).rows
    assert judged_rows(rows).schools["verdict"].value_counts().to_dict() == uploads.verdicts(proposed, "repair")
    assert "stage_missing" not in {problem.code for problem in proposed.problems}


def test_what_was_decided_of_an_unchanged_file_is_not_asked_again(hand_in):
    """Nor in another session, beside a corrected file: only that one's cells are open."""
    lie = hand_in("A")
    files = lie["files"]
    visit = open_page("imports.py")
    button(visit, "全部采用建议值").click().run()
    store(visit, lie)

    lie["files"] = files
    again = open_page("imports.py")
    assert "还没有保存任何数据；5 处都已定，可以入库。" == headline(again)
    assert "没有改动的文件里有 5 处上次入库时已经定过，照那时的处理，不再问" in words(again)

    own = [one for one in again.session_state[uploads.PROPOSAL][1].stops if one.file == files[0].name]
    lie["files"] = [
        SourceFile(files[0].name, (DATA / "A_clean" / "2026年3月" / files[0].name).read_bytes()),
        *files[1:],
    ]
    beside = open_page("imports.py")
    assert own
    assert f"没有改动的文件里有 {5 - len(own)} 处" in words(beside)


def test_shapes_alone_are_named_stored_and_lead_to_the_map(hand_in):
    """Of the day of import, against the schools that are there; the page says what was stored."""
    hand_in("A_clean")
    button(open_page("imports.py"), "入库").click().run()
    lie = hand_in("A_clean", pattern="综合报表*.xlsx")
    shapes = DATA / "A_clean" / "乡镇边界.geojson"
    lie["files"] = [SourceFile(shapes.name, shapes.read_bytes())]
    visit = open_page("imports.py")
    today = date.today().isoformat()

    assert f"澄湖县 {today}" in words(visit)
    assert "· 乡镇边界 ·" in words(visit)
    assert "每个格子" not in words(visit)
    assert any(said in words(visit) for said in ("界线都读清楚了", "也可改了文件重传"))
    store(visit, lie)
    assert f"已入库：澄湖县 乡镇边界，数据截至 {today}。" == headline(visit)
    assert any("./map?county=990121" in body for body in bodies(visit))


def test_the_page_says_what_lists_do_to_the_stored_period(hand_in):
    """Classrooms that come alone: what is renewed, what stays, how many; and no word of schools."""
    lie = hand_in("A_clean")
    visit = open_page("imports.py")
    button(visit, "入库").click().run()
    hand_in("A_clean", pattern="班班通台账.xlsx")
    first = open_page("imports.py")

    assert "· 班班通台账 ·" in words(first)
    assert "1,404 间教室" in words(first)
    assert "换成这次的" not in words(first)
    assert "两种处理" not in words(first)

    lie = hand_in("A_clean", pattern="班班通台账.xlsx")
    visit = open_page("imports.py")
    store(visit, lie)
    assert "已入库：澄湖县 1,404 间教室，数据截至 2026-03-31。" == headline(visit)

    hand_in("A_clean", pattern="*.xlsx")
    again = words(open_page("imports.py"))
    assert "小学、初中、高中 3 张综合报表和班班通台账、项目清单、周进度、资金" in again
    assert "个项目、110 条周报、" in again
    assert "入库后，编号 1 的小学综合报表、初中综合报表、高中综合报表换成这次的" in again
    assert "入库后，编号 2 的班班通台账换成这次的" in again


def test_columns_of_lists_and_townships_have_names(hand_in):
    """Neither a field's own name nor the key of a boundary is shown; the code of the township is."""
    lie = hand_in("A", pattern="*.xlsx")
    lie["files"].append(SourceFile("乡镇边界.geojson", (DATA / "A" / "乡镇边界.geojson").read_bytes()))
    said = words(open_page("imports.py"))

    for text in ("accepted_on", "total_wan_yuan", "mbps", "actual_6", "reported_state", "town_code"):
        assert text not in said
    for text in ("验收日期", "计划总投资", "网速", "验收›实际日期", "990121107", "乡镇代码", "乡镇边界"):
        assert text in said


def test_a_file_of_another_kind_is_named_and_the_good_ones_are_kept(hand_in):
    """Words, pictures, archives, locks of Excel: each with what would be right; the tables are checked all the same."""
    lie = hand_in("A_clean")
    wrong = [
        "说明.docx",
        "扫描件.PDF",
        "照片.jpg",
        "全部.rar",
        "全部.7z",
        "报告.wps",
        "边界.shp",
        "~$小学.xlsx",
        "无后缀",
        "甲.abc",
    ]
    lie["files"] = [*lie["files"], *(SourceFile(name, b"x") for name in wrong)]
    visit = open_page("imports.py")

    assert "可以入库" in headline(visit)
    for name, what in zip(
        wrong,
        [
            "文字文档",
            "PDF",
            "图片",
            "压缩包",
            "压缩包",
            "文字文档",
            "Shapefile 的一部分",
            "表格软件打开文件时留下的临时文件",
            "认不出的文件",
            "认不出的文件",
        ],
        strict=True,
    ):
        assert f"“{name}”是{what}，没有导入，其余文件不受影响。" in words(visit)


def test_with_wrong_files_alone_nothing_is_imported(hand_in):
    """The headline says so; nothing crashes."""
    lie = hand_in("A_clean")
    lie["files"] = [SourceFile("说明.docx", b"x")]
    visit = open_page("imports.py")

    assert "这些文件不能导入，没有保存任何数据。" == headline(visit)
    assert "“说明.docx”是文字文档，没有导入。" in words(visit)
    assert "请把里面的表格复制到表格软件" in words(visit)


def test_an_archive_of_workbooks_is_to_be_unpacked_first(hand_in):
    """A zip without shapes is no boundary."""
    lie = hand_in("A_clean")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("小学.xlsx", b"x")
    lie["files"] = [*lie["files"], SourceFile("全部.zip", out.getvalue())]

    assert "“全部.zip”是压缩包，里面没有乡镇边界，没有导入" in words(open_page("imports.py"))


@pytest.mark.parametrize(
    ("content", "said"), [(b"", "是空的"), (b"PK\x03\x04" + bytes(51 * 1024 * 1024), "超过上限 50 MB")]
)
def test_an_empty_or_too_large_file_is_answered_in_our_words(hand_in, content, said):
    """The whole import is refused (rules 1); the sentence names the file."""
    lie = hand_in("A_clean")
    lie["files"] = [SourceFile("坏.xlsx", content), *lie["files"]]
    visit = open_page("imports.py")

    assert "这些文件不能导入，没有保存任何数据。" == headline(visit)
    assert "文件“坏.xlsx”" in words(visit)
    assert said in words(visit)


def test_a_file_above_our_limit_reaches_our_own_sentence():
    """The framework would answer in English: it lets ten times as much through."""
    server = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["server"]

    assert server["maxUploadSize"] >= 10 * load_settings().upload_mb
