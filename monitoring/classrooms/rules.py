"""The thresholds and spans of data/informatization.toml. No figure stands in code."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from monitoring.settings import DATA

FILE = DATA / "informatization.toml"
DAYS_A_WEEK = 7


@dataclass(frozen=True)
class ClassroomRules:
    """
    What the file says.

    Attributes:
        class_mbps: the least that a classroom has to have.
        weeks, blocks: the span by which the pace is taken, and the equal parts that give its range.
        named_years: a forecast that lies further away is not named as a day.
        use_weeks: the weeks of which the ledger reports the hours of use.
    """

    class_mbps: float
    weeks: int
    blocks: int
    named_years: int
    use_weeks: int

    def __post_init__(self) -> None:
        if self.weeks % self.blocks:
            raise ValueError(f"{FILE.name}: [pace] weeks = {self.weeks} 不能被 blocks = {self.blocks} 整除")

    @property
    def block_weeks(self) -> int:
        """The weeks of one block."""
        return self.weeks // self.blocks


def load_classroom_rules(path: Path = FILE) -> ClassroomRules:
    """
    Read the rules of a file.

    Raises:
        KeyError: a key is missing. ValueError: the span cannot be divided into its blocks.

    >>> rules = load_classroom_rules()
    >>> rules.class_mbps, rules.weeks, rules.block_weeks
    (100, 12, 4)
    """
    given = tomllib.loads(path.read_text(encoding="utf-8"))
    return ClassroomRules(
        class_mbps=given["class_speed"]["mbps"],
        weeks=given["pace"]["weeks"],
        blocks=given["pace"]["blocks"],
        named_years=given["forecast"]["named_years"],
        use_weeks=given["use"]["weeks"],
    )
