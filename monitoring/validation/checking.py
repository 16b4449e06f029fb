"""Checks the tables of one import (rules 1 and 2), all at once; nothing is stored here."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from types import MappingProxyType

import pandas as pd

from monitoring.errors import ImportRefused
from monitoring.projects import ProjectRules
from monitoring.settings import Settings
from monitoring.settings.kept import follow_words
from monitoring.validation import periods
from monitoring.validation.catalogue.listing import in_order
from monitoring.validation.catalogue.problem import problem
from monitoring.validation.cells.reading import read_entries
from monitoring.validation.checked import Checked
from monitoring.validation.corrections import corrected, decided, typed_in
from monitoring.validation.entries import Entry, Findings
from monitoring.validation.known import Known, Nothing
from monitoring.validation.list_dates import list_dates, unsure
from monitoring.validation.lists import works
from monitoring.validation.lists.places import Schools
from monitoring.validation.lists.projects import ABOUT_PROJECTS
from monitoring.validation.schools import across, identity, kinds, marks, units
from monitoring.validation.schools.breakdowns import breakdowns, grades_of, without_other_meanings
from monitoring.validation.schools.sums import Sums
from monitoring.validation.unread import leave_out_incomplete, tell_elsewhere, tell_unplaced
from monitoring.validation.versions import WHOLE_FILE, Loaded, Settled, settle, with_names_apart
from monitoring.workbook import NOTHING_SAVED, RawTable, SourceFile, Workbook, read
from monitoring.workbook.stages import NAMES

STAGES = ("primary", "junior", "senior")


def check(
    files: Sequence[SourceFile],
    settings: Settings,
    rules: ProjectRules,
    period: date | None = None,
    county: str | None = None,
    known: Known | None = None,
    read_file: Callable[[SourceFile], Workbook] | None = None,
    *,
    dates: Mapping[str, date] = MappingProxyType({}),
    later_counts: bool = False,
    today: date | None = None,
) -> Checked:
    """
    Check the school tables and the lists of one import.

    Args:
        files: workbooks and .csv, in any order; every table of them is read.
        rules: of the projects: their milestones, states and categories.
        period: the report date of the school tables, which must be the files' own; None: as they say.
        county: six digits, where the rows do not say.
        known: what is stored; lists that come alone belong to its schools and projects. None: nothing.
        read_file: reads a file from outside, in a process of its own (monitoring.reader); None: it is read here.
        dates: name of a file → the day of its lists, where they name a month or nothing (list_dates).
        later_counts: of two files of one table the one handed in later replaces the other; else they are refused.
        today: the computer's own day, which a report date should not lie after; None: it is not asked.

    Raises:
        ImportRefused: the import cannot be made, whatever is decided; nothing was stored.
    """
    follow_words()
    findings, known = Findings(), known or Nothing()
    loaded = _load(files, read_file or partial(_read_here, settings), findings, later_counts=later_counts)
    # A corrected file of the same name may mend the date: it replaces before dates are compared, another one after.
    first = settle(loaded, later_counts=True, same_name=True) if later_counts else Settled(tuple(loaded), {})
    if period is not None:
        periods.check_possible(period, "给的报告期")
    report_date = periods.period_of(first.tables, period) if first.tables else period
    listed_on = list_dates(first.lists, first.tables, dates, report_date, today)
    settled = with_names_apart(settle(first.files, later_counts=later_counts))
    aliases = {**first.aliases, **settled.aliases}
    files_corrected, corrections = corrected(settled.files)
    settled = replace(settled, files=files_corrected, aliases=aliases)
    findings.problems += corrections
    findings.problems += [*first.problems, *settled.problems, *(one for file in settled.files for one in file.problems)]
    tables, lists = sorted(settled.tables, key=lambda table: STAGES.index(table.stage)), settled.lists

    def date_of(table: RawTable) -> date:
        return listed_on.get(table.kind, report_date)

    periods.warn_of_years([*tables, *lists], date_of, findings)
    periods.check_not_ahead([*tables, *lists], date_of, today, findings)
    names = [file.name for file in settled.files]
    incomplete = [replace(sheet, file=file.name) for file in settled.files for sheet in file.incomplete]
    leave_out_incomplete(incomplete, tables, lists, findings)
    if not tables:
        return _lists_alone(lists, listed_on, county, known, settled, findings, rules)
    entries = [entry for table in tables for entry in _entries(table, findings)]
    home = periods.default_county(entries, county, tables)
    _identify(entries, home, findings)
    kept = _kept(report_date, entries, known)
    identity.check_campuses(entries, kept, findings)
    grades = grades_of(tables)
    marks.ask_marks(tables, entries, grades, findings)
    sums = _add_up(tables, entries, findings)
    across.compare_tables(entries, sums, kept, findings)
    for table in tables:
        _remark(table, tables, findings)
        across.miss_columns(table, grades[table.stage], findings)
        across.compare_sums(table, [entry for entry in entries if entry.table is table], findings)
    across.compare_joint_sums(tables, entries, findings)
    counties = periods.county_names(entries)
    schools = _schools_of_lists(lists, listed_on, known, (report_date, _schools(entries, kept)), findings)
    listed = works.check_lists(lists, schools, known, listed_on, findings, rules, county or "")
    remarks: dict[tuple[str, str], str] = {}
    for table in tables:  # several tables of one sheet: what one says holds for the sheet
        where, said = (table.file, table.sheet), "\n".join(text for _, text in table.texts)
        remarks[where] = f"{remarks[where]}\n{said}" if remarks.get(where, said) != said else said
    problems = in_order(findings.problems, names)
    return Checked(
        {"schools": report_date} | listed_on, counties, problems, tuple(tables), remarks, tuple(entries), findings,
        listed.rows, listed.homes, settled.sources, aliases,
        decided(settled.files, problems), typed_in(settled.files), rules, tuple(unsure(lists)), kept,
    )  # fmt: skip


def _kept(report_date: date, entries: Sequence[Entry], known: Known) -> pd.DataFrame:
    """The stored rows of the same date and counties whose stages do not come in: they stay and are judged with them."""
    coming = {(entry.values["county_code"], entry.table.stage) for entry in entries if not entry.is_left_out}
    homes = {county for county, _ in coming}
    if all((county, stage) in coming for county in homes for stage in STAGES):
        return pd.DataFrame()
    rows, days = known.schools(report_date)
    if rows.empty:
        return rows
    places = zip(rows["county_code"], rows["stage"], strict=True)
    stays = [(code, stage) not in coming and code in homes and days[code] == report_date for code, stage in places]
    return rows[stays].reset_index(drop=True)


def _schools(entries: Sequence[Entry], kept: pd.DataFrame) -> Schools:
    own = Schools.of_entries(entries)
    return Schools(pd.concat([own.rows, kept], ignore_index=True)) if len(kept) else own


def _lists_alone(
    lists: Sequence[RawTable],
    dates: Mapping[str, date],
    county: str | None,
    known: Known,
    settled: Settled,
    findings: Findings,
    rules: ProjectRules,
) -> Checked:
    """
    Check lists that come without school tables: they belong to the schools and projects known on their dates.

    Raises:
        ImportRefused: none are.
    """
    newest = max(dates.values())
    rows, _ = known.schools(newest)
    if county and len(rows):
        rows = rows[rows["county_code"] == county]
    of_schools = next((table for table in lists if table.kind not in ABOUT_PROJECTS), None)
    if rows.empty and of_schools:
        raise ImportRefused(
            f"数据库里没有{county or '任何县'}的综合报表，认不出“{of_schools.file}”里的学校。"
            f"请和综合报表一起导入，或先导入综合报表；{NOTHING_SAVED}"
        )
    schools = _schools_of_lists(lists, dates, known, None, findings, county)
    listed = works.check_lists(lists, schools, known, dates, findings, rules, county or "")
    entries = [entry for entries in listed.rows.values() for entry in entries]
    own = {entry.values.get("county_code") or listed.homes.get(entry.values.get("project", "")) for entry in entries}
    own -= {None, ""}
    all_names = dict(zip(rows["county_code"], rows["county"], strict=True))
    counties = {code: all_names[code] for code in sorted(own)}
    if not counties:
        stored = "、".join(dict.fromkeys(all_names.values()))
        what, table = ("学校", "综合报表") if of_schools else ("项目", "项目清单")
        raise ImportRefused(
            f"“{lists[0].file}”里没有一{'所' if of_schools else '个'}{what}在库里 {newest} 的{table}中"
            f"（{f'那时有{stored}' if stored else '那时什么也没有'}）。"
            f"如果是别的县的，请先导入它的{table}；{NOTHING_SAVED}"
        )
    problems = in_order(findings.problems, [file.name for file in settled.files])
    return Checked(
        dates, counties, problems, (), {}, (), findings, listed.rows, listed.homes, settled.sources,
        settled.aliases, decided(settled.files, problems), typed_in(settled.files), rules, tuple(unsure(lists)),
    )  # fmt: skip


def _schools_of_lists(
    lists: Sequence[RawTable],
    dates: Mapping[str, date],
    known: Known,
    own: tuple[date, Schools] | None,
    findings: Findings,
    county: str | None = None,
) -> dict[str, Schools]:
    """
    Return kind of list → the schools that it is read against: those known on its date, else the earliest later ones.

    Args:
        own: the report date and the schools of tables that come in with the lists.
    """
    on = {day: _schools_on(day, known, own, county) for day in set(dates.values())}
    schools: dict[str, Schools] = {}
    for kind, day in dates.items():
        schools[kind], against = on[day]
        table = next((table for table in lists if table.kind == kind), None)
        if table and against and against > day and kind not in ABOUT_PROJECTS:
            findings.on_table(table, "list_before_schools", "工作表", day.isoformat(), value=against)
    return schools


def _schools_on(
    day: date, known: Known, own: tuple[date, Schools] | None, county: str | None
) -> tuple[Schools, date | None]:
    """The schools that a list of a day is read against, and the date of their tables."""
    rows, days = known.schools(day)
    if county and len(rows):
        rows = rows[rows["county_code"] == county]
    mine = set(own[1].rows["county_code"]) if own else days.keys()
    stored = max((of for code, of in days.items() if code in mine), default=None)
    if own and _comes_before(own[0], stored, day):
        return own[1], own[0]
    return (Schools.of_entries([]) if rows.empty else Schools(rows)), stored


def _comes_before(own: date, stored: date | None, day: date) -> bool:
    """Whether the tables that come in speak for a list of a day, and not the stored ones of another date."""
    if stored is None or own == stored:
        return True
    return not own < stored <= day if own <= day else day < own < stored


def _read_here(settings: Settings, file: SourceFile) -> Workbook:
    return read(file, settings.upload_mb, settings.unpacked_mb)


def _load(
    files: Sequence[SourceFile], read_file: Callable[[SourceFile], Workbook], findings: Findings, *, later_counts: bool
) -> list[Loaded]:
    """
    Read files, of equal ones the first; one handed in again is the latest of all.

    Raises:
        ImportRefused: of each file that cannot be read a line; or nothing of them can be imported.
    """
    loaded: dict[str, Loaded] = {}
    refused: list[str] = []
    names = [file.name for file in files]
    for place, file in enumerate(files):
        content = hashlib.sha256(file.content).hexdigest()
        if content in loaded:
            words = {"value": loaded[content].name}
            findings.problems.append(problem("file_twice", file.name, "", WHOLE_FILE, "内容相同的文件", words=words))
            loaded[content] = loaded.pop(content)
            continue
        is_handed_in_again = later_counts and file.name in names[place + 1 :]
        try:
            one = _read(file, read_file)
        except ImportRefused as refusal:
            refused += [] if is_handed_in_again else [str(refusal)]
            one = None
        if is_handed_in_again and (one is None or (one.incomplete and not one.all)):
            findings.problems.append(problem("file_replaced", file.name, "", WHOLE_FILE, "读不了的文件"))
        elif one:
            if not one.all and names.count(file.name) > 1:
                leave_out_incomplete(one.incomplete, [], [], findings)  # the corrected file itself lacks a column
            loaded[content] = one
    if refused:
        raise ImportRefused("\n".join(refused))
    if loaded and all(one.corrections is not None and not one.all for one in loaded.values()):
        raise ImportRefused(
            f"文件“{files[0].name}”是问题清单，没有它要更正的表。请把原来的表和它一起选上；{NOTHING_SAVED}"
        )
    if not any(one.all for one in loaded.values()):
        leave_out_incomplete([sheet for one in loaded.values() for sheet in one.incomplete], [], [], findings)
        raise ImportRefused(f"文件“{files[0].name}”里没有一行可以导入的数据。请核对导出的范围；{NOTHING_SAVED}")
    return list(loaded.values())


def _read(file: SourceFile, read_file: Callable[[SourceFile], Workbook]) -> Loaded:
    """The tables of a file that hold rows, and what is odd about its sheets."""
    workbook, findings = read_file(file), Findings()
    lists = _with_rows(workbook.lists, findings)
    for sheet in workbook.skipped:
        works.tell_skipped(file.name, sheet, lists, findings)
    tell_elsewhere(file.name, workbook, findings)
    tables = _of_schools(workbook, findings)
    return Loaded(
        file, tuple(tables), tuple(lists), tuple(findings.problems), workbook.corrections, workbook.incomplete
    )


def _with_rows(lists: Sequence[RawTable], findings: Findings) -> list[RawTable]:
    """The lists that hold a row; an empty one replaces nothing that is stored, and that is told."""
    for table in lists:
        if not table.rows:
            findings.on_table(table, "no_rows", "工作表", "只有表头")
    return [table for table in lists if table.rows]


def _of_schools(workbook: Workbook, findings: Findings) -> list[RawTable]:
    """
    The tables of a workbook that are read: a hidden copy is not, nor one without a school beside others.

    Raises:
        ImportRefused: the workbook holds no school.
    """
    visible = {table.stage for table in workbook.tables if not table.is_hidden}
    kept = []
    for table in workbook.tables:
        if table.is_hidden and table.stage in visible:
            findings.on_table(table, "hidden_sheet_skipped", "工作表", "隐藏的工作表")
            continue
        if table.is_hidden:
            findings.on_table(table, "hidden_sheet", "工作表", "隐藏的工作表")
        kept.append(table)
    if kept and not any(table.rows for table in kept):
        raise ImportRefused(
            f"文件“{kept[0].file}”工作表“{kept[0].sheet}”里没有一所学校。请核对导出的范围；{NOTHING_SAVED}"
        )
    for table in kept:
        if not table.rows:
            findings.on_table(table, "no_schools", "工作表", "没有学校行")
    return [table for table in kept if table.rows]


def _entries(table: RawTable, findings: Findings) -> list[Entry]:
    """The rows of a table in its units; those that are no school of its stage are left out."""
    entries = read_entries(table, findings)
    units.settle_units(table, entries, findings)
    tell_unplaced(table, findings)
    kinds.check_kinds(table, entries, findings)
    return entries


def _identify(entries: Sequence[Entry], county: str, findings: Findings) -> None:
    identity.leave_out_unidentified(entries, findings)
    identity.count_once(entries, findings)
    identity.name_townships(entries, county, findings)
    identity.check_rows(entries, findings)


def _add_up(tables: Sequence[RawTable], entries: Sequence[Entry], findings: Findings) -> dict[Entry, Sums]:
    """Check every row's totals."""
    grades = grades_of(tables)
    sums: dict[Entry, Sums] = {}
    for table in tables:
        own = [entry for entry in entries if entry.table is table and not entry.is_left_out]
        groups = without_other_meanings(table, own, breakdowns(table, grades[table.stage]), findings)
        sums |= {entry: Sums(entry, groups, findings) for entry in own}
    for one in sums.values():
        one.check()
    return sums


def _remark(table: RawTable, tables: Sequence[RawTable], findings: Findings) -> None:
    name = NAMES[table.stage]
    is_alone = sum((one.file, one.sheet) == (table.file, table.sheet) for one in tables) == 1
    if name not in table.sheet and not table.is_text and not table.is_part and is_alone:
        findings.on_table(table, "sheet_renamed", "工作表", table.sheet, value=name)
    for remark in table.remarks:
        findings.on_table(table, remark.kind, remark.cell, remark.found)
    added = [column.field.label for column in table.columns if column.field and column.adds]
    if added:
        findings.on_table(table, "owned_added", "工作表", "、".join(added))
    used = {index for column in table.columns for index, _ in column.adds}
    for column in table.columns:
        if column.index in used:
            continue
        cell = f"{column.letter}列"
        if column.repeats:
            findings.on_table(table, "column_twice", cell, column.header, value=column.repeats)
        elif column.is_last_year:
            findings.on_table(table, "last_year", cell, column.header)
        elif column.remark:
            findings.on_table(table, "heading_remark", cell, column.header, value=column.remark)
        elif column.field is None:
            findings.on_table(table, "unknown_column", cell, column.header)
