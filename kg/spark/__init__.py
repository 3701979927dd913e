"""The same graph from a cluster: reading, resolution and output as stages of Apache Spark (docs/cluster.md)."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as f

from kg.decisions import Decision
from kg.errors import InputError
from kg.given import Given
from kg.identity.decided import Decided
from kg.pipeline import Built
from kg.resolve import stale
from kg.sources import Unreadable, summed
from kg.spark.identity import Identity, identity
from kg.spark.inputs import read
from kg.spark.reading import Reader, as_text
from kg.spark.rows import grouped, kept, large_rows, mapped, session
from kg.spark.telling import ENTITIES, FACTS, MENTIONS, TOLD, judgement, told
from kg.terms import ID

NQUADS, ENTITY_TABLE, FACT_TABLE, MENTION_TABLE = "nquads", "entities", "facts", "mentions"
"""The folders of the output."""
_TEXT, _SUFFIX = ".txt", ".nq"
_WORK = "_work"
"""The folder for what passes between stages: removed at the end."""


def build(
    paths: Sequence[str],
    out: str,
    *,
    master: str | None = None,
    given: Given | None = None,
    base: str = ID,
    decisions: Sequence[Decision] = (),
) -> Built:
    """Build the graph of files, folders and tables into the folder `out`: partitioned N-Quads, and tables in Parquet.

    `out` may lie in a distributed file system. Raises InputError where Spark does not start or nothing can be read.
    """
    started = time.perf_counter()
    spark = session(master)
    out = out.rstrip("/") if "://" in out else Path(out).resolve().as_uri()
    work = f"{out}/{_WORK}"
    with large_rows(spark), _removed_after(spark, work):
        rows = kept(read(spark, paths, Reader(given or Given(), tuple(decisions))), f"{work}/read", "what")
        unread = _unread(rows)
        documents = rows.where("what = 'reading'").count()
        if not documents:
            raise InputError("；".join(["没有可读的文档", *summed(unread)]), exit_code=1)
        known = identity(rows, tuple(decisions), work)
        said = kept(_told(rows, known, tuple(decisions), base), f"{work}/told", "what")
        _write(said, known, base, out)
        counts = _counts(spark, out)
        met = {
            int(row["value"])
            for table in (known.met, *(t.where("what = 'met'") for t in (rows, said)))
            for row in _values(table)
        }
        _report(spark, out, documents, counts, unread, _stale(decisions, met))
    return Built(documents, counts, tuple(unread), time.perf_counter() - started)


def _unread(rows: DataFrame) -> list[Unreadable]:
    found = rows.where("what = 'unread'").select("document", "value").collect()
    told = (Unreadable(as_text(bytes(one["document"])), as_text(bytes(one["value"]))) for one in found)
    return sorted(told, key=lambda one: (one.name, one.reason))


def _told(rows: DataFrame, known: Identity, decisions: tuple[Decision, ...], base: str) -> DataFrame:
    """What each document tells: its reading and its entities come together, with those that words like 本市 mean."""
    none = f.lit(None).cast("binary")
    readings = rows.where("what = 'reading'").select("document", none.alias("mentions"), none.alias("entity"), "value")
    areas = rows.where("what = 'area'").select("document", none.alias("mentions"), f.col("value").alias("id"))
    named = known.of.select("document", "mentions", "id").union(areas).join(known.entities, "id")
    every = readings.union(named.select("document", "mentions", "entity", none))
    return grouped(every, "document", partial(told, decisions, base), TOLD)


def _write(said: DataFrame, known: Identity, base: str, out: str) -> None:
    judged = mapped(known.judged, partial(judgement, base), TOLD).distinct()
    said.where("what = 'quads'").select("value").write.mode("overwrite").text(f"{out}/{NQUADS}")
    judged.select("value").coalesce(1).write.mode("append").text(f"{out}/{NQUADS}")
    _named_as_nquads(judged.sparkSession, f"{out}/{NQUADS}")
    for what, shape, name in (
        ("entity", ENTITIES, ENTITY_TABLE),
        ("fact", FACTS, FACT_TABLE),
        ("mention", MENTIONS, MENTION_TABLE),
    ):
        table = said.where(f.col("what") == what).select("value")
        table = table.distinct() if what == "entity" else table
        table.select(f.from_json("value", shape).alias("told")).select("told.*").write.mode("overwrite").parquet(
            f"{out}/{name}"
        )


def _counts(spark: SparkSession, out: str) -> dict[str, Any]:
    """Entities and facts by type, and the number of mentions."""
    told: dict[str, Any] = {}
    for name in (ENTITY_TABLE, FACT_TABLE):
        found = spark.read.parquet(f"{out}/{name}").groupBy("type").agg(f.count_distinct("id").alias("many")).collect()
        told[name] = dict(sorted((row["type"], row["many"]) for row in found))
    return {**told, "mentions": spark.read.parquet(f"{out}/{MENTION_TABLE}").count()}


def _stale(decisions: Sequence[Decision], met: set[int]) -> tuple[str, ...]:
    decided = Decided(decisions)
    decided.used(*met)
    return stale(decided)


def _values(table: DataFrame) -> list[Any]:
    return list(table.select("value").distinct().collect())


def _report(
    spark: SparkSession,
    out: str,
    documents: int,
    counts: dict[str, Any],
    unread: Sequence[Unreadable],
    no_longer: tuple[str, ...],
) -> None:
    told = {"documents": documents, **counts, "unread": [[u.name, u.reason] for u in unread], "stale": no_longer}
    line = json.dumps(told, ensure_ascii=False).encode("utf-8", "backslashreplace").decode()
    spark.createDataFrame([(line,)], "value string").coalesce(1).write.mode("overwrite").text(f"{out}/report")


def _named_as_nquads(spark: SparkSession, folder: str) -> None:
    """Give the parts the suffix by which loaders know their syntax: Spark writes text as .txt alone."""
    files, path = _files(spark, folder)
    for status in files.listStatus(path):
        name = str(status.getPath().toString())
        if name.endswith(_TEXT):
            files.rename(status.getPath(), path.suffix(f"/{name.rpartition('/')[2].removesuffix(_TEXT)}{_SUFFIX}"))


@contextmanager
def _removed_after(spark: SparkSession, folder: str) -> Iterator[None]:
    """The folder is gone at the end, however that comes."""
    try:
        yield
    finally:
        files, path = _files(spark, folder)
        files.delete(path, True)


def _files(spark: SparkSession, folder: str) -> tuple[Any, Any]:
    """The file system of a folder, and the folder's path in it: PySpark shows them in no other way."""
    context: Any = spark.sparkContext
    path = context._jvm.org.apache.hadoop.fs.Path(folder)  # noqa: SLF001
    return path.getFileSystem(context._jsc.hadoopConfiguration()), path  # noqa: SLF001
