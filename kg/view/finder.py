"""Search in a large scene: names, aliases, pinyin and its initials, and the words of the evidence."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

from kg.view.pinyin import readings
from kg.view.scene import Scene

_NODES = 12
_PASSAGES = 6
_MOST = 4000
"""Hits that are ranked: a single common character has more, and nobody reads them all."""
_LATIN = re.compile(r"[a-z0-9 ']+")
_AROUND = 12
_BEHIND = 26


class Lines:
    """Texts as the lines of one long text, so that one scan finds all that hold a word."""

    def __init__(self, texts: Iterable[tuple[int, str]]) -> None:
        self.owners: list[int] = []
        self.starts: list[int] = []
        lines: list[str] = []
        at = 0
        for owner, text in texts:
            self.owners.append(owner)
            self.starts.append(at)
            lines.append(text.replace("\n", " "))
            at += len(text) + 1
        self.text = "\n".join(lines)

    def holding(self, word: str) -> Iterator[tuple[int, str]]:
        """Owner and line of each line that holds the word, in order, at most _MOST."""
        at = self.text.find(word)
        for _ in range(_MOST):
            if at < 0:
                return
            line = bisect_right(self.starts, at) - 1
            end = self.text.find("\n", at)
            end = len(self.text) if end < 0 else end
            yield self.owners[line], self.text[self.starts[line] : end]
            at = self.text.find(word, end + 1)


class Finder:
    """The names of a scene, ready to be searched. `weight` tells how important each node is."""

    def __init__(self, scene: Scene, weight: Sequence[int]) -> None:
        self.scene = scene
        self.weight = weight
        # The most important first: of many hits they are ranked.
        self.order = sorted(range(len(scene.nodes)), key=lambda node: (-weight[node], node))

    @cached_property
    def names(self) -> Lines:
        """All canonical names."""
        return Lines((node, self.scene.nodes[node].name.lower()) for node in self.order)

    @cached_property
    def aliases(self) -> Lines:
        """All other names."""
        return Lines((node, alias.lower()) for node in self.order for alias in self.scene.nodes[node].aliases)

    @cached_property
    def spelled(self) -> Lines:
        """Names in pinyin, and by its initials."""
        return Lines((node, text) for node in self.order for text in _spelling(self.scene.nodes[node].name))

    @cached_property
    def texts(self) -> Lines:
        """The documents' texts."""
        return Lines((place, source.document.text.lower()) for place, source in enumerate(self.scene.sources))

    @cached_property
    def by_document(self) -> list[list[int]]:
        """The facts that each document tells."""
        found: list[list[int]] = [[] for _ in self.scene.sources]
        for place, fact in enumerate(self.scene.facts):
            for document in sorted({p.document for p in fact.passages}):
                found[document].append(place)
        return found

    def prepare(self) -> None:
        """Make the indexes."""
        _ = (self.names, self.aliases, self.spelled, self.texts, self.by_document)

    def found(self, text: str) -> dict[str, list[dict[str, Any]]]:
        """Nodes and passages that answer, the best first."""
        asked = text.strip().lower()
        if not asked:
            return {"nodes": [], "passages": []}
        best: dict[int, float] = {}
        for node, score in self._scores(asked):
            best[node] = max(score, best.get(node, 0.0))
        ranked = sorted(best, key=lambda node: (-best[node], -self.weight[node], node))
        nodes = [self._node(node, asked) for node in ranked[:_NODES]]
        return {"nodes": nodes, "passages": list(self._passages(asked)) if len(asked) > 1 else []}

    def _scores(self, asked: str) -> Iterator[tuple[int, float]]:
        for lines, less in ((self.names, 0.0), (self.aliases, 5.0)):
            for node, name in lines.holding(asked):
                top = 100.0 if name == asked else 80.0 if name.startswith(asked) else 60.0
                yield node, top - less - min(len(name), 40) / 10
        if _LATIN.fullmatch(asked):
            latin = re.sub(r"[ ']", "", asked)
            for node, spelled in self.spelled.holding(latin):
                yield node, (48.0 if spelled.startswith(latin) else 28.0) - len(spelled) / 20

    def _node(self, node: int, asked: str) -> dict[str, Any]:
        entity = self.scene.nodes[node]
        alias = next((name for name in entity.aliases if asked in name.lower()), None)
        shown = None if asked in entity.name.lower() else alias
        return {"id": entity.id, "label": entity.name, "type": entity.type, "alias": shown}

    def _passages(self, asked: str) -> Iterator[dict[str, Any]]:
        """Passages with the words, each with a node of the fact to go to."""
        seen: set[tuple[int, int]] = set()
        for document, _ in self.texts.holding(asked):
            whole = self.scene.sources[document].document.text
            for place in self.by_document[document]:
                fact = self.scene.facts[place]
                for passage in fact.passages:
                    text = passage.span.of(whole) if passage.document == document else ""
                    at = text.lower().find(asked)
                    if at < 0 or (document, passage.span.start) in seen or not fact.ends:
                        continue
                    seen.add((document, passage.span.start))
                    end = at + len(asked)
                    shown = [text[max(0, at - _AROUND) : at], text[at:end], text[end : end + _BEHIND]]
                    yield {
                        "node": self.scene.nodes[next(iter(fact.ends.values()))].id,
                        "type": fact.type,
                        "text": shown,
                    }
                    if len(seen) >= _PASSAGES:
                        return


def _spelling(name: str) -> tuple[str, str]:
    syllables = [next(iter(readings(character)), character.lower()) for character in name]
    return "".join(syllables), "".join(syllable[:1] for syllable in syllables)
