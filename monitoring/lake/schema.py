"""
What the columns of a lake are: made of the registry of kinds (data/columns, the frames of an import), so that a new
kind of table, or a new column, needs no line here.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pyarrow as pa

from monitoring.projects import ProjectRules
from monitoring.snapshots.absent import ABSENT, with_absent
from monitoring.snapshots.reading import COLUMNS_OF_COLUMNS, FRAMES
from monitoring.snapshots.selection import BOUNDARY, SCHOOLS
from monitoring.validation.checked import empty_rows
from monitoring.validation.lists.frames import list_frames

FORM = 1
"""Version of the form of a lake: one of a later form is not read."""
TEXT = pa.string()
COUNTY, NAME = "of_county", "of_county_name"
"""Whose a row is: a project that names no school has no county of its own, and yet stands in the list of one."""
TYPED = {"file": TEXT, "sheet": TEXT, "row": pa.int64(), "field": TEXT, "text": TEXT}
"""What is typed in cells, a row a cell: every sheet has columns of its own."""
SHAPES = {"file": TEXT, "datum": TEXT, "is_derived": pa.bool_(), "content": pa.binary()}
STAGE = {"stage": TEXT}
TEXTS = frozenset({"file", "sheet", "stage", "project", "source", ABSENT})
"""Text of which an empty frame does not say so."""
TABLES = {SCHOOLS: (SCHOOLS,)} | FRAMES
"""Kind of table → the frames of it, the first of them a row a row of the sheet."""
TYPED_OF, COLUMNS_OF = "{}_typed", "{}_columns"


def schemas(rules: ProjectRules) -> dict[str, pa.Schema]:
    """
    Return the columns of every kind of a lake: whose it is, then those of its frame (docs/architecture.md).

    A kind is a frame that an import stores: schools, rooms, projects, milestones, sources, funds, boundary; and of each
    table that is read from sheets `…_typed` (what stands in its cells) and `…_columns` (where every field stands).

    Args:
        rules: of the projects, which name the milestones.
    """
    lists = list_frames(dict.fromkeys(FRAMES, ()), {}, rules)
    nowhere = pd.DataFrame(columns=COLUMNS_OF_COLUMNS)
    frames = {SCHOOLS: empty_rows()} | with_absent(lists, nowhere, rules.milestones)
    of = {name: columns_of(frames[name]) for names in TABLES.values() for name in names}
    for kind in TABLES:
        of[TYPED_OF.format(kind)] = (STAGE if kind == SCHOOLS else {}) | TYPED
        of[COLUMNS_OF.format(kind)] = dict.fromkeys(COLUMNS_OF_COLUMNS, TEXT)
    of[BOUNDARY] = SHAPES
    return {name: pa.schema({COUNTY: TEXT, NAME: TEXT} | columns) for name, columns in of.items()}


def columns_of(frame: pd.DataFrame) -> dict[str, pa.DataType]:
    """
    Return the columns of a frame as Arrow has them: numbers, days to the millisecond, else text.

    >>> columns_of(pd.DataFrame({"books": [1.0], "row": [3], "file": ["a.xlsx"]}))
    {'books': DataType(double), 'row': DataType(int64), 'file': DataType(string)}
    """
    return {name: TEXT if name in TEXTS else _of(dtype) for name, dtype in frame.dtypes.items()}


def _of(dtype: object) -> pa.DataType:
    if pd.api.types.is_datetime64_dtype(dtype):
        return pa.timestamp("ms")
    return pa.from_numpy_dtype(dtype) if isinstance(dtype, np.dtype) and dtype.kind in "fib" else TEXT


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
