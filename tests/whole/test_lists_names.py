"""Lists that name schools and projects without their numbers, and columns of dates in which no dates stand."""

from __future__ import annotations

import pytest

from monitoring.snapshots.absent import with_absent
from tests.support.lists_layouts import changed, told, truth
from tests.support.rules import RULEBOOK


def without(*labels):
    """Drop columns by how their headings begin."""

    def cut(lines):
        places = [at for at, text in enumerate(lines[1]) if not str(text).startswith(labels)]
        return [lines[0], *([line[at] for at in places if at < len(line)] for line in lines[1:])]

    return cut


def filled(label, write):
    """Write every cell of a column anew."""

    def change(lines):
        place = next(at for at, text in enumerate(lines[1]) if str(text).startswith(label))
        for line in lines[2:]:
            if len(line) == len(lines[1]):
                line[place] = write(line[place])

    return change


@pytest.mark.parametrize(("kind", "label"), [("rooms", "学校标识码"), ("reports", "项目编号")])
def test_names_do_where_there_are_no_numbers(kind, label):
    """One warning a sheet; every row is whose its name says, but of a name that two projects have."""
    checked = changed(kind, without(label))
    frame = checked.list_frames({})[kind].drop(columns=["file", "sheet", "row"])
    expected, twice = truth()[kind], "澄湖县范家渡镇中心小学校舍维修改造项目"
    is_clear = frame["name"] != twice if kind == "reports" else frame["school_name"] != ""

    assert ("warning", "absent_key", f"缺列 {label}") in told(checked)
    assert {"absent_key", "project_not_found"} >= {code for _, code, _ in told(checked)}
    assert expected[is_clear].fillna("—").astype(str).equals(frame[is_clear].fillna("—").astype(str))
    assert kind == "rooms" or (frame.loc[~is_clear, "project"] == "").all()


def test_a_name_that_nobody_knows_is_told_in_its_cell():
    """Without a number there is no other cell."""
    cut = without("学校标识码")

    def strange(lines):
        lines = cut(lines)
        lines[2][0] = "没有这所小学"
        return lines

    assert ("warning", "school_not_found", "A3") in told(changed("rooms", strange))


@pytest.mark.parametrize(("yes", "no"), [("是", "否"), ("√", ""), ("已验收", "未验收")])
def test_a_column_that_says_yes_and_no_is_no_column_of_dates(yes, no):
    """It would say of every room that it is not accepted; one warning, and acceptance is not reported."""
    checked = changed("rooms", filled("验收日期", lambda day: yes if day else no))
    rooms = with_absent(checked.list_frames({}), checked.columns, RULEBOOK.projects.milestones)["rooms"]
    codes = [code for _, code, _ in told(checked)]

    assert 1 == codes.count("date_column_unread")
    assert "date_unreadable" not in codes
    assert ["accepted_on"] == rooms["absent"].unique().tolist()


def test_a_few_cells_that_are_no_dates_are_told_one_by_one():
    """The column stays what it is."""

    def two(lines):
        place = lines[1].index("验收日期")
        lines[2][place] = lines[3][place] = "是"

    checked = changed("rooms", two)
    rooms = with_absent(checked.list_frames({}), checked.columns, RULEBOOK.projects.milestones)["rooms"]

    assert ["date_unreadable"] * 2 == [code for _, code, _ in told(checked)]
    assert [""] == rooms["absent"].unique().tolist()


def test_a_column_of_dates_that_is_wholly_blank_is_told_once():
    """Not yet, as a blank says; or it was only left out."""
    checked = changed("rooms", filled("启用日期", lambda _: None))

    assert [("warning", "blank_dates", "K列")] == told(checked)


@pytest.mark.parametrize("mark", ["{}（必填）", "{}①", "*{}", "{}*", "{}（选填）"])
def test_marks_of_a_form_are_no_part_of_a_heading(mark):
    """Obligatory, with a footnote."""

    def marked(lines):
        lines[1] = [mark.format(text) for text in lines[1]]

    checked = changed("rooms", marked)

    assert () == checked.problems
    assert truth()["rooms"].equals(checked.list_frames({})["rooms"].drop(columns=["file", "sheet", "row"]))
