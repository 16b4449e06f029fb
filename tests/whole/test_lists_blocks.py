"""Names in the first row of a block alone, not merged: one stop a sheet, filled down or left without a name."""

from __future__ import annotations

import io

import openpyxl
import pytest

from tests.support.lists_layouts import PLAIN, assert_same, changed, read, saved, stored, told, truth
from tests.support.strange_lists import grid, workbooks


def once_a_block(labels, kind):
    """Blank cells of these columns below the first of the same."""

    def change(lines):
        places = [at for at, text in enumerate(lines[1]) if str(text) in labels]
        last = None
        for line in lines[2:]:
            if len(line) < len(lines[1]):
                continue
            here = [line[at] for at in places]
            if here == last:
                for at in places:
                    line[at] = None
            last = here

    return changed(kind, change)


def decided(checked, way):
    return checked.list_frames({problem.id: way for problem in checked.problems})


CASES = [
    ("rooms", ("学校标识码", "学校名称", "所在乡镇"), 1),
    ("rooms", ("学校标识码", "学校名称"), 1),
    ("rooms", ("年级",), 1),
    ("rooms", ("学校标识码", "学校名称", "所在乡镇", "年级"), 2),
    ("reports", ("项目编号", "项目名称"), 1),
    ("funds", ("项目编号", "项目名称"), 1),
]


@pytest.mark.parametrize(("kind", "labels", "stops"), CASES)
def test_one_stop_a_sheet_and_column_proposes_to_fill_down(kind, labels, stops):
    """Accepted, everything is as if every row were filled."""
    checked = once_a_block(labels, kind)
    frame = decided(checked, "repair")[kind].drop(columns=["file", "sheet", "row"])
    expected = truth()[kind]
    if kind == "funds":
        frame = frame.sort_values(["project", "source"], ignore_index=True)

    assert [("stop", "block_names")] * stops == [(severity, code) for severity, code, _ in told(checked)]
    assert expected.fillna("—").astype(str).equals(frame.fillna("—").astype(str))


def test_rooms_whose_school_nobody_decided_belong_to_none():
    """Not filled: without a school, without a township; the first row of each block keeps its own."""
    checked = once_a_block(("学校标识码", "学校名称", "所在乡镇"), "rooms")
    rooms = decided(checked, "missing")["rooms"]
    named = rooms["school_code"] != ""

    assert 0 < named.sum() < len(rooms)
    assert set(rooms.loc[~named, ["school_name", "township_code", "township", "county_code"]].to_numpy().ravel()) == {
        ""
    }
    assert rooms.loc[named, "township_code"].ne("").all()


def test_rooms_that_name_their_own_township_stay_in_it():
    """所在乡镇 stands in every row."""
    checked = once_a_block(("学校标识码", "学校名称"), "rooms")
    rooms = decided(checked, "missing")["rooms"]

    assert (rooms["school_code"] == "").any()
    assert truth()["rooms"]["township_code"].tolist() == rooms["township_code"].tolist()


def blank_projects(rows):
    """Check the list of projects with blank schools and townships in some rows."""
    lines, _ = grid("projects", PLAIN)
    places = [at for at, text in enumerate(lines[1]) if text in ("学校标识码", "学校名称", "所在乡镇")]
    for line in [line for line in lines[3:] if len(line) > max(places)][rows]:
        for at in places:
            line[at] = None
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    return read([("项目清单.xlsx", saved(book))])


def test_projects_of_one_school_below_one_another():
    """The school once above its projects."""
    checked = blank_projects(slice(1, 40))
    first = decided(checked, "repair")["projects"]["school_code"]

    assert ["block_names"] == [code for severity, code, _ in told(checked) if severity == "stop"]
    assert first.iloc[0] == first.iloc[5] != ""
    assert decided(checked, "missing")["projects"]["school_code"].iloc[5] == ""


def test_a_few_projects_of_the_whole_county_are_no_block():
    """They have no school and no township of their own."""
    checked = blank_projects(slice(4, 9))

    assert not [code for severity, code, _ in told(checked) if severity == "stop"]


def test_a_single_blank_name_is_no_block():
    """A slip: told by itself, as before."""

    def one(lines):
        lines[3][0] = lines[3][1] = None

    checked = changed("rooms", one)

    assert not [code for severity, code, _ in told(checked) if severity == "stop"]


def test_merged_names_are_filled_without_a_question():
    """What the file itself says needs no officer."""
    ((name, content),) = workbooks(PLAIN, ["rooms"])
    book = openpyxl.load_workbook(io.BytesIO(content))
    for letter in "AB":
        book.active.merge_cells(f"{letter}3:{letter}6")

    assert_same(read([(name, saved(book))]), "merged_cells")
    assert 42 == len(stored(read([(name, saved(book))]))["rooms"])
