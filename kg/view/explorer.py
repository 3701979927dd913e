"""The explorer of a large graph: one page, and the answers it asks for; a server only carries them."""

from __future__ import annotations

import gc
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from kg.identity.series import gathered
from kg.model import Knowledge
from kg.terms import EntityType, FactType, Role
from kg.view import payload
from kg.view.drawing import drawn
from kg.view.finder import Finder
from kg.view.scene import Asked, Scene, scene
from kg.view.sky import Sky, names, sky
from kg.view.subset import part_of

_MANY = 320
"""Nodes that are drawn around one: as many as the page itself draws."""
_FACTS = 400
"""Facts that are told of one node at once."""
_FIRST = 8
"""Entries of each list of the first panel."""
_ASKED = 400
"""Questions of identity that are sent."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What to send back: an HTTP status, a media type, the bytes."""

    status: int
    media: str
    body: bytes


class Explorer:
    """One knowledge held in memory, with the indexes that answers need."""

    def __init__(self, knowledge: Knowledge, *, title: str = "") -> None:
        self.title = title
        self.scene: Scene = scene(knowledge)
        self.index = {node.id: place for place, node in enumerate(self.scene.nodes)}
        self.ends = [tuple(sorted(set(fact.ends.values()))) for fact in self.scene.facts]
        self.facts_of: list[list[int]] = [[] for _ in self.scene.nodes]
        self.near: list[list[int]] = [[] for _ in self.scene.nodes]
        for place, ends in enumerate(self.ends):
            for end in ends:
                self.facts_of[end].append(place)
        for link in self.scene.links:
            self.near[link.source].append(link.target)
            self.near[link.target].append(link.source)

    @cached_property
    def sky(self) -> Sky:
        """The overview; computed once."""
        return sky(self.scene)

    @cached_property
    def overview(self) -> bytes:
        """The overview as it is sent."""
        return self.sky.packed()

    @cached_property
    def names(self) -> bytes:
        """The nodes' ids and names as they are sent."""
        return names(self.scene, self.sky.order)

    @cached_property
    def finder(self) -> Finder:
        """Search over names and passages; its index is made once."""
        return Finder(self.scene, [len(facts) for facts in self.facts_of])

    def prepare(self) -> None:
        """Make all that is made once, so that the first reader does not wait for it.

        What is held from then on is left out of garbage collection: going through it takes longer than any answer.
        """
        self.finder.prepare()
        _ = (self.page, self.overview, self.names, self._editions)
        gc.collect()
        gc.freeze()

    def answer(self, path: str, asked: Mapping[str, str]) -> Answer:
        """The answer to a request below the explorer's address: the page itself, or what its script asks for."""
        if path in {"", "/"}:
            return Answer(200, "text/html; charset=utf-8", self.page.encode())
        if path == "sky":
            return Answer(200, "application/octet-stream", self.overview)
        if path == "names":
            return Answer(200, "application/octet-stream", self.names)
        if path == "search":
            return _json(self.finder.found(asked.get("q", "")))
        if path == "part":
            return _json(self.part(asked))
        return Answer(404, "text/plain; charset=utf-8", "没有这个地址".encode())

    @cached_property
    def page(self) -> str:
        """The explorer's page: it opens on the overview and asks for the rest."""
        totals = {
            "nodes": len(self.scene.nodes),
            "facts": len(self.scene.facts),
            "documents": len(self.scene.sources),
            "links": len(self.scene.links),
            "types": dict(sorted(Counter(node.type for node in self.scene.nodes).items())),
            "schema": self._schema(),
        }
        start = self._start
        totals["values"] = self._values(start)
        return drawn(start, title=self.title or f"{totals['documents']} 份文档", remote=totals)

    def part(self, asked: Mapping[str, str]) -> dict[str, Any]:
        """What is asked for of `n`, `around` and `hops`, `from` and `to`, `plus`, in the shape of the page's own data."""
        told: set[int] = set()
        nodes: set[int] = set()
        for key in ("n", "around", "from", "to"):
            if (place := self.index.get(asked.get(key, ""))) is not None:
                told.add(place)
                nodes |= {place, *self._editions.get(place, ())}
                nodes |= set(self._within(place, 2 if asked.get("hops") == "2" and key == "around" else 1))
        for identifier in _listed(asked.get("plus", "")):
            if identifier in self.index:
                nodes |= set(self._within(self.index[identifier], 1))
        start, end = (self.index.get(asked.get(key, "")) for key in ("from", "to"))
        if start is not None and end is not None:
            nodes |= self._between(start, end)
        if not told:
            return self._packed(self._start)
        facts = {fact for node in told for fact in self.facts_of[node][:_FACTS]}
        facts |= {fact for node in nodes for fact in self.facts_of[node] if nodes.issuperset(self.ends[fact])}
        return self._packed(part_of(self.scene, nodes | told, sorted(facts)[: 4 * _FACTS]))

    def _packed(self, part: Scene) -> dict[str, Any]:
        data = payload.extras(part, payload.flat(part), title=self.title, whole=True, spelled=False)
        del data["words"]
        return {
            "nodes": payload.nodes(part, payload.flat(part)),
            "edges": payload.edges(part.links),
            "values": self._values(part),
            "options": "{}",
            "queries": [],
            **data,
        }

    @cached_property
    def _editions(self) -> dict[int, list[int]]:
        """For each edition of a contest or event the editions of its series, so many at most."""
        out: dict[int, list[int]] = {}
        for _, instances in gathered(self.scene.nodes):
            every = [self.index[entity.id] for entity, _ in instances]
            out.update(dict.fromkeys(every, every[:_MANY]))
        return out

    def _values(self, part: Scene) -> list[int]:
        """How many facts are told of each node of a part in the whole."""
        return [len(self.facts_of[self.index[node.id]]) for node in part.nodes]

    def _within(self, start: int, hops: int) -> list[int]:
        depth = {start: 0}
        ring = [start]
        for step in range(1, hops + 1):
            following = {other for node in ring for other in self.near[node] if other not in depth}
            ring = sorted(following, key=lambda node: (-len(self.facts_of[node]), node))
            depth.update(dict.fromkeys(ring, step))
        return list(depth)[:_MANY]

    def _between(self, start: int, end: int) -> set[int]:
        """The nodes on shortest paths, some if there are many."""
        ahead, back = self._distances(start, end), self._distances(end, start)
        length = ahead.get(end)
        if length is None:
            return set()
        on = [node for node, depth in ahead.items() if depth + back.get(node, length + 1) == length]
        return set(sorted(on, key=lambda node: (-len(self.facts_of[node]), node))[:_MANY])

    def _distances(self, start: int, end: int) -> dict[int, int]:
        depth = {start: 0}
        ring = [start]
        while ring and end not in depth:
            following = {other for node in ring for other in self.near[node] if other not in depth}
            depth.update(dict.fromkeys(following, depth[ring[0]] + 1))
            ring = sorted(following)
        return depth

    def _schema(self) -> list[list[int]]:
        """Which relations join which types, with the number of facts, as the page numbers types and relations."""
        types, relations = list(EntityType), list(FactType)
        counts: Counter[tuple[int, int, int]] = Counter()
        for link in self.scene.links:
            source, target = (types.index(self.scene.nodes[end].type) for end in (link.source, link.target))
            counts[source, relations.index(link.type), target] += len(link.facts)
        return [[*key, count] for key, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]

    @cached_property
    def _start(self) -> Scene:
        """What the first panel lists: the most connected, the latest awards, building projects, posts."""
        ranked = sorted(range(len(self.scene.nodes)), key=lambda node: (-len(self.facts_of[node]), node))
        kinds = (FactType.AWARD, FactType.CONSTRUCTION, FactType.HOLDS_POST)
        facts = [place for kind in kinds for place in self._latest(kind)]
        ends = {end for place in facts for end in self.scene.facts[place].ends.values()}
        asked = tuple(map(self._quoted, self.scene.asked[:_ASKED]))
        return replace(part_of(self.scene, {*ranked[:_FIRST], *ends}, sorted(facts)), asked=asked)

    def _quoted(self, question: Asked) -> Asked:
        """The question with the words of its passage: the passages of all would need all documents."""
        place = question.passage
        words = place.span.of(self.scene.sources[place.document].document.text) if place else ""
        return replace(question, passage=None, words=words)

    def _latest(self, kind: FactType) -> list[int]:
        def date(place: int) -> str:
            fact = self.scene.facts[place]
            document = self.scene.sources[fact.passages[0].document].document if fact.passages else None
            return str(fact.values.get(Role.DATE) or (document.date if document else "") or "")

        of_kind = (place for place, fact in enumerate(self.scene.facts) if fact.type is kind)
        return sorted(sorted(of_kind), key=date, reverse=True)[:_FIRST]


def _listed(text: str) -> Iterable[str]:
    try:
        found = json.loads(text or "[]")
    except (ValueError, RecursionError):
        return []
    return [item for item in found if isinstance(item, str)] if isinstance(found, list) else []


def _json(data: Any) -> Answer:  # noqa: ANN401 — whatever JSON can hold
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Answer(200, "application/json; charset=utf-8", text.encode())
