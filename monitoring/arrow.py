"""Frames as Arrow and back: what a lake's files hold, and what a cluster hands to its workers."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pyarrow as pa

TEXT = pa.string()
AS_OBJECTS = pd.StringDtype("python", na_value=np.nan)
"""Text as objects: rows of 150 columns are taken and put together a third faster than from Arrow's buffers."""
TYPES = {pa.string(): AS_OBJECTS, pa.large_string(): AS_OBJECTS}
PROVINCE = 2
"""Digits of a county's code that name its province."""
COUNTY, NAME = "of_county", "of_county_name"
"""Whose a row is: a project that names no school has no county of its own, and yet stands in the list of one."""


def to_arrow(frame: pd.DataFrame, schema: pa.Schema, told: Mapping[str, str]) -> pa.Table:
    """
    Return a frame with the columns of a schema, in its order.

    Args:
        told: columns that the frame may lack → their one value: its county, its stage.

    Raises:
        ValueError: the frame lacks a column, or holds one that the schema has not: nothing is lost silently.
    """
    odd = {*frame.columns, *told} ^ set(schema.names)
    if odd:
        raise ValueError(f"columns that only one of frame and schema has: {', '.join(sorted(map(str, odd)))}")
    # Column by column: for a county's few rows of many columns pa.Table.from_pandas takes twice as long.
    columns = [
        pa.array(frame[each.name].to_numpy(), each.type, from_pandas=True, safe=False)
        if each.name in frame
        else pa.repeat(pa.scalar(told[each.name], each.type), len(frame))
        for each in schema
    ]
    return pa.Table.from_arrays(columns, schema=schema)


def framed(rows: pa.Table) -> pd.DataFrame:
    """Return Arrow rows as frames have them: text as objects, NaN and NaT where nothing is told, no county's mark."""
    return rows.drop_columns([COUNTY, NAME]).to_pandas(types_mapper=TYPES.get).copy()
