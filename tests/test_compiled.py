"""Patterns that are kept as they were compiled."""

from __future__ import annotations

import marshal
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import compiled

SOURCE = r"(?P<a>[一二三四五六七八九十]{1,3})(?:年|\d+)(?P<b>级)?|x(?=y)"
TEXTS = ("", "九年级三12", "xy X十年", "年级")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A place of its own for what is kept, and nothing known."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(compiled, "_new", {})
    compiled._kept.cache_clear()
    yield tmp_path
    compiled._kept.cache_clear()


def again(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a new process begins."""
    monkeypatch.setattr(compiled, "_new", {})
    compiled._kept.cache_clear()


def never(*_: object) -> None:
    raise AssertionError


def as_it_is(flags: int = 0) -> None:
    found, plain = compiled.compiled(SOURCE, flags), re.compile(SOURCE, flags)
    assert found == plain
    assert (found.pattern, found.flags, found.groups, dict(found.groupindex)) == (
        plain.pattern, plain.flags, plain.groups, dict(plain.groupindex)
    )  # fmt: skip
    for text in TEXTS:
        assert [(m.span(), m.groupdict(), m.lastgroup) for m in found.finditer(text)] == [
            (m.span(), m.groupdict(), m.lastgroup) for m in plain.finditer(text)
        ]


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_was_kept_is_the_pattern(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for flags in (0, re.IGNORECASE):
        as_it_is(flags)
        compiled.keep()
        again(monkeypatch)
        with monkeypatch.context() as known:
            known.setattr(compiled, "_coded", never)
            assert compiled._kept().keys() >= {(SOURCE, int(flags))}
            as_it_is(flags)
    assert len(files(folder)) == 1


def test_nothing_is_kept_where_python_keeps_no_modules(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    as_it_is()
    compiled.keep()
    assert files(folder) == []


@pytest.mark.parametrize("data", [b"", b"\xff" * 9, marshal.dumps(3), marshal.dumps((("3.1", 1, 4), {}))])
def test_a_broken_file_and_that_of_another_version_is_written_anew(
    folder: Path, monkeypatch: pytest.MonkeyPatch, data: bytes
) -> None:
    as_it_is()
    compiled.keep()
    (path,) = files(folder)
    whole = path.read_bytes()
    path.write_bytes(data)
    again(monkeypatch)
    as_it_is()
    compiled.keep()
    assert path.read_bytes() == whole


def test_code_that_is_none_is_compiled_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    as_it_is()
    compiled.keep()
    (path,) = files(folder)
    path.write_bytes(marshal.dumps((compiled._machine(), {(SOURCE, 0): (32, b"\xff" * 16, 2, {})})))
    again(monkeypatch)
    as_it_is()


def test_another_python_compiles_as_usual(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert folder.is_dir()
    monkeypatch.setitem(sys.modules, "re._compiler", None)
    as_it_is()


def test_a_folder_that_cannot_be_written_is_left(folder: Path) -> None:
    (folder / "taken").touch()
    sys.pycache_prefix = str(folder / "taken")
    as_it_is()
    compiled.keep()
    assert [path.name for path in files(folder)] == ["taken"]


def test_a_command_keeps_what_it_compiled(tmp_path: Path) -> None:
    words = [
        sys.executable,
        "-X",
        f"pycache_prefix={tmp_path}",
        "-m",
        "kg",
        "explain",
        "西新桥小学获得市羽毛球锦标赛团体第三名。",
    ]
    told = [subprocess.run(words, capture_output=True, check=True, env={}).stdout for _ in range(2)]  # noqa: S603 — a fixed command
    assert told[0] == told[1]
    (path,) = tmp_path.rglob("patterns.*.marshal")
    assert len(marshal.loads(path.read_bytes())[1]) > 50  # noqa: S302 — its own
