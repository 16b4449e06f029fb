"""config.toml: what may stand in it, how single keys of it are changed, and what stays as the bureau left it."""

from __future__ import annotations

import multiprocessing
import os
import stat
import tomllib
from difflib import unified_diff

import pytest

from monitoring.errors import SettingsError
from monitoring.settings import ROOT, load_settings, state_of, writing
from monitoring.settings.reading import read_file
from monitoring.settings.typed import COSTS, DEFAULT, EXAMPLE, NAME, NETWORK, SHOWN, Offered, as_typed, draft, standing
from monitoring.settings.values import LONGEST_APPROVAL, LONGEST_NAME, approval_of, cost_of, name_of
from monitoring.settings.writing import changed, save

SHIPPED = (ROOT / "config.toml").read_bytes()
BOOKS = (COSTS, "books_per_pupil")
LADDER = (NETWORK, "ladder")


def lines_changed(before: bytes, after: bytes) -> list[str]:
    """The lines that went and came, in order."""
    old, new = (content.decode().splitlines(keepends=True) for content in (before, after))
    return [line for line in list(unified_diff(old, new, n=0))[2:] if not line.startswith("@@")]


@pytest.fixture
def own(tmp_path):
    """A copy of the shipped file, read."""
    path = tmp_path / "config.toml"
    path.write_bytes(SHIPPED)
    return read_file(path)


# —— what changes and what stays


def test_a_value_changes_and_its_comment_stays():
    assert [
        '-"books_per_pupil" = 25                  # 每册图书\n',
        '+"books_per_pupil" = 30                  # 每册图书\n',
    ] == lines_changed(SHIPPED, changed(SHIPPED, {BOOKS: 30.0}))


def test_many_values_change_nothing_else():
    changes = {NAME: '澄湖县"教育"局', BOOKS: 25.5, EXAMPLE: False, DEFAULT: "js-2015", SHOWN: ("js-2015", "gs-2012")}
    new = changed(SHIPPED, changes)

    expected = tomllib.loads(SHIPPED.decode())
    for (section, name), value in changes.items():
        expected[section][name] = list(value) if isinstance(value, tuple) else value
    assert expected == tomllib.loads(new.decode())
    assert 2 * len(changes) == len(lines_changed(SHIPPED, new))
    assert [line for line in SHIPPED.splitlines() if b"#" in line and b"[" not in line and b"=" not in line] == [
        line for line in new.splitlines() if b"#" in line and b"[" not in line and b"=" not in line
    ]


def test_the_same_value_changes_nothing():
    assert SHIPPED == changed(SHIPPED, {NAME: "清渚县教育局（虚构）", BOOKS: 25.0})


def test_a_new_key_stands_with_its_section_not_with_what_is_said_of_the_next():
    after = changed(SHIPPED, {LADDER: "guiyang"}).decode().splitlines()
    place = after.index('ladder = "guiyang"')

    assert '# pupils_per_computer = "gansu-2012"' == after[place - 1]
    assert "" == after[place + 1]


def test_there_and_back_is_the_same_file():
    there = changed(SHIPPED, {BOOKS: 30.0, SHOWN: ("moe-2017-6",)})
    shown = tuple(tomllib.loads(SHIPPED.decode())["standards"]["shown"])

    assert SHIPPED == changed(there, {BOOKS: 25.0, SHOWN: shown})


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"[network]", b'[network]\nladder = "moe-2017"\n'),
        (b"[bureau]\r\nname = 'A'\r\n", b"[bureau]\r\nname = 'A'\r\n\r\n[network]\r\nladder = \"moe-2017\"\r\n"),
        (b"[network]\r\n# a\r\n\r\n# b\r\n[x]\r\n", b'[network]\r\n# a\r\nladder = "moe-2017"\r\n\r\n# b\r\n[x]\r\n'),
        (b'network.uplink = "" # none\n', b'network.uplink = "" # none\nnetwork.ladder = "moe-2017"\n'),
        (b'network = { uplink = "" }\n', b'network = { uplink = "", ladder = "moe-2017"}\n'),
    ],
    ids=["heading alone", "no heading", "line ends of Windows", "dotted keys", "in one line"],
)
def test_a_new_key_finds_its_place_however_the_file_is_written(before, after):
    assert after == changed(before, {LADDER: "moe-2017"})


def test_what_is_said_beside_the_other_standards_stays():
    before = b'[standards]\nshown = [\n  "a", # first\n  "b", # second\n  "c",\n]\n'

    assert b'[standards]\nshown = [\n  "a", # first\n  "c",\n  "d",\n]\n' == changed(before, {SHOWN: ("a", "c", "d")})


def test_a_change_that_would_change_something_else_is_refused(monkeypatch):
    monkeypatch.setattr(writing, "_with_lines", lambda text, *_: text.replace("25 ", "26 "))

    with pytest.raises(SettingsError, match="写法特殊.*没有保存，设置没有改动"):
        changed(SHIPPED, {LADDER: "guiyang"})


# —— saving


def test_what_is_saved_is_read_at_the_next_reading(own):
    before = state_of(own.path)
    saved = save(own, {BOOKS: 30.0})

    assert 30.0 == load_settings(own.path).unit_costs["books_per_pupil"] == saved.settings.unit_costs["books_per_pupil"]
    assert saved.content == own.path.read_bytes()
    assert before != state_of(own.path)
    assert ["config.toml", "config.toml.lock"] == sorted(path.name for path in own.path.parent.iterdir())


def test_the_mode_of_the_file_stays(own):
    own.path.chmod(0o640)
    save(own, {BOOKS: 30.0})

    assert 0o640 == stat.S_IMODE(own.path.stat().st_mode)


def test_a_link_stays_a_link(own, tmp_path):
    link = tmp_path / "elsewhere.toml"
    link.symlink_to(own.path)
    save(read_file(link), {BOOKS: 30.0})

    assert link.is_symlink()
    assert 30.0 == load_settings(own.path).unit_costs["books_per_pupil"]


def test_what_somebody_else_wrote_meanwhile_is_not_lost(own):
    theirs = SHIPPED.replace(b"= 600 ", b"= 700 ")
    own.path.write_bytes(theirs)

    with pytest.raises(SettingsError, match="刚被别人改过，这次没有保存，设置没有改动。请核对"):
        save(own, {BOOKS: 30.0})
    assert theirs == own.path.read_bytes()


def test_a_file_that_is_read_only_is_a_sentence(own):
    own.path.chmod(0o444)

    with pytest.raises(SettingsError, match=r"config\.toml 是只读的。请去掉它的只读属性.*没有保存"):
        save(own, {BOOKS: 30.0})
    assert own.path.read_bytes() == SHIPPED


def test_a_full_disk_leaves_the_file_as_it_was(own, monkeypatch):
    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(SettingsError, match="写不了：磁盘满了。.*没有保存，设置没有改动"):
        save(own, {BOOKS: 30.0})
    assert own.path.read_bytes() == SHIPPED
    assert not own.path.with_name("config.toml.part").exists()


def test_whoever_waits_too_long_is_told(own, monkeypatch):
    monkeypatch.setattr(writing, "WAIT_S", 0.1)

    with writing._alone(own.path), pytest.raises(SettingsError, match="正在被另一个程序改动。请稍后再保存"):
        save(own, {BOOKS: 30.0})
    assert own.path.read_bytes() == SHIPPED


def _raise_books(path, times):
    """Raise the unit cost by 1, so often, whatever others do."""
    done = 0
    while done < times:
        read = read_file(path)
        try:
            save(read, {BOOKS: read.settings.unit_costs["books_per_pupil"] + 1})
        except SettingsError:
            continue
        done += 1


def test_writers_at_once_lose_nothing(own):
    """Four processes: none saves over what another has just written."""
    writers = [multiprocessing.Process(target=_raise_books, args=(own.path, 5)) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(timeout=60)

    assert [0] * 4 == [writer.exitcode for writer in writers]
    assert SHIPPED.replace(b"= 25 ", b"= 45 ") == own.path.read_bytes()


def test_a_refusal_of_the_file_itself_holds_for_what_is_saved(own):
    with pytest.raises(SettingsError, match=r"\[unit_costs\] books_per_pupil 写的是 -1，应为 0 至 10,000,000 之间的数"):
        save(own, {BOOKS: -1.0})
    assert own.path.read_bytes() == SHIPPED


# —— what the file may hold


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('"books_per_pupil" = 25', '"books_per_pupil" = nan', r"\[unit_costs\] books_per_pupil 写的是 nan，应为 0 至"),
        ('"books_per_pupil" = 25', '"books_per_pupil" = inf', r"\[unit_costs\] books_per_pupil 写的是 inf，应为 0 至"),
        ('"books_per_pupil" = 25', '"books_per_pupil" = "25"', r"books_per_pupil 写的是 '25'，应为 0 至"),
        ('"books_per_pupil" = 25', '"books_per_pupil" = true', r"books_per_pupil 写的是 True，应为 0 至"),
        ('name = "清渚县教育局（虚构）"', "name = 3", r"\[bureau\] name 写的是 3，应为一行文字，写在引号里"),
        ('name = "清渚县教育局（虚构）"', 'name = "a\\u0007"', r"\[bureau\] name 写的是 .*应为一行文字"),
        ('map_approval = ""', "map_approval = 1", r"\[bureau\] map_approval 写的是 1，应为一行文字"),
    ],
)
def test_a_wrong_value_names_its_place(configure, old, new, sentence):
    with pytest.raises(SettingsError, match=sentence):
        configure((old, new))


# —— what is typed


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


OFFERED = Offered(("moe-2017-6", "js-2015", "own"), {"ladder": ("moe-2017", "guiyang")})


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


def test_a_unit_cost_that_changes_makes_all_of_them_the_bureaus_own(stands):
    found = drafted(stands, unit_costs__books_per_pupil="30")

    assert [(BOOKS, 25.0, 30.0), (EXAMPLE, True, False)] == [(one.key, one.old, one.new) for one in found.changes]
    assert found.can_be_saved


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
