"""Speed and accuracy of reading together: the whole way from text to claims beside jieba and LAC on the same text, in one run.

Each round is a process of its own; processor time, after all have read other texts, so that models are loaded and patterns
compiled. Accuracy is that of `kg evaluate` on the documents that nobody reads.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import jieba
import jieba.posseg

from benchmarks import machine, peers
from benchmarks.documents import ANNOTATED
from kg import assess
from kg.__main__ import OBJECTS
from kg.corpus import examples
from kg.evaluate import figures
from kg.extract import readings
from kg.processes import batches
from kg.sources import document

GOLD = Path(__file__).parents[1] / "tests" / "gold"
_WARM = 30
TOGETHER = 5
"""Texts that are read at once: some 16 kB, as in a build."""
_LINES = ("mentions", "names", "facts core", "facts full")


def texts() -> list[str]:
    """What is read: the seed, and annotated texts of other cities."""
    return [
        path.read_text(encoding="utf-8") for name in ("seed", "tuned") for path in sorted((GOLD / name).glob("*.txt"))
    ]


def others() -> Iterator[str]:
    """Other texts, which are read before."""
    return islice((one.text for path in sorted(ANNOTATED.glob("*.md")) for one in examples(path)), _WARM)


def as_a_build() -> None:
    """Garbage is looked for as seldom as the command does, and jieba says nothing."""
    jieba.setLogLevel(60)
    gc.set_threshold(OBJECTS)


def rates() -> dict[str, float]:
    """Kilobytes of UTF-8 a second of processor time, in this process."""
    asked = texts()
    size = sum(len(text.encode()) for text in asked) / 1000
    as_a_build()
    ways: dict[str, Callable[[Sequence[str]], object]] = {
        "jieba.cut": lambda some: [list(jieba.cut(text)) for text in some],
        "jieba.posseg": lambda some: [list(jieba.posseg.cut(text)) for text in some],
        "reading": lambda some: readings([document("one.txt", text) for text in some]),
    }
    if (lac := peers.lac()) is not None:
        ways["LAC"] = lambda some: [list(lac(text)) for text in some]
    taken = dict.fromkeys(ways, 0.0)
    for way in ways.values():
        way(list(others()))
    for some in batches(asked, TOGETHER):  # all in turn, for a machine may be slower for a while
        for name, way in ways.items():
            began = time.process_time()
            way(some)
            taken[name] += time.process_time() - began
    return {name: size / seconds for name, seconds in taken.items()}


def rounds(count: int) -> list[dict[str, float]]:
    """The rates of so many processes."""
    words = [sys.executable, "-m", "benchmarks.extraction", "--round"]
    return [json.loads(subprocess.run(words, check=True, capture_output=True).stdout) for _ in range(count)]


def told(name: str, values: Sequence[float]) -> str:
    """A median with its spread."""
    return f"| {name} | {statistics.median(values):.2f} | {min(values):.2f}–{max(values):.2f} |"


def main() -> None:
    """Print speed and accuracy."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--round", action="store_true", help="one round, as JSON")
    given = parser.parse_args()
    if given.round:
        print(json.dumps(rates()))
        return
    print(machine.told())
    found = rounds(given.rounds)
    print("| one core, kB/s | median | spread |\n| --- | ---: | --- |")
    for name in found[0]:
        print(told(name, [one[name] for one in found]))
    for other in ("jieba.posseg", "LAC"):
        if other in found[0]:
            print(told(f"reading / {other}", [one["reading"] / one[other] for one in found]))
    lines = {figure.name: figure.f1 for figure in figures([one.score for one in assess.folder(GOLD / "unseen", None)])}
    print("F1 on unseen documents: " + ", ".join(f"{name} {lines[name]:.3f}" for name in _LINES))


if __name__ == "__main__":
    main()
