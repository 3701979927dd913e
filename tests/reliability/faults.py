"""Full disks, folders that may not be written, documents that vanish, two builds in one folder: one line, and nothing half-written."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.reliability.ground import DONE, REFUSED, Bench, Builder, bench, build, state, told
from tests.reliability.table import Row

_COUNT = 20


def rows(trials: int) -> Iterator[Row]:
    """A line for each fault."""
    builder, chance = Builder(), random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        ground = bench(Path(folder), _COUNT)
        if _mounts():
            yield _tried("a full disk (tmpfs of random size)", trials, lambda: _full_disk(ground, builder, chance))
        if os.geteuid() == 0:
            yield _tried("a folder that may not be written", trials, lambda: _read_only(ground, builder))
        yield _tried("documents that vanish while they are read", trials, lambda: _vanishing(ground, builder, chance))
        yield _tried("two builds at once in one folder", trials, lambda: _two_at_once(ground, builder, chance))
    builder.close()


def _tried(what: str, trials: int, one: Callable[[], str]) -> Row:
    failures, found = [], dict[str, int]()
    for _ in range(trials):
        try:
            outcome = one()
            found[outcome] = found.get(outcome, 0) + 1
        except Exception as error:  # noqa: BLE001 (that is what is counted)
            failures.append(repr(error))
    figures = "; ".join(f"{count} {kind}" for kind, count in sorted(found.items()))
    return Row("1 crash safety", what, trials, tuple(failures), figures)


def _mounts() -> bool:
    return os.geteuid() == 0 and shutil.which("mount") is not None


def _ended(builder: Builder, out: Path) -> int:
    """How a build ended: well, or with one line."""
    status = os.waitstatus_to_exitcode(builder.end())
    said = told(out)
    assert status in {DONE, REFUSED}, said or f"ended by {status}"
    assert said.count("\n") == (status == REFUSED), said
    return status


def _full_disk(ground: Bench, builder: Builder, chance: random.Random) -> str:
    size = chance.randrange(400_000, 8_000_000)
    disk = ground.folder / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(disk)], check=True)  # noqa: S607
    try:
        out = disk / "out"
        try:
            shutil.copytree(ground.folder / "old-1", out)
        except OSError:
            shutil.rmtree(out, ignore_errors=True)
        before = state(out) if out.exists() else None
        if out.exists() and chance.random() < 0.5:
            (out / ".readings").unlink()
        builder.start(ground.folder / "new", out)
        status = _settled(builder, out)
        if status == DONE:
            assert state(out) == ground.new
            return "had room"
        assert state(out) == before, "the old outputs changed"
        return "told, old outputs as before" if before else "told, nothing left"
    finally:
        _unmounted(disk)


def _settled(builder: Builder, out: Path) -> int:
    """As `_ended`, where what was said may itself have found no room."""
    status = os.waitstatus_to_exitcode(builder.end())
    assert status in {DONE, REFUSED}, told(out) or f"ended by {status}"
    return status


def _unmounted(disk: Path) -> None:
    for _ in range(20):
        if subprocess.run(["umount", str(disk)], check=False, capture_output=True).returncode == 0:  # noqa: S607
            break
        time.sleep(0.2)
    disk.rmdir()


def _read_only(ground: Bench, builder: Builder) -> str:
    out = ground.folder / "out"
    shutil.copytree(ground.folder / "old-1", out)
    said = out.with_name("out.told")
    try:
        out.chmod(0o555)
        builder.start(ground.folder / "new", out, "unprivileged")
        assert _ended(builder, out) == REFUSED
        assert "无法写入" in said.read_text(encoding="utf-8")
        assert state(out) == ground.old
        return "told"
    finally:
        shutil.rmtree(out)


def _vanishing(ground: Bench, builder: Builder, chance: random.Random) -> str:
    texts, out = ground.folder / "some", ground.folder / "out"
    shutil.copytree(ground.folder / "new", texts)
    try:
        builder.start(texts, out)
        time.sleep(chance.uniform(0, ground.seconds))
        for path in chance.sample(sorted(texts.iterdir()), _COUNT // 2):
            path.unlink()
        _ended(builder, out)
        rest = ground.folder / "rest"
        build(texts, rest)
        build(texts, out)
        assert state(out) == state(rest), "the next build differs from one from scratch"
        return "read on"
    finally:
        for left in (texts, out, ground.folder / "rest"):
            shutil.rmtree(left, ignore_errors=True)


def _two_at_once(ground: Bench, builder: Builder, chance: random.Random) -> str:
    out = ground.folder / "out"
    try:
        builder.start(ground.folder / "new", out)
        time.sleep(chance.uniform(0, ground.seconds / 2))
        builder.start(ground.folder / "new", out)
        ends = sorted(os.waitstatus_to_exitcode(builder.end()) for _ in range(2))
        assert ends in ([DONE, DONE], [DONE, REFUSED]), told(out)
        assert state(out) == ground.new
        return "one refused" if ends[1] else "one after the other"
    finally:
        with contextlib.suppress(OSError):
            shutil.rmtree(out)
