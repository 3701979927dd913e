"""Files → documents: their text with exact offsets, turns, date, region, title."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kg.model import Document
from kg.sources.files import Source, Unreadable, files, summed
from kg.sources.formats import FORMATS
from kg.sources.head import head, kept_lines
from kg.sources.interview import label_words, spans_outside, utterances
from kg.sources.opening import holds_many, opened
from kg.sources.region import region as region_of
from kg.sources.stored import Stored, sound
from kg.sources.turns import interview

__all__ = [
    "Source",
    "Stored",
    "Unreadable",
    "document",
    "documents",
    "holds_many",
    "opened",
    "read",
    "read_stored",
    "sources",
    "summed",
]


def sources(paths: Sequence[str]) -> list[Source | Unreadable]:
    """What the paths (files, folders, globs, `-`) hold, in order of name: each source can be read on its own."""
    return files(paths, FORMATS)


def documents(
    paths: Sequence[str], *, date: str | None = None, region: str | None = None
) -> Iterator[Document | Unreadable]:
    """The documents of files, folders, globs and standard input in order of name, and what could not be read.

    One document is held at a time. `date` (ISO 8601) and `region` (GB/T 2260) override what the texts tell.
    """
    for source in sources(paths):
        if isinstance(source, Unreadable):
            yield source
        else:
            yield from read(source, date=date, region=region)


def read(source: Source, *, date: str | None = None, region: str | None = None) -> Iterator[Document | Unreadable]:
    """The documents of one source: several where it is an archive or records, else one.

    What a folder's settings say counts more than what a file tells, `date` and `region` most.
    """
    for name, found in opened(source):
        if isinstance(found, Stored):
            yield read_stored(replace(source, name=name), found, date=date, region=region)
        else:
            yield Unreadable(name, str(found))


def read_stored(source: Source, found: Stored, *, date: str | None = None, region: str | None = None) -> Document:
    """The document of a text that was opened already; the source has its name."""
    told = {**found.about, **source.settings} | {k: v for k, v in (("date", date), ("region", region)) if v}
    return _told(document(source.name, found.text, date=told.get("date"), region=told.get("region")), found, told)


def _told(read: Document, found: Stored, told: Mapping[str, str]) -> Document:
    """The document with what was told of it beside its text."""
    about = {key: sound(told[key]) for key in ("title", "issuer", "address", "column") if told.get(key)}
    return replace(read, locations=found.locations, notes=found.notes, **about)  # type: ignore[arg-type]


def document(name: str, text: str, *, date: str | None = None, region: str | None = None) -> Document:
    """A text as a document: its turns, body, title, issuer, and its date and region where these are not given."""
    name, text = sound(name), sound(text)
    about = head(text)
    told = interview(text, label_words())
    spoken = told.turns
    day = date or _stamped_day(spoken[0].stamp if spoken else None) or about.date
    kept = tuple(kept_lines(text))
    return Document(
        name,
        text,
        day,
        region or region_of(text, lead=about.end),
        spans_outside(text, spoken, kept) if spoken else kept,
        utterances(text, told, day) if spoken else (),
        about.title,
        about.issuer,
        about.address,
    )


def _stamped_day(stamp: str | None) -> str | None:
    return head(stamp).date if stamp else None
