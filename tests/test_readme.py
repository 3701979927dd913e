"""The README is true: its commands run, its figures are printed, its Chinese brother tells the same."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from kg.commands.accuracy import MARK, rendered
from kg.terms import EntityType, FactType

ROOT = Path(__file__).parent.parent
READMES = ("README.md", "README.zh.md")


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text(name), re.DOTALL)


def commands(name: str) -> list[list[str]]:
    lines = "".join(blocks(name, "sh")).splitlines()
    return [words for line in lines if (words := shlex.split(line, comments=True)) and words[0] == "kg"]


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clone")
    for name in ("seeds", "tests"):
        (folder / name).symlink_to(ROOT / name)
    return folder


def test_both_readmes_name_the_same_commands() -> None:
    first, second = (commands(name) for name in READMES)
    assert first == second
    assert len(first) > 8


def test_the_commands_run_in_order(workplace: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "BROWSER": "true"}
    for words in commands("README.md"):
        done = subprocess.run(  # noqa: S603 (the commands under test)
            [sys.executable, "-m", *words], cwd=workplace, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, (words, done.stderr)


def test_the_python_example_runs(workplace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(workplace)
    for block in blocks("README.md", "python"):
        exec(compile(block, "README.md", "exec"), {})  # noqa: S102 (the example under test)


def test_the_type_table_is_the_ontologys() -> None:
    told = set(
        re.findall(r"`(\w+)`", "\n".join(line for line in text("README.md").splitlines() if line.startswith("|")))
    )
    assert {t.value for t in EntityType} | {f.value for f in FactType} <= told


@pytest.mark.parametrize("name", READMES)
def test_the_figures_are_those_that_the_command_prints(name: str) -> None:
    between = text(name).split(MARK.format("accuracy"))[1].split(MARK.format("/accuracy"))[0].strip()
    assert between == rendered(ROOT / "tests" / "gold").strip()


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(" ".join(re.findall(r"^([a-z ]+):", text("Makefile"), re.MULTILINE)).split())
    named = {t for name in (*READMES, "CONTRIBUTING.md") for t in re.findall(r"`?make ([a-z]+)", text(name))}
    assert named <= targets
