"""
Geography: township shapes from a bureau's file or from its schools, and where each school is. Pure: no files, no SQL.

What is found is returned plainly; validation gives it its name, its sentence and its severity.
"""

from typing import Any

from monitoring.townships.codes import county_of, kind_of, tidy_code
from monitoring.townships.derive import derive
from monitoring.townships.locate import locate
from monitoring.townships.model import (
    AS_GIVEN,
    FINDING_KINDS,
    NOT_LOCATABLE,
    NOTE_KINDS,
    Boundary,
    Finding,
    Located,
    Note,
    Reading,
)
from monitoring.townships.names import same_township_name
from monitoring.townships.settle import settle, township_names
from monitoring.townships.shapes import from_bytes, map_shapes, to_bytes

__all__ = [
    "AS_GIVEN",
    "FINDING_KINDS",
    "NOTE_KINDS",
    "NOT_LOCATABLE",
    "Boundary",
    "Finding",
    "Located",
    "Note",
    "Reading",
    "county_of",
    "derive",
    "from_bytes",
    "kind_of",
    "locate",
    "map_shapes",
    "same_township_name",
    "settle",
    "tidy_code",
    "to_bytes",
    "township_names",
]


def __getattr__(name: str) -> Any:
    """Load what reads boundary files when it is first asked for: geopandas and GDAL, which few imports need."""
    if name == "read_boundary":
        from monitoring.townships.read import read_boundary

        return read_boundary
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
