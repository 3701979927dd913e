"""RDF at size: writing, loading, the named queries, SHACL. `python -m benchmarks.rdf [REPEATS]` (80 make 1,000,000 triples)."""

from __future__ import annotations

import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pyoxigraph import DefaultGraph, RdfFormat, Store

from benchmarks.generated import generated
from kg import query, rdf, store, validate
from kg.terms import ID, PREFIXES

_EXAMPLE = re.compile(r"如 (\S+)")


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _writers(statements: rdf.Statements) -> None:
    """Our sorted Turtle against pyoxigraph's unsorted one, in one run; the median of five."""
    plain = Store()
    plain.bulk_load(b"".join(rdf.ntriples_chunks(statements)), RdfFormat.N_TRIPLES)
    ours = statistics.median(_seconds(lambda: b"".join(rdf.turtle_chunks(statements, ID))) for _ in range(5))
    theirs = statistics.median(
        _seconds(lambda: plain.dump(format=RdfFormat.TURTLE, from_graph=DefaultGraph(), prefixes=dict(PREFIXES)))
        for _ in range(5)
    )
    print(f"write Turtle: ours {ours:.2f} s, pyoxigraph in memory {theirs:.2f} s: {theirs / ours:.2f} of its speed")


def _queries(out: Path) -> None:
    graph, took = store.opened(out), {}
    for name, one in query.named().items():
        examples = ((p, _EXAMPLE.search(p.help)) for p in one.parameters if p.required)
        given = {p.name: f"{m[1]}{'' if p.kind == 'number' else '·3'}" for p, m in examples if m}
        ask = lambda one=one, given=given: list(query.rows(query.run(graph, one, given)))  # noqa: E731
        took[name] = min(_seconds(ask) for _ in range(3))
    slowest = max(took, key=lambda name: took[name])
    middle = statistics.median(took.values())
    print(f"{len(took)} named queries: median {middle * 1000:.0f} ms, slowest {slowest} {took[slowest] * 1000:.0f} ms")


def main() -> None:
    """Print one line for each measure."""
    repeats = int(sys.argv[1]) if len(sys.argv) > 1 else 80
    told = generated(repeats)
    statements = rdf.union(told)
    print(f"{sum(map(len, statements.values())):,} triples of {len(told.parts)} documents")
    _writers(statements)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        print(f"write the output folder: {_seconds(lambda: store.write(told, out)):.1f} s")
        graph = store.opened(out)
        dumped = _seconds(
            lambda: graph.dump(format=RdfFormat.TURTLE, from_graph=DefaultGraph(), prefixes=dict(PREFIXES))
        )
        print(f"pyoxigraph's own Turtle from the store on disk: {dumped:.1f} s")
        _queries(out)
        print(f"SHACL: {_seconds(lambda: validate.validate(out)):.0f} s")
        changed = _seconds(lambda: store.replace_document(out, told.parts[0]))
        print(f"replace one document: {changed * 1000:.0f} ms")


if __name__ == "__main__":
    main()
