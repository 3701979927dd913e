"""What CRFsuite trains, and how its model file is read: https://www.chokkan.org/software/crfsuite/ (format of version 100)."""

from __future__ import annotations

import struct
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pycrfsuite

from kg.loglinear import packed

_HEADER = struct.Struct("<4sI4s9I")
_CHUNK = struct.Struct("<4sII")
_FEATURE = struct.Struct("<IIId")
_TABLES = 256
_PAIR = struct.Struct("<II")
_TRANSITION = 1


@dataclass(frozen=True, slots=True)
class Model:
    """The labels in order, the weight of each name and label, and of each label behind another; what is absent weighs nothing."""

    labels: tuple[str, ...]
    states: Mapping[tuple[str, str], float]
    transitions: Mapping[tuple[str, str], float]


def loglinear(
    examples: Iterable[tuple[list[str], str]], parameters: Mapping[str, object], label: str
) -> tuple[bytes, int]:
    """The file of a log-linear model that tells `label` from the other label of the examples; and the number of examples.

    Examples are features and label. The same examples give the same bytes.
    """
    found, count = weights(examples, parameters, label)
    return packed(found), count


def weights(
    examples: Iterable[tuple[list[str], str]], parameters: Mapping[str, object], label: str
) -> tuple[dict[str, float], int]:
    """The weights of such a model by the names of features; and the number of examples."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=dict(parameters), verbose=False)
    count = 0
    for features, found in examples:
        trainer.append([features], [found])
        count += 1
    return yes(read(trained(trainer)), label), count


def trained(trainer: pycrfsuite.Trainer) -> bytes:
    """The model file of what was appended to a trainer."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model"
        trainer.train(str(path))
        return path.read_bytes()


def read(data: bytes) -> Model:
    """The model of a file's bytes, the weights to the last bit."""
    magic, _, kind, version, _, _, _, features, labels, names, _, _ = _HEADER.unpack_from(data)
    if (magic, kind, version) != (b"lCRF", b"FOMC", 100):
        raise ValueError("no model file of CRFsuite, or one of another version")
    label, name = _strings(data, labels), _strings(data, names)
    _, _, count = _CHUNK.unpack_from(data, features)
    states: dict[tuple[str, str], float] = {}
    transitions: dict[tuple[str, str], float] = {}
    start = features + _CHUNK.size
    for what, source, target, weight in _FEATURE.iter_unpack(data[start : start + count * _FEATURE.size]):
        if what == _TRANSITION:
            transitions[label[source], label[target]] = weight
        else:
            states[name[source], label[target]] = weight
    return Model(tuple(label[n] for n in sorted(label)), states, transitions)


def _strings(data: bytes, start: int) -> dict[int, str]:
    """The strings of a constant database (CQDB) by their number."""
    return dict(_records(data, start))


def _records(data: bytes, start: int) -> Iterator[tuple[int, str]]:
    """Its records lie between the head with its tables' places and the first table."""
    head = start + 24
    tables = [_PAIR.unpack_from(data, head + n * _PAIR.size) for n in range(_TABLES)]
    at, end = head + _TABLES * _PAIR.size, start + min(place for place, count in tables if count)
    while at < end:
        number, size = _PAIR.unpack_from(data, at)
        at += _PAIR.size
        yield number, data[at : at + size - 1].decode()  # the last byte is zero
        at += size


def yes(model: Model, label: str) -> dict[str, float]:
    """Of a model of two labels that looks at one thing at a time: what each name adds to the one against the other."""
    out: dict[str, float] = {}
    for (name, found), weight in model.states.items():
        out[name] = out.get(name, 0.0) + (weight if found == label else -weight)
    return out
