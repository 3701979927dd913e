"""What a document costs on Spark beside the engine of one machine: builds of generated documents by both, on the same cores.

A cost is cores times seconds, divided by documents. What each document more costs is told by the last two numbers of documents:
Spark's start and its many small stages are the same for all. Needs `jiaopu[spark]` and Java.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

from benchmarks import machine
from benchmarks.documents import write
from benchmarks.machine import CORES

ENGINES = {
    "one machine": ["--jobs", str(CORES)],
    "Spark": ["--engine", "spark", "--master", f"local[{CORES}]"],
}


def seconds(texts: Path, out: Path, engine: list[str]) -> float:
    """How long a build from scratch takes."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "kg", "build", texts, "-o", out, *engine], check=True, capture_output=True)
    return time.perf_counter() - began


def main() -> None:
    """Print a line a build, and what each document more costs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", type=int, nargs="+")
    counts = sorted(parser.parse_args().counts)
    print(machine.told())
    print(
        "| documents | engine | wall s | ms of one core a document | each more |\n| ---: | --- | ---: | ---: | ---: |"
    )
    walls = {(0, name): 0.0 for name in ENGINES}
    for before, count in pairwise([0, *counts]):
        with tempfile.TemporaryDirectory() as folder:
            texts = Path(folder) / "texts"
            write(texts, count)
            for name, engine in ENGINES.items():
                wall = walls[count, name] = seconds(texts, Path(folder) / name, engine)
                each, more = _cost(wall, count), _cost(wall - walls[before, name], count - before)
                print(f"| {count:,} | {name} | {wall:.0f} | {each:.0f} | {more:.0f} |", flush=True)
    one, other = (walls[counts[-1], name] for name in ENGINES)
    print(f"Spark over one machine at {counts[-1]:,}: {other / one:.2f}")


def _cost(wall: float, documents: int) -> float:
    """Milliseconds of one core for a document."""
    return 1000 * CORES * wall / documents


if __name__ == "__main__":
    main()
