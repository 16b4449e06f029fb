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
from monitoring.settings.typed import COSTS, DEFAULT, EXAMPLE, NAME, NETWORK, SHOWN
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


def test_a_unit_cost_that_is_added_says_what_it_is_beside_the_others():
    land = (COSTS, "land_m2_per_pupil")
    after = changed(SHIPPED, {land: 300.0}, {land: "占地（元/㎡）\n[x]"})

    assert ["+land_m2_per_pupil = 300                 # 占地（元/㎡） [x]\n"] == lines_changed(SHIPPED, after)
    lines = after.decode().splitlines()
    assert lines[lines.index("land_m2_per_pupil = 300                 # 占地（元/㎡） [x]") - 1].startswith(
        '"books_per_pupil"'
    )
    assert SHIPPED == changed(after, {land: None})


@pytest.mark.parametrize("name", ["teaching_area_m2_per_pupil", "multimedia_rooms_per_100", "books_per_pupil"])
def test_a_unit_cost_that_is_taken_out_takes_its_own_line_alone(name):
    (gone,) = lines_changed(SHIPPED, changed(SHIPPED, {(COSTS, name): None}))

    assert gone.startswith(f'-"{name}" = ')


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"unit_costs.a = 1 # one\nunit_costs.b = 2\n", b"unit_costs.b = 2\n"),
        (b"unit_costs = { a = 1, b = 2 }\n", b"unit_costs = { b = 2 }\n"),
        (b"[unit_costs]\r\n# of all\r\na = 1 # one\r\nb = 2\r\n", b"[unit_costs]\r\n# of all\r\nb = 2\r\n"),
        (b"[unit_costs]\nb = 2\n", b"[unit_costs]\nb = 2\n"),
    ],
    ids=["dotted keys", "in one line", "line ends of Windows", "it is not there"],
)
def test_a_key_is_taken_out_however_the_file_is_written(before, after):
    assert tomllib.loads(after.decode()) == tomllib.loads(changed(before, {(COSTS, "a"): None}).decode())
    assert after.count(b"#") == changed(before, {(COSTS, "a"): None}).count(b"#")


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
