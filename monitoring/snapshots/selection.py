"""
Which tables speak for a county on a day: of each kind the one with the latest date. Pure, but for the list of tables.

Source: rules 7. What is known on a day is looked up, nothing is copied; what is withdrawn is never known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from monitoring.errors import NotFound
from monitoring.storage.tables import imports, stored_tables
from monitoring.validation.cells.date_words import possible_days

CURRENT, WITHDRAWN = "current", "withdrawn"
SCHOOLS, ROOMS, PROJECTS, FUNDS, REPORTS, BOUNDARY = "schools", "rooms", "projects", "funds", "reports", "boundary"
LISTS = (ROOMS, PROJECTS, FUNDS, REPORTS)


@dataclass(frozen=True)
class Head:
    """
    One stored table: what it is, without its content.

    Attributes:
        stage: of school tables; "" of the others.
        dated: the day that it speaks of.
        rows: 0: of that date there is none of that stage any more.
    """

    id: int
    import_id: int
    county: str
    county_name: str
    kind: str
    stage: str
    dated: date
    rows: int

    @staticmethod
    def of(row) -> Head:
        """Return the head of a row of stored_tables."""
        return Head(row.id, row.import_id, row.county_code, row.county, row.kind, row.stage, row.dated, row.row_count)


@dataclass(frozen=True)
class Selection:
    """
    The tables that speak for a county on a day. What they hold never changes: figures are kept by it.

    >>> Selection.parse("990122-20261127-3.4.9").on, Selection("990122", date(2026, 11, 27), (3, 4, 9)).key
    (datetime.date(2026, 11, 27), '990122-20261127-3.4.9')
    """

    county: str
    on: date
    tables: tuple[int, ...]

    @property
    def key(self) -> str:
        """The same as one word, as it stands in addresses of data."""
        return f"{self.county}-{self.on:%Y%m%d}-{'.'.join(map(str, self.tables))}"

    @staticmethod
    def parse(key: str) -> Selection:
        """
        Return the selection of a key.

        Raises:
            NotFound: it is none.
        """
        try:
            county, day, numbers = key.split("-")
            on = date(int(day[:4]), int(day[4:6]), int(day[6:]))
            return Selection(county, on, tuple(int(number) for number in numbers.split(".") if number))
        except ValueError:
            raise NotFound(f"数据编号“{key[:80]}”写得不对，没有返回数据。请从页面重新打开。") from None


def heads(connection: Connection, county: str | None = None) -> list[Head]:
    """
    Return the tables of imports in use, the oldest import first.

    One of an impossible day is left out: a table of 9999 would be the newest for ever.

    Args:
        county: six digits; None: all of them.
    """
    query = (
        select(stored_tables)
        .join(imports)
        .where(imports.c.state == CURRENT, stored_tables.c.dated.between(*possible_days()))
        .order_by(stored_tables.c.import_id, stored_tables.c.id)
    )
    if county is not None:
        query = query.where(stored_tables.c.county_code == county)
    return [Head.of(row) for row in connection.execute(query)]


def school_dates(tables: Iterable[Head]) -> list[date]:
    """Return the dates of a county's school tables, the oldest first."""
    newest = _newest_of_each(each for each in tables if each.kind == SCHOOLS)
    return sorted({each.dated for each in newest if each.rows})


def latest(tables: Iterable[Head], entered: date | None = None) -> date | None:
    """
    Return the newest date of any table or entry: 最新. A boundary alone never moves it. None: there is no table.

    Args:
        entered: of the newest entry.
    """
    days = [each.dated for each in tables if each.kind != BOUNDARY]
    return max([*days, *([entered] if entered else [])]) if days else None


def known_on(tables: Sequence[Head], on: date) -> tuple[Head, ...]:
    """
    Return the tables of one county that are known on a day.

    Of the school tables those of the latest date up to the day, of each stage the newest; of a list the latest date up
    to the day; of two of one kind and date the newer import's; of boundaries the latest up to the day, else the
    earliest later one.
    """
    return (*schools_on(tables, on), *_lists_on(tables, on), *_boundary_on(tables, on))


def schools_on(tables: Iterable[Head], on: date) -> tuple[Head, ...]:
    """Return the school tables known on a day, in the order of stages; () none."""
    tables = [each for each in tables if each.kind == SCHOOLS]
    days = [day for day in school_dates(tables) if day <= on]
    newest = _newest_of_each(each for each in tables if days and each.dated == days[-1])
    order = ("primary", "junior", "senior")
    return tuple(sorted((each for each in newest if each.rows), key=lambda each: order.index(each.stage)))


def _lists_on(tables: Sequence[Head], on: date) -> tuple[Head, ...]:
    newest = []
    for kind in LISTS:
        of_kind = [each for each in tables if each.kind == kind and each.dated <= on]
        if of_kind:
            newest.append(max(of_kind, key=_age))
    return tuple(newest)


def _boundary_on(tables: Sequence[Head], on: date) -> tuple[Head, ...]:
    shapes = [each for each in tables if each.kind == BOUNDARY]
    earlier = [each for each in shapes if each.dated <= on]
    if earlier:
        return (max(earlier, key=_age),)
    return (min(shapes, key=lambda each: (each.dated, -each.import_id, -each.id)),) if shapes else ()


def _newest_of_each(tables: Iterable[Head]) -> list[Head]:
    """Of one stage and date the newest."""
    newest: dict[tuple[str, date], Head] = {}
    for each in sorted(tables, key=_age):
        newest[each.stage, each.dated] = each
    return list(newest.values())


def _age(table: Head) -> tuple[date, int, int]:
    return table.dated, table.import_id, table.id
