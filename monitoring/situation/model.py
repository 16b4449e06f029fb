"""A county on a day: the tables and entries that were known, and everything computed from them, made when asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, partial
from typing import Any

import pandas as pd

from monitoring import events, layers, snapshots, spreads, standing
from monitoring.layers import Layer, Look
from monitoring.network import assess
from monitoring.projects.aims import Expected, expected_to_close
from monitoring.projects.curve import course
from monitoring.projects.over_time import Course, Falls, backwards, over_time
from monitoring.results import Outline, Results, judge, judge_outline
from monitoring.rulebook import Rulebook
from monitoring.schools import Prepared, merged_into, prepare
from monitoring.shortages import Shortages, shortages
from monitoring.situation.asked import Asked
from monitoring.situation.earlier_lists import EarlierLists
from monitoring.situation.ledger import Ledger, ledger, reported_in_use
from monitoring.situation.mapped import Mapped
from monitoring.situation.memory import Memory
from monitoring.situation.needs import kept_by
from monitoring.situation.places import Places, places
from monitoring.situation.reader import EVERYONE, Reader, refuse
from monitoring.situation.shapes import shapes
from monitoring.situation.works import PROJECTS, Works, works
from monitoring.snapshots import Snapshot
from monitoring.snapshots.selection import Selection
from monitoring.standing import ALL
from monitoring.storage import Storage
from monitoring.townships import Boundary

ROOMS, SCHOOLS = "rooms", "schools"
OLD = timedelta(days=14)
"""A list older than this on the day that is looked at is said to be so (rules 7)."""


def situation(
    storage: Storage,
    rulebook: Rulebook,
    key: str,
    memory: Memory | None = None,
    reader: Reader = EVERYONE,
    state: str = "",
) -> Situation:
    """
    Return what a county knows on a day.

    Args:
        key: of snapshots.newest: county, day and the tables that speak.
        memory: where figures are kept; None: of this situation alone.
        reader: for whom the figures leave; this is the one door at which that is asked.
        state: of the database (events.state); "" asks it.

    Raises:
        NotFound: no such tables, or the reader may not see the county.
        DamagedData: a table is not what was stored.
    """
    county = Selection.parse(key).county
    refuse(reader, county)
    memory = memory or Memory()
    load = partial(snapshots.load, storage, key, rulebook.projects, memory.frame)
    snapshot = memory.get("snapshot", kept_by("snapshot", rulebook, key), load)
    return Situation(Asked(storage, county, memory, state or events.state(storage)), rulebook, reader, snapshot)


@dataclass(frozen=True)
class Situation:
    """
    A county on a day.

    Every figure is a pure function of the tables and entries that are known and of the parts of the rulebook that it
    needs; it is kept by exactly these, so that another day with the same school tables shares their verdicts.

    Attributes:
        asked: what else the database holds of the county, and the memory.
        reader: for whom the figures are.
        snapshot: the tables that speak.
    """

    asked: Asked
    rulebook: Rulebook
    reader: Reader
    snapshot: Snapshot

    @property
    def entries(self) -> pd.DataFrame:
        """Everything that was told of the county's projects, the newest first (snapshots.entries)."""
        return self.asked.entries

    @property
    def county(self) -> str:
        """Six digits."""
        return self.snapshot.county

    @property
    def on(self) -> date:
        """The day."""
        return self.snapshot.on

    @property
    def period(self) -> date | None:
        """The report date of the school tables; None where none is known."""
        return self.snapshot.period

    @property
    def has_schools(self) -> bool:
        """Whether a school table is known."""
        return self.snapshot.period is not None

    # —— how old what is known is

    @cached_property
    def last_entry(self) -> date | None:
        """The day of the last entry up to the day; None where there is none."""
        days = self.entries.loc[self.entries["reported_on"] <= pd.Timestamp(self.on), "reported_on"]
        return days.max().date() if len(days) else None

    @cached_property
    def dates(self) -> Mapping[str, date]:
        """schools, rooms, projects → the dates that are shown; of projects the later of list and last entry."""
        dates = {kind: day for kind, day in self.snapshot.dates.items() if kind in (SCHOOLS, ROOMS, PROJECTS)}
        if PROJECTS in dates and self.last_entry:
            dates[PROJECTS] = max(dates[PROJECTS], self.last_entry)
        return dates

    @property
    def old(self) -> Mapping[str, int]:
        """The lists that are more than two weeks older than the day → how many days; entries make none younger."""
        ages = {kind: (self.on - self.snapshot.dates[kind]).days for kind in self.dates if kind != SCHOOLS}
        return {kind: days for kind, days in ages.items() if days > OLD.days}

    @cached_property
    def missing_stages(self) -> tuple[str, ...]:
        """The stages without a school table of this report date that had one of another."""
        known = self.asked.stages
        return tuple(stage for stage in known if self.has_schools and stage not in self.places.stages)

    # —— schools

    @cached_property
    def places(self) -> Places:
        """What can be chosen."""
        lists = [self.snapshot.lists[name] for name in (ROOMS, PROJECTS) if name in self.snapshot.lists]
        schools = self.prepared.schools if self.has_schools else None
        return self._kept("places", self.snapshot.key, lambda: places(self.snapshot.rows, schools, lists))

    @property
    def prepared(self) -> Prepared:
        """The schools and their stages, campuses merged."""
        return self._of_schools("prepared", (), lambda: prepare(self.snapshot.rows, self.rulebook.splitting))

    def results(self, standard: str) -> Results:
        """Return the schools judged by a standard: every frame of docs/architecture.md."""
        asked, book = self._standard(standard), self.rulebook
        return self._of_schools(
            "results", (standard,), lambda: judge(self.prepared, asked, book.indicators, book.results, book.unit_costs)
        )

    def shortages(self, standard: str, *, township: str = "", stage: str = ALL) -> Shortages:
        """Return what the schools lack (monitoring.shortages), of a township or a stage."""
        return self._of_schools(
            "shortages",
            (standard, township, stage),
            lambda: shortages(self.results(standard), self.rulebook.indicators, township=township, stage=stage),
        )

    def standing(self, standard: str, *, township: str = "", stage: str = ALL) -> pd.DataFrame:
        """Return the schools with their verdicts (standing.schools), of a township or a stage."""
        return self._of_schools(
            "standing",
            (standard, township, stage),
            lambda: standing.schools(self.results(standard), township=township, stage=stage),
        )

    def coefficients(self, standard: str, stage: str) -> pd.DataFrame:
        """Return the coefficients with what each is about (spreads.coefficients)."""
        return self._of_schools(
            "coefficients", (standard, stage), lambda: spreads.coefficients(self.results(standard), stage)
        )

    def shares(self, standard: str, township: str, stage: str) -> list[tuple[date, standing.Count]]:
        """Return who met the standard at each report date up to this one, where any school was judged."""
        townships = {day: each.townships for day, each in self.outlines(standard).items()}
        return standing.shares(townships, self._standard(standard), township, stage)

    def outlines(self, standard: str) -> Mapping[date, Results | Outline]:
        """
        Return the report dates up to this one, the oldest first → what lines over them ask of each.

        What changed since the date before is shown on every page: these two are judged whole.
        """
        keys = self.report_dates
        whole = [*keys.values()][-2:]
        return {
            day: self.at(key).results(standard) if key in whole else self._outline(key, standard)
            for day, key in keys.items()
        }

    def _outline(self, key: str, standard: str) -> Outline:
        """Of another report date, made of its school tables alone."""
        of, book = self.asked, self.rulebook

        def make() -> Outline:
            rows = snapshots.school_rows(of.storage, key, of.memory.frame)
            return judge_outline(prepare(rows, book.splitting), self._standard(standard), book.indicators)

        return self._kept("outline", (key, standard), make)

    def network(self, **asked: str) -> pd.DataFrame:
        """
        Return the network and the machines of the schools (monitoring.network.assess).

        Args:
            asked: measure → id of the limit to hold it against, "" none; others as data/network.toml chooses.
        """
        rules, splitting = self.rulebook.network, self.rulebook.splitting
        return self._of_schools(
            "network", tuple(sorted(asked.items())), lambda: assess(self.prepared, rules, splitting, asked)
        )

    @cached_property
    def main_of(self) -> Mapping[str, str]:
        """Campus → the school it is merged into."""
        if not self.has_schools:
            return {}
        return self._of_schools("main_of", (), lambda: merged_into(self.prepared.schools))

    @cached_property
    def boundary(self) -> Boundary | None:
        """The township shapes; None where no boundary was ever imported."""
        stored = self.snapshot.boundary
        if stored is None:
            return None
        schools = self.snapshot.rows if self.has_schools else None
        return self._of_schools("boundary", self.snapshot.tables.get("boundary", ()), lambda: shapes(stored, schools))

    # —— lists

    @property
    def rooms(self) -> pd.DataFrame | None:
        """The classroom ledger; None where none is known."""
        return self.snapshot.lists.get(ROOMS)

    @property
    def rooms_on(self) -> date | None:
        """The ledger's date, at which its flags and forecasts are reckoned."""
        return self.snapshot.dates.get(ROOMS)

    def ledger(self, township: str = "", stage: str = ALL) -> Ledger | None:
        """Return the classrooms of a township and a stage, and what is known of them; None where no ledger is known."""
        if self.rooms is None:
            return None
        return self._of_entries("ledger", (township, stage), lambda: self._ledger(township, stage))

    def _ledger(self, township: str, stage: str) -> Ledger:
        rooms = self.rooms
        inside = rooms["township_code"].isin([township]) | (township == "")
        rooms = rooms[inside & (rooms["stage"].isin([stage]) | (stage == ALL))].reset_index(drop=True)
        projects = self.works.lists[PROJECTS] if self.works else None
        in_use = reported_in_use(projects, self.rulebook.projects.in_use)
        return ledger(rooms, self.rooms_on, self.on, self.rulebook.classrooms, in_use, self.places.beyond)

    @cached_property
    def works(self) -> Works | None:
        """The projects with what was told of them up to the day; None where no list of them is known."""
        if PROJECTS not in self.snapshot.lists:
            return None
        return self._of_entries("works", self._before, self._works)

    def _works(self) -> Works:
        rules = self.rulebook.projects
        before = self._earlier_lists.answers(self.entries)
        weekly = snapshots.counted_reports(snapshots.weekly(self.entries), self.on)
        return works(self.snapshot, self.entries, weekly, rules, before)

    def expected(self, standard: str | None = None) -> Expected | None:
        """
        Return which gap which project is to close (projects.aims), by the standard of the rules.

        Args:
            standard: by which the gaps are looked at; None: that of the rules.

        Returns:
            None where no projects or no schools are known, or another standard is asked about.
        """
        asked = self.rulebook.projects.standard
        if self.works is None or not self.has_schools or standard not in (None, asked):
            return None
        return self._of_entries("expected", (), lambda: self._expected(asked))

    def _expected(self, standard: str) -> Expected:
        works, judged, rules = self.works, self.results(standard), self.rulebook.projects
        listed = works.lists[PROJECTS]
        return expected_to_close(listed, self.rooms, judged.assessment, works.milestones, rules, self.main_of)

    def course(self, projects: Iterable[str]) -> Course:
        """Return some projects over time: with every earlier list of them, and what was told up to the day."""
        names = tuple(projects)
        return self._of_entries("course", (names, self._before), lambda: self._course(names))

    def _course(self, names: tuple[str, ...]) -> Course:
        works, before, rules = self.works, self._lists_before, self.rulebook.projects
        dates, made, listed_on = works.lists["milestones"], works.reports, works.listed_on
        # The list as it was listed: what was told since stands among the reports, each at its own day.
        listed = {day: each[PROJECTS] for day, each in (before | {listed_on: self.snapshot.lists}).items()}
        weeks = self._of_entries("weeks", self._before, lambda: course(dates, made, self.on, rules, listed, listed_on))
        return over_time(weeks, before | {self.on: works.lists}, names, works.milestones)

    def falls(self) -> Falls | None:
        """Return what went backwards since the last earlier list of projects; None where there is none."""
        since = self._earlier_lists.last
        if self.works is None or since is None:
            return None
        return self._of_entries("falls", self._before, lambda: self._falls(since))

    def _falls(self, since: date) -> Falls:
        return backwards(self._list_before(since), since, self.works.lists, self.on, self.rulebook.projects)

    # —— what the map can be coloured by

    def looks(self, standard: str) -> Mapping[str, Look]:
        """Return the layers of the map that there are figures for, by key, the default first."""
        key = (self.snapshot.key, standard)
        return self._kept("looks", key, lambda: layers.looks(Mapped(self, standard, ALL)))

    def layer(self, standard: str, stage: str, key: str) -> Layer | None:
        """Return a layer of the map; None: there are no figures for it."""
        known = Mapped(self, standard, stage)
        return self._kept("layer", (self.snapshot.key, standard, stage, key), lambda: layers.layer(known, key))

    # —— other days

    @property
    def earlier(self) -> Situation | None:
        """The situation of the report date before; None where there is none."""
        before = {day: key for day, key in self.report_dates.items() if day != self.period}
        return self.at(before[max(before)]) if before else None

    def at(self, key: str) -> Situation:
        """Return another situation of the same county, kept in the same memory."""
        if key == self.snapshot.key:
            return self
        of = self.asked
        return situation(of.storage, self.rulebook, key, of.memory, self.reader, of.state)

    @cached_property
    def report_dates(self) -> Mapping[date, str]:
        """The report dates up to this one, the oldest first → the key of what was known on them; of this its own."""
        if not self.has_schools:
            return {}
        keys = self.asked.report_dates
        earlier = {day: key for day, key in keys.items() if day < self.period}
        return earlier | {self.period: self.snapshot.key}

    @cached_property
    def _earlier_lists(self) -> EarlierLists:
        """The lists of projects before the one that is known."""
        listed_on = self.snapshot.dates.get(PROJECTS)
        keys = self.asked.lists_before(listed_on) if listed_on else {}
        rules, of = self.rulebook.projects, self.asked
        load = partial(snapshots.load, of.storage, rules=rules, keep=of.memory.frame)
        return EarlierLists(keys, lambda key: self._kept("list", key, partial(load, key)), rules)

    @cached_property
    def _lists_before(self) -> Mapping[date, Mapping[str, pd.DataFrame]]:
        """The date of every earlier list of projects → its frames, with what was told of it up to its date."""
        return {day: self._list_before(day) for day in self._earlier_lists.keys}

    def _list_before(self, day: date) -> Mapping[str, pd.DataFrame]:
        up_to = tuple(key for each, key in self._earlier_lists.keys.items() if each <= day)
        key = (up_to, self.asked.entered)
        return self._kept("list before", key, lambda: self._earlier_lists.told(self.entries, day))

    @property
    def _before(self) -> tuple[str, ...]:
        """What projects are made of beside the tables of this day: the keys of the lists before."""
        return tuple(self._earlier_lists.keys.values())

    # —— what figures are kept by

    def _standard(self, name: str):
        return self.rulebook.standards[name]

    def _of_schools(self, name: str, key: tuple, make) -> Any:
        return self._kept(name, (self.snapshot.tables.get(SCHOOLS, ()), self.county, key), make)

    def _of_entries(self, name: str, key: tuple, make) -> Any:
        return self._kept(name, (self.snapshot.key, self.asked.entered, key), make)

    def _kept(self, name: str, key: Any, make) -> Any:
        return self.asked.memory.get(name, kept_by(name, self.rulebook, key), make)
