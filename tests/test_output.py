"""The output folder is written whole or not at all."""

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.output import settle, whole


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
