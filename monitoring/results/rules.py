"""The figures of data/results.toml: what peers are, and the class sizes that are counted."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from monitoring.settings import DATA

FILE = DATA / "results.toml"


@cache
def rules() -> dict[str, Any]:
    """
    Return data/results.toml, read once.

    >>> rules()["peers"]["pupils_within_pct"], rules()["class_sizes"]["standard"]["primary"]
    (30, 45)
    """
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
