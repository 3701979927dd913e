"""The page of a build: it shows the first documents of a large graph, and is drawn again only where what it shows has changed."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice
from pathlib import Path

from kg import cache as kept_readings
from kg import ontology, view
from kg.cache import Cache, library
from kg.decisions import Decision
from kg.gathered import Found
from kg.identity.decided import Decided
from kg.model import Knowledge, Merge
from kg.processes import Processes
from kg.telling import Piece, part, pieces

DOCUMENTS = 2000
"""Documents that the page shows at most."""
NODES = 10_000
"""Things that it shows at most: larger graphs are looked at with `kg serve`."""
_LIBRARIES = ("numpy", "scipy", "networkx", "pypinyin", "pyvis", "jinja2", "markupsafe")
"""Those that draw."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows: documents, and the judgements of identity."""

    pieces: tuple[Piece, ...]
    merges: tuple[Merge, ...]
    proposals: tuple[Merge, ...]
    decisions: tuple[Decision, ...]
    title: str

    @property
    def key(self) -> str:
        """A hash of all that the page depends on."""
        told = hashlib.sha256(repr((_program(), self.merges, self.proposals, self.decisions, self.title)).encode())
        for piece in self.pieces:
            told.update(piece.reading)
            told.update(repr((piece.named, piece.entities)).encode())
        return told.hexdigest()


def shown(keys: Mapping[str, str], found: Found, kept: Cache, decisions: tuple[Decision, ...], base: str) -> Shown:
    """What the page of a build shows; its title tells where that is not all."""
    first = _first(list(keys), found)
    title = "" if len(first) == len(keys) else f"前 {len(first)} 份文档，共 {len(keys)} 份（全图：kg serve）"
    some = chain.from_iterable(pieces({name: keys[name] for name in first}, found, kept, base))
    return Shown(tuple(some), found.merges, found.proposals, decisions, title)


def _first(names: Sequence[str], found: Found) -> Sequence[str]:
    """The first documents, as many as a page has room for; one at least."""
    things: set[int] = set()
    for number, name in enumerate(islice(names, DOCUMENTS)):
        things.update(found.named_in(name))
        if len(things) > NODES:
            return names[: max(number, 1)]
    return names[:DOCUMENTS]


def page(what: Shown, kept: Cache, pool: Processes, *, shared: bool) -> Callable[[], str]:
    """Begin to draw the page beside other work, unless it is kept; what is returned gives its text."""
    key = what.key
    if (known := kept.page(key)) is not None:
        return lambda: known
    text = pool.beside(drawn, what, shared=shared)

    def result() -> str:
        made = text()
        kept.keep_page(key, made)
        return made

    return result


def drawn(what: Shown) -> str:
    """The page."""
    decided = Decided(what.decisions)
    parts = sorted((part(piece, decided) for piece in what.pieces), key=lambda one: one.document.name)
    return view.page(Knowledge(tuple(parts), what.merges, what.proposals), title=what.title)


@cache
def _program() -> str:
    """A hash of what draws: code, its files, the words of the ontology, libraries."""
    told = (kept_readings.version(), zlib.ZLIB_RUNTIME_VERSION, *map(library, _LIBRARIES))
    digest = hashlib.sha256(repr(told).encode())
    for folder in (Path(__file__).parent / "view", ontology.folder()):
        for piece in kept_readings.pieces(folder, {"__pycache__"}):
            digest.update(piece)
    return digest.hexdigest()
