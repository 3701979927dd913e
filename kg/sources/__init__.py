"""Files → documents: their text with exact offsets, turns, date, region, title."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.model import Document
from kg.sources.files import Source, Unreadable, files
from kg.sources.head import head, kept_lines
from kg.sources.interview import label_words, spans_outside, utterances
from kg.sources.region import region as region_of
from kg.sources.text import UnreadableError, decoded
from kg.sources.turns import interview

__all__ = ["Source", "Unreadable", "document", "documents", "read", "sources"]

SUFFIXES = (".text", ".txt")
"""What a folder's scan takes; a file that is named itself is read whatever its suffix."""


def sources(paths: Sequence[str]) -> list[Source | Unreadable]:
    """What the paths (files, folders, globs) hold, in order of name: each source can be read on its own."""
    return files(paths, SUFFIXES)


def documents(
    paths: Sequence[str], *, date: str | None = None, region: str | None = None
) -> Iterator[Document | Unreadable]:
    """The documents of files, folders and globs in order of name, and what could not be read.

    `date` (ISO 8601) and `region` (GB/T 2260) override what the texts tell.
    """
    for source in sources(paths):
        yield source if isinstance(source, Unreadable) else read(source, date=date, region=region)


def read(source: Source, *, date: str | None = None, region: str | None = None) -> Document | Unreadable:
    """One source as a document; what its folder's settings say counts more than its text, `date` and `region` most."""
    try:
        text = decoded(source.path.read_bytes())
    except UnreadableError as error:
        return Unreadable(source.name, str(error))
    except OSError as error:
        return Unreadable(source.name, f"不能打开: {error.strerror or error} (cannot be opened)")
    own = source.settings
    found = document(source.name, text, date=date or own.get("date"), region=region or own.get("region"))
    told = {key: own[key] for key in ("title", "issuer", "address") if key in own}
    return replace(found, **told) if told else found  # type: ignore[arg-type]


def document(name: str, text: str, *, date: str | None = None, region: str | None = None) -> Document:
    """A text as a document: its turns, body, title, issuer, and its date and region where these are not given."""
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
