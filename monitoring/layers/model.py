"""What a layer of the map is, and what its provider makes it of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import pandas as pd

from monitoring import standing
from monitoring.classrooms import ClassroomRules
from monitoring.layers.rules import Look, MapRules
from monitoring.network import NetworkRules
from monitoring.results import Results
from monitoring.shortages import Shortages
from monitoring.standards import Indicator
from monitoring.standing import Count


@dataclass(frozen=True)
class Layer:
    """
    What the map can be coloured by. Whoever draws or speaks of it goes by its kind (kinds.py), never by its key.

    Attributes:
        look: its key, its name, the legend's words and classes.
        points: the schools: code, name, township, latitude, longitude, pupils, state (points.school_points).
        values: the townships: code, value (NaN: no colour), text, figure (as short as a small map needs it).
        places: what is counted (schools, rooms) by township: all of them, those that are as they should be (where
            nobody is judged: that report), those not known; {} where nothing is counted.
    """

    look: Look
    points: pd.DataFrame
    values: pd.DataFrame
    places: Mapping[str, Count]

    def unit(self, stage: str) -> str:
        """Return what is counted with a stage chosen, or "all"."""
        return standing.unit(stage)


class Known(Protocol):
    """
    What is known of a county on a day, narrowed to a stage; what is computed is computed when it is first asked for.

    Attributes:
        stage: "all", or the one whose schools are shown.
        judged: the schools under a standard; indicators: what its requirements measure.
        points: those of the stage as points, none of them judged yet (points.everyone).
        lacking: what they lack, of the stage.
        on: the day. rooms: the frame rooms; None: there is no ledger. rooms_on: its date.
        assessed: of network.assess.
        classroom_rules, network_rules: by which both are judged; map_rules: how layers are named and classed.
    """

    stage: str
    judged: Results
    indicators: Mapping[str, Indicator]
    points: pd.DataFrame
    lacking: Shortages
    on: date
    rooms: pd.DataFrame | None
    rooms_on: date | None
    assessed: pd.DataFrame
    classroom_rules: ClassroomRules
    network_rules: NetworkRules
    map_rules: MapRules


class Provider(Protocol):
    """A module of monitoring/layers that makes layers."""

    def looks(self, known: Known) -> dict[str, Look]:
        """Return the layers that it has figures for, by key, in their order; the same for every stage."""

    def layer(self, known: Known, look: Look) -> Layer:
        """Return one of them."""
