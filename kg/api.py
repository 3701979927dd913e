"""The public names: `kg.build([...])` gives a Knowledge that can be saved, queried, drawn and walked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, Store

from kg import model, pipeline, query, rdf, store, view
from kg.errors import InputError
from kg.graph import multidigraph, neighbourhood
from kg.model import Document
from kg.sources import documents
from kg.terms import ID

if TYPE_CHECKING:
    import networkx as nx


class Knowledge(model.Knowledge):
    """What documents tell, resolved: see `kg.model.Knowledge` for its parts."""

    __slots__ = ()

    @classmethod
    def of(cls, told: model.Knowledge) -> Knowledge:
        """The same knowledge with these methods."""
        return cls(told.parts, told.merges, told.proposals, told.stale)

    @classmethod
    def read(cls, path: str | Path) -> Knowledge:
        """The knowledge of a built folder or of an RDF file. Raises InputError."""
        return cls.of(store.read(Path(path)))

    def to_networkx(self) -> nx.MultiDiGraph:
        """A plain MultiDiGraph: nodes and edges with their types, names and evidence as attributes."""
        return multidigraph(self)

    def to_turtle(self, base: str = ID) -> str:
        """The graph as sorted Turtle, as in graph.ttl."""
        return b"".join(rdf.turtle_chunks(rdf.union(self, base), base)).decode()

    def save(self, out: str | Path, base: str = ID) -> None:
        """Write the output folder, as `kg build` does. Raises InputError."""
        pipeline.save(self, Path(out), base=base)

    def query(self, text: str, **given: str) -> list[tuple[str, ...]]:
        """The rows that a SPARQL text or a named query gives. Raises InputError."""
        loaded = Store()
        loaded.load(self.to_turtle().encode(), format=RdfFormat.TURTLE)
        return list(query.rows(query.run(loaded, query.query(text), given)))

    def neighbourhood(self, name: str, *, hops: int = 1) -> Knowledge:
        """What is said within so many steps of the entities of that name. Raises InputError where there is none."""
        return Knowledge.of(neighbourhood(self, name, hops=hops))

    def _repr_html_(self) -> str:
        """The page in a frame of its own, for notebooks."""
        return view.framed(self)


def build(
    paths: Sequence[str | Path], *, date: str | None = None, region: str | None = None, jobs: int = 1
) -> Knowledge:
    """The knowledge of files, folders and globs. Raises InputError where one cannot be read."""
    read: list[Document] = []
    for item in documents([str(path) for path in paths], date=date, region=region):
        if not isinstance(item, Document):
            raise InputError(str(item), exit_code=1)
        read.append(item)
    return Knowledge.of(pipeline.knowledge(read, jobs=jobs))
