"""
The invented county 清渚县 (990122): six half-yearly reports as workbooks and one boundary file, made from data/sample.

The same plan makes the same bytes. Nothing here imports anything: the files go in by the same door as any bureau's.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from monitoring.sample.county import sample_county, tables
from monitoring.sample.geography import boundary_geojson
from monitoring.sample.layout import workbook
from monitoring.sample.plan import read_plan

COUNTY = read_plan().code
PERIODS = read_plan().periods


def files(period: date) -> list[tuple[str, bytes]]:
    """
    Return the three workbooks of one report date.

    Raises:
        ValueError: it is no report date of the sample county.

    >>> [name for name, _ in files(PERIODS[0])][0]
    '清渚县_2024年3月_小学综合报表.xlsx'
    """
    of = sample_county()
    rows = tables(PERIODS.index(period), of)
    return [workbook(stage, rows[stage], period, of.plan) for stage in rows]


def boundary() -> tuple[str, bytes]:
    """Return the boundary file: the county's outline and every township that has a shape."""
    of = sample_county()
    return f"{of.plan.name}乡镇界（{of.plan.label}）.geojson", boundary_geojson(of.geography, of.plan).encode()


def write(folder: Path) -> list[Path]:
    """Write every file of every period into a folder, which is made if need be; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    contents = [boundary(), *(file for period in PERIODS for file in files(period))]
    for name, content in contents:
        (folder / name).write_bytes(content)
    return [folder / name for name, _ in contents]
