"""Any text, all the way: what must be true of it in the reader, the extractor, the serializers."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import rdflib
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from kg import exports
from kg.extract import reading
from kg.model import Document, Knowledge, Reading
from kg.resolve import resolve
from kg.sources import document
from kg.terms import ID
from tests.reliability.ground import ROOT
from tests.reliability.iris import is_iri
from tests.reliability.table import Row

PIECES = (
    "西新桥小学", "清潭小学", "实验小学教育集团", "实小集团", "双桂坊校区", "常州市", "钟楼区教育局", "区", "市", "第二十四中学", "局长李明", "获得", "获评",
    "加入", "羽毛球锦标赛", "一等奖", "第三名", "省平安校园", "《春天》", "《", "》", "（以下简称二十四中）", "（", "）", "(", ")", "“", "”", "、", "和", "，", "。", "；", "：",
    "\n", "\r\n", "\t", " ", "\u3000", "2019年9月", "计划", "投入使用", "3.2亿元", "五所", "主持人：", "网友：", "[10:00:08]", "Ⅲ", "②", "\u200d", "\u202e", "\ufeff", "😀",
    "\0", "\x08", "\x0b", "\x7f", "\x85", "\u2028", "\ufffe", "\ue000", "\U00020000", "\U0010ffff", "\ud800", "\udfff", "</script><img onerror=x>", "=cmd|' /C calc'!A0", "'''", '"""', "\\", "<>", "{}", "%41", "%zz",
    "#", "?", "../", "@zh", "^^", "javascript:", "e\u0301", "校" * 40,
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(st.characters(exclude_categories=()), max_size=5), max_size=40).map(
    "".join
)
FORMS = {
    "turtle": (RdfFormat.TURTLE, "turtle"),
    "nt": (RdfFormat.N_TRIPLES, "nt"),
    "rdfxml": (RdfFormat.RDF_XML, "xml"),
    "jsonld": (RdfFormat.JSON_LD, None),
    "trig": (RdfFormat.TRIG, None),
}
"""Format → its parser in Oxigraph, and in rdflib where that is asked, too (its parsers of data sets are slow)."""
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def read_whole(text: str, name: str = "a.txt") -> Knowledge:
    """A text read, with true offsets. Raises AssertionError."""
    found = document(name, text, date="2019-10-31", region="320404")
    told = reading(found)
    check_offsets(found, told)
    return resolve([told], ())


def check_offsets(found: Document, told: Reading) -> None:
    """What is quoted stands where it is said to stand."""
    size = len(found.text)
    for mention in told.mentions:
        assert mention.text == mention.span.of(found.text), mention
        assert mention.text
    for one in (*(claim.evidence for claim in told.claims), *(turn.span for turn in found.utterances)):
        assert 0 <= one.start < one.end <= size, one
    for claim in told.claims:
        for argument in claim.args.values():
            if hasattr(argument, "span"):
                assert argument.text == argument.span.of(found.text), claim
    for rejected in told.rejected:
        assert rejected.text == rejected.span.of(found.text), rejected


def check_rdf(told: Knowledge, *, by_rdflib: bool = False) -> None:
    """Five syntaxes, valid and with the same triples (there are no blank nodes: isomorphic is equal); every IRI by RFC 3987."""
    first: set[tuple[str, ...]] | None = None
    for form, (oxigraph, other) in FORMS.items():
        data = b"".join(exports.FORMATS[form](told, ID))
        triples = {_plain(one) for one in parse(data, oxigraph)}
        assert first is None or triples == first, (form, triples ^ first)
        first = triples
        if by_rdflib and other:
            assert len(rdflib.Graph().parse(io.BytesIO(data), format=other)) == len(triples), form
    for iri in {term for triple in first or () for term in triple[:2] + triple[3:]} - {""}:
        assert is_iri(iri), iri


def _plain(one: Triple | Quad) -> tuple[str, ...]:
    """A triple as text (subject, predicate, string, IRI), with what XML cannot hold replaced in every syntax."""
    assert isinstance(one.subject, NamedNode)
    told = one.object
    if isinstance(told, NamedNode):
        return one.subject.value, one.predicate.value, "", told.value
    assert isinstance(told, Literal)
    value = _NOT_XML.sub("\ufffd", told.value)
    return one.subject.value, one.predicate.value, f"{value}@{told.language}", told.datatype.value


def rows(examples: int, runs: int) -> Iterator[Row]:
    """Hypothesis over the whole way, then atheris over each target."""
    for what, one in (("reader, extractor, offsets", _by_hypothesis), ("five syntaxes, IRIs", _by_hypothesis_rdf)):
        yield Row("2 hostile text", f"Hypothesis: {what}", examples, _failures(one, examples))
    for target in ("reader", "extractor", "serializer"):
        yield _fuzzed(target, runs)


LONG = {
    "10 MB on one line": "a" * 10_000_000,
    "100,000 brackets": "(" * 50_000 + ")" * 50_000,
    "100,000 brackets （）": "（" * 50_000 + "）" * 50_000,
    "100,000 brackets 《": "《" * 100_000,
    "100,000 characters without a full stop": ("西新桥小学获得市羽毛球锦标赛团体第三名，" * 5000)[:100_000],
}
"""What no one writes, each from text to five syntaxes."""


def long_rows() -> Iterator[Row]:
    """A line for each long text: the way from text to five syntaxes, and its processor time."""
    for what, text in LONG.items():
        began, failures = time.process_time(), list[str]()
        try:
            told = read_whole(text)
            read = time.process_time()
            check_rdf(told)
            figures = f"{read - began:.1f} s to read, {time.process_time() - read:.1f} s to write and read back"
        except Exception as error:  # noqa: BLE001 (that is what is counted)
            failures, figures = [repr(error)[:500]], ""
        yield Row("2 hostile text", what, 1, tuple(failures), figures)


def _by_hypothesis(text: str) -> None:
    read_whole(text)


def _by_hypothesis_rdf(text: str) -> None:
    check_rdf(read_whole(text, text[:9].replace("/", "") or "a"))


def _failures(check: Callable[[str], None], examples: int) -> tuple[str, ...]:
    tried = settings(
        max_examples=examples, deadline=None, database=None, phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )(given(TEXTS)(check))  # fmt: skip
    try:
        tried()
    except BaseException as error:  # noqa: BLE001 (an ExceptionGroup or whatever the check raised)
        return (repr(error)[:500],)
    return ()


def _fuzzed(target: str, runs: int) -> Row:
    words = [
        sys.executable,
        "-m",
        "tests.reliability.fuzz",
        target,
        f"-atheris_runs={runs}",
        "-max_len=2000",
        "-seed=9",
    ]
    began = time.monotonic()
    done = subprocess.run(words, cwd=ROOT, capture_output=True, check=False)
    said = done.stderr.decode("utf-8", "replace")
    told = re.findall(r"^#(\d+)\s.*?ft: (\d+)", said, re.MULTILINE)
    executed, features = map(int, told[-1]) if told else (0, 0)
    failures = () if done.returncode == 0 else (said[-1500:],)
    figures = f"{features} features, {executed / max(time.monotonic() - began, 1e-3):.0f} runs/s"
    return Row("2 hostile text", f"atheris: {target}", executed, failures, figures)
