"""The example exports, checked once a run."""

from __future__ import annotations

from functools import cache

from monitoring.settings import load_settings
from monitoring.validation import Checked, check
from monitoring.workbook import SourceFile
from tests.support import DATA
from tests.support.rules import RULEBOOK


@cache
def a_set(folder: str, month: str) -> Checked:
    """Check the three school tables of one period of a set."""
    paths = sorted((DATA / folder / month).glob("综合报表*.xlsx"))
    return check([SourceFile(path.name, path.read_bytes()) for path in paths], load_settings(), RULEBOOK.projects)
