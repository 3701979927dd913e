"""Builds of more and more generated documents: time and memory. `python -m benchmarks.scale 1000 10000` prints the table and draws scale.svg."""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import machine
from benchmarks.documents import write

_EVERY = 0.5
"""Seconds between two looks at the memory."""
_PAGE = os.sysconf("SC_PAGE_SIZE")
_MEGABYTE = 2**20
PLOT = Path(__file__).with_name("scale.svg")


@dataclass(frozen=True)
class Row:
    """One build. Times in seconds, memory in megabytes: the peak of all its processes together."""

    documents: int
    quads: int
    processor: float
    wall: float
    again: float | None
    memory: float

    @property
    def each(self) -> float:
        """Processor time of one document in milliseconds."""
        return 1000 * self.processor / self.documents


def measured(count: int, jobs: int, folder: Path, *, once: bool) -> Row:
    """A build of so many documents, and unless `once` a second one in which all is known."""
    texts, out = folder / "texts", folder / "out"
    write(texts, count)
    first = run(texts, out, jobs)
    again = None if once else run(texts, out, jobs)
    with (out / "graph.nq").open("rb") as file:
        quads = sum(1 for _ in file)
    peak = max(first[2], again[2]) if again else first[2]
    return Row(count, quads, first[0], first[1], again[0] if again else None, peak)


def run(texts: Path, out: Path, jobs: int) -> tuple[float, float, float]:
    """Build a folder: seconds of processor, of wall, and the peak memory of all processes in megabytes."""
    words = [sys.executable, "-m", "kg", "build", str(texts), "-o", str(out), "--jobs", str(jobs)]
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    running = subprocess.Popen(words, stderr=subprocess.DEVNULL, start_new_session=True)
    peak = [0.0]
    watching = threading.Thread(target=_watch, args=(running, peak))
    watching.start()
    code = running.wait()
    watching.join()
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if code:
        raise SystemExit(f"kg build ended with {code}")
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime, wall, peak[0]


def _watch(running: subprocess.Popen[bytes], peak: list[float]) -> None:
    while running.poll() is None:
        peak[0] = max(peak[0], sum(_resident(running.pid)) / _MEGABYTE)
        time.sleep(_EVERY)


def _resident(group: int) -> Iterator[int]:
    """The resident memory of each process of the group."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            told = path.read_text(encoding="ascii").rpartition(") ")[2].split()
        except OSError:
            continue
        if int(told[2]) == group:
            yield int(told[21]) * _PAGE


def table(rows: Sequence[Row]) -> str:
    """The rows as Markdown."""
    head = (
        "| documents | quads | processor s | ms each | wall s | again, processor s | peak memory MB |\n" + "| ---: " * 7
    )
    lines = (
        f"| {r.documents:,} | {r.quads:,} | {r.processor:.0f} | {r.each:.1f} | {r.wall:.0f} | {_whole(r.again)} | {r.memory:.0f} |"
        for r in rows
    )
    return "\n".join([f"{head}|", *lines])


def _whole(value: float | None) -> str:
    return "–" if value is None else f"{value:.0f}"


def plot(rows: Sequence[Row]) -> str:
    """Milliseconds and memory over the number of documents, as SVG."""
    wide, high, left = 640, 300, 60
    most = max(r.documents for r in rows)
    bars = []
    for place, (title, values) in enumerate(
        (("ms / document", [r.each for r in rows]), ("peak memory, MB", [r.memory for r in rows]))
    ):
        top = 40 + place * high
        scale = (high - 90) / max(values)
        points = [
            (left + (wide - 2 * left) * r.documents / most, top + high - 90 - value * scale)
            for r, value in zip(rows, values, strict=True)
        ]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        bars.append(f'<text x="{left}" y="{top - 28}">{title}</text>')
        bars.append(f'<path d="M{left},{top - 8}V{top + high - 90}H{wide - left}" fill="none" stroke="#999"/>')
        bars.append(f'<polyline points="{line}" fill="none" stroke="#1f6feb" stroke-width="2"/>')
        for (x, y), r, value in zip(points, rows, values, strict=True):
            bars.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="#1f6feb"/>')
            bars.append(f'<text x="{x:.1f}" y="{y - 8:.1f}" text-anchor="middle">{value:.0f}</text>')
            bars.append(f'<text x="{x:.1f}" y="{top + high - 72}" text-anchor="middle">{r.documents:,}</text>')
    style = 'font-family="sans-serif" font-size="12" fill="#444"'
    body = "\n".join(bars)
    size = f'width="{wide}" height="{2 * high}" viewBox="0 0 {wide} {2 * high}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {style}>\n{body}\n</svg>\n'


def main() -> None:
    """Measure, print, draw."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", type=int, nargs="+")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--once", action="store_true", help="leave out the second build, in which all is known")
    given = parser.parse_args()
    rows = []
    for count in given.counts:
        with tempfile.TemporaryDirectory() as folder:
            rows.append(measured(count, given.jobs, Path(folder), once=given.once))
        print(json.dumps(vars(rows[-1])), flush=True)
    print(machine.told())
    print(table(rows))
    each = [row.each for row in rows]
    print(f"cost of a document, the last to the first: {each[-1] / each[0]:.2f}")
    PLOT.write_text(plot(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
