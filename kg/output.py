"""The output folder and single files: written whole or not at all, by one process at a time."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from kg.errors import InputError

PAGE = "graph.html"
REPORT = "report.json"
DECISIONS = "decisions.toml"
"""What the folder of a build holds beside the graph."""

_NEXT = ".next"
_READY = "ready"
_LOCK = ".lock"


@contextlib.contextmanager
def whole(out: Path) -> Iterator[Path]:
    """An empty folder inside `out` to write into; its contents take the place of their namesakes when the block ends well.

    A block that fails leaves `out` as it was. A process that is killed while files change places leaves the
    work to the next caller (or `settle`), which finishes it. Raises InputError where the folder cannot be
    written or another build holds it.
    """
    with _held(out):
        settle(out)
        fresh = out / _NEXT / "files"
        fresh.mkdir(parents=True)
        try:
            yield fresh
            _flush(fresh)
            (out / _NEXT / _READY).touch()
            settle(out)
        finally:
            shutil.rmtree(out / _NEXT, ignore_errors=True)


def recover(out: Path) -> None:
    """What everyone does who reads the folder: finish what a killed build had begun; nothing where a build is at work now."""
    if (out / _NEXT).exists():
        with contextlib.suppress(InputError, OSError), _held(out):
            settle(out)


def settle(out: Path) -> None:
    """Finish a change of places that a killed build had begun, or drop what it had not finished."""
    pending = out / _NEXT
    fresh, ready = pending / "files", pending / _READY
    if ready.exists():
        for item in sorted(fresh.iterdir()) if fresh.exists() else ():
            target = out / item.name
            if target.is_dir() and not target.is_symlink():
                old = pending / ("old-" + item.name)
                shutil.rmtree(old, ignore_errors=True)
                target.rename(old)
            item.replace(target)
        ready.unlink()  # first: a mark without its files would be no change of places to finish
    shutil.rmtree(pending, ignore_errors=True)


@contextlib.contextmanager
def _held(out: Path) -> Iterator[None]:
    """Hold the folder for this process: the lock is the operating system's and ends with the process."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        handle = os.open(out / _LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise InputError(f"无法写入输出文件夹 {out}：{error.strerror}。请换一个可写的文件夹（-o）") from error
    try:
        if not _locked(handle):
            raise InputError(f"另一个 kg build 正在写 {out}。请等它结束，或用 -o 指定别的文件夹", exit_code=1)
        yield
    finally:
        os.close(handle)


@contextlib.contextmanager
def replaced(path: Path) -> Iterator[IO[bytes]]:
    """A new file to write into; it takes the place of `path` when the block ends well, and is dropped where it fails.

    Until then it stands hidden beside `path`, and the next caller takes up what a killed process left. Pipes and devices
    are written as they are. Raises InputError where another process writes the file, OSError where it cannot be written.
    """
    if path.exists() and not path.is_file():
        with path.open("wb") as device:
            yield device
        return
    target = path.resolve()
    key = hashlib.sha256(os.fsencode(target.name)).hexdigest()[:16]  # the name itself may be as long as names can be
    beside = target.with_name(f".{key}{_NEXT}")
    with os.fdopen(_own(beside, target.name), "wb") as file:
        try:
            file.truncate()
            yield file
            file.flush()
            os.fsync(file.fileno())
            if target.exists():
                shutil.copymode(target, beside)
            if os.name == "nt":  # which renames no open file
                file.close()
            beside.replace(target)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise


def _own(path: Path, name: str) -> int:
    """The open file at a path, held by this process alone. Raises InputError."""
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        if not _locked(handle):
            os.close(handle)
            raise InputError(f"另一个 kg 正在写 {name}。请等它结束", exit_code=1)
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(handle), path.stat()):
                return handle
        os.close(handle)  # another process has just put its file in place: this is that one


def _flush(folder: Path) -> None:
    """Force what was written to the disk, so that the ready mark never comes before its files."""
    for path in folder.rglob("*"):
        if path.is_file():
            handle = os.open(path, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


try:
    import fcntl

    def _locked(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

except ModuleNotFoundError:  # Windows has no fcntl; its own locking call does the same
    import msvcrt

    def _locked(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            return False
        return True
