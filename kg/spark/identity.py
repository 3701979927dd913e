"""Resolution by jurisdiction and name: what may be one thing is brought together by Spark and looked at as on one machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial, reduce

from pyspark.sql import DataFrame
from pyspark.sql import functions as f

from kg import resolve
from kg.decisions import Decision
from kg.identity.across import joined, told_apart
from kg.identity.decided import Decided
from kg.identity.forms import plain
from kg.spark.components import components
from kg.spark.forms import (
    edges,
    entity_of,
    link_of,
    node,
    packed_entity,
    packed_link,
    rank,
    thing_of,
    told_form,
)
from kg.spark.reading import as_bytes, as_text
from kg.spark.rows import Row, Values, grouped, kept, mapped

_THINGS = "document binary, number bigint, form binary, mentions binary, link binary"
_FOUND = "what string, key binary, value binary, rank binary"
_FIRST, _LAST = b"0", b"1"
"""Of names that lead to several entities the last one counts, those by which things are told after the others."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What was resolved: which entity each thing of a document is, the entities, why names are one, and what decisions met.

    `of`: document, mentions, id · `entities`: id, entity · `judged`: id, link, quote, whether only proposed · `met`: value
    """

    of: DataFrame
    entities: DataFrame
    judged: DataFrame
    met: DataFrame


def identity(read: DataFrame, decisions: tuple[Decision, ...], work: str) -> Identity:
    """Resolve the rows that documents gave; `work` is a folder for what passes."""
    things = kept(_things(read), f"{work}/things")
    told = things.where("form IS NOT NULL").drop("link")
    forms = told.groupBy("form").agg(f.min("document").alias("document"))
    placed = _placed(forms, decisions, work)
    found = kept(grouped(placed, "component", partial(_joined, decisions), _FOUND), f"{work}/found", "what")
    entities = kept(grouped(found.where("what = 'entity'"), "key", _united, _FOUND), f"{work}/entities", "what")
    ids = found.where("what = 'of'").select(f.col("key").alias("form"), f.col("value").alias("id"))
    of = told.join(ids, "form").select("document", "number", "mentions", "id")
    links = read.where("what = 'link'").select(
        "document", "number", f.col("value").alias("link"), f.col("more").alias("quote")
    )
    none = f.lit(None).cast("binary").alias("quote")
    merges = (
        links.join(of, ["document", "number"]).select("id", "link", "quote")
        .union(found.where("what = 'merge'").select(f.col("key").alias("id"), f.col("value").alias("link"), none))
    )  # fmt: skip
    proposals = (
        links.where("number IS NULL").select("link", "quote")
        .union(things.where("link IS NOT NULL").select("link", none))
        .union(found.where("what = 'proposal'").select(f.col("value").alias("link"), none))
    )  # fmt: skip
    names = found.where("what = 'name'").union(entities.where("what = 'name'").select(*found.columns))
    judged = merges.withColumn("proposed", f.lit(False)).union(_proposed(proposals, names)).distinct()
    own = entities.where("what = 'entity'").select(f.col("key").alias("id"), f.col("value").alias("entity"))
    return Identity(of, own, judged, found.where("what = 'met'").select("value").distinct())


def _things(read: DataFrame) -> DataFrame:
    """The things of the documents as forms; namesakes are told apart, and proposed to be one in rows with a link."""
    things = read.where("what = 'thing'")
    persons = grouped(things.where("person IS NOT NULL"), "person", _persons, _THINGS)
    none = f.lit(None).cast("binary").alias("link")
    columns = ("document", "number", f.col("value").alias("form"), f.col("more").alias("mentions"), none)
    return things.where("person IS NULL").select(*columns).union(persons)


def _persons(rows: list[Row]) -> Iterator[Values]:
    rows.sort(key=lambda row: (row["document"], row["number"]))
    people = [thing_of(row["value"], as_text(row["document"])) for row in rows]
    proposals = told_apart(people)
    for row, person in zip(rows, people, strict=True):
        yield row["document"], row["number"], told_form(person), row["more"], None
    yield from ((None, None, None, None, packed_link(link)) for link in proposals)


def _placed(forms: DataFrame, decisions: tuple[Decision, ...], work: str) -> DataFrame:
    """`form`, `document` and `component`: forms of different components never see each other."""
    ties = kept(mapped(forms, partial(_edges, decisions), "a bigint, b bigint, sure boolean"), f"{work}/edges")
    held = ties.where("sure").select("b").distinct()
    sure = ties.where("sure").union(ties.where("NOT sure").join(held, "b", "left_semi").select("a", "b", "sure"))
    found = components(sure.select("a", "b"), work)
    return mapped(forms, _numbered, "form binary, document binary, node bigint").join(found, "node")


def _numbered(row: Row) -> Iterator[Values]:
    yield row["form"], row["document"], node(row["form"])


def _edges(decisions: tuple[Decision, ...], row: Row) -> Iterator[Values]:
    return edges(row["form"], decisions)


def _joined(decisions: tuple[Decision, ...], rows: list[Row]) -> Iterator[Values]:
    """The entities of a component's forms."""
    decided = Decided(decisions)
    singles = [thing_of(row["form"], as_text(row["document"])) for row in rows]
    form_of = {id(thing.members[0][1]): row["form"] for thing, row in zip(singles, rows, strict=True)}
    every, proposals = joined(singles, decided)
    for thing in every:
        entity = resolve.entity_of(thing)
        key, place = as_bytes(entity.id), rank(thing)
        yield "entity", key, packed_entity(entity), place
        yield "name", as_bytes(plain(thing.told_name)), key, _LAST + place
        yield from (("of", form_of[id(cluster)], key, None) for _, cluster in thing.members)
        yield from (("merge", key, packed_link(link), None) for link in thing.links)
    yield from (("proposal", None, packed_link(link), None) for link in proposals)
    yield from (("met", None, str(number).encode(), None) for number in sorted(decided.met))


def _united(rows: list[Row]) -> Iterator[Values]:
    """The one entity of all that have its id, and the names that lead to it."""
    rows.sort(key=lambda row: row["rank"])
    entity = reduce(resolve.united, (entity_of(row["value"]) for row in rows))
    key = rows[0]["key"]
    yield "entity", key, packed_entity(entity), rows[0]["rank"]
    for name in sorted({plain(name) for name in (*entity.aliases, entity.name)}):
        yield "name", as_bytes(name), key, _FIRST + rows[0]["rank"]


def _proposed(proposals: DataFrame, names: DataFrame) -> DataFrame:
    """The proposals that two names are one which do not lead to one entity, each with an entity that it is about."""
    last = names.groupBy("key").agg(f.max_by("value", "rank").alias("id"))
    asked = mapped(proposals, _asked, "link binary, quote binary, short binary, full binary")
    short = last.select(f.col("key").alias("short"), f.col("id").alias("short_id"))
    full = last.select(f.col("key").alias("full"), f.col("id").alias("full_id"))
    both = asked.join(short, "short", "left").join(full, "full", "left")
    apart = both.where(f.col("short_id").isNull() | ~f.col("short_id").eqNullSafe(f.col("full_id")))
    about = f.coalesce("full_id", "short_id", f.lit(b"")).alias("id")
    return apart.select(about, "link", "quote", f.lit(True).alias("proposed"))


def _asked(row: Row) -> Iterator[Values]:
    link = link_of(row["link"])
    yield row["link"], row["quote"], as_bytes(plain(link.short)), as_bytes(plain(link.full))
