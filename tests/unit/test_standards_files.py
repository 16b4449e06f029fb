"""Files of standards that are wrong, or of the bureau's own: each is answered with a sentence."""

# ruff: noqa: SIM300  the expected value stands on the left

import pytest

from monitoring.errors import SettingsError, StandardError
from monitoring.settings import load_settings
from monitoring.standards import (
    check_all,
    check_file,
    load_indicators,
    load_standards,
    own_troubles,
)
from tests.support.standards import CURE, OWN, WRONG, WRONG_INDICATORS, settings_with, text_of, writes_own

own_file = pytest.fixture(writes_own)


def test_a_file_saved_by_notepad_is_read(tmp_path):
    """A byte order mark and Windows line ends are no mistake."""
    path = tmp_path / "own.toml"
    path.write_bytes(b"\xef\xbb\xbf" + OWN.replace("\n", "\r\n").encode())

    assert "own" == check_file(path).id


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_is_answered_with_a_sentence(own_file, name):
    """File, place, what was found, what is expected, and that nothing was read."""
    path = own_file(WRONG[name]["old"], WRONG[name]["new"])

    with pytest.raises(StandardError) as error:
        check_file(path)

    assert f"标准文件 {path} {WRONG[name]['sentence']}{CURE}" == str(error.value)


def test_a_file_in_another_encoding_is_named(tmp_path):
    """GB18030 is what an old editor writes."""
    path = tmp_path / "own.toml"
    path.write_bytes(OWN.encode("gb18030"))

    with pytest.raises(StandardError, match="不是 UTF-8 编码，读不出汉字"):
        check_file(path)


def test_a_file_that_is_not_there_is_named(tmp_path):
    """The path is in the sentence."""
    with pytest.raises(StandardError, match=r"none\.toml 不存在。"):
        check_file(tmp_path / "none.toml")


def test_two_files_with_one_id_are_refused(own_file):
    """Both are named, so that the officer knows which to change."""
    path = own_file('id = "own"', 'id = "js-2015"')

    with pytest.raises(StandardError) as error:
        check_all(settings_with(path.parent))

    assert f"标准文件 {path} id 写的是“js-2015”，应为没有用过的名字：" in str(error.value)
    assert "js-2015.toml 已经用了。" in str(error.value)


def test_checking_stops_at_the_first_wrong_file(own_file):
    """A wrong own file is not hidden by the good ones before it."""
    path = own_file("complete = true\n", "")

    with pytest.raises(StandardError, match="缺少 complete"):
        check_all(settings_with(path.parent))


def test_settings_that_show_an_unknown_standard_are_refused(tmp_path):
    """The sentence lists those that exist."""
    settings = settings_with(tmp_path, shown_standards=("moe-2017-6", "moe-2071"))

    with pytest.raises(SettingsError, match="写了“moe-2071”，没有这个标准；现有 gd-2unmet"):
        load_standards(settings)


@pytest.mark.parametrize("name", WRONG_INDICATORS)
def test_a_wrong_indicator_is_answered_with_a_sentence(tmp_path, name):
    """The indicator is named, and the key."""
    wrong, right = WRONG_INDICATORS[name], text_of("own_indicators.toml")
    path = tmp_path / "indicators.toml"
    path.write_text(right.replace(wrong["old"], wrong["new"], 1), encoding="utf-8")

    with pytest.raises(StandardError) as error:
        load_indicators(path)

    assert f"标准文件 {path} {wrong['sentence']}{CURE}" == str(error.value)


def test_a_wrong_file_of_the_bureaus_own_leaves_the_others_alone(own_file, configure):
    """It is named with its reason, nothing else changes; the strict check still refuses."""
    before = load_standards(load_settings())
    path = own_file('id = "own"', 'id = "moe-2017-6"')
    settings = configure(('own_folder = "data/local/standards"', f'own_folder = "{path.parent}"'))

    assert before == load_standards(settings)
    told = [trouble for trouble in own_troubles(settings) if "own.toml" in trouble]
    assert 1 == len(told)
    assert "应为没有用过的名字" in told[0] and told[0].endswith("这个文件没有读入，其他标准照常使用。")
    with pytest.raises(StandardError, match="没有读入任何标准"):
        check_all(settings)
