"""Frames as bytes for the database: Parquet, so that any tool can read a snapshot back."""

from __future__ import annotations

import io

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from monitoring.arrow import TYPES


def frame_to_bytes(frame: pd.DataFrame) -> bytes:
    """
    Return a frame as Parquet, compressed, its index left out.

    >>> frame_from_bytes(frame_to_bytes(pd.DataFrame({"books": [1.0, float("nan")]})))["books"].isna().tolist()
    [False, True]
    """
    target = io.BytesIO()
    pq.write_table(pa.Table.from_pandas(frame, preserve_index=False), target, compression="zstd")
    return target.getvalue()


def frame_from_bytes(content: bytes) -> pd.DataFrame:
    """Return the frame that `frame_to_bytes` wrote."""
    frame = pq.read_table(io.BytesIO(content)).to_pandas(types_mapper=TYPES.get)
    return frame.copy()  # one block a type: 150 single columns are slow
