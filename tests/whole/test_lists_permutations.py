"""Every layout that a bureau may have chosen, several at once: the frames of the clean lists, value by value."""

from __future__ import annotations

import random

import pytest

from tests.support.lists_layouts import assert_same, read
from tests.support.strange_list_words import GROUPS
from tests.support.strange_lists import DATES, MONEY, SPEEDS, Layout, workbooks

ALLOWED = {
    "unknown_column", "repeated_header", "number_as_text", "figures_as_text", "date_form", "code_form",
    "unit_converted",
}  # fmt: skip
"""Notes that follow from how a layout is written; anything else is a mistake of the reader."""
CHOICES = {
    "order": ["", "reversed", "shuffled"],
    "groups": ["", *GROUPS],
    "over": ["", "", "基本情况"],
    "merged": [True, False],
    "turned": [False, False, True],
    "units": ["brackets", "row", "above"],
    "money": list(MONEY),
    "speed": list(SPEEDS),
    "dates": list(DATES),
    "numbering": ["", "numbers", "letters", "mixed", "stems", "formulas"],
    "serial": [False, True],
    "sums": [False, True],
    "sub_sums": [False, True],
    "blank_rows": [False, True],
    "repeat_after": [0, 0, 9],
    "title": [True, True, False],
    "filled_in": [False, True],
    "signed": [False, True],
    "own": [False, True],
    "room": ["", "", "三年级2班", "三（2）班"],
}
"""How each part of a layout may be."""


@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize("groups", GROUPS)
def test_a_line_of_groups_above_the_headings(groups, merged):
    """学校 · 班级 · 设备 above 学校标识码, 年级, 设备类型: a leaf that names one field alone is that field."""
    assert_same(read(workbooks(Layout(groups=groups, merged=merged))))


@pytest.mark.parametrize("groups", GROUPS)
def test_a_line_of_groups_above_other_words(groups):
    """Headings of two levels below a third."""
    assert_same(read(workbooks(Layout(groups=groups, seed=5, order="shuffled"))))


def layout(number):
    """Return one layout of all: the number decides each part."""
    dice = random.Random(number)
    chosen = {name: dice.choice(options) for name, options in CHOICES.items()}
    if chosen["room"]:
        chosen["groups"] = ""  # 年级 and 班 in one cell, below 班级信息: another table
    return Layout(seed=dice.choice([0, number]), **chosen)


@pytest.mark.parametrize("number", range(24))
def test_any_layout_is_read(number):
    """Two dozen of some millions, the same ones each time."""
    checked = read(workbooks(layout(number)))
    told = {problem.code for problem in checked.problems}

    assert told <= ALLOWED, (layout(number), told - ALLOWED)
    assert_same(checked, *told)
