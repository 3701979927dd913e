"""Annotated Markdown: examples whose mentions are drawn into the text, with the facts they tell below."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.lazy import regex

_DRAWN = regex(r"\[([^\[\]]+)\]\(([A-Z][A-Za-z]+)\)")
_META = regex(r"<!--\s*(.*?)\s*-->")
_PAIR = regex(r"(\w+)=(.*?)(?=\s+\w+=|$)")


class CorpusError(ValueError):
    """An example that cannot be read: the message names file and line."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A mention drawn into an example: `text[start:end]` is of type `type`."""

    start: int
    end: int
    type: str


@dataclass(frozen=True, slots=True)
class Told:
    """A fact that an example tells; its values are names in the text or literals. One marked `?` is arguable."""

    type: str
    args: dict[str, str]
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Example:
    """One heading of a corpus file: a text, its mentions, its facts.

    `facts` is None where the example says nothing about facts, and empty after `- nothing`.
    `same` holds the groups of names that are one thing.
    """

    title: str
    text: str
    mentions: tuple[Drawn, ...]
    facts: tuple[Told, ...] | None
    same: tuple[tuple[str, ...], ...]
    date: str | None
    region: str | None
    place: str


def examples(path: Path) -> Iterator[Example]:
    """The examples of one Markdown file, in order. Raises CorpusError."""
    title: str | None = None
    start, lines = 0, list[str]()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("## "):
            if title is not None:
                yield _example(title, lines, f"{path.name}:{start}")
            title, start, lines = line[3:].strip(), number, []
        elif title is not None:
            lines.append(line)
    if title is not None:
        yield _example(title, lines, f"{path.name}:{start}")


def _example(title: str, lines: list[str], place: str) -> Example:
    meta: dict[str, str] = {}
    body: list[str] = []
    told: list[str] = []
    for line in lines:
        if found := _META.fullmatch(line.strip()):
            meta.update(_PAIR.findall(found[1]))
        elif line.startswith("- "):
            told.append(line[2:].strip())
        else:
            if told and line.strip():
                raise CorpusError(f"{place}: text after the facts: {line[:40]}")
            body.append(line)
    text, mentions = _drawn("\n".join(body).strip("\n"))
    facts = [_told(item, place) for item in told if not item.startswith("same ") and item != "nothing"]
    same = tuple(tuple(n.strip() for n in item[5:].split(" = ")) for item in told if item.startswith("same "))
    silent = not facts and "nothing" not in told
    return Example(
        title, text, mentions, None if silent else tuple(facts), same, meta.get("date"), meta.get("region"), place
    )


def _drawn(marked: str) -> tuple[str, tuple[Drawn, ...]]:
    out: list[str] = []
    length, last, mentions = 0, 0, []
    for found in _DRAWN.finditer(marked):
        before = marked[last : found.start()]
        out += [before, found[1]]
        start = length + len(before)
        length = start + len(found[1])
        mentions.append(Drawn(start, length, found[2]))
        last = found.end()
    out.append(marked[last:])
    return "".join(out), tuple(mentions)


def _told(item: str, place: str) -> Told:
    sure = item.removeprefix("? ")
    kind, _, rest = sure.partition(" ")
    args = dict(_PAIR.findall(rest))
    if not args:
        raise CorpusError(f"{place}: no arguments in “{item}”: write `type role=value …`")
    return Told(kind, args, sure == item)
