"""Writes the invented country into a lake, county by county: no more of it is held than a few row groups."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from monitoring.lake import schemas, writing
from monitoring.projects import ProjectRules
from monitoring.sample.country import ROOMS, counties, tables_of
from monitoring.snapshots.absent import ABSENT


def write_country(schools: int, folder: Path, rules: ProjectRules, say: Callable[[str], None]) -> tuple[int, int]:
    """
    Write whole counties with at least so many schools together as a lake.

    Args:
        schools: as of `tables`.
        folder: nothing may be there yet.
        rules: of the projects, as a lake's columns ask for them.
        say: is told after each prefecture how far it is.

    Returns:
        How many counties and schools were written.

    Raises:
        FileError: the folder is there already, or the disk refuses; nothing is left.
    """
    made = 0
    every = list(counties(schools))
    with writing(folder, schemas(rules)) as target:
        for number, county in enumerate(every, start=1):
            for table in tables_of(county):
                told = {ABSENT: ""} if table.kind == ROOMS else {}  # a ledger that has every column
                target.add(table.kind, table.dated, county.code, county.name, table.frame, **told)
            made += county.schools
            if number == len(every) or every[number].code[:4] != county.code[:4]:
                say(f"{county.province}：已写 {number}/{len(every)} 个县，{made} 所学校")
    return len(every), made
