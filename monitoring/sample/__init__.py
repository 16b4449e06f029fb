"""
The invented county 清渚县 (990122): half-yearly reports and lists as workbooks, weekly lists after the last of them,
one boundary file.

Made from data/sample: the same plan makes the same bytes.
Nothing here imports anything: the files go in by the same door as any bureau's.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from monitoring.sample.county import sample_county, tables
from monitoring.sample.geography import boundary_geojson
from monitoring.sample.layout import workbook
from monitoring.sample.ledger import ledger
from monitoring.sample.list_layout import list_workbook
from monitoring.sample.plan import read_plan
from monitoring.sample.projects import project_lists

COUNTY = read_plan().code
PERIODS = read_plan().periods
WEEKS = read_plan().weeks
"""Days after the last report date, of which there are lists alone: of projects each, of classrooms every other one."""


def files(day: date) -> list[tuple[str, bytes]]:
    """
    Return the workbooks of one report date: a report of each stage, then the lists. Of a week the lists alone.

    Raises:
        ValueError: the sample county has no files of that day.

    >>> [name for name, _ in files(PERIODS[0])][2:4]
    ['清渚县_2024年3月_普通高中综合报表.xlsx', '清渚县_2024年3月_班班通台账.xlsx']
    """
    of = sample_county()
    rows = tables(PERIODS.index(day), of) if day in PERIODS else {}
    workbooks = [workbook(stage, rows[stage], day, of.plan) for stage in rows]
    if has_ledger(day):
        workbooks.append(list_workbook("ledger", {"rooms": ledger(day, of)}, day, of.plan))
    return [*workbooks, list_workbook("projects", project_lists(day, of), day, of.plan)]


def has_ledger(day: date) -> bool:
    """
    Return whether there is a ledger of classrooms of a day.

    >>> [has_ledger(day) for day in (PERIODS[-1], *WEEKS[-2:])]
    [True, True, False]
    """
    return day in (*PERIODS, *read_plan().ledger_weeks)


def boundary() -> tuple[str, bytes]:
    """Return the boundary file: the county's outline and every township that has a shape."""
    of = sample_county()
    return f"{of.plan.name}乡镇界（{of.plan.label}）.geojson", boundary_geojson(of.geography, of.plan).encode()


def write(folder: Path) -> list[Path]:
    """Write every file of every period and week into a folder, which is made if need be; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    contents = [boundary(), *(file for day in (*PERIODS, *WEEKS) for file in files(day))]
    for name, content in contents:
        (folder / name).write_bytes(content)
    return [folder / name for name, _ in contents]
