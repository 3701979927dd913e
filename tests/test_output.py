"""The output folder is written whole or not at all."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.output import recover, replaced, settle, whole


def build(out: Path, text: str) -> None:
    with whole(out) as fresh:
        (fresh / "graph.ttl").write_text(text, encoding="utf-8")
        (fresh / "store").mkdir()
        (fresh / "store" / "x").write_text(text, encoding="utf-8")


def state(out: Path) -> tuple[str, str]:
    return (out / "graph.ttl").read_text(encoding="utf-8"), (out / "store" / "x").read_text(encoding="utf-8")


def test_new_files_take_the_place_of_old_ones_and_others_stay(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("kept", encoding="utf-8")
    build(tmp_path, "old")
    build(tmp_path, "new")
    assert state(tmp_path) == ("new", "new")
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == "kept"
    assert not (tmp_path / ".next").exists()


def test_a_block_that_fails_leaves_the_old_files(tmp_path: Path) -> None:
    build(tmp_path, "old")
    with pytest.raises(RuntimeError), whole(tmp_path) as fresh:
        (fresh / "graph.ttl").write_text("half", encoding="utf-8")
        raise RuntimeError
    assert state(tmp_path) == ("old", "old")


def test_a_change_of_places_that_was_cut_off_is_finished(tmp_path: Path) -> None:
    build(tmp_path, "old")
    files = tmp_path / ".next" / "files"
    (files / "store").mkdir(parents=True)
    (files / "store" / "x").write_text("new", encoding="utf-8")
    (tmp_path / "graph.ttl").write_text("new", encoding="utf-8")  # this one had moved already
    (tmp_path / ".next" / "ready").touch()
    settle(tmp_path)
    assert state(tmp_path) == ("new", "new")


_STEPS = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir"}


def _killed_before_step(number: int, out: Path) -> bool:
    """Builds in a process that kills itself before its so-many-th change of the disk; whether there were as many."""
    child = os.fork()
    if not child:
        left = iter(range(number, 0, -1))
        sys.addaudithook(lambda event, _: event in _STEPS and next(left) == 1 and os.kill(os.getpid(), signal.SIGKILL))
        build(out, "new")
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")  # a process with threads is forked
def test_a_build_killed_at_any_step_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    found = []
    for number in range(1, 100):
        out = tmp_path / str(number)
        build(out, "old")
        killed = _killed_before_step(number, out)
        recover(out)
        found.append(state(out)[0])
        assert state(out) in {("old", "old"), ("new", "new")}
        assert {path.name for path in out.iterdir()} == {".lock", "graph.ttl", "store"}
        if not killed:
            break
    assert found == sorted(found, reverse=True), "old before the change of places, new from then on"
    assert found.count("new") > 5


def test_what_was_not_ready_is_dropped(tmp_path: Path) -> None:
    build(tmp_path, "old")
    files = tmp_path / ".next" / "files"
    files.mkdir(parents=True)
    (files / "graph.ttl").write_text("half", encoding="utf-8")
    settle(tmp_path)
    assert state(tmp_path) == ("old", "old")


def test_two_builds_at_once_are_refused_in_one_line(tmp_path: Path) -> None:
    with whole(tmp_path), pytest.raises(InputError, match="另一个 kg build"), whole(tmp_path):
        pass


def test_a_file_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="无法写入"), whole(tmp_path / "out"):
        pass


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / ("图" * 80)  # the longest name that there can be
    path.write_bytes(b"old")
    path.chmod(0o600)
    with replaced(path) as file:
        file.write(b"new")
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_whose_writing_fails_stays(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    with pytest.raises(RuntimeError), replaced(path) as file:
        file.write(b"half")
        raise RuntimeError
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_is_written_by_one_at_a_time(tmp_path: Path) -> None:
    with replaced(tmp_path / "a") as file:
        file.write(b"first")
        with pytest.raises(InputError, match="正在写 a"), replaced(tmp_path / "a"):
            pass
    assert (tmp_path / "a").read_bytes() == b"first"


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_what_a_killed_process_left_is_taken_up(tmp_path: Path) -> None:
    script = (
        "import os, sys, kg.output as o; from pathlib import Path\n"
        "with o.replaced(Path(sys.argv[1])) as f: f.write(b'much longer than new'); f.flush(); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path / "a")], check=False)  # noqa: S603 (our own script)
    (left,) = tmp_path.iterdir()
    assert left.name.startswith(".")
    with replaced(tmp_path / "a") as file:
        file.write(b"new")
    assert [p.read_bytes() for p in tmp_path.iterdir()] == [b"new"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux's device for a full disk")
def test_devices_are_written_as_they_are() -> None:
    with replaced(Path("/dev/null")) as file:
        file.write(b"x")
    assert Path("/dev/null").is_char_device()
    with pytest.raises(OSError, match="space"), replaced(Path("/dev/full")) as file:
        file.write(b"x")
