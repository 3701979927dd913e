"""One graph, the same bytes: in any order, with any number of workers, hash seed, locale, time zone and Python."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.reliability.ground import NEW, OLD, ROOT, State, many, state
from tests.reliability.table import Row

_BUILD = """
if __name__ == "__main__":
    import sys, kg.reader as r, kg.pipeline as p
    from pathlib import Path
    r._SHARED_FROM = p._SHARED_FROM = r._TOGETHER = 1
    p.build(sys.argv[3:], Path(sys.argv[1]), given=r.Given("2019-10-31", "320404"), jobs=int(sys.argv[2]))
"""
_ZONES = ("Asia/Shanghai", "America/St_Johns", "Pacific/Kiritimati", "UTC", "Asia/Kathmandu")
_LOCALES = ("C", "C.UTF-8", "POSIX", "zh_CN.GB18030", "tr_TR.UTF-8")


def texts(folder: Path, seed: int, count: int = 0) -> list[Path]:
    """The same documents, made and given in an order of the seed's."""
    chance = random.Random(seed)
    named = [
        (f"{number}-{len(text)}.txt", text) for number, text in enumerate(many(count)[1] if count else (*OLD, *NEW))
    ]
    chance.shuffle(named)
    folder.mkdir()
    for name, text in named:
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name, _ in named]


def built(
    folder: Path, given: Sequence[Path], jobs: int, environment: dict[str, str], python: str = sys.executable
) -> State:
    """What a build in another process gives."""
    script, out = folder / "build.py", folder / "there"
    script.write_text(_BUILD, encoding="utf-8")
    words = [python, str(script), str(out), str(jobs), *map(str, given)]
    around = {**os.environ, **environment, "PYTHONPATH": str(ROOT)}
    subprocess.run(words, check=True, env=around, cwd=folder, capture_output=True)
    try:
        return state(out)
    finally:
        shutil.rmtree(out)


def rows(trials: int, pythons: Sequence[str], count: int = 40) -> Iterator[Row]:
    """A line for each Python: trials in random circumstances against the first build of the first."""
    expected: State = None
    chance = random.Random(5)
    for python in (sys.executable, *pythons):
        version = subprocess.run(
            [python, "-c", "import platform; print(platform.python_version())"],
            check=True,
            capture_output=True,
            text=True,
        )
        failures = []
        for _ in range(trials):
            around = {
                "PYTHONHASHSEED": str(chance.randrange(2**32)),
                "TZ": chance.choice(_ZONES),
                "LC_ALL": chance.choice(_LOCALES),
                "PYTHONUTF8": chance.choice("01"),
            }
            with tempfile.TemporaryDirectory() as folder:
                try:
                    given = texts(Path(folder) / "texts", chance.randrange(2**32), count)
                    found = built(Path(folder), given, chance.choice((1, 2, 3)), around, python)
                    expected = expected or found
                    if found != expected:
                        failures.append(
                            f"{around}: {[key for key in expected if found is None or found[key] != expected[key]]}"
                        )
                except subprocess.CalledProcessError as error:
                    failures.append(f"{around}: {error.stderr.decode('utf-8', 'replace')[-500:]}")
        yield Row(
            "5 determinism",
            f"Python {version.stdout.strip()}: {count} documents in random order, workers, hash seed, locale, time zone",
            trials,
            tuple(failures),
        )
