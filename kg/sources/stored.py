"""What a format gives: the stored text, where its parts stood in the original, and what the source tells of itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kg.lazy import regex
from kg.model import Location, Span

MOST_BYTES = 32 * 1024 * 1024
"""Bytes that one document may have: a book has one million; what is larger is no notice, and would fill the memory."""
MOST_CHARACTERS = 10_000_000
"""Characters that one stored text may have."""

_CONTROLS = regex(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffe\uffff]|[\ud800-\udfff]")
_DAY = regex(r"((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
_LONE = regex("[\ud800-\udfff]")
_BREAKS = regex(r"[ \u3000\u00a0]*[\t\r\n\u2028\u2029]+[ \u3000\u00a0]*")


EMPTY = "文件是空的: 没有可读的内容 (empty file)"


class UnreadableError(ValueError):
    """The bytes give no text: the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A source's text as every offset refers to it.

    `about` holds what the source tells beside its text: `title`, `date` (ISO 8601), `issuer`, `address`, `column`.
    `notes` say how it was read: an encoding that was recognized, pages without text.
    """

    text: str
    locations: tuple[Location, ...] = ()
    about: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


class Writer:
    """Grows a stored text line by line, and notes where each piece stood."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._at = 0
        self._locations: list[Location] = []

    def line(self, text: str, place: str | None = None) -> None:
        """A paragraph; lines without text are left out."""
        clean = _CONTROLS.sub("", text).strip()
        if clean:
            start = self._put(clean)
            self._put("\n")
            self._locate(start, start + len(clean), place)

    def wrapped(self, pieces: Sequence[tuple[str, str]]) -> None:
        """A paragraph of several pieces, each with its place: one that runs on over pages."""
        start = self._at
        for text, place in pieces:
            here = self._put(_CONTROLS.sub("", text))
            self._locate(here, self._at, place)
        if self._at > start:
            self._put("\n")

    def row(self, cells: Sequence[str], places: Sequence[str], place: str | None = None) -> None:
        """A row of a table: its cells in one line, parted by tabs; rows without text are left out."""
        clean = [cell_text(cell) for cell in cells]
        while clean and not clean[-1]:
            clean.pop()
        if not clean:
            return
        first = self._at
        for number, text in enumerate(clean):
            if number:
                self._put("\t")
            start = self._put(text)
            if text:
                self._locate(start, self._at, places[number])
        self._locate(first, self._at, place)
        self._put("\n")

    def gap(self) -> None:
        """An empty line, where there is text above it and none yet."""
        if self._pieces and self._pieces[-2:] != ["\n", "\n"]:
            self._put("\n")

    def finished(self, about: Mapping[str, str] | None = None, notes: Sequence[str] = ()) -> Stored:
        """The stored text. Raises UnreadableError where there is none."""
        text = "".join(self._pieces).rstrip("\n") + "\n"
        if not text.strip():
            raise UnreadableError("文件里没有文字: 没有可读的内容 (no text in this file)")
        found = tuple(sorted(self._locations, key=lambda one: (one.span.start, -one.span.end, one.place)))
        return Stored(text, found, about or {}, tuple(notes))

    def _put(self, text: str) -> int:
        start = self._at
        self._pieces.append(text)
        self._at += len(text)
        if self._at > MOST_CHARACTERS:
            raise UnreadableError(
                f"文字超过 {MOST_CHARACTERS // 10_000} 万字: 请拆成几个文件 (more text than one document may have)"
            )
        return start

    def _locate(self, start: int, end: int, place: str | None) -> None:
        if place is not None and end > start:
            self._locations.append(Location(Span(start, end), place))


def cell_text(text: str) -> str:
    """The text of a cell in one line: each line break becomes one blank."""
    return _BREAKS.sub(" ", _CONTROLS.sub("", text).strip())


def sound(text: str) -> str:
    """The text with U+FFFD for each lone surrogate, which no encoding of Unicode can write: JSON escapes bring them in."""
    return _LONE.sub("\ufffd", text)


def day(text: str) -> str | None:
    """The first full date of a text as ISO 8601: 2023-11-08 16:20, 2023年11月8日, 2023/11/8; None where there is none."""
    found = _DAY.search(text)
    return f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}" if found else None


def too_large(size: int, most: int) -> str:
    """The line for a file of so many bytes."""
    return f"文件太大({size / 2**20:.0f} MB,至多 {most / 2**20:.0f} MB): 请拆成几个文件 (file too large)"
