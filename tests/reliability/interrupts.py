"""Ctrl-C at random moments of a long build: how soon it ends, what it keeps and says, and that the next build goes on from there."""

from __future__ import annotations

import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.reliability.ground import NEW, ROOT
from tests.reliability.table import Row

MOST = 2.0
"""Seconds that an end may take on a machine with nothing else to do."""


def long_texts(folder: Path, count: int) -> Path:
    """Documents enough for a long build."""
    texts = folder / "texts"
    texts.mkdir()
    for number in range(count):
        (texts / f"{number}.txt").write_text("".join(random.Random(number).choices(NEW, k=3)), encoding="utf-8")
    return texts


def started(texts: Path, out: Path, log: Path, python: str = sys.executable) -> subprocess.Popen[str]:
    """The command, which has begun to read."""
    words = [python, "-m", "kg", "build", str(texts), "-o", str(out), "--jobs", "2", "--log", str(log)]
    before = signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # tests that a shell runs in the background ignore it
    try:
        running = subprocess.Popen(words, stderr=subprocess.PIPE, start_new_session=True, encoding="utf-8", cwd=ROOT)
    finally:
        signal.signal(signal.SIGINT, before)
    while not (log.exists() and "读文档" in log.read_text(encoding="utf-8")):
        assert running.poll() is None, running.communicate()
        time.sleep(0.05)
    return running


def allowed() -> float:
    """Seconds that an end may take where others use the machine, too."""
    return MOST * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def rows(trials: int) -> Iterator[Row]:
    """So many interruptions of one build, each going on where the last stopped."""
    chance, failures, times = random.Random(2), [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        texts, out = long_texts(folder, 20_000), folder / "out"
        kept = 0
        for number in range(trials):
            running = started(texts, out, folder / f"log-{number}")
            time.sleep(chance.uniform(0, 3))
            began = time.monotonic()
            os.killpg(running.pid, signal.SIGINT)
            _, told = running.communicate(timeout=60)
            times.append(time.monotonic() - began)
            size = sum(path.stat().st_size for path in out.glob(".readings*"))
            ended = (running.returncode, told.count("\n"), "再次运行同一命令" in told, (out / "graph.ttl").exists())
            if ended != (130, 1, True, False) or size < kept or times[-1] > allowed():
                failures.append(f"{ended}, {times[-1]:.1f} s: {told[-300:]}")
            kept = size
    figures = f"ended after {statistics.median(times):.2f} s in the median, {max(times):.2f} s at most; load {os.getloadavg()[0]:.0f} on {os.cpu_count()} cores"
    yield Row("6 long work", "Ctrl-C at random moments of reading", trials, tuple(failures), figures)
