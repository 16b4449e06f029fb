"""The date of each list of an import (rules 7): its sheet's day, else its workbook's, else what was given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from monitoring.errors import DayUnknown, ImportRefused
from monitoring.validation.periods import Said, check_possible, said
from monitoring.workbook import NOTHING_SAVED, RawTable, list_file


def list_dates(
    lists: Sequence[RawTable],
    tables: Sequence[RawTable],
    given: Mapping[str, date],
    otherwise: date | None,
    today: date | None,
) -> dict[str, date]:
    """
    Return kind of list → its date.

    Args:
        lists: of the import; tables: its school tables, whose workbook may say a date for a list in it.
        given: name of a file → the day that was given for it, where it names a month or nothing.
        otherwise: the report date of the school tables, or the one that was asked for; None: there is none.
        today: the day of the import: a list of this month is of today at the latest; None: it is not asked.

    Raises:
        DayUnknown: a list says no date and none was given; what was given is another day than the sheet's.
        ImportRefused: two lists of one kind say two (DayUnknown where one of them says no day); a date is impossible.
    """
    of_files: dict[str, set[date]] = {}
    for table in (*lists, *tables):
        own = said(table)
        if own and own.is_day:
            of_files.setdefault(table.file, set()).add(own.day)
    of_kind: dict[str, tuple[date, RawTable]] = {}
    for table in lists:
        day = _date_of(table, of_files.get(table.file, set()), given, otherwise, today)
        before = of_kind.setdefault(table.kind, (day, table))
        if before[0] != day:
            open_files = tuple(each.file for each in (before[1], table) if not _says_day(each))
            message = (
                f"两张{list_file(table.kind).title}的日期不同："
                f"“{before[1].file}”是 {before[0]}，“{table.file}”是 {day}。请分两次导入；{NOTHING_SAVED}"
            )
            raise DayUnknown(message, open_files) if open_files else ImportRefused(message)
    return {kind: day for kind, (day, _) in of_kind.items()}


def unsure(lists: Sequence[RawTable]) -> list[str]:
    """Return the files whose lists do not say their day, for the screen to ask."""
    days = {table.file for table in lists if _says_day(table)}
    return list(dict.fromkeys(table.file for table in lists if table.file not in days))


def _date_of(
    table: RawTable, of_file: set[date], given: Mapping[str, date], otherwise: date | None, today: date | None
) -> date:
    own, asked = said(table), given.get(table.file)
    day = _in_workbook(own, of_file)
    if day is None and asked is not None and (own is None or _same_month(asked, own.day)):
        day = asked
    if asked is not None and day != asked:
        raise DayUnknown(
            f"给“{table.file}”的日期是 {asked}，它的工作表“{table.sheet}”写的是 {day or own.day}。"
            f"请核对是不是给错了文件；{NOTHING_SAVED}",
            (table.file,),
        )
    if day is None and own is not None:
        day = min(own.day, today) if today and _same_month(today, own.day) else own.day
    day = day or otherwise
    if day is None:
        raise DayUnknown(
            f"“{table.file}”工作表“{table.sheet}”没有写日期，看不出{list_file(table.kind).title}是哪一天的。"
            f"请在表里写明“截至某年某月某日”，或给出日期（--date 文件=2026-11-20，或在页面上填）；{NOTHING_SAVED}",
            (table.file,),
        )
    check_possible(day, f"文件“{table.file}”的日期")
    return day


def _in_workbook(own: Said | None, of_file: set[date]) -> date | None:
    """The sheet's own day; else the one day that the other sheets of its workbook say, of the month that it names."""
    if own and own.is_day:
        return own.day
    if len(of_file) == 1:
        [day] = of_file
        return day if own is None or _same_month(day, own.day) else None
    return None


def _says_day(table: RawTable) -> bool:
    own = said(table)
    return own is not None and own.is_day


def _same_month(one: date, other: date) -> bool:
    return (one.year, one.month) == (other.year, other.month)
