"""Builds killed at random moments: `python -m tests.reliability.trials 50` prints how many left something broken."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from kg import pipeline, store
from kg.extract import reading
from kg.model import Document
from kg.output import recover
from kg.reader import Given
from kg.sources import documents

OLD = (
    "区教育局供稿\n4月，西新桥小学获得市羽毛球锦标赛团体第三名。\n",
    "清潭小学加入实验小学教育集团，实小集团现有五所学校。局长李明参加了揭牌仪式。\n",
    "常州市第二十四中学（以下简称二十四中）获评省平安校园。\n",
)
NEW = (
    "区教育局供稿\n4月，西新桥小学获得市羽毛球锦标赛团体第一名。\n",
    "花园小学和清潭小学获得全区中小学生合唱比赛小学组一等奖。\n",
    "常州市第二十四中学（以下简称二十四中）获评省平安校园。\n",
    "皇粮浜实验学校计划2020年9月投入使用，总投资3.2亿元。\n",
)
_GIVEN = Given("2019-10-31", "320404")
_OVER_OLD = 0.7
"""The share of trials over an older build; the others begin with nothing."""
_LATEST = 1.6
"""The latest moment of a kill, in times of a usual build: some builds shall be done, or at the change of places."""
_FILES = ("graph.ttl", "graph.nq", "graph.html")

State = dict[str, object] | None


@dataclass(frozen=True)
class Bench:
    """A folder with the old and the new texts, what builds of them give, and how long one takes."""

    folder: Path
    old: State
    new: State
    seconds: float


def written(folder: Path, texts: tuple[str, ...]) -> Path:
    """The texts as files."""
    folder.mkdir()
    for number, text in enumerate(texts):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return folder


def build(texts: Path, out: Path) -> None:
    """A build in this process."""
    pipeline.build([str(texts)], out, given=_GIVEN, jobs=1)


def state(out: Path) -> State:
    """All that readers see in a folder; None where there is nothing. Raises where something is torn."""
    recover(out)
    if not (out / "graph.ttl").exists():
        assert not any((out / name).exists() for name in (*_FILES, "report.json", "store"))
        return None
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    report.pop("seconds")
    database = store.opened(out)
    quads = len(database)
    del database
    texts = {p.name: p.read_bytes() for p in sorted((out / "store" / "texts").rglob("*.txt"))}
    return {name: (out / name).read_bytes() for name in _FILES} | {"report": report, "quads": quads, "texts": texts}


def bench(folder: Path) -> Bench:
    """The ground of all trials."""
    states, times = [], []
    for name, texts in (("old", OLD), ("new", NEW)):
        source = written(folder / name, texts)
        for number in range(2):  # the first also opens models and compiles patterns
            began = time.perf_counter()
            build(source, folder / f"{name}-{number}")
            times.append(time.perf_counter() - began)
        states.append(state(folder / f"{name}-1"))
    return Bench(folder, states[0], states[1], statistics.median(times[1:]))


class Builder:
    """A process that has imported all and forks a build when told: so that kills meet builds, and not imports."""

    def __init__(self) -> None:
        words = [sys.executable, "-m", "tests.reliability.trials", "serve"]
        self._served = subprocess.Popen(  # noqa: S603 (our own command)
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", cwd=Path(__file__).parents[2]
        )

    def start(self, texts: Path, out: Path) -> int:
        """The process id of a build that has begun."""
        return int(self._told(f"{texts}\t{out}"))

    def end(self) -> int:
        """The status with which it ended."""
        return int(self._told(""))

    def _told(self, line: str) -> str:
        assert self._served.stdin
        assert self._served.stdout
        self._served.stdin.write(line + "\n")
        self._served.stdin.flush()
        return self._served.stdout.readline()

    def close(self) -> None:
        """End it."""
        self._served.communicate(timeout=60)


def serve() -> None:
    """Fork a build for each line; an empty line asks how it ended. The database is never touched here: its threads do not fork."""
    for document in documents([str(Path(__file__).parents[2] / "seeds")]):
        if isinstance(document, Document):
            reading(document)
    for line in sys.stdin:
        if line == "\n":
            print(os.waitpid(-1, 0)[1], flush=True)  # noqa: T201
            continue
        texts, _, out = line.rstrip("\n").partition("\t")
        child = os.fork()
        if child == 0:
            build(Path(texts), Path(out))
            os._exit(0)
        print(child, flush=True)  # noqa: T201


def trial(ground: Bench, builder: Builder, chance: random.Random) -> str:
    """One build killed at a random moment, over an older one or over nothing. What was found afterwards. Raises AssertionError."""
    out = ground.folder / "out"
    over_old = chance.random() < _OVER_OLD
    if over_old:
        shutil.copytree(ground.folder / "old-1", out)
    child = builder.start(ground.folder / "new", out)
    time.sleep(chance.uniform(0, _LATEST * ground.seconds))
    os.kill(child, signal.SIGKILL)
    status = builder.end()
    before = ground.old if over_old else None
    found = state(out)
    assert found in (before, ground.new), "neither the old outputs nor the new ones"
    build(ground.folder / "new", out)
    assert state(out) == ground.new, "the next build differs from one from scratch"
    shutil.rmtree(out)
    ended = "finished" if os.WIFEXITED(status) else "killed"
    return f"{ended}, {'new' if found == ground.new else 'old' if over_old else 'no'} outputs"


def main(trials: int) -> int:
    """Run the trials and print what they found; the number of failures."""
    chance = random.Random(9)
    failures = 0
    found: Counter[str] = Counter()
    builder = Builder()
    with tempfile.TemporaryDirectory() as folder:
        ground = bench(Path(folder))
        for number in range(trials):
            try:
                found[trial(ground, builder, chance)] += 1
            except Exception as error:  # noqa: BLE001 (whatever a torn folder raises is a failure)
                failures += 1
                print(f"trial {number}: {error!r}")  # noqa: T201
                shutil.rmtree(ground.folder / "out", ignore_errors=True)
    builder.close()
    for what, count in sorted(found.items()):
        print(f"{count:4d}  {what}")  # noqa: T201
    print(f"{trials} trials, {failures} failures")  # noqa: T201
    return failures


if __name__ == "__main__":
    if sys.argv[1:] == ["serve"]:
        serve()
    else:
        sys.exit(bool(main(int(sys.argv[1]) if len(sys.argv) > 1 else 50)))
