"""What the database answers of a county, asked once a state of it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from monitoring import snapshots
from monitoring.situation.memory import Memory
from monitoring.storage import Storage


@dataclass(frozen=True)
class Asked:
    """
    Questions about a county whose answers only an event can change.

    Attributes:
        county: six digits.
        memory: where answers are kept.
        state: of the database (events.state).
    """

    storage: Storage
    county: str
    memory: Memory
    state: str

    @property
    def periods(self) -> list[date]:
        """The report dates of its school tables, the newest first."""
        return sorted(self._ask("periods", snapshots.periods), reverse=True)

    @property
    def last_day(self) -> date | None:
        """The newest date of any table or entry: 最新; None where there is no table."""
        return self._ask("last day", snapshots.last_day)

    def key_of(self, on: date) -> str:
        """Return the key of what is known on a day. Raises NotFound where nothing is."""
        return self._ask("key", lambda storage, county, on: snapshots.newest(storage, county, on=on), on)

    @property
    def stages(self) -> list[str]:
        """The stages of which there is a school table of any date."""
        return self._ask("stages", snapshots.stages)

    @property
    def report_dates(self) -> Mapping[date, str]:
        """The report dates of the school tables, the oldest first → the key of what was known on each."""
        return self._ask("report dates", snapshots.numbers)

    @property
    def entries(self) -> pd.DataFrame:
        """Everything that was told of its projects, the newest first (snapshots.entries)."""
        return self._ask("entries", snapshots.entries)

    @property
    def entered(self) -> str:
        """Which entries count, as one word (snapshots.entered)."""
        return self._ask("entered", snapshots.entered)

    def lists_before(self, on: date) -> Mapping[date, str]:
        """Return the dates of its lists of projects before a day, the oldest first → their keys."""
        return self._ask("lists before", snapshots.lists_before, on)

    def before_corrections(self, key: str, kind: str) -> tuple[str, tuple[str, ...]]:
        """Return the key by the tables of a kind that were imported first, and the stages whose table was corrected."""
        return self._ask("corrections", lambda storage, _, *of: snapshots.before_corrections(storage, *of), key, kind)

    def _ask(self, name: str, ask: Callable[..., Any], *of: Hashable) -> Any:
        return self.memory.get(name, (self.state, self.county, of), lambda: ask(self.storage, self.county, *of))
