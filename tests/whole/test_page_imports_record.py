"""数据导入: the record of imports, how one is withdrawn and used again, and its list of problems opened again."""

import re

import pytest

from monitoring import snapshots
from monitoring.settings import load_settings
from monitoring.storage import Storage
from monitoring.workbook import SourceFile
from tests.support import DATA
from tests.support.imports import button, store
from tests.support.pages import bodies, headline, looks_whole, open_page, titles, words


@pytest.mark.both_databases
def test_an_import_can_be_withdrawn_and_used_again(hand_in):
    """The one before counts again; nothing is deleted."""
    lie = hand_in("A_clean")
    visit = open_page("imports.py")
    button(visit, "入库").click()
    lie["files"] = []
    visit.run()
    storage = Storage(load_settings().database)
    assert ["990121"] == list(snapshots.counties(storage))

    visit = button(open_page("imports.py"), "撤回").click().run()
    assert "的导入已撤回，各页不再用它；数据仍在库里，在下面的“撤回或恢复一次导入”里可以恢复。" in words(visit)
    assert visit.expander[0].label.startswith("撤回或恢复一次导入")
    assert "的导入已撤回" not in words(visit.run())
    assert {} == snapshots.counties(storage)

    button(open_page("imports.py"), "恢复").click().run()
    assert ["990121"] == list(snapshots.counties(storage))


@pytest.mark.both_databases
def test_a_withdrawn_import_is_no_longer_said_to_be_stored(hand_in):
    """The headline of the same visit: stored, withdrawn, and no word of 已入库 after that."""
    lie = hand_in("A_clean")
    visit = open_page("imports.py")
    store(visit, lie)
    assert headline(visit).startswith("已入库")

    button(visit, "撤回").click().run()

    assert "已入库" not in words(visit)
    assert "的导入已撤回" in words(visit)


def test_a_link_of_the_record_opens_that_import_or_there_is_none(hand_in):
    """Of two imports of one period the newer has the link; the other, and a withdrawn one, say what is shown."""
    lie = hand_in("A_clean")
    files = lie["files"]
    for _ in ("first", "second"):
        lie["files"] = files
        visit = open_page("imports.py")
        store(visit, lie)
    again = open_page("imports.py")

    assert 1 == " ".join(bodies(again)).count("看这一期")
    assert "已被 2 替代 问题清单 编号 2 的" in re.sub(r"\s+", " ", words(again))

    button(again, "撤回").click().run()
    assert "已撤回 问题清单 编号 1 的" in re.sub(r"\s+", " ", words(again))
    assert 1 == " ".join(bodies(again)).count("看这一期")
    again.selectbox[0].set_value(1).run()
    button(again, "撤回").click().run()
    assert "看这一期" not in words(again)
    assert 2 == re.sub(r"\s+", " ", words(again)).count("问题清单 没有")


@pytest.mark.both_databases
def test_the_only_import_withdrawn_says_that_there_is_none(hand_in):
    """A column of numbers turned the absent one into nan: 编号 nan 的."""
    lie = hand_in("A_clean")
    visit = open_page("imports.py")
    store(visit, lie)
    button(visit, "撤回").click().run()

    said = re.sub(r"\s+", " ", words(visit))
    assert "已撤回 问题清单 没有" in said
    assert "nan" not in said


@pytest.mark.both_databases
def test_the_list_of_problems_can_be_opened_again(hand_in):
    """After 入库: the same counts, what was decided, by file and by kind, and back to the record."""
    lie = hand_in("A", pattern="*.xlsx")
    lie["files"].append(SourceFile("乡镇边界.geojson", (DATA / "A" / "乡镇边界.geojson").read_bytes()))
    visit = open_page("imports.py")
    before = words(visit)
    button(visit, "全部按未填报").click().run()
    store(visit, lie)

    assert 'href="./import?record=1"' in " ".join(bodies(open_page("imports.py")))
    again = open_page("imports.py", record="1")
    counts = re.findall(r"(须处理|请核实|已规范) (\d+) 处", headline(again))
    assert ["须处理", "请核实", "已规范"] == [word for word, _ in counts]
    stops, warnings, _ = (number for _, number in counts)
    assert f"须处理 {stops} 处" in before
    assert f"请核实 {warnings} 处" in before
    said = words(again)
    assert "一百二" in said
    assert "按未填报" in said
    assert "综合报表_小学.xlsx" in titles(again)
    looks_whole(again)


def test_many_cells_of_one_kind_are_one_line_that_opens(hand_in):
    """Three blank cells of a table are told as one matter with a count; two are shown cell by cell."""
    hand_in("A", pattern="*.xlsx")
    pieces = " ".join(bodies(open_page("imports.py")))

    matters = re.findall(r'<details class="matter"><summary><b>(.*?)</b><i>(\d+) 处</i>', pieces)
    assert matters
    assert all(int(number) > 2 for _, number in matters)


def test_a_record_that_does_not_exist_is_said():
    """A number that was never given, and one that is none."""
    for number in ("99", "x"):
        assert "导入记录里没有编号" in headline(open_page("imports.py", record=number))


def test_a_school_s_own_problems_have_an_address(hand_in):
    """Of one school alone; the page of the school links to it."""
    lie = hand_in("A")
    visit = open_page("imports.py")
    button(visit, "全部采用建议值").click().run()
    store(visit, lie)
    storage = Storage(load_settings().database)
    found = snapshots.record(storage, 1)
    stop = next(one for one in found.problems if one.severity == "stop" and one.school_code and one.proposal)
    code = stop.school_code
    own = open_page("imports.py", record="1", school=code)
    assert f"采用建议值 {stop.proposal}" in words(own)  # not only that it was adopted: what is stored now

    assert {code} == {one.school_code for one in found.problems if one.school and one.school in headline(own)}
    others = {one.school for one in found.problems if one.school_code not in ("", code)}
    assert not [name for name in others if name in words(own)]
    school = " ".join(bodies(open_page("school.py", school=code)))
    assert f'href="./import?record=1&amp;school={code}"' in school
