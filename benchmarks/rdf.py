"""RDF at size: writing, loading, the named queries, SHACL; all in seconds of processor time.

`python -m benchmarks.rdf [REPEATS]` (80 make 1,000,000 triples).
"""

from __future__ import annotations

import dataclasses
import gc
import io
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
from kg.__main__ import OBJECTS
from kg.model import Knowledge
from kg.terms import ID, PREFIXES

_ROUNDS = 7
_EXAMPLE = re.compile(r"如 (\S+)")


def _seconds(work: Callable[[], object]) -> float:
    """Seconds of processor time: what else the machine does is no part of them."""
    started = time.process_time()
    work()
    return time.process_time() - started


def _writers(statements: rdf.Statements) -> None:
    """Our sorted Turtle against pyoxigraph's unsorted one, by turns in one run; the median of the ratios."""
    plain = Store()
    plain.bulk_load(b"".join(rdf.ntriples_chunks(statements)), RdfFormat.N_TRIPLES)
    prefixes = dict(PREFIXES)
    pairs = [
        (
            _seconds(lambda: sum(map(len, rdf.turtle_chunks(statements, ID)))),
            _seconds(lambda: plain.dump(io.BytesIO(), RdfFormat.TURTLE, from_graph=DefaultGraph(), prefixes=prefixes)),
        )
        for _ in range(_ROUNDS)
    ]
    ours, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(their / our for our, their in pairs)
    print(
        f"write sorted Turtle: {ours:.2f} s, pyoxigraph from memory, unsorted: {theirs:.2f} s: {ratio:.2f} of its speed"
    )


def _queries(out: Path) -> None:
    """Each named query on the store on disk, parameters by their examples; the least of three runs."""
    graph, took = store.opened(out), {}
    for name, one in query.named().items():
        examples = ((p, _EXAMPLE.search(p.help)) for p in one.parameters if p.required)
        given = {p.name: f"{m[1]}{'' if p.kind == 'number' else '·3'}" for p, m in examples if m}
        ask = lambda one=one, given=given: list(query.rows(query.run(graph, one, given)))  # noqa: E731
        took[name] = min(_seconds(ask) for _ in range(3)) * 1000
    slowest = sorted(took, key=lambda name: -took[name])[:5]
    print(f"{len(took)} named queries: median {statistics.median(took.values()):.0f} ms", end="; slowest ")
    print(", ".join(f"{name} {took[name]:.0f} ms" for name in slowest))


def _replacement(out: Path, told: Knowledge) -> None:
    """One document's graph replaced by a half of it, and by the whole again; the store is opened and flushed each time."""
    whole = told.parts[len(told.parts) // 2]
    half = dataclasses.replace(whole, facts=whole.facts[::2])
    took = [_seconds(lambda part=part: store.replace_document(out, part)) for part in [half, whole] * 3]
    print(f"replace one document, the store opened and flushed: {statistics.median(took) * 1000:.0f} ms")


def main() -> None:
    """Print one line for each measure; Python looks for cycles as seldom as it does in the command."""
    gc.set_threshold(OBJECTS)
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
            lambda: graph.dump(io.BytesIO(), RdfFormat.TURTLE, from_graph=DefaultGraph(), prefixes=dict(PREFIXES))
        )
        print(f"pyoxigraph's own Turtle, unsorted, from the store on disk: {dumped:.1f} s")
        _queries(out)
        print(f"SHACL: {_seconds(lambda: validate.validate(out)):.0f} s")
        _replacement(out, told)


if __name__ == "__main__":
    main()
