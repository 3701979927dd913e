"""The sequence model: as sure as CRFsuite is of the same weights, and its best path is CRFsuite's."""

from __future__ import annotations

from functools import cache
from itertools import accumulate, pairwise

import numpy as np
import pycrfsuite
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import crf, keys, tagger
from kg.features import features, seen
from training import crfsuite, train

TEXTS = st.lists(
    st.text("小学、获一等奖《“”》(，。市区张王欧阳 1A\n\u3000é\U00020000\ud800", min_size=1), min_size=1, max_size=6
)


@cache
def trained() -> tuple[pycrfsuite.Tagger, crf.Model, bytes]:
    """A small model, read by both."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", params={"max_iterations": 12}, verbose=False)
    for number, char in enumerate("小市张"):
        for behind in "学获奖":
            text = f"{char}{behind}、{char}A区{behind}"
            marks = [(0, 1 + number % 2, "School"), (3, 6, "Person")]
            trainer.append(features(text), tagger.label(len(text), marks))
    data = crfsuite.trained(trainer)
    library = pycrfsuite.Tagger()
    library.open_inmemory(data)
    return library, crf.Model(train.with_numbers(data)), data  # the library reads from these very bytes


@given(TEXTS)
def test_it_is_as_sure_as_the_library(texts: list[str]) -> None:
    library, model, _ = trained()
    for text, read in zip(texts, model.read(seen(texts), [len(text) for text in texts]), strict=True):
        best = library.tag(features(text))
        expected = [[library.marginal(label, place) for label in model.labels] for place in range(len(text))]
        assert np.allclose(read.sure, expected, rtol=1e-9, atol=1e-12)
        told = [model.labels[n] for n in read.best]
        assert told == best or library.probability(told) == pytest.approx(library.probability(best), rel=1e-9)


@given(st.lists(st.text(min_size=1, max_size=4), min_size=1, max_size=5), st.text())
def test_the_number_of_a_name_is_that_of_its_parts(pieces: list[str], first: str) -> None:
    text = keys.Text("".join(pieces))
    ends = [0, *accumulate(map(len, pieces))]
    parts = [text.parts(np.array([start]), np.array([end])) for start, end in pairwise(ends)]
    whole = keys.joined(first, *parts)
    assert whole.tolist() == [keys.number(first + "".join(pieces))]
    assert keys.joined(first, *map(keys.Part, keys.values("".join(pieces))[:, None])).tolist() == whole.tolist()


@given(TEXTS)
def test_sentences_tell_each_other_nothing(texts: list[str]) -> None:
    told: list[list[int]] = [[] for text in texts for _ in text]
    for one in seen(texts):
        sizes = [1] * len(one.starts) if one.sizes is None else one.sizes.tolist()
        for start, size, numbers in zip(one.starts.tolist(), sizes, one.numbers.T.tolist(), strict=True):
            for place in range(start, start + size):
                told[place] += numbers
    assert [[f"{n:x}" for n in here] for here in told] == [here for text in texts for here in features(text)]


def test_another_file_is_told() -> None:
    with pytest.raises(ValueError, match="no model file"):
        crf.Model(b"lCRF" + b"\0" * 60)
