"""Mentions: every example of tests/corpus/names-*.md, and what holds on any text."""

from itertools import pairwise
from pathlib import Path

import pytest

from kg import corpus
from kg.model import Document, Span
from kg.recognize import mentions

CORPUS = Path(__file__).parent / "corpus"
EXAMPLES = [example for path in sorted(CORPUS.glob("names-*.md")) for example in corpus.examples(path)]


def document(text: str, *body: Span) -> Document:
    return Document("x.txt", text, None, None, body or (Span(0, len(text)),))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.place} {example.title}")
def test_example(example: corpus.Example) -> None:
    found, _ = mentions(document(example.text))
    told = [(m.text, str(m.type)) for m in found]
    assert told == [(example.text[m.start : m.end], m.type) for m in example.mentions]
    assert [m.span for m in found] == [Span(m.start, m.end) for m in example.mentions]


def test_mentions_are_of_the_text_in_order_and_apart() -> None:
    text = "\n".join(example.text for example in EXAMPLES)
    found, rejected = mentions(document(text))
    assert len(found) > len(EXAMPLES)
    assert all(m.span.of(text) == m.text and 0 < m.confidence <= 1 and m.rule for m in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    assert all(one.span.of(text) == one.text and one.reason for one in rejected)
    assert not {(m.span, m.type) for m in found} & {(r.span, r.what) for r in rejected}


def test_only_the_body_is_read() -> None:
    text = "月河小学获一等奖。\n锦绣小学获二等奖。\n"
    found, _ = mentions(document(text, Span(10, 20)))
    assert [m.text for m in found] == ["锦绣小学"]


def test_a_sure_name_is_found_where_the_sentence_alone_would_not_tell() -> None:
    text = "“江村种子”研修班由苏湾幼儿园领衔。\n苏湾幼儿园很美。\n"
    found, _ = mentions(document(text))
    assert [m.text for m in found if m.type == "School"] == ["苏湾幼儿园", "苏湾幼儿园"]


def test_twice_the_same() -> None:
    text = EXAMPLES[0].text + EXAMPLES[1].text
    assert mentions(document(text)) == mentions(document(text))


@pytest.mark.parametrize("text", ["", "\n\n", "2019-10-31 10:30:33", "《", "”》)" * 5, "\u00a0\u3000", "a" * 1000])
def test_text_without_names(text: str) -> None:
    assert mentions(document(text))[0] == ()


@pytest.mark.parametrize("unit", ["《", "“", "(", "》", "、", "\t", "小学", "“a”", "第一"])
def test_long_monotonous_text_takes_linear_time(unit: str) -> None:
    mentions(
        document(unit * (20_000 // len(unit)))
    )  # quadratic work would take minutes: the run's own time limit catches it
