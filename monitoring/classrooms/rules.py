"""The thresholds and spans of data/informatization.toml. No figure stands in code."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from monitoring.settings import DATA

FILE = DATA / "informatization.toml"
DAYS_A_WEEK = 7


@dataclass(frozen=True)
class Rules:
    """
    What the file says.

    Attributes:
        class_mbps, school_mbps: the least that a classroom, a school has to have.
        weeks, blocks: the span by which the pace is taken, and the parts that give its range.
    """

    class_mbps: float
    school_mbps: float
    weeks: int
    blocks: int


@cache
def rules() -> Rules:
    """
    Return the rules, read once.

    >>> rules().class_mbps, rules().weeks
    (100, 12)
    """
    given = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return Rules(
        class_mbps=given["class_speed"]["mbps"],
        school_mbps=given["school_uplink"]["mbps"],
        weeks=given["pace"]["weeks"],
        blocks=given["pace"]["blocks"],
    )
