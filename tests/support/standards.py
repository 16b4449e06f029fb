"""A standard of the bureau's own, right and wrong, for what reads standards."""

import dataclasses
import tomllib

from monitoring.settings import load_settings
from tests.support import DATA


def text_of(name):
    """Return a file of tests/data/standards."""
    return (DATA / "standards" / name).read_text(encoding="utf-8")


OWN = text_of("own.toml")
WRONG = tomllib.loads(text_of("wrong.toml"))
WRONG_INDICATORS = tomllib.loads(text_of("wrong_indicators.toml"))
CURE = "请改正后重试；没有读入任何标准。"


def writes_own(tmp_path):
    """Write the bureau's own standard, one text in place of another, and return its path."""

    def write(old="", new=""):
        assert old in OWN
        path = tmp_path / "own.toml"
        path.write_text(OWN.replace(old, new, 1), encoding="utf-8")
        return path

    return write


def settings_with(folder, **changes):
    """Return the settings with a folder of the bureau's own standards."""
    return dataclasses.replace(load_settings(), own_standards=folder, **changes)
