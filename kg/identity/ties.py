"""Which of any number of forms may be one thing: numbers in arrays, and what are most waits on disk."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers: TypeAlias = NDArray[np.int64]

_AT_ONCE = 1 << 17
"""Places around others, written and read at once."""


def _numpy() -> Any:  # noqa: ANN401 (a module)
    return import_module("numpy")  # which takes long, and who only reads needs none of it


def distinct(digests: array[int]) -> tuple[Numbers, Numbers]:
    """The place of the first of each digest, and for each place the number of its digest."""
    np = _numpy()
    _, first, number = np.unique(_numbers(digests), return_index=True, return_inverse=True)
    return first, number.reshape(-1)


def alike(digests: array[int]) -> Iterator[list[int]]:
    """The places of each digest that stands at more than one, in order."""
    np, values = _numpy(), _numbers(digests)
    order = np.argsort(values, kind="stable")
    bounds = np.concatenate(([0], np.flatnonzero(np.diff(values[order])) + 1, [len(values)]))
    for start in np.flatnonzero(np.diff(bounds) > 1).tolist():
        yield order[bounds[start] : bounds[start + 1]].tolist()


def _numbers(held: array[int]) -> Numbers:
    found: Numbers = _numpy().array(held, dtype="int64")
    return found


class Ties:
    """Gathers where forms lie (`kg.identity.alike.places`). To be closed."""

    def __init__(self, path: Path) -> None:
        self._forms, self._places = array("q"), array("q")
        self._loose = array("q")
        self._file = path.open("w+b")

    def add(self, form: int, places: Iterable[tuple[int, Sequence[int]]]) -> None:
        """Where the form with the number lies. Raises OSError where the disk is full."""
        for place, around in places:
            self._forms.append(form)
            self._places.append(place)
            for above in around:
                self._loose.extend((place, above))
        if len(self._loose) > 2 * _AT_ONCE:
            self._write()

    def _write(self) -> None:
        self._loose.tofile(self._file)
        self._loose = array("q")

    def together(self, count: int, most: int) -> Iterator[list[int]]:
        """The forms 0 … count-1, some at a time, and with each all that it may be one with: about `most`, more where these are more."""
        np, labels = _numpy(), self._labels(count)
        order = np.argsort(labels, kind="stable")
        ends = np.append(np.flatnonzero(np.diff(labels[order])) + 1, count)
        start = 0
        while start < count:
            end = int(ends[min(int(np.searchsorted(ends, start + most)), len(ends) - 1)])
            yield order[start:end].tolist()
            start = end

    def _labels(self, count: int) -> Numbers:
        """Of each form the number of its connected component."""
        np = _numpy()
        known, places = np.unique(_numbers(self._places), return_inverse=True)
        below, above = self._known(known)
        ends = (
            np.concatenate([_numbers(self._forms), below + count]),
            np.concatenate([places.reshape(-1), above]) + count,
        )
        size = count + len(known)
        sparse, graphs = import_module("scipy.sparse"), import_module("scipy.sparse.csgraph")
        tied = sparse.coo_matrix((np.ones(len(ends[0]), dtype=np.bool_), ends), shape=(size, size))
        labels: Numbers = graphs.connected_components(tied, directed=False)[1]
        return labels[:count]

    def _known(self, places: Numbers) -> tuple[Numbers, Numbers]:
        """Which of the places lie around which, by their numbers."""
        np = _numpy()
        self._write()
        self._file.seek(0)
        found = [np.zeros((0, 2), dtype=np.int64)]
        while len(read := np.fromfile(self._file, dtype=np.int64, count=2 * _AT_ONCE)):
            pairs = read.reshape(-1, 2)
            at = np.minimum(np.searchsorted(places, pairs), len(places) - 1)
            found.append(np.unique(at[(places[at] == pairs).all(axis=1)], axis=0))
        below, above = np.unique(np.concatenate(found), axis=0).T
        return below, above

    def close(self) -> None:
        """Close what is open."""
        self._file.close()
