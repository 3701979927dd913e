"""All of it: `python -m tests.reliability --kills 200 --documents 500` prints a table of point, trials and failures; `make reliability`."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator

from tests.reliability import faults, hostile, interrupts, kills, names, same, service
from tests.reliability.table import HEAD, Row


def main() -> int:
    """Print a line as each trial ends, then what failed; the number of failures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--documents", type=int, default=500, help="over how many documents")
    parser.add_argument("--minutes", type=float, default=600, help="the longest that kills go on")
    parser.add_argument("--seed", type=int, default=9, help="of the moments of kills, so that more of them are others")
    parser.add_argument("--faults", type=int, default=20, help="trials of each fault")
    parser.add_argument("--examples", type=int, default=1000, help="texts that Hypothesis makes")
    parser.add_argument("--runs", type=int, default=20_000, help="inputs that atheris makes for each target")
    parser.add_argument("--requests", type=int, default=5000)
    parser.add_argument("--fuzzed", type=int, default=2000, help="broken requests, and queries")
    parser.add_argument("--same", type=int, default=10, help="builds with each Python")
    parser.add_argument("--python", action="append", default=[], help="another Python that has the package")
    parser.add_argument("--interrupts", type=int, default=10)
    parser.add_argument(
        "--only",
        nargs="*",
        choices=(*["steps", "kills", "faults", "hostile", "long", "names", "service", "same", "interrupts"],),
    )
    given = parser.parse_args()
    parts: dict[str, Callable[[], Iterator[Row]]] = {
        "steps": kills.step_rows,
        "kills": lambda: kills.rows(given.kills, given.documents, given.minutes, given.seed),
        "faults": lambda: faults.rows(given.faults),
        "hostile": lambda: hostile.rows(given.examples, given.runs),
        "long": hostile.long_rows,
        "names": names.rows,
        "service": lambda: service.rows(given.requests, given.fuzzed),
        "same": lambda: same.rows(given.same, given.python),
        "interrupts": lambda: interrupts.rows(given.interrupts),
    }
    began, failures = time.monotonic(), list[str]()
    print(*HEAD, sep="\n", flush=True)
    for name, made in parts.items():
        for row in made() if not given.only or name in given.only else ():
            print(row, flush=True)
            failures += (f"{row.what}: {one}" for one in row.failures)
    print(f"\n{time.monotonic() - began:.0f} s, {len(failures)} failures", *failures, sep="\n")
    return len(failures)


if __name__ == "__main__":
    sys.exit(bool(main()))
