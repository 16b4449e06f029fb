"""A situation as the map's layers ask for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from monitoring.layers.points import everyone
from monitoring.situation.needs import kept_by


@dataclass(frozen=True)
class Mapped:
    """
    layers.Known of a county on a day, under a standard, narrowed to a stage: what no layer asks for is not made.

    Attributes:
        held: the Situation.
    """

    held: Any
    standard: str
    stage: str

    @property
    def points(self) -> pd.DataFrame:
        """The schools of the stage, whatever the standard."""
        held, judged = self.held, self.judged
        key = kept_by("points", held.rulebook, (held.snapshot.key, self.stage))
        return held.asked.memory.get("points", key, lambda: everyone(judged.schools, judged.parts, self.stage))

    judged = property(lambda self: self.held.results(self.standard))
    lacking = property(lambda self: self.held.shortages(self.standard, stage=self.stage))
    assessed = property(lambda self: self.held.network())
    on = property(lambda self: self.held.on)
    rooms = property(lambda self: self.held.rooms)
    rooms_on = property(lambda self: self.held.rooms_on)
    indicators = property(lambda self: self.held.rulebook.indicators)
    classroom_rules = property(lambda self: self.held.rulebook.classrooms)
    network_rules = property(lambda self: self.held.rulebook.network)
    map_rules = property(lambda self: self.held.rulebook.map)
