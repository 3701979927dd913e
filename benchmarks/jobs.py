"""The speed-up of two processes on two cores over one on one core: builds of the same generated documents in turn, medians of their ratios.

One process that may use both cores is measured, too: its database loads in a thread, so that it is faster than one core. For Linux, where a process can be held to a core.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import machine
from benchmarks.documents import write


def seconds(texts: Path, out: Path, jobs: int, *, cores: int) -> tuple[float, float]:
    """Wall and processor time of a build from scratch on so many cores."""
    words = [sys.executable, "-m", "kg", "build", str(texts), "-o", str(out), "--jobs", str(jobs)]
    own = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(own)[:cores])  # a process inherits it
    before, began = os.times(), time.perf_counter()
    try:
        subprocess.run(words, check=True, capture_output=True)
    finally:
        os.sched_setaffinity(0, own)
    wall, after = time.perf_counter() - began, os.times()
    return wall, after.children_user + after.children_system - before.children_user - before.children_system


def main() -> None:
    """Print a line a round, and the median."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    print(machine.told())
    ways = {"one core": (1, 1), "one process": (1, given.jobs), f"{given.jobs} processes": (given.jobs, given.jobs)}
    walls: dict[str, list[float]] = {name: [] for name in ways}
    with tempfile.TemporaryDirectory() as folder:
        texts = Path(folder) / "texts"
        write(texts, given.documents)
        for number in range(given.rounds):
            for name, (jobs, cores) in ways.items():
                wall, work = seconds(texts, Path(folder) / f"{number}-{name}", jobs, cores=cores)
                walls[name].append(wall)
                print(f"{name}: {wall:.1f} s ({work:.1f} s of processor)", flush=True)
    *others, last = walls
    for other in others:
        ratios = [one / many for one, many in zip(walls[other], walls[last], strict=True)]
        print(f"{last} over {other}: {statistics.median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})")


if __name__ == "__main__":
    main()
