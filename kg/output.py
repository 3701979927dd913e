"""The output folder: written whole or not at all, by one build at a time."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from kg.errors import InputError

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
    if (pending / _READY).exists():
        for item in sorted((pending / "files").iterdir()):
            target = out / item.name
            if target.is_dir() and not target.is_symlink():
                old = pending / ("old-" + item.name)
                shutil.rmtree(old, ignore_errors=True)
                target.rename(old)
            item.replace(target)
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
