"""The scene and its layout as the data inside the page: compact JSON, compressed, the same bytes everywhere."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import PurePosixPath
from typing import Any

import numpy as np

from kg.areas import COUNTRY, full_name
from kg.identity.series import gathered
from kg.model import Document
from kg.terms import EntityType, FactType, Role
from kg.view import pinyin
from kg.view.layout import Layout
from kg.view.scene import Link, Passage, Same, Scene, Source, Told
from kg.view.words import rows, words

_TYPES = tuple(EntityType)
_FACTS = tuple(FactType)
_ROLES = tuple(Role)
_SYSTEM = 9
"""Where gzip's header tells the system (RFC 1952); 255 is an unknown one."""
_PLAIN = {"shape": "circle", "light": "#5b6472", "dark": "#a9b4c4"}
"""How a type looks that style.csv does not name."""


def nodes(scene: Scene, layout: Layout) -> list[dict[str, Any]]:
    """Nodes as pyvis takes them: id, label, place, type as group, number of facts as value."""
    value = [0] * len(scene.nodes)
    for fact in scene.facts:
        for end in set(fact.ends.values()):
            value[end] += 1
    return [
        {"id": i, "label": e.name, "x": int(p[0]), "y": int(p[1]), "group": _TYPES.index(e.type), "value": value[i]}
        for i, (e, p) in enumerate(zip(scene.nodes, layout.places, strict=True))
    ]


def edges(links: Iterable[Link]) -> list[dict[str, Any]]:
    """Edges as pyvis takes them: ends, fact type as group, the facts behind it."""
    return [
        {"id": i, "from": e.source, "to": e.target, "group": _FACTS.index(e.type), "facts": list(e.facts)}
        for i, e in enumerate(links)
    ]


def extras(scene: Scene, layout: Layout, *, title: str, whole: bool, spelled: bool = True) -> dict[str, Any]:
    """All that the page shows beside nodes and edges; `spelled` with its characters' pinyin, for a page that searches by itself."""
    rules = sorted({fact.rule for fact in scene.facts})
    return {
        "title": title,
        "whole": whole,
        "words": words(),
        "types": _styles(),
        "relations": list(_FACTS),
        "roles": list(_ROLES),
        "ids": [e.id for e in scene.nodes],
        "kinds": [e.kind for e in scene.nodes],
        "aliases": [list(e.aliases) for e in scene.nodes],
        "readings": pinyin.table(name for e in scene.nodes for name in (e.name, *e.aliases)) if spelled else {},
        "regions": [_region(e.jurisdiction) for e in scene.nodes],
        "community": list(layout.community),
        "local": [] if whole else [[int(x), int(y)] for x, y in layout.local],
        "communities": _communities(layout),
        "rules": rules,
        "facts": [_fact(fact, rules) for fact in scene.facts],
        "factIds": [fact.id for fact in scene.facts],
        "asked": [
            [list(a.subjects), a.text, round(a.confidence, 3), _passage(a.passage) or a.words] for a in scene.asked
        ],
        "merges": [_merge(same) for same in scene.merges],
        "series": _series(scene),
        "documents": [_document(source) for source in scene.sources],
    }


def flat(scene: Scene) -> Layout:
    """No layout at all: what is drawn by rings or columns needs none."""
    none = np.zeros((len(scene.nodes), 2))
    return Layout(none, none, (0,) * len(scene.nodes), (0,) if scene.nodes else (), np.zeros((1, 2)), np.zeros(1))


def packed(data: Mapping[str, Any]) -> str:
    """The data as compressed base64 text."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # A fixed time and level: the same data gives the same bytes.
    return base64.b64encode(gzipped(text.encode())).decode("ascii")


def gzipped(data: bytes) -> bytes:
    """The data as gzip, with the same header everywhere: the byte for the system differs between versions of Python."""
    made = gzip.compress(data, compresslevel=9, mtime=0)
    return made[:_SYSTEM] + b"\xff" + made[_SYSTEM + 1 :]


def _styles() -> list[dict[str, str]]:
    known = {row["type"]: {key: row[key] for key in _PLAIN} for row in rows("style.csv")}
    return [{"id": kind, **known.get(kind, _PLAIN)} for kind in _TYPES]


def _communities(layout: Layout) -> list[list[int]]:
    places = zip(layout.hubs, layout.centres, layout.radii, strict=True)
    return [[hub, int(x), int(y), int(radius)] for hub, (x, y), radius in places]


def _series(scene: Scene) -> list[list[Any]]:
    """Each series of contests or events: its name, and its editions in order, each as node, edition and year."""
    place = {node.id: i for i, node in enumerate(scene.nodes)}
    return [
        [series.name, [[place[entity.id], told.edition, told.year] for entity, told in instances]]
        for series, instances in gathered(scene.nodes)
    ]


def _fact(fact: Told, rules: Sequence[str]) -> list[Any]:
    ends = [[_ROLES.index(role), node] for role, node in fact.ends.items()]
    values = [[_ROLES.index(role), value] for role, value in fact.values.items()]
    passages = [[p.document, p.span.start, p.span.end] for p in fact.passages]
    return [_FACTS.index(fact.type), ends, values, passages, rules.index(fact.rule), round(fact.confidence, 3)]


def _merge(same: Same) -> list[Any]:
    return [same.node, list(same.names), same.reason, round(same.confidence, 3), _passage(same.passage)]


def _passage(passage: Passage | None) -> list[int] | None:
    return [passage.document, passage.span.start, passage.span.end] if passage else None


def _document(source: Source) -> dict[str, Any]:
    document = source.document
    return {
        "name": document.name,
        "title": headline(document),
        "date": document.date,
        "region": _region(document.region),
        "address": document.address,
        "text": document.text,
        "turns": [[u.span.start, u.span.end, u.role, u.time, u.speaker] for u in document.utterances],
        # One list of threes: thousands of short lists take the browser longer to read.
        "mentions": [number for span, node in source.mentions for number in (span.start, span.end, node)],
    }


@cache
def _region(code: str | None) -> str | None:
    """An area as a reader names it: 江苏省常州市钟楼区; an unknown code as it is."""
    return code and (full_name(code) or ("全国" if code == COUNTRY else code))


def headline(document: Document) -> str:
    """What a document is called in a list: its title, or its file's name."""
    return document.title or PurePosixPath(document.name).stem
