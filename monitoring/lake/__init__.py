"""
数据湖: snapshots as a folder of Parquet, by kind, date and province, for whoever counts a province or a country.

    FOLDER/lake.json                                            what it holds, and the version of its form
    FOLDER/kind=schools/dated=2026-09-30/province=99/part.parquet

A folder is written beside its place and renamed last: one that stands is whole.
"""

from monitoring.lake.opened import Lake, open_lake
from monitoring.lake.schema import FORM, schemas
from monitoring.lake.writing import Writer, writing

__all__ = ["FORM", "Lake", "Writer", "open_lake", "schemas", "writing"]
