"""Faults of machines: killed builds, full disks, vanished files, interruptions: one clear line, and nothing half-written."""

from __future__ import annotations

import os
import random
import resource
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest

from kg import pipeline, reader, store
from kg.errors import InputError
from kg.output import whole
from kg.sources import Source
from tests.reliability import interrupts
from tests.reliability.ground import NEW, OLD, Bench, Builder, bench, build, state, written
from tests.reliability.kills import export_trial, trial

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills and limits are those of POSIX")


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return bench(tmp_path_factory.mktemp("ground"))


@pytest.fixture(scope="module")
def builder() -> Iterator[Builder]:
    own = Builder()
    yield own
    own.close()


@pytest.mark.parametrize("seed", range(5))
def test_a_killed_build_leaves_the_old_outputs_or_the_new_ones(ground: Bench, builder: Builder, seed: int) -> None:
    assert trial(ground, builder, random.Random(seed), changes=seed % 2 == 1)


@pytest.mark.parametrize("seed", range(3))
def test_a_killed_export_leaves_the_old_file_or_the_new_one(ground: Bench, builder: Builder, seed: int) -> None:
    assert export_trial(ground, builder, random.Random(seed))


@pytest.fixture
def small_files() -> Iterator[None]:
    """No file may pass 100 KB: what a full disk does to a build, without filling one."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_is_told_in_one_line(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    out = tmp_path / "out"
    build(written(tmp_path / "old", OLD), out)
    before = state(out)
    texts = written(tmp_path / "new", NEW)
    request.getfixturevalue("small_files")
    with pytest.raises(InputError, match="原有的输出没有改动") as told:
        build(texts, out)
    assert "\n" not in str(told.value)
    assert state(out) == before
    assert not (out / ".next").exists()


@pytest.mark.parametrize("step", ["_loaded", "_finished"])
def test_a_database_that_finds_no_space_can_be_written_again(tmp_path: Path, step: str) -> None:
    texts = written(tmp_path / "texts", NEW)

    def full(*_: object) -> None:
        raise OSError("no space")

    with mock.patch.object(store, step, full), pytest.raises(InputError, match="no space"):
        build(texts, tmp_path / "out")
    build(texts, tmp_path / "out")  # the database's lock has ended with the error
    assert state(tmp_path / "out")


def test_a_file_that_vanishes_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    texts = written(tmp_path / "texts", OLD)
    real = reader.sources

    def vanishing(paths: list[str]) -> list[object]:
        found = real(paths)
        (texts / "1.txt").unlink()
        return found

    with mock.patch.object(reader, "sources", vanishing):
        built = pipeline.build([str(texts)], tmp_path / "out", jobs=1)
    assert built.documents == 2
    assert [u.name for u in built.unread] == ["1.txt"]


def test_a_file_that_vanishes_while_it_is_read_is_not_remembered(tmp_path: Path) -> None:
    texts = written(tmp_path / "texts", OLD)
    real, gone = reader.read, tmp_path / "gone.txt"

    def vanishing(source: Source, **given: str | None) -> Iterator[object]:
        if source.name == "1.txt" and source.path.exists():
            source.path.rename(gone)
        return real(source, **given)

    with mock.patch.object(reader, "read", vanishing):
        built = pipeline.build([str(texts)], tmp_path / "out", jobs=1)
    assert [u.name for u in built.unread] == ["1.txt"]
    gone.rename(texts / "1.txt")
    assert pipeline.build([str(texts)], tmp_path / "out", jobs=1).documents == 3


def test_a_second_build_is_refused_before_it_reads(tmp_path: Path) -> None:
    texts = written(tmp_path / "texts", OLD)
    with whole(tmp_path / "out"), pytest.raises(InputError, match="另一个 kg build"):
        build(texts, tmp_path / "out")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="everything is writable for root")
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    texts = written(tmp_path / "texts", OLD)
    (tmp_path / "out").mkdir(mode=0o500)
    with pytest.raises(InputError, match="无法写入输出文件夹"):
        build(texts, tmp_path / "out")


def test_ctrl_c_stops_soon_keeps_what_is_done_and_says_how_to_go_on(tmp_path: Path) -> None:
    running = interrupts.started(interrupts.long_texts(tmp_path, 4000), tmp_path / "out", tmp_path / "log")
    began = time.monotonic()
    os.killpg(running.pid, signal.SIGINT)
    _, told = running.communicate(timeout=30)
    assert time.monotonic() - began < interrupts.allowed()
    assert running.returncode == 130
    assert told.count("\n") == 1, told
    assert "再次运行同一命令" in told
    assert (tmp_path / "out" / ".readings").stat().st_size > 0
    assert not (tmp_path / "out" / "graph.ttl").exists()
    assert not list((tmp_path / "out").glob("*-journal"))
