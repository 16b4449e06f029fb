"""One view of the map: snapshot, standard, stage and measure; what it takes from the engine, and its addresses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from components.drawing import theme
from components.frame.choice import ALL, Choice
from components.map import data
from monitoring.assessment.verdict import judges_schools
from monitoring.layers import classes, grounds
from monitoring.layers import points as school_points
from monitoring.layers.looks import is_layer
from monitoring.results import Results
from monitoring.shortages import STAFF_UNIT, Shortages
from monitoring.standards import Indicator, Standard
from monitoring.standing import COMPULSORY


@dataclass(frozen=True)
class MapView:
    """
    What the map's two layers are a function of.

    Attributes:
        measure: "share", "money", "pupils", a requirement's key ("L4"): then schools and townships show that alone;
            or a layer's key (map_layers), which colours by other figures than the standard's.
    """

    snapshot: str
    standard: str
    stage: str
    measure: str

    @staticmethod
    def of(choice: Choice, measure: str) -> MapView:
        """Return the view of a page's choice."""
        return MapView(choice.snapshot, choice.standard, choice.stage, measure)

    @property
    def requirement(self) -> str:
        """The requirement shown; "" the verdict, or a layer."""
        return "" if self.measure in classes.measures() or is_layer(self.measure) else self.measure

    def address(self, layer: str, rules: str) -> str:
        """Return the address of "points" or "townships", seen from the server's root; it changes with the `rules`."""
        keys = {"snapshot": self.snapshot, "standard": self.standard, "stage": self.stage, "measure": self.measure}
        return f"api/{layer}?{urlencode(keys | {'rules': rules})}"


def measure_names(standard: Standard, indicators: Mapping[str, Indicator]) -> dict[str, str]:
    """
    Return what may colour the map by a standard: key → words, the default first.

    The verdict's share where schools are judged, else the first requirement that the tables can answer; a requirement
    that no table holds colours nothing, nor does money where nothing is asked.
    """
    names = {key: f"底色：{measure.name}" for key, measure in classes.measures().items()}
    share, money, pupils = ({key: names[key]} for key in ("share", "money", "pupils"))
    single = {
        asked.key: f"底色：{asked.short}达标率"
        for asked in standard.requirements
        if asked.cases and indicators[asked.indicator].in_tables
    }
    if judges_schools(standard):
        return share | money | pupils | single
    return single | (money if single else {}) | pupils


def points(view: MapView, results: Results) -> pd.DataFrame:
    """Return the schools of a view (layers.points.school_points)."""
    stages = COMPULSORY if view.stage == ALL else (view.stage,)
    if not view.requirement and view.stage == ALL:
        states = results.schools.rename(columns={"verdict": "status"})
    else:
        rows = results.assessment if view.requirement else results.verdicts
        if view.requirement:
            rows = rows[rows["requirement"] == view.requirement]
        pupils = results.parts[["school_code", "stage", "pupils"]]
        rows = rows[rows["stage"].isin(stages)].drop(columns="pupils", errors="ignore")
        states = school_points.worst_states(rows.merge(pupils, on=["school_code", "stage"]))
    return school_points.school_points(results.schools, states, school_points.short_names(results.schools))


def township_values(view: MapView, results: Results, schools: pd.DataFrame, lacking: Shortages) -> pd.DataFrame:
    """Return code, value, text and figure of every township for the view's measure."""
    if view.measure == "money":
        return money(lacking)
    if view.measure == "pupils":
        return grounds.pupils(schools)
    if view.requirement:
        return grounds.requirement_shares(schools)
    return grounds.verdict_shares(results.townships, view.stage)


def money(lacking: Shortages) -> pd.DataFrame:
    """Return what it costs to close the gaps of every township (grounds.money)."""
    lacks = lacking.lacks
    things = lacks.loc[lacks["gap_unit"] != STAFF_UNIT, "township_code"]
    return grounds.money(lacking.townships, staff_only=set(lacks["township_code"]) - set(things))


def measure_of(view: MapView) -> classes.Measure:
    """Return the classes of the view's ground; a requirement has those of a share."""
    return classes.measures().get(view.measure, classes.measures()["share"])


def ramp_of(view: MapView) -> tuple[str, ...]:
    """Return the colours of the ground's classes: teal where more is better, plain where it is not."""
    return theme.RAMP if view.measure == "share" or view.requirement else theme.NEUTRAL_RAMP


def townships(view: MapView, values: pd.DataFrame, shapes: Any, names: Mapping[str, str]) -> dict[str, Any]:
    """Return the township layer of a view as GeoJSON; `values` are its township_values."""
    return data.features(shapes, values, names, measure_of(view), (*ramp_of(view), theme.EMPTY))
