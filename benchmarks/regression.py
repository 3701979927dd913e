"""Ratios against named baselines, measured now, beside those of ratios.csv: ends with 1 where one is a fifth worse.

`python -m benchmarks.regression` compares, `--write` puts the ratios of this run into the table. All are of processor time,
each round measures both sides in turn, and the median of the rounds counts.
"""

from __future__ import annotations

import argparse
import csv
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import rdflib
from pyoxigraph import RdfFormat, Store

from benchmarks import extraction, machine
from benchmarks.generated import generated
from benchmarks.startup import PYTHON, measured
from kg import query, rdf
from kg.terms import ID

TABLE = Path(__file__).with_name("ratios.csv")
_WORSE = 0.8
_ASKED = "awards-by-school"


def reading(count: int) -> list[float]:
    """Reading's speed over that of jieba.posseg."""
    return [one["reading"] / one["jieba.posseg"] for one in extraction.rounds(count)]


def turtle(count: int) -> list[float]:
    """Writing Turtle: the speed over rdflib's."""
    statements = rdf.union(generated(1))
    plain = rdflib.Graph()
    plain.parse(data=b"".join(rdf.ntriples_chunks(statements)), format="nt")
    ours = lambda: b"".join(rdf.turtle_chunks(statements, ID))  # noqa: E731
    return [seconds(lambda: plain.serialize(format="turtle")) / seconds(ours) for _ in range(count)]


def asking(count: int) -> list[float]:
    """A named query: the speed over that of the same SPARQL in rdflib."""
    lines = b"".join(rdf.ntriples_chunks(rdf.union(generated(1))))
    store, plain = Store(), rdflib.Graph()
    store.bulk_load(lines, RdfFormat.N_TRIPLES)
    plain.parse(data=lines, format="nt")
    one = query.named()[_ASKED]
    ours = lambda: list(query.rows(query.run(store, one, {})))  # noqa: E731
    theirs = lambda: list(plain.query(one.sparql({}), initNs=query.prefixes()))  # noqa: E731
    return [seconds(theirs) / seconds(ours) for _ in range(count)]


def starting(count: int) -> list[float]:
    """An empty Python's time over that of `kg --help`, each the median of some starts."""
    empty, own = [PYTHON, "-c", "pass"], [PYTHON, "-m", "kg", "--help"]
    return [measured(empty)[1] / measured(own)[1] for _ in range(count)]


MEASURES: dict[str, Callable[[int], list[float]]] = {
    "reading / jieba.posseg": reading,
    "Turtle written / rdflib": turtle,
    "a named query / rdflib": asking,
    "kg --help / an empty Python": starting,
}
"""Speed over the baseline's: larger is better."""


def seconds(work: Callable[[], object]) -> float:
    """Processor time."""
    began = time.process_time()
    work()
    return time.process_time() - began


def main() -> None:
    """Measure, print, compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="put the ratios of this run into the table")
    parser.add_argument("--only", default="", help="measure those whose name holds this")
    given = parser.parse_args()
    if given.write and given.only:
        parser.error("--write needs all of them")
    print(machine.told())
    before = (
        {}
        if given.write
        else {row["ratio"]: float(row["median"]) for row in csv.DictReader(TABLE.open(encoding="utf-8"))}
    )
    now, worse = [], []
    print("| ratio of speeds | median | spread | in the table |\n| --- | ---: | --- | ---: |")
    for name, measure in MEASURES.items():
        if given.only not in name:
            continue
        values = measure(given.rounds)
        median = statistics.median(values)
        now.append((name, f"{median:.3g}", f"{min(values):.3g}", f"{max(values):.3g}"))
        print(f"| {name} | {median:.3g} | {min(values):.3g}–{max(values):.3g} | {before.get(name, '-')} |", flush=True)
        if median < _WORSE * before.get(name, 0.0):
            worse.append(name)
    if given.write:
        with TABLE.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([("ratio", "median", "least", "most"), *now])
    sys.exit(f"more than a fifth worse: {', '.join(worse)}" if worse else 0)


if __name__ == "__main__":
    main()
