"""The same bytes whatever the order of files, the number of workers, the hash seed, the locale and the time zone."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.reliability.trials import NEW, OLD, build, state

_ROOT = Path(__file__).parents[2]
_BUILD = """
if __name__ == "__main__":
    import sys, kg.reader as r, kg.pipeline as p
    from pathlib import Path
    r._SHARED_FROM = p._SHARED_FROM = r._TOGETHER = 1
    p.build(sys.argv[3:], Path(sys.argv[1]), given=r.Given("2019-10-31", "320404"), jobs=int(sys.argv[2]))
"""


def texts(folder: Path, seed: int) -> list[Path]:
    """The same documents, made and given in an order of the seed's."""
    chance = random.Random(seed)
    named = [(f"{number}-{len(text)}.txt", text) for number, text in enumerate((*OLD, *NEW))]
    chance.shuffle(named)
    folder.mkdir()
    for name, text in named:
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name, _ in named]


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
    script = tmp_path / "build.py"
    script.write_text(_BUILD, encoding="utf-8")
    words = [sys.executable, str(script), str(tmp_path / "there"), str(jobs), *map(str, given)]
    around = {**os.environ, **environment, "PYTHONPATH": str(_ROOT)}
    subprocess.run(words, check=True, env=around, cwd=tmp_path)  # noqa: S603 (our own script)
    assert state(tmp_path / "there") == state(tmp_path / "here")
