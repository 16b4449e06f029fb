"""What 学校地图 shows of a choice and a layer: its headline, the map's scene, and what the lists beside it ask."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from components.frame import cached, filters
from components.frame.choice import ALL, Choice, stage_label
from components.map import data as map_data
from components.map import frame, marks
from components.map.choice import LayerChoice
from monitoring import figures, standing
from monitoring.assessment.verdict import judges_schools
from monitoring.findings.map import page as findings
from monitoring.findings.map.said import Said, Seen, said
from monitoring.findings.standards import resting_on_unsure
from monitoring.layers import Layer
from monitoring.layers.kinds import Money, Pupils, Requirement, Verdicts
from monitoring.results import Results
from monitoring.schools.names import short_name
from monitoring.shortages import Shortages
from monitoring.standards import Standard
from monitoring.standing import Count


@dataclass(frozen=True)
class View:
    """
    The page's data.

    Attributes:
        asked: what the layer is a function of.
        judged: the judgement.
        layer: what is looked at.
        earlier: the key of what was known in the period before; "" without one.
        since: the period before, as figures.month names it; "" without one.
    """

    choice: Choice
    standard: Standard
    asked: LayerChoice
    judged: Results
    layer: Layer
    earlier: str
    since: str

    @cached_property
    def before(self) -> Layer | None:
        """The layer in the period before; None where there is none."""
        return cached.layer(replace(self.asked, snapshot=self.earlier)) if self.earlier else None

    @property
    def judges(self) -> bool:
        """Whether the standard gives schools a verdict."""
        return judges_schools(self.standard)

    @property
    def family(self) -> list[Layer]:
        """The layer and those that are looked at together with it, in the order in which they are offered."""
        looks = cached.looks(self.choice.snapshot, self.choice.standard).values()
        keys = [look.key for look in looks if look.family == self.layer.look.family]
        return [layer for key in keys if (layer := cached.layer(replace(self.asked, measure=key)))]

    @property
    def unit(self) -> str:
        """所, or 所次 with a stage chosen."""
        return self.layer.unit(self.choice.stage)

    @property
    def stage(self) -> str:
        """The word of the stage chosen, "" for all."""
        return "" if self.choice.stage == ALL else stage_label(self.choice.stage)

    @property
    def township(self) -> str:
        """The name of the township chosen; "" none."""
        return cached.places(self.choice.snapshot).townships.get(self.choice.township, "")

    @cached_property
    def county(self) -> Count:
        """The sum of all townships."""
        return standing.whole(self.layer.places, self.choice.county_name)

    @cached_property
    def shortages(self) -> Shortages:
        """What the schools in view lack: the county's, or the chosen township's."""
        choice = self.choice
        return cached.shortages(choice.snapshot, choice.standard, township=choice.township, stage=choice.stage)

    def name(self, school: str, township: str = "") -> str:
        """Return a school's name without the county, and without its township where that is said."""
        return short_name(school, self.choice.county_name, township)

    def school_name(self) -> str:
        """Return the name of the school chosen, without the county and its township; "" none."""
        school = cached.places(self.choice.snapshot).schools.get(self.choice.school, "")
        return self.name(school, self.township)

    def here(self, **changes: str) -> str:
        """Return the address of this page with other keys, its own measure kept."""
        return filters.address("map", self.choice, measure=self.asked.measure, **changes)

    def headline(self) -> Said:
        """Return the headline and the line under it."""
        choice = self.choice
        seen = Seen(
            standard=self.standard, county=choice.county_name, stage=choice.stage, stage_word=self.stage,
            township=choice.township, town=self.township, school=choice.school, name=self.school_name(),
            verdict=self.school_clause(),
        )  # fmt: skip
        words, line = said(self.layer, seen)
        pieces = [(line, "")] if isinstance(line, str) else line
        is_judged = isinstance(self.layer, Verdicts | Requirement | Money | Pupils)
        return words, [*pieces, *(resting_on_unsure(self.standard) if is_judged else [])]

    def school_clause(self) -> str:
        """Say what the chosen school's verdict comes to; "" where none is chosen or none is given."""
        if not self.choice.school or not self.judges:
            return ""
        choice = self.choice
        standings = cached.standing_of(choice.snapshot, choice.standard, township=choice.township, stage=choice.stage)
        row = standings[standings["school_code"] == self.choice.school]
        if row.empty:
            return ""
        school = row.iloc[0]
        lacking, unknown = (0 if figures.is_missing(school[key]) else int(school[key]) for key in ("unmet", "unknown"))
        return findings.school_clause(
            self.name(school["school_name"], self.township), school["status"], lacking, unknown
        )

    def scene(self) -> frame.Scene:
        """Return what the map shows."""
        shapes = cached.shapes(self.choice.snapshot)
        boundary = cached.boundary(self.choice.snapshot)
        drawn = {feature["properties"]["code"] for feature in shapes["features"]}
        names = cached.places(self.choice.snapshot).townships
        points, placed = self.layer.points, map_data.placed(self.layer.points)
        return frame.Scene(
            place=self.choice.county,
            home=map_data.bounds(shapes, placed),
            townships="../../" + self.asked.address("townships", cached.fingerprint()),
            points="../../" + self.asked.address("points", cached.fingerprint()),
            township=self.choice.township,
            school=self.choice.school,
            legend=frame.legend("学校：大小＝在校生数", self.layer.look, map_data.ramp(self.layer.look.classes)),
            notes=frame.notes(
                derived=bool(boundary and boundary.derived),
                approval=cached.settings().map_approval,
                unplaced=len(points) - len(placed),
                shapeless=[name for code, name in names.items() if drawn and code not in drawn],
                marked=[names[code] for code in marks.marked(shapes) if code in names],
            ),
        )


def open_view(choice: Choice, measure: str) -> View:
    """Return what the page shows of a choice and a measure."""
    earlier, asked = cached.earlier(choice), LayerChoice.of(choice, measure)
    return View(
        choice=choice,
        standard=cached.standards()[choice.standard],
        asked=asked,
        judged=cached.results(choice.snapshot, choice.standard),
        layer=cached.layer(asked),
        earlier=earlier.snapshot.key if earlier else "",
        since=figures.month(earlier.period, choice.period) if earlier else "",
    )
