"""How long the command takes from process start: the help, and the build of one page; medians of several runs, against an empty Python."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import machine

RUNS = 7
SEED = Path(__file__).parents[1] / "seeds"
PYTHON = sys.executable
COMPILED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""The environment of an installed package, whose modules are compiled when it is installed."""


def measured(words: list[str]) -> tuple[float, float]:
    """Seconds of wall and of processor that a command takes (medians)."""
    walls, works = [], []
    for number in range(RUNS):
        before, began = os.times(), time.perf_counter()
        subprocess.run([word.format(number=number) for word in words], check=True, capture_output=True, env=COMPILED)
        after = os.times()
        walls.append(time.perf_counter() - began)
        works.append(after.children_user - before.children_user + after.children_system - before.children_system)
    return statistics.median(walls), statistics.median(works)


def main() -> None:
    """Print the table."""
    print(machine.told())
    print("| command | wall s | processor s |\n| --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.txt"
        page.write_text("区教育局供稿\n2019年4月，西新桥小学获得市羽毛球锦标赛团体第三名。\n", encoding="utf-8")
        out = str(Path(folder) / "out")
        subprocess.run([PYTHON, "-m", "kg", "build", page, "-o", out], check=True, capture_output=True, env=COMPILED)
        for name, words in (
            ("an empty Python", [PYTHON, "-c", "pass"]),
            ("kg --help", [PYTHON, "-m", "kg", "--help"]),
            ("kg build of one page, first time", [PYTHON, "-m", "kg", "build", str(page), "-o", f"{out}-{{number}}"]),
            ("kg build of one page, read before", [PYTHON, "-m", "kg", "build", str(page), "-o", out]),
            ("kg build of the seed, read before", [PYTHON, "-m", "kg", "build", str(SEED), "-o", f"{out}-seed"]),
        ):
            wall, work = measured(words)
            print(f"| {name} | {wall:.2f} | {work:.2f} |")


if __name__ == "__main__":
    main()
