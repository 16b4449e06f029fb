"""A corrected file handed in after the first one: it replaces, what was decided holds, and nothing else is lost."""

import pytest

from components.imports import uploads
from monitoring import snapshots
from monitoring.__main__ import main
from monitoring.errors import ImportRefused
from monitoring.settings import load_settings
from monitoring.storage import Storage
from monitoring.workbook import SourceFile
from tests.support.lists import projects_workbook, schools
from tests.support.pages import headline, open_page, words
from tests.support.rules import RULEBOOK
from tests.support.small_tables import checked, found, only, value, workbook

BOOKS, PUPILS = "图书（册）", "在校生数›合计"
LATER = {"later_counts": True}


def codes(result):
    return [problem.code for problem in result.problems]


@pytest.mark.parametrize("name", ["", "小学（更正）.xlsx"])
def test_a_corrected_file_replaces_the_first(name):
    """Of the same name or another: the newer cells alone are read, and that is told once."""
    result = checked(workbook({("教室间数", 0): "二十"}), workbook({("教室间数", 0): 20}, name=name), **LATER)

    assert ["table_replaced"] == codes(result)
    assert 20 == value(result, "classrooms")
    assert 4 == len(result.rows({}))
    told = only(result, "table_replaced")
    assert "综合报表_小学.xlsx" == told.file
    assert f"已由{f'后传的“{name}”' if name else '后传的同名文件'}替换，不入库" == told.treatment


def test_the_order_of_handing_in_decides_not_the_content():
    """Handed in the other way round, the doubtful cell is the newer one."""
    result = checked(workbook({("教室间数", 0): 20}), workbook({("教室间数", 0): "二十"}), **LATER)

    assert ["judgement"] == [code for code in codes(result) if code != "table_replaced"]


def test_a_file_handed_in_once_more_is_the_newest():
    """First, corrected, and the first again: it counts."""
    first, second = workbook({("教室间数", 0): 30}), workbook({("教室间数", 0): 20})

    assert 30 == value(checked(first, second, first, **LATER), "classrooms")


def test_a_corrected_file_that_lacks_schools_says_so():
    """Most schools are there: it is the same table; the one that is not is named as lost."""
    result = checked(workbook(schools=4), workbook(schools=3), **LATER)

    assert 3 == len(result.rows({}))
    assert "其中 1 所学校新文件里没有，不入库" in only(result, "table_replaced").treatment


def test_a_corrected_township_replaces_its_own_schools_alone():
    """One school of four handed in again: the other three stay."""
    result = checked(
        workbook({("教室间数", 0): 30}, sums={"教室间数": 1}),
        workbook({("教室间数", 0): 20}, schools=1, name="一镇.xlsx"),
        **LATER,
    )

    assert 4 == len(result.rows({}))
    assert 20 == result.rows({}).set_index("file")["classrooms"]["一镇.xlsx"]
    assert (
        "其中 1 所学校以后传的“一镇.xlsx”为准，其余 3 所学校仍用这个文件的" == only(result, "rows_replaced").treatment
    )
    assert [] == found(result, "sums_row")


def test_files_of_different_schools_are_all_kept_whatever_they_are_called():
    """Two townships each send 综合报表_小学.xlsx; the rows of each stay apart."""
    kinds = {"kinds": ("218",)}
    one, two = workbook(schools=2), workbook(schools=2, **kinds)
    for options in (LATER, {}):
        result = checked(one, two, **options)

        assert [] == codes(result)
        assert {"综合报表_小学.xlsx", "综合报表_小学(2).xlsx"} == set(result.rows({})["file"])


def test_a_corrected_file_may_mend_what_refused_the_first():
    """A missing column, or a wrong date in the title, stands in the file of the same name before."""
    broken = workbook(drop=["办学类型"])

    assert ["file_replaced"] == codes(checked(broken, workbook(), **LATER))
    with pytest.raises(ImportRefused, match="办学类型"):
        checked(broken, **LATER)
    with pytest.raises(ImportRefused, match="办学类型"):
        checked(workbook(), broken, **LATER)
    wrong_date = workbook(texts={"A1": "澄湖县2025年3月小学综合报表", "A2": "统计时点：2025年3月31日"})
    assert ["table_replaced"] == codes(checked(wrong_date, workbook(), **LATER))


def test_on_the_command_line_nobody_wins_silently():
    """Two tables with a school in common that differ are refused, both named; equal rows are counted once."""
    with pytest.raises(
        ImportRefused, match=r"“综合报表_小学\.xlsx”和“更正\.xlsx”都是小学综合报表，4 所学校两个文件里都有"
    ):
        checked(workbook({("教室间数", 0): 30}), workbook(name="更正.xlsx"))


def test_a_decision_holds_in_the_file_of_another_name():
    """The cell is unchanged: what was decided is not asked again; another cell is."""
    first = workbook({("教室间数", 0): "二十"})
    second = workbook({("教室间数", 0): "二十", ("教室间数", 1): "三十"}, name="更正.xlsx")
    result = checked(first, second, **LATER)

    assert {("更正.xlsx", "小学"): (("综合报表_小学.xlsx", "小学"),)} == dict(result.aliases)


def lay(monkeypatch, *files):
    monkeypatch.setattr(uploads, "pick_files", lambda: list(files))


def test_on_the_screen_a_corrected_file_replaces_and_decisions_hold(monkeypatch):
    """Two stops decided, one corrected: one is left, decided; what is stored is the corrected cell."""
    first = workbook({("教室间数", 0): "二十", ("教室间数", 1): "三十"})
    second = workbook({("教室间数", 0): "二十", ("教室间数", 1): 31}, name="更正.xlsx")
    lay(monkeypatch, first)
    visit = open_page("imports.py")
    next(button for button in visit.button if button.label == "全部采用建议值").click().run()
    lay(monkeypatch, first, second)
    visit.run()

    assert "还没有保存任何数据；1 处都已定，可以入库。" == headline(visit)
    assert "“综合报表_小学.xlsx”（小学综合报表 4 所学校）已由后传的“更正.xlsx”替换，不入库。" in words(visit)
    next(button for button in visit.button if button.label == "入库").click().run()
    storage = Storage(load_settings().database)
    rows = snapshots.load(storage, snapshots.newest(storage, "990121"), RULEBOOK.projects).rows
    assert [20, 31] == rows["classrooms"].tolist()[:2]
    assert {"更正.xlsx"} == set(rows["file"])


def test_a_file_that_is_stored_already_is_named_with_its_number(monkeypatch):
    """The same bytes again change nothing, and the page says where they are; a changed one is not the same."""
    lay(monkeypatch, workbook())
    next(button for button in open_page("imports.py").button if button.label == "入库").click().run()

    assert "“综合报表_小学.xlsx”与已入库的编号 1 相同，再入库一次不改变任何数。" in words(open_page("imports.py"))
    lay(monkeypatch, workbook({("教室间数", 0): 99}))
    assert "与已入库的编号 1" not in words(open_page("imports.py"))


@pytest.mark.both_databases
def test_the_command_line_says_that_a_file_is_stored_already(tmp_path, capsys, database_url):
    """The second time; and exit 2 with both names for two versions in one command."""
    one, two = tmp_path / "小学.xlsx", tmp_path / "更正.xlsx"
    one.write_bytes(workbook().content)
    two.write_bytes(workbook({("教室间数", 0): 99}).content)
    command = ["--database", database_url, "import", "--period", "2026-03-31"]

    assert 0 == main([*command, str(one)])
    assert "相同" not in capsys.readouterr().out
    assert 0 == main([*command, str(one)])
    assert "“小学.xlsx”与已入库的编号 1 相同" in capsys.readouterr().out
    assert 2 == main([*command, str(one), str(two)])
    assert "“小学.xlsx”和“更正.xlsx”都是小学综合报表" in capsys.readouterr().err


def test_weekly_reports_add_up_but_a_corrected_file_takes_its_wrong_day_back():
    """Of another name the old file's other weeks stay; of the same name the row that was corrected is gone."""

    def wrong_day(book):
        book["周进度"].cell(book["周进度"].max_row, 3).value = "2026-01-01"

    old, new = projects_workbook("项目清单", "周进度", change=wrong_day), projects_workbook("项目清单", "周进度")
    other = SourceFile("第12周.xlsx", new.content)
    reports = [len(checked(*schools(), old, each, **LATER).lists["reports"]) for each in (new, other)]

    assert [110, 111] == reports
