"""The ground of all trials: documents, builds in processes that can be ended, and what readers see of a folder afterwards."""

from __future__ import annotations

import json
import os
import signal
import statistics
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg import exports, pipeline, store
from kg.errors import InputError
from kg.extract import reading
from kg.given import Given
from kg.model import Document
from kg.output import recover
from kg.sources import documents
from kg.view import page

ROOT = Path(__file__).parents[2]
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
DONE, REFUSED, FAILED = 0, 3, 4
"""How a piece of work in a process of its own ends: well, with one line, with a traceback."""
_CHANGED = 50
"""Of so many documents one is changed by the new texts."""
_NAMED = 20
"""So many schools of each name: documents more than that name them again, so that a build of hundreds takes seconds."""
_GIVEN = Given("2019-10-31", "320404")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_CHANGES = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.truncate", "os.link", "os.symlink"}
"""What Python tells of itself before it changes the disk."""
_FILES = ("graph.ttl", "graph.nq", "graph.html")

State = dict[str, object] | None


@dataclass(frozen=True)
class Bench:
    """A folder with the old and the new texts, what builds of them give, and how long one takes: from scratch, of changes."""

    folder: Path
    old: State
    new: State
    seconds: float
    again: float


def written(folder: Path, texts: tuple[str, ...]) -> Path:
    """The texts as files."""
    folder.mkdir()
    for number, text in enumerate(texts):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return folder


def many(count: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """So many old texts of some schools, and the new ones: some changed, one gone, two more."""
    old = tuple(_renamed(OLD[n % len(OLD)], n) for n in range(count))
    new = tuple(_renamed(NEW[n % len(NEW)], n) if n % _CHANGED == 0 else text for n, text in enumerate(old))
    return old, (*new[:-1], _renamed(NEW[3], count), _renamed(NEW[1], count + 1))


def _renamed(text: str, number: int) -> str:
    for name in ("清潭", "西新桥", "花园", "皇粮浜"):
        text = text.replace(name, f"{name[0]}{chr(0x4E00 + number % _NAMED)}{name[2:]}")
    return text


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


def bench(folder: Path, count: int = 0) -> Bench:
    """The ground of all trials: a few documents, or so many."""
    old, new = many(count) if count else (OLD, NEW)
    states, times = [], []
    for name, texts in (("old", old), ("new", new)):
        source = written(folder / name, texts)
        for number in range(2):  # the first also opens models and compiles patterns
            began = time.perf_counter()
            build(source, folder / f"{name}-{number}")
            times.append(time.perf_counter() - began)
        states.append(state(folder / f"{name}-1"))
        assert states[-1] == state(folder / f"{name}-0")
    began = time.perf_counter()
    build(source, folder / "new-0")
    return Bench(folder, states[0], states[1], statistics.median(times[1:]), time.perf_counter() - began)


def export(out: Path, file: Path) -> None:
    """An export in this process: the format is the file's suffix."""
    form, told = file.suffix[1:], store.read(out)
    if form == "html":
        with exports.replaced(file) as made:
            made.write(page(told).encode())
    else:
        exports.export(told, form, file)


def unprivileged(texts: Path, out: Path) -> None:
    """A build by someone who may not write everywhere."""
    os.setuid(65534)
    build(texts, out)


WORK: dict[str, Callable[[Path, Path], None]] = {"build": build, "export": export, "unprivileged": unprivileged}


class Builder:
    """A process that has imported all and forks a piece of work when told: so that kills meet builds, and not imports."""

    def __init__(self) -> None:
        words = [sys.executable, "-m", "tests.reliability.ground"]
        self._served = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", cwd=ROOT
        )

    def start(self, texts: Path, out: Path, work: str = "build", step: int = 0) -> int:
        """The process id of a piece of work that has begun; it kills itself before its so-many-th change of the disk, if any."""
        return int(self._told(f"{work}\t{texts}\t{out}\t{step}"))

    def end(self) -> int:
        """The status with which one of them ended."""
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


def told(out: Path) -> str:
    """What a piece of work said on standard error."""
    return out.with_name(out.name + ".told").read_text(encoding="utf-8")


def serve(lines: Iterator[str]) -> None:
    """Fork for each line; an empty line asks how one ended. The database is never touched here: its threads do not fork."""
    for document in documents([str(ROOT / "seeds")]):
        if isinstance(document, Document):
            reading(document)
    for line in lines:
        if line == "\n":
            print(os.waitpid(-1, 0)[1], flush=True)
            continue
        child = os.fork()
        if child == 0:
            work, first, second, step = line.rstrip("\n").split("\t")
            if int(step):
                sys.addaudithook(_ending(int(step)))
            os._exit(_ended(WORK[work], Path(first), Path(second)))
        print(child, flush=True)


def _ending(step: int) -> Callable[[str, tuple[Any, ...]], None]:
    """What kills this process before its so-many-th change of the disk: a file opened to be written, made, moved or removed."""
    left = iter(range(step - 1, -1, -1))

    def hook(event: str, args: tuple[Any, ...]) -> None:
        changes = args[2] & _WRITING if event == "open" else event in _CHANGES
        if changes and not next(left):
            os.kill(os.getpid(), signal.SIGKILL)

    return hook


def _ended(work: Callable[[Path, Path], None], first: Path, second: Path) -> int:
    with second.with_name(second.name + ".told").open("w", encoding="utf-8") as file:
        try:
            work(first, second)
        except InputError as error:
            print(f"kg: {error}", file=file)
            return REFUSED
        except BaseException:  # noqa: BLE001 (that is what is looked for)
            traceback.print_exc(file=file)
            return FAILED
    return DONE


if __name__ == "__main__":
    serve(iter(sys.stdin))
