"""
What the columns of a lake are: made of the registry of kinds (data/columns, the frames of an import), so that a new
kind of table, or a new column, needs no line here.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from monitoring.arrow import COUNTY, NAME, TEXT
from monitoring.projects import ProjectRules
from monitoring.snapshots.absent import ABSENT, with_absent
from monitoring.snapshots.reading import COLUMNS_OF_COLUMNS, FRAMES
from monitoring.snapshots.selection import BOUNDARY, SCHOOLS
from monitoring.validation.checked import empty_rows
from monitoring.validation.lists.frames import list_frames

FORM = 1
"""Version of the form of a lake: one of a later form is not read."""
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
