"""Builds, builds of changes and exports, killed at random moments."""

from __future__ import annotations

import os
import random
import shutil
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

from tests.reliability.ground import Bench, Builder, bench, build, export, state
from tests.reliability.table import Row

_OVER_OLD = 0.7
"""The share of builds from scratch over an older one; the others begin with nothing."""
_LATEST = 1.6
"""The latest moment of a kill, in times of the usual: some shall be done, or at the change of places."""
FORMATS = ("turtle", "nq", "jsonld", "graphml", "cypher", "html")


def trial(ground: Bench, builder: Builder, chance: random.Random, *, changes: bool = False) -> str:
    """One build killed at a random moment: from scratch over an older one or over nothing, or of changes. What was found afterwards.

    Raises AssertionError.
    """
    over_old = changes or chance.random() < _OVER_OLD
    ending = lambda texts, out: _killed(builder, builder.start(texts, out), chance, usual)  # noqa: E731
    usual = ground.again if changes else ground.seconds
    return _build(ground, ending, over_old=over_old, changes=changes)


def _build(ground: Bench, ending: Callable[[Path, Path], str], *, over_old: bool, changes: bool) -> str:
    out = ground.folder / "out"
    if over_old:
        shutil.copytree(ground.folder / "old-1", out)
    if not changes:
        (out / ".readings").unlink(missing_ok=True)
    ended = ending(ground.folder / "new", out)
    before = ground.old if over_old else None
    found = state(out)
    assert found in (before, ground.new), "neither the old outputs nor the new ones"
    build(ground.folder / "new", out)
    assert state(out) == ground.new, "the next build differs from one from scratch"
    shutil.rmtree(out)
    return f"{ended}, {'new' if found == ground.new else 'old' if over_old else 'no'} outputs"


def export_trial(ground: Bench, builder: Builder, chance: random.Random) -> str:
    """One export over an older one, killed at a random moment. What was found afterwards. Raises AssertionError."""
    usual = ground.again / 2  # the half of a build that writes
    ending = lambda source, target: _killed(builder, builder.start(source, target, "export"), chance, usual)  # noqa: E731
    return _export(ground, ending, chance.choice(FORMATS))


def _export(ground: Bench, ending: Callable[[Path, Path], str], form: str) -> str:
    old, new = ground.folder / f"old.{form}", ground.folder / f"new.{form}"
    for file in (old, new):
        if not file.exists():
            export(ground.folder / f"{file.stem}-1", file)
    target = ground.folder / "exported" / f"g.{form}"
    target.parent.mkdir()
    shutil.copyfile(old, target)
    ended = ending(ground.folder / "new-1", target)
    found = target.read_bytes()
    assert found in (old.read_bytes(), new.read_bytes()), "neither the old file nor the new one"
    export(ground.folder / "new-1", target)
    assert target.read_bytes() == new.read_bytes(), "the next export differs"
    assert {p.name for p in target.parent.iterdir()} <= {target.name, f"{target.name}.told"}, "something is left"
    shutil.rmtree(target.parent)
    return f"{ended}, {'new' if found == new.read_bytes() else 'old'} outputs"


def step(ground: Bench, builder: Builder, kind: str, number: int) -> str:
    """A build, a build of changes or an export (its format) killed before its so-many-th change of the disk. Raises AssertionError."""

    def ending(source: Path, target: Path) -> str:
        builder.start(source, target, "export" if kind in FORMATS else "build", number)
        return "finished" if os.WIFEXITED(builder.end()) else "killed"

    if kind in FORMATS:
        return _export(ground, ending, kind)
    return _build(ground, ending, over_old=True, changes=kind == "changes")


def step_rows() -> Iterator[Row]:
    """Of a few documents, every step there is: each change of the disk by Python (the database's own are its own to survive)."""
    builder = Builder()
    for kind, what in (
        ("build", "a build"),
        ("changes", "a build of changes"),
        *[(f, f"an export, {f}") for f in FORMATS],
    ):
        found, failures = Counter[str](), list[str]()
        with tempfile.TemporaryDirectory() as folder:
            ground = bench(Path(folder))
            for number in count(1):
                try:
                    outcome = step(ground, builder, kind, number)
                except Exception as error:  # noqa: BLE001 (whatever a torn folder raises is a failure)
                    failures.append(f"step {number}: {error!r}")
                    _cleared(ground)
                    continue
                found[outcome] += 1
                if outcome.startswith("finished"):
                    break
        yield _row(f"{what} killed before each change of the disk", found, failures)
    builder.close()


def _killed(builder: Builder, child: int, chance: random.Random, usual: float) -> str:
    time.sleep(chance.uniform(0, _LATEST * usual))
    os.kill(child, signal.SIGKILL)
    return "finished" if os.WIFEXITED(builder.end()) else "killed"


def _cleared(ground: Bench) -> None:
    for left in ("out", "exported"):
        shutil.rmtree(ground.folder / left, ignore_errors=True)


def _row(what: str, found: Counter[str], failures: list[str]) -> Row:
    figures = "; ".join(f"{number} {kind}" for kind, number in sorted(found.items()))
    return Row("1 crash safety", what, found.total() + len(failures), tuple(failures), figures)


def rows(kills: int, documents: int, minutes: float = 1e9, seed: int = 9) -> Iterator[Row]:
    """The trials: one fifth builds from scratch (most of whose time is reading), two fifths builds of changes, two fifths exports.

    They take turns at random; after so many minutes the rows tell what was tried until then.
    """
    chance, builder, until = random.Random(seed), Builder(), time.monotonic() + 60 * minutes
    kinds: dict[str, Callable[[Bench], str]] = {
        f"builds of {documents} documents killed": lambda ground: trial(ground, builder, chance),
        f"builds of changes in {documents} documents killed": lambda ground: trial(
            ground, builder, chance, changes=True
        ),
        f"exports of {documents} documents killed": lambda ground: export_trial(ground, builder, chance),
    }
    found = {what: Counter[str]() for what in kinds}
    failures: dict[str, list[str]] = {what: [] for what in kinds}
    turns = [what for number, what in enumerate(kinds) for _ in range(kills * (2 if number else 1) // 5)]
    chance.shuffle(turns)
    with tempfile.TemporaryDirectory() as folder:
        ground = bench(Path(folder), documents)
        for what in turns:
            if time.monotonic() > until:
                break
            try:
                found[what][kinds[what](ground)] += 1
            except Exception as error:  # noqa: BLE001 (whatever a torn folder raises is a failure)
                failures[what].append(repr(error))
                _cleared(ground)
    builder.close()
    for what, outcomes in found.items():
        yield _row(what, outcomes, failures[what])
