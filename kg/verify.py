"""Every passage re-read from its source: what the graph quotes is what stands there, character by character."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Quad, Triple

from kg import store
from kg.errors import InputError
from kg.model import Document
from kg.rdf.index import Index
from kg.rdf.reader import Texts
from kg.sources import documents
from kg.terms import Class, Property, Reused


@dataclass(frozen=True, slots=True)
class Difference:
    """Where graph and source differ: the document, the passage (None for the whole text), what the graph says, what stands there."""

    document: str
    place: str | None
    quoted: str
    found: str | None

    def __str__(self) -> str:
        if self.found is None:
            return f"{self.document}：找不到原文"
        if self.place is None:
            return f"{self.document}：原文已变（SHA-256 应为 {self.quoted[:12]}…，实为 {self.found[:12]}…）"
        return f"{self.document} 第 {self.place} 字：图谱引作“{self.quoted}”，原文是“{self.found}”"


@dataclass(frozen=True, slots=True)
class Verified:
    """How many documents and passages were re-read, and what differs."""

    documents: int
    passages: int
    differences: tuple[Difference, ...]


def verify(path: Path, sources: Path | None = None) -> Verified:
    """Re-read every passage of an output folder from the texts that it keeps, or from the files of `sources`.

    Raises InputError where there is no graph, or nothing to compare with.
    """
    if sources is None and not path.is_dir():
        raise InputError(f"{path} 不是图谱文件夹：请用 --sources 指明原文所在的文件夹")
    return compared(store.quads(path), store.texts(path) if sources is None else _texts(sources))


def _texts(folder: Path) -> Texts:
    found = {item.name: item.text for item in documents([str(folder)]) if isinstance(item, Document)}
    return found.get


def compared(quads: Iterable[Quad | Triple], texts: Texts) -> Verified:
    """Compare what the quads quote with the texts."""
    index = Index()
    for quad in quads:
        index.add(quad)
    quoted: dict[str, list[str]] = {}
    passages = index.all(Class.PASSAGE)
    for passage in passages:
        for own in index.values(passage, Reused.NIF_REFERENCE_CONTEXT) or [""]:
            quoted.setdefault(own, []).append(passage)
    known = index.all(Class.DOCUMENT)
    homeless = (
        Difference(own or passage, None, "", None)
        for own in sorted(set(quoted) - set(known))
        for passage in quoted[own][:1]
    )
    differences = [*homeless, *(d for own in known for d in _document(index, own, quoted.get(own, []), texts))]
    return Verified(len(known), len(passages), tuple(differences))


def _document(index: Index, own: str, passages: list[str], texts: Texts) -> Iterator[Difference]:
    name = index.value(own, Reused.DCTERMS_SOURCE) or own
    text = texts(name)
    if text is None:
        yield Difference(name, None, "", None)
        return
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    for told in index.values(own, Property.SHA256):
        if told != digest:
            yield Difference(name, None, told, digest)
    for passage in passages:
        places = (index.values(passage, p) for p in (Reused.NIF_BEGIN_INDEX, Reused.NIF_END_INDEX))
        start, end = (int(values[0]) if len(values) == 1 else -1 for values in places)
        quoted = index.values(passage, Reused.NIF_ANCHOR_OF)
        found = text[start:end] if 0 <= start <= end <= len(text) else ""
        if quoted != [found] or not found or not passage.endswith(f"#char={start},{end}"):
            yield Difference(name, passage.partition("#char=")[2] or passage, " / ".join(quoted), found)
