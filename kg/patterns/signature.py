"""A sentence as its signature: each list of names, rank, category, count, time one letter, the other words as they stand."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from kg.lazy import regex
from kg.model import Claim, Mention, Scope, Sentence, Span
from kg.patterns.phrases import Chunk, Item, Strip, chunks, strip
from kg.patterns.tokens import WIDE, Focus, tokens
from kg.patterns.words import compiled
from kg.terms import FactType, Role

_OPENING = 8
"""So many characters (a time, an adverb) may stand before the subject of a clause."""
_NOT_OPEN = regex(r"[由在被对到与向从给以把将让据]$|参加|获|代表|是$|来自|出席|举办|走进|A-Z|[SAGOBPCEFL]")


@dataclass(frozen=True)
class Signature:
    """One sentence for the rules. `text` is matched by regular expressions; `chunks` maps its letters to what they mean."""

    sentence: Sentence
    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    chunks: dict[int, Chunk]
    before: Signature | None
    speaker: Mention | None = None
    school: Mention | None = None
    mains: tuple[Mention, ...] = ()

    def span(self, start: int, end: int) -> Span:
        """The document span of a stretch of the signature."""
        return Span(self.starts[start], self.ends[end - 1]) if end > start else self.sentence.span

    def between(self, start: int, end: int) -> Iterator[tuple[int, Chunk]]:
        """The chunks from `start` to `end`."""
        return ((i, self.chunks[i]) for i in range(start, end) if i in self.chunks)

    def items(self, found: re.Match[str], group: str) -> tuple[Item, ...]:
        """The items that a named group of a match stands for."""
        start, end = found.span(group)
        return tuple(item for _, chunk in self.between(start, end) for item in chunk.items)

    def said(self, place: int) -> str:
        """The document's own characters behind one letter."""
        return self.span(place, place + 1).of(self.sentence.document.text)

    def clause(self, place: int) -> tuple[int, int]:
        """Start and end of the clause around a place; commas in brackets do not count."""
        at = bisect_left(self.marks, place)
        start = self.marks[at - 1] + 1 if at else 0
        return start, self.marks[at] if at < len(self.marks) else len(self.text)

    def together(self, one: int, other: int) -> bool:
        """Whether no semicolon stands between two places: what it parts is seldom said of one another."""
        return self.text.find(";", min(one, other), max(one, other)) < 0

    def last(self, letters: str, place: int, back: int = 2) -> Chunk | None:
        """The last chunk of one of `letters` before a place, in this sentence or up to `back` before it."""
        held = self.held(letters)
        if at := bisect_left(held, place):
            return self.chunks[held[at - 1]]
        if back and self.before is not None:
            return self.before.last(letters, len(self.before.text), back - 1)
        return None

    def topic(self, letters: str, place: int, back: int = 2) -> Chunk | None:
        """What the text is about there: the last chunk of one of `letters` that opens a clause, else the last one at all."""
        held = self.held(letters)
        if at := bisect_left(held, place):
            opening = next((i for i in reversed(held[:at]) if self.opens(i)), held[at - 1])
            return self.chunks[opening]
        if back and self.before is not None:
            return self.before.topic(letters, len(self.before.text), back - 1)
        return None

    def opens(self, place: int) -> bool:
        """Whether the chunk stands where a clause has its subject: near its start and behind no preposition or verb."""
        ahead = self.text[max(0, place - _OPENING - 4) : place]
        start = max(ahead.rfind(mark) for mark in ",;:。!?")
        if start < 0 < place - len(ahead):
            return False
        lead = ahead[start + 1 :]
        return len(lead) <= _OPENING and not _NOT_OPEN.search(lead)

    def held(self, letters: str) -> tuple[int, ...]:
        """The places of the chunks of one of `letters`, in order: looked for once."""
        if letters not in self._held:
            self._held[letters] = tuple(sorted(i for i, c in self.chunks.items() if c.letter in letters))
        return self._held[letters]

    @cached_property
    def _held(self) -> dict[str, tuple[int, ...]]:
        return {}

    @cached_property
    def letters(self) -> frozenset[str]:
        """The letters that occur: a cheap test before an expression is tried."""
        return frozenset(chunk.letter for chunk in self.chunks.values())

    @cached_property
    def places(self) -> dict[int, int]:
        """The place in `text` of each offset of the document at which a letter starts."""
        return {start: i for i, start in enumerate(self.starts)}

    @cached_property
    def marks(self) -> tuple[int, ...]:
        """Where clauses end."""
        return tuple(i for i, char in enumerate(self.text) if char in _MARKS)


_MARKS = ",;:。!?"


def signature(
    sentence: Sentence,
    text: str,
    focus: Focus,
    before: Signature | None,
    speaker: Mention | None = None,
    mains: tuple[Mention, ...] = (),
) -> Signature:
    """The signature of a sentence; `text` is the document's text at one width, `focus` what was spoken of before.

    `speaker` is who the document speaks for where that is no area: the office that reports, the school that writes of itself;
    `mains` the school, group and body that the document is mostly about.
    """
    school = focus.last.get("school")
    line = strip(text, sentence.span, tuple(tokens(text, sentence.span, sentence.mentions, focus)))
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    placed: dict[int, Chunk] = {}
    at = 0
    for start, end, chunk in chunks(line):
        _copy(line, at, start, out, starts, ends)
        placed[len(out)] = chunk
        out.append(chunk.letter)
        starts.append(chunk.span.start)
        ends.append(chunk.span.end)
        at = end
    _copy(line, at, len(line.text), out, starts, ends)
    return Signature(sentence, "".join(out), tuple(starts), tuple(ends), placed, before, speaker, school, mains)


def _copy(line: Strip, start: int, end: int, out: list[str], starts: list[int], ends: list[int]) -> None:
    out.extend(line.text[start:end])
    starts.extend(line.starts[start:end])
    ends.extend(line.ends[start:end])


def one_width(text: str) -> str:
    """The text with full-width marks, digits and capitals as plain ones: the same length, so that offsets hold."""
    return text.translate(WIDE)


def heads(items: Sequence[Item]) -> list[Mention | Scope]:
    """What the items name."""
    return [item.head for item in items]


@dataclass(frozen=True, slots=True)
class Relation:
    """A two-party reading: a pattern with groups `a` and `b`; a group that the pattern lacks is carried from before.

    Lists give every couple; `pairwise`, and 分别 in the text between lists of one length, the first with the first.
    `nearest` takes only the last of the list `a`: the one that the rest of the clause goes on with.
    """

    name: str
    pattern: str
    confidence: float = 0.9
    carry_a: str = ""
    carry_b: str = ""
    pairwise: bool = False
    nearest: bool = False


def pairs(sign: Signature, rules: Sequence[Relation], kind: FactType, a: Role, b: Role) -> Iterator[Claim]:
    """The claims of two parties that the relations read in one sentence."""
    for rule in rules:
        for found in compiled(rule.pattern).finditer(sign.text):
            left = _party(sign, found, "a", rule.carry_a)
            right = _party(sign, found, "b", rule.carry_b)
            apart = rule.pairwise or ("分别" in found[0] and len(left) == len(right) > 1)
            couples = zip(left, right, strict=False) if apart else _every(left[-1:] if rule.nearest else left, right)
            for x, y in couples:
                if x.head != y.head:
                    evidence = sign.span(*found.span())
                    yield Claim(kind, {a: x.head, b: y.head}, evidence, rule.name, rule.confidence)


def _every(left: Sequence[Item], right: Sequence[Item]) -> Iterator[tuple[Item, Item]]:
    return ((x, y) for x in left for y in right)


def _party(sign: Signature, found: re.Match[str], group: str, carry: str) -> tuple[Item, ...]:
    if group in found.re.groupindex and found[group] is not None:
        return sign.items(found, group)
    if carry == "AREA":
        return (Item(sign.speaker or Scope(None), sign.span(*found.span())),)
    if carry.startswith("TOPIC"):
        chunk = sign.topic(carry.removeprefix("TOPIC"), found.start(), 0)
        return chunk.items if chunk else (Item(sign.speaker or Scope(None), sign.span(*found.span())),)
    chunk = sign.topic(carry, found.start()) if carry else None
    return chunk.items if chunk else ()
