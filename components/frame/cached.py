"""
What the screens ask for, remembered between runs; with components/frame/drawn.py the only st.cache_*.

Nothing is computed here. Every figure is the situation's (monitoring.situation), kept in one memory by what it is a
function of: the tables and entries that are known, and the rulebook. Big frames are shared by all sessions and must
never be changed by a page. Every run asks the database one question, in which state it is; what else it holds is asked
once a state.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from threading import get_ident, local
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from components.frame.choice import ALL, Choice
from components.map import data as map_data
from components.map import marks as map_marks
from components.map.choice import LayerChoice
from monitoring import snapshots, standing
from monitoring.events import log as event_log
from monitoring.events import state as state_of_database
from monitoring.layers import Layer, Look
from monitoring.projects.aims import Expected
from monitoring.projects.over_time import Course, Falls
from monitoring.results import Results
from monitoring.rulebook import Rulebook, files_state, fingerprints, load_rulebook
from monitoring.settings import Settings, config_file, load_settings, state_of
from monitoring.shortages import Shortages
from monitoring.situation import EVERYONE, Asked, Memory, Places, Reader, Situation, Works
from monitoring.situation import situation as situation_of
from monitoring.snapshots import Snapshot
from monitoring.standards import Indicator, Standard
from monitoring.storage import Storage
from monitoring.townships import Boundary, map_shapes


@st.cache_resource(show_spinner=False)
def settings_at_start() -> Settings:
    """Return the settings that the process began with."""
    return load_settings()


def settings() -> Settings:
    """Return the settings as config.toml has them now, but for database, folder and hosts: those are of the start."""
    return _asked("settings", lambda: _settings(*state_of(config_file())))


@st.cache_resource(show_spinner=False, max_entries=2)
def _settings(*state: object) -> Settings:  # noqa: ARG001 (the key)
    first = settings_at_start()
    return replace(load_settings(), database=first.database, folder=first.folder, hosts=first.hosts)


@st.cache_resource(show_spinner=False)
def storage() -> Storage:
    """Return the database, created and migrated if need be."""
    return Storage(settings_at_start().database)


@st.cache_resource(show_spinner=False)
def memory() -> Memory:
    """Return where all figures of this process are kept."""
    return Memory()


@contextmanager
def one_run() -> Iterator[None]:
    """
    Hold for a run of a page, or an answer of a route: what the database and the files hold is asked anew, and once.

    All that the thread asks until then is of one state, and costs no second question.
    """
    _run.asked = {}
    _running.add(get_ident())
    try:
        yield
    finally:
        _running.discard(get_ident())
        del _run.asked


def is_quiet() -> bool:
    """Return whether nobody waits for a page or an answer of a route."""
    return not _running


_run = local()
_running: set[int] = set()  # threads; adding and discarding is one step each
T = TypeVar("T")


def _asked(what: Hashable, ask: Callable[[], T]) -> T:
    """Ask once a run; outside of one, as in callbacks, each time."""
    known = getattr(_run, "asked", None)
    if known is None:
        return ask()
    if what not in known:
        known[what] = ask()
    return known[what]


def rulebook() -> Rulebook:
    """Return every rule and figure that no import holds; a changed file is read anew."""
    return _asked("rulebook", _rulebook)


def _rulebook() -> Rulebook:
    files = (files_state(settings()), state_of(config_file()))
    key = memory().get("fingerprints", files, lambda: tuple(fingerprints(settings()).values()))
    return memory().get("rulebook", key, lambda: load_rulebook(settings()))


def fingerprint() -> str:
    """Return what stands for every rule and figure that no import holds, as 16 hexadecimal digits."""
    return rulebook().fingerprint


def standards() -> Mapping[str, Standard]:
    """Return every standard by id, those that the settings show first."""
    return rulebook().standards


def shown_standards() -> list[Standard]:
    """
    Return the standards that people may choose: those of the settings in their order, then other versions of the
    default one, which is meant by each of them on its days.
    """
    book = rulebook()
    shown = [book.standards[name] for name in book.shown_standards if name in book.standards]
    usual = book.versions(book.default_standard) if book.default_standard in book.standards else ()
    return shown + [each for each in usual if each not in shown]


def usual_standard(on: date) -> str:
    """Return the standard that is meant on a day where none is named: the default one's version of that day."""
    book = rulebook()
    known = book.default_standard in book.standards
    return book.in_force(book.default_standard, on).id if known else book.default_standard


def indicators() -> Mapping[str, Indicator]:
    """Return every indicator by its key."""
    return rulebook().indicators


def state() -> str:
    """Return what stands for everything that the database holds: the one question that every run asks of it."""
    return _asked("state", lambda: state_of_database(storage()))


def counties() -> dict[str, str]:
    """Return the names of the counties that the database holds, by code."""
    return memory().get("counties", state(), lambda: snapshots.counties(storage()))


def periods(county: str) -> list[date]:
    """Return the report dates of a county's school tables, the newest first."""
    return _of(county).periods


def last_day(county: str) -> date | None:
    """Return the newest date of any table or entry of a county: 最新."""
    return _of(county).last_day


def key_of(county: str, on: date) -> str:
    """Return the key of what is known of a county on a day. Raises NotFound where nothing is."""
    return _of(county).key_of(on)


def _of(county: str) -> Asked:
    return Asked(storage(), county, memory(), state())


def imports() -> pd.DataFrame:
    """Return every import (snapshots.imports)."""
    return snapshots.imports(storage())


def events() -> pd.DataFrame:
    """Return the newest events (monitoring.events.log)."""
    return event_log(storage())


def record(number: int) -> snapshots.Record:
    """Return one import with what was found in its files. Raises NotFound where there is none."""
    return snapshots.record(storage(), number)


def situation(key: str) -> Situation:
    """Return what a county knows on a day, by the key of a choice."""
    return _asked(("situation", key), lambda: situation_of(storage(), rulebook(), key, memory(), reader(), state()))


def reader() -> Reader:
    """Return who looks: everyone, since there are no accounts."""
    return EVERYONE


def earlier(choice: Choice) -> Situation | None:
    """Return the situation of the report date before the one chosen; None where there is none."""
    return situation(choice.snapshot).earlier


def snapshot(key: str) -> Snapshot:
    """Return the tables that are known."""
    return situation(key).snapshot


def schools(key: str) -> int:
    """Return how many schools are known, campuses merged."""
    return len(places(key).schools)


def places(key: str) -> Places:
    """Return the townships and schools that are known, as the filters list them."""
    return situation(key).places


def results(key: str, standard: str) -> Results:
    """Return the schools judged by a standard: every frame of docs/architecture.md."""
    return situation(key).results(standard)


def shortages(key: str, standard: str, *, township: str = "", stage: str = ALL) -> Shortages:
    """Return what the schools lack (monitoring.shortages), of a township or a stage."""
    return situation(key).shortages(standard, township=township, stage=stage)


def shares(choice: Choice) -> list[tuple[date, standing.Count]]:
    """Return who met the standard at each report date up to the chosen one, where any school was judged."""
    return situation(choice.snapshot).shares(choice.standard, choice.township, choice.stage)


def standing_of(key: str, standard: str, *, township: str = "", stage: str = ALL) -> pd.DataFrame:
    """Return the schools with their verdicts (standing.schools), of a township or a stage."""
    return situation(key).standing(standard, township=township, stage=stage)


def projects(choice: Choice) -> Works | None:
    """Return the projects with what was told of them up to the day; None where none are known."""
    return situation(choice.snapshot).works


def course_of(choice: Choice, projects: Iterable[str]) -> Course:
    """Return some projects over time."""
    return situation(choice.snapshot).course(projects)


def expected(choice: Choice, standard: str | None = None) -> Expected | None:
    """Return which gap which project is to close (projects.aims), by the standard of the rules."""
    return situation(choice.snapshot).expected(standard)


def falls(choice: Choice) -> Falls | None:
    """Return what went backwards since the last earlier list of projects; None where there is none."""
    return situation(choice.snapshot).falls()


def network(key: str, **asked: str) -> pd.DataFrame:
    """
    Return the network and the machines of the schools (monitoring.network.assess).

    Args:
        asked: measure → id of the limit to hold it against, "" none; others as data/network.toml chooses.
    """
    return situation(key).network(**asked)


def boundary(key: str) -> Boundary | None:
    """Return the township shapes that are known; None where no boundary was ever imported."""
    return situation(key).boundary


def coefficients(key: str, standard: str, stage: str) -> pd.DataFrame:
    """Return the coefficients with what each is about (spreads.coefficients)."""
    return situation(key).coefficients(standard, stage)


def shapes(key: str) -> Mapping[str, Any]:
    """
    Return the township shapes as small GeoJSON, and a mark for each township without one where its schools are
    (map_marks); without features where there is no boundary.
    """
    held = situation(key)
    of = held.snapshot.tables
    return memory().get("shapes", (held.county, of.get("boundary", ()), of.get("schools", ())), lambda: _shapes(held))


def _shapes(held: Situation) -> Mapping[str, Any]:
    if not held.boundary:
        return {"type": "FeatureCollection", "features": []}
    shapes = map_shapes(held.boundary)
    return map_marks.with_marks(shapes, held.prepared.schools) if held.has_schools else shapes


def looks(key: str, standard: str) -> Mapping[str, Look]:
    """Return what the map can be coloured by, by key, the default first."""
    return situation(key).looks(standard)


def layer(asked: LayerChoice) -> Layer | None:
    """Return a layer of the map; None: there are no figures for it."""
    return situation(asked.snapshot).layer(asked.standard, asked.stage, asked.measure)


def township_layer(asked: LayerChoice) -> Mapping[str, Any]:
    """Return the townships of the map as GeoJSON, in the colours of a layer."""
    return memory().get("townships of the map", (asked, fingerprint()), lambda: _township_layer(asked))


def _township_layer(asked: LayerChoice) -> Mapping[str, Any]:
    return map_data.townships(layer(asked), shapes(asked.snapshot), places(asked.snapshot).townships)
