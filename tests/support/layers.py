"""Schools in two townships for the layers of the map, and what is known of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace
from typing import Any

import pandas as pd

from monitoring.classrooms import ClassroomRules
from monitoring.layers import MapRules
from monitoring.layers.points import everyone
from monitoring.network import NetworkRules
from tests.support.classrooms import ON
from tests.support.rules import RULEBOOK

TOWN, OTHER = "990121001", "990121002"
NOTHING = pd.DataFrame({"measure": [], "status": [], "school_code": [], "above": [], "below": []})


@dataclass(frozen=True)
class Found:
    """layers.Known of frames that a test made; its standard asks nothing."""

    schools: pd.DataFrame
    parts: pd.DataFrame
    stage: str = "all"
    rooms: pd.DataFrame | None = None
    rooms_on: date = ON
    on: date = ON
    assessed: pd.DataFrame = field(default_factory=lambda: NOTHING)
    classroom_rules: ClassroomRules = RULEBOOK.classrooms
    network_rules: NetworkRules = RULEBOOK.network
    map_rules: MapRules = RULEBOOK.map
    indicators: Any = None
    lacking: Any = None

    @property
    def points(self):
        return everyone(self.schools, self.parts, self.stage)

    @property
    def judged(self):
        return SimpleNamespace(schools=self.schools, parts=self.parts)


def all_of(provider, known):
    """Every layer of a provider, by key."""
    return {key: provider.layer(known, look) for key, look in provider.looks(known).items()}


def county(*schools, stage="primary"):
    """Schools and their parts: (code, township, campuses); all with 100 pupils."""
    rows = pd.DataFrame(schools, columns=["school_code", "township_code", "campuses"])
    own = rows.assign(
        school_name=rows["school_code"] + "小学", county="虚构县", latitude=34.5, longitude=117.5,
        township=["澄阳街道" if town == TOWN else "湖滨街道" for town in rows["township_code"]],
    )  # fmt: skip
    return own, rows[["school_code"]].assign(stage=stage, pupils=100.0)


def states(shown):
    """The state of each school of a layer."""
    return dict(zip(shown.points["code"], shown.points["state"], strict=True))
