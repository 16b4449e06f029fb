"""What an import would store: files checked, points located, boundaries settled; nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

import pandas as pd

from monitoring.errors import ImportRefused
from monitoring.projects import ProjectRules
from monitoring.reader.process import Limits, ReadingProcess
from monitoring.settings import Settings
from monitoring.snapshots.imported import SameFile, boundary_known, stored_before
from monitoring.snapshots.known import Stored, schools_known
from monitoring.storage import Storage
from monitoring.townships import Boundary, Located, derive, from_bytes, locate
from monitoring.validation import Checked, Problem, check, in_order
from monitoring.validation.catalogue import problem
from monitoring.validation.catalogue.problem import REPAIR, STOP
from monitoring.validation.checked import shapes_alone
from monitoring.validation.schools.places import boundary_elsewhere, boundary_problems, place_problems
from monitoring.workbook import ORIGIN, SourceFile

POINT = ["longitude", "latitude", "location"]
BOUNDARY_ENDINGS = (".geojson", ".json", ".gpkg", ".zip")


@dataclass(frozen=True)
class Proposal:
    """
    What an import would store.

    Attributes:
        files: what was handed in and counts.
        checked: the tables, cell by cell.
        places: county → file, sheet, row, and where the school of that row is.
        shapes: county → the shapes that its schools were held against; a county without any is absent.
        brought: the counties whose shapes came with the files: these are stored.
        problems: of tables, coordinates and boundary together.
        stored: name of a file → where the same bytes are stored already; others are absent.
    """

    files: tuple[SourceFile, ...]
    checked: Checked
    places: Mapping[str, pd.DataFrame]
    shapes: Mapping[str, Boundary]
    brought: frozenset[str]
    problems: tuple[Problem, ...]
    stored: Mapping[str, SameFile]

    @property
    def period(self) -> date:
        """The date that names the import: the report date of its school tables, else its newest list's."""
        return self.checked.period

    @property
    def dates(self) -> Mapping[str, date]:
        """Kind of table → its date."""
        return self.checked.dates

    @property
    def unsure_of_day(self) -> tuple[str, ...]:
        """The files whose lists name a month or no date, of which it can be asked which day they are of."""
        return self.checked.unsure_of_day

    @property
    def counties(self) -> Mapping[str, str]:
        """The counties in the tables: code → name."""
        return self.checked.counties

    @property
    def stops(self) -> list[Problem]:
        """What the officer has to decide; the second row of a pair is decided with the first."""
        return [problem for problem in self.problems if problem.severity == STOP and not problem.twin]

    @property
    def questions(self) -> list[Problem]:
        """What the officer may decide and need not."""
        return [problem for problem in self.problems if problem.is_question]

    def undecided(self, decisions: Mapping[str, str]) -> list[Problem]:
        """Return the stops that no decision settles."""
        return [problem for problem in self.stops if problem.id not in decisions]

    def rows(self, decisions: Mapping[str, str]) -> pd.DataFrame:
        """Return the frame `rows` under the decisions, every school where it is; empty where lists come alone."""
        rows = self.checked.rows(decisions)
        if rows.empty:
            return rows
        places = pd.concat(list(self.places.values()), ignore_index=True)
        placed = rows.drop(columns=POINT, errors="ignore").merge(places, on=ORIGIN, validate="1:1")
        return placed.copy()  # one block a type: 150 single columns are slow


def propose(
    storage: Storage,
    settings: Settings,
    rules: ProjectRules,
    files: Sequence[SourceFile],
    period: date | None = None,
    county: str | None = None,
    boundary: SourceFile | None = None,
    *,
    dates: Mapping[str, date] = MappingProxyType({}),
    later_counts: bool = False,
    today: date | None = None,
) -> Proposal:
    """
    Check files against each other and against what is known of their counties.

    Args:
        rules: the milestones, sources of money and categories of projects that lists are checked by.
        files: school tables, lists of classrooms and projects, and at most one boundary file among them.
        period: the report date of the school tables; None: as the files say.
        county: six digits, where the rows do not say.
        boundary: the boundary file, where it is not among the files; without any the county's last one is used.
        dates: name of a file → the day of its lists, where they name a month or nothing.
        later_counts: of two files of one table, or two boundaries, the later one replaces; else they are refused.
        today: the computer's own day; a report date after it is told. None: it is not asked.

    Raises:
        ImportRefused: the files cannot be imported at all, whatever is decided; nothing was stored.
    """
    tables = [file for file in files if not is_boundary(file.name)]
    given = [file for file in files if is_boundary(file.name)] + ([boundary] if boundary else [])
    replaced = given[:-1] if later_counts else []
    given = given[len(replaced) :]
    if len(given) > 1:
        names = "、".join(f"“{file.name}”" for file in given)
        raise ImportRefused(f"给了几个乡镇边界文件（{names}）。请只留一个，重新导入；没有保存任何数据。")
    if not tables and not given:
        raise ImportRefused("没有选文件；没有保存任何数据。")
    stored = _stored_schools(storage, county, today)
    with ReadingProcess(Limits.of(settings)) as reader:
        checked = check(
            tables, settings, rules, period, county, Stored(storage), reader.workbook,
            dates=dates, later_counts=later_counts, today=today,
        ) if tables else shapes_alone(stored, today, rules)  # fmt: skip
        if given and not checked.tables and stored.empty:
            raise ImportRefused(
                "这次和库里都没有综合报表，乡镇边界没有学校可对。请和综合报表一起导入；没有保存任何数据。"
            )
        new = reader.boundary(given[0]) if given else None
    every = checked.rows({problem.id: REPAIR for problem in checked.problems})
    if given and not checked.tables:
        every = stored[stored["county_code"].isin(checked.counties)]
    places, shapes, brought, problems = {}, {}, set(), list(checked.problems)
    problems += [_boundary_replaced(one, given[0]) for one in replaced]
    for code, rows in every.groupby("county_code", sort=False):
        own = new.of_county(code) if new else None
        is_elsewhere = own is not None and not (own.townships or own.outlines or own.uncoded)
        if is_elsewhere:
            problems.append(boundary_elsewhere(new, given[0].name, code, checked.counties.get(code, "")))
        boundary = own if own and not is_elsewhere else _stored(storage, code, checked.period)
        located = locate(rows, boundary, checked.remarks)
        places[code] = _placed(rows, located)
        problems += place_problems(located, rows, checked.columns) if checked.tables else []
        if located.boundary and given and not is_elsewhere:
            problems += boundary_problems(located.boundary, given[0].name)
        if located.boundary and (located.boundary.townships or located.boundary.outlines):
            shapes[code] = _complete(located.boundary, rows, places[code])
            brought |= {code} if own and not is_elsewhere else set()
    files_in_order = [table.file for table in checked.tables] + [file.name for file in (*checked.sources, *given)]
    counting = (*checked.sources, *given)
    return Proposal(
        counting,
        checked,
        places,
        shapes,
        frozenset(brought),
        in_order(problems, files_in_order),
        stored_before(storage, counting),
    )


def _stored_schools(storage: Storage, county: str | None, today: date | None) -> pd.DataFrame:
    """The schools that shapes without school tables are held against: those known now."""
    rows, _ = schools_known(storage, today or date.max)
    return rows[rows["county_code"] == county] if county and len(rows) else rows


def _boundary_replaced(old: SourceFile, new: SourceFile) -> Problem:
    named = "后传的同名文件" if old.name == new.name else f"后传的“{new.name}”"
    return problem("table_replaced", old.name, "", "整个文件", "乡镇边界", words={"named": named, "lost": ""})


def _placed(rows: pd.DataFrame, located: Located) -> pd.DataFrame:
    """The rows' keys with the place of each school."""
    return rows[ORIGIN].assign(longitude=located.longitude, latitude=located.latitude, location=located.location)


def _complete(boundary: Boundary, rows: pd.DataFrame, places: pd.DataFrame) -> Boundary:
    """The boundary, its townships derived from the schools where the file has only the county's outline."""
    if boundary.townships or boundary.outline is None:
        return boundary
    schools = rows.drop(columns=POINT, errors="ignore").merge(places, on=ORIGIN).drop_duplicates("school_code")
    return derive(schools, boundary.outline)


def is_boundary(name: str) -> bool:
    """
    Return whether a file's name says that it holds shapes.

    >>> is_boundary("乡镇边界.geojson"), is_boundary("综合报表_小学.xlsx")
    (True, False)
    """
    return name.lower().endswith(BOUNDARY_ENDINGS)


def _stored(storage: Storage, county: str, period: date) -> Boundary | None:
    """The county's last boundary; of a derived one only the outline, the shapes are derived anew."""
    stored = boundary_known(storage, county, period)
    boundary = from_bytes(stored) if stored else None
    if boundary and boundary.derived:
        return replace(boundary, townships={}, derived=False, notes=())
    return boundary
