"""Rows that go through Spark: Python functions over them, one by one or by key, and tables that are kept between stages."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import Any, TypeAlias

import pyarrow as pa
from pyspark.errors import PySparkRuntimeError
from pyspark.sql import DataFrame, SparkSession

from kg.errors import InputError

Row: TypeAlias = dict[str, Any]
Values: TypeAlias = tuple[Any, ...]

_ARROW = {"binary": pa.binary(), "string": pa.string(), "bigint": pa.int64(), "boolean": pa.bool_()}
_TOGETHER = 256
"""Rows that go to Python and back at once: readings of long documents must fit into memory so many times."""
_LOCAL = "local"
_ON_ONE_MACHINE = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.shuffle.partitions": "8",
    "spark.ui.enabled": "false",
}
""" 200 parts, Spark's default, are for clusters."""
_OF_LARGE_ROWS = {
    "spark.sql.parquet.enableVectorizedReader": "false",
    "spark.sql.execution.arrow.maxRecordsPerBatch": str(_TOGETHER),
}
"""By default Spark holds 4,096 rows of a file in one array, and sends 10,000 to Python at once."""


def session(master: str | None) -> SparkSession:
    """The session that is there, or one on `master`; by default what spark-submit was told, else all cores of this machine.

    Raises InputError where Spark does not start.
    """
    builder = SparkSession.builder.appName("jiaopu")
    if master is not None:
        builder = builder.master(master)
        if master.startswith(_LOCAL):
            os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
            for name, value in _ON_ONE_MACHINE.items():
                builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except PySparkRuntimeError as error:
        raise InputError(f"Spark 没有启动：{error}。需要 Java 17 或更高版本（JAVA_HOME）", exit_code=1) from error


@contextmanager
def large_rows(spark: SparkSession) -> Iterator[None]:
    """The session reads a few rows at a time until the end: a row may be a whole document, and Spark's thousands would not fit into memory."""
    before = {name: spark.conf.get(name) for name in _OF_LARGE_ROWS}
    for name, value in _OF_LARGE_ROWS.items():
        spark.conf.set(name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            spark.conf.set(name, value)


def mapped(table: DataFrame, function: Callable[[Row], Iterable[Values]], shape: str) -> DataFrame:
    """What the function gives for each row, as a table of the shape (`name type, …`)."""
    return table.mapInArrow(partial(_each, function, shape), shape)


def grouped(table: DataFrame, key: str, function: Callable[[list[Row]], Iterable[Values]], shape: str) -> DataFrame:
    """What the function gives for the rows of each key, which Spark's shuffle brings together; a key at a time is in memory."""
    placed = table.repartition(key).sortWithinPartitions(key)
    return placed.mapInArrow(partial(_groups, key, function, shape), shape)


def kept(table: DataFrame, path: str, *by: str) -> DataFrame:
    """The table, written to disk and read from there: nothing of what made it is computed twice."""
    table.write.mode("overwrite").partitionBy(*by).parquet(path)
    return table.sparkSession.read.schema(table.schema).parquet(path)


def _each(
    function: Callable[[Row], Iterable[Values]], shape: str, batches: Iterator[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    return _batches(chain.from_iterable(map(function, _rows(batches))), shape)


def _groups(
    key: str, function: Callable[[list[Row]], Iterable[Values]], shape: str, batches: Iterator[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    found = (function(list(same)) for _, same in groupby(_rows(batches), itemgetter(key)))
    return _batches(chain.from_iterable(found), shape)


def _rows(batches: Iterable[pa.RecordBatch]) -> Iterator[Row]:
    for batch in batches:
        for start in range(0, batch.num_rows, _TOGETHER):
            yield from batch.slice(start, _TOGETHER).to_pylist()


def _batches(values: Iterator[Values], shape: str) -> Iterator[pa.RecordBatch]:
    columns = [tuple(column.split()) for column in shape.split(",")]
    types: Sequence[Any] = [_ARROW[kind] for _, kind in columns]
    while some := list(islice(values, _TOGETHER)):
        arrays = [pa.array(column, kind) for column, kind in zip(zip(*some, strict=True), types, strict=True)]
        yield pa.RecordBatch.from_arrays(arrays, names=[name for name, _ in columns])
