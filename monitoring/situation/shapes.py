"""The township shapes of a day."""

from __future__ import annotations

import pandas as pd

from monitoring.townships import Boundary, derive, from_bytes


def shapes(stored: bytes, rows: pd.DataFrame | None) -> Boundary:
    """
    Return stored shapes; those of which the file had only the county's outline are derived from the schools of the day.

    Args:
        stored: of townships.to_bytes.
        rows: the frame rows; None where no school table is known.
    """
    boundary = from_bytes(stored)
    if not boundary.derived or rows is None or boundary.outline is None:
        return boundary
    return derive(rows.drop_duplicates("school_code"), boundary.outline)
