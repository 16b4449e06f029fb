"""What is typed on 设置: read, refused with a sentence, and held against what stands."""

from __future__ import annotations

import pytest

from monitoring.settings.typed import COSTS, DEFAULT, EXAMPLE, NAME, NETWORK, Offered, as_typed, draft, standing
from monitoring.settings.values import LONGEST_APPROVAL, LONGEST_NAME, approval_of, cost_of, name_of

BOOKS = (COSTS, "books_per_pupil")
LADDER = (NETWORK, "ladder")


@pytest.mark.parametrize(
    ("typed", "yuan"), [("2800", 2800), ("２，８００", 2800), ("¥45,000.50元", 45000.5), (" 0 ", 0), (".5", 0.5)]
)
def test_a_unit_cost_is_read_as_it_is_written(typed, yuan):
    assert yuan == cost_of(typed)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "没有填。应填一个数，单位元，如 2800；这一项没有改。"),
        ("元", "没有填。应填一个数，单位元，如 2800；这一项没有改。"),
        ("两千八", "“两千八”不是一个数。应填数字，单位元，如 2800；这一项没有改。"),
        ("1e9", "“1e9”不是一个数。应填数字，单位元，如 2800；这一项没有改。"),
        ("nan", "“nan”不是一个数。应填数字，单位元，如 2800；这一项没有改。"),
        ("²", "“²”不是一个数。应填数字，单位元，如 2800；这一项没有改。"),
        ("<b>" * 20, "“<b><b><b><b><b><b><b…”不是一个数。应填数字，单位元，如 2800；这一项没有改。"),
        ("-5", "“-5”小于 0。单价应为 0 元以上；这一项没有改。"),
        ("10000000.01", "“10000000.01”太大。单价应不超过 10,000,000 元，请看单位是不是元；这一项没有改。"),
        ("9" * 400, f"“{'9' * 20}…”太大。单价应不超过 10,000,000 元，请看单位是不是元；这一项没有改。"),
        ("0.001", "“0.001”比分还细。单价最多两位小数；这一项没有改。"),
    ],
)
def test_what_is_no_unit_cost_is_said(typed, sentence):
    with pytest.raises(ValueError) as refusal:
        cost_of(typed)
    assert sentence == str(refusal.value)


@pytest.mark.parametrize(
    ("read", "typed", "sentence"),
    [
        (name_of, "  ", "名称是空的。应填单位的名称，如 澄湖县教育局；这一项没有改。"),
        (name_of, "局" * (LONGEST_NAME + 1), "有 31 个字，最多 30 个；这一项没有改。"),
        (name_of, "教育\x00局", "里面有看不见的字符（U+0000）。请删去后重新填；这一项没有改。"),
        (name_of, "教育\n局", "里面有看不见的字符（U+000A）。请删去后重新填；这一项没有改。"),
        (name_of, "教育\u202e局", "里面有看不见的字符（U+202E）。请删去后重新填；这一项没有改。"),
        (name_of, "教育\ud800局", "里面有看不见的字符（U+D800）。请删去后重新填；这一项没有改。"),
        (approval_of, "没有", "“没有”里没有数字。应填批准的号，如 鲁S(2026)001号，没有就空着；这一项没有改。"),
        (approval_of, "鲁S\u20281", "里面有看不见的字符（U+2028）。请删去后重新填；这一项没有改。"),
        (approval_of, "1" * (LONGEST_APPROVAL + 1), "有 41 个字，最多 40 个；这一项没有改。"),
    ],
)
def test_what_is_no_name_and_no_approval_is_said(read, typed, sentence):
    with pytest.raises(ValueError) as refusal:
        read(typed)
    assert sentence == str(refusal.value)


OFFERED = Offered(("moe-2017-6", "js-2015", "own"), {"ladder": ("moe-2017", "guiyang")}, ("music_rooms",))


@pytest.fixture
def stands(configure):
    settings = configure(("shown = [", 'shown = ["js-2015", "moe-2017-6"]\nformerly = ['))
    return standing(settings, {"ladder": ""})


def drafted(stands, **typed):
    """What is typed into some fields: section__name = text."""
    keys = {tuple(name.split("__")): value for name, value in typed.items()}
    return draft(as_typed(stands) | keys, stands, OFFERED)


def test_nothing_typed_is_nothing_to_save(stands):
    found = drafted(stands)

    assert ((), {}, False) == (found.changes, found.refusals, found.can_be_saved)


def test_the_same_value_written_otherwise_is_no_change(stands):
    assert () == drafted(stands, unit_costs__books_per_pupil=" 25.00 元", bureau__name=" 清渚县教育局（虚构） ").changes


def test_a_unit_cost_that_changes_says_nothing_of_the_others(stands):
    found = drafted(stands, unit_costs__books_per_pupil="30")

    assert [(BOOKS, 25.0, 30.0)] == [(one.key, one.old, one.new) for one in found.changes]
    assert found.can_be_saved


def test_a_unit_cost_that_is_added_says_nothing_of_the_others(stands):
    found = drafted(stands, unit_costs__music_rooms="80,000 元")

    assert [((COSTS, "music_rooms"), None, 80000.0)] == [(one.key, one.old, one.new) for one in found.changes]
    assert found.can_be_saved


def test_a_unit_cost_that_is_taken_out_says_nothing_of_the_others(stands):
    assert [(BOOKS, 25.0, None)] == [
        (one.key, one.old, one.new) for one in drafted(stands, unit_costs__books_per_pupil=None).changes
    ]


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("music_rooms", "", "没有填。应填一个数，单位元，如 2800；这一项没有改。"),
        ("music_rooms", "八万", "“八万”不是一个数。应填数字，单位元，如 2800；这一项没有改。"),
        ("backbone_teachers", "1", "“backbone_teachers”不能定单价；这一项没有改。"),
    ],
)
def test_what_is_added_is_checked_like_what_there_is(stands, name, typed, sentence):
    found = drafted(stands, **{f"unit_costs__{name}": typed})

    assert {(COSTS, name): sentence} == found.refusals
    assert not found.can_be_saved


def test_examples_can_be_taken_as_the_bureaus_own(stands):
    (change,) = drafted(stands, unit_costs__example=False).changes

    assert (EXAMPLE, True, False) == (change.key, change.old, change.new)


def test_one_wrong_field_keeps_all_from_being_saved(stands):
    found = drafted(stands, unit_costs__books_per_pupil="x", bureau__name="澄湖县教育局")

    assert [NAME] == [change.key for change in found.changes]
    assert {BOOKS} == set(found.refusals)
    assert not found.can_be_saved


def test_the_default_is_among_those_shown(stands):
    found = drafted(stands, standards__shown=("js-2015",))

    assert "打开时默认的标准不在选中的里面" in found.refusals[DEFAULT]
    assert drafted(stands, standards__shown=("js-2015",), standards__default="js-2015").can_be_saved


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("standards__shown", (), "一部也没有选。至少要选一部"),
        ("standards__shown", ("moe-2017-6", "x"), "没有“x”这部标准"),
        ("standards__default", "x", "没有“x”这部标准"),
        ("network__ladder", "x", "没有“x”这份要求"),
    ],
)
def test_only_what_there_is_can_be_chosen(stands, field, typed, sentence):
    found = drafted(stands, **{field: typed})

    assert sentence in found.refusals[tuple(field.split("__"))]
    assert not found.can_be_saved


def test_a_limit_of_the_network_can_be_taken_and_left(stands):
    (change,) = drafted(stands, network__ladder="guiyang").changes

    assert (LADDER, "", "guiyang") == (change.key, change.old, change.new)


def test_what_the_file_holds_already_is_not_checked_anew(configure):
    """A unit cost with three decimals was written by hand: it does not keep the other fields from being saved."""
    settings = configure(('"books_per_pupil" = 25', '"books_per_pupil" = 25.125'))
    found = drafted(standing(settings, {"ladder": ""}), bureau__name="澄湖县教育局")

    assert {} == found.refusals
