"""The lists of projects before the one that is known: with what was told by then, and what they answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from monitoring.projects.rules import ProjectRules
from monitoring.projects.told import Answer
from monitoring.situation.works import PROJECTS, answers_of, lists_told, typed
from monitoring.snapshots import Snapshot

Lists = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class EarlierLists:
    """
    Lists of projects, the oldest first.

    Attributes:
        keys: the date of each → its key (snapshots.lists_before).
        load: a list by its key, with 资金 as it was known then.
        rules: of the projects.
    """

    keys: Mapping[date, str]
    load: Callable[[str], Snapshot]
    rules: ProjectRules

    @property
    def last(self) -> date | None:
        """The date of the newest; None where there is none."""
        return max(self.keys, default=None)

    def answers(self, entries: pd.DataFrame) -> dict[int, Answer]:
        """Return what these lists have in the cells that were typed about before; none is loaded that cannot answer."""
        return self._answers(self.keys, entries)

    def told(self, entries: pd.DataFrame, day: date) -> Lists:
        """Return the frames of the list of a day, with what was told of it up to its date."""
        held = self.load(self.keys[day])
        before = self._answers((each for each in self.keys if each < day), entries)
        said = lists_told(held, entries, day, self.rules, before)
        return dict(held.lists) | {PROJECTS: said.projects, "milestones": said.milestones}

    def _answers(self, days: Iterable[date], entries: pd.DataFrame) -> dict[int, Answer]:
        first = typed(entries)["reported_on"].min()
        able = (day for day in days if first <= pd.Timestamp(day))  # none, where nothing was typed
        return answers_of((self.load(self.keys[day]) for day in able), entries)
