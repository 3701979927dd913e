"""Paths as given → rows that processes read documents from: files, files of a distributed file system, tables."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import reduce
from pathlib import Path

from pyspark.errors import AnalysisException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as f
from pyspark.sql.types import StringType

from kg.errors import InputError
from kg.sources import Source, Unreadable, sources
from kg.spark.reading import SHAPE, Reader, as_bytes
from kg.spark.rows import mapped

_PARQUET = ".parquet"
_FILES = "name string, path string, settings string"
_NAMES = ("name", "id")
_PER_TASK = 64
"""Files that one task reads: some seconds of work."""


def read(spark: SparkSession, paths: Sequence[str], reader: Reader) -> DataFrame:
    """What the documents of the paths give. Raises InputError where a table has not what it needs.

    A path is a file or folder that every process can open, a file or folder of a distributed file system
    (`scheme://…`), or a table in Parquet with a text and a name a row.
    """
    tables = [path for path in paths if _is_table(path)]
    remote = [path for path in paths if "://" in path and path not in tables]
    local = [path for path in paths if path not in (*tables, *remote)]
    found = [mapped(_records(spark, path), reader.of_record, SHAPE) for path in tables]
    found += [mapped(_bytes(spark, path), reader.of_bytes, SHAPE) for path in remote]
    if local:
        found += _files(spark, local, reader)
    return reduce(DataFrame.union, found)


def _is_table(path: str) -> bool:
    return path.rstrip("/").endswith(_PARQUET) or ("://" not in path and any(Path(path).glob(f"*{_PARQUET}")))


def _files(spark: SparkSession, paths: Sequence[str], reader: Reader) -> Iterator[DataFrame]:
    found = sources(paths)
    if any(isinstance(one, Source) and one.is_input for one in found):
        raise InputError("--engine spark 不读标准输入：请给出文件、文件夹或 Parquet 表")
    files = [
        (one.name, str(one.path.resolve()), json.dumps(dict(one.settings))) for one in found if isinstance(one, Source)
    ]
    wrong = [
        ("unread", as_bytes(one.name), None, None, as_bytes(one.reason), None)
        for one in found
        if isinstance(one, Unreadable)
    ]
    if files:
        tasks = max(spark.sparkContext.defaultParallelism, len(files) // _PER_TASK)
        yield mapped(spark.createDataFrame(files, _FILES).repartition(tasks), reader.of_path, SHAPE)
    if wrong:
        yield spark.createDataFrame(wrong, SHAPE)


def _bytes(spark: SparkSession, path: str) -> DataFrame:
    """The files below a path, under names relative to it."""
    try:
        files = spark.read.format("binaryFile").option("recursiveFileLookup", value=True).load(path)
    except AnalysisException as error:
        raise InputError(f"{path} 不能读：{error.getCondition() or error}") from error
    root = path.rstrip("/").partition("://")[2].lstrip("/")
    inner = f.regexp_replace(f.col("path"), f.lit(f"^[a-z0-9]+:/+\\Q{root}\\E/?"), f.lit(""))
    name = f.when(inner == "", f.element_at(f.split("path", "/"), -1)).otherwise(inner)
    return files.select(name.alias("name"), "content")


def _records(spark: SparkSession, path: str) -> DataFrame:
    """The rows of a table as JSON. Raises InputError where it has no text or no names, or one name twice."""
    try:
        table = spark.read.parquet(path)
    except AnalysisException as error:
        raise InputError(f"{path} 不是 Parquet 表：{error.getCondition() or error}") from error
    name = next((column for column in _NAMES if column in table.columns), None)
    if name is None or "text" not in table.columns:
        raise InputError(f"{path} 需要 name（或 id）与 text 两列，现有 {'、'.join(table.columns)}")
    twice = table.groupBy(name).count().where("count > 1").limit(1).collect()
    if twice:
        raise InputError(f"{path} 中名称 {twice[0][0]} 重复：每个文档的 {name} 应当唯一", exit_code=1)
    kinds = {field.name: field.dataType for field in table.schema.fields}
    told = [f.col(one) if isinstance(kinds[one], StringType) else f.col(one).cast("string").alias(one) for one in kinds]
    return table.select(f.to_json(f.struct(*told)).alias("value"))
