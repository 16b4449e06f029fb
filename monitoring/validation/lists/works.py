"""Checks lists, each by itself and against the others (rules 1, 2 and 7): classrooms, projects, reports, funds."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

import pandas as pd

from monitoring.projects import ProjectRules
from monitoring.settings import DATA
from monitoring.settings.kept import kept
from monitoring.validation.catalogue.problem import problem, shown
from monitoring.validation.entries import Effect, Entry, Findings, tables_of
from monitoring.validation.known import Known, Lists
from monitoring.validation.lists.blocks import fill_blocks, tell_blocks
from monitoring.validation.lists.earlier import compare_earlier
from monitoring.validation.lists.money import CENT, compare_funds
from monitoring.validation.lists.places import Schools, place_rows
from monitoring.validation.lists.projects import ABOUT_PROJECTS, Projects, name_projects, need_projects
from monitoring.validation.lists.reading import (
    check_list_columns,
    fold_blank_words,
    once,
    order_of_dates,
    read_list,
    tell_blank_dates,
    tell_blanks,
)
from monitoring.validation.lists.told import compare_told
from monitoring.validation.lists.yuan import SPENT, check_spent, check_total, planned_of
from monitoring.validation.schools.units import settle_list_units
from monitoring.workbook import SOURCE, RawTable, Skipped, list_file, list_words, plain

ROOM_DATES = ("equipped_on", "connected_on", "accepted_on", "started_on")
USE_BEFORE_ACCEPTANCE = frozenset({frozenset({"accepted_on", "started_on"})})
"""In use before accepted is a finding of its own (rules 5), not a slip of the pen."""


JOINERS = "及和与、/+,;"
"""Stand between the names of sources that are one: 县级及学校自筹."""


@dataclass(frozen=True)
class Listed:
    """
    The lists of an import, checked.

    Attributes:
        rows: kind → rows; a kind that no file holds is absent.
        homes: project → code of its county, "" unknown.
    """

    rows: Mapping[str, tuple[Entry, ...]]
    homes: Mapping[str, str]


def check_lists(
    lists: Sequence[RawTable],
    schools: Mapping[str, Schools],
    known: Known,
    dates: Mapping[str, date],
    findings: Findings,
    rules: ProjectRules,
    county: str = "",
) -> Listed:
    """
    Check every list of an import.

    Args:
        schools: kind of list → the schools that it is read against.
        known: what is stored: 周进度 and 资金 without 项目清单 belong to the projects known on their date.
        dates: kind of list → its date.
        county: six digits, where only its stored projects are meant.

    Raises:
        ImportRefused: a list lacks what tells its rows apart, or nobody knows the projects it speaks of.
    """
    kinds = {table.kind for table in lists}
    projects = Projects.of_stored(_stored_projects(kinds, known, dates, county))
    need_projects(lists, projects, dates)
    entries_of: dict[str, list[Entry]] = {}
    for table in _visible(lists, findings):
        check_list_columns(table, findings)
        entries = read_list(table, dates[table.kind], findings)
        settle_list_units(table, entries, findings)
        entries_of.setdefault(table.kind, []).extend(entries)
    blocks = [block for entries in entries_of.values() for block in fill_blocks(entries)]
    if "rooms" in entries_of:
        check_rooms(entries_of["rooms"], schools["rooms"], findings)
    if "projects" in entries_of:
        check_projects(entries_of["projects"], schools["projects"], findings, rules)
        projects = Projects.of_entries(entries_of["projects"])
    if "reports" in entries_of:
        check_reports(entries_of["reports"], projects, findings)
    if "funds" in entries_of:
        check_funds(entries_of["funds"], projects, findings)
    for block in blocks:
        tell_blocks([block], schools[block.table.kind], findings)
    for table in tables_of(entry for entries in entries_of.values() for entry in entries):
        fold_blank_words(table, findings)
        tell_blank_dates(table, findings)
    compare_funds(entries_of, _beside(kinds, known, dates, county), dates, findings, rules)
    compare_earlier(entries_of, projects.homes, known, dates, findings, rules)
    compare_told(entries_of, projects.homes, known, dates, findings, rules)
    return Listed({kind: tuple(entries) for kind, entries in entries_of.items()}, projects.homes)


@kept
def _key_headings(kind: str) -> frozenset[str]:
    """What the columns are headed that tell the rows of a kind of list apart."""
    file = list_file(kind)
    needed = frozenset().union(*(one.needs for one in file.words.fields if one.name in file.keys))
    return frozenset(word for word, token in file.words.tokens.items() if token in needed)


def tell_skipped(file: str, sheet: Skipped, lists: Sequence[RawTable], findings: Findings) -> None:
    """
    Tell a sheet that is not read: a cover is a note; what looks like data, or is about one school, is not.

    Args:
        lists: those of the import, where the sheet stands in a workbook of lists; else none.
    """
    code, words = "sheet_skipped", {"rows": len(sheet.lines)}
    if lists and sheet.is_like_data:
        named = {
            plain(row.raw[table.places[name]])
            for table in lists
            for name in ("project", "name")
            if table.kind != "rooms" and name in table.places
            for row in table.rows
        } - {""}
        speaks = any(plain(text) in named for line in sheet.lines for text in line)
        code = "sheet_unread" if speaks and sheet.has_days else "sheet_like_data"
    elif sheet.has_rows_below(_key_headings("projects")):
        code = "sheet_unread" if sheet.has_days else "sheet_like_data"
    elif sheet.school:
        code, words = "sheet_of_school", {"value": sheet.school}
    elif sheet.has_rows_below(_key_headings("rooms")):
        code = "sheet_like_data"
    findings.problems.append(problem(code, file, sheet.name, "工作表", sheet.name, words=words))


def _visible(lists: Sequence[RawTable], findings: Findings) -> list[RawTable]:
    """A hidden sheet beside a visible one of its kind is a copy; alone it is read."""
    visible = {table.kind for table in lists if not table.is_hidden}
    for table in lists:
        if table.is_hidden:
            code = "hidden_sheet_skipped" if table.kind in visible else "hidden_sheet"
            findings.on_table(table, code, "工作表", "隐藏的工作表")
    return [table for table in lists if not table.is_hidden or table.kind not in visible]


def _stored_projects(kinds: Set[str], known: Known, dates: Mapping[str, date], county: str) -> Mapping[str, Lists]:
    """The projects known on the date of what belongs to them, where no list of them comes in."""
    about = [dates[kind] for kind in ABOUT_PROJECTS if kind in kinds]
    if not about or "projects" in kinds:
        return {}
    return {code: lists for code, lists in known.lists(max(about)).items() if county in ("", code)}


def _beside(kinds: Set[str], known: Known, dates: Mapping[str, date], county: str) -> Mapping[str, Lists]:
    """The stored one of 项目清单 and 资金 of the same date, where only the other comes in."""
    own = [kind for kind in ("projects", "funds") if kind in kinds]
    if len(own) != 1:
        return {}
    stored = known.lists(dates[own[0]], exactly=True)
    return {code: lists for code, lists in stored.items() if county in ("", code)}


def check_rooms(entries: Sequence[Entry], schools: Schools, findings: Findings) -> None:
    """Check a ledger of classrooms: whose they are, each once, dates in order, blanks that matter."""
    place_rows(entries, schools, findings)
    for entry in entries:
        if not entry.raw("school_code").strip() and not entry.values.get("school_code"):
            name = "school_code" if entry.table.column("school_code") else "school_name"
            findings.at(entry, name, "school_not_found")
    once(entries, ("school_code", "grade", "class"), "一间教室", findings)
    counted = _counted(entries)
    tell_blanks(counted, ["mbps"], findings, when="connected_on")
    tell_blanks(counted, ["hours"], findings, when="started_on")
    for entry in counted:
        order_of_dates(entry, ROOM_DATES, findings, apart=USE_BEFORE_ACCEPTANCE)


def check_projects(entries: Sequence[Entry], schools: Schools, findings: Findings, rules: ProjectRules) -> None:
    """Check the list of projects: whose they are, each once, money against its sources, states against dates."""
    place_rows(entries, schools, findings)
    for entry in entries:
        if not entry.values.get("project"):
            findings.at(entry, "project", "blank_fact", expected="项目编号")
    once(entries, ("project",), "一个项目", findings)
    counted = _counted(entries)
    for table in tables_of(counted):
        _tell_own_sources(table, findings)
        figures = [name for name in table.places if table.column(name).field.kind in ("wan_yuan", "percent")]
        tell_blanks([entry for entry in counted if entry.table is table], figures, findings)
    percents(counted, findings)
    actual = [f"actual_{number}" for number, _ in enumerate(rules.milestones, start=1)]
    for entry in counted:
        check_total(entry, findings)
        check_spent(entry, planned_of(entry), findings)
        order_of_dates(entry, actual, findings)
        _check_state(entry, findings, rules)
        _check_category(entry, findings, rules)
        _check_paid(entry, findings)


def _tell_own_sources(table: RawTable, findings: Findings) -> None:
    """A column below the planned investment that is none of the known sources."""
    known = set(list_words("projects").labels())
    for name in table.places:
        if name.startswith(SOURCE) and name not in known and not _is_known(name.removeprefix(SOURCE)):
            column = table.column(name)
            where = f"{column.letter}列", column.header
            findings.on_table(table, "source_unknown", *where, known="、".join(_names()))


def check_reports(entries: Sequence[Entry], projects: Projects, findings: Findings) -> None:
    """Check weekly reports: of which project they are, and how far it is."""
    name_projects(entries, projects, findings)
    for entry in entries:
        if pd.isna(entry.values.get("reported_on", pd.NaT)):
            findings.on_row(entry, "report_undated", entry.values.get("project", ""))
    tell_blanks(_counted(entries), ["progress_pct"], findings)
    percents(_counted(entries), findings)


def check_funds(entries: Sequence[Entry], projects: Projects, findings: Findings) -> None:
    """Check funds: of which project, each source once, and what is paid against what arrived."""
    name_projects(entries, projects, findings)
    for entry in entries:
        source = _source(entry.values.get("source", ""))
        if source != entry.values.get("source", ""):
            findings.at(entry, "source", "source_form", value=source)
            entry.values["source"] = source
        if not source:
            findings.at(entry, "source", "blank_fact", expected="资金来源，如 中央")
        elif not _is_known(source):
            findings.at(entry, "source", "source_unknown", known="、".join(_names()))
    once(entries, ("project", "source"), "一个项目的一种来源", findings)
    counted = _counted(entries)
    tell_blanks(counted, ["planned_wan_yuan", "arrived_wan_yuan", "paid_wan_yuan"], findings)
    for entry in counted:
        check_spent(entry, entry.number("planned_wan_yuan"), findings)
        _check_paid(entry, findings)


def _counted(entries: Iterable[Entry]) -> list[Entry]:
    return [entry for entry in entries if not entry.is_left_out]


def percents(entries: Sequence[Entry], findings: Findings) -> None:
    """0.22 in a column of 0 to 100: 22; a column in which nothing is above 1 is 0 to 1, as 85% is stored."""
    for table in tables_of(entries):
        _percents([entry for entry in entries if entry.table is table], findings)


def _percents(entries: Sequence[Entry], findings: Findings) -> None:
    name = "progress_pct"
    values = [entry.number(name) for entry in entries]
    fractions = [entry for entry in entries if 0 < entry.number(name) < 1 and "%" not in plain(entry.raw(name))]
    is_whole = any(value > 1 for value in values)
    if fractions and not is_whole and sum(not math.isnan(value) for value in values) > 1:
        first = fractions[0]
        column, found = first.table.column(name), f"{first.raw(name)}（{first.cell(name)}）等"
        findings.on_table(first.table, "code_form", f"{column.letter}列", found, value="0 到 100 的百分数，即乘以 100")
        for entry in entries:
            entry.values[name] = round(entry.number(name) * 100, 6)
        return
    for entry in fractions:
        repaired = round(entry.number(name) * 100, 6)
        effects = [Effect(entry, name, repaired, math.nan)]
        findings.at(entry, name, "percent_fraction", proposal=shown(repaired), effects=effects)


def _check_paid(entry: Entry, findings: Findings) -> None:
    arrived, paid = entry.number("arrived_wan_yuan"), entry.number("paid_wan_yuan")
    is_open = any((entry, name) in findings.touched for name in SPENT)
    if paid > arrived + CENT and not is_open:
        findings.at(entry, "paid_wan_yuan", "paid_above_arrived", value=shown(arrived))


def _check_state(entry: Entry, findings: Findings, rules: ProjectRules) -> None:
    """The dates decide, but for 暂停."""
    if not entry.table.column("reported_state"):
        return
    expected = rules.first_state
    deciding = [f"actual_{number}" for number, name in enumerate(rules.milestones, start=1) if name in rules.states]
    if not entry.table.places.keys() >= set(deciding):
        return  # the list has no column of the dates that decide: nothing contradicts
    typed = plain(entry.values["reported_state"])
    for number, milestone in enumerate(rules.milestones, start=1):
        if milestone in rules.states and not pd.isna(entry.values.get(f"actual_{number}", pd.NaT)):
            expected = rules.states[milestone]
    known = dict.fromkeys([rules.first_state, *rules.states.values(), rules.paused])
    if not typed:
        findings.at(entry, "reported_state", "blank_fact", expected=f"状态，如 {expected}")
    elif typed not in known:
        findings.at(entry, "reported_state", "state_unknown", known="、".join(known), value=expected)
    elif typed not in (expected, rules.paused):
        findings.at(entry, "reported_state", "state_contradicts", value=expected)


def _check_category(entry: Entry, findings: Findings, rules: ProjectRules) -> None:
    """What a project is to close follows from its 工程类别."""
    if not entry.table.column("category"):
        return
    typed, known = entry.values["category"], {plain(name): name for name in rules.closes}
    name = known.get(plain(typed), "")
    if not typed:
        findings.at(entry, "category", "blank_fact", expected="工程类别，如 " + next(iter(known.values())))
    elif not name:
        findings.at(entry, "category", "category_unknown", known="、".join(known.values()))
    elif name != typed:
        findings.at(entry, "category", "code_form", value=name)
        entry.values["category"] = name


@kept
def _sources() -> dict[str, str]:
    content = tomllib.loads((DATA / "columns" / "funds.toml").read_text(encoding="utf-8"))
    return {plain(word): name for name, words in content["sources"].items() for word in words}


def _names() -> tuple[str, ...]:
    """The known sources of money."""
    return tuple(dict.fromkeys(_sources().values()))


def _is_known(source: str) -> bool:
    """
    Return whether a source is one of the known ones, or several of them together.

    >>> _is_known("县级及学校自筹"), _is_known("中央、省"), _is_known("自筹财政")
    (True, True, False)
    """
    left = plain(source)
    for word in sorted(_sources(), key=len, reverse=True):
        left = left.replace(word, "")
    return not left.strip(JOINERS)


def _source(typed: str) -> str:
    """The name of a source of money; what is none of the known ones stays as it is typed."""
    return _sources().get(plain(typed), typed)
