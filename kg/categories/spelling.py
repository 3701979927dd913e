"""Which words of a sentence name categories: each word is judged by what it is and by what stands around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg import segment
from kg.lazy import regex
from kg.loglinear import LogLinear
from kg.patterns.signature import Signature

INSIDE = "inside"
"""What the names of this model's features begin with."""
_LEAST = -0.3
"""A word that weighs as much is a part of a category: what is spelt too long is chosen less than what is not spelt at all."""
_SPELT = "KN"
"""Letters of a signature that are words of a text: known categories, and counts (100米, 30秒)."""
_WORD = regex(r"[\u4e00-\u9fffA-Za-z0-9×·\-—~.:+]+")
_FAR, _LONG, _SINCE = 6, 5, 4
"""Distances to a rank, lengths of words and distances from a name above these are all one."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A word with its dictionary tag, or a chunk of the signature with its letter; its places there."""

    text: str
    letter: str
    tag: str
    start: int
    end: int

    @property
    def worded(self) -> bool:
        """Whether it stands for its own words: no name, no rank."""
        return not self.letter or self.letter in _SPELT

    @property
    def spelt(self) -> bool:
        """Whether it may be a part of a category: no name, no rank, no mark."""
        return self.worded and _WORD.fullmatch(self.text) is not None

    @property
    def seen(self) -> str:
        """The word itself, but of names and ranks their letter."""
        return self.text if self.worded else self.letter


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand together and name a category, or a part of one; `start` and `end` are places in the signature."""

    text: str
    start: int
    end: int


def units(sign: Signature) -> list[Unit]:
    """The words and chunks of a sentence."""
    out: list[Unit] = []
    at, size = 0, len(sign.text)
    while at < size:
        chunk = sign.chunks.get(at)
        if chunk is not None:
            out.append(Unit("".join(sign.said(at).split()), chunk.letter, "", at, at + 1))
            at += 1
            continue
        end = next((i for i in range(at, size) if i in sign.chunks), size)
        for word, tag in segment.words(written(sign, at, end)):
            out.append(Unit(word, "", tag, at, at + len(word)))
            at += len(word)
    return out


def written(sign: Signature, start: int, end: int) -> str:
    """The document's characters behind places that are no chunks, one for each."""
    text = sign.sentence.document.text
    return "".join(text[sign.starts[place]] for place in range(start, end))


def described(line: Sequence[Unit]) -> Iterator[list[str]]:
    """What is seen of each unit that may be spelt; whether the one before is inside a category is added where that is known."""
    seen = [unit.seen for unit in line]
    ranks = _to_rank(line)
    last, since = "-", _SINCE
    for n, unit in enumerate(line):
        told = (
            (*_words(seen, n), *_shape(unit, ranks[n], seen, n), *_beside(line, n, last, since)) if unit.spelt else ()
        )
        yield [f"{INSIDE}|{name}" for name in told]
        if not unit.worded:
            last, since = unit.letter, 0
        else:
            since = min(since + 1, _SINCE)


def behind(inside: bool, unit: Unit) -> list[str]:
    """What is seen of a unit behind one that is, or is not, inside a category."""
    return [f"{INSIDE}|p={inside}", f"{INSIDE}|p,0={inside},{unit.text}"]


def _words(seen: Sequence[str], n: int) -> Iterator[str]:
    one, two, here, next_, after = (seen[n + k] if 0 <= n + k < len(seen) else "^" for k in (-2, -1, 0, 1, 2))
    yield from (f"0={here}", f"-1={two}", f"+1={next_}", f"-2={one}", f"+2={after}")
    yield from (f"-1,0={two},{here}", f"0,+1={here},{next_}", f"-2,-1={one},{two}", f"+1,+2={next_},{after}")


def _shape(unit: Unit, rank: int, seen: Sequence[str], n: int) -> Iterator[str]:
    text = unit.text
    follows = seen[n + 1] if n + 1 < len(seen) else "^"
    yield from (f"end={text[-1:]}", f"end2={text[-2:]}", f"start={text[:1]}", f"len={min(len(text), _LONG)}")
    yield from (f"letter={unit.letter}", f"r={rank}", f"r,0={rank},{seen[n]}", f"r,+1={rank},{follows}", "all")
    if not unit.letter:
        yield from (f"t={unit.tag}", f"t,+1={unit.tag},{follows}")


def _beside(line: Sequence[Unit], n: int, last: str, since: int) -> Iterator[str]:
    text = line[n].text
    before = line[n - 1].letter if n else "^"
    after = line[n + 1].letter if n + 1 < len(line) else "^"
    yield from (f"last={last}", f"last,since={last},{since}", f"last,0={last},{line[n].seen}")
    yield from (f"+1L={after},{text[-1:]}", f"-1L={before},{text[:1]}")


def _to_rank(line: Sequence[Unit]) -> list[int]:
    """How many units further the next rank stands."""
    out, far = [], _FAR
    for unit in reversed(line):
        far = 0 if unit.letter == "R" else min(far + 1, _FAR)
        out.append(far)
    return out[::-1]


class Speller:
    """Spells the categories of the sentences of a passage, each once."""

    def __init__(self, model: LogLinear) -> None:
        self._model = model
        self._known: dict[int, tuple[Piece, ...]] = {}

    def pieces(self, sign: Signature) -> tuple[Piece, ...]:
        """What a sentence names of categories, in text order."""
        place = sign.sentence.span.start
        if place not in self._known:
            self._known[place] = tuple(self._spelt(sign))
        return self._known[place]

    def _spelt(self, sign: Signature) -> Iterator[Piece]:
        line = units(sign)
        held: list[Unit] = []
        for unit, seen in zip(line, described(line), strict=True):
            if unit.spelt and self._model.weight([*seen, *behind(bool(held), unit)]) > _LEAST:
                held.append(unit)
            elif held:
                yield _piece(held)
                held = []
        if held:
            yield _piece(held)


def _piece(held: Sequence[Unit]) -> Piece:
    return Piece("".join(unit.text for unit in held), held[0].start, held[-1].end)
