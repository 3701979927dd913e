"""Builds: what has not changed is not read again, and nothing but the time can be told from a build from scratch."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from unittest import mock

import pytest

from kg import codec, gathering, pipeline, reader
from kg.decisions import Action, Decision, write
from kg.errors import InputError
from kg.extract import reading, readings
from kg.given import Given
from kg.model import Document, Reading
from kg.resolve import prepared
from kg.sources import documents

TEXTS = (
    "区教育局供稿\n4月，西新桥小学获得市羽毛球锦标赛团体第三名。\n",
    "清潭小学加入实验小学教育集团，实小集团现有五所学校。局长李明参加了揭牌仪式。\n",
    "常州市第二十四中学（以下简称二十四中）获评省平安校园。二十四中校长王芳介绍，新校区已完成主体封顶。\n",
    "花园小学和清潭小学获得全区中小学生合唱比赛小学组一等奖。\n",
    "皇粮浜实验学校计划2020年9月投入使用，总投资3.2亿元。\n",
)
GIVEN = Given("2019-10-31", "320404")
OUTPUTS = ("graph.ttl", "graph.nq", "graph.html")


def build(texts: Path, out: Path, jobs: int = 1) -> None:
    pipeline.build([str(texts)], out, given=GIVEN, jobs=jobs)


def outputs(out: Path) -> dict[str, bytes | object]:
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    report.pop("seconds")
    kept = {p.relative_to(out).as_posix(): p.read_bytes() for p in sorted((out / "store" / "texts").rglob("*.txt"))}
    return {name: (out / name).read_bytes() for name in OUTPUTS} | kept | {"report": report}


@pytest.fixture
def read_again() -> Iterator[list[str]]:
    """The names of the documents that are read."""
    names: list[str] = []

    def noted(documents: Sequence[Document]) -> list[Reading]:
        names.extend(document.name for document in documents)
        return readings(documents)

    with mock.patch.object(reader, "readings", noted):
        yield names


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    (folder / "sub").mkdir(parents=True)
    for number, text in enumerate(TEXTS[:4]):
        (folder / ("sub" if number % 2 else ".") / f"{number}.txt").write_text(text, encoding="utf-8")
    return folder


def edited(texts: Path, chance: random.Random) -> set[str]:
    """Changes, adds, removes or renames documents; the names of those that must be read for it."""
    paths = sorted(texts.rglob("*.txt"))
    match chance.choice(("change", "add", "remove", "rename", "nothing")):
        case "change":
            path = chance.choice(paths)
            path.write_text(path.read_text(encoding="utf-8") + chance.choice(TEXTS), encoding="utf-8")
        case "add":
            path = texts / "sub" / f"新{chance.randrange(10**6)}.txt"
            path.write_text(chance.choice(TEXTS), encoding="utf-8")
        case "remove" if len(paths) > 1:
            chance.choice(paths).unlink()
            return set()
        case "rename":
            path = texts / f"改{chance.randrange(10**6)}.txt"
            chance.choice(paths).rename(path)
        case _:
            return set()
    return {path.relative_to(texts).as_posix()}


@pytest.mark.parametrize("seed", [1, 2])
def test_any_edits_give_what_a_build_from_scratch_gives(
    texts: Path, tmp_path: Path, read_again: list[str], seed: int
) -> None:
    chance = random.Random(seed)
    build(texts, tmp_path / "out")
    for number in range(4):
        read_again.clear()
        wanted = set[str]().union(*(edited(texts, chance) for _ in range(2)))
        build(texts, tmp_path / "out")
        there = {p.relative_to(texts).as_posix() for p in texts.rglob("*.txt")}
        assert set(read_again) == wanted & there
        scratch = tmp_path / f"scratch{number}"
        build(texts, scratch)
        assert outputs(tmp_path / "out") == outputs(scratch)
        shutil.rmtree(scratch)


def test_other_settings_and_another_program_read_again(texts: Path, tmp_path: Path, read_again: list[str]) -> None:
    build(texts, tmp_path / "out")
    read_again.clear()
    pipeline.build([str(texts)], tmp_path / "out", given=Given("2018-01-01", "320404"), jobs=1)
    assert len(read_again) == 4
    read_again.clear()
    with mock.patch("kg.cache.version", return_value="another"):
        pipeline.build([str(texts)], tmp_path / "out", given=Given("2018-01-01", "320404"), jobs=1)
    assert len(read_again) == 4


def test_decisions_are_replayed_on_what_was_read_before(texts: Path, tmp_path: Path, read_again: list[str]) -> None:
    apart = Decision(
        Action.APART, ("group/320404/实验小学教育集团", "group/320404/实小集团"), author="甲", date="2024-01-01"
    )
    stale = Decision(Action.ACCEPT, ("0000000000000000",), author="甲", date="2024-01-01")
    for out, before in ((tmp_path / "out", True), (tmp_path / "scratch", False)):
        out.mkdir()
        if before:
            build(texts, out)
            read_again.clear()
        write(out / "decisions.toml", [apart, stale])
        build(texts, out)
        if before:
            assert not read_again
    assert outputs(tmp_path / "out") == outputs(tmp_path / "scratch")
    report = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert len(report["stale"]) == 1
    assert "实小集团" not in {name for merge in report["merges"] for name in merge["names"]}


def test_a_decision_turned_round_by_hand_is_replayed_too(texts: Path, tmp_path: Path) -> None:
    subjects = ("group/320404/实验小学教育集团", "group/320404/实小集团")
    out = tmp_path / "out"
    for number, action in enumerate((Action.APART, Action.MERGE, Action.APART)):
        scratch = tmp_path / f"scratch{number}"
        for folder in (out, scratch):
            folder.mkdir(exist_ok=True)
            write(folder / "decisions.toml", [Decision(action, subjects, author="甲", date="2024-01-01")])
            build(texts, folder)
        assert outputs(out) == outputs(scratch)


def test_a_build_equals_saved_knowledge(texts: Path, tmp_path: Path) -> None:
    build(texts, tmp_path / "built")
    found = [one for one in documents([str(texts)], date=GIVEN.date, region=GIVEN.region) if isinstance(one, Document)]
    pipeline.save(pipeline.knowledge(found), tmp_path / "saved")
    assert outputs(tmp_path / "built") == outputs(tmp_path / "saved")


def test_many_processes_give_the_same(texts: Path, tmp_path: Path) -> None:
    build(texts, tmp_path / "one")
    with mock.patch.object(reader, "_SHARED_FROM", 1), mock.patch.object(pipeline, "_SHARED_FROM", 1):
        build(texts, tmp_path / "two", jobs=2)
        with mock.patch.object(gathering, "TOGETHER", 1):  # so that they share what may be one thing, too
            build(texts, tmp_path / "parts", jobs=2)
    assert outputs(tmp_path / "one") == outputs(tmp_path / "two") == outputs(tmp_path / "parts")


def test_a_broken_cache_is_begun_anew(texts: Path, tmp_path: Path, read_again: list[str]) -> None:
    build(texts, tmp_path / "out")
    before = outputs(tmp_path / "out")
    (tmp_path / "out" / ".readings").write_bytes(b"no database" * 1000)
    read_again.clear()
    build(texts, tmp_path / "out")
    assert len(read_again) == 4
    assert outputs(tmp_path / "out") == before


def test_what_was_read_is_kept_where_the_build_breaks_off(texts: Path, tmp_path: Path, read_again: list[str]) -> None:
    def broken_off(stage: str, done: int, total: int) -> None:
        assert total == 4
        if done == 3:
            raise KeyboardInterrupt(stage)

    with mock.patch.object(reader, "_TOGETHER", 1), pytest.raises(KeyboardInterrupt):
        pipeline.build([str(texts)], tmp_path / "out", given=GIVEN, jobs=1, watch=broken_off)
    read_again.clear()
    build(texts, tmp_path / "out")
    assert len(read_again) == 1


def test_records_are_read_one_by_one(tmp_path: Path, read_again: list[str]) -> None:
    records = tmp_path / "many.jsonl"
    lines = [json.dumps({"id": f"n{i}", "text": text}, ensure_ascii=False) for i, text in enumerate(TEXTS)]
    records.write_text("\n".join(lines), encoding="utf-8")
    build(records, tmp_path / "out")
    assert sorted(read_again) == [f"many.jsonl/n{i}" for i in range(5)]
    read_again.clear()
    records.write_text("\n".join([*lines[1:], lines[0].replace("n0", "n9")]), encoding="utf-8")
    build(records, tmp_path / "out")
    assert read_again == ["many.jsonl/n9"]


def test_nothing_to_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"没有可读的文档.*找不到"):
        pipeline.build([str(tmp_path / "none")], tmp_path / "out")


def test_what_is_packed_comes_back_equal(texts: Path) -> None:
    strange = Document("奇\ud800.txt", "清潭小学\ud800，获奖。", None, None, ())
    for document in (*documents([str(texts)], date=GIVEN.date, region=GIVEN.region), strange):
        assert isinstance(document, Document)
        ready = prepared(reading(document))
        packed = codec.packed(ready.reading)
        assert codec.unpacked(packed) == ready.reading
        assert codec.packed(codec.unpacked(packed)) == packed
        things = codec.packed_things(ready.clusters, ready.proposals)
        assert codec.unpacked_things(things) == (ready.clusters, ready.proposals)
    with pytest.raises(ValueError, match="header"):
        codec.unpacked(b"nothing")
