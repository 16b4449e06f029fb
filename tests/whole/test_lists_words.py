"""Words in the lists: grades and classes in other spellings, blank or unknown; states and categories of projects."""

from __future__ import annotations

import pytest

from tests.support.lists_layouts import assert_same, changed, told
from tests.support.strange_lists import Layout

GRADE, CLASS = 3, 4  # columns of the ledger
CATEGORY, STATE = 2, 29  # columns of 项目清单


def room(grade, number):
    """Check a ledger whose first room has another grade and class."""

    def one(lines):
        lines[2][GRADE], lines[2][CLASS] = grade, number

    checked = changed("rooms", one)
    first = checked.list_frames({})["rooms"].iloc[0]
    return told(checked), (first["grade"], first["class"], first["stage"])


@pytest.mark.parametrize(
    ("typed", "grade", "stage"),
    [
        ("初一", "七年级", "junior"), ("初3", "九年级", "junior"), ("初中一年级", "七年级", "junior"),
        ("初中七年级", "七年级", "junior"), ("G1", "一年级", "primary"), ("Grade 8", "八年级", "junior"),
        ("1年级", "一年级", "primary"), ("小二", "二年级", "primary"), ("七年级（99）班", "七年级", "junior"),
    ],
)  # fmt: skip
def test_a_grade_in_another_spelling_is_a_note(typed, grade, stage):
    """As the ledger names it; its stage follows."""
    assert ([("note", "code_form", "D3")], (grade, "99", stage)) == room(typed, "99")


@pytest.mark.parametrize("typed", ["2024级", "学前班", "初四", "G12", "三年级（上）"])
def test_an_unknown_grade_is_kept_and_told(typed):
    assert ([("warning", "grade_unknown", "D3")], (typed, "99", "")) == room(typed, "99")


def test_a_grade_of_a_senior_school_is_known():
    """It is of neither stage."""
    assert ([], ("高一", "99", "")) == room("高一", "99")


def test_a_blank_grade_or_class_is_told():
    """Not reported; the room still counts."""
    for blank in ("", "—", "/"):
        assert ([("warning", "blank_fact", "D3")], ("", "99", "")) == room(blank, "99")
        assert ([("warning", "blank_fact", "E3")], ("三年级", "", "primary")) == room("三年级", blank)


def test_either_cell_may_say_both():
    """七年级（1）班 beside a blank class, a blank grade beside 三年级2班."""
    assert ([("note", "code_form", "D3")], ("七年级", "99", "junior")) == room("七年级（99）班", "")
    assert ([("note", "code_form", "E3")], ("三年级", "99", "primary")) == room("", "三年级99班")


def test_two_cells_that_contradict_are_told():
    """Which class it is, is not guessed."""
    told_of, stored = room("七年级（98）班", "99")

    assert ("warning", "unreadable_fact", "E3") in told_of
    assert ("七年级", "", "junior") == stored


def test_a_blank_class_in_a_single_column_is_told():
    """年级 and 班 in one cell: blank is not unreadable."""

    def one(lines):
        lines[2][GRADE] = ""

    assert ("warning", "blank_fact", "D3") in told(changed("rooms", one, Layout(room="三年级2班")))


@pytest.mark.parametrize(
    ("column", "letter", "typed", "code"),
    [
        (STATE, "AD", "", "blank_fact"), (STATE, "AD", "/", "blank_fact"), (STATE, "AD", "收尾", "state_unknown"),
        (STATE, "AD", "前期", "state_contradicts"),
        (CATEGORY, "C", "", "blank_fact"), (CATEGORY, "C", "其他", "category_unknown"),
    ],
)  # fmt: skip
def test_a_state_or_category_that_says_nothing_is_told(column, letter, typed, code):
    """Blank, or none of the known words."""

    def one(lines):
        lines[next(row for row, line in enumerate(lines) if str(line[0]).startswith("CH-"))][column] = typed

    found = told(changed("projects", one))

    assert [("warning", code)] == [each[:2] for each in found]
    assert letter == found[0][2].rstrip("0123456789")


def test_a_category_with_blanks_is_its_word():
    """Full width or blanks inside: a note, the known word is stored."""

    def one(lines):
        for line in lines:
            if len(line) > CATEGORY and line[CATEGORY] == "信息化":
                line[CATEGORY] = "信息 化"

    checked = changed("projects", one)

    assert_same(checked, "code_form")


@pytest.mark.parametrize(
    ("kind", "column", "letter"),
    [("rooms", GRADE, "D"), ("rooms", CLASS, "E"), ("projects", STATE, "AD"), ("projects", CATEGORY, "C")],
)
def test_a_blank_column_is_told_once(kind, column, letter):
    """Not a warning a row."""

    def blank(lines):
        for line in lines[3 if kind == "projects" else 2 : -1]:
            line[column] = ""

    found = told(changed(kind, blank))

    assert ("warning", "blank_words", f"{letter}列") in found
    assert "blank_fact" not in {code for _, code, _ in found}
