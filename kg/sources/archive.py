"""Zip archives: their files one by one, within limits that no bomb passes."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Collection, Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

from kg.sources.stored import UnreadableError, too_large

MOST_UNPACKED = 4 * 1024**3
"""Bytes that the files of one archive may have together."""
MOST_FILES = 100_000
MOST_RATIO = 250
"""Unpacked to packed: text packs 3- to 20-fold, XML with much repetition up to 100-fold; bombs 1000-fold."""
_FREE = 1024 * 1024
"""Files up to this size may be packed as tightly as they like."""
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1


def check(archive: zipfile.ZipFile, most: int = MOST_UNPACKED) -> None:
    """Raises UnreadableError where the archive's own list tells of a bomb: files are never unpacked beyond what it tells."""
    files = archive.infolist()
    if len(files) > MOST_FILES:
        raise UnreadableError(f"压缩包里的文件超过 {MOST_FILES} 个: 请解开后再读 (too many files)")
    if sum(one.file_size for one in files) > most:
        raise UnreadableError(f"压缩包解开后超过 {most / 2**20:.0f} MB: 拒绝解开 (zip bomb?)")
    if any(_is_bomb(one) for one in files):
        raise UnreadableError("压缩包的压缩比异常(疑为压缩炸弹): 拒绝解开 (zip bomb?)")


def _is_bomb(one: zipfile.ZipInfo) -> bool:
    return one.file_size > _FREE and one.file_size > MOST_RATIO * max(one.compress_size, 1)


def members(file: BinaryIO, suffixes: Collection[str], largest: int) -> Iterator[tuple[str, bytes | UnreadableError]]:
    """The files with one of the suffixes, hidden ones left out, in order of name. Raises UnreadableError."""
    try:
        with zipfile.ZipFile(file) as archive:
            check(archive)
            named = sorted((_name(one), number) for number, one in enumerate(archive.infolist()) if not one.is_dir())
            files = archive.infolist()
            taken: set[str] = set()
            for name, number in named:
                path = PurePosixPath(name)
                if path.suffix.lower() in suffixes and not _is_hidden(path) and name not in taken:
                    taken.add(name)
                    yield name, _bytes(archive, files[number], largest)
    except UnreadableError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise UnreadableError(f"压缩包已损坏或不完整: {error} (broken zip)") from error


def _bytes(archive: zipfile.ZipFile, one: zipfile.ZipInfo, largest: int) -> bytes | UnreadableError:
    if one.flag_bits & _ENCRYPTED:
        return UnreadableError("压缩包里的文件已加密: 请解开后再读 (encrypted)")
    if one.file_size > largest:
        return UnreadableError(too_large(one.file_size, largest))
    try:
        return archive.read(one)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        return UnreadableError(f"压缩包里的这个文件已损坏: {error} (broken file in zip)")


def _name(one: zipfile.ZipInfo) -> str:
    """The file's name below the archive: nothing leads out of it."""
    return "/".join(part for part in _decoded(one).split("/") if part not in {"", ".", ".."})


def _decoded(one: zipfile.ZipInfo) -> str:
    """The name as it is written; without the mark for UTF-8 it is as Chinese Windows wrote it."""
    name = one.filename
    if not one.flag_bits & _UTF8_NAME:
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            return name
        for encoding in ("utf-8", "gb18030"):
            try:
                return raw.decode(encoding).replace("\\", "/")
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/")


def _is_hidden(path: PurePosixPath) -> bool:
    return any(part.startswith((".", "__MACOSX", "~$")) for part in path.parts)
