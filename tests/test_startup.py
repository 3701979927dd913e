"""What each command leaves unloaded: libraries that take long to import, and that its work does not need."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

PAGE = "区教育局供稿\n2019年4月，西新桥小学获得市羽毛球锦标赛团体第三名。\n"
WATCHED = (
    "IPython", "docx", "httpx", "jieba", "jinja2", "lxml", "networkx", "numpy", "openpyxl", "pdfplumber", "pycrfsuite", "pyoxigraph", "pypinyin",
    "pyshacl", "pyvis", "rdflib", "rich.markdown", "rjieba", "rjieba.rjieba", "scipy", "starlette", "trafilatura", "uvicorn",
)  # fmt: skip
"""Those of the libraries that matter."""
READS = {"numpy", "rjieba.rjieba" if find_spec("rjieba") else "jieba"}
"""Of rjieba its class alone: the package makes a segmenter of its own, and reads the dictionary twice."""
DRAWS = {"jinja2", "numpy"}
STORES = {"pyoxigraph"}

_RUN = """
import sys
from kg.cli import main
try:
    main()
finally:
    print("loaded:", *(name for name in {watched!r} if name in sys.modules), file=sys.stderr)
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("startup")
    (folder / "page.txt").write_text(PAGE, encoding="utf-8")
    loaded("build", str(folder / "page.txt"), "-o", str(folder / "out"))
    return folder


def loaded(*words: str) -> set[str]:
    """The watched libraries that a command has loaded when it ends."""
    ran = subprocess.run(  # noqa: S603 — a fixed command
        [sys.executable, "-c", _RUN.format(watched=WATCHED), *words], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return set(ran.stderr.rpartition("loaded:")[2].split())


def test_the_help_loads_none_of_them() -> None:
    assert loaded("--help") == set()


@pytest.mark.parametrize(
    ("command", "needs"),
    [
        (("build", "page.txt", "-o", "fresh"), READS | DRAWS | STORES),
        (("build", "page.txt", "-o", "out"), {"numpy"} | STORES),
        (("extract", "page.txt", "--out", "extracted"), READS | STORES),
        (("query", "--list"), STORES),
        (("query", "ASK { ?s ?p ?o }", "--graph", "out"), STORES),
        (("verify", "out"), STORES),
        (("export", "out", "-o", "graph.ttl"), STORES),
        (("export", "out", "--format", "graphml", "-o", "graph.graphml"), STORES | {"lxml", "networkx", "numpy"}),
        (("view", "out", "-o", "view.html"), DRAWS | STORES),
        (("validate", "out"), STORES),
    ],
)
def test_a_command_loads_what_it_needs_and_no_more(
    built: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], needs: set[str]
) -> None:
    monkeypatch.chdir(built)
    assert loaded(*command) == needs


@pytest.mark.parametrize(("words", "code"), [(("--help",), 0), (("build", "nowhere"), 1), (("nonsense",), 2)])
def test_the_process_ends_with_the_code_of_its_command_and_all_that_it_printed(
    words: tuple[str, ...], code: int
) -> None:
    ran = subprocess.run([sys.executable, "-m", "kg", *words], capture_output=True, check=False)  # noqa: S603 — a fixed command
    assert ran.returncode == code
    assert (ran.stderr if code else ran.stdout).endswith(b"\n")
