"""The output folder: written, read back, verified, changed document by document."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, RdfFormat, Store

from kg import store
from kg.errors import InputError
from kg.model import Knowledge, Part
from kg.verify import verify
from tests.samples import GOLD, knowledge_from_gold

TOLD = knowledge_from_gold(GOLD / "seed", GOLD / "tuned")


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out")
    store.write(TOLD, folder)
    return folder


def comparable(part: Part) -> Part:
    """What RDF tells of a part: confidence and rule, but neither what was rejected nor the spans outside of turns."""
    document = part.document
    spoken = tuple(u.span for u in document.utterances) or document.body
    return dataclasses.replace(part, document=dataclasses.replace(document, body=spoken), rejected=())


@pytest.mark.parametrize("file", ["", store.TURTLE, store.NQUADS])
def test_what_was_written_is_read_back(out: Path, file: str) -> None:
    again = store.read(out / file) if file else store.read(out)
    assert [p.document.name for p in again.parts] == [p.document.name for p in TOLD.parts]
    for part, before in zip(again.parts, TOLD.parts, strict=True):
        assert part.entities == before.entities
        assert part.mentions == before.mentions
        assert part.facts == before.facts
        assert part.document.utterances == before.document.utterances
        if not file:
            assert part == comparable(before)


def test_without_the_texts_what_is_quoted_stands_at_its_place(out: Path) -> None:
    for part, before in zip(store.read(out / store.TURTLE).parts, TOLD.parts, strict=True):
        for named in part.mentions:
            assert named.mention.span.of(part.document.text) == named.mention.text
        assert len(part.document.text) <= len(before.document.text)


def test_the_store_holds_each_statement_in_the_default_graph_and_in_its_documents(out: Path) -> None:
    database = store.opened(out)
    loaded = Store()
    loaded.load(path=out / store.TURTLE)
    assert {q.triple for q in database.quads_for_pattern(None, None, None, DefaultGraph())} == {
        q.triple for q in loaded
    }
    named = {q for q in database if q.graph_name != DefaultGraph()}
    again = Store()
    again.load(path=out / store.NQUADS)
    assert named == set(again)


def test_an_rdf_file_opens_like_the_folder(out: Path) -> None:
    count = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
    counts = {
        str(next(iter(store.opened(path).query(count)))["n"]) for path in (out, out / store.TURTLE, out / store.NQUADS)
    }
    assert len(counts) == 1


def changed(folder: Path, told: Knowledge) -> Store:
    """The store as a build of the knowledge leaves it."""
    store.write(told, folder)
    return store.opened(folder)


def test_replacing_a_document_equals_a_build_from_scratch(tmp_path: Path) -> None:
    first, second = TOLD.parts[1], TOLD.parts[2]
    half = dataclasses.replace(second, facts=second.facts[::2])
    for folder in ("changed", "whole"):
        (tmp_path / folder).mkdir()
    store.write(Knowledge((first, half)), tmp_path / "changed")
    store.replace_document(tmp_path / "changed", second)
    assert set(store.opened(tmp_path / "changed")) == set(changed(tmp_path / "whole", Knowledge((first, second))))


def test_removing_a_document_keeps_what_others_tell(tmp_path: Path) -> None:
    first, second = TOLD.parts[1], TOLD.parts[2]
    for folder in ("changed", "whole"):
        (tmp_path / folder).mkdir()
    store.write(Knowledge((first, second)), tmp_path / "changed")
    store.remove_document(tmp_path / "changed", second.document.name)
    assert set(store.opened(tmp_path / "changed")) == set(changed(tmp_path / "whole", Knowledge((first,))))


def test_every_passage_of_the_gold_verifies(out: Path) -> None:
    seen = verify(out)
    assert (seen.documents, seen.differences) == (len(TOLD.parts), ())
    assert seen.passages > 1000


def test_one_changed_character_is_named(tmp_path: Path) -> None:
    part = knowledge_from_gold().parts[0]
    store.write(Knowledge((part,)), tmp_path)
    (kept,) = (tmp_path / "store" / "texts").iterdir()
    text = kept.read_text(encoding="utf-8")
    place = text.index("西新桥三村幼儿园")
    kept.write_text(text[:place] + "東" + text[place + 1 :], encoding="utf-8")
    seen = verify(tmp_path)
    told = [str(d) for d in seen.differences]
    assert "SHA-256" in told[0]
    assert (
        f"{part.document.name} 第 {place},{place + 8} 字：图谱引作“西新桥三村幼儿园”，原文是“東新桥三村幼儿园”" in told
    )
    assert all(
        d.place is None or int(d.place.split(",")[0]) <= place < int(d.place.split(",")[1]) for d in seen.differences
    )


def test_a_missing_source_is_named(tmp_path: Path) -> None:
    store.write(knowledge_from_gold(), tmp_path)
    for kept in (tmp_path / "store" / "texts").iterdir():
        kept.unlink()
    assert [d.found for d in verify(tmp_path).differences] == [None]


def test_passages_verify_against_the_original_files(out: Path, tmp_path: Path) -> None:
    for part in TOLD.parts:
        (tmp_path / part.document.name).write_text(part.document.text, encoding="utf-8", newline="")
    assert verify(out, tmp_path).differences == ()


@given(st.text(min_size=1, max_size=300))
@settings(max_examples=200)
def test_texts_are_kept_inside_their_folder(name: str) -> None:
    inner = Path("/x/texts")
    path = inner / store._text_name(name)
    assert inner in path.parents
    assert ".." not in path.parts


@pytest.mark.parametrize(("path", "words"), [("absent", "没有文件"), ("empty", "kg build"), ("a.docx", "后缀")])
def test_what_is_no_graph_is_told_in_one_line(tmp_path: Path, path: str, words: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.docx").write_bytes(b"x")
    with pytest.raises(InputError, match=words):
        store.read(tmp_path / path)


def test_broken_rdf_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<a> <b> .", encoding="utf-8")
    for attempt in (store.read, store.opened):
        with pytest.raises(InputError, match=r"a\.ttl"):
            attempt(tmp_path / "a.ttl")


def test_formats_are_those_of_the_suffix(out: Path) -> None:
    assert store.rdf_file(out) == (out / store.NQUADS, RdfFormat.N_QUADS)
