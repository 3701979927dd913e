"""The speed-up of two processes over one: builds of the same generated documents in turn, medians of their ratios."""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.documents import write


def seconds(texts: Path, out: Path, jobs: int) -> tuple[float, float]:
    """Wall and processor time of a build from scratch."""
    words = [sys.executable, "-m", "kg", "build", str(texts), "-o", str(out), "--jobs", str(jobs)]
    before, began = os.times(), time.perf_counter()
    subprocess.run(words, check=True, capture_output=True)
    wall, after = time.perf_counter() - began, os.times()
    return wall, after.children_user + after.children_system - before.children_user - before.children_system


def main() -> None:
    """Print a line a round, and the median."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}"
    )
    ratios = []
    with tempfile.TemporaryDirectory() as folder:
        texts = Path(folder) / "texts"
        write(texts, given.documents)
        for number in range(given.rounds):
            one, many = (seconds(texts, Path(folder) / f"{number}-{jobs}", jobs) for jobs in (1, given.jobs))
            ratios.append(one[0] / many[0])
            print(
                f"1 process {one[0]:.1f} s ({one[1]:.1f} s of processor), "
                f"{given.jobs} processes {many[0]:.1f} s ({many[1]:.1f} s): {ratios[-1]:.2f} times as fast",
                flush=True,
            )
    print(f"median {statistics.median(ratios):.2f}")


if __name__ == "__main__":
    main()
