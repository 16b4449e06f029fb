"""What 学校地图 shows of a choice and a measure: counts of places, schools as points, the headline, the map's scene."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd

from components.frame import cached, filters
from components.frame.choice import ALL, Choice, stage_label
from components.map import data as map_data
from components.map import frame, layers_view, marks
from components.map import view as map_view
from components.map.view import MapView
from monitoring import figures, standing
from monitoring.assessment.verdict import judges_schools
from monitoring.findings.map import layers as layer_findings
from monitoring.findings.map import page as findings
from monitoring.findings.map import values as value_findings
from monitoring.findings.sentences import Sentence
from monitoring.layers import points as layer_points
from monitoring.layers import values as layers_values
from monitoring.layers.looks import OVERDUE, ROOMS, Layer
from monitoring.layers.pooled import Pooled
from monitoring.network import Measure, had
from monitoring.results import Results
from monitoring.schools.names import short_name
from monitoring.shortages import Shortages
from monitoring.standards import Requirement, Standard
from monitoring.standing import Count
from monitoring.words import STATUS_WORDS, VERDICT_WORDS

STATE_WORDS = {"": list(VERDICT_WORDS.values()), "requirement": list(STATUS_WORDS.values())}


@dataclass(frozen=True)
class MapPage:
    """
    The page's data.

    Attributes:
        judged: the judgement; before: that of the period before, None without one.
        earlier: the key of what was known then.
        since: the period before, as figures.month names it; "" without one.
    """

    choice: Choice
    standard: Standard
    view: MapView
    judged: Results
    before: Results | None
    earlier: str | None
    since: str

    @property
    def judges(self) -> bool:
        """Whether the standard gives schools a verdict."""
        return judges_schools(self.standard)

    @property
    def requirement(self) -> Requirement | None:
        """The requirement that is looked at alone; None: the verdict."""
        return next((asked for asked in self.standard.requirements if asked.key == self.view.requirement), None)

    @property
    def subject(self) -> str:
        """The words of that requirement, or of the network's measure; "" the verdict, or classrooms."""
        if self.layer and not self.rooms:
            return self.layer.look.subject
        return self.requirement.short if self.requirement else ""

    @cached_property
    def layer(self) -> Layer | None:
        """The layer of informatization that is looked at; None: a measure of the standard."""
        return layers_view.layer(self.view)

    @property
    def rooms(self) -> Layer | None:
        """The same where it has lists of its own, not of schools that reach it: classrooms, or what places have."""
        look = self.layer.look if self.layer else None
        return self.layer if look and (look.provider == ROOMS or look.is_value) else None

    @property
    def measure(self) -> Measure:
        """The network's measure that is looked at."""
        return cached.rulebook().network.measures[self.view.measure.partition(".")[2]]

    @cached_property
    def pooled(self) -> dict[str, Pooled]:
        """What every township has of a measure that nobody is judged by."""
        return layers_values.places(self.measure, self.layer)

    @cached_property
    def pooled_before(self) -> dict[str, Pooled]:
        """The same of the period before; {} without one."""
        if self.earlier is None:
            return {}
        then = layers_view.layer(replace(self.view, snapshot=self.earlier))
        return layers_values.places(self.measure, then) if then else {}

    @cached_property
    def whole(self) -> Pooled:
        """What the county has of it."""
        return layers_values.whole(self.measure, self.layer, self.choice.county_name)

    @property
    def unit(self) -> str:
        """所, or 所次 with a stage chosen; the network is judged by whole schools."""
        return standing.unit(ALL if self.layer else self.choice.stage)

    @property
    def stage(self) -> str:
        """The word of the stage chosen, "" for all."""
        return "" if self.choice.stage == ALL else stage_label(self.choice.stage)

    @property
    def township(self) -> str:
        """The name of the township chosen; "" none."""
        return cached.places(self.choice.snapshot).townships.get(self.choice.township, "")

    @cached_property
    def points(self) -> pd.DataFrame:
        """The schools of the view (layers.points.school_points)."""
        return layers_view.points(self.view)

    @cached_property
    def places(self) -> dict[str, Count]:
        """The counts of every township by the verdict, requirement or layer looked at; {} where nothing is judged."""
        return dict(self.layer.places) if self.layer else self._places(self.judged, self.points)

    @cached_property
    def places_before(self) -> dict[str, Count]:
        """The same of the period before; {} without one."""
        if self.layer and self.earlier is not None:
            then = layers_view.layer(replace(self.view, snapshot=self.earlier))
            return dict(then.places) if then else {}
        return self._places(self.before, None) if self.before else {}

    def _places(self, judged: Results, points: pd.DataFrame | None) -> dict[str, Count]:
        if not self.requirement:
            return standing.townships(judged, self.choice.stage)
        points = map_view.points(self.view, judged) if points is None else points
        names = judged.schools.drop_duplicates("township_code").set_index("township_code")["township"]
        return layer_points.counts(points, names)

    @cached_property
    def county(self) -> Count:
        """The sum of all townships."""
        return standing.whole(self.places, self.choice.county_name)

    @property
    def heads(self) -> tuple[str, str]:
        """The head of the list's column of counts, and what its bars are read against."""
        return findings.heads(self.county, has_verdicts=self.judges and not self.layer)

    @cached_property
    def shortages(self) -> Shortages:
        """What the schools in view lack: the county's, or the chosen township's."""
        choice = self.choice
        return cached.shortages(choice.snapshot, choice.standard, township=choice.township, stage=choice.stage)

    def name(self, school: str, township: str = "") -> str:
        """Return a school's name without the county, and without its township where that is said."""
        return short_name(school, self.choice.county_name, township)

    def school_name(self) -> str:
        """Return the name of the school chosen, without the county and its township."""
        return self.name(cached.places(self.choice.snapshot).schools[self.choice.school], self.township)

    def here(self, **changes: str) -> str:
        """Return the address of this page with other keys, its own measure kept."""
        return filters.address("map", self.choice, measure=self.view.measure, **changes)

    def headline(self) -> tuple[Sentence, Sentence | str]:
        """Return the headline and the line under it."""
        if self.layer and self.layer.look.is_value:
            return self._value_headline(self.layer), value_findings.line(self.measure, self.whole, self.stage)
        if self.rooms:
            return self._rooms_headline(self.rooms)
        line = self._line()
        if self.township:
            return self._township_headline(), line
        if self.view.measure == "money":
            return findings.money_headline(self.stage, self.shortages), line
        if self.view.measure == "pupils":
            return self._pupils_headline(), line
        if self.layer:
            return layer_findings.network_headline(list(self.places.values()), self.subject), line
        return findings.county_headline(list(self.places.values()), self.subject, self.unit), line

    def _line(self) -> str:
        if not self.places:
            why = findings.why_verdictless(self.standard.short, complete=self.standard.complete)
            return f"{why}。{findings.DOOR}"
        line = findings.county_line(self.county, self.unit, self.stage, self.subject)
        return (
            line
            if self.judges or self.layer
            else f"{findings.why_verdictless(self.standard.short, complete=False)}；{line}"
        )

    def _rooms_headline(self, layer: Layer) -> tuple[Sentence, str]:
        step, by_late, places = layer.look.subject, layer.look.key == OVERDUE, list(self.places.values())
        if by_late:
            line = layer_findings.overdue_line(self.county, self.stage, int(layer.towns["no_plan"].sum()))
        else:
            line = layer_findings.rooms_line(self.county, self.stage, step, layer.look.states[layer_points.UNKNOWN])
        if self.township:
            place = self.places[self.choice.township]
            none = int(layer.towns["no_plan"].get(self.choice.township, 0))
            return layer_findings.rooms_township(place, "" if by_late else step, self._rooms_clause(layer), none), line
        if by_late:
            return layer_findings.overdue_headline(places, int(layer.towns["no_plan"].sum())), line
        return layer_findings.rooms_headline(places, step), line

    def _rooms_clause(self, layer: Layer) -> str:
        if not self.choice.school:
            return ""
        figures_of = layer.schools[["classrooms", layer.look.part]]
        rooms, done = figures_of.reindex([self.choice.school], fill_value=0).iloc[0]
        return layer_findings.rooms_clause(self.school_name(), int(rooms), float(done), late=layer.look.key == OVERDUE)

    def _value_headline(self, layer: Layer) -> Sentence:
        if not self.choice.township:
            return value_findings.headline(self.measure, list(self.pooled.values()), self.whole)
        place = self.pooled.get(self.choice.township, Pooled(self.township, 0, 0, math.nan))
        clause, told = "", layers_values.reported(layer.schools, self.measure.key)["value"]
        if self.choice.school:
            is_reported = self.choice.school in told.index
            value = told.get(self.choice.school, math.nan)
            clause = value_findings.school_clause(self.school_name(), self.measure, value, is_reported=is_reported)
        return value_findings.township(self.measure, place, self.whole, clause)

    def _pupils_headline(self) -> Sentence:
        by = self.points.groupby("township")["pupils"].sum(min_count=1).dropna().sort_values(ascending=False)
        names = cached.places(self.choice.snapshot).townships
        missing = int(self.points["pupils"].isna().sum())
        return findings.pupils_headline([names[code] for code in by.index], by.tolist(), missing)

    def _township_headline(self) -> Sentence:
        if not self.places:
            here = self.points[self.points["township"] == self.choice.township]
            return findings.plain_township(
                self.township, len(here), here["pupils"].sum(), int(here["pupils"].isna().sum())
            )
        place = self.places.get(self.choice.township, Count(self.township, 0, 0, 0))
        if self.layer:
            return layer_findings.network_township(place, self.subject, self._network_clause(self.layer))
        return findings.township_headline(place, self.unit, self.school_clause(), self.subject)

    def school_clause(self) -> str:
        """Say what the chosen school's verdict comes to; "" where none is chosen or none is given."""
        if not self.choice.school or not self.judges:
            return ""
        choice = self.choice
        found = cached.standing_of(choice.snapshot, choice.standard, township=choice.township, stage=choice.stage)
        row = found[found["school_code"] == self.choice.school]
        if row.empty:
            return ""
        school = row.iloc[0]
        lacking, unknown = (0 if figures.is_missing(school[key]) else int(school[key]) for key in ("unmet", "unknown"))
        return findings.school_clause(
            self.name(school["school_name"], self.township), school["status"], lacking, unknown
        )

    def _network_clause(self, layer: Layer) -> str:
        own = layer.schools[layer.schools["measure"] == layer.look.part]
        if self.choice.school not in own.index:
            return ""
        value = had(cached.rulebook().network.measures[layer.look.part], own.at[self.choice.school, "value"])
        return layer_findings.network_clause(self.school_name(), value, own.at[self.choice.school, "status"])

    def scene(self) -> frame.Scene:
        """Return what the map shows."""
        shapes = cached.shapes(self.choice.snapshot)
        boundary = cached.boundary(self.choice.snapshot)
        drawn = {feature["properties"]["code"] for feature in shapes["features"]}
        names = cached.places(self.choice.snapshot).townships
        return frame.Scene(
            place=self.choice.county,
            home=map_data.bounds(shapes, map_data.placed(self.points)),
            townships="../../" + self.view.address("townships", layers_view.rules(self.view)),
            points="../../" + self.view.address("points", layers_view.rules(self.view)),
            township=self.choice.township,
            school=self.choice.school,
            legend=self._legend(),
            notes=frame.notes(
                derived=bool(boundary and boundary.derived),
                approval=cached.settings().map_approval,
                unplaced=len(self.points) - len(map_data.placed(self.points)),
                shapeless=[name for code, name in names.items() if drawn and code not in drawn],
                marked=[names[code] for code in marks.marked(shapes) if code in names],
            ),
        )

    def _legend(self) -> dict[str, Any]:
        title = "学校：大小＝在校生数"
        if self.layer:
            look = self.layer.look
            return frame.legend(title, look.states, look.measure, look.ground, map_data.ramp(look.measure))
        measure = map_view.measure_of(self.view)
        ground = f"底色：{self.subject}达标率" if self.subject else measure.ground
        words = STATE_WORDS["requirement" if self.subject else ""]
        return frame.legend(title, words, measure, ground, map_view.ramp_of(self.view))


def open_page(choice: Choice, measure: str) -> MapPage:
    """Return what the page shows of a choice and a measure."""
    earlier = cached.earlier(choice)
    return MapPage(
        choice=choice,
        standard=cached.standards()[choice.standard],
        view=MapView.of(choice, measure),
        judged=cached.results(choice.snapshot, choice.standard),
        before=earlier.results(choice.standard) if earlier else None,
        earlier=earlier.snapshot.key if earlier else None,
        since=figures.month(earlier.period, choice.period) if earlier else "",
    )
