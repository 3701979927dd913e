"""The tests with other versions of what the package stands on: `python -m tests.reliability.bounds lowest`, or `newest`.

Makes a virtual environment of its own, with only the declared lower bounds of `pyproject.toml`, or with the newest versions
that it allows, and passes the tests in it.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import tomllib
import venv
from collections.abc import Iterator
from pathlib import Path

from tests.reliability.ground import ROOT

_DECLARED = re.compile(r"(?P<name>[\w.-]+)(?:>=|==|~=)(?P<version>[\d.]+)")
_LEFT = frozenset({"ruff"})
"""What formats and lints: no test runs it."""


def lowest() -> Iterator[str]:
    """The lower bound of each dependency, as constraints for pip."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for one in (*project["dependencies"], *(d for extra in project["optional-dependencies"].values() for d in extra)):
        if (found := _DECLARED.fullmatch(one)) and found["name"] not in _LEFT:
            yield f"{found['name']}=={found['version']}"


def main(which: str, *tests: str) -> int:
    """Pass the tests; their exit code."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        venv.create(folder / "venv", with_pip=True)
        python = str(folder / "venv" / "bin" / "python")
        constraints = folder / "constraints.txt"
        constraints.write_text("\n".join(lowest() if which == "lowest" else ()) + "\n", encoding="utf-8")
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--upgrade", "pip"], check=True)
        subprocess.run([*pip, "--upgrade", "--constraint", str(constraints), f"{ROOT}[dev]"], check=True)
        listed = subprocess.run([python, "-m", "pip", "freeze"], check=True, capture_output=True, text=True).stdout
        print(listed, flush=True)
        around = {**os.environ, "PYTHONPATH": str(ROOT)}
        words = [python, "-m", "pytest", "-n", "2", "-p", "no:cacheprovider", *tests]
        return subprocess.run(words, cwd=ROOT, env=around, check=False).returncode


if __name__ == "__main__":
    if sys.argv[1:2] not in (["lowest"], ["newest"]):
        sys.exit("lowest or newest")
    sys.exit(main(*sys.argv[1:]))
