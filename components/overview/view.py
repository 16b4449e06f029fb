"""What 总览 shows: the choice, its judgement and that of the period before, narrowed to township and stage."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from components.frame import cached, filters
from components.frame.choice import ALL, Choice, stage_label
from monitoring import figures, standing
from monitoring.findings.overview.page import Seen
from monitoring.results import Results
from monitoring.schools.names import short_name
from monitoring.situation import Situation, corrected
from monitoring.standards import Standard
from monitoring.standing import COMPULSORY, Count

Corrected = tuple[Count | None, Count | None] | None
ROUNDED = "各项取整，相加可能与合计略有出入"


@dataclass(frozen=True)
class View:
    """
    The page's data.

    Attributes:
        before: None where there is no earlier period.
        seen: how sentences speak of it.
    """

    choice: Choice
    standard: Standard
    now: Results
    before: Results | None
    seen: Seen

    @property
    def stages(self) -> tuple[str, ...]:
        """The stages shown."""
        return COMPULSORY if self.choice.stage == ALL else (self.choice.stage,)

    @property
    def since(self) -> str:
        """The head of a column of differences: 比3月; "" without an earlier period."""
        return f"比{self.seen.since}" if self.before else ""

    def places(self, judged: Results | None, stage: str = "") -> dict[str, Count]:
        """Return the counts of the townships in view, by code; none without that period."""
        if judged is None:
            return {}
        townships = standing.townships(judged, stage or self.choice.stage)
        return {code: place for code, place in townships.items() if self.choice.township in ("", code)}

    def total(self, judged: Results | None, stage: str = "") -> Count | None:
        """Return the counts of all that is in view; None without that period."""
        return standing.whole(self.places(judged, stage), self.seen.place) if judged else None

    @property
    def corrected(self) -> tuple[Corrected, Corrected]:
        """The counts by the tables that were imported first and as corrected, of this period and the one before."""
        held = cached.situation(self.choice.snapshot)
        return self._corrected(held, self.now), self._corrected(held.earlier, self.before)

    def _corrected(self, held: Situation | None, judged: Results | None) -> Corrected:
        correction = corrected(held)
        return (self.total(correction.first.results(self.standard.id)), self.total(judged)) if correction else None

    @cached_property
    def schools(self) -> pd.DataFrame:
        """The schools in view (standing.schools)."""
        return self._schools(self.choice.snapshot)

    @cached_property
    def schools_before(self) -> pd.DataFrame | None:
        """The same in the period before; None without one."""
        earlier = cached.earlier(self.choice)
        return self._schools(earlier.snapshot.key) if earlier else None

    def _schools(self, key: str) -> pd.DataFrame:
        choice = self.choice
        return cached.standing_of(key, choice.standard, township=choice.township, stage=choice.stage)

    def name(self, school: str, township: str = "") -> str:
        """Return a school's name without the county, and without its township where that is said."""
        return short_name(school, self.choice.county_name, township)

    def here(self, **changes: str) -> str:
        """Return the address of this page with other keys."""
        return filters.address("", self.choice, **changes)

    def map(self, township: str) -> str:
        """Return the address of a township on 学校地图."""
        return filters.address("map", self.choice, township=township)

    def school(self, code: str) -> str:
        """Return the address of a school's page."""
        return filters.address("school", self.choice, school=code)


def open_view(choice: Choice) -> View:
    """Return what the page shows of a choice."""
    earlier = cached.earlier(choice)
    return View(
        choice=choice,
        standard=cached.standards()[choice.standard],
        now=cached.results(choice.snapshot, choice.standard),
        before=earlier.results(choice.standard) if earlier else None,
        seen=Seen(
            place=cached.places(choice.snapshot).townships.get(choice.township, ""),
            stage="" if choice.stage == ALL else stage_label(choice.stage),
            unit=standing.unit(choice.stage),
            since=figures.month(earlier.period, choice.period) if earlier else "",
        ),
    )
