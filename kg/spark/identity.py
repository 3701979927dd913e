"""Resolution by jurisdiction and name: what may be one thing is brought together by Spark and looked at as on one machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial, reduce

from pyspark.sql import DataFrame
from pyspark.sql import functions as f

from kg import resolve
from kg.decisions import Decision
from kg.forming import joined_forms
from kg.identity.across import told_apart
from kg.identity.alike import (
    edges,
    entity_of,
    link_of,
    node,
    packed_entity,
    packed_link,
    spoken_of,
    thing_of,
    told_form,
)
from kg.identity.decided import Decided
from kg.spark.components import components
from kg.spark.reading import as_bytes, as_text
from kg.spark.rows import Row, Values, grouped, kept, mapped

_THINGS = "document binary, number bigint, form binary, mentions binary, link binary, other binary, at bigint"
_FOUND = "what string, key binary, value binary, rank binary"
_LIKELY = "document binary, number bigint, other binary, at bigint, area binary, link binary, quote binary"
"""A proposal: the things by document and number, or instead of the second an area by its id."""
_JUDGED = "what string, id binary, other binary, link binary, quote binary"


@dataclass(frozen=True, slots=True)
class Identity:
    """What was resolved: which entity each thing of a document is, the entities, why names are one, and what decisions met.

    `of`: document, mentions, id · `entities`: id, entity · `judged`: id, link, quote, whether only proposed, and then
    the second entity · `met`: value
    """

    of: DataFrame
    entities: DataFrame
    judged: DataFrame
    met: DataFrame


def identity(read: DataFrame, decisions: tuple[Decision, ...], work: str) -> Identity:
    """Resolve the rows that documents gave; `work` is a folder for what passes."""
    things = kept(_things(read, decisions), f"{work}/things")
    told = things.where("form IS NOT NULL").drop("link", "other", "at")
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
    sure = merges.select(
        "id", "link", "quote", f.lit(False).alias("proposed"), f.lit(None).cast("binary").alias("other")
    )
    proposed = _proposed(_likely(read, things), found.where("what = 'proposal'"), of, decisions, work)
    judged = sure.union(proposed.where("what = 'proposal'").select("id", "link", "quote", f.lit(True), "other"))
    own = entities.select(f.col("key").alias("id"), f.col("value").alias("entity"))
    met = found.where("what = 'met'").select("value").union(proposed.where("what = 'met'").select("id"))
    return Identity(of, own, judged.distinct(), met.distinct())


def _things(read: DataFrame, decisions: tuple[Decision, ...]) -> DataFrame:
    """The things of the documents as forms; namesakes are told apart, and proposed to be one in rows with a link."""
    things = read.where("what = 'thing'")
    persons = grouped(things.where("person IS NOT NULL"), "person", partial(_persons, decisions), _THINGS)
    none = f.lit(None).cast("binary").alias("link")
    second = f.lit(None).cast("binary").alias("other"), f.lit(None).cast("bigint").alias("at")
    columns = ("document", "number", f.col("value").alias("form"), f.col("more").alias("mentions"), none, *second)
    return things.where("person IS NULL").select(*columns).union(persons)


def _persons(decisions: tuple[Decision, ...], rows: list[Row]) -> Iterator[Values]:
    rows.sort(key=lambda row: (row["document"], row["number"]))
    people = [thing_of(row["value"], as_text(row["document"])) for row in rows]
    proposals = told_apart(people)
    for row, person in zip(rows, people, strict=True):
        form = told_form(person, spoken_of(as_text(row["document"]), decisions))
        yield row["document"], row["number"], form, row["more"], None, None, None
    place = {
        id(person.members[0][1]): (row["document"], row["number"]) for row, person in zip(rows, people, strict=True)
    }
    for likely in proposals:
        yield *place[id(likely.one)], None, None, packed_link(likely.link), *place[id(likely.other)]


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
    forms = [(number, row["form"], as_text(row["document"])) for number, row in enumerate(rows)]
    joined = joined_forms(forms, decisions)
    for one in joined.ones:
        key = as_bytes(one.key)
        yield "entity", key, one.entity, one.rank
        yield from (("of", rows[number]["form"], key, None) for number in one.forms)
        yield from (("merge", key, packed_link(link), None) for link in one.links)
    for link, first, second in joined.likely:
        yield "proposal", as_bytes(first), packed_link(link), as_bytes(second)
    yield from (("met", None, str(number).encode(), None) for number in sorted(joined.met))


def _united(rows: list[Row]) -> Iterator[Values]:
    """The one entity of all that have its id."""
    rows.sort(key=lambda row: row["rank"])
    entity = reduce(resolve.united, (entity_of(row["value"]) for row in rows))
    key = rows[0]["key"]
    yield "entity", key, packed_entity(entity), rows[0]["rank"]


def _likely(read: DataFrame, things: DataFrame) -> DataFrame:
    """What single documents propose, and that persons of one name are one, as rows of _LIKELY."""
    none = f.lit(None).cast("binary")
    people = things.where("link IS NOT NULL")
    own = mapped(read.where("what = 'likely'"), _within, _LIKELY)
    return own.union(people.select("document", "number", "other", "at", none, "link", none))


def _within(row: Row) -> Iterator[Values]:
    number, area = json.loads(row["person"])
    document = row["document"]
    yield document, row["number"], document, number, as_bytes(area) if area else None, row["value"], row["more"]


def _proposed(
    likely: DataFrame, across: DataFrame, of: DataFrame, decisions: tuple[Decision, ...], work: str
) -> DataFrame:
    """The proposals that two entities are one, and what decisions on them met, as rows of _JUDGED."""
    one = of.select("document", "number", f.col("id").alias("one_id"))
    other = of.select(f.col("document").alias("other"), f.col("number").alias("at"), f.col("id").alias("other_id"))
    both = likely.join(one, ["document", "number"]).join(other, ["other", "at"], "left")
    asked = both.select("one_id", "other_id", "area", "link", "quote")
    none = f.lit(None).cast("binary")
    asked = asked.union(across.select("key", "rank", none, "value", none))
    return kept(mapped(asked, partial(_judged, decisions), _JUDGED), f"{work}/proposed", "what")


def _judged(decisions: tuple[Decision, ...], row: Row) -> Iterator[Values]:
    decided, link, one = Decided(decisions), link_of(row["link"]), as_text(row["one_id"])
    second = row["other_id"] or row["area"]
    if row["other_id"] is None and resolve.is_decided(one):
        return
    found = resolve.proposal(one, as_text(second) if second else None, link, decided)
    if found is not None:
        other = as_bytes(found.other) if found.other else None
        yield "proposal", as_bytes(found.entity), other, row["link"], row["quote"]
    yield from (("met", str(number).encode(), None, None, None) for number in sorted(decided.met))
