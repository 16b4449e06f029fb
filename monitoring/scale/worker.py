"""What runs on a worker of a cluster: Arrow in, Arrow out. It loads the pure core alone, and opens no file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd
import pyarrow as pa

from monitoring.arrow import COUNTY, NAME, PROVINCE, framed, to_arrow
from monitoring.scale.county import Handed, judged
from monitoring.scale.frames import RESULTS

KIND, CONTENT, PARTITION = "_kind", "content", "province"


def county(table: pa.Table, handed: Handed, schemas: Mapping[str, pa.Schema]) -> pa.Table:
    """
    Judge one county: its rows of all kinds in, one below the other, its frames out, each as bytes.

    Args:
        schemas: kind → the columns of its rows.
    """
    code = table[COUNTY][0].as_py()
    frames = {kind: _frame(table, kind, schema) for kind, schema in schemas.items()}
    rows, rooms = (frames[kind].assign(of_county=code) for kind in schemas)
    found = judged(code, rows, rooms, handed)
    name = handed.known[code].name
    content = [_bytes(to_arrow(frame, RESULTS[kind], {COUNTY: code, NAME: name})) for kind, frame in found.items()]
    return pa.table(
        {
            COUNTY: pa.array([code] * len(found), pa.string()),
            "kind": pa.array(list(found), pa.string()),
            "rows": pa.array([len(frame) for frame in found.values()], pa.int64()),
            CONTENT: pa.array(content, pa.binary()),
        }
    )


def _frame(table: pa.Table, kind: str, schema: pa.Schema) -> pd.DataFrame:
    of_kind = table.filter(pa.compute.equal(table[KIND], kind)).select(schema.names).cast(schema)
    return framed(of_kind)


def _bytes(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()


def unpacked(batches: Iterator[pa.RecordBatch], names: list[str]) -> Iterator[pa.RecordBatch]:
    """Yield the rows that `county` put into bytes, each with its province."""
    for batch in batches:
        for content in batch.column(0).to_pylist():
            table = pa.ipc.open_stream(content).read_all()
            province = [code[:PROVINCE] for code in table[COUNTY].to_pylist()]
            yield from table.select(names).append_column(PARTITION, pa.array(province, pa.string())).to_batches()
