"""The sequence model: labels, sentences, segmentation, shipped files."""

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kg import judge, segment, tagger
from kg.features import features
from kg.model import Span
from kg.terms import EntityType

TEXT = "常州市觅渡桥小学、清潭小学分获一、二等奖,\u00a0杨文娟2019-10-31 10:30:33说:“好!”\nABC（第3届）"
MEGABYTE = 1 << 20


@st.composite
def drawn(draw: st.DrawFn) -> tuple[int, list[tuple[int, int, str]]]:
    cuts = draw(st.lists(st.integers(0, 40), unique=True, max_size=12).map(sorted))
    kinds = st.sampled_from([str(kind) for kind in EntityType])
    spans = [(a, b, draw(kinds)) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    return 41, spans


@given(drawn())
def test_labels_tell_the_mentions(case: tuple[int, list[tuple[int, int, str]]]) -> None:
    length, spans = case
    assert list(tagger.unlabel(tagger.label(length, spans))) == spans


def test_labels_that_no_mention_has_end_where_they_break() -> None:
    assert list(tagger.unlabel(["BSchool", "ISchool", "O", "EGroup", "BPerson"])) == [
        (0, 2, "School"),
        (4, 5, "Person"),
    ]


@given(st.text(alphabet="小学。!?\n”》a", max_size=200))
def test_sentences_cover_all_chinese_once(text: str) -> None:
    parts = list(tagger.sentences(text, Span(0, len(text))))
    assert all(a.end <= b.start for a, b in pairwise(parts))
    covered = {i for part in parts for i in range(part.start, part.end)}
    assert {i for i, char in enumerate(text) if char in "小学"} <= covered


def test_sentences_are_bounded() -> None:
    text = "学" * 5000
    assert max(part.end - part.start for part in tagger.sentences(text, Span(0, len(text)))) <= 410


def test_every_character_has_features() -> None:
    found = features(TEXT)
    assert len(found) == len(TEXT)
    assert all(len(one) > 20 for one in found)


def test_words_are_the_text() -> None:
    assert "".join(word for word, _ in segment.words(TEXT)) == TEXT


def test_both_segmenters_agree() -> None:
    other = segment.with_jieba()
    for chinese in re.findall(r"[一-龥]+", TEXT + "花园二小的方雯婷老师即将跨入高校访学队伍"):
        assert other(chinese) == segment.tagger()(chinese)


def test_the_shipped_model_is_small_and_knows_all_types() -> None:
    assert max(tagger.MODEL.stat().st_size, judge.MODEL.stat().st_size) < 5 * MEGABYTE
    assert {label[1:] for label in tagger.shipped().labels} >= {str(kind) for kind in EntityType}
