"""
Judges a lake on a Spark cluster: any Spark by its address, county by county, by the same call as here.

The rulebook and what is known of each county are sent with the call; no worker reads anything but its own rows. The
lake must lie where the workers see it under the same path.
"""

from __future__ import annotations

import json
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import partial, reduce
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import uuid4

import pandas as pd
import pyarrow as pa

from monitoring.arrow import COUNTY
from monitoring.errors import FileError, UserError, reason
from monitoring.lake import FORM, Lake
from monitoring.lake.writing import INDEX, PROVINCE
from monitoring.scale import worker
from monitoring.scale.archive import write_archive
from monitoring.scale.county import Handed, Known
from monitoring.scale.frames import ERRORS, RESULTS
from monitoring.scale.plan import known_counties
from monitoring.scale.worker import CONTENT, KIND, PARTITION
from monitoring.snapshots.selection import ROOMS, SCHOOLS

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

FOUND = "of_county string, kind string, rows long, content binary"
DOORS = {"sc": 15002, "spark": 7077}
"""Where an address leads that names no port."""
PATIENCE_S = 10
Say = Callable[[str], None]


class ClusterError(UserError):
    """The extra of requirements-spark.txt is not installed, or no cluster answers."""


@contextmanager
def session(say: Say, master: str | None = None, remote: str | None = None) -> Iterator[SparkSession]:
    """
    Open a session of a cluster, to which the package is handed.

    Args:
        say: is told where a server takes no packages (Sail): it must then have been started with ours in its path.
        master: of a cluster that this process drives (local[2], spark://host:7077, yarn, k8s://…).
        remote: of a Spark Connect server (sc://host:15002), Sail's among them.

    Raises:
        ClusterError: PySpark is not there, or the cluster does not answer.
    """
    try:
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise ClusterError(
            "没有装 PySpark。请先安装 requirements-spark.txt 里的包，或改用 --engine local；没有写出文件。"
        ) from error
    builder = SparkSession.builder.appName("monitoring")
    builder = builder.remote(remote) if remote else builder.master(master or "local[*]")
    with tempfile.TemporaryDirectory() as folder:
        try:
            _knock(remote or master or "")
            spark = builder.getOrCreate()
            spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", "0")
            _hand(spark, write_archive(Path(folder)), say, is_remote=bool(remote))
        except (PySparkException, Py4JError, RuntimeError, OSError) as error:
            where = remote or master or "local[*]"
            told = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
            raise ClusterError(f"连不上集群 {where}：{told}。请核对地址，确认集群开着；没有写出文件。") from error
        try:
            yield spark
        finally:
            spark.stop()


def _knock(address: str) -> None:
    """See at once whether a server is there: the framework would try again for minutes. Raises OSError."""
    parts = urlsplit(address)
    if parts.scheme in DOORS and "," not in parts.netloc:  # several masters are the framework's to choose from
        socket.create_connection((parts.hostname, parts.port or DOORS[parts.scheme]), timeout=PATIENCE_S).close()


def _hand(spark: SparkSession, archive: Path, say: Say, *, is_remote: bool) -> None:
    if not is_remote:
        spark.sparkContext.addPyFile(str(archive))
        return
    from pyspark.errors import PySparkException

    try:
        spark.addArtifacts(str(archive), pyfile=True)
    except PySparkException:
        say("这个服务不收程序包：启动它时，PYTHONPATH 要指到本程序的文件夹")


def evaluate_on(spark: SparkSession, lake: Lake, handed: Handed, on: date, output: Path, say: Say) -> int:
    """
    Judge every county of a lake on a day, into a lake of results: what `evaluate_here` writes, row by row.

    Args:
        handed: without what is known: that is asked of the lake.
        say: is told of each step.

    Returns:
        How many counties could not be judged: each has a row of errors.

    Raises:
        FileError: the folder is there already, or the disk refuses.
    """
    if output.exists():
        raise FileError(f"{output} 已经在了，应是一个还没有的文件夹。请换个位置，或先移走它；没有写出文件。")
    known = known_counties(lake, on)
    handed = replace(handed, known=known)
    beside = output.with_name(f".{output.name}.{uuid4().hex[:8]}.part")
    try:
        beside.mkdir(parents=True)
        say(f"{len(known)} 个县交给集群")
        counted = _judge(spark, lake, handed, beside / "found")
        if missing := set(known) - set(counted[COUNTY]):
            raise ClusterError(f"集群少算了 {len(missing)} 个县，第一个是 {min(missing)}。没有写出文件。")
        failed = int((counted["kind"] == ERRORS).sum())
        say(f"算完 {counted[COUNTY].nunique()} 个县，{failed} 个没有算，正在写出")
        found = spark.read.schema(FOUND).parquet(str(beside / "found"))
        kinds = sorted(counted["kind"].unique())
        for kind in kinds:
            _write(found, kind, known, beside / f"kind={kind}" / f"dated={on}")
        shutil.rmtree(beside / "found")
        _index(beside, counted, kinds, known, on)
        beside.rename(output)
    except OSError as error:
        raise FileError(f"写不了文件夹 {output}：{reason(error)}。请换个位置再试；没有写出文件。") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return failed


def _judge(spark: SparkSession, lake: Lake, handed: Handed, found: Path) -> pd.DataFrame:
    """Judge, put what was found aside, and return how many rows of which kind each county has."""
    schemas = {kind: lake.schemas[kind] for kind in (SCHOOLS, ROOMS)}

    def of(table: pa.Table) -> pa.Table:  # named types: the framework decides by them how to call it
        return worker.county(table, handed, schemas)

    together = _together([_rows(spark, lake, kind, handed.known) for kind in schemas])
    together.groupBy(COUNTY).applyInArrow(of, FOUND).write.parquet(str(found))
    read = spark.read.schema(FOUND).parquet(str(found))
    return read.select(COUNTY, "kind", "rows").toPandas()


def _together(tables: Sequence[DataFrame]) -> DataFrame:
    """One below the other; a column that a table lacks is empty, of the type that another gives it."""
    from pyspark.sql import functions

    types = {each.name: each.dataType for table in tables for each in table.schema.fields}
    of = [
        table.select(
            *(
                functions.col(name) if name in table.columns else functions.lit(None).cast(kind).alias(name)
                for name, kind in types.items()
            )
        )
        for table in tables
    ]
    return reduce(lambda one, other: one.union(other), of)


def _rows(spark: SparkSession, lake: Lake, kind: str, known: Mapping[str, Known]) -> DataFrame:
    """The rows of a kind that are known on the day, each county's of its own date."""
    from pyspark.sql import functions
    from pyspark.sql.pandas.types import from_arrow_schema

    columns = from_arrow_schema(lake.schemas[kind])
    of_day: dict[date, list[str]] = {}
    for code, each in known.items():
        if day := getattr(each, kind):
            of_day.setdefault(day, []).append(code)
    tables = [spark.createDataFrame([], columns)]
    for day, codes in of_day.items():
        # Each folder by name: not every cluster makes a column of it.
        paths = [str(lake.file(kind, day, province).parent) for province in sorted({code[:PROVINCE] for code in codes})]
        wanted = spark.createDataFrame([(code,) for code in codes], "wanted string")
        rows = spark.read.schema(columns).parquet(*paths)
        tables.append(rows.join(functions.broadcast(wanted), rows[COUNTY] == wanted["wanted"]).select(*columns.names))
    return reduce(lambda one, other: one.union(other), tables).withColumn(KIND, functions.lit(kind))


def _write(found: DataFrame, kind: str, known: Mapping[str, Known], folder: Path) -> None:
    """Write one kind, a folder a province."""
    from pyspark.sql import functions
    from pyspark.sql.pandas.types import from_arrow_schema

    names = RESULTS[kind].names
    columns = from_arrow_schema(RESULTS[kind].append(pa.field(PARTITION, pa.string())))
    provinces = len({code[:PROVINCE] for code in known})
    rows = found.where(functions.col("kind") == kind).select(CONTENT).repartition(provinces, functions.col(CONTENT))
    rows = rows.mapInArrow(partial(worker.unpacked, names=names), columns)
    rows.write.partitionBy(PARTITION).parquet(str(folder))


def _index(folder: Path, counted: pd.DataFrame, kinds: list[str], known: Mapping[str, Known], on: date) -> None:
    columns = {kind: {each.name: str(each.type) for each in RESULTS[kind]} for kind in kinds}
    tables = [
        {
            "kind": row.kind, "dated": on.isoformat(), "county_code": row.of_county,
            "county": known[row.of_county].name, "stage": "", "rows": int(row.rows),
        }
        for row in counted.sort_values([COUNTY, "kind"]).itertuples()
    ]  # fmt: skip
    index = {"form": FORM, "columns": columns, "tables": tables}
    (folder / INDEX).write_text(json.dumps(index, ensure_ascii=False), encoding="utf-8")
