"""What a school's file holds, as frozen objects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from monitoring.assessment.verdict import judges_schools
from monitoring.figures import is_missing
from monitoring.schools.columns import columns
from monitoring.standards import Indicator, Requirement, Standard

FULL = 100
STAFF_UNIT = "人"


@dataclass(frozen=True)
class Before:
    """A requirement or a part in the period before: its value (NaN: not reported), its reach and its status."""

    value: float
    reach_pct: float
    status: str


@dataclass(frozen=True)
class Line:
    """
    One requirement asked of one part (school × stage).

    Attributes:
        value, required, status: as in the frame assessment; NaN where not reported or not asked.
        reach_pct: percent of the requirement that is reached, unrounded; NaN where that is no share (yes/no, a count).
        missing, missing_to_floor: in the part allotted to the stage; NaN unless the status is gap.
        missing_whole, missing_to_floor_whole: in the whole school's figure.
        cost_yuan: of missing_whole; NaN where nothing is missing or there is no unit cost.
        absent: labels of the fields that were not reported, where that is why there is no figure; () else.
        before: the same in the period before; None where there was none.
    """

    asked: Requirement
    indicator: Indicator
    value: float
    required: float
    status: str
    reach_pct: float
    missing: float
    missing_to_floor: float
    missing_whole: float
    missing_to_floor_whole: float
    cost_yuan: float
    absent: tuple[str, ...]
    before: Before | None

    @property
    def is_shared(self) -> bool:
        """Whether the figure belongs to the whole school and is split among its stages."""
        return not self.indicator.fixed and bool(self.indicator.fields & set(columns().shared))

    @property
    def less_is_better(self) -> bool:
        """Whether the requirement is an upper limit."""
        return self.asked.operator != ">="

    @property
    def is_staff(self) -> bool:
        """Whether persons close the gap."""
        return self.indicator.gap_unit == STAFF_UNIT


@dataclass(frozen=True)
class Step:
    """
    What a way to pass asks of one requirement.

    Attributes:
        to_floor: it is lifted to the floor alone.
        missing_whole: what to add, in the whole school's figure and the unit of gaps.
        cost_yuan: of it; NaN where there is no unit cost.
    """

    line: Line
    to_floor: bool
    missing_whole: float
    cost_yuan: float


@dataclass(frozen=True)
class Way:
    """
    One way for a part to pass (the frame paths).

    Attributes:
        name: fewest_teachers, least_money.
        kept: the requirements left at or above the floor.
        kept_pct: the least that they reach afterwards, percent of the requirement; NaN without one.
        steps: what is to be added, in the order of the document.
        teachers: persons to add, the largest over the requirements, never their sum.
        cost_yuan, all_cost_yuan: of this way, and of closing every gap; NaN where a thing to add has no unit cost.
    """

    name: str
    kept: tuple[Line, ...]
    kept_pct: float
    steps: tuple[Step, ...]
    teachers: float
    cost_yuan: float
    all_cost_yuan: float


@dataclass(frozen=True)
class Part:
    """
    One stage of the school.

    Attributes:
        status: met, not_met, undetermined, not_judged; why: what the engine says of it ("" nothing).
        met, unmet, unknown: requirements by state.
        pupils: on the roll; NaN not reported.
        share: the part of shared resources that is allotted to the stage, 0–1; 1 where nothing is split, NaN where the
            split is not known.
        is_split: whether the school has several stages that share resources.
        before: verdict of the period before (value: requirements met); None where there was none.
    """

    stage: str
    status: str
    why: str
    met: int
    unmet: int
    unknown: int
    pupils: float
    share: float
    is_split: bool
    lines: tuple[Line, ...]
    ways: tuple[Way, ...]
    before: Before | None

    @property
    def gaps(self) -> tuple[Line, ...]:
        """The requirements that it lacks."""
        return tuple(line for line in self.lines if line.status == "gap")

    @property
    def asked(self) -> tuple[Line, ...]:
        """The requirements that are asked of it at all."""
        return tuple(line for line in self.lines if line.status != "not_applicable")

    def line(self, requirement: str) -> Line:
        """Return the line of a requirement by its key."""
        return next(line for line in self.lines if line.asked.key == requirement)


@dataclass(frozen=True)
class Total:
    """
    What all stages of a school together lack of one requirement.

    Attributes:
        line: of a stage that lacks it.
        missing: a shared resource once, with the larger need in the whole school's figure; what belongs to the stages,
            as teachers, added up.
        cost_yuan: of it; NaN where there is no unit cost.
    """

    line: Line
    missing: float
    cost_yuan: float


@dataclass(frozen=True)
class Fact:
    """
    One figure of the school.

    Attributes:
        field: its name in the frames; label and unit for eyes.
        value: of the whole school (stages added up where each reports its own); NaN not reported.
        by_stage: the stages whose cells it is made of, with the figure of each.
    """

    field: str
    label: str
    unit: str
    value: float
    by_stage: Mapping[str, float]


@dataclass(frozen=True)
class Dossier:
    """
    A school's file.

    Attributes:
        code, name, township, township_code: of the school; county_code six digits.
        kind, sponsor, urban: words; "" not reported.
        year_built: NaN not reported. is_boarding, is_centre: 1, 0, NaN.
        verdict: of the whole school.
        parts: its stages of 小学 and 初中, in this order.
        campuses: code → name of the campuses merged into it.
        longitude, latitude: NaN where not locatable.
    """

    standard: Standard
    code: str
    name: str
    county_code: str
    township: str
    township_code: str
    kind: str
    sponsor: str
    urban: str
    year_built: float
    is_boarding: float
    is_centre: float
    verdict: str
    verdict_before: str
    parts: tuple[Part, ...]
    facts: tuple[Fact, ...]
    campuses: Mapping[str, str]
    longitude: float
    latitude: float
    location: str

    @property
    def judges_schools(self) -> bool:
        """Whether the standard judges schools at all."""
        return judges_schools(self.standard)

    @property
    def is_located(self) -> bool:
        """Whether the school can be put on a map."""
        return not is_missing(self.longitude) and not is_missing(self.latitude)

    def part(self, stage: str) -> Part:
        """Return the part of a stage."""
        return next(part for part in self.parts if part.stage == stage)

    @cached_property
    def needs(self) -> tuple[Step, ...]:
        """
        What the ways with the fewest teachers ask of the whole school: a shared resource once, with the larger need.

        Teachers of two stages are two steps; they are never added to other requirements.
        """
        steps: dict[tuple[str, str], Step] = {}
        for part in self.parts:
            for step in part.ways[0].steps if part.ways else ():
                place = (step.line.asked.key, "" if step.line.is_shared else part.stage)
                known = steps.get(place)
                if known is None or known.missing_whole < step.missing_whole:
                    steps[place] = step
        return tuple(steps.values())

    @property
    def totals(self) -> tuple[Total, ...]:
        """What the whole school lacks, a row a requirement, in the order of the document."""
        totals = []
        for asked in self.standard.requirements:
            gaps = [line for part in self.parts for line in part.gaps if line.asked.key == asked.key]
            if not gaps:
                continue
            larger = max(gaps, key=lambda line: line.missing_whole)
            if larger.is_shared:
                totals.append(Total(larger, larger.missing_whole, larger.cost_yuan))
            else:
                costs = pd.Series([line.cost_yuan for line in gaps], dtype=float).sum(min_count=1)
                totals.append(Total(gaps[0], sum(line.missing_whole for line in gaps), float(costs)))
        return tuple(totals)

    @property
    def cost_yuan(self) -> float:
        """What these needs cost in yuan; NaN where none has a unit cost."""
        return float(pd.Series([step.cost_yuan for step in self.needs], dtype=float).sum(min_count=1))
