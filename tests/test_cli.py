"""The commands, as a user types them: output, errors in one line, exit codes."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import pytest

from kg.cli import main

TEXT = "区教育局供稿\n4月，西新桥小学获得市羽毛球锦标赛团体第三名。\n"


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    returncode: int
    stdout: str
    stderr: str


def kg(*words: str | Path) -> Done:
    """The command in this process: its exit code and what it printed."""
    out, err, code = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8"), 0
    environment = {"COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb"}
    with (
        mock.patch.object(sys, "argv", ["kg", *map(str, words)]),
        mock.patch.dict(os.environ, environment),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
    for stream in (out, err):
        stream.flush()
    return Done(code, *(s.buffer.getvalue().decode() for s in (out, err)))  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    (folder / "texts").mkdir()
    (folder / "texts" / "a.txt").write_text(TEXT, encoding="utf-8")
    done = kg("build", folder / "texts", "-o", folder / "out", "--date", "2019-10-31", "--region", "320404")
    assert done.returncode == 0, done.stderr
    return folder / "out"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("bild",), "没有命令 bild，可能是 build（用法见 kg --help）"),
        (("build", "--jbos", "2", "x"), "没有选项 --jbos，可能是 --jobs、--base（用法见 kg build --help）"),
        (("build",), "缺少 PATH…（用法见 kg build --help）"),
        (("push", "out"), "缺少 --endpoint（用法见 kg push --help）"),
        (("build", "x", "--jobs", "0"), "--jobs：0 is not in the range x>=1.（用法见 kg build --help）"),
        (("serve", "a", "b"), "Got unexpected extra argument (b)（用法见 kg serve --help）"),
    ],
)
def test_a_wrong_command_line_is_told_in_one_line(words: tuple[str, ...], told: str) -> None:
    done = kg(*words)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"kg: {told}\n")


def test_help_explains_arguments_and_options() -> None:
    shown = kg("build", "-h").stdout
    assert "PATH…  文件、文件夹或通配符" in shown
    assert "[default: exports]" in shown


def test_help_lists_every_command_in_chinese() -> None:
    shown = kg("--help").stdout
    for command in (
        "build",
        "extract",
        "explain",
        "query",
        "export",
        "view",
        "validate",
        "verify",
        "evaluate",
        "review",
    ):
        assert f" {command} " in shown
    assert "教谱" in shown


def test_build_leaves_what_the_contract_names(built: Path) -> None:
    assert {"graph.ttl", "graph.nq", "graph.html", "report.json", "store"} <= {p.name for p in built.iterdir()}
    report = json.loads((built / "report.json").read_text(encoding="utf-8"))
    assert report["documents"][0]["region"] == "320404"
    assert report["facts"]["award"] == 1


def test_query_by_name_by_text_and_by_file(built: Path, tmp_path: Path) -> None:
    assert "西新桥小学" in kg("query", "awards-by-school", "--graph", built).stdout
    text = "SELECT ?rank WHERE { ?a a edu:AwardResult ; edu:rank ?rank }"
    assert kg("query", text, "--graph", built, "--format", "csv").stdout.splitlines() == ["rank", "第三名"]
    (tmp_path / "q.rq").write_text(text, encoding="utf-8")
    assert "第三名" in kg("query", "-f", tmp_path / "q.rq", "--graph", built).stdout
    given = kg("query", "awards-of", "--school", "西新桥小学", "--graph", built / "graph.ttl", "--format", "json")
    assert len(json.loads(given.stdout)["results"]["bindings"]) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux's device for a full disk")
def test_a_full_disk_is_told_in_one_line(built: Path) -> None:
    for words in (("export", built, "--format", "html"), ("validate", built), ("view", built)):
        found = kg(*words, "-o", "/dev/full")
        assert (found.returncode, found.stderr.count("\n")) == (1, 1), found.stderr
        assert "No space left" in found.stderr


def test_verify_and_validate_a_sound_graph(built: Path) -> None:
    assert kg("verify", built).returncode == 0
    assert kg("validate", built).returncode == 0


def test_verify_names_the_character_that_differs(built: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT.replace("第三名", "第四名"), encoding="utf-8")
    found = kg("verify", built, "--sources", tmp_path)
    assert found.returncode == 1
    assert "第三名" in found.stdout


def test_validate_names_node_rule_and_evidence_of_a_broken_graph(built: Path, tmp_path: Path) -> None:
    turtle = (built / "graph.ttl").read_text(encoding="utf-8")
    rank = "edu:rankOrder 3"
    assert rank in turtle
    (tmp_path / "broken.ttl").write_text(turtle.replace(rank, 'edu:rankOrder "third"'), encoding="utf-8")
    found = kg("validate", tmp_path / "broken.ttl")
    assert found.returncode == 1
    by_reference = kg("validate", tmp_path / "broken.ttl", "--pyshacl")
    assert by_reference.returncode == 1
    assert "rankOrder" in by_reference.stdout
    for told in ("award-result", "名次序", "rank order", "awards.", "第三名"):
        assert told in found.stdout


@pytest.mark.parametrize(
    "form", ["turtle", "nt", "nq", "trig", "rdfxml", "jsonld", "graphml", "gexf", "cypher", "html"]
)
def test_export_writes_a_file(built: Path, tmp_path: Path, form: str) -> None:
    done = kg("export", built, "--format", form, "-o", tmp_path / "graph.x")
    assert done.returncode == 0, done.stderr
    assert "西新桥小学" in (tmp_path / "graph.x").read_text(encoding="utf-8") or form == "html"


def test_explain_tells_the_rules_of_a_text() -> None:
    shown = kg("explain", "西新桥小学获得市羽毛球锦标赛团体第三名。", "--region", "320404").stdout
    for told in ("西新桥小学", "award", "第三名", "awards."):
        assert told in shown


def test_extract_writes_the_shape_of_the_gold(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert kg("extract", tmp_path / "a.txt", "--out", tmp_path / "out").returncode == 0
    told = json.loads((tmp_path / "out" / "a.json").read_text(encoding="utf-8"))
    for m in told["mentions"]:
        assert TEXT[m["start"] : m["end"]] == m["text"]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("empty.txt", b"", "空"),
        ("binary.txt", bytes(range(256)) * 8, "binary.txt"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_line(tmp_path: Path, name: str, content: bytes, told: str) -> None:
    (tmp_path / name).write_bytes(content)
    done = kg("build", tmp_path / name, "-o", tmp_path / "out")
    assert done.returncode == 1
    assert told in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("build", "nowhere.txt"),
        ("query", "no-such-query"),
        ("query", "SELECT broken"),
        ("query", "awards-of"),
        ("export", "nowhere"),
        ("verify", "nowhere"),
        ("validate", "nowhere"),
        ("evaluate", "nowhere"),
        ("evaluate", "tests/gold/seed", "exports", "--gold-mentions"),
        ("build", "seeds", "--date", "gestern"),
        ("build", "seeds", "--region", "常州"),
    ],
)
def test_wrong_use_is_told_without_a_traceback(words: tuple[str, ...], built: Path, tmp_path: Path) -> None:
    extra = ("--graph", built) if words[0] == "query" else ("-o", tmp_path / "out") if words[0] == "build" else ()
    done = kg(*words, *extra)
    assert done.returncode in {1, 2}
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


def test_one_bad_document_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "in" / "b.txt").write_bytes(b"")
    done = kg("build", tmp_path / "in", "-o", tmp_path / "out")
    assert done.returncode == 1
    assert done.stderr.count("b.txt") == 1
    report = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert [d["name"] for d in report["documents"]] == ["a.txt"]
    assert [u["name"] for u in report["unread"]] == ["b.txt"]


def test_a_folder_without_documents_is_told(tmp_path: Path) -> None:
    done = kg("build", tmp_path, "-o", tmp_path / "out")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_the_installed_command_tells_an_error_in_one_line_and_no_traceback() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kg", "query", "no-such-query"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("kg: ")
    assert len(done.stderr.splitlines()) == 1


def test_many_files_alike_are_told_in_one_line(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "空.zip", "w") as archive:
        for number in range(2000):
            archive.writestr(f"{number:04}.txt", b"")
    (tmp_path / "a.txt").write_text("清潭小学获市合唱比赛一等奖。", encoding="utf-8")
    (tmp_path / "b.txt").touch()
    (tmp_path / "c.doc").write_bytes(b"x")
    out = tmp_path / "out"
    told = kg("build", tmp_path, "-o", out, "--jobs", "1")
    assert told.returncode == 1
    lines = [line for line in told.stderr.splitlines() if line.startswith("kg: ")]
    assert len(lines) == 2
    assert "c.doc" in lines[1]
    assert lines[0] == "kg: b.txt 等 2001 个：文件是空的: 没有可读的内容 (empty file)"
    assert len(json.loads((out / "report.json").read_text(encoding="utf-8"))["unread"]) == 2002


def test_a_file_of_decisions_that_is_named_must_be_there(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    done = kg("build", tmp_path / "a.txt", "-o", tmp_path / "out", "--decisions", tmp_path / "none.toml")
    assert done.returncode != 0
    assert done.stderr.splitlines() == [f"kg: 没有决定文件 {tmp_path / 'none.toml'}"]
    assert not (tmp_path / "out").exists()
