"""
What the screens ask for, remembered between runs: the only st.cache_*.

Every figure is a pure function of a snapshot and the fingerprint of standards, indicators and the figures in
config.toml: exactly that is the key. Big frames are shared by all sessions and must never be changed by a page. What an
import changes (which counties and periods there are) is asked anew each time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from components.frame.answers import Earlier, Places, Projects
from components.frame.choice import ALL, Choice
from components.map import layers_network, layers_rooms
from components.map import marks as map_marks
from components.map import view as map_view
from components.map.layers import Layer
from components.map.view import MapView
from monitoring import snapshots, spreads, standing
from monitoring.network import assess
from monitoring.projects.aims import Expected, expected_to_close
from monitoring.projects.curve import course
from monitoring.projects.listing import projects_table
from monitoring.projects.milestones import milestone_table
from monitoring.projects.over_time import Course, Falls, backwards, over_time
from monitoring.projects.rules import rules
from monitoring.results import Results, judge, judge_townships
from monitoring.rulebook import Rulebook, load_rulebook
from monitoring.schools import merged_into, prepare
from monitoring.settings import Settings, config_file, load_settings, state_of
from monitoring.shortages import Shortages
from monitoring.shortages import shortages as add_up
from monitoring.snapshots import Snapshot
from monitoring.standards import Indicator, Standard
from monitoring.standards import fingerprint as fingerprint_of_rules
from monitoring.standards.vocabulary import vocabulary
from monitoring.storage import Storage
from monitoring.townships import Boundary, from_bytes, map_shapes

FRAMES = 12  # snapshots kept in memory: more than one office looks at in a day


@st.cache_resource(show_spinner=False)
def settings_at_start() -> Settings:
    """Return the settings that the process began with."""
    return load_settings()


def settings() -> Settings:
    """Return the settings as config.toml has them now, but for database, folder and hosts: those are of the start."""
    return _settings(*state_of(config_file()))


@st.cache_resource(show_spinner=False, max_entries=2)
def _settings(*state: object) -> Settings:  # noqa: ARG001 (the key)
    first = settings_at_start()
    return replace(load_settings(), database=first.database, folder=first.folder, hosts=first.hosts)


@st.cache_resource(show_spinner=False)
def storage() -> Storage:
    """Return the database, created and migrated if need be."""
    return Storage(settings_at_start().database)


def rulebook() -> Rulebook:
    """Return every rule that no snapshot holds; a changed file is read anew."""
    return _rulebook(fingerprint())


def fingerprint() -> str:
    """Return what stands for every rule and figure that no snapshot holds, as 16 hexadecimal digits."""
    now = settings()
    chosen = (now.unit_costs, now.network_limits, now.compared_standards, now.project_closes)
    said = [now.default_standard, now.shown_standards, *(sorted(each.items()) for each in chosen)]
    return hashlib.sha256(f"{fingerprint_of_rules(now)} {said}".encode()).hexdigest()[:16]


def standards() -> Mapping[str, Standard]:
    """Return every standard by id, those that the settings show first."""
    return rulebook().standards


def shown_standards() -> list[Standard]:
    """Return the standards that the settings let people choose, in their order."""
    known = standards()
    return [known[name] for name in settings().shown_standards if name in known]


def indicators() -> Mapping[str, Indicator]:
    """Return every indicator by its key."""
    return rulebook().indicators


def counties() -> dict[str, str]:
    """Return the names of the counties that the database holds, by code."""
    return snapshots.counties(storage())


def periods(county: str) -> list[date]:
    """Return the report dates of a county, the newest first."""
    return sorted(snapshots.periods(storage(), county), reverse=True)


def snapshot_id(county: str, period: date) -> int:
    """Return the snapshot that counts for a county and period. Raises NotFound where there is none."""
    return snapshots.newest(storage(), county, period)


def imports() -> pd.DataFrame:
    """Return every import (snapshots.imports)."""
    return snapshots.imports(storage())


def record(number: int) -> snapshots.Record:
    """Return one import with what was found in its files. Raises NotFound where there is none."""
    return snapshots.record(storage(), number)


def earlier(choice: Choice) -> Earlier | None:
    """Return the report date before the one chosen and the snapshot that counts for it; None where there is none."""
    days = [day for day in periods(choice.county) if day < choice.period]
    return Earlier(days[0], snapshot_id(choice.county, days[0])) if days else None


@st.cache_resource(show_spinner=False, max_entries=FRAMES)
def snapshot(number: int) -> Snapshot:
    """Return a snapshot: immutable, so its number is the whole key."""
    return snapshots.load(storage(), number)


def schools(number: int) -> int:
    """Return how many schools a snapshot holds, campuses merged."""
    return len(places(number).schools)


@st.cache_resource(show_spinner=False, max_entries=FRAMES)
def places(number: int) -> Places:
    """Return the townships and schools of a snapshot, as the filters list them."""
    schools = prepare(snapshot(number).rows).schools
    named = schools.drop_duplicates("township_code").sort_values("township_code")
    return Places(
        townships=dict(zip(named["township_code"], named["township"], strict=True)),
        schools=dict(zip(schools["school_code"], schools["school_name"], strict=True)),
        township_of=dict(zip(schools["school_code"], schools["township_code"], strict=True)),
        stages=tuple(stage for stage in vocabulary().stages if (snapshot(number).rows["stage"] == stage).any()),
    )


def results(number: int, standard: str) -> Results:
    """Return a snapshot judged by a standard: every frame of docs/architecture.md."""
    return _results(number, standard, fingerprint())


def shortages(number: int, standard: str, *, township: str = "", stage: str = ALL) -> Shortages:
    """Return what the schools of a snapshot lack (monitoring.shortages), of a township or a stage."""
    return _shortages(number, standard, township, stage, fingerprint())


def shares(choice: Choice) -> list[tuple[date, standing.Count]]:
    """Return who met the standard at each report date up to the chosen one, where any school was judged."""
    known = snapshots.numbers(storage(), choice.county)
    numbers = tuple((day, number) for day, number in known.items() if day <= choice.period)
    return _shares(numbers, choice.standard, choice.township, choice.stage, fingerprint())


def standing_of(number: int, standard: str, *, township: str = "", stage: str = ALL) -> pd.DataFrame:
    """Return the schools of a snapshot with their verdicts (standing.schools), of a township or a stage."""
    return _standing(number, standard, township, stage, fingerprint())


def projects(choice: Choice) -> Projects | None:
    """Return the projects of a snapshot with the weekly reports entered up to now; None where none were imported."""
    if "projects" not in snapshot(choice.snapshot).lists:
        return None
    history = snapshots.report_history(storage(), choice.county)
    return _projects(choice.snapshot, _entered(history), history)


def course_of(choice: Choice, found: Projects, projects: Iterable[str]) -> Course:
    """Return some projects of a snapshot over time: with every earlier list of them, and the reports up to now."""
    return _course_of(_with_projects(choice.county, choice.snapshot), _entered(found.history), tuple(projects))


def expected(choice: Choice) -> Expected:
    """Return which gap which project of a snapshot is to close (projects.aims), by the standard of its rules."""
    return _expected(choice.snapshot, rules().standard, fingerprint())


def falls(choice: Choice) -> Falls | None:
    """Return what went backwards since the last earlier report date with projects; None where there is none."""
    numbers = _with_projects(choice.county, choice.snapshot)
    return _falls(*numbers[-2:]) if len(numbers) > 1 else None


def network(number: int, **asked: str) -> pd.DataFrame:
    """
    Return the network and the machines of a snapshot's schools (monitoring.network.assess).

    Args:
        asked: measure → id of the limit to hold it against, "" none; others as data/network.toml chooses.
    """
    return _network(number, tuple(sorted(asked.items())), fingerprint())


@st.cache_resource(show_spinner=False, max_entries=FRAMES)
def boundary(number: int) -> Boundary | None:
    """Return the township shapes of a snapshot; None where no boundary was ever imported."""
    stored = snapshot(number).boundary
    return from_bytes(stored) if stored else None


@st.cache_resource(show_spinner=False, max_entries=FRAMES)
def shapes(number: int) -> Mapping[str, Any]:
    """
    Return the township shapes of a snapshot as small GeoJSON, and a mark for each township without one where its
    schools are (map_marks); without features where there is no boundary.
    """
    found = boundary(number)
    if not found:
        return {"type": "FeatureCollection", "features": []}
    return map_marks.with_marks(map_shapes(found), prepare(snapshot(number).rows).schools)


def points(view: MapView) -> pd.DataFrame:
    """Return the schools of a view of the map."""
    return _points(view.snapshot, view.standard, view.stage, view.requirement, fingerprint())


def township_layer(view: MapView) -> Mapping[str, Any]:
    """Return the township layer of a view of the map as GeoJSON."""
    return _township_layer(view.snapshot, view.standard, view.stage, view.measure, fingerprint())


def coefficients(number: int, standard: str, stage: str) -> pd.DataFrame:
    """Return the coefficients of a snapshot with what each is about (spreads.coefficients)."""
    return _coefficients(number, standard, stage, fingerprint())


@st.cache_resource(show_spinner=False, max_entries=FRAMES)
def _projects(number: int, entered: str, _history: pd.DataFrame) -> Projects:  # noqa: ARG001 (the key)
    held = snapshot(number)
    lists, on = held.lists, held.period
    made = snapshots.reports(storage(), held.county, on)
    own = (lists[name] for name in ("projects", "milestones", "sources"))
    table = projects_table(*own, made, on, lists.get("rooms"), unheard=held.unheard)
    return Projects(table, milestone_table(lists["milestones"], lists["projects"], on), _history)


@st.cache_resource(show_spinner=False, max_entries=2 * FRAMES)
def _network(number: int, asked: tuple[tuple[str, str], ...], rules: str) -> pd.DataFrame:  # noqa: ARG001 (the key)
    return assess(snapshot(number).rows, rulebook().network, dict(asked))


def _entered(history: pd.DataFrame) -> str:
    """Which reports there are: what is remembered of them is keyed by it, since an import can be withdrawn."""
    return hashlib.sha256(",".join(map(str, sorted(history["id"]))).encode()).hexdigest()


def _with_projects(county: str, number: int) -> tuple[int, ...]:
    """The snapshots that count for the report dates up to that of one and hold projects, that one last."""
    until = snapshot(number).period
    earlier = [each for day, each in snapshots.numbers(storage(), county).items() if day < until]
    return tuple(each for each in (*earlier, number) if _has_projects(each))


@st.cache_resource(show_spinner=False, max_entries=8 * FRAMES)
def _shares(
    numbers: tuple[tuple[date, int], ...], standard: str, township: str, stage: str, rules: str
) -> list[tuple[date, standing.Count]]:
    """Keyed by the snapshots: a date that is imported anew has another."""
    found = []
    for day, number in numbers:
        # What changed since the date before is shown too: those two are judged whole anyway.
        is_whole = (day, number) in numbers[-2:]
        judged = _results(number, standard, rules).townships if is_whole else _townships(number, standard, rules)
        places = standing.counts(judged, standards()[standard], stage)
        count = standing.whole({code: place for code, place in places.items() if township in ("", code)}, "")
        if count.judged:
            found.append((day, count))
    return found


@st.cache_resource(show_spinner=False, max_entries=8 * FRAMES)
def _townships(number: int, standard: str, rules: str) -> pd.DataFrame:  # noqa: ARG001 (the key)
    return judge_townships(snapshots.rows_of(storage(), number), standards()[standard], indicators())


@st.cache_resource(show_spinner=False, max_entries=8 * FRAMES)
def _has_projects(number: int) -> bool:
    return "projects" in snapshot(number).lists


@st.cache_resource(show_spinner=False, max_entries=FRAMES)
def _weeks(numbers: tuple[int, ...], entered: str) -> pd.DataFrame:  # noqa: ARG001 (the key)
    """The course of every project."""
    now = snapshot(numbers[-1])
    made = snapshots.reports(storage(), now.county, now.period)
    lists = {snapshot(number).period: snapshot(number).lists["projects"] for number in numbers}
    return course(now.lists["milestones"], made, now.period, lists)


@st.cache_resource(show_spinner=False, max_entries=8 * FRAMES)
def _course_of(numbers: tuple[int, ...], entered: str, projects: tuple[str, ...]) -> Course:
    held = {snapshot(number).period: snapshot(number).lists for number in numbers}
    return over_time(_weeks(numbers, entered), held, projects)


@st.cache_resource(show_spinner=False, max_entries=FRAMES)
def _expected(number: int, standard: str, rules: str) -> Expected:
    judged, held = _results(number, standard, rules), snapshot(number)
    projects, rooms = held.lists["projects"], held.lists.get("rooms")
    dates = milestone_table(held.lists["milestones"], projects, held.period)
    return expected_to_close(projects, rooms, judged.assessment, dates, main_of=merged_into(judged.schools))


@st.cache_resource(show_spinner=False, max_entries=FRAMES)
def _falls(earlier: int, later: int) -> Falls:
    before, after = snapshot(earlier), snapshot(later)
    return backwards(before.lists, before.period, after.lists, after.period)


@st.cache_resource(show_spinner=False, max_entries=8 * FRAMES)
def _points(number: int, standard: str, stage: str, requirement: str, rules: str) -> pd.DataFrame:  # noqa: ARG001 (the key)
    view = MapView(number, standard, stage, requirement or "share")
    return map_view.points(view, results(number, standard))


@st.cache_resource(show_spinner=False, max_entries=8 * FRAMES)
def _township_layer(number: int, standard: str, stage: str, measure: str, rules: str) -> Mapping[str, Any]:  # noqa: ARG001 (the key)
    view = MapView(number, standard, stage, measure)
    lacking = shortages(number, standard, stage=stage)
    values = map_view.township_values(view, results(number, standard), points(view), lacking)
    return map_view.townships(view, values, shapes(number), places(number).townships)


@st.cache_resource(show_spinner=False, max_entries=8 * FRAMES)
def _coefficients(number: int, standard: str, stage: str, rules: str) -> pd.DataFrame:  # noqa: ARG001 (the key)
    return spreads.coefficients(results(number, standard), stage)


@st.cache_resource(show_spinner=False, max_entries=8 * FRAMES)
def _shortages(number: int, standard: str, township: str, stage: str, rules: str) -> Shortages:  # noqa: ARG001 (the key)
    return add_up(results(number, standard), indicators(), township=township, stage=stage)


@st.cache_resource(show_spinner=False, max_entries=8 * FRAMES)
def _standing(number: int, standard: str, township: str, stage: str, rules: str) -> pd.DataFrame:  # noqa: ARG001 (the key)
    return standing.schools(results(number, standard), township=township, stage=stage)


@st.cache_resource(show_spinner=False, max_entries=2)
def _rulebook(rules: str) -> Rulebook:  # noqa: ARG001 (the key)
    return load_rulebook(settings())


@st.cache_resource(show_spinner=False, max_entries=2 * FRAMES)
def _results(number: int, standard: str, rules: str) -> Results:  # noqa: ARG001 (the key)
    return judge(snapshot(number).rows, standards()[standard], indicators(), rulebook().results, rulebook().unit_costs)


def layers(view: MapView) -> Mapping[str, Layer]:
    """Return the map's layers of informatization that a snapshot has figures for, by measure, for a view's stage."""
    return _layers(view.snapshot, view.standard, view.stage, fingerprint())


@st.cache_resource(show_spinner=False, max_entries=2 * FRAMES)
def _layers(number: int, standard: str, stage: str, rules: str) -> Mapping[str, Layer]:  # noqa: ARG001 (the key)
    held, judged, by = snapshot(number), results(number, standard), rulebook()
    found = held.lists.get("rooms")
    rooms = layers_rooms.layers(found, held.period, by.classrooms, stage, judged.schools, judged.parts)
    return rooms | layers_network.layers(network(number), stage, judged.schools, judged.parts, by.network)
