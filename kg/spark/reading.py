"""What a process of Spark does with a document: the same functions as a build on one machine, their results as rows."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg import codec
from kg.decisions import Decision
from kg.extract import reading
from kg.forming import formed_of
from kg.given import Given
from kg.identity.alike import packed_link
from kg.identity.link import Link
from kg.model import Document, Reading
from kg.resolve import known_areas, prepared
from kg.sources import Source, Stored, Unreadable, read, read_stored
from kg.sources.opening import opened_bytes
from kg.sources.records import documents as records
from kg.spark.rows import Row, Values

SHAPE = "what string, document binary, number bigint, person string, value binary, more binary"
"""Of the rows that a document gives:

`reading` with the packed reading; `thing` with its number, form and mentions, for a person also its name and place, and
what else tells namesakes apart; `link` with why names of the thing with the number are one, and the quotation; `likely` with
why the thing may be another (by number, or an area by id, as JSON), and the quotation; `area` that words like 本市 mean; `unread` with the reason.
"""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the documents of a source; what persons decided is replayed."""

    given: Given
    decisions: tuple[Decision, ...]

    def of_path(self, row: Row) -> Iterator[Values]:
        """Of a file that every process can open."""
        source = Source(row["name"], Path(row["path"]), json.loads(row["settings"]))
        yield from self._all(read(source, **self._said()))

    def of_bytes(self, row: Row) -> Iterator[Values]:
        """Of a file's bytes."""
        for name, found in opened_bytes(row["name"], row["content"]):
            yield from self._stored(name, found)

    def of_record(self, row: Row) -> Iterator[Values]:
        """Of a row of a table, given as JSON: its text under its name, and what else is told of it."""
        for name, found in records(io.BytesIO(row["value"].encode())):
            yield from self._stored(name, found)

    def _stored(self, name: str, found: Stored | ValueError) -> Iterator[Values]:
        if isinstance(found, Stored):
            yield from self._all([read_stored(Source(name, Path()), found, **self._said())])
        else:
            yield from self._all([Unreadable(name, str(found))])

    def _said(self) -> dict[str, str | None]:
        return {"date": self.given.date, "region": self.given.region}

    def _all(self, documents: Iterable[Document | Unreadable]) -> Iterator[Values]:
        for one in documents:
            key = as_bytes(one.name)
            if isinstance(one, Unreadable):
                yield "unread", key, None, None, as_bytes(one.reason), None
            else:
                yield from _rows(key, reading(one), self.decisions)


def _rows(key: bytes, told: Reading, decisions: tuple[Decision, ...]) -> Iterator[Values]:
    document = told.document
    yield "reading", key, None, None, codec.packed(told), None
    for area in sorted(set(known_areas(document.region))):
        yield "area", key, None, None, as_bytes(area), None
    ready = prepared(told, decisions)
    things = formed_of(document.name, ready.clusters, ready.proposals, decisions)
    for link, number, second, named in things.likely:
        yield "likely", key, number, json.dumps([second, named]), packed_link(link), _quote(link, document)
    people = {person.number: person for person in things.people}
    for number, (form, mentions) in enumerate(zip(things.forms, things.mentions, strict=True)):
        person = people.get(number)
        yield "thing", key, number, person and person.called, person.form if person else form, mentions
    for number, link in things.links:
        yield "link", key, number, None, packed_link(link), _quote(link, document)
    yield from (("met", key, None, None, str(number).encode(), None) for number in sorted(things.met))


def _quote(link: Link, document: Document) -> bytes | None:
    return as_bytes(link.evidence.of(document.text)) if link.evidence else None


def as_bytes(text: str) -> bytes:
    """Text as Spark keeps it: in order of its characters, lone surrogates too."""
    return text.encode("utf-8", "surrogatepass")


def as_text(data: bytes) -> str:
    """The text of `as_bytes`."""
    return data.decode("utf-8", "surrogatepass")
