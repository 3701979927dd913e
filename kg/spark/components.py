"""Connected components of a graph of any size: the alternating algorithm of large and small stars (Kiveris et al., SoCC 2014)."""

from __future__ import annotations

from collections.abc import Callable

from pyspark.sql import DataFrame
from pyspark.sql import functions as f

from kg.spark.rows import kept


def components(edges: DataFrame, folder: str) -> DataFrame:
    """`node` and `component`, its least node, for every node of the edges `a`, `b` (numbers); `folder` is for what passes."""
    both = edges.select(f.greatest("a", "b").alias("a"), f.least("a", "b").alias("b"))
    nodes = both.select(f.col("a").alias("node")).union(both.select("b")).distinct()
    now = kept(both.where("a > b").distinct(), f"{folder}/stars-0")
    before, number = None, 0
    while (state := _state(now)) != before:
        before, number = state, number + 1
        now = kept(_small_star(_large_star(now)), f"{folder}/stars-{number % 2}")
    labels = now.select(f.col("a").alias("node"), f.col("b").alias("component"))
    return nodes.join(labels, "node", "left").withColumn("component", f.coalesce("component", "node"))


def _state(edges: DataFrame) -> tuple[object, ...]:
    """What tells whether the edges changed: how many there are, and the sum of their hashes."""
    return tuple(edges.agg(f.count("*"), f.sum(f.xxhash64("a", "b") % 2**31)).collect()[0])


def _large_star(edges: DataFrame) -> DataFrame:
    """Each larger neighbour of a node is joined with the least of the node and its neighbours."""
    both = edges.union(edges.select(f.col("b").alias("a"), f.col("a").alias("b")))
    return _joined(both, lambda table: table.where("b > a").select(f.col("b").alias("a"), f.col("least").alias("b")))


def _small_star(edges: DataFrame) -> DataFrame:
    """Each smaller neighbour of a node, and the node, are joined with the least of them."""

    def star(table: DataFrame) -> DataFrame:
        pairs = table.select(f.col("b").alias("a"), f.col("least").alias("b"))
        return pairs.union(table.select("a", f.col("least").alias("b"))).where("a > b")

    return _joined(edges, star)


def _joined(edges: DataFrame, star: Callable[[DataFrame], DataFrame]) -> DataFrame:
    least = edges.groupBy("a").agg(f.least(f.min("b"), f.first("a")).alias("least"))
    return star(edges.join(least, "a")).distinct()
