"""Log-linear models: read from CRFsuite's files to the last bit, as sure as CRFsuite is, kept in files of the same bytes."""

from __future__ import annotations

from pathlib import Path

import pycrfsuite
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.loglinear import LogLinear, packed
from training import crfsuite

NAMES = [f"特征{n}|{chr(0x4E00 + n)}" for n in range(40)]


def _file(folder: Path) -> Path:
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    for n in range(200):
        seen = [NAMES[(n * k) % 40] for k in (1, 3, 7)]
        trainer.append([seen], ["1" if NAMES[0] in seen or n % 7 == 0 else "0"])
    trainer.train(str(folder / "model"))
    return folder / "model"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> tuple[pycrfsuite.Tagger, LogLinear]:
    path = _file(tmp_path_factory.mktemp("crfsuite"))
    tagger = pycrfsuite.Tagger()
    tagger.open(str(path))
    kept = path.with_suffix(".weights")
    kept.write_bytes(packed(crfsuite.yes(crfsuite.read(path.read_bytes()), "1")))
    return tagger, LogLinear.read(kept)


@given(seen=st.lists(st.sampled_from([*NAMES, "unknown"]), min_size=1, max_size=30))
def test_it_is_as_sure_as_the_library(opened: tuple[pycrfsuite.Tagger, LogLinear], seen: list[str]) -> None:
    tagger, model = opened
    tagger.set([seen])
    assert model.sure(seen) == pytest.approx(tagger.marginal("1", 0), abs=0.00005001)


def test_it_tells_things_apart(opened: tuple[pycrfsuite.Tagger, LogLinear]) -> None:
    assert len({opened[1].sure([name]) for name in NAMES}) > 5


def test_all_that_the_file_holds_is_read(tmp_path: Path) -> None:
    path = _file(tmp_path)
    tagger = pycrfsuite.Tagger()
    tagger.open(str(path))
    told, found = tagger.info(), crfsuite.read(path.read_bytes())
    assert set(found.labels) == set(told.labels)
    assert found.states.keys() == told.state_features.keys()
    assert {key: f"{weight:f}" for key, weight in found.states.items()} == {
        key: f"{weight:f}" for key, weight in told.state_features.items()
    }


def test_the_far_ends_are_told() -> None:
    model = LogLinear({"yes": 1e6, "no": -1e6})
    assert (model.sure(["yes"]), model.sure(["no"]), model.sure([])) == (1.0, 0.0, 0.5)


@given(
    weights=st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\U0010ffff")), st.floats(-9, 9)
    )
)
def test_what_is_packed_is_read(tmp_path_factory: pytest.TempPathFactory, weights: dict[str, float]) -> None:
    path = tmp_path_factory.mktemp("packed") / "model"
    path.write_bytes(packed(weights))
    assert packed(weights) == packed(dict(reversed(weights.items())))
    model = LogLinear.read(path)
    assert all(model.sure([name]) == LogLinear({name: weight}).sure([name]) for name, weight in weights.items())


def test_a_name_that_would_split_the_file_is_refused() -> None:
    with pytest.raises(ValueError, match="FFFF"):
        packed({"a\U0010ffff": 1.0})


def test_another_file_is_no_model() -> None:
    with pytest.raises(ValueError, match="no model file"):
        crfsuite.read(b"x" * 100)


def test_few_names_are_looked_up_and_weigh_what_they_weigh_in_the_table_of_all(tmp_path: Path) -> None:
    weights = {f"{chr(0x4E00 + n)}|\U0001f600{n % 7}": n / 7 for n in range(3000)}
    path = tmp_path / "many.weights"
    path.write_bytes(packed(weights))
    model = LogLinear.read(path)
    for name in (*list(weights)[::-1], *weights):
        assert model.weight([name, "unknown", "\ud800", "\U0010fffe"]) == weights[name]
