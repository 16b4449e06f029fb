"""Whose a row of 周进度 or 资金 is: its project, by the list of projects beside it or the stored one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from monitoring.errors import ImportRefused
from monitoring.validation.entries import Entry, Findings
from monitoring.validation.known import Lists
from monitoring.workbook import NOTHING_SAVED, RawTable, list_file, plain

ABOUT_PROJECTS = ("reports", "funds")
"""Lists whose rows belong to a project, and to nothing else."""


class Projects:
    """
    The projects of a period.

    Attributes:
        homes: number → code of its county, "" unknown; by_name: plain name → number, where one alone has it.
    """

    def __init__(self, known: Iterable[tuple[str, str, str]]) -> None:
        """Args: number, name and county of each."""
        known = list(known)
        self.homes = {number: county for number, _, county in known}
        names = Counter(plain(name) for _, name, _ in known if name)
        self.by_name = {plain(name): number for number, name, _ in known if names[plain(name)] == 1}

    @classmethod
    def of_entries(cls, entries: Sequence[Entry]) -> Projects:
        """The list of projects that comes in with the others."""
        counted = [entry.values for entry in entries if not entry.is_left_out]
        return cls((row["project"], row.get("name", ""), row.get("county_code", "")) for row in counted)

    @classmethod
    def of_stored(cls, stored: Mapping[str, Lists]) -> Projects:
        """The lists of projects that are stored, county by county."""
        frames = {county: lists["projects"] for county, lists in stored.items() if "projects" in lists}
        return cls(
            (row.project, row.name, county)
            for county, frame in frames.items()
            for row in frame[["project", "name"]].itertuples(index=False, name="Row")
        )


def need_projects(lists: Sequence[RawTable], projects: Projects, dates: Mapping[str, date]) -> None:
    """
    Refuse 周进度 or 资金 whose projects nobody knows.

    Raises:
        ImportRefused: no list of projects came in, and none is known on the list's date.

    Args:
        dates: kind of list → its date.
    """
    kinds = [table.kind for table in lists]
    if "projects" in kinds or projects.homes:
        return
    table = next((table for table in lists if table.kind in ABOUT_PROJECTS), None)
    if table:
        title = list_file("projects").title
        raise ImportRefused(
            f"文件“{table.file}”工作表“{table.sheet}”里只有项目编号，要靠{title}认出项目："
            f"这次没有{title}，数据库里也没有 {dates[table.kind]} 及以前的{title}。"
            f"请和{title}一起导入，或先导入那时的{title}；{NOTHING_SAVED}"
        )


def name_projects(entries: Sequence[Entry], projects: Projects, findings: Findings) -> None:
    """A row whose number is in no list of projects belongs to the project of its name."""
    if not projects.homes:
        return
    for entry in entries:
        if entry.values.get("project", "") in projects.homes:
            continue
        project = projects.by_name.get(plain(entry.values.get("name", "")))
        has_number = bool(entry.table.column("project"))
        if project and has_number:
            findings.at(entry, "project", "code_by_name", value=project)
        elif not project:
            findings.at(entry, "project" if has_number else "name", "project_not_found")
        entry.values["project"] = project or entry.values.get("project", "")
