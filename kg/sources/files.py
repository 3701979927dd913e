"""Paths as given → the files to read, each with a name that is unique in the build."""

from __future__ import annotations

import glob
import os
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SETTINGS = "corpus.toml"
"""A folder's own settings: `date` and `region` of its documents, and `[documents."NAME"]` tables for single ones."""

INPUT, INPUT_NAME = "-", "stdin"
"""What stands for the standard input among the paths, and its name."""

_IRREGULAR = "不是普通文件: 请给出文件、文件夹或通配符 (not a regular file)"
_TOLD_EACH = 20
"""More files than this that give no document for one reason are told in one line: an archive may hold thousands of them."""
_CONTROLS = {code: repr(chr(code))[1:-1] for code in (*range(32), 127)}
"""A name may hold line breaks: what is told of it is one line all the same."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An input that gives no document: its name and one line that says why and what to do."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"{self.name}：{self.reason}".translate(_CONTROLS)


def summed(unread: Iterable[Unreadable]) -> list[str]:
    """What gave no document, a line each; where many are alike, one line for all of them: how many, which, and why."""
    alike: dict[str, list[Unreadable]] = {}
    for one in unread:
        alike.setdefault(one.reason, []).append(one)
    out: list[str] = []
    for reason, ones in alike.items():
        if len(ones) <= _TOLD_EACH:
            out += map(str, ones)
        else:
            out.append(str(Unreadable(f"{ones[0].name} 等 {len(ones)} 个", reason)))
    return out


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read under the name that the build knows it by; `settings` are its folder's words on it.

    `is_input` says that it is the standard input; `path` means nothing then.
    """

    name: str
    path: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    is_input: bool = False


def files(paths: Sequence[str], suffixes: Collection[str]) -> list[Source | Unreadable]:
    """The files of folders (with one of `suffixes`, hidden ones left out), globs and single paths, in order of name.

    A name is the path relative to the folder that was given, with `/`.
    """
    found: dict[Path, tuple[str, Path]] = {}
    wrong: list[Unreadable] = []
    for given in dict.fromkeys(paths):
        if given == INPUT:
            continue
        taken = _taken(given, suffixes)
        if isinstance(taken, Unreadable):
            wrong.append(taken)
            continue
        for path, root in taken:
            found.setdefault(path.resolve(), (_name(path.relative_to(root)), root))
    names = _unique({path: name for path, (name, _) in found.items()})
    settings: dict[Path, Mapping[str, Any] | str] = {}
    out: list[Source | Unreadable] = list(wrong)
    if INPUT in paths:
        out.append(Source(INPUT_NAME, Path(), is_input=True))
    for path, (inner, root) in found.items():
        if root not in settings:
            settings[root] = _settings(root / SETTINGS)
        own = settings[root]
        if isinstance(own, str):
            out.append(Unreadable(names[path], own))
        elif path.exists() and not path.is_file():  # whoever opens a pipe waits for someone to write into it
            out.append(Unreadable(names[path], _IRREGULAR))
        else:
            out.append(Source(names[path], path, _own(own, inner)))
    return sorted(out, key=lambda item: (item.name, isinstance(item, Source)))


def _taken(given: str, suffixes: Collection[str]) -> list[tuple[Path, Path]] | Unreadable:
    """The files that one argument means, each with the folder that its name is relative to."""
    path = Path(given)
    try:
        if path.is_dir():
            inside = [(p, path) for p in _walk(path) if p.suffix.lower() in suffixes]
            kinds = " ".join(sorted(suffixes))
            return inside or Unreadable(
                given, f"文件夹里没有可读的文档: 需要 {kinds} 文件 (no documents in this folder)"
            )
        if path.is_file():
            return [(path, path.parent)]
        if path.exists():
            return Unreadable(given, _IRREGULAR)
        if glob.has_magic(given):
            root = Path(given[: min(given.find(c) for c in "*?[" if c in given)].rpartition("/")[0] or ".")
            matches = [Path(m) for m in sorted(glob.glob(given, recursive=True))]  # noqa: PTH207 -- the pattern may be absolute
            inside = [(m, root) for m in matches if m.is_file()]
            return inside or Unreadable(given, "没有与此通配符相符的文件: 请检查写法 (no file matches)")
    except OSError as error:
        return Unreadable(given, f"不能打开: {error.strerror or error} (cannot be opened)")
    return Unreadable(given, "找不到这个文件或文件夹: 请检查路径 (no such file or folder)")


def _walk(folder: Path) -> Iterator[Path]:
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        yield from (Path(here, n) for n in sorted(names) if not n.startswith((".", "~$")) and n != SETTINGS)


def _name(path: Path) -> str:
    """A relative path as a name; bytes that are not UTF-8 are written in hexadecimal, so that it can be printed and stored."""
    return os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")


def _unique(names: Mapping[Path, str]) -> dict[Path, str]:
    """Names that two files share are told from their common folder; the order of arguments does not matter."""
    sharing: dict[str, list[Path]] = {}
    for path, name in names.items():
        sharing.setdefault(name, []).append(path)
    out: dict[Path, str] = {}
    for name, paths in sharing.items():
        if len(paths) == 1:
            out[paths[0]] = name
            continue
        above = Path(os.path.commonpath([str(p) for p in paths]))
        out |= {p: _name(p.relative_to(above)) for p in paths}
    return out


def _settings(path: Path) -> Mapping[str, Any] | str:
    """The settings of a folder, or what is wrong with them."""
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        return f"同一文件夹的 {SETTINGS} 不能读: {error} (settings cannot be read)"


def _own(settings: Mapping[str, Any], name: str) -> Mapping[str, str]:
    single = settings.get("documents", {})
    merged = {**settings, **(single.get(name, {}) if isinstance(single, dict) else {})}
    return {key: str(merged[key]) for key in ("date", "region", "title", "issuer", "address") if key in merged}
