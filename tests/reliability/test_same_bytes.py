"""The same bytes whatever the order of files, the number of workers, the hash seed, the locale and the time zone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reliability.ground import build, state
from tests.reliability.same import built, texts


@pytest.mark.parametrize(
    ("seed", "jobs", "environment"),
    [
        (1, 1, {"PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai", "LC_ALL": "C", "PYTHONUTF8": "0"}),
        (2, 2, {"PYTHONHASHSEED": "4242", "TZ": "America/St_Johns", "LC_ALL": "C.UTF-8"}),
    ],
)
def test_other_processes_write_the_same_bytes(
    tmp_path: Path, seed: int, jobs: int, environment: dict[str, str]
) -> None:
    folder = tmp_path / "texts"
    given = texts(folder, seed)
    build(folder, tmp_path / "here")
    assert built(tmp_path, given, jobs, environment) == state(tmp_path / "here")
