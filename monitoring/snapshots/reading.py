"""
Reads what is stored back: what a county knows on a day, from the tables that speak for it.

Who may see it is asked where figures leave for a screen, a route or a file: monitoring.situation.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, partial

import pandas as pd
from sqlalchemy import Connection, select

from monitoring.errors import NotFound
from monitoring.projects import ProjectRules
from monitoring.schools.homes import at_home
from monitoring.snapshots.absent import with_absent
from monitoring.snapshots.entered import newest_entry
from monitoring.snapshots.integrity import whole_parts
from monitoring.snapshots.selection import (
    BOUNDARY,
    FUNDS,
    PROJECTS,
    ROOMS,
    SCHOOLS,
    Head,
    Selection,
    heads,
    known_on,
    latest,
    school_dates,
    schools_on,
)
from monitoring.standards.vocabulary import NUMERIC_KINDS
from monitoring.storage import Storage, frame_from_bytes
from monitoring.storage.tables import boundaries, problems, stored_tables
from monitoring.storage.tables import imports as imports_table
from monitoring.validation.checked import empty_rows
from monitoring.workbook import ORIGIN, wording

SHEET_UNREAD, REPORT_UNDATED = "sheet_unread", "report_undated"
"""Problems of weekly reports that were handed in and not read: a sheet; a row, by its project."""
FRAMES = {ROOMS: (ROOMS,), PROJECTS: (PROJECTS, "milestones", "sources"), FUNDS: (FUNDS,)}
"""Kind of list → the frames that its table is made of, the first of them a row a row of the sheet."""
RAW, COLUMNS = "raw", "columns"
COLUMNS_OF_COLUMNS = ["file", "sheet", "field", "letter", "header", "stage"]
Keep = Callable[[tuple[int, str], Callable[[], pd.DataFrame]], pd.DataFrame]
"""Number of a table and name of its part, and how its frame is made → the frame."""


def _anew(_: tuple[int, str], make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    return make()


@dataclass(frozen=True)
class Snapshot:
    """
    What is known of one county on a day, as it was imported; entries typed in later are not in it.

    Attributes:
        key: of the tables that speak (selection.Selection).
        on: the day.
        period: the report date of the school tables; None where none is known on that day.
        dates: kind → the date of its table; a kind that is not known on the day is absent.
        tables: kind → the numbers of its tables, school tables a stage each.
        rows, columns: the frames of docs/architecture.md.
        typed: kind → what is typed in every cell of its tables, as stored (raw, list_raw).
        lists: rooms, projects, milestones, sources, funds → their frames, with what their sheets lack (with_absent);
            what was never imported is absent.
        problems: what was found doubtful, one row each, with the officer's decision.
        boundary: the townships' shapes (townships.from_bytes); None where the county has none.
        files, saved_at, saved_by: of the imports that brought the school tables; where there are none, the lists.
    """

    key: str
    county: str
    county_name: str
    on: date
    period: date | None
    dates: Mapping[str, date]
    tables: Mapping[str, tuple[int, ...]]
    rows: pd.DataFrame
    typed: Mapping[str, tuple[bytes, ...]]
    columns: pd.DataFrame
    lists: Mapping[str, pd.DataFrame]
    problems: pd.DataFrame
    boundary: bytes | None
    boundary_file: str
    boundary_datum: str
    files: tuple[str, ...]
    saved_at: datetime
    saved_by: str

    @cached_property
    def raw(self) -> pd.DataFrame:
        """What is typed in every cell of the school tables; read when it is asked for, as most pages never do."""
        schools = [frame_from_bytes(content) for content in self.typed.get(SCHOOLS, ())]
        return _together(schools) if schools else pd.DataFrame(columns=ORIGIN)

    @cached_property
    def list_raw(self) -> Mapping[str, pd.DataFrame]:
        """Rooms, projects, funds → what is typed in every cell."""
        return {kind: frame_from_bytes(*content) for kind, content in self.typed.items() if kind != SCHOOLS}

    @property
    def unheard(self) -> frozenset[str] | None:
        """The projects with a weekly report that was not read, for want of a date; None: a whole sheet was not."""
        if (self.problems["code"] == SHEET_UNREAD).any():
            return None
        return frozenset(self.problems.loc[self.problems["code"] == REPORT_UNDATED, "found"])


def counties(storage: Storage) -> dict[str, str]:
    """Return the counties that the database holds: code → name as the newest import has it, in the order of codes."""
    with storage.read() as connection:
        names = {each.county: each.county_name for each in heads(connection) if each.kind != BOUNDARY}
    return dict(sorted(names.items()))


def periods(storage: Storage, county: str) -> list[date]:
    """Return the report dates of a county's school tables, the oldest first; [] where there is none."""
    with storage.read() as connection:
        return school_dates(heads(connection, county))


def last_day(storage: Storage, county: str) -> date | None:
    """Return the newest date of any table or entry of a county, which is 最新; None where there is no table."""
    with storage.read() as connection:
        return latest(heads(connection, county), newest_entry(connection, county))


def newest(storage: Storage, county: str, period: date | None = None, on: date | None = None) -> str:
    """
    Return the key of what is known of a county.

    Args:
        period: the school tables of exactly that date, and what else was known on it.
        on: what was known on that day; None, and no period: on the newest day of all.

    Raises:
        NotFound: there is none.
    """
    with storage.read() as connection:
        tables = heads(connection, county)
        day = period or on or latest(tables, newest_entry(connection, county))
    known = known_on(tables, day) if day else ()
    is_there = period in school_dates(tables) if period else any(each.kind != BOUNDARY for each in known)
    if not is_there:
        when = f" {day} " if period or on else ""
        raise NotFound(f"数据库里没有{county}{when}的数据。请先导入，或核对代码和报告期。")
    return _key(county, day, known)


def numbers(storage: Storage, county: str) -> dict[date, str]:
    """Return the key of what was known on each report date of a county's school tables, the oldest date first."""
    with storage.read() as connection:
        tables = heads(connection, county)
    return {day: _key(county, day, known_on(tables, day)) for day in school_dates(tables)}


def stages(storage: Storage, county: str) -> list[str]:
    """Return the stages of which a county has a school table of any date, in their order."""
    with storage.read() as connection:
        known = {each.stage for each in heads(connection, county) if each.kind == SCHOOLS and each.rows}
    return [stage for stage in ("primary", "junior", "senior") if stage in known]


def lists_before(storage: Storage, county: str, on: date) -> dict[date, str]:
    """Return the dates before a day of a county's lists of projects, the oldest first → the key of it and 资金."""
    with storage.read() as connection:
        tables = [each for each in heads(connection, county) if each.kind in (PROJECTS, FUNDS)]
    days = sorted({each.dated for each in tables if each.kind == PROJECTS and each.dated < on})
    return {day: _key(county, day, known_on(tables, day)) for day in days}


def dates_of(storage: Storage, county: str) -> dict[str, list[date]]:
    """Return kind → the dates of its tables, the oldest first; of school tables those that have a row."""
    with storage.read() as connection:
        tables = heads(connection, county)
    kinds = {each.kind for each in tables}
    dates = {kind: sorted({each.dated for each in tables if each.kind == kind}) for kind in kinds}
    return dates | {SCHOOLS: school_dates(tables)}


def load(storage: Storage, key: str, rules: ProjectRules, keep: Keep = _anew) -> Snapshot:
    """
    Return what is known of a county on a day.

    Args:
        key: of newest.
        rules: they name the milestones, of which a list may lack the columns.
        keep: returns the frame of a table's part, which never changes; made by the call that it is given.

    Raises:
        NotFound: no such tables.
        DamagedData: a table is not what was stored.
    """
    selection = Selection.parse(key)
    with storage.read() as connection:
        known = _heads_of(connection, selection)
        parts = {each.id: whole_parts(connection, each.id) for each in known}
        shapes = [each for each in known if each.kind == BOUNDARY]
        named = [
            connection.execute(select(boundaries).where(boundaries.c.table_id == each.id)).one() for each in shapes
        ]
        speaking = [each for each in known if each.kind != BOUNDARY]
        problems = _problems(connection, known)
        of = [each for each in speaking if each.kind == SCHOOLS] or speaking
        saved = _imports(connection, {each.import_id for each in of})
        is_at_home = _is_at_home(heads(connection, selection.county), known)
    frames = {each.id: _frames(each.id, parts[each.id], keep) for each in speaking}
    schools = [frames[each.id] for each in known if each.kind == SCHOOLS]
    rows = _with_every_field(_together([each["rows"] for each in schools])) if schools else empty_rows()
    columns = _columns([each[COLUMNS] for each in frames.values()])
    lists = {}
    for each in speaking:
        for place, name in enumerate(FRAMES.get(each.kind, ())):
            if name in frames[each.id]:
                frame = frames[each.id][name]
                lists[name] = at_home(frame, rows) if place == 0 and is_at_home[each.kind] else frame
    return Snapshot(
        key=key,
        county=selection.county,
        county_name=max(speaking, key=lambda each: each.import_id).county_name,
        on=selection.on,
        period=next((each.dated for each in known if each.kind == SCHOOLS), None),
        dates={each.kind: each.dated for each in known},
        tables={kind: tuple(each.id for each in known if each.kind == kind) for kind in {each.kind for each in known}},
        rows=rows,
        typed=_typed(speaking, parts),
        columns=columns,
        lists=with_absent(lists, columns, rules.milestones),
        problems=problems,
        boundary=parts[shapes[0].id]["shapes"] if shapes else None,
        boundary_file=named[0].file if named else "",
        boundary_datum=named[0].datum if named else "",
        files=tuple(dict.fromkeys(file["name"] for row in saved for file in json.loads(row.files))),
        saved_at=saved[-1].saved_at,
        saved_by=saved[-1].saved_by,
    )


def school_rows(storage: Storage, key: str, keep: Keep = _anew) -> pd.DataFrame:
    """Return the frame rows of a key's school tables alone, in a fraction of the time. Raises what `load` raises."""
    with storage.read() as connection:
        known = [each.id for each in _heads_of(connection, Selection.parse(key)) if each.kind == SCHOOLS]
        parts = {each: whole_parts(connection, each, ["rows"]) for each in known}
    return _with_every_field(_together([_frames(each, parts[each], keep)["rows"] for each in known]))


def schools_of_list(tables: Sequence[Head], on: date) -> tuple[Head, ...]:
    """Return the school tables of one county that a list of a day is read against: known on it, else the next later."""
    known = schools_on(tables, on)
    later = [day for day in school_dates(tables) if day > on]
    return known or (schools_on(tables, later[0]) if later else ())


def rows_from(contents: Sequence[bytes]) -> pd.DataFrame:
    """Return the frame `rows` of stored school tables, a stage each."""
    return _with_every_field(_together([frame_from_bytes(content) for content in contents]))


def _frames(table: int, parts: Mapping[str, bytes], keep: Keep) -> dict[str, pd.DataFrame]:
    """The frames of a table but for what is typed in its cells."""
    return {
        name: keep((table, name), partial(frame_from_bytes, content)) for name, content in parts.items() if name != RAW
    }


def _typed(speaking: Sequence[Head], parts: Mapping[int, Mapping[str, bytes]]) -> dict[str, tuple[bytes, ...]]:
    """Kind → what is typed in every cell of its tables."""
    of: dict[str, tuple[bytes, ...]] = {}
    for each in speaking:
        if RAW in parts[each.id]:
            of[each.kind] = (*of.get(each.kind, ()), parts[each.id][RAW])
    return of


def _key(county: str, on: date, known: Sequence[Head]) -> str:
    return Selection(county, on, tuple(each.id for each in known)).key


def _heads_of(connection: Connection, selection: Selection) -> list[Head]:
    """The tables of a selection, in its order, withdrawn or not: what a key names never changes."""
    query = select(stored_tables).where(
        stored_tables.c.id.in_(selection.tables), stored_tables.c.county_code == selection.county
    )
    tables = {row.id: Head.of(row) for row in connection.execute(query)}
    if not tables or len(tables) != len(selection.tables) or all(each.kind == BOUNDARY for each in tables.values()):
        raise NotFound(f"数据库里没有编号 {selection.key[:80]} 的数据。")
    return [tables[number] for number in selection.tables]


def _imports(connection: Connection, of: set[int]):
    query = select(imports_table).where(imports_table.c.id.in_(of)).order_by(imports_table.c.id)
    return connection.execute(query).all()


def _is_at_home(tables: Sequence[Head], known: Sequence[Head]) -> dict[str, bool]:
    """
    Kind of list → whether its schools are read from the school tables that are known.

    They are where it was read against tables of the same date, which may have been corrected since; else a list keeps
    the townships that it was read with.
    """
    own = {each.dated for each in known if each.kind == SCHOOLS}
    is_at_home = {}
    for each in known:
        against = schools_of_list(tables, each.dated)
        is_at_home[each.kind] = bool(own) and {one.dated for one in against} == own
    return is_at_home


def _together(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0]


def _columns(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    kept = [each for each in frames if len(each)]
    return _together(kept) if kept else pd.DataFrame(columns=COLUMNS_OF_COLUMNS)


def _with_every_field(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows older than a field: nobody reported it then."""
    absent = {
        field.name: math.nan if field.kind in NUMERIC_KINDS else ""
        for field in wording().fields
        if field.name not in rows
    }
    return rows.assign(**absent).copy() if absent else rows


def _problems(connection: Connection, known: Sequence[Head]) -> pd.DataFrame:
    """
    What the imports of tables found doubtful: in their own sheets, and in none that another table replaced.

    A doubt about no sheet of a table (a file, a sheet that was not read) stays while a table of that import speaks.
    """
    numbers = sorted({each.import_id for each in known if each.kind != BOUNDARY})
    speaks = {each.id for each in known}
    heard: dict[int, set[tuple[str, str]]] = {}
    unheard: dict[int, set[tuple[str, str]]] = {}
    for row in connection.execute(select(stored_tables).where(stored_tables.c.import_id.in_(numbers))):
        sheets = {(file, sheet) for file, sheet in json.loads(row.sheets)}
        (heard if row.id in speaks else unheard).setdefault(row.import_id, set()).update(sheets)
    query = (
        select(problems, imports_table.c.saved_by.label("decided_by"))
        .join(imports_table, problems.c.import_id == imports_table.c.id)
        .where(problems.c.import_id.in_(numbers))
        .order_by(problems.c.import_id, problems.c.id)
    )
    rows = [
        row
        for row in connection.execute(query).all()
        if _speaks(row, heard.get(row.import_id, set()), unheard.get(row.import_id, set()))
    ]
    return pd.DataFrame(rows, columns=list(query.selected_columns.keys()))


def _speaks(problem, heard: set[tuple[str, str]], unheard: set[tuple[str, str]]) -> bool:
    place = problem.file, problem.sheet
    if place in heard or place in unheard:
        return place in heard
    of_file = problem.file in {file for file, _ in heard}
    return of_file or problem.file not in {file for file, _ in unheard}
